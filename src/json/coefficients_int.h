/*
 * json/coefficients_int.h
 *	  What the parts of the reader of coefficients share: the features as the
 *	  document says them.
 */
#ifndef MLS_JSON_COEFFICIENTS_INT_H
#define MLS_JSON_COEFFICIENTS_INT_H

#include "json/json_int.h"

typedef enum MlsCoefKind
{
	MLS_COEF_NUMBER,
	MLS_COEF_BUCKETS,
	MLS_COEF_LEVELS,
	MLS_COEF_INTERACTION
} MlsCoefKind;

/* What a missing input does where the feature has no "impute". */
typedef enum MlsCoefMissing
{
	MLS_COEF_MISSING_NULL,
	MLS_COEF_MISSING_ERROR,
	MLS_COEF_MISSING_ZERO
} MlsCoefMissing;

/* What a level does that is not listed. */
typedef enum MlsCoefUnknown
{
	MLS_COEF_UNKNOWN_ZERO,
	MLS_COEF_UNKNOWN_MISSING,
	MLS_COEF_UNKNOWN_ERROR
} MlsCoefUnknown;

/* An input column, which several features may use. */
typedef struct MlsCoefInput
{
	const char *name;
	bool		is_categorical;
	MlsDataType type;			/* NONE: no feature says it */
	bool		needed;			/* a feature of it has no "impute" */
	const struct MlsCoefFeature *levels;	/* the categorical feature */
} MlsCoefInput;

/* A factor of an interaction. */
typedef struct MlsCoefFactor
{
	struct MlsCoefFeature *feature;
	const char *level;			/* of a categorical feature; else NULL */
	const char *field;			/* the field that is multiplied; made when first asked for */
} MlsCoefFactor;

typedef struct MlsCoefFeature
{
	MlsAt		at;
	MlsCoefKind kind;
	const char *id;				/* NULL: an interaction */
	MlsCoefInput *input;		/* NULL: an interaction */

	/* numbers and buckets */
	bool		has_impute;
	double		impute;
	const char *function;		/* PMML's name of the transform, or NULL */
	bool		has_power;
	double		power;
	bool		has_mean;
	double		mean;
	bool		has_scale;
	double		scale;
	double	   *edges;
	uint32_t	n_edges;
	bool		closed_right;

	/* categories */
	const char *impute_level;	/* or NULL */
	const char **levels;
	uint32_t	n_levels;

	/* interactions */
	MlsCoefFactor *factors;
	uint32_t	n_factors;

	/*
	 * Coefficients: n_classes numbers; of buckets and levels n_classes for each
	 * of them; NULL: the feature itself adds nothing.
	 */
	double	   *coefs;

	const char *field;			/* of a number: the field that has its value; made when first asked for */
} MlsCoefFeature;

typedef struct MlsCoef
{
	MlsLoad    *load;
	const MlsLoadOptions *options;
	MlsDocument *document;
	MlsModel   *model;
	MlsCoefMissing missing;
	MlsCoefUnknown unknown;
	const char *target;			/* or NULL */
	const char **classes;		/* of a classification, else NULL */
	uint32_t	n_classes;		/* sums: 1 but for multinomial */
	double	   *intercepts;		/* n_classes */
	MlsLink		link;
	MlsVec		features;		/* MlsCoefFeature * */
	MlsVec		inputs;			/* MlsCoefInput *, in the order of the features */
	MlsMap		ids;			/* id -> MlsCoefFeature */
	MlsMap		names;			/* names of fields that are taken */
	MlsVec		derived;		/* MlsDerivedField */
} MlsCoef;

/* ---- coefficients_features.c ---- */

/* Reads the features of the document, then the interactions among them. */
extern void mls_coef_read_features(MlsCoef *coef, const MlsAt *features);

/* n_classes numbers for each of n things: one number each, or an array of them each; NULL: noted. */
extern double *mls_coef_numbers(MlsCoef *coef, const MlsAt *at);

/* ---- coefficients_model.c ---- */

/* Makes fields, derived fields and the model from the features. */
extern void mls_coef_build(MlsCoef *coef);

#endif

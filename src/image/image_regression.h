/*
 * image/image_regression.h
 *	  Records of a RegressionModel: tables of terms that are summed.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_REGRESSION_H
#define MLS_IMAGE_REGRESSION_H

#include "image/records.h"

typedef struct MlsImgRegression
{
	uint8_t		link;			/* MlsLink */
	bool		ordinal;		/* cumulative probabilities */
	bool		intercept_first;
	bool		missing_adds_nothing;
	uint32_t	place;			/* one table: of its category among the two */
	MlsSpan		tables;			/* REGRESSION_TABLE */
	double		parameter;		/* of the link, if it has one */
	uint32_t	factor;			/* column: the prediction is multiplied by it; or MLS_NONE */
	uint32_t	margins;		/* first of a column for each table, for its scores as they are; or MLS_NONE */
	bool		rest;			/* the last category has what the others' probabilities leave */
	uint8_t		unused[7];
} MlsImgRegression;

typedef struct MlsImgRegressionTable
{
	double		intercept;
	MlsSpan		terms;			/* REGRESSION_TERM, in the order of adding */
} MlsImgRegressionTable;

typedef enum MlsTermKind
{
	MLS_TERM_NUMERIC,			/* coefficient * x ^ exponent */
	MLS_TERM_CATEGORICAL,		/* coefficient if the field equals the constant */
	MLS_TERM_PRODUCT			/* coefficient * product of the fields */
} MlsTermKind;

/*
 * The first of several categorical terms on one column, no two of which have the
 * same text, may have a list of them all by the codes of their texts: pairs of a
 * code and which of the terms it is, codes ascending.  The others have none.
 */
typedef struct MlsImgRegressionTerm
{
	double		coefficient;
	double		exponent;
	uint32_t	kind;			/* MlsTermKind */
	uint32_t	column;
	uint32_t	constant;		/* CATEGORICAL: CONSTANT */
	union
	{
		MlsSpan		columns;	/* PRODUCT: INDEX */
		MlsSpan		by_code;	/* CATEGORICAL: INDEX, two for each term; or none */
	};
	uint32_t	unused;
} MlsImgRegressionTerm;

/* How many terms are added with this one, itself included: those that it lists. */
static inline uint32_t
mls_terms_together(const MlsImgRegressionTerm *term)
{
	return term->kind == MLS_TERM_CATEGORICAL && term->by_code.n > 1 ? term->by_code.n / 2 : 1;
}

#endif

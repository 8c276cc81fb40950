/*
 * ir/model.h
 *	  A model as meaning: what every model type shares, and one struct for
 *	  each model type.
 *
 * The words are PMML's.  Other formats are read into the same structs; where
 * a trainer's arithmetic is not PMML's, the difference is data in here (the
 * numeric profile: float_context, links, margins of an ensemble), never a
 * second path per format.
 */
#ifndef MLS_IR_MODEL_H
#define MLS_IR_MODEL_H

#include "ir/anomaly_detection.h"
#include "ir/association.h"
#include "ir/baseline.h"
#include "ir/clustering.h"
#include "ir/expression.h"
#include "ir/naive_bayes.h"
#include "ir/nearest_neighbor.h"
#include "ir/predicate.h"
#include "ir/rule_set.h"

typedef enum MlsModelType
{
#define MLS_MODEL_TYPE(symbol, element, member, type) MLS_MODEL_##symbol,
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
	MLS_N_MODEL_TYPES
} MlsModelType;

/* ---- RegressionModel ---- */

typedef struct MlsNumericPredictor
{
	const char *name;
	double		exponent;		/* 1 */
	MlsLiteral	coefficient;
	uint32_t	line;
} MlsNumericPredictor;

typedef struct MlsCategoricalPredictor
{
	const char *name;
	const char *value;
	MlsLiteral	coefficient;
	uint32_t	line;
} MlsCategoricalPredictor;

typedef struct MlsPredictorTerm
{
	const char **fields;
	uint32_t	n_fields;
	MlsLiteral	coefficient;
	uint32_t	line;
} MlsPredictorTerm;

typedef struct MlsRegressionTable
{
	MlsLiteral	intercept;		/* number 0 when absent */
	const char *targetCategory;
	MlsNumericPredictor *numeric;	/* the three kinds are added in this order */
	uint32_t	n_numeric;
	MlsCategoricalPredictor *categorical;
	uint32_t	n_categorical;
	MlsPredictorTerm *terms;
	uint32_t	n_terms;
	uint32_t	line;
} MlsRegressionTable;

typedef struct MlsRegressionModel
{
	const char *targetFieldName;	/* of old documents */
	MlsLink		normalizationMethod;
	MlsRegressionTable *tables; /* of a regression with several targets one for each */
	uint32_t	n_tables;

	/* the numeric profile of trainers other than PMML's */
	bool		intercept_first;	/* the sum starts from it */
	bool		missing_adds_nothing;	/* a missing NumericPredictor is left out */
	bool		declared_order; /* classification by one table: on a tie the category that the target declares first */
} MlsRegressionModel;

/* ---- in headers of their own ---- */

#include "ir/gaussian_process.h"
#include "ir/general_regression.h"
#include "ir/neural_network.h"
#include "ir/scorecard.h"
#include "ir/support_vector_machine.h"
#include "ir/tree.h"

/* ---- MiningModel ---- */

typedef struct MlsModel MlsModel;

typedef struct MlsSegment
{
	const char *id;				/* never NULL: its 1-based position when absent */
	MlsPredicate predicate;
	double		weight;			/* 1 */
	const char *variable_weight;	/* VariableWeight field, or NULL */
	uint32_t	output;			/* of an ensemble with margins: which one it adds to */
	bool		only_outputs;	/* it runs for its Outputs, and what it predicts does not count */
	MlsModel   *model;
	uint32_t	line;
} MlsSegment;

/*
 * The numeric profile of ensembles that trainers save themselves.  Each row
 * has n_outputs margins.  They start from "initial"; then, in segment order,
 * each tree's score is added to the margin that the segment names (a tree with
 * vector leaves adds to all), times the segment's weight where the method is
 * weightedSum.  Behind the last tree each is divided by "divisor" and multiplied
 * by "scale", where these are not 1.  Each step rounds to float in a float
 * context.  Then the link makes of the margins: for classification the
 * probabilities of the target's categories (one margin: of the second category,
 * the other gets the rest); for regression one value for each target.
 */
typedef struct MlsMargins
{
	uint32_t	n_outputs;
	double	   *initial;		/* n_outputs */
	double		divisor;
	double		scale;
	MlsLink		link;
} MlsMargins;

typedef struct MlsMiningModel
{
	MlsMultipleModelMethod multipleModelMethod;
	MlsMissingPredictionTreatment missingPredictionTreatment;
	double		missingThreshold;	/* 1 */
	MlsSegment *segments;
	uint32_t	n_segments;
	MlsMargins *margins;		/* NULL in PMML documents */
	const char *entity_field;	/* of models without Segments: the field with the entity of the result; NULL: it is the segment */
} MlsMiningModel;

/* ---- what every model has ---- */

typedef struct MlsVerificationField
{
	const char *field;
	double		precision;		/* 1E-6 */
	double		zeroThreshold;	/* 1E-16 */
	uint32_t	line;
} MlsVerificationField;

typedef struct MlsModelVerification
{
	MlsVerificationField *fields;
	uint32_t	n_fields;
	const char **cells;			/* n_rows rows of n_fields; NULL: no cell, or an empty one */
	uint32_t	n_rows;
	uint32_t	line;
} MlsModelVerification;

struct MlsModel
{
	MlsModelType type;			/* MLS_N_MODEL_TYPES: none that is scored, and not the one chosen */
	const char *modelName;
	const char *algorithmName;
	MlsMiningFunction functionName;
	bool		isScorable;		/* true */
	bool		float_context;	/* x-mathContext="float": each step rounds to float */

	/* of classes, and not of PMML */
	bool		no_probabilities;	/* numbers choose the class, but are no probabilities */
	const char **decision;		/* or NULL: fields, one for each declared class, the largest of which chooses it */
	uint32_t	n_decision;
	MlsMiningField *fields;		/* MiningSchema */
	uint32_t	n_fields;
	MlsDerivedField *derived;	/* LocalTransformations */
	uint32_t	n_derived;
	MlsTarget  *targets;
	uint32_t	n_targets;
	MlsOutputField *outputs;
	uint32_t	n_outputs;
	MlsModelVerification *verification; /* or NULL */
	union
	{
#define MLS_MODEL_TYPE(symbol, element, member, type) type *member;
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
	}			u;
	uint32_t	line;
};

#endif

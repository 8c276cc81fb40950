/*
 * ir/field.h
 *	  Fields as PMML declares them: DataField, MiningField, DerivedField,
 *	  Target, OutputField.
 *
 * One struct per element, one member per attribute, under PMML's names.  Text
 * is UTF-8, NUL-terminated, in the load's arena; NULL where the attribute is
 * absent.  A default that the standard fixes has already been put in.  "line"
 * is the line in the document, 0 where the format has none.
 */
#ifndef MLS_IR_FIELD_H
#define MLS_IR_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

/*
 * A constant.  Documents write text; formats that hold numbers give the
 * number.  Whoever uses it converts the text to the type of the field that it
 * meets (a float field takes the float nearest to the text).
 */
typedef struct MlsLiteral
{
	const char *text;			/* NULL: number holds the value, or there is none */
	double		number;			/* meaningful if is_number */
	bool		is_number;
} MlsLiteral;
#define MLS_LITERAL_PRESENT(literal) ((literal).text != NULL || (literal).is_number)

typedef enum MlsValueProperty
{
	MLS_VALUE_VALID,
	MLS_VALUE_INVALID,
	MLS_VALUE_MISSING
} MlsValueProperty;

typedef struct MlsValueElement	/* Value of a DataField or DerivedField */
{
	const char *value;
	const char *displayValue;
	MlsValueProperty property;
	uint32_t	line;
} MlsValueElement;

typedef struct MlsInterval
{
	MlsClosure	closure;
	double		leftMargin;		/* -INFINITY when absent */
	double		rightMargin;	/* INFINITY when absent */
	uint32_t	line;
} MlsInterval;

typedef struct MlsDataField
{
	const char *name;
	const char *displayName;
	MlsOpType	optype;			/* never NONE */
	MlsDataType dataType;		/* never NONE */
	const char *taxonomy;		/* name of a Taxonomy, or NULL */
	bool		isCyclic;		/* informs only */
	bool		has_history;	/* something reads what it was in earlier rows: a row may give a list, whose last element is its value */

	/*
	 * Not PMML, of texts: a category is what its text says to the byte.  Integers
	 * stand for their digits, truths for 1 and 0; other numbers are invalid.
	 */
	bool		exact_texts;
	MlsValueElement *values;
	uint32_t	n_values;
	MlsInterval *intervals;
	uint32_t	n_intervals;
	uint32_t	line;
} MlsDataField;

typedef enum MlsUsageType
{
	MLS_USAGE_ACTIVE,
	MLS_USAGE_TARGET,			/* also "predicted" */
	MLS_USAGE_SUPPLEMENTARY,
	MLS_USAGE_GROUP,
	MLS_USAGE_ORDER,
	MLS_USAGE_FREQUENCY_WEIGHT,
	MLS_USAGE_ANALYSIS_WEIGHT
} MlsUsageType;

typedef struct MlsMiningField
{
	const char *name;
	MlsUsageType usageType;
	MlsOpType	optype;			/* NONE: the DataField's */
	double		importance;		/* NAN when absent */
	MlsOutliers outliers;
	double		lowValue;		/* NAN when absent */
	double		highValue;		/* NAN when absent */
	const char *missingValueReplacement;
	const char *missingValueTreatment;	/* as written; informs only, but for ... */
	bool		missing_returns_invalid;	/* ... "returnInvalid" */
	MlsInvalidValueTreatment invalidValueTreatment;
	bool		invalid_treatment_given;	/* the attribute was written */
	const char *invalidValueReplacement;
	uint32_t	line;
} MlsMiningField;

typedef struct MlsExpression MlsExpression;

typedef struct MlsDerivedField
{
	const char *name;
	const char *displayName;
	MlsOpType	optype;
	MlsDataType dataType;		/* NONE: whatever the expression gives */
	MlsValueElement *values;	/* the order of an ordinal field; else they inform */
	uint32_t	n_values;
	MlsExpression *expression;
	uint32_t	line;
} MlsDerivedField;

typedef struct MlsTargetValue
{
	const char *value;
	const char *displayValue;
	double		priorProbability;	/* NAN when absent */
	double		defaultValue;		/* NAN when absent */
	uint32_t	line;
} MlsTargetValue;

typedef struct MlsTarget
{
	const char *field;			/* NULL: the model's only target */
	MlsOpType	optype;			/* NONE: the field's */
	MlsCastInteger castInteger;
	double		min;			/* NAN when absent */
	double		max;			/* NAN when absent */
	double		rescaleConstant;	/* 0 */
	double		rescaleFactor;	/* 1 */
	MlsTargetValue *values;
	uint32_t	n_values;
	uint32_t	line;
} MlsTarget;

typedef struct MlsOutputField
{
	const char *name;
	const char *displayName;
	MlsOpType	optype;
	MlsDataType dataType;		/* NONE: whatever the feature gives */
	MlsOutputFeature feature;
	const char *targetField;
	const char *value;
	const char *segmentId;
	int			rank;			/* 1; of association rules also 0: all */
	bool		isMultiValued;	/* of association rules: the first ones, not one of them */
	MlsRuleAlgorithm algorithm; /* exclusiveRecommendation */
	MlsRuleMeasure rankBasis;	/* confidence */
	MlsOutputFeature ruleFeature;	/* consequent */
	bool		rank_ascending; /* rankOrder="ascending" */
	bool		isFinalResult;	/* true */
	bool		is_internal;	/* a field that the reader needs; no result */
	MlsExpression *expression;	/* of transformedValue and decision, else NULL */
	uint32_t	line;
} MlsOutputField;

/* The name of a data type as documents write it. */
extern const char *mls_data_type_name(MlsDataType type);

#endif

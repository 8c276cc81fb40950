/*
 * ir/expression.h
 *	  PMML's expressions: what a DerivedField, an OutputField or the body of a
 *	  DefineFunction computes.
 */
#ifndef MLS_IR_EXPRESSION_H
#define MLS_IR_EXPRESSION_H

#include <string.h>

#include "ir/field.h"
#include "ir/text_index.h"

typedef enum MlsExpressionKind
{
	MLS_EXPR_CONSTANT,
	MLS_EXPR_FIELD_REF,
	MLS_EXPR_NORM_CONTINUOUS,
	MLS_EXPR_NORM_DISCRETE,
	MLS_EXPR_DISCRETIZE,
	MLS_EXPR_MAP_VALUES,
	MLS_EXPR_APPLY,
	MLS_EXPR_LAG,
	MLS_EXPR_AGGREGATE,
	MLS_EXPR_TEXT_INDEX,
	MLS_EXPR_HASH,				/* not PMML: an integer, CatBoost's hash of a category (base/city_hash.h) */
	MLS_EXPR_LINEAR				/* not PMML: a double, the sum of coefficients times fields, then the intercept */
} MlsExpressionKind;

/* What NormContinuous does outside of its LinearNorms; the values are MlsOutliers'. */

typedef struct MlsLinearNorm
{
	double		orig;
	double		norm;
} MlsLinearNorm;

typedef struct MlsDiscretizeBin
{
	MlsInterval interval;
	const char *binValue;
} MlsDiscretizeBin;

typedef struct MlsDefineFunction
{
	const char *name;
	MlsOpType	optype;
	MlsDataType dataType;		/* NONE: whatever the body gives */
	struct MlsParameterField
	{
		const char *name;
		MlsDataType dataType;	/* NONE: as the argument comes */
		uint32_t	line;
	}		   *parameters;
	uint32_t	n_parameters;
	MlsExpression *expression;
	uint32_t	line;
} MlsDefineFunction;

struct MlsExpression
{
	MlsExpressionKind kind;
	uint32_t	line;

	/* of several elements; as written, NULL when absent */
	const char *mapMissingTo;
	const char *defaultValue;
	MlsDataType dataType;		/* Constant, Discretize, MapValues; else NONE */

	union
	{
		struct
		{
			MlsLiteral	value;	/* text verbatim; "" is there */
			bool		missing;	/* missing="true" */
		}			constant;
		struct
		{
			const char *field;
		}			field_ref;		/* also of HASH */
		struct
		{
			const char *field;
			MlsOutliers outliers;
			MlsLinearNorm *norms;	/* ascending by orig, at least 2 */
			uint32_t	n_norms;
		}			norm_continuous;
		struct
		{
			const char *field;
			MlsLiteral	value;
		}			norm_discrete;
		struct
		{
			const char *field;
			MlsDiscretizeBin *bins;
			uint32_t	n_bins;
		}			discretize;
		struct
		{
			const char **fields;	/* the keys: n_fields */
			uint32_t	n_fields;

			/*
			 * n_rows rows of n_fields + 1 cells: the keys in the order of
			 * fields, then the output; NULL where the row lacks the cell.
			 */
			const char **cells;
			uint32_t	n_rows;
		}			map_values;
		struct
		{
			const char *function;	/* as written */
			MlsExpression **arguments;
			uint32_t	n_arguments;
			MlsInvalidValueTreatment invalidValueTreatment; /* RETURN_INVALID or AS_MISSING; not PMML, AS_IS: NaN is a value */
		}			apply;
		struct
		{
			const char *field;
			MlsHistoryFunction function;
			uint32_t	n;		/* Lag: the row so many before, or with a function as many rows; Aggregate: 0, all rows */
		}			history;	/* of Lag and Aggregate */
		const MlsTextIndex *text_index;
		struct
		{
			const char **fields;
			double	   *coefficients;
			uint32_t	n;		/* of both, may be 0 */
			double		intercept;
		}			linear;
	}			u;
};

/* Whether one of the derived fields has the name. */
static inline bool
mls_is_derived(const MlsDerivedField *fields, uint32_t n, const char *name)
{
	for (uint32_t i = 0; i < n; i++)
	{
		if (strcmp(fields[i].name, name) == 0)
			return true;
	}
	return false;
}

#endif

/*
 * pmml/pmml_expression.c
 *	  Expressions: what derived fields, functions and outputs compute.
 */
#include <stdint.h>

#include "pmml/pmml_util.h"

static void read_constant(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_field_ref(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_norm_continuous(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_norm_discrete(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_discretize(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_map_values(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_apply(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_lag(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
static void read_aggregate(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);

static const struct
{
	const char *element;
	MlsExpressionKind kind;
	void		(*read) (MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);
}			kinds[] =
{
	{"FieldRef", MLS_EXPR_FIELD_REF, read_field_ref},
	{"Constant", MLS_EXPR_CONSTANT, read_constant},
	{"Apply", MLS_EXPR_APPLY, read_apply},
	{"NormContinuous", MLS_EXPR_NORM_CONTINUOUS, read_norm_continuous},
	{"NormDiscrete", MLS_EXPR_NORM_DISCRETE, read_norm_discrete},
	{"Discretize", MLS_EXPR_DISCRETIZE, read_discretize},
	{"MapValues", MLS_EXPR_MAP_VALUES, read_map_values},

	{"Lag", MLS_EXPR_LAG, read_lag},
	{"Aggregate", MLS_EXPR_AGGREGATE, read_aggregate},
	{"TextIndex", MLS_EXPR_TEXT_INDEX, mls_pmml_text_index}
};

/* The entry of an element in kinds, or -1. */
static int
find_kind(const MlsXml *element)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
	{
		if (mls_xml_is(element, kinds[i].element))
			return (int) i;
	}
	return -1;
}

bool
mls_pmml_is_expression(const MlsXml *element)
{
	return find_kind(element) >= 0;
}

MlsExpression *
mls_pmml_expression(MlsPmml *pmml, const MlsXml *element)
{
	int			i = find_kind(element);
	MlsExpression *expression;

	mls_tick(pmml->load);
	if (i < 0)
	{
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "this element is not known as an expression");
		return NULL;
	}
	if (pmml->expressions == MLS_PMML_MAX_EXPRESSIONS)
	{
		mls_pmml_problem(pmml, MLS_TOO_LARGE, element, "more than %d expressions in each other",
						 MLS_PMML_MAX_EXPRESSIONS);
		return NULL;
	}
	expression = MLS_NEW(pmml->load, MlsExpression);
	expression->kind = kinds[i].kind;
	expression->line = element->line;
	expression->mapMissingTo = mls_xml_get(element, "mapMissingTo");
	expression->defaultValue = mls_xml_get(element, "defaultValue");
	expression->dataType = mls_pmml_data_type(pmml, element);
	pmml->expressions++;
	kinds[i].read(pmml, element, expression);
	pmml->expressions--;
	return expression;
}

MlsExpression *
mls_pmml_expression_in(MlsPmml *pmml, const MlsXml *element)
{
	MlsExpression *found = NULL;
	unsigned	n = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_pmml_is_expression(child))
			continue;
		if (n++ == 0)
			found = mls_pmml_expression(pmml, child);
		else
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one expression");
	}
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the expression is missing");
	return found;
}

static void
read_constant(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	expression->u.constant.value.text = mls_xml_text(element);
	expression->u.constant.missing = mls_pmml_truth(pmml, element, "missing", false);
}

static void
read_field_ref(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	expression->u.field_ref.field = mls_pmml_field(pmml, element, "field");
}

/* Exporters write mapMissingTo="" of a NormContinuous or NormDiscrete, a number, where they mean none. */
static void
drop_empty_map_missing(MlsExpression *expression)
{
	if (expression->mapMissingTo && expression->mapMissingTo[0] == '\0')
		expression->mapMissingTo = NULL;
}

/* Points whose origs descend are the same points in the order that the standard has. */
static void
turn_descending(MlsLinearNorm *norms, uint32_t n)
{
	if (n < 2 || !(norms[1].orig < norms[0].orig))
		return;
	for (uint32_t i = 0; i < n / 2; i++)
	{
		MlsLinearNorm norm = norms[i];

		norms[i] = norms[n - 1 - i];
		norms[n - 1 - i] = norm;
	}
}

static void
read_norm_continuous(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	static const MlsPmmlWord outliers[] = {
		{"asIs", MLS_OUTLIERS_AS_IS},
		{"asMissingValues", MLS_OUTLIERS_AS_MISSING_VALUES},
		{"asExtremeValues", MLS_OUTLIERS_AS_EXTREME_VALUES},
		{NULL, 0}
	};
	uint32_t	n = mls_xml_count(element, "LinearNorm");
	MlsLinearNorm *norms = MLS_NEW_N(pmml->load, MlsLinearNorm, n);
	uint32_t	i = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (!mls_xml_is(child, "LinearNorm"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		norms[i].orig = mls_pmml_required_number(pmml, child, "orig", i);
		norms[i].norm = mls_pmml_required_number(pmml, child, "norm", 0.0);
		if (i == 1 && !(norms[1].orig < norms[0].orig) && !(norms[1].orig > norms[0].orig))
			mls_pmml_problem(pmml, MLS_INVALID, child, "orig is that of the LinearNorm before");
		if (i > 1 && !(norms[1].orig < norms[0].orig ? norms[i].orig < norms[i - 1].orig : norms[i].orig > norms[i - 1].orig))
			mls_pmml_problem(pmml, MLS_INVALID, child, "orig does not go on ascending or descending from the LinearNorms before");
		i++;
	}
	turn_descending(norms, n);
	if (n < 2)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are fewer than two LinearNorms");
	expression->u.norm_continuous.field = mls_pmml_field(pmml, element, "field");
	expression->u.norm_continuous.outliers = (MlsOutliers)
		mls_pmml_word(pmml, element, "outliers", outliers, MLS_OUTLIERS_AS_IS);
	expression->u.norm_continuous.norms = norms;
	drop_empty_map_missing(expression);
	expression->u.norm_continuous.n_norms = n;
}

static void
read_norm_discrete(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	/* until 3.1 there was another one, "thermometer" */
	static const MlsPmmlWord methods[] = {{"indicator", 0}, {NULL, 0}};

	mls_pmml_word(pmml, element, "method", methods, 0);
	expression->u.norm_discrete.field = mls_pmml_field(pmml, element, "field");
	expression->u.norm_discrete.value.text = mls_pmml_required(pmml, element, "value");
	drop_empty_map_missing(expression);
}

static void
read_discretize(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	uint32_t	n = mls_xml_count(element, "DiscretizeBin");
	MlsDiscretizeBin *bin = MLS_NEW_N(pmml->load, MlsDiscretizeBin, n);

	expression->u.discretize.field = mls_pmml_field(pmml, element, "field");
	expression->u.discretize.bins = bin;
	expression->u.discretize.n_bins = n;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		const MlsXml *interval;

		mls_tick(pmml->load);
		if (!mls_xml_is(child, "DiscretizeBin"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		bin->binValue = mls_pmml_required(pmml, child, "binValue");
		interval = mls_pmml_only(pmml, child, "Interval");
		if (interval)
			mls_pmml_interval(pmml, interval, &bin->interval);
		else
			mls_pmml_problem(pmml, MLS_INVALID, child, "the Interval is missing");
		bin++;
	}
}

static void
read_map_values(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	uint32_t	n = mls_xml_count(element, "FieldColumnPair");
	const char **fields = MLS_NEW_N(pmml->load, const char *, n);
	const char **columns = MLS_NEW_N(pmml->load, const char *, (size_t) n + 1);
	const MlsXml *table = mls_pmml_only(pmml, element, "InlineTable");
	uint32_t	i = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "FieldColumnPair"))
		{
			fields[i] = mls_pmml_field(pmml, child, "field");
			columns[i++] = mls_pmml_required(pmml, child, "column");
		}
		else if (mls_xml_is(child, "TableLocator"))
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child,
							 "a table outside of the document is not supported");
		else if (!mls_xml_is(child, "InlineTable"))
			mls_pmml_unknown(pmml, child);
	}
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the FieldColumnPair is missing");
	columns[n] = mls_pmml_required(pmml, element, "outputColumn");
	expression->u.map_values.fields = fields;
	expression->u.map_values.n_fields = n;
	if (table)
		expression->u.map_values.cells =
			mls_pmml_table(pmml, table, columns, n + 1, &expression->u.map_values.n_rows);
}

static void
read_apply(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	static const MlsPmmlWord treatments[] = {
		{"returnInvalid", MLS_INVALID_RETURN_INVALID},
		{"asMissing", MLS_INVALID_AS_MISSING},
		{"asIs", MLS_INVALID_AS_IS},
		{NULL, 0}
	};
	MlsExpression **arguments;
	uint32_t	n = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
		n++;
	arguments = MLS_NEW_N(pmml->load, MlsExpression *, n);
	n = 0;
	for (const MlsXml *child = element->first; child; child = child->next)
		arguments[n++] = mls_pmml_expression(pmml, child);
	expression->u.apply.function = mls_pmml_function(pmml, element, n);
	expression->u.apply.arguments = arguments;
	expression->u.apply.n_arguments = n;
	expression->u.apply.invalidValueTreatment = (MlsInvalidValueTreatment)
		mls_pmml_word(pmml, element, "invalidValueTreatment", treatments,
					  MLS_INVALID_RETURN_INVALID);
}

/* A BlockIndicator tells which rows belong together: those that the row's list has. */
static void
read_lag(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	/* of "stddev" the standard does not say which one it is */
	static const MlsPmmlWord functions[] = {
		{"none", MLS_HISTORY_VALUE},
		{"avg", MLS_HISTORY_AVERAGE},
		{"max", MLS_HISTORY_MAX},
		{"median", MLS_HISTORY_MEDIAN},
		{"min", MLS_HISTORY_MIN},
		{"product", MLS_HISTORY_PRODUCT},
		{"sum", MLS_HISTORY_SUM},
		{NULL, 0}
	};
	double		n = mls_pmml_number(pmml, element, "n", 1);

	if (!(n >= 1 && n <= INT32_MAX && n == (double) (uint32_t) n))
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "n is not a whole number above 0");
		n = 1;
	}
	expression->u.history.field = mls_pmml_history_field(pmml, element, "field");
	expression->u.history.function = (MlsHistoryFunction)
		mls_pmml_word(pmml, element, "aggregate", functions, MLS_HISTORY_VALUE);
	expression->u.history.n = (uint32_t) n;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "BlockIndicator"))
			mls_pmml_required(pmml, child, "field");
		else
			mls_pmml_unknown(pmml, child);
	}
}

/* The group of a groupField is what the row's list has. */
static void
read_aggregate(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	static const MlsPmmlWord functions[] = {
		{"count", MLS_HISTORY_COUNT},
		{"sum", MLS_HISTORY_SUM},
		{"average", MLS_HISTORY_AVERAGE},
		{"min", MLS_HISTORY_MIN},
		{"max", MLS_HISTORY_MAX},
		{NULL, 0}
	};

	expression->u.history.field = mls_pmml_history_field(pmml, element, "field");
	expression->u.history.function = (MlsHistoryFunction) mls_pmml_word(pmml, element, "function", functions, -1);
	if (mls_xml_get(element, "sqlWhere"))
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "sqlWhere is not supported");
}

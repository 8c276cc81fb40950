/*
 * json/coefficients_model.c
 *	  A coefficients document as fields, derived fields and a RegressionModel.
 *
 * Every feature becomes a field that has what it adds, times a coefficient: a
 * number after imputation, transformation and scaling; a table of coefficients
 * by bucket or level, with the coefficient 1.  So the terms of the model can keep
 * the order of the document.  (A RegressionModel adds its numeric predictors
 * before its other terms: the numbers at the head of the document are given as
 * such, everything behind them as terms.)
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/coefficients_int.h"

/* ---- expressions ---- */

static const char *
number_text(MlsCoef *coef, double value)
{
	char		text[MLS_NUMBER_TEXT];

	mls_format_double(text, value);
	return mls_strdup(coef->load, text);
}

static MlsExpression *
new_expression(MlsCoef *coef, MlsExpressionKind kind)
{
	MlsExpression *expression = MLS_NEW(coef->load, MlsExpression);

	expression->kind = kind;
	expression->dataType = MLS_TYPE_NONE;
	return expression;
}

static MlsExpression *
field_ref(MlsCoef *coef, const char *field)
{
	MlsExpression *expression = new_expression(coef, MLS_EXPR_FIELD_REF);

	expression->u.field_ref.field = field;
	return expression;
}

/* function(argument), or function(argument, number) */
static MlsExpression *
apply(MlsCoef *coef, const char *function, MlsExpression *argument, const double *number)
{
	MlsExpression *expression = new_expression(coef, MLS_EXPR_APPLY);

	expression->u.apply.function = function;
	expression->u.apply.invalidValueTreatment = MLS_INVALID_AS_IS;
	expression->u.apply.n_arguments = number != NULL ? 2 : 1;
	expression->u.apply.arguments = MLS_NEW_N(coef->load, MlsExpression *, 2);
	expression->u.apply.arguments[0] = argument;
	if (number != NULL)
	{
		MlsExpression *constant = new_expression(coef, MLS_EXPR_CONSTANT);

		constant->dataType = MLS_TYPE_DOUBLE;
		constant->u.constant.value = (MlsLiteral) {NULL, *number, true};
		expression->u.apply.arguments[1] = constant;
	}
	return expression;
}

/* A derived float64 field, called as wanted or with underscores behind that. */
static const char *
derive(MlsCoef *coef, const char *wanted, MlsExpression *expression)
{
	MlsDerivedField *field = MLS_PUSH(coef->load, &coef->derived, MlsDerivedField);

	while (mls_map_put(coef->load, &coef->names, wanted, expression) != expression)
		wanted = mls_format(coef->load, "%s_", wanted);
	field->name = wanted;
	field->optype = MLS_OPTYPE_CONTINUOUS;
	field->dataType = MLS_TYPE_DOUBLE;
	field->expression = expression;
	return wanted;
}

/* What a feature gives instead of a missing value, at its end. */
static const char *
instead_of_missing(const MlsCoef *coef, const MlsCoefFeature *feature)
{
	return coef->missing == MLS_COEF_MISSING_ZERO && !feature->has_impute ? "0" : NULL;
}

/* The value of a number, imputed, transformed and raised, as an expression. */
static MlsExpression *
number_expression(MlsCoef *coef, const MlsCoefFeature *feature)
{
	MlsExpression *e = field_ref(coef, feature->input->name);

	if (feature->has_impute)
		e->mapMissingTo = number_text(coef, feature->impute);

	/* what follows is float64 arithmetic, whatever the input is */
	if (feature->input->type != MLS_TYPE_NONE && feature->input->type != MLS_TYPE_DOUBLE)
		e = field_ref(coef, derive(coef, mls_format(coef->load, "double(%s)", feature->id), e));
	if (feature->function != NULL)
		e = apply(coef, feature->function, e, NULL);
	if (feature->has_power)
		e = apply(coef, "pow", e, &feature->power);
	return e;
}

/* The field that has the value of a number. */
static const char *
number_field(MlsCoef *coef, MlsCoefFeature *feature)
{
	const char *instead = instead_of_missing(coef, feature);
	MlsExpression *e;

	if (feature->field != NULL)
		return feature->field;
	e = number_expression(coef, feature);
	if (feature->has_mean)
		e = apply(coef, "-", e, &feature->mean);
	if (feature->has_scale)
		e = apply(coef, "/", e, &feature->scale);
	if (e->kind == MLS_EXPR_FIELD_REF && e->mapMissingTo == NULL && instead == NULL)
		feature->field = e->u.field_ref.field;
	else
	{
		if (instead != NULL)
			e->mapMissingTo = instead;
		feature->field = derive(coef, mls_format(coef->load, "value(%s)", feature->id), e);
	}
	return feature->field;
}

/* "bucket(age)"; of several classes "bucket(age)[2]" */
static const char *
class_field_name(MlsCoef *coef, const char *what, const MlsCoefFeature *feature, uint32_t k)
{
	return coef->n_classes == 1 ? mls_format(coef->load, "%s(%s)", what, feature->id) :
		mls_format(coef->load, "%s(%s)[%u]", what, feature->id, k);
}

/* The field that has what class k gets from a feature with buckets. */
static const char *
bucket_field(MlsCoef *coef, MlsCoefFeature *feature, uint32_t k)
{
	MlsExpression *e = new_expression(coef, MLS_EXPR_DISCRETIZE);
	uint32_t	n = feature->n_edges + 1;

	if (feature->field == NULL)
	{
		MlsExpression *value = number_expression(coef, feature);

		feature->field = value->kind == MLS_EXPR_FIELD_REF && value->mapMissingTo == NULL ? value->u.field_ref.field :
			derive(coef, mls_format(coef->load, "value(%s)", feature->id), value);
	}
	e->dataType = MLS_TYPE_DOUBLE;
	e->mapMissingTo = instead_of_missing(coef, feature);
	e->u.discretize.field = feature->field;
	e->u.discretize.bins = MLS_NEW_N(coef->load, MlsDiscretizeBin, n);
	e->u.discretize.n_bins = n;
	for (uint32_t i = 0; i < n; i++)
	{
		MlsDiscretizeBin *bin = &e->u.discretize.bins[i];

		bin->interval.closure = feature->closed_right ? MLS_OPEN_CLOSED : MLS_CLOSED_OPEN;
		bin->interval.leftMargin = i > 0 ? feature->edges[i - 1] : -INFINITY;
		bin->interval.rightMargin = i < feature->n_edges ? feature->edges[i] : INFINITY;
		bin->binValue = number_text(coef, feature->coefs[(size_t) i * coef->n_classes + k]);
	}
	return derive(coef, class_field_name(coef, "bucket", feature, k), e);
}

/* The field that has what class k gets from a feature with levels. */
static const char *
level_field(MlsCoef *coef, const MlsCoefFeature *feature, uint32_t k)
{
	MlsExpression *e = new_expression(coef, MLS_EXPR_MAP_VALUES);
	const char **cells = MLS_NEW_N(coef->load, const char *, (size_t) feature->n_levels * 2);

	for (uint32_t i = 0; i < feature->n_levels; i++)
	{
		cells[2 * i] = feature->levels[i];
		cells[2 * i + 1] = number_text(coef, feature->coefs[(size_t) i * coef->n_classes + k]);
	}
	e->dataType = MLS_TYPE_DOUBLE;
	e->mapMissingTo = instead_of_missing(coef, feature);
	e->defaultValue = "0";		/* what is worse than adding nothing never gets here */
	e->u.map_values.fields = MLS_NEW_N(coef->load, const char *, 1);
	e->u.map_values.fields[0] = feature->input->name;
	e->u.map_values.n_fields = 1;
	e->u.map_values.cells = cells;
	e->u.map_values.n_rows = feature->n_levels;
	return derive(coef, class_field_name(coef, "level", feature, k), e);
}

/* The field that an interaction multiplies: a number, or 1 where a category has the level, else 0. */
static const char *
factor_field(MlsCoef *coef, MlsCoefFactor *factor)
{
	MlsExpression *e;

	if (factor->level == NULL)
		return number_field(coef, factor->feature);
	if (factor->field == NULL)
	{
		e = new_expression(coef, MLS_EXPR_NORM_DISCRETE);
		e->mapMissingTo = instead_of_missing(coef, factor->feature);
		e->u.norm_discrete.field = factor->feature->input->name;
		e->u.norm_discrete.value = (MlsLiteral) {factor->level, 0.0, false};
		factor->field = derive(coef, mls_format(coef->load, "is(%s, %s)", factor->feature->id, factor->level), e);
	}
	return factor->field;
}

/* ---- the model ---- */

/* Adds a term of one or more fields, as a numeric predictor where that keeps the order. */
static void
add_term(MlsCoef *coef, MlsRegressionTable *table, const char **fields, uint32_t n, double coefficient)
{
	MlsLiteral	literal = {NULL, coefficient, true};

	if (n == 1 && table->n_terms == 0)
	{
		MlsNumericPredictor *predictor = &table->numeric[table->n_numeric++];

		predictor->name = fields[0];
		predictor->exponent = 1.0;
		predictor->coefficient = literal;
	}
	else
	{
		MlsPredictorTerm *term = &table->terms[table->n_terms++];

		term->fields = fields;
		term->n_fields = n;
		term->coefficient = literal;
	}
}

static void
add_feature(MlsCoef *coef, MlsRegressionTable *table, MlsCoefFeature *feature, uint32_t k)
{
	uint32_t	n = feature->kind == MLS_COEF_INTERACTION ? feature->n_factors : 1;
	const char **fields = MLS_NEW_N(coef->load, const char *, n);

	if (feature->coefs == NULL)
		return;
	switch (feature->kind)
	{
		case MLS_COEF_NUMBER:
			fields[0] = number_field(coef, feature);
			add_term(coef, table, fields, 1, feature->coefs[k]);
			break;
		case MLS_COEF_BUCKETS:
			fields[0] = bucket_field(coef, feature, k);
			add_term(coef, table, fields, 1, 1.0);
			break;
		case MLS_COEF_LEVELS:
			fields[0] = level_field(coef, feature, k);
			add_term(coef, table, fields, 1, 1.0);
			break;
		case MLS_COEF_INTERACTION:
			for (uint32_t i = 0; i < n; i++)
				fields[i] = factor_field(coef, &feature->factors[i]);
			add_term(coef, table, fields, n, feature->coefs[k]);
			break;
	}
}

static MlsRegressionModel *
build_regression(MlsCoef *coef)
{
	MlsRegressionModel *regression = MLS_NEW(coef->load, MlsRegressionModel);

	regression->normalizationMethod = coef->link;
	regression->declared_order = true;
	regression->n_tables = coef->n_classes;
	regression->tables = MLS_NEW_N(coef->load, MlsRegressionTable, coef->n_classes);
	for (uint32_t k = 0; k < coef->n_classes; k++)
	{
		MlsRegressionTable *table = &regression->tables[k];

		table->intercept = (MlsLiteral) {NULL, coef->intercepts[k], true};
		table->numeric = MLS_NEW_N(coef->load, MlsNumericPredictor, coef->features.n);
		table->terms = MLS_NEW_N(coef->load, MlsPredictorTerm, coef->features.n);
		if (coef->classes != NULL)
			table->targetCategory = coef->classes[coef->n_classes > 1 ? k : 1];
		for (uint32_t i = 0; i < coef->features.n; i++)
			add_feature(coef, table, MLS_ITEM(&coef->features, MlsCoefFeature *, i), k);
	}
	return regression;
}

/* ---- fields ---- */

/* The values of a categorical input, where one that is not listed makes a difference. */
static void
list_levels(MlsCoef *coef, const MlsCoefFeature *feature, MlsDataField *field)
{
	uint32_t	n = feature->n_levels;
	bool		impute_is_level = feature->impute_level == NULL;

	field->values = MLS_NEW_N(coef->load, MlsValueElement, (size_t) n + 1);
	for (uint32_t i = 0; i < n; i++)
	{
		field->values[i].value = feature->levels[i];
		impute_is_level |= feature->impute_level != NULL && strcmp(feature->levels[i], feature->impute_level) == 0;
	}
	if (!impute_is_level)
		field->values[n++].value = feature->impute_level;
	for (uint32_t i = 0; i < n; i++)
		field->values[i].property = MLS_VALUE_VALID;
	field->n_values = n;
}

static void
build_input(MlsCoef *coef, const MlsCoefInput *input, MlsDataField *field, MlsMiningField *mining)
{
	field->name = input->name;
	mls_init_mining_field(mining, input->name);
	mining->missing_returns_invalid = coef->missing == MLS_COEF_MISSING_ERROR && input->needed;
	if (input->is_categorical)
	{
		field->optype = MLS_OPTYPE_CATEGORICAL;
		field->dataType = MLS_TYPE_STRING;
		mining->missingValueReplacement = input->levels->impute_level;
		if (coef->unknown != MLS_COEF_UNKNOWN_ZERO)
			list_levels(coef, input->levels, field);
		if (coef->unknown == MLS_COEF_UNKNOWN_MISSING)
			mining->invalidValueTreatment = MLS_INVALID_AS_MISSING;
		return;
	}
	field->optype = MLS_OPTYPE_CONTINUOUS;
	field->dataType = input->type == MLS_TYPE_NONE ? MLS_TYPE_DOUBLE : input->type;
	if (coef->options->has_missing && !isnan(coef->options->missing))
	{
		field->values = MLS_NEW(coef->load, MlsValueElement);
		field->values->value = number_text(coef, coef->options->missing);
		field->values->property = MLS_VALUE_MISSING;
		field->n_values = 1;
	}
}

static void
build_target(MlsCoef *coef, MlsDataField *field, MlsMiningField *mining)
{
	const char *name = coef->target != NULL ? coef->target : "prediction";

	if (coef->target != NULL && mls_map_get(&coef->names, name) != NULL)
		mls_problem(coef->load, MLS_INVALID, "target", NULL, "\"%s\" is an input too", name);
	if (coef->classes != NULL && strcmp(name, "probabilities") == 0)
		mls_problem(coef->load, MLS_INVALID, "target", NULL, "predict_json() has a key \"%s\" for something else", name);
	while (mls_map_put(coef->load, &coef->names, name, field) != field)
		name = mls_format(coef->load, "%s_", name);
	field->name = name;
	field->optype = MLS_OPTYPE_CONTINUOUS;
	field->dataType = MLS_TYPE_DOUBLE;
	mls_init_mining_field(mining, name);
	mining->usageType = MLS_USAGE_TARGET;
	if (coef->classes != NULL)
	{
		uint32_t	n = coef->n_classes > 1 ? coef->n_classes : 2;

		field->optype = MLS_OPTYPE_CATEGORICAL;
		field->dataType = MLS_TYPE_STRING;
		field->values = MLS_NEW_N(coef->load, MlsValueElement, n);
		field->n_values = n;
		for (uint32_t i = 0; i < n; i++)
		{
			field->values[i].value = coef->classes[i];
			field->values[i].property = MLS_VALUE_VALID;
		}
	}
}

void
mls_coef_build(MlsCoef *coef)
{
	MlsDocument *document = coef->document;
	MlsModel   *model = coef->model;
	uint32_t	n = coef->inputs.n;

	document->fields = MLS_NEW_N(coef->load, MlsDataField, (size_t) n + 1);
	model->fields = MLS_NEW_N(coef->load, MlsMiningField, (size_t) n + 1);
	for (uint32_t i = 0; i < n; i++)
		build_input(coef, MLS_ITEM(&coef->inputs, MlsCoefInput *, i), &document->fields[i], &model->fields[i]);
	document->n_fields = model->n_fields = n;

	/* a regression whose target has no name needs no field for it */
	if (coef->target != NULL || coef->classes != NULL)
	{
		build_target(coef, &document->fields[n], &model->fields[n]);
		document->n_fields = model->n_fields = n + 1;
	}

	model->type = MLS_MODEL_REGRESSION;
	model->functionName = coef->classes != NULL ? MLS_FUNCTION_CLASSIFICATION : MLS_FUNCTION_REGRESSION;
	model->u.regression = build_regression(coef);
	document->derived = coef->derived.items;
	document->n_derived = coef->derived.n;
}

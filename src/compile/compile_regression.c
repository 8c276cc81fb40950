/*
 * compile/compile_regression.c
 *	  RegressionModel: tables of terms, in the order of adding.
 */
#include <stdlib.h>
#include <string.h>

#include "compile/compile_int.h"

/* Terms grow in a vector of their own: reading a field may append records of any kind. */
typedef struct Terms
{
	MlsCompile *c;
	MlsScope   *scope;
	bool		is_float;
	MlsVec		terms;			/* MlsImgRegressionTerm */
} Terms;

static MlsImgRegressionTerm *
add_term(Terms *t, MlsTermKind kind, MlsLiteral coefficient, uint32_t line, const char *what)
{
	MlsImgRegressionTerm *term = MLS_PUSH(t->c->load, &t->terms, MlsImgRegressionTerm);

	term->kind = kind;
	term->exponent = 1;
	term->column = MLS_NONE;
	term->constant = MLS_NONE;
	term->coefficient = mls_literal_number(t->c, coefficient, t->is_float, line, what);
	return term;
}

/* A code of a text, and the place of its term. */
static int
compare_codes(const void *a, const void *b)
{
	const uint32_t *x = a;
	const uint32_t *y = b;

	return x[0] < y[0] ? -1 : x[0] > y[0];
}

/*
 * Lists n categorical terms on one column by code, in the first of them, unless a
 * text is there twice: then their order tells how a row's sum is rounded.
 */
static void
list_by_code(Terms *t, MlsImgRegressionTerm *terms, uint32_t n)
{
	MlsCompile *c = t->c;
	uint32_t   *pairs = MLS_NEW_N(c->load, uint32_t, (size_t) n * 2);

	for (uint32_t i = 0; i < n; i++)
	{
		pairs[2 * i] = MLS_BUILT(c, CONSTANT, terms[i].constant)->text;
		pairs[2 * i + 1] = i;
	}
	qsort(pairs, n, 2 * sizeof(uint32_t), compare_codes);
	for (uint32_t i = 1; i < n; i++)
		if (pairs[2 * i] == pairs[2 * i - 2])
			return;
	terms->by_code = mls_index_list(c, pairs, n * 2);
}

/* Lists the terms from the first on, which are categorical, column by column as they follow each other. */
static void
list_categories(Terms *t, uint32_t first)
{
	MlsImgRegressionTerm *terms = t->terms.items;

	for (uint32_t end; first < t->terms.n; first = end)
	{
		for (end = first + 1; end < t->terms.n && terms[end].column == terms[first].column;)
			end++;
		if (end - first > 1 && MLS_BUILT(t->c, CONSTANT, terms[first].constant)->tag == MLS_TAG_STRING)
			list_by_code(t, &terms[first], end - first);
	}
}

static void
add_terms(Terms *t, const MlsRegressionTable *table)
{
	MlsCompile *c = t->c;

	for (uint32_t i = 0; i < table->n_numeric; i++)
	{
		const MlsNumericPredictor *predictor = &table->numeric[i];
		uint32_t	column = mls_field(c, t->scope, predictor->name, predictor->line)->column;
		MlsImgRegressionTerm *term = add_term(t, MLS_TERM_NUMERIC, predictor->coefficient,
											  predictor->line, "NumericPredictor");

		term->column = column;
		term->exponent = predictor->exponent;
	}
	for (uint32_t i = 0; i < table->n_categorical; i++)
	{
		const MlsCategoricalPredictor *predictor = &table->categorical[i];
		const MlsField *field = mls_field(c, t->scope, predictor->name, predictor->line);
		MlsImgRegressionTerm *term = add_term(t, MLS_TERM_CATEGORICAL, predictor->coefficient,
											  predictor->line, "CategoricalPredictor");

		term->column = field->column;
		term->constant = mls_constant(c, predictor->value, field->data_type);
	}
	list_categories(t, table->n_numeric);
	for (uint32_t i = 0; i < table->n_terms; i++)
	{
		const MlsPredictorTerm *predictor = &table->terms[i];
		uint32_t   *columns = MLS_NEW_N(c->load, uint32_t, predictor->n_fields);
		MlsImgRegressionTerm *term;

		for (uint32_t k = 0; k < predictor->n_fields; k++)
			columns[k] = mls_field(c, t->scope, predictor->fields[k], predictor->line)->column;
		term = add_term(t, MLS_TERM_PRODUCT, predictor->coefficient, predictor->line, "PredictorTerm");
		term->columns = mls_index_list(c, columns, predictor->n_fields);
	}
}

/* The first declared value that none of n names means, or NULL. */
static const char *
value_left_over(const MlsDataField *declared, const char *const *names, uint32_t n)
{
	for (uint32_t k = 0; declared && k < declared->n_values; k++)
	{
		const MlsValueElement *value = &declared->values[k];
		bool		named = value->property != MLS_VALUE_VALID;

		for (uint32_t i = 0; i < n && !named; i++)
			named = names[i] && mls_category_place(&names[i], 1, value->value) == 0;
		if (!named)
			return value->value;
	}
	return NULL;
}

/*
 * The categories that the tables name; one that names none takes the declared
 * category that no table names.
 */
static void
name_tables(MlsCompile *c, const MlsRegressionModel *regression, const MlsDataField *declared,
			const char **names)
{
	uint32_t	n = regression->n_tables;
	MlsMap		seen = {0};

	for (uint32_t i = 0; i < n; i++)
		names[i] = regression->tables[i].targetCategory;
	for (uint32_t i = 0; i < n; i++)
	{
		const char *place = mls_place(c->load, regression->tables[i].line, "RegressionTable");

		if (!names[i])
			names[i] = value_left_over(declared, names, n);
		if (!names[i])
			mls_fatal(c->load, MLS_INVALID, place, NULL,
					  "the table has no targetCategory, and none can be told from the target's values");
		if (mls_map_put(c->load, &seen, names[i], &names[i]) != &names[i])
			mls_problem(c->load, MLS_INVALID, place, NULL, "there are two tables for the category \"%s\"", names[i]);
	}
}

/*
 * The categories in the order of the tables; one table of two categories is
 * followed by the other one, or stands where the target declares it.  Gives the
 * place of the first table's category.
 */
static uint32_t
set_categories(MlsCompile *c, const MlsModel *model, MlsCompiled *result)
{
	const MlsRegressionModel *regression = model->u.regression;
	const MlsPrediction *prediction = &result->predictions[0];
	uint32_t	n = regression->n_tables;
	uint32_t	place = 0;
	const char **names = MLS_NEW_N(c->load, const char *, n + 1);

	name_tables(c, regression, prediction->declared, names);
	if (n == 1)
	{
		const MlsDataField *declared = prediction->declared;
		const char *other = NULL;
		uint32_t	n_valid = 0;

		for (uint32_t k = 0; declared && k < declared->n_values; k++)
		{
			if (declared->values[k].property != MLS_VALUE_VALID)
				continue;
			n_valid++;
			if (mls_category_place(&names[0], 1, declared->values[k].value) == MLS_NONE)
				other = declared->values[k].value;
			else
				place = n_valid - 1;
		}
		if (n_valid != 2 || !other)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, model->line, "RegressionModel"), NULL,
						"a classification by one RegressionTable needs a target with two declared values");
		else
			names[n++] = other;
		if (!regression->declared_order)
			place = 0;
		else if (place == 1 && other)
		{
			names[1] = names[0];
			names[0] = other;
		}
	}
	mls_set_categories(c, result, names, n);
	result->predictions[0].confidences = MLS_NONE;	/* they are the probabilities */
	return place;
}

static void
compile_regression(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsRegressionModel *regression = model->u.regression;
	bool		classifies = model->functionName == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	n = regression->n_tables;
	uint32_t	first_table;
	uint32_t	place = 0;
	uint32_t	margins = MLS_NONE;
	uint32_t	body;

	if (n == 0)
	{
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, model->line, "RegressionModel"), NULL,
					"the model has no RegressionTable");
		return;
	}
	if (classifies)
		place = set_categories(c, model, result);
	else
		n = result->n_predictions;

	first_table = MLS_APPEND_N(c, REGRESSION_TABLE, n);
	for (uint32_t i = 0; i < n; i++)
	{
		const MlsRegressionTable *table = &regression->tables[i];
		Terms		t = {c, scope, model->float_context, {0}};
		MlsImgRegressionTable image_table;

		add_terms(&t, table);
		image_table.intercept = mls_literal_number(c, table->intercept, model->float_context,
												   table->line, "intercept");
		image_table.terms.n = t.terms.n;
		image_table.terms.first = MLS_APPEND_N(c, REGRESSION_TERM, t.terms.n);
		if (t.terms.n > 0)
			memcpy(MLS_BUILT(c, REGRESSION_TERM, image_table.terms.first), t.terms.items,
				   t.terms.n * sizeof(MlsImgRegressionTerm));
		*MLS_BUILT(c, REGRESSION_TABLE, first_table + i) = image_table;
	}

	if (c->options->margin && !scope->parent && c->document->default_outputs)
	{
		margins = mls_new_columns(c, NULL, n);
		result->margins = (MlsSpan) {margins, n};
	}
	body = MLS_APPEND(c, REGRESSION);
	*MLS_BUILT(c, REGRESSION, body) = (MlsImgRegression) {
		.link = (uint8_t) regression->normalizationMethod,
		.ordinal = classifies && result->predictions[0].op_type == MLS_OPTYPE_ORDINAL,
		.intercept_first = regression->intercept_first,
		.missing_adds_nothing = regression->missing_adds_nothing,
		.place = place,
		.tables = {first_table, n},
		.factor = MLS_NONE,
		.margins = margins
	};
	mls_set_kernel(c, result, MLS_KERNEL_REGRESSION, body);
}

static const char *
implied_target(const MlsModel *model)
{
	return model->u.regression->targetFieldName;
}

/* A regression may have a table for each target. */
static bool
predicts_several(const MlsModel *model, uint32_t n)
{
	return model->functionName == MLS_FUNCTION_REGRESSION && model->u.regression->n_tables == n;
}

const MlsModelCompiler mls_compiler_regression = {
	.compile = compile_regression,
	.implied_target = implied_target,
	.predicts_several = predicts_several
};

/*
 * image/check_models.c
 *	  The image's check: models, regression, and what the host asks for.
 */
#include "image/check_int.h"

/* ---- regression ---- */

static const char *
check_terms(const MlsImage *image)
{
	const MlsImgRegressionTerm *terms = MLS_RECORDS(image, REGRESSION_TERM);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, REGRESSION_TERM); i++)
	{
		const MlsImgRegressionTerm *term = &terms[i];

		switch ((MlsTermKind) term->kind)
		{
			case MLS_TERM_NUMERIC:
				MLS_NEED(MLS_HAS_COLUMN(image, term->column), "a term's field does not exist");
				break;
			case MLS_TERM_CATEGORICAL:
				MLS_NEED(MLS_HAS_COLUMN(image, term->column) && MLS_HAS(image, CONSTANT, term->constant),
						 "a term's field or category does not exist");
				break;
			case MLS_TERM_PRODUCT:
				MLS_NEED(mls_indices_below(image, term->columns, image->n_columns, false),
						 "a term's fields do not exist");
				break;
			default:
				return "a term is of no kind";
		}
	}
	return NULL;
}

static const char *
check_regressions(const MlsImage *image)
{
	const MlsImgRegression *regressions = MLS_RECORDS(image, REGRESSION);
	const MlsImgRegressionTable *tables = MLS_RECORDS(image, REGRESSION_TABLE);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, REGRESSION_TABLE); i++)
		MLS_NEED(MLS_HAS_SPAN(image, REGRESSION_TERM, tables[i].terms), "a regression table's terms do not exist");
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, REGRESSION); i++)
	{
		const MlsImgRegression *r = &regressions[i];

		MLS_NEED(r->link < MLS_N_LINKS, "a regression's link does not exist");
		MLS_NEED(MLS_IS_BOOL(r->ordinal) && MLS_IS_BOOL(r->intercept_first) && MLS_IS_BOOL(r->missing_adds_nothing),
				 "a regression's flag is no boolean");
		MLS_NEED(r->place <= (r->tables.n == 1), "a regression's category does not exist");
		MLS_NEED(r->tables.n > 0 && MLS_HAS_SPAN(image, REGRESSION_TABLE, r->tables),
				 "a regression's tables do not exist");
	}
	return check_terms(image);
}

/* ---- models ---- */

/* A regression fills a column for each table, or those of the two categories of one. */
static const char *
check_regression_model(const MlsImage *image, const MlsImgModel *m)
{
	MLS_NEED(MLS_HAS(image, REGRESSION, m->body), "a model's regression does not exist");

	uint32_t	n_tables = MLS_RECORDS(image, REGRESSION)[m->body].tables.n;

	if (m->categories.n > 0)
		MLS_NEED(m->categories.n == (n_tables == 1 ? 2 : n_tables),
				 "a regression has not as many tables as categories");
	else
		MLS_NEED(m->n_values <= n_tables, "a regression has not as many tables as results");
	return NULL;
}

static const char *
check_all_models(const MlsImage *image)
{
	const MlsImgModel *models = MLS_RECORDS(image, MODEL);

	MLS_NEED(MLS_N_RECORDS(image, MODEL) > 0, "it holds no model");
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, MODEL); i++)
	{
		const MlsImgModel *m = &models[i];
		const char *fault = NULL;

		MLS_NEED(m->kernel < MLS_N_KERNELS, "a model's kernel does not exist");
		MLS_NEED(m->function <= MLS_FUNCTION_MIXED && MLS_IS_BOOL(m->float_context), "a model has an unknown function");
		MLS_NEED(MLS_HAS_SPAN(image, STEP, m->entry_steps) && MLS_HAS_SPAN(image, STEP, m->exit_steps),
				 "a model's steps do not exist");
		MLS_NEED(m->n_values > 0 && mls_columns_within(image, m->value, m->n_values), "a model's value has no column");
		MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, m->entity), "a model's entity has no column");
		MLS_NEED(MLS_ARE_CONSTANTS(image, m->categories), "a model's categories do not exist");
		if (m->categories.n > 0)
			MLS_NEED(mls_columns_within(image, m->probabilities, m->categories.n) &&
					 (m->confidences == MLS_NONE || mls_columns_within(image, m->confidences, m->categories.n)),
					 "a model's probabilities have no columns");
		if (m->kernel == MLS_KERNEL_REGRESSION)
			fault = check_regression_model(image, m);
		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/* ---- what the host asks for ---- */

static const char *
check_results(const MlsImage *image)
{
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);
	const MlsImgOutput *outputs = MLS_RECORDS(image, OUTPUT);

	MLS_NEED(MLS_N_RECORDS(image, RESULT) > 0, "it has no result");
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
	{
		const MlsImgResult *r = &results[i];

		MLS_NEED(MLS_HAS_OR_NONE(image, STRING, r->name), "a result's name does not exist");
		MLS_NEED(r->function <= MLS_FUNCTION_MIXED && r->no_number <= MLS_IS_LIST, "a result is of no kind");
		MLS_NEED(MLS_HAS_COLUMN(image, r->value), "a result has no column");
		MLS_NEED(r->no_number == MLS_HAS_NUMBER ? MLS_HAS_COLUMN(image, r->number) : r->number == MLS_NONE,
				 "a result's number has no column");
		MLS_NEED(MLS_ARE_CONSTANTS(image, r->categories), "a result's categories do not exist");
		MLS_NEED(r->event == MLS_NONE || r->event < r->categories.n, "a result's event does not exist");
		MLS_NEED(r->probabilities == MLS_NONE || mls_columns_within(image, r->probabilities, r->categories.n),
				 "a result's probabilities have no columns");
		MLS_NEED((r->no_number == MLS_IS_LIST) == (r->items.n > 0) &&
				 mls_columns_within(image, r->items.first, r->items.n), "a result's list has no columns");
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, OUTPUT); i++)
	{
		MLS_NEED(MLS_HAS(image, STRING, outputs[i].name), "an output has no name");
		MLS_NEED(MLS_HAS_COLUMN(image, outputs[i].column), "an output has no column");
		MLS_NEED(outputs[i].data_type <= MLS_TYPE_NONE && outputs[i].feature < MLS_N_OUTPUT_FEATURES &&
				 MLS_IS_BOOL(outputs[i].is_final), "an output is of no kind");
	}
	return NULL;
}

const char *
mls_check_models(const MlsImage *image)
{
	const char *fault = check_regressions(image);

	if (fault == NULL)
		fault = check_all_models(image);
	if (fault == NULL)
		fault = check_results(image);
	return fault;
}

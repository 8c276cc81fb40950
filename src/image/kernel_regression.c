/*
 * image/kernel_regression.c
 *	  The regression kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_term(const MlsImage *image, const MlsImgRegressionTerm *term)
{
	switch ((MlsTermKind) term->kind)
	{
		case MLS_TERM_NUMERIC:
			MLS_NEED(MLS_HAS_COLUMN(image, term->column), "a term's field does not exist");
			return NULL;
		case MLS_TERM_CATEGORICAL:
			MLS_NEED(MLS_HAS_COLUMN(image, term->column) && MLS_HAS(image, CONSTANT, term->constant),
					 "a term's field or category does not exist");
			return NULL;
		case MLS_TERM_PRODUCT:
			MLS_NEED(mls_indices_below(image, term->columns, image->n_columns, false),
					 "a term's fields do not exist");
			return NULL;
	}
	return "a term is of no kind";
}

/* A term that lists those behind it, of n: each is on its column, each is listed once. */
static const char *
check_by_code(const MlsImage *image, const MlsImgRegressionTerm *terms, uint32_t n)
{
	const MlsImgConstant *constants = MLS_RECORDS(image, CONSTANT);
	const uint32_t *pair = MLS_RECORDS(image, INDEX);
	uint32_t	together = mls_terms_together(terms);

	if (terms->kind != MLS_TERM_CATEGORICAL || terms->by_code.n == 0)
		return NULL;
	MLS_NEED(terms->by_code.n == (uint64_t) together * 2 && together <= n && MLS_HAS_SPAN(image, INDEX, terms->by_code),
			 "a list of a regression's categories does not exist");
	for (uint32_t i = 1; i < together; i++)
		MLS_NEED(terms[i].kind == MLS_TERM_CATEGORICAL && terms[i].column == terms->column && terms[i].by_code.n == 0,
				 "a regression's categories are listed that are not of one field");
	pair += terms->by_code.first;
	/* codes that ascend and are those of their terms: no term is there twice, so each is */
	for (uint32_t i = 0; i < together; i++, pair += 2)
		MLS_NEED(pair[1] < together && constants[terms[pair[1]].constant].text == pair[0] &&
				 (i == 0 || pair[-2] < pair[0]),
				 "a list of a regression's categories is wrong");
	return NULL;
}

static const char *
check_table(const MlsImage *image, const MlsImgRegressionTable *table, MlsGiven *given)
{
	const MlsImgRegressionTerm *terms = MLS_RECORDS(image, REGRESSION_TERM);

	MLS_NEED(MLS_GIVE(image, given, REGRESSION_TERM, table->terms), "a regression table's terms do not exist");
	terms += table->terms.first;
	for (uint32_t i = 0; i < table->terms.n; i++)
	{
		const char *fault = check_term(image, &terms[i]);

		if (fault != NULL)
			return fault;
	}
	for (uint32_t i = 0; i < table->terms.n; i += mls_terms_together(&terms[i]))
	{
		const char *fault = check_by_code(image, &terms[i], table->terms.n - i);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/* A regression fills a column for each table, or those of the two categories of one. */
const char *
mls_check_kernel_regression(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgRegression *r;

	MLS_NEED(MLS_GIVE_ONE(image, given, REGRESSION, model->body), "a model's regression does not exist");
	r = &MLS_RECORDS(image, REGRESSION)[model->body];
	MLS_NEED(r->link < MLS_N_LINKS, "a regression's link does not exist");
	MLS_NEED(MLS_IS_BOOL(r->ordinal) && MLS_IS_BOOL(r->intercept_first) && MLS_IS_BOOL(r->missing_adds_nothing),
			 "a regression's flag is no boolean");
	MLS_NEED(MLS_IS_BOOL(r->rest), "a regression's flag is no boolean");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, r->factor), "a regression's factor does not exist");
	MLS_NEED(r->margins == MLS_NONE || mls_columns_within(image, r->margins, r->tables.n),
			 "a regression's margins have no columns");
	MLS_NEED(r->place <= (r->tables.n == 1), "a regression's category does not exist");
	MLS_NEED(r->tables.n > 0 && MLS_GIVE(image, given, REGRESSION_TABLE, r->tables),
			 "a regression's tables do not exist");
	if (model->categories.n > 0)
		MLS_NEED(model->categories.n == (r->tables.n == 1 ? 2 : r->tables.n),
				 "a regression has not as many tables as categories");
	else
		MLS_NEED(model->n_values <= r->tables.n, "a regression has not as many tables as results");
	for (uint32_t i = 0; i < r->tables.n; i++)
	{
		const char *fault = check_table(image, &MLS_RECORDS(image, REGRESSION_TABLE)[r->tables.first + i], given);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/* Each row's scores, and whether it has any; one row's probabilities. */
MlsScratch
mls_scratch_regression(const MlsImage *image, const MlsImgModel *model)
{
	uint64_t	n_tables = MLS_RECORDS(image, REGRESSION)[model->body].tables.n;

	return (MlsScratch) {(n_tables + 1) * sizeof(double) + 8, n_tables * sizeof(double) + 1};
}

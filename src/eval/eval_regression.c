/*
 * eval/eval_regression.c
 *	  RegressionModel: sums of terms, and the link.
 *
 * A table's score is the sum of its terms in the order of the document, then the
 * intercept (or before them, for trainers that start from it).  In a float
 * context coefficients, products and sums are rounded to float each.
 *
 * What the scores of several tables mean is PMML's (4.4, RegressionModel):
 *	 one table		its category has F(y), the other one 1 - F(y)
 *	 two tables		likewise, of the first; the second's score does not matter
 *	 softmax, simplemax: all scores at once
 *	 more, ordinal	F(y) is cumulative: differences, the last one gets the rest
 *	 more, "none"	each score is a probability, the last one gets the rest
 *	 more, logit	each F(y), divided by their sum (one against the rest)
 *	 more, others	each F(y)
 */
#include "eval/eval_int.h"
#include "eval/link.h"

/* What a table's score is computed with. */
typedef struct Context
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgRegression *regression;
	bool		is_float;
} Context;

static inline double
rounded(const Context *context, double value)
{
	return context->is_float ? mls_f32(value) : value;
}

/* ---- a table's score ---- */

typedef enum Term
{
	TERM_VALUE,
	TERM_MISSING,				/* the score has no value */
	TERM_NOTHING				/* the term adds nothing */
} Term;

/* A field's value as a number; fails the row if it can be none. */
static Term
field_number(const Context *context, uint32_t column, uint32_t row, double *x)
{
	MlsCell		cell = mls_get(context->eval, column, row);

	if (mls_cell_number(cell, x))
		return TERM_VALUE;
	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(context->eval, row, cell.datum.reason);
	else if (cell.tag == MLS_TAG_STRING)
		mls_fail_row(context->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, MLS_NONE});
	return TERM_MISSING;
}

static Term
numeric_term(const Context *context, const MlsImgRegressionTerm *term, uint32_t row, double *value)
{
	double		x;

	if (field_number(context, term->column, row, &x) == TERM_MISSING)
		return context->regression->missing_adds_nothing ? TERM_NOTHING : TERM_MISSING;
	if (term->exponent != 1)
		x = rounded(context, pow(x, term->exponent));
	*value = rounded(context, term->coefficient * x);
	return TERM_VALUE;
}

/* A missing category adds nothing. */
static Term
categorical_term(const Context *context, const MlsImgRegressionTerm *term, uint32_t row, double *value)
{
	const MlsImage *image = context->eval->image;
	MlsCell		cell = mls_get(context->eval, term->column, row);

	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(context->eval, row, cell.datum.reason);
	if (cell.tag == MLS_TAG_INVALID || cell.tag == MLS_TAG_MISSING ||
		!mls_equals(image, cell, &MLS_RECORDS(image, CONSTANT)[term->constant]))
		return TERM_NOTHING;
	*value = term->coefficient;
	return TERM_VALUE;
}

static Term
product_term(const Context *context, const MlsImgRegressionTerm *term, uint32_t row, double *value)
{
	const uint32_t *columns = MLS_RECORDS(context->eval->image, INDEX) + term->columns.first;
	double		product = term->coefficient;

	for (uint32_t i = 0; i < term->columns.n; i++)
	{
		double		x;

		if (field_number(context, columns[i], row, &x) == TERM_MISSING)
			return TERM_MISSING;
		product = rounded(context, product * x);
	}
	*value = product;
	return TERM_VALUE;
}

static bool
table_score(const Context *context, const MlsImgRegressionTable *table, uint32_t row, double *score)
{
	const MlsImgRegressionTerm *term = MLS_RECORDS(context->eval->image, REGRESSION_TERM) + table->terms.first;
	double		sum = context->regression->intercept_first ? table->intercept : 0;

	for (uint32_t i = 0; i < table->terms.n; i++, term++)
	{
		double		value = 0;
		Term		found = TERM_NOTHING;

		switch ((MlsTermKind) term->kind)
		{
			case MLS_TERM_NUMERIC:
				found = numeric_term(context, term, row, &value);
				break;
			case MLS_TERM_CATEGORICAL:
				found = categorical_term(context, term, row, &value);
				break;
			case MLS_TERM_PRODUCT:
				found = product_term(context, term, row, &value);
				break;
		}
		if (found == TERM_MISSING)
			return false;
		if (found == TERM_VALUE)
			sum = rounded(context, sum + value);
	}
	*score = context->regression->intercept_first ? sum : rounded(context, sum + table->intercept);
	return true;
}

/* ---- scores to probabilities ---- */

/* Whether a link makes of each score a prediction by itself. */
static bool
is_single(MlsLink link)
{
	return link != MLS_LINK_SOFTMAX && link != MLS_LINK_SIMPLEMAX && link != MLS_LINK_XGBOOST_SOFTMAX;
}

/* All scores are those of tables in place; on return those are probabilities. */
static void
to_probabilities(const Context *context, double *p, uint32_t n)
{
	MlsLink		link = (MlsLink) context->regression->link;
	double		sum = 0;

	if (!is_single(link))
	{
		mls_link_row(link, context->is_float, p, n);
		return;
	}
	if (context->regression->ordinal)
	{
		double		below = 0;

		for (uint32_t k = 0; k + 1 < n; k++)
		{
			double		cumulative = mls_link_one(link, context->is_float, p[k]);

			p[k] = rounded(context, cumulative - below);
			below = cumulative;
		}
		p[n - 1] = rounded(context, 1 - below);
		return;
	}
	for (uint32_t k = 0; k < n; k++)
		p[k] = mls_link_one(link, context->is_float, p[k]);
	for (uint32_t k = 0; k < n - (link == MLS_LINK_NONE); k++)
		sum = rounded(context, sum + p[k]);
	if (link == MLS_LINK_NONE)
		p[n - 1] = rounded(context, 1 - sum);
	if (link == MLS_LINK_LOGIT)
		for (uint32_t k = 0; k < n; k++)
			p[k] = rounded(context, p[k] / sum);
}

/* One category's probability tells the other's. */
static void
two_probabilities(const Context *context, double score, double *p)
{
	MlsLink		link = (MlsLink) context->regression->link;
	double		first = mls_link_one(link, context->is_float, score);

	if (link == MLS_LINK_NONE)
		first = first < 0 ? 0 : first > 1 ? 1 : first;
	p[0] = first;
	p[1] = rounded(context, 1 - first);
}

static void
put_number(const Context *context, uint32_t column, uint32_t row, double value)
{
	mls_put(context->eval, column, row, context->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value));
}

/* Scores of a row's tables; false if one has no value. */
static bool
row_scores(const Context *context, uint32_t n_needed, uint32_t row, double *scores)
{
	const MlsImgRegressionTable *tables =
		MLS_RECORDS(context->eval->image, REGRESSION_TABLE) + context->regression->tables.first;

	for (uint32_t k = 0; k < n_needed; k++)
		if (!table_score(context, &tables[k], row, &scores[k]))
			return false;
	return true;
}

static void
classify_row(const Context *context, uint32_t row, double *scores)
{
	const MlsImgModel *model = context->model;
	uint32_t	n_tables = context->regression->tables.n;
	bool		by_first = n_tables == 1 ||
		(n_tables == 2 && is_single((MlsLink) context->regression->link) && !context->regression->ordinal);

	if (!row_scores(context, by_first ? 1 : n_tables, row, scores))
	{
		mls_no_prediction(context->eval, model, row);
		return;
	}
	if (by_first)
	{
		double		p[2];

		two_probabilities(context, scores[0], p);
		put_number(context, model->probabilities, row, p[0]);
		put_number(context, model->probabilities + 1, row, p[1]);
		return;
	}
	to_probabilities(context, scores, n_tables);
	for (uint32_t k = 0; k < n_tables; k++)
		put_number(context, model->probabilities + k, row, scores[k]);
}

/* The first table; for several targets one table each. */
static void
predict_row(const Context *context, uint32_t row, double *scores)
{
	const MlsImgModel *model = context->model;
	MlsLink		link = (MlsLink) context->regression->link;

	if (!row_scores(context, model->n_values, row, scores))
	{
		mls_no_prediction(context->eval, model, row);
		return;
	}
	for (uint32_t k = 0; k < model->n_values; k++)
		put_number(context, model->value + k, row, mls_link_one(link, context->is_float, scores[k]));
}

void
mls_eval_regression(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgRegression *regression = &MLS_RECORDS(eval->image, REGRESSION)[model->body];
	const Context context = {eval, model, regression, model->float_context};
	size_t		mark = mls_scratch_mark(eval);
	double	   *scores = (double *) mls_scratch(eval, regression->tables.n * sizeof(double));
	bool		classifies = model->categories.n > 0;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		if (classifies)
			classify_row(&context, row, scores);
		else
			predict_row(&context, row, scores);
	}
	mls_scratch_release(eval, mark);
	if (classifies)
		mls_pick_winner(eval, model, rows);
}

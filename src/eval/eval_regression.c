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
 *	 more, general	each F(y) is a probability, the last one gets the rest
 *	 more, logit	each F(y), divided by their sum (one against the rest)
 *	 more, others	each F(y)
 */
#include "base/hot.h"
#include "eval/codes.h"
#include "eval/linear.h"
#include "eval/link.h"

/* What a table's scores are computed with. */
typedef struct Context
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgRegression *regression;
	const MlsRows *rows;
	bool		is_float;
	uint8_t    *missing;		/* of each row: a score that is needed has no value */
} Context;

static inline double
rounded(const Context *context, double value)
{
	return context->is_float ? mls_f32(value) : value;
}

/* ---- the scores of a table, for all rows ---- */

/* A term's value cannot be computed: neither can the row's score, unless such terms are left out. */
static void
no_value(const Context *context, const MlsImgRegressionTerm *term, uint32_t i)
{
	if (term->kind != MLS_TERM_NUMERIC || !context->regression->missing_adds_nothing)
		context->missing[i] = 1;
}

/* A field's value as a number; fails the row if it can be none. */
static bool
field_number(const Context *context, uint32_t column, uint32_t i, double *x)
{
	uint32_t	row = mls_row(context->rows, i);
	MlsCell		cell = mls_get(context->eval, column, row);

	if (mls_cell_number(cell, x))
		return true;
	/* what comes behind a missing value is not read any more */
	if (context->missing[i])
		return false;
	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(context->eval, row, cell.datum.reason);
	else if (MLS_IS_NO_NUMBER(cell.tag))
		mls_fail_row(context->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, MLS_NONE});
	return false;
}

static void
add_numeric(const Context *context, const MlsImgRegressionTerm *term, double *scores)
{
	double		coefficient = term->coefficient;

	for (uint32_t i = 0; i < context->rows->n; i++)
	{
		double		x;

		if (!field_number(context, term->column, i, &x))
		{
			no_value(context, term, i);
			continue;
		}
		if (term->exponent != 1)
			x = rounded(context, pow(x, term->exponent));
		scores[i] = rounded(context, scores[i] + rounded(context, coefficient * x));
	}
}

/* The code in a list of pairs, of which the second number is the term's. */
static inline uint32_t
code_of_pair(const void *pairs, uint32_t i)
{
	return ((const uint32_t *) pairs)[2 * (size_t) i];
}

/*
 * A categorical term, or those on one column that the first lists: a text is at
 * most one of these, and what it is not adds nothing, not even a zero.  Neither
 * does a missing value.  A value of another type may equal several.
 */
static void
add_categorical(const Context *context, const MlsImgRegressionTerm *terms, uint32_t n, double *scores)
{
	const MlsImage *image = context->eval->image;
	const MlsImgConstant *constants = MLS_RECORDS(image, CONSTANT);
	const uint32_t *index = MLS_RECORDS(image, INDEX);

	for (uint32_t i = 0; i < context->rows->n; i++)
	{
		uint32_t	row = mls_row(context->rows, i);
		MlsCell		cell = mls_get(context->eval, terms->column, row);

		if (cell.tag == MLS_TAG_MISSING)
			continue;
		if (cell.tag == MLS_TAG_INVALID)
		{
			if (!context->missing[i])
				mls_fail_row(context->eval, row, cell.datum.reason);
		}
		else if (cell.tag == MLS_TAG_STRING && n > 1)
		{
			const uint32_t *pairs = index + terms->by_code.first;
			uint32_t	place = mls_search_code(pairs, code_of_pair, n, cell.datum.s->code);

			if (place != MLS_NONE)
				scores[i] = rounded(context, scores[i] + terms[pairs[2 * (size_t) place + 1]].coefficient);
		}
		else
			for (uint32_t k = 0; k < n; k++)
				if (mls_equals(image, cell, &constants[terms[k].constant]))
					scores[i] = rounded(context, scores[i] + terms[k].coefficient);
	}
}

static void
add_product(const Context *context, const MlsImgRegressionTerm *term, double *scores)
{
	const uint32_t *columns = MLS_RECORDS(context->eval->image, INDEX) + term->columns.first;

	for (uint32_t i = 0; i < context->rows->n; i++)
	{
		double		product = term->coefficient;
		bool		has_value = true;

		for (uint32_t k = 0; k < term->columns.n && has_value; k++)
		{
			double		x = 0;

			has_value = field_number(context, columns[k], i, &x);
			product = rounded(context, product * x);
		}
		if (has_value)
			scores[i] = rounded(context, scores[i] + product);
		else
			no_value(context, term, i);
	}
}

/*
 * A block of one row: the sum goes from term to term in a register for as long
 * as they are doubles times a coefficient.  Returns how many there were.
 */
static uint32_t
add_doubles(const Context *context, const MlsImgRegressionTerm *terms, uint32_t n, double *score)
{
	const uint8_t *tags = context->eval->tags;
	const MlsDatum *data = context->eval->data;
	double		sum = *score;
	uint32_t	i;

	for (i = 0; i < n; i++)
	{
		const MlsImgRegressionTerm *term = &terms[i];

		if (term->kind != MLS_TERM_NUMERIC || term->exponent != 1 ||
			tags[term->column] != MLS_TAG_DOUBLE)
			break;
		sum += term->coefficient * data[term->column].d;
	}
	*score = sum;
	return i;
}

/*
 * Rows side by side, as far as the next of the terms are doubles times a
 * coefficient for all of them.  Returns how many there were.
 */
static uint32_t
add_linear(const Context *context, const MlsImgRegressionTerm *terms, uint32_t n, double *scores)
{
	uint32_t	n_rows = context->rows->n;
	bool		complete;

	n = mls_linear_terms(context->eval, terms, n, n_rows, &complete);
	if (n == 0)
		return 0;
	mls_linear_add(context->eval, terms, n, scores, n_rows);
	if (!complete)
		mls_linear_mark_missing(context->eval, terms, n, context->missing, n_rows);
	return n;
}

/* As many of the next terms as there is a faster way for; may be none. */
static uint32_t
add_several(const Context *context, const MlsImgRegressionTerm *terms, uint32_t n, double *scores)
{
	if (context->is_float || context->rows->index)
		return 0;
	if (context->eval->stride == 1)
		return add_doubles(context, terms, n, scores);
	return context->regression->missing_adds_nothing ? 0 : add_linear(context, terms, n, scores);
}

static void
table_scores(const Context *context, const MlsImgRegressionTable *table, double *scores)
{
	const MlsImgRegressionTerm *term = MLS_RECORDS(context->eval->image, REGRESSION_TERM) + table->terms.first;
	bool		intercept_first = context->regression->intercept_first;
	uint32_t	n = context->rows->n;

	for (uint32_t i = 0; i < n; i++)
		scores[i] = intercept_first ? table->intercept : 0;
	for (uint32_t i = 0, together; i < table->terms.n; i += together, term += together)
	{
		uint32_t	done = add_several(context, term, table->terms.n - i, scores);

		i += done;
		term += done;
		if (i == table->terms.n)
			break;
		together = mls_terms_together(term);
		switch ((MlsTermKind) term->kind)
		{
			case MLS_TERM_NUMERIC:
				add_numeric(context, term, scores);
				break;
			case MLS_TERM_CATEGORICAL:
				add_categorical(context, term, together, scores);
				break;
			case MLS_TERM_PRODUCT:
				add_product(context, term, scores);
				break;
		}
	}
	for (uint32_t i = 0; i < n && !intercept_first; i++)
		scores[i] = rounded(context, scores[i] + table->intercept);
}

/* ---- scores to probabilities ---- */

/* Whether a link makes of each score a prediction by itself. */
static bool
is_single(MlsLink link)
{
	return link != MLS_LINK_SOFTMAX && link != MLS_LINK_SIMPLEMAX && link != MLS_LINK_XGBOOST_SOFTMAX;
}

/* The prediction of a score by itself. */
static double
linked(const Context *context, double score)
{
	return mls_link_with((MlsLink) context->regression->link, context->is_float, context->regression->parameter, score);
}

/* All scores are those of tables in place; on return those are probabilities. */
static void
to_probabilities(const Context *context, double *p, uint32_t n)
{
	MlsLink		link = (MlsLink) context->regression->link;
	bool		has_rest = link == MLS_LINK_NONE || context->regression->rest;
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
			double		cumulative = linked(context, p[k]);

			p[k] = rounded(context, cumulative - below);
			below = cumulative;
		}
		p[n - 1] = rounded(context, 1 - below);
		return;
	}
	for (uint32_t k = 0; k < n; k++)
		p[k] = linked(context, p[k]);
	for (uint32_t k = 0; k < n - has_rest; k++)
		sum = rounded(context, sum + p[k]);
	if (has_rest)
		p[n - 1] = rounded(context, 1 - sum);
	else if (link == MLS_LINK_LOGIT)
		for (uint32_t k = 0; k < n; k++)
			p[k] = rounded(context, p[k] / sum);
}

static void
put_number(const Context *context, uint32_t column, uint32_t row, double value)
{
	mls_put(context->eval, column, row, context->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value));
}

/* Whether the first of two categories tells everything. */
static bool
is_by_first(const MlsImgRegression *regression)
{
	return regression->tables.n == 1 ||
		(regression->tables.n == 2 && is_single((MlsLink) regression->link) &&
		 !regression->ordinal && !regression->rest);
}

/* One category's probability, made of its scores, tells the other's. */
static void
classify_by_first(const Context *context, double *scores)
{
	const MlsRows *rows = context->rows;
	MlsLink		link = (MlsLink) context->regression->link;
	uint32_t	first = context->model->probabilities + context->regression->place;
	uint32_t	second = context->model->probabilities + (context->regression->place ^ 1);

	mls_link_all(link, context->is_float, context->regression->parameter, scores, rows->n);
	for (uint32_t i = 0; i < rows->n; i++)
	{
		double		p = scores[i];

		if (link == MLS_LINK_NONE)
			p = p < 0 ? 0 : p > 1 ? 1 : p;
		put_number(context, first, mls_row(rows, i), p);
		put_number(context, second, mls_row(rows, i), rounded(context, 1 - p));
	}
}

/* The probabilities of each row. */
static void
classify(const Context *context, double *scores, double *p)
{
	uint32_t	n = context->regression->tables.n;

	/* a place is only given for two categories */
	if (is_by_first(context->regression))
	{
		classify_by_first(context, scores);
		return;
	}
	for (uint32_t i = 0; i < context->rows->n; i++)
	{
		for (uint32_t k = 0; k < n; k++)
			p[k] = scores[(size_t) k * context->rows->n + i];
		to_probabilities(context, p, n);
		for (uint32_t k = 0; k < n; k++)
			put_number(context, context->model->probabilities + k, mls_row(context->rows, i), p[k]);
	}
}

/* The prediction of each row, of several targets one from each table. */
static void
predict(const Context *context, double *scores)
{
	const MlsImgRegression *regression = context->regression;
	uint32_t	n = context->rows->n;

	for (uint32_t k = 0; k < context->model->n_values; k++)
		mls_link_all((MlsLink) regression->link, context->is_float, regression->parameter, scores + (size_t) k * n, n);
	for (uint32_t i = 0; i < n; i++)
	{
		double		factor = 1;

		if (regression->factor != MLS_NONE && !field_number(context, regression->factor, i, &factor))
		{
			context->missing[i] = 1;
			continue;
		}
		for (uint32_t k = 0; k < context->model->n_values; k++)
			put_number(context, context->model->value + k, mls_row(context->rows, i),
					   rounded(context, scores[(size_t) k * n + i] * factor));
	}
}

/* The scores as they are; of a row without a prediction there are none. */
static void
put_margins(const Context *context, const double *scores)
{
	const MlsRows *rows = context->rows;

	for (uint32_t k = 0; k < context->regression->tables.n; k++)
	{
		uint32_t	column = context->regression->margins + k;

		for (uint32_t i = 0; i < rows->n; i++)
		{
			if (context->missing[i])
				mls_put_missing(context->eval, column, mls_row(rows, i));
			else
				put_number(context, column, mls_row(rows, i), scores[(size_t) k * rows->n + i]);
		}
	}
}

MLS_HOT void
mls_eval_regression(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgRegression *regression = &MLS_RECORDS(eval->image, REGRESSION)[model->body];
	const MlsImgRegressionTable *tables = MLS_RECORDS(eval->image, REGRESSION_TABLE) + regression->tables.first;
	bool		classifies = model->categories.n > 0;
	bool		has_margins = regression->margins != MLS_NONE;
	uint32_t	n_tables = classifies && !has_margins && is_by_first(regression) ? 1 : regression->tables.n;
	size_t		mark = mls_scratch_mark(eval);
	double	   *scores = mls_scratch(eval, (size_t) n_tables * rows->n * sizeof(double));
	double	   *p = mls_scratch(eval, ((size_t) regression->tables.n + 1) * sizeof(double));
	uint8_t    *missing = mls_scratch(eval, rows->n);
	const Context context = {eval, model, regression, rows, model->float_context, missing};

	memset(missing, 0, rows->n);
	for (uint32_t k = 0; k < n_tables; k++)
		table_scores(&context, &tables[k], scores + (size_t) k * rows->n);
	if (has_margins)
		put_margins(&context, scores);
	if (classifies)
		classify(&context, scores, p);
	else
		predict(&context, scores);
	for (uint32_t i = 0; i < rows->n; i++)
		if (missing[i])
			mls_no_prediction(eval, model, mls_row(rows, i));
	mls_scratch_release(eval, mark);
	if (classifies)
		mls_pick_winner(eval, model, rows);
}

/*
 * eval/steps_one_hot.c
 *	  NormDiscrete: a column that is 1 where a value is one category, else 0.
 *
 * They come in flocks, one for each category of a field.  A text is at most one
 * of these: all of their columns are filled with noughts at a stroke, and of each
 * row one cell becomes a one.
 */
#include "eval/codes.h"
#include "eval/steps.h"

/* Steps on one argument, one behind the other, whose texts ascend by code. */
typedef struct OneHot
{
	const MlsImgStep *steps;
	const MlsImgConstant *constants;
	uint32_t	n;
	MlsCell		no;
	MlsCell		yes;
} OneHot;

static const MlsImgConstant *
category(const OneHot *hot, uint32_t i)
{
	return &hot->constants[hot->steps[i].record];
}

/* Whether a step says of the same value whether it is another category, in the same way. */
static bool
goes_with(const MlsImage *image, const MlsImgStep *step, const MlsImgStep *next)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX);
	const MlsImgConstant *constants = MLS_RECORDS(image, CONSTANT);

	return next->op == MLS_STEP_NORM_DISCRETE && next->data_type == step->data_type && next->counts == step->counts &&
		next->flags == step->flags && index[next->arguments.first] == index[step->arguments.first] &&
		constants[next->record].text > constants[step->record].text;
}

uint32_t
mls_one_hot_together(const MlsEval *eval, const MlsImgStep *step, uint32_t n)
{
	uint32_t	together = 1;

	while (together < n && goes_with(eval->image, &step[together - 1], &step[together]))
		together++;
	return together;
}

static inline uint32_t
category_code(const void *hot, uint32_t i)
{
	return category(hot, i)->text;
}

/* Cells of a row whose value is no text. */
static void
put_others(MlsEval *eval, const OneHot *hot, uint32_t row, MlsCell cell)
{
	for (uint32_t i = 0; i < hot->n; i++)
	{
		const MlsImgStep *step = &hot->steps[i];

		if (cell.tag == MLS_TAG_MISSING)
			mls_finish(eval, step, row, mls_or_constant(eval, cell, step->map_missing_to));
		else if (cell.tag == MLS_TAG_INVALID)
			mls_finish(eval, step, row, cell);
		else
			mls_put(eval, step->out, row, mls_equals(eval->image, cell, category(hot, i)) ? hot->yes : hot->no);
	}
}

/* No for all rows of a selection. */
static void
put_no(MlsEval *eval, const OneHot *hot, const MlsRows *rows)
{
	for (uint32_t i = 0; i < hot->n; i++)
	{
		uint8_t    *tags = mls_tags(eval, hot->steps[i].out);
		MlsDatum   *data = mls_data(eval, hot->steps[i].out);

		if (!rows->index)
		{
			memset(tags, hot->no.tag, rows->n);
			for (uint32_t row = 0; row < rows->n; row++)
				data[row] = hot->no.datum;
		}
		else
			for (uint32_t k = 0; k < rows->n; k++)
				mls_put(eval, hot->steps[i].out, rows->index[k], hot->no);
	}
}

void
mls_one_hot(MlsEval *eval, const MlsImgStep *step, uint32_t n, const MlsRows *rows)
{
	const OneHot hot = {
		.steps = step,
		.constants = MLS_RECORDS(eval->image, CONSTANT),
		.n = n,
		.no = mls_result(eval, step, MLS_CELL_DOUBLE(0)),
		.yes = mls_result(eval, step, MLS_CELL_DOUBLE(1))
	};

	put_no(eval, &hot, rows);
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);
		uint32_t	place;

		if (cell.tag != MLS_TAG_STRING)
			put_others(eval, &hot, row, cell);
		else if ((place = mls_search_code(&hot, category_code, n, cell.datum.s->code)) != MLS_NONE)
			mls_put(eval, step[place].out, row, hot.yes);
	}
}

void
mls_step_norm_discrete(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	mls_one_hot(eval, step, 1, rows);
}

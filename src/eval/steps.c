/*
 * eval/steps.c
 *	  Steps: one operation on whole columns each (lists/step_ops.h).
 *
 * What the treatment of inputs, targets and tables need stands in files of their
 * own; here are the running of a list of steps, their arguments and results, and
 * the operations that are a few lines each.
 */
#include "base/city_hash.h"
#include "base/hot.h"
#include "eval/functions.h"
#include "eval/steps.h"

MLS_HOT void
mls_run_steps(MlsEval *eval, MlsSpan steps, const MlsRows *rows)
{
	const MlsImgStep *step = MLS_RECORDS(eval->image, STEP) + steps.first;
	const MlsImgStep *end = step + steps.n;
	bool		is_row = eval->stride == 1 && rows->index == NULL && rows->n == 1;

	for (uint32_t together; step < end; step += together)
	{
		if (is_row && (together = mls_apply_to_row(eval, step, (uint32_t) (end - step))) > 0)
			continue;
		together = 1;
		if (step->op == MLS_STEP_NORM_DISCRETE)
		{
			together = mls_one_hot_together(eval, step, (uint32_t) (end - step));
			mls_one_hot(eval, step, together, rows);
			continue;
		}
		if (step->op == MLS_STEP_LINEAR)
		{
			together = mls_linear_together(step, (uint32_t) (end - step));
			mls_linear(eval, step, together, rows);
			continue;
		}
		switch ((MlsStepOp) step->op)
		{
#define MLS_STEP_OP(symbol, member, least, most) \
			case MLS_STEP_##symbol: \
				mls_step_##member(eval, step, rows); \
				break;
#include "lists/step_ops.h"
#undef MLS_STEP_OP
			case MLS_N_STEP_OPS:
				break;
		}
	}
}

MlsCell
mls_result(MlsEval *eval, const MlsImgStep *step, MlsCell cell)
{
	MlsCell		meant = cell;
	MlsCell		cast;

	if (step->data_type == MLS_TYPE_DOUBLE && cell.tag == MLS_TAG_DOUBLE)
		return cell;
	if (step->counts != MLS_TYPE_NONE)
		meant = mls_moment_of_count(cell, (MlsDataType) step->counts);
	cast = mls_cast(eval, meant, (MlsDataType) step->data_type);
	return cast.tag == MLS_TAG_INVALID && (step->flags & MLS_STEP_KEEP_UNCAST) != 0 ? cell : cast;
}

/* mls_finish() for a function's result, which may be undefined and have a default. */
static void
finish_function(MlsEval *eval, const MlsImgStep *step, uint32_t row, MlsCell cell)
{
	if ((step->flags & MLS_STEP_NO_NAN) != 0 && (cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT) && isnan(cell.datum.d))
		cell = mls_invalid_cell(MLS_REASON_UNDEFINED, MLS_NONE);
	if (cell.tag == MLS_TAG_INVALID && cell.datum.reason.code == MLS_REASON_UNDEFINED &&
		(step->flags & MLS_STEP_AS_MISSING) != 0)
		cell = MLS_CELL_MISSING;
	mls_finish(eval, step, row, mls_or_constant(eval, cell, step->default_value));
}

MlsCell
mls_or_constant(const MlsEval *eval, MlsCell cell, uint32_t constant)
{
	if (cell.tag == MLS_TAG_MISSING && constant != MLS_NONE)
		return mls_constant_cell(eval->image, constant);
	return cell;
}

void
mls_step_copy(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		finish_function(eval, step, row, mls_or_constant(eval, mls_argument(eval, step, 0, row), step->map_missing_to));
	}
}

void
mls_step_unless_missing(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);

		for (uint32_t k = 1; k < step->arguments.n; k++)
		{
			if (mls_argument(eval, step, k, row).tag == MLS_TAG_MISSING)
				cell = mls_or_constant(eval, MLS_CELL_MISSING, step->map_missing_to);
		}
		finish_function(eval, step, row, cell);
	}
}

/* ---- functions ---- */

/* Functions that have a rule of their own for missing arguments. */
static bool
takes_missing(MlsFunction function)
{
	switch (function)
	{
		case MLS_FN_MIN:
		case MLS_FN_MAX:
		case MLS_FN_SUM:
		case MLS_FN_AVG:
		case MLS_FN_MEDIAN:
		case MLS_FN_PRODUCT:
		case MLS_FN_IS_MISSING:
		case MLS_FN_IS_NOT_MISSING:
		case MLS_FN_IS_VALID:
		case MLS_FN_IS_NOT_VALID:
		case MLS_FN_AND:
		case MLS_FN_OR:
		case MLS_FN_IF:
		case MLS_FN_IS_IN:
		case MLS_FN_IS_NOT_IN:
		case MLS_FN_CONCAT:
			return true;
		default:
			return false;
	}
}

typedef MlsCell (*Function) (MlsEval *eval, const MlsCell *arguments, uint32_t n);

static const Function functions[] = {
#define MLS_FUNCTION(symbol, name, least, most) mls_fn_##symbol,
#include "lists/functions.h"
#undef MLS_FUNCTION
};

/* Whether "if" has no branch to take: its result is missing then, but none of its arguments. */
static bool
lacks_branch(const MlsCell *arguments, uint32_t n)
{
	MlsTruth	condition;

	return n == 2 && mls_cell_truth(arguments[0], &condition) && condition == MLS_FALSE;
}

/* The result before default_value. */
static MlsCell
apply(MlsEval *eval, const MlsImgStep *step, const MlsCell *arguments, uint32_t n)
{
	bool		is_if = step->function == MLS_FN_IF;
	bool		any_missing = false;

	/* of "if" only the condition and the branch that is taken count */
	for (uint32_t i = 0; i < n && !is_if; i++)
	{
		if (arguments[i].tag == MLS_TAG_INVALID)
			return arguments[i];
		any_missing |= arguments[i].tag == MLS_TAG_MISSING;
	}
	if (any_missing)
	{
		if (step->map_missing_to != MLS_NONE)
			return mls_constant_cell(eval->image, step->map_missing_to);
		if (!takes_missing((MlsFunction) step->function))
			return MLS_CELL_MISSING;
	}

	MlsCell		result = functions[step->function] (eval, arguments, n);

	return is_if && !lacks_branch(arguments, n) ? mls_or_constant(eval, result, step->map_missing_to) : result;
}

void
mls_step_apply(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	if (mls_apply_to_doubles(eval, step, rows))
	{
		const MlsDatum *out = mls_data(eval, step->out);

		for (uint32_t row = 0; row < rows->n && (step->flags & MLS_STEP_NO_NAN) != 0; row++)
			if (isnan(out[row].d))
				finish_function(eval, step, row, MLS_CELL_DOUBLE(out[row].d));
		return;
	}

	size_t		mark = mls_scratch_mark(eval);
	uint32_t	n = step->arguments.n;
	MlsCell    *arguments = (MlsCell *) mls_scratch(eval, n * sizeof(*arguments));

	eval->record = step->record;
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		for (uint32_t k = 0; k < n; k++)
			arguments[k] = mls_argument(eval, step, k, row);
		finish_function(eval, step, row, apply(eval, step, arguments, n));
	}
	mls_scratch_release(eval, mark);
}

/* ---- membership and equality ---- */

void
mls_step_in_set(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	bool		negated = (step->flags & MLS_STEP_NOT) != 0;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);

		if (cell.tag == MLS_TAG_MISSING)
			cell = mls_or_constant(eval, cell, step->map_missing_to);
		else if (cell.tag != MLS_TAG_INVALID)
			cell = MLS_CELL_BOOLEAN(mls_set_has(eval->image, step->record, cell) != negated);
		finish_function(eval, step, row, cell);
	}
}

void
mls_step_hash(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);

		if (cell.tag != MLS_TAG_MISSING && cell.tag != MLS_TAG_INVALID)
			cell = mls_cast(eval, cell, MLS_TYPE_STRING);
		if (cell.tag == MLS_TAG_STRING)
			cell = MLS_CELL_INTEGER(mls_catboost_hash(cell.datum.s->bytes, cell.datum.s->length));
		mls_finish(eval, step, row, cell);
	}
}

/* Which of the values behind it belongs to the category that the first argument is. */
static MlsCell
pick(MlsEval *eval, const MlsImgStep *step, uint32_t row)
{
	const uint32_t *categories = MLS_RECORDS(eval->image, INDEX) + step->record;
	MlsCell		cell = mls_argument(eval, step, 0, row);

	if (cell.tag == MLS_TAG_MISSING || cell.tag == MLS_TAG_INVALID)
		return cell;
	for (uint32_t k = 0; k + 1 < step->arguments.n; k++)
		if (mls_equals(eval->image, cell, &MLS_RECORDS(eval->image, CONSTANT)[categories[k]]))
			return mls_argument(eval, step, k + 1, row);
	return MLS_CELL_DOUBLE(0);
}

/* Which category a row's probabilities mean, by weights or from a threshold on. */
static MlsCell
decide(MlsEval *eval, const MlsImgStep *step, uint32_t row)
{
	const double *numbers = MLS_RECORDS(eval->image, NUMBER) + step->record;
	bool		by_threshold = (step->flags & MLS_STEP_THRESHOLD) != 0;
	double		most = -INFINITY;
	uint32_t	winner = 1;

	for (uint32_t k = 0; k < step->arguments.n; k += 2)
	{
		MlsCell		cell = mls_argument(eval, step, k, row);
		double		probability;

		if (cell.tag == MLS_TAG_INVALID)
			return cell;
		if (!mls_cell_number(cell, &probability) || isnan(probability))
			return MLS_CELL_MISSING;
		if (by_threshold && k == 0)
		{
			if (probability >= (cell.tag == MLS_TAG_FLOAT ? mls_f32(numbers[0]) : numbers[0]))
				return mls_argument(eval, step, 1, row);
			continue;
		}
		if (!by_threshold)
			probability *= numbers[k / 2];
		if (probability > most)
		{
			most = probability;
			winner = k + 1;
		}
	}
	return mls_argument(eval, step, winner, row);
}

void
mls_step_decide(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		mls_finish(eval, step, row, decide(eval, step, row));
	}
}

void
mls_step_pick(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		mls_finish(eval, step, row, pick(eval, step, row));
	}
}

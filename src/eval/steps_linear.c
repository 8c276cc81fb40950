/*
 * eval/steps_linear.c
 *	  Sums of fields times coefficients.
 *
 * A row's sum is taken in the order of the fields, each product and each sum
 * rounded by itself, whatever is beside it (eval/columns.h).
 */
#include "eval/columns.h"
#include "eval/steps.h"
#include "eval/vectors.h"

/* Whether all arguments are doubles for all rows of the block. */
static bool
all_doubles(const MlsEval *eval, const uint32_t *arguments, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if ((arguments[i] & MLS_ARG_CONSTANT) != 0 || !mls_all_tags(mls_tags(eval, arguments[i]), eval->n, MLS_TAG_DOUBLE))
			return false;
	return true;
}

/* A row whose arguments are whatever they are. */
static MlsCell
sum_of_row(const MlsEval *eval, const MlsImgStep *step, const double *coefficients, uint32_t row)
{
	double		sum = 0;
	bool		any_missing = false;

	for (uint32_t i = 0; i < step->arguments.n; i++)
	{
		MlsCell		cell = mls_argument(eval, step, i, row);
		double		number = 0;

		if (cell.tag == MLS_TAG_INVALID)
			return cell;
		any_missing |= cell.tag == MLS_TAG_MISSING;
		if (cell.tag != MLS_TAG_MISSING && !mls_cell_number(cell, &number))
			return mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);
		sum += coefficients[i] * number;
	}
	return any_missing ? MLS_CELL_MISSING : MLS_CELL_DOUBLE(sum + coefficients[step->arguments.n]);
}

void
mls_step_linear(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	const uint32_t *arguments = MLS_RECORDS(eval->image, INDEX) + step->arguments.first;
	const double *coefficients = MLS_RECORDS(eval->image, NUMBER) + step->record;
	uint32_t	n = step->arguments.n;

	if (rows->index || (step->data_type != MLS_TYPE_NONE && step->data_type != MLS_TYPE_DOUBLE) ||
		!all_doubles(eval, arguments, n))
	{
		for (uint32_t i = 0; i < rows->n; i++)
		{
			uint32_t	row = mls_row(rows, i);

			mls_finish(eval, step, row, sum_of_row(eval, step, coefficients, row));
		}
		return;
	}

	const MlsColumnSums sums = {
		.data = &eval->data->d,
		.stride = eval->stride,
		.columns = arguments,
		.columns_apart = sizeof(*arguments),
		.coefficients_apart = sizeof(*coefficients),
		.n_terms = n,
		.n_rows = rows->n,
		.n_sums = 1,
		.sums = {{.coefficients = coefficients, .last = coefficients[n], .out = &mls_data(eval, step->out)->d}}
	};

	mls_vectors()->sum_columns(&sums);
	memset(mls_tags(eval, step->out), MLS_TAG_DOUBLE, rows->n);
}

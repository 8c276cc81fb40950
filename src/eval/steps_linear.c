/*
 * eval/steps_linear.c
 *	  Sums of fields times coefficients.
 *
 * A row's sum is taken in the order of the fields, each product and each sum
 * rounded by itself, whatever is beside it (eval/columns.h).  Sums over the same
 * columns, as the neurons of a layer are, stand one behind the other
 * (compile/gather.c) and are made together.
 */
#include "eval/columns.h"
#include "eval/steps.h"
#include "eval/vectors.h"

/* How many numbers of columns are summed at a time, and of how many rows at least. */
#define SUMMED_NUMBERS	2048
#define LEAST_ROWS		16

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
sum_of_row(const MlsEval *eval, const MlsImgStep *step, uint32_t row)
{
	const double *coefficients = MLS_RECORDS(eval->image, NUMBER) + step->record;
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

/* Rows whose columns stay in the nearest cache while sums are made of them, a few sums at a time. */
static uint32_t
rows_at_once(uint32_t n_columns)
{
	uint32_t	rows = SUMMED_NUMBERS / (n_columns + 1) / LEAST_ROWS * LEAST_ROWS;

	return rows < LEAST_ROWS ? LEAST_ROWS : rows;
}

/* Sums of the same columns, doubles throughout. */
static void
sum_doubles(MlsEval *eval, const MlsImgStep *steps, uint32_t n, const uint32_t *arguments)
{
	const double *numbers = MLS_RECORDS(eval->image, NUMBER);
	uint32_t	at_once = rows_at_once(steps->arguments.n);
	MlsColumnSums sums = {
		.stride = eval->stride,
		.columns = arguments,
		.columns_apart = sizeof(*arguments),
		.coefficients_apart = sizeof(*numbers),
		.n_terms = steps->arguments.n
	};

	for (uint32_t row = 0; row < eval->n; row += at_once)
	{
		sums.data = &eval->data->d + row;
		sums.n_rows = eval->n - row < at_once ? eval->n - row : at_once;
		for (uint32_t first = 0; first < n; first += sums.n_sums)
		{
			sums.n_sums = n - first < MLS_SUMS_AT_ONCE ? n - first : MLS_SUMS_AT_ONCE;
			for (uint32_t k = 0; k < sums.n_sums; k++)
			{
				const MlsImgStep *step = &steps[first + k];
				const double *coefficients = numbers + step->record;

				sums.sums[k] = (MlsColumnSum) {coefficients, coefficients[sums.n_terms], &mls_data(eval, step->out)->d + row};
			}
			mls_vectors()->sum_columns(&sums);
		}
	}
}

uint32_t
mls_linear_together(const MlsImgStep *step, uint32_t n)
{
	uint32_t	together = 1;

	while (together < n && step[together].op == MLS_STEP_LINEAR && step[together].data_type == step->data_type &&
		   step[together].arguments.first == step->arguments.first && step[together].arguments.n == step->arguments.n)
		together++;
	return together;
}

void
mls_linear(MlsEval *eval, const MlsImgStep *steps, uint32_t n, const MlsRows *rows)
{
	const uint32_t *arguments = MLS_RECORDS(eval->image, INDEX) + steps->arguments.first;

	if (rows->index || (steps->data_type != MLS_TYPE_NONE && steps->data_type != MLS_TYPE_DOUBLE) ||
		!all_doubles(eval, arguments, steps->arguments.n))
	{
		for (uint32_t k = 0; k < n; k++)
			for (uint32_t i = 0; i < rows->n; i++)
			{
				uint32_t	row = mls_row(rows, i);

				mls_finish(eval, &steps[k], row, sum_of_row(eval, &steps[k], row));
			}
		return;
	}
	sum_doubles(eval, steps, n, arguments);
	for (uint32_t k = 0; k < n; k++)
		memset(mls_tags(eval, steps[k].out), MLS_TAG_DOUBLE, rows->n);
}

void
mls_step_linear(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	mls_linear(eval, step, 1, rows);
}

/*
 * eval/steps_linear.c
 *	  Sums of fields times coefficients.
 *
 * A row's sum is taken in the order of the fields, each product and each sum
 * rounded by itself, whatever is beside it: of a block some rows go side by side,
 * and their sums stay in registers from the first field to the last.
 */
#include "eval/steps.h"
#include "eval/vectors.h"

/* Rows whose sums are taken side by side. */
#define SIDE_BY_SIDE	16

/* Whether all arguments are doubles for all rows of the block. */
static bool
all_doubles(const MlsEval *eval, const uint32_t *arguments, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if ((arguments[i] & MLS_ARG_CONSTANT) != 0 || !mls_all_tags(mls_tags(eval, arguments[i]), eval->n, MLS_TAG_DOUBLE))
			return false;
	return true;
}

/* Four sums; where no register holds them, they are two of two. */
typedef double Sums __attribute__((vector_size(32), aligned(8), may_alias));

static inline __attribute__((always_inline)) void
sum_rows(const MlsEval *eval, const uint32_t *arguments, const double *coefficients, uint32_t n, MlsDatum *out)
{
	const size_t stride = eval->stride;
	const double *data = &eval->data->d;
	double		last = coefficients[n];
	uint32_t	row = 0;

	for (; row + SIDE_BY_SIDE <= eval->n; row += SIDE_BY_SIDE)
	{
		Sums	   *sums = (Sums *) (void *) (out + row);
		Sums		a = {0},
					b = {0},
					c = {0},
					d = {0};

		for (uint32_t i = 0; i < n; i++)
		{
			const Sums *numbers = (const Sums *) (const void *) (data + arguments[i] * stride + row);
			double		coefficient = coefficients[i];

			a += coefficient * numbers[0];
			b += coefficient * numbers[1];
			c += coefficient * numbers[2];
			d += coefficient * numbers[3];
		}
		sums[0] = a + last;
		sums[1] = b + last;
		sums[2] = c + last;
		sums[3] = d + last;
	}
	for (; row < eval->n; row++)
	{
		double		sum = 0;

		for (uint32_t i = 0; i < n; i++)
			sum += coefficients[i] * data[arguments[i] * stride + row];
		out[row].d = sum + last;
	}
}

#ifdef MLS_HAS_AVX

static __attribute__((target("avx2"))) void
sum_rows_avx2(const MlsEval *eval, const uint32_t *arguments, const double *coefficients, uint32_t n, MlsDatum *out)
{
	sum_rows(eval, arguments, coefficients, n, out);
}

#endif

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
#ifdef MLS_HAS_AVX
	if (mls_vectors() != &mls_vectors_plain)
		sum_rows_avx2(eval, arguments, coefficients, n, mls_data(eval, step->out));
	else
#endif
		sum_rows(eval, arguments, coefficients, n, mls_data(eval, step->out));
	memset(mls_tags(eval, step->out), MLS_TAG_DOUBLE, rows->n);
}

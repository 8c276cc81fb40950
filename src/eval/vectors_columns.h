/*
 * eval/vectors_columns.h
 *	  The loops over columns (eval/columns.h), for vectors of any width.
 *
 * Included by the variants (vectors_<cpu>.c), which define what vectors_dense.h
 * says.  Numbers of vectors and of sums are constants wherever these are called,
 * so that each sum stays in a register from the first term to the last.
 */
#ifndef MLS_EVAL_VECTORS_COLUMNS_H
#define MLS_EVAL_VECTORS_COLUMNS_H

#include "eval/columns.h"

#define MOST_VECTORS	4

_Static_assert(MLS_SUMS_AT_ONCE == 4, "the loops are unrolled");

/* ---- sums ---- */

INLINE TARGET const void *
behind(const void *numbers, size_t bytes)
{
	return (const char *) numbers + bytes;
}

/* Some vectors of rows from one on. */
INLINE TARGET void
sum_vectors(const MlsColumnSums *s, const int n_sums, const int n_vectors, uint32_t row)
{
	DOUBLES sums[MLS_SUMS_AT_ONCE][MOST_VECTORS];
	const double *coefficients[MLS_SUMS_AT_ONCE];
	const uint32_t *column = s->columns;

#pragma GCC unroll 4
	for (int k = 0; k < n_sums; k++)
	{
		coefficients[k] = s->sums[k].coefficients;
#pragma GCC unroll 4
		for (int v = 0; v < n_vectors; v++)
			sums[k][v] = s->has_begun ? *(const DOUBLES *) (s->sums[k].out + row + v * N_DOUBLES) : (DOUBLES) {0};
	}
	for (uint32_t i = 0; i < s->n_terms; i++, column = behind(column, s->columns_apart))
	{
		const double *numbers = s->data + *column * s->stride + row;
		DOUBLES		x[MOST_VECTORS];

#pragma GCC unroll 4
		for (int v = 0; v < n_vectors; v++)
			x[v] = *(const DOUBLES *) (numbers + v * N_DOUBLES);
#pragma GCC unroll 4
		for (int k = 0; k < n_sums; k++)
		{
			double		coefficient = *(const double *) behind(coefficients[k], i * s->coefficients_apart);

#pragma GCC unroll 4
			for (int v = 0; v < n_vectors; v++)
				sums[k][v] += coefficient * x[v];
		}
	}
#pragma GCC unroll 4
	for (int k = 0; k < n_sums; k++)
	{
#pragma GCC unroll 4
		for (int v = 0; v < n_vectors; v++)
		{
			DOUBLES		sum = sums[k][v];

			if (!s->has_begun)
				sum += s->sums[k].last;
			*(DOUBLES *) (s->sums[k].out + row + v * N_DOUBLES) = sum;
		}
	}
}

/* One row. */
INLINE TARGET void
sum_one(const MlsColumnSums *s, const int n_sums, uint32_t row)
{
	double		sums[MLS_SUMS_AT_ONCE];
	const double *coefficients[MLS_SUMS_AT_ONCE];
	const uint32_t *column = s->columns;

#pragma GCC unroll 4
	for (int k = 0; k < n_sums; k++)
	{
		coefficients[k] = s->sums[k].coefficients;
		sums[k] = s->has_begun ? s->sums[k].out[row] : 0;
	}
	for (uint32_t i = 0; i < s->n_terms; i++, column = behind(column, s->columns_apart))
	{
		double		x = s->data[*column * s->stride + row];

#pragma GCC unroll 4
		for (int k = 0; k < n_sums; k++)
			sums[k] += *(const double *) behind(coefficients[k], i * s->coefficients_apart) * x;
	}
#pragma GCC unroll 4
	for (int k = 0; k < n_sums; k++)
		s->sums[k].out[row] = s->has_begun ? sums[k] : sums[k] + s->sums[k].last;
}

/* A sum by itself has four vectors of rows beside each other, so that none waits for its own last step. */
INLINE TARGET void
sum_rows_of(const MlsColumnSums *s, const int n_sums)
{
	uint32_t	row = 0;

	for (; n_sums == 1 && row + 4 * N_DOUBLES <= s->n_rows; row += 4 * N_DOUBLES)
		sum_vectors(s, n_sums, 4, row);
	for (; row + 2 * N_DOUBLES <= s->n_rows; row += 2 * N_DOUBLES)
		sum_vectors(s, n_sums, 2, row);
	for (; row + N_DOUBLES <= s->n_rows; row += N_DOUBLES)
		sum_vectors(s, n_sums, 1, row);
	for (; row < s->n_rows; row++)
		sum_one(s, n_sums, row);
}

static TARGET void
sum_columns(const MlsColumnSums *s)
{
	switch (s->n_sums)
	{
		case 4:
			sum_rows_of(s, 4);
			break;
		case 3:
			sum_rows_of(s, 3);
			break;
		case 2:
			sum_rows_of(s, 2);
			break;
		default:
			sum_rows_of(s, 1);
			break;
	}
}

/* ---- functions of two numbers ---- */

typedef int64_t Masks __attribute__((vector_size(sizeof(DOUBLES)), aligned(8), may_alias));

/* The first where the mask is set, else the second. */
#define CHOOSE_DOUBLES(mask, a, b)	((DOUBLES) (((Masks) (a) & (mask)) | ((Masks) (b) & ~(mask))))

/* NaN wins over every number. */
INLINE TARGET DOUBLES
function_of_two(MlsFunction function, DOUBLES a, DOUBLES b)
{
	switch (function)
	{
		case MLS_FN_ADD:
			return a + b;
		case MLS_FN_SUBTRACT:
			return a - b;
		case MLS_FN_MULTIPLY:
			return a * b;
		case MLS_FN_DIVIDE:
			return a / b;
		case MLS_FN_MIN:
			return CHOOSE_DOUBLES((Masks) (b < a) | (Masks) (b != b), b, a);
		default:				/* MAX */
			return CHOOSE_DOUBLES((Masks) (b > a) | (Masks) (b != b), b, a);
	}
}

/* Behind the last row a column has room for whole vectors (mls_eval_new); what comes there means nothing. */
INLINE TARGET void
rows_of_two(MlsFunction function, const MlsColumnOperand *a, const MlsColumnOperand *b, double *out, uint32_t n)
{
	const DOUBLES numbers[2] = {(DOUBLES) {0} + a->number, (DOUBLES) {0} + b->number};
	const double *x = a->data ? a->data : (const double *) &numbers[0];
	const double *y = b->data ? b->data : (const double *) &numbers[1];
	const size_t x_step = a->data ? N_DOUBLES : 0;
	const size_t y_step = b->data ? N_DOUBLES : 0;

	for (uint32_t row = 0; row < n; row += N_DOUBLES, x += x_step, y += y_step)
		*(DOUBLES *) (out + row) = function_of_two(function, *(const DOUBLES *) x, *(const DOUBLES *) y);
}

static TARGET void
apply_two(MlsFunction function, const MlsColumnOperand *a, const MlsColumnOperand *b, double *out, uint32_t n)
{
	switch (function)
	{
		case MLS_FN_ADD:
			rows_of_two(MLS_FN_ADD, a, b, out, n);
			break;
		case MLS_FN_SUBTRACT:
			rows_of_two(MLS_FN_SUBTRACT, a, b, out, n);
			break;
		case MLS_FN_MULTIPLY:
			rows_of_two(MLS_FN_MULTIPLY, a, b, out, n);
			break;
		case MLS_FN_DIVIDE:
			rows_of_two(MLS_FN_DIVIDE, a, b, out, n);
			break;
		case MLS_FN_MIN:
			rows_of_two(MLS_FN_MIN, a, b, out, n);
			break;
		default:
			rows_of_two(MLS_FN_MAX, a, b, out, n);
			break;
	}
}

#endif

/*
 * eval/vectors_dense.h
 *	  The sums over the numbers of a row (eval/dense.h), for vectors of any width.
 *
 * Included by the variants (vectors_<cpu>.c), which define
 *	 TARGET			attributes of a function that works with them
 *	 DOUBLES		the type
 *	 N_DOUBLES		how many numbers it has: a divisor of MLS_LANES
 *
 * None of them multiplies and adds in one step, so all give the same bits.
 */
#ifndef MLS_EVAL_VECTORS_DENSE_H
#define MLS_EVAL_VECTORS_DENSE_H

#include "eval/dense.h"

typedef enum Operation
{
	PRODUCT,
	DISTANCE
} Operation;

_Static_assert(MLS_DENSE_ROWS == 4, "the loops have a variable for each row");

/* One more row of the matrix. */
INLINE TARGET void
add_term(Operation operation, DOUBLES *sum, double value, DOUBLES m)
{
	if (operation == PRODUCT)
		*sum += value * m;
	else
	{
		DOUBLES difference = value - m;

		*sum += difference * difference;
	}
}

/*
 * Columns for MLS_DENSE_ROWS rows, two vectors of columns at a time; each sum is a
 * variable, so that it stays in a register.  A single vector is a block where a
 * register holds a whole one: it stands for both.
 */
INLINE TARGET void
sum_rows(Operation operation, const MlsDense *d)
{
	const size_t second = N_DOUBLES == MLS_LANES ? 0 : N_DOUBLES;
	const size_t step = second + N_DOUBLES;
	const size_t s = d->stride;
	const size_t o = d->out_stride;

	for (uint64_t column = 0; column < mls_lane_columns(d->n_columns); column += step)
	{
		const double *m = d->matrix + column / MLS_LANES * MLS_LANES * d->n_rows + column % MLS_LANES;
		const double *x = d->x;
		double	   *out = d->out + column;
		DOUBLES a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, c0 = {0}, c1 = {0}, d0 = {0}, d1 = {0};

		for (uint32_t i = 0; i < d->n_rows; i++, x++, m += MLS_LANES)
		{
			DOUBLES first = *(const DOUBLES *) m;

			add_term(operation, &a0, x[0], first);
			add_term(operation, &b0, x[s], first);
			add_term(operation, &c0, x[2 * s], first);
			add_term(operation, &d0, x[3 * s], first);
			if (second > 0)
			{
				DOUBLES other = *(const DOUBLES *) (m + second);

				add_term(operation, &a1, x[0], other);
				add_term(operation, &b1, x[s], other);
				add_term(operation, &c1, x[2 * s], other);
				add_term(operation, &d1, x[3 * s], other);
			}
		}
		*(DOUBLES *) out = a0;
		*(DOUBLES *) (out + o) = b0;
		*(DOUBLES *) (out + 2 * o) = c0;
		*(DOUBLES *) (out + 3 * o) = d0;
		if (second > 0)
		{
			*(DOUBLES *) (out + second) = a1;
			*(DOUBLES *) (out + o + second) = b1;
			*(DOUBLES *) (out + 2 * o + second) = c1;
			*(DOUBLES *) (out + 3 * o + second) = d1;
		}
	}
}

/* Columns for one row: two blocks at a time while there are two, so that a sum need not wait for its own last step. */
INLINE TARGET void
sum_row(Operation operation, const MlsDense *d, uint32_t row)
{
	const double *x = d->x + row * d->stride;
	double	   *out = d->out + row * d->out_stride;
	const double *block = d->matrix;
	size_t		size = (size_t) d->n_rows * MLS_LANES;

	for (uint64_t blocks = mls_lane_blocks(d->n_columns); blocks > 0; blocks -= blocks > 1 ? 2 : 1)
	{
		size_t		next = blocks > 1 ? size : 0;

		for (size_t lane = 0; lane < MLS_LANES; lane += N_DOUBLES == MLS_LANES ? N_DOUBLES : 2 * N_DOUBLES)
		{
			const size_t second = N_DOUBLES == MLS_LANES ? 0 : N_DOUBLES;
			const double *m = block + lane;
			DOUBLES a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0};

			for (uint32_t i = 0; i < d->n_rows; i++, m += MLS_LANES)
			{
				add_term(operation, &a0, x[i], *(const DOUBLES *) m);
				add_term(operation, &b0, x[i], *(const DOUBLES *) (m + next));
				if (second > 0)
				{
					add_term(operation, &a1, x[i], *(const DOUBLES *) (m + second));
					add_term(operation, &b1, x[i], *(const DOUBLES *) (m + next + second));
				}
			}
			*(DOUBLES *) (out + lane) = a0;
			if (second > 0)
				*(DOUBLES *) (out + lane + second) = a1;
			if (blocks > 1)
			{
				*(DOUBLES *) (out + MLS_LANES + lane) = b0;
				if (second > 0)
					*(DOUBLES *) (out + MLS_LANES + lane + second) = b1;
			}
		}
		block += 2 * size;
		out += 2 * MLS_LANES;
	}
}

INLINE TARGET void
sum_all(Operation operation, const MlsDense *d)
{
	if (d->n == MLS_DENSE_ROWS)
		sum_rows(operation, d);
	else
		for (uint32_t r = 0; r < d->n; r++)
			sum_row(operation, d, r);
}

static TARGET void
dense_products(const MlsDense *d)
{
	sum_all(PRODUCT, d);
}

static TARGET void
dense_distances(const MlsDense *d)
{
	sum_all(DISTANCE, d);
}

#endif

/*
 * eval/vectors_points.h
 *	  Sums of squared differences (eval/comparison.h): a row with some points, or some
 *	  rows with each point; for vectors of any width.
 *
 * Included by the variants (vectors_<cpu>.c), which define what vectors_dense.h says
 * and
 *	 SQUARE_ROOTS(v)	of each number of a vector
 *
 * Each sum is weight * difference^2 in the order of the fields, starting from 0,
 * with one rounding for each operation; several sums are made side by side, and
 * stay in registers from the first field to the last.
 */
#ifndef MLS_EVAL_VECTORS_POINTS_H
#define MLS_EVAL_VECTORS_POINTS_H

#include "eval/comparison.h"

/* Vectors whose sums are taken side by side. */
#define SIDE_BY_SIDE	4

static TARGET void
squares_of_row(const MlsComparison *comparison, double *out)
{
	const uint32_t n_points = comparison->record->n_points;
	const uint32_t n_fields = comparison->record->fields.n;
	uint32_t	k = 0;

	for (; k + SIDE_BY_SIDE * N_DOUBLES <= n_points; k += SIDE_BY_SIDE * N_DOUBLES)
	{
		const double *points = comparison->points + k;
		DOUBLES		sums[SIDE_BY_SIDE];

#pragma GCC unroll 4
		for (int v = 0; v < SIDE_BY_SIDE; v++)
			sums[v] = (DOUBLES) {0};
		for (uint32_t i = 0; i < n_fields; i++, points += n_points)
		{
			double		x = comparison->x[i];
			double		weight = comparison->fields[i].weight;

			if (!comparison->present[i])
				continue;
#pragma GCC unroll 4
			for (int v = 0; v < SIDE_BY_SIDE; v++)
			{
				DOUBLES		difference = x - *(const DOUBLES *) (points + v * N_DOUBLES);

				sums[v] += weight * (difference * difference);
			}
		}
#pragma GCC unroll 4
		for (int v = 0; v < SIDE_BY_SIDE; v++)
			*(DOUBLES *) (out + k + v * N_DOUBLES) = sums[v];
	}
	for (; k < n_points; k++)
	{
		double		sum = 0;

		for (uint32_t i = 0; i < n_fields; i++)
		{
			double		difference = comparison->x[i] - comparison->points[(size_t) i * n_points + k];

			if (comparison->present[i])
				sum += comparison->fields[i].weight * (difference * difference);
		}
		out[k] = sum;
	}
}

static TARGET void
squares_of_rows(const MlsComparison *comparison, uint32_t first, uint32_t n, double *out)
{
	const uint32_t n_points = comparison->record->n_points;
	const uint32_t n_fields = comparison->record->fields.n;
	const MlsImgComparedField *fields = comparison->fields;
	const size_t stride = comparison->eval->stride;
	const double *data = &comparison->eval->data->d + first;
	uint32_t	r = 0;

	for (; r + SIDE_BY_SIDE * N_DOUBLES <= n; r += SIDE_BY_SIDE * N_DOUBLES)
	{
		for (uint32_t k = 0; k < n_points; k++)
		{
			const double *point = comparison->points + k;
			DOUBLES		sums[SIDE_BY_SIDE];

#pragma GCC unroll 4
			for (int v = 0; v < SIDE_BY_SIDE; v++)
				sums[v] = (DOUBLES) {0};
			for (uint32_t i = 0; i < n_fields; i++, point += n_points)
			{
				const double *x = data + fields[i].column * stride + r;
				double		weight = fields[i].weight;

#pragma GCC unroll 4
				for (int v = 0; v < SIDE_BY_SIDE; v++)
				{
					DOUBLES		difference = *(const DOUBLES *) (x + v * N_DOUBLES) - *point;

					sums[v] += weight * (difference * difference);
				}
			}
#pragma GCC unroll 4
			for (int v = 0; v < SIDE_BY_SIDE; v++)
				*(DOUBLES *) (out + (size_t) k * n + r + v * N_DOUBLES) = sums[v];
		}
	}
	for (; r < n; r++)
	{
		for (uint32_t k = 0; k < n_points; k++)
		{
			double		sum = 0;

			for (uint32_t i = 0; i < n_fields; i++)
			{
				double		difference = data[fields[i].column * stride + r] - comparison->points[(size_t) i * n_points + k];

				sum += fields[i].weight * (difference * difference);
			}
			out[(size_t) k * n + r] = sum;
		}
	}
}

/* Each of n numbers becomes the root of the factor times it. */
static TARGET void
roots(double factor, uint32_t n, double *out)
{
	uint32_t	k = 0;

	for (; k + N_DOUBLES <= n; k += N_DOUBLES)
	{
		DOUBLES		squares = factor * *(const DOUBLES *) (out + k);

		*(DOUBLES *) (out + k) = SQUARE_ROOTS(squares);
	}
	for (; k < n; k++)
		out[k] = sqrt(factor * out[k]);
}

#endif

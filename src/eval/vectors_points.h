/*
 * eval/vectors_points.h
 *	  Sums of squared differences (eval/comparison.h): a row with some points, or some
 *	  rows with each point; for vectors of any width.
 *
 * Included by the variants (vectors_<cpu>.c), which define what vectors_columns.h
 * says and
 *	 SQUARE_ROOTS(v)	of each number of a vector
 *	 IS_ANY(masks)		whether one of the masks is set
 *
 * Each sum is weight * difference^2 in the order of the fields, starting from 0,
 * with one rounding for each operation; several sums are made side by side, and
 * stay in registers from the first field to the last.
 */
#ifndef MLS_EVAL_VECTORS_POINTS_H
#define MLS_EVAL_VECTORS_POINTS_H

#include "eval/comparison.h"
#include "eval/vectors_columns.h"

/* Vectors, or points, whose sums are taken side by side. */
#define SIDE_BY_SIDE	4

/* A weight of 1 changes nothing. */
INLINE TARGET DOUBLES
weighted_square(DOUBLES difference, const bool has_weights, double weight)
{
	return has_weights ? weight * (difference * difference) : difference * difference;
}

/* Some vectors of points from one on; the fields that the row lacks are left out. */
INLINE TARGET void
squares_of_one(const MlsComparison *comparison, uint32_t point, const bool has_weights, const int n_vectors, double *out)
{
	const uint32_t n_fields = comparison->record->fields.n;
	const double *points = comparison->points + point;
	DOUBLES		sums[SIDE_BY_SIDE];

#pragma GCC unroll 4
	for (int v = 0; v < n_vectors; v++)
		sums[v] = (DOUBLES) {0};
	for (uint32_t i = 0; i < n_fields; i++, points += comparison->record->n_points)
	{
		double		x = comparison->x[i];
		double		weight = has_weights ? comparison->fields[i].weight : 1;

		if (!comparison->present[i])
			continue;
#pragma GCC unroll 4
		for (int v = 0; v < n_vectors; v++)
			sums[v] += weighted_square(x - *(const DOUBLES *) (points + v * N_DOUBLES), has_weights, weight);
	}
#pragma GCC unroll 4
	for (int v = 0; v < n_vectors; v++)
		*(DOUBLES *) (out + point + v * N_DOUBLES) = sums[v];
}

static TARGET void
squares_of_row(const MlsComparison *comparison, double *out)
{
	const uint32_t n_points = comparison->record->n_points;
	const uint32_t n_fields = comparison->record->fields.n;
	uint32_t	k = 0;

	for (; k + SIDE_BY_SIDE * N_DOUBLES <= n_points; k += SIDE_BY_SIDE * N_DOUBLES)
	{
		if (comparison->has_weights)
			squares_of_one(comparison, k, true, SIDE_BY_SIDE, out);
		else
			squares_of_one(comparison, k, false, SIDE_BY_SIDE, out);
	}
	for (; k + N_DOUBLES <= n_points; k += N_DOUBLES)
		squares_of_one(comparison, k, true, 1, out);
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

/* Some vectors of rows from one on, with so many points. */
INLINE TARGET void
squares_of_vectors(const MlsComparison *comparison, const double *data, uint32_t point, const bool has_weights,
				   const int n_points, const int n_vectors, double *out)
{
	const uint32_t n_fields = comparison->record->fields.n;
	const MlsImgComparedField *fields = comparison->fields;
	const size_t stride = comparison->eval->stride;
	const double *points = comparison->points + point;
	DOUBLES		sums[SIDE_BY_SIDE][2];

#pragma GCC unroll 4
	for (int k = 0; k < n_points; k++)
#pragma GCC unroll 2
		for (int v = 0; v < n_vectors; v++)
			sums[k][v] = (DOUBLES) {0};
	for (uint32_t i = 0; i < n_fields; i++, points += comparison->record->n_points)
	{
		const double *numbers = data + fields[i].column * stride;
		double		weight = has_weights ? fields[i].weight : 1;
		DOUBLES		x[2];

#pragma GCC unroll 2
		for (int v = 0; v < n_vectors; v++)
			x[v] = *(const DOUBLES *) (numbers + v * N_DOUBLES);
#pragma GCC unroll 4
		for (int k = 0; k < n_points; k++)
#pragma GCC unroll 2
			for (int v = 0; v < n_vectors; v++)
				sums[k][v] += weighted_square(x[v] - points[k], has_weights, weight);
	}
#pragma GCC unroll 4
	for (int k = 0; k < n_points; k++)
#pragma GCC unroll 2
		for (int v = 0; v < n_vectors; v++)
			*(DOUBLES *) (out + k * MLS_ROWS_AT_ONCE + v * N_DOUBLES) = sums[k][v];
}

INLINE TARGET void
squares_of_points(const MlsComparison *comparison, const double *data, uint32_t point, uint32_t n_points,
				  const bool has_weights, const int n_vectors, double *out)
{
	uint32_t	k = 0;

	for (; k + SIDE_BY_SIDE <= n_points; k += SIDE_BY_SIDE)
		squares_of_vectors(comparison, data, point + k, has_weights, SIDE_BY_SIDE, n_vectors, out + k * MLS_ROWS_AT_ONCE);
	for (; k < n_points; k++)
		squares_of_vectors(comparison, data, point + k, has_weights, 1, n_vectors, out + k * MLS_ROWS_AT_ONCE);
}

INLINE TARGET void
squares_of_all(const MlsComparison *comparison, uint32_t first, uint32_t n, uint32_t point, uint32_t n_points,
			   const bool has_weights, double *out)
{
	const double *data = &comparison->eval->data->d + first;

	for (uint32_t r = 0; r < n;)
	{
		if (r + 2 * N_DOUBLES <= MLS_ROWS_AT_ONCE && r + N_DOUBLES < n)
		{
			squares_of_points(comparison, data + r, point, n_points, has_weights, 2, out + r);
			r += 2 * N_DOUBLES;
		}
		else
		{
			squares_of_points(comparison, data + r, point, n_points, has_weights, 1, out + r);
			r += N_DOUBLES;
		}
	}
}

static TARGET void
squares_of_rows(const MlsComparison *comparison, uint32_t first, uint32_t n, uint32_t point, uint32_t n_points, double *out)
{
	if (comparison->has_weights)
		squares_of_all(comparison, first, n, point, n_points, true, out);
	else
		squares_of_all(comparison, first, n, point, n_points, false, out);
}

static TARGET void
least_of_rows(const double *squares, uint32_t n, uint32_t n_points, double *least)
{
	for (uint32_t r = 0; r < n; r += N_DOUBLES)
	{
		DOUBLES		lowest = (DOUBLES) {0} + INFINITY;

		for (uint32_t k = 0; k < n_points; k++)
		{
			DOUBLES		square = *(const DOUBLES *) (squares + k * MLS_ROWS_AT_ONCE + r);

			lowest = CHOOSE_DOUBLES((Masks) (square < lowest), square, lowest);
		}
		*(DOUBLES *) (least + r) = lowest;
	}
}

static TARGET void
take_nearer(const double *squares, uint32_t n, uint32_t point, uint32_t n_points, bool has_roots, MlsNearest *nearest)
{
	for (uint32_t r = 0; r < n; r += N_DOUBLES)
	{
		DOUBLES		square = *(const DOUBLES *) (nearest->squares + r);
		DOUBLES		distance = *(const DOUBLES *) (nearest->distances + r);
		Masks		place = *(const Masks *) (nearest->places + r);

		for (uint32_t k = 0; k < n_points; k++)
		{
			DOUBLES		other = *(const DOUBLES *) (squares + k * MLS_ROWS_AT_ONCE + r);
			Masks		is_nearer = (Masks) (other < square) | ((Masks) (square != square) & (Masks) (other == other));
			DOUBLES		others = other;

			if (!IS_ANY(is_nearer))
				continue;
			if (has_roots)
				others = SQUARE_ROOTS(other);
			is_nearer &= (Masks) (others < distance) | ((Masks) (distance != distance) & (Masks) (others == others));
			square = CHOOSE_DOUBLES(is_nearer, other, square);
			distance = CHOOSE_DOUBLES(is_nearer, others, distance);
			place = (is_nearer & (int64_t) (point + k)) | (place & ~is_nearer);
		}
		*(DOUBLES *) (nearest->squares + r) = square;
		*(DOUBLES *) (nearest->distances + r) = distance;
		*(Masks *) (nearest->places + r) = place;
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

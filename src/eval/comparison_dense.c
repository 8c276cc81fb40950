/*
 * eval/comparison_dense.c
 *	  Sums of squared differences: a row with some points, or some rows with each point.
 *
 * Each sum is weight * difference^2 in the order of the fields, starting from 0,
 * with one rounding for each operation; several sums are made side by side, and
 * stay in registers from the first field to the last.
 */
#include "eval/comparison.h"
#include "eval/vectors.h"

/* Four sums; where no register holds them, they are two of two. */
typedef double Sums __attribute__((vector_size(32), aligned(8), may_alias));

#define SIDE_BY_SIDE	16

static inline __attribute__((always_inline)) void
squares_of_row(const MlsComparison *comparison, double *out)
{
	const uint32_t n_points = comparison->record->n_points;
	const uint32_t n_fields = comparison->record->fields.n;
	uint32_t	k = 0;

	for (; k + SIDE_BY_SIDE <= n_points; k += SIDE_BY_SIDE)
	{
		Sums	   *sums = (Sums *) (out + k);
		const double *points = comparison->points + k;
		Sums		a = {0},
					b = {0},
					c = {0},
					d = {0};

		for (uint32_t i = 0; i < n_fields; i++, points += n_points)
		{
			const Sums *p = (const Sums *) points;
			double		x = comparison->x[i];
			double		weight = comparison->fields[i].weight;
			Sums		difference;

			if (!comparison->present[i])
				continue;
			difference = x - p[0];
			a += weight * (difference * difference);
			difference = x - p[1];
			b += weight * (difference * difference);
			difference = x - p[2];
			c += weight * (difference * difference);
			difference = x - p[3];
			d += weight * (difference * difference);
		}
		sums[0] = a;
		sums[1] = b;
		sums[2] = c;
		sums[3] = d;
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

static inline __attribute__((always_inline)) void
squares_of_rows(const MlsComparison *comparison, uint32_t first, uint32_t n, double *out)
{
	const uint32_t n_points = comparison->record->n_points;
	const uint32_t n_fields = comparison->record->fields.n;
	const MlsImgComparedField *fields = comparison->fields;
	const size_t stride = comparison->eval->stride;
	const double *data = &comparison->eval->data->d + first;
	uint32_t	r = 0;

	for (; r + SIDE_BY_SIDE <= n; r += SIDE_BY_SIDE)
	{
		for (uint32_t k = 0; k < n_points; k++)
		{
			Sums	   *sums = (Sums *) (out + (size_t) k * n + r);
			const double *point = comparison->points + k;
			Sums		a = {0},
						b = {0},
						c = {0},
						d = {0};

			for (uint32_t i = 0; i < n_fields; i++, point += n_points)
			{
				const Sums *x = (const Sums *) (data + fields[i].column * stride + r);
				double		weight = fields[i].weight;
				Sums		difference;

				difference = x[0] - *point;
				a += weight * (difference * difference);
				difference = x[1] - *point;
				b += weight * (difference * difference);
				difference = x[2] - *point;
				c += weight * (difference * difference);
				difference = x[3] - *point;
				d += weight * (difference * difference);
			}
			sums[0] = a;
			sums[1] = b;
			sums[2] = c;
			sums[3] = d;
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

#ifdef MLS_HAS_AVX

#include <immintrin.h>

static __attribute__((target("avx2"))) void
roots_avx2(double factor, uint32_t n, double *out)
{
	__m256d		factors = _mm256_set1_pd(factor);
	uint32_t	k = 0;

	for (; k + 4 <= n; k += 4)
		_mm256_storeu_pd(out + k, _mm256_sqrt_pd(_mm256_mul_pd(factors, _mm256_loadu_pd(out + k))));
	for (; k < n; k++)
		out[k] = sqrt(factor * out[k]);
}

static __attribute__((target("avx2"))) void
squares_of_row_avx2(const MlsComparison *comparison, double *out)
{
	squares_of_row(comparison, out);
}

static __attribute__((target("avx2"))) void
squares_of_rows_avx2(const MlsComparison *comparison, uint32_t first, uint32_t n, double *out)
{
	squares_of_rows(comparison, first, n, out);
}

#endif

void
mls_squares_of_row(const MlsComparison *comparison, double *out)
{
#ifdef MLS_HAS_AVX
	if (mls_vectors() != &mls_vectors_plain)
	{
		squares_of_row_avx2(comparison, out);
		return;
	}
#endif
	squares_of_row(comparison, out);
}

void
mls_squares_of_rows(const MlsComparison *comparison, uint32_t first, uint32_t n, double *out)
{
#ifdef MLS_HAS_AVX
	if (mls_vectors() != &mls_vectors_plain)
	{
		squares_of_rows_avx2(comparison, first, n, out);
		return;
	}
#endif
	squares_of_rows(comparison, first, n, out);
}

void
mls_roots(double factor, uint32_t n, double *out)
{
#ifdef MLS_HAS_AVX
	if (mls_vectors() != &mls_vectors_plain)
	{
		roots_avx2(factor, n, out);
		return;
	}
#endif
	for (uint32_t k = 0; k < n; k++)
		out[k] = sqrt(factor * out[k]);
}

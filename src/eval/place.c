/*
 * eval/place.c
 *	  Numbers of several rows into the columns of an evaluation.
 *
 * A caller has its rows one after the other, an evaluation its columns.  To put
 * each number by itself is a store to another cache line for each; four rows of
 * four numbers that are turned in registers are four.
 */
#include "eval/eval_int.h"
#include "eval/vectors.h"

_Static_assert(MLS_PLACE_ROWS % MLS_PLACE_GROUP == 0, "whole groups of rows are turned");

/* The tags of n values at a place. */
static void
put_tags(const MlsPlace *place, uint32_t first, uint32_t n)
{
	const double *values = place->value + first;
	uint8_t    *tags = place->tag + first;

	for (uint32_t r = 0; r < n; r++)
		tags[r] = values[r] == values[r] ? place->is_float ? MLS_TAG_FLOAT : MLS_TAG_DOUBLE : MLS_TAG_MISSING;
}

/* All columns of n rows. */
static void
place_plain(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers, uint32_t n)
{
	size_t		pitch = mls_place_pitch(n_places);

	for (uint32_t k = 0; k < n_places; k++)
	{
		double	   *values = places[k].value + first;

		for (uint32_t r = 0; r < n; r++)
		{
			double		value = numbers[r * pitch + k] + 0.0;

			values[r] = places[k].is_float ? (double) (float) value : value;
		}
		put_tags(&places[k], first, n);
	}
}

#ifdef MLS_HAS_AVX

#include <immintrin.h>

/* Four values of a column as the place wants them; returns which are NaN. */
static inline __attribute__((always_inline, target("avx2"))) __m256d
put_group(const MlsPlace *place, uint32_t row, __m256d values)
{
	values = _mm256_add_pd(values, _mm256_setzero_pd());	/* -0 becomes 0 */
	if (place->is_float)
		values = _mm256_cvtps_pd(_mm256_cvtpd_ps(values));
	_mm256_storeu_pd(place->value + row, values);
	return _mm256_cmp_pd(values, values, _CMP_UNORD_Q);
}

/* All columns of MLS_PLACE_ROWS rows. */
static __attribute__((target("avx2"))) void
place_avx2(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers)
{
	size_t		pitch = mls_place_pitch(n_places);

	for (uint32_t k = 0; k < n_places; k += MLS_PLACE_GROUP)
	{
		uint32_t	n = n_places - k < MLS_PLACE_GROUP ? n_places - k : MLS_PLACE_GROUP;
		__m256d		nan[MLS_PLACE_GROUP] = {_mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd()};

		for (uint32_t r = 0; r < MLS_PLACE_ROWS; r += MLS_PLACE_GROUP)
		{
			const double *from = numbers + r * pitch + k;
			__m256d		a = _mm256_loadu_pd(from);
			__m256d		b = _mm256_loadu_pd(from + pitch);
			__m256d		c = _mm256_loadu_pd(from + 2 * pitch);
			__m256d		d = _mm256_loadu_pd(from + 3 * pitch);
			__m256d		ab0 = _mm256_unpacklo_pd(a, b);
			__m256d		ab1 = _mm256_unpackhi_pd(a, b);
			__m256d		cd0 = _mm256_unpacklo_pd(c, d);
			__m256d		cd1 = _mm256_unpackhi_pd(c, d);

			nan[0] = _mm256_or_pd(nan[0], put_group(&places[k], first + r, _mm256_permute2f128_pd(ab0, cd0, 0x20)));
			if (n > 1)
				nan[1] = _mm256_or_pd(nan[1], put_group(&places[k + 1], first + r, _mm256_permute2f128_pd(ab1, cd1, 0x20)));
			if (n > 2)
				nan[2] = _mm256_or_pd(nan[2], put_group(&places[k + 2], first + r, _mm256_permute2f128_pd(ab0, cd0, 0x31)));
			if (n > 3)
				nan[3] = _mm256_or_pd(nan[3], put_group(&places[k + 3], first + r, _mm256_permute2f128_pd(ab1, cd1, 0x31)));
		}
		for (uint32_t i = 0; i < n; i++)
		{
			const MlsPlace *place = &places[k + i];

			if (_mm256_movemask_pd(nan[i]) == 0)
				memset(place->tag + first, place->is_float ? MLS_TAG_FLOAT : MLS_TAG_DOUBLE, MLS_PLACE_ROWS);
			else
				put_tags(place, first, MLS_PLACE_ROWS);
		}
	}
}

#endif

void
mls_place_rows(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers, uint32_t n)
{
#ifdef MLS_HAS_AVX
	if (n == MLS_PLACE_ROWS && mls_vectors() != &mls_vectors_plain)
	{
		place_avx2(places, n_places, first, numbers);
		return;
	}
#endif
	place_plain(places, n_places, first, numbers, n);
}

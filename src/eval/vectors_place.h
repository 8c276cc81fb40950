/*
 * eval/vectors_place.h
 *	  Numbers of MLS_PLACE_ROWS rows into the columns of an evaluation
 *	  (eval/place.c), where there is AVX2.
 *
 * To put each number by itself is a store to another cache line for each; four rows
 * of four numbers that are turned in registers are four.
 *
 * Included by the variants (vectors_<cpu>.c), which define
 *	 TARGET			attributes of a function that works with vectors
 */
#ifndef MLS_EVAL_VECTORS_PLACE_H
#define MLS_EVAL_VECTORS_PLACE_H

#include "eval/place.h"

/* Four values of a column as the place wants them; returns which are NaN. */
INLINE TARGET __m256d
put_group(const MlsPlace *place, uint32_t row, __m256d values)
{
	values = _mm256_add_pd(values, _mm256_setzero_pd());	/* -0 becomes 0 */
	if (place->is_float)
		values = _mm256_cvtps_pd(_mm256_cvtpd_ps(values));
	_mm256_storeu_pd(place->value + row, values);
	return _mm256_cmp_pd(values, values, _CMP_UNORD_Q);
}

/* All columns of MLS_PLACE_ROWS rows. */
static TARGET void
place_rows(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers)
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
				mls_place_tags(place, first, MLS_PLACE_ROWS);
		}
	}
}

#endif

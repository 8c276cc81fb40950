/*
 * eval/vectors_avx2.c
 *	  The inner loops for x86-64 CPUs with AVX2.
 */
#include "eval/vectors.h"

#ifdef MLS_HAS_AVX2

#include <immintrin.h>
#include <math.h>

#define VECTOR				__m256i
#define WIDTH				32
#define TARGET				__attribute__((target("avx2,popcnt")))
#define LOAD(p)				_mm256_loadu_si256((const __m256i *) (const void *) (p))
#define STORE(p, v)			_mm256_storeu_si256((__m256i *) (void *) (p), (v))
#define SPLAT(byte)			_mm256_set1_epi8(byte)
#define IS_BELOW(v, cut)	_mm256_cmpgt_epi8((cut), (v))
#define CHOOSE(m, v, w)		_mm256_blendv_epi8((w), (v), (m))
#define ADD(v, w)			_mm256_add_epi8((v), (w))

#include "eval/vectors_trees.h"

static bool
is_supported(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

/* Twice as many of 16 keys as are below the number. */
INLINE TARGET uint32_t
below_twice(const float *keys, __m256 number)
{
	__m256i		first = _mm256_castps_si256(_mm256_cmp_ps(_mm256_loadu_ps(keys), number, _CMP_LT_OQ));
	__m256i		second = _mm256_castps_si256(_mm256_cmp_ps(_mm256_loadu_ps(keys + 8), number, _CMP_LT_OQ));

	return (uint32_t) _mm_popcnt_u32((uint32_t) _mm256_movemask_epi8(_mm256_packs_epi32(first, second)));
}

/*
 * A key below the number, as a float, stands for a cut below the number: rounding
 * to float keeps the order.  Where they round to the same float, the cuts
 * themselves decide, of which there are rarely any.  NAN behind the last cut ends
 * the search.
 */
INLINE TARGET uint32_t
settle(const double *cuts, uint32_t rank, double number)
{
	while (cuts[rank] <= number)
		rank++;
	return rank;
}

/* NaN becomes the second. */
INLINE TARGET double
at_most_infinity(double number)
{
	return _mm_cvtsd_f64(_mm_min_sd(_mm_set_sd(number), _mm_set_sd(INFINITY)));
}

/* More cuts than one bin holds. */
static TARGET void
fill_several_bins(const MlsCuts *cuts, const double *numbers, uint32_t n, int8_t *bins)
{
	uint32_t	height = mls_key_height(cuts->n);

	for (uint32_t i = 0; i < n; i++)
	{
		double		number = at_most_infinity(numbers[i]);
		__m256		key = _mm256_set1_ps((float) number);
		const float *level = cuts->keys;
		uint32_t	rank = below_twice(level, key) / 2;

		for (uint32_t h = height; h > 0; h--)
		{
			level += (size_t) mls_key_blocks(cuts->n, h) * MLS_KEY_BLOCK;
			rank = rank * MLS_KEY_BLOCK + below_twice(level + (size_t) rank * MLS_KEY_BLOCK, key) / 2;
		}
		mls_put_bins(settle(cuts->cuts, rank, number), cuts->n, bins + i);
	}
}

static TARGET void
fill_bins(const MlsCuts *cuts, const double *numbers, uint32_t n, int8_t *bins)
{
	const double *all = cuts->cuts;
	const float *keys = cuts->keys;

	if (cuts->n > MLS_CUTS_OF_BIN)
		fill_several_bins(cuts, numbers, n, bins);
	else if (cuts->n > MLS_KEY_BLOCK)
	{
		for (uint32_t i = 0; i < n; i++)
		{
			double		number = at_most_infinity(numbers[i]);
			__m256		key = _mm256_set1_ps((float) number);
			const size_t before = below_twice(keys, key) * (size_t) (MLS_KEY_BLOCK / 2);
			uint32_t	within = below_twice(keys + MLS_KEY_BLOCK + before, key);

			bins[i] = (int8_t) (settle(all, (uint32_t) before + within / 2, number) - 128);
		}
	}
	else
	{
		for (uint32_t i = 0; i < n; i++)
		{
			double		number = at_most_infinity(numbers[i]);

			bins[i] = (int8_t) (settle(all, below_twice(keys, _mm256_set1_ps((float) number)) / 2, number) - 128);
		}
	}
}

const MlsVectors mls_vectors_avx2 = {"AVX2", is_supported, fill_bins, find_leaves};

#endif

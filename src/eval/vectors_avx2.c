/*
 * eval/vectors_avx2.c
 *	  The inner loops for x86-64 CPUs with AVX2.
 */
#include "eval/vectors.h"

#ifdef MLS_HAS_AVX2

#include <immintrin.h>

#define TARGET	__attribute__((target("avx2,popcnt")))
#define INLINE	static inline __attribute__((always_inline))

static bool
is_supported(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

/* ---- ranks ---- */

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

static TARGET void
find_ranks(const double *cuts, const float *keys, uint32_t n_cuts, const double *numbers, uint32_t n, uint32_t *ranks)
{
	uint32_t	height = mls_key_height(n_cuts);

	if (height == 0)
	{
		for (uint32_t i = 0; i < n; i++)
			ranks[i] = settle(cuts, below_twice(keys, _mm256_set1_ps((float) numbers[i])) / 2, numbers[i]);
	}
	else if (height == 1)
	{
		for (uint32_t i = 0; i < n; i++)
		{
			__m256		number = _mm256_set1_ps((float) numbers[i]);
			uint32_t	block = below_twice(keys, number);
			uint32_t	place = below_twice(keys + MLS_KEY_BLOCK + (size_t) block * (MLS_KEY_BLOCK / 2), number);

			ranks[i] = settle(cuts, block * (MLS_KEY_BLOCK / 2) + place / 2, numbers[i]);
		}
	}
	else
	{
		for (uint32_t i = 0; i < n; i++)
		{
			__m256		number = _mm256_set1_ps((float) numbers[i]);
			const float *level = keys;
			uint32_t	place = 0;

			for (uint32_t h = height;; h--)
			{
				place = place * MLS_KEY_BLOCK + below_twice(level + (size_t) place * MLS_KEY_BLOCK, number) / 2;
				if (h == 0)
					break;
				level += (size_t) mls_key_blocks(n_cuts, h) * MLS_KEY_BLOCK;
			}
			ranks[i] = settle(cuts, place, numbers[i]);
		}
	}
}

/* ---- splits ---- */

/* stripes: a constant, so that the inner loop is laid out flat. */
INLINE TARGET void
run_stripes(const MlsImgMaskSplit *splits, uint32_t n_splits, const int8_t *bins, uint8_t *operands, const int stripes)
{
	for (const MlsImgMaskSplit *split = splits; split < splits + n_splits; split++)
	{
		const int8_t *bin = bins + (size_t) split->bin * MLS_MASK_ROWS;
		const uint8_t *below = operands + (size_t) split->below * MLS_MASK_STRIPE;
		const uint8_t *above = operands + (size_t) split->above * MLS_MASK_STRIPE;
		size_t		below_step = split->below < MLS_MASK_LEAVES ? 0 : MLS_MASK_STRIPE;
		size_t		above_step = split->above < MLS_MASK_LEAVES ? 0 : MLS_MASK_STRIPE;
		uint8_t    *to = operands + (size_t) MLS_MASK_REGISTER(split->to) * MLS_MASK_STRIPE;
		__m256i		cut = _mm256_set1_epi8(split->cut);

#pragma GCC unroll 4
		for (int stripe = 0; stripe < stripes; stripe++)
		{
			__m256i		mask = _mm256_cmpgt_epi8(cut, _mm256_loadu_si256((const void *) (bin + stripe * MLS_MASK_STRIPE)));
			__m256i		other = _mm256_load_si256((const void *) (above + stripe * above_step));
			__m256i		one = _mm256_load_si256((const void *) (below + stripe * below_step));

			_mm256_store_si256((void *) (to + stripe * MLS_MASK_STRIPE), _mm256_blendv_epi8(other, one, mask));
		}
	}
}

static TARGET void
run_splits(const MlsImgMaskSplit *splits, uint32_t n_splits, const int8_t *bins, uint8_t *operands, uint32_t n)
{
	switch ((n + MLS_MASK_STRIPE - 1) / MLS_MASK_STRIPE)
	{
		case 1:
			run_stripes(splits, n_splits, bins, operands, 1);
			break;
		case 2:
			run_stripes(splits, n_splits, bins, operands, 2);
			break;
		case 3:
			run_stripes(splits, n_splits, bins, operands, 3);
			break;
		default:
			run_stripes(splits, n_splits, bins, operands, 4);
			break;
	}
}

const MlsVectors mls_vectors_avx2 = {"AVX2", is_supported, find_ranks, run_splits};

#endif

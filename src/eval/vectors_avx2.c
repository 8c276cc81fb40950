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
#define TARGET				__attribute__((target("avx2,bmi2,popcnt")))
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
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* Twice as many of 16 keys as are below the number. */
INLINE TARGET uint32_t
count_twice(__m256 number, __m256 keys, __m256 more)
{
	__m256i		first = _mm256_castps_si256(_mm256_cmp_ps(number, keys, _CMP_GT_OQ));
	__m256i		second = _mm256_castps_si256(_mm256_cmp_ps(number, more, _CMP_GT_OQ));

	return (uint32_t) _mm_popcnt_u32((uint32_t) _mm256_movemask_epi8(_mm256_packs_epi32(first, second)));
}

INLINE TARGET uint32_t
below_twice(const float *keys, __m256 number)
{
	return count_twice(number, _mm256_loadu_ps(keys), _mm256_loadu_ps(keys + 8));
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

/* The rank of a number among any number of cuts. */
INLINE TARGET uint32_t
find_rank(const double *cuts, const float *keys, uint32_t n_cuts, double number)
{
	__m256		key = _mm256_set1_ps((float) number);
	uint32_t	height = mls_key_height(n_cuts);
	uint32_t	rank = below_twice(keys, key) / 2;

	for (uint32_t h = height; h > 0; h--)
	{
		keys += (size_t) mls_key_blocks(n_cuts, h) * MLS_KEY_BLOCK;
		rank = rank * MLS_KEY_BLOCK + below_twice(keys + (size_t) rank * MLS_KEY_BLOCK, key) / 2;
	}
	return settle(cuts, rank, number);
}

static TARGET void
fill_bins(const MlsCuts *cuts, const double *numbers, uint32_t n, int8_t *bins)
{
	const double *all = cuts->cuts;
	const float *keys = cuts->keys;
	const __m256 first = _mm256_loadu_ps(keys);
	const __m256 second = _mm256_loadu_ps(keys + 8);

	if (cuts->n > MLS_CUTS_OF_BIN)
	{
		for (uint32_t i = 0; i < n; i++)
			mls_put_bins(find_rank(all, keys, cuts->n, at_most_infinity(numbers[i])), cuts->n, bins + i, MLS_MASK_ROWS);
	}
	else if (cuts->n > MLS_KEY_BLOCK)
	{
		for (uint32_t i = 0; i < n; i++)
		{
			double		number = at_most_infinity(numbers[i]);
			__m256		key = _mm256_set1_ps((float) number);
			const size_t before = count_twice(key, first, second) * (size_t) (MLS_KEY_BLOCK / 2);
			uint32_t	within = below_twice(keys + MLS_KEY_BLOCK + before, key);

			bins[i] = (int8_t) (settle(all, (uint32_t) before + within / 2, number) - 128);
		}
	}
	else
	{
		for (uint32_t i = 0; i < n; i++)
		{
			double		number = at_most_infinity(numbers[i]);

			bins[i] = (int8_t) (settle(all, count_twice(_mm256_set1_ps((float) number), first, second) / 2, number) - 128);
		}
	}
}

/* ---- one row ---- */

static TARGET void
fill_row(const MlsImage *image, const MlsImgForestSlot *slots, uint32_t n, const double *numbers, int8_t *bins)
{
	for (uint32_t s = 0; s < n; s++)
	{
		const double *cuts = MLS_RECORDS(image, NUMBER) + slots[s].cuts.first;
		const float *keys = MLS_RECORDS(image, FLOAT) + slots[s].keys;
		uint32_t	n_cuts = slots[s].cuts.n;
		double		number = at_most_infinity(numbers[s]);

		if (n_cuts > MLS_KEY_BLOCK && n_cuts <= MLS_CUTS_OF_BIN)
		{
			__m256		key = _mm256_set1_ps((float) number);
			const size_t before = below_twice(keys, key) * (size_t) (MLS_KEY_BLOCK / 2);
			uint32_t	within = below_twice(keys + MLS_KEY_BLOCK + before, key);

			bins[slots[s].first_bin] = (int8_t) (settle(cuts, (uint32_t) before + within / 2, number) - 128);
		}
		else
			mls_put_bins(find_rank(cuts, keys, n_cuts, number), n_cuts, bins + slots[s].first_bin, 1);
	}
}

/*
 * The answers at 32 places of a heap with n, a bit for each: 1 is below.  tables:
 * 16 bins each, twice.
 */
INLINE TARGET uint32_t
answer_32(const uint8_t *numbers, uint32_t n, const __m256i *tables, const bool many)
{
	__m256i		number = LOAD(numbers);
	__m256i		select = _mm256_slli_epi16(number, 3);	/* its bit 4 becomes the byte's sign */
	__m256i		bins = CHOOSE(select, _mm256_shuffle_epi8(tables[1], number), _mm256_shuffle_epi8(tables[0], number));

	if (many)
	{
		__m256i		others = CHOOSE(select, _mm256_shuffle_epi8(tables[3], number), _mm256_shuffle_epi8(tables[2], number));

		bins = CHOOSE(_mm256_slli_epi16(number, 2), others, bins);
	}
	return (uint32_t) _mm256_movemask_epi8(IS_BELOW(bins, LOAD(numbers + n)));
}

INLINE TARGET void
find_leaves_of_row(const MlsImgMaskRowTree *trees, uint32_t n_trees, const uint8_t *all, const int8_t *bins,
				   uint8_t *leaves, const bool many)
{
	__m256i		tables[4];

	for (int i = 0; i < (many ? 4 : 2); i++)
		tables[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *) (const void *) (bins + i * 16)));
	for (uint32_t t = 0; t < n_trees; t++)
	{
		uint32_t	n = trees[t].n;
		const uint8_t *bytes = all + trees[t].bytes;
		uint32_t	answers[8];
		uint32_t	place = 1;

		answers[0] = answer_32(bytes, n, tables, many);
		answers[1] = answer_32(bytes + 32, n, tables, many);
#pragma GCC unroll 5
		for (int level = 0; level < 5; level++)
			place = 2 * place + (answers[0] >> place & 1);
		place = 2 * place + (answers[1] >> place % 32 & 1);
		if (n > 64)
		{
			answers[2] = answer_32(bytes + 64, n, tables, many);
			answers[3] = answer_32(bytes + 96, n, tables, many);
			place = 2 * place + (answers[place / 32] >> place % 32 & 1);
		}
		if (n > 128)
		{
#pragma GCC unroll 4
			for (int k = 4; k < 8; k++)
				answers[k] = answer_32(bytes + k * 32, n, tables, many);
			place = 2 * place + (answers[place / 32] >> place % 32 & 1);
		}
		leaves[t] = bytes[n + place];	/* place is n and more */
	}
}

static TARGET void
find_row_leaves(const MlsImgMaskRowTree *trees, uint32_t n, const uint8_t *bytes, uint32_t n_bins,
				const int8_t *bins, uint8_t *leaves)
{
	if (n_bins <= 32)
		find_leaves_of_row(trees, n, bytes, bins, leaves, false);
	else
		find_leaves_of_row(trees, n, bytes, bins, leaves, true);
}

const MlsVectors mls_vectors_avx2 = {"AVX2", is_supported, fill_bins, find_leaves, fill_row, find_row_leaves};

#endif

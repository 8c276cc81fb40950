/*
 * eval/vectors_avx512.c
 *	  The inner loops for x86-64 CPUs with AVX-512, with its instructions on bytes
 *	  (BW) and its shuffle of 64 of them (VBMI).
 *
 * tools/avx512.sh runs the unit tests where no machine has it.
 */
#include "eval/vectors.h"

#ifdef MLS_HAS_AVX

#include <immintrin.h>

#define TARGET				__attribute__((target("avx512f,avx512bw,avx512vbmi,bmi2,popcnt")))

static bool
is_supported(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
		__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* ---- numbers ---- */

typedef double Doubles __attribute__((vector_size(64), aligned(8), may_alias));

#define DOUBLES				Doubles
#define N_DOUBLES			8
#define SQUARE_ROOTS(v)		((DOUBLES) _mm512_sqrt_pd((__m512d) (v)))

#include "eval/vectors_columns.h"
#include "eval/vectors_dense.h"
#include "eval/vectors_place.h"
#include "eval/vectors_points.h"

/* ---- blocks of rows ---- */

#define VECTOR				__m512i
#define WIDTH				64
#define PART				32
#define LOAD(p)				_mm512_loadu_si512((const void *) (p))
#define LOAD_WAY(p, step)	load_way((p), (step))
#define STORE(p, v)			_mm512_storeu_si512((void *) (p), (v))
#define SPLAT(byte)			_mm512_set1_epi8(byte)
#define BELOW(v, cut)		_mm512_cmpgt_epi8_mask((cut), (v))
#define IS_BELOW(v, cut)	_mm512_movm_epi8(BELOW(v, cut))
#define CHOOSE(m, v, w)		_mm512_ternarylogic_epi64((m), (v), (w), 0xCA)
#define ADD(v, w)			_mm512_add_epi8((v), (w))
#define CHOOSE_BELOW(v, cut, w, x)	_mm512_mask_blend_epi8(BELOW(v, cut), (x), (w))
#define ADD_BELOW(w, v, cut)		_mm512_mask_add_epi8((w), BELOW(v, cut), (w), _mm512_set1_epi8(-1))

INLINE TARGET __m512i
load_way(const uint8_t *bytes, size_t step)
{
	const __m256i *first = (const __m256i *) (const void *) bytes;
	const __m256i *second = (const __m256i *) (const void *) (bytes + step);

	return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256(first)), _mm256_loadu_si256(second), 1);
}

#include "eval/vectors_masks.h"

#define KEYS				__m512
#define LOAD_KEYS(p)		_mm512_loadu_ps(p)
#define NUMBER				__m512
#define SPLAT_NUMBER(x)		_mm512_set1_ps(x)
#define COUNT_BELOW(x, keys)	(uint32_t) _mm_popcnt_u32(_mm512_cmp_ps_mask((x), (keys), _CMP_GT_OQ))
#define COUNT_UNIT			1

#include "eval/vectors_bins.h"

/* ---- one row ---- */

/* The answers at 64 places of a heap with n, a bit for each: 1 is below. */
INLINE TARGET uint64_t
answer_64(const uint8_t *numbers, uint32_t n, __m512i bins)
{
	return BELOW(_mm512_permutexvar_epi8(LOAD(numbers), bins), LOAD(numbers + n));
}

static TARGET void
find_row_leaves(const MlsImgMaskRowTree *trees, uint32_t n_trees, const uint8_t *all, uint32_t n_bins,
				const int8_t *bins, uint8_t *leaves)
{
	const __m512i table = LOAD(bins);

	_Static_assert(MLS_MASK_ROW_BINS == 64, "one vector has the bins of a row");
	for (uint32_t t = 0; t < n_trees; t++)
	{
		uint32_t	n = trees[t].n;
		const uint8_t *bytes = all + trees[t].bytes;
		uint64_t	answers[4];
		uint32_t	place = 1;

		answers[0] = answer_64(bytes, n, table);
#pragma GCC unroll 6
		for (int level = 0; level < 6; level++)
			place = 2 * place + (uint32_t) (answers[0] >> place & 1);
		if (n > 64)
		{
			answers[1] = answer_64(bytes + 64, n, table);
			place = 2 * place + (uint32_t) (answers[1] >> place % 64 & 1);
		}
		if (n > 128)
		{
			answers[2] = answer_64(bytes + 128, n, table);
			answers[3] = answer_64(bytes + 192, n, table);
			place = 2 * place + (uint32_t) (answers[place / 64] >> place % 64 & 1);
		}
		leaves[t] = bytes[n + place];	/* place is n and more */
	}
}

/* A bit of an answer is one of the leaf's number. */
static TARGET void
find_row_group(const uint8_t *bytes, uint32_t n_bins, const int8_t *bins, uint8_t *leaves)
{
	const __m512i table = LOAD(bins);
	const uint64_t answers[2] = {
		answer_64(bytes, MLS_MASK_GROUP_CUTS, table), answer_64(bytes + 64, MLS_MASK_GROUP_CUTS, table)
	};
	__m128i		last = _mm_loadu_si128((const __m128i *) (const void *) (bytes + MLS_MASK_GROUP_LAST));

	_Static_assert(MLS_MASK_ROW_TREES == 16, "a vector has a group's leaves");
	_mm_storeu_si128((__m128i *) (void *) leaves,
					 _mm_andnot_si128(_mm_loadu_si128((const __m128i *) (const void *) answers), last));
}

const MlsVectors mls_vectors_avx512 = {
	"AVX-512", is_supported, fill_bins, find_leaves, fill_row, find_row_leaves, find_row_group,
	dense_products, dense_distances, sum_columns, apply_two, squares_of_row, squares_of_rows, roots, place_rows
};

#endif

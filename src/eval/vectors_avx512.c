/*
 * eval/vectors_avx512.c
 *	  The inner loops for x86-64 CPUs with AVX-512, with its instructions on bytes
 *	  (BW) and its shuffle of 64 of them (VBMI).
 *
 * tools/avx512.sh runs the unit tests where no machine has it.
 */
#include "base/hot.h"
#include "eval/vectors.h"

#ifdef MLS_HAS_AVX

#include <immintrin.h>
#include <string.h>

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
#define IS_ANY(masks)		(_mm512_test_epi64_mask((__m512i) (masks), (__m512i) (masks)) != 0)

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

/* The answers of a group's trees: those at places 64 * i and on of all trees lie together. */
typedef uint64_t GroupAnswers[4][MLS_MASK_ROW_TREES];

/* A level down: twice the place, and one more if its answer is "below". */
INLINE TARGET __m512i
descend(__m512i places, __m512i answers)
{
	__m512i		within = _mm512_and_si512(places, _mm512_set1_epi64(63));
	__m512i		below = _mm512_and_si512(_mm512_srlv_epi64(answers, within), _mm512_set1_epi64(1));

	return _mm512_add_epi64(_mm512_add_epi64(places, places), below);
}

/* Where eight trees of a group come to, from the first one on. */
INLINE TARGET __m512i
arrive(const MlsImgMaskRowGroup *group, GroupAnswers answers, uint32_t first)
{
	const __m512i top = LOAD(&answers[0][first]);
	__m512i		places = _mm512_set1_epi64(1);

#pragma GCC unroll 6
	for (int level = 0; level < 6; level++)
		places = descend(places, top);
	if (group->depth > 6)
		places = descend(places, LOAD(&answers[1][first]));
	if (group->depth > 7)
	{
		__mmask8	has_bit = _mm512_test_epi64_mask(places, _mm512_set1_epi64(64));

		places = descend(places, _mm512_mask_blend_epi64(has_bit, LOAD(&answers[2][first]), LOAD(&answers[3][first])));
	}
	return places;
}

static MLS_HOT TARGET void
find_row_scores(const MlsImgMaskRowGroup *group, uint32_t n, const uint8_t *bytes, uint32_t n_bins,
				const int8_t *bins, uint32_t scores[MLS_MASK_ROW_TREES])
{
	const __m512i table = LOAD(bins);
	const __m512i last = _mm512_set1_epi64((2 << group->depth) - 1);
	const uint8_t *questions = bytes + group->questions;
	GroupAnswers answers;

	_Static_assert(MLS_MASK_ROW_BINS == 64, "one vector has the bins of a row");

	/* levels that a tree has not, and trees that the group has not */
	if (group->depth > MLS_MASK_ROW_DEPTH || n < MLS_MASK_ROW_TREES)
		memset(answers, 0, sizeof(answers));
	for (uint32_t t = 0; t < n; t++)
	{
		uint32_t	places = 1u << group->depths[t];

		answers[0][t] = answer_64(questions, places, table);
		if (places > 64)
			answers[1][t] = answer_64(questions + 64, places, table);
		if (places > 128)
		{
			answers[2][t] = answer_64(questions + 128, places, table);
			answers[3][t] = answer_64(questions + 192, places, table);
		}
		questions += 2 * places;
	}
#pragma GCC unroll 2
	for (uint32_t first = 0; first < MLS_MASK_ROW_TREES; first += 8)
	{
		__m512i		spare = _mm512_cvtepu8_epi64(_mm_loadl_epi64((const __m128i *) (const void *) (group->spare + first)));
		__m256i		leaves = _mm512_cvtepi64_epi32(_mm512_srlv_epi64(_mm512_xor_si512(arrive(group, answers, first), last),
																	 spare));
		__m256i		firsts = _mm256_loadu_si256((const __m256i *) (const void *) (group->scores + first));

		_mm256_storeu_si256((__m256i *) (void *) (scores + first),
							group->has_leaves ? leaves : _mm256_add_epi32(leaves, firsts));
	}
	for (uint32_t t = 0; t < n && group->has_leaves; t++)
		scores[t] = group->scores[t] + (group->leaves[t] == MLS_NONE ? scores[t] : bytes[group->leaves[t] + scores[t]]);
}

/* A bit of an answer is one of the leaf's number. */
static MLS_HOT TARGET void
find_row_levels(const uint8_t *bytes, uint32_t n_bins, const int8_t *bins, uint8_t *leaves)
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
	"AVX-512", is_supported, fill_bins, find_leaves, fill_row, find_row_scores, find_row_levels,
	dense_products, dense_distances, sum_columns, apply_two, squares_of_row, squares_of_rows,
	least_of_rows, take_nearer, roots, place_rows
};

#endif

/*
 * eval/vectors_avx2.c
 *	  The inner loops for x86-64 CPUs with AVX2.
 */
#include "base/hot.h"
#include "eval/vectors.h"

#ifdef MLS_HAS_AVX

#include <immintrin.h>
#include <string.h>

#define TARGET				__attribute__((target("avx2,bmi2,popcnt")))

static bool
is_supported(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* ---- numbers ---- */

typedef double Doubles __attribute__((vector_size(32), aligned(8), may_alias));

#define DOUBLES				Doubles
#define N_DOUBLES			4
#define SQUARE_ROOTS(v)		((DOUBLES) _mm256_sqrt_pd((__m256d) (v)))
#define IS_ANY(masks)		(_mm256_movemask_pd((__m256d) (masks)) != 0)

#include "eval/vectors_columns.h"
#include "eval/vectors_dense.h"
#include "eval/vectors_place.h"
#include "eval/vectors_points.h"

/* ---- blocks of rows ---- */

#define VECTOR				__m256i
#define WIDTH				32
#define PART				32
#define LOAD(p)				_mm256_loadu_si256((const __m256i *) (const void *) (p))
#define LOAD_WAY(p, step)	LOAD(p)
#define STORE(p, v)			_mm256_storeu_si256((__m256i *) (void *) (p), (v))
#define SPLAT(byte)			_mm256_set1_epi8(byte)
#define IS_BELOW(v, cut)	_mm256_cmpgt_epi8((cut), (v))
#define CHOOSE(m, v, w)		_mm256_blendv_epi8((w), (v), (m))
#define ADD(v, w)			_mm256_add_epi8((v), (w))
#define CHOOSE_BELOW(v, cut, w, x)	CHOOSE(IS_BELOW(v, cut), w, x)
#define ADD_BELOW(w, v, cut)		ADD(w, IS_BELOW(v, cut))

#include "eval/vectors_masks.h"

typedef struct Keys
{
	__m256		first;
	__m256		second;
} Keys;

INLINE TARGET Keys
load_keys(const float *keys)
{
	return (Keys) {_mm256_loadu_ps(keys), _mm256_loadu_ps(keys + 8)};
}

/* Twice as many as are below the number. */
INLINE TARGET uint32_t
count_twice(__m256 number, Keys keys)
{
	__m256i		first = _mm256_castps_si256(_mm256_cmp_ps(number, keys.first, _CMP_GT_OQ));
	__m256i		second = _mm256_castps_si256(_mm256_cmp_ps(number, keys.second, _CMP_GT_OQ));

	return (uint32_t) _mm_popcnt_u32((uint32_t) _mm256_movemask_epi8(_mm256_packs_epi32(first, second)));
}

#define KEYS				Keys
#define LOAD_KEYS(p)		load_keys(p)
#define NUMBER				__m256
#define SPLAT_NUMBER(x)		_mm256_set1_ps(x)
#define COUNT_BELOW(x, keys)	count_twice((x), (keys))
#define COUNT_UNIT			2

#include "eval/vectors_bins.h"

/* ---- one row ---- */

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
load_tables(__m256i *tables, const int8_t *bins, const bool many)
{
	for (int i = 0; i < (many ? 4 : 2); i++)
		tables[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *) (const void *) (bins + i * 16)));
}

/* The answers of a group's trees: those at places 32 * i and on of all trees lie together. */
typedef uint32_t GroupAnswers[8][MLS_MASK_ROW_TREES];

/* depth: of all of its trees, or 0. */
INLINE TARGET void
ask_group(const MlsImgMaskRowGroup *group, uint32_t n_trees, const uint8_t *questions, const __m256i *tables,
		  GroupAnswers answers, const bool many, const uint32_t depth)
{
	for (uint32_t t = 0; t < n_trees; t++)
	{
		uint32_t	n = 1u << (depth > 0 ? depth : group->depths[t]);

		answers[0][t] = answer_32(questions, n, tables, many);
		answers[1][t] = answer_32(questions + 32, n, tables, many);
		if (n > 64)
		{
			answers[2][t] = answer_32(questions + 64, n, tables, many);
			answers[3][t] = answer_32(questions + 96, n, tables, many);
		}
		if (n > 128)
		{
#pragma GCC unroll 4
			for (int i = 4; i < 8; i++)
				answers[i][t] = answer_32(questions + i * 32, n, tables, many);
		}
		questions += 2 * n;
	}
}

/* Eight trees' answers at places 32 * i and on, or 32 * (i + 1) where the place has the bit. */
INLINE TARGET __m256i
choose_answers(GroupAnswers answers, int i, uint32_t first, __m256i places, int bit)
{
	__m256		has_bit = _mm256_castsi256_ps(_mm256_slli_epi32(places, 31 - bit));

	return _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(LOAD(&answers[i][first])),
												_mm256_castsi256_ps(LOAD(&answers[i + 1][first])), has_bit));
}

/*
 * A level down: twice the place, and one more if its answer is "below".  within: the
 * place among those that the answers are of.
 */
INLINE TARGET __m256i
descend_within(__m256i places, __m256i within, __m256i answers)
{
	__m256i		below = _mm256_and_si256(_mm256_srlv_epi32(answers, within), _mm256_set1_epi32(1));

	return _mm256_add_epi32(_mm256_add_epi32(places, places), below);
}

INLINE TARGET __m256i
descend(__m256i places, __m256i answers)
{
	return descend_within(places, _mm256_and_si256(places, _mm256_set1_epi32(31)), answers);
}

/* Where eight trees of a group come to, from the first one on. */
INLINE TARGET __m256i
arrive(const MlsImgMaskRowGroup *group, GroupAnswers answers, uint32_t first)
{
	const __m256i top = LOAD(&answers[0][first]);
	__m256i		places = _mm256_set1_epi32(1);

#pragma GCC unroll 5
	for (int level = 0; level < 5; level++)
		places = descend_within(places, places, top);
	places = descend(places, LOAD(&answers[1][first]));
	if (group->depth > 6)
		places = descend(places, choose_answers(answers, 2, first, places, 5));
	if (group->depth > 7)
	{
		__m256		has_bit = _mm256_castsi256_ps(_mm256_slli_epi32(places, 31 - 6));
		__m256		lower = _mm256_castsi256_ps(choose_answers(answers, 4, first, places, 5));
		__m256		upper = _mm256_castsi256_ps(choose_answers(answers, 6, first, places, 5));

		places = descend(places, _mm256_castps_si256(_mm256_blendv_ps(lower, upper, has_bit)));
	}
	return places;
}

static MLS_HOT TARGET void
find_row_scores(const MlsImgMaskRowGroup *group, uint32_t n, const uint8_t *bytes, uint32_t n_bins,
				const int8_t *bins, uint32_t scores[MLS_MASK_ROW_TREES])
{
	const __m256i last = _mm256_set1_epi32((2 << group->depth) - 1);
	const uint8_t *questions = bytes + group->questions;
	GroupAnswers answers;
	__m256i		tables[4];

	/* levels that a tree has not, and trees that the group has not */
	if (group->depth > MLS_MASK_ROW_DEPTH || n < MLS_MASK_ROW_TREES)
		memset(answers, 0, sizeof(answers));
	load_tables(tables, bins, n_bins > 32);
	if (n_bins > 32)
		ask_group(group, n, questions, tables, answers, true, 0);
	else if (group->depth == MLS_MASK_ROW_DEPTH)
		ask_group(group, n, questions, tables, answers, false, MLS_MASK_ROW_DEPTH);
	else
		ask_group(group, n, questions, tables, answers, false, 0);
#pragma GCC unroll 2
	for (uint32_t first = 0; first < MLS_MASK_ROW_TREES; first += 8)
	{
		__m256i		spare = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *) (const void *) (group->spare + first)));
		__m256i		leaves = _mm256_srlv_epi32(_mm256_xor_si256(arrive(group, answers, first), last), spare);

		STORE(scores + first, group->has_leaves ? leaves : _mm256_add_epi32(leaves, LOAD(group->scores + first)));
	}
	for (uint32_t t = 0; t < n && group->has_leaves; t++)
		scores[t] = group->scores[t] + (group->leaves[t] == MLS_NONE ? scores[t] : bytes[group->leaves[t] + scores[t]]);
}

/* A bit of an answer is one of the leaf's number. */
INLINE TARGET void
find_leaves_of_group(const uint8_t *bytes, const int8_t *bins, uint8_t *leaves, const bool many)
{
	__m256i		tables[4];
	uint32_t	answers[MLS_MASK_ROW_TREES / 4];
	__m128i		last = _mm_loadu_si128((const __m128i *) (const void *) (bytes + MLS_MASK_GROUP_LAST));

	_Static_assert(MLS_MASK_ROW_TREES == 16, "a vector has a group's leaves");
	load_tables(tables, bins, many);
#pragma GCC unroll 4
	for (int i = 0; i < MLS_MASK_ROW_TREES / 4; i++)
		answers[i] = answer_32(bytes + i * 32, MLS_MASK_GROUP_CUTS, tables, many);
	_mm_storeu_si128((__m128i *) (void *) leaves,
					 _mm_andnot_si128(_mm_loadu_si128((const __m128i *) (const void *) answers), last));
}

static MLS_HOT TARGET void
find_row_levels(const uint8_t *bytes, uint32_t n_bins, const int8_t *bins, uint8_t *leaves)
{
	if (n_bins <= 32)
		find_leaves_of_group(bytes, bins, leaves, false);
	else
		find_leaves_of_group(bytes, bins, leaves, true);
}

const MlsVectors mls_vectors_avx2 = {
	"AVX2", is_supported, fill_bins, find_leaves, fill_row, find_row_scores, find_row_levels,
	dense_products, dense_distances, sum_columns, apply_two, squares_of_row, squares_of_rows,
	least_of_rows, take_nearer, roots, place_rows
};

#endif

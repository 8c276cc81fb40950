/*
 * eval/linear.c
 *	  Terms of a regression that are a number times a coefficient, for many rows.
 *
 * A row's sum is taken in the order of its terms, each product and each sum
 * rounded by itself; only rows go side by side, whose sums stay in registers from
 * the first term to the last.
 */
#include "eval/linear.h"
#include "eval/vectors.h"

/* Rows whose sums are taken side by side. */
#define SIDE_BY_SIDE	16

#define EACH_BYTE(byte)	(UINT64_C(0x0101010101010101) * (byte))

_Static_assert(MLS_TAG_MISSING == 0 && MLS_TAG_INVALID == 1 && MLS_TAG_DOUBLE == 2 && MLS_TAG_FLOAT == 3 &&
			   MLS_TAG_INTEGER == 4 && MLS_TAG_DATETIME < 16, "the bits of tags are looked at");

/* Of eight tags: not 0 if one is neither of a number as it is computed with nor MISSING. */
static inline uint64_t
other_tags(uint64_t tags)
{
	return (tags & EACH_BYTE(12)) | (tags & ~(tags >> 1) & EACH_BYTE(1));
}

/* Of eight tags of which none is another one: 1 in each that is MISSING. */
static inline uint64_t
missing_tags(uint64_t tags)
{
	return ~(tags >> 1) & EACH_BYTE(1);
}

/* Eight tags of which n count; the others are as good as numbers. */
static inline uint64_t
load_tags(const uint8_t *tags, uint32_t n)
{
	uint64_t	word = EACH_BYTE(MLS_TAG_DOUBLE);

	if (n >= sizeof(word))
		memcpy(&word, tags, sizeof(word));
	else
		memcpy(&word, tags, n);
	return word;
}

/* Whether a column is numbers, or missing. */
static bool
is_number_column(const uint8_t *tags, uint32_t n, bool *complete)
{
	uint64_t	others = 0;
	uint64_t	missing = 0;

	for (uint32_t i = 0; i < n; i += sizeof(uint64_t))
	{
		uint64_t	word = load_tags(tags + i, n - i);

		others |= other_tags(word);
		missing |= missing_tags(word);
	}
	*complete &= missing == 0 || others != 0;
	return others == 0;
}

uint32_t
mls_linear_terms(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n, uint32_t n_rows, bool *complete)
{
	uint32_t	i = 0;

	*complete = true;
	while (i < n && terms[i].kind == MLS_TERM_NUMERIC && terms[i].exponent == 1 &&
		   is_number_column(mls_tags(eval, terms[i].column), n_rows, complete))
		i++;
	return i;
}

/* Four sums; where no register holds them, they are two of two. */
typedef double Sums __attribute__((vector_size(32), aligned(8), may_alias));

static inline __attribute__((always_inline)) void
add(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n, double *scores, uint32_t n_rows)
{
	const size_t stride = eval->stride;
	uint32_t	row = 0;

	for (; row + SIDE_BY_SIDE <= n_rows; row += SIDE_BY_SIDE)
	{
		Sums	   *sums = (Sums *) (scores + row);
		Sums		a = sums[0];
		Sums		b = sums[1];
		Sums		c = sums[2];
		Sums		d = sums[3];

		for (uint32_t i = 0; i < n; i++)
		{
			const Sums *numbers = (const Sums *) (eval->data + terms[i].column * stride + row);
			double		coefficient = terms[i].coefficient;

			a += coefficient * numbers[0];
			b += coefficient * numbers[1];
			c += coefficient * numbers[2];
			d += coefficient * numbers[3];
		}
		sums[0] = a;
		sums[1] = b;
		sums[2] = c;
		sums[3] = d;
	}
	for (; row < n_rows; row++)
	{
		double		sum = scores[row];

		for (uint32_t i = 0; i < n; i++)
			sum += terms[i].coefficient * eval->data[terms[i].column * stride + row].d;
		scores[row] = sum;
	}
}

#ifdef MLS_HAS_AVX

static __attribute__((target("avx2"))) void
add_avx2(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n, double *scores, uint32_t n_rows)
{
	add(eval, terms, n, scores, n_rows);
}

#endif

void
mls_linear_add(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n, double *scores, uint32_t n_rows)
{
#ifdef MLS_HAS_AVX
	if (mls_vectors() != &mls_vectors_plain)
	{
		add_avx2(eval, terms, n, scores, n_rows);
		return;
	}
#endif
	add(eval, terms, n, scores, n_rows);
}

void
mls_linear_mark_missing(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n, uint8_t *missing,
						uint32_t n_rows)
{
	for (uint32_t i = 0; i < n; i++)
	{
		const uint8_t *tags = mls_tags(eval, terms[i].column);

		for (uint32_t row = 0; row < n_rows; row += sizeof(uint64_t))
		{
			uint32_t	size = n_rows - row < sizeof(uint64_t) ? n_rows - row : sizeof(uint64_t);
			uint64_t	marks = missing_tags(load_tags(tags + row, size));
			uint64_t	word = 0;

			if (marks == 0)
				continue;
			memcpy(&word, missing + row, size);
			word |= marks;
			memcpy(missing + row, &word, size);
		}
	}
}

/*
 * eval/linear.c
 *	  Terms of a regression that are a number times a coefficient, for many rows.
 *
 * A row's sum is taken in the order of its terms, each product and each sum
 * rounded by itself; only rows go side by side, whose sums stay in registers from
 * the first term to the last.
 */
#include "eval/columns.h"
#include "eval/linear.h"
#include "eval/vectors.h"

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

	if (mls_all_tags(tags, n, MLS_TAG_DOUBLE))
		return true;
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

void
mls_linear_add(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n, double *scores, uint32_t n_rows)
{
	const MlsColumnSums sums = {
		.data = &eval->data->d,
		.stride = eval->stride,
		.columns = &terms->column,
		.columns_apart = sizeof(*terms),
		.coefficients_apart = sizeof(*terms),
		.n_terms = n,
		.n_rows = n_rows,
		.has_begun = true,
		.n_sums = 1,
		.sums = {{.coefficients = &terms->coefficient, .out = scores}}
	};

	mls_vectors()->sum_columns(&sums);
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

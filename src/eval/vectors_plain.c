/*
 * eval/vectors_plain.c
 *	  The inner loops for any CPU.
 *
 * Vectors of 16 bytes are what nearly every CPU has; where there are none, the
 * compiler makes do with bytes.
 */
#include <string.h>

#include "eval/vectors.h"

typedef int8_t Bytes __attribute__((vector_size(16)));

static bool
is_supported(void)
{
	return true;
}

static void
find_ranks(const double *cuts, const float *keys, uint32_t n_cuts, const double *numbers, uint32_t n, uint32_t *ranks)
{
	for (uint32_t i = 0; i < n; i++)
	{
		const double *from = cuts;
		double		number = numbers[i];

		/* the rank is from - cuts up to that plus left */
		for (uint32_t left = n_cuts; left > 0;)
		{
			uint32_t	half = (left + 1) / 2;

			from += from[half - 1] <= number ? half : 0;
			left -= half;
		}
		ranks[i] = (uint32_t) (from - cuts);
	}
}

static void
run_splits(const MlsImgMaskSplit *splits, uint32_t n_splits, const int8_t *bins, uint8_t *operands, uint32_t n)
{
	for (const MlsImgMaskSplit *split = splits; split < splits + n_splits; split++)
	{
		const int8_t *bin = bins + (size_t) split->bin * MLS_MASK_ROWS;
		const uint8_t *below = operands + (size_t) split->below * MLS_MASK_STRIPE;
		const uint8_t *above = operands + (size_t) split->above * MLS_MASK_STRIPE;
		size_t		below_step = split->below < MLS_MASK_LEAVES ? 0 : sizeof(Bytes);
		size_t		above_step = split->above < MLS_MASK_LEAVES ? 0 : sizeof(Bytes);
		uint8_t    *to = operands + (size_t) MLS_MASK_REGISTER(split->to) * MLS_MASK_STRIPE;
		Bytes		cut;

		memset(&cut, split->cut, sizeof(cut));
		for (uint32_t row = 0; row < n; row += sizeof(Bytes))
		{
			Bytes		mask,
						one,
						other;

			memcpy(&mask, bin + row, sizeof(mask));
			memcpy(&one, below, sizeof(one));
			memcpy(&other, above, sizeof(other));
			mask = (Bytes) (mask < cut);
			other = (one & mask) | (other & ~mask);
			memcpy(to + row, &other, sizeof(other));
			below += below_step;
			above += above_step;
		}
	}
}

const MlsVectors mls_vectors_plain = {"portable", is_supported, find_ranks, run_splits};

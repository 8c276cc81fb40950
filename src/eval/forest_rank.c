/*
 * eval/forest_rank.c
 *	  The rank of a number among a slot's cuts.
 *
 * A search by halving would wait for memory at each of its steps, since what a
 * row leaves in the caches are nodes.  Keys are searched 16 at a time, which lie
 * in one cache line or two, so that there are few steps; and as none is a branch,
 * the searches of several slots go on at once.
 */
#include "eval/forest_run.h"

typedef float Floats __attribute__((vector_size(16)));
typedef int32_t Integers __attribute__((vector_size(16)));

/* How many keys of a block are below the number. */
static inline uint32_t
count_below(const float *keys, Floats number)
{
	Integers	n = {0};

	for (int i = 0; i < MLS_KEY_BLOCK; i += 4)
	{
		Floats		some;

		memcpy(&some, keys + i, sizeof(some));
		n -= (Integers) (some < number);
	}
	return (uint32_t) (n[0] + n[1] + n[2] + n[3]);
}

uint32_t
mls_forest_rank(const double *cuts, const float *keys, uint32_t n, double number)
{
	const Floats as_float = (Floats) {0} + (float) number;
	uint32_t	rank = 0;

	for (uint32_t height = mls_key_height(n) + 1; height-- > 0;)
	{
		rank = rank * MLS_KEY_BLOCK + count_below(keys + (size_t) rank * MLS_KEY_BLOCK, as_float);
		keys += (size_t) mls_key_blocks(n, height) * MLS_KEY_BLOCK;
	}

	/* rounding keeps the order: a key below the float is of a cut below the number, and few others are */
	while (cuts[rank] <= number)
		rank++;
	return rank;
}

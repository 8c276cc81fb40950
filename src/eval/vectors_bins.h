/*
 * eval/vectors_bins.h
 *	  From numbers to bins, for x86-64 CPUs.
 *
 * Included by the variants (vectors_<cpu>.c), which define
 *	 TARGET					attributes of a function that works with them
 *	 KEYS					the type: MLS_KEY_BLOCK keys
 *	 LOAD_KEYS(p)
 *	 NUMBER, SPLAT_NUMBER(float)	what is compared with them
 *	 COUNT_BELOW(number, keys)		how many of the keys are below the number, COUNT_UNIT for each
 */
#ifndef MLS_EVAL_VECTORS_BINS_H
#define MLS_EVAL_VECTORS_BINS_H

#include <immintrin.h>
#include <math.h>

/* How many keys of a block, COUNT_UNIT for each, are below a number. */
INLINE TARGET uint32_t
count_keys(const float *keys, NUMBER number)
{
	return COUNT_BELOW(number, LOAD_KEYS(keys));
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

/*
 * The same, of n cuts whose last level of keys is this: mostly the next key, which
 * has just been read with those before it, says that there is nothing to settle.
 */
INLINE TARGET uint32_t
settle_by_key(const double *cuts, const float *keys, uint32_t n_cuts, uint32_t rank, double number)
{
	return rank < n_cuts && keys[rank] > (float) number ? rank : settle(cuts, rank, number);
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
	NUMBER		key = SPLAT_NUMBER((float) number);
	uint32_t	height = mls_key_height(n_cuts);
	uint32_t	rank = count_keys(keys, key) / COUNT_UNIT;

	for (uint32_t h = height; h > 0; h--)
	{
		keys += (size_t) mls_key_blocks(n_cuts, h) * MLS_KEY_BLOCK;
		rank = rank * MLS_KEY_BLOCK + count_keys(keys + (size_t) rank * MLS_KEY_BLOCK, key) / COUNT_UNIT;
	}
	return settle(cuts, rank, number);
}

static TARGET void
fill_bins(const MlsCuts *cuts, const double *numbers, uint32_t n, int8_t *bins)
{
	const double *all = cuts->cuts;
	const float *keys = cuts->keys;
	const KEYS	first = LOAD_KEYS(keys);

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
			NUMBER		key = SPLAT_NUMBER((float) number);
			const size_t before = COUNT_BELOW(key, first) * (size_t) (MLS_KEY_BLOCK / COUNT_UNIT);
			uint32_t	within = count_keys(keys + MLS_KEY_BLOCK + before, key);

			bins[i] = (int8_t) (settle(all, (uint32_t) before + within / COUNT_UNIT, number) - 128);
		}
	}
	else
	{
		for (uint32_t i = 0; i < n; i++)
		{
			double		number = at_most_infinity(numbers[i]);

			bins[i] = (int8_t) (settle(all, COUNT_BELOW(SPLAT_NUMBER((float) number), first) / COUNT_UNIT, number) - 128);
		}
	}
}

/* The bins of one row. */
static MLS_HOT TARGET void
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
			NUMBER		key = SPLAT_NUMBER((float) number);
			const size_t before = count_keys(keys, key) * (size_t) (MLS_KEY_BLOCK / COUNT_UNIT);
			uint32_t	within = count_keys(keys + MLS_KEY_BLOCK + before, key);
			uint32_t	rank = (uint32_t) before + within / COUNT_UNIT;

			bins[slots[s].first_bin] = (int8_t) (settle_by_key(cuts, keys + MLS_KEY_BLOCK, n_cuts, rank, number) - 128);
		}
		else
			mls_put_bins(find_rank(cuts, keys, n_cuts, number), n_cuts, bins + slots[s].first_bin, 1);
	}
}

#endif

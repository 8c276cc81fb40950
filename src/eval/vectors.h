/*
 * eval/vectors.h
 *	  The inner loops that are written for several CPUs.
 *
 * All variants of a loop give the same bits.  Which one runs is chosen once in a
 * process, by what the CPU has; the first one runs everywhere.
 */
#ifndef MLS_EVAL_VECTORS_H
#define MLS_EVAL_VECTORS_H

#include "image/image.h"

typedef struct MlsVectors
{
	const char *name;
	bool		(*is_supported) (void);

	/*
	 * The rank of each of n numbers among a slot's cuts: how many of these are not
	 * above it.  Numbers are not NaN.
	 */
	void		(*ranks) (const double *cuts, const float *keys, uint32_t n_cuts,
						  const double *numbers, uint32_t n, uint32_t *ranks);

	/*
	 * Runs a tree's splits (image/image_masks.h) for the first n of MLS_MASK_ROWS
	 * rows.  bins: MLS_MASK_ROWS for each bin, each less 128.  operands: for each
	 * leaf MLS_MASK_STRIPE times its number, then the registers; aligned to 32.
	 */
	void		(*run_splits) (const MlsImgMaskSplit *splits, uint32_t n_splits, const int8_t *bins,
							   uint8_t *operands, uint32_t n);
} MlsVectors;

/* The best of those that the CPU supports, or the one that mls_use_vectors() named. */
extern const MlsVectors *mls_vectors(void);

/* For tests: the ith variant that the CPU supports, or NULL; and its use from now on (NULL: the best one's). */
extern const MlsVectors *mls_vectors_at(uint32_t i);
extern void mls_use_vectors(const MlsVectors *vectors);

/* The variants. */
extern const MlsVectors mls_vectors_plain;
#if defined(__x86_64__) && defined(__GNUC__)
#define MLS_HAS_AVX2
extern const MlsVectors mls_vectors_avx2;
#endif

#endif

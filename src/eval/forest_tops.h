/*
 * eval/forest_tops.h
 *	  The first levels of a forest's trees for many rows at once, before they walk
 *	  (image/image_masks.h).
 *
 *	 MlsForestTops tops = mls_tops_begin(run);		if the forest has tops
 *	 ... for each slot, and each MLS_MASK_ROWS rows: mls_tops_bins()
 *	 ... for each MLS_MASK_RESULTS trees: mls_tops_find(), then for each of them mls_tops_of()
 */
#ifndef MLS_EVAL_FOREST_TOPS_H
#define MLS_EVAL_FOREST_TOPS_H

#include "eval/forest_run.h"
#include "eval/vectors.h"

typedef struct MlsForestTops
{
	const MlsForestRun *run;	/* NULL: there are none */
	const MlsVectors *vectors;
	const MlsImgMasks *masks;
	const MlsImgMaskTree *trees;
	int8_t	   *bins;			/* of all rows, block after block */
	uint8_t    *operands;
	uint8_t    *leaves;			/* of MLS_MASK_RESULTS trees, a stride each: of each row */
	size_t		stride;
} MlsForestTops;

/* Where the rows of a tree begin to walk: row "at" at nodes[leaves[at]], or nodes[0] if leaves is NULL. */
typedef struct MlsForestTop
{
	const uint32_t *nodes;
	const uint8_t *leaves;
	uint32_t	depth;
} MlsForestTop;

/* In the evaluation's scratch; for all rows of the run. */
extern MlsForestTops mls_tops_begin(const MlsForestRun *run);

/* The bins of a slot for n rows from "start" on, a multiple of MLS_MASK_ROWS, from their numbers (mls_forest_number()). */
extern void mls_tops_bins(const MlsForestTops *tops, uint32_t slot, uint32_t start, uint32_t n, const double *numbers);

/* The leaves of MLS_MASK_RESULTS trees or fewer, from tree "first" on, for rows "start", such a multiple, to "end". */
extern void mls_tops_find(const MlsForestTops *tops, uint32_t first, uint32_t start, uint32_t end);

/* The top of a tree, whose leaves have been found. */
static inline MlsForestTop
mls_tops_of(const MlsForestTops *tops, uint32_t tree)
{
	const MlsImgMaskTree *record = &tops->trees[tree];

	return (MlsForestTop) {
		MLS_RECORDS(tops->run->eval->image, INDEX) + record->scores.first,
		tops->leaves + tree % MLS_MASK_RESULTS * tops->stride,
		record->depth
	};
}

#endif

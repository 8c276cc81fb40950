/*
 * eval/forest_tops.c
 *	  The first levels of a forest's trees for many rows at once, before they walk.
 */
#include "eval/forest_tops.h"

static inline int8_t *
bins_of(const MlsForestTops *tops, uint32_t start)
{
	return tops->bins + (size_t) start * tops->masks->n_bins;
}

MlsForestTops
mls_tops_begin(const MlsForestRun *run)
{
	const MlsImage *image = run->eval->image;
	const MlsImgMasks *masks = &MLS_RECORDS(image, MASKS)[run->forest->tops];
	MlsForestTops tops = {
		.run = run,
		.vectors = mls_vectors(),
		.masks = masks,
		.trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first,
		.stride = ((size_t) run->rows->n + MLS_MASK_ROWS - 1) / MLS_MASK_ROWS * MLS_MASK_ROWS
	};
	size_t		operands = MLS_MASK_REGISTER((size_t) masks->n_registers);
	char	   *room = mls_scratch(run->eval, 64 + operands + tops.stride * (masks->n_bins + MLS_MASK_RESULTS));

	/* to a cache line: image/kernel_forest.c gives one more */
	room += (64 - (uintptr_t) room % 64) % 64;
	tops.operands = (uint8_t *) room;
	tops.bins = (int8_t *) room + operands;
	tops.leaves = (uint8_t *) tops.bins + tops.stride * masks->n_bins;
	return tops;
}

void
mls_tops_bins(const MlsForestTops *tops, uint32_t slot, uint32_t start, uint32_t n, const double *numbers)
{
	const MlsImage *image = tops->run->eval->image;
	const MlsImgForestSlot *record = &tops->run->slots[slot];
	MlsCuts		cuts = {
		MLS_RECORDS(image, NUMBER) + record->top_cuts.first,
		MLS_RECORDS(image, FLOAT) + record->top_keys,
		record->top_cuts.n
	};

	if (cuts.n > 0)
		tops->vectors->fill_bins(&cuts, numbers, n, bins_of(tops, start) + (size_t) record->first_bin * MLS_MASK_ROWS);
}

void
mls_tops_find(const MlsForestTops *tops, uint32_t first, uint32_t start, uint32_t end)
{
	const MlsImgMaskQuestion *questions = MLS_RECORDS(tops->run->eval->image, MASK_QUESTION);
	uint32_t	n = tops->masks->trees.n - first;

	n = n < MLS_MASK_RESULTS ? n : MLS_MASK_RESULTS;
	for (; start < end; start += MLS_MASK_ROWS)
	{
		uint32_t	n_rows = end - start < MLS_MASK_ROWS ? end - start : MLS_MASK_ROWS;

		for (uint32_t i = 0; i < n; i++)
		{
			const MlsImgMaskTree *tree = &tops->trees[first + i];
			MlsMaskTree shape = {tree->form, tree->depth, questions + tree->questions.first, NULL, 0};

			tops->vectors->find_leaves(&shape, bins_of(tops, start), tops->operands, i, n_rows);
			memcpy(tops->leaves + i * tops->stride + start, tops->operands + MLS_MASK_REGISTER(i), n_rows);
		}
	}
}

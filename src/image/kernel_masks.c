/*
 * image/kernel_masks.c
 *	  The mask kernel in an image: its check, its scratch.
 *
 * What must hold: each split reads bins that there are and registers that splits
 * of the same tree have written, so that what the last one chooses is a leaf of
 * the tree.
 */
#include "image/kernel_int.h"

static const char *
check_cuts(const MlsImage *image, const MlsImgForestSlot *slot)
{
	const double *cuts = MLS_RECORDS(image, NUMBER) + slot->cuts.first;
	const float *key = MLS_RECORDS(image, FLOAT) + slot->keys;
	uint32_t	n = slot->cuts.n;

	MLS_NEED(n < UINT32_MAX && MLS_HAS_SPAN(image, NUMBER, ((MlsSpan) {slot->cuts.first, n + 1})) &&
			 slot->keys <= MLS_N_RECORDS(image, FLOAT) &&
			 mls_n_keys(n) <= MLS_N_RECORDS(image, FLOAT) - slot->keys,
			 "a forest's cuts do not exist");
	for (uint32_t i = 0; i < n; i++)
		MLS_NEED(i == 0 ? cuts[i] == cuts[i] : cuts[i - 1] < cuts[i], "a forest's cuts do not ascend");
	MLS_NEED(cuts[n] != cuts[n], "a forest's cuts do not end");
	for (uint32_t height = mls_key_height(n) + 1; height-- > 0;)
	{
		for (uint32_t i = 0; i < mls_key_blocks(n, height) * MLS_KEY_BLOCK; i++)
			MLS_NEED(*key++ == mls_key(cuts, n, height, i), "a forest's keys are not those of its cuts");
	}
	return NULL;
}

/* Registers that a tree has written so far, a bit for each. */
static inline bool
is_readable(uint16_t way, uint32_t n_leaves, uint64_t written)
{
	uint32_t	beyond = way - MLS_MASK_LEAVES;
	uint32_t	stripes = MLS_MASK_ROWS / MLS_MASK_STRIPE;

	if (way < MLS_MASK_LEAVES)
		return way < n_leaves;
	return beyond % stripes == 0 && beyond / stripes < MLS_MASK_REGISTERS && (written >> (beyond / stripes) & 1) != 0;
}

static const char *
check_tree(const MlsImage *image, const MlsImgForest *forest, const MlsImgMasks *masks,
		   const MlsImgMaskTree *tree, uint32_t number)
{
	const MlsImgMaskSplit *splits = MLS_RECORDS(image, MASK_SPLIT) + tree->splits.first;
	bool		is_float = forest->is_simple && forest->is_float;
	uint64_t	written = 0;

	MLS_NEED(tree->scores.n > 0 && mls_span_within(tree->scores, is_float ? MLS_N_RECORDS(image, FLOAT) :
												   MLS_N_RECORDS(image, NUMBER)),
			 "a tree's scores do not exist");
	for (uint32_t i = 0; i < tree->scores.n && forest->is_vector; i++)
	{
		double		score = MLS_RECORDS(image, NUMBER)[tree->scores.first + i];

		MLS_NEED(!(score < 0 || score >= forest->n_score_rows), "a forest's leaf has no scores");
	}
	for (uint32_t i = 0; i < tree->splits.n; i++)
	{
		MLS_NEED(splits[i].bin < masks->n_bins, "a split has no bin");
		MLS_NEED(is_readable(splits[i].below, tree->scores.n, written) &&
				 is_readable(splits[i].above, tree->scores.n, written), "a split leads nowhere");
		MLS_NEED(i + 1 == tree->splits.n ? splits[i].to == number % MLS_MASK_RESULTS :
				 splits[i].to >= MLS_MASK_RESULTS && splits[i].to < masks->n_registers, "a split has no register");
		written |= UINT64_C(1) << splits[i].to;
	}
	return NULL;
}

const char *
mls_check_kernel_masks(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const char *fault = mls_check_kernel_forest(image, model, given);
	const MlsImgForest *forest;
	const MlsImgForestSlot *slots;
	const MlsImgMasks *masks;

	if (fault != NULL)
		return fault;
	forest = &MLS_RECORDS(image, FOREST)[model->body];
	slots = MLS_RECORDS(image, FOREST_SLOT) + forest->slots.first;
	MLS_NEED(MLS_GIVE_ONE(image, given, MASKS, forest->masks), "a forest has no masks");
	masks = &MLS_RECORDS(image, MASKS)[forest->masks];
	MLS_NEED(MLS_GIVE(image, given, MASK_TREE, masks->trees) && masks->trees.n == forest->trees.n &&
			 MLS_GIVE(image, given, MASK_SPLIT, masks->splits), "a forest's masks do not exist");
	MLS_NEED(masks->n_registers >= MLS_MASK_RESULTS && masks->n_registers <= MLS_MASK_REGISTERS &&
			 masks->n_bins <= MLS_MASK_BINS, "a forest has too many registers or bins");
	for (uint32_t s = 0; s < forest->slots.n && fault == NULL; s++)
	{
		MLS_NEED(slots[s].first_bin <= masks->n_bins &&
				 (slots[s].cuts.n + (uint64_t) MLS_CUTS_OF_BIN - 1) / MLS_CUTS_OF_BIN <= masks->n_bins - slots[s].first_bin,
				 "a slot has no bins");
		fault = check_cuts(image, &slots[s]);
	}
	for (uint32_t t = 0; t < masks->trees.n && fault == NULL; t++)
	{
		const MlsImgMaskTree *tree = &MLS_RECORDS(image, MASK_TREE)[masks->trees.first + t];

		MLS_NEED(tree->splits.first >= masks->splits.first &&
				 mls_span_within((MlsSpan) {tree->splits.first - masks->splits.first, tree->splits.n}, masks->splits.n),
				 "a tree's splits do not exist");
		fault = check_tree(image, forest, masks, tree, t);
	}
	return fault;
}

/*
 * What forests take, be it for few rows or because eval/forest_run.c takes it,
 * and for a block of rows the bins, leaf numbers and registers, a slot's numbers
 * and ranks, and the sums (eval/eval_masks.c).
 */
MlsScratch
mls_scratch_masks(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	const MlsImgMasks *masks = &MLS_RECORDS(image, MASKS)[forest->masks];
	MlsScratch	scratch = mls_scratch_forest(image, model);

	scratch.fixed += 64 + MLS_MASK_ROWS * ((uint64_t) masks->n_bins + MLS_MASK_LEAVES * MLS_MASK_STRIPE / MLS_MASK_ROWS +
										   masks->n_registers + sizeof(double) + sizeof(uint32_t) +
										   forest->n_outputs * sizeof(double));
	return scratch;
}

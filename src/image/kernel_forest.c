/*
 * image/kernel_forest.c
 *	  The forest kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_forest_nodes(const MlsImage *image, const MlsImgForest *forest)
{
	const MlsImgForestNode *nodes = MLS_RECORDS(image, FOREST_NODE) + forest->nodes.first;
	const double *leaves = MLS_RECORDS(image, NUMBER) + forest->leaves;
	uint32_t	slot_mask = ((uint32_t) 1 << forest->slot_bits) - 1;

	for (uint32_t i = 0; i < forest->nodes.n; i++)
	{
		const MlsImgForestNode *node = &nodes[i];
		uint32_t	ahead = node->way >> forest->slot_bits;
		uint32_t	slot = node->way & slot_mask;

		MLS_NEED(slot == 0 || slot < forest->slots.n, "a forest's node has no slot");
		if (ahead > 0)
			MLS_NEED(ahead < forest->nodes.n - i &&
					 (node->ordinal == MLS_ORDINAL_LEAF || ahead + 1 < forest->nodes.n - i),
					 "a forest's node has no children");
		else
		{
			MLS_NEED(node->ordinal == MLS_ORDINAL_LEAF, "a forest's node leads nowhere");

			/* NAN, which is neither, says that there is no prediction */
			if (forest->is_vector)
				MLS_NEED(!(leaves[i] < 0 || leaves[i] >= forest->n_score_rows), "a forest's leaf has no scores");
			if (forest->linear.n > 0)
				MLS_NEED(leaves[i] >= 0 && leaves[i] < forest->linear.n, "a forest's leaf has no function");
		}
	}
	return NULL;
}

static const char *
check_cuts(const MlsImage *image, MlsSpan span, uint32_t keys)
{
	const double *cuts = MLS_RECORDS(image, NUMBER) + span.first;
	const float *key = MLS_RECORDS(image, FLOAT) + keys;
	uint32_t	n = span.n;

	MLS_NEED(n < MLS_ORDINAL_MISSING && MLS_HAS_SPAN(image, NUMBER, ((MlsSpan) {span.first, n + 1})) &&
			 keys <= MLS_N_RECORDS(image, FLOAT) &&
			 mls_n_keys(n) <= MLS_N_RECORDS(image, FLOAT) - keys,
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

static const char *
check_forest_slots(const MlsImage *image, const MlsImgForest *forest)
{
	const MlsImgForestSlot *slots = MLS_RECORDS(image, FOREST_SLOT) + forest->slots.first;
	const char *fault = NULL;

	for (uint32_t i = 0; i < forest->slots.n; i++)
	{
		MLS_NEED(MLS_HAS_COLUMN(image, slots[i].column), "a forest's field does not exist");
		MLS_NEED(MLS_IS_BOOL(slots[i].missing_is_below) && MLS_IS_BOOL(slots[i].missing_is_null) &&
				 MLS_IS_BOOL(slots[i].is_text), "a slot's flag is no boolean");
		MLS_NEED(MLS_HAS_SPAN(image, FOREST_CODE, slots[i].codes), "a forest's codes do not exist");
		MLS_NEED(slots[i].ordinal <= MLS_ORDINAL_RANK, "a slot's ordinals are unknown");
		if (forest->masks != MLS_NONE || slots[i].ordinal == MLS_ORDINAL_RANK)
			fault = check_cuts(image, slots[i].cuts, slots[i].keys);
		if (fault == NULL && forest->tops != MLS_NONE)
			fault = check_cuts(image, slots[i].top_cuts, slots[i].top_keys);
		if (fault)
			return fault;
	}
	return NULL;
}

/* A row that leaves a top goes on at a node of the forest, whichever it is. */
static const char *
check_top(const MlsImage *image, const MlsImgForest *forest, const MlsImgMasks *tops, const MlsImgMaskTree *tree)
{
	const uint32_t *nodes = MLS_RECORDS(image, INDEX) + tree->scores.first;

	MLS_NEED(tree->form == MLS_MASK_HEAP && tree->depth <= MLS_TOP_DEPTH, "a tree's top has an unknown form");
	MLS_NEED(MLS_HAS_SPAN(image, INDEX, tree->scores), "a tree's top leads nowhere");
	for (uint32_t i = 0; i < tree->scores.n; i++)
		MLS_NEED(nodes[i] < forest->nodes.n, "a tree's top leads to no node");
	return mls_check_questions(image, tops, tree);
}

static const char *
check_tops(const MlsImage *image, const MlsImgForest *forest, MlsGiven *given)
{
	const MlsImgForestSlot *slots = MLS_RECORDS(image, FOREST_SLOT) + forest->slots.first;
	const MlsImgMasks *tops;
	const char *fault = NULL;
	uint64_t	n_bins = 0;

	MLS_NEED(MLS_GIVE_ONE(image, given, MASKS, forest->tops), "a forest has no tops");
	tops = &MLS_RECORDS(image, MASKS)[forest->tops];
	MLS_NEED(MLS_GIVE(image, given, MASK_TREE, tops->trees) && tops->trees.n == forest->trees.n &&
			 MLS_GIVE(image, given, MASK_QUESTION, tops->questions), "a forest's tops do not exist");
	MLS_NEED(tops->n_registers <= MLS_MASK_REGISTERS && tops->n_bins <= MLS_TOP_BINS,
			 "a forest's tops have too many registers or bins");
	for (uint32_t s = 0; s < forest->slots.n; s++)
	{
		MLS_NEED(slots[s].first_bin == n_bins, "a slot has not the bins behind those before");
		n_bins += ((uint64_t) slots[s].top_cuts.n + MLS_CUTS_OF_BIN - 1) / MLS_CUTS_OF_BIN;
	}
	MLS_NEED(n_bins == tops->n_bins, "a forest has not as many bins as its slots");
	for (uint32_t t = 0; t < tops->trees.n && fault == NULL; t++)
		fault = check_top(image, forest, tops, &MLS_RECORDS(image, MASK_TREE)[tops->trees.first + t]);
	return fault;
}

const char *
mls_check_kernel_forest(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgForestTree *trees = MLS_RECORDS(image, FOREST_TREE);
	bool		classifies = model->function == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	n_numbers = MLS_N_RECORDS(image, NUMBER);
	const MlsImgForest *forest;
	const char *fault;

	MLS_NEED(MLS_GIVE_ONE(image, given, FOREST, model->body), "a model's forest does not exist");
	MLS_NEED(classifies || model->function == MLS_FUNCTION_REGRESSION, "a forest has an unknown function");
	forest = &MLS_RECORDS(image, FOREST)[model->body];
	MLS_NEED(MLS_IS_BOOL(forest->is_float) && MLS_IS_BOOL(forest->is_vector) && MLS_IS_BOOL(forest->is_vote) &&
			 MLS_IS_BOOL(forest->is_simple) && !(forest->is_simple && forest->is_vector),
			 "a forest's flag is no boolean");
	MLS_NEED(forest->link < MLS_N_LINKS, "a forest's link does not exist");
	MLS_NEED(forest->missing_prediction_treatment <= MLS_PREDICTION_RETURN_MISSING, "a forest's treatment is unknown");
	MLS_NEED(forest->n_outputs > 0, "a forest has no output");
	if (classifies)
		MLS_NEED(model->categories.n == (forest->n_outputs == 1 ? 2 : forest->n_outputs),
				 "a forest has not as many outputs as categories");
	else
		MLS_NEED(model->n_values == forest->n_outputs, "a forest has not as many outputs as values");
	MLS_NEED(mls_span_within((MlsSpan) {forest->initial, forest->n_outputs}, n_numbers) &&
			 forest->scores <= n_numbers &&
			 (uint64_t) forest->n_score_rows * forest->n_outputs <= n_numbers - forest->scores,
			 "a forest's scores do not exist");
	MLS_NEED(MLS_HAS_SPAN(image, FOREST_LINEAR, forest->linear) &&
			 (forest->linear.n == 0 || (!forest->is_vector && !forest->is_simple)), "a forest's functions do not exist");
	for (uint32_t i = forest->linear.first; i < forest->linear.first + forest->linear.n; i++)
	{
		const MlsImgForestLinear *linear = &MLS_RECORDS(image, FOREST_LINEAR)[i];

		MLS_NEED(MLS_HAS_SPAN(image, FOREST_TERM, linear->terms), "a function's terms do not exist");
		for (uint32_t k = 0; k < linear->terms.n; k++)
			MLS_NEED(MLS_HAS_COLUMN(image, MLS_RECORDS(image, FOREST_TERM)[linear->terms.first + k].column),
					 "a function's field does not exist");
	}
	MLS_NEED(forest->margins == MLS_NONE || mls_columns_within(image, forest->margins, forest->n_outputs),
			 "a forest's margins have no columns");
	MLS_NEED(MLS_GIVE(image, given, FOREST_SLOT, forest->slots) &&
			 MLS_GIVE(image, given, FOREST_TREE, forest->trees) &&
			 MLS_GIVE(image, given, FOREST_NODE, forest->nodes),
			 "a forest's trees do not exist");
	MLS_NEED(forest->slot_bits < 32 && forest->slots.n <= (uint32_t) 1 << forest->slot_bits,
			 "a forest's nodes cannot name its slots");
	MLS_NEED(mls_span_within((MlsSpan) {forest->leaves, forest->nodes.n}, n_numbers), "a forest's leaves do not exist");
	for (uint32_t i = forest->trees.first; i < forest->trees.first + forest->trees.n; i++)
	{
		MLS_NEED(trees[i].root >= forest->nodes.first && trees[i].root - forest->nodes.first < forest->nodes.n,
				 "a forest's tree has no root");
		MLS_NEED(trees[i].output < forest->n_outputs, "a forest's tree has no output");
	}
	fault = check_forest_slots(image, forest);
	if (fault == NULL && forest->tops != MLS_NONE)
		fault = check_tops(image, forest, given);
	return fault ? fault : check_forest_nodes(image, forest);
}

/*
 * The ordinals of each row's slots, and once more for one row, its outputs, its
 * flags and its place (eval/forest_run.c, eval/eval_forest.c: five arrays).  Tops take operands, and
 * for each row its bins and its leaf in so many trees; the last block need not be full
 * (eval/forest_tops.c).
 */
MlsScratch
mls_scratch_forest(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	uint64_t	ordinals = mls_forest_stride(forest) * sizeof(uint32_t);
	MlsScratch	scratch = {5 * 8 + ordinals, ordinals + (uint64_t) forest->n_outputs * sizeof(double) + 1 + sizeof(uint32_t)};

	if (forest->tops != MLS_NONE)
	{
		const MlsImgMasks *tops = &MLS_RECORDS(image, MASKS)[forest->tops];
		uint64_t	row = (uint64_t) tops->n_bins + MLS_MASK_RESULTS;

		scratch.fixed += 64 + MLS_MASK_REGISTER((uint64_t) tops->n_registers) + MLS_MASK_ROWS * row;
		scratch.per_row += row;
	}
	return scratch;
}

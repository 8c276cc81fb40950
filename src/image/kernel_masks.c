/*
 * image/kernel_masks.c
 *	  The mask kernel in an image: its check, its scratch.
 *
 * What must hold: each question reads bins that there are, and a list's splits
 * read registers that splits of the same tree have written, so that what the last
 * one chooses is a leaf of the tree.
 */
#include "image/kernel_int.h"

static inline bool
is_bin(const MlsImgMasks *masks, uint16_t bin)
{
	return bin % MLS_MASK_BIN(1) == 0 && bin / MLS_MASK_BIN(1) < masks->n_bins;
}

const char *
mls_check_questions(const MlsImage *image, const MlsImgMasks *masks, const MlsImgMaskTree *tree)
{
	const MlsImgMaskQuestion *questions = MLS_RECORDS(image, MASK_QUESTION) + tree->questions.first;

	MLS_NEED(tree->questions.first >= masks->questions.first &&
			 mls_span_within((MlsSpan) {tree->questions.first - masks->questions.first, tree->questions.n},
							 masks->questions.n),
			 "a tree's questions do not exist");
	MLS_NEED(tree->depth <= MLS_MASK_DEPTH && tree->scores.n == 1u << tree->depth &&
			 tree->questions.n == mls_mask_questions(tree->form, tree->depth), "a tree has too few questions or scores");
	if (tree->form == MLS_MASK_HEAP)
		MLS_NEED(tree->depth >= 3 && MLS_MASK_RESULTS + (1u << tree->depth) / 8 <= masks->n_registers,
				 "a tree has too few registers");
	for (uint32_t i = 0; i < tree->questions.n; i++)
		MLS_NEED(is_bin(masks, questions[i].bin), "a question has no bin");
	return NULL;
}

/* The number of the register at a place among the operands, or MLS_MASK_REGISTERS. */
static inline uint32_t
register_at(const MlsImgMasks *masks, uint16_t operand)
{
	uint32_t	beyond = operand - MLS_MASK_REGISTER(0);

	return operand >= MLS_MASK_REGISTER(0) && beyond % MLS_MASK_ROWS == 0 && beyond / MLS_MASK_ROWS < masks->n_registers ?
		beyond / MLS_MASK_ROWS : MLS_MASK_REGISTERS;
}

/* A way leads to a leaf of the tree, or a register that a split has written. */
static inline bool
is_readable(const MlsImgMasks *masks, uint16_t way, bool is_register, uint32_t n_leaves, const bool *is_written)
{
	uint32_t	number = register_at(masks, way);

	return is_register ? number < MLS_MASK_REGISTERS && is_written[number] :
		way % MLS_MASK_LEAF(1) == 0 && way / MLS_MASK_LEAF(1) < n_leaves;
}

static const char *
check_list(const MlsImage *image, const MlsImgMasks *masks, const MlsImgMaskTree *tree, uint32_t number)
{
	const MlsImgMaskSplit *splits = MLS_RECORDS(image, MASK_SPLIT) + tree->questions.first;
	bool		is_written[MLS_MASK_REGISTERS] = {false};

	MLS_NEED(tree->questions.first >= masks->splits.first &&
			 mls_span_within((MlsSpan) {tree->questions.first - masks->splits.first, tree->questions.n}, masks->splits.n),
			 "a tree's splits do not exist");
	MLS_NEED(tree->questions.n > 0 && tree->scores.n > 0 && tree->scores.n <= MLS_MASK_LEAVES, "a tree has no splits");
	for (uint32_t i = 0; i < tree->questions.n; i++)
	{
		uint32_t	to = register_at(masks, splits[i].to);

		MLS_NEED(MLS_IS_BOOL(splits[i].below_is_register) && MLS_IS_BOOL(splits[i].above_is_register) &&
				 is_bin(masks, splits[i].bin), "a split has no bin");
		MLS_NEED(is_readable(masks, splits[i].below, splits[i].below_is_register, tree->scores.n, is_written) &&
				 is_readable(masks, splits[i].above, splits[i].above_is_register, tree->scores.n, is_written),
				 "a split leads nowhere");
		MLS_NEED(i + 1 == tree->questions.n ? to == number % MLS_MASK_RESULTS :
				 to >= MLS_MASK_RESULTS && to < MLS_MASK_REGISTERS, "a split has no register");
		is_written[to] = true;
	}
	return NULL;
}

static const char *
check_tree(const MlsImage *image, const MlsImgForest *forest, const MlsImgMasks *masks,
		   const MlsImgMaskTree *tree, uint32_t number)
{
	bool		is_float = forest->is_simple && forest->is_float;

	MLS_NEED(tree->form < MLS_N_MASK_FORMS, "a tree has an unknown form");
	MLS_NEED(mls_span_within(tree->scores, is_float ? MLS_N_RECORDS(image, FLOAT) : MLS_N_RECORDS(image, NUMBER)),
			 "a tree's scores do not exist");
	for (uint32_t i = 0; i < tree->scores.n && forest->is_vector; i++)
	{
		double		score = MLS_RECORDS(image, NUMBER)[tree->scores.first + i];

		MLS_NEED(!(score < 0 || score >= forest->n_score_rows), "a forest's leaf has no scores");
	}
	for (uint32_t i = 0; i < tree->scores.n && forest->linear.n > 0; i++)
	{
		double		score = MLS_RECORDS(image, NUMBER)[tree->scores.first + i];

		MLS_NEED(score >= 0 && score < forest->linear.n, "a forest's leaf has no function");
	}
	return tree->form == MLS_MASK_LIST ? check_list(image, masks, tree, number) : mls_check_questions(image, masks, tree);
}

/*
 * A group of n trees.  Any number of a bin will do: a shuffle takes what it says from
 * a vector.
 */
static const char *
check_row_group(const MlsImage *image, const MlsImgMasks *masks, const MlsImgMaskTree *trees, uint32_t n,
				const MlsImgMaskRowGroup *group)
{
	uint64_t	n_questions = 0;

	MLS_NEED(MLS_IS_BOOL(group->has_leaves) && group->depth <= MLS_MASK_DEPTH, "a group of trees is too deep");
	for (uint32_t t = 0; t < n; t++)
	{
		MlsSpan		leaves = {group->leaves[t] - masks->row_bytes.first, 0};

		MLS_NEED(group->depths[t] >= MLS_MASK_ROW_DEPTH && group->depths[t] <= group->depth &&
				 group->spare[t] <= group->depth && group->scores[t] == trees[t].scores.first,
				 "a tree has too many questions for a row");
		n_questions += 2u << group->depths[t];
		leaves.n = 1u << (group->depth - group->spare[t]);
		if (!group->has_leaves || group->leaves[t] == MLS_NONE)
		{
			MLS_NEED(leaves.n <= trees[t].scores.n, "a tree has not so many leaves");
			continue;
		}
		MLS_NEED(group->leaves[t] >= masks->row_bytes.first && mls_span_within(leaves, masks->row_bytes.n),
				 "a tree's leaves do not exist");
		for (uint32_t i = 0; i < leaves.n; i++)
			MLS_NEED(MLS_RECORDS(image, MASK_BYTE)[group->leaves[t] + i] < trees[t].scores.n,
					 "a tree has not so many leaves");
	}
	MLS_NEED(group->questions >= masks->row_bytes.first &&
			 mls_span_within((MlsSpan) {group->questions - masks->row_bytes.first, (uint32_t) n_questions},
							 masks->row_bytes.n), "a group's questions do not exist");
	return NULL;
}

static const char *
check_row_groups(const MlsImage *image, const MlsImgMasks *masks)
{
	const MlsImgMaskTree *trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first;
	const char *fault = NULL;

	for (uint32_t g = 0; g < masks->row_groups.n && fault == NULL; g++)
	{
		uint32_t	first = g * MLS_MASK_ROW_TREES;
		uint32_t	n = masks->trees.n - first < MLS_MASK_ROW_TREES ? masks->trees.n - first : MLS_MASK_ROW_TREES;

		fault = check_row_group(image, masks, trees + first, n,
								&MLS_RECORDS(image, MASK_ROW_GROUP)[masks->row_groups.first + g]);
	}
	return fault;
}

/* Here too any number of a bin will do; a leaf is a part of the last one's bits. */
static const char *
check_row_levels(const MlsImage *image, const MlsImgMasks *masks)
{
	const MlsImgMaskTree *trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first;
	const uint8_t *bytes = MLS_RECORDS(image, MASK_BYTE) + masks->row_bytes.first;

	MLS_NEED(masks->row_bytes.n == (uint64_t) mls_mask_row_groups(masks->trees.n) * MLS_MASK_GROUP_BYTES,
			 "a forest has not the bytes of its groups");
	for (uint32_t t = 0; t < masks->trees.n; t++)
	{
		const uint8_t *group = bytes + (size_t) (t / MLS_MASK_ROW_TREES) * MLS_MASK_GROUP_BYTES;

		MLS_NEED(group[MLS_MASK_GROUP_LAST + t % MLS_MASK_ROW_TREES] < trees[t].scores.n, "a tree has not so many leaves");
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
	uint64_t	n_bins = 0;

	if (fault != NULL)
		return fault;
	forest = &MLS_RECORDS(image, FOREST)[model->body];
	slots = MLS_RECORDS(image, FOREST_SLOT) + forest->slots.first;
	MLS_NEED(MLS_GIVE_ONE(image, given, MASKS, forest->masks), "a forest has no masks");
	masks = &MLS_RECORDS(image, MASKS)[forest->masks];
	MLS_NEED(MLS_GIVE(image, given, MASK_TREE, masks->trees) && masks->trees.n == forest->trees.n &&
			 MLS_GIVE(image, given, MASK_QUESTION, masks->questions) &&
			 MLS_GIVE(image, given, MASK_SPLIT, masks->splits) &&
			 MLS_GIVE(image, given, MASK_ROW_GROUP, masks->row_groups) &&
			 masks->row_form < MLS_N_MASK_ROW_FORMS &&
			 masks->row_groups.n == (masks->row_form == MLS_MASK_ROW_HEAPS ? mls_mask_row_groups(masks->trees.n) : 0) &&
			 MLS_GIVE(image, given, MASK_BYTE, masks->row_bytes), "a forest's masks do not exist");
	MLS_NEED(masks->n_registers >= MLS_MASK_RESULTS && masks->n_registers <= MLS_MASK_REGISTERS &&
			 masks->n_bins <= (masks->row_form != MLS_MASK_ROW_NONE ? MLS_MASK_ROW_BINS : MLS_MASK_BINS),
			 "a forest has too many registers or bins");
	for (uint32_t s = 0; s < forest->slots.n; s++)
	{
		MLS_NEED(slots[s].cuts.n > 0 && slots[s].first_bin == n_bins, "a slot has not the bins behind those before");
		n_bins += ((uint64_t) slots[s].cuts.n + MLS_CUTS_OF_BIN - 1) / MLS_CUTS_OF_BIN;
	}
	MLS_NEED(n_bins == masks->n_bins, "a forest has not as many bins as its slots");
	for (uint32_t t = 0; t < masks->trees.n && fault == NULL; t++)
		fault = check_tree(image, forest, masks, &MLS_RECORDS(image, MASK_TREE)[masks->trees.first + t], t);
	if (fault == NULL)
		fault = check_row_groups(image, masks);
	if (masks->row_form == MLS_MASK_ROW_LEVELS && fault == NULL)
		fault = check_row_levels(image, masks);
	return fault;
}

/*
 * What forests take, be it for few rows or because eval/forest_run.c takes it,
 * and for blocks of rows the operands, a slot's numbers, the bins and the sums
 * (eval/eval_masks.c); the last block need not be full.
 */
MlsScratch
mls_scratch_masks(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	const MlsImgMasks *masks = &MLS_RECORDS(image, MASKS)[forest->masks];
	MlsScratch	scratch = mls_scratch_forest(image, model);
	uint64_t	block = mls_mask_block_bytes(masks, forest->n_outputs);

	scratch.fixed += 64 + MLS_MASK_REGISTER((uint64_t) masks->n_registers) + MLS_MASK_ROWS * sizeof(double) + block;
	scratch.per_row += block / MLS_MASK_ROWS;
	return scratch;
}

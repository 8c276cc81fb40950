/*
 * image/kernel_forest.c
 *	  The forest kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_forest_nodes(const MlsImage *image, const MlsImgForest *forest)
{
	const MlsImgForestNode *nodes = MLS_RECORDS(image, FOREST_NODE);
	uint32_t	end = forest->nodes.first + forest->nodes.n;

	for (uint32_t i = forest->nodes.first; i < end; i++)
	{
		const MlsImgForestNode *node = &nodes[i];
		uint32_t	second = node->child + 1;

		if (node->slot < forest->slots.n)
		{
			MLS_NEED(node->child > i && second > node->child && second < end, "a forest's node has no children");
			continue;
		}
		MLS_NEED(node->slot == forest->slots.n, "a forest's node has no slot");
		MLS_NEED(second == i || (second > i && second < end), "a forest's leaf leads nowhere");

		/* NAN, which is neither, says that there is no prediction */
		if (second == i && forest->is_vector)
			MLS_NEED(!(node->threshold < 0 || node->threshold >= forest->n_score_rows),
					 "a forest's leaf has no scores");
	}
	return NULL;
}

const char *
mls_check_kernel_forest(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgForestTree *trees = MLS_RECORDS(image, FOREST_TREE);
	const MlsImgForestSlot *slots = MLS_RECORDS(image, FOREST_SLOT);
	bool		classifies = model->function == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	n_numbers = MLS_N_RECORDS(image, NUMBER);
	const MlsImgForest *forest;

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
	MLS_NEED(MLS_GIVE(image, given, FOREST_SLOT, forest->slots) &&
			 MLS_GIVE(image, given, FOREST_TREE, forest->trees) &&
			 MLS_GIVE(image, given, FOREST_NODE, forest->nodes),
			 "a forest's trees do not exist");
	for (uint32_t i = forest->slots.first; i < forest->slots.first + forest->slots.n; i++)
	{
		MLS_NEED(MLS_HAS_COLUMN(image, slots[i].column), "a forest's field does not exist");
		MLS_NEED(MLS_IS_BOOL(slots[i].missing_is_below) && MLS_IS_BOOL(slots[i].is_text), "a slot's flag is no boolean");
		MLS_NEED(MLS_HAS_SPAN(image, FOREST_CODE, slots[i].codes), "a forest's codes do not exist");
	}
	for (uint32_t i = forest->trees.first; i < forest->trees.first + forest->trees.n; i++)
	{
		MLS_NEED(trees[i].root >= forest->nodes.first && trees[i].root - forest->nodes.first < forest->nodes.n,
				 "a forest's tree has no root");
		MLS_NEED(trees[i].output < forest->n_outputs, "a forest's tree has no output");
	}
	return check_forest_nodes(image, forest);
}

/*
 * The numbers of each row's slots, for rows in groups of at most 16, and once
 * more for one row, its outputs and its flags (eval/forest_run.c,
 * eval/eval_forest.c: four arrays).
 */
MlsScratch
mls_scratch_forest(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	uint64_t	numbers = ((uint64_t) forest->slots.n + 1) * sizeof(double);

	return (MlsScratch) {4 * 8 + 16 * numbers, numbers + (uint64_t) forest->n_outputs * sizeof(double) + 1};
}

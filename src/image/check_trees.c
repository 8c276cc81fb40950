/*
 * image/check_trees.c
 *	  The image's check: predicates, trees, forests, segments.
 *
 * Trees, their nodes and distributions, forests and segments lie in the order of
 * the models that they belong to, without gaps.  So each is looked at once, for
 * one model, however the image was made.
 */
#include "image/check_int.h"

/* How far each section has been given out to models. */
typedef struct Given
{
	uint32_t	trees;
	uint32_t	tree_nodes;
	uint32_t	distributions;
	uint32_t	forests;
	uint32_t	forest_trees;
	uint32_t	forest_nodes;
	uint32_t	forest_slots;
	uint32_t	segments;
} Given;

/* The span must be the next of its section; the section's end is known to be right. */
static bool
give(uint32_t *given, MlsSpan span, uint32_t n)
{
	if (!mls_span_within(span, n) || span.first != *given)
		return false;
	*given += span.n;
	return true;
}

/* ---- predicates ---- */

static const char *
check_compound(const MlsImage *image, uint32_t i)
{
	const MlsImgPredicate *predicates = MLS_RECORDS(image, PREDICATE);
	const MlsImgPredicate *p = &predicates[i];

	MLS_NEED(p->op <= MLS_BOOL_SURROGATE, "a compound predicate has an unknown operator");
	MLS_NEED(p->height > 0 && p->height <= MLS_MAX_PREDICATE_HEIGHT, "predicates are nested too deeply");
	MLS_NEED(MLS_HAS_SPAN(image, PREDICATE, p->members) && (p->members.n == 0 || p->members.first > i),
			 "a compound predicate's parts do not exist");
	for (uint32_t part = p->members.first; part < p->members.first + p->members.n; part++)
		MLS_NEED(predicates[part].parent == i && predicates[part].height < p->height,
				 "a predicate is not part of the one that names it");
	return NULL;
}

static const char *
check_predicates(const MlsImage *image)
{
	const MlsImgPredicate *predicates = MLS_RECORDS(image, PREDICATE);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, PREDICATE); i++)
	{
		const MlsImgPredicate *p = &predicates[i];
		const char *fault;
		bool		needs_constant;

		MLS_NEED(MLS_IS_BOOL(p->is_not_in) && MLS_IS_BOOL(p->is_numeric), "a predicate's flag is no boolean");
		switch ((MlsPredicateKind) p->kind)
		{
			case MLS_PRED_TRUE:
			case MLS_PRED_FALSE:
				MLS_NEED(p->height == 0, "a predicate's height is wrong");
				continue;
			case MLS_PRED_COMPOUND:
				if ((fault = check_compound(image, i)) != NULL)
					return fault;
				continue;
			case MLS_PRED_SIMPLE:
				needs_constant = p->op != MLS_OP_IS_MISSING && p->op != MLS_OP_IS_NOT_MISSING;
				MLS_NEED(p->op <= MLS_OP_IS_NOT_MISSING, "a predicate has an unknown operator");
				MLS_NEED(!needs_constant || MLS_HAS(image, CONSTANT, p->constant), "a predicate's value does not exist");
				MLS_NEED(MLS_ARE_CONSTANTS(image, p->members), "an ordinal field's values do not exist");
				break;
			case MLS_PRED_SIMPLE_SET:
				MLS_NEED(MLS_HAS(image, SET, p->constant), "a predicate's set does not exist");
				break;
			case MLS_PRED_CODE_SET:
				MLS_NEED(MLS_HAS_SPAN(image, INDEX, p->members), "a predicate's codes do not exist");
				break;
			default:
				return "a predicate is of no kind";
		}
		MLS_NEED(p->height == 0, "a predicate's height is wrong");
		MLS_NEED(MLS_HAS_COLUMN(image, p->column), "a predicate's field does not exist");
	}
	return NULL;
}

/* ---- trees ---- */

/* What scoring follows from a node: its children, whose subtrees fill its own. */
static const char *
check_subtree(const MlsImage *image, MlsSpan nodes, uint32_t i)
{
	const MlsImgTreeNode *all = MLS_RECORDS(image, TREE_NODE);
	const MlsImgTreeNode *node = &all[i];

	MLS_NEED(node->end > i && node->end <= nodes.first + nodes.n, "a node's end is outside of its tree");
	for (uint32_t child = i + 1; child < node->end; child = all[child].end)
		MLS_NEED(all[child].parent == i && all[child].end > child && all[child].end <= node->end,
				 "a node's children are not its own");
	MLS_NEED(node->default_child == MLS_NONE ||
			 (node->default_child > i && node->default_child < node->end && all[node->default_child].parent == i),
			 "a node's default child is none of its children");
	return NULL;
}

static const char *
check_tree(const MlsImage *image, const MlsImgModel *model, Given *given)
{
	const MlsImgTreeNode *nodes = MLS_RECORDS(image, TREE_NODE);
	const MlsImgDistribution *distributions = MLS_RECORDS(image, DISTRIBUTION);
	bool		classifies = model->function == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	n_categories = classifies ? model->categories.n : 1;
	const MlsImgTree *tree;

	MLS_NEED(MLS_HAS(image, TREE, model->body) && model->body == given->trees++, "a model's tree does not exist");
	MLS_NEED(classifies || model->function == MLS_FUNCTION_REGRESSION, "a tree has an unknown function");
	tree = &MLS_RECORDS(image, TREE)[model->body];
	MLS_NEED(tree->missing_value_strategy <= MLS_MISSING_AGGREGATE_NODES && MLS_IS_BOOL(tree->return_last_prediction),
			 "a tree's strategy is unknown");
	MLS_NEED(tree->nodes.n > 0 && give(&given->tree_nodes, tree->nodes, MLS_N_RECORDS(image, TREE_NODE)),
			 "a tree's nodes do not exist");
	MLS_NEED(nodes[tree->nodes.first].parent == MLS_NONE && nodes[tree->nodes.first].end == tree->nodes.first + tree->nodes.n,
			 "a tree's first node is not its root");
	for (uint32_t i = tree->nodes.first; i < tree->nodes.first + tree->nodes.n; i++)
	{
		const MlsImgTreeNode *node = &nodes[i];
		const char *fault = check_subtree(image, tree->nodes, i);

		if (fault != NULL)
			return fault;
		MLS_NEED(MLS_HAS(image, PREDICATE, node->predicate), "a node's predicate does not exist");
		MLS_NEED(model->entity == MLS_NONE || MLS_HAS(image, STRING, node->entity), "a node has no id");
		MLS_NEED(node->category == MLS_NONE || node->category < n_categories, "a node's score is no category");
		if (node->distributions.n == 0)
			continue;
		MLS_NEED(classifies && give(&given->distributions, node->distributions, MLS_N_RECORDS(image, DISTRIBUTION)),
				 "a node's distributions do not exist");
		for (uint32_t d = 0; d < node->distributions.n; d++)
			MLS_NEED(distributions[node->distributions.first + d].category < n_categories,
					 "a distribution is of no category");
	}
	return NULL;
}

/* ---- forests ---- */

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

static const char *
check_forest(const MlsImage *image, const MlsImgModel *model, Given *given)
{
	const MlsImgForestTree *trees = MLS_RECORDS(image, FOREST_TREE);
	const MlsImgForestSlot *slots = MLS_RECORDS(image, FOREST_SLOT);
	bool		classifies = model->function == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	n_numbers = MLS_N_RECORDS(image, NUMBER);
	const MlsImgForest *forest;

	MLS_NEED(MLS_HAS(image, FOREST, model->body) && model->body == given->forests++, "a model's forest does not exist");
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
	MLS_NEED(give(&given->forest_slots, forest->slots, MLS_N_RECORDS(image, FOREST_SLOT)) &&
			 give(&given->forest_trees, forest->trees, MLS_N_RECORDS(image, FOREST_TREE)) &&
			 give(&given->forest_nodes, forest->nodes, MLS_N_RECORDS(image, FOREST_NODE)),
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

/* ---- mining models ---- */

static const char *
check_segment(const MlsImage *image, const MlsImgModel *model, const MlsImgSegment *segment)
{
	const MlsImgModel *inner;

	MLS_NEED(MLS_HAS(image, PREDICATE, segment->predicate), "a segment's predicate does not exist");
	MLS_NEED(MLS_HAS(image, MODEL, segment->model), "a segment's model does not exist");
	MLS_NEED(MLS_HAS(image, STRING, segment->id), "a segment has no id");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, segment->weight_column), "a segment's weight does not exist");
	MLS_NEED(MLS_HAS_SPAN(image, STEP, segment->steps), "a segment's steps do not exist");
	inner = &MLS_RECORDS(image, MODEL)[segment->model];
	if (model->function == MLS_FUNCTION_CLASSIFICATION)
		MLS_NEED(segment->category_map.n == model->categories.n &&
				 mls_indices_below(image, segment->category_map, inner->categories.n, true),
				 "a segment's categories do not exist");
	return NULL;
}

static const char *
check_mining(const MlsImage *image, const MlsImgModel *model, Given *given)
{
	const MlsImgSegment *segments = MLS_RECORDS(image, SEGMENT);
	bool		classifies = model->function == MLS_FUNCTION_CLASSIFICATION;
	const MlsImgMining *mining;

	MLS_NEED(MLS_HAS(image, MINING, model->body), "a model's segmentation does not exist");
	mining = &MLS_RECORDS(image, MINING)[model->body];
	MLS_NEED(mining->method <= MLS_METHOD_MULTI_MODEL_CHAIN &&
			 mining->missing_prediction_treatment <= MLS_PREDICTION_RETURN_MISSING &&
			 MLS_IS_BOOL(mining->last_decides), "a segmentation's method is unknown");
	MLS_NEED(mining->segments.n > 0 && give(&given->segments, mining->segments, MLS_N_RECORDS(image, SEGMENT)),
			 "a segmentation's segments do not exist");
	MLS_NEED(mining->n_sums == mls_mining_sums((MlsMultipleModelMethod) mining->method,
											   classifies ? model->categories.n : 0, mining->segments.n),
			 "a segmentation keeps other numbers than it needs");
	MLS_NEED(mining->method == MLS_METHOD_SELECT_ALL ? mls_columns_within(image, mining->items, mining->segments.n) :
			 mining->items == MLS_NONE, "a segmentation's list has no columns");
	for (uint32_t i = 0; i < mining->segments.n; i++)
	{
		const char *fault = check_segment(image, model, &segments[mining->segments.first + i]);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/*
 * Models are numbered as they open in the document, each the model of one
 * segment but for the first, and nest no deeper than allowed.
 */
static const char *
check_nesting(const MlsImage *image)
{
	const MlsImgModel *models = MLS_RECORDS(image, MODEL);
	const MlsImgSegment *segments = MLS_RECORDS(image, SEGMENT);
	MlsSpan		open[MLS_MAX_MODEL_DEPTH];	/* segments whose models are still to come */
	uint32_t	depth = 0;

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, MODEL); i++)
	{
		while (depth > 0 && open[depth - 1].n == 0)
			depth--;
		if (i > 0)
		{
			MLS_NEED(depth > 0 && segments[open[depth - 1].first].model == i, "a model is not where it should be");
			open[depth - 1].first++;
			open[depth - 1].n--;
		}
		if (models[i].kernel == MLS_KERNEL_MINING)
		{
			MLS_NEED(depth < MLS_MAX_MODEL_DEPTH, "models are nested too deeply");
			open[depth++] = MLS_RECORDS(image, MINING)[models[i].body].segments;
		}
	}
	while (depth > 0)
		MLS_NEED(open[--depth].n == 0, "a segment has no model");
	return NULL;
}

const char *
mls_check_trees(const MlsImage *image)
{
	const MlsImgModel *models = MLS_RECORDS(image, MODEL);
	const char *fault = check_predicates(image);
	Given		given = {0};

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, MODEL) && fault == NULL; i++)
	{
		const MlsImgModel *model = &models[i];

		MLS_NEED(model->function != MLS_FUNCTION_CLASSIFICATION || model->categories.n > 0, "a classification has no categories");
		if (model->kernel == MLS_KERNEL_TREE)
			fault = check_tree(image, model, &given);
		else if (model->kernel == MLS_KERNEL_FOREST)
			fault = check_forest(image, model, &given);
		else if (model->kernel == MLS_KERNEL_MINING)
			fault = check_mining(image, model, &given);
	}
	return fault != NULL ? fault : check_nesting(image);
}

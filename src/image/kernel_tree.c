/*
 * image/kernel_tree.c
 *	  The general tree kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

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

const char *
mls_check_kernel_tree(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgTreeNode *nodes = MLS_RECORDS(image, TREE_NODE);
	const MlsImgDistribution *distributions = MLS_RECORDS(image, DISTRIBUTION);
	bool		classifies = model->function == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	n_categories = classifies ? model->categories.n : 1;
	const MlsImgTree *tree;

	MLS_NEED(MLS_GIVE_ONE(image, given, TREE, model->body), "a model's tree does not exist");
	MLS_NEED(classifies || model->function == MLS_FUNCTION_REGRESSION, "a tree has an unknown function");
	tree = &MLS_RECORDS(image, TREE)[model->body];
	MLS_NEED(tree->missing_value_strategy <= MLS_MISSING_AGGREGATE_NODES && MLS_IS_BOOL(tree->return_last_prediction),
			 "a tree's strategy is unknown");
	MLS_NEED(tree->nodes.n > 0 && MLS_GIVE(image, given, TREE_NODE, tree->nodes),
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
		MLS_NEED(classifies && MLS_GIVE(image, given, DISTRIBUTION, node->distributions),
				 "a node's distributions do not exist");
		for (uint32_t d = 0; d < node->distributions.n; d++)
			MLS_NEED(distributions[node->distributions.first + d].category < n_categories,
					 "a distribution is of no category");
	}
	return NULL;
}

MlsScratch
mls_scratch_tree(const MlsImage *image, const MlsImgModel *model)
{
	return (MlsScratch) {0, 0};
}

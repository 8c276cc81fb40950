/*
 * json/nodes.c
 *	  The trees of trainers' files as nested nodes: see nodes_int.h.
 */
#include "json/nodes_int.h"

/* A node without children and score, of which every row takes the way. */
static void
init_node(MlsNode *node)
{
	node->predicate.kind = MLS_PRED_TRUE;
	node->default_child_index = -1;
}

void
mls_split_node(MlsLoad *load, MlsNode *node)
{
	node->n_children = 2;
	node->children = MLS_NEW_N(load, MlsNode, 2);
	init_node(&node->children[0]);
	init_node(&node->children[1]);
}

MlsTreeModel *
mls_new_tree(MlsLoad *load)
{
	MlsTreeModel *tree = MLS_NEW(load, MlsTreeModel);

	tree->missingValueStrategy = MLS_MISSING_DEFAULT_CHILD;
	tree->missingValuePenalty = 1.0;
	tree->root = MLS_NEW(load, MlsNode);
	init_node(tree->root);
	return tree;
}

MlsMiningModel *
mls_new_ensemble(MlsLoad *load, uint32_t n_segments, uint32_t n_outputs)
{
	MlsMiningModel *mining = MLS_NEW(load, MlsMiningModel);

	mining->multipleModelMethod = MLS_METHOD_SUM;
	mining->missingPredictionTreatment = MLS_PREDICTION_CONTINUE;
	mining->missingThreshold = 1.0;
	mining->segments = MLS_NEW_N(load, MlsSegment, n_segments);
	mining->margins = MLS_NEW(load, MlsMargins);
	mining->margins->n_outputs = n_outputs;
	mining->margins->initial = MLS_NEW_N(load, double, n_outputs);
	mining->margins->divisor = mining->margins->scale = 1.0;
	return mining;
}

void
mls_add_tree(MlsLoad *load, MlsMiningModel *mining, MlsTreeModel *tree, uint32_t output, double weight, bool is_float)
{
	MlsSegment *segment = &mining->segments[mining->n_segments++];
	MlsModel   *model = MLS_NEW(load, MlsModel);

	model->type = MLS_MODEL_TREE;
	model->functionName = MLS_FUNCTION_REGRESSION;
	model->isScorable = true;
	model->float_context = is_float;
	model->u.tree = tree;
	segment->id = mls_format(load, "%u", mining->n_segments);
	segment->predicate.kind = MLS_PRED_TRUE;
	segment->weight = weight;
	segment->output = output;
	segment->model = model;
}

/* ---- numbered nodes ---- */

typedef struct Task
{
	MlsNode    *node;
	uint32_t	number;
	uint32_t	level;
} Task;

/* "node 5", "leaf 2" */
static const char *
name_of(const MlsNumberedTree *tree, uint32_t i)
{
	if (tree->first_leaf == 0)
		return mls_format(tree->load, "node %u", i);
	return mls_format(tree->load, "%s %u", i < tree->first_leaf ? "split" : "leaf",
					  i < tree->first_leaf ? i : i - tree->first_leaf);
}

/* Whether a child can be gone to: it exists, and nothing else leads there. */
static bool
enter(const MlsNumberedTree *tree, uint8_t *seen, uint32_t parent, int64_t child)
{
	if (child < 0 || child >= tree->n)
		mls_json_problem(tree->load, MLS_INVALID, tree->at, "%s has the child %lld of %u nodes", name_of(tree, parent),
						 (long long) child, tree->n);
	else if (seen[child])
		mls_json_problem(tree->load, MLS_INVALID, tree->at, "more than one way leads to %s",
						 name_of(tree, (uint32_t) child));
	else
	{
		seen[child] = 1;
		return true;
	}
	return false;
}

bool
mls_nest_nodes(const MlsNumberedTree *tree, MlsNode *root)
{
	MlsVec		own[2] = {{0}};
	MlsVec	   *room = tree->room != NULL ? tree->room : own;
	uint8_t    *seen;
	MlsVec	   *tasks = &room[1];

	room[0].n = room[1].n = 0;
	seen = mls_push_n(tree->load, &room[0], 1, tree->n);
	*MLS_PUSH(tree->load, tasks, Task) = (Task) {root, 0, 1};
	seen[0] = 1;
	while (tasks->n > 0)
	{
		Task		task = MLS_ITEM(tasks, Task, --tasks->n);
		int64_t		children[2];

		mls_tick(tree->load);
		if (!tree->make(tree->context, task.number, task.node, children))
			return false;
		if (task.node->n_children == 0)
			continue;
		if (task.level > MLS_MAX_LEVELS)
		{
			mls_json_problem(tree->load, MLS_TOO_LARGE, tree->at, "the tree has more than %d levels", MLS_MAX_LEVELS);
			return false;
		}
		for (int i = 0; i < 2; i++)
		{
			if (!enter(tree, seen, task.number, children[i]))
				return false;
			*MLS_PUSH(tree->load, tasks, Task) = (Task) {&task.node->children[i], (uint32_t) children[i], task.level + 1};
		}
	}
	return true;
}

/*
 * json/catboost_trees.c
 *	  The trees of a CatBoost document: see json_catboost.c.
 */
#include <math.h>
#include <string.h>

#include "json/catboost_int.h"
#include "json/nodes_int.h"

/* Levels of symmetric trees: CatBoost's own bound. */
#define MAX_OBLIVIOUS	16

/* A leaf's numbers, which stay where they are. */
static void
make_leaf(MlsCatBoost *cb, MlsNode *node, uint32_t number, const double *values)
{
	node->leaf_number = number;
	if (cb->n_outputs == 1)
		mls_set_score(node, values[0]);
	else
		node->scores = values;
}

/* What a split asks: of the way left, and of the way right. */
typedef struct Split
{
	MlsPredicate left;
	MlsSimpleOperator other;
	int32_t		default_child;
} Split;

/* Gives a node its two children, still empty. */
static void
split_node(MlsCatBoost *cb, MlsNode *node, const Split *split)
{
	mls_split_node(cb->load, node);
	node->children[0].predicate = node->children[1].predicate = split->left;
	node->children[1].predicate.op = (uint8_t) split->other;
	node->default_child_index = split->default_child;
}

/* Above the border is right. */
static bool
split_on_float(MlsCatBoost *cb, const MlsAt *at, Split *split)
{
	static const char *const known[] = {"border", "float_feature_index", "split_index", "split_type", NULL};
	MlsAt		at_feature = mls_json_member(at, "float_feature_index");
	MlsAt		at_border = mls_json_member(at, "border");
	const char *field;
	int64_t		feature;
	double		border;

	mls_json_only(cb->load, MLS_UNSUPPORTED, at, known);
	if (!mls_json_integer(cb->load, &at_feature, true, 0, (int64_t) cb->n_floats - 1, &feature) ||
		!mls_json_number(cb->load, &at_border, true, &border))
		return false;
	field = cb->inputs.features[cb->floats[feature].flat].field;
	*split = (Split) {mls_compare_number(field, MLS_OP_LESS_OR_EQUAL, mls_json_float(border)), MLS_OP_GREATER_THAN, cb->floats[feature].missing_is_right ? 1 : 0};
	return true;
}

/* The one category is right. */
static bool
split_on_category(MlsCatBoost *cb, const MlsAt *at, Split *split)
{
	static const char *const known[] = {"cat_feature_index", "split_index", "split_type", "value", NULL};
	MlsAt		at_feature = mls_json_member(at, "cat_feature_index");
	MlsAt		at_value = mls_json_member(at, "value");
	const char *field;
	MlsCbCategory *category;
	int64_t		feature;
	int64_t		hash;

	mls_json_only(cb->load, MLS_UNSUPPORTED, at, known);
	if (!mls_json_integer(cb->load, &at_feature, true, 0, (int64_t) cb->n_categories - 1, &feature) ||
		!mls_json_integer(cb->load, &at_value, true, INT32_MIN, INT32_MAX, &hash))
		return false;
	category = &cb->categories[feature];
	if (!category->is_hashed)
		mls_inputs_hash(&cb->inputs, category->flat);
	category->is_hashed = true;
	field = cb->inputs.features[category->flat].field;
	*split = (Split) {mls_compare_number(field, MLS_OP_NOT_EQUAL, (double) hash), MLS_OP_EQUAL, 0};
	return true;
}

static bool
read_split(MlsCatBoost *cb, const MlsAt *at, Split *split)
{
	MlsAt		at_type = mls_json_member(at, "split_type");
	const char *type = mls_json_is_object(cb->load, at, true) ? mls_json_text(cb->load, &at_type, true) : NULL;

	if (type == NULL)
		return false;
	if (strcmp(type, "FloatFeature") == 0)
		return split_on_float(cb, at, split);
	if (strcmp(type, "OneHotFeature") == 0)
		return split_on_category(cb, at, split);
	mls_json_problem_hint(cb->load, MLS_UNSUPPORTED, at, strcmp(type, "OnlineCtr") == 0 ?
						  "Train with one_hot_max_size as large as the number of categories, or encode them as numbers." : NULL,
						  "splits of type %s are not supported", mls_quote(cb->load, type));
	return false;
}

/* A tree that asks the same on each level; the last split, whose answer is the highest bit, at the root. */
static bool
read_oblivious(MlsCatBoost *cb, const MlsAt *at, MlsNode *root)
{
	static const char *const known[] = {"leaf_values", "leaf_weights", "splits", NULL};
	MlsAt		at_splits = mls_json_member(at, "splits");
	MlsAt		at_values = mls_json_member(at, "leaf_values");
	uint32_t	depth = mls_json_length(&at_splits);
	MlsNode   **level;
	const cJSON **splits = MLS_NEW_N(cb->load, const cJSON *, depth);
	const cJSON *item;
	double	   *values;
	uint32_t	n = 1;
	uint32_t	i = 0;

	mls_json_only(cb->load, MLS_UNSUPPORTED, at, known);
	if (!cJSON_IsNull(at_splits.item) && !mls_json_is_array(cb->load, &at_splits, false) && at_splits.item != NULL)
		return false;
	if (depth > MAX_OBLIVIOUS)
	{
		mls_json_problem(cb->load, MLS_TOO_LARGE, &at_splits, "the tree has more than %d levels", MAX_OBLIVIOUS);
		return false;
	}
	/* single scores are copied to the leaves, rows of them are not */
	values = cb->n_outputs == 1 ? mls_json_doubles_in(cb->load, &at_values, (size_t) 1 << depth, false, &cb->values) :
		mls_json_doubles(cb->load, &at_values, (size_t) cb->n_outputs << depth, false);
	if (values == NULL)
		return false;
	MLS_JSON_EACH(item, cb->load, cJSON_IsArray(at_splits.item) ? at_splits.item : NULL)
		splits[i++] = item;

	cb->room.n = 0;
	level = mls_push_n(cb->load, &cb->room, sizeof(MlsNode *), (uint32_t) 1 << depth);
	level[0] = root;
	for (uint32_t d = depth; d-- > 0; n *= 2)
	{
		MlsAt		at_split = mls_json_element(&at_splits, d, splits[d]);
		Split		split;

		if (!read_split(cb, &at_split, &split))
			return false;
		for (uint32_t k = n; k-- > 0;)
		{
			mls_tick(cb->load);
			split_node(cb, level[k], &split);
			level[2 * k + 1] = &level[k]->children[1];
			level[2 * k] = &level[k]->children[0];
		}
	}
	for (uint32_t k = 0; k < n; k++)
		make_leaf(cb, level[k], k, values + (size_t) k * cb->n_outputs);
	return true;
}

typedef struct Task
{
	const MlsAt *at;
	MlsNode    *node;
	uint32_t	level;
} Task;

static bool
read_leaf(MlsCatBoost *cb, const MlsAt *at, uint32_t number, MlsNode *node)
{
	static const char *const known[] = {"value", "weight", NULL};
	MlsAt		at_value = mls_json_member(at, "value");
	double	   *values = MLS_NEW(cb->load, double);

	mls_json_only(cb->load, MLS_UNSUPPORTED, at, known);
	if (cJSON_IsArray(at_value.item))
		values = mls_json_doubles(cb->load, &at_value, cb->n_outputs, false);
	else if (cb->n_outputs > 1 || !mls_json_number(cb->load, &at_value, true, values))
	{
		if (cb->n_outputs > 1)
			mls_json_problem(cb->load, MLS_INVALID, &at_value, "a leaf has not as many numbers as there are outputs");
		return false;
	}
	if (values != NULL)
		make_leaf(cb, node, number, values);
	return values != NULL;
}

static bool
is_leaf(const MlsAt *at)
{
	MlsAt		at_split = mls_json_member(at, "split");

	return at_split.item == NULL;
}

/*
 * A tree of nodes inside each other; without recursion.  CatBoost numbers leaves
 * from the left, but of the children of a node first the one that is a leaf.
 */
static bool
read_nodes(MlsCatBoost *cb, const MlsAt *at, MlsNode *root)
{
	static const char *const known[] = {"left", "right", "split", NULL};
	MlsVec		tasks = {0};
	uint32_t	n_leaves = 0;

	*MLS_PUSH(cb->load, &tasks, Task) = (Task) {at, root, 1};
	while (tasks.n > 0)
	{
		Task		task = MLS_ITEM(&tasks, Task, --tasks.n);
		MlsAt		at_split = mls_json_member(task.at, "split");
		Task		tasks_of_node[2];
		Split		split;
		bool		left_first;

		mls_tick(cb->load);
		if (!mls_json_is_object(cb->load, task.at, true))
			return false;
		if (at_split.item == NULL)
		{
			if (!read_leaf(cb, task.at, n_leaves++, task.node))
				return false;
			continue;
		}
		mls_json_only(cb->load, MLS_UNSUPPORTED, task.at, known);
		if (task.level > MLS_MAX_LEVELS)
		{
			mls_json_problem(cb->load, MLS_TOO_LARGE, task.at, "the tree has more than %d levels", MLS_MAX_LEVELS);
			return false;
		}
		if (!read_split(cb, &at_split, &split))
			return false;
		split_node(cb, task.node, &split);
		for (int i = 0; i < 2; i++)
		{
			MlsAt	   *child = MLS_NEW(cb->load, MlsAt);

			/* a place in memory that stays, since the children's places point at it */
			*child = mls_json_member(task.at, i == 0 ? "left" : "right");
			tasks_of_node[i] = (Task) {child, &task.node->children[i], task.level + 1};
		}
		left_first = is_leaf(tasks_of_node[0].at) || !is_leaf(tasks_of_node[1].at);
		*MLS_PUSH(cb->load, &tasks, Task) = tasks_of_node[left_first];
		*MLS_PUSH(cb->load, &tasks, Task) = tasks_of_node[!left_first];
	}
	return true;
}

static void
read_tree(MlsCatBoost *cb, const MlsAt *at, bool is_oblivious)
{
	MlsTreeModel *tree = mls_new_tree(cb->load);

	if (!mls_json_is_object(cb->load, at, true))
		return;
	if (!(is_oblivious ? read_oblivious : read_nodes) (cb, at, tree->root))
		return;
	tree->numbers_leaves = true;
	mls_add_tree(cb->load, cb->mining, tree, 0, 1.0, false);
}

void
mls_cb_trees(MlsCatBoost *cb, const MlsAt *root)
{
	MlsAt		oblivious = mls_json_member(root, "oblivious_trees");
	MlsAt		nested = mls_json_member(root, "trees");
	bool		is_oblivious = oblivious.item != NULL;
	const MlsAt *at = is_oblivious ? &oblivious : &nested;
	MlsTreeModel *bias;
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_array(cb->load, at, true))
		return;
	cb->mining = cb->model->u.mining = mls_new_ensemble(cb->load, mls_json_length(at) + 1, cb->n_outputs);
	cb->mining->margins->link = cb->loss->link;
	cb->model->type = MLS_MODEL_MINING;
	if (is_oblivious && nested.item != NULL)
		mls_json_problem(cb->load, MLS_UNSUPPORTED, &nested, "there are trees of two kinds");
	MLS_JSON_EACH(item, cb->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i++, item);

		read_tree(cb, &element, is_oblivious);
	}

	/* the bias is added last: a tree of one leaf */
	bias = mls_new_tree(cb->load);
	make_leaf(cb, bias->root, 0, cb->bias);
	mls_add_tree(cb->load, cb->mining, bias, 0, 1.0, false);
}

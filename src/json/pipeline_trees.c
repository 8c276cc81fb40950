/*
 * json/pipeline_trees.c
 *	  Trees of a pipeline document, as arrays over their nodes.
 *
 *	 {"type": "trees", "fields": ["x1", "x2"], "outputs": 1, "initial": [0.1],
 *	  "divisor": 1, "link": "logit", "arithmetic": "double", "trees": [
 *		{"output": 0, "weight": 0.1, "left": [1, -1, -1], "right": [2, -1, -1],
 *		 "feature": [0, 0, 0], "threshold": [2.5, 0, 0], "missing_left": [1, 0, 0],
 *		 "value": [0, -0.3, 0.4]}]}
 *
 * Node 0 is the root; left -1 is a leaf.  A row goes left if the field is at most
 * the threshold or, where the field is missing, if missing_left says so (the
 * default is right).  The value of a leaf, times the weight (1), is added to its
 * output; a tree with "values" instead has `outputs` numbers for each node, one
 * list behind the other, which are added to all.  Sums start from "initial" (0),
 * are divided by the divisor at the end, and go through the link: they are the
 * probabilities of the classes, in order; a single output is that of the second
 * of two classes.  Of several targets that are numbers each has an output.
 *
 * A threshold of null parts missing values from all others: these go left.  One
 * of "-Infinity" sends nothing left but that.
 *
 * A field of type float is compared with the float next to the threshold; a
 * trainer that compares float32 fields with float64 thresholds gives the largest
 * float at or below each, which asks the same.
 *
 * Splits on categories: "categories": {"nodes": [3], "sizes": [2], "codes": [1, 4]}
 * lists for some nodes the codes that go left; all other numbers go right.
 */
#include <math.h>

#include "json/nodes_int.h"
#include "json/pipeline_int.h"

#define MAX_OUTPUTS		1000000
#define CODE_LIMIT		(1 << 24)
#define N_ROOMS			8

typedef struct Arrays
{
	uint32_t	n;
	int32_t    *left;
	int32_t    *right;
	int32_t    *features;
	int32_t    *missing_left;	/* or NULL */
	double	   *thresholds;		/* NAN: all numbers go left */
	double	   *value;			/* or NULL: then values */
	double	   *values;
	uint32_t	n_outputs;
	const char **fields;
	MlsVec	   *rooms;			/* used again for each tree */

	/* categories, or NULL */
	uint32_t   *code_first;
	uint32_t   *code_count;
	uint32_t   *codes;
} Arrays;

static bool
read_categories(MlsPipeline *p, const MlsAt *at, Arrays *a)
{
	static const char *const known[] = {"codes", "nodes", "sizes", NULL};
	MlsAt		at_nodes = mls_json_member(at, "nodes");
	MlsAt		at_sizes = mls_json_member(at, "sizes");
	MlsAt		at_codes = mls_json_member(at, "codes");
	uint32_t	n = mls_json_length(&at_nodes);
	uint32_t	n_codes = mls_json_length(&at_codes);
	int32_t    *nodes;
	int32_t    *sizes;
	int32_t    *codes;
	uint32_t	used = 0;

	if (!mls_json_is_object(p->load, at, true))
		return false;
	mls_json_only(p->load, MLS_INVALID, at, known);
	nodes = mls_json_integers(p->load, &at_nodes, n, 0, (int32_t) a->n - 1);
	sizes = mls_json_integers(p->load, &at_sizes, n, 1, (int32_t) n_codes);
	codes = mls_json_integers(p->load, &at_codes, n_codes, 0, CODE_LIMIT - 1);
	if (nodes == NULL || sizes == NULL || codes == NULL)
		return false;
	a->code_first = MLS_NEW_N(p->load, uint32_t, a->n);
	a->code_count = MLS_NEW_N(p->load, uint32_t, a->n);
	a->codes = (uint32_t *) codes;
	for (uint32_t i = 0; i < n; i++)
	{
		if ((uint32_t) sizes[i] > n_codes - used || a->code_count[nodes[i]] > 0)
		{
			mls_json_problem(p->load, MLS_INVALID, &at_sizes, "the codes of node %d are not there, or there twice", nodes[i]);
			return false;
		}
		a->code_first[nodes[i]] = used;
		a->code_count[nodes[i]] = (uint32_t) sizes[i];
		mls_json_sort_codes(a->codes + used, (uint32_t) sizes[i]);
		used += (uint32_t) sizes[i];
	}
	return true;
}

static bool
read_arrays(MlsPipeline *p, const MlsAt *at, uint32_t n_fields, Arrays *a)
{
	MlsAt		at_left = mls_json_member(at, "left");
	MlsAt		at_right = mls_json_member(at, "right");
	MlsAt		at_feature = mls_json_member(at, "feature");
	MlsAt		at_threshold = mls_json_member(at, "threshold");
	MlsAt		at_missing = mls_json_member(at, "missing_left");
	MlsAt		at_value = mls_json_member(at, "value");
	MlsAt		at_values = mls_json_member(at, "values");
	MlsAt		at_categories = mls_json_member(at, "categories");

	if (!mls_json_is_array(p->load, &at_left, true))
		return false;
	a->n = mls_json_length(&at_left);
	if (a->n == 0 || a->n > INT32_MAX / 2)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_left, "a tree of %u nodes is none", a->n);
		return false;
	}
	a->left = mls_json_integers_in(p->load, &at_left, a->n, -1, (int32_t) a->n - 1, &a->rooms[0]);
	a->right = mls_json_integers_in(p->load, &at_right, a->n, -1, (int32_t) a->n - 1, &a->rooms[1]);
	a->features = mls_json_integers_in(p->load, &at_feature, a->n, -2, n_fields > 0 ? (int32_t) n_fields - 1 : 0,
									   &a->rooms[2]);
	a->thresholds = mls_json_doubles_in(p->load, &at_threshold, a->n, true, &a->rooms[3]);
	if (at_missing.item != NULL)
		a->missing_left = mls_json_integers_in(p->load, &at_missing, a->n, 0, 1, &a->rooms[4]);
	/* scores in rows stay where they are */
	if (at_values.item != NULL)
		a->values = mls_json_doubles(p->load, &at_values, (size_t) a->n * a->n_outputs, false);
	else
		a->value = mls_json_doubles_in(p->load, &at_value, a->n, false, &a->rooms[5]);
	if (a->left == NULL || a->right == NULL || a->features == NULL || a->thresholds == NULL ||
		(a->values == NULL && a->value == NULL) || (at_missing.item != NULL && a->missing_left == NULL))
		return false;
	return at_categories.item == NULL || read_categories(p, &at_categories, a);
}

/* ---- nodes ---- */

static void
make_split(MlsPipeline *p, const Arrays *a, int32_t i, MlsNode *node)
{
	const char *field = a->fields[a->features[i]];

	mls_split_node(p->load, node);
	node->default_child_index = a->missing_left != NULL && a->missing_left[i] ? 0 : 1;
	if (a->code_count != NULL && a->code_count[i] > 0)
	{
		node->children[0].predicate.kind = MLS_PRED_CODE_SET;
		node->children[0].predicate.field = field;
		node->children[0].predicate.u.codes = mls_code_set(p->load, a->codes + a->code_first[i], a->code_count[i]);
		return;
	}
	for (int side = 0; side < 2; side++)
	{
		MlsSimpleOperator op = side == 0 ? MLS_OP_LESS_OR_EQUAL : MLS_OP_GREATER_THAN;

		if (isnan(a->thresholds[i]))
			op = side == 0 ? MLS_OP_IS_NOT_MISSING : MLS_OP_IS_MISSING;
		node->children[side].predicate = mls_compare_number(field, op, a->thresholds[i]);
	}
}

typedef struct Nodes
{
	MlsPipeline *p;
	const MlsAt *at;
	const Arrays *arrays;
} Nodes;

static bool
make_node(void *context, uint32_t i, MlsNode *node, int64_t children[2])
{
	Nodes	   *nodes = context;
	const Arrays *a = nodes->arrays;

	children[0] = a->left[i];
	children[1] = a->right[i];
	if (children[0] == -1 && children[1] == -1)
	{
		node->leaf_number = i;
		if (a->values != NULL)
			node->scores = a->values + (size_t) i * a->n_outputs;
		else
			mls_set_score(node, a->value[i]);
		return true;
	}
	if (a->features[i] < 0)
	{
		mls_json_problem(nodes->p->load, MLS_INVALID, nodes->at, "node %u is no leaf and has no feature", i);
		return false;
	}
	if (isnan(a->thresholds[i]) && a->missing_left != NULL && a->missing_left[i])
	{
		mls_json_problem(nodes->p->load, MLS_INVALID, nodes->at, "node %u sends everything left", i);
		return false;
	}
	make_split(nodes->p, a, (int32_t) i, node);
	return true;
}

/* ---- the ensemble ---- */

static void
read_tree(MlsPipeline *p, const MlsAt *at, const Arrays *shape, uint32_t n_fields, bool is_float, MlsMiningModel *mining)
{
	static const char *const known[] = {
		"categories", "feature", "left", "missing_left", "output", "right", "threshold", "value", "values", "weight", NULL
	};
	MlsAt		at_output = mls_json_member(at, "output");
	MlsAt		at_weight = mls_json_member(at, "weight");
	Arrays		a = *shape;
	Nodes		nodes = {p, at, &a};
	MlsNumberedTree numbered = {.load = p->load, .at = at, .room = &shape->rooms[6], .context = &nodes, .make = make_node};
	MlsTreeModel *tree = mls_new_tree(p->load);
	int64_t		output = 0;
	double		weight = 1.0;

	if (!mls_json_is_object(p->load, at, true))
		return;
	mls_json_only(p->load, MLS_INVALID, at, known);
	mls_json_integer(p->load, &at_output, false, 0, (int64_t) a.n_outputs - 1, &output);
	mls_json_number(p->load, &at_weight, false, &weight);
	if (!read_arrays(p, at, n_fields, &a))
		return;
	numbered.n = a.n;
	mls_nest_nodes(&numbered, tree->root);
	tree->numbers_leaves = true;
	mls_add_tree(p->load, mining, tree, (uint32_t) output, weight, is_float);
	if (weight != 1.0)
		mining->multipleModelMethod = MLS_METHOD_WEIGHTED_SUM;
}

void
mls_pipeline_trees(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	static const char *const known[] = {
		"arithmetic", "classes", "derived", "divisor", "fields", "initial", "link", "outputs", "trees", "type", NULL
	};
	static const char *const arithmetics[] = {"double", "float", NULL};
	MlsAt		at_outputs = mls_json_member(at, "outputs");
	MlsAt		at_initial = mls_json_member(at, "initial");
	MlsAt		at_divisor = mls_json_member(at, "divisor");
	MlsAt		at_arithmetic = mls_json_member(at, "arithmetic");
	MlsAt		at_trees = mls_json_member(at, "trees");
	MlsMiningModel *mining;
	MlsMargins *margins;
	uint32_t	n_classes = wanted->n_classes;
	uint32_t	n = mls_json_length(&at_trees);
	MlsVec		rooms[N_ROOMS] = {{0}};
	Arrays		shape = {.rooms = rooms};
	uint32_t	n_fields = 0;
	int64_t		n_outputs = 1;
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	mls_json_integer(p->load, &at_outputs, false, 1, MAX_OUTPUTS, &n_outputs);
	mining = mls_new_ensemble(p->load, n, (uint32_t) n_outputs);
	margins = mining->margins;
	shape.n_outputs = (uint32_t) n_outputs;
	if (n_classes == 0 && n_outputs != wanted->n_targets)
		mls_json_problem(p->load, MLS_INVALID, &at_outputs, "there are %lld outputs for %u targets", (long long) n_outputs, wanted->n_targets);
	if (n_classes > 0 && n_outputs != n_classes && !(n_outputs == 1 && n_classes == 2))
		mls_json_problem(p->load, MLS_INVALID, &at_outputs, "there are %lld outputs for %u classes", (long long) n_outputs, n_classes);
	if (at_initial.item != NULL)
	{
		double	   *initial = mls_json_doubles(p->load, &at_initial, margins->n_outputs, false);

		margins->initial = initial != NULL ? initial : margins->initial;
	}
	margins->link = mls_pipeline_link(p, at);
	if (mls_json_number(p->load, &at_divisor, false, &margins->divisor) && !(margins->divisor > 0))
		mls_json_problem(p->load, MLS_INVALID, &at_divisor, "nothing can be divided by %g", margins->divisor);
	model->float_context = mls_json_word(p->load, &at_arithmetic, false, arithmetics) == 1;
	shape.fields = mls_pipeline_fields(p, at, &n_fields);
	if (shape.fields == NULL || !mls_json_is_array(p->load, &at_trees, true))
		return;
	if (n == 0)
		mls_json_problem(p->load, MLS_INVALID, &at_trees, "there is no tree");

	MLS_JSON_EACH(item, p->load, at_trees.item)
	{
		MlsAt		element = mls_json_element(&at_trees, i++, item);

		read_tree(p, &element, &shape, n_fields, model->float_context, mining);
	}
	model->type = MLS_MODEL_MINING;
	model->u.mining = mining;
}

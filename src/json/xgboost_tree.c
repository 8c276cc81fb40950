/*
 * json/xgboost_tree.c
 *	  One regression tree, from parallel arrays over its nodes to nested nodes.
 *
 * A node is a leaf if it has no left child (-1); else a row goes left if its
 * value is below the node's float32 threshold, right otherwise, and where
 * default_left says if it is missing.  Values are cast to float32 first: the
 * inputs are declared so.  Node 0 is the root; nodes that pruning has left behind
 * in the arrays, which nothing leads to, are not looked at.
 *
 * A split on categories sends the listed codes right, all other numbers left.
 * Releases 1.6.0 to 1.7.2 treat some of the others as missing: negative numbers,
 * and those from the next multiple of 32 behind the largest listed code on, where
 * their set of bits ends.  Before 1.5 only their GPU code could score such splits.
 * (Each seen by letting the release predict.)
 *
 * In the IR the first child of a numerical split is the left one ("lessThan"),
 * the second the right one ("greaterOrEqual"); the first child of a split on
 * categories is the right one (the codes), the second the other one ("true").
 *
 * A leaf's score is its split condition.  Trees of several outputs have vectors:
 * until 3.1 those of all nodes in base_weights, later those of the leaves in
 * leaf_weights, where a leaf's right child says which.
 */
#include <math.h>
#include <string.h>

#include "json/nodes_int.h"
#include "json/xgboost_int.h"

/* What a float32 can hold as a category's code: 24 bits. */
#define CODE_LIMIT		(1 << 24)

typedef struct Arrays
{
	uint32_t	n;
	uint32_t	n_vectors;		/* leaf_weights: how many there are */
	uint32_t	vector_length;	/* 0: leaves are numbers */
	int32_t    *left;
	int32_t    *right;
	int32_t    *features;
	int32_t    *default_left;
	int32_t    *split_types;	/* NULL: all numerical */
	float	   *conditions;
	float	   *leaf_weights;	/* or NULL */
	float	   *base_weights;	/* or NULL */

	/* categories, as lists in one array */
	uint32_t   *code_first;		/* of each node */
	uint32_t   *code_count;
	int32_t    *codes;
} Arrays;

/* ---- reading the arrays ---- */

static bool
read_categories(MlsXgb *xgb, const MlsAt *at, Arrays *a)
{
	MlsAt		at_nodes = mls_json_member(at, "categories_nodes");
	MlsAt		at_first = mls_json_member(at, "categories_segments");
	MlsAt		at_sizes = mls_json_member(at, "categories_sizes");
	MlsAt		at_codes = mls_json_member(at, "categories");
	uint32_t	n = mls_json_length(&at_nodes);
	uint32_t	n_codes = mls_json_length(&at_codes);
	int32_t    *nodes = mls_json_integers(xgb->load, &at_nodes, n, 0, (int32_t) a->n - 1);
	int32_t    *first = mls_json_integers(xgb->load, &at_first, n, 0, (int32_t) n_codes);
	int32_t    *sizes = mls_json_integers(xgb->load, &at_sizes, n, 0, (int32_t) n_codes);

	a->codes = mls_json_integers(xgb->load, &at_codes, n_codes, 0, CODE_LIMIT - 1);
	if (nodes == NULL || first == NULL || sizes == NULL || a->codes == NULL)
		return false;

	a->code_first = MLS_NEW_N(xgb->load, uint32_t, a->n);
	a->code_count = MLS_NEW_N(xgb->load, uint32_t, a->n);
	for (uint32_t i = 0; i < n; i++)
	{
		if ((uint32_t) sizes[i] > n_codes - (uint32_t) first[i])
		{
			mls_json_problem(xgb->load, MLS_INVALID, &at_sizes, "the list of node %d ends behind the categories",
							 nodes[i]);
			return false;
		}
		a->code_first[nodes[i]] = (uint32_t) first[i];
		a->code_count[nodes[i]] = (uint32_t) sizes[i];
	}
	return true;
}

/* The scores of leaves that are vectors. */
static bool
read_vectors(MlsXgb *xgb, const MlsAt *at, Arrays *a)
{
	MlsAt		leaf_weights = mls_json_member(at, "leaf_weights");
	MlsAt		base_weights = mls_json_member(at, "base_weights");
	uint32_t	length = mls_json_length(&leaf_weights);

	if (a->vector_length != xgb->n_outputs)
	{
		MlsAt		param = mls_json_member(at, "tree_param");
		MlsAt		size = mls_json_member(&param, "size_leaf_vector");

		mls_json_problem(xgb->load, MLS_INVALID, &size, "the leaves have %u scores, the model has %u outputs",
						 a->vector_length, xgb->n_outputs);
		return false;
	}
	if (leaf_weights.item == NULL)
	{
		a->base_weights = mls_json_floats(xgb->load, &base_weights, (size_t) a->n * a->vector_length, false);
		return a->base_weights != NULL;
	}
	if (length % a->vector_length != 0)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &leaf_weights, "%u scores are no vectors of %u", length,
						 a->vector_length);
		return false;
	}
	a->n_vectors = length / a->vector_length;
	a->leaf_weights = mls_json_floats(xgb->load, &leaf_weights, length, false);
	return a->leaf_weights != NULL;
}

static bool
read_arrays(MlsXgb *xgb, const MlsAt *at, Arrays *a)
{
	static const char *const known[] = {
		"base_weights", "categories", "categories_nodes", "categories_segments", "categories_sizes",
		"default_left", "id", "leaf_child_counts", "leaf_weights", "left_children", "loss_changes", "parents",
		"right_children", "split_conditions", "split_indices", "split_type", "sum_hessian", "tree_param", NULL
	};
	static const char *const known_param[] = {
		"num_deleted", "num_feature", "num_nodes", "num_roots", "size_leaf_vector", NULL
	};
	MlsAt		param = mls_json_member(at, "tree_param");
	MlsAt		num_nodes = mls_json_member(&param, "num_nodes");
	MlsAt		size_leaf_vector = mls_json_member(&param, "size_leaf_vector");
	MlsAt		left = mls_json_member(at, "left_children");
	MlsAt		right = mls_json_member(at, "right_children");
	MlsAt		indices = mls_json_member(at, "split_indices");
	MlsAt		conditions = mls_json_member(at, "split_conditions");
	MlsAt		default_left = mls_json_member(at, "default_left");
	MlsAt		split_type = mls_json_member(at, "split_type");
	int64_t		n;
	int64_t		vector = 0;
	bool		sound = true;

	memset(a, 0, sizeof(*a));
	if (!mls_json_is_object(xgb->load, at, true) || !mls_json_is_object(xgb->load, &param, true))
		return false;
	mls_json_only(xgb->load, MLS_UNSUPPORTED, at, known);
	mls_json_only(xgb->load, MLS_UNSUPPORTED, &param, known_param);
	sound &= mls_json_integer_text(xgb->load, &num_nodes, true, 1, INT32_MAX, &n);
	if (size_leaf_vector.item != NULL)
		sound &= mls_json_integer_text(xgb->load, &size_leaf_vector, true, 0, INT32_MAX, &vector);
	if (!sound)
		return false;
	a->n = (uint32_t) n;
	a->vector_length = vector > 1 ? (uint32_t) vector : 0;

	/*
	 * What the arrays hold where it means nothing is free, so limits come later:
	 * deleted nodes, children of leaves, thresholds of splits on categories (NaN).
	 */
	a->left = mls_json_integers_in(xgb->load, &left, a->n, INT32_MIN, INT32_MAX, &xgb->room[0]);
	a->right = mls_json_integers_in(xgb->load, &right, a->n, INT32_MIN, INT32_MAX, &xgb->room[1]);
	a->features = mls_json_integers_in(xgb->load, &indices, a->n, INT32_MIN, INT32_MAX, &xgb->room[2]);
	a->default_left = mls_json_integers_in(xgb->load, &default_left, a->n, 0, 1, &xgb->room[3]);
	a->conditions = mls_json_floats_in(xgb->load, &conditions, a->n, true, &xgb->room[7]);
	sound = a->left != NULL && a->right != NULL && a->features != NULL && a->default_left != NULL &&
		a->conditions != NULL;
	if (split_type.item != NULL)
	{
		a->split_types = mls_json_integers_in(xgb->load, &split_type, a->n, INT32_MIN, INT32_MAX, &xgb->room[4]);
		sound &= a->split_types != NULL;
		if (a->split_types != NULL)
			sound &= read_categories(xgb, at, a);
	}
	if (a->vector_length > 0)
		sound &= read_vectors(xgb, at, a);
	return sound;
}

/* ---- building the nodes ---- */

/* The scores of leaf i as doubles; NULL, noted, if it points nowhere. */
static const double *
leaf_vector(MlsXgb *xgb, const MlsAt *at, const Arrays *a, int32_t i)
{
	const float *from;
	double	   *scores;

	if (a->leaf_weights != NULL)
	{
		if (a->right[i] < 0 || (uint32_t) a->right[i] >= a->n_vectors)
		{
			mls_json_problem(xgb->load, MLS_INVALID, at, "leaf %d points at scores %d of %u", i, a->right[i],
							 a->n_vectors);
			return NULL;
		}
		from = a->leaf_weights + (size_t) a->right[i] * a->vector_length;
	}
	else
		from = a->base_weights + (size_t) i * a->vector_length;
	scores = MLS_NEW_N(xgb->load, double, a->vector_length);
	for (uint32_t k = 0; k < a->vector_length; k++)
		scores[k] = from[k];
	return scores;
}

/* Whether a node's split condition, which is its "what", is a number. */
static bool
is_number(MlsXgb *xgb, const MlsAt *at, const Arrays *a, int32_t i, const char *what)
{
	if (isnan(a->conditions[i]))
	{
		MlsAt		conditions = mls_json_member(at, "split_conditions");
		MlsAt		condition = mls_json_element(&conditions, (uint32_t) i, NULL);

		mls_json_problem(xgb->load, MLS_INVALID, &condition, "the %s is no number", what);
		return false;
	}
	return true;
}

static bool
make_leaf(MlsXgb *xgb, const MlsAt *at, const Arrays *a, int32_t i, MlsNode *node)
{
	node->leaf_number = (uint32_t) i;
	if (a->vector_length > 0)
	{
		node->scores = leaf_vector(xgb, at, a, i);
		return node->scores != NULL;
	}
	mls_set_score(node, a->conditions[i]);
	return is_number(xgb, at, a, i, "score");
}

/* The predicate of the rows that go right at a split on categories. */
static MlsPredicate
code_predicate(MlsXgb *xgb, const Arrays *a, int32_t i, const char *field)
{
	MlsPredicate predicate = {.kind = MLS_PRED_CODE_SET, .field = field};
	uint32_t	count = a->code_count[i];
	uint32_t   *codes = MLS_NEW_N(xgb->load, uint32_t, count);
	uint32_t	n = 0;
	MlsPredicate either = {.kind = MLS_PRED_COMPOUND, .op = MLS_BOOL_OR};
	double		end_of_bits;

	for (uint32_t k = 0; k < count; k++)
		codes[k] = (uint32_t) a->codes[a->code_first[i] + k];
	mls_json_sort_codes(codes, count);
	for (uint32_t k = 0; k < count; k++)
	{
		if (n == 0 || codes[n - 1] != codes[k])
			codes[n++] = codes[k];
	}
	predicate.u.codes = mls_code_set(xgb->load, codes, n);
	if (xgb->version < MLS_XGB_VERSION(1, 6, 0) || xgb->version > MLS_XGB_VERSION(1, 7, 2) || a->default_left[i])
		return predicate;

	/* what counts as missing goes right here */
	end_of_bits = n > 0 ? (codes[n - 1] / 32 + 1) * 32.0 : 0.0;
	either.u.compound = mls_predicate_list(xgb->load, 3);
	either.u.compound->parts[0] = predicate;
	for (int k = 1; k <= 2; k++)
	{
		either.u.compound->parts[k] = k == 1 ? mls_compare_number(field, MLS_OP_LESS_THAN, 0.0) :
			mls_compare_number(field, MLS_OP_GREATER_OR_EQUAL, end_of_bits);
	}
	return either;
}

/* Gives a node its two children, still empty, and says which nodes of the arrays they are. */
static bool
make_split(MlsXgb *xgb, const MlsAt *at, const Arrays *a, int32_t i, MlsNode *node, int64_t children[2])
{
	int			left = 0;		/* which child the left one is */
	int32_t		feature = a->features[i];
	int32_t		type = a->split_types != NULL ? a->split_types[i] : 0;
	const char *field;

	if (feature < 0 || (uint32_t) feature >= xgb->n_features)
	{
		mls_json_problem(xgb->load, MLS_INVALID, at, "node %d splits on feature %d of %u", i, feature,
						 xgb->n_features);
		return false;
	}
	if (type != 0 && type != 1)
	{
		mls_json_problem(xgb->load, MLS_UNSUPPORTED, at, "node %d has a split of type %d, which is not known", i, type);
		return false;
	}
	if (type == 1 && xgb->version < MLS_XGB_VERSION(1, 5, 0))
	{
		mls_json_problem(xgb->load, MLS_UNSUPPORTED, at, "splits on categories of releases before 1.5 are not supported");
		return false;
	}
	field = xgb->features[feature].field;
	mls_split_node(xgb->load, node);
	if (type == 1)
	{
		node->children[0].predicate = code_predicate(xgb, a, i, field);
		left = 1;
	}
	else
	{
		if (!is_number(xgb, at, a, i, "threshold"))
			return false;

		node->children[0].predicate = mls_compare_number(field, MLS_OP_LESS_THAN, a->conditions[i]);
		node->children[1].predicate = mls_compare_number(field, MLS_OP_GREATER_OR_EQUAL, a->conditions[i]);
	}
	node->default_child_index = a->default_left[i] ? left : 1 - left;
	children[left] = a->left[i];
	children[1 - left] = a->right[i];
	return true;
}

typedef struct Nodes
{
	MlsXgb	   *xgb;
	const MlsAt *at;
	const Arrays *arrays;
} Nodes;

static bool
make_node(void *context, uint32_t i, MlsNode *node, int64_t children[2])
{
	Nodes	   *nodes = context;
	const Arrays *a = nodes->arrays;

	if (a->left[i] != -1)
		return make_split(nodes->xgb, nodes->at, a, (int32_t) i, node, children);
	if (a->leaf_weights == NULL && a->right[i] != -1)
	{
		mls_json_problem(nodes->xgb->load, MLS_INVALID, nodes->at, "node %u has a right child only", i);
		return false;
	}
	return make_leaf(nodes->xgb, nodes->at, a, (int32_t) i, node);
}

MlsTreeModel *
mls_xgb_tree(MlsXgb *xgb, const MlsAt *at, bool *vector)
{
	Arrays		a;
	Nodes		nodes = {xgb, at, &a};
	MlsNumberedTree numbered = {.load = xgb->load, .at = at, .room = &xgb->room[5], .context = &nodes, .make = make_node};
	MlsTreeModel *tree = mls_new_tree(xgb->load);

	if (!read_arrays(xgb, at, &a))
		return NULL;
	numbered.n = a.n;
	if (!mls_nest_nodes(&numbered, tree->root))
		return NULL;
	tree->numbers_leaves = true;
	*vector = a.vector_length > 0;
	return tree;
}

/*
 * json/lightgbm_tree.c
 *	  One tree of LightGBM, from numbered splits to nested nodes.
 *
 * All numbers are float64; a row goes left if its value is at most the threshold.
 * What a missing value (NULL, NaN) and zero do is said for each split:
 *
 *	 None	a missing value counts as 0
 *	 Zero	missing values and zeros go the default way
 *	 NaN	missing values go the default way
 *
 * Zero is every number from -1e-35f to 1e-35f: LightGBM's own scoring of tables
 * takes these for 0 before a tree sees them.  Thresholds within that range are
 * moved to its end, so that all of the range goes where 0 goes.
 *
 * A split on categories sends the listed codes left: the number, cut off behind
 * the point, is the code.  So everything between -1 and 1 is the code 0.  All
 * other numbers, and missing values, go right.
 *
 * A linear tree has a function of some features in each leaf; where one of them is
 * missing, the leaf's plain value counts.
 */
#include <math.h>

#include "json/lightgbm_int.h"
#include "json/nodes_int.h"

static const double zero_end = (double) 1e-35f;

/* ---- predicates ---- */

static MlsPredicate
both(MlsLgb *lgb, MlsBooleanOperator op, MlsPredicate first, MlsPredicate second)
{
	MlsPredicate predicate = {.kind = MLS_PRED_COMPOUND, .op = (uint8_t) op};

	predicate.u.compound = mls_predicate_list(lgb->load, 2);
	predicate.u.compound->parts[0] = first;
	predicate.u.compound->parts[1] = second;
	return predicate;
}

/* The rows that go left at a split on a number, but for those where it is missing. */
static MlsPredicate
numeric_predicate(MlsLgb *lgb, const char *field, double threshold, bool zero_is_missing, bool default_left)
{
	if (threshold >= -zero_end && threshold <= zero_end)
	{
		/* no threshold lies between the zeros */
		bool		zero_left = zero_is_missing ? default_left : threshold >= 0;

		return zero_left ? mls_compare_number(field, MLS_OP_LESS_OR_EQUAL, zero_end) : mls_compare_number(field, MLS_OP_LESS_THAN, -zero_end);
	}
	if (zero_is_missing && default_left && threshold < 0)
		return both(lgb, MLS_BOOL_OR, mls_compare_number(field, MLS_OP_LESS_OR_EQUAL, threshold),
					both(lgb, MLS_BOOL_AND, mls_compare_number(field, MLS_OP_GREATER_OR_EQUAL, -zero_end),
						 mls_compare_number(field, MLS_OP_LESS_OR_EQUAL, zero_end)));
	if (zero_is_missing && !default_left && threshold > 0)
		return both(lgb, MLS_BOOL_AND, mls_compare_number(field, MLS_OP_LESS_OR_EQUAL, threshold),
					both(lgb, MLS_BOOL_OR, mls_compare_number(field, MLS_OP_LESS_THAN, -zero_end),
						 mls_compare_number(field, MLS_OP_GREATER_THAN, zero_end)));
	return mls_compare_number(field, MLS_OP_LESS_OR_EQUAL, threshold);
}

/* The rows that go left at a split on categories. */
static MlsPredicate
code_predicate(MlsLgb *lgb, const char *field, uint32_t *codes, uint32_t n)
{
	MlsPredicate predicate = {.kind = MLS_PRED_CODE_SET, .field = field};

	predicate.u.codes = mls_code_set(lgb->load, codes, n);
	if (n == 0 || codes[0] != 0)
		return predicate;
	return both(lgb, MLS_BOOL_OR, predicate,
				both(lgb, MLS_BOOL_AND, mls_compare_number(field, MLS_OP_GREATER_THAN, -1.0), mls_compare_number(field, MLS_OP_LESS_THAN, 0.0)));
}

/* ---- nodes ---- */

/* Gives a node its two children, still empty: the first is the left one. */
static bool
make_split(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree, uint32_t split, MlsNode *node)
{
	int32_t		feature = tree->split_feature[split];
	int32_t		decision = tree->decision_type[split];
	int			missing = decision >> MLS_LGB_MISSING_SHIFT;
	bool		default_left = (decision & MLS_LGB_DEFAULT_LEFT) != 0;
	double		threshold = tree->threshold[split];
	MlsPredicate *left;
	MlsPredicate *right;

	if (feature < 0 || (uint32_t) feature >= lgb->inputs.n)
	{
		mls_json_problem(lgb->load, MLS_INVALID, at, "split %u is on feature %d of %u", split, feature, lgb->inputs.n);
		return false;
	}

	const char *field = lgb->inputs.features[feature].field;

	mls_split_node(lgb->load, node);
	left = &node->children[0].predicate;
	right = &node->children[1].predicate;
	if (decision & MLS_LGB_CATEGORICAL)
	{
		*left = code_predicate(lgb, field, tree->codes + tree->code_first[split], tree->code_count[split]);
		node->default_child_index = 1;
		return true;
	}
	*left = numeric_predicate(lgb, field, threshold, missing == MLS_LGB_MISSING_ZERO, default_left);
	if (left->kind == MLS_PRED_SIMPLE)
	{
		*right = *left;
		right->op = left->op == MLS_OP_LESS_THAN ? MLS_OP_GREATER_OR_EQUAL : MLS_OP_GREATER_THAN;
	}
	if (missing == MLS_LGB_MISSING_NONE)
		default_left = 0.0 <= threshold;
	node->default_child_index = default_left ? 0 : 1;
	return true;
}

/* The function of a leaf of a linear tree; NULL, noted, if it is not sound. */
static const MlsLinearLeaf *
leaf_function(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree, uint32_t leaf)
{
	MlsLinearLeaf *function = MLS_NEW(lgb->load, MlsLinearLeaf);
	uint32_t	first = tree->linear_first[leaf];

	function->constant = tree->leaf_const[leaf];
	function->zero = zero_end;
	function->n = tree->linear_count[leaf];
	function->coefficients = tree->linear_coefficients + first;
	function->fields = MLS_NEW_N(lgb->load, const char *, function->n);
	for (uint32_t i = 0; i < function->n; i++)
	{
		int32_t		feature = tree->linear_features[first + i];

		if (feature < 0 || (uint32_t) feature >= lgb->inputs.n)
		{
			mls_json_problem(lgb->load, MLS_INVALID, at, "the function of leaf %u has feature %d of %u", leaf, feature,
							 lgb->inputs.n);
			return NULL;
		}
		function->fields[i] = lgb->inputs.features[feature].field;
	}
	return function;
}

/* False: it is not sound, which has been noted. */
static bool
make_leaf(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree, uint32_t leaf, MlsNode *node)
{
	if (tree->leaf_const != NULL)
	{
		mls_give_details(lgb->load, node)->linear = leaf_function(lgb, at, tree, leaf);
		if (node->details->linear == NULL)
			return false;
	}
	mls_set_score(node, tree->leaf_value[leaf]);
	node->leaf_number = tree->leaf_number != NULL ? tree->leaf_number[leaf] : leaf;
	return true;
}

typedef struct Nodes
{
	MlsLgb	   *lgb;
	const MlsAt *at;
	const MlsLgbTree *tree;
	uint32_t	n_leaves;		/* made */
} Nodes;

/* Where a child, a split or ~leaf, is among splits and leaves; -1: nowhere. */
static int64_t
number_of(const MlsLgbTree *tree, int32_t child)
{
	int64_t		n_splits = (int64_t) tree->n_leaves - 1;

	return child < 0 ? n_splits + ~child : child < n_splits ? child : -1;
}

static bool
make_node(void *context, uint32_t i, MlsNode *node, int64_t children[2])
{
	Nodes	   *nodes = context;
	const MlsLgbTree *tree = nodes->tree;
	uint32_t	n_splits = tree->n_leaves - 1;

	if (i >= n_splits)
	{
		nodes->n_leaves++;
		return make_leaf(nodes->lgb, nodes->at, tree, i - n_splits, node);
	}
	children[0] = number_of(tree, tree->left_child[i]);
	children[1] = number_of(tree, tree->right_child[i]);
	return make_split(nodes->lgb, nodes->at, tree, i, node);
}

MlsTreeModel *
mls_lgb_tree(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree)
{
	MlsTreeModel *result = mls_new_tree(lgb->load);
	Nodes		nodes = {lgb, at, tree, 0};
	MlsNumberedTree numbered = {lgb->load, at, 2 * tree->n_leaves - 1, tree->n_leaves - 1, lgb->room, &nodes, make_node};

	if (!mls_nest_nodes(&numbered, result->root))
		return NULL;
	if (nodes.n_leaves < tree->n_leaves)
	{
		mls_json_problem(lgb->load, MLS_INVALID, at, "no way leads to %u of the leaves", tree->n_leaves - nodes.n_leaves);
		return NULL;
	}
	result->numbers_leaves = true;
	return result;
}

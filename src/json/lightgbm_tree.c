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

/* Levels; more than any training makes, and what the rest of the load can take. */
#define MAX_LEVELS		5000

static const double zero_end = (double) 1e-35f;

static void
initialize(MlsNode *node)
{
	node->recordCount = NAN;
	node->default_child_index = -1;
}

/* ---- predicates ---- */

static MlsPredicate
compare(const char *field, MlsSimpleOperator op, double value)
{
	MlsPredicate predicate = {.kind = MLS_PRED_SIMPLE, .op = (uint8_t) op, .field = field};

	predicate.u.value = (MlsLiteral) {NULL, value, true};
	return predicate;
}

static MlsPredicate
both(MlsLgb *lgb, MlsBooleanOperator op, MlsPredicate first, MlsPredicate second)
{
	MlsPredicate predicate = {.kind = MLS_PRED_COMPOUND, .op = (uint8_t) op};

	predicate.u.compound.n = 2;
	predicate.u.compound.parts = MLS_NEW_N(lgb->load, MlsPredicate, 2);
	predicate.u.compound.parts[0] = first;
	predicate.u.compound.parts[1] = second;
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

		return zero_left ? compare(field, MLS_OP_LESS_OR_EQUAL, zero_end) : compare(field, MLS_OP_LESS_THAN, -zero_end);
	}
	if (zero_is_missing && default_left && threshold < 0)
		return both(lgb, MLS_BOOL_OR, compare(field, MLS_OP_LESS_OR_EQUAL, threshold),
					both(lgb, MLS_BOOL_AND, compare(field, MLS_OP_GREATER_OR_EQUAL, -zero_end),
						 compare(field, MLS_OP_LESS_OR_EQUAL, zero_end)));
	if (zero_is_missing && !default_left && threshold > 0)
		return both(lgb, MLS_BOOL_AND, compare(field, MLS_OP_LESS_OR_EQUAL, threshold),
					both(lgb, MLS_BOOL_OR, compare(field, MLS_OP_LESS_THAN, -zero_end),
						 compare(field, MLS_OP_GREATER_THAN, zero_end)));
	return compare(field, MLS_OP_LESS_OR_EQUAL, threshold);
}

/* The rows that go left at a split on categories. */
static MlsPredicate
code_predicate(MlsLgb *lgb, const char *field, uint32_t *codes, uint32_t n)
{
	MlsPredicate predicate = {.kind = MLS_PRED_CODE_SET, .field = field};

	predicate.u.codes.codes = codes;
	predicate.u.codes.n = n;
	if (n == 0 || codes[0] != 0)
		return predicate;
	return both(lgb, MLS_BOOL_OR, predicate,
				both(lgb, MLS_BOOL_AND, compare(field, MLS_OP_GREATER_THAN, -1.0), compare(field, MLS_OP_LESS_THAN, 0.0)));
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

	node->children = MLS_NEW_N(lgb->load, MlsNode, 2);
	node->n_children = 2;
	initialize(&node->children[0]);
	initialize(&node->children[1]);
	left = &node->children[0].predicate;
	right = &node->children[1].predicate;
	right->kind = MLS_PRED_TRUE;
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
		node->linear = leaf_function(lgb, at, tree, leaf);
		if (node->linear == NULL)
			return false;
	}
	node->score = (MlsLiteral) {NULL, tree->leaf_value[leaf], true};
	node->id = mls_format(lgb->load, "%u", leaf);
	return true;
}

typedef struct Task
{
	MlsNode    *node;
	int32_t		child;			/* a split, or ~leaf */
	uint32_t	level;
} Task;

/* Whether a child can be gone to: it exists, and nothing else leads there. */
static bool
enter(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree, uint8_t *seen, int32_t child)
{
	uint32_t	n_splits = tree->n_leaves - 1;
	bool		is_leaf = child < 0;
	uint32_t	number = (uint32_t) (is_leaf ? ~child : child);
	const char *what = is_leaf ? "leaf" : "split";

	if (number >= (is_leaf ? tree->n_leaves : n_splits))
		mls_json_problem(lgb->load, MLS_INVALID, at, "a child is %s %u of %u", what, number,
						 is_leaf ? tree->n_leaves : n_splits);
	else if (seen[is_leaf ? n_splits + number : number])
		mls_json_problem(lgb->load, MLS_INVALID, at, "more than one way leads to %s %u", what, number);
	else
	{
		seen[is_leaf ? n_splits + number : number] = 1;
		return true;
	}
	return false;
}

MlsTreeModel *
mls_lgb_tree(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree)
{
	MlsTreeModel *result = MLS_NEW(lgb->load, MlsTreeModel);
	Task	   *tasks = MLS_NEW_N(lgb->load, Task, (size_t) tree->n_leaves + 1);
	uint8_t    *seen = MLS_NEW_N(lgb->load, uint8_t, (size_t) tree->n_leaves * 2);
	uint32_t	n_tasks = 0;
	uint32_t	n_leaves = 0;

	result->missingValueStrategy = MLS_MISSING_DEFAULT_CHILD;
	result->missingValuePenalty = 1.0;
	result->root = MLS_NEW(lgb->load, MlsNode);
	result->root->predicate.kind = MLS_PRED_TRUE;
	initialize(result->root);
	tasks[n_tasks++] = (Task) {result->root, tree->n_leaves > 1 ? 0 : ~0, 1};
	if (tree->n_leaves > 1)
		seen[0] = 1;
	while (n_tasks > 0)
	{
		Task		task = tasks[--n_tasks];

		mls_tick(lgb->load);
		if (task.child < 0)
		{
			if (!make_leaf(lgb, at, tree, (uint32_t) ~task.child, task.node))
				return NULL;
			n_leaves++;
			continue;
		}
		if (task.level > MAX_LEVELS)
		{
			mls_json_problem(lgb->load, MLS_TOO_LARGE, at, "the tree has more than %d levels", MAX_LEVELS);
			return NULL;
		}
		if (!make_split(lgb, at, tree, (uint32_t) task.child, task.node))
			return NULL;
		for (int i = 0; i < 2; i++)
		{
			int32_t		child = i == 0 ? tree->left_child[task.child] : tree->right_child[task.child];

			if (!enter(lgb, at, tree, seen, child))
				return NULL;
			tasks[n_tasks++] = (Task) {&task.node->children[i], child, task.level + 1};
		}
	}
	if (n_leaves < tree->n_leaves)
	{
		mls_json_problem(lgb->load, MLS_INVALID, at, "no way leads to %u of the leaves", tree->n_leaves - n_leaves);
		return NULL;
	}
	return result;
}

/*
 * eval/eval_tree.c
 *	  The general tree: any predicate, any missing value strategy.
 *
 * A row walks down by itself.  Nodes are in document order with the end of each
 * one's subtree, so a node's children are found by leaping from subtree to
 * subtree, and nothing here recurses or needs a stack, however deep the tree is.
 */
#include "eval/eval_int.h"

typedef struct Walk
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgTree *tree;
	const MlsImgTreeNode *nodes;	/* of the image */
	uint32_t	row;
	uint32_t	missing_levels; /* surrogates used and default children taken */
} Walk;

/* Where a row's walk ends. */
typedef enum End
{
	END_NOWHERE,				/* no prediction */
	END_NODE,
	END_LEAVES					/* of the leaves that it may still reach below the node */
} End;

/*
 * What an unknown predicate of a child of *node does: true if the walk ends, in
 * *end; false if it goes on with *node (MLS_NONE: with the next child).
 */
static bool
unknown_child(Walk *walk, uint32_t *node, End *end)
{
	switch ((MlsMissingValueStrategy) walk->tree->missing_value_strategy)
	{
		case MLS_MISSING_NONE:
			*node = MLS_NONE;
			return false;
		case MLS_MISSING_LAST_PREDICTION:
			*end = END_NODE;
			return true;
		case MLS_MISSING_NULL_PREDICTION:
			*end = END_NOWHERE;
			return true;
		case MLS_MISSING_DEFAULT_CHILD:
			*node = walk->nodes[*node].default_child;
			walk->missing_levels++;
			if (*node != MLS_NONE)
				return false;
			mls_fail_row(walk->eval, walk->row, (MlsReason) {MLS_REASON_NO_DEFAULT_CHILD, UINT32_MAX});
			*end = END_NOWHERE;
			return true;
		case MLS_MISSING_WEIGHTED_CONFIDENCE:
		case MLS_MISSING_AGGREGATE_NODES:
			*end = END_LEAVES;
			return true;
	}
	*end = END_NOWHERE;
	return true;
}

/* An inner node needs a score to be a result, a leaf a score or distributions. */
static bool
has_result(const Walk *walk, uint32_t n)
{
	const MlsImgTreeNode *node = &walk->nodes[n];

	return node->category != MLS_NONE || (node->end == n + 1 && node->distributions.n > 0);
}

static MlsTruth
test(Walk *walk, uint32_t node)
{
	return mls_predicate(walk->eval, walk->nodes[node].predicate, walk->row, &walk->missing_levels);
}

/* Walks down from the root; *node is where the walk ends. */
static End
walk_down(Walk *walk, uint32_t *node)
{
	End			end = END_NOWHERE;

	*node = walk->tree->nodes.first;
	if (test(walk, *node) != MLS_TRUE)
		return END_NOWHERE;
	for (;;)
	{
		const MlsImgTreeNode *here = &walk->nodes[*node];
		uint32_t	next = MLS_NONE;

		if (here->end == *node + 1)
			return END_NODE;
		for (uint32_t child = *node + 1; child < here->end && next == MLS_NONE; child = walk->nodes[child].end)
		{
			MlsTruth	truth = test(walk, child);

			if (walk->eval->status[walk->row].code != MLS_REASON_NONE)
				return END_NOWHERE;
			if (truth == MLS_TRUE)
				next = child;
			else if (truth == MLS_UNKNOWN)
			{
				next = *node;
				if (unknown_child(walk, &next, &end))
					return end;
			}
		}
		if (next == MLS_NONE)
			return walk->tree->return_last_prediction && has_result(walk, *node) ? END_NODE : END_NOWHERE;
		*node = next;
	}
}

/* ---- a row that may still reach several leaves ---- */

/*
 * Of the children of "parent" from "from" on, the next that the row may enter:
 * the true one if there is any among all children, else each unknown one.
 */
static uint32_t
enterable(Walk *walk, uint32_t parent, uint32_t from)
{
	uint32_t	end = walk->nodes[parent].end;

	if (from == parent + 1)
	{
		for (uint32_t child = from; child < end; child = walk->nodes[child].end)
		{
			if (test(walk, child) == MLS_TRUE)
				return child;
		}
	}
	for (uint32_t child = from; child < end; child = walk->nodes[child].end)
	{
		if (test(walk, child) == MLS_UNKNOWN)
			return child;
	}
	return MLS_NONE;
}

/*
 * The next leaf below "top" that the row may reach, after "leaf" (MLS_NONE: the
 * first); MLS_NONE when there are no more.
 */
static uint32_t
next_leaf(Walk *walk, uint32_t top, uint32_t leaf)
{
	uint32_t	node = leaf;
	uint32_t	next;

	if (leaf == MLS_NONE)
		node = top;
	else
	{
		/* up to where a further child may be entered */
		for (next = MLS_NONE; next == MLS_NONE; node = next == MLS_NONE ? walk->nodes[node].parent : next)
		{
			if (node == top)
				return MLS_NONE;
			if (test(walk, node) == MLS_UNKNOWN)
				next = enterable(walk, walk->nodes[node].parent, walk->nodes[node].end);
		}
	}
	/* and down again */
	while ((next = enterable(walk, node, node + 1)) != MLS_NONE)
		node = next;
	return node;
}

/* The number of records at a node: as it says, or as its distributions do. */
static double
record_count(Walk *walk, const MlsImgTreeNode *node)
{
	const MlsImgDistribution *distributions = MLS_RECORDS(walk->eval->image, DISTRIBUTION);
	double		sum = 0;

	if (!isnan(node->record_count))
		return node->record_count;
	for (uint32_t i = 0; i < node->distributions.n; i++)
		sum += distributions[node->distributions.first + i].record_count;
	return sum;
}

/* ---- results ---- */

static inline double
rounded(const Walk *walk, double value)
{
	return walk->model->float_context ? mls_f32(value) : value;
}

static void
put_number(Walk *walk, uint32_t column, double value)
{
	MlsEval    *eval = walk->eval;

	if (isnan(value))
		mls_put_missing(eval, column, walk->row);
	else
		mls_put(eval, column, walk->row,
				walk->model->float_context ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value));
}

static void
put_category(Walk *walk, uint32_t category)
{
	const uint32_t *categories = MLS_RECORDS(walk->eval->image, INDEX) + walk->model->categories.first;

	mls_put(walk->eval, walk->model->value, walk->row,
			mls_constant_cell(walk->eval->image, categories[category]));
}

/* Probabilities of all categories are 0 until they are set otherwise. */
static void
clear_categories(Walk *walk, uint32_t first_column)
{
	for (uint32_t i = 0; first_column != MLS_NONE && i < walk->model->categories.n; i++)
		put_number(walk, first_column + i, 0);
}

static void
put_of_category(Walk *walk, uint32_t first_column, uint32_t category, double value)
{
	if (first_column != MLS_NONE)
		put_number(walk, first_column + category, value);
}

/* The result of one node. */
static void
put_node(Walk *walk, uint32_t n)
{
	const MlsImgModel *model = walk->model;
	const MlsImgTreeNode *node = &walk->nodes[n];
	const MlsImgDistribution *distribution = MLS_RECORDS(walk->eval->image, DISTRIBUTION) + node->distributions.first;
	double		penalty = 1;
	uint32_t	category = node->category;

	if (!has_result(walk, n))
	{
		mls_no_prediction(walk->eval, model, walk->row);
		return;
	}
	if (model->entity != MLS_NONE)
		mls_put(walk->eval, model->entity, walk->row,
				MLS_CELL_STRING(mls_image_string(walk->eval->image, node->entity)));
	if (model->function == MLS_FUNCTION_REGRESSION)
	{
		put_number(walk, model->value, node->score);
		return;
	}

	for (uint32_t i = 0; i < walk->missing_levels; i++)
		penalty *= walk->tree->missing_value_penalty;
	clear_categories(walk, model->probabilities);
	clear_categories(walk, model->confidences);
	if (node->distributions.n == 0)
	{
		put_of_category(walk, model->probabilities, category, 1);
		put_of_category(walk, model->confidences, category, rounded(walk, penalty));
	}
	for (uint32_t i = 0; i < node->distributions.n; i++)
	{
		put_of_category(walk, model->probabilities, distribution[i].category, distribution[i].probability);
		put_of_category(walk, model->confidences, distribution[i].category,
						rounded(walk, distribution[i].confidence * penalty));
	}
	if (category == MLS_NONE)
	{
		double		largest = -INFINITY;

		/* no score: the most probable value, the first of several */
		for (uint32_t i = 0; i < node->distributions.n; i++)
		{
			if (distribution[i].probability > largest)
			{
				largest = distribution[i].probability;
				category = distribution[i].category;
			}
		}
		if (category == MLS_NONE)
		{
			mls_no_prediction(walk->eval, model, walk->row);
			return;
		}
	}
	put_category(walk, category);
}

/* The result of all leaves that the row may reach below a node, by their weights. */
static void
put_leaves(Walk *walk, uint32_t top)
{
	MlsEval    *eval = walk->eval;
	const MlsImgModel *model = walk->model;
	const MlsImgDistribution *distributions = MLS_RECORDS(eval->image, DISTRIBUTION);
	bool		by_confidence = walk->tree->missing_value_strategy == MLS_MISSING_WEIGHTED_CONFIDENCE;
	double		total = 0;
	double		largest = -INFINITY;
	uint32_t	winner = 0;

	/* the sums grow in the row's own cells */
	for (uint32_t c = 0; c < model->categories.n; c++)
		mls_put_double(eval, model->probabilities + c, walk->row, 0);
	for (uint32_t leaf = next_leaf(walk, top, MLS_NONE); leaf != MLS_NONE; leaf = next_leaf(walk, top, leaf))
	{
		const MlsImgTreeNode *node = &walk->nodes[leaf];
		double		count = record_count(walk, node);

		total = rounded(walk, total + count);
		if (node->distributions.n == 0 && node->category != MLS_NONE)
		{
			double	   *sum = &mls_data(eval, model->probabilities + node->category)[walk->row].d;

			*sum = rounded(walk, *sum + count);
		}
		for (uint32_t i = 0; i < node->distributions.n; i++)
		{
			const MlsImgDistribution *d = &distributions[node->distributions.first + i];
			double	   *sum = &mls_data(eval, model->probabilities + d->category)[walk->row].d;

			*sum = rounded(walk, *sum + (by_confidence ? rounded(walk, count * d->confidence) : d->record_count));
		}
	}
	if (!(total > 0))
	{
		mls_no_prediction(eval, model, walk->row);
		return;
	}
	for (uint32_t c = 0; c < model->categories.n; c++)
	{
		double		share = rounded(walk, mls_data(eval, model->probabilities + c)[walk->row].d / total);

		put_number(walk, model->probabilities + c, share);
		put_of_category(walk, model->confidences, c, share);
		if (share > largest)
		{
			largest = share;
			winner = c;
		}
	}
	if (model->entity != MLS_NONE)
		mls_put_missing(eval, model->entity, walk->row);
	if (isinf(largest))
		mls_no_prediction(eval, model, walk->row);
	else
		put_category(walk, winner);
}

void
mls_eval_tree(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	Walk		walk = {
		.eval = eval,
		.model = model,
		.tree = &MLS_RECORDS(eval->image, TREE)[model->body],
		.nodes = MLS_RECORDS(eval->image, TREE_NODE)
	};

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	node;
		End			end;

		walk.row = mls_row(rows, i);
		walk.missing_levels = 0;
		end = walk_down(&walk, &node);
		if (end == END_NODE)
			put_node(&walk, node);
		else if (end == END_LEAVES && model->function == MLS_FUNCTION_CLASSIFICATION)
			put_leaves(&walk, node);
		else
			mls_no_prediction(eval, model, walk.row);
	}
}

/*
 * compile/forest_leaves.c
 *	  What the leaves of a forest hold: a score, or a row of scores.
 *
 * Rows of probabilities and votes are kept once each: most leaves of a deep
 * forest are sure of one category.
 */
#include <math.h>
#include <string.h>

#include "compile/forest_int.h"

/* The number of a row of scores, which is added if there is none like it yet. */
static uint32_t
intern_row(MlsForestCompile *f, const double *row)
{
	MlsLoad    *load = f->c->load;
	uint32_t	n_rows = f->rows.n / f->n_outputs;
	size_t		size = f->n_outputs * sizeof(double);
	uint32_t	slot;

	if (2 * (n_rows + 1) > f->row_hash.n)
	{
		uint32_t	n_slots = f->row_hash.n > 0 ? f->row_hash.n * 2 : 64;

		f->row_hash.n = 0;
		for (uint32_t i = 0; i < n_slots; i++)
			*MLS_PUSH(load, &f->row_hash, uint32_t) = 0;
		for (uint32_t i = 0; i < n_rows; i++)
		{
			slot = mls_hash_bytes(&MLS_ITEM(&f->rows, double, i * f->n_outputs), size) & (n_slots - 1);
			while (MLS_ITEM(&f->row_hash, uint32_t, slot) != 0)
				slot = (slot + 1) & (n_slots - 1);
			MLS_ITEM(&f->row_hash, uint32_t, slot) = i + 1;
		}
	}
	slot = mls_hash_bytes(row, size) & (f->row_hash.n - 1);
	for (uint32_t at; (at = MLS_ITEM(&f->row_hash, uint32_t, slot)) != 0; slot = (slot + 1) & (f->row_hash.n - 1))
	{
		if (memcmp(&MLS_ITEM(&f->rows, double, (at - 1) * f->n_outputs), row, size) == 0)
			return at - 1;
	}
	MLS_ITEM(&f->row_hash, uint32_t, slot) = n_rows + 1;
	for (uint32_t i = 0; i < f->n_outputs; i++)
		*MLS_PUSH(load, &f->rows, double) = row[i];
	return n_rows;
}

/* The probabilities of a node, or its one vote, in the order of the ensemble's categories. */
static void
fill_row(MlsForestCompile *f, const MlsNode *node)
{
	MlsLoad    *load = f->c->load;
	const MlsNodeDetails *details = mls_node_details(node);
	const char *score = mls_score_text(load, node);
	uint32_t	winner = score ? mls_add_category(load, &f->categories, score) : MLS_NONE;
	double		largest = -INFINITY;

	memset(f->row, 0, f->n_outputs * sizeof(double));
	for (uint32_t i = 0; i < details->n_distributions; i++)
	{
		MlsShare	share = mls_share(details->distributions, details->n_distributions, i, f->tree->float_context);
		uint32_t	category = mls_add_category(load, &f->categories, details->distributions[i].value);

		f->row[category] = mls_forest_step(f, share.probability);
		if (!score && share.probability > largest)
		{
			largest = share.probability;
			winner = category;
		}
	}
	if (f->is_vote)
		memset(f->row, 0, f->n_outputs * sizeof(double));
	if (winner == MLS_NONE)
		f->failed = true;
	else if (f->is_vote || details->n_distributions == 0)
		f->row[winner] = 1;
}

/* The number of a leaf's function; of a leaf without one it is the score. */
static double
add_function(MlsForestCompile *f, const MlsNode *node, double score)
{
	const MlsLinearLeaf *leaf = mls_node_details(node)->linear;
	uint32_t	n = leaf ? leaf->n : 0;
	MlsSpan		terms = {MLS_APPEND_N(f->c, FOREST_TERM, n), n};

	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t	column = mls_field(f->c, f->tree_scope, leaf->fields[i], node->line)->column;

		*MLS_BUILT(f->c, FOREST_TERM, terms.first + i) = (MlsImgForestTerm) {leaf->coefficients[i], column, 0};
	}
	*MLS_PUSH(f->c->load, &f->linear, MlsImgForestLinear) = (MlsImgForestLinear) {
		leaf ? leaf->constant : score, leaf ? leaf->zero : 0, score, terms
	};
	return f->linear.n - 1;
}

double
mls_forest_leaf(void *context, const MlsNode *node)
{
	MlsForestCompile *f = context;
	double		score;

	if (f->numbers_leaves)
		return node->leaf_number;
	if (f->is_vector)
	{
		if (!f->classifies || f->margins)
		{
			const double *scores = mls_node_scores(node);

			f->failed |= !scores;
			for (uint32_t i = 0; i < f->n_outputs && scores; i++)
				f->row[i] = mls_forest_step(f, scores[i]);
		}
		else
			fill_row(f, node);
		for (uint32_t i = 0; i < f->n_outputs; i++)
			f->failed |= !isfinite(f->row[i]);
		return intern_row(f, f->row);
	}
	score = mls_literal_number(f->c, mls_node_score(node), f->tree->float_context, node->line, "Node");
	if (f->tree_type == MLS_TYPE_FLOAT)
		score = (double) (float) score;
	score = mls_forest_step(f, score);
	f->failed |= !isfinite(score) || !mls_node_has_score(node);
	return f->is_linear ? add_function(f, node, score) : score;
}

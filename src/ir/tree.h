/*
 * ir/tree.h
 *	  TreeModel.
 */
#ifndef MLS_IR_TREE_H
#define MLS_IR_TREE_H

#include <math.h>

#include "ir/predicate.h"

typedef struct MlsScoreDistribution
{
	const char *value;
	double		recordCount;	/* NAN when absent, as the two below */
	double		confidence;
	double		probability;
	uint32_t	line;
} MlsScoreDistribution;

/*
 * A leaf with a function: constant + coefficient * field + ..., added in this
 * order.  A field's value within "zero" of 0 counts as 0.  Where a field is missing
 * the leaf's score counts instead.  Of ensembles with margins only.
 */
typedef struct MlsLinearLeaf
{
	double		constant;
	double		zero;
	const char **fields;
	const double *coefficients;
	uint32_t	n;
} MlsLinearLeaf;

/* What the nodes of most trainers' own files lack. */
typedef struct MlsNodeDetails
{
	const char *id;
	const char *defaultChild;	/* an id, as documents write it */
	double		recordCount;	/* NAN when absent */
	MlsScoreDistribution *distributions;
	const MlsLinearLeaf *linear;	/* or NULL */
	uint32_t	n_distributions;
} MlsNodeDetails;

/* A load may hold tens of millions of them at once: 64 bytes. */
typedef struct MlsNode
{
	MlsPredicate predicate;
	union
	{
		const char *text;		/* NULL: there is none */
		double		number;		/* if score_is_number */
	}			score;
	union
	{
		struct MlsNode *children;	/* n_children of them */
		const double *scores;	/* of a leaf of a tree with several outputs: n_outputs of the ensemble; else NULL */
	};
	MlsNodeDetails *details;	/* or NULL */
	uint32_t	n_children;
	union
	{
		int32_t		default_child_index;	/* among children, for formats without ids; -1: use defaultChild */
		uint32_t	leaf_number;	/* of a leaf, in trees that number_leaves */
	};
	uint32_t	line;
	bool		score_is_number;
} MlsNode;

typedef struct MlsTreeModel
{
	MlsMissingValueStrategy missingValueStrategy;
	double		missingValuePenalty;	/* 1 */
	bool		return_last_prediction; /* noTrueChildStrategy="returnLastPrediction" */
	bool		numbers_leaves; /* a trainer's tree, whose leaves have numbers */
	MlsNode    *root;
} MlsTreeModel;

/* A node's details to be filled in, absent numbers NAN; leaves. */
extern MlsNodeDetails *mls_give_details(MlsLoad *load, MlsNode *node);

/* ---- what a node says ---- */

/* A node's details, those of one that has none if it has none. */
static inline const MlsNodeDetails *
mls_node_details(const MlsNode *node)
{
	static const MlsNodeDetails none = {.recordCount = (double) NAN};

	return node->details ? node->details : &none;
}

static inline MlsLiteral
mls_node_score(const MlsNode *node)
{
	if (node->score_is_number)
		return (MlsLiteral) {NULL, node->score.number, true};
	return (MlsLiteral) {node->score.text, 0, false};
}

static inline bool
mls_node_has_score(const MlsNode *node)
{
	return node->score_is_number || node->score.text;
}

static inline void
mls_set_score(MlsNode *node, double score)
{
	node->score.number = score;
	node->score_is_number = true;
}

/* The scores of a leaf that has several, or NULL. */
static inline const double *
mls_node_scores(const MlsNode *node)
{
	return node->n_children == 0 ? node->scores : NULL;
}

#endif

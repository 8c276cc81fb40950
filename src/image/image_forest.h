/*
 * image/image_forest.h
 *	  Records of a forest: sums of trees that only compare numbers.
 *
 * Included by image.h, which defines what these refer to.
 *
 * Each predicate on a field cuts the field's values into ranges, so a tree of
 * such predicates, whatever its strategies, becomes a tree of one kind of
 * node: is a number below a threshold?  What "<=", "==", sets of categories and
 * missing values mean is said by how numbers are made of the row's values (a
 * slot) and by the thresholds:
 *
 *	 x <= t		x is below the next double after t
 *	 x == t		x is not below t, and below the next double
 *	 text		its number in the slot's list of codes, -1 for a text not in it
 *	 missing	by slot: below every threshold, or below none
 *
 * Where a missing value goes neither way, a node with the threshold INFINITY
 * asks for it: all values but a missing one are below.
 */
#ifndef MLS_IMAGE_FOREST_H
#define MLS_IMAGE_FOREST_H

#include <math.h>

#include "image/records.h"

typedef struct MlsImgForest
{
	bool		is_float;		/* each step rounds to float */
	bool		is_vector;		/* each leaf has n_outputs scores */
	bool		is_vote;		/* leaves are votes for categories */
	bool		is_simple;		/* each leaf has one score, which counts as it is */
	uint32_t	link;			/* MlsLink */
	uint32_t	n_outputs;
	uint32_t	missing_prediction_treatment;	/* MlsMissingPredictionTreatment */
	double		missing_threshold;	/* as in MlsImgMining, for trees without a prediction */
	double		divisor;		/* of each output, behind the last tree; 0: none */
	double		scale;			/* of each output, before the link; 1: none */
	uint32_t	initial;		/* NUMBER: n_outputs, from which the sums start */
	uint32_t	scores;			/* NUMBER: n_score_rows * n_outputs, if is_vector */
	uint32_t	n_score_rows;
	uint32_t	masks;			/* MASKS, of a model whose kernel it is, else MLS_NONE */
	MlsSpan		slots;			/* FOREST_SLOT */
	MlsSpan		trees;			/* FOREST_TREE, in the order of adding */
	MlsSpan		nodes;			/* FOREST_NODE */
} MlsImgForest;

/* Where a number that nodes compare comes from. */
typedef struct MlsImgForestSlot
{
	uint32_t	column;
	bool		missing_is_below;	/* a missing value is -INFINITY; else NAN, which is below nothing */
	bool		is_text;
	uint16_t	unused;
	MlsSpan		codes;			/* FOREST_CODE, by ascending text; is_text only */

	/*
	 * The thresholds of its nodes, each once: NUMBER, ascending, and NAN behind
	 * the last, which the span does not count.  Comparing a number with one of
	 * them is comparing its rank, the number of cuts that are not above it.
	 * None if nobody wants ranks.
	 */
	MlsSpan		cuts;
	uint32_t	keys;			/* FLOAT: mls_n_keys(cuts.n) of them, to look for the rank among */
	uint32_t	first_bin;		/* of its (cuts.n + 254) / 255 bins, see image_masks.h */
} MlsImgForestSlot;

typedef struct MlsImgForestCode
{
	uint32_t	text;			/* STRING */
	uint32_t	number;
} MlsImgForestCode;

/*
 * Keys are the cuts as floats, laid out for a search that compares a number with
 * 16 of them at once: blocks of 16, the first to choose among up to 16 blocks of
 * the next level, and so on; the last level has all cuts in their order.  In the
 * other levels a key is the last one of the block it stands for, but INFINITY for
 * the last block; so are those that fill a block up.
 */
#define MLS_KEY_BLOCK	16

/* The blocks of the level that is "height" levels above the last one. */
static inline uint32_t
mls_key_blocks(uint32_t n_cuts, uint32_t height)
{
	uint32_t	shift = 4 * (height + 1);

	return shift < 32 ? (uint32_t) (((uint64_t) n_cuts + (1u << shift) - 1) >> shift) : 1;
}

/* How many levels lie above the last one. */
static inline uint32_t
mls_key_height(uint32_t n_cuts)
{
	uint32_t	height = 0;

	while (mls_key_blocks(n_cuts, height) > 1)
		height++;
	return height;
}

/* How many keys there are. */
static inline uint64_t
mls_n_keys(uint32_t n_cuts)
{
	uint64_t	blocks = 0;

	for (uint32_t height = mls_key_height(n_cuts), i = 0; i <= height; i++)
		blocks += mls_key_blocks(n_cuts, i);
	return blocks * MLS_KEY_BLOCK;
}

/* The ith key of the level that is "height" levels above the last one. */
static inline float
mls_key(const double *cuts, uint32_t n_cuts, uint32_t height, uint32_t i)
{
	uint64_t	last = (((uint64_t) i + 1) << (4 * height)) - 1;

	return last + (height > 0) < n_cuts ? (float) cuts[last] : INFINITY;
}

typedef struct MlsImgForestTree
{
	double		weight;			/* of the scores; 1 changes nothing */
	uint32_t	root;			/* FOREST_NODE */
	uint32_t	output;			/* to which the scores are added; any if the leaves are vectors */
	uint32_t	depth;			/* of the deepest leaf; more or less costs time only */
	uint32_t	unused;
} MlsImgForestTree;

/*
 * A split: the row goes on at "child" if the slot's number is below the
 * threshold, else at child + 1.  Children come behind their parent.
 *
 * A leaf: slot is the number of slots, whose value is NAN, and child + 1 is the
 * leaf itself.  So a row that has arrived stays, and walks of several trees or
 * rows can go on in step until the last arrives.  Where several ways lead to one
 * node, all but one end at a record with that slot whose child + 1 is the node.
 */
typedef struct MlsImgForestNode
{
	double		threshold;		/* leaf: the score, or the number of a row of scores; NAN: the tree predicts nothing */
	uint32_t	slot;			/* within the forest's */
	uint32_t	child;			/* FOREST_NODE */
} MlsImgForestNode;

#endif

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
 * Where a missing value goes neither way, it mostly means that the tree predicts
 * nothing: then the slot says so, and rows in which it is missing are walked again
 * with a look at each step.  Else a node asks for it.
 *
 * Ordinals.  What nodes compare are not the numbers but 32-bit integers, which
 * are ordered as the numbers are, as far as the thresholds can tell: a number's
 * ordinal is below a threshold's just if the number is below the threshold.  How
 * they are made is the slot's (MlsForestOrdinal); that of a threshold is the least
 * one that a number not below it can have.
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
	uint32_t	margins;		/* first of n_outputs columns for the sums as they are, or MLS_NONE */
	uint32_t	tops;			/* MASKS of the first levels of trees that are walked, or MLS_NONE: see image_masks.h */
	MlsSpan		linear;			/* FOREST_LINEAR: a leaf's score is the number of one of them; none: it is a score */
	uint32_t	initial;		/* NUMBER: n_outputs, from which the sums start */
	uint32_t	scores;			/* NUMBER: n_score_rows * n_outputs, if is_vector */
	uint32_t	n_score_rows;
	uint32_t	leaves;			/* NUMBER: one for each of the nodes, see there */
	uint32_t	slot_bits;		/* of MlsImgForestNode.way: (1 << slot_bits) is at least slots.n; mostly MLS_FOREST_SLOT_BITS */
	uint32_t	masks;			/* MASKS, of a model whose kernel it is, else MLS_NONE */
	MlsSpan		slots;			/* FOREST_SLOT */
	MlsSpan		trees;			/* FOREST_TREE, in the order of adding */
	MlsSpan		nodes;			/* FOREST_NODE */
} MlsImgForest;

#define MLS_FOREST_SLOT_BITS	8	/* what most forests do with */

/* Ordinals of a row: one for each slot, and at least one. */
static inline uint64_t
mls_forest_stride(const MlsImgForest *forest)
{
	return forest->slots.n > 0 ? forest->slots.n : 1;
}

/* Where a number that nodes compare comes from. */
typedef struct MlsImgForestSlot
{
	uint32_t	column;
	bool		missing_is_below;	/* a missing value is below every threshold; else below none */
	bool		missing_is_null;	/* and a tree that comes to it predicts nothing */
	bool		is_text;
	uint8_t		ordinal;		/* MlsForestOrdinal */
	MlsSpan		codes;			/* FOREST_CODE, by ascending text; is_text only */

	/*
	 * The thresholds of its nodes, each once: NUMBER, ascending, and NAN behind
	 * the last, which the span does not count.  Comparing a number with one of
	 * them is comparing its rank, the number of cuts that are not above it.
	 * Slots of RANK have them, and all slots of a forest with masks.
	 */
	MlsSpan		cuts;
	uint32_t	keys;			/* FLOAT: mls_n_keys(cuts.n) of them, to look for the rank among */
	uint32_t	top_keys;
	MlsSpan		top_cuts;		/* likewise those of the trees' tops alone, if the forest has them; there may be none */
	uint32_t	first_bin;		/* of the (n + 254) / 255 bins of its cuts, or top_cuts: see image_masks.h */
	uint32_t	unused;
} MlsImgForestSlot;

/* How a slot makes ordinals of numbers. */
typedef enum MlsForestOrdinal
{
	MLS_ORDINAL_FLOAT,			/* all are floats: their bits, in the order of the numbers */
	MLS_ORDINAL_INTEGER,		/* thresholds are small integers: what of the number is whole, from -2^31 on */
	MLS_ORDINAL_RANK			/* the rank among the slot's cuts; that of a threshold is one more than its place */
} MlsForestOrdinal;

/*
 * Ordinals that no number has.  A missing value that is not below every threshold
 * is below none: neither below the one that asks for missing values, as all
 * numbers are.  All are below that of a leaf.
 */
#define MLS_ORDINAL_MISSING	0xFFFFFFFEu
#define MLS_ORDINAL_LEAF	0xFFFFFFFFu

/* Numbers of INTEGER lie between these, or are taken to; its thresholds lie above the first. */
#define MLS_ORDINAL_LEAST	(-2147483000.0)
#define MLS_ORDINAL_MOST	2147483000.0

/* The ordinal of a float, which is not NaN; -0 is 0. */
static inline uint32_t
mls_float_ordinal(float number)
{
	union
	{
		float		number;
		uint32_t	bits;
	}			u = {number + 0.0f};

	return (u.bits & 0x80000000u) ? ~u.bits : u.bits | 0x80000000u;
}

/* The ordinal of a whole number between MLS_ORDINAL_LEAST and MLS_ORDINAL_MOST. */
static inline uint32_t
mls_integer_ordinal(double number)
{
	return (uint32_t) ((int64_t) number + 2147483648);
}

/* A leaf's function: see MlsLinearLeaf in ir/model.h. */
typedef struct MlsImgForestLinear
{
	double		constant;
	double		zero;
	double		otherwise;		/* where a value is missing */
	MlsSpan		terms;			/* FOREST_TERM, in the order of adding */
} MlsImgForestLinear;

typedef struct MlsImgForestTerm
{
	double		coefficient;
	uint32_t	column;
	uint32_t	unused;
} MlsImgForestTerm;

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
 * A split: the row goes on at the node that lies as far ahead as "way" says, if
 * the slot's ordinal is below the node's, else at the one behind that.
 *
 * A leaf has the ordinal MLS_ORDINAL_LEAF and leads no way ahead: a row that has arrived
 * stays, and walks of several trees or rows can go on in step.  Its number among
 * the forest's leaves is the score, or that of a row of scores; NAN: the tree
 * predicts nothing.  Where several ways lead to one node, all but one end at a
 * record with that ordinal that leads on to it.
 */
typedef struct MlsImgForestNode
{
	uint32_t	ordinal;
	uint32_t	way;			/* slot within the forest's, in the lower slot_bits; then how far ahead */
} MlsImgForestNode;

#endif

/*
 * image/image_masks.h
 *	  Records that find the leaves of a forest's trees for many rows at once.
 *
 * Included by image.h, which defines what these refer to.
 *
 * A comparison with a threshold is one with the threshold's place among all that
 * the forest has for the slot (MlsImgForestSlot.cuts): if a number's rank is r,
 * it is below cut c just if r <= c.  Cut up into bytes of 255 cuts each, ranks
 * are bins: of a slot's bin p, the cuts from 255 * p on count, and the number is
 * below cut c = 255 * p + q just if the bin is at most q, for q below 255.
 *
 * So a question is one comparison of bytes, for as many rows as a vector has
 * bytes, and the answers are a mask.  By its mask a question chooses, for each
 * row, between what its two ways hold, beginning with the questions that lead to
 * leaves, which have numbers.  What the root chooses is the leaf of each row.  No
 * step depends on a row's values, so there is nothing to mispredict and nothing
 * to wait for; the price is that each row pays for all questions of the tree.
 *
 * What is chosen lies in registers of MLS_MASK_ROWS bytes.  The ith tree's leaves
 * come to be in register i % MLS_MASK_RESULTS, so that those of several trees can
 * be added together.
 *
 * A tree has one of three forms:
 *
 * LEVELS: all questions of a level are the same, so the answers are the leaf's
 * number, in binary: 0 is below all cuts.  depth questions, the root's first.
 *
 * HEAP: each leaf is as deep as the deepest, depth of 3 to 8; where a tree ends
 * before, a question whose answer is never "below" stands for the missing ones,
 * and all leaves behind it are the same.  Questions are in the order in which they
 * are asked: first those of the last three levels, in groups of 7 that lead to 8
 * leaves (the first, its two ways, below first, and the four of these); then those
 * of each level above, up to the root.
 *
 * LIST: splits of any shape, those that are parents of others behind them.
 *
 * Trees that are too large for that are walked (image_forest.h), but not from their
 * roots: the questions of the first levels, their tops, are asked as a HEAP of up to
 * MLS_TOP_DEPTH levels, whose leaves are the nodes at which rows begin to walk.
 *
 * One row by itself is scored the other way about: all questions of a tree are
 * asked of it at once, 32 in a vector, into which a byte shuffle brings the bins
 * that they are about.  The answers are the bits of a word, or of 2 or 4 for trees
 * of more than 6 levels, and the way down is n = 2 * n + bit n, from 1 on, for
 * several trees at once, each in a lane of a vector.  Forests of up to
 * MLS_MASK_ROW_BINS bins whose trees are no deeper than MLS_MASK_DEPTH have the
 * bytes for that.  If all trees are LEVELS, a byte of answers is the leaf's number,
 * and a vector has those of several trees.
 */
#ifndef MLS_IMAGE_MASKS_H
#define MLS_IMAGE_MASKS_H

#include "image/records.h"

#define MLS_MASK_ROWS		128 /* of a block that is scored at once */
#define MLS_MASK_BLOCKS		16	/* that go through the trees together, at most */
#define MLS_MASK_BLOCKS_BYTES	(128 * 1024) /* of their bins and sums, unless it is one block */
#define MLS_MASK_STRIPE		32	/* rows whose masks are made at once, at most */
#define MLS_MASK_LEAVES		256 /* of a tree, at most */
#define MLS_MASK_DEPTH		8	/* of a tree that is no list, at most */
#define MLS_MASK_GROUP		7	/* questions that lead to 8 leaves */
#define MLS_MASK_RESULTS	8
#define MLS_MASK_REGISTERS	256 /* at most */
#define MLS_MASK_BINS		4095	/* of a row, at most */
#define MLS_MASK_ROW_BINS	64	/* of a row scored by itself, at most */
#define MLS_CUTS_OF_BIN		255
#define MLS_TOP_DEPTH		6	/* of a tree's top, at most */
#define MLS_TOP_BINS		1024	/* of a row, at most, for the tops of all trees */

typedef enum MlsMaskForm
{
	MLS_MASK_LEVELS,
	MLS_MASK_HEAP,
	MLS_MASK_LIST,
	MLS_N_MASK_FORMS
} MlsMaskForm;

/* How rows by themselves are scored. */
typedef enum MlsMaskRowForm
{
	MLS_MASK_ROW_NONE,			/* by walks */
	MLS_MASK_ROW_HEAPS,			/* by MlsImgMaskRowGroup */
	MLS_MASK_ROW_LEVELS,		/* by groups of MLS_MASK_ROW_TREES trees */
	MLS_N_MASK_ROW_FORMS
} MlsMaskRowForm;

/* What the forest of the same model needs beside its own records; of its tops, only bins, trees and questions. */
typedef struct MlsImgMasks
{
	uint32_t	n_bins;			/* of a row */
	uint32_t	n_registers;
	uint32_t	least_rows;		/* fewer are better scored one by one; twice that without wide vectors */
	uint32_t	row_form;		/* MlsMaskRowForm */
	MlsSpan		trees;			/* MASK_TREE: as many as the forest has */
	MlsSpan		questions;		/* MASK_QUESTION: of all trees */
	MlsSpan		splits;			/* MASK_SPLIT: of all trees */
	MlsSpan		row_groups;		/* MASK_ROW_GROUP: of HEAPS, for all trees */
	MlsSpan		row_bytes;		/* MASK_BYTE: of those; of LEVELS, MLS_MASK_GROUP_BYTES for each group */
} MlsImgMasks;

/*
 * scores: what the leaves hold (MlsImgForest.leaves), at least one; FLOAT
 * if the forest is simple and its steps round to float, else NUMBER.  Of a top,
 * INDEX: the nodes behind it, counted from the forest's first.
 */
typedef struct MlsImgMaskTree
{
	uint32_t	form;			/* MlsMaskForm */
	uint32_t	depth;			/* unless it is a list; 0: the first leaf is the tree */
	MlsSpan		questions;		/* MASK_QUESTION, of a list MASK_SPLIT */
	MlsSpan		scores;
} MlsImgMaskTree;

typedef struct MlsImgMaskQuestion
{
	uint16_t	bin;			/* as all such members: its bytes' place in units of 8 */
	int8_t		cut;			/* q - 127: a bin less 128 is below it, as signed bytes; -128: none is */
	uint8_t		unused;
} MlsImgMaskQuestion;
#define MLS_MASK_BIN(i)			((i) * (MLS_MASK_ROWS / 8))
#define MLS_MASK_NEVER			(-128)

/*
 * Operands lie one behind the other: MLS_MASK_STRIPE bytes for each leaf, all of
 * them its number, then the registers.  The ways of a split are places of bytes
 * there.  It goes from stripe to stripe of a register, but stays with a leaf.
 */
typedef struct MlsImgMaskSplit
{
	uint16_t	bin;
	int8_t		cut;
	uint8_t		unused;
	uint16_t	below;
	uint16_t	above;
	uint16_t	to;
	bool		below_is_register;
	bool		above_is_register;
} MlsImgMaskSplit;
#define MLS_MASK_LEAF(i)		((i) * MLS_MASK_STRIPE)
#define MLS_MASK_REGISTER(i)	(MLS_MASK_LEAF(MLS_MASK_LEAVES) + (i) * MLS_MASK_ROWS)

#define MLS_MASK_ROW_TREES		16	/* for a row by itself, that are scored together */
#define MLS_MASK_ROW_DEPTH		6	/* of their heaps, at least */

/*
 * Trees for a row by itself, MLS_MASK_ROW_TREES or, at the end, those that are left.
 * Each is a heap of 6 to 8 levels, whose place i leads to place 2 * i, or 2 * i + 1
 * if the answer is "below"; levels that a tree has not, but the deepest of the group
 * has, lead on to place 2 * i.  So a row arrives at place 2^depth + k in all of
 * them, and 2^depth - 1 - k, without the bits of "spare" levels, is the number of
 * the tree's leaf; or its place among the tree's "leaves".
 */
typedef struct MlsImgMaskRowGroup
{
	uint32_t	questions;		/* MASK_BYTE: of each tree the number of the bin for each place, then the cut for each */
	uint8_t		depth;			/* of the deepest heap */
	bool		has_leaves;		/* some trees have */
	uint16_t	unused;
	uint8_t		depths[MLS_MASK_ROW_TREES]; /* of the heaps */
	uint8_t		spare[MLS_MASK_ROW_TREES];
	uint32_t	scores[MLS_MASK_ROW_TREES]; /* MlsImgMaskTree.scores.first */
	uint32_t	leaves[MLS_MASK_ROW_TREES]; /* MASK_BYTE: 2^(depth - spare) numbers of leaves; MLS_NONE: the place is the number */
} MlsImgMaskRowGroup;

/*
 * A group of trees of LEVELS, for a row by itself: for each tree the numbers of 8
 * bins, then for each 8 cuts, then for each its last leaf.  Bit i of a tree's answers
 * is that of the question i before its last; those that are not "below", and are
 * not beyond its depth, are the number of its leaf.
 */
#define MLS_MASK_GROUP_CUTS		(8 * MLS_MASK_ROW_TREES)	/* where they begin */
#define MLS_MASK_GROUP_LAST		(2 * MLS_MASK_GROUP_CUTS)
#define MLS_MASK_GROUP_BYTES	(MLS_MASK_GROUP_LAST + MLS_MASK_ROW_TREES)

static inline uint32_t
mls_mask_row_groups(uint32_t n_trees)
{
	return n_trees / MLS_MASK_ROW_TREES + (n_trees % MLS_MASK_ROW_TREES > 0);
}

/*
 * The places of a heap of this depth, from 3 on, in the order of its questions: as
 * many as mls_mask_questions().  The root's is 1; place i leads to 2 * i and 2 * i + 1.
 */
static inline void
mls_mask_heap_order(uint32_t depth, uint8_t *places)
{
	uint32_t	groups = (1u << depth) / 8;

	for (uint32_t place = groups; place < 2 * groups; place++)
	{
		for (uint32_t width = 1; width < 8; width *= 2)
		{
			for (uint32_t i = 0; i < width; i++)
				*places++ = (uint8_t) (width * place + i);
		}
	}
	for (uint32_t width = groups / 2; width > 0; width /= 2)
	{
		for (uint32_t i = 0; i < width; i++)
			*places++ = (uint8_t) (width + i);
	}
}

/* What a block takes for the bins of its rows and their sums. */
static inline uint64_t
mls_mask_block_bytes(const MlsImgMasks *masks, uint32_t n_outputs)
{
	return MLS_MASK_ROWS * (masks->n_bins + (uint64_t) n_outputs * sizeof(double));
}

/*
 * How many blocks of rows go through the trees together: the more, the fewer times
 * the trees are read from farther memory; but bins and sums must stay in the near.
 */
static inline uint32_t
mls_mask_blocks(const MlsImgMasks *masks, uint32_t n_outputs, uint32_t n_rows)
{
	uint64_t	most = MLS_MASK_BLOCKS_BYTES / mls_mask_block_bytes(masks, n_outputs);
	uint64_t	all = ((uint64_t) n_rows + MLS_MASK_ROWS - 1) / MLS_MASK_ROWS;

	most = most < 1 ? 1 : most > MLS_MASK_BLOCKS ? MLS_MASK_BLOCKS : most;
	return (uint32_t) (all < most ? all : most);
}

/* How many questions a tree of the form takes, unless it is a list. */
static inline uint32_t
mls_mask_questions(uint32_t form, uint32_t depth)
{
	return form == MLS_MASK_LEVELS ? depth : (1u << depth) - 1;
}

#endif

/*
 * compile/forest_masks_int.h
 *	  A forest's trees while they are made questions: what blocks of rows and rows by
 *	  themselves share.
 */
#ifndef MLS_COMPILE_FOREST_MASKS_INT_H
#define MLS_COMPILE_FOREST_MASKS_INT_H

#include "compile/forest_int.h"

#define MLS_MASK_HEAP_PLACES	(1u << MLS_MASK_DEPTH)

/* What is known of a node of the tree at hand. */
typedef struct MlsMaskWay
{
	uint32_t	parents;		/* that have not read it yet */
	uint32_t	height;			/* questions to the deepest leaf behind it */
	uint16_t	operand;		/* MlsImgMaskSplit.below */
	bool		is_register;
} MlsMaskWay;

typedef struct MlsMaskCompile
{
	MlsForestCompile *f;
	const MlsImgForest *forest;
	bool		is_float;		/* scores are floats */
	uint32_t	n_registers;
	uint64_t	heights;		/* of all trees so far, and what they cost */
	uint64_t	stripe_cost;
	uint64_t	heap_cost;
	uint64_t	walk_cost;
	uint16_t	free[MLS_MASK_REGISTERS];
	uint32_t	n_free;
	uint32_t	row_groups;		/* MASK_ROW_GROUP: the first one's */
	MlsVec		row_leaves;		/* uint8_t: of trees of groups, which say where */

	/* of the tree at hand */
	uint32_t	root;
	uint32_t	end;
	uint32_t	n_splits;
	MlsVec		ways;			/* MlsMaskWay */
	uint32_t	heap[2 * MLS_MASK_HEAP_PLACES]; /* nodes: below place i lies 2 * i, above 2 * i + 1 */
} MlsMaskCompile;

static inline const MlsLayoutNode *
mls_mask_node(const MlsMaskCompile *m, uint32_t i)
{
	return mls_layout_node(&m->f->layout, i);
}

static inline bool
mls_mask_is_split(const MlsMaskCompile *m, uint32_t i)
{
	return mls_is_split(&m->f->layout, i);
}

/* The split or leaf that a way leads to. */
static inline uint32_t
mls_mask_arrive(const MlsMaskCompile *m, uint32_t i)
{
	return mls_arrive(&m->f->layout, i);
}

static inline MlsMaskWay *
mls_mask_way(const MlsMaskCompile *m, uint32_t i)
{
	return &MLS_ITEM(&m->ways, MlsMaskWay, mls_mask_arrive(m, i) - m->root);
}

/* The question of a split. */
extern MlsImgMaskQuestion mls_mask_question(const MlsMaskCompile *m, uint32_t split);

/* Lays the tree at hand out as a heap of this depth. */
extern void mls_mask_fill_heap(MlsMaskCompile *m, uint32_t depth);

/*
 * compile/forest_mask_rows.c: the tree at hand, the number-th one, which has its form,
 * for rows by themselves; to be ended when all trees have been written.
 */
extern void mls_mask_write_row_tree(MlsMaskCompile *m, const MlsImgMaskTree *tree, uint32_t number);
extern void mls_mask_end_row_trees(MlsMaskCompile *m);

/* Trees all of which are LEVELS, for rows by themselves. */
extern void mls_mask_write_row_levels(MlsMaskCompile *m, MlsSpan trees);

#endif

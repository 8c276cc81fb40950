/*
 * compile/forest_int.h
 *	  What the parts of compiling a forest share.
 */
#ifndef MLS_COMPILE_FOREST_INT_H
#define MLS_COMPILE_FOREST_INT_H

#include "compile/layout.h"
#include "compile/trees.h"

typedef struct MlsForestCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	MlsCompiled *result;
	const MlsMiningModel *mining;	/* NULL: the model is a tree by itself */
	const MlsMargins *margins;	/* NULL in PMML */
	bool		classifies;
	bool		is_vote;
	bool		is_weighted;
	bool		is_average;
	bool		is_float;
	bool		is_vector;
	bool		is_linear;		/* leaves have functions */
	bool		numbers_leaves; /* scores are the numbers of the leaves, each tree has an output of its own */
	MlsVec		linear;			/* MlsImgForestLinear */
	uint32_t	n_outputs;
	MlsCategories categories;

	MlsVec		fields;			/* MlsRangeField */
	MlsVec		field_places;	/* uint32_t: by column, the field's place + 1 */
	MlsVec		scopes;			/* MlsScope *: of the segments */
	MlsVec		rows;			/* double: rows of scores, each one once */
	MlsVec		row_hash;		/* uint32_t: a row's number + 1 */
	double	   *row;			/* room for one */
	MlsLayout	layout;
	uint32_t   *ranks;			/* of the layout's nodes: the places of their thresholds among their slots' */

	/* of the tree at hand */
	const MlsModel *tree;
	MlsScope   *tree_scope;
	MlsMap		names;			/* name -> place of its field + 1 */
	MlsShortcuts shortcuts;		/* the same */
	MlsDataType tree_type;		/* to which the tree's score is cast */
	bool		failed;			/* a leaf cannot be said */
} MlsForestCompile;

/* Rounds a step of a float context. */
static inline double
mls_forest_step(const MlsForestCompile *f, double value)
{
	return f->is_float ? (double) (float) value : value;
}

/* For the diagram's builder (context: the MlsForestCompile): the place of a field that the tree at hand compares. */
extern uint32_t mls_forest_field(void *context, const char *name);

/* The FOREST_SLOTs of the layout's slots. */
extern MlsSpan mls_forest_slots(MlsForestCompile *f);

/*
 * How many bits of a node name a slot, once all trees are laid out; UINT32_MAX:
 * what is left is too little to say how far a way leads.
 */
extern uint32_t mls_forest_slot_bits(const MlsForestCompile *f);

/*
 * How the forest's slots make ordinals, and their cuts (image/image_forest.h):
 * those of all slots, or of those that need them to make ordinals.  Ranks the nodes.
 */
extern void mls_forest_cuts(MlsForestCompile *f, const MlsImgForest *forest, bool all);

/* A slot's n cuts and the keys to look for a number among them, in their sections. */
extern MlsSpan mls_write_cuts(MlsCompile *c, const double *cuts, uint32_t n, uint32_t *keys);

/* The nodes and leaves of the forest, whose slots have their cuts. */
extern void mls_forest_nodes(MlsForestCompile *f, MlsImgForest *forest);

/* Whether the trees, which are laid out, are small enough for the mask kernel. */
extern bool mls_suits_masks(const MlsForestCompile *f, MlsSpan trees);

/*
 * A forest's trees for the mask kernel: their MASKS, or MLS_NONE if they are too
 * large for it.  All slots have their cuts; the trees' roots are places in the
 * layout.
 */
extern uint32_t mls_forest_masks(MlsForestCompile *f, const MlsImgForest *forest);

/*
 * The tops of trees that are to be walked: their MASKS, or MLS_NONE where they would
 * not pay.  As above; the nodes are ranked.
 */
extern uint32_t mls_forest_tops(MlsForestCompile *f, const MlsImgForest *forest);

/* For the layout (context: the MlsForestCompile): what a leaf with the result of the node holds. */
extern double mls_forest_leaf(void *context, const MlsNode *node);

#endif

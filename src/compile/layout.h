/*
 * compile/layout.h
 *	  Diagrams laid out as the nodes of a forest.
 */
#ifndef MLS_COMPILE_LAYOUT_H
#define MLS_COMPILE_LAYOUT_H

#include "compile/diagram.h"

/* What a missing value is where a forest's nodes find a field's number. */
typedef enum MlsMissingIs
{
	MLS_MISSING_ABOVE,			/* below no threshold */
	MLS_MISSING_BELOW,			/* below every threshold */
	MLS_MISSING_NULL,			/* the tree predicts nothing */
	MLS_N_MISSING_IS
} MlsMissingIs;

typedef struct MlsLayoutSlot
{
	uint32_t	field;			/* place among the fields */
	MlsMissingIs missing;
} MlsLayoutSlot;

/*
 * A node of a tree that is laid out: a number of the slot below the threshold goes
 * on at "child", another at child + 1.  The image says the same in other words
 * (image/image_forest.h), node by node.
 *
 * INFINITY asks for missing values of a slot where they are above.
 *
 * A leaf has no slot, and is its own child + 1.  A node without a slot whose
 * child + 1 is another one leads there.
 */
typedef struct MlsLayoutNode
{
	double		threshold;		/* leaf: what it holds; NAN: no prediction */
	uint32_t	slot;			/* MLS_NO_SLOT: none */
	uint32_t	child;
} MlsLayoutNode;
#define MLS_NO_SLOT		UINT32_MAX

/* A forest while its trees are laid out one after the other; begins with zeros. */
typedef struct MlsLayout
{
	MlsVec		nodes;			/* MlsLayoutNode */
	MlsVec		slots;			/* MlsLayoutSlot */
	bool		has_null;		/* there are leaves without a prediction */

	/* room that is used again for each tree */
	MlsVec		slot_of;		/* uint32_t: by field, MLS_N_MISSING_IS for each, 0 or slot + 1 */
	MlsVec		ways;			/* by node of the diagram */
	MlsVec		order;			/* uint32_t: splits of the diagram */
	MlsVec		work;
	MlsVec		jumps;
	MlsVec		depths;
} MlsLayout;

static inline const MlsLayoutNode *
mls_layout_node(const MlsLayout *layout, uint32_t i)
{
	return &MLS_ITEM(&layout->nodes, MlsLayoutNode, i);
}

static inline bool
mls_is_split(const MlsLayout *layout, uint32_t i)
{
	return mls_layout_node(layout, i)->slot != MLS_NO_SLOT;
}

static inline bool
mls_is_leaf(const MlsLayout *layout, uint32_t i)
{
	return !mls_is_split(layout, i) && mls_layout_node(layout, i)->child + 1 == i;
}

/* The split or leaf that a way leads to. */
static inline uint32_t
mls_arrive(const MlsLayout *layout, uint32_t i)
{
	while (!mls_is_split(layout, i) && !mls_is_leaf(layout, i))
		i = mls_layout_node(layout, i)->child + 1;
	return i;
}

/*
 * Lays a diagram out behind the trees before it.  threshold(context, node) is
 * what the leaf of a node holds.  Gives the root and the number of
 * steps to the deepest leaf.  Leaves.
 */
extern uint32_t mls_lay_out(MlsLoad *load, MlsLayout *layout, const MlsDiagram *diagram,
							double (*threshold) (void *context, const MlsNode *node), void *context,
							uint32_t *depth);

#endif

/*
 * compile/layout.h
 *	  Diagrams laid out as the nodes of a forest (image/image.h).
 */
#ifndef MLS_COMPILE_LAYOUT_H
#define MLS_COMPILE_LAYOUT_H

#include "compile/diagram.h"
#include "image/image.h"

/* Where a forest's nodes find a field's number, and what a missing value is there. */
typedef struct MlsLayoutSlot
{
	uint32_t	field;			/* place among the fields */
	bool		missing_is_below;
} MlsLayoutSlot;

/* A forest while its trees are laid out one after the other; the rest begins with zeros. */
typedef struct MlsLayout
{
	MlsVec	   *nodes;			/* MlsImgForestNode, those of other forests in front */
	uint32_t	first_node;
	MlsVec		slots;			/* MlsLayoutSlot */
	bool		has_null;		/* there are leaves without a prediction */

	/* room that is used again for each tree */
	MlsVec		slot_of;		/* uint32_t: by field, two for each, 0 or slot + 1 */
	MlsVec		ways;			/* by node of the diagram */
	MlsVec		work;
	MlsVec		jumps;
	MlsVec		depths;
} MlsLayout;

/*
 * Lays a diagram out behind the trees before it.  threshold(context, node) is
 * what the leaf of a node holds.  Gives the root and the number of
 * steps to the deepest leaf.  Leaves.
 */
extern uint32_t mls_lay_out(MlsLoad *load, MlsLayout *layout, const MlsDiagram *diagram,
							double (*threshold) (void *context, const MlsNode *node), void *context,
							uint32_t *depth);

/* Ends a forest: from now on the number of slots is known, which leaves name. */
extern void mls_lay_out_end(MlsLayout *layout);

#endif

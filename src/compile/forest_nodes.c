/*
 * compile/forest_nodes.c
 *	  The nodes of a forest in the words of the image: thresholds become ordinals.
 */
#include <math.h>

#include "compile/forest_int.h"

/* The least ordinal that a number not below the threshold, which has a rank, can have. */
static uint32_t
ordinal_of(const MlsImgForestSlot *slot, double threshold, uint32_t rank)
{
	float		as_float;

	if (isinf(threshold))
		return MLS_ORDINAL_MISSING;
	switch ((MlsForestOrdinal) slot->ordinal)
	{
		case MLS_ORDINAL_FLOAT:
			as_float = (float) threshold;
			return mls_float_ordinal((double) as_float < threshold ? nextafterf(as_float, INFINITY) : as_float);
		case MLS_ORDINAL_INTEGER:
			return mls_integer_ordinal(ceil(threshold));
		case MLS_ORDINAL_RANK:
			break;
	}
	return rank + 1;
}

/* How far ahead of a node its way leads. */
static inline uint32_t
ahead(const MlsLayoutNode *node, uint32_t i)
{
	return node->slot == MLS_NO_SLOT ? node->child + 1 - i : node->child - i;
}

uint32_t
mls_forest_slot_bits(const MlsForestCompile *f)
{
	uint32_t	least = 0;
	uint32_t	farthest = 0;

	while (((uint64_t) 1 << least) < f->layout.slots.n)
		least++;
	for (uint32_t i = 0; i < f->layout.nodes.n; i++)
	{
		uint32_t	far = ahead(&MLS_ITEM(&f->layout.nodes, MlsLayoutNode, i), i);

		farthest = far > farthest ? far : farthest;
	}
	if (least <= MLS_FOREST_SLOT_BITS && farthest <= UINT32_MAX >> MLS_FOREST_SLOT_BITS)
		return MLS_FOREST_SLOT_BITS;
	return (uint64_t) farthest << least <= UINT32_MAX ? least : UINT32_MAX;
}

void
mls_forest_nodes(MlsForestCompile *f, MlsImgForest *forest)
{
	MlsCompile *c = f->c;
	uint32_t	n = f->layout.nodes.n;

	forest->nodes = (MlsSpan) {MLS_APPEND_N(c, FOREST_NODE, n), n};
	forest->leaves = MLS_APPEND_N(c, NUMBER, n);
	for (uint32_t i = 0; i < n; i++)
	{
		const MlsLayoutNode *node = &MLS_ITEM(&f->layout.nodes, MlsLayoutNode, i);
		MlsImgForestNode record = {MLS_ORDINAL_LEAF, ahead(node, i) << forest->slot_bits};

		mls_tick(c->load);
		if (node->slot == MLS_NO_SLOT)
			*MLS_BUILT(c, NUMBER, forest->leaves + i) = node->threshold;
		else
		{
			record.ordinal = ordinal_of(MLS_BUILT(c, FOREST_SLOT, forest->slots.first + node->slot), node->threshold,
										f->ranks[i]);
			record.way |= node->slot;
		}
		*MLS_BUILT(c, FOREST_NODE, forest->nodes.first + i) = record;
	}
	mls_give_back(c->load, f->ranks, n * sizeof(uint32_t));
}

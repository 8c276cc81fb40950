/*
 * compile/layout.c
 *	  Diagrams laid out as the nodes of a forest.
 *
 * The two ways from a node lie next to each other.  Pairs are laid out depth
 * first, and first the way that more of the training rows went, or where these
 * are not counted, that leads to more leaves: so what a row visits lies together
 * in memory mostly.
 *
 * A node that several ways lead to lies behind the last of them, and the others
 * jump there: a jump looks like a leaf (its slot's value is below nothing) but
 * goes on to another node than itself.  So every step leads on, or stays.
 */
#include <math.h>
#include <string.h>

#include "compile/layout.h"

/* What layout knows of a node of the diagram. */
typedef struct Way
{
	uint32_t	parents;		/* ways to it that are not laid out yet */
	uint32_t	at;				/* where it was put */
	bool		is_seen;
	double		weight;			/* how many rows go there, as far as one can tell */
} Way;

/* A node to be laid out: one of the diagram, or the second half of one. */
typedef struct Work
{
	uint32_t	node;
	bool		is_second_half;
	uint32_t	at;
} Work;

typedef struct Jump
{
	uint32_t	at;
	uint32_t	to;				/* node of the diagram */
} Jump;

/* A question with two answers. */
typedef struct Question
{
	MlsMissingIs missing;		/* what its slot makes of missing values */
	bool		any_slot;		/* no value is missing here, so that any slot will do */
	double		threshold;
	uint32_t	below;
	uint32_t	above;
	bool		second_half;	/* "below" means the second half of the same node */
} Question;

/* The slot of a field + 1, or 0 as long as there is none; the place is good until the next call. */
static uint32_t *
slot_place(MlsLoad *load, MlsLayout *layout, uint32_t field, MlsMissingIs missing)
{
	while (layout->slot_of.n < MLS_N_MISSING_IS * (field + 1))
		*MLS_PUSH(load, &layout->slot_of, uint32_t) = 0;
	return &MLS_ITEM(&layout->slot_of, uint32_t, MLS_N_MISSING_IS * field + missing);
}

static uint32_t
slot_of(MlsLoad *load, MlsLayout *layout, uint32_t field, const Question *q)
{
	bool		is_null = q->any_slot && *slot_place(load, layout, field, MLS_MISSING_NULL) != 0;
	MlsMissingIs missing = is_null ? MLS_MISSING_NULL : q->missing;
	uint32_t   *slot = slot_place(load, layout, field, missing);

	if (*slot == 0)
	{
		*MLS_PUSH(load, &layout->slots, MlsLayoutSlot) = (MlsLayoutSlot) {field, missing};
		*slot = layout->slots.n;
	}
	return *slot - 1;
}

/*
 * The question of a split, or of one half: where a missing value goes a third
 * way, it is asked for first, unless there is no prediction at that way's end.
 */
static Question
question_of(const MlsDiagram *diagram, const MlsDiagramNode *node, bool is_second_half)
{
	Question	q = {.missing = MLS_MISSING_ABOVE, .threshold = node->cut, .below = node->below, .above = node->above};

	if (isinf(node->cut))
		q.above = node->missing;
	else if (is_second_half || node->missing == MLS_NO_WAY)
		q.any_slot = true;
	else if (node->missing != node->above)
	{
		const MlsDiagramNode *third = &diagram->nodes[node->missing];

		if (node->missing == node->below)
			q.missing = MLS_MISSING_BELOW;
		else if (third->kind == MLS_DIAGRAM_LEAF && third->result == NULL)
			q.missing = MLS_MISSING_NULL;
		else
		{
			q.threshold = INFINITY;
			q.above = node->missing;
			q.second_half = true;
		}
	}
	return q;
}

static inline MlsLayoutNode *
node_at(MlsLayout *layout, uint32_t at)
{
	return &MLS_ITEM(&layout->nodes, MlsLayoutNode, at);
}

static uint32_t
add_node(MlsLoad *load, MlsLayout *layout)
{
	memset(MLS_PUSH(load, &layout->nodes, MlsLayoutNode), 0, sizeof(MlsLayoutNode));
	return layout->nodes.n - 1;
}

/*
 * Counts for each node of the diagram the ways to it, and lists its splits, parents mostly before children.
 * Slots that some question needs are made here, before those choose for which any will do.
 */
static void
count_parents(MlsLoad *load, MlsLayout *layout, const MlsDiagram *diagram)
{
	layout->ways.n = layout->work.n = layout->order.n = 0;
	for (uint32_t i = 0; i < diagram->n_nodes; i++)
		*MLS_PUSH(load, &layout->ways, Way) = (Way) {0};
	MLS_PUSH(load, &layout->work, Work)->node = diagram->root;
	while (layout->work.n > 0)
	{
		uint32_t	n = MLS_ITEM(&layout->work, Work, --layout->work.n).node;
		const MlsDiagramNode *node = &diagram->nodes[n];
		Way		   *way = &MLS_ITEM(&layout->ways, Way, n);

		if (node->kind == MLS_DIAGRAM_LEAF)
			way->weight = node->result && mls_node_details(node->result)->recordCount > 0 ? node->result->details->recordCount : 1;
		if (node->kind != MLS_DIAGRAM_SPLIT || way->is_seen)
			continue;
		way->is_seen = true;
		*MLS_PUSH(load, &layout->order, uint32_t) = n;
		for (int half = 0; half < 2; half++)
		{
			Question	q = question_of(diagram, node, half == 1);

			if (!q.any_slot)
				slot_of(load, layout, node->field, &q);
			for (int side = q.second_half; side < 2; side++)
			{
				uint32_t	to = side == 0 ? q.below : q.above;

				MLS_ITEM(&layout->ways, Way, to).parents++;
				MLS_PUSH(load, &layout->work, Work)->node = to;
			}
			if (!q.second_half)
				break;
		}
	}
}

/* Weighs the splits; one that is listed before all its parents are, too little, which does no harm. */
static void
weigh(MlsLayout *layout, const MlsDiagram *diagram)
{
	for (uint32_t i = layout->order.n; i-- > 0;)
	{
		uint32_t	n = MLS_ITEM(&layout->order, uint32_t, i);
		const uint32_t ways[] = {diagram->nodes[n].below, diagram->nodes[n].above};

		for (int side = 0; side < 2; side++)
		{
			if (ways[side] != MLS_NO_WAY)
				MLS_ITEM(&layout->ways, Way, n).weight += MLS_ITEM(&layout->ways, Way, ways[side]).weight;
		}
	}
}

/* Puts what a way leads to at its place, or leaves it to be done. */
static void
lay_way(MlsLoad *load, MlsLayout *layout, const MlsDiagram *diagram, uint32_t to, uint32_t at,
		double (*threshold) (void *context, const MlsNode *node), void *context)
{
	const MlsDiagramNode *node = &diagram->nodes[to];
	Way		   *way = &MLS_ITEM(&layout->ways, Way, to);

	if (node->kind == MLS_DIAGRAM_LEAF)
	{
		layout->has_null |= node->result == NULL;
		*node_at(layout, at) = (MlsLayoutNode) {node->result ? threshold(context, node->result) : NAN,
		MLS_NO_SLOT, at - 1};
	}
	else if (way->parents <= 1)
	{
		way->at = at;
		*MLS_PUSH(load, &layout->work, Work) = (Work) {to, false, at};
	}
	else
	{
		way->parents--;
		*MLS_PUSH(load, &layout->jumps, Jump) = (Jump) {at, to};
	}
}

/* Puts what the two ways of a question lead to; what is left to be done last is done next. */
static void
lay_ways(MlsLoad *load, MlsLayout *layout, const MlsDiagram *diagram, Work work, const Question *q, uint32_t pair,
		 double (*threshold) (void *context, const MlsNode *node), void *context)
{
	if (q->second_half)
	{
		lay_way(load, layout, diagram, q->above, pair + 1, threshold, context);
		*MLS_PUSH(load, &layout->work, Work) = (Work) {work.node, true, pair};
	}
	else if (MLS_ITEM(&layout->ways, Way, q->below).weight < MLS_ITEM(&layout->ways, Way, q->above).weight ||
			 q->below == q->above)
	{
		/* where both ways lead to one node, the first one jumps */
		lay_way(load, layout, diagram, q->below, pair, threshold, context);
		lay_way(load, layout, diagram, q->above, pair + 1, threshold, context);
	}
	else
	{
		lay_way(load, layout, diagram, q->above, pair + 1, threshold, context);
		lay_way(load, layout, diagram, q->below, pair, threshold, context);
	}
}

/* The steps to the deepest leaf: ways lead forwards only, so one pass does. */
static uint32_t
measure(MlsLoad *load, MlsLayout *layout, uint32_t root)
{
	uint32_t	end = layout->nodes.n;
	uint32_t	deepest = 0;

	layout->depths.n = 0;
	for (uint32_t at = root; at < end; at++)
		*MLS_PUSH(load, &layout->depths, uint32_t) = 0;

	uint32_t   *depths = (uint32_t *) layout->depths.items;

	for (uint32_t at = root; at < end; at++)
	{
		const MlsLayoutNode *node = node_at(layout, at);
		uint32_t	depth = depths[at - root];

		for (uint32_t to = node->child + (node->slot == MLS_NO_SLOT); to != at && to <= node->child + 1; to++)
			depths[to - root] = depths[to - root] > depth ? depths[to - root] : depth + 1;
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest;
}

uint32_t
mls_lay_out(MlsLoad *load, MlsLayout *layout, const MlsDiagram *diagram,
			double (*threshold) (void *context, const MlsNode *node), void *context,
			uint32_t *depth)
{
	uint32_t	root = add_node(load, layout);

	count_parents(load, layout, diagram);
	weigh(layout, diagram);
	layout->work.n = layout->jumps.n = 0;
	lay_way(load, layout, diagram, diagram->root, root, threshold, context);
	while (layout->work.n > 0)
	{
		Work		work = MLS_ITEM(&layout->work, Work, --layout->work.n);
		const MlsDiagramNode *node = &diagram->nodes[work.node];
		Question	q = question_of(diagram, node, work.is_second_half);
		uint32_t	pair = add_node(load, layout);

		mls_tick(load);
		add_node(load, layout);
		*node_at(layout, work.at) = (MlsLayoutNode) {q.threshold, slot_of(load, layout, node->field, &q), pair};
		lay_ways(load, layout, diagram, work, &q, pair, threshold, context);
	}
	for (uint32_t i = 0; i < layout->jumps.n; i++)
	{
		Jump		jump = MLS_ITEM(&layout->jumps, Jump, i);

		*node_at(layout, jump.at) = (MlsLayoutNode) {0, MLS_NO_SLOT, MLS_ITEM(&layout->ways, Way, jump.to).at - 1};
	}
	*depth = measure(load, layout, root);
	return root;
}

/*
 * compile/diagram_simplify.c
 *	  A diagram without links, and without questions whose answer does not matter.
 *
 * Nodes are settled behind all to which they lead: from the last to the first
 * where ways only lead on, else as a search in depth leaves them.
 */
#include "compile/diagram_int.h"

typedef struct Mark
{
	uint32_t	resolved;		/* what stands for the node */
	bool		is_open;
	bool		is_done;
} Mark;

static inline Mark *
mark_of(const MlsSimplification *room, uint32_t node)
{
	return &MLS_ITEM(&room->marks, Mark, node);
}

/*
 * What stands for a node all of whose ways are resolved: itself, or what it
 * leads to in any case.
 */
static uint32_t
resolve(const MlsSimplification *room, const MlsVec *fields, MlsDiagramNode *nodes, uint32_t n)
{
	MlsDiagramNode *node = &nodes[n];
	uint32_t   *ways[3] = {&node->below, &node->above, &node->missing};
	uint32_t	only = MLS_NO_WAY;
	bool		is_one = true;

	if (node->kind == MLS_DIAGRAM_LEAF)
		return n;
	for (int i = 0; i < 3; i++)
	{
		if (*ways[i] == MLS_NO_WAY)
			continue;
		*ways[i] = mark_of(room, *ways[i])->resolved;
		is_one &= only == MLS_NO_WAY || only == *ways[i];
		only = *ways[i];
	}
	if (node->kind == MLS_DIAGRAM_LINK)
		return only;

	/* a field that may be invalid is looked at, whatever it says */
	return is_one && !mls_look_matters(&MLS_ITEM(fields, MlsRangeField, node->field)) ? only : n;
}

/* Resolves what can be reached from the root, in depth. */
static void
resolve_from(MlsLoad *load, MlsSimplification *room, const MlsVec *fields, MlsDiagramNode *nodes, uint32_t root)
{
	*MLS_PUSH(load, &room->stack, uint32_t) = root;
	while (room->stack.n > 0)
	{
		uint32_t	n = MLS_ITEM(&room->stack, uint32_t, room->stack.n - 1);
		Mark	   *mark = mark_of(room, n);
		const uint32_t ways[3] = {nodes[n].below, nodes[n].above, nodes[n].missing};

		if (mark->is_open || mark->is_done)
		{
			if (!mark->is_done)
				mark->resolved = resolve(room, fields, nodes, n);
			mark->is_done = true;
			room->stack.n--;
			continue;
		}
		mark->is_open = true;
		for (int i = 0; i < 3; i++)
		{
			if (ways[i] != MLS_NO_WAY && !mark_of(room, ways[i])->is_done)
				*MLS_PUSH(load, &room->stack, uint32_t) = ways[i];
		}
	}
}

void
mls_diagram_simplify(MlsLoad *load, MlsSimplification *room, const MlsVec *fields, bool leads_on, MlsDiagram *diagram)
{
	room->marks.n = room->stack.n = 0;
	mls_push_n(load, &room->marks, sizeof(Mark), diagram->n_nodes);
	if (leads_on)
	{
		for (uint32_t i = 0; i < diagram->n_nodes; i++)
			mark_of(room, i)->resolved = i;
		for (uint32_t i = diagram->n_nodes; i-- > 0;)
			mark_of(room, i)->resolved = resolve(room, fields, diagram->nodes, i);
	}
	else
		resolve_from(load, room, fields, diagram->nodes, diagram->root);
	diagram->root = mark_of(room, diagram->root)->resolved;
}

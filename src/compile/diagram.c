/*
 * compile/diagram.c
 *	  A tree of predicates as a diagram of comparisons with numbers.
 *
 * Each node's children form a chain: a list of predicates that are tried in
 * order.  A chain is walked for all rows at once by keeping, instead of a row,
 * what is known of it: a state is a place in the chain and some facts (this
 * field is missing; that one lies between these numbers).  Where the facts
 * decide the predicate, the state leads on to another; where they do not, the
 * comparison that would help becomes a question of the diagram, and each of its
 * answers another state.  So "x <= 5, else x > 5" is one question, not two.
 *
 * Facts are carried on only to a predicate that names their field, so the
 * states of a chain stay few and ways come together again.
 *
 * Most chains are "below the cut" and "not below it" of one field.  What comes of
 * these is known beforehand, one question, and is written down at once.
 */
#include <math.h>
#include <string.h>

#include "compile/diagram_int.h"
#include "compile/trees.h"

#define MAX_MERGED		4096	/* states that wait at one place of a chain */
#define MAX_STATES		(1 << 16)	/* of a chain */

typedef struct State
{
	uint32_t	place;			/* in the chain */
	uint32_t	node;			/* of the diagram */
	uint32_t	next;			/* another state that waits at the same place */
	MlsFacts	facts;
} State;

/* A place of a chain: a child's predicate. */
typedef struct Place
{
	uint32_t	first_term;
	uint32_t	waiting;		/* the last state that waits here, or MLS_NO_WAY */
	uint32_t	n_waiting;
} Place;

/* A node of the tree; children are next to each other. */
typedef struct Item
{
	const MlsNode *node;
	uint32_t	first_child;	/* item */
	uint32_t	entry;			/* node of the diagram where rows enter it, or MLS_NO_WAY */
	uint32_t	leaf;			/* node of the diagram for rows that end at it, or MLS_NO_WAY */
} Item;

struct MlsDiagramBuilder
{
	MlsLoad    *load;
	const MlsTreeModel *tree;

	/* of the tree */
	MlsVec		items;			/* Item */
	MlsVec		nodes;			/* MlsDiagramNode */
	MlsVec		entered;		/* uint32_t: items whose chain is to be built */
	uint32_t	null_leaf;
	bool		leads_on;		/* every way goes to a later node, or to a leaf */
	MlsSimplification simplification;

	/* of the chain */
	MlsTerms	terms;
	MlsVec		places;			/* Place */
	MlsVec		states;			/* State */
	uint32_t	parent;			/* item, or MLS_NO_WAY: the chain is the root alone */
	uint32_t	first_child;	/* item */
};

MlsDiagramBuilder *
mls_diagram_builder(MlsLoad *load, MlsVec *fields,
					uint32_t (*field_of) (void *context, const char *name), void *context)
{
	MlsDiagramBuilder *b = MLS_NEW(load, MlsDiagramBuilder);

	b->load = load;
	b->terms.fields = fields;
	b->terms.field_of = field_of;
	b->terms.context = context;
	return b;
}

/* ---- nodes ---- */

static uint32_t
add_node(MlsDiagramBuilder *b, MlsDiagramKind kind)
{
	MlsDiagramNode *node = MLS_PUSH(b->load, &b->nodes, MlsDiagramNode);

	memset(node, 0, sizeof(*node));
	node->kind = kind;
	node->below = node->above = node->missing = MLS_NO_WAY;
	return b->nodes.n - 1;
}

static inline MlsDiagramNode *
node_at(MlsDiagramBuilder *b, uint32_t i)
{
	return &MLS_ITEM(&b->nodes, MlsDiagramNode, i);
}

static void
link_node(MlsDiagramBuilder *b, uint32_t from, uint32_t to)
{
	node_at(b, from)->kind = MLS_DIAGRAM_LINK;
	node_at(b, from)->below = to;
}

/* Where a row ends that gets no prediction. */
static uint32_t
null_leaf(MlsDiagramBuilder *b)
{
	if (b->null_leaf == MLS_NO_WAY)
		b->null_leaf = add_node(b, MLS_DIAGRAM_LEAF);
	return b->null_leaf;
}

/* Where a row ends whose result is the item's. */
static uint32_t
leaf_of(MlsDiagramBuilder *b, uint32_t item)
{
	Item	   *it = &MLS_ITEM(&b->items, Item, item);

	if (!mls_node_has_result(it->node))
		return null_leaf(b);
	if (it->leaf == MLS_NO_WAY)
	{
		it->leaf = add_node(b, MLS_DIAGRAM_LEAF);
		node_at(b, it->leaf)->result = it->node;
	}
	return it->leaf;
}

/* Where a row goes that enters the item. */
static uint32_t
entry_of(MlsDiagramBuilder *b, uint32_t item)
{
	Item	   *it = &MLS_ITEM(&b->items, Item, item);

	if (it->node->n_children == 0)
		return leaf_of(b, item);
	if (it->entry == MLS_NO_WAY)
	{
		it->entry = add_node(b, MLS_DIAGRAM_LINK);
		*MLS_PUSH(b->load, &b->entered, uint32_t) = item;
	}
	return it->entry;
}

/* ---- chains ---- */

static uint32_t
add_state(MlsDiagramBuilder *b, const State *state, uint32_t node)
{
	State	   *added = MLS_PUSH(b->load, &b->states, State);

	*added = *state;
	added->node = node;
	added->next = MLS_NO_WAY;
	return b->states.n - 1;
}

/* A state like this one but with a field known better; false: too much is known, or too many states. */
static bool
know_more(MlsDiagramBuilder *b, const State *state, MlsFact fact, uint32_t *node)
{
	State		more = *state;

	if (b->states.n >= MAX_STATES || !mls_learn(&more.facts, fact))
		return false;
	*node = add_node(b, MLS_DIAGRAM_LINK);
	add_state(b, &more, *node);
	return true;
}

/* The node for rows none of whose chain's predicates is true. */
static uint32_t
no_true_child(MlsDiagramBuilder *b)
{
	return b->parent != MLS_NO_WAY && b->tree->return_last_prediction ? leaf_of(b, b->parent) : null_leaf(b);
}

/*
 * The node for rows of the state that go on to the next predicate of the chain
 * or, if there is none, have no true child.  False: too many states.
 */
static bool
next_place(MlsDiagramBuilder *b, const State *state, uint32_t *node)
{
	State		moved = {.place = state->place + 1};

	if (moved.place + 1 == b->places.n)
	{
		*node = no_true_child(b);
		return true;
	}

	Place	   *place = &MLS_ITEM(&b->places, Place, moved.place);

	for (uint32_t i = 0; i < state->facts.n; i++)
	{
		if (mls_terms_name(&b->terms, place->first_term, place[1].first_term, state->facts.fact[i].field))
			moved.facts.fact[moved.facts.n++] = state->facts.fact[i];
	}
	for (uint32_t s = place->waiting; s != MLS_NO_WAY; s = MLS_ITEM(&b->states, State, s).next)
	{
		if (mls_same_facts(&MLS_ITEM(&b->states, State, s).facts, &moved.facts))
		{
			*node = MLS_ITEM(&b->states, State, s).node;
			return true;
		}
	}
	if (b->states.n >= MAX_STATES || ++place->n_waiting > MAX_MERGED)
		return false;

	*node = add_node(b, MLS_DIAGRAM_LINK);

	uint32_t	added = add_state(b, &moved, *node);

	MLS_ITEM(&b->states, State, added).next = place->waiting;
	place->waiting = added;
	return true;
}

/* The node for rows of the state whose predicate is unknown; state NULL: so are all that follow. */
static bool
unknown_child(MlsDiagramBuilder *b, const State *state, uint32_t *node)
{
	if (b->parent == MLS_NO_WAY)
	{
		*node = null_leaf(b);
		return true;
	}
	switch (b->tree->missingValueStrategy)
	{
		case MLS_MISSING_NONE:
			if (state)
				return next_place(b, state, node);
			*node = no_true_child(b);
			return true;
		case MLS_MISSING_LAST_PREDICTION:
			*node = leaf_of(b, b->parent);
			return true;
		case MLS_MISSING_NULL_PREDICTION:
			*node = null_leaf(b);
			return true;
		case MLS_MISSING_DEFAULT_CHILD:
			{
				uint32_t	child = mls_default_child(MLS_ITEM(&b->items, Item, b->parent).node);

				/* a row that comes here has no result at all: not for a forest */
				if (child == MLS_NO_CHILD)
					return false;
				*node = entry_of(b, b->first_child + child);
				return true;
			}
		case MLS_MISSING_WEIGHTED_CONFIDENCE:
		case MLS_MISSING_AGGREGATE_NODES:
			break;
	}
	return false;
}

/* Settles the node of a state: a question, or a link to where its rows go. */
static bool
settle_state(MlsDiagramBuilder *b, const State *state)
{
	MlsJudgement judgement = mls_judge(&b->terms, MLS_ITEM(&b->places, Place, state->place).first_term, &state->facts);
	uint32_t	target;

	if (!judgement.is_open)
	{
		if (judgement.truth == MLS_TRUE)
			target = entry_of(b, b->first_child + state->place);
		else if (!(judgement.truth == MLS_FALSE ? next_place(b, state, &target) : unknown_child(b, state, &target)))
			return false;
		link_node(b, state->node, target);
		return true;
	}

	MlsDiagramNode split = {.kind = MLS_DIAGRAM_SPLIT, .field = judgement.field, .cut = judgement.cut,
	.below = MLS_NO_WAY, .above = MLS_NO_WAY, .missing = MLS_NO_WAY};
	MlsFact		fact = {.field = judgement.field, .from = -INFINITY, .to = judgement.cut};

	if (!know_more(b, state, fact, &split.below))
		return false;
	fact.from = judgement.cut;
	fact.to = INFINITY;
	if (isfinite(split.cut) && !know_more(b, state, fact, &split.above))
		return false;
	fact.from = -INFINITY;
	fact.is_missing = true;
	if (!mls_find_fact(&state->facts, split.field) && !know_more(b, state, fact, &split.missing))
		return false;
	*node_at(b, state->node) = split;
	return true;
}

/*
 * Builds the chain of n children, whose first is an item, from the node "start"
 * on.
 */
static bool
build_chain(MlsDiagramBuilder *b, uint32_t parent, uint32_t first_child, uint32_t n, uint32_t start)
{
	State		first = {0};

	b->parent = parent;
	b->first_child = first_child;
	mls_clear_terms(&b->terms);
	b->places.n = b->states.n = 0;
	for (uint32_t i = 0; i < n; i++)
	{
		Place		place = {.waiting = MLS_NO_WAY};

		if (!mls_add_terms(b->load, &b->terms, &MLS_ITEM(&b->items, Item, first_child + i).node->predicate,
						   &place.first_term))
			return false;
		*MLS_PUSH(b->load, &b->places, Place) = place;
	}
	*MLS_PUSH(b->load, &b->places, Place) = (Place) {.first_term = b->terms.terms.n, .waiting = MLS_NO_WAY};

	add_state(b, &first, start);
	for (uint32_t s = 0; s < b->states.n; s++)
	{
		State		state = MLS_ITEM(&b->states, State, s);

		mls_tick(b->load);
		if (b->states.n > 64 + 16 * ((uint64_t) n + b->terms.cuts.n) || !settle_state(b, &state))
			return false;
	}
	return true;
}

/*
 * The question of an item with two children, on the one field that both ask and
 * at the one cut that they have, if one takes the values below it and the other
 * all others.  *is_so says whether that is what they do; false: a missing value
 * has no way.
 */
static bool
build_pair(MlsDiagramBuilder *b, uint32_t item, bool *is_so)
{
	Item		it = MLS_ITEM(&b->items, Item, item);
	const MlsPredicate *first = &it.node->children[0].predicate;
	const MlsPredicate *second = &it.node->children[1].predicate;
	MlsDiagramNode split = {.kind = MLS_DIAGRAM_SPLIT};
	bool		first_is_below;

	*is_so = it.node->n_children == 2 &&
		mls_are_opposite(b->load, &b->terms, first, second, &split.field, &split.cut, &first_is_below);
	if (!*is_so)
		return true;
	b->parent = item;
	b->first_child = it.first_child;
	split.below = entry_of(b, it.first_child + !first_is_below);
	split.above = entry_of(b, it.first_child + first_is_below);
	if (!unknown_child(b, NULL, &split.missing))
		return false;
	*node_at(b, it.entry) = split;
	return true;
}

/* ---- the diagram ---- */

/* Numbers the nodes of the tree so that children are next to each other. */
static void
list_items(MlsDiagramBuilder *b)
{
	*MLS_PUSH(b->load, &b->items, Item) = (Item) {b->tree->root, 0, MLS_NO_WAY, MLS_NO_WAY};
	for (uint32_t i = 0; i < b->items.n; i++)
	{
		const MlsNode *node = MLS_ITEM(&b->items, Item, i).node;

		MLS_ITEM(&b->items, Item, i).first_child = b->items.n;
		for (uint32_t c = 0; c < node->n_children; c++)
			*MLS_PUSH(b->load, &b->items, Item) = (Item) {&node->children[c], 0, MLS_NO_WAY, MLS_NO_WAY};
	}
}

bool
mls_diagram_build(MlsDiagramBuilder *b, const MlsTreeModel *tree, MlsDiagram *diagram)
{
	uint32_t	start;

	b->tree = tree;
	b->items.n = b->nodes.n = b->entered.n = 0;
	b->null_leaf = MLS_NO_WAY;
	list_items(b);

	start = add_node(b, MLS_DIAGRAM_LINK);
	b->leads_on = tree->root->predicate.kind == MLS_PRED_TRUE;
	if (!build_chain(b, MLS_NO_WAY, 0, 1, start))
		return false;
	for (uint32_t i = 0; i < b->entered.n; i++)
	{
		uint32_t	item = MLS_ITEM(&b->entered, uint32_t, i);
		const Item *it = &MLS_ITEM(&b->items, Item, item);
		bool		is_pair;

		mls_tick(b->load);
		if (!build_pair(b, item, &is_pair))
			return false;
		if (is_pair)
			continue;
		b->leads_on = false;
		if (!build_chain(b, item, it->first_child, it->node->n_children, it->entry))
			return false;
	}
	diagram->nodes = (MlsDiagramNode *) b->nodes.items;
	diagram->n_nodes = b->nodes.n;
	diagram->root = start;
	mls_diagram_simplify(b->load, &b->simplification, b->terms.fields, b->leads_on, diagram);
	return true;
}

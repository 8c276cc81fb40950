/*
 * compile/forest_tops.c
 *	  The first levels of trees that are walked, as questions to many rows at once.
 *
 * A step of a walk costs a row about what eight questions of a heap do; six levels
 * are 63 of them instead of six steps.  Deeper heaps cost as much as they save.
 *
 * The tops' questions name the thresholds of their own nodes only, of which there are
 * few for a byte, where a deep forest has tens of thousands for each field.
 */
#include <stdlib.h>

#include "compile/forest_int.h"

/* By counting instructions: what a row saves for a level of a tree, and pays for a slot and each of its bins. */
#define LEVEL_GAIN	10
#define SLOT_COST	50
#define BIN_COST	3

#define HEAP		(2u << MLS_TOP_DEPTH)

/* A threshold of a slot, by its rank among all that the slot has. */
typedef struct Cut
{
	uint32_t	slot;
	uint32_t	rank;
	double		threshold;
} Cut;

typedef struct Tops
{
	MlsForestCompile *f;
	const MlsImgForest *forest;
	Cut		   *cuts;			/* each once, by slot and rank */
	uint32_t	n_cuts;
	uint32_t   *starts;			/* by slot: place of its first cut, and the end of the last one's */

	/* of the tree at hand */
	uint32_t	tree_depth;		/* of its top */
	uint32_t	heap[HEAP];		/* nodes: below place i lies 2 * i, above 2 * i + 1 */
} Tops;

static int
by_rank(const void *a, const void *b)
{
	const Cut  *x = a;
	const Cut  *y = b;

	return x->slot != y->slot ? (x->slot > y->slot) - (x->slot < y->slot) : (x->rank > y->rank) - (x->rank < y->rank);
}

/* Lays the top of a tree out. */
static void
fill_heap(Tops *tops, uint32_t tree)
{
	const MlsLayout *layout = &tops->f->layout;
	const MlsImgForestTree *record = MLS_BUILT(tops->f->c, FOREST_TREE, tops->forest->trees.first + tree);

	tops->tree_depth = record->depth < 3 ? 3 : record->depth < MLS_TOP_DEPTH ? record->depth : MLS_TOP_DEPTH;
	tops->heap[1] = mls_arrive(layout, record->root);
	for (uint32_t place = 1; place < 1u << tops->tree_depth; place++)
	{
		uint32_t	at = tops->heap[place];

		for (uint32_t k = 0; k < 2; k++)
			tops->heap[2 * place + k] = mls_is_split(layout, at) ?
				mls_arrive(layout, mls_layout_node(layout, at)->child + k) : at;
	}
}

/* The cut that a split asks for. */
static Cut
cut_of(const Tops *tops, uint32_t split)
{
	const MlsLayoutNode *node = mls_layout_node(&tops->f->layout, split);

	return (Cut) {node->slot, tops->f->ranks[split], node->threshold};
}

/* Counts the splits of all tops, and the levels that there are to gain; lists their cuts, if there is room for them. */
static uint32_t
read_splits(Tops *tops, uint64_t *levels)
{
	uint32_t	n = 0;

	*levels = 0;
	for (uint32_t t = 0; t < tops->forest->trees.n; t++)
	{
		fill_heap(tops, t);
		*levels += tops->tree_depth;
		for (uint32_t place = 1; place < 1u << tops->tree_depth; place++)
		{
			if (!mls_is_split(&tops->f->layout, tops->heap[place]))
				continue;
			if (tops->cuts)
				tops->cuts[n] = cut_of(tops, tops->heap[place]);
			n++;
		}
	}
	return n;
}

/* Brings the n cuts in order, each once. */
static void
sort_cuts(Tops *tops, uint32_t n)
{
	uint32_t	slot = 0;

	qsort(tops->cuts, n, sizeof(Cut), by_rank);
	for (uint32_t i = 0; i < n; i++)
	{
		if (i == 0 || by_rank(&tops->cuts[i - 1], &tops->cuts[i]) != 0)
			tops->cuts[tops->n_cuts++] = tops->cuts[i];
	}
	for (uint32_t i = 0; i < tops->n_cuts; i++)
	{
		while (slot <= tops->cuts[i].slot)
			tops->starts[slot++] = i;
	}
	while (slot <= tops->forest->slots.n)
		tops->starts[slot++] = tops->n_cuts;
}

/* How many bins a row has. */
static uint32_t
count_bins(const Tops *tops)
{
	uint32_t	n = 0;

	for (uint32_t s = 0; s < tops->forest->slots.n; s++)
		n += (tops->starts[s + 1] - tops->starts[s] + MLS_CUTS_OF_BIN - 1) / MLS_CUTS_OF_BIN;
	return n;
}

/* Gives each slot its cuts and bins. */
static void
write_slots(Tops *tops)
{
	MlsCompile *c = tops->f->c;
	double	   *numbers = MLS_NEW_N(c->load, double, tops->n_cuts);
	uint32_t	n_bins = 0;

	for (uint32_t s = 0; s < tops->forest->slots.n; s++)
	{
		MlsImgForestSlot *slot = MLS_BUILT(c, FOREST_SLOT, tops->forest->slots.first + s);
		uint32_t	n = tops->starts[s + 1] - tops->starts[s];

		for (uint32_t i = 0; i < n; i++)
			numbers[i] = tops->cuts[tops->starts[s] + i].threshold;
		slot->first_bin = n_bins;
		slot->top_cuts = mls_write_cuts(c, numbers, n, &slot->top_keys);
		n_bins += (n + MLS_CUTS_OF_BIN - 1) / MLS_CUTS_OF_BIN;
	}
}

static MlsImgMaskQuestion
question_of(const Tops *tops, uint32_t node)
{
	MlsImgMaskQuestion question = {.cut = MLS_MASK_NEVER};

	if (mls_is_split(&tops->f->layout, node))
	{
		Cut			cut = cut_of(tops, node);
		const Cut  *found = bsearch(&cut, tops->cuts, tops->n_cuts, sizeof(Cut), by_rank);
		uint32_t	rank = (uint32_t) (found - tops->cuts) - tops->starts[cut.slot];
		uint32_t	first_bin = MLS_BUILT(tops->f->c, FOREST_SLOT, tops->forest->slots.first + cut.slot)->first_bin;

		question.bin = (uint16_t) MLS_MASK_BIN(first_bin + rank / MLS_CUTS_OF_BIN);
		question.cut = (int8_t) ((int) (rank % MLS_CUTS_OF_BIN) - 127);
	}
	return question;
}

static void
write_tree(Tops *tops, uint32_t number, MlsImgMaskTree *tree)
{
	MlsCompile *c = tops->f->c;
	uint8_t		places[HEAP];
	uint32_t	n;

	fill_heap(tops, number);
	tree->form = MLS_MASK_HEAP;
	tree->depth = tops->tree_depth;
	n = mls_mask_questions(tree->form, tree->depth);
	tree->questions = (MlsSpan) {MLS_APPEND_N(c, MASK_QUESTION, n), n};
	mls_mask_heap_order(tree->depth, places);
	for (uint32_t i = 0; i < n; i++)
		*MLS_BUILT(c, MASK_QUESTION, tree->questions.first + i) = question_of(tops, tops->heap[places[i]]);
	tree->scores = mls_index_list(c, tops->heap + n + 1, n + 1);
}

uint32_t
mls_forest_tops(MlsForestCompile *f, const MlsImgForest *forest)
{
	MlsCompile *c = f->c;
	Tops	   *tops = MLS_NEW(c->load, Tops);
	MlsImgMasks record = {0};
	uint32_t	place;
	uint32_t	n;
	uint64_t	levels;

	if (forest->trees.n > UINT32_MAX / HEAP || forest->slots.n == 0)
		return MLS_NONE;
	tops->f = f;
	tops->forest = forest;
	tops->starts = MLS_NEW_N(c->load, uint32_t, (size_t) forest->slots.n + 1);
	n = read_splits(tops, &levels);
	if (levels * LEVEL_GAIN <= (uint64_t) forest->slots.n * SLOT_COST)
		return MLS_NONE;
	tops->cuts = mls_alloc_room(c->load, n, sizeof(Cut));
	read_splits(tops, &levels);
	sort_cuts(tops, n);
	record.n_bins = count_bins(tops);
	if (record.n_bins > MLS_TOP_BINS ||
		levels * LEVEL_GAIN <= (uint64_t) forest->slots.n * SLOT_COST + record.n_bins * BIN_COST)
	{
		mls_give_back(c->load, tops->cuts, n * sizeof(Cut));
		return MLS_NONE;
	}
	write_slots(tops);
	record.n_registers = MLS_MASK_RESULTS + (1u << MLS_TOP_DEPTH) / 8;
	record.trees = (MlsSpan) {MLS_APPEND_N(c, MASK_TREE, forest->trees.n), forest->trees.n};
	record.questions.first = MLS_N_BUILT(c, MASK_QUESTION);
	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		MlsImgMaskTree tree = {0};

		mls_tick(c->load);
		write_tree(tops, t, &tree);
		*MLS_BUILT(c, MASK_TREE, record.trees.first + t) = tree;
	}
	record.questions.n = MLS_N_BUILT(c, MASK_QUESTION) - record.questions.first;
	mls_give_back(c->load, tops->cuts, n * sizeof(Cut));
	place = MLS_APPEND(c, MASKS);
	*MLS_BUILT(c, MASKS, place) = record;
	return place;
}

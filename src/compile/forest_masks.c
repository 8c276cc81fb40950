/*
 * compile/forest_masks.c
 *	  A forest's trees as lists of splits for many rows at once (image_masks.h).
 *
 * Nodes as layout.c lays them out lead forwards only, so going from the last to
 * the first each comes behind its children.  A register is free again when all
 * parents of what it holds have read it.
 */
#include <math.h>
#include <string.h>

#include "compile/forest_int.h"

/* What is known of a node of the tree at hand. */
typedef struct Way
{
	uint32_t	parents;		/* that have not read it yet */
	uint16_t	operand;		/* MlsImgMaskSplit.below */
} Way;

typedef struct Masks
{
	MlsForestCompile *f;
	const MlsImgForest *forest;
	bool		is_float;		/* scores are floats */
	uint32_t	n_registers;
	uint8_t		free[MLS_MASK_REGISTERS];
	uint32_t	n_free;
	MlsVec		ways;			/* Way */
	uint32_t	root;			/* of the tree at hand, and where it ends */
	uint32_t	end;
} Masks;

static inline const MlsImgForestNode *
node_at(const Masks *m, uint32_t i)
{
	return MLS_BUILT(m->f->c, FOREST_NODE, i);
}

static inline bool
is_split(const Masks *m, uint32_t i)
{
	return node_at(m, i)->slot < m->forest->slots.n;
}

static inline bool
is_leaf(const Masks *m, uint32_t i)
{
	return !is_split(m, i) && node_at(m, i)->child + 1 == i;
}

/* The split or leaf that a way leads to. */
static uint32_t
arrive(const Masks *m, uint32_t i)
{
	while (!is_split(m, i) && !is_leaf(m, i))
		i = node_at(m, i)->child + 1;
	return i;
}

static inline Way *
way_at(const Masks *m, uint32_t i)
{
	return &MLS_ITEM(&m->ways, Way, i - m->root);
}

/* Numbers the leaves of the tree at hand and counts ways to splits; false: there are too many leaves. */
static bool
read_tree(Masks *m, MlsSpan *scores)
{
	MlsCompile *c = m->f->c;

	m->ways.n = 0;
	for (uint32_t i = m->root; i < m->end; i++)
		*MLS_PUSH(c->load, &m->ways, Way) = (Way) {0};
	*scores = (MlsSpan) {m->is_float ? MLS_N_BUILT(c, FLOAT) : MLS_N_BUILT(c, NUMBER), 0};
	for (uint32_t i = m->root; i < m->end; i++)
	{
		const MlsImgForestNode *node = node_at(m, i);

		if (is_split(m, i))
		{
			way_at(m, arrive(m, node->child))->parents++;
			way_at(m, arrive(m, node->child + 1))->parents++;
		}
		else if (is_leaf(m, i))
		{
			if (scores->n == MLS_MASK_LEAVES)
				return false;
			way_at(m, i)->operand = (uint16_t) scores->n++;
			if (m->is_float)
				*MLS_PUSH(c->load, &c->sections[MLS_SECTION_FLOAT], float) = (float) node->threshold;
			else
				*MLS_PUSH(c->load, &c->sections[MLS_SECTION_NUMBER], double) = node->threshold;
		}
	}
	return true;
}

/* What a way holds, which is read once now. */
static uint16_t
read_way(Masks *m, uint32_t i)
{
	uint32_t	to = arrive(m, i);
	Way		   *way = way_at(m, to);

	if (--way->parents == 0 && is_split(m, to))
		m->free[m->n_free++] = (uint8_t) ((way->operand - MLS_MASK_LEAVES) * MLS_MASK_STRIPE / MLS_MASK_ROWS);
	return way->operand;
}

/* The splits of a tree; false if it takes too many registers. */
static bool
write_splits(Masks *m, uint32_t number, MlsSpan *splits)
{
	MlsCompile *c = m->f->c;

	*splits = (MlsSpan) {MLS_N_BUILT(c, MASK_SPLIT), 0};
	m->n_free = 0;
	for (uint32_t to = MLS_MASK_REGISTERS; to-- > MLS_MASK_RESULTS;)
		m->free[m->n_free++] = (uint8_t) to;
	for (uint32_t i = m->end; i-- > m->root;)
	{
		const MlsImgForestNode *node = node_at(m, i);
		const MlsImgForestSlot *slot;
		MlsImgMaskSplit split;
		uint32_t	cut;

		if (!is_split(m, i))
			continue;
		slot = MLS_BUILT(c, FOREST_SLOT, m->forest->slots.first + node->slot);
		cut = mls_cut_place(c, slot, node->threshold);
		split.bin = (uint16_t) (slot->first_bin + cut / MLS_CUTS_OF_BIN);
		split.cut = (int8_t) ((int) (cut % MLS_CUTS_OF_BIN) - 127);
		split.below = read_way(m, node->child);
		split.above = read_way(m, node->child + 1);
		if (m->n_free == 0)
			return false;
		split.to = i == m->root ? (uint8_t) (number % MLS_MASK_RESULTS) : m->free[--m->n_free];
		way_at(m, i)->operand = (uint16_t) MLS_MASK_REGISTER(split.to);
		m->n_registers = split.to >= m->n_registers ? split.to + 1u : m->n_registers;
		*MLS_PUSH(c->load, &c->sections[MLS_SECTION_MASK_SPLIT], MlsImgMaskSplit) = split;
		splits->n++;
	}
	return true;
}

/* Gives each slot its bins; how many there are, or 0 if that are too many. */
static uint32_t
number_bins(Masks *m)
{
	uint32_t	n_bins = 0;

	for (uint32_t s = 0; s < m->forest->slots.n; s++)
	{
		MlsImgForestSlot *slot = MLS_BUILT(m->f->c, FOREST_SLOT, m->forest->slots.first + s);

		slot->first_bin = n_bins;
		n_bins += (slot->cuts.n + MLS_CUTS_OF_BIN - 1) / MLS_CUTS_OF_BIN;
		if (n_bins > MLS_MASK_BINS)
			return 0;
	}
	return n_bins;
}

/* A quick look at whether trees are small enough: one node in two is a leaf, or a way to a split. */
static bool
are_small(const Masks *m)
{
	const MlsImgForestTree *trees = MLS_BUILT(m->f->c, FOREST_TREE, m->forest->trees.first);

	for (uint32_t t = 0; t < m->forest->trees.n; t++)
	{
		uint32_t	end = t + 1 < m->forest->trees.n ? trees[t + 1].root : m->forest->nodes.first + m->forest->nodes.n;

		if (end - trees[t].root > 4 * MLS_MASK_LEAVES)
			return false;
	}
	return m->forest->trees.n > 0 && m->forest->slots.n > 0;
}

uint32_t
mls_forest_masks(MlsForestCompile *f, const MlsImgForest *forest)
{
	MlsCompile *c = f->c;
	Masks	   *m = MLS_NEW(c->load, Masks);
	MlsImgMasks record = {.trees = {MLS_N_BUILT(c, MASK_TREE), forest->trees.n}, .splits = {MLS_N_BUILT(c, MASK_SPLIT), 0}};
	uint32_t	place;

	m->f = f;
	m->forest = forest;
	m->is_float = forest->is_simple && forest->is_float;
	m->n_registers = MLS_MASK_RESULTS;
	if (!are_small(m) || !mls_forest_cuts(f, forest) || (record.n_bins = number_bins(m)) == 0)
		return MLS_NONE;
	MLS_APPEND_N(c, MASK_TREE, forest->trees.n);
	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		const MlsImgForestTree *tree = MLS_BUILT(c, FOREST_TREE, forest->trees.first + t);
		MlsImgMaskTree *mask_tree = MLS_BUILT(c, MASK_TREE, record.trees.first + t);

		m->root = tree->root;
		m->end = t + 1 < forest->trees.n ? tree[1].root : forest->nodes.first + forest->nodes.n;
		if (!read_tree(m, &mask_tree->scores) || !write_splits(m, t, &mask_tree->splits))
		{
			c->sections[MLS_SECTION_MASK_TREE].n = record.trees.first;
			c->sections[MLS_SECTION_MASK_SPLIT].n = record.splits.first;
			return MLS_NONE;
		}
	}
	record.splits.n = MLS_N_BUILT(c, MASK_SPLIT) - record.splits.first;
	record.n_registers = m->n_registers;
	place = MLS_APPEND(c, MASKS);
	*MLS_BUILT(c, MASKS, place) = record;
	return place;
}

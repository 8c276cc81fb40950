/*
 * compile/forest_masks.c
 *	  A forest's trees as questions to many rows at once (image_masks.h).
 *
 * Nodes as layout.c lays them out lead forwards only, so going from the last to
 * the first each comes behind its children.  In a list, a register is free again
 * when all parents of what it holds have read it.
 */
#include "compile/forest_masks_int.h"

/* What the forms cost a block of rows, in instructions of a vector of 32: by counting. */
#define GROUP_COST	84
#define NODE_COST	21
#define SPLIT_COST	30

/*
 * What a tree costs in tenths of nanoseconds, as measured where AVX2 is: for a
 * stripe of rows, and for a row by itself, which goes through a heap or levels, or walks.
 */
#define STRIPE_OF_LEVELS(depth)	(30 + 10 * (depth))
#define STRIPE_OF_HEAP(depth)	(50u << ((depth) - 3))
#define STRIPE_OF_LIST(n)		(20 * (n))
#define ROW_OF_HEAP(depth)		((depth) <= 6 ? 40 : (depth) == 7 ? 70 : 125)
#define ROW_OF_WALK(height)		(16 * (height) + 1)
#define ROW_OF_LEVELS			16

/* Trees less high than that, all in all, are not worth a heap for a row by itself. */
#define LEAST_HEIGHT	3

/* What is known of the nodes of the tree at hand. */
static void
read_tree(MlsMaskCompile *m)
{
	m->ways.n = m->n_splits = 0;
	for (uint32_t i = m->root; i < m->end; i++)
		*MLS_PUSH(m->f->c->load, &m->ways, MlsMaskWay) = (MlsMaskWay) {0};
	for (uint32_t i = m->end; i-- > m->root;)
	{
		if (!mls_mask_is_split(m, i))
			continue;
		for (uint32_t k = 0; k < 2; k++)
		{
			MlsMaskWay		   *way = mls_mask_way(m, mls_mask_node(m, i)->child + k);
			MlsMaskWay		   *own = mls_mask_way(m, i);

			way->parents++;
			own->height = own->height > way->height ? own->height : way->height + 1;
		}
		m->n_splits++;
	}
}

/* ---- what all forms share ---- */

MlsImgMaskQuestion
mls_mask_question(const MlsMaskCompile *m, uint32_t split)
{
	const MlsImgForestSlot *slot = MLS_BUILT(m->f->c, FOREST_SLOT, m->forest->slots.first + mls_mask_node(m, split)->slot);
	uint32_t	cut = m->f->ranks[split];

	return (MlsImgMaskQuestion) {
		.bin = (uint16_t) MLS_MASK_BIN(slot->first_bin + cut / MLS_CUTS_OF_BIN),
		.cut = (int8_t) ((int) (cut % MLS_CUTS_OF_BIN) - 127)
	};
}

static void
add_score(MlsMaskCompile *m, MlsSpan *scores, uint32_t leaf)
{
	MlsCompile *c = m->f->c;
	double		score = mls_mask_node(m, leaf)->threshold;

	if (m->is_float)
		*MLS_PUSH(c->load, &c->sections[MLS_SECTION_FLOAT], float) = (float) score;
	else
		*MLS_PUSH(c->load, &c->sections[MLS_SECTION_NUMBER], double) = score;
	scores->n++;
}

/* ---- heaps and levels ---- */

void
mls_mask_fill_heap(MlsMaskCompile *m, uint32_t depth)
{
	m->heap[1] = mls_mask_arrive(m, m->root);
	for (uint32_t i = 1; i < 1u << depth; i++)
	{
		uint32_t	at = m->heap[i];

		for (uint32_t k = 0; k < 2; k++)
			m->heap[2 * i + k] = mls_mask_is_split(m, at) ? mls_mask_arrive(m, mls_mask_node(m, at)->child + k) : at;
	}
}

/* Whether all questions of each level of the heap are the same. */
static bool
has_levels(const MlsMaskCompile *m, uint32_t depth)
{
	for (uint32_t i = 1; i < 1u << depth; i++)
	{
		const MlsLayoutNode *node = mls_mask_node(m, m->heap[i]);
		bool		begins = (i & (i - 1)) == 0;
		const MlsLayoutNode *before = begins ? node : mls_mask_node(m, m->heap[i - 1]);

		if (!mls_mask_is_split(m, m->heap[i]) || node->slot != before->slot || node->threshold != before->threshold)
			return false;
	}
	return true;
}

/* Writes the question at a place of the heap. */
static void
write_question(MlsMaskCompile *m, uint32_t place)
{
	*MLS_PUSH(m->f->c->load, &m->f->c->sections[MLS_SECTION_MASK_QUESTION], MlsImgMaskQuestion) =
		mls_mask_is_split(m, m->heap[place]) ? mls_mask_question(m, m->heap[place]) : (MlsImgMaskQuestion) {.cut = MLS_MASK_NEVER};
}

static void
write_heap(MlsMaskCompile *m, MlsImgMaskTree *tree)
{
	uint32_t	n = 1u << tree->depth;

	if (tree->form == MLS_MASK_LEVELS)
	{
		for (uint32_t place = 1; place < n; place *= 2)
			write_question(m, place);
	}
	else
	{
		uint32_t	groups = n / 8;
		uint8_t		places[MLS_MASK_HEAP_PLACES];

		mls_mask_heap_order(tree->depth, places);
		for (uint32_t i = 0; i < mls_mask_questions(tree->form, tree->depth); i++)
			write_question(m, places[i]);
		if (m->n_registers < MLS_MASK_RESULTS + groups)
			m->n_registers = MLS_MASK_RESULTS + groups;
	}
	for (uint32_t leaf = n; leaf < 2 * n; leaf++)
		add_score(m, &tree->scores, m->heap[leaf]);
}

/* ---- lists ---- */

/* Numbers the leaves; false if there are too many. */
static bool
number_leaves(MlsMaskCompile *m, MlsSpan *scores)
{
	for (uint32_t i = m->root; i < m->end; i++)
	{
		if (!mls_is_leaf(&m->f->layout, i))
			continue;
		if (scores->n == MLS_MASK_LEAVES)
			return false;
		mls_mask_way(m, i)->operand = (uint16_t) MLS_MASK_LEAF(scores->n);
		add_score(m, scores, i);
	}
	return true;
}

/* What a way holds, which is read once now. */
static uint16_t
read_way(MlsMaskCompile *m, uint32_t i, bool *is_register)
{
	MlsMaskWay		   *way = mls_mask_way(m, i);

	*is_register = way->is_register;
	if (--way->parents == 0 && way->is_register)
		m->free[m->n_free++] = way->operand;
	return way->operand;
}

/* False if there are too many leaves, or too few registers. */
static bool
write_list(MlsMaskCompile *m, MlsImgMaskTree *tree, uint32_t number)
{
	MlsCompile *c = m->f->c;

	if (!number_leaves(m, &tree->scores))
		return false;
	m->n_free = 0;
	for (uint32_t i = MLS_MASK_REGISTERS; i-- > MLS_MASK_RESULTS;)
		m->free[m->n_free++] = (uint16_t) MLS_MASK_REGISTER(i);
	for (uint32_t i = m->end; i-- > m->root;)
	{
		const MlsLayoutNode *node = mls_mask_node(m, i);
		MlsImgMaskQuestion question;
		MlsImgMaskSplit split = {0};
		uint32_t	number_of_to;

		if (!mls_mask_is_split(m, i))
			continue;
		question = mls_mask_question(m, i);
		split.bin = question.bin;
		split.cut = question.cut;
		split.below = read_way(m, node->child, &split.below_is_register);
		split.above = read_way(m, node->child + 1, &split.above_is_register);
		if (m->n_free == 0)
			return false;
		split.to = i == m->root ? (uint16_t) MLS_MASK_REGISTER(number % MLS_MASK_RESULTS) : m->free[--m->n_free];
		mls_mask_way(m, i)->operand = split.to;
		mls_mask_way(m, i)->is_register = true;
		number_of_to = (split.to - MLS_MASK_REGISTER(0)) / MLS_MASK_ROWS;
		m->n_registers = number_of_to >= m->n_registers ? number_of_to + 1 : m->n_registers;
		*MLS_PUSH(c->load, &c->sections[MLS_SECTION_MASK_SPLIT], MlsImgMaskSplit) = split;
	}
	return true;
}

/* ---- the forest ---- */

static void
add_costs(MlsMaskCompile *m, const MlsImgMaskTree *tree)
{
	uint32_t	height = mls_mask_way(m, m->root)->height;

	m->heights += height;
	m->stripe_cost += tree->form == MLS_MASK_LEVELS ? STRIPE_OF_LEVELS(tree->depth) :
		tree->form == MLS_MASK_HEAP ? STRIPE_OF_HEAP(tree->depth) : STRIPE_OF_LIST(m->n_splits);
	m->heap_cost += ROW_OF_HEAP(height);
	m->walk_cost += ROW_OF_WALK(height);
}

/* The form of the tree at hand; false if it is too large. */
static bool
write_tree(MlsMaskCompile *m, uint32_t number, MlsImgMaskTree *tree)
{
	MlsCompile *c = m->f->c;
	uint32_t	height = mls_mask_way(m, m->root)->height;
	uint32_t	least = height > 3 ? height : 3;

	tree->form = MLS_MASK_LIST;
	tree->scores.first = m->is_float ? MLS_N_BUILT(c, FLOAT) : MLS_N_BUILT(c, NUMBER);
	if (height <= MLS_MASK_DEPTH)
	{
		uint32_t	groups = (1u << least) / 8;

		mls_mask_fill_heap(m, height);
		tree->depth = height;
		if (has_levels(m, height))
			tree->form = MLS_MASK_LEVELS;
		else if (groups * GROUP_COST + (groups - 1) * NODE_COST < m->n_splits * SPLIT_COST)
		{
			tree->form = MLS_MASK_HEAP;
			tree->depth = least;
			mls_mask_fill_heap(m, least);
		}
	}
	if (tree->form != MLS_MASK_LIST)
	{
		tree->questions.first = MLS_N_BUILT(c, MASK_QUESTION);
		write_heap(m, tree);
		tree->questions.n = MLS_N_BUILT(c, MASK_QUESTION) - tree->questions.first;
		return true;
	}
	tree->depth = 0;
	tree->questions = (MlsSpan) {MLS_N_BUILT(c, MASK_SPLIT), m->n_splits};
	return write_list(m, tree, number);
}

/* Gives each slot its bins; how many there are, or 0 if that are too many. */
static uint32_t
number_bins(MlsMaskCompile *m)
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

/* Where the nodes of the ith tree end in the layout. */
static inline uint32_t
end_of_tree(const MlsForestCompile *f, MlsSpan trees, uint32_t i)
{
	return i + 1 < trees.n ? MLS_BUILT(f->c, FOREST_TREE, trees.first + i + 1)->root : f->layout.nodes.n;
}

/* A quick look: one node in two is a leaf, or a way to a split. */
bool
mls_suits_masks(const MlsForestCompile *f, MlsSpan trees)
{
	for (uint32_t t = 0; t < trees.n; t++)
	{
		if (end_of_tree(f, trees, t) - MLS_BUILT(f->c, FOREST_TREE, trees.first + t)->root > 4 * MLS_MASK_LEAVES)
			return false;
	}
	return trees.n > 0 && f->layout.slots.n > 0;
}

uint32_t
mls_forest_masks(MlsForestCompile *f, const MlsImgForest *forest)
{
	MlsCompile *c = f->c;
	MlsMaskCompile *m = MLS_NEW(c->load, MlsMaskCompile);
	MlsImgMasks record = {
		.trees = {MLS_N_BUILT(c, MASK_TREE), forest->trees.n},
		.questions = {MLS_N_BUILT(c, MASK_QUESTION), 0},
		.splits = {MLS_N_BUILT(c, MASK_SPLIT), 0},
		.row_groups = {MLS_N_BUILT(c, MASK_ROW_GROUP), 0},
		.row_bytes = {MLS_N_BUILT(c, MASK_BYTE), 0}
	};
	bool		has_rows;
	bool		is_levels = true;
	uint64_t	row_cost;
	uint32_t	place;

	m->f = f;
	m->forest = forest;
	m->is_float = forest->is_simple && forest->is_float;
	m->n_registers = MLS_MASK_RESULTS;
	m->row_groups = record.row_groups.first;
	if ((record.n_bins = number_bins(m)) == 0)
		return MLS_NONE;
	has_rows = record.n_bins <= MLS_MASK_ROW_BINS;
	MLS_APPEND_N(c, MASK_TREE, forest->trees.n);
	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		m->root = MLS_BUILT(c, FOREST_TREE, forest->trees.first + t)->root;
		m->end = end_of_tree(f, forest->trees, t);
		read_tree(m);
		if (!write_tree(m, t, MLS_BUILT(c, MASK_TREE, record.trees.first + t)))
		{
			c->sections[MLS_SECTION_MASK_TREE].n = record.trees.first;
			c->sections[MLS_SECTION_MASK_QUESTION].n = record.questions.first;
			c->sections[MLS_SECTION_MASK_SPLIT].n = record.splits.first;
			c->sections[MLS_SECTION_MASK_ROW_GROUP].n = record.row_groups.first;
			c->sections[MLS_SECTION_MASK_BYTE].n = record.row_bytes.first;
			return MLS_NONE;
		}
		add_costs(m, MLS_BUILT(c, MASK_TREE, record.trees.first + t));
		is_levels = is_levels && MLS_BUILT(c, MASK_TREE, record.trees.first + t)->form == MLS_MASK_LEVELS;
		has_rows = has_rows && mls_mask_way(m, m->root)->height <= MLS_MASK_DEPTH;
		if (has_rows)
			mls_mask_write_row_tree(m, MLS_BUILT(c, MASK_TREE, record.trees.first + t), t);
	}

	/* a heap has 6 levels at least: a row walks through trees of less than 3 as fast */
	if (has_rows && !is_levels && m->heights >= (uint64_t) LEAST_HEIGHT * forest->trees.n)
	{
		record.row_form = MLS_MASK_ROW_HEAPS;
		mls_mask_end_row_trees(m);
	}
	else
	{
		c->sections[MLS_SECTION_MASK_ROW_GROUP].n = record.row_groups.first;
		c->sections[MLS_SECTION_MASK_BYTE].n = record.row_bytes.first;
	}
	if (has_rows && is_levels)
	{
		record.row_form = MLS_MASK_ROW_LEVELS;
		mls_mask_write_row_levels(m, record.trees);
	}
	record.questions.n = MLS_N_BUILT(c, MASK_QUESTION) - record.questions.first;
	record.splits.n = MLS_N_BUILT(c, MASK_SPLIT) - record.splits.first;
	record.row_groups.n = MLS_N_BUILT(c, MASK_ROW_GROUP) - record.row_groups.first;
	record.row_bytes.n = MLS_N_BUILT(c, MASK_BYTE) - record.row_bytes.first;
	record.n_registers = m->n_registers;
	row_cost = record.row_form == MLS_MASK_ROW_LEVELS ? (uint64_t) ROW_OF_LEVELS * forest->trees.n :
		record.row_form == MLS_MASK_ROW_HEAPS ? m->heap_cost : m->walk_cost;
	record.least_rows = 1 + (uint32_t) (m->stripe_cost / row_cost);
	place = MLS_APPEND(c, MASKS);
	*MLS_BUILT(c, MASKS, place) = record;
	return place;
}

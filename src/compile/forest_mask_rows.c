/*
 * compile/forest_mask_rows.c
 *	  A forest's trees as questions to a row by itself (image_masks.h).
 */
#include "compile/forest_masks_int.h"

/* ---- heaps ---- */

/* The place of the heap whose ways are the other way round, down to this one. */
static uint32_t
mirrored(uint32_t place)
{
	uint32_t	level = 1;

	while (2 * level <= place)
		level *= 2;
	return level + (2 * level - 1 - place);
}

/* The bytes of the next tree: the first of all begin at a cache line, and each fills some. */
static uint8_t *
append_questions(MlsCompile *c, uint32_t n, uint32_t *first)
{
	MLS_APPEND_N(c, MASK_BYTE, (MLS_CACHE_LINE - MLS_N_BUILT(c, MASK_BYTE) % MLS_CACHE_LINE) % MLS_CACHE_LINE);
	*first = MLS_APPEND_N(c, MASK_BYTE, 2 * n);
	return MLS_BUILT(c, MASK_BYTE, *first);
}

/* The numbers of the leaves at the last places of a heap of this depth; gives where they are. */
static uint32_t
keep_leaves(MlsMaskCompile *m, uint32_t depth)
{
	uint32_t	first = m->row_leaves.n;

	for (uint32_t place = 1u << depth; place < 2u << depth; place++)
		*MLS_PUSH(m->f->c->load, &m->row_leaves, uint8_t) =
			(uint8_t) (mls_mask_way(m, m->heap[place])->operand / MLS_MASK_LEAF(1));
	return first;
}

void
mls_mask_write_row_tree(MlsMaskCompile *m, const MlsImgMaskTree *tree, uint32_t number)
{
	MlsCompile *c = m->f->c;
	uint32_t	height = mls_mask_way(m, m->root)->height;
	uint32_t	depth = height > MLS_MASK_ROW_DEPTH ? height : MLS_MASK_ROW_DEPTH;
	uint32_t	n = 1u << depth;
	uint32_t	k = number % MLS_MASK_ROW_TREES;
	uint32_t	first;
	uint8_t    *bytes = append_questions(c, n, &first);
	MlsImgMaskRowGroup *group;

	mls_mask_fill_heap(m, depth);
	for (uint32_t place = 1; place < n; place++)
	{
		MlsImgMaskQuestion question = {.cut = MLS_MASK_NEVER};

		if (mls_mask_is_split(m, m->heap[place]))
			question = mls_mask_question(m, m->heap[place]);
		bytes[mirrored(place)] = (uint8_t) (question.bin / MLS_MASK_BIN(1));
		bytes[n + mirrored(place)] = (uint8_t) question.cut;
	}
	if (k == 0)
		MLS_APPEND(c, MASK_ROW_GROUP);
	group = MLS_BUILT(c, MASK_ROW_GROUP, m->row_groups + number / MLS_MASK_ROW_TREES);
	if (k == 0)
		group->questions = first;
	if (group->depth < depth)
		group->depth = (uint8_t) depth;
	group->depths[k] = (uint8_t) depth;
	group->scores[k] = tree->scores.first;
	group->leaves[k] = MLS_NONE;

	/* for the time being, what is not spare */
	group->spare[k] = (uint8_t) tree->depth;
	if (tree->form == MLS_MASK_LIST)
	{
		group->spare[k] = (uint8_t) depth;
		group->has_leaves = true;
		group->leaves[k] = keep_leaves(m, depth);
	}
}

void
mls_mask_end_row_trees(MlsMaskCompile *m)
{
	MlsCompile *c = m->f->c;
	uint32_t	first = MLS_APPEND_N(c, MASK_BYTE, m->row_leaves.n);

	if (m->row_leaves.n > 0)
		memcpy(MLS_BUILT(c, MASK_BYTE, first), m->row_leaves.items, m->row_leaves.n);
	for (uint32_t t = 0; t < m->forest->trees.n; t++)
	{
		MlsImgMaskRowGroup *group = MLS_BUILT(c, MASK_ROW_GROUP, m->row_groups + t / MLS_MASK_ROW_TREES);
		uint32_t	k = t % MLS_MASK_ROW_TREES;

		group->spare[k] = (uint8_t) (group->depth - group->spare[k]);
		if (group->leaves[k] != MLS_NONE)
			group->leaves[k] += first;
	}
}

/* ---- levels ---- */

void
mls_mask_write_row_levels(MlsMaskCompile *m, MlsSpan trees)
{
	MlsCompile *c = m->f->c;
	uint32_t	first = MLS_APPEND_N(c, MASK_BYTE, mls_mask_row_groups(trees.n) * MLS_MASK_GROUP_BYTES);
	uint8_t    *bytes = MLS_BUILT(c, MASK_BYTE, first);

	for (uint32_t t = 0; t < mls_mask_row_groups(trees.n) * MLS_MASK_ROW_TREES; t++)
	{
		const MlsImgMaskTree *tree = t < trees.n ? MLS_BUILT(c, MASK_TREE, trees.first + t) : NULL;
		uint32_t	depth = tree ? tree->depth : 0;
		uint32_t	place = t % MLS_MASK_ROW_TREES;
		uint8_t    *group = bytes + (size_t) (t / MLS_MASK_ROW_TREES) * MLS_MASK_GROUP_BYTES;

		for (uint32_t i = 0; i < 8; i++)
		{
			MlsImgMaskQuestion question = {.cut = MLS_MASK_NEVER};

			if (i < depth)
				question = *MLS_BUILT(c, MASK_QUESTION, tree->questions.first + depth - 1 - i);
			group[place * 8 + i] = (uint8_t) (question.bin / MLS_MASK_BIN(1));
			group[MLS_MASK_GROUP_CUTS + place * 8 + i] = (uint8_t) question.cut;
		}
		group[MLS_MASK_GROUP_LAST + place] = (uint8_t) ((1u << depth) - 1);
	}
}

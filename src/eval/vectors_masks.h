/*
 * eval/vectors_masks.h
 *	  The loops that ask a tree's questions (image/image_masks.h), for vectors of
 *	  any width.
 *
 * Included by the variants (vectors_<cpu>.c), which define
 *	 TARGET				attributes of a function that works with them
 *	 VECTOR				the type: signed bytes
 *	 WIDTH				how many
 *	 PART				of them at a time lie together in a way of a split (LOAD_WAY)
 *	 LOAD(p), STORE(p, v), SPLAT(byte)
 *	 LOAD_WAY(p, step)	parts that lie so far apart: PART, or 0 for a leaf, of which there is one
 *	 IS_BELOW(v, cut)	-1 where v is below cut, else 0
 *	 CHOOSE(m, v, w)	v where m is -1, w where it is 0
 *	 ADD(v, w)
 *	 CHOOSE_BELOW(v, cut, w, x)	CHOOSE(IS_BELOW(v, cut), w, x)
 *	 ADD_BELOW(w, v, cut)		ADD(w, IS_BELOW(v, cut))
 *
 * rows is a constant wherever these are called, so that the loops over vectors
 * are laid out flat.
 */
#ifndef MLS_EVAL_VECTORS_MASKS_H
#define MLS_EVAL_VECTORS_MASKS_H

_Static_assert(PART <= MLS_MASK_STRIPE && WIDTH % PART == 0, "a leaf's bytes fill a part");

/* What a question is about, from a row on. */
INLINE TARGET VECTOR
bins_of(const int8_t *bins, const MlsImgMaskQuestion *question, uint32_t row)
{
	return LOAD(bins + (size_t) question->bin * 8 + row);
}

/* The answers to it: -1 is below. */
INLINE TARGET VECTOR
answers(const int8_t *bins, const MlsImgMaskQuestion *question, uint32_t row, VECTOR cut)
{
	return IS_BELOW(bins_of(bins, question, row), cut);
}

INLINE TARGET void
ask_levels(const MlsImgMaskQuestion *q, uint32_t depth, const int8_t *bins, uint8_t *to, const uint32_t rows)
{
	VECTOR		numbers[MLS_MASK_ROWS / WIDTH];
	VECTOR		last = SPLAT((int8_t) ((1u << depth) - 1));

#pragma GCC unroll 8
	for (uint32_t i = 0; i < rows / WIDTH; i++)
		numbers[i] = SPLAT(0);
	for (const MlsImgMaskQuestion *end = q + depth; q < end; q++)
	{
		VECTOR		cut = SPLAT(q->cut);

#pragma GCC unroll 8
		for (uint32_t i = 0; i < rows / WIDTH; i++)
			numbers[i] = ADD_BELOW(ADD(numbers[i], numbers[i]), bins_of(bins, q, i * WIDTH), cut);
	}
#pragma GCC unroll 8
	for (uint32_t i = 0; i < rows / WIDTH; i++)
		STORE(to + i * WIDTH, ADD(numbers[i], last));
}

/* room: for a register for each group. */
INLINE TARGET void
ask_heap(const MlsImgMaskQuestion *q, uint32_t depth, const int8_t *bins, uint8_t *room, uint8_t *to, const uint32_t rows)
{
	uint32_t	n = 1u << (depth - 3);
	VECTOR		last = SPLAT(7);

	for (uint32_t group = 0; group < n; group++, q += MLS_MASK_GROUP)
	{
		uint8_t    *result = n == 1 ? to : room + (size_t) group * MLS_MASK_ROWS;
		VECTOR		cuts[MLS_MASK_GROUP];

#pragma GCC unroll 7
		for (int i = 0; i < MLS_MASK_GROUP; i++)
			cuts[i] = SPLAT(q[i].cut);
#pragma GCC unroll 4
		for (uint32_t row = 0; row < rows; row += WIDTH)
		{
			VECTOR		first = answers(bins, &q[0], row, cuts[0]);
			VECTOR		below = answers(bins, &q[1], row, cuts[1]);
			VECTOR		above = answers(bins, &q[2], row, cuts[2]);
			VECTOR		second = CHOOSE(first, below, above);
			VECTOR		third;

			below = CHOOSE(below, answers(bins, &q[3], row, cuts[3]), answers(bins, &q[4], row, cuts[4]));
			above = CHOOSE(above, answers(bins, &q[5], row, cuts[5]), answers(bins, &q[6], row, cuts[6]));
			third = CHOOSE(first, below, above);
			second = ADD(ADD(first, first), second);
			STORE(result + row, ADD(ADD(ADD(second, second), third), last));
		}
		last = ADD(last, SPLAT(8));
	}
	while (n > 1)
	{
		n /= 2;
		for (uint32_t i = 0; i < n; i++, q++)
		{
			const uint8_t *below = room + (size_t) i * 2 * MLS_MASK_ROWS;
			const uint8_t *above = below + MLS_MASK_ROWS;
			uint8_t    *result = n == 1 ? to : room + (size_t) i * MLS_MASK_ROWS;
			VECTOR		cut = SPLAT(q->cut);

#pragma GCC unroll 8
			for (uint32_t row = 0; row < rows; row += WIDTH)
				STORE(result + row, CHOOSE_BELOW(bins_of(bins, q, row), cut, LOAD(below + row), LOAD(above + row)));
		}
	}
}

INLINE TARGET void
ask_list(const MlsImgMaskSplit *splits, uint32_t n_splits, const int8_t *bins, uint8_t *operands, const uint32_t rows)
{
	for (const MlsImgMaskSplit *split = splits; split < splits + n_splits; split++)
	{
		const int8_t *bin = bins + (size_t) split->bin * 8;
		const uint8_t *below = operands + split->below;
		const uint8_t *above = operands + split->above;
		size_t		below_step = (size_t) split->below_is_register * PART;
		size_t		above_step = (size_t) split->above_is_register * PART;
		uint8_t    *to = operands + split->to;
		VECTOR		cut = SPLAT(split->cut);

#pragma GCC unroll 8
		for (uint32_t row = 0; row < rows; row += WIDTH)
		{
			STORE(to + row, CHOOSE_BELOW(LOAD(bin + row), cut, LOAD_WAY(below, below_step), LOAD_WAY(above, above_step)));
			below += below_step * (WIDTH / PART);
			above += above_step * (WIDTH / PART);
		}
	}
}

INLINE TARGET void
ask_tree(const MlsMaskTree *tree, const int8_t *bins, uint8_t *operands, uint32_t result, const uint32_t rows)
{
	uint8_t    *to = operands + MLS_MASK_REGISTER(result);

	if (tree->form == MLS_MASK_LEVELS)
		ask_levels(tree->questions, tree->depth, bins, to, rows);
	else if (tree->form == MLS_MASK_HEAP)
		ask_heap(tree->questions, tree->depth, bins, operands + MLS_MASK_REGISTER(MLS_MASK_RESULTS), to, rows);
	else
		ask_list(tree->splits, tree->n_splits, bins, operands, rows);
}

/* How many rows so many vectors have, if a block has no fewer; else all of it. */
#define ROWS_OF(vectors)	((vectors) * VECTOR_ROWS < MLS_MASK_ROWS ? (vectors) * VECTOR_ROWS : MLS_MASK_ROWS)
#define VECTOR_ROWS			(WIDTH > MLS_MASK_STRIPE ? WIDTH : MLS_MASK_STRIPE)

static TARGET void
find_leaves(const MlsMaskTree *tree, const int8_t *bins, uint8_t *operands, uint32_t result, uint32_t n)
{
	switch ((n + VECTOR_ROWS - 1) / VECTOR_ROWS)
	{
		case 1:
			ask_tree(tree, bins, operands, result, ROWS_OF(1));
			break;
		case 2:
			ask_tree(tree, bins, operands, result, ROWS_OF(2));
			break;
		case 3:
			ask_tree(tree, bins, operands, result, ROWS_OF(3));
			break;
		default:
			ask_tree(tree, bins, operands, result, MLS_MASK_ROWS);
			break;
	}
}

#endif

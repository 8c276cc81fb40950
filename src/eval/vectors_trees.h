/*
 * eval/vectors_trees.h
 *	  The loops that ask a tree's questions (image/image_masks.h), for vectors of
 *	  any width.
 *
 * Included by the variants (vectors_*.c), which define
 *	 VECTOR				the type: signed bytes
 *	 WIDTH				how many
 *	 TARGET				attributes of a function that works with them
 *	 LOAD(p), STORE(p, v), SPLAT(byte)
 *	 IS_BELOW(v, cut)	-1 where v is below cut, else 0
 *	 CHOOSE(m, v, w)	v where m is -1, w where it is 0
 *	 ADD(v, w)
 *
 * rows is a constant wherever these are called, so that the loops over vectors
 * are laid out flat.
 */
#ifndef MLS_EVAL_VECTORS_TREES_H
#define MLS_EVAL_VECTORS_TREES_H

#define INLINE	static inline __attribute__((always_inline))

/* The answers to a question from a row on: -1 is below. */
INLINE TARGET VECTOR
answers(const int8_t *bins, const MlsImgMaskQuestion *question, uint32_t row, VECTOR cut)
{
	return IS_BELOW(LOAD(bins + (size_t) question->bin * 8 + row), cut);
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
			numbers[i] = ADD(ADD(numbers[i], numbers[i]), answers(bins, q, i * WIDTH, cut));
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
				STORE(result + row, CHOOSE(answers(bins, q, row, cut), LOAD(below + row), LOAD(above + row)));
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
		size_t		below_step = (size_t) split->below_is_register * WIDTH;
		size_t		above_step = (size_t) split->above_is_register * WIDTH;
		uint8_t    *to = operands + split->to;
		VECTOR		cut = SPLAT(split->cut);

#pragma GCC unroll 8
		for (uint32_t row = 0; row < rows; row += WIDTH, below += below_step, above += above_step)
			STORE(to + row, CHOOSE(IS_BELOW(LOAD(bin + row), cut), LOAD(below), LOAD(above)));
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

static TARGET void
find_leaves(const MlsMaskTree *tree, const int8_t *bins, uint8_t *operands, uint32_t result, uint32_t n)
{
	switch ((n + MLS_MASK_STRIPE - 1) / MLS_MASK_STRIPE)
	{
		case 1:
			ask_tree(tree, bins, operands, result, MLS_MASK_STRIPE);
			break;
		case 2:
			ask_tree(tree, bins, operands, result, 2 * MLS_MASK_STRIPE);
			break;
		case 3:
			ask_tree(tree, bins, operands, result, 3 * MLS_MASK_STRIPE);
			break;
		default:
			ask_tree(tree, bins, operands, result, 4 * MLS_MASK_STRIPE);
			break;
	}
}

#endif

/*
 * compile/gather.c
 *	  Brings sums over the same columns together.
 *
 * The neurons of a layer are derived fields, each of which is compiled when
 * something first asks for it, and between the sums of two of them stands what is
 * made of the first.  Sums that stand one behind the other are made together
 * (eval/steps_linear.c), so a sum moves up to the one before it, unless a step on
 * its way has to do with its result or fills one of its columns.
 */
#include <string.h>

#include "compile/compile_int.h"

static bool
same_span(MlsSpan a, MlsSpan b)
{
	return a.first == b.first && a.n == b.n;
}

/* The ith argument's column, or MLS_NONE for a constant. */
static uint32_t
argument_column(MlsCompile *c, const MlsImgStep *step, uint32_t i)
{
	uint32_t	argument = *MLS_BUILT(c, INDEX, step->arguments.first + i);

	return (argument & MLS_ARG_CONSTANT) != 0 ? MLS_NONE : argument;
}

/* Whether no step behind the one at a place keeps a sum from moving up to it. */
static bool
can_move(MlsCompile *c, const MlsColumnUse *uses, const MlsImgStep *sum, uint32_t place)
{
	if (uses[sum->out].touched > place + 1)
		return false;
	for (uint32_t i = 0; i < sum->arguments.n; i++)
	{
		uint32_t	column = argument_column(c, sum, i);

		if (column != MLS_NONE && uses[column].filled > place + 1)
			return false;
	}
	return true;
}

static void
note_uses(MlsCompile *c, MlsColumnUse *uses, const MlsImgStep *step, uint32_t behind)
{
	for (uint32_t i = 0; i < step->arguments.n; i++)
	{
		uint32_t	column = argument_column(c, step, i);

		if (column != MLS_NONE)
			uses[column].touched = behind;
	}
	uses[step->out] = (MlsColumnUse) {behind, behind};
}

/* For each step the place of the sum that it moves up to, or its own. */
static uint32_t *
find_heads(MlsCompile *c, const MlsImgStep *steps, uint32_t n)
{
	uint32_t   *heads = MLS_NEW_N(c->load, uint32_t, n);
	uint32_t	head = MLS_NONE;
	MlsColumnUse *uses;

	if (c->column_uses.n < c->n_columns)
		mls_push_n(c->load, &c->column_uses, sizeof(MlsColumnUse), c->n_columns - c->column_uses.n);
	uses = c->column_uses.items;
	for (uint32_t i = 0; i < n; i++)
	{
		heads[i] = i;
		if (steps[i].op == MLS_STEP_LINEAR)
		{
			if (head != MLS_NONE && same_span(steps[i].arguments, steps[head].arguments) && can_move(c, uses, &steps[i], head))
				heads[i] = head;
			else
				head = i;
		}
		note_uses(c, uses, &steps[i], i + 1);
	}
	/* as they are for the next list of steps */
	for (uint32_t i = 0; i < n; i++)
		note_uses(c, uses, &steps[i], 0);
	return heads;
}

void
mls_gather_sums(MlsCompile *c, MlsImgStep *steps, uint32_t n)
{
	MlsImgStep *ordered;
	uint32_t   *heads;
	uint32_t	filled = 0;
	uint32_t	n_sums = 0;

	for (uint32_t i = 0; i < n; i++)
		n_sums += steps[i].op == MLS_STEP_LINEAR;
	if (n_sums < 2)
		return;
	heads = find_heads(c, steps, n);
	ordered = MLS_NEW_N(c->load, MlsImgStep, n);
	for (uint32_t i = 0; i < n; i++)
	{
		if (heads[i] != i)
			continue;
		ordered[filled++] = steps[i];
		if (steps[i].op != MLS_STEP_LINEAR)
			continue;
		/* those that move up to this sum all stand before the next one that does not */
		for (uint32_t k = i + 1; k < n && !(steps[k].op == MLS_STEP_LINEAR && heads[k] == k); k++)
			if (heads[k] == i)
				ordered[filled++] = steps[k];
	}
	memcpy(steps, ordered, n * sizeof(*steps));
}

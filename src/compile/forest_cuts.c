/*
 * compile/forest_cuts.c
 *	  The thresholds of a forest by slot, so that numbers can be turned into ranks.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compile/forest_int.h"

static int
by_number(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

/* Sorts numbers, and leaves each in once; gives how many are left. */
static uint32_t
sort_once(double *numbers, uint32_t n)
{
	uint32_t	left = 0;

	if (n > 0)
		qsort(numbers, n, sizeof(double), by_number);
	for (uint32_t i = 0; i < n; i++)
	{
		if (left == 0 || numbers[left - 1] != numbers[i])
			numbers[left++] = numbers[i];
	}
	return left;
}

/* Writes a slot's cuts, and the keys to look for a number among them. */
static void
write_cuts(MlsCompile *c, uint32_t slot, const double *cuts, uint32_t n)
{
	MlsImgForestSlot *record = MLS_BUILT(c, FOREST_SLOT, slot);
	uint32_t	first = MLS_APPEND_N(c, NUMBER, n + 1);
	uint32_t	keys = MLS_APPEND_N(c, FLOAT, (uint32_t) mls_n_keys(n));
	float	   *key = (float *) c->sections[MLS_SECTION_FLOAT].items + keys;

	if (n > 0)
		memcpy(MLS_BUILT(c, NUMBER, first), cuts, n * sizeof(double));
	*MLS_BUILT(c, NUMBER, first + n) = NAN;
	for (uint32_t height = mls_key_height(n) + 1; height-- > 0;)
	{
		for (uint32_t i = 0; i < mls_key_blocks(n, height) * MLS_KEY_BLOCK; i++)
			*key++ = mls_key(cuts, n, height, i);
	}
	record->cuts = (MlsSpan) {first, n};
	record->keys = keys;
}

/* That of a slot whose thresholds these are (image/image_forest.h says why it is exact). */
static MlsForestOrdinal
choose_ordinal(const MlsRangeField *field, const double *cuts, uint32_t n)
{
	if (field->dataType == MLS_TYPE_FLOAT)
		return MLS_ORDINAL_FLOAT;
	if (field->dataType == MLS_TYPE_DOUBLE)
		return MLS_ORDINAL_RANK;
	for (uint32_t i = 0; i < n; i++)
	{
		double		cut = ceil(cuts[i]);

		/* infinity asks for missing values */
		if (cut <= MLS_ORDINAL_LEAST || (cut > MLS_ORDINAL_MOST && !isinf(cut)))
			return MLS_ORDINAL_RANK;
	}
	return MLS_ORDINAL_INTEGER;
}

void
mls_forest_cuts(MlsForestCompile *f, const MlsImgForest *forest, bool all)
{
	MlsCompile *c = f->c;
	MlsVec	   *cuts = MLS_NEW_N(c->load, MlsVec, forest->slots.n);

	for (uint32_t i = 0; i < f->layout.nodes.n; i++)
	{
		const MlsLayoutNode *node = &MLS_ITEM(&f->layout.nodes, MlsLayoutNode, i);

		if (node->slot != MLS_NO_SLOT)
			*MLS_PUSH(c->load, &cuts[node->slot], double) = node->threshold;
	}
	for (uint32_t s = 0; s < forest->slots.n; s++)
	{
		const double *sorted = (const double *) cuts[s].items;
		uint32_t	n = sort_once((double *) cuts[s].items, cuts[s].n);
		uint32_t	field = MLS_ITEM(&f->layout.slots, MlsLayoutSlot, s).field;
		MlsForestOrdinal ordinal = choose_ordinal(&MLS_ITEM(&f->fields, MlsRangeField, field), sorted, n);

		MLS_BUILT(c, FOREST_SLOT, forest->slots.first + s)->ordinal = (uint8_t) ordinal;
		if (all || ordinal == MLS_ORDINAL_RANK)
			write_cuts(c, forest->slots.first + s, sorted, n);
	}
}

uint32_t
mls_cut_place(const MlsCompile *c, const MlsImgForestSlot *slot, double threshold)
{
	const double *cuts = MLS_BUILT(c, NUMBER, slot->cuts.first);
	uint32_t	low = 0;
	uint32_t	high = slot->cuts.n;

	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (cuts[middle] < threshold)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * compile/forest_cuts.c
 *	  The thresholds of a forest by slot, so that numbers can be turned into ranks.
 */
#include <math.h>
#include <string.h>

#include "compile/forest_int.h"

/*
 * Numbers as keys, which are in the same order as unsigned integers; -0 is 0.  They
 * are sorted byte by byte, which takes a few passes, however many there are:
 * forests have millions of thresholds.
 */
#define DIGITS	8

static inline uint64_t
key_of(double number)
{
	uint64_t	bits;

	number += 0.0;
	memcpy(&bits, &number, sizeof(bits));
	return bits ^ (bits >> 63 ? UINT64_MAX : UINT64_C(1) << 63);
}

static inline double
number_of(uint64_t key)
{
	uint64_t	bits = key ^ (key >> 63 ? UINT64_C(1) << 63 : UINT64_MAX);
	double		number;

	memcpy(&number, &bits, sizeof(number));
	return number;
}

/* Thresholds, and the nodes that have them. */
typedef struct Thresholds
{
	uint64_t   *keys;
	uint32_t   *nodes;
} Thresholds;

/* Sorts thresholds by one byte of their keys, of which there are so many of each value. */
static void
sort_by_digit(Thresholds from, uint32_t n, int digit, const uint32_t *counts, Thresholds to)
{
	uint32_t	places[256];
	uint32_t	place = 0;

	for (int value = 0; value < 256; value++)
	{
		places[value] = place;
		place += counts[value];
	}
	for (uint32_t i = 0; i < n; i++)
	{
		place = places[from.keys[i] >> 8 * digit & 255]++;
		to.keys[place] = from.keys[i];
		to.nodes[place] = from.nodes[i];
	}
}

/* Sorts thresholds; room is for n of them.  They are where this says. */
static Thresholds
sort_thresholds(Thresholds from, uint32_t n, Thresholds room)
{
	uint32_t	counts[DIGITS][256] = {{0}};

	for (uint32_t i = 0; i < n; i++)
	{
		for (int digit = 0; digit < DIGITS; digit++)
			counts[digit][from.keys[i] >> 8 * digit & 255]++;
	}
	for (int digit = 0; digit < DIGITS && n > 0; digit++)
	{
		Thresholds	sorted = room;

		/* all the same */
		if (counts[digit][from.keys[0] >> 8 * digit & 255] == n)
			continue;
		sort_by_digit(from, n, digit, counts[digit], sorted);
		room = from;
		from = sorted;
	}
	return from;
}

/* Each threshold once, in order, and the places of the nodes' thresholds among them; gives how many there are. */
static uint32_t
rank(Thresholds sorted, uint32_t n, double *cuts, uint32_t *ranks)
{
	uint32_t	n_cuts = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		if (i == 0 || sorted.keys[i - 1] != sorted.keys[i])
			cuts[n_cuts++] = number_of(sorted.keys[i]);
		ranks[sorted.nodes[i]] = n_cuts - 1;
	}
	return n_cuts;
}

MlsSpan
mls_write_cuts(MlsCompile *c, const double *cuts, uint32_t n, uint32_t *keys)
{
	uint32_t	first = MLS_APPEND_N(c, NUMBER, n + 1);
	float	   *key;

	/* a block of keys is a cache line */
	MLS_APPEND_N(c, FLOAT, (MLS_KEY_BLOCK - MLS_N_BUILT(c, FLOAT) % MLS_KEY_BLOCK) % MLS_KEY_BLOCK);
	*keys = MLS_APPEND_N(c, FLOAT, (uint32_t) mls_n_keys(n));
	key = (float *) c->sections[MLS_SECTION_FLOAT].items + *keys;
	if (n > 0)
		memcpy(MLS_BUILT(c, NUMBER, first), cuts, n * sizeof(double));
	*MLS_BUILT(c, NUMBER, first + n) = NAN;
	for (uint32_t height = mls_key_height(n) + 1; height-- > 0;)
	{
		for (uint32_t i = 0; i < mls_key_blocks(n, height) * MLS_KEY_BLOCK; i++)
			*key++ = mls_key(cuts, n, height, i);
	}
	return (MlsSpan) {first, n};
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

static Thresholds
take_room(MlsLoad *load, uint32_t n)
{
	return (Thresholds) {mls_alloc_room(load, n, sizeof(uint64_t)), mls_alloc_room(load, n, sizeof(uint32_t))};
}

static void
give_back(MlsLoad *load, Thresholds thresholds, uint32_t n)
{
	mls_give_back(load, thresholds.keys, n * sizeof(uint64_t));
	mls_give_back(load, thresholds.nodes, n * sizeof(uint32_t));
}

/*
 * The thresholds of all nodes, one slot behind the other: ends has room for one
 * more than there are slots, and then says where those of each slot end.  Gives how
 * many the slot has that has most.
 */
static uint32_t
list_thresholds(MlsForestCompile *f, uint32_t n_slots, uint32_t *ends, Thresholds *listed)
{
	const MlsLayoutNode *nodes = f->layout.nodes.items;
	uint32_t	n_nodes = f->layout.nodes.n;
	uint32_t	most = 0;

	for (uint32_t i = 0; i < n_nodes; i++)
	{
		if (nodes[i].slot != MLS_NO_SLOT)
			ends[nodes[i].slot + 1]++;
	}
	for (uint32_t s = 0; s < n_slots; s++)
	{
		most = ends[s + 1] > most ? ends[s + 1] : most;
		ends[s + 1] += ends[s];
	}
	*listed = take_room(f->c->load, ends[n_slots]);

	/* ends are starts until they are reached */
	for (uint32_t i = 0; i < n_nodes; i++)
	{
		if (nodes[i].slot == MLS_NO_SLOT)
			continue;
		listed->keys[ends[nodes[i].slot]] = key_of(nodes[i].threshold);
		listed->nodes[ends[nodes[i].slot]++] = i;
	}
	return most;
}

void
mls_forest_cuts(MlsForestCompile *f, const MlsImgForest *forest, bool all)
{
	MlsCompile *c = f->c;
	uint32_t	n_slots = forest->slots.n;
	uint32_t   *ends = MLS_NEW_N(c->load, uint32_t, (size_t) n_slots + 1);
	Thresholds	listed;
	uint32_t	most = list_thresholds(f, n_slots, ends, &listed);
	uint32_t	n_all = ends[n_slots];
	Thresholds	room = take_room(c->load, most);
	double	   *cuts = mls_alloc_room(c->load, most, sizeof(double));

	f->ranks = mls_alloc_room(c->load, f->layout.nodes.n, sizeof(uint32_t));
	for (uint32_t s = 0, start = 0; s < n_slots; start = ends[s++])
	{
		Thresholds	own = {listed.keys + start, listed.nodes + start};
		uint32_t	n = rank(sort_thresholds(own, ends[s] - start, room), ends[s] - start, cuts, f->ranks);
		uint32_t	field = MLS_ITEM(&f->layout.slots, MlsLayoutSlot, s).field;
		MlsImgForestSlot *slot = MLS_BUILT(c, FOREST_SLOT, forest->slots.first + s);

		mls_tick(c->load);
		slot->ordinal = (uint8_t) choose_ordinal(&MLS_ITEM(&f->fields, MlsRangeField, field), cuts, n);
		if (all || slot->ordinal == MLS_ORDINAL_RANK)
			slot->cuts = mls_write_cuts(c, cuts, n, &slot->keys);
	}
	give_back(c->load, listed, n_all);
	give_back(c->load, room, most);
	mls_give_back(c->load, cuts, most * sizeof(double));
}

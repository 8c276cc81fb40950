/*
 * pg/names_match.c
 *	  Matching the columns of a row, or the keys of an object, with inputs.
 *
 * The closest matches are made first, and what they bring together takes no
 * part in looser ones.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"

#include "pg/closest.h"
#include "pg/host.h"
#include "pg/names_int.h"

/* How an input was matched so far. */
typedef struct MlsTaken
{
	uint32		key;
	uint8		closeness;		/* MlsCloseness; MLS_N_CLOSENESS: not matched */
} MlsTaken;

typedef struct MlsMatching
{
	const MlsNames *names;
	const char *model;
	const char *what;
	const MlsKey *keys;
	uint32	   *hashes;			/* of each key */
	bool	   *possible;		/* its loosest form is not too long */
	MlsTaken   *inputs;			/* for each input, by which key */
	MlsTaken   *arrays;			/* for each input, by elements of which key */
	MlsTaken   *taken;			/* for each key, by which input (in member key) */
	bool		quiet;			/* no errors: ... */
	bool		ambiguous;		/* ... one would have been raised */
} MlsMatching;

static char *
show_key(const MlsKey *key)
{
	return mls_show_text(pnstrdup(key->name, key->length));
}

static char *
show_input(const MlsNames *names, uint32 input)
{
	return mls_show_text(mls_input_name(names, input)->bytes);
}

static bool
is_read(const MlsNames *names, uint32 input)
{
	return MLS_RECORDS(names->image, INPUT)[input].read;
}

/* Whether a row must have the input. */
static bool
is_needed(const MlsNames *names, uint32 input)
{
	const MlsImgInput *record = &MLS_RECORDS(names->image, INPUT)[input];

	return record->read && !record->optional;
}

static void
two_keys(MlsMatching *m, uint32 input, uint32 a, uint32 b)
{
	m->ambiguous = true;
	if (m->quiet)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_AMBIGUOUS_COLUMN),
			 errmsg("%ss \"%s\" and \"%s\" could both be field \"%s\" of model \"%s\"",
					m->what, show_key(&m->keys[a]), show_key(&m->keys[b]),
					show_input(m->names, input), m->model),
			 errhint("Give one of them exactly the field's name, or leave the other one out.")));
}

static void
two_inputs(MlsMatching *m, uint32 key, uint32 a, uint32 b)
{
	m->ambiguous = true;
	if (m->quiet)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_AMBIGUOUS_COLUMN),
			 errmsg("%s \"%s\" could be field \"%s\" or field \"%s\" of model \"%s\"",
					m->what, show_key(&m->keys[key]), show_input(m->names, a),
					show_input(m->names, b), m->model),
			 errhint("Give it exactly the name of the field.")));
}

/* Notes that a key feeds an input, unless a closer match has said otherwise. */
static void
take(MlsMatching *m, uint32 key, uint32 input, MlsCloseness close)
{
	MlsTaken   *by_input = &m->inputs[input];
	MlsTaken   *by_key = &m->taken[key];

	if (by_input->closeness < close || by_key->closeness < close)
		return;
	if (by_input->closeness == close && by_input->key == key)
		return;					/* by its own name and by its beginning */
	if (by_input->closeness == close && is_read(m->names, input))
		two_keys(m, input, by_input->key, key);
	if (by_key->closeness == close &&
		(is_read(m->names, input) || is_read(m->names, by_key->key)))
		two_inputs(m, key, by_key->key, input);
	by_input->key = key;
	by_input->closeness = close;
	by_key->key = input;
	by_key->closeness = close;
}

/* Notes that elements of an array feed an input, unless a closer match has said otherwise. */
static void
take_element(MlsMatching *m, uint32 key, uint32 input, MlsCloseness close)
{
	MlsTaken   *by_array = &m->arrays[input];

	if (m->inputs[input].closeness < MLS_N_CLOSENESS || by_array->closeness < close)
		return;
	if (by_array->closeness == close && by_array->key != key)
		two_keys(m, input, by_array->key, key);
	by_array->key = key;
	by_array->closeness = close;
}

/*
 * Looks for inputs that a key may feed: by their own names, those that match
 * just so closely; or by the name of their array.
 */
static void
match_key(MlsMatching *m, uint32 key, bool own_names, MlsCloseness wanted)
{
	const MlsNames *names = m->names;
	uint32		loose_length = 0;
	bool		made = false;

	if (!m->possible[key])
		return;
	for (uint32 e = names->buckets[m->hashes[key] & names->mask]; e != MLS_NONE;
		 e = names->entries[e].next)
	{
		const MlsEntry *entry = &names->entries[e];
		MlsCloseness close;

		if (entry->hash != m->hashes[key] || (entry->index == MLS_NONE) != own_names)
			continue;
		if (!made)
			mls_name_loose(m->keys[key].name, m->keys[key].length, names->loose, names->longest,
					   &loose_length);
		made = true;
		close = mls_name_closeness(names, entry, &m->keys[key], loose_length);
		if (own_names && close == wanted)
			take(m, key, entry->input, close);
		else if (!own_names && close < MLS_N_CLOSENESS)
			take_element(m, key, entry->input, close);
	}
}

static int
compare_elements(const void *a, const void *b)
{
	const MlsElement *x = a;
	const MlsElement *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

/* Matches inputs that no key has matched with elements of keys that are arrays. */
static void
match_elements(MlsMatching *m, int n, MlsMatch *matches)
{
	const MlsNames *names = m->names;
	uint32		n_inputs = MLS_N_RECORDS(names->image, INPUT);

	m->arrays = palloc_extended(Max(n_inputs, 1) * sizeof(MlsTaken), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < n_inputs; i++)
		m->arrays[i] = (MlsTaken) {MLS_NONE, MLS_N_CLOSENESS};
	for (int k = 0; k < n; k++)
	{
		if (m->keys[k].is_array && m->taken[k].closeness == MLS_N_CLOSENESS)
			match_key(m, k, false, MLS_EXACT);
	}

	for (uint32 i = 0; i < n_inputs; i++)
	{
		if (m->arrays[i].key != MLS_NONE)
			matches[m->arrays[i].key].n_elements++;
	}
	for (int k = 0; k < n; k++)
	{
		if (matches[k].n_elements > 0)
			matches[k].elements = palloc_extended(matches[k].n_elements * sizeof(MlsElement),
												  MCXT_ALLOC_HUGE);
		matches[k].n_elements = 0;
	}
	for (uint32 e = 0; e < names->n_entries; e++)
	{
		const MlsEntry *entry = &names->entries[e];
		MlsMatch   *match;

		if (entry->index == MLS_NONE || m->arrays[entry->input].key == MLS_NONE)
			continue;
		match = &matches[m->arrays[entry->input].key];
		match->elements[match->n_elements++] = (MlsElement) {entry->index, entry->input};
	}
	for (int k = 0; k < n; k++)
	{
		if (matches[k].n_elements > 1)
			qsort(matches[k].elements, matches[k].n_elements, sizeof(MlsElement),
				  compare_elements);
	}
	pfree(m->arrays);
}

/* Fills matches; what the matching is to know is in m. */
static void
match_all(MlsMatching m, int n, MlsMatch *matches, bool *ambiguous)
{
	const MlsNames *names = m.names;
	const MlsKey *keys = m.keys;
	uint32		n_inputs = MLS_N_RECORDS(names->image, INPUT);
	bool		any_array = false;

	m.hashes = palloc(Max(n, 1) * sizeof(uint32));
	m.possible = palloc(Max(n, 1) * sizeof(bool));
	m.taken = palloc(Max(n, 1) * sizeof(MlsTaken));
	m.inputs = palloc_extended(Max(n_inputs, 1) * sizeof(MlsTaken), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < n_inputs; i++)
		m.inputs[i] = (MlsTaken) {MLS_NONE, MLS_N_CLOSENESS};
	for (int k = 0; k < n; k++)
	{
		uint32		loose_length;

		m.taken[k] = (MlsTaken) {MLS_NONE, MLS_N_CLOSENESS};
		m.possible[k] = mls_name_loose(keys[k].name, keys[k].length, names->loose, names->longest,
								   &loose_length);
		if (m.possible[k])
			m.hashes[k] = hash_bytes((const unsigned char *) names->loose, loose_length);
		any_array |= keys[k].is_array;
	}

	for (int close = MLS_EXACT; close < MLS_N_CLOSENESS; close++)
	{
		for (int k = 0; k < n; k++)
			match_key(&m, k, true, close);
	}
	for (int k = 0; k < n; k++)
	{
		uint32		input = m.taken[k].key;

		matches[k].input = input != MLS_NONE && is_read(names, input) ? input : MLS_NONE;
		matches[k].n_elements = 0;
		matches[k].elements = NULL;
	}
	if (any_array)
		match_elements(&m, n, matches);

	pfree(m.hashes);
	pfree(m.possible);
	pfree(m.taken);
	pfree(m.inputs);
	*ambiguous = m.ambiguous;
}

void
mls_names_match(const MlsNames *names, const char *model, const char *what,
				const MlsKey *keys, int n, MlsMatch *matches)
{
	bool		ambiguous;

	match_all((MlsMatching) {.names = names, .model = model, .what = what, .keys = keys}, n, matches, &ambiguous);
}

/* Which inputs the matches feed: a flag for each, palloc'd. */
static bool *
fed_inputs(const MlsNames *names, int n, const MlsMatch *matches)
{
	bool	   *fed = palloc_extended(Max(MLS_N_RECORDS(names->image, INPUT), 1),
									  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (int k = 0; k < n; k++)
	{
		if (matches[k].input != MLS_NONE)
			fed[matches[k].input] = true;
		for (uint32 e = 0; e < matches[k].n_elements; e++)
			fed[matches[k].elements[e].input] = true;
	}
	return fed;
}

bool
mls_names_try(const MlsNames *names, const MlsKey *keys, int n, MlsMatch *matches)
{
	bool	   *fed;
	bool		ambiguous;
	bool		complete = true;

	match_all((MlsMatching) {.names = names, .keys = keys, .quiet = true}, n, matches, &ambiguous);
	fed = fed_inputs(names, n, matches);
	for (uint32 i = 0; i < MLS_N_RECORDS(names->image, INPUT); i++)
		complete &= fed[i] || !is_needed(names, i);
	pfree(fed);
	return complete && !ambiguous;
}

void
mls_names_check_complete(const MlsNames *names, const char *model,
						 const MlsKey *keys, int n, const MlsMatch *matches)
{
	uint32		n_inputs = MLS_N_RECORDS(names->image, INPUT);
	bool	   *fed = fed_inputs(names, n, matches);
	uint32		lacking = 0;
	StringInfoData list;
	StringInfoData hint;

	initStringInfo(&list);
	initStringInfo(&hint);
	for (uint32 i = 0; i < n_inputs; i++)
	{
		MlsClosest	closest;
		char	   *name;

		if (fed[i] || !is_needed(names, i))
			continue;
		name = show_input(names, i);
		appendStringInfo(&list, "%s\"%s\"", lacking > 0 ? ", " : "", name);
		lacking++;

		mls_closest_begin(&closest, name);
		for (int k = 0; k < n; k++)
		{
			if (matches[k].input == MLS_NONE && matches[k].n_elements == 0)
				mls_closest_offer(&closest, show_key(&keys[k]));
		}
		if (closest.best != NULL)
			appendStringInfo(&hint, "%s\"%s\" for \"%s\"", hint.len > 0 ? ", " : "Perhaps you meant ",
							 closest.best, name);
	}
	pfree(fed);
	if (lacking == 0)
		return;
	if (hint.len > 0)
		appendStringInfoChar(&hint, '.');
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg_plural("the row has no column for field %s of model \"%s\"",
						   "the row has no columns for fields %s of model \"%s\"",
						   lacking, list.data, model),
			 hint.len > 0 ? errhint("%s", hint.data) : 0));
}

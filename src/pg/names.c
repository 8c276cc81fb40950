/*
 * pg/names.c
 *	  Which input of a model a column or key feeds, by its name.
 *
 * The loosest form of a name (lower case, "_" for everything that is no letter
 * or digit of ASCII) is the same for all names that could match.  So a hash
 * table by that form finds the few candidates, and a look at the bytes tells
 * how closely each one matches.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "mb/pg_wchar.h"

#include "pg/names_int.h"

static inline char
fold_case(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static inline bool
is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool
mls_name_loose(const char *name, uint32 length, char *loose, uint32 room, uint32 *loose_length)
{
	uint32		n = 0;

	for (uint32 i = 0; i < length; i++)
	{
		/* the first byte of a character stands for all of it */
		if (((unsigned char) name[i] & 0xC0) == 0x80)
			continue;
		if (n == room)
			return false;
		loose[n++] = is_alphanumeric(name[i]) ? fold_case(name[i]) : '_';
	}
	*loose_length = n;
	return true;
}

MlsCloseness
mls_name_closeness(const MlsNames *names, const MlsEntry *entry, const MlsKey *key, uint32 loose_length)
{
	uint32		n = 0;
	bool		same_but_case = entry->length == key->length;

	if (same_but_case && memcmp(entry->name, key->name, key->length) == 0)
		return MLS_EXACT;
	for (uint32 i = 0; same_but_case && i < key->length; i++)
		same_but_case = fold_case(entry->name[i]) == fold_case(key->name[i]);
	if (same_but_case)
		return MLS_BUT_CASE;

	for (uint32 i = 0; i < entry->length; i++)
	{
		char		c = entry->name[i];

		if (((unsigned char) c & 0xC0) == 0x80)
			continue;
		if (n == loose_length || names->loose[n++] != (is_alphanumeric(c) ? fold_case(c) : '_'))
			return MLS_N_CLOSENESS;
	}
	return n == loose_length ? MLS_LOOSE : MLS_N_CLOSENESS;
}

/*
 * Splits a name such as emb[12] or emb_12 into its array's name and the index.
 * An index is written without leading zeros.
 */
static bool
split_element(const char *name, uint32 length, uint32 *base_length, uint32 *index)
{
	uint32		end = length;
	uint32		start;
	uint64		value = 0;
	bool		bracket = length > 0 && name[length - 1] == ']';

	if (bracket)
		end--;
	for (start = end; start > 0 && name[start - 1] >= '0' && name[start - 1] <= '9'; start--)
		;
	if (start == end || end - start > 9 || (name[start] == '0' && end - start > 1) || start < 2)
		return false;
	if (bracket ? name[start - 1] != '[' : is_alphanumeric(name[start - 1]) ||
		(unsigned char) name[start - 1] >= 0x80 || name[start - 1] == '[')
		return false;
	for (uint32 i = start; i < end; i++)
		value = value * 10 + (name[i] - '0');
	*base_length = start - 1;
	*index = (uint32) value;
	return true;
}

/* How many bytes of a field's name an identifier can hold. */
static uint32
identifier_length(const char *name, uint32 length)
{
	if (GetDatabaseEncoding() != PG_UTF8)
	{
		/* an identifier is cut where it has 63 bytes in the server's encoding */
		char	   *server = pg_any_to_server(pnstrdup(name, length), length, PG_UTF8);
		int			cut = pg_mbcliplen(server, strlen(server), NAMEDATALEN - 1);

		return strlen(pg_server_to_any(pnstrdup(server, cut), cut, PG_UTF8));
	}
	return pg_encoding_mbcliplen(PG_UTF8, name, length, NAMEDATALEN - 1);
}

static void
add_entry(MlsNames *names, const char *name, uint32 length, uint32 input, uint32 index)
{
	MlsEntry   *entry = &names->entries[names->n_entries];
	uint32		loose_length;

	mls_name_loose(name, length, names->loose, names->longest, &loose_length);
	entry->name = name;
	entry->length = length;
	entry->hash = hash_bytes((const unsigned char *) names->loose, loose_length);
	entry->input = input;
	entry->index = index;
	entry->next = names->buckets[entry->hash & names->mask];
	names->buckets[entry->hash & names->mask] = names->n_entries++;
}

MlsNames *
mls_names_new(const MlsImage *image)
{
	MlsNames   *names = palloc0(sizeof(MlsNames));
	uint32		n = MLS_N_RECORDS(image, INPUT);
	uint32		n_buckets = 16;

	names->image = image;
	while (n_buckets < 2 * n)
		n_buckets *= 2;
	names->mask = n_buckets - 1;
	names->buckets = palloc_extended(n_buckets * sizeof(uint32), MCXT_ALLOC_HUGE);
	memset(names->buckets, 0xFF, n_buckets * sizeof(uint32));
	names->entries = palloc_extended(Max(n, 1) * 3 * sizeof(MlsEntry), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < n; i++)
		names->longest = Max(names->longest, mls_input_name(names, i)->length);
	names->loose = palloc(names->longest + 1);

	for (uint32 i = 0; i < n; i++)
	{
		const MlsString *name = mls_input_name(names, i);
		uint32		base_length;
		uint32		index;

		add_entry(names, name->bytes, name->length, i, MLS_NONE);
		if (name->length >= NAMEDATALEN)
		{
			uint32		cut = identifier_length(name->bytes, name->length);

			if (cut < name->length)
				add_entry(names, name->bytes, cut, i, MLS_NONE);
		}
		if (MLS_RECORDS(image, INPUT)[i].read &&
			split_element(name->bytes, name->length, &base_length, &index))
			add_entry(names, name->bytes, base_length, i, index);
	}
	return names;
}

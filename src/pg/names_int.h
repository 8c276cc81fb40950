/*
 * pg/names_int.h
 *	  The table of names that inputs go by (pg/names.c), for matching
 *	  (pg/names_match.c).
 */
#ifndef MLS_PG_NAMES_INT_H
#define MLS_PG_NAMES_INT_H

#include "pg/names.h"

/* How closely two names match, the closest first. */
typedef enum MlsCloseness
{
	MLS_EXACT,
	MLS_BUT_CASE,
	MLS_LOOSE,
	MLS_N_CLOSENESS
} MlsCloseness;

/* A name that an input goes by: its own, the beginning of it, or that of the array it is an element of. */
typedef struct MlsEntry
{
	const char *name;
	uint32		length;
	uint32		hash;			/* of the loosest form */
	uint32		input;
	uint32		index;			/* of an element; MLS_NONE: the name is the input's own */
	uint32		next;			/* entry of the same bucket, or MLS_NONE */
} MlsEntry;

struct MlsNames
{
	const MlsImage *image;
	MlsEntry   *entries;
	uint32		n_entries;
	uint32	   *buckets;
	uint32		mask;			/* buckets - 1 */
	uint32		longest;		/* bytes that a loosest form may have */
	char	   *loose;			/* room for one: that of the key that is looked up */
};

static inline const MlsString *
mls_input_name(const MlsNames *names, uint32 input)
{
	return mls_image_string(names->image, MLS_RECORDS(names->image, INPUT)[input].name);
}

/* Writes the loosest form of a name; false if it takes more than room bytes. */
extern bool mls_name_loose(const char *name, uint32 length, char *loose, uint32 room,
						   uint32 *loose_length);

/*
 * How closely a key matches an entry whose loosest form has the same hash; the
 * key's is in names->loose.  MLS_N_CLOSENESS: not at all.
 */
extern MlsCloseness mls_name_closeness(const MlsNames *names, const MlsEntry *entry,
									   const MlsKey *key, uint32 loose_length);

#endif

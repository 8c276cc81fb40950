/*
 * base/map.h
 *	  Names to pointers: a hash table in a load's arena.
 *
 * Keys are compared byte for byte and are not copied.
 */
#ifndef MLS_BASE_MAP_H
#define MLS_BASE_MAP_H

#include "base/load.h"

typedef struct MlsMapEntry MlsMapEntry;

typedef struct MlsMap
{
	MlsMapEntry *entries;
	uint32_t	n;
	uint32_t	capacity;		/* a power of two, or 0 */
} MlsMap;

/* The value put under key, or NULL. */
extern void *mls_map_get(const MlsMap *map, const char *key);

/* Puts value (not NULL) under key unless there is one; returns the one that is there now.  Leaves. */
extern void *mls_map_put(MlsLoad *load, MlsMap *map, const char *key, void *value);

/*
 * What the last names looked up were found to be, told by where their texts are,
 * not by what they say: for loops over what names the same few fields again and
 * again.  Begins with zeros; values are not NULL.
 */
#define MLS_N_SHORTCUTS		256

typedef struct MlsShortcuts
{
	const char *names[MLS_N_SHORTCUTS];
	void	   *values[MLS_N_SHORTCUTS];
} MlsShortcuts;

static inline uint32_t
mls_shortcut_place(const char *name)
{
	return (uint32_t) (((uint64_t) (uintptr_t) name * UINT64_C(0x9E3779B97F4A7C15)) >> 56);
}

/* What was remembered of the name last, or NULL. */
static inline void *
mls_shortcut(const MlsShortcuts *shortcuts, const char *name)
{
	uint32_t	place = mls_shortcut_place(name);

	return shortcuts->names[place] == name ? shortcuts->values[place] : NULL;
}

static inline void
mls_remember(MlsShortcuts *shortcuts, const char *name, void *value)
{
	uint32_t	place = mls_shortcut_place(name);

	shortcuts->names[place] = name;
	shortcuts->values[place] = value;
}

/* Of any bytes, well mixed in all of its bits; also for the image's index of texts.  On another machine it may be another number. */
extern uint32_t mls_hash_bytes(const void *bytes, size_t length);

#endif

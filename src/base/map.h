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

/* FNV-1a, also used by the image's string index */
extern uint32_t mls_hash_bytes(const void *bytes, size_t length);

#endif

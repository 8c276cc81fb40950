/*
 * base/map.c
 *	  Names to pointers: open addressing with linear probing.
 */
#include <string.h>

#include "base/map.h"

struct MlsMapEntry
{
	const char *key;
	void	   *value;			/* NULL: free */
	uint32_t	hash;
};

/* Up to eight bytes as one number. */
static uint64_t
word_of(const unsigned char *p, size_t length)
{
	uint64_t	word = 0;
	uint32_t	first;
	uint32_t	last;

	if (length >= 8)
		memcpy(&word, p, 8);
	else if (length >= 4)
	{
		memcpy(&first, p, 4);
		memcpy(&last, p + length - 4, 4);
		word = first | (uint64_t) last << 32;
	}
	else if (length > 0)
		word = p[0] | (uint64_t) p[length / 2] << 8 | (uint64_t) p[length - 1] << 16;
	return word;
}

/* Eight bytes at a time: multiply, and bring what is on top down. */
uint32_t
mls_hash_bytes(const void *bytes, size_t length)
{
	const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
	const unsigned char *p = bytes;
	uint64_t	hash = length * factor;

	for (; length > 8; p += 8, length -= 8)
	{
		hash = (hash ^ word_of(p, 8)) * factor;
		hash ^= hash >> 32;
	}
	hash = (hash ^ word_of(p, length)) * factor;
	hash = (hash ^ hash >> 32) * factor;
	return (uint32_t) (hash >> 32);
}

/* The entry that holds the key, or the free one where it belongs. */
static MlsMapEntry *
find(MlsMapEntry *entries, uint32_t capacity, const char *key, uint32_t hash)
{
	uint32_t	i = hash & (capacity - 1);

	while (entries[i].value && (entries[i].hash != hash || strcmp(entries[i].key, key) != 0))
		i = (i + 1) & (capacity - 1);
	return &entries[i];
}

void *
mls_map_get(const MlsMap *map, const char *key)
{
	if (map->capacity == 0)
		return NULL;
	return find(map->entries, map->capacity, key, mls_hash_bytes(key, strlen(key)))->value;
}

/* Twice the room; at most half of it is ever used, so that probes stay short. */
static void
grow(MlsLoad *load, MlsMap *map)
{
	uint32_t	capacity = map->capacity ? map->capacity * 2 : 16;
	MlsMapEntry *entries;

	if (capacity > UINT32_MAX / 2)
		mls_fatal(load, MLS_TOO_LARGE, NULL, NULL, "too many names");
	entries = MLS_NEW_N(load, MlsMapEntry, capacity);
	for (uint32_t i = 0; i < map->capacity; i++)
	{
		const MlsMapEntry *entry = &map->entries[i];

		if (entry->value)
			*find(entries, capacity, entry->key, entry->hash) = *entry;
	}
	map->entries = entries;
	map->capacity = capacity;
}

void *
mls_map_put(MlsLoad *load, MlsMap *map, const char *key, void *value)
{
	uint32_t	hash = mls_hash_bytes(key, strlen(key));
	MlsMapEntry *entry;

	if (map->n >= map->capacity / 2)
		grow(load, map);
	entry = find(map->entries, map->capacity, key, hash);
	if (!entry->value)
	{
		entry->key = key;
		entry->value = value;
		entry->hash = hash;
		map->n++;
	}
	return entry->value;
}

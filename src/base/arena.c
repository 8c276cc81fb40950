/*
 * base/arena.c
 *	  Memory that is given back all at once, with a limit.
 *
 * Chunks are taken from the host, each twice as large as the one before within
 * bounds, so that a small document costs little and a large one few calls.  What
 * does not fit in half a chunk gets a chunk of its own, behind the newest one,
 * whose free space stays in use.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#define MIN_CHUNK		((size_t) 16 * 1024)
#define MAX_CHUNK		((size_t) 1024 * 1024)
#define ALIGNMENT		8

struct MlsArenaChunk
{
	MlsArenaChunk *next;
	size_t		size;			/* of the whole, as taken from the host */
};

void
mls_arena_init(MlsArena *arena, const MlsHost *host, size_t limit)
{
	memset(arena, 0, sizeof(*arena));
	arena->host = host;
	arena->limit = limit;
}

/* A chunk with room for size bytes behind its header, or NULL. */
static MlsArenaChunk *
take_chunk(MlsArena *arena, size_t size)
{
	MlsArenaChunk *chunk;

	arena->at_limit = size > arena->limit ||
		sizeof(MlsArenaChunk) + size > arena->limit - arena->used;
	if (arena->at_limit)
		return NULL;
	size += sizeof(MlsArenaChunk);
	chunk = arena->host->alloc(arena->host->context, size);
	if (!chunk)
		return NULL;
	chunk->size = size;
	arena->used += size;
	if (arena->used > arena->peak)
		arena->peak = arena->used;
	return chunk;
}

void *
mls_arena_alloc(MlsArena *arena, size_t size)
{
	char	   *result;

	if (size > SIZE_MAX / 2)
	{
		arena->at_limit = true;
		return NULL;
	}
	if (size == 0)
		size = 1;
	size = (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);

	if (size > (size_t) (arena->end - arena->next))
	{
		size_t		chunk_size = arena->used < MIN_CHUNK ? MIN_CHUNK : arena->used;
		MlsArenaChunk *chunk;

		if (chunk_size > MAX_CHUNK)
			chunk_size = MAX_CHUNK;

		if (size > chunk_size / 2)
		{
			chunk = take_chunk(arena, size);
			if (!chunk)
				return NULL;
			if (arena->chunks)
			{
				chunk->next = arena->chunks->next;
				arena->chunks->next = chunk;
			}
			else
			{
				chunk->next = NULL;
				arena->chunks = chunk;
			}
			return memset(chunk + 1, 0, size);
		}

		/* close to the limit a smaller chunk may still be had */
		chunk = take_chunk(arena, chunk_size);
		if (!chunk)
		{
			chunk_size = size;
			chunk = take_chunk(arena, chunk_size);
		}
		if (!chunk)
			return NULL;
		chunk->next = arena->chunks;
		arena->chunks = chunk;
		arena->next = (char *) (chunk + 1);
		arena->end = arena->next + chunk_size;
	}

	result = arena->next;
	arena->next += size;
	return memset(result, 0, size);
}

void
mls_arena_reset(MlsArena *arena)
{
	MlsArenaChunk *chunk = arena->chunks;

	while (chunk)
	{
		MlsArenaChunk *next = chunk->next;

		arena->host->free(arena->host->context, chunk);
		chunk = next;
	}
	arena->chunks = NULL;
	arena->next = arena->end = NULL;
	arena->used = 0;
}

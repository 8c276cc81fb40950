/*
 * base/arena.c
 *	  Memory that is given back all at once, with a limit.
 *
 * Chunks are taken from the host, each twice as large as the one before within
 * bounds, so that a small document costs little and a large one few calls.  What
 * does not fit in half a chunk gets a chunk of its own, behind the newest one,
 * whose free space stays in use; a large piece always does, so that it can be
 * given back.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#define MIN_CHUNK		((size_t) 16 * 1024)
#define MAX_CHUNK		((size_t) 1024 * 1024)
#define LEAST_LARGE		(MAX_CHUNK / 2)
#define ALIGNMENT		8

#ifdef __SANITIZE_ADDRESS__
extern void __asan_poison_memory_region(const volatile void *start, size_t size);
#endif

struct MlsArenaChunk
{
	MlsArenaChunk *next;
	MlsArenaChunk *before;		/* NULL: the newest */
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

/* Puts a chunk into the list, behind another one or, if that is NULL, in front. */
static void
link_chunk(MlsArena *arena, MlsArenaChunk *chunk, MlsArenaChunk *before)
{
	MlsArenaChunk **place = before ? &before->next : &arena->chunks;

	chunk->before = before;
	chunk->next = *place;
	if (chunk->next)
		chunk->next->before = chunk;
	*place = chunk;
}

static inline size_t
aligned(size_t size)
{
	return size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
}

void *
mls_arena_room(MlsArena *arena, size_t size)
{
	char	   *result;

	if (size > SIZE_MAX / 2)
	{
		arena->at_limit = true;
		return NULL;
	}
	size = aligned(size);

	if (size > (size_t) (arena->end - arena->next) || size > LEAST_LARGE)
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
			link_chunk(arena, chunk, arena->chunks);
			return chunk + 1;
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
		link_chunk(arena, chunk, NULL);
		arena->next = (char *) (chunk + 1);
		arena->end = arena->next + chunk_size;
	}

	result = arena->next;
	arena->next += size;
	return result;
}

void *
mls_arena_alloc(MlsArena *arena, size_t size)
{
	void	   *result = mls_arena_room(arena, size);

	return result ? memset(result, 0, aligned(size)) : NULL;
}

void
mls_arena_give_back(MlsArena *arena, void *memory, size_t size)
{
	MlsArenaChunk *chunk = (MlsArenaChunk *) memory - 1;

	size = aligned(size);
	if (size <= LEAST_LARGE)
	{
#ifdef __SANITIZE_ADDRESS__
		__asan_poison_memory_region(memory, size);
#endif
		return;
	}
	if (chunk->before)
		chunk->before->next = chunk->next;
	else
		arena->chunks = chunk->next;
	if (chunk->next)
		chunk->next->before = chunk->before;
	arena->used -= chunk->size;
	arena->host->free(arena->host->context, chunk);
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

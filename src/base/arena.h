/*
 * base/arena.h
 *	  Memory that is given back all at once, with a limit.
 *
 * Everything that one load allocates lives in one arena, so that one call
 * frees it, whatever happened.  An arena never calls back and never throws.
 */
#ifndef MLS_BASE_ARENA_H
#define MLS_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/host.h"

typedef struct MlsArenaChunk MlsArenaChunk;

typedef struct MlsArena
{
	const MlsHost *host;
	size_t		limit;			/* bytes that may be taken from the host */
	size_t		used;			/* bytes taken from the host */
	size_t		peak;			/* most that was ever taken at once */
	bool		at_limit;		/* the last NULL was for the limit, not for want of memory */
	MlsArenaChunk *chunks;		/* newest first */
	char	   *next;			/* free space in the newest chunk */
	char	   *end;
} MlsArena;

extern void mls_arena_init(MlsArena *arena, const MlsHost *host, size_t limit);

/*
 * size bytes, zeroed, aligned to 8 (size 0 gives a valid pointer).  NULL when
 * the host has no more or the limit is reached.
 */
extern void *mls_arena_alloc(MlsArena *arena, size_t size);

/* The same, but not zeroed. */
extern void *mls_arena_room(MlsArena *arena, size_t size);

/*
 * Gives back what was allocated with this size before the arena is reset.  Only
 * large pieces return to the host; of others this says no more than that they
 * are not used again, which builds with AddressSanitizer hold against a user.
 */
extern void mls_arena_give_back(MlsArena *arena, void *memory, size_t size);

/* Frees everything; the arena may be used again. */
extern void mls_arena_reset(MlsArena *arena);

#endif

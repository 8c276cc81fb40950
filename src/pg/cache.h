/*
 * pg/cache.h
 *	  Images in memory, keyed by what they were made from.
 */
#ifndef MLS_PG_CACHE_H
#define MLS_PG_CACHE_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "image/image.h"
#include "pg/resolve.h"

/*
 * The image of a version, to be used until context is reset or deleted: from
 * shared memory; or fetched (pg/image_store.h) and put there, while other
 * backends that want the same one wait; or, where shared memory has no room, a
 * copy of this backend's own.  Raises an error where it cannot be fetched.
 */
extern const MlsImage *mls_cache_get(const MlsVersionRef *ref, MemoryContext context);

/*
 * The same, but NULL where the image would have to be compiled: it is in nobody's
 * memory and not stored.  To look at it, not to score: not counted as a hit.
 */
extern const MlsImage *mls_cache_find(const MlsVersionRef *ref, MemoryContext context);

/*
 * As mls_cache_get(), with a handle by which the use can be suspended: until it is
 * resumed the image must not be looked at, and may leave memory.  Resuming is cheap
 * (and does nothing to a use that is not suspended).  False: the image is not there
 * any more, or at another address; use it anew then.  Suspending raises no error.
 */
typedef struct MlsImageUse MlsImageUse;

extern const MlsImage *mls_cache_use(const MlsVersionRef *ref, MemoryContext context, MlsImageUse **use);
extern void mls_cache_suspend(MlsImageUse *use);
extern bool mls_cache_resume(MlsImageUse *use);

/* An image of the current database, as ml_cache shows it. */
typedef struct MlsCacheLine
{
	int64		content_id;
	uint64		bytes;
	uint64		hits;			/* uses that found it there */
	uint32		pins;			/* backends that use it now */
	bool		shared;			/* else this backend's own */
} MlsCacheLine;

/* MlsCacheLine pointers. */
extern List *mls_cache_list(void);

#endif

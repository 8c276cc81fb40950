/*
 * pg/shared.h
 *	  The memory that all backends of the server share: where images live.
 */
#ifndef MLS_PG_SHARED_H
#define MLS_PG_SHARED_H

#include "postgres.h"

#include "lib/dshash.h"
#include "port/atomics.h"
#include "storage/condition_variable.h"
#include "utils/dsa.h"

#include "pg/resolve.h"

/* What an image is known by.  No padding: it is hashed and compared as bytes. */
typedef struct MlsImageKey
{
	Oid			database;
	uint32		layout;			/* mls_image_layout() of the build that made it */
	int64		content_id;
	uint8		digest[MLS_DIGEST_LENGTH];
} MlsImageKey;

/*
 * An image in shared memory, or one that is being made.  Which of the two, and
 * that the entry exists at all, changes under the hash table's exclusive lock
 * only.  Once pinned, an entry stays where it is: pins, hits and last_use are
 * then used without a lock.
 */
typedef struct MlsImageEntry
{
	MlsImageKey key;
	dsa_pointer image;			/* InvalidDsaPointer: the process "filler" is making it */
	uint64		size;			/* bytes of the image */
	uint64		serial;			/* of this filling; no other has the same */
	int			filler;
	pg_atomic_uint32 pins;		/* backends that use it */
	pg_atomic_uint64 hits;		/* times a call found it here */
	pg_atomic_uint64 last_use;	/* by MlsShared.clock */
} MlsImageEntry;

typedef struct MlsShared
{
	LWLock		lock;			/* creates what follows */
	int			lock_tranche;
	int			area_tranche;
	int			table_tranche;
	dsa_handle	area;			/* both valid once created */
	dshash_table_handle images;
	bool		created;
	ConditionVariable filled;	/* broadcast whenever a fill ended, well or not */
	pg_atomic_uint32 refused;	/* fills that found no room; see cache.c */
	pg_atomic_uint64 clock;		/* orders the uses of images */
	pg_atomic_uint64 bytes;		/* taken by images */
} MlsShared;

/* Valid in this process once mls_shared_attach() has said yes. */
extern MlsShared *mls_shared;
extern dsa_area *mls_shared_area;
extern dshash_table *mls_shared_images;

/* From _PG_init: asks for the few bytes that are needed, where that can be done. */
extern void mls_shared_init(void);

/*
 * Whether this process can use the shared memory: creates or attaches it when
 * it is called first, and tries again later when there was no memory (*why as below).
 */
extern bool mls_shared_attach(char **why);

/*
 * Runs step(arg), which may allocate, map or free shared memory.  False when
 * the system had none to give; *why (if not NULL) is then a palloc'd sentence.
 * Other errors are raised.  Whatever locks the step held are released.
 */
extern bool mls_shared_try(void (*step) (void *arg), void *arg, char **why);

#endif

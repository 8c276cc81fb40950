/*
 * pg/cache_entry.h
 *	  Images in shared memory: finding, filling, pinning, displacing.
 *
 *	 switch (mls_entry_claim(&key, &pinned, &why))
 *		 FOUND	use pinned.image, then mls_entry_unpin(pinned.entry)
 *		 MINE	fetch the image, then mls_entry_publish() or mls_entry_abandon()
 *		 NONE	do without shared memory
 */
#ifndef MLS_PG_CACHE_ENTRY_H
#define MLS_PG_CACHE_ENTRY_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "image/image.h"
#include "pg/shared.h"

/* An image that this backend has pinned. */
typedef struct MlsPinned
{
	MlsImageEntry *entry;
	uint64		serial;			/* of the entry's filling */
	const MlsImage *image;
} MlsPinned;

typedef enum MlsClaim
{
	MLS_CLAIM_FOUND,
	MLS_CLAIM_MINE,
	MLS_CLAIM_NONE
} MlsClaim;

extern void mls_entry_key(const MlsVersionRef *ref, MlsImageKey *key);

/*
 * Finds the image and pins it, waiting if another backend is making it, or makes
 * it this backend's business.  With MLS_CLAIM_NONE, *why is a sentence to warn
 * with, or NULL if there is nothing wrong.
 */
extern MlsClaim mls_entry_claim(const MlsImageKey *key, MlsPinned *pinned, char **why);

/* Pins the image if it is there, without waiting. */
extern bool mls_entry_find(const MlsImageKey *key, MlsPinned *pinned);

/*
 * Pins an image that this process had pinned before, if it has not left shared
 * memory since: then it is still mapped, at the same address.  NULL: it has left.
 */
extern MlsImageEntry *mls_entry_repin(const MlsImageKey *key, uint64 serial);

/*
 * Puts a copy of the image into the claimed entry, pins it and wakes who waits.
 * False if there is no room, with a sentence in *why; the claim is then given up.
 */
extern bool mls_entry_publish(const MlsImage *image, MlsPinned *pinned, char **why);

/* Gives up the claim, if there is one, and wakes who waits. */
extern void mls_entry_abandon(void);

extern void mls_entry_unpin(MlsImageEntry *entry);

/* Adds the current database's images to a list of MlsCacheLine pointers (pg/cache.h). */
extern List *mls_entry_list(List *lines);

#endif

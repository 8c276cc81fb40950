/*
 * pg/cache.c
 *	  Images in memory, keyed by what they were made from.
 *
 * An image is known by database, content id, digest and image format, and
 * never changes.  So an entry can be there or not be there, but it cannot be
 * wrong, whatever is rolled back, restored or replicated.
 *
 * A backend holds an image once, however many of its call sites use it.  Each
 * use ends with its memory context, whose callback cannot be forgotten on any
 * way out; with the last one the pin in shared memory goes.
 *
 * Where shared memory has no room, the backend keeps a copy of its own, warns
 * once, and says so in ml_cache.  Private copies that are not in use are kept up
 * to ml_score.private_memory_limit; the least recently used ones leave.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "lib/ilist.h"
#include "storage/ipc.h"
#include "utils/memutils.h"

#include "base/hot.h"
#include "pg/cache.h"
#include "pg/cache_entry.h"
#include "pg/image_store.h"
#include "pg/settings.h"

/* An image that this backend uses, or a private one that it keeps. */
typedef struct MlsHeld
{
	dlist_node	node;			/* in held_images: most recently used first */
	MlsImageKey key;
	const MlsImage *image;
	uint64		serial;			/* another one means another place */
	uint64		hits;			/* of a private copy */
	int			uses;			/* contexts that use it */
	MlsImageEntry *entry;		/* pinned; NULL: the image is private */
	MemoryContext context;		/* of a private image */
} MlsHeld;

/* One use of it. */
struct MlsImageUse
{
	MemoryContextCallback callback;
	MlsHeld    *held;			/* NULL while it is suspended */
	MlsImageKey key;
	const MlsImage *image;
	uint64		serial;
};

/* Serials of private copies have this bit, those of shared images do not. */
#define PRIVATE_SERIAL	(UINT64CONST(1) << 63)

static uint64 n_private = 0;	/* private copies that were ever made */

static MemoryContext cache_context = NULL;
static dlist_head held_images = DLIST_STATIC_INIT(held_images);
static bool warned = false;

/* At the end of the process: nothing of ours may stay claimed or pinned. */
static void
release_at_exit(int code, Datum arg)
{
	dlist_iter	iter;

	if (mls_shared_images == NULL)
		return;
	mls_entry_abandon();
	dlist_foreach(iter, &held_images)
	{
		MlsHeld    *held = dlist_container(MlsHeld, node, iter.cur);

		if (held->entry != NULL)
			mls_entry_unpin(held->entry);
		held->entry = NULL;
	}
	mls_shared_images = NULL;
}

static void
warn_private(const char *why)
{
	if (warned || IsParallelWorker())
		return;
	warned = true;
	ereport(WARNING,
			(errmsg("a model could not be put into shared memory; this session keeps a copy of its own"),
			 errdetail_internal("%s", why),
			 errhint("Raise ml_score.shared_memory_limit, or give the server more shared memory (in a container, the size of /dev/shm).")));
}

/* Fetches the image into memory of its own; false: it would have to be compiled, and that is done only to score. */
static bool
fetch_private(MlsHeld *held, const MlsVersionRef *ref, bool to_score)
{
	held->context = AllocSetContextCreate(cache_context, "ml_score image",
										  ALLOCSET_SMALL_SIZES);
	held->image = to_score ? mls_image_fetch(ref, held->context) : mls_image_read(ref, held->context);
	held->serial = PRIVATE_SERIAL | ++n_private;
	return held->image != NULL;
}

static void
forget_private(MlsHeld *held)
{
	if (held->context != NULL)
		MemoryContextDelete(held->context);
	held->context = NULL;
}

static void
hold_pinned(MlsHeld *held, MlsPinned pinned)
{
	forget_private(held);
	held->entry = pinned.entry;
	held->serial = pinned.serial;
	held->image = pinned.image;
}

/* Gets the image, from shared memory if that can be; false as with fetch_private(). */
static bool
hold(MlsHeld *held, const MlsVersionRef *ref, bool to_score)
{
	MlsPinned	pinned;
	char	   *why;

	switch (mls_entry_claim(&held->key, &pinned, &why))
	{
		case MLS_CLAIM_FOUND:
			hold_pinned(held, pinned);
			if (to_score)
				pg_atomic_fetch_add_u64(&held->entry->hits, 1);
			break;
		case MLS_CLAIM_MINE:
			if (!fetch_private(held, ref, to_score))
			{
				mls_entry_abandon();
				return false;
			}
			if (mls_entry_publish(held->image, &pinned, &why))
				hold_pinned(held, pinned);
			else
				warn_private(why);
			break;
		case MLS_CLAIM_NONE:
			if (!fetch_private(held, ref, to_score))
				return false;
			if (why != NULL)
				warn_private(why);
			break;
	}
	return true;
}

/* Lets private copies that nobody uses go until the rest is within the limit. */
static void
trim_private(void)
{
	dlist_mutable_iter iter;
	uint64		kept = 0;

	dlist_foreach_modify(iter, &held_images)
	{
		MlsHeld    *held = dlist_container(MlsHeld, node, iter.cur);

		if (held->uses > 0)
			continue;
		if (kept + held->image->size <= (uint64) mls_private_memory_limit * 1024)
			kept += held->image->size;
		else
		{
			dlist_delete(&held->node);
			forget_private(held);
			pfree(held);
		}
	}
}

/* One use less of an image. */
static MLS_HOT void
let_go(MlsHeld *held)
{
	if (--held->uses > 0)
		return;
	if (held->context != NULL)
		trim_private();
	else
	{
		if (held->entry != NULL)
			mls_entry_unpin(held->entry);
		dlist_delete(&held->node);
		pfree(held);
	}
}

static MLS_HOT void
release_use(void *arg)
{
	MlsImageUse *use = arg;

	if (use->held != NULL)
		let_go(use->held);
	use->held = NULL;
}

static MLS_HOT MlsHeld *
find_held(const MlsImageKey *key)
{
	dlist_iter	iter;

	dlist_foreach(iter, &held_images)
	{
		MlsHeld    *held = dlist_container(MlsHeld, node, iter.cur);

		if (memcmp(&held->key, key, sizeof(*key)) == 0)
			return held;
	}
	return NULL;
}

/* Takes up an image that is held already. */
static MLS_HOT void
hold_again(MlsHeld *held, bool to_score)
{
	MlsPinned	pinned;

	dlist_move_head(&held_images, &held->node);
	if (held->entry == NULL && held->uses == 0 && mls_entry_find(&held->key, &pinned))
		hold_pinned(held, pinned);	/* meanwhile there was room for it */
	if (!to_score)
		return;
	if (held->entry != NULL)
		pg_atomic_fetch_add_u64(&held->entry->hits, 1);
	else
		held->hits++;
}

/* A use of the image; NULL as with mls_cache_find(). */
static MlsImageUse *
get(const MlsVersionRef *ref, MemoryContext context, bool to_score)
{
	MlsHeld    *held;
	MlsImageUse *use;
	bool		found = true;

	if (cache_context == NULL)
	{
		cache_context = AllocSetContextCreate(TopMemoryContext, "ml_score images",
											  ALLOCSET_SMALL_SIZES);
		before_shmem_exit(release_at_exit, 0);
	}

	/* what may run out of memory comes first: a pin must not be lost */
	use = MemoryContextAllocZero(context, sizeof(MlsImageUse));
	mls_entry_key(ref, &use->key);
	held = find_held(&use->key);
	if (held != NULL)
		hold_again(held, to_score);
	else
	{
		held = MemoryContextAllocZero(cache_context, sizeof(MlsHeld));
		held->key = use->key;
		PG_TRY();
		{
			found = hold(held, ref, to_score);
		}
		PG_CATCH();
		{
			mls_entry_abandon();
			forget_private(held);
			pfree(held);
			PG_RE_THROW();
		}
		PG_END_TRY();
		if (!found)
		{
			forget_private(held);
			pfree(held);
			return NULL;
		}
		dlist_push_head(&held_images, &held->node);
	}

	held->uses++;
	use->held = held;
	use->image = held->image;
	use->serial = held->serial;
	use->callback.func = release_use;
	use->callback.arg = use;
	MemoryContextRegisterResetCallback(context, &use->callback);
	return use;
}

const MlsImage *
mls_cache_get(const MlsVersionRef *ref, MemoryContext context)
{
	return get(ref, context, true)->image;
}

const MlsImage *
mls_cache_find(const MlsVersionRef *ref, MemoryContext context)
{
	MlsImageUse *use = get(ref, context, false);

	return use == NULL ? NULL : use->image;
}

const MlsImage *
mls_cache_use(const MlsVersionRef *ref, MemoryContext context, MlsImageUse **use)
{
	*use = get(ref, context, true);
	return (*use)->image;
}

MLS_HOT void
mls_cache_suspend(MlsImageUse *use)
{
	release_use(use);
}

/* Holds the shared image of a use again, if it has not left since; else NULL. */
static MLS_HOT MlsHeld *
hold_where_it_was(const MlsImageUse *use)
{
	MlsHeld    *held = MemoryContextAllocZero(cache_context, sizeof(MlsHeld));

	held->key = use->key;
	held->image = use->image;
	held->serial = use->serial;
	held->entry = mls_entry_repin(&use->key, use->serial);
	if (held->entry == NULL)
	{
		pfree(held);
		return NULL;
	}
	dlist_push_head(&held_images, &held->node);
	return held;
}

MLS_HOT bool
mls_cache_resume(MlsImageUse *use)
{
	MlsHeld    *held = use->held;

	if (held != NULL)
		return true;
	held = find_held(&use->key);
	if (held == NULL)
		held = hold_where_it_was(use);
	if (held == NULL)
		return false;
	hold_again(held, true);
	held->uses++;
	if (held->serial != use->serial)
	{
		let_go(held);
		return false;
	}
	use->held = held;
	return true;
}

List *
mls_cache_list(void)
{
	List	   *lines = mls_entry_list(NIL);
	dlist_iter	iter;

	dlist_foreach(iter, &held_images)
	{
		MlsHeld    *held = dlist_container(MlsHeld, node, iter.cur);

		if (held->entry == NULL)
		{
			MlsCacheLine *line = palloc(sizeof(MlsCacheLine));

			line->content_id = held->key.content_id;
			line->bytes = held->image->size;
			line->hits = held->hits;
			line->pins = held->uses > 0 ? 1 : 0;
			line->shared = false;
			lines = lappend(lines, line);
		}
	}
	return lines;
}

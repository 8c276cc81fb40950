/*
 * pg/cache.c
 *	  Images in memory, keyed by what they were made from.
 *
 * An image is known by database, content id, digest and image format, and
 * never changes.  So an entry can be there or not be there, but it cannot be
 * wrong, whatever is rolled back, restored or replicated.
 *
 * Filling.  The first backend that wants an image enters it as "being made" and
 * makes it without holding any lock, for that can take seconds.  The others
 * sleep on a condition variable.  When the maker fails, whatever the reason, it
 * takes the entry out and wakes them, and one of them becomes the maker; a
 * backend that ends in the middle does so in an exit callback.  (One that is
 * killed takes all shared memory with it: the server starts anew.)  A pointer
 * to the image is entered only after its last byte was written.
 *
 * A maker may have to wait for a lock on a catalog table that a sleeper holds,
 * which the deadlock detector cannot see.  So sleepers wake once a second, and
 * if the maker is waiting for a lock they help themselves to a private copy.
 *
 * Pins.  A backend pins an image once, however many of its call sites use it;
 * each use ends with its memory context, whose callback cannot be forgotten on
 * any way out.  An entry with pins is never removed.  Pinning happens under the
 * table's lock, removing under its exclusive lock, unpinning under none.
 *
 * Room.  ml_score.shared_memory_limit bounds the area.  When there is no room,
 * images that nobody uses leave, the least recently used first.  When that does
 * not help, the backend keeps a copy of its own, warns once, and says so in
 * ml_cache.  Sleepers that waited for it in vain then do not queue up to make
 * the same discovery one by one (MlsShared.refused).  Private copies that are
 * not in use are kept up to ml_score.private_memory_limit, the least recently
 * used ones leave.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "lib/ilist.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "utils/memutils.h"
#include "utils/wait_event.h"

#include "pg/cache.h"
#include "pg/compat.h"
#include "pg/image_store.h"
#include "pg/settings.h"
#include "pg/shared.h"

/* An image that this backend uses, or a private one that it keeps. */
typedef struct MlsHeld
{
	dlist_node	node;			/* in held: most recently used first */
	MlsImageKey key;
	const MlsImage *image;
	uint64		size;
	uint64		hits;			/* of a private copy */
	int			uses;			/* contexts that use it */
	MlsImageEntry *entry;		/* pinned; NULL: the image is private */
	MemoryContext context;		/* of a private image */
} MlsHeld;

/* One use of it. */
typedef struct MlsUse
{
	MemoryContextCallback callback;
	MlsHeld    *held;
} MlsUse;

static MemoryContext cache_context = NULL;
static dlist_head held_images = DLIST_STATIC_INIT(held_images);
static bool warned = false;

/* The entry that this backend is filling right now. */
static bool filling = false;
static MlsImageKey filling_key;

/* ---- entries of the shared table ---- */

static void
unpin(MlsImageEntry *entry)
{
	pg_atomic_write_u64(&entry->last_use,
						pg_atomic_add_fetch_u64(&mls_shared->clock, 1));
	pg_atomic_fetch_sub_u32(&entry->pins, 1);
}

/* Takes out the entry that this backend did not manage to fill, and wakes who waits for it. */
static void
abandon_fill(void)
{
	MlsImageEntry *entry;

	filling = false;
	entry = dshash_find(mls_shared_images, &filling_key, true);
	if (entry != NULL)
		dshash_delete_entry(mls_shared_images, entry);
	ConditionVariableBroadcast(&mls_shared->filled);
}

/* At the end of the process: nothing of ours may stay claimed or pinned. */
static void
release_at_exit(int code, Datum arg)
{
	dlist_iter	iter;

	if (mls_shared_images == NULL)
		return;
	if (filling)
		abandon_fill();
	dlist_foreach(iter, &held_images)
	{
		MlsHeld    *held = dlist_container(MlsHeld, node, iter.cur);

		if (held->entry != NULL)
		{
			unpin(held->entry);
			held->entry = NULL;
		}
	}
	mls_shared_images = NULL;
}

typedef struct MlsRemoval
{
	MlsImageKey key;
	bool		found;			/* an entry that nobody uses */
} MlsRemoval;

/* Removes the entry of that key, if it is still unused, and frees its image. */
static void
remove_step(void *arg)
{
	MlsRemoval *removal = arg;
	MlsImageEntry *entry = dshash_find(mls_shared_images, &removal->key, true);
	dsa_pointer image;
	uint64		size;

	if (entry == NULL)
		return;
	if (!DsaPointerIsValid(entry->image) || pg_atomic_read_u32(&entry->pins) > 0)
	{
		dshash_release_lock(mls_shared_images, entry);
		return;
	}
	image = entry->image;
	size = entry->size;
	dshash_delete_entry(mls_shared_images, entry);
	pg_atomic_fetch_sub_u64(&mls_shared->bytes, size);
	dsa_free(mls_shared_area, image);
}

/* Removes the least recently used of the images that nobody uses; false if there is none. */
static bool
remove_oldest(void)
{
	dshash_seq_status scan;
	MlsImageEntry *entry;
	MlsRemoval	removal = {.found = false};
	uint64		oldest = PG_UINT64_MAX;

	dshash_seq_init(&scan, mls_shared_images, false);
	while ((entry = dshash_seq_next(&scan)) != NULL)
	{
		uint64		last_use = pg_atomic_read_u64(&entry->last_use);

		if (DsaPointerIsValid(entry->image) && pg_atomic_read_u32(&entry->pins) == 0 &&
			last_use < oldest)
		{
			removal.key = entry->key;
			removal.found = true;
			oldest = last_use;
		}
	}
	dshash_seq_term(&scan);

	return removal.found && mls_shared_try(remove_step, &removal, NULL);
}

typedef struct MlsAllocation
{
	uint64		size;
	dsa_pointer pointer;
	char	   *address;
} MlsAllocation;

static void
allocate_step(void *arg)
{
	MlsAllocation *allocation = arg;

	dsa_set_size_limit(mls_shared_area, (size_t) mls_shared_memory_limit * 1024);
	allocation->pointer = dsa_allocate_extended(mls_shared_area, allocation->size,
												DSA_ALLOC_HUGE | DSA_ALLOC_NO_OOM);
	if (DsaPointerIsValid(allocation->pointer))
		allocation->address = dsa_get_address(mls_shared_area, allocation->pointer);
}

/* Memory for an image in the area; makes room for it if need be.  False: there is none. */
static bool
allocate_shared(MlsAllocation *allocation, char **why)
{
	uint64		limit = (uint64) mls_shared_memory_limit * 1024;

	if (allocation->size > limit)
	{
		*why = psprintf("The image has %llu bytes, more than ml_score.shared_memory_limit.",
						(unsigned long long) allocation->size);
		return false;
	}

	do
	{
		*why = NULL;
		if (pg_atomic_read_u64(&mls_shared->bytes) + allocation->size <= limit &&
			mls_shared_try(allocate_step, allocation, why) &&
			DsaPointerIsValid(allocation->pointer))
		{
			pg_atomic_fetch_add_u64(&mls_shared->bytes, allocation->size);
			return true;
		}
	} while (remove_oldest());
	if (*why == NULL)
		*why = pstrdup("Images that are in use take all that ml_score.shared_memory_limit allows.");
	return false;
}

/* ---- an image for this backend ---- */

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

/* Fetches the image into memory of its own. */
static void
fetch_private(MlsHeld *held, const MlsVersionRef *ref)
{
	held->context = AllocSetContextCreate(cache_context, "ml_score image",
										  ALLOCSET_SMALL_SIZES);
	held->image = mls_image_fetch(ref, held->context);
	held->size = held->image->size;
	MemoryContextSetIdentifier(held->context, "private copy");
}

static void
forget_private(MlsHeld *held)
{
	if (held->context != NULL)
		MemoryContextDelete(held->context);
	held->context = NULL;
}

static void
enter_step(void *arg)
{
	bool		found;
	MlsImageEntry *entry = dshash_find_or_insert(mls_shared_images, &filling_key, &found);

	if (!found)
	{
		entry->image = InvalidDsaPointer;
		entry->size = 0;
		entry->filler = MyProcPid;
		pg_atomic_init_u32(&entry->pins, 0);
		pg_atomic_init_u64(&entry->hits, 0);
		pg_atomic_init_u64(&entry->last_use, 0);
		filling = true;
	}
	dshash_release_lock(mls_shared_images, entry);
}

/*
 * Fetches the image and publishes it under the key that this backend has
 * entered.  The image is private afterwards if there was no room for it.
 */
static void
fill(MlsHeld *held, const MlsVersionRef *ref)
{
	char	   *why;

	PG_TRY();
	{
		MlsAllocation allocation = {0};

		fetch_private(held, ref);
		allocation.size = held->size;
		if (allocate_shared(&allocation, &why))
		{
			MlsImageEntry *entry;

			memcpy(allocation.address, held->image, held->size);
			entry = dshash_find(mls_shared_images, &filling_key, true);
			Assert(entry != NULL);
			entry->image = allocation.pointer;
			entry->size = held->size;
			pg_atomic_write_u32(&entry->pins, 1);
			held->entry = entry;
			held->image = (const MlsImage *) allocation.address;
			filling = false;
			dshash_release_lock(mls_shared_images, entry);
			ConditionVariableBroadcast(&mls_shared->filled);
		}
	}
	PG_CATCH();
	{
		if (filling)
			abandon_fill();
		PG_RE_THROW();
	}
	PG_END_TRY();

	if (filling)
	{
		pg_atomic_fetch_add_u32(&mls_shared->refused, 1);
		abandon_fill();
		warn_private(why);
	}
	else
		forget_private(held);
}

/* Whether the process that makes an image waits for a lock. */
static bool
filler_is_blocked(int pid)
{
	PGPROC	   *proc = BackendPidGetProc(pid);

	return proc != NULL && proc->waitStatus == PROC_WAIT_STATUS_WAITING;
}

typedef struct MlsMapping
{
	dsa_pointer pointer;
	const MlsImage *image;
} MlsMapping;

static void
map_step(void *arg)
{
	MlsMapping *mapping = arg;

	mapping->image = dsa_get_address(mls_shared_area, mapping->pointer);
}

/* Finds the image in shared memory or brings it there; false: it has to be private. */
static bool
hold_shared(MlsHeld *held, const MlsVersionRef *ref)
{
	uint32		refused;
	bool		waited = false;
	bool		ready;
	MlsMapping	mapping;
	MlsImageEntry *entry;

	if (mls_shared_memory_limit == 0)
		return false;
	if (!mls_shared_attach())
	{
		warn_private("There is no shared memory.");
		return false;
	}

	refused = pg_atomic_read_u32(&mls_shared->refused);
	for (;;)
	{
		int			filler;

		entry = dshash_find(mls_shared_images, &held->key, false);
		if (entry == NULL)
		{
			char	   *why = NULL;

			if (waited && refused != pg_atomic_read_u32(&mls_shared->refused))
			{
				ready = false;
				break;
			}
			filling_key = held->key;
			if (!mls_shared_try(enter_step, NULL, &why))
			{
				ConditionVariableCancelSleep();
				warn_private(why);
				return false;
			}
			if (filling)
			{
				ConditionVariableCancelSleep();
				fill(held, ref);
				return true;
			}
			continue;
		}

		ready = DsaPointerIsValid(entry->image);
		if (ready)
		{
			/* pinned: it stays where it is when the lock is gone */
			pg_atomic_fetch_add_u32(&entry->pins, 1);
			mapping.pointer = entry->image;
		}
		filler = entry->filler;
		dshash_release_lock(mls_shared_images, entry);
		if (ready)
			break;

		/* being made: look again once we are among those who will be woken */
		if (!waited)
		{
			ConditionVariablePrepareToSleep(&mls_shared->filled);
			waited = true;
			continue;
		}
		if (ConditionVariableTimedSleep(&mls_shared->filled, 1000, PG_WAIT_EXTENSION) &&
			filler_is_blocked(filler))
			break;
	}
	ConditionVariableCancelSleep();
	if (!ready)
		return false;

	if (!mls_shared_try(map_step, &mapping, NULL))
	{
		unpin(entry);
		warn_private("Shared memory could not be mapped.");
		return false;
	}
	pg_atomic_fetch_add_u64(&entry->hits, 1);
	held->entry = entry;
	held->image = mapping.image;
	held->size = mapping.image->size;
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
		kept += held->size;
		if (kept > (uint64) mls_private_memory_limit * 1024)
		{
			kept -= held->size;
			dlist_delete(&held->node);
			forget_private(held);
			pfree(held);
		}
	}
}

static void
release_use(void *arg)
{
	MlsHeld    *held = ((MlsUse *) arg)->held;

	if (held == NULL || --held->uses > 0)
		return;
	if (held->context != NULL)
		trim_private();
	else
	{
		if (held->entry != NULL)
			unpin(held->entry);
		dlist_delete(&held->node);
		pfree(held);
	}
}

static MlsHeld *
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

static void
image_key(const MlsVersionRef *ref, MlsImageKey *key)
{
	memset(key, 0, sizeof(*key));
	key->database = MyDatabaseId;
	key->format = MLS_IMAGE_FORMAT;
	key->content_id = ref->content_id;
	memcpy(key->digest, ref->digest, MLS_DIGEST_LENGTH);
}

const MlsImage *
mls_cache_get(const MlsVersionRef *ref, MemoryContext context)
{
	MlsImageKey key;
	MlsHeld    *held;
	MlsUse	   *use;

	if (cache_context == NULL)
	{
		cache_context = AllocSetContextCreate(TopMemoryContext, "ml_score images",
											  ALLOCSET_SMALL_SIZES);
		before_shmem_exit(release_at_exit, 0);
	}

	/* what may run out of memory comes first: a pin must not be lost */
	use = MemoryContextAllocZero(context, sizeof(MlsUse));
	image_key(ref, &key);
	held = find_held(&key);
	if (held != NULL)
	{
		dlist_move_head(&held_images, &held->node);
		if (held->entry != NULL)
			pg_atomic_fetch_add_u64(&held->entry->hits, 1);
		else
			held->hits++;
	}
	else
	{
		held = MemoryContextAllocZero(cache_context, sizeof(MlsHeld));
		held->key = key;
		PG_TRY();
		{
			if (!hold_shared(held, ref))
				fetch_private(held, ref);
		}
		PG_CATCH();
		{
			forget_private(held);
			pfree(held);
			PG_RE_THROW();
		}
		PG_END_TRY();
		dlist_push_head(&held_images, &held->node);
	}

	held->uses++;
	use->held = held;
	use->callback.func = release_use;
	use->callback.arg = use;
	MemoryContextRegisterResetCallback(context, &use->callback);
	return held->image;
}

List *
mls_cache_list(void)
{
	List	   *lines = NIL;
	dlist_iter	iter;

	if (mls_shared_memory_limit > 0 && mls_shared_attach())
	{
		dshash_seq_status scan;
		MlsImageEntry *entry;

		dshash_seq_init(&scan, mls_shared_images, false);
		while ((entry = dshash_seq_next(&scan)) != NULL)
		{
			MlsCacheLine *line;

			if (entry->key.database != MyDatabaseId || !DsaPointerIsValid(entry->image))
				continue;
			line = palloc(sizeof(MlsCacheLine));
			line->content_id = entry->key.content_id;
			line->bytes = entry->size;
			line->hits = pg_atomic_read_u64(&entry->hits);
			line->pins = pg_atomic_read_u32(&entry->pins);
			line->shared = true;
			lines = lappend(lines, line);
		}
		dshash_seq_term(&scan);
	}

	dlist_foreach(iter, &held_images)
	{
		MlsHeld    *held = dlist_container(MlsHeld, node, iter.cur);

		if (held->entry == NULL)
		{
			MlsCacheLine *line = palloc(sizeof(MlsCacheLine));

			line->content_id = held->key.content_id;
			line->bytes = held->size;
			line->hits = held->hits;
			line->pins = held->uses > 0 ? 1 : 0;
			line->shared = false;
			lines = lappend(lines, line);
		}
	}
	return lines;
}

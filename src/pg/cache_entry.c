/*
 * pg/cache_entry.c
 *	  Images in shared memory: finding, filling, pinning, displacing.
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
 * if the maker is waiting for a lock they do without shared memory.
 *
 * Pins.  An entry with pins is never removed.  Pinning happens under the table's
 * lock, removing under its exclusive lock, unpinning under none.
 *
 * Room.  ml_score.shared_memory_limit bounds the bytes of all images.  The area
 * grows by ever larger pieces and has gaps, so it may take half as much again.
 * When there is no room, images that nobody uses leave, the least recently used
 * first, unless all of them together would not make enough of it.  Sleepers that
 * waited for a maker that found none do not queue up to make the same discovery
 * one by one (MlsShared.refused).
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "utils/wait_event.h"

#include "base/hot.h"
#include "pg/cache.h"
#include "pg/cache_entry.h"
#include "pg/settings.h"

/* The entry that this backend is filling right now. */
static bool filling = false;
static MlsImageKey filling_key;

void
mls_entry_key(const MlsVersionRef *ref, MlsImageKey *key)
{
	memset(key, 0, sizeof(*key));
	key->database = MyDatabaseId;
	key->layout = mls_image_layout();
	key->content_id = ref->content_id;
	memcpy(key->digest, ref->digest, MLS_DIGEST_LENGTH);
}

MLS_HOT void
mls_entry_unpin(MlsImageEntry *entry)
{
	pg_atomic_write_u64(&entry->last_use,
						pg_atomic_add_fetch_u64(&mls_shared->clock, 1));
	pg_atomic_fetch_sub_u32(&entry->pins, 1);
}

void
mls_entry_abandon(void)
{
	MlsImageEntry *entry;

	if (!filling)
		return;
	filling = false;
	entry = dshash_find(mls_shared_images, &filling_key, true);
	if (entry != NULL)
		dshash_delete_entry(mls_shared_images, entry);
	ConditionVariableBroadcast(&mls_shared->filled);
}

/* ---- room ---- */

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

/*
 * Removes the least recently used of the images that nobody uses.  False if
 * there is none, or if all of them together have fewer bytes than are needed:
 * then nothing is gained by it.
 */
static bool
remove_oldest(uint64 needed)
{
	dshash_seq_status scan;
	MlsImageEntry *entry;
	MlsRemoval	removal = {.found = false};
	uint64		oldest = PG_UINT64_MAX;
	uint64		unused = 0;

	dshash_seq_init(&scan, mls_shared_images, false);
	while ((entry = dshash_seq_next(&scan)) != NULL)
	{
		uint64		last_use = pg_atomic_read_u64(&entry->last_use);

		if (!DsaPointerIsValid(entry->image) || pg_atomic_read_u32(&entry->pins) > 0)
			continue;
		unused += entry->size;
		if (last_use < oldest)
		{
			removal.key = entry->key;
			removal.found = true;
			oldest = last_use;
		}
	}
	dshash_seq_term(&scan);

	return removal.found && unused >= needed && mls_shared_try(remove_step, &removal, NULL);
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

	dsa_set_size_limit(mls_shared_area, (size_t) mls_shared_memory_limit * 1536 + 1024 * 1024);
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

	for (;;)
	{
		uint64		taken = pg_atomic_read_u64(&mls_shared->bytes);
		uint64		needed = allocation->size;

		*why = NULL;
		if (taken + allocation->size > limit)
			needed = taken + allocation->size - limit;
		else if (mls_shared_try(allocate_step, allocation, why) &&
				 DsaPointerIsValid(allocation->pointer))
		{
			pg_atomic_fetch_add_u64(&mls_shared->bytes, allocation->size);
			return true;
		}
		if (!remove_oldest(needed))
			break;
	}
	if (*why == NULL)
		*why = pstrdup("Images that are in use take all that ml_score.shared_memory_limit allows.");
	return false;
}

bool
mls_entry_publish(const MlsImage *image, MlsPinned *pinned, char **why)
{
	MlsAllocation allocation = {.size = image->size};
	MlsImageEntry *entry;

	Assert(filling);
	if (!allocate_shared(&allocation, why))
	{
		pg_atomic_fetch_add_u32(&mls_shared->refused, 1);
		mls_entry_abandon();
		return false;
	}
	memcpy(allocation.address, image, image->size);

	entry = dshash_find(mls_shared_images, &filling_key, true);
	Assert(entry != NULL);
	entry->image = allocation.pointer;
	entry->size = image->size;
	entry->serial = pg_atomic_add_fetch_u64(&mls_shared->clock, 1);
	pg_atomic_write_u32(&entry->pins, 1);
	filling = false;
	dshash_release_lock(mls_shared_images, entry);
	ConditionVariableBroadcast(&mls_shared->filled);

	pinned->entry = entry;
	pinned->serial = entry->serial;
	pinned->image = (const MlsImage *) allocation.address;
	return true;
}

/* ---- finding ---- */

static void
enter_step(void *arg)
{
	bool		found;
	MlsImageEntry *entry = dshash_find_or_insert(mls_shared_images, &filling_key, &found);

	if (!found)
	{
		entry->image = InvalidDsaPointer;
		entry->size = 0;
		entry->serial = 0;
		entry->filler = MyProcPid;
		pg_atomic_init_u32(&entry->pins, 0);
		pg_atomic_init_u64(&entry->hits, 0);
		pg_atomic_init_u64(&entry->last_use, 0);
		filling = true;
	}
	dshash_release_lock(mls_shared_images, entry);
}

/* Whether a process waits for a lock. */
static bool
process_is_blocked(int pid)
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

typedef enum MlsLook
{
	MLS_LOOK_NOTHING,
	MLS_LOOK_BEING_MADE,
	MLS_LOOK_PINNED
} MlsLook;

/* Looks for an entry and pins its image; maker is who makes it, if it is being made. */
static MLS_HOT MlsLook
look(const MlsImageKey *key, MlsMapping *mapping, MlsImageEntry **found, int *maker)
{
	MlsImageEntry *entry = dshash_find(mls_shared_images, key, false);
	bool		ready;

	if (entry == NULL)
		return MLS_LOOK_NOTHING;
	ready = DsaPointerIsValid(entry->image);
	if (ready)
	{
		/* pinned: it stays where it is when the lock is gone */
		pg_atomic_fetch_add_u32(&entry->pins, 1);
		mapping->pointer = entry->image;
		*found = entry;
	}
	*maker = entry->filler;
	dshash_release_lock(mls_shared_images, entry);
	return ready ? MLS_LOOK_PINNED : MLS_LOOK_BEING_MADE;
}

/* Makes a pinned image readable for this process; false: it cannot be mapped, and is not pinned any more. */
static bool
map_pinned(MlsImageEntry *entry, MlsMapping *mapping, MlsPinned *pinned, char **why)
{
	if (!mls_shared_try(map_step, mapping, why))
	{
		mls_entry_unpin(entry);
		return false;
	}
	pinned->entry = entry;
	pinned->serial = entry->serial;
	pinned->image = mapping->image;
	return true;
}

MLS_HOT MlsImageEntry *
mls_entry_repin(const MlsImageKey *key, uint64 serial)
{
	MlsMapping	mapping;
	MlsImageEntry *entry;
	int			maker;

	if (mls_shared_images == NULL || look(key, &mapping, &entry, &maker) != MLS_LOOK_PINNED)
		return NULL;
	if (entry->serial == serial)
		return entry;
	mls_entry_unpin(entry);
	return NULL;
}

bool
mls_entry_find(const MlsImageKey *key, MlsPinned *pinned)
{
	MlsMapping	mapping;
	MlsImageEntry *entry;
	int			maker;

	return mls_shared_images != NULL &&
		look(key, &mapping, &entry, &maker) == MLS_LOOK_PINNED &&
		map_pinned(entry, &mapping, pinned, NULL);
}

MlsClaim
mls_entry_claim(const MlsImageKey *key, MlsPinned *pinned, char **why)
{
	MlsMapping	mapping;
	MlsImageEntry *entry = NULL;
	MlsClaim	claim = MLS_CLAIM_NONE;
	uint32		refused;
	bool		waiting = false;

	*why = NULL;
	if (mls_shared_memory_limit == 0)
		return MLS_CLAIM_NONE;
	if (!mls_shared_attach(why))
		return MLS_CLAIM_NONE;

	refused = pg_atomic_read_u32(&mls_shared->refused);
	for (;;)
	{
		int			maker = 0;
		MlsLook		seen = look(key, &mapping, &entry, &maker);

		if (seen == MLS_LOOK_PINNED)
		{
			claim = MLS_CLAIM_FOUND;
			break;
		}
		if (seen == MLS_LOOK_NOTHING)
		{
			if (waiting && refused != pg_atomic_read_u32(&mls_shared->refused))
			{
				*why = pstrdup("Another session that loaded it found no room.");
				break;
			}
			filling_key = *key;
			if (!mls_shared_try(enter_step, NULL, why))
				break;
			if (filling)
			{
				claim = MLS_CLAIM_MINE;
				break;
			}
		}
		else if (!waiting)
		{
			/* look again once we are among those who will be woken */
			ConditionVariablePrepareToSleep(&mls_shared->filled);
			waiting = true;
		}
		else if (ConditionVariableTimedSleep(&mls_shared->filled, 1000, PG_WAIT_EXTENSION) &&
				 process_is_blocked(maker))
			break;
	}
	if (waiting)
		ConditionVariableCancelSleep();

	if (claim == MLS_CLAIM_FOUND && !map_pinned(entry, &mapping, pinned, why))
		claim = MLS_CLAIM_NONE;
	return claim;
}

List *
mls_entry_list(List *lines)
{
	dshash_seq_status scan;
	MlsImageEntry *entry;

	if (mls_shared_memory_limit == 0 || !mls_shared_attach(NULL))
		return lines;
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
	return lines;
}

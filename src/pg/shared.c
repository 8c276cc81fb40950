/*
 * pg/shared.c
 *	  The memory that all backends of the server share.
 *
 * A small struct of fixed size (MlsShared) holds the handles of a dynamic
 * shared memory area and of a hash table in it.
 *
 * Where that struct comes from.  17 and later have named segments, which need
 * no preloading.  Before 17 it lives in the main shared memory: with
 * shared_preload_libraries its bytes are asked for at server start; without,
 * the first backend that scores takes them from the few kilobytes that the
 * server keeps spare.  Either way later backends find it by name.
 *
 * When memory runs out.  A container often has 64 MB of /dev/shm.  Dynamic
 * shared memory then raises an error from deep inside, with its locks held, and
 * a score must not fail for that: the image has a private copy instead.  So
 * whatever may allocate runs inside mls_shared_try(), which catches errors of
 * class 53 (insufficient resources) and puts things right without ending the
 * transaction:
 *
 *	 - It does nothing at all while interrupts are held off.  That is so
 *	   whenever the process holds a lightweight lock; hence all that are held
 *	   when an error is caught were taken inside, and all can be released.
 *	 - It runs under a resource owner of its own, so that a segment that was
 *	   being made or attached is given back.
 *
 * The area and the table change their own state only after they have got the
 * memory that they ask for, so an error leaves them as they were.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#if PG_VERSION_NUM >= 170000
#include "storage/dsm_registry.h"
#endif
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "pg/shared.h"

MlsShared  *mls_shared = NULL;
dsa_area   *mls_shared_area = NULL;
dshash_table *mls_shared_images = NULL;

static void
init_struct(void *pointer)
{
	MlsShared  *shared = pointer;

	memset(shared, 0, sizeof(*shared));
	shared->lock_tranche = LWLockNewTrancheId();
	shared->area_tranche = LWLockNewTrancheId();
	shared->table_tranche = LWLockNewTrancheId();
	LWLockInitialize(&shared->lock, shared->lock_tranche);
	ConditionVariableInit(&shared->filled);
	pg_atomic_init_u32(&shared->refused, 0);
	pg_atomic_init_u64(&shared->clock, 0);
	pg_atomic_init_u64(&shared->bytes, 0);
}

#if PG_VERSION_NUM >= 170000

void
mls_shared_init(void)
{
}

static MlsShared *
find_struct(void)
{
	bool		found;

	return GetNamedDSMSegment("ml_score", sizeof(MlsShared), init_struct, &found);
}

#else

static shmem_request_hook_type previous_request_hook = NULL;

static void
request_struct(void)
{
	if (previous_request_hook)
		previous_request_hook();
	RequestAddinShmemSpace(MAXALIGN(sizeof(MlsShared)));
}

void
mls_shared_init(void)
{
	if (process_shared_preload_libraries_in_progress)
	{
		previous_request_hook = shmem_request_hook;
		shmem_request_hook = request_struct;
	}
}

static MlsShared *
find_struct(void)
{
	bool		found;
	MlsShared  *shared;

	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	shared = ShmemInitStruct("ml_score", sizeof(MlsShared), &found);
	if (!found)
		init_struct(shared);
	LWLockRelease(AddinShmemInitLock);
	return shared;
}

#endif

bool
mls_shared_try(void (*step) (void *arg), void *arg, char **why)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	ResourceOwner own;
	volatile bool done = false;

	if (InterruptHoldoffCount > 0 || CritSectionCount > 0)
	{
		if (why)
			*why = pstrdup("Interrupts are held off.");
		return false;
	}

	own = ResourceOwnerCreate(NULL, "ml_score shared memory");
	CurrentResourceOwner = own;
	PG_TRY();
	{
		step(arg);
		done = true;
	}
	PG_CATCH();
	{
		ErrorData  *error;
		bool		is_lack;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		is_lack = ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_INSUFFICIENT_RESOURCES;

		LWLockReleaseAll();
		CurrentResourceOwner = owner;
		ResourceOwnerRelease(own, RESOURCE_RELEASE_BEFORE_LOCKS, false, false);
		ResourceOwnerRelease(own, RESOURCE_RELEASE_LOCKS, false, false);
		ResourceOwnerRelease(own, RESOURCE_RELEASE_AFTER_LOCKS, false, false);
		ResourceOwnerDelete(own);
		if (!is_lack)
			PG_RE_THROW();

		FlushErrorState();
		if (why)
			*why = error->detail ? psprintf("%s: %s", error->message, error->detail)
				: pstrdup(error->message);
		FreeErrorData(error);
	}
	PG_END_TRY();

	if (done)
	{
		/* what the step made is pinned to the process: nothing is left to release */
		CurrentResourceOwner = owner;
		ResourceOwnerRelease(own, RESOURCE_RELEASE_BEFORE_LOCKS, true, false);
		ResourceOwnerRelease(own, RESOURCE_RELEASE_LOCKS, true, false);
		ResourceOwnerRelease(own, RESOURCE_RELEASE_AFTER_LOCKS, true, false);
		ResourceOwnerDelete(own);
	}
	return done;
}

/* Creates the area and the table, or attaches to those that are there. */
static void
attach_step(void *arg)
{
	MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);
	MlsShared  *shared = find_struct();
	dsa_area   *area;
	dshash_table *images;
	dshash_parameters parameters = {
		.key_size = sizeof(MlsImageKey),
		.entry_size = sizeof(MlsImageEntry),
		.compare_function = dshash_memcmp,
		.hash_function = dshash_memhash,
#if PG_VERSION_NUM >= 170000
		.copy_function = dshash_memcpy,
#endif
	};

	LWLockRegisterTranche(shared->lock_tranche, "MlScoreShared");
	LWLockRegisterTranche(shared->area_tranche, "MlScoreArea");
	LWLockRegisterTranche(shared->table_tranche, "MlScoreImages");
	parameters.tranche_id = shared->table_tranche;

	LWLockAcquire(&shared->lock, LW_EXCLUSIVE);
	if (shared->created)
	{
		area = dsa_attach(shared->area);
		dsa_pin_mapping(area);
		images = dshash_attach(area, &parameters, shared->images, NULL);
	}
	else
	{
		/* pinned last: what an error leaves goes away with the resource owner */
		area = dsa_create(shared->area_tranche);
		images = dshash_create(area, &parameters, NULL);
		dsa_pin(area);
		dsa_pin_mapping(area);
		shared->area = dsa_get_handle(area);
		shared->images = dshash_get_hash_table_handle(images);
		shared->created = true;
	}
	LWLockRelease(&shared->lock);

	mls_shared = shared;
	mls_shared_area = area;
	mls_shared_images = images;
	MemoryContextSwitchTo(old);
}

bool
mls_shared_attach(char **why)
{
	if (mls_shared_images == NULL)
		mls_shared_try(attach_step, NULL, why);
	return mls_shared_images != NULL;
}

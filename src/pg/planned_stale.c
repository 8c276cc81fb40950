/*
 * pg/planned_stale.c
 *	  A plan that was made for another version than the snapshot sees.
 *
 * Plans are made anew when a model changes (pg/plan_model.c), so this is for the
 * moments in which that comes too late.  A call has the columns that one version
 * reads and is to score another.
 *
 * Columns find inputs by their names, and how closely each matches depends on
 * all the names there are.  Two versions that declare the same inputs match the
 * same row in the same way, so the columns passed for one are the right ones for
 * the other, if it reads no more of them.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"

#include "pg/cache.h"
#include "pg/host.h"
#include "pg/plan_model.h"
#include "pg/planned.h"

static const MlsString *
input_name(const MlsImage *image, uint32 input)
{
	return mls_image_string(image, MLS_RECORDS(image, INPUT)[input].name);
}

/* An input's name, to be sorted. */
typedef struct MlsNamed
{
	const MlsString *name;
	bool		read;
} MlsNamed;

static int
compare_names(const void *a, const void *b)
{
	const MlsString *x = ((const MlsNamed *) a)->name;
	const MlsString *y = ((const MlsNamed *) b)->name;
	int			order = memcmp(x->bytes, y->bytes, Min(x->length, y->length));

	if (order != 0)
		return order;
	return x->length < y->length ? -1 : x->length > y->length;
}

static MlsNamed *
sorted_names(const MlsImage *image)
{
	uint32		n = MLS_N_RECORDS(image, INPUT);
	MlsNamed   *names = palloc_extended(Max(n, 1) * sizeof(MlsNamed), MCXT_ALLOC_HUGE);

	for (uint32 i = 0; i < n; i++)
		names[i] = (MlsNamed) {input_name(image, i), MLS_RECORDS(image, INPUT)[i].read};
	qsort(names, n, sizeof(MlsNamed), compare_names);
	return names;
}

/* Whether columns passed for one version serve another, whatever the row was. */
static bool
serve(const MlsImage *planned, const MlsImage *seen)
{
	uint32		n = MLS_N_RECORDS(planned, INPUT);
	MlsNamed   *a;
	MlsNamed   *b;

	if (MLS_N_RECORDS(seen, INPUT) != n)
		return false;
	a = sorted_names(planned);
	b = sorted_names(seen);
	for (uint32 i = 0; i < n; i++)
	{
		if (compare_names(&a[i], &b[i]) != 0 || (b[i].read && !a[i].read))
			return false;
	}
	return true;
}

/* Whether each input that a version reads has a column of exactly its name. */
static bool
named_exactly(const MlsPlanned *planned, const MlsImage *seen)
{
	for (uint32 i = 0; i < MLS_N_RECORDS(seen, INPUT); i++)
	{
		const char *name = input_name(seen, i)->bytes;
		bool		found = !MLS_RECORDS(seen, INPUT)[i].read;

		for (int k = 0; k < planned->n_names && !found; k++)
			found = strcmp(mls_utf8(planned->names[k], strlen(planned->names[k])), name) == 0;
		if (!found)
			return false;
	}
	return true;
}

static void
resolve_stale(const MlsPlanned *planned, MlsVersionRef *ref)
{
	const MlsImage *seen = mls_cache_get(ref, CurrentMemoryContext);
	MlsVersionRef old;

	if (mls_resolve_version(ref->name, planned->version, &old) &&
		old.content_id == planned->content_id)
	{
		if (serve(mls_cache_get(&old, CurrentMemoryContext), seen))
			return;
		if (!IsolationUsesXactSnapshot())
		{
			*ref = old;
			return;
		}
	}
	else if (named_exactly(planned, seen))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("could not serialize access to model \"%s\" due to a concurrent change", ref->name),
			 errdetail("The statement was planned for version %d, and version %d, which is to be scored, may read other columns.",
					   planned->version, ref->version),
			 errhint("The transaction might succeed if retried.")));
}

void
mls_resolve_planned(const char *spec, const MlsPlanned *planned, MlsVersionRef *ref)
{
	MemoryContext work;
	MemoryContext old;

	mls_resolve(spec, ref);
	if (likely(ref->content_id == planned->content_id) || planned->content_id == 0)
		return;
	mls_plans_forget();

	work = AllocSetContextCreate(CurrentMemoryContext, "ml_score stale plan", ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(work);
	resolve_stale(planned, ref);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(work);
}

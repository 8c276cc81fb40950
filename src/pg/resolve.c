/*
 * pg/resolve.c
 *	  From a model's name to a version.
 *
 * The row of ml_model repeats what identifies its default version, so that a
 * plain name costs one index scan.
 */
#include "postgres.h"

#include "access/twophase.h"
#include "access/xact.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "base/hot.h"
#include "pg/access.h"
#include "pg/catalog.h"
#include "pg/compat.h"
#include "pg/options.h"
#include "pg/resolve.h"
#include "pg/spec.h"

/* subtransactions that this backend has rolled back */
static uint64 n_undone = 0;

static void
copy_digest(MlsVersionRef *ref, Datum digest)
{
	bytea	   *bytes = DatumGetByteaPP(digest);

	if (VARSIZE_ANY_EXHDR(bytes) != MLS_DIGEST_LENGTH)
		ereport(ERROR,
				errcode(ERRCODE_DATA_CORRUPTED),
				errmsg("the digest of model \"%s\" has a wrong length", ref->name));
	memcpy(ref->digest, VARDATA_ANY(bytes), MLS_DIGEST_LENGTH);
}

/* False: there is none. */
static bool
take_default(const MlsRow *model, MlsVersionRef *ref)
{
	if (model->is_null[MLS_MODEL_DEFAULT_VERSION] ||
		model->is_null[MLS_MODEL_DEFAULT_CONTENT_ID] ||
		model->is_null[MLS_MODEL_DEFAULT_DIGEST])
		return false;
	ref->version = DatumGetInt32(model->value[MLS_MODEL_DEFAULT_VERSION]);
	ref->content_id = DatumGetInt64(model->value[MLS_MODEL_DEFAULT_CONTENT_ID]);
	copy_digest(ref, model->value[MLS_MODEL_DEFAULT_DIGEST]);
	ref->on_invalid = MLS_ON_INVALID_UNSET;
	if (!model->is_null[MLS_MODEL_DEFAULT_ON_INVALID])
		ref->on_invalid = mls_parse_on_invalid(TextDatumGetCString(model->value[MLS_MODEL_DEFAULT_ON_INVALID]));
	return true;
}

bool
mls_resolve_version(const char *name, int32 version, MlsVersionRef *ref)
{
	Datum		keys[] = {CStringGetTextDatum(name), Int32GetDatum(version)};
	MlsRow		row;

	if (!mls_catalog_row(MLS_TABLE_VERSION, keys,
						 MLS_WANT(MLS_VERSION_CONTENT_ID) | MLS_WANT(MLS_VERSION_DIGEST) |
						 MLS_WANT(MLS_VERSION_OPTIONS), &row))
		return false;
	strlcpy(ref->name, name, sizeof(ref->name));
	ref->version = version;
	ref->content_id = DatumGetInt64(row.value[MLS_VERSION_CONTENT_ID]);
	copy_digest(ref, row.value[MLS_VERSION_DIGEST]);
	ref->on_invalid = mls_options_on_invalid(DatumGetJsonbP(row.value[MLS_VERSION_OPTIONS]));
	return true;
}

/* Resolves what a spec means; false instead of an error if quiet. */
static bool
resolve(const MlsSpec *spec, MlsRight right, bool quiet, MlsVersionRef *ref)
{
	Datum		name = CStringGetTextDatum(spec->name);
	int32		version = spec->version;
	MlsRow		model;

	strcpy(ref->name, spec->name);
	if (!mls_catalog_row(MLS_TABLE_MODEL, &name,
						 MLS_WANT(MLS_MODEL_OWNER) | MLS_WANT(MLS_MODEL_ACCESS) |
						 MLS_WANT(MLS_MODEL_DEFAULT_VERSION) | MLS_WANT(MLS_MODEL_DEFAULT_CONTENT_ID) |
						 MLS_WANT(MLS_MODEL_DEFAULT_DIGEST) | MLS_WANT(MLS_MODEL_DEFAULT_ON_INVALID),
						 &model))
	{
		if (quiet)
			return false;
		mls_no_model(spec->name);
	}

	char	   *owner = TextDatumGetCString(model.value[MLS_MODEL_OWNER]);
	Jsonb	   *access = model.is_null[MLS_MODEL_ACCESS] ? NULL : DatumGetJsonbP(model.value[MLS_MODEL_ACCESS]);

	if (!quiet)
		mls_require_right(GetUserId(), spec->name, owner, access, right);
	else if (!mls_has_right(GetUserId(), owner, access, right))
		return false;
	if (spec->alias[0] != '\0')
	{
		Datum		keys[] = {name, CStringGetTextDatum(spec->alias)};
		MlsRow		alias;

		if (!mls_catalog_row(MLS_TABLE_ALIAS, keys, MLS_WANT(MLS_ALIAS_VERSION), &alias))
		{
			if (quiet)
				return false;
			mls_no_alias(spec->name, spec->alias);
		}
		version = DatumGetInt32(alias.value[MLS_ALIAS_VERSION]);
	}
	if (version != 0 ? mls_resolve_version(spec->name, version, ref) : take_default(&model, ref))
		return true;
	if (quiet)
		return false;
	if (version != 0)
		mls_no_version(spec->name, version);
	mls_no_default_version(spec->name);
}

int32
mls_resolve_right(const char *spec_text, MlsRight right, MlsVersionRef *ref)
{
	MlsSpec		spec;

	mls_parse_spec(spec_text, &spec);
	resolve(&spec, right, false, ref);
	return ref->version;
}

void
mls_resolve(const char *spec, MlsVersionRef *ref)
{
	mls_resolve_right(spec, MLS_RIGHT_PREDICT, ref);
}

bool
mls_resolve_try(const char *spec_text, MlsVersionRef *ref)
{
	MlsSpec		spec;

	if (!mls_is_spec(spec_text))
		return false;
	mls_parse_spec(spec_text, &spec);
	return resolve(&spec, MLS_RIGHT_PREDICT, true, ref);
}

/*
 * Two snapshots of one backend see the same rows if these agree.  What is
 * running below xmax only shrinks while xmax stays, so two sets of the same
 * size are the same set; the transaction's own rows are told by the command id,
 * which ROLLBACK TO SAVEPOINT does not turn back, hence the count of those.
 *
 * A transaction without a number has no rows of its own, and once one with a
 * number has ended, xmax or the set is another.  So what was found out in a
 * transaction without a number is good in the next one without: until anybody
 * writes anything, names are not resolved again by each statement.  (Unless it must
 * be known what a transaction has read.)  Numbers come around after four billion
 * transactions; a mark is forgotten long before.
 *
 * A transaction that is being prepared for two-phase commit can be listed twice
 * for a moment, and make up for one that has gone.  Where that can happen, the
 * lists themselves are compared, by a hash.
 */
#define LONGEST_MARK	(60 * USECS_PER_SEC)

static bool
has_number(void)
{
	return TransactionIdIsValid(GetTopTransactionIdIfAny());
}

/* Whether a mark of an earlier transaction may be good in this one. */
static bool
outlives(const MlsMark *mark)
{
	TimestampTz passed = GetCurrentStatementStartTimestamp() - mark->since;

	return mark->outlives_it && !has_number() && passed >= 0 && passed < LONGEST_MARK &&
		!IsolationIsSerializable() && !mls_has_old_snapshots();
}

static uint64
hash_running(Snapshot snapshot)
{
	if (likely(max_prepared_xacts == 0))
		return 0;
	return hash_bytes_extended((const unsigned char *) snapshot->xip,
							   (int) (snapshot->xcnt * sizeof(TransactionId)), 0);
}

void
mls_mark_set(MlsMark *mark)
{
	Snapshot	snapshot;

	memset(mark, 0, sizeof(*mark));
	if (!ActiveSnapshotSet())
		return;
	snapshot = GetActiveSnapshot();
	mark->xmin = snapshot->xmin;
	mark->xmax = snapshot->xmax;
	mark->xcnt = snapshot->xcnt;
	mark->subxcnt = snapshot->subxcnt;
	mark->curcid = snapshot->curcid;
	mark->lxid = MLS_LXID();
	mark->outlives_it = !has_number();
	mark->since = GetCurrentStatementStartTimestamp();
	mark->user = GetUserId();
	mark->suboverflowed = snapshot->suboverflowed;
	mark->in_recovery = snapshot->takenDuringRecovery;
	mark->undone = n_undone;
	mark->running = hash_running(snapshot);
}

MLS_HOT bool
mls_mark_holds(const MlsMark *mark)
{
	Snapshot	snapshot;

	if (!ActiveSnapshotSet())
		return false;
	snapshot = GetActiveSnapshot();
	return mark->xmin == snapshot->xmin && mark->xmax == snapshot->xmax &&
		mark->xcnt == snapshot->xcnt && mark->subxcnt == snapshot->subxcnt &&
		mark->curcid == snapshot->curcid && (mark->lxid == MLS_LXID() || outlives(mark)) &&
		mark->user == GetUserId() && mark->suboverflowed == snapshot->suboverflowed &&
		mark->in_recovery == snapshot->takenDuringRecovery && mark->undone == n_undone &&
		mark->running == hash_running(snapshot);
}

static void
count_undone(SubXactEvent event, SubTransactionId mySubid, SubTransactionId parentSubid, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		n_undone++;
}

void
mls_resolve_init(void)
{
	mls_catalog_init();
	RegisterSubXactCallback(count_undone, NULL);
}

/*
 * pg/catalog_memo.c
 *	  Rows of the extension's tables that were read before, found again without
 *	  an index.
 *
 * A model's name is resolved by each statement anew.  An index scan takes some
 * three microseconds for that; nearly always it finds the row that the last one
 * found.  So a backend keeps where that row was, and the row.  If at that place
 * there is a row of the same bytes, which the active snapshot sees, then it is the
 * row with this key: a primary key has at most one row that a snapshot sees.
 * Whatever else has happened (an update, a rollback, a vacuum that put another row
 * there) shows in the bytes or in the visibility, so nothing has to be heard of
 * and nothing can be stale.
 *
 * The row is looked for only in the buffer in which it was found.  If that holds
 * another page now (it was evicted, the table was truncated or rewritten), the
 * answer is "look it up": no page is read for it, so none can be missing.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "pg/catalog_memo.h"
#include "pg/compat.h"

#define MOST_ROWS		32
#define MOST_KEYS		2
#define LARGEST_ROW		2048	/* bytes; comparing more costs more than the index */

typedef struct MlsMemo
{
	MemoryContext context;		/* NULL: nothing is kept here */
	Oid			relation;
	Datum		keys[MOST_KEYS];
	uint32		columns;
	Buffer		buffer;			/* where it was, not pinned */
	HeapTuple	tuple;			/* a copy, with its place */
	MlsRow		row;
} MlsMemo;

static MlsMemo memos[MOST_ROWS];
static int	next_memo = 0;		/* to be overwritten */

/* A key is text, or an integer by value. */
static bool
same_key(Relation relation, int column, Datum a, Datum b)
{
	Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), column);

	return attribute->attlen == -1 ? datum_image_eq(a, b, false, -1) : a == b;
}

static MlsMemo *
find(Relation relation, const Datum *keys, int n_keys, uint32 columns)
{
	for (int i = 0; i < MOST_ROWS; i++)
	{
		MlsMemo    *memo = &memos[i];
		bool		same = memo->context != NULL && memo->relation == RelationGetRelid(relation) &&
			memo->columns == columns;

		for (int k = 0; same && k < n_keys; k++)
			same = same_key(relation, k, memo->keys[k], keys[k]);
		if (same)
			return memo;
	}
	return NULL;
}

/* The row's own bytes and who inserted it; not what is noted in the header later. */
static bool
same_row(HeapTuple a, HeapTuple b)
{
	const size_t fixed = SizeofHeapTupleHeader;

	return a->t_len == b->t_len &&
		HeapTupleHeaderGetRawXmin(a->t_data) == HeapTupleHeaderGetRawXmin(b->t_data) &&
		HeapTupleHeaderGetNatts(a->t_data) == HeapTupleHeaderGetNatts(b->t_data) &&
		HeapTupleHasNulls(a) == HeapTupleHasNulls(b) &&
		memcmp((char *) a->t_data + fixed, (char *) b->t_data + fixed, a->t_len - fixed) == 0;
}

/* Whether the page holds the row where it was, and the snapshot sees it. */
static bool
sees_row(Relation relation, const MlsMemo *memo, Snapshot snapshot)
{
	Page		page = BufferGetPage(memo->buffer);
	OffsetNumber offset = ItemPointerGetOffsetNumber(&memo->tuple->t_self);
	ItemId		item;
	HeapTupleData tuple;
	bool		visible;

	mls_test_for_old_snapshot(snapshot, relation, page);
	if (offset > PageGetMaxOffsetNumber(page))
		return false;
	item = PageGetItemId(page, offset);
	if (!ItemIdIsNormal(item))
		return false;
	tuple.t_data = (HeapTupleHeader) PageGetItem(page, item);
	tuple.t_len = ItemIdGetLength(item);
	tuple.t_self = memo->tuple->t_self;
	tuple.t_tableOid = RelationGetRelid(relation);
	if (!same_row(&tuple, memo->tuple))
		return false;

	/* as heap_fetch() has it */
	visible = HeapTupleSatisfiesVisibility(&tuple, snapshot, memo->buffer);
	if (visible)
		PredicateLockTID(relation, &tuple.t_self, snapshot, HeapTupleHeaderGetXmin(tuple.t_data));
	HeapCheckForSerializableConflictOut(visible, relation, &tuple, memo->buffer, snapshot);
	return visible;
}

static void
copy_row(TupleDesc descriptor, const MlsRow *from, uint32 columns, MlsRow *to)
{
	*to = *from;
	for (int i = 1; i <= MLS_CATALOG_COLUMNS; i++)
	{
		if ((columns & MLS_WANT(i)) != 0 && !from->is_null[i] && TupleDescAttr(descriptor, i - 1)->attlen == -1)
			to->value[i] = datumCopy(from->value[i], false, -1);
	}
}

bool
mls_memo_find(Relation relation, const Datum *keys, int n_keys, uint32 columns, MlsRow *row)
{
	MlsMemo    *memo = find(relation, keys, n_keys, columns);
	bool		found;

	if (memo == NULL ||
		!ReadRecentBuffer(MLS_LOCATOR(relation), MAIN_FORKNUM,
						  ItemPointerGetBlockNumber(&memo->tuple->t_self), memo->buffer))
		return false;
	LockBuffer(memo->buffer, BUFFER_LOCK_SHARE);
	found = sees_row(relation, memo, GetActiveSnapshot());
	UnlockReleaseBuffer(memo->buffer);
	if (found)
		copy_row(RelationGetDescr(relation), &memo->row, columns, row);
	return found;
}

void
mls_memo_keep(Relation relation, const Datum *keys, int n_keys, uint32 columns,
			  HeapTuple tuple, Buffer buffer, const MlsRow *row)
{
	MlsMemo    *memo = find(relation, keys, n_keys, columns);
	TupleDesc	descriptor = RelationGetDescr(relation);
	MemoryContext old;

	if (tuple->t_len > LARGEST_ROW)
		return;
	if (memo == NULL)
	{
		memo = &memos[next_memo];
		next_memo = (next_memo + 1) % MOST_ROWS;
	}
	if (memo->context != NULL)
		MemoryContextReset(memo->context);
	else
		memo->context = AllocSetContextCreate(TopMemoryContext, "ml_score catalog row", ALLOCSET_SMALL_SIZES);

	/* no such relation: not to be found before it is complete */
	memo->relation = InvalidOid;
	old = MemoryContextSwitchTo(memo->context);
	for (int k = 0; k < n_keys; k++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, k);

		memo->keys[k] = datumCopy(keys[k], attribute->attbyval, attribute->attlen);
	}
	memo->columns = columns;
	memo->buffer = buffer;
	memo->tuple = heap_copytuple(tuple);
	copy_row(descriptor, row, columns, &memo->row);
	MemoryContextSwitchTo(old);
	memo->relation = RelationGetRelid(relation);
}

void
mls_memo_forget(void)
{
	for (int i = 0; i < MOST_ROWS; i++)
		memos[i].relation = InvalidOid;
}

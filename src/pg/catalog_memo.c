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
 * another page now (it was evicted, the table was truncated), the answer is "look it
 * up": no page is read for it, so none can be missing.
 *
 * The table is not locked for that.  It could be rewritten meanwhile, and the old
 * file's buffers could outlive the rewriting for a moment in which the new file's row
 * is changed already.  But a snapshot that sees such a change was taken after the
 * rewriting had told everybody of it, and that is listened to first: the relation
 * cache's invalidation makes mls_memo_forget() be called.  SERIALIZABLE transactions
 * and old_snapshot_threshold would need the relation; they look rows up.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/xact.h"
#include "storage/bufmgr.h"
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
	MemoryContext context;
	bool		is_kept;		/* else there is nothing here */
	MlsTable	table;
	int			n_keys;
	bool		by_value[MOST_KEYS];	/* else it is a varlena */
	Datum		keys[MOST_KEYS];
	uint32		columns;
	MlsLocator	file;
	Buffer		buffer;			/* where it was, not pinned */
	HeapTuple	tuple;			/* a copy, with its place */
	uint32		varlenas;		/* columns whose values are pointers */
	MlsRow		row;
} MlsMemo;

static MlsMemo memos[MOST_ROWS];
static int	next_memo = 0;		/* to be overwritten */

static MlsMemo *
find(MlsTable table, const Datum *keys, uint32 columns)
{
	for (int i = 0; i < MOST_ROWS; i++)
	{
		MlsMemo    *memo = &memos[i];
		bool		same = memo->is_kept && memo->table == table && memo->columns == columns;

		for (int k = 0; same && k < memo->n_keys; k++)
			same = memo->by_value[k] ? memo->keys[k] == keys[k] : datum_image_eq(memo->keys[k], keys[k], false, -1);
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
sees_row(const MlsMemo *memo, Snapshot snapshot)
{
	Page		page = BufferGetPage(memo->buffer);
	OffsetNumber offset = ItemPointerGetOffsetNumber(&memo->tuple->t_self);
	ItemId		item;
	HeapTupleData tuple;

	if (offset > PageGetMaxOffsetNumber(page))
		return false;
	item = PageGetItemId(page, offset);
	if (!ItemIdIsNormal(item))
		return false;
	tuple.t_data = (HeapTupleHeader) PageGetItem(page, item);
	tuple.t_len = ItemIdGetLength(item);
	tuple.t_self = memo->tuple->t_self;
	tuple.t_tableOid = memo->tuple->t_tableOid;
	return same_row(&tuple, memo->tuple) && HeapTupleSatisfiesVisibility(&tuple, snapshot, memo->buffer);
}

static void
copy_row(const MlsRow *from, uint32 varlenas, MlsRow *to)
{
	*to = *from;
	for (int i = 1; varlenas >> i != 0; i++)
	{
		if ((varlenas & MLS_WANT(i)) != 0)
			to->value[i] = datumCopy(from->value[i], false, -1);
	}
}

bool
mls_memo_find(MlsTable table, const Datum *keys, uint32 columns, MlsRow *row)
{
	MlsMemo    *memo = find(table, keys, columns);
	bool		found;

	if (memo == NULL || IsolationIsSerializable() || mls_has_old_snapshots() ||
		!ReadRecentBuffer(memo->file, MAIN_FORKNUM, ItemPointerGetBlockNumber(&memo->tuple->t_self),
						  memo->buffer))
		return false;
	LockBuffer(memo->buffer, BUFFER_LOCK_SHARE);
	found = sees_row(memo, GetActiveSnapshot());
	UnlockReleaseBuffer(memo->buffer);
	if (found)
		copy_row(&memo->row, memo->varlenas, row);
	return found;
}

void
mls_memo_keep(MlsTable table, Relation relation, const Datum *keys, int n_keys, uint32 columns,
			  HeapTuple tuple, Buffer buffer, const MlsRow *row)
{
	MlsMemo    *memo = find(table, keys, columns);
	TupleDesc	descriptor = RelationGetDescr(relation);
	MemoryContext old;

	if (tuple->t_len > LARGEST_ROW)
		return;
	if (memo == NULL)
	{
		memo = &memos[next_memo];
		next_memo = (next_memo + 1) % MOST_ROWS;
	}

	/* not to be found before it is complete */
	memo->is_kept = false;
	if (memo->context != NULL)
		MemoryContextReset(memo->context);
	else
		memo->context = AllocSetContextCreate(TopMemoryContext, "ml_score catalog row", ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(memo->context);
	memo->table = table;
	memo->n_keys = n_keys;
	for (int k = 0; k < n_keys; k++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, k);

		memo->by_value[k] = attribute->attbyval;
		memo->keys[k] = datumCopy(keys[k], attribute->attbyval, attribute->attlen);
	}
	memo->columns = columns;
	memo->file = MLS_LOCATOR(relation);
	memo->buffer = buffer;
	memo->tuple = heap_copytuple(tuple);
	memo->varlenas = 0;
	for (int i = 1; i <= MLS_CATALOG_COLUMNS && i <= descriptor->natts; i++)
	{
		if ((columns & MLS_WANT(i)) != 0 && !row->is_null[i] && TupleDescAttr(descriptor, i - 1)->attlen == -1)
			memo->varlenas |= MLS_WANT(i);
	}
	copy_row(row, memo->varlenas, &memo->row);
	MemoryContextSwitchTo(old);
	memo->is_kept = true;
}

void
mls_memo_forget(void)
{
	for (int i = 0; i < MOST_ROWS; i++)
		memos[i].is_kept = false;
}

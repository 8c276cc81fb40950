/*
 * pg/catalog_memo.h
 *	  Rows of the extension's tables that were read before, found again without
 *	  an index.
 */
#ifndef MLS_PG_CATALOG_MEMO_H
#define MLS_PG_CATALOG_MEMO_H

#include "postgres.h"

#include "access/htup.h"
#include "storage/buf.h"
#include "utils/relcache.h"

#include "pg/catalog.h"

/*
 * The columns of the row with this key, as mls_catalog_row() gives them, if it was
 * kept and the active snapshot sees the same row.  False: look it up.  Invalidations
 * have been accepted since the snapshot was taken.
 */
extern bool mls_memo_find(MlsTable table, const Datum *keys, uint32 columns, MlsRow *row);

/* Keeps a row that was found in the buffer, and the columns taken from it. */
extern void mls_memo_keep(MlsTable table, Relation relation, const Datum *keys, int n_keys, uint32 columns,
						  HeapTuple tuple, Buffer buffer, const MlsRow *row);

/* Forgets all: a table may be another one, or in another file. */
extern void mls_memo_forget(void);

#endif

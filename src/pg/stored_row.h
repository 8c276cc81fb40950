/*
 * pg/stored_row.h
 *	  The row that a node of a plan has just read from its table, as what a
 *	  function can be given: its ctid.
 */
#ifndef MLS_PG_STORED_ROW_H
#define MLS_PG_STORED_ROW_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "fmgr.h"
#include "nodes/primnodes.h"

/* The argument by which a call of a finished plan is given the row of a table that its node reads. */
extern Expr *mls_stored_row_argument(int table);

/*
 * The row whose ctid is an argument of the call.  Raises
 * ERRCODE_INVALID_PARAMETER_VALUE if that is anything but what
 * mls_stored_row_argument() makes.
 */
extern TupleTableSlot *mls_stored_row(FunctionCallInfo fcinfo, int argument);

/*
 * The columns of these names, from 0, and their types, both palloc'd.  Raises
 * ERRCODE_UNDEFINED_COLUMN where there is none.
 */
extern void mls_stored_columns(TupleDesc row, char **names, int n, int **columns, Oid **types);

/* Keeps a table's descriptor from going away until a context does. */
extern void mls_stored_keep(TupleDesc row, MemoryContext context);

#endif

/*
 * pg/stored_row.c
 *	  The row that a node of a plan has just read from its table, as what a
 *	  function can be given: its ctid.
 *
 * An expression with many columns costs an execution more to set up than a small
 * model to score: each column is a step, which is made, checked and run once.  A
 * function is never told the row itself.  But the value of the column ctid is not
 * made for it either: the executor passes the address of that member of the slot
 * in which the row is (slot_getsysattr()), and so of the slot.
 *
 * This holds for an argument that is the column itself and no other expression.
 * The call's own expression says that; a call without it (of a value from
 * elsewhere, a variable, a subquery's column) is refused before anything is read.
 * So is one that was written by hand: who may read a view's ctid may not read
 * every column of the row.  The planner's argument has a type modifier that no
 * parser gives to this column.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/primnodes.h"
#include "utils/memutils.h"

#include "base/hot.h"
#include "pg/planned.h"
#include "pg/stored_row.h"

#define PLANNED_TYPMOD	0x6d6c73

Expr *
mls_stored_row_argument(int table)
{
	return (Expr *) makeVar(table, SelfItemPointerAttributeNumber, TIDOID, PLANNED_TYPMOD, InvalidOid, 0);
}

static bool
is_ctid(const FmgrInfo *function, int argument)
{
	const FuncExpr *call = (const FuncExpr *) function->fn_expr;
	const Var  *var;

	if (call == NULL || !IsA(call, FuncExpr) || argument >= list_length(call->args))
		return false;
	var = list_nth(call->args, argument);
	return IsA(var, Var) && var->varattno == SelfItemPointerAttributeNumber && var->vartypmod == PLANNED_TYPMOD;
}

MLS_HOT TupleTableSlot *
mls_stored_row(FunctionCallInfo fcinfo, int argument)
{
	TupleTableSlot *slot = NULL;

	if (likely(is_ctid(fcinfo->flinfo, argument)) && !fcinfo->args[argument].isnull)
	{
		slot = (TupleTableSlot *) (DatumGetPointer(fcinfo->args[argument].value) - offsetof(TupleTableSlot, tts_tid));
		if (!IsA(slot, TupleTableSlot) || slot->tts_tupleDescriptor == NULL)
			slot = NULL;
	}
	if (slot == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the row of a call on columns of a row must be the one that is being read"),
				 mls_planned_hint()));
	return slot;
}

void
mls_stored_columns(TupleDesc row, char **names, int n, int **columns, Oid **types)
{
	*columns = palloc(Max(n, 1) * sizeof(int));
	*types = palloc(Max(n, 1) * sizeof(Oid));
	for (int i = 0; i < n; i++)
	{
		int			k = 0;

		while (k < row->natts &&
			   (TupleDescAttr(row, k)->attisdropped || strcmp(NameStr(TupleDescAttr(row, k)->attname), names[i]) != 0))
			k++;
		if (k == row->natts)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("the row of a call on columns of a row has no column \"%s\"", names[i]),
					 mls_planned_hint()));
		(*columns)[i] = k;
		(*types)[i] = TupleDescAttr(row, k)->atttypid;
	}
}

/* As the type cache does: for longer than a resource owner lives. */
static void
let_go(void *arg)
{
	TupleDesc	row = arg;

	if (--row->tdrefcount == 0)
		FreeTupleDesc(row);
}

void
mls_stored_keep(TupleDesc row, MemoryContext context)
{
	MemoryContextCallback *callback = MemoryContextAlloc(context, sizeof(MemoryContextCallback));

	if (row->tdrefcount < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the row of a call on columns of a row must be one of a table"),
				 mls_planned_hint()));
	callback->func = let_go;
	callback->arg = row;
	row->tdrefcount++;
	MemoryContextRegisterResetCallback(context, callback);
}

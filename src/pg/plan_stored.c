/*
 * pg/plan_stored.c
 *	  Calls on many columns of a stored row, in finished plans.
 *
 * Each execution of a plan sets its expressions up anew, and each argument takes
 * part in that: 30 columns cost as much as scoring a row with a hundred small
 * trees.  A call that was left where a table is read, mostly because there is but
 * a row, finds its columns in the row itself (pg/stored_row.h).
 */
#include "postgres.h"

#include "access/table.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "parser/parsetree.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "pg/batch_calls.h"
#include "pg/batch_planning.h"
#include "pg/compat.h"
#include "pg/plan_nodes.h"
#include "pg/plan_stored.h"
#include "pg/planned.h"
#include "pg/stored_row.h"

/* Fewer columns than these are about as fast as arguments. */
#define MANY_COLUMNS	8

/* A table of the statement that is being read. */
typedef struct MlsReadTable
{
	Index		index;
	Oid			relation;
} MlsReadTable;

/* Whether a value is the table's column of a name; the row's may have been given others by a query. */
static bool
is_column(const Var *value, Index table, TupleDesc columns, const char *name)
{
	return IsA(value, Var) && (Index) value->varno == table && value->varattno > 0 &&
		value->varattno <= columns->natts && value->varlevelsup == 0 && !mls_is_old_or_new(value) &&
		strcmp(NameStr(TupleDescAttr(columns, value->varattno - 1)->attname), name) == 0;
}

/* Whether values are the table's columns of these names.  The statement has the table locked. */
static bool
are_columns(const List *values, int first, const MlsReadTable *table, const MlsPlanned *planned)
{
	Relation	relation = table_open(table->relation, NoLock);
	int			n = 0;

	while (n < planned->n_names &&
		   is_column(list_nth(values, first + n), table->index, RelationGetDescr(relation), planned->names[n]))
		n++;
	table_close(relation, NoLock);
	return n == planned->n_names;
}

/* Whether a call's arguments are many columns of a table, and nothing else. */
static bool
is_on_many_columns(const FuncExpr *call, const MlsReadTable *table)
{
	const MlsRowFunction *function = mls_called_function((const Node *) call);
	int			n = list_length(call->args);
	MlsPlanned	planned;

	if (function == NULL || function->kind != MLS_INPUT_COLUMNS || call->funcvariadic ||
		n - function->target < MANY_COLUMNS || mls_call_form(call).kind != MLS_FORM_COLUMNS)
		return false;
	mls_planned_parse(TextDatumGetCString(lsecond_node(Const, call->args)->constvalue), &planned);
	return planned.n_names == n - function->target && are_columns(call->args, function->target, table, &planned);
}

/* Makes a call on a table's columns one on its row. */
static void
put_on_row(FuncExpr *call, Index table)
{
	int			first = mls_called_function((const Node *) call)->target;
	Const	   *plan = copyObject(lsecond_node(Const, call->args));
	char	   *columns = TextDatumGetCString(plan->constvalue);

	plan->constvalue = CStringGetTextDatum(psprintf("%s" MLS_OF_THE_ROW, columns));
	call->args = list_truncate(list_copy(call->args), first);
	lsecond(call->args) = plan;
	call->args = lappend(call->args, mls_stored_row_argument((int) table));
}

/* The plan is this planner's own, so its expressions are changed in place. */
static bool
calls_walker(Node *node, const MlsReadTable *table)
{
	if (node == NULL)
		return false;
	if (IsA(node, FuncExpr) && is_on_many_columns((FuncExpr *) node, table))
	{
		put_on_row((FuncExpr *) node, table->index);
		return false;
	}
	return expression_tree_walker(node, calls_walker, (void *) table);
}

static void
visit(Plan *plan, void *context)
{
	const PlannedStmt *statement = context;
	MlsReadTable table;

	if (!mls_gives_stored_rows(plan))
		return;
	table.index = ((Scan *) plan)->scanrelid;
	table.relation = rt_fetch(table.index, statement->rtable)->relid;
	calls_walker((Node *) plan->targetlist, &table);
	calls_walker((Node *) plan->qual, &table);
}

void
mls_plan_stored(PlannedStmt *statement)
{
	mls_plan_visit(statement, visit, statement);
}

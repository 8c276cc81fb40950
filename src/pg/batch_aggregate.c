/*
 * pg/batch_aggregate.c
 *	  Calls in the arguments of aggregates, in finished plans.
 *
 * They become columns of the node below.  If that one computes its own target
 * list, the calls become a part of it, and are computed together with its own.
 */
#include "postgres.h"

#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "parser/parsetree.h"

#include "pg/batch_calls.h"
#include "pg/batch_planning.h"
#include "pg/batch_steady.h"

typedef struct Arguments
{
	List	   *calls;			/* of the aggregates' arguments ... */
	List	   *columns;		/* ... and the child's columns that give their values */
	Bitmapset  *read;			/* columns of the child that are read otherwise */
	bool		replace;
} Arguments;

static bool
aggregates_walker(Node *node, Arguments *arguments)
{
	if (node == NULL)
		return false;
	if (IsA(node, Aggref))
	{
		arguments->calls = mls_collect_calls(arguments->calls, node, true);
		return false;
	}
	return expression_tree_walker(node, aggregates_walker, arguments);
}

/* Within aggregates: calls become columns, and what else is read is noted. */
static Node *
arguments_mutator(Node *node, Arguments *arguments)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, FuncExpr))
	{
		int			i = 0;
		ListCell   *cell;

		foreach(cell, arguments->calls)
		{
			if (equal(lfirst(cell), node))
				return copyObject(list_nth(arguments->columns, i));
			i++;
		}
	}
	if (IsA(node, Var) && ((Var *) node)->varno == OUTER_VAR)
		arguments->read = bms_add_member(arguments->read, ((Var *) node)->varattno);
	return expression_tree_mutator(node, arguments_mutator, arguments);
}

/* The same for an aggregate node's lists. */
static Node *
aggregates_mutator(Node *node, Arguments *arguments)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, Aggref))
		return arguments_mutator(node, arguments);
	if (IsA(node, Var) && ((Var *) node)->varno == OUTER_VAR)
		arguments->read = bms_add_member(arguments->read, ((Var *) node)->varattno);
	return expression_tree_mutator(node, aggregates_mutator, arguments);
}

/* A call over the child's columns as one over what the child computes them from. */
static Node *
into_child_mutator(Node *node, List *targetlist)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, Var) && ((Var *) node)->varno == OUTER_VAR)
		return copyObject((Node *) get_tle_by_resno(targetlist, ((Var *) node)->varattno)->expr);
	return expression_tree_mutator(node, into_child_mutator, targetlist);
}

/* Whether a column of the child is needed for anything but calls. */
static bool
is_read(const Agg *aggregate, const Arguments *arguments, AttrNumber column)
{
	if (aggregate->chain != NIL || bms_is_member(column, arguments->read))
		return true;
	for (int i = 0; i < aggregate->numCols; i++)
		if (aggregate->grpColIdx[i] == column)
			return true;
	return false;
}

bool
mls_batch_arguments(MlsPlanning *planning, Agg *aggregate)
{
	Plan	   *child = aggregate->plan.lefttree;
	List	   *old_list = child->targetlist;
	bool		projecting = mls_is_projecting(child);
	Arguments	arguments = {NIL};
	List	   *found;
	List	   *computed = NIL;
	List	   *list = NIL;
	List	   *new_list;
	List	   *new_qual;
	ListCell   *cell;
	Plan	   *taker;

	aggregates_walker((Node *) aggregate->plan.targetlist, &arguments);
	aggregates_walker((Node *) aggregate->plan.qual, &arguments);
	found = arguments.calls;
	arguments.calls = NIL;
	foreach(cell, found)
	{
		FuncExpr   *call = lfirst(cell);
		FuncExpr   *below = call;

		if (projecting)
			below = (FuncExpr *) into_child_mutator((Node *) call, old_list);
		if (!mls_call_is_batchable(below))
			continue;
		computed = lappend(computed, below);
		arguments.calls = lappend(arguments.calls, call);
		arguments.columns = lappend(arguments.columns,
									makeVar(OUTER_VAR, list_length(old_list) + list_length(computed),
											exprType((Node *) call), -1, exprCollation((Node *) call), 0));
	}
	if (computed == NIL)
		return false;

	new_list = (List *) aggregates_mutator((Node *) aggregate->plan.targetlist, &arguments);
	new_qual = (List *) aggregates_mutator((Node *) aggregate->plan.qual, &arguments);
	foreach(cell, old_list)
	{
		TargetEntry *entry = flatCopyTargetEntry(lfirst_node(TargetEntry, cell));
		Node	   *column = (Node *) entry->expr;

		if (!is_read(aggregate, &arguments, entry->resno))
			entry->expr = (Expr *) makeNullConst(exprType(column), exprTypmod(column), exprCollation(column));
		else if (!projecting)
			entry->expr = (Expr *) makeVarFromTargetEntry(OUTER_VAR, lfirst_node(TargetEntry, cell));
		list = lappend(list, entry);
	}
	foreach(cell, computed)
		list = lappend(list, makeTargetEntry(lfirst(cell), list_length(list) + 1, NULL, false));

	if (projecting)
	{
		child->targetlist = list;
		taker = mls_batch_projecting(planning, child, &mls_nothing_above);
		if (taker == child)
		{
			child->targetlist = old_list;
			return false;
		}
	}
	else
	{
		if (!mls_worth_it(planning, child, &mls_nothing_above) || !mls_is_steady(planning->statement, child))
			return false;
		taker = mls_new_stage(planning, child, child, computed, NIL, list, -1);
		taker->extParam = bms_copy(child->extParam);
	}
	aggregate->plan.lefttree = taker;
	aggregate->plan.targetlist = new_list;
	aggregate->plan.qual = new_qual;
	return true;
}

/*
 * pg/batch_aggregate.c
 *	  Calls in the arguments of aggregates and window functions, in finished plans.
 *
 * They become columns of the node below.  If that one computes its own target
 * list, the calls become a part of it, and are computed together with its own.
 * Of expressions that evaluate calls only now and then (CASE, COALESCE, AND, OR;
 * what a FILTER passes over is made one) the whole moves down.
 */
#include "postgres.h"

#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/tlist.h"
#include "parser/parsetree.h"

#include "pg/batch_calls.h"
#include "pg/batch_conditions.h"
#include "pg/batch_cost.h"
#include "pg/batch_planning.h"
#include "pg/batch_stage.h"
#include "pg/batch_steady.h"

typedef struct Arguments
{
	const Plan *plan;			/* the node with the aggregates */
	List	   *parts;			/* of the aggregates' arguments: calls, and what evaluates calls now and then; ... */
	List	   *columns;		/* ... and the child's columns that give their values */
	Bitmapset  *read;			/* columns of the child that are read otherwise */
	List	   *unfiltered;		/* arguments that are NULL where a filter passes over them */
} Arguments;

/* Whether a node is called with arguments, and behind a filter, for each row. */
static bool
is_aggregate(const Node *node)
{
	return IsA(node, Aggref) || IsA(node, WindowFunc);
}

static Node *
filter_of(Node *aggregate)
{
	return (Node *) (IsA(aggregate, Aggref) ? ((Aggref *) aggregate)->aggfilter
					 : ((WindowFunc *) aggregate)->aggfilter);
}

/* The places of the arguments. */
static List *
arguments_of(Node *aggregate)
{
	List	   *places = NIL;
	ListCell   *cell;

	if (IsA(aggregate, Aggref))
	{
		foreach(cell, ((Aggref *) aggregate)->args)
			places = lappend(places, &lfirst_node(TargetEntry, cell)->expr);
	}
	else
	{
		foreach(cell, ((WindowFunc *) aggregate)->args)
			places = lappend(places, &lfirst(cell));
	}
	return places;
}

/* ---- filters ---- */

/*
 * Arguments with calls that a filter may pass over become NULL where it does: then
 * they can be computed below the aggregate.
 */
static Node *
filters_mutator(Node *node, Arguments *arguments)
{
	Node	   *aggregate;
	ListCell   *cell;

	if (node == NULL)
		return NULL;
	if (!is_aggregate(node))
		return expression_tree_mutator(node, filters_mutator, arguments);
	aggregate = copyObject(node);
	if (filter_of(aggregate) == NULL)
		return aggregate;
	foreach(cell, arguments_of(aggregate))
	{
		Node	  **place = lfirst(cell);
		CaseExpr   *conditional = mls_value_where(copyObject((Expr *) filter_of(aggregate)), (Expr *) *place);

		if (mls_collect_conditional_calls((Node *) conditional, true) != NIL)
		{
			*place = (Node *) conditional;
			arguments->unfiltered = lappend(arguments->unfiltered, conditional);
		}
	}
	return aggregate;
}

/* ---- what the node below is to compute ---- */

static bool
unmovable_walker(Node *node, void *context)
{
	if (node == NULL)
		return false;
	if (IsA(node, SubPlan) || IsA(node, AlternativeSubPlan) ||
		(IsA(node, Param) && ((Param *) node)->paramkind != PARAM_EXTERN))
		return true;
	return expression_tree_walker(node, unmovable_walker, context);
}

static void
add_parts(Arguments *arguments, Node *expression)
{
	ListCell   *cell;
	ListCell   *part;

	arguments->parts = mls_collect_calls(arguments->parts, expression, true);
	foreach(cell, mls_collect_conditional_calls(expression, true))
		foreach(part, ((MlsConditionalCall *) lfirst(cell))->parts)
			if (!unmovable_walker(lfirst(part), NULL))
				arguments->parts = list_append_unique(arguments->parts, lfirst(part));
}

/*
 * Whether the arguments are evaluated for each row when its turn comes, if not
 * before.  Those of lag() or first_value() are for some rows only, those of an
 * aggregate for the rows of its frame.
 */
static bool
takes_every_row(const Node *aggregate, const Plan *plan)
{
	const int	elsewhere = FRAMEOPTION_START_OFFSET_FOLLOWING | FRAMEOPTION_END_OFFSET_PRECEDING | FRAMEOPTION_EXCLUSION;

	return IsA(aggregate, Aggref) ||
		(((const WindowFunc *) aggregate)->winagg && ((const WindowAgg *) plan)->runCondition == NIL &&
		 (((const WindowAgg *) plan)->frameOptions & elsewhere) == 0);
}

static bool
aggregates_walker(Node *node, Arguments *arguments)
{
	ListCell   *cell;

	if (node == NULL)
		return false;
	if (!is_aggregate(node))
		return expression_tree_walker(node, aggregates_walker, arguments);
	if (!takes_every_row(node, arguments->plan))
		return false;
	add_parts(arguments, filter_of(node));
	foreach(cell, arguments_of(node))
	{
		Node	   *argument = *(Node **) lfirst(cell);

		if (filter_of(node) == NULL || list_member_ptr(arguments->unfiltered, argument))
			add_parts(arguments, argument);
	}
	return false;
}

/* Within aggregates: what the node below computes becomes columns, and what else is read is noted. */
static Node *
arguments_mutator(Node *node, Arguments *arguments)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, FuncExpr) || IsA(node, CaseExpr) || IsA(node, CoalesceExpr) || IsA(node, BoolExpr))
	{
		int			i = 0;
		ListCell   *cell;

		foreach(cell, arguments->parts)
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
	if (is_aggregate(node))
		return arguments_mutator(node, arguments);
	if (IsA(node, Var) && ((Var *) node)->varno == OUTER_VAR)
		arguments->read = bms_add_member(arguments->read, ((Var *) node)->varattno);
	return expression_tree_mutator(node, aggregates_mutator, arguments);
}

/* Whether a column of the child is needed for anything but calls. */
static bool
is_read(const Plan *plan, const Arguments *arguments, AttrNumber column)
{
	const Agg  *aggregate = (const Agg *) plan;

	if (IsA(plan, WindowAgg) || aggregate->chain != NIL || bms_is_member(column, arguments->read))
		return true;
	for (int i = 0; i < aggregate->numCols; i++)
		if (aggregate->grpColIdx[i] == column)
			return true;
	return false;
}

/* Whether the node below can compute a part in blocks. */
static bool
can_be_computed(const Node *part)
{
	if (mls_called_function(part) != NULL)
		return mls_call_is_batchable((const FuncExpr *) part);
	return !contain_volatile_functions((Node *) part) &&
		(mls_collect_conditional_calls((Node *) part, false) != NIL || mls_collect_calls(NIL, (Node *) part, false) != NIL);
}

/* The child's target list: without what is no longer read, with the parts. */
static List *
list_below(const Plan *plan, const Arguments *arguments, List *old_list, bool projecting, List *parts)
{
	List	   *list = NIL;
	ListCell   *cell;

	foreach(cell, old_list)
	{
		TargetEntry *entry = flatCopyTargetEntry(lfirst_node(TargetEntry, cell));
		Node	   *column = (Node *) entry->expr;

		if (!is_read(plan, arguments, entry->resno))
			entry->expr = (Expr *) makeNullConst(exprType(column), exprTypmod(column), exprCollation(column));
		else if (!projecting)
			entry->expr = (Expr *) makeVarFromTargetEntry(OUTER_VAR, lfirst_node(TargetEntry, cell));
		list = lappend(list, entry);
	}
	foreach(cell, parts)
		list = lappend(list, makeTargetEntry(lfirst(cell), list_length(list) + 1, NULL, false));
	return list;
}

/* A node's cost, now that its child has become dearer, and its own work less. */
static void
change_cost(Plan *plan, const Plan *child, Cost change)
{
	if (IsA(plan, Agg) && (((Agg *) plan)->aggstrategy == AGG_PLAIN || ((Agg *) plan)->aggstrategy == AGG_HASHED))
		plan->startup_cost = Max(child->total_cost, plan->startup_cost + change);
	else
		plan->startup_cost = Max(child->startup_cost, plan->startup_cost);
	plan->total_cost = Max(Max(child->total_cost, plan->startup_cost), plan->total_cost + change);
}

/*
 * Of the parts that were found keeps those that the child can compute, which become
 * columns of it behind those that it has.  Returns them over what the child reads, if
 * it computes its own target list; else over its columns.
 */
static List *
keep_computable(Arguments *arguments, List *child_list, bool projecting)
{
	List	   *found = arguments->parts;
	List	   *computed = NIL;
	ListCell   *cell;

	arguments->parts = NIL;
	foreach(cell, found)
	{
		Node	   *part = lfirst(cell);
		Node	   *below = projecting ? mls_over_child(part, child_list) : part;

		if (!can_be_computed(below))
			continue;
		computed = lappend(computed, below);
		arguments->parts = lappend(arguments->parts, part);
		arguments->columns = lappend(arguments->columns,
									 makeVar(OUTER_VAR, list_length(child_list) + list_length(computed),
											 exprType(part), exprTypmod(part), exprCollation(part), 0));
	}
	return computed;
}

bool
mls_batch_arguments(MlsPlanning *planning, Plan *plan)
{
	Plan	   *child = plan->lefttree;
	List	   *old_list = child->targetlist;
	Cost		old_cost = child->total_cost;
	Cost		alone;
	bool		projecting = mls_is_projecting(child);
	Arguments	arguments = {plan};
	List	   *new_list = (List *) filters_mutator((Node *) plan->targetlist, &arguments);
	List	   *new_qual = (List *) filters_mutator((Node *) plan->qual, &arguments);
	List	   *computed;
	List	   *list;
	Plan	   *taker;

	aggregates_walker((Node *) new_list, &arguments);
	aggregates_walker((Node *) new_qual, &arguments);
	computed = keep_computable(&arguments, old_list, projecting);
	if (computed == NIL)
		return false;

	new_list = (List *) aggregates_mutator((Node *) new_list, &arguments);
	new_qual = (List *) aggregates_mutator((Node *) new_qual, &arguments);
	list = list_below(plan, &arguments, old_list, projecting, computed);
	alone = child->plan_rows * cpu_operator_cost * mls_batch_work_in((Node *) computed).alone;
	if (projecting)
	{
		child->targetlist = list;
		child->total_cost += alone;
		taker = mls_batch_projecting(planning, child, &mls_nothing_above);
		if (taker == child)
		{
			child->targetlist = old_list;
			child->total_cost = old_cost;
			return false;
		}
	}
	else
	{
		if (!mls_worth_it(planning, child, &mls_nothing_above, NIL, list) || !mls_is_steady(planning->statement, child))
			return false;
		taker = mls_stack_stages(planning, child, child->plan_rows, child, NIL, list, -1);
		taker->extParam = bms_copy(child->extParam);
	}
	change_cost(plan, taker, taker->total_cost - old_cost - alone);
	plan->lefttree = taker;
	plan->targetlist = new_list;
	plan->qual = new_qual;
	return true;
}

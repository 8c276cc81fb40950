/*
 * pg/batch_plan.c
 *	  Puts nodes that score in blocks into finished plans.
 *
 * Calls of scoring functions turn up in the target list or condition of nearly
 * any node, for reasons that differ from one query to the next.  So this works on
 * the finished plan: where a node computes calls, they move into an MlScore node
 * of their own.
 *
 *	 a scan or join		gives just the columns that are needed; its target list, and
 *						its conditions from the first one with a call on, are
 *						computed by the MlScore node above it.  Conditions before
 *						that one stay, and so decide first (which of them comes first
 *						matters to views that are security barriers).
 *	 an aggregate		reads its arguments from a node below it.
 *
 * A condition that calls another model than the one before it gets a node of its
 * own, so that only rows that have passed the earlier ones are scored.
 *
 * The node reads rows ahead of those that its parent has asked for.  That may not
 * be seen: nothing is done where something below is volatile or locks rows.
 */
#include "postgres.h"

#include "access/table.h"
#include "common/int.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/planner.h"
#include "optimizer/tlist.h"
#include "parser/parsetree.h"
#include "utils/rel.h"

#include "pg/batch.h"
#include "pg/batch_calls.h"
#include "pg/batch_stage.h"
#include "pg/batch_steady.h"
#include "pg/compat.h"

/* Fewer rows than these are not worth a node. */
#define FEW_ROWS	8

/* One statement. */
typedef struct Planning
{
	PlannedStmt *statement;
	int			last_node_id;	/* the highest plan_node_id that has been given */
} Planning;

/* What a node has above it. */
typedef struct Above
{
	bool		marks;			/* the parent goes back to marked rows */
	bool		limited;		/* a LIMIT reads what the node gives, ... */
	int64		bound;			/* ... this many rows at most; -1: not known */
} Above;

static const Above nothing_above = {false, false, -1};

static planner_hook_type previous_planner = NULL;

static Plan *batch_plan(Planning *planning, Plan *plan, Above above);
static void batch_children(Planning *planning, Plan *plan, Above above);

/* ---- kinds of nodes ---- */

/* Whether a node computes its target list from columns that it reads or joins. */
static bool
is_projecting(const Plan *plan)
{
	switch (nodeTag(plan))
	{
		case T_SeqScan:
		case T_SampleScan:
		case T_IndexScan:
		case T_IndexOnlyScan:
		case T_BitmapHeapScan:
		case T_TidScan:
		case T_TidRangeScan:
		case T_SubqueryScan:
		case T_FunctionScan:
		case T_ValuesScan:
		case T_CteScan:
		case T_NestLoop:
		case T_MergeJoin:
		case T_HashJoin:
			return true;
		case T_Result:
			return plan->lefttree != NULL;
		default:
			return false;
	}
}

/*
 * The target list that asks for all columns of a scan's table, whose rows then
 * are handed on as they are stored.  NIL where the scan would make rows of its
 * own, and if they shall be safe (pg/batch_calls.h) where one is not.
 */
static List *
all_columns(const Planning *planning, const Plan *plan, bool safe)
{
	List	   *list = NIL;
	RangeTblEntry *table;
	Relation	relation;

	if (!IsA(plan, SeqScan) && !IsA(plan, SampleScan) && !IsA(plan, IndexScan) &&
		!IsA(plan, BitmapHeapScan) && !IsA(plan, TidScan) && !IsA(plan, TidRangeScan))
		return NIL;
	table = rt_fetch(((const Scan *) plan)->scanrelid, planning->statement->rtable);
	relation = table_open(table->relid, NoLock);	/* the planner has locked it */
	for (int i = 0; i < RelationGetNumberOfAttributes(relation); i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), i);
		Var		   *var;

		if (attribute->attisdropped || attribute->atthasmissing || mls_is_virtual(attribute) ||
			(safe && !mls_type_is_safe(attribute->atttypid)))
		{
			list = NIL;
			break;
		}
		var = makeVar(((const Scan *) plan)->scanrelid, attribute->attnum, attribute->atttypid,
					  attribute->atttypmod, attribute->attcollation, 0);
		list = lappend(list, makeTargetEntry((Expr *) var, attribute->attnum, NULL, false));
	}
	table_close(relation, NoLock);
	return list;
}

/* ---- calls that a node computes itself ---- */

/* The place of the first condition with a call; the number of conditions if there is none. */
static int
first_with_calls(List *conditions)
{
	for (int i = 0; i < list_length(conditions); i++)
		if (mls_collect_calls(NIL, list_nth(conditions, i), false) != NIL)
			return i;
	return list_length(conditions);
}

static bool
has_calls_on_rows(List *calls)
{
	ListCell   *cell;

	foreach(cell, calls)
		if (mls_call_form(lfirst(cell)).kind == MLS_FORM_ROW)
			return true;
	return false;
}

/*
 * Makes of a projecting node one that gives columns, and of its target list and
 * conditions (all that are not to stay with it) expressions over these.  Returns
 * the node that gives the columns; NULL if it cannot be, and nothing has changed.
 */
static Plan *
reduce(const Planning *planning, Plan *plan, List *calls, List **conditions, List **targetlist)
{
	List	   *columns = NIL;

	if (IsA(plan, Result) && ((Result *) plan)->resconstantqual == NULL &&
		list_length(*conditions) == list_length(plan->qual))
		return has_calls_on_rows(calls) ? NULL : plan->lefttree;

	if (!mls_reads_whole_row((Node *) *conditions, calls) &&
		!mls_reads_whole_row((Node *) *targetlist, calls))
		columns = all_columns(planning, plan, has_calls_on_rows(calls));
	if (columns != NIL)
	{
		*conditions = (List *) mls_over_table((Node *) *conditions, ((Scan *) plan)->scanrelid);
		*targetlist = (List *) mls_over_table((Node *) *targetlist, ((Scan *) plan)->scanrelid);
	}
	else if (has_calls_on_rows(calls))
		return NULL;
	else
	{
		columns = mls_add_needed(columns, (Node *) *targetlist, NIL);
		columns = mls_add_needed(columns, (Node *) *conditions, NIL);
		*conditions = (List *) mls_over_list((Node *) *conditions, columns);
		*targetlist = (List *) mls_over_list((Node *) *targetlist, columns);
	}
	plan->targetlist = columns;
	return plan;
}

static bool
worth_it(const Planning *planning, const Plan *plan, const Above *above)
{
	if (above->marks)
		return false;
	/* the sort below would not hear how few of its rows are wanted */
	if (above->limited && above->bound < 0 && (IsA(plan, Result) || IsA(plan, SubqueryScan)))
		return false;
	if (mls_enable_batch == MLS_BATCH_FORCE)
		return true;
	return plan->plan_rows >= FEW_ROWS &&
		!(above->limited && above->bound >= 0 && above->bound < FEW_ROWS);
}

/* A stage that takes part in what plan does. */
static Plan *
new_stage(Planning *planning, const Plan *plan, Plan *child, List *calls, List *conditions,
		  List *targetlist, int64 bound)
{
	Plan	   *stage = mls_make_stage(child, calls, conditions, targetlist, bound);

	stage->plan_node_id = ++planning->last_node_id;
	stage->startup_cost = plan->startup_cost;
	stage->total_cost = plan->total_cost;
	stage->plan_rows = plan->plan_rows;
	stage->plan_width = mls_width_of(targetlist);
	stage->parallel_safe = plan->parallel_safe;
	stage->extParam = bms_copy(plan->allParam);
	stage->allParam = bms_copy(plan->allParam);
	return stage;
}

/* Whether one node can compute the conditions and the target list. */
static bool
is_one_stage(List *conditions, List *targetlist)
{
	List	   *calls = mls_collect_calls(NIL, (Node *) targetlist, false);
	List	   *wanted;
	ListCell   *cell;

	if (conditions == NIL)
		return true;
	wanted = mls_collect_calls(NIL, linitial(conditions), false);
	foreach(cell, conditions)
		if (list_difference(mls_collect_calls(NIL, lfirst(cell), false), wanted) != NIL)
			return false;
	return mls_calls_add_no_evaluation(calls, wanted);
}

/*
 * Gives a projecting node's calls to nodes of their own, of which the topmost
 * takes its place.  Returns the node itself if there is nothing to do.
 */
static Plan *
batch_projecting(Planning *planning, Plan *plan, const Above *above)
{
	int			first = first_with_calls(plan->qual);
	List	   *before = list_truncate(list_copy(plan->qual), first);
	List	   *conditions = list_copy_tail(plan->qual, first);
	List	   *targetlist = plan->targetlist;
	List	   *calls = mls_collect_calls(mls_collect_calls(NIL, (Node *) conditions, false), (Node *) targetlist, false);
	List	   *init_plans = plan->initPlan;
	Bitmapset  *from_outside = plan->extParam;
	int64		bound = plan->qual == NIL ? above->bound : -1;
	Plan	   *top;

	/* a row as such is not handed from one node to the next */
	if (has_calls_on_rows(calls) && !is_one_stage(conditions, targetlist))
		return plan;
	if (calls == NIL || !worth_it(planning, plan, above) ||
		!mls_is_steady_below(planning->statement, plan, before))
		return plan;
	top = reduce(planning, plan, calls, &conditions, &targetlist);
	if (top == NULL)
		return plan;
	if (top == plan)
	{
		plan->qual = before;
		plan->initPlan = NIL;	/* the results of init plans now come from outside */
		plan->extParam = bms_copy(plan->allParam);
		plan->plan_width = mls_width_of(plan->targetlist);
	}

	/* conditions by the calls that they need: only rows that pass are scored further */
	for (;;)
	{
		List	   *wanted = conditions == NIL ? mls_collect_calls(NIL, (Node *) targetlist, false)
			: mls_collect_calls(NIL, linitial(conditions), false);
		List	   *now = NIL;
		List	   *columns = NIL;

		while (conditions != NIL &&
			   list_difference(mls_collect_calls(NIL, linitial(conditions), false), wanted) == NIL)
		{
			now = lappend(now, linitial(conditions));
			conditions = list_copy_tail(conditions, 1);
		}
		if (conditions == NIL && mls_calls_add_no_evaluation(mls_collect_calls(NIL, (Node *) targetlist, false), wanted))
		{
			wanted = mls_collect_calls(wanted, (Node *) targetlist, false);
			top = new_stage(planning, plan, top, wanted, now, targetlist, bound);
			break;
		}
		columns = mls_add_needed(columns, (Node *) targetlist, wanted);
		columns = mls_add_needed(columns, (Node *) conditions, wanted);
		top = new_stage(planning, plan, top, wanted, now, columns, -1);
		conditions = (List *) mls_over_list((Node *) conditions, columns);
		targetlist = (List *) mls_over_list((Node *) targetlist, columns);
	}
	top->plan_width = plan->plan_width;
	top->initPlan = init_plans;
	top->extParam = bms_copy(from_outside);
	return top;
}

/* ---- calls in the arguments of aggregates ---- */

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

/*
 * Has a node below an aggregate compute calls in the aggregates' arguments.  If
 * the aggregate's child computes its own target list, the calls become a part of
 * that.  Columns that only calls have read are no longer asked for.  False if
 * there is nothing to do.
 */
static bool
batch_arguments(Planning *planning, Agg *aggregate)
{
	Plan	   *child = aggregate->plan.lefttree;
	List	   *old_list = child->targetlist;
	bool		projecting = is_projecting(child);
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
		taker = batch_projecting(planning, child, &nothing_above);
		if (taker == child)
		{
			child->targetlist = old_list;
			return false;
		}
	}
	else
	{
		if (!worth_it(planning, child, &nothing_above) || !mls_is_steady(planning->statement, child))
			return false;
		taker = new_stage(planning, child, child, computed, NIL, list, -1);
		taker->extParam = bms_copy(child->extParam);
	}
	aggregate->plan.lefttree = taker;
	aggregate->plan.targetlist = new_list;
	aggregate->plan.qual = new_qual;
	return true;
}

/* ---- the whole plan ---- */

/* A number that a LIMIT states; otherwise if it states none, -1 if it is not known. */
static int64
limit_number(const Node *number, int64 otherwise)
{
	if (number == NULL)
		return otherwise;
	if (!IsA(number, Const))
		return -1;
	return ((const Const *) number)->constisnull ? otherwise
		: Max(DatumGetInt64(((const Const *) number)->constvalue), 0);
}

static Above
below_limit(const Limit *limit)
{
	int64		offset = limit_number(limit->limitOffset, 0);
	int64		count = limit_number(limit->limitCount, -1);
	Above		above = {false, true, -1};

	if (limit->limitOption == LIMIT_OPTION_COUNT && offset >= 0 && count >= 0 &&
		pg_add_s64_overflow(offset, count, &above.bound))
		above.bound = -1;
	return above;
}

/* What the children of a node have above them. */
static Above
below(const Plan *plan, Above above)
{
	switch (nodeTag(plan))
	{
		case T_Limit:
			return below_limit((const Limit *) plan);
		case T_Result:
			return plan->qual == NIL ? above : nothing_above;
		case T_Append:
		case T_MergeAppend:
		case T_Gather:
		case T_GatherMerge:
		case T_SubqueryScan:
			above.marks = false;
			return plan->qual == NIL ? above : nothing_above;
		default:
			return nothing_above;
	}
}

static void
batch_plans(Planning *planning, List *plans, Above above)
{
	ListCell   *cell;

	foreach(cell, plans)
		lfirst(cell) = batch_plan(planning, lfirst(cell), above);
}

/* An aggregate's calls and those of its child are computed together. */
static void
batch_aggregate(Planning *planning, Agg *aggregate)
{
	Plan	   *child = aggregate->plan.lefttree;

	if (!is_projecting(child))
	{
		aggregate->plan.lefttree = batch_plan(planning, child, nothing_above);
		batch_arguments(planning, aggregate);
		return;
	}
	batch_children(planning, child, nothing_above);
	if (!batch_arguments(planning, aggregate))
		aggregate->plan.lefttree = batch_projecting(planning, child, &nothing_above);
}

static void
batch_children(Planning *planning, Plan *plan, Above above)
{
	Above		next = below(plan, above);

	if (IsA(plan, Agg) && plan->lefttree != NULL)
	{
		batch_aggregate(planning, (Agg *) plan);
		return;
	}
	plan->lefttree = batch_plan(planning, plan->lefttree, next);
	plan->righttree = batch_plan(planning, plan->righttree, (Above) {IsA(plan, MergeJoin), false, -1});
	if (IsA(plan, Append))
		batch_plans(planning, ((Append *) plan)->appendplans, next);
	else if (IsA(plan, MergeAppend))
		batch_plans(planning, ((MergeAppend *) plan)->mergeplans, next);
	else if (IsA(plan, SubqueryScan))
		((SubqueryScan *) plan)->subplan = batch_plan(planning, ((SubqueryScan *) plan)->subplan, next);
}

static Plan *
batch_plan(Planning *planning, Plan *plan, Above above)
{
	if (plan == NULL || IsA(plan, CustomScan) || IsA(plan, ForeignScan))
		return plan;			/* what these do with their children is theirs to know */
	check_stack_depth();
	batch_children(planning, plan, above);
	return is_projecting(plan) ? batch_projecting(planning, plan, &above) : plan;
}

/* ---- numbers of nodes ---- */

static int highest_node_id(const Plan *plan);

static int
highest_of_list(const List *plans)
{
	int			highest = 0;
	const ListCell *cell;

	foreach(cell, plans)
		highest = Max(highest, highest_node_id(lfirst(cell)));
	return highest;
}

static int
highest_node_id(const Plan *plan)
{
	int			highest;

	if (plan == NULL)
		return 0;
	highest = Max(plan->plan_node_id,
				  Max(highest_node_id(plan->lefttree), highest_node_id(plan->righttree)));
	switch (nodeTag(plan))
	{
		case T_Append:
			return Max(highest, highest_of_list(((const Append *) plan)->appendplans));
		case T_MergeAppend:
			return Max(highest, highest_of_list(((const MergeAppend *) plan)->mergeplans));
		case T_BitmapAnd:
			return Max(highest, highest_of_list(((const BitmapAnd *) plan)->bitmapplans));
		case T_BitmapOr:
			return Max(highest, highest_of_list(((const BitmapOr *) plan)->bitmapplans));
		case T_SubqueryScan:
			return Max(highest, highest_node_id(((const SubqueryScan *) plan)->subplan));
		case T_CustomScan:
			return Max(highest, highest_of_list(((const CustomScan *) plan)->custom_plans));
		default:
			return highest;
	}
}

/* ---- the hook ---- */

/* A Material node over a finished plan, for cursors that scroll. */
static Plan *
materialize(Planning *planning, Plan *child)
{
	Material   *node = makeNode(Material);
	Plan	   *plan = &node->plan;
	ListCell   *cell;

	plan->startup_cost = child->startup_cost;
	plan->total_cost = child->total_cost + 2 * cpu_operator_cost * child->plan_rows;
	plan->plan_rows = child->plan_rows;
	plan->plan_width = child->plan_width;
	plan->parallel_safe = false;
	plan->plan_node_id = ++planning->last_node_id;
	plan->lefttree = child;
	plan->initPlan = child->initPlan;
	plan->extParam = bms_copy(child->extParam);
	plan->allParam = bms_copy(child->allParam);
	child->initPlan = NIL;
	child->extParam = bms_copy(child->allParam);
	foreach(cell, child->targetlist)
	{
		TargetEntry *entry = flatCopyTargetEntry(lfirst_node(TargetEntry, cell));

		entry->expr = (Expr *) makeVarFromTargetEntry(OUTER_VAR, entry);
		plan->targetlist = lappend(plan->targetlist, entry);
	}
	return plan;
}

/*
 * Whether WHERE CURRENT OF could find the row that a cursor is on in one of these
 * scans; then it is to be the row that was given out last.  The nodes are those
 * that the executor looks through.
 */
static bool
has_current_row(const Plan *plan)
{
	ListCell   *cell;

	if (plan == NULL)
		return false;
	switch (nodeTag(plan))
	{
		case T_SeqScan:
		case T_SampleScan:
		case T_IndexScan:
		case T_IndexOnlyScan:
		case T_BitmapHeapScan:
		case T_TidScan:
		case T_TidRangeScan:
			return true;
		case T_Result:
		case T_Limit:
			return has_current_row(plan->lefttree);
		case T_SubqueryScan:
			return has_current_row(((const SubqueryScan *) plan)->subplan);
		case T_Append:
			foreach(cell, ((const Append *) plan)->appendplans)
				if (has_current_row(lfirst(cell)))
					return true;
			return false;
		default:
			return false;
	}
}

static void
batch_statement(PlannedStmt *statement, int cursor_options)
{
	Planning	planning = {.statement = statement};

	planning.last_node_id = Max(highest_node_id(statement->planTree), highest_of_list(statement->subplans));
	batch_plans(&planning, statement->subplans, nothing_above);
	/* each cursor that a statement declares is planned with this option */
	if ((cursor_options & CURSOR_OPT_FAST_PLAN) == 0 || !has_current_row(statement->planTree))
		statement->planTree = batch_plan(&planning, statement->planTree, nothing_above);

	/* blocks are not read backwards; the planner would have put this here */
	if ((cursor_options & CURSOR_OPT_SCROLL) != 0 && !ExecSupportsBackwardScan(statement->planTree))
		statement->planTree = materialize(&planning, statement->planTree);
}

static PlannedStmt *
plan_statement(Query *query, const char *text, int cursor_options, ParamListInfo parameters)
{
	PlannedStmt *statement = previous_planner != NULL ?
		previous_planner(query, text, cursor_options, parameters) :
		standard_planner(query, text, cursor_options, parameters);

	if (mls_enable_batch != MLS_BATCH_OFF && statement->commandType != CMD_UTILITY)
		batch_statement(statement, cursor_options);
	return statement;
}

void
mls_batch_plan_init(void)
{
	previous_planner = planner_hook;
	planner_hook = plan_statement;
}

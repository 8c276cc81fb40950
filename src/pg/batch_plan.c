/*
 * pg/batch_plan.c
 *	  Puts nodes that score in blocks into finished plans.
 *
 * Calls of scoring functions turn up in the target list or condition of nearly
 * any node, for reasons that differ from one query to the next.  So this works on
 * the finished plan: where a node computes calls, they move into an MlScore node
 * of their own, above scans, joins and aggregates (batch_projecting.c) and below aggregates
 * (batch_aggregate.c).
 *
 * The node reads rows ahead of those that its parent has asked for.  That may not
 * be seen: nothing is done where something below is volatile or locks rows
 * (batch_steady.c).
 */
#include "postgres.h"

#include "common/int.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/planner.h"

#include "pg/batch.h"
#include "pg/batch_planning.h"
#include "pg/plan_nodes.h"
#include "pg/plan_stored.h"
#include "pg/settings.h"

static planner_hook_type previous_planner = NULL;

static Plan *batch_plan(MlsPlanning *planning, Plan *plan, MlsAbove above);
static void batch_children(MlsPlanning *planning, Plan *plan, MlsAbove above);

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

static MlsAbove
below_limit(const Limit *limit)
{
	int64		offset = limit_number(limit->limitOffset, 0);
	int64		count = limit_number(limit->limitCount, -1);
	MlsAbove	above = {.limited = true, .bound = -1};

	if (limit->limitOption == LIMIT_OPTION_COUNT && offset >= 0 && count >= 0 &&
		pg_add_s64_overflow(offset, count, &above.bound))
		above.bound = -1;
	return above;
}

/* What the children of a node have above them. */
static MlsAbove
below(const Plan *plan, MlsAbove above)
{
	switch (nodeTag(plan))
	{
		case T_Limit:
			return below_limit((const Limit *) plan);
		case T_Result:
			return plan->qual == NIL ? above : mls_nothing_above;
		case T_Append:
		case T_MergeAppend:
		case T_Gather:
		case T_GatherMerge:
		case T_SubqueryScan:
			above.marks = false;
			return plan->qual == NIL ? above : mls_nothing_above;
		default:
			return mls_nothing_above;
	}
}

static void
batch_plans(MlsPlanning *planning, List *plans, MlsAbove above)
{
	ListCell   *cell;

	foreach(cell, plans)
		lfirst(cell) = batch_plan(planning, lfirst(cell), above);
}

/*
 * Whether a node reads a row of its child before it takes it: the first one of the
 * next group or frame.
 */
static bool
reads_next_row(const Plan *aggregate)
{
	return IsA(aggregate, WindowAgg) || ((const Agg *) aggregate)->aggstrategy == AGG_SORTED ||
		((const Agg *) aggregate)->aggstrategy == AGG_MIXED;
}

/*
 * What aggregates or window functions call, and what their child calls, is computed
 * together.  It stays with them where a LIMIT may leave a row that has been read.
 */
static void
batch_aggregate(MlsPlanning *planning, Plan *aggregate, MlsAbove above)
{
	Plan	   *child = aggregate->lefttree;
	bool		takes = !above.limited || !reads_next_row(aggregate);

	if (!mls_is_projecting(child))
	{
		aggregate->lefttree = batch_plan(planning, child, mls_nothing_above);
		if (takes)
			mls_batch_arguments(planning, aggregate);
		return;
	}
	batch_children(planning, child, mls_nothing_above);
	if (!takes || !mls_batch_arguments(planning, aggregate))
	{
		above = mls_above_child(aggregate, true, mls_nothing_above);
		aggregate->lefttree = mls_batch_projecting(planning, child, &above);
	}
}

static void
batch_children(MlsPlanning *planning, Plan *plan, MlsAbove above)
{
	MlsAbove	next = mls_above_child(plan, true, below(plan, above));

	if ((IsA(plan, Agg) || IsA(plan, WindowAgg)) && plan->lefttree != NULL)
	{
		batch_aggregate(planning, plan, above);
		return;
	}
	plan->lefttree = batch_plan(planning, plan->lefttree, next);
	plan->righttree = batch_plan(planning, plan->righttree,
								 mls_above_child(plan, false, (MlsAbove) {.marks = IsA(plan, MergeJoin), .bound = -1}));
	if (IsA(plan, Append))
		batch_plans(planning, ((Append *) plan)->appendplans, next);
	else if (IsA(plan, MergeAppend))
		batch_plans(planning, ((MergeAppend *) plan)->mergeplans, next);
	else if (IsA(plan, SubqueryScan))
		((SubqueryScan *) plan)->subplan = batch_plan(planning, ((SubqueryScan *) plan)->subplan, next);
}

static Plan *
batch_plan(MlsPlanning *planning, Plan *plan, MlsAbove above)
{
	if (plan == NULL || IsA(plan, CustomScan) || IsA(plan, ForeignScan))
		return plan;			/* what these do with their children is theirs to know */
	check_stack_depth();
	batch_children(planning, plan, above);
	return mls_is_projecting(plan) ? mls_batch_projecting(planning, plan, &above) : plan;
}

/* ---- numbers of nodes ---- */

static void
note_number(Plan *plan, void *context)
{
	MlsPlanning *planning = context;

	planning->last_node_id = Max(planning->last_node_id, plan->plan_node_id);
}

/* ---- the hook ---- */

/* A Material node over a finished plan, for cursors that scroll. */
static Plan *
materialize(MlsPlanning *planning, Plan *child)
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
			return mls_scans_table(plan);
	}
}

static void
batch_statement(PlannedStmt *statement, int cursor_options)
{
	MlsPlanning planning = {.statement = statement};

	mls_plan_visit(statement, note_number, &planning);
	batch_plans(&planning, statement->subplans, mls_nothing_above);
	/* each cursor that a statement declares is planned with this option */
	if ((cursor_options & CURSOR_OPT_FAST_PLAN) == 0 || !has_current_row(statement->planTree))
		statement->planTree = batch_plan(&planning, statement->planTree, mls_nothing_above);

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

	if (statement->commandType == CMD_UTILITY)
		return statement;
	if (mls_enable_batch != MLS_BATCH_OFF)
		batch_statement(statement, cursor_options);
	if (mls_enable_rewrite)
		mls_plan_stored(statement);
	return statement;
}

void
mls_batch_plan_init(void)
{
	previous_planner = planner_hook;
	planner_hook = plan_statement;
}

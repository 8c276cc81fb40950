/*
 * pg/batch_projecting.c
 *	  Calls in the target lists and conditions of scans, joins and aggregates, in finished plans.
 *
 * The scan or join is left with giving just the columns that are needed, which for
 * aggregates are their own results.  Its target list, and its conditions from the
 * first one with a call on, are computed by the MlScore node above it.  Conditions
 * before that one stay, and so decide first (which of them comes first matters to
 * views that are security barriers).
 *
 * A condition that calls another model than the one before it gets a node of its
 * own, so that only rows that have passed the earlier ones are scored.  So do calls
 * that depend on what others have given: as their arguments, or as the conditions
 * under which they are evaluated.
 */
#include "postgres.h"

#include "access/table.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/tlist.h"
#include "parser/parsetree.h"
#include "utils/rel.h"

#include "pg/batch.h"
#include "pg/batch_calls.h"
#include "pg/batch_conditions.h"
#include "pg/batch_cost.h"
#include "pg/batch_planning.h"
#include "pg/batch_stage.h"
#include "pg/batch_steady.h"
#include "pg/compat.h"

const MlsAbove mls_nothing_above = {.bound = -1};

bool
mls_is_projecting(const Plan *plan)
{
	switch (nodeTag(plan))
	{
		case T_SubqueryScan:
		case T_FunctionScan:
		case T_ValuesScan:
		case T_CteScan:
		case T_NestLoop:
		case T_MergeJoin:
		case T_HashJoin:
		case T_Agg:
		case T_WindowAgg:
			return true;
		case T_Result:
			return plan->lefttree != NULL;
		default:
			return mls_scans_table(plan);
	}
}

/*
 * The target list that asks for all columns of a scan's table, whose rows then
 * are handed on as they are stored.  NIL where the scan would make rows of its
 * own, and if they shall be safe (pg/batch_calls.h) where one is not.
 */
static List *
all_columns(const MlsPlanning *planning, const Plan *plan, bool safe)
{
	List	   *list = NIL;
	RangeTblEntry *table;
	Relation	relation;

	if (!mls_gives_stored_rows(plan))
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

/* Calls of both kinds. */
static List *
all_calls(Node *expression)
{
	return list_concat(mls_collect_calls(NIL, expression, false),
					   mls_calls_of(mls_collect_conditional_calls(expression, false)));
}

/* The place of the first condition with a call; the number of conditions if there is none. */
static int
first_with_calls(List *conditions)
{
	for (int i = 0; i < list_length(conditions); i++)
		if (all_calls(list_nth(conditions, i)) != NIL)
			return i;
	return list_length(conditions);
}

/* ---- one node above the other ---- */

/* What one node can do of conditions and a target list. */
typedef struct Step
{
	List	   *calls;
	List	   *conditional;
	List	   *conditions;		/* that it judges */
	List	   *later;			/* those that others must */
	bool		is_last;		/* it also gives the target list */
} Step;

/* Whether a condition needs none but these calls. */
static bool
needs_only(Node *condition, const Step *step)
{
	return list_difference(mls_collect_calls(NIL, condition, false), step->calls) == NIL &&
		list_difference(list_difference(mls_calls_of(mls_collect_conditional_calls(condition, false)), step->calls),
						mls_calls_of(step->conditional)) == NIL;
}

/* Whether there are calls in an expression that take what others gave. */
static bool
has_calls_on_scores(Node *expression, const Step *step)
{
	List	   *columns = mls_add_needed(NIL, expression, step->calls);

	return mls_collect_calls(NIL, mls_over_list(expression, columns), false) != NIL;
}

static Step
next_step(List *conditions, List *targetlist)
{
	Node	   *first = conditions == NIL ? (Node *) targetlist : linitial(conditions);
	Step		step = {.later = conditions};
	List	   *computed;

	step.calls = mls_collect_calls(NIL, first, false);
	step.conditional = mls_collect_conditional_calls(first, false);
	if ((step.calls != NIL && !mls_calls_add_no_evaluation(mls_calls_of(step.conditional), step.calls)) ||
		has_calls_on_scores(first, &step))
	{
		/* the next node knows what these gave, which may be what the others depend on */
		step.conditional = NIL;
		return step;
	}
	while (step.later != NIL && needs_only(linitial(step.later), &step) &&
		   !has_calls_on_scores(linitial(step.later), &step))
	{
		step.conditions = lappend(step.conditions, linitial(step.later));
		step.later = list_copy_tail(step.later, 1);
	}
	computed = list_concat_copy(step.calls, mls_calls_of(step.conditional));
	if (step.later == NIL && mls_calls_add_no_evaluation(all_calls((Node *) targetlist), computed))
	{
		Node	   *all = (Node *) list_make2(step.conditions, targetlist);

		step.calls = mls_collect_calls(NIL, all, false);
		step.conditional = mls_collect_conditional_calls(all, false);
		step.is_last = !has_calls_on_scores((Node *) targetlist, &step);
	}
	return step;
}

/* The arguments of calls of the next step that have to be computed below. */
static List *
arguments_to_compute(List *conditions, List *targetlist)
{
	Step		step = next_step(conditions, targetlist);

	return mls_computed_arguments(list_concat_copy(step.calls, mls_calls_of(step.conditional)));
}

/* Has the child, which gives these columns, compute them; what is over the child then has them as columns. */
static void
compute_arguments(List **columns, List **conditions, List **targetlist)
{
	List	   *computed = arguments_to_compute(*conditions, *targetlist);
	List	   *given = *columns;
	AttrNumber	first = list_length(given) + 1;
	ListCell   *cell;

	foreach(cell, computed)
		*columns = lappend(*columns, makeTargetEntry((Expr *) mls_over_child(lfirst(cell), given),
													 list_length(*columns) + 1, NULL, false));
	if (computed != NIL)
	{
		*conditions = (List *) mls_over_computed((Node *) *conditions, computed, first);
		*targetlist = (List *) mls_over_computed((Node *) *targetlist, computed, first);
	}
}

/* What nodes that are put over a child, and do so much work, have in common with plan, in whose work they take part. */
static void
fill_node(MlsPlanning *planning, Plan *node, const Plan *plan, double rows, double startup, double per_row)
{
	const Plan *child = node->lefttree;

	node->plan_node_id = ++planning->last_node_id;
	node->startup_cost = child->startup_cost + startup * cpu_operator_cost;
	node->total_cost = child->total_cost + (startup + per_row * child->plan_rows) * cpu_operator_cost;
	node->plan_rows = rows;
	node->plan_width = mls_width_of(node->targetlist);
	node->parallel_safe = plan->parallel_safe;
	node->extParam = bms_copy(plan->allParam);
	node->allParam = bms_copy(plan->allParam);
}

/* A node that computes columns of a child that cannot itself. */
static Plan *
new_result(MlsPlanning *planning, const Plan *plan, Plan *child, List *columns)
{
	Result	   *result = makeNode(Result);

	result->plan.targetlist = columns;
	result->plan.lefttree = child;
	fill_node(planning, &result->plan, plan, child->plan_rows, 0, list_length(columns) - list_length(child->targetlist));
	return &result->plan;
}

static Plan *
new_stage(MlsPlanning *planning, const Plan *plan, Plan *child, const Step *step, List *targetlist,
		  double rows, int64 bound)
{
	Plan	   *stage = mls_make_stage(child, step->calls, step->conditional, step->conditions, targetlist, bound);
	MlsBatchWork work = mls_batch_work(step->calls, mls_calls_of(step->conditional));

	fill_node(planning, stage, plan, rows, MLS_BATCH_STARTUP, work.together);
	return stage;
}

Plan *
mls_stack_stages(MlsPlanning *planning, const Plan *plan, double rows, Plan *top, List *conditions,
				 List *targetlist, int64 bound)
{
	List	   *given = mls_references(top->targetlist);
	int			n_given = list_length(given);

	compute_arguments(&given, &conditions, &targetlist);
	if (list_length(given) > n_given)
		top = new_result(planning, plan, top, given);
	for (;;)
	{
		Step		step = next_step(conditions, targetlist);
		List	   *columns = NIL;

		if (step.is_last)
			return new_stage(planning, plan, top, &step, targetlist, rows, bound);
		columns = mls_add_needed(columns, (Node *) targetlist, step.calls);
		columns = mls_add_needed(columns, (Node *) step.later, step.calls);
		conditions = (List *) mls_over_list((Node *) step.later, columns);
		targetlist = (List *) mls_over_list((Node *) targetlist, columns);
		compute_arguments(&columns, &conditions, &targetlist);
		top = new_stage(planning, plan, top, &step, columns,
						Max(rows, mls_rows_with(top->plan_rows, step.conditions)), bound);
	}
}

/* ---- what is left of a scan or join ---- */

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
reduce(const MlsPlanning *planning, Plan *plan, List *calls, List **conditions, List **targetlist)
{
	bool		computes = arguments_to_compute(*conditions, *targetlist) != NIL;
	List	   *columns = NIL;

	if (IsA(plan, Result) && !computes && ((Result *) plan)->resconstantqual == NULL &&
		list_length(*conditions) == list_length(plan->qual))
		return has_calls_on_rows(calls) ? NULL : plan->lefttree;

	if (!computes && !mls_reads_whole_row((Node *) *conditions, calls) &&
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
		compute_arguments(&columns, conditions, targetlist);
	}
	plan->targetlist = columns;
	return plan;
}

/* The work of calls for as many rows as there are of each kind. */
static double
work_alone(List *conditions, double rows_before, List *targetlist, double rows)
{
	return mls_batch_work_in((Node *) conditions).alone * rows_before +
		mls_batch_work_in((Node *) targetlist).alone * rows;
}

bool
mls_worth_it(const MlsPlanning *planning, const Plan *plan, const MlsAbove *above, List *conditions,
			 List *targetlist)
{
	double		rows = mls_rows_without(planning, plan, conditions);

	if (above->marks)
		return false;
	/* the sort below would not hear how few of its rows are wanted */
	if (above->limited && above->bound < 0 && (IsA(plan, Result) || IsA(plan, SubqueryScan)))
		return false;
	if (mls_enable_batch == MLS_BATCH_FORCE)
		return true;
	if (above->limited && above->bound >= 0)
		rows = Min(rows, above->bound);
	return mls_batch_pays(mls_batch_work_in((Node *) list_make2(conditions, targetlist)), rows);
}

/* ---- scans and joins ---- */

/* The target list, without what the parent does not read. */
static List *
read_columns(List *targetlist, const MlsAbove *above)
{
	List	   *list = NIL;
	ListCell   *cell;

	if (!above->knows_read)
		return targetlist;
	foreach(cell, targetlist)
	{
		TargetEntry *entry = flatCopyTargetEntry(lfirst_node(TargetEntry, cell));
		Node	   *column = (Node *) entry->expr;

		if (IsA(column, Var) && !bms_is_member(entry->resno, above->read))
			entry->expr = (Expr *) makeNullConst(exprType(column), exprTypmod(column), exprCollation(column));
		list = lappend(list, entry);
	}
	return list;
}

/* Whether a value that calls are to be given, which may be another call's, can fail when it is computed ahead. */
static bool
arguments_can_fail(Node *node, void *context)
{
	if (node == NULL)
		return false;
	if (mls_called_function(node) != NULL)
	{
		const FuncExpr *call = (const FuncExpr *) node;
		MlsCallForm form = mls_call_form(call);

		if (form.kind == MLS_FORM_COLUMNS && mls_can_fail((Node *) list_copy_tail(call->args, form.input), NIL))
			return true;
	}
	return expression_tree_walker(node, arguments_can_fail, context);
}

Plan *
mls_batch_projecting(MlsPlanning *planning, Plan *plan, const MlsAbove *above)
{
	int			first = first_with_calls(plan->qual);
	List	   *before = list_truncate(list_copy(plan->qual), first);
	List	   *conditions = list_copy_tail(plan->qual, first);
	List	   *targetlist = read_columns(plan->targetlist, above);
	List	   *calls = all_calls((Node *) list_make2(conditions, targetlist));
	List	   *init_plans = plan->initPlan;
	Bitmapset  *from_outside = plan->extParam;
	int64		bound = conditions == NIL ? above->bound : -1;
	int			width = plan->plan_width;
	double		rows = plan->plan_rows;
	double		rows_before = mls_rows_without(planning, plan, conditions);
	double		alone = work_alone(conditions, rows_before, targetlist, rows);
	Plan	   *top;

	/* these refer to the node's own target list, and may have it stop early */
	if (IsA(plan, WindowAgg) && (plan->qual != NIL || ((WindowAgg *) plan)->runCondition != NIL))
		return plan;
	/* a row as such is not handed from one node to the next */
	if (has_calls_on_rows(calls) && !next_step(conditions, targetlist).is_last)
		return plan;
	if (calls == NIL || !mls_worth_it(planning, plan, above, conditions, targetlist) ||
		(above->limited && bound < 0 && arguments_can_fail((Node *) list_make2(conditions, targetlist), NULL)) ||
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
		plan->plan_rows = rows_before;
		plan->total_cost = Max(plan->startup_cost, plan->total_cost - alone * cpu_operator_cost);
	}

	top = mls_stack_stages(planning, plan, rows, top, conditions, targetlist, bound);
	top->plan_width = width;
	top->initPlan = init_plans;
	top->extParam = bms_copy(from_outside);
	return top;
}

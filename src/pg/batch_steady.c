/*
 * pg/batch_steady.c
 *	  Whether reading a plan's rows ahead of need can be noticed.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"

#include "pg/batch.h"
#include "pg/batch_steady.h"

/* Finds a subplan that is not steady. */
static bool
subplan_walker(Node *node, const PlannedStmt *statement)
{
	if (node == NULL)
		return false;
	if (IsA(node, SubPlan) &&
		!mls_is_steady(statement, list_nth(statement->subplans, ((SubPlan *) node)->plan_id - 1)))
		return true;
	return expression_tree_walker(node, subplan_walker, (void *) statement);
}

static bool
is_steady_expression(const PlannedStmt *statement, Node *expression)
{
	return !contain_volatile_functions(expression) && !subplan_walker(expression, statement);
}

static bool
are_steady(const PlannedStmt *statement, List *plans)
{
	ListCell   *cell;

	foreach(cell, plans)
		if (!mls_is_steady(statement, lfirst(cell)))
			return false;
	return true;
}

/* What a kind of node has beside target list, condition and the two children. */
static bool
is_steady_kind(const PlannedStmt *statement, Plan *plan)
{
	switch (nodeTag(plan))
	{
		case T_ModifyTable:
		case T_LockRows:
			return false;
		case T_CustomScan:
			return mls_is_batch_node(plan);
		case T_NestLoop:
		case T_MergeJoin:
		case T_HashJoin:
			return is_steady_expression(statement, (Node *) ((Join *) plan)->joinqual);
		case T_WindowAgg:
			if (!is_steady_expression(statement, ((WindowAgg *) plan)->startOffset) ||
				!is_steady_expression(statement, ((WindowAgg *) plan)->endOffset))
				return false;
			/* fall through */
		case T_Agg:
			/* the aggregates in it are the node's own */
			return is_steady_expression(statement, (Node *) plan->targetlist);
		case T_SampleScan:
			return is_steady_expression(statement, (Node *) ((SampleScan *) plan)->tablesample);
		case T_ValuesScan:
			return is_steady_expression(statement, (Node *) ((ValuesScan *) plan)->values_lists);
		case T_FunctionScan:
			return is_steady_expression(statement, (Node *) ((FunctionScan *) plan)->functions);
		case T_TableFuncScan:
			return is_steady_expression(statement, (Node *) ((TableFuncScan *) plan)->tablefunc);
		case T_SubqueryScan:
			return mls_is_steady(statement, ((SubqueryScan *) plan)->subplan);
		case T_Append:
			return are_steady(statement, ((Append *) plan)->appendplans);
		case T_MergeAppend:
			return are_steady(statement, ((MergeAppend *) plan)->mergeplans);
		case T_CteScan:
			return mls_is_steady(statement,
								 list_nth(statement->subplans, ((CteScan *) plan)->ctePlanId - 1));
		default:
			return true;
	}
}

bool
mls_is_steady_below(const PlannedStmt *statement, Plan *plan, List *conditions)
{
	return is_steady_expression(statement, (Node *) conditions) && is_steady_kind(statement, plan) &&
		mls_is_steady(statement, plan->lefttree) && mls_is_steady(statement, plan->righttree);
}

bool
mls_is_steady(const PlannedStmt *statement, Plan *plan)
{
	if (plan == NULL)
		return true;
	check_stack_depth();
	return is_steady_expression(statement, (Node *) plan->targetlist) &&
		is_steady_expression(statement, (Node *) plan->initPlan) &&
		mls_is_steady_below(statement, plan, plan->qual);
}

/*
 * pg/plan_nodes.c
 *	  The nodes of a finished plan, one after the other.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "pg/plan_nodes.h"

static void visit_plan(Plan *plan, MlsPlanVisitor visit, void *context);

static void
visit_list(List *plans, MlsPlanVisitor visit, void *context)
{
	ListCell   *cell;

	foreach(cell, plans)
		visit_plan(lfirst(cell), visit, context);
}

static void
visit_plan(Plan *plan, MlsPlanVisitor visit, void *context)
{
	if (plan == NULL)
		return;
	check_stack_depth();
	visit(plan, context);
	visit_plan(plan->lefttree, visit, context);
	visit_plan(plan->righttree, visit, context);
	switch (nodeTag(plan))
	{
		case T_Append:
			visit_list(((Append *) plan)->appendplans, visit, context);
			break;
		case T_MergeAppend:
			visit_list(((MergeAppend *) plan)->mergeplans, visit, context);
			break;
		case T_BitmapAnd:
			visit_list(((BitmapAnd *) plan)->bitmapplans, visit, context);
			break;
		case T_BitmapOr:
			visit_list(((BitmapOr *) plan)->bitmapplans, visit, context);
			break;
		case T_SubqueryScan:
			visit_plan(((SubqueryScan *) plan)->subplan, visit, context);
			break;
		case T_CustomScan:
			visit_list(((CustomScan *) plan)->custom_plans, visit, context);
			break;
		default:
			break;
	}
}

void
mls_plan_visit(const PlannedStmt *statement, MlsPlanVisitor visit, void *context)
{
	visit_plan(statement->planTree, visit, context);
	visit_list(statement->subplans, visit, context);
}

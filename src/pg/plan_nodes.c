/*
 * pg/plan_nodes.c
 *	  The nodes of a finished plan, one after the other.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "pg/plan_nodes.h"

static void
visit_list(List *plans, void (*visit) (Plan *plan, void *context), void *context)
{
	ListCell   *cell;

	foreach(cell, plans)
		mls_plan_visit(lfirst(cell), visit, context);
}

void
mls_plan_visit(Plan *plan, void (*visit) (Plan *plan, void *context), void *context)
{
	if (plan == NULL)
		return;
	check_stack_depth();
	visit(plan, context);
	mls_plan_visit(plan->lefttree, visit, context);
	mls_plan_visit(plan->righttree, visit, context);
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
			mls_plan_visit(((SubqueryScan *) plan)->subplan, visit, context);
			break;
		case T_CustomScan:
			visit_list(((CustomScan *) plan)->custom_plans, visit, context);
			break;
		default:
			break;
	}
}

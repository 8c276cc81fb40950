/*
 * pg/batch_cost.c
 *	  What scoring in blocks costs beside a call for each row.
 *
 * A node has to be set up with each execution, and its blocks grow from one row:
 * those of the first rows are so small that they take as long as calls.  From then
 * on a row costs a third.  So what pays depends on the model: 45 rows of a logistic
 * regression, 25 of a hundred small trees, 20 of a large forest (docs/performance.md
 * has what was measured).
 */
#include "postgres.h"

#include <math.h>

#include "access/table.h"
#include "catalog/pg_type.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "pg/batch_calls.h"
#include "pg/batch_cost.h"
#include "pg/plan_model.h"

#define SHARE_IN_BLOCKS	0.35	/* of a call's work */
#define ROWS_ALIKE		15.0	/* the first rows, which cost the same both ways */
#define WORK_TO_JOIN	2.0		/* a call on a row that has been scored for another one */
#define WORK_PER_ROW	20.0	/* making a value of a row, for a call that takes that */
#define WORK_UNKNOWN	100.0	/* of a model that the planner does not know */
#define PART_OF_ROWS	0.5		/* for which a conditional call is evaluated */
#define SELECTIVITY		(1 / 3.0)	/* of a condition on a score, as the planner has it */

/* Of a call by itself. */
static double
work_of(const FuncExpr *call)
{
	const Const *name = linitial(call->args);
	const MlsPlanModel *model = NULL;

	if (IsA(name, Const) && name->consttype == TEXTOID && !name->constisnull)
		model = mls_plan_model(TextDatumGetCString(name->constvalue));
	return (model != NULL ? model->work : WORK_UNKNOWN) +
		(mls_call_form(call).kind == MLS_FORM_ROW ? WORK_PER_ROW : 0);
}

static bool
shares_evaluation(const FuncExpr *call, const List *others, int n)
{
	for (int i = 0; i < n; i++)
		if (mls_calls_share_evaluation(call, list_nth(others, i)))
			return true;
	return false;
}

MlsBatchWork
mls_batch_work(const List *calls, const List *conditional)
{
	List	   *all = list_concat_copy(calls, conditional);
	MlsBatchWork work = {0};

	for (int i = 0; i < list_length(all); i++)
	{
		double		part = i < list_length(calls) ? 1 : PART_OF_ROWS;
		double		alone = work_of(list_nth(all, i));

		work.alone += part * alone;
		work.together += part * (shares_evaluation(list_nth(all, i), all, i) ? WORK_TO_JOIN : SHARE_IN_BLOCKS * alone);
	}
	return work;
}

MlsBatchWork
mls_batch_work_in(Node *expression)
{
	return mls_batch_work(mls_collect_calls(NIL, expression, false),
						  mls_calls_of(mls_collect_conditional_calls(expression, false)));
}

bool
mls_batch_pays(MlsBatchWork work, double rows)
{
	return (rows - ROWS_ALIKE) * (work.alone - work.together) > MLS_BATCH_STARTUP;
}

double
mls_rows_without(const MlsPlanning *planning, const Plan *plan, const List *conditions)
{
	double		rows = plan->plan_rows / pow(SELECTIVITY, list_length(conditions));
	Relation	relation;
	double		tuples;

	if (conditions == NIL || !mls_scans_table(plan))
		return rows;
	relation = table_open(rt_fetch(((const Scan *) plan)->scanrelid, planning->statement->rtable)->relid,
						  NoLock);	/* the planner has locked it */
	tuples = relation->rd_rel->reltuples;
	table_close(relation, NoLock);
	return tuples < 0 ? rows : Min(rows, Max(tuples, plan->plan_rows));
}

double
mls_rows_with(double rows, const List *conditions)
{
	return Max(1, rint(rows * pow(SELECTIVITY, list_length(conditions))));
}

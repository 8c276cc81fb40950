/*
 * pg/plan_model.c
 *	  What the planner knows of a model: its version, inputs and price.
 *
 * A statement is planned under one snapshot, and what the planner makes of one
 * call must be what it makes of an equal one (GROUP BY finds its expressions by
 * comparing).  So what has been found out is kept, with the image pinned, until
 * the snapshot is another; at the latest until the transaction ends.
 *
 * How plans get out of date, and come to know it.  A plan that has looked at a
 * model notes that it depends on the table ml_model, and whoever changes a model
 * sends an invalidation of that table (mls_catalog_changed), so that plans are
 * made anew before they are used again.  Three gaps remain, and an execution that
 * finds one of them calls mls_plans_forget():
 *
 *	- The change commits between planning and the execution's snapshot.
 *
 *	- The invalidation arrives while an older snapshot is in use (REPEATABLE READ,
 *	  a STABLE function in a long query), the plan is made anew under that one, and
 *	  nothing is left to say that it is old.  For this case the transaction's end
 *	  throws away all plans, if something was planned in it after an invalidation.
 *
 *	- The tables were written by somebody else: logical replication, an operator.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "storage/sinval.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/snapmgr.h"

#include "pg/cache.h"
#include "pg/catalog.h"
#include "pg/plan_model.h"

/* An answer; model.image NULL: the answer was no. */
typedef struct MlsAnswer
{
	MlsMark		mark;
	char	   *spec;
	MemoryContext context;
	MlsPlanModel model;
} MlsAnswer;

/* Answers of this transaction; NULL: none so far. */
static MemoryContext planning = NULL;
static List *answers = NIL;

/* Something was planned in this transaction after an invalidation. */
static bool planned_after_change = false;

static void
forget_answers(void *arg)
{
	planning = NULL;
	answers = NIL;
}

static void
begin_planning(void)
{
	MemoryContextCallback *callback;

	if (planning != NULL)
		return;
	planning = AllocSetContextCreate(TopTransactionContext, "ml_score planning", ALLOCSET_SMALL_SIZES);
	callback = MemoryContextAllocZero(planning, sizeof(MemoryContextCallback));
	callback->func = forget_answers;
	MemoryContextRegisterResetCallback(planning, callback);
}

/* Fills an answer, in its own context; false: no. */
static bool
find_answer(MlsAnswer *answer)
{
	MlsPlanModel *model = &answer->model;

	if (!mls_resolve_try(answer->spec, &model->ref))
		return false;
	model->image = mls_cache_find(&model->ref, answer->context);
	if (model->image == NULL)
		return false;
	model->names = mls_names_new(model->image);
	model->work = mls_image_work(model->image);
	return true;
}

const MlsPlanModel *
mls_plan_model(const char *spec)
{
	MlsAnswer  *answer;
	MemoryContext context;
	MemoryContext old;
	ListCell   *cell;

	if (!ActiveSnapshotSet())
		return NULL;
	foreach(cell, answers)
	{
		answer = lfirst(cell);
		if (!mls_mark_holds(&answer->mark))
		{
			answers = foreach_delete_current(answers, cell);
			MemoryContextDelete(answer->context);
		}
		else if (strcmp(answer->spec, spec) == 0)
			return answer->model.image != NULL ? &answer->model : NULL;
	}

	begin_planning();
	context = AllocSetContextCreate(planning, "ml_score planned model", ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(context);
	answer = palloc0(sizeof(MlsAnswer));
	answer->context = context;
	answer->spec = pstrdup(spec);
	if (!find_answer(answer))
		answer->model.image = NULL;
	mls_mark_set(&answer->mark);
	MemoryContextSwitchTo(planning);
	answers = lappend(answers, answer);
	MemoryContextSwitchTo(old);
	return answer->model.image != NULL ? &answer->model : NULL;
}

void
mls_plan_depends(PlannerInfo *root)
{
	MemoryContext old = MemoryContextSwitchTo(GetMemoryChunkContext(root->glob));

	root->glob->relationOids = list_append_unique_oid(root->glob->relationOids,
													  mls_catalog_table(MLS_TABLE_MODEL));
	MemoryContextSwitchTo(old);
	planned_after_change |= mls_catalog_has_changed();
}

bool
mls_plan_is_dependent(const PlannerInfo *root)
{
	/* nothing else is noted as early as columns are looked at */
	return root->glob->relationOids != NIL &&
		list_member_oid(root->glob->relationOids, mls_catalog_table(MLS_TABLE_MODEL));
}

void
mls_plans_forget(void)
{
	SharedInvalidationMessage message;

	memset(&message, 0, sizeof(message));
	message.rc.id = SHAREDINVALRELCACHE_ID;
	message.rc.dbId = MyDatabaseId;
	message.rc.relId = mls_catalog_table(MLS_TABLE_MODEL);
	LocalExecuteInvalidationMessage(&message);

	/* the plan is that of the process that has us work for it */
	if (IsParallelWorker())
		SendSharedInvalidMessages(&message, 1);
}

static void
end_transaction(XactEvent event, void *arg)
{
	if (!planned_after_change)
		return;
	switch (event)
	{
		case XACT_EVENT_COMMIT:
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PREPARE:
			planned_after_change = false;
			ResetPlanCache();
			break;
		default:
			break;
	}
}

void
mls_plan_init(void)
{
	RegisterXactCallback(end_transaction, NULL);
}

/*
 * pg/batch_asked.c
 *	  Calls in a batch node whose values are given only where they are asked for.
 *
 * Of a block's rows those are scored together for which the call may be evaluated,
 * when the first of them is asked for.
 *
 * Even to look for the model is too early before a value is asked for: there may be
 * no such model, and a query that never evaluates the call must not hear of it.  So
 * a call sleeps at first.  A row for which it may be evaluated then ends the block,
 * so that the child still has the row when its value is asked for.  From then on the
 * call is awake, and takes rows, until its name would have to be looked up again.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "fmgr.h"
#include "utils/memutils.h"

#include "pg/batch_asked.h"
#include "pg/batch_scores.h"

/* A row's place in the scores: it has none, and no value; or it is yet to be taken. */
#define NO_PLACE	PG_UINT32_MAX
#define NOT_TAKEN	(PG_UINT32_MAX - 1)

PG_FUNCTION_INFO_V1(mls_predict_asked);

static bool
begin(MlsBatchCall *call)
{
	call->is_null = !mls_call_begin(&call->call, call->fcinfo, call->function->kind,
									call->function->target, call->function->on_invalid);
	call->numbers = (MlsNumbers) {NULL};
	call->is_begun = true;
	return !call->is_null;
}

static void
begin_scores(MlsBatchCall *call, uint32 n)
{
	MlsBatchBlock *block = call->block;

	if (call->scores == NULL)
	{
		mls_scores_make(call, block->child_descriptor, block->layout, block->most);
		block->most = 0;		/* the next block's size has to reckon with it */
	}
	mls_scores_begin(call, n, Max(block->most, n));
	call->call.eval = mls_scores_eval(call->scores);
	call->call.is_scored = true;
}

void
mls_asked_begin(MlsBatchCall *call, uint32 n)
{
	call->is_begun = call->is_run = false;
	call->n_taken = 0;
	if (call->leader != call)
		return;
	if (call->n_places < n)
	{
		if (call->places != NULL)
			pfree(call->places);
		call->places = NULL;
		call->places = MemoryContextAllocHuge(call->block->context, n * sizeof(uint32));
		call->n_places = n;
	}
	if (call->scores != NULL && mls_call_is_ready(call->fcinfo) && begin(call))
		begin_scores(call, n);
}

static bool
may_be_asked(const MlsBatchCall *call, TupleTableSlot *slot)
{
	ExprContext *econtext = call->block->econtext;
	Datum		value;
	bool		isnull;

	if (call->when == NULL)
		return true;
	ResetExprContext(econtext);
	econtext->ecxt_outertuple = slot;
	value = ExecEvalExprSwitchContext(call->when, econtext, &isnull);
	return !isnull && DatumGetBool(value);
}

/* In the block's context for rows. */
static void
take(MlsBatchCall *call, const MlsBatchRow *row, uint32 at)
{
	mls_scores_take(call->scores, row);
	call->places[at] = call->n_taken++;
}

bool
mls_asked_take(MlsBatchCall *call, const MlsBatchRow *row)
{
	uint32		at = call->block->n;

	call->places[at] = NO_PLACE;
	if (!may_be_asked(call, row->slot))
		return true;
	if (call->is_begun)
	{
		if (!call->is_null)
			take(call, row, at);
		return true;
	}
	call->places[at] = NOT_TAKEN;
	return false;
}

/* Takes and scores the one row that there is, the block's last. */
static void
wake(MlsBatchCall *call)
{
	MlsBatchBlock *block = call->block;
	MemoryContext old;
	MlsBatchRow row;

	if (!begin(call))
		return;
	begin_scores(call, 1);
	old = MemoryContextSwitchTo(block->row);
	row = mls_row_read(block->layout, block->last, block->last_needed);
	take(call, &row, block->at);
	MemoryContextSwitchTo(old);
	MemoryContextReset(block->row);
}

Datum
mls_predict_asked(PG_FUNCTION_ARGS)
{
	MlsBatchCall *call = (MlsBatchCall *) PG_GETARG_POINTER(0);
	uint32		at = call->block->at;

	if (call->leader != call)
	{
		/* the scores are those of a call that is evaluated in any case */
		if (!call->is_begun && begin(call))
			mls_batch_join(call);
	}
	else
	{
		if (call->places[at] == NOT_TAKEN)
			wake(call);
		at = call->places[at];
		if (!call->is_null && at == NO_PLACE)
			elog(ERROR, "a score is asked for that was not to be needed");
		if (!call->is_null && !call->is_run)
			mls_batch_run(call);
		call->is_run = true;
	}
	return mls_batch_value(call, at, &fcinfo->isnull);
}

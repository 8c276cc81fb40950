/*
 * pg/batch_node.c
 *	  The node of a plan that scores in blocks of rows.
 *
 * It reads a block of rows from its child, scores it, and then gives out one row
 * after the other.  Blocks grow from one row, so that a query that wants few rows
 * pays for few.
 *
 * Nothing is noticed of rows being scored ahead.  What is wrong with a row is
 * kept with it, and raised when its value is asked for (a node above that reads
 * ahead stops before such a row, and asks for it when its turn has come); names of models are
 * resolved under the snapshot of the execution, once for each block (pg/call.h
 * sees to it that this is one version).
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_type.h"
#include "commands/explain.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "pg/batch.h"
#include "pg/batch_block.h"
#include "pg/batch_calls.h"
#include "pg/batch_explain.h"
#include "pg/batch_planning.h"
#include "pg/compat.h"

typedef struct MlsBatchState MlsBatchState;

struct MlsBatchState
{
	CustomScanState node;		/* first */
	MlsBatchBlock block;
	uint32		size;			/* of the next block, if there are so many rows */
	uint32		next;			/* row of the block to give out */
	bool		done;			/* the child has no more rows */
	bool		prepared;
	int64		bound;			/* rows that the parent reads at most; -1: not known */
	int64		taken;			/* rows that the child has been asked for */
	MlsBatchState *below;		/* the child, if it is such a node too; else NULL */
	bool		ahead;			/* the parent is such a node, and reads ahead: ... */
	bool		held;			/* ... it got no row, because the next one may be an error */
};

/* ---- building the state ---- */

/*
 * The constants among a call's arguments, first needed when there is a row; and what
 * is known of equal calls on columns.
 */
static void
begin_call(MlsBatchState *state, MlsBatchCall *call)
{
	ExprContext *econtext = state->node.ss.ps.ps_ExprContext;
	int			n = list_length(call->expression->args);

	for (int i = 0; i < n; i++)
	{
		Node	   *argument = list_nth(call->expression->args, i);
		NullableDatum *value = &call->fcinfo->args[i];

		*value = (NullableDatum) {(Datum) 0, false};
		if (IsA(argument, Const) || IsA(argument, Param))
		{
			MemoryContext old = MemoryContextSwitchTo(state->block.context);

			value->value = ExecEvalExprSwitchContext(ExecInitExpr((Expr *) argument, &state->node.ss.ps),
													 econtext, &value->isnull);
			if (!value->isnull)
				value->value = datumCopy(value->value, get_typbyval(exprType(argument)),
										 get_typlen(exprType(argument)));
			MemoryContextSwitchTo(old);
		}
	}
	if (call->form.kind == MLS_FORM_COLUMNS)
		mls_call_resume(call->fcinfo, call->function->kind);
}

static void
prepare_call(MlsBatchState *state, MlsBatchCall *call, FuncExpr *expression, int entry)
{
	int			n = list_length(expression->args);

	call->function = mls_called_function((Node *) expression);
	if (call->function == NULL)
		elog(ERROR, "function %u is no scoring function", expression->funcid);

	/* as the executor does where it calls functions itself */
	if (!mls_may_execute(expression->funcid))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_FUNCTION, get_func_name(expression->funcid));
	InvokeFunctionExecuteHook(expression->funcid);

	call->expression = expression;
	call->form = mls_call_form(expression);
	call->entry = entry;
	fmgr_info_cxt(expression->funcid, &call->info, state->block.context);
	fmgr_info_set_expr((Node *) expression, &call->info);
	call->fcinfo = MemoryContextAllocZero(state->block.context, SizeForFunctionCallInfo(n));
	InitFunctionCallInfoData(*call->fcinfo, &call->info, n, expression->inputcollid, NULL, NULL);
	call->block = &state->block;
	call->leader = call;
}

/* Has calls that score the same do it once; a call that is asked for joins only one that is evaluated in any case. */
static void
find_leaders(MlsBatchBlock *block)
{
	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		for (int k = 0; k < (call->is_asked ? block->n_calls : i); k++)
		{
			MlsBatchCall *other = &block->calls[k];

			if (other->leader == other && !other->is_asked &&
				mls_calls_share_evaluation(other->expression, call->expression))
			{
				call->leader = other;
				break;
			}
		}
	}
}

static void
prepare_through(MlsBatchBlock *block, const Var *var, int entry)
{
	MlsBatchThrough *through = &block->through[block->n_through++];

	through->attribute = var->varattno;
	through->entry = entry;
	get_typlenbyval(var->vartype, &through->length, &through->by_value);
	block->last_needed = Max(block->last_needed, var->varattno);
}

/* The attributes of the child that a call needs. */
static void
note_needed(MlsBatchBlock *block, const MlsBatchCall *call)
{
	ListCell   *cell;

	if (call->form.kind == MLS_FORM_ROW)
		block->last_needed = block->child_descriptor->natts;
	foreach(cell, call->expression->args)
	{
		if (IsA(lfirst(cell), Var))
			block->last_needed = Max(block->last_needed, ((Var *) lfirst(cell))->varattno);
	}
}

/* Marks the calls that conditions read. */
static bool
conditions_walker(Node *node, MlsBatchState *state)
{
	if (node == NULL)
		return false;
	if (IsA(node, Var) && ((Var *) node)->varno == INDEX_VAR)
	{
		for (int i = 0; i < state->block.n_calls; i++)
			if (state->block.calls[i].entry == ((Var *) node)->varattno - 1)
				state->block.calls[i].in_condition = true;
	}
	return expression_tree_walker(node, conditions_walker, state);
}

/* Takes the entries of the node's rows apart; the current context is the block's. */
static void
prepare_block(MlsBatchState *state, const CustomScan *plan)
{
	MlsBatchBlock *block = &state->block;
	TupleTableSlot *slot = state->node.ss.ss_ScanTupleSlot;
	int			n = list_length(plan->custom_scan_tlist);
	int			n_asked = 0;
	ListCell   *cell;

	block->calls = palloc0(Max(n, 1) * sizeof(MlsBatchCall));
	block->through = palloc0(Max(n, 1) * sizeof(MlsBatchThrough));
	foreach(cell, plan->custom_scan_tlist)
	{
		const TargetEntry *entry = lfirst_node(TargetEntry, cell);
		Node	   *expression = (Node *) entry->expr;
		int			i = entry->resno - 1;
		MlsBatchCall *call = &block->calls[block->n_calls];

		if (IsA(expression, Var))
			prepare_through(block, (Var *) expression, i);
		else if (IsA(expression, Const))
		{
			slot->tts_values[i] = ((Const *) expression)->constvalue;
			slot->tts_isnull[i] = ((Const *) expression)->constisnull;
		}
		else
		{
			if (mls_is_asked(entry->expr))
			{
				Expr	   *when = list_nth(plan->custom_exprs, n_asked++);

				expression = (Node *) ((RelabelType *) expression)->arg;
				call->is_asked = true;
				call->when = IsA(when, Const) ? NULL : ExecInitExpr(when, &state->node.ss.ps);
				slot->tts_values[i] = PointerGetDatum(call);
				slot->tts_isnull[i] = false;
			}
			prepare_call(state, call, castNode(FuncExpr, expression), i);
			block->n_calls++;
			note_needed(block, call);
		}
	}
	find_leaders(block);
	if (block->child_descriptor != NULL)
		block->layout = mls_row_layout(block->child_descriptor, block->last_needed);
	conditions_walker((Node *) plan->scan.plan.qual, state);
}

/* The rows of a scan as its table has them, if it hands them on like that; else NULL. */
static TupleDesc
stored_descriptor(PlanState *child)
{
	if (!mls_gives_stored_rows(child->plan) || child->ps_ProjInfo != NULL)
		return NULL;
	return RelationGetDescr(((ScanState *) child)->ss_currentRelation);
}

static void
begin_node(CustomScanState *node, EState *estate, int eflags)
{
	MlsBatchState *state = (MlsBatchState *) node;
	const CustomScan *plan = (const CustomScan *) node->ss.ps.plan;
	const Const *bound = list_nth_node(Const, plan->custom_private, MLS_BATCH_BOUND);
	MlsBatchBlock *block = &state->block;
	MemoryContext old;

	/* this node goes neither back nor to marks */
	eflags &= ~(EXEC_FLAG_BACKWARD | EXEC_FLAG_MARK);
	outerPlanState(node) = ExecInitNode(outerPlan(plan), estate, eflags);

	state->bound = bound->constisnull ? -1 : DatumGetInt64(bound->constvalue);
	state->size = 1;
	block->child = outerPlanState(node);
	block->econtext = node->ss.ps.ps_ExprContext;
	if (mls_is_batch_node(outerPlan(plan)))
		state->below = (MlsBatchState *) block->child;
	block->child_descriptor = stored_descriptor(block->child);
	block->context = AllocSetContextCreate(CurrentMemoryContext, "ml_score batch", ALLOCSET_SMALL_SIZES);
	block->values = GenerationContextCreate(block->context, "ml_score batch values",
											ALLOCSET_DEFAULT_SIZES);
	block->row = AllocSetContextCreate(block->context, "ml_score batch row", ALLOCSET_SMALL_SIZES);
	if (state->bound >= 0)
		ExecSetTupleBound(state->bound, block->child);

	old = MemoryContextSwitchTo(block->context);
	prepare_block(state, plan);
	MemoryContextSwitchTo(old);
}

/* ---- running ---- */

/* Reads the child's next row, which may be one that nobody has asked for yet. */
static TupleTableSlot *
read_row(MlsBatchState *state, bool ahead)
{
	TupleTableSlot *slot;

	if (state->below != NULL)
		state->below->ahead = ahead;
	slot = ExecProcNode(state->block.child);
	if (TupIsNull(slot))
		state->done = state->below == NULL || !state->below->held;
	return slot;
}

/* Reads and scores the next block; false if there are no more rows, or no such row as state->ahead wants. */
static bool
next_block(MlsBatchState *state)
{
	MlsBatchBlock *block = &state->block;
	TupleTableSlot *slot;
	uint32		size = state->size;

	state->next = 0;
	block->n = 0;
	if (state->done)
		return false;
	if (state->bound >= 0)
		size = (uint32) Min(size, Max(state->bound - state->taken, 1));
	slot = read_row(state, state->ahead);
	if (TupIsNull(slot))
	{
		state->held = !state->done;
		return false;
	}

	if (!state->prepared)
	{
		for (int i = 0; i < block->n_calls; i++)
			begin_call(state, &block->calls[i]);
		block->time = state->node.ss.ps.instrument != NULL && state->node.ss.ps.instrument->need_timer;
		state->prepared = true;
	}
	size = mls_batch_begin(block, size);
	while (mls_batch_take(block, slot) && block->n < size)
	{
		slot = read_row(state, true);
		if (TupIsNull(slot))
			break;
	}
	mls_batch_score(block);
	state->taken += block->n;
	if (state->size < block->most)
		state->size = Min(state->size * 2, block->most);
	return true;
}

/* Puts the values of calls into the node's row. */
static void
put_values(MlsBatchState *state, TupleTableSlot *slot, uint32 row, bool in_condition)
{
	MemoryContext old = MemoryContextSwitchTo(state->node.ss.ps.ps_ExprContext->ecxt_per_tuple_memory);

	for (int i = 0; i < state->block.n_calls; i++)
	{
		MlsBatchCall *call = &state->block.calls[i];

		if (!call->is_asked && call->in_condition == in_condition)
			slot->tts_values[call->entry] = mls_batch_value(call, row, &slot->tts_isnull[call->entry]);
	}
	MemoryContextSwitchTo(old);
}

static TupleTableSlot *
no_row(CustomScanState *node)
{
	return ExecClearTuple(node->ss.ps.ps_ProjInfo != NULL ? node->ss.ps.ps_ResultTupleSlot
						  : node->ss.ss_ScanTupleSlot);
}

static TupleTableSlot *
run_node(CustomScanState *node)
{
	MlsBatchState *state = (MlsBatchState *) node;
	MlsBatchBlock *block = &state->block;
	ExprContext *econtext = node->ss.ps.ps_ExprContext;
	TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;

	state->held = false;
	for (;;)
	{
		uint32		row;
		const Datum *datums;
		const bool *nulls;

		CHECK_FOR_INTERRUPTS();
		if (state->next >= block->n && !next_block(state))
			return no_row(node);
		if (state->ahead && mls_batch_may_fail(block, state->next))
		{
			state->held = true;
			return no_row(node);
		}
		row = block->at = state->next++;

		ResetExprContext(econtext);
		ExecClearTuple(slot);
		datums = block->datums + (size_t) row * block->n_through;
		nulls = block->nulls + (size_t) row * block->n_through;
		for (int i = 0; i < block->n_through; i++)
		{
			slot->tts_values[block->through[i].entry] = datums[i];
			slot->tts_isnull[block->through[i].entry] = nulls[i];
		}
		econtext->ecxt_scantuple = slot;
		if (node->ss.ps.qual != NULL)
		{
			put_values(state, slot, row, true);
			ExecStoreVirtualTuple(slot);
			if (!ExecQual(node->ss.ps.qual, econtext))
			{
				InstrCountFiltered1(node, 1);
				continue;
			}
			put_values(state, slot, row, false);
		}
		else
		{
			put_values(state, slot, row, false);
			ExecStoreVirtualTuple(slot);
		}
		return node->ss.ps.ps_ProjInfo != NULL ? ExecProject(node->ss.ps.ps_ProjInfo) : slot;
	}
}

static void
rescan_node(CustomScanState *node)
{
	MlsBatchState *state = (MlsBatchState *) node;

	state->next = 0;
	state->size = 1;
	state->done = false;
	state->taken = 0;
	state->block.n = 0;
	ExecClearTuple(node->ss.ss_ScanTupleSlot);
	if (state->bound >= 0)
		ExecSetTupleBound(state->bound, outerPlanState(node));
	if (outerPlanState(node)->chgParam == NULL)
		ExecReScan(outerPlanState(node));
}

static void
end_node(CustomScanState *node)
{
	MemoryContextDelete(((MlsBatchState *) node)->block.context);
	ExecEndNode(outerPlanState(node));
}

/* ---- EXPLAIN ---- */

static void
explain_node(CustomScanState *node, List *ancestors, ExplainState *es)
{
	const MlsBatchBlock *block = &((MlsBatchState *) node)->block;

	if (es->analyze)
		mls_batch_explain(block, es);
}

/* ---- the kind of node ---- */

static Node *create_state(CustomScan *plan);

static const CustomScanMethods plan_methods = {
	.CustomName = "MlScore",
	.CreateCustomScanState = create_state,
};

static const CustomExecMethods exec_methods = {
	.CustomName = "MlScore",
	.BeginCustomScan = begin_node,
	.ExecCustomScan = run_node,
	.EndCustomScan = end_node,
	.ReScanCustomScan = rescan_node,
	.ExplainCustomScan = explain_node,
};

static Node *
create_state(CustomScan *plan)
{
	MlsBatchState *state = palloc0(sizeof(MlsBatchState));

	NodeSetTag(state, T_CustomScanState);
	state->node.methods = &exec_methods;
	return (Node *) state;
}

CustomScan *
mls_batch_node(void)
{
	CustomScan *node = makeNode(CustomScan);

	node->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	node->methods = &plan_methods;
	return node;
}

bool
mls_is_batch_node(const Plan *plan)
{
	return IsA(plan, CustomScan) && ((const CustomScan *) plan)->methods == &plan_methods;
}

void
mls_batch_node_init(void)
{
	RegisterCustomScanMethods(&plan_methods);
}

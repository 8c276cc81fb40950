/*
 * pg/batch_block.c
 *	  A block of rows in a batch node, from its models to its values.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/memutils.h"

#include "pg/batch_asked.h"
#include "pg/batch_block.h"
#include "pg/batch_row.h"
#include "pg/batch_scores.h"
#include "pg/results.h"

/* Rows of a block in which nothing is scored unless it is asked for. */
#define ROWS_ASLEEP		128

/* How many rows are best scored together, and fit into work_mem. */
static void
choose_size(MlsBatchBlock *block)
{
	uint64		row = (uint64) block->n_through * (sizeof(Datum) + sizeof(bool));

	block->most = 1;
	for (int i = 0; i < block->n_calls; i++)
	{
		const MlsBatchCall *call = &block->calls[i];

		if (call->leader != call)
			continue;
		if (call->is_asked && call->scores == NULL)
		{
			/* it may never be asked for */
			block->most = Max(block->most, ROWS_ASLEEP);
			continue;
		}
		if (call->is_null)
			continue;
		block->most = Max(block->most, mls_eval_block(call->call.scorer->image));
		row += mls_eval_size(call->call.scorer->image, 1024) / 1024;
	}
	block->most = (uint32) Min(block->most, Max((uint64) work_mem * 1024 / 2 / Max(row, 1), 16));
}

/* ---- blocks ---- */

static void
make_room(MlsBatchBlock *block, uint32 n)
{
	if (n <= block->capacity || block->n_through == 0)
		return;
	if (block->datums != NULL)
	{
		pfree(block->datums);
		pfree(block->nulls);
		block->datums = NULL;
	}
	block->capacity = Max(n, 32);
	block->datums = MemoryContextAllocHuge(block->context,
										   (Size) block->capacity * block->n_through * sizeof(Datum));
	block->nulls = MemoryContextAllocHuge(block->context,
										  (Size) block->capacity * block->n_through * sizeof(bool));
}

void
mls_batch_join(MlsBatchCall *call)
{
	if (call->call.scorer->ref.content_id != call->leader->call.scorer->ref.content_id)
		elog(ERROR, "model \"%s\" is another one in the same row", call->call.scorer->label);
	call->call.eval = mls_scores_eval(call->leader->scores);
	call->call.is_scored = true;
}

uint32
mls_batch_begin(MlsBatchBlock *block, uint32 n)
{
	bool		changed = block->most == 0;

	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		if (call->is_asked)
			continue;
		call->is_null = !mls_call_begin(&call->call, call->fcinfo, call->function->kind,
										call->function->target, call->function->on_invalid);
		call->numbers = (MlsNumbers) {NULL};
		changed |= !call->is_null && call->leader == call && call->scores == NULL;
	}
	if (changed)
		choose_size(block);
	n = Min(n, block->most);

	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		if (call->is_asked)
			mls_asked_begin(call, n);
		else if (call->is_null)
			continue;
		else
		{
			if (call->leader == call && call->scores == NULL)
				mls_scores_make(call, block->child_descriptor, block->layout, block->most);
			if (call->leader == call)
				mls_scores_begin(call, n, block->most);
			mls_batch_join(call);
		}
	}

	make_room(block, n);
	MemoryContextReset(block->values);
	block->bytes = 0;
	block->n = 0;
	return n;
}

static void
take_through(MlsBatchBlock *block, const MlsBatchRow *row)
{
	Datum	   *datums = block->datums + (size_t) block->n * block->n_through;
	bool	   *nulls = block->nulls + (size_t) block->n * block->n_through;

	for (int i = 0; i < block->n_through; i++)
	{
		const MlsBatchThrough *through = &block->through[i];

		if (through->attribute > 0)
			datums[i] = mls_row_value(block->layout, row, through->attribute - 1, &nulls[i]);
		else
			datums[i] = slot_getsysattr(row->slot, through->attribute, &nulls[i]);
		if (!through->by_value && !nulls[i])
		{
			MemoryContext old = MemoryContextSwitchTo(block->values);

			datums[i] = datumCopy(datums[i], false, through->length);
			block->bytes += GetMemoryChunkSpace(DatumGetPointer(datums[i]));
			MemoryContextSwitchTo(old);
		}
	}
}

bool
mls_batch_take(MlsBatchBlock *block, TupleTableSlot *slot)
{
	MlsBatchRow row = mls_row_read(block->layout, slot, block->last_needed);
	MemoryContext old = MemoryContextSwitchTo(block->row);
	bool		more = true;

	block->last = slot;
	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		if (call->leader != call)
			continue;
		if (call->is_asked)
			more &= mls_asked_take(call, &row);
		else if (!call->is_null)
			mls_scores_take(call->scores, &row);
	}
	MemoryContextSwitchTo(old);
	MemoryContextReset(block->row);
	take_through(block, &row);
	block->n++;
	return more && block->bytes < (Size) work_mem * 1024;
}

void
mls_batch_run(MlsBatchCall *call)
{
	MlsBatchBlock *block = call->block;
	instr_time	start;
	instr_time	now;

	if (block->time)
		INSTR_TIME_SET_CURRENT(start);
	mls_scores_run(call->scores);
	if (block->time)
	{
		INSTR_TIME_SET_CURRENT(now);
		INSTR_TIME_ACCUM_DIFF(block->scoring, now, start);
	}
}

void
mls_batch_score(MlsBatchBlock *block)
{
	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		if (call->leader == call && !call->is_asked && !call->is_null)
			mls_batch_run(call);
	}
	block->n_blocks++;
	block->n_rows += block->n;
	block->largest = Max(block->largest, block->n);
}

bool
mls_batch_may_fail(const MlsBatchBlock *block, uint32 row)
{
	for (int i = 0; i < block->n_calls; i++)
	{
		const MlsBatchCall *call = &block->calls[i];

		if (!call->is_asked && !call->is_null && call->call.on_invalid == MLS_ON_INVALID_ERROR &&
			mls_eval_status(call->call.eval, row).code != MLS_REASON_NONE)
			return true;
	}
	return false;
}

int
mls_batch_columns(const MlsBatchCall *call)
{
	return mls_scores_columns(call->scores);
}

Datum
mls_batch_value(MlsBatchCall *call, uint32 row, bool *isnull)
{
	Datum		value;
	double		number;

	if (call->numbers.data != NULL && likely(mls_number_at(&call->numbers, row, &number)))
	{
		*isnull = false;
		return Float8GetDatum(number);
	}
	*isnull = true;
	if (call->is_null)
		return (Datum) 0;
	call->call.at = row;
	call->call.row = CurrentMemoryContext;
	call->fcinfo->isnull = false;
	value = call->function->value(&call->call);
	/* there is a number for each row; whatever is wrong with the call has been said by now */
	if (call->function->value == mls_predict_value)
		call->numbers = mls_eval_numbers(call->call.eval, mls_call_result(&call->call)->number);
	*isnull = call->fcinfo->isnull;
	return value;
}

/*
 * pg/batch_block.c
 *	  A block of rows in a batch node: where their values go, and their scores.
 *
 * Rows of a table that have no NULL and nothing of varying length before the last
 * column that is needed are not taken apart: their numbers are copied from where
 * they lie.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/tupmacs.h"
#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/memutils.h"

#include "pg/batch_block.h"

/* A float8 column whose values go to their places as they are. */
typedef struct Plain
{
	int			attribute;		/* of the child, from 0 */
	double	   *values;			/* of row 0 */
	uint8_t    *tags;
} Plain;

/* Any other one. */
typedef struct Other
{
	const MlsColumn *column;
	int			attribute;		/* of the child, from 0; below 0: a constant */
	Datum		constant;
	bool		constant_is_null;
} Other;

/* The evaluation of a model, in the model's own context. */
struct MlsBatchScores
{
	MlsBatchCall *owner;
	MlsScorer  *scorer;
	MlsEval    *eval;
	uint32		capacity;
	MlsColumns	columns;
	int			n_plain;
	Plain	   *plain;
	int			n_others;
	Other	   *others;
	MemoryContextCallback callback;
};

/* ---- models ---- */

static void
forget_scores(void *arg)
{
	((MlsBatchCall *) arg)->scores = NULL;
}

/* What gives a column of a call's row. */
static void
find_source(const MlsBatchCall *call, int attribute, Other *other)
{
	const Node *argument;

	other->attribute = attribute;
	if (call->form.kind == MLS_FORM_ROW)
		return;
	argument = list_nth(call->expression->args, call->form.input + attribute);
	if (IsA(argument, Var))
		other->attribute = ((const Var *) argument)->varattno - 1;
	else
	{
		other->attribute = -1;
		other->constant = ((const Const *) argument)->constvalue;
		other->constant_is_null = ((const Const *) argument)->constisnull;
	}
}

/* Sorts columns into plain and other ones, and finds the places of both. */
static void
place_columns(const MlsBatchCall *call, MlsBatchScores *scores)
{
	scores->n_plain = scores->n_others = 0;
	for (int i = 0; i < scores->columns.n_columns; i++)
	{
		MlsColumn  *column = &scores->columns.columns[i];
		Other		other = {.column = column};

		find_source(call, column->attribute, &other);
		if (column->place.value != NULL)
			mls_eval_place(scores->eval, column->input, &column->place);
		if (column->place.value != NULL && !column->place.is_float &&
			column->kind == MLS_VALUE_FLOAT8 && other.attribute >= 0)
			scores->plain[scores->n_plain++] = (Plain) {other.attribute, column->place.value, column->place.tag};
		else
			scores->others[scores->n_others++] = other;
	}
}

static void
resize(MlsBatchBlock *block, MlsBatchCall *call, uint32 n)
{
	MlsBatchScores *scores = call->scores;
	MlsScorer  *scorer = scores->scorer;

	if (scores->eval != NULL)
		mls_eval_free(scores->eval);
	/* few sizes, not all that a growing block has */
	scores->capacity = Min(n <= 32 ? 32 : n <= 512 ? 512 : block->most, block->most);
	scores->eval = mls_eval_new(scorer->image, scores->capacity, &scorer->host);
	if (scores->eval == NULL)
	{
		scores->capacity = 0;
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Model \"%s\" takes %zu bytes to score %u rows.", scorer->label,
						   mls_eval_size(scorer->image, block->most), block->most)));
	}
}

/* An evaluation for the call's model. */
static void
make_scores(MlsBatchBlock *block, MlsBatchCall *call)
{
	MlsScorer  *scorer = call->call.scorer;
	MemoryContext old = MemoryContextSwitchTo(scorer->context);
	MlsBatchScores *scores = palloc0(sizeof(MlsBatchScores));

	scores->owner = call;
	scores->scorer = scorer;
	scores->callback.func = forget_scores;
	scores->callback.arg = call;
	call->scores = scores;
	MemoryContextRegisterResetCallback(scorer->context, &scores->callback);
	resize(block, call, 1);
	mls_columns_match(&scorer->binding,
					  call->form.kind == MLS_FORM_ROW ? block->child_descriptor
					  : call->call.columns->descriptor,
					  scores->eval, &scores->columns);
	scores->plain = palloc(Max(scores->columns.n_columns, 1) * sizeof(Plain));
	scores->others = palloc(Max(scores->columns.n_columns, 1) * sizeof(Other));
	place_columns(call, scores);
	MemoryContextSwitchTo(old);
}

/* How many rows are best scored together, and fit into work_mem. */
static void
choose_size(MlsBatchBlock *block)
{
	uint64		row = (uint64) block->n_through * (sizeof(Datum) + sizeof(bool));

	block->most = 1;
	for (int i = 0; i < block->n_calls; i++)
	{
		const MlsBatchCall *call = &block->calls[i];

		if (call->is_null || call->leader != call)
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

uint32
mls_batch_begin(MlsBatchBlock *block, uint32 n)
{
	bool		changed = block->most == 0;

	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		call->is_null = !mls_call_begin(&call->call, call->fcinfo, call->function->kind,
										call->function->target, call->function->on_invalid);
		changed |= !call->is_null && call->leader == call && call->scores == NULL;
	}
	if (changed)
		choose_size(block);
	n = Min(n, block->most);

	for (int i = 0; i < block->n_calls; i++)
	{
		MlsBatchCall *call = &block->calls[i];

		if (call->is_null)
			continue;
		if (call->leader == call)
		{
			if (call->scores == NULL)
				make_scores(block, call);
			if (call->scores->capacity < n)
			{
				resize(block, call, n);
				place_columns(call, call->scores);
			}
			mls_eval_begin(call->scores->eval, n);
		}
		else if (call->call.scorer->ref.content_id != call->leader->call.scorer->ref.content_id)
			elog(ERROR, "model \"%s\" is another one in the same row", call->call.scorer->label);
		call->call.eval = call->leader->scores->eval;
		call->call.is_scored = true;
	}

	make_room(block, n);
	MemoryContextReset(block->values);
	block->bytes = 0;
	block->n = 0;
	return n;
}

/* The row as it is stored, if its columns lie at the offsets; else NULL. */
static inline const char *
stored_row(const MlsBatchBlock *block, TupleTableSlot *slot)
{
	HeapTuple	tuple;

	if (block->offsets == NULL || !(TTS_IS_BUFFERTUPLE(slot) || TTS_IS_HEAPTUPLE(slot)))
		return NULL;
	tuple = ((HeapTupleTableSlot *) slot)->tuple;
	if (tuple == NULL || HeapTupleHasNulls(tuple) ||
		HeapTupleHeaderGetNatts(tuple->t_data) < block->last_needed)
		return NULL;
	return (const char *) tuple->t_data + tuple->t_data->t_hoff;
}

/* An attribute (from 0) of the child's row. */
static inline Datum
value_of(const MlsBatchBlock *block, const TupleTableSlot *slot, const char *stored, int attribute, bool *isnull)
{
	if (stored != NULL)
	{
		*isnull = false;
		return fetchatt(TupleDescAttr(block->child_descriptor, attribute), stored + block->offsets[attribute]);
	}
	*isnull = slot->tts_isnull[attribute];
	return slot->tts_values[attribute];
}

/* A number at its place; NaN is missing, and the sign of zero does not count. */
static inline void
put_plain(const Plain *plain, uint32 row, double value)
{
	value += 0.0;
	plain->values[row] = value;
	plain->tags[row] = value == value ? MLS_TAG_DOUBLE : MLS_TAG_MISSING;
}

static void
take_scores(const MlsBatchBlock *block, const MlsBatchScores *scores, const TupleTableSlot *slot,
			const char *stored)
{
	MlsSink		sink = {scores->eval, block->n, NULL};

	if (stored != NULL)
	{
		for (int i = 0; i < scores->n_plain; i++)
			put_plain(&scores->plain[i], block->n,
					  *(const double *) (stored + block->offsets[scores->plain[i].attribute]));
	}
	else
	{
		for (int i = 0; i < scores->n_plain; i++)
		{
			const Plain *plain = &scores->plain[i];

			if (!slot->tts_isnull[plain->attribute])
				put_plain(plain, block->n, DatumGetFloat8(slot->tts_values[plain->attribute]));
		}
	}
	for (int i = 0; i < scores->n_others; i++)
	{
		const Other *other = &scores->others[i];
		Datum		value = other->constant;
		bool		isnull = other->constant_is_null;

		if (other->attribute >= 0)
			value = value_of(block, slot, stored, other->attribute, &isnull);
		if (!isnull)
			mls_put_column(other->column, value, &sink);
	}
}

static void
take_through(MlsBatchBlock *block, TupleTableSlot *slot, const char *stored)
{
	Datum	   *datums = block->datums + (size_t) block->n * block->n_through;
	bool	   *nulls = block->nulls + (size_t) block->n * block->n_through;

	for (int i = 0; i < block->n_through; i++)
	{
		const MlsBatchThrough *through = &block->through[i];

		if (through->attribute > 0)
			datums[i] = value_of(block, slot, stored, through->attribute - 1, &nulls[i]);
		else
			datums[i] = slot_getsysattr(slot, through->attribute, &nulls[i]);
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
	const char *stored = stored_row(block, slot);
	MemoryContext old = MemoryContextSwitchTo(block->row);

	if (stored == NULL && block->last_needed > 0)
		slot_getsomeattrs(slot, block->last_needed);
	for (int i = 0; i < block->n_calls; i++)
		if (block->calls[i].leader == &block->calls[i] && !block->calls[i].is_null)
			take_scores(block, block->calls[i].scores, slot, stored);
	MemoryContextSwitchTo(old);
	MemoryContextReset(block->row);
	take_through(block, slot, stored);
	block->n++;
	return block->bytes < (Size) work_mem * 1024;
}

void
mls_batch_score(MlsBatchBlock *block)
{
	instr_time	start;

	if (block->time)
		INSTR_TIME_SET_CURRENT(start);
	for (int i = 0; i < block->n_calls; i++)
	{
		const MlsBatchCall *call = &block->calls[i];

		if (call->leader != call || call->is_null)
			continue;
		mls_eval_shorten(call->scores->eval, block->n);
		mls_eval_run(call->scores->eval);
	}
	if (block->time)
	{
		instr_time	now;

		INSTR_TIME_SET_CURRENT(now);
		INSTR_TIME_ACCUM_DIFF(block->scoring, now, start);
	}
	block->n_blocks++;
	block->n_rows += block->n;
	block->largest = Max(block->largest, block->n);
}

int
mls_batch_columns(const MlsBatchCall *call)
{
	return call->scores->columns.n_columns;
}

Datum
mls_batch_value(MlsBatchCall *call, uint32 row, bool *isnull)
{
	Datum		value;

	*isnull = true;
	if (call->is_null)
		return (Datum) 0;
	call->call.at = row;
	call->call.row = CurrentMemoryContext;
	call->fcinfo->isnull = false;
	value = call->function->value(&call->call);
	*isnull = call->fcinfo->isnull;
	return value;
}

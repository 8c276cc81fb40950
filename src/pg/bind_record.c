/*
 * pg/bind_record.c
 *	  A row of a table, or any other record, as the inputs of a model.
 *
 * A plan says which attribute feeds which input.  It is made from the row
 * type's descriptor and kept as long as rows of an equal descriptor come: the
 * type's id alone would not do, for a column can be renamed while a call site
 * lives, and parts of a distributed table have equal rows of different types.
 *
 * A record's header names its type by two numbers.  For the same numbers the
 * descriptor can change only with an invalidation of the relation cache, which
 * a callback counts.  So a row costs three comparisons; after an invalidation
 * the descriptors are compared once.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "access/tupdesc.h"
#include "executor/tuptable.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "pg/bind_columns.h"

/*
 * Columns next to each other, all float8, whose places are next to each other
 * too.  Rows of many numbers mostly are one run.
 */
typedef struct MlsRun
{
	uint32		offset;			/* of the first, in rows without NULLs */
	uint32		n;
	double	   *values;
	uint8_t    *tags;
} MlsRun;

struct MlsRecordPlan
{
	MemoryContext context;		/* of the plan */
	Oid			type;			/* as the last record had them */
	int32		typmod;
	uint64		generation;		/* of the relation cache, when they were looked up */
	MlsColumns	columns;
	TupleTableSlot *slot;		/* takes records apart, up to the last attribute that is needed */
	bool		fixed;			/* what is needed lies at fixed offsets in rows without NULLs */
	MlsRun	   *runs;			/* of columns, if fixed; ... */
	int			n_runs;
	MlsColumn **others;			/* ... and those that belong to none */
	int			n_others;
};

/* Counts invalidations of the relation cache. */
static uint64 generation = 1;

static void
count_invalidation(Datum arg, Oid relation)
{
	generation++;
}

void
mls_binding_init(void)
{
	CacheRegisterRelcacheCallback(count_invalidation, (Datum) 0);
}

/* Whether a plan made for one descriptor serves rows of the other. */
static bool
same_columns(TupleDesc a, TupleDesc b)
{
	if (a->natts != b->natts)
		return false;
	for (int i = 0; i < a->natts; i++)
	{
		Form_pg_attribute x = TupleDescAttr(a, i);
		Form_pg_attribute y = TupleDescAttr(b, i);

		if (x->attisdropped != y->attisdropped || x->atttypid != y->atttypid ||
			x->attlen != y->attlen || x->attbyval != y->attbyval ||
			x->attalign != y->attalign ||
			strcmp(NameStr(x->attname), NameStr(y->attname)) != 0)
			return false;
	}
	return true;
}

/*
 * Finds where each column lies in rows without NULLs: false if something of
 * varying length comes before the last of them.
 */
static bool
plan_offsets(MlsColumns *columns)
{
	uint32		offset = 0;
	int			next = 0;		/* of the columns, which are in the order of attributes */

	for (int i = 0; i < columns->n_needed; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(columns->descriptor, i);

		if (attribute->attlen <= 0)
			return false;
		offset = att_align_nominal(offset, attribute->attalign);
		if (next < columns->n_columns && columns->columns[next].attribute == i)
			columns->columns[next++].offset = offset;
		offset += attribute->attlen;
	}
	return true;
}

/* Finds the runs among the columns, which lie at fixed offsets. */
static void
plan_runs(MlsRecordPlan *plan)
{
	plan->runs = palloc(Max(plan->columns.n_columns, 1) * sizeof(MlsRun));
	plan->others = palloc(Max(plan->columns.n_columns, 1) * sizeof(MlsColumn *));
	for (int i = 0; i < plan->columns.n_columns; i++)
	{
		MlsColumn  *column = &plan->columns.columns[i];
		MlsRun	   *last = plan->n_runs > 0 ? &plan->runs[plan->n_runs - 1] : NULL;

		if (column->kind != MLS_VALUE_FLOAT8 || column->place.value == NULL || column->place.is_float)
			plan->others[plan->n_others++] = column;
		else if (last != NULL && column->offset == last->offset + last->n * sizeof(double) &&
				 column->place.value == last->values + last->n &&
				 column->place.tag == last->tags + last->n)
			last->n++;
		else
			plan->runs[plan->n_runs++] = (MlsRun) {column->offset, 1, column->place.value, column->place.tag};
	}
}

/* Fills the plan; the current context is the plan's. */
static void
plan_record(MlsBinding *binding, MlsRecordPlan *plan, TupleDesc descriptor, MlsEval *eval)
{
	mls_columns_match(binding, descriptor, eval, &plan->columns);
	plan->fixed = plan->columns.n_arrays == 0 && plan_offsets(&plan->columns);
	if (plan->fixed)
		plan_runs(plan);
	plan->slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsHeapTuple);
}

/* The plan for records of a type: the one there is, or a new one. */
static MlsRecordPlan *
find_plan(MlsBinding *binding, Oid type, int32 typmod, MlsEval *eval)
{
	uint64		now = generation;
	TupleDesc	descriptor = lookup_rowtype_tupdesc(type, typmod);
	MlsRecordPlan *plan = binding->record;

	if (plan == NULL || !same_columns(descriptor, plan->columns.descriptor))
	{
		MemoryContext old;
		TupleDesc	copy;

		if (plan != NULL)
		{
			binding->record = NULL;
			MemoryContextDelete(plan->context);
		}
		old = mls_plan_begin(binding);
		plan = palloc0(sizeof(MlsRecordPlan));
		plan->context = CurrentMemoryContext;
		copy = CreateTupleDescCopy(descriptor);
		ReleaseTupleDesc(descriptor);
		plan_record(binding, plan, copy, eval);
		mls_plan_done(binding, old);
		binding->record = plan;
	}
	else
		ReleaseTupleDesc(descriptor);

	plan->type = type;
	plan->typmod = typmod;
	plan->generation = now;
	return plan;
}

/* The same as mls_place_double() for each; written so that compilers make vectors of it. */
static void
place_run(const MlsRun *run, const double *restrict values)
{
	double	   *restrict places = run->values;
	uint32		n = run->n;
	uint64		nans = 0;

	for (uint32 i = 0; i < n; i++)
		places[i] = values[i] + 0.0;
	for (uint32 i = 0; i < n; i++)
		nans += values[i] != values[i];
	memset(run->tags, MLS_TAG_DOUBLE, n);
	for (uint32 i = 0; nans > 0 && i < n; i++)
	{
		if (isnan(values[i]))
			run->tags[i] = MLS_TAG_MISSING;
	}
}

/* A row without NULLs of which everything needed lies at fixed offsets. */
static void
put_fixed(const MlsRecordPlan *plan, HeapTupleHeader record, MlsSink *sink)
{
	const char *data = (const char *) record + record->t_hoff;

	for (int i = 0; i < plan->n_runs; i++)
		place_run(&plan->runs[i], (const double *) (data + plan->runs[i].offset));
	for (int i = 0; i < plan->n_others; i++)
	{
		const MlsColumn *column = plan->others[i];
		Form_pg_attribute attribute = TupleDescAttr(plan->columns.descriptor, column->attribute);

		mls_put_column(column, fetchatt(attribute, data + column->offset), sink);
	}
}

void
mls_bind_record(MlsBinding *binding, HeapTupleHeader record, MlsSink *sink)
{
	Oid			type = HeapTupleHeaderGetTypeId(record);
	int32		typmod = HeapTupleHeaderGetTypMod(record);
	MlsRecordPlan *plan = binding->record;
	HeapTupleData tuple;

	if (plan == NULL || plan->type != type || plan->typmod != typmod ||
		plan->generation != generation)
		plan = find_plan(binding, type, typmod, sink->eval);

	if (plan->fixed && !(record->t_infomask & HEAP_HASNULL) && sink->arrivals == NULL &&
		HeapTupleHeaderGetNatts(record) >= plan->columns.n_needed)
	{
		put_fixed(plan, record, sink);
		return;
	}

	tuple.t_len = HeapTupleHeaderGetDatumLength(record);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = record;
	ExecStoreHeapTuple(&tuple, plan->slot, false);
	slot_getsomeattrs(plan->slot, plan->columns.n_needed);

	mls_columns_put(binding, &plan->columns, plan->slot->tts_values, plan->slot->tts_isnull, sink);
}

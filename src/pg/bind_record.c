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
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "pg/binding.h"
#include "pg/elements.h"
#include "pg/host.h"

/* A column that feeds an input. */
typedef struct MlsColumn
{
	int			attribute;		/* from 0 */
	MlsValueKind kind;
	uint32		input;
	uint32		offset;			/* in rows without NULLs, if plan->fixed */
	MlsPlace	place;			/* value NULL: it has none, or the column is no plain number */
	const char *name;
} MlsColumn;

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

/* A column whose elements feed inputs. */
typedef struct MlsArrayColumn
{
	int			attribute;
	MlsElementType type;
	const MlsElement *elements;
	uint32		n_elements;
	const char *name;
} MlsArrayColumn;

struct MlsRecordPlan
{
	MemoryContext context;		/* of the plan */
	Oid			type;			/* as the last record had them */
	int32		typmod;
	uint64		generation;		/* of the relation cache, when they were looked up */
	TupleDesc	descriptor;
	TupleTableSlot *slot;		/* takes records apart, up to the last attribute that is needed */
	int			n_needed;
	bool		fixed;			/* what is needed lies at fixed offsets in rows without NULLs */
	MlsColumn  *columns;
	int			n_columns;
	MlsRun	   *runs;			/* of columns, if fixed; ... */
	int			n_runs;
	MlsColumn **others;			/* ... and those that belong to none */
	int			n_others;
	MlsArrayColumn *arrays;
	int			n_arrays;
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

static void __attribute__((noreturn))
unreadable_column(const MlsBinding *binding, Form_pg_attribute attribute, uint32 input)
{
	const MlsString *name = mls_image_string(binding->image,
											 MLS_RECORDS(binding->image, INPUT)[input].name);

	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of type %s cannot be field \"%s\" of model \"%s\"",
					NameStr(attribute->attname),
					format_type_with_typemod(attribute->atttypid, attribute->atttypmod),
					mls_show_text(name->bytes), binding->model),
			 errhint("Numbers, text, booleans, enums, uuids, dates and times can be read, and one-dimensional arrays of them for fields such as \"name[0]\".")));
}

/*
 * Finds where each column lies in rows without NULLs: false if something of
 * varying length comes before the last of them.
 */
static bool
plan_offsets(MlsRecordPlan *plan)
{
	uint32		offset = 0;
	int			next = 0;		/* of the columns, which are in the order of attributes */

	for (int i = 0; i < plan->n_needed; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(plan->descriptor, i);

		if (attribute->attlen <= 0)
			return false;
		offset = att_align_nominal(offset, attribute->attalign);
		if (next < plan->n_columns && plan->columns[next].attribute == i)
			plan->columns[next++].offset = offset;
		offset += attribute->attlen;
	}
	return true;
}

/* Finds the runs among the columns, which lie at fixed offsets. */
static void
plan_runs(MlsRecordPlan *plan)
{
	plan->runs = palloc(Max(plan->n_columns, 1) * sizeof(MlsRun));
	plan->others = palloc(Max(plan->n_columns, 1) * sizeof(MlsColumn *));
	for (int i = 0; i < plan->n_columns; i++)
	{
		MlsColumn  *column = &plan->columns[i];
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

static bool
can_be_placed(MlsValueKind kind)
{
	return kind == MLS_VALUE_FLOAT8 || kind == MLS_VALUE_FLOAT4 || kind == MLS_VALUE_INT2 ||
		kind == MLS_VALUE_INT4 || kind == MLS_VALUE_INT8;
}

/* Fills the plan from its descriptor; the current context is the plan's. */
static void
plan_columns(MlsBinding *binding, MlsRecordPlan *plan, MlsEval *eval)
{
	TupleDesc	descriptor = plan->descriptor;
	int			natts = descriptor->natts;
	MlsKey	   *keys = palloc0(Max(natts, 1) * sizeof(MlsKey));
	int		   *attributes = palloc(Max(natts, 1) * sizeof(int));
	MlsMatch   *matches = palloc(Max(natts, 1) * sizeof(MlsMatch));
	int			n = 0;
	int			last = -1;

	for (int i = 0; i < natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
		char	   *name;

		if (attribute->attisdropped)
			continue;
		name = mls_utf8(NameStr(attribute->attname), strlen(NameStr(attribute->attname)));
		keys[n].name = name;
		keys[n].length = strlen(name);
		keys[n].is_array = OidIsValid(get_element_type(getBaseType(attribute->atttypid)));
		attributes[n++] = i;
	}
	mls_names_match(binding->names, binding->model, "column", keys, n, matches);
	mls_names_check_complete(binding->names, binding->model, keys, n, matches);

	plan->columns = palloc(Max(n, 1) * sizeof(MlsColumn));
	plan->arrays = palloc(Max(n, 1) * sizeof(MlsArrayColumn));
	for (int k = 0; k < n; k++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, attributes[k]);

		if (matches[k].input != MLS_NONE)
		{
			MlsColumn  *column = &plan->columns[plan->n_columns++];

			column->attribute = attributes[k];
			column->kind = mls_value_kind(attribute->atttypid);
			column->input = matches[k].input;
			column->offset = 0;
			column->name = NameStr(attribute->attname);
			if (!can_be_placed(column->kind) || !mls_eval_place(eval, column->input, &column->place))
				column->place.value = NULL;
			if (column->kind == MLS_VALUE_NONE)
				unreadable_column(binding, attribute, matches[k].input);
		}
		else if (matches[k].n_elements > 0)
		{
			MlsArrayColumn *array = &plan->arrays[plan->n_arrays++];

			array->attribute = attributes[k];
			mls_element_type(get_element_type(getBaseType(attribute->atttypid)), &array->type);
			array->elements = matches[k].elements;
			array->n_elements = matches[k].n_elements;
			array->name = NameStr(attribute->attname);
			if (array->type.kind == MLS_VALUE_NONE)
				unreadable_column(binding, attribute, matches[k].elements[0].input);
		}
		else
			continue;
		last = attributes[k];
	}

	plan->n_needed = last + 1;
	plan->fixed = plan->n_arrays == 0 && plan_offsets(plan);
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

	if (plan == NULL || !same_columns(descriptor, plan->descriptor))
	{
		MemoryContext old;

		if (plan != NULL)
		{
			binding->record = NULL;
			MemoryContextDelete(plan->context);
		}
		old = mls_plan_begin(binding);
		plan = palloc0(sizeof(MlsRecordPlan));
		plan->context = CurrentMemoryContext;
		plan->descriptor = CreateTupleDescCopy(descriptor);
		ReleaseTupleDesc(descriptor);
		plan_columns(binding, plan, eval);
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

static void
put_array(const MlsBinding *binding, const MlsArrayColumn *column, Datum value, MlsSink *sink)
{
	ArrayType  *array = DatumGetArrayTypeP(value);
	uint32		n = mls_count_elements(array, column->name);
	MlsElement	last = column->elements[column->n_elements - 1];

	if (last.index >= n)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("array column \"%s\" has no element number %u, which is field \"%s\" of model \"%s\"",
						column->name, last.index + 1,
						mls_show_text(mls_image_string(binding->image,
													   MLS_RECORDS(binding->image, INPUT)[last.input].name)->bytes),
						binding->model)));
	mls_put_elements(sink, array, &column->type, column->elements, column->n_elements,
					 column->name);
}

/* Puts a number into its place; the datum is that of one of the kinds that can be placed. */
static inline void
place_datum(const MlsColumn *column, Datum value)
{
	switch (column->kind)
	{
		case MLS_VALUE_FLOAT8:
			mls_place_double(&column->place, DatumGetFloat8(value));
			break;
		case MLS_VALUE_FLOAT4:
			mls_place_double(&column->place, DatumGetFloat4(value));
			break;
		case MLS_VALUE_INT2:
			mls_place_double(&column->place, DatumGetInt16(value));
			break;
		case MLS_VALUE_INT4:
			mls_place_double(&column->place, DatumGetInt32(value));
			break;
		default:
			mls_place_double(&column->place, (double) DatumGetInt64(value));
			break;
	}
}

static inline void
put_column(const MlsColumn *column, Datum value, MlsSink *sink)
{
	if (column->place.value != NULL && likely(sink->arrivals == NULL))
		place_datum(column, value);
	else
		mls_put_datum(sink, column->input, column->kind, value);
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
		Form_pg_attribute attribute = TupleDescAttr(plan->descriptor, column->attribute);

		put_column(column, fetchatt(attribute, data + column->offset), sink);
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
		HeapTupleHeaderGetNatts(record) >= plan->n_needed)
	{
		put_fixed(plan, record, sink);
		return;
	}

	tuple.t_len = HeapTupleHeaderGetDatumLength(record);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = record;
	ExecStoreHeapTuple(&tuple, plan->slot, false);
	slot_getsomeattrs(plan->slot, plan->n_needed);

	for (int i = 0; i < plan->n_columns; i++)
	{
		const MlsColumn *column = &plan->columns[i];

		if (unlikely(sink->arrivals != NULL))
			mls_arrived_source(sink, column->input, column->name);
		if (!plan->slot->tts_isnull[column->attribute])
			put_column(column, plan->slot->tts_values[column->attribute], sink);
	}
	for (int i = 0; i < plan->n_arrays; i++)
	{
		const MlsArrayColumn *array = &plan->arrays[i];

		if (unlikely(sink->arrivals != NULL))
		{
			for (uint32 e = 0; e < array->n_elements; e++)
				mls_arrived_element(sink, array->elements[e].input, array->name, array->elements[e].index);
		}
		if (!plan->slot->tts_isnull[array->attribute])
			put_array(binding, array, plan->slot->tts_values[array->attribute], sink);
	}
}

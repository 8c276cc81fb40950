/*
 * pg/bind_columns.c
 *	  Columns, each a value of a type of its own, as the inputs of a model.
 *
 * Names and types are known before the first row, so a row costs no look-up.
 * Numbers for inputs that no rule judges go to their places directly; if the
 * columns are float8, as most are, without a decision for each.
 */
#include "postgres.h"

#include <math.h>

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/hot.h"
#include "pg/bind_columns.h"
#include "pg/host.h"

/* A column of float8 and its place. */
typedef struct MlsDouble
{
	int			attribute;
	MlsPlace	place;
} MlsDouble;

struct MlsColumnsPlan
{
	MemoryContext context;		/* of the plan */
	MlsColumns	columns;
	MlsDouble  *doubles;
	int			n_doubles;
	MlsColumn **others;
	int			n_others;
};

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

/* Finds the place for a column's numbers; false if values have to be put one by one. */
static bool
find_place(MlsColumn *column, MlsEval *eval)
{
	switch (column->kind)
	{
		case MLS_VALUE_FLOAT8:
		case MLS_VALUE_FLOAT4:
		case MLS_VALUE_INT2:
		case MLS_VALUE_INT4:
		case MLS_VALUE_NUMERIC:
			return mls_eval_place(eval, column->input, &column->place);
		case MLS_VALUE_INT8:
			/* by way of a double to a float it would be rounded twice */
			return mls_eval_place(eval, column->input, &column->place) && !column->place.is_float;
		default:
			return false;
	}
}

void
mls_columns_match(MlsBinding *binding, TupleDesc descriptor, MlsEval *eval, MlsColumns *columns)
{
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
		keys[n].is_array = OidIsValid(mls_array_element(attribute->atttypid));
		attributes[n++] = i;
	}
	mls_binding_names(binding);
	mls_names_match(binding->names, binding->model, "column", keys, n, matches);
	mls_names_check_complete(binding->names, binding->model, keys, n, matches);

	*columns = (MlsColumns) {.descriptor = descriptor};
	columns->columns = palloc(Max(n, 1) * sizeof(MlsColumn));
	columns->arrays = palloc(Max(n, 1) * sizeof(MlsArrayColumn));
	for (int k = 0; k < n; k++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, attributes[k]);

		if (matches[k].input != MLS_NONE)
		{
			MlsColumn  *column = &columns->columns[columns->n_columns++];

			column->attribute = attributes[k];
			column->input = matches[k].input;
			column->kind = MLS_RECORDS(binding->image, INPUT)[column->input].takes_list ?
				mls_list_kind(attribute->atttypid) : mls_value_kind(attribute->atttypid);
			column->offset = 0;
			column->name = NameStr(attribute->attname);
			if (!find_place(column, eval))
				column->place.value = NULL;
			if (column->kind == MLS_VALUE_NONE)
				unreadable_column(binding, attribute, matches[k].input);
		}
		else if (matches[k].n_elements > 0)
		{
			MlsArrayColumn *array = &columns->arrays[columns->n_arrays++];

			array->attribute = attributes[k];
			mls_element_type(mls_array_element(attribute->atttypid), &array->type);
			array->elements = matches[k].elements;
			array->n_elements = matches[k].n_elements;
			array->places = mls_element_places(eval, &array->type, array->elements, array->n_elements);
			array->name = NameStr(attribute->attname);
			if (array->type.kind == MLS_VALUE_NONE)
				unreadable_column(binding, attribute, matches[k].elements[0].input);
		}
		else
			continue;
		last = attributes[k];
	}

	columns->n_needed = last + 1;
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
	mls_put_elements(sink, array, &column->type, column->elements, column->places, column->n_elements,
					 column->name);
}

void
mls_columns_put(const MlsBinding *binding, const MlsColumns *columns,
				const Datum *values, const bool *nulls, MlsSink *sink)
{
	for (int i = 0; i < columns->n_columns; i++)
	{
		const MlsColumn *column = &columns->columns[i];

		if (unlikely(sink->arrivals != NULL))
			mls_arrived_source(sink, column->input, column->name);
		if (!nulls[column->attribute])
			mls_put_column(column, values[column->attribute], sink);
	}
	for (int i = 0; i < columns->n_arrays; i++)
	{
		const MlsArrayColumn *array = &columns->arrays[i];

		if (unlikely(sink->arrivals != NULL))
		{
			for (uint32 e = 0; e < array->n_elements; e++)
				mls_arrived_element(sink, array->elements[e].input, array->name, array->elements[e].index);
		}
		if (!nulls[array->attribute])
			put_array(binding, array, values[array->attribute], sink);
	}
}

/* ---- explicit columns ---- */

static void
sort_columns(MlsColumnsPlan *plan)
{
	int			n = plan->columns.n_columns;

	plan->doubles = palloc(Max(n, 1) * sizeof(MlsDouble));
	plan->others = palloc(Max(n, 1) * sizeof(MlsColumn *));
	for (int i = 0; i < n; i++)
	{
		MlsColumn  *column = &plan->columns.columns[i];

		if (column->kind == MLS_VALUE_FLOAT8 && column->place.value != NULL)
			plan->doubles[plan->n_doubles++] = (MlsDouble) {column->attribute, column->place};
		else
			plan->others[plan->n_others++] = column;
	}
}

/* The plan for a descriptor: the one there is, or a new one. */
static MlsColumnsPlan *
find_plan(MlsBinding *binding, TupleDesc descriptor, MlsEval *eval)
{
	MlsColumnsPlan *plan = binding->columns;
	MemoryContext old;

	if (plan != NULL && likely(plan->columns.descriptor == descriptor))
		return plan;
	if (plan != NULL)
	{
		binding->columns = NULL;
		MemoryContextDelete(plan->context);
	}
	old = mls_plan_begin(binding);
	plan = palloc0(sizeof(MlsColumnsPlan));
	plan->context = CurrentMemoryContext;
	mls_columns_match(binding, descriptor, eval, &plan->columns);
	sort_columns(plan);
	mls_plan_done(binding, old);
	binding->columns = plan;
	return plan;
}

void
mls_bind_columns(MlsBinding *binding, TupleDesc descriptor,
				 const Datum *values, const bool *nulls, MlsSink *sink)
{
	MlsColumnsPlan *plan = find_plan(binding, descriptor, sink->eval);

	mls_columns_put(binding, &plan->columns, values, nulls, sink);
}

/* The same as mls_place_double() for each that is not NULL; nearly all are numbers. */
static inline void
place_doubles(const MlsDouble *doubles, int n, const NullableDatum *arguments)
{
	for (int i = 0; i < n; i++)
	{
		const NullableDatum *argument = &arguments[doubles[i].attribute];
		const MlsPlace *place = &doubles[i].place;
		double		value = DatumGetFloat8(argument->value) + 0.0;
		uint8_t		tag = place->is_float ? MLS_TAG_FLOAT : MLS_TAG_DOUBLE;

		*place->value = place->is_float ? (double) (float) value : value;
		*place->tag = argument->isnull | (value != value) ? MLS_TAG_MISSING : tag;
	}
}

MLS_HOT void
mls_bind_arguments(MlsBinding *binding, TupleDesc descriptor,
				   const NullableDatum *arguments, MlsSink *sink)
{
	MlsColumnsPlan *plan = find_plan(binding, descriptor, sink->eval);

	if (unlikely(sink->arrivals != NULL || plan->columns.n_arrays > 0))
	{
		Datum		values[FUNC_MAX_ARGS];
		bool		nulls[FUNC_MAX_ARGS];

		for (int i = 0; i < plan->columns.n_needed; i++)
		{
			values[i] = arguments[i].value;
			nulls[i] = arguments[i].isnull;
		}
		mls_columns_put(binding, &plan->columns, values, nulls, sink);
		return;
	}
	place_doubles(plan->doubles, plan->n_doubles, arguments);
	for (int i = 0; i < plan->n_others; i++)
	{
		const MlsColumn *column = plan->others[i];

		if (!arguments[column->attribute].isnull)
			mls_put_column(column, arguments[column->attribute].value, sink);
	}
}

MLS_HOT void
mls_bind_stored(MlsBinding *binding, TupleDesc descriptor, TupleTableSlot *row,
				const int *attributes, int last, MlsSink *sink)
{
	NullableDatum arguments[FUNC_MAX_ARGS];

	slot_getsomeattrs(row, last);
	for (int i = 0; i < descriptor->natts; i++)
		arguments[i] = (NullableDatum) {row->tts_values[attributes[i]], row->tts_isnull[attributes[i]]};
	mls_bind_arguments(binding, descriptor, arguments, sink);
}

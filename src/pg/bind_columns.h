/*
 * pg/bind_columns.h
 *	  Columns, each a value of a type of its own, as the inputs of a model: what
 *	  records and calls on explicit columns have in common, and the latter.
 *
 * A batch of rows is bound the same way, row by row: sink->row is the row's
 * place in the evaluation's block.
 */
#ifndef MLS_PG_BIND_COLUMNS_H
#define MLS_PG_BIND_COLUMNS_H

#include "postgres.h"

#include "executor/tuptable.h"

#include "pg/binding.h"
#include "pg/elements.h"
#include "pg/numeric.h"

/* A column that feeds an input. */
typedef struct MlsColumn
{
	int			attribute;		/* from 0 */
	MlsValueKind kind;
	uint32		input;
	uint32		offset;			/* of records: in rows without NULLs, if what is needed lies at fixed offsets */
	MlsPlace	place;			/* value NULL: it has none, or the column is no plain number */
	const char *name;
} MlsColumn;

/* A column whose elements feed inputs. */
typedef struct MlsArrayColumn
{
	int			attribute;
	MlsElementType type;
	const MlsElement *elements;
	MlsPlace   *places;			/* of elements; NULL: they have none, or are no float8 */
	uint32		n_elements;
	const char *name;
} MlsArrayColumn;

/* Which columns of a descriptor feed which inputs. */
typedef struct MlsColumns
{
	TupleDesc	descriptor;
	int			n_needed;		/* none of what feeds an input lies behind these attributes */
	MlsColumn  *columns;		/* by ascending attribute, as the next one */
	int			n_columns;
	MlsArrayColumn *arrays;
	int			n_arrays;
} MlsColumns;

/*
 * Fills *columns for rows of the descriptor, which must live as long; allocates
 * in the current context.  Raises ERRCODE_UNDEFINED_COLUMN where an input that
 * is read has no column, ERRCODE_AMBIGUOUS_COLUMN where one has two, and
 * ERRCODE_DATATYPE_MISMATCH for a type that cannot be read.
 */
extern void mls_columns_match(MlsBinding *binding, TupleDesc descriptor, MlsEval *eval,
							  MlsColumns *columns);

/* Puts a row's values, which are in the order of the descriptor. */
extern void mls_columns_put(const MlsBinding *binding, const MlsColumns *columns,
							const Datum *values, const bool *nulls, MlsSink *sink);

/*
 * A row as explicit columns, which the descriptor names and types: the same one
 * (by its address) for all rows of a binding, and it must live as long.  Errors
 * as with mls_columns_match().  The current context is one that is reset with
 * each row.
 */
extern void mls_bind_columns(MlsBinding *binding, TupleDesc descriptor,
							 const Datum *values, const bool *nulls, MlsSink *sink);

/* The same for the arguments of a call. */
extern void mls_bind_arguments(MlsBinding *binding, TupleDesc descriptor,
							   const NullableDatum *arguments, MlsSink *sink);

/*
 * The same for attributes of a row, from 0, in the order of the descriptor; they
 * are among the first so many of the row.
 */
extern void mls_bind_stored(MlsBinding *binding, TupleDesc descriptor, TupleTableSlot *row,
							const int *attributes, int last, MlsSink *sink);

/* Puts a number into the place of a row; the datum is that of one of the kinds that can be placed. */
static inline void
mls_place_datum(const MlsColumn *column, uint32 row, Datum value)
{
	MlsPlace	place = mls_place_at(&column->place, row);

	switch (column->kind)
	{
		case MLS_VALUE_FLOAT8:
			mls_place_double(&place, DatumGetFloat8(value));
			break;
		case MLS_VALUE_FLOAT4:
			mls_place_double(&place, DatumGetFloat4(value));
			break;
		case MLS_VALUE_INT2:
			mls_place_double(&place, DatumGetInt16(value));
			break;
		case MLS_VALUE_INT4:
			mls_place_double(&place, DatumGetInt32(value));
			break;
		case MLS_VALUE_NUMERIC:
			mls_place_double(&place, place.is_float ? mls_numeric_float(value) : mls_numeric_double(value));
			break;
		default:
			mls_place_double(&place, (double) DatumGetInt64(value));
			break;
	}
}

static inline void
mls_put_column(const MlsColumn *column, Datum value, MlsSink *sink)
{
	if (column->place.value != NULL && likely(sink->arrivals == NULL))
		mls_place_datum(column, sink->row, value);
	else
		mls_put_datum(sink, column->input, column->kind, value);
}

#endif

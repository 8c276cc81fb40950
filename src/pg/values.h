/*
 * pg/values.h
 *	  Values of PostgreSQL's types as values of a model's inputs.
 */
#ifndef MLS_PG_VALUES_H
#define MLS_PG_VALUES_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "pg/sink.h"

/* How a type is read. */
typedef enum MlsValueKind
{
	MLS_VALUE_BOOL,
	MLS_VALUE_INT2,
	MLS_VALUE_INT4,
	MLS_VALUE_INT8,
	MLS_VALUE_OID,
	MLS_VALUE_FLOAT4,
	MLS_VALUE_FLOAT8,
	MLS_VALUE_NUMERIC,
	MLS_VALUE_TEXT,				/* text, varchar and what is stored like them */
	MLS_VALUE_BPCHAR,			/* without trailing blanks */
	MLS_VALUE_NAME,
	MLS_VALUE_CSTRING,
	MLS_VALUE_CHAR,
	MLS_VALUE_ENUM,				/* the label */
	MLS_VALUE_UUID,
	MLS_VALUE_DATE,				/* dates and times as ISO 8601 has them, whatever the session's settings */
	MLS_VALUE_TIME,
	MLS_VALUE_TIMESTAMP,
	MLS_VALUE_TIMESTAMPTZ,		/* at UTC */
	MLS_VALUE_ARRAY,			/* these three for inputs that take lists, as JSON */
	MLS_VALUE_JSON,
	MLS_VALUE_JSONB,
	MLS_VALUE_NONE				/* no way to read it */
} MlsValueKind;

/* The type of an array's elements; InvalidOid if it is none.  Domains are what they are over. */
extern Oid	mls_array_element(Oid type);

/* The kind of a type; domains are read as what they are over. */
extern MlsValueKind mls_value_kind(Oid type);

/* The kind of a type for an input that takes lists: arrays and JSON too. */
extern MlsValueKind mls_list_kind(Oid type);

/* Whether values of the kind are numbers (booleans are not). */
extern bool mls_value_is_number(MlsValueKind kind);

/* Puts a value, not NULL, of a kind other than NONE. */
extern void mls_put_datum(MlsSink *sink, uint32 input, MlsValueKind kind, Datum value);

/*
 * Puts a numeric: as an integer if it is written without a fraction and fits
 * 64 bits, else as the nearest double (an infinity beyond the doubles).
 */
extern void mls_put_numeric(MlsSink *sink, uint32 input, Datum value);

/* Puts a JSON value that is no array or object; null is missing. */
extern void mls_put_json_scalar(MlsSink *sink, uint32 input, const JsonbValue *value);

/* Once per backend. */
extern void mls_values_init(void);

#endif

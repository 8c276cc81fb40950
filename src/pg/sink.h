/*
 * pg/sink.h
 *	  Where the values of a row go: into an evaluation, and on request into a
 *	  list that says what came from where.
 *
 * All kinds of input (records, JSON, arrays) put their values here.  Putting
 * nothing leaves an input missing.
 */
#ifndef MLS_PG_SINK_H
#define MLS_PG_SINK_H

#include "postgres.h"

#include "mb/pg_wchar.h"

#include "eval/eval.h"

/* What arrived for an input; for explanations and messages. */
typedef struct MlsArrival
{
	char	   *source;			/* the column, key or element; NULL: none */
	char	   *text;			/* the value; NULL: it is NULL */
} MlsArrival;

typedef struct MlsSink
{
	MlsEval    *eval;
	uint32		row;			/* of eval's block */
	MlsArrival *arrivals;		/* one for each input of the image; NULL: nobody asks */
} MlsSink;

/* The parts of the functions below that are for those who ask. */
extern void mls_arrived_source(MlsSink *sink, uint32 input, const char *source);
extern void mls_arrived_element(MlsSink *sink, uint32 input, const char *source, uint32 index);
extern void mls_arrived_double(MlsSink *sink, uint32 input, double value);
extern void mls_arrived_float(MlsSink *sink, uint32 input, float value);
extern void mls_arrived_integer(MlsSink *sink, uint32 input, int64 value);
extern void mls_arrived_moment(MlsSink *sink, uint32 input, MlsTag tag, int64 value);
extern void mls_arrived_text(MlsSink *sink, uint32 input, const char *bytes, size_t length);

/* The value of an input is the double; likewise below. */
static inline void
mls_put_double(MlsSink *sink, uint32 input, double value)
{
	mls_set_double(sink->eval, input, sink->row, value);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_double(sink, input, value);
}

static inline void
mls_put_float(MlsSink *sink, uint32 input, float value)
{
	mls_set_float(sink->eval, input, sink->row, value);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_float(sink, input, value);
}

static inline void
mls_put_integer(MlsSink *sink, uint32 input, int64 value)
{
	mls_set_integer(sink->eval, input, sink->row, value);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_integer(sink, input, value);
}

static inline void
mls_put_boolean(MlsSink *sink, uint32 input, bool value)
{
	mls_set_boolean(sink->eval, input, sink->row, value);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_text(sink, input, value ? "true" : "false", value ? 4 : 5);
}

/* Dates and times as base/calendar.h counts them, within its range. */
static inline void
mls_put_date(MlsSink *sink, uint32 input, int64 days)
{
	mls_set_date(sink->eval, input, sink->row, days);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_moment(sink, input, MLS_TAG_DATE, days);
}

static inline void
mls_put_time(MlsSink *sink, uint32 input, int64 micros)
{
	mls_set_time(sink->eval, input, sink->row, micros);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_moment(sink, input, MLS_TAG_TIME, micros);
}

static inline void
mls_put_datetime(MlsSink *sink, uint32 input, int64 micros)
{
	mls_set_datetime(sink->eval, input, sink->row, micros);
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_moment(sink, input, MLS_TAG_DATETIME, micros);
}

/* Text of the server's encoding; allocates in the current context if that is not UTF-8. */
static inline void
mls_put_text(MlsSink *sink, uint32 input, const char *bytes, size_t length)
{
	if (unlikely(sink->arrivals != NULL))
		mls_arrived_text(sink, input, bytes, length);
	if (GetDatabaseEncoding() != PG_UTF8)
	{
		const char *converted = pg_server_to_any(bytes, (int) length, PG_UTF8);

		if (converted != bytes)
			length = strlen(converted);
		bytes = converted;
	}
	mls_set_text(sink->eval, input, sink->row, bytes, length);
}

#endif

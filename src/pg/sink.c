/*
 * pg/sink.c
 *	  What came from where, for those who ask.
 */
#include "postgres.h"

#include "common/shortest_dec.h"

#include "base/calendar.h"
#include "pg/sink.h"

void
mls_arrived_source(MlsSink *sink, uint32 input, const char *source)
{
	sink->arrivals[input].source = pstrdup(source);
}

void
mls_arrived_element(MlsSink *sink, uint32 input, const char *source, uint32 index)
{
	sink->arrivals[input].source = psprintf("%s[%u]", source, index);
}

void
mls_arrived_double(MlsSink *sink, uint32 input, double value)
{
	char	   *text = palloc(DOUBLE_SHORTEST_DECIMAL_LEN);

	double_to_shortest_decimal_buf(value, text);
	sink->arrivals[input].text = text;
}

void
mls_arrived_float(MlsSink *sink, uint32 input, float value)
{
	char	   *text = palloc(FLOAT_SHORTEST_DECIMAL_LEN);

	float_to_shortest_decimal_buf(value, text);
	sink->arrivals[input].text = text;
}

void
mls_arrived_integer(MlsSink *sink, uint32 input, int64 value)
{
	sink->arrivals[input].text = psprintf(INT64_FORMAT, value);
}

void
mls_arrived_moment(MlsSink *sink, uint32 input, MlsTag tag, int64 value)
{
	char	   *text = palloc(MLS_CALENDAR_TEXT);

	mls_format_moment(text, (MlsCell) {tag, {.i = value}});
	sink->arrivals[input].text = text;
}

void
mls_arrived_text(MlsSink *sink, uint32 input, const char *bytes, size_t length)
{
	sink->arrivals[input].text = pnstrdup(bytes, length);
}

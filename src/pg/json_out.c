/*
 * pg/json_out.c
 *	  Writing JSON text, the same on every server and version.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"

#include "pg/json_out.h"

static void
write_text(MlsJson *json, const char *text)
{
	appendStringInfoChar(&json->out, '"');
	for (const char *p = text; *p != '\0'; p++)
	{
		if (*p == '"' || *p == '\\')
			appendStringInfoChar(&json->out, '\\');
		if ((unsigned char) *p < ' ')
			appendStringInfo(&json->out, "\\u%04x", (unsigned char) *p);
		else
			appendStringInfoChar(&json->out, *p);
	}
	appendStringInfoChar(&json->out, '"');
}

/* The comma and the key that go before a value. */
static void
write_key(MlsJson *json, const char *key)
{
	if (json->depth == 0)
		return;
	if (!json->empty[json->depth - 1])
		appendStringInfoChar(&json->out, ',');
	json->empty[json->depth - 1] = false;
	if (key != NULL)
	{
		write_text(json, key);
		appendStringInfoChar(&json->out, ':');
	}
}

void
mls_out_begin(MlsJson *json, const char *key, char bracket)
{
	if (json->out.data == NULL)
		initStringInfo(&json->out);
	Assert(json->depth < MLS_JSON_DEPTH);
	write_key(json, key);
	appendStringInfoChar(&json->out, bracket);
	json->end[json->depth] = bracket == '{' ? '}' : ']';
	json->empty[json->depth] = true;
	json->depth++;
}

void
mls_out_end(MlsJson *json)
{
	json->depth--;
	appendStringInfoChar(&json->out, json->end[json->depth]);
}

void
mls_out_text(MlsJson *json, const char *key, const char *text)
{
	if (text == NULL)
		return;
	write_key(json, key);
	write_text(json, text);
}

void
mls_out_number(MlsJson *json, const char *key, double number)
{
	char		text[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (isnan(number))
		mls_out_text(json, key, "NaN");
	else if (isinf(number))
		mls_out_text(json, key, number > 0 ? "Infinity" : "-Infinity");
	else
	{
		write_key(json, key);
		double_to_shortest_decimal_buf(number, text);
		appendStringInfoString(&json->out, text);
	}
}

void
mls_out_int(MlsJson *json, const char *key, int64 number)
{
	write_key(json, key);
	appendStringInfo(&json->out, INT64_FORMAT, number);
}

void
mls_out_bool(MlsJson *json, const char *key, bool value)
{
	write_key(json, key);
	appendStringInfoString(&json->out, value ? "true" : "false");
}

/*
 * pg/json_out.h
 *	  Writing JSON text, the same on every server and version.
 *
 *	 MlsJson json;
 *	 mls_out_begin(&json, NULL, '{');
 *	 mls_out_text(&json, "name", "x");			-- {"name":"x"
 *	 mls_out_end(&json);						-- }
 *
 * No blanks; texts are UTF-8 of which only ", \ and control characters are
 * escaped; numbers are the shortest decimals that read back as the same double,
 * and "NaN", "Infinity" and "-Infinity" as texts.  A key NULL is for elements
 * of arrays.
 */
#ifndef MLS_PG_JSON_OUT_H
#define MLS_PG_JSON_OUT_H

#include "postgres.h"

#include "lib/stringinfo.h"

#define MLS_JSON_DEPTH	8

typedef struct MlsJson
{
	StringInfoData out;			/* all zeroes before the first mls_json_begin */
	int			depth;
	char		end[MLS_JSON_DEPTH];	/* what closes each level */
	bool		empty[MLS_JSON_DEPTH];	/* nothing written at this level yet */
} MlsJson;

/* bracket is '{' or '['; the first one starts the text */
extern void mls_out_begin(MlsJson *json, const char *key, char bracket);
extern void mls_out_end(MlsJson *json);

/* text NULL: writes nothing */
extern void mls_out_text(MlsJson *json, const char *key, const char *text);
extern void mls_out_number(MlsJson *json, const char *key, double number);
extern void mls_out_int(MlsJson *json, const char *key, int64 number);
extern void mls_out_bool(MlsJson *json, const char *key, bool value);

#endif

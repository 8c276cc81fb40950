/*
 * base/number.h
 *	  Numbers as text, exactly.
 *
 * PMML writes numbers as XML Schema does.  All functions ignore surrounding
 * white space, read the whole text or fail, and do not depend on a locale.
 */
#ifndef MLS_BASE_NUMBER_H
#define MLS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A double: decimal or exponent syntax, INF, +INF, -INF, Infinity, NaN in any
 * case; no hexadecimal.  Overflow gives an infinity, as in strtod.  -0 stays.
 */
extern bool mls_parse_double(const char *text, size_t length, double *value);

/* The float nearest to the decimal text itself (no double rounding in between). */
extern bool mls_parse_float(const char *text, size_t length, float *value);

/* An integer literal, or a real one with an integral value ("1.0", "1e3"), that fits 64 bits. */
extern bool mls_parse_int64(const char *text, size_t length, int64_t *value);

/* true/false in any case; any number equal to 1 or 0 */
extern bool mls_parse_boolean(const char *text, size_t length, bool *value);

/* What a numeric field takes as its value: as mls_parse_double; true is 1, false is 0. */
extern bool mls_parse_number(const char *text, size_t length, double *value);

#define MLS_NUMBER_TEXT 32		/* bytes that the two below may need */

/*
 * Shortest text that reads back as the same double, always with a point:
 * "0.1", "3.0"; from 1E7 up and below 1E-3 with an exponent: "1.0E10"; "NaN",
 * "INF", "-INF".  (The form that consumers of PMML on the JVM give a number
 * that is used as a string.)
 */
extern size_t mls_format_double(char *text, double value);

/* The same for a float. */
extern size_t mls_format_float(char *text, float value);

#endif

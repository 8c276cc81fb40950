/*
 * pg/numeric.h
 *	  Values of type numeric as doubles, read where they lie.
 */
#ifndef MLS_PG_NUMERIC_H
#define MLS_PG_NUMERIC_H

#include "postgres.h"

/*
 * The nearest double: what numeric_float8() gives, but an infinity instead of an
 * error for a value beyond the doubles, and a zero for one that is too small.  value
 * is a datum of type numeric, short or not, aligned or not, toasted or not.
 */
extern double mls_numeric_double(Datum value);

/*
 * What an input that is a float takes: the float nearest to that double (or to the
 * integer that it is, as below).  This is not always the float nearest to the
 * numeric, but it is what a trainer's library makes of it, for whose callers numbers
 * are doubles or integers.
 */
extern float mls_numeric_float(Datum value);

/* Whether it is written without a fraction (a scale of 0) and fits 64 bits: then what it is. */
extern bool mls_numeric_integer(Datum value, int64 *integer);

#endif

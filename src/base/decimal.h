/*
 * base/decimal.h
 *	  Decimal to binary, correctly rounded, for numbers of ordinary size.
 */
#ifndef MLS_BASE_DECIMAL_H
#define MLS_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

/* Decimal digits that surely fit the integer below. */
#define MLS_DECIMAL_DIGITS	19

/*
 * The double, or float, nearest to digits * 10 ^ exponent, a tie to the even
 * one; the float is rounded once, not by way of a double, and is an infinity
 * beyond the floats.  False, with nothing set, if that is not computed here (an
 * exponent beyond +-27): then read the number in another way.
 */
extern bool mls_decimal_double(uint64_t digits, int exponent, double *value);
extern bool mls_decimal_float(uint64_t digits, int exponent, float *value);

#endif

/*
 * base/decimal.c
 *	  Decimal to binary, correctly rounded, for numbers of ordinary size.
 *
 * If digits and power of ten are both exact in the type, one multiplication or
 * division rounds once and gives the nearest value (Clinger, "How to read floating
 * point numbers accurately", 1990).
 *
 * Otherwise integers of 128 bits are exact.  10^e is 5^e * 2^e, and 5^27 is the
 * last power that fits 63 bits.  For e >= 0 the product of 64 and 63 bits is the
 * number itself.  For e < 0 the digits are shifted up to fill 128 bits and divided
 * by 5^-e: the quotient has at least 64 bits, and whether the remainder is zero
 * tells the rest.  Either way the number is known as 64 bits, the first of them
 * set, times a power of two, and whether anything follows: all that rounding to 53
 * or 24 bits needs.  Between 10^-27 and 2^64 * 10^27 neither type has subnormal
 * numbers, so that the bits kept do not depend on the size; only a float can
 * overflow.
 */
#include <float.h>
#include <string.h>

#include "base/decimal.h"

#define MOST_POWER	27

#ifdef __SIZEOF_INT128__

typedef unsigned __int128 Wide;

static const uint64_t powers_of_five[MOST_POWER + 1] = {
	UINT64_C(1), UINT64_C(5), UINT64_C(25), UINT64_C(125), UINT64_C(625), UINT64_C(3125), UINT64_C(15625),
	UINT64_C(78125), UINT64_C(390625), UINT64_C(1953125), UINT64_C(9765625), UINT64_C(48828125),
	UINT64_C(244140625), UINT64_C(1220703125), UINT64_C(6103515625), UINT64_C(30517578125),
	UINT64_C(152587890625), UINT64_C(762939453125), UINT64_C(3814697265625), UINT64_C(19073486328125),
	UINT64_C(95367431640625), UINT64_C(476837158203125), UINT64_C(2384185791015625),
	UINT64_C(11920928955078125), UINT64_C(59604644775390625), UINT64_C(298023223876953125),
	UINT64_C(1490116119384765625), UINT64_C(7450580596923828125)
};

/* bits * 2 ^ exponent, of which the highest bit is set, and a bit more if "more". */
typedef struct Binary
{
	uint64_t	bits;
	int			exponent;
	bool		more;
} Binary;

/* digits > 0 */
static Binary
to_binary(uint64_t digits, int power)
{
	int			shift = __builtin_clzll(digits);
	bool		more = false;
	Wide		wide;
	int			exponent;

	if (power >= 0)
	{
		wide = (Wide) digits * powers_of_five[power];
		exponent = power;
	}
	else
	{
		uint64_t	divisor = powers_of_five[-power];
		Wide		shifted = (Wide) (digits << shift) << 64;

		wide = shifted / divisor;
		more = wide * divisor != shifted;
		exponent = power - 64 - shift;
	}

	uint64_t	high = (uint64_t) (wide >> 64);

	shift = high != 0 ? __builtin_clzll(high) : 64 + __builtin_clzll((uint64_t) wide);
	wide <<= shift;
	return (Binary) {(uint64_t) (wide >> 64), exponent + 64 - shift, more || (uint64_t) wide != 0};
}

/* The nearest number with that many bits, all of which a double holds. */
static double
round_to(Binary binary, int kept)
{
	int			dropped = 64 - kept;
	uint64_t	half = UINT64_C(1) << (dropped - 1);
	uint64_t	rest = binary.bits & (2 * half - 1);
	uint64_t	bits = binary.bits >> dropped;
	uint64_t	scale_bits = (uint64_t) (1023 + binary.exponent + dropped) << 52;
	double		scale;

	if (rest > half || (rest == half && (binary.more || (bits & 1) != 0)))
		bits++;
	memcpy(&scale, &scale_bits, sizeof(scale));
	return (double) bits * scale;
}

#endif

bool
mls_decimal_double(uint64_t digits, int exponent, double *value)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
	};

	if (digits <= UINT64_C(1) << DBL_MANT_DIG && exponent >= -22 && exponent <= 22)
	{
		*value = exponent < 0 ? (double) digits / powers[-exponent] : (double) digits * powers[exponent];
		return true;
	}
#ifdef __SIZEOF_INT128__
	if (digits != 0 && exponent >= -MOST_POWER && exponent <= MOST_POWER)
	{
		*value = round_to(to_binary(digits, exponent), DBL_MANT_DIG);
		return true;
	}
#endif
	return false;
}

bool
mls_decimal_float(uint64_t digits, int exponent, float *value)
{
	static const float powers[] = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};

	if (digits <= UINT64_C(1) << FLT_MANT_DIG && exponent >= -10 && exponent <= 10)
	{
		*value = exponent < 0 ? (float) digits / powers[-exponent] : (float) digits * powers[exponent];
		return true;
	}
#ifdef __SIZEOF_INT128__
	if (digits != 0 && exponent >= -MOST_POWER && exponent <= MOST_POWER)
	{
		*value = (float) round_to(to_binary(digits, exponent), FLT_MANT_DIG);
		return true;
	}
#endif
	return false;
}

/*
 * test/unit/test_decimal.c
 *	  Unit tests of base/decimal.h; the C library, which rounds correctly, is the
 *	  reference.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "test.h"

static void
check(uint64_t digits, int exponent)
{
	char		text[64];
	double		wide;
	float		narrow;

	snprintf(text, sizeof(text), "%" PRIu64 "e%d", digits, exponent);
	if (!mls_decimal_double(digits, exponent, &wide) || !mls_decimal_float(digits, exponent, &narrow))
	{
		CHECK_STRING(text, "computed");
		return;
	}
	if (wide != strtod(text, NULL))
		CHECK_DOUBLE(wide, strtod(text, NULL));
	if (narrow != strtof(text, NULL))
		CHECK_DOUBLE(narrow, strtof(text, NULL));
}

#ifdef __SIZEOF_INT128__

TEST(decimals_are_the_nearest_numbers)
{
	uint64_t	state = 88172645463325252u;

	for (int i = 0; i < 300000; i++)
	{
		uint64_t	digits;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		digits = state >> (state % 64);
		check(digits + 1, (int) (state >> 32) % 28 * (state & 1 ? 1 : -1));
	}
}

/* Middles of two floats and of two doubles, and their neighbours, times powers of ten. */
TEST(ties_go_to_the_even_one)
{
	for (int exponent = -27; exponent <= 27; exponent++)
	{
		for (int bits = 24; bits < 64; bits++)
		{
			uint64_t	middle = (UINT64_C(1) << bits) + (bits >= 53 ? UINT64_C(1) << (bits - 53) : UINT64_C(1) << (bits - 24));

			for (uint64_t step = 0; step < 8; step++)
				check(middle + step - 4, exponent);
		}
	}
	for (int power = 0; power <= 19; power++)
	{
		uint64_t	digits = 1;

		for (int i = 0; i < power; i++)
			digits *= 10;
		check(digits, -power);
		check(digits - 1 + (power == 0), -power);
	}
	check(UINT64_MAX, 27);
	check(UINT64_MAX, -27);
	check(1, -27);
}

#endif

TEST(what_is_not_computed_is_said_so)
{
	double		wide = 1;
	float		narrow = 1;

	CHECK(!mls_decimal_double(1, 28, &wide));
	CHECK(!mls_decimal_float(1, -28, &narrow));
	CHECK(!mls_decimal_double(0, 1000, &wide));
	CHECK_DOUBLE(wide, 1);
	CHECK_DOUBLE(narrow, 1);
	CHECK(mls_decimal_double(0, 5, &wide));
	CHECK_DOUBLE(wide, 0.0);
}

/*
 * test/unit/test_number.c
 *	  Unit tests of base/number.h: numbers as text, exactly.
 *
 * The C library, which rounds correctly, is the reference for values; the
 * texts are those that java.lang.Double.toString() documents.
 */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "test.h"

static double
parsed(const char *text)
{
	double		value;

	return mls_parse_double(text, strlen(text), &value) ? value : -12345.0;
}

static bool
is_double(const char *text)
{
	double		value;

	return mls_parse_double(text, strlen(text), &value);
}

/* A sequence that looks random and is the same everywhere (xorshift64). */
static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

TEST(doubles_are_read_as_documents_write_them)
{
	CHECK_DOUBLE(parsed("1"), 1.0);
	CHECK_DOUBLE(parsed(" \n+1.50\t"), 1.5);
	CHECK_DOUBLE(parsed("-.5"), -0.5);
	CHECK_DOUBLE(parsed("5."), 5.0);
	CHECK_DOUBLE(parsed("-0"), -0.0);
	CHECK_DOUBLE(parsed("0e999999999999999999999"), 0.0);
	CHECK_DOUBLE(parsed("1E3"), 1000.0);
	CHECK_DOUBLE(parsed("1e-3"), 0.001);
	CHECK_DOUBLE(parsed("INF"), INFINITY);
	CHECK_DOUBLE(parsed("+inf"), INFINITY);
	CHECK_DOUBLE(parsed("-Infinity"), -INFINITY);
	CHECK_DOUBLE(parsed("nan"), NAN);
	CHECK_DOUBLE(parsed("1e400"), INFINITY);
	CHECK_DOUBLE(parsed("-1e400"), -INFINITY);
	CHECK_DOUBLE(parsed("1e-400"), 0.0);
	CHECK_DOUBLE(parsed("4.9E-324"), 4.9E-324);
	CHECK_DOUBLE(parsed("2.2250738585072011e-308"), 2.2250738585072011e-308);
	CHECK_DOUBLE(parsed("1.7976931348623157E308"), DBL_MAX);
	CHECK_DOUBLE(parsed("1e99999999999999999999999"), INFINITY);
	CHECK_DOUBLE(parsed("1e-99999999999999999999999"), 0.0);
}

TEST(what_is_no_double_is_refused)
{
	const char *texts[] = {
		"", " ", "+", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1f", "1 2",
		"--1", "infinit", "nano", "-NaN", "1e5.", "abc", "1d", "\xc2\xa0" "1", "1_000", "inf inity"
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		if (is_double(texts[i]))
			CHECK_STRING(texts[i], "refused");
	}
	/* the length counts, not a NUL */
	double		value;

	CHECK(mls_parse_double("12345", 2, &value));
	CHECK_DOUBLE(value, 12.0);
	CHECK(!mls_parse_double("1\0" "5", 3, &value));
}

TEST(doubles_are_the_nearest_ones)
{
	uint64_t	state = 88172645463325252u;
	char		text[1200];

	for (int i = 0; i < 200000; i++)
	{
		uint64_t	bits = next_random(&state);
		double		value;
		double		back;

		memcpy(&value, &bits, sizeof(value));
		if (isnan(value))
			continue;
		snprintf(text, sizeof(text), "%.*e", (int) (next_random(&state) % 25), value);
		back = parsed(text);
		if (back != strtod(text, NULL))
			CHECK_DOUBLE(back, strtod(text, NULL));

		/* ordinary numbers, which take the short way */
		snprintf(text, sizeof(text), "%d.%0*d", (int) (bits % 100000), (int) (bits % 9 + 1),
				 (int) (bits >> 40) % 10);
		back = parsed(text);
		if (back != strtod(text, NULL))
			CHECK_DOUBLE(back, strtod(text, NULL));
	}
}

TEST(long_texts_round_by_their_last_digit)
{
	/* 1 + 2^-53 lies in the middle of two doubles; its neighbours in text do not */
	char		text[1500] = "1.00000000000000011102230246251565404236316680908203125";
	size_t		length = strlen(text);

	CHECK_DOUBLE(parsed(text), 1.0);
	memset(text + length, '0', 1000);
	text[length + 1000] = '\0';
	CHECK_DOUBLE(parsed(text), 1.0);
	text[length + 1000] = '1';
	text[length + 1001] = '\0';
	CHECK_DOUBLE(parsed(text), nextafter(1.0, 2.0));
	memset(text, '0', 1400);
	strcpy(text + 1200, "12.5e1");
	CHECK_DOUBLE(parsed(text), 125.0);
	memset(text, '0', 1400);
	text[1] = '.';
	strcpy(text + 1200, "125e1200");
	CHECK_DOUBLE(parsed(text), 12.5);
	memset(text, '9', 1000);
	strcpy(text + 1000, "e-990");
	CHECK_DOUBLE(parsed(text), 1e10);
}

TEST(floats_round_once)
{
	uint64_t	state = 1234567;
	char		text[64];
	float		value;
	int			differ = 0;

	/* by way of a double this would become 1 + 2^-23 */
	CHECK(mls_parse_float("1.000000059604644776", 20, &value));
	CHECK_DOUBLE(value, strtof("1.000000059604644776", NULL));
	CHECK(mls_parse_float("1.00000017881393432617187499", 28, &value));
	CHECK_DOUBLE(value, 1.00000011920928955078125);
	CHECK_DOUBLE((float) strtod("1.00000017881393432617187499", NULL), 1.0000002384185791015625);
	for (int i = 0; i < 100000; i++)
	{
		uint32_t	bits = (uint32_t) next_random(&state);

		memcpy(&value, &bits, sizeof(value));
		if (isnan(value))
			continue;
		snprintf(text, sizeof(text), "%.*e", (int) (next_random(&state) % 12), value);
		mls_parse_float(text, strlen(text), &value);
		differ += value != strtof(text, NULL);
	}
	CHECK_INT(differ, 0);
}

static bool
is_integer(const char *text, int64_t expected)
{
	int64_t		value;

	return mls_parse_int64(text, strlen(text), &value) && value == expected;
}

TEST(integers_are_exact)
{
	int64_t		value;
	const char *refused[] = {
		"1.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "INF", "NaN", "", "x",
		"1e400", "0.1", "99999999999999999999"
	};

	CHECK(is_integer("0", 0));
	CHECK(is_integer("-0", 0));
	CHECK(is_integer(" 42 ", 42));
	CHECK(is_integer("+7", 7));
	CHECK(is_integer("1.0", 1));
	CHECK(is_integer("1.50e1", 15));
	CHECK(is_integer("1e3", 1000));
	CHECK(is_integer("1e18", 1000000000000000000));
	CHECK(is_integer("9007199254740993", 9007199254740993));
	CHECK(is_integer("9223372036854775807", INT64_MAX));
	CHECK(is_integer("-9223372036854775808", INT64_MIN));
	CHECK(is_integer("-9223372036854775808.000", INT64_MIN));
	CHECK(is_integer("0e400", 0));
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
	{
		if (mls_parse_int64(refused[i], strlen(refused[i]), &value))
			CHECK_STRING(refused[i], "refused");
	}
}

TEST(booleans_are_words_or_the_numbers_one_and_zero)
{
	const char *yes[] = {"true", "TRUE", " True ", "1", "1.0", "10e-1"};
	const char *no[] = {"false", "False", "0", "0.0", "-0"};
	const char *neither[] = {"", "yes", "t", "2", "truer", "NaN"};
	bool		value;
	double		number;

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		CHECK(mls_parse_boolean(yes[i], strlen(yes[i]), &value) && value);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		CHECK(mls_parse_boolean(no[i], strlen(no[i]), &value) && !value);
	for (size_t i = 0; i < sizeof(neither) / sizeof(neither[0]); i++)
		CHECK(!mls_parse_boolean(neither[i], strlen(neither[i]), &value));
	CHECK(mls_parse_number("TRUE", 4, &number));
	CHECK_DOUBLE(number, 1.0);
	CHECK(mls_parse_number("false", 5, &number));
	CHECK_DOUBLE(number, 0.0);
	CHECK(mls_parse_number("2.5", 3, &number));
	CHECK_DOUBLE(number, 2.5);
	CHECK(!mls_parse_number("yes", 3, &number));
}

static const char *
formatted(double value)
{
	static char text[MLS_NUMBER_TEXT];

	size_t		length = mls_format_double(text, value);

	CHECK_INT(length, strlen(text));
	return text;
}

static const char *
formatted_float(float value)
{
	static char text[MLS_NUMBER_TEXT];

	size_t		length = mls_format_float(text, value);

	CHECK_INT(length, strlen(text));
	return text;
}

TEST(doubles_are_written_shortest)
{
	CHECK_STRING(formatted(0.0), "0.0");
	CHECK_STRING(formatted(-0.0), "-0.0");
	CHECK_STRING(formatted(3.0), "3.0");
	CHECK_STRING(formatted(-0.1), "-0.1");
	CHECK_STRING(formatted(100.0), "100.0");
	CHECK_STRING(formatted(123.456), "123.456");
	CHECK_STRING(formatted(1234567.0), "1234567.0");
	CHECK_STRING(formatted(9999999.0), "9999999.0");
	CHECK_STRING(formatted(9999999.5), "9999999.5");
	CHECK_STRING(formatted(1e7), "1.0E7");
	CHECK_STRING(formatted(12345678.9), "1.23456789E7");
	CHECK_STRING(formatted(1e10), "1.0E10");
	CHECK_STRING(formatted(0.001), "0.001");
	CHECK_STRING(formatted(0.01), "0.01");
	CHECK_STRING(formatted(0.00123), "0.00123");
	CHECK_STRING(formatted(0.0009), "9.0E-4");
	CHECK_STRING(formatted(0.1 + 0.2), "0.30000000000000004");
	CHECK_STRING(formatted(1.0 / 3), "0.3333333333333333");
	CHECK_STRING(formatted(DBL_MAX), "1.7976931348623157E308");
	CHECK_STRING(formatted(-DBL_MAX), "-1.7976931348623157E308");
	CHECK_STRING(formatted(DBL_MIN), "2.2250738585072014E-308");
	CHECK_STRING(formatted(4.9E-324), "4.9E-324");
	CHECK_STRING(formatted(NAN), "NaN");
	CHECK_STRING(formatted(INFINITY), "INF");
	CHECK_STRING(formatted(-INFINITY), "-INF");
	CHECK_STRING(formatted_float(0.1f), "0.1");
	CHECK_STRING(formatted_float(16777216.0f), "1.6777216E7");
	CHECK_STRING(formatted_float(FLT_MAX), "3.4028235E38");
	CHECK_STRING(formatted_float(1.4e-45f), "1.4E-45");
	CHECK_STRING(formatted_float(-2.5f), "-2.5");
}

TEST(what_is_written_reads_back)
{
	uint64_t	state = 42;
	int			wrong = 0;

	for (int i = 0; i < 200000; i++)
	{
		uint64_t	bits = next_random(&state);
		uint32_t	float_bits = (uint32_t) bits;
		char		text[MLS_NUMBER_TEXT];
		double		value;
		double		back;
		float		float_value;
		float		float_back;

		memcpy(&value, &bits, sizeof(value));
		memcpy(&float_value, &float_bits, sizeof(float_value));
		if (!isnan(value))
			wrong += !mls_parse_double(text, mls_format_double(text, value), &back) || back != value;
		if (!isnan(float_value))
			wrong += !mls_parse_float(text, mls_format_float(text, float_value), &float_back) ||
				float_back != float_value;
	}
	CHECK_INT(wrong, 0);
}

/*
 * test/unit/test_formats.c
 *	  Unit tests of numbers, dates and times by formats of printf and strftime.
 *
 * The C library's own answers are the expectation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/date_format.h"
#include "base/number_format.h"
#include "pmml_document.h"
#include "scoring.h"
#include "test.h"

/* ---- dates ---- */

static const char *
formatted(const char *format, int64_t micros)
{
	static char *out;
	size_t		length = strlen(format);
	size_t		used;
	int			asks;

	if (!mls_read_date_format(format, length, &asks))
		return "no format";
	free(out);
	out = malloc(mls_date_format_room(length) + 1);
	used = mls_format_datetime_as(format, length, micros, out);
	CHECK(used <= mls_date_format_room(length));
	out[used] = '\0';
	return out;
}

TEST(dates_as_strftime_has_them)
{
	static const char *const conversions = "aAbBcCdDeFgGhHIjklmMnpPrRSstTuUVwWxXyY%";
	int			checked = 0;

	/* every day of many years around those of the week, and times of all hours */
	for (int64_t seconds = -30000000000; seconds < 60000000000; seconds += 86400 * 37 + 3599)
	{
		time_t		t = (time_t) seconds;
		struct tm	tm;

		gmtime_r(&t, &tm);
		for (const char *c = conversions; *c; c++)
		{
			char		format[] = {'<', '%', *c, '>', '\0'};
			char		expected[128];

			strftime(expected, sizeof(expected), format, &tm);
			if (*c == 's')
				snprintf(expected, sizeof(expected), "<%lld>", (long long) seconds);	/* strftime takes it for local time */
			if (strcmp(formatted(format, seconds * MLS_MICROS_PER_SECOND), expected) != 0)
			{
				CHECK_STRING(formatted(format, seconds * MLS_MICROS_PER_SECOND), expected);
				return;
			}
			checked++;
		}
	}
	CHECK(checked > 100000);
}

TEST(dates_far_away)
{
	int64_t		micros;

	CHECK(mls_parse_datetime("-0044-03-15T12:00:00.999999", 27, &micros));
	CHECK_STRING(formatted("%F %y %C %c", micros), "-0044-03-15 56 -1 Thu Mar 15 12:00:00 -0044");	/* as in 1956, five times 400 years later */
	CHECK(mls_parse_datetime("290000-12-31T23:59:59", 21, &micros));
	CHECK_STRING(formatted("%F %y %G", micros), "290000-12-31 00 290000");
	CHECK(mls_parse_datetime("0001-01-01T00:00:00", 19, &micros));
	CHECK_STRING(formatted("%Y-%j", micros), "0001-001");
	CHECK_STRING(formatted("", 0), "");
	CHECK_STRING(formatted("100%%é", 0), "100%é");
	CHECK_STRING(formatted("%c%c%c%c%c%c", 0), "Thu Jan  1 00:00:00 1970Thu Jan  1 00:00:00 1970Thu Jan  1 00:00:00 1970"
				 "Thu Jan  1 00:00:00 1970Thu Jan  1 00:00:00 1970Thu Jan  1 00:00:00 1970");
}

TEST(what_is_no_format_of_dates)
{
	CHECK_STRING(formatted("%", 0), "no format");
	CHECK_STRING(formatted("%Y%", 0), "no format");
	CHECK_STRING(formatted("%q", 0), "no format");
	CHECK_STRING(formatted("%Z", 0), "no format");
	CHECK_STRING(formatted("%z", 0), "no format");
	CHECK_STRING(formatted("%-d", 0), "no format");
	CHECK_STRING(formatted("%Ey", 0), "no format");
}

/* ---- numbers ---- */

static const char *
integer(const char *text, int64_t value)
{
	static char out[2 * MLS_NUMBER_FORMAT_ROOM];
	MlsNumberFormat format;
	size_t		n;

	if (!mls_read_number_format(text, strlen(text), &format))
		return "no format";
	n = mls_number_format_before(&format, out);
	n += mls_format_integer_as(&format, out + n, value);
	n += mls_number_format_after(&format, out + n);
	out[n] = '\0';
	return out;
}

static const char *
real(const char *text, double value)
{
	static char out[2 * MLS_NUMBER_FORMAT_ROOM];
	MlsNumberFormat format;
	size_t		n;

	if (!mls_read_number_format(text, strlen(text), &format))
		return "no format";
	n = mls_number_format_before(&format, out);
	n += mls_format_real_as(&format, out + n, value);
	n += mls_number_format_after(&format, out + n);
	out[n] = '\0';
	return out;
}

#define SAME_REAL(format, value) \
	(snprintf(expected, sizeof(expected), (format), (value)), CHECK_STRING(real((format), (value)), expected))
#define SAME_INTEGER(format, value) \
	(snprintf(expected, sizeof(expected), (format), (value)), CHECK_STRING(integer((format), (value)), expected))

TEST(numbers_as_printf_has_them)
{
	static const double values[] = {0, 1.5, -2.5, 0.125, 1234567.891, 1e20, 0.15, 1e-5, -1e308, 5e-324};
	char		expected[2000];

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
	{
		SAME_REAL("%f", values[i]);
		SAME_REAL("%5.2f kg", values[i]);
		SAME_REAL("100%% %.0f%%", values[i]);
		SAME_REAL("%+012.3e", values[i]);
		SAME_REAL("[%-20g]", values[i]);
		SAME_REAL("% G", values[i]);
		SAME_REAL("%#.3g", values[i]);
		SAME_REAL("%a", values[i]);
		SAME_REAL("%.256f", values[i]);
		SAME_REAL("%256.f", values[i]);
	}
	SAME_INTEGER("%3d", 2);
	SAME_INTEGER("%05d", -7);
	SAME_INTEGER("%+i!", 12);
	SAME_INTEGER("%-6d|", 12);
	SAME_INTEGER("%.4d", 12);
	SAME_INTEGER("%#x %%", 255);
	SAME_INTEGER("%X", 255);
	SAME_INTEGER("%o", 8);
	SAME_INTEGER("%u", 8);
	SAME_INTEGER("é%ld", 8L);
	CHECK_STRING(integer("%lld", INT64_MIN), "-9223372036854775808");
	CHECK_STRING(integer("%x", -1), "");
}

TEST(what_is_no_format_of_numbers)
{
	static const char *const bad[] = {
		"", "none", "%", "%%", "%s", "%c", "%n", "%p", "%d %d", "%d%", "%d %s", "%*d", "%.*f", "%1$d", "%'d", "%,d", "%257d", "%.257f",
		"%99999999999999999999d", "%5", "%5.", "%l", "%-", "%m"
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_STRING(integer(bad[i], 1), "no format");
}

/* ---- the functions ---- */

#define SCHEMA "<MiningSchema><MiningField name='x'/><MiningField name='s'/><MiningField name='i'/><MiningField name='y' usageType='target'/></MiningSchema>"

/* A model whose Output v is a function of a field and a constant. */
static const char *
showing(const char *function, const char *field, const char *constant)
{
	return scoring_pmml(pmml_text("<RegressionModel functionName='regression'>" SCHEMA "<Output><OutputField name='v' feature='transformedValue' "
								  "optype='categorical' dataType='string'><Apply function='%s'><FieldRef field='%s'/>%s</Apply></OutputField>"
								  "</Output><RegressionTable intercept='0'/></RegressionModel>", function, field, constant));
}

static const char *
value(const char *function, const char *field, const char *constant, const char *text)
{
	static char result[256];
	Scoring		s;

	scoring_open(&s, showing(function, field, constant), NULL);
	if (s.eval == NULL)
	{
		strncpy(result, s.problems, sizeof(result) - 1);
		scoring_close(&s);
		return result;
	}
	scoring_row(&s);
	scoring_text(&s, field, text);
	strncpy(result, scoring_result(&s, "v"), sizeof(result) - 1);
	scoring_close(&s);
	return result;
}

TEST(formats_in_documents)
{
	CHECK_STRING(value("formatNumber", "i", "<Constant>%3d</Constant>", "2"), "  2");	/* the standard's example */
	CHECK_STRING(value("formatDatetime", "s", "<Constant>%m/%d/%y</Constant>", "2004-08-20"), "08/20/04");	/* likewise */
	CHECK_STRING(value("formatDateTime", "s", "<Constant>%H:%M</Constant>", "2004-08-20"), "00:00");
	CHECK_STRING(value("formatDatetime", "s", "<Constant>%H:%M</Constant>", "12:34:56"), "12:34");
	CHECK_STRING(value("formatDatetime", "s", "<Constant>%Y</Constant>", "12:34:56"), "invalid");
	CHECK_STRING(value("formatDatetime", "s", "<Constant>%Y</Constant>", "soon"), "invalid");
	CHECK_STRING(value("formatDatetime", "s", "<Constant/>", "2004-08-20"), "");
	CHECK_STRING(value("formatNumber", "x", "<Constant>%d</Constant>", "-2.9"), "-2");
	CHECK_STRING(value("formatNumber", "x", "<Constant>%d</Constant>", "1e30"), "invalid");
	CHECK_STRING(value("formatNumber", "x", "<Constant>%.2f</Constant>", "INF"), "inf");
	CHECK_STRING(value("formatNumber", "i", "<Constant>%.1f</Constant>", "3"), "3.0");
	CHECK_STRING(value("formatNumber", "i", "<Constant>%x</Constant>", "-1"), "invalid");
	CHECK_STRING(value("formatNumber", "s", "<Constant>%d</Constant>", "12.75"), "12");
	CHECK_STRING(value("formatNumber", "s", "<Constant>%d</Constant>", "many"), "invalid");
	/* a format from the row */
	CHECK_STRING(value("formatNumber", "s", "<FieldRef field='s'/>", "%d"), "invalid");
	/* what is refused */
	CHECK_CONTAINS(value("formatNumber", "x", "<Constant>%s</Constant>", "1"), "line 2, Apply: \"%s\" is no format of formatNumber");
	CHECK_CONTAINS(value("formatNumber", "x", "<Constant>none</Constant>", "1"), "line 2, Apply: \"none\" is no format of formatNumber");
	CHECK_CONTAINS(value("formatDatetime", "s", "<Constant>%Z</Constant>", "1"), "line 2, Apply: \"%Z\" is no format of formatDatetime");
}

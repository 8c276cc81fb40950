/*
 * test/unit/test_calendar.c
 *	  Unit tests of dates and times as numbers and as text.
 */
#include <string.h>

#include "base/calendar.h"
#include "base/data_type.h"
#include "test.h"

static int64_t
days_of(int64_t year, int month, int day)
{
	return mls_days_of_date((MlsDate) {year, month, day});
}

/* Known days, and each day of more than an era against the one before it. */
TEST(days_are_counted_without_gaps)
{
	MlsDate		before = mls_date_of_days(-800000);

	CHECK_INT(days_of(1970, 1, 1), 0);
	CHECK_INT(days_of(2000, 1, 1), 10957);
	CHECK_INT(days_of(2000, 3, 1), 11017);
	CHECK_INT(days_of(1900, 3, 1) - days_of(1900, 2, 28), 1);
	CHECK_INT(days_of(0, 1, 1), -719528);
	CHECK_INT(days_of(-1, 12, 31), -719529);
	CHECK_INT(days_of(2003, 4, 1) - days_of(1960, 1, 1), 15796);	/* the standard's example */
	for (int64_t days = -799999; days < 800000; days++)
	{
		MlsDate		date = mls_date_of_days(days);

		if (mls_days_of_date(date) != days || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31 ||
			(date.day == 1 ? date.month == before.month || before.day < 28
			 : date.day != before.day + 1 || date.month != before.month || date.year != before.year))
		{
			CHECK_INT(days, 0);
			break;
		}
		before = date;
	}
}

static const char *
date(const char *text)
{
	static char shown[MLS_CALENDAR_TEXT];
	int64_t		days;
	size_t		length;

	if (!mls_parse_date(text, strlen(text), &days))
		return "none";
	length = mls_format_date(shown, days);
	CHECK_INT(length, strlen(shown));
	return shown;
}

TEST(dates_as_text)
{
	CHECK_STRING(date("2020-02-29"), "2020-02-29");
	CHECK_STRING(date(" 2019-02-28\n"), "2019-02-28");
	CHECK_STRING(date("2000-02-29"), "2000-02-29");
	CHECK_STRING(date("+12345-01-01"), "12345-01-01");
	CHECK_STRING(date("12345-12-31"), "12345-12-31");
	CHECK_STRING(date("-0044-03-15"), "-0044-03-15");
	CHECK_STRING(date("0000-02-29"), "0000-02-29");
	CHECK_STRING(date("290000-12-31"), "290000-12-31");
	CHECK_STRING(date("-290000-01-01"), "-290000-01-01");
	CHECK_STRING(date("290001-01-01"), "none");
	CHECK_STRING(date("-290001-12-31"), "none");
	CHECK_STRING(date("1900-02-29"), "none");
	CHECK_STRING(date("2019-02-29"), "none");
	CHECK_STRING(date("2020-02-30"), "none");
	CHECK_STRING(date("2020-04-31"), "none");
	CHECK_STRING(date("2020-13-01"), "none");
	CHECK_STRING(date("2020-00-01"), "none");
	CHECK_STRING(date("2020-01-00"), "none");
	CHECK_STRING(date("2020-1-1"), "none");
	CHECK_STRING(date("20200229"), "none");
	CHECK_STRING(date("99-01-01"), "none");
	CHECK_STRING(date("1234567890-01-01"), "none");
	CHECK_STRING(date("2020-02-29T00:00:00"), "none");
	CHECK_STRING(date("infinity"), "none");
	CHECK_STRING(date(""), "none");
	CHECK_STRING(date("-"), "none");
}

static const char *
time_of(const char *text)
{
	static char shown[MLS_CALENDAR_TEXT];
	int64_t		micros;

	if (!mls_parse_time(text, strlen(text), &micros))
		return "none";
	mls_format_time(shown, micros);
	return shown;
}

TEST(times_as_text)
{
	CHECK_STRING(time_of("13:45:10"), "13:45:10");
	CHECK_STRING(time_of("00:00:00"), "00:00:00");
	CHECK_STRING(time_of("23:59:59.999999"), "23:59:59.999999");
	CHECK_STRING(time_of("13:45"), "13:45:00");
	CHECK_STRING(time_of("13:45:10.25"), "13:45:10.25");
	CHECK_STRING(time_of("13:45:10.000001"), "13:45:10.000001");
	CHECK_STRING(time_of("13:45:10.0000009"), "13:45:10");
	CHECK_STRING(time_of("24:00:00"), "none");
	CHECK_STRING(time_of("23:60:00"), "none");
	CHECK_STRING(time_of("23:59:60"), "none");
	CHECK_STRING(time_of("1:00:00"), "none");
	CHECK_STRING(time_of("13:45:"), "none");
	CHECK_STRING(time_of("13:45:10."), "none");
	CHECK_STRING(time_of("-01:00:00"), "none");
	CHECK_STRING(time_of("13:45:10Z"), "none");
}

static const char *
datetime(const char *text)
{
	static char shown[MLS_CALENDAR_TEXT];
	int64_t		micros;

	if (!mls_parse_datetime(text, strlen(text), &micros))
		return "none";
	mls_format_datetime(shown, micros);
	return shown;
}

TEST(datetimes_as_text)
{
	CHECK_STRING(datetime("2020-02-29T13:45:10"), "2020-02-29T13:45:10");
	CHECK_STRING(datetime("2020-02-29 13:45:10.5"), "2020-02-29T13:45:10.5");
	CHECK_STRING(datetime("1969-12-31T23:59:59.999999"), "1969-12-31T23:59:59.999999");
	CHECK_STRING(datetime("-0044-03-15T12:00"), "-0044-03-15T12:00:00");
	CHECK_STRING(datetime("2020-02-29T13:45:10Z"), "2020-02-29T13:45:10");
	CHECK_STRING(datetime("2020-03-01T01:45:10+05:30"), "2020-02-29T20:15:10");
	CHECK_STRING(datetime("2019-12-31T20:00:00-04:00"), "2020-01-01T00:00:00");
	CHECK_STRING(datetime("290000-12-31T23:59:59.999999"), "290000-12-31T23:59:59.999999");
	CHECK_STRING(datetime("290000-12-31T23:59:59-00:01"), "none");
	CHECK_STRING(datetime("2020-02-29T24:00:00"), "none");
	CHECK_STRING(datetime("2020-02-29T"), "none");
	CHECK_STRING(datetime("2020-02-29"), "none");
	CHECK_STRING(datetime("2020-02-29T13:45:10+2"), "none");
	CHECK_STRING(datetime("2020-02-29T13:45:10 UTC"), "none");
}

/* No byte beyond a text is looked at: the end of it anywhere. */
TEST(texts_end_where_they_end)
{
	const char *text = "+2020-02-29T13:45:10.250+05:30";
	int64_t		value;

	for (size_t n = 0; n < strlen(text); n++)
	{
		CHECK_INT(mls_parse_date(text, n, &value), n == 11);
		CHECK_INT(mls_parse_datetime(text, n, &value), n == 17 || n == 20 || (n >= 22 && n <= 24));
	}
}

static long long
moment(MlsDataType type, const char *text)
{
	int64_t		value;

	return mls_parse_moment(type, text, strlen(text), &value) ? value : -999;
}

TEST(texts_as_what_a_type_counts)
{
	CHECK_INT(moment(MLS_TYPE_DATE_DAYS_SINCE_1960, "1960-02-01"), 31);
	CHECK_INT(moment(MLS_TYPE_DATE_DAYS_SINCE_1960, "1959-12-31"), -1);
	CHECK_INT(moment(MLS_TYPE_DATE_DAYS_SINCE_1960, "1959-12-31T23:59:59"), -1);
	CHECK_INT(moment(MLS_TYPE_DATE_DAYS_SINCE_0, "0000-01-02"), 1);
	CHECK_INT(moment(MLS_TYPE_DATE_DAYS_SINCE_2020, "2020-12-31"), 365);
	CHECK_INT(moment(MLS_TYPE_DATETIME_SECONDS_SINCE_1960, "1960-01-03T03:30:03"), 185403);	/* the standard's example */
	CHECK_INT(moment(MLS_TYPE_DATETIME_SECONDS_SINCE_1970, "1969-12-31T23:59:59.5"), -1);
	CHECK_INT(moment(MLS_TYPE_DATETIME_SECONDS_SINCE_1980, "1980-01-02"), 86400);
	CHECK_INT(moment(MLS_TYPE_TIME_SECONDS, "05:23:30"), 19410);	/* likewise */
	CHECK_INT(moment(MLS_TYPE_TIME_SECONDS, "25:00:00.9"), 90000);
	CHECK_INT(moment(MLS_TYPE_TIME_SECONDS, "100:00"), 360000);
	CHECK_INT(moment(MLS_TYPE_TIME_SECONDS, "2020-02-29T05:23:30"), 19410);
	CHECK_INT(moment(MLS_TYPE_TIME_SECONDS, "2020-02-29"), -999);
	CHECK_INT(moment(MLS_TYPE_TIME, "2020-02-29"), -999);
	CHECK_INT(moment(MLS_TYPE_TIME, "2020-02-29T00:00:01"), 1000000);
	CHECK_INT(moment(MLS_TYPE_DATE, "1970-01-02T10:00:00"), 1);
	CHECK_INT(moment(MLS_TYPE_DATETIME, "1970-01-02"), 86400000000);
	CHECK_INT(moment(MLS_TYPE_DATE, "05:23:30"), -999);
	CHECK_INT(moment(MLS_TYPE_STRING, "1970-01-02"), -999);
}

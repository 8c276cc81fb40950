/*
 * base/calendar.h
 *	  Dates and times: as numbers, and as the text of ISO 8601.
 *
 * The calendar is the Gregorian one, also for the time before it was made; the
 * year 0 is 1 BC, as in ISO 8601 and XML Schema.  No zone and no leap second: a
 * day has 86400 seconds.
 *
 *	 date		days since 1970-01-01
 *	 time		microseconds since midnight, 0 to 24 hours without the last one
 *	 dateTime	microseconds since 1970-01-01T00:00:00
 *
 * Years are -MLS_MAX_YEAR to MLS_MAX_YEAR, so that 64 bits hold the microseconds.
 */
#ifndef MLS_BASE_CALENDAR_H
#define MLS_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MLS_MAX_YEAR			290000
#define MLS_MICROS_PER_SECOND	INT64_C(1000000)
#define MLS_SECONDS_PER_DAY		INT64_C(86400)
#define MLS_MICROS_PER_DAY		(MLS_SECONDS_PER_DAY * MLS_MICROS_PER_SECOND)

/* A day of the calendar. */
typedef struct MlsDate
{
	int64_t		year;
	int			month;			/* 1 to 12 */
	int			day;			/* 1 to 31 */
} MlsDate;

/* Days since 1970-01-01 of a day of any year up to some 10^15; and back. */
extern int64_t mls_days_of_date(MlsDate date);
extern MlsDate mls_date_of_days(int64_t days);

/* The first and the last day of the years above. */
extern bool mls_days_in_range(int64_t days);
extern bool mls_micros_in_range(int64_t micros);

/* Rounded toward minus infinity: the day that a moment before 1970 belongs to. */
static inline int64_t
mls_floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/*
 * ISO 8601 as XML Schema has it; the whole text or false.  Surrounding white
 * space is ignored.  Years have four digits or more, with a sign or without.
 *
 *	 date		2020-02-29
 *	 time		13:45:10, 13:45:10.25, 13:45
 *	 dateTime	a date, T or a space, a time; Z or an offset (+02:00) behind it makes
 *				it that moment at UTC
 *
 * What is more exact than a microsecond is cut.
 */
extern bool mls_parse_date(const char *text, size_t length, int64_t *days);
extern bool mls_parse_time(const char *text, size_t length, int64_t *micros);
extern bool mls_parse_datetime(const char *text, size_t length, int64_t *micros);

/* The same for a duration since midnight, of whatever many hours: 25:00:00. */
extern bool mls_parse_time_span(const char *text, size_t length, int64_t *micros);

#define MLS_CALENDAR_TEXT	48	/* bytes that the ones below may need */

/* The same text, terminated; gives its length.  Seconds have a fraction only if it is not 0. */
extern size_t mls_format_date(char *text, int64_t days);
extern size_t mls_format_time(char *text, int64_t micros);
extern size_t mls_format_datetime(char *text, int64_t micros);

#endif

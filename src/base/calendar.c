/*
 * base/calendar.c
 *	  Dates and times: as numbers, and as the text of ISO 8601.
 *
 * Days are counted in eras of 400 years, which all have the same days, from a
 * first of March on, so that the day which a leap year has more is the last one.
 */
#include <stdio.h>

#include "base/calendar.h"

#define DAYS_PER_ERA	146097	/* 400 years */
#define YEARS_PER_ERA	400
#define ERA_TO_1970		719468	/* days from 0000-03-01 to 1970-01-01 */
#define MOST_HOURS		99999999	/* of a time span */

int64_t
mls_days_of_date(MlsDate date)
{
	int64_t		year = date.month > 2 ? date.year : date.year - 1;
	int			month = date.month > 2 ? date.month - 3 : date.month + 9;	/* from March */
	int64_t		era = mls_floor_div(year, YEARS_PER_ERA);
	int64_t		of_era = year - era * YEARS_PER_ERA;

	return era * DAYS_PER_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
		(153 * month + 2) / 5 + date.day - 1 - ERA_TO_1970;
}

MlsDate
mls_date_of_days(int64_t days)
{
	int64_t		era = mls_floor_div(days + ERA_TO_1970, DAYS_PER_ERA);
	int64_t		of_era = days + ERA_TO_1970 - era * DAYS_PER_ERA;
	int64_t		year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int			of_year = (int) (of_era - (365 * year + year / 4 - year / 100));
	int			month = (5 * of_year + 2) / 153;
	MlsDate		date = {
		.year = era * YEARS_PER_ERA + year + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = of_year - (153 * month + 2) / 5 + 1
	};

	return date;
}

bool
mls_days_in_range(int64_t days)
{
	return days >= mls_days_of_date((MlsDate) {-MLS_MAX_YEAR, 1, 1}) &&
		days <= mls_days_of_date((MlsDate) {MLS_MAX_YEAR, 12, 31});
}

bool
mls_micros_in_range(int64_t micros)
{
	return mls_days_in_range(mls_floor_div(micros, MLS_MICROS_PER_DAY));
}

/* ---- reading ---- */

typedef struct Reader
{
	const char *next;
	const char *end;
} Reader;

static bool
is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static Reader
reader(const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end && is_blank(*text))
		text++;
	while (end > text && is_blank(end[-1]))
		end--;
	return (Reader) {text, end};
}

static bool
is_digit(const Reader *r)
{
	return r->next < r->end && *r->next >= '0' && *r->next <= '9';
}

static bool
take(Reader *r, char byte)
{
	if (r->next == r->end || *r->next != byte)
		return false;
	r->next++;
	return true;
}

/* A number of least to most digits. */
static bool
take_number(Reader *r, int least, int most, int64_t *number)
{
	int			n = 0;

	for (*number = 0; n < most && is_digit(r); n++)
		*number = *number * 10 + (*r->next++ - '0');
	return n >= least;
}

static int
days_of_month(int64_t year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

static bool
take_date(Reader *r, int64_t *days)
{
	bool		negative = take(r, '-');
	int64_t		year,
				month,
				day;

	if (!negative)
		take(r, '+');
	if (!take_number(r, 4, 9, &year) || year > MLS_MAX_YEAR || !take(r, '-') ||
		!take_number(r, 2, 2, &month) || month < 1 || month > 12 || !take(r, '-') ||
		!take_number(r, 2, 2, &day))
		return false;
	if (negative)
		year = -year;
	if (day < 1 || day > days_of_month(year, (int) month))
		return false;
	*days = mls_days_of_date((MlsDate) {year, (int) month, (int) day});
	return true;
}

/* ".25" as microseconds; nothing is 0. */
static bool
take_fraction(Reader *r, int64_t *micros)
{
	int64_t		unit = MLS_MICROS_PER_SECOND;

	*micros = 0;
	if (!take(r, '.'))
		return true;
	if (!is_digit(r))
		return false;
	for (; is_digit(r); r->next++)
	{
		unit /= 10;
		*micros += (*r->next - '0') * unit;
	}
	return true;
}

/* Hours (of 2 digits; of a span: of any number), minutes and perhaps seconds. */
static bool
take_time(Reader *r, bool is_span, int64_t *micros)
{
	int64_t		hours,
				minutes,
				seconds = 0,
				fraction = 0;

	if (!take_number(r, is_span ? 1 : 2, is_span ? 9 : 2, &hours) || hours > (is_span ? MOST_HOURS : 23) ||
		!take(r, ':') || !take_number(r, 2, 2, &minutes) || minutes > 59)
		return false;
	if (take(r, ':') && (!take_number(r, 2, 2, &seconds) || seconds > 59 || !take_fraction(r, &fraction)))
		return false;
	*micros = ((hours * 60 + minutes) * 60 + seconds) * MLS_MICROS_PER_SECOND + fraction;
	return true;
}

/* "Z", "+02:00" or nothing: what the zone is ahead of UTC. */
static bool
take_zone(Reader *r, int64_t *micros)
{
	bool		behind;

	*micros = 0;
	if (r->next == r->end || take(r, 'Z'))
		return true;
	behind = take(r, '-');
	if (!behind && !take(r, '+'))
		return false;
	if (!take_time(r, false, micros))
		return false;
	if (behind)
		*micros = -*micros;
	return true;
}

bool
mls_parse_date(const char *text, size_t length, int64_t *days)
{
	Reader		r = reader(text, length);

	return take_date(&r, days) && r.next == r.end;
}

bool
mls_parse_time(const char *text, size_t length, int64_t *micros)
{
	Reader		r = reader(text, length);

	return take_time(&r, false, micros) && r.next == r.end;
}

bool
mls_parse_time_span(const char *text, size_t length, int64_t *micros)
{
	Reader		r = reader(text, length);

	return take_time(&r, true, micros) && r.next == r.end;
}

bool
mls_parse_datetime(const char *text, size_t length, int64_t *micros)
{
	Reader		r = reader(text, length);
	int64_t		days,
				time,
				ahead;

	if (!take_date(&r, &days) || !(take(&r, 'T') || take(&r, ' ')) || !take_time(&r, false, &time) ||
		!take_zone(&r, &ahead) || r.next != r.end)
		return false;
	*micros = days * MLS_MICROS_PER_DAY + time - ahead;
	return mls_micros_in_range(*micros);
}

/* ---- writing ---- */

size_t
mls_format_date(char *text, int64_t days)
{
	MlsDate		date = mls_date_of_days(days);

	return (size_t) snprintf(text, MLS_CALENDAR_TEXT / 2, "%s%04lld-%02d-%02d", date.year < 0 ? "-" : "",
							 (long long) (date.year < 0 ? -date.year : date.year), date.month, date.day);
}

size_t
mls_format_time(char *text, int64_t micros)
{
	int64_t		seconds = micros / MLS_MICROS_PER_SECOND;
	int			fraction = (int) (micros % MLS_MICROS_PER_SECOND);
	size_t		n = (size_t) snprintf(text, MLS_CALENDAR_TEXT / 2, "%02d:%02d:%02d", (int) (seconds / 3600),
									  (int) (seconds / 60 % 60), (int) (seconds % 60));

	if (fraction == 0)
		return n;
	n += (size_t) snprintf(text + n, MLS_CALENDAR_TEXT / 2 - n, ".%06d", fraction);
	while (text[n - 1] == '0')
		n--;
	text[n] = '\0';
	return n;
}

size_t
mls_format_datetime(char *text, int64_t micros)
{
	int64_t		days = mls_floor_div(micros, MLS_MICROS_PER_DAY);
	size_t		n = mls_format_date(text, days);

	text[n++] = 'T';
	return n + mls_format_time(text + n, micros - days * MLS_MICROS_PER_DAY);
}

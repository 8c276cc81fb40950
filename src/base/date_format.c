/*
 * base/date_format.c
 *	  Dates and times as text, by a format of C's strftime.
 *
 * Not strftime itself: it goes by the locale, and its years are those of an int
 * counted from 1900.
 */
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/date_format.h"

#define MOST_OF_CONVERSION	40	/* bytes: "%c" with a year of six digits and a sign is 27 */

static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
};

/* The parts of a moment. */
typedef struct Parts
{
	MlsDate		date;
	int			day_of_year;	/* 1 to 366 */
	int			weekday;		/* 0: Sunday */
	int			hour;
	int			minute;
	int			second;
	int64_t		seconds;		/* since 1970 */
} Parts;

static Parts
parts_of(int64_t micros)
{
	int64_t		seconds = mls_floor_div(micros, MLS_MICROS_PER_SECOND);
	int64_t		day = mls_floor_div(seconds, MLS_SECONDS_PER_DAY);
	int			of_day = (int) (seconds - day * MLS_SECONDS_PER_DAY);
	Parts		parts = {.date = mls_date_of_days(day), .seconds = seconds};

	parts.day_of_year = (int) (day - mls_days_of_date((MlsDate) {parts.date.year, 1, 1})) + 1;
	parts.weekday = (int) (day + 4 - mls_floor_div(day + 4, 7) * 7);	/* 1970-01-01 was a Thursday */
	parts.hour = of_day / 3600;
	parts.minute = of_day / 60 % 60;
	parts.second = of_day % 60;
	return parts;
}

/* What a conversion asks for; -1 if it is none. */
static int
asks_for(char conversion)
{
	if (conversion == '\0')
		return -1;
	if (strchr("aAbBCdDeFgGhjmuUVwWxyY", conversion) != NULL)
		return MLS_ASKS_DATE;
	if (strchr("HIklMpPrRSTX", conversion) != NULL)
		return MLS_ASKS_TIME;
	if (conversion == 'c' || conversion == 's')
		return MLS_ASKS_DATE | MLS_ASKS_TIME;
	return strchr("%nt", conversion) != NULL ? 0 : -1;
}

bool
mls_read_date_format(const char *format, size_t length, int *asks)
{
	*asks = 0;
	for (size_t i = 0; i < length; i++)
	{
		int			what;

		if (format[i] != '%')
			continue;
		i++;
		what = i < length ? asks_for(format[i]) : -1;
		if (what < 0)
			return false;
		*asks |= what;
	}
	return true;
}

size_t
mls_date_format_room(size_t length)
{
	/* a conversion is two bytes or more */
	return (length / 2 + 1) * MOST_OF_CONVERSION;
}

/* The week of ISO 8601, which starts on Monday and belongs to the year that has its Thursday. */
static int
iso_week(const Parts *p, int64_t *year)
{
	int			from_monday = (p->weekday + 6) % 7;
	int64_t		day = mls_days_of_date(p->date);
	int64_t		thursday = day - from_monday + 3;

	*year = mls_date_of_days(thursday).year;
	return (int) ((thursday - mls_days_of_date((MlsDate) {*year, 1, 1})) / 7) + 1;
}

/* The last two digits of a year; 0 to 99 also before the year 0. */
static int
of_century(int64_t year)
{
	return (int) (year - mls_floor_div(year, 100) * 100);
}

static int
hour_of_12(const Parts *p)
{
	return p->hour % 12 == 0 ? 12 : p->hour % 12;
}

static size_t
convert(const Parts *p, char conversion, char *out)
{
	const size_t room = MOST_OF_CONVERSION;
	long long	year = (long long) p->date.year;
	int			digits = year < 0 ? 5 : 4;	/* of a year: four, and its sign */
	int64_t		year_of_week;
	int			week;

#define SAY(...)	((size_t) snprintf(out, room, __VA_ARGS__))
	switch (conversion)
	{
		case 'a':
			return SAY("%.3s", days[p->weekday]);
		case 'A':
			return SAY("%s", days[p->weekday]);
		case 'b':
		case 'h':
			return SAY("%.3s", months[p->date.month - 1]);
		case 'B':
			return SAY("%s", months[p->date.month - 1]);
		case 'c':
			return SAY("%.3s %.3s %2d %02d:%02d:%02d %0*lld", days[p->weekday], months[p->date.month - 1], p->date.day,
					   p->hour, p->minute, p->second, digits, year);
		case 'C':
			return SAY("%02lld", (long long) mls_floor_div(year, 100));
		case 'd':
			return SAY("%02d", p->date.day);
		case 'D':
		case 'x':
			return SAY("%02d/%02d/%02d", p->date.month, p->date.day, of_century(year));
		case 'e':
			return SAY("%2d", p->date.day);
		case 'F':
			return SAY("%0*lld-%02d-%02d", digits, year, p->date.month, p->date.day);
		case 'g':
			iso_week(p, &year_of_week);
			return SAY("%02d", of_century(year_of_week));
		case 'G':
			iso_week(p, &year_of_week);
			return SAY("%0*lld", digits, (long long) year_of_week);
		case 'H':
			return SAY("%02d", p->hour);
		case 'I':
			return SAY("%02d", hour_of_12(p));
		case 'j':
			return SAY("%03d", p->day_of_year);
		case 'k':
			return SAY("%2d", p->hour);
		case 'l':
			return SAY("%2d", hour_of_12(p));
		case 'm':
			return SAY("%02d", p->date.month);
		case 'M':
			return SAY("%02d", p->minute);
		case 'n':
			return SAY("\n");
		case 'p':
			return SAY("%s", p->hour < 12 ? "AM" : "PM");
		case 'P':
			return SAY("%s", p->hour < 12 ? "am" : "pm");
		case 'r':
			return SAY("%02d:%02d:%02d %s", hour_of_12(p), p->minute, p->second, p->hour < 12 ? "AM" : "PM");
		case 'R':
			return SAY("%02d:%02d", p->hour, p->minute);
		case 's':
			return SAY("%lld", (long long) p->seconds);
		case 'S':
			return SAY("%02d", p->second);
		case 't':
			return SAY("\t");
		case 'T':
		case 'X':
			return SAY("%02d:%02d:%02d", p->hour, p->minute, p->second);
		case 'u':
			return SAY("%d", p->weekday == 0 ? 7 : p->weekday);
		case 'U':				/* weeks from the first Sunday on */
			return SAY("%02d", (p->day_of_year + 6 - p->weekday) / 7);
		case 'V':
			week = iso_week(p, &year_of_week);
			return SAY("%02d", week);
		case 'w':
			return SAY("%d", p->weekday);
		case 'W':				/* weeks from the first Monday on */
			return SAY("%02d", (p->day_of_year + 6 - (p->weekday + 6) % 7) / 7);
		case 'y':
			return SAY("%02d", of_century(year));
		case 'Y':
			return SAY("%0*lld", digits, year);
		default:
			return SAY("%%");
	}
#undef SAY
}

size_t
mls_format_datetime_as(const char *format, size_t length, int64_t micros, char *out)
{
	Parts		parts = parts_of(micros);
	size_t		n = 0;

	for (size_t i = 0; i < length; i++)
	{
		if (format[i] == '%' && i + 1 < length)
			n += convert(&parts, format[++i], out + n);
		else
			out[n++] = format[i];
	}
	return n;
}

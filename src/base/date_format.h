/*
 * base/date_format.h
 *	  Dates and times as text, by a format of C's strftime.
 *
 * In English, whatever the locale, as in C's own.  There is no zone, so the
 * conversions of zones mean nothing.
 */
#ifndef MLS_BASE_DATE_FORMAT_H
#define MLS_BASE_DATE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What of a moment a format asks for. */
#define MLS_ASKS_DATE	0x01
#define MLS_ASKS_TIME	0x02

/* Whether all conversions of a format mean something; *asks is what they ask for (or of any format, 0). */
extern bool mls_read_date_format(const char *format, size_t length, int *asks);

/* Bytes that the text of such a format takes at most. */
extern size_t mls_date_format_room(size_t length);

/*
 * The text of a dateTime (base/calendar.h: microseconds) by a format that
 * mls_read_date_format takes; gives its length.
 */
extern size_t mls_format_datetime_as(const char *format, size_t length, int64_t micros, char *out);

#endif

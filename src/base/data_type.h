/*
 * base/data_type.h
 *	  What kind of values PMML's data types have.
 */
#ifndef MLS_BASE_DATA_TYPE_H
#define MLS_BASE_DATA_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

typedef enum MlsTypeKind
{
	MLS_KIND_PLAIN,				/* text, numbers, booleans */
	MLS_KIND_MOMENT,			/* date, time, dateTime */
	MLS_KIND_DAYS,				/* dateDaysSince[year]: an integer; likewise the rest */
	MLS_KIND_TIME_SECONDS,		/* timeSeconds: since midnight, never negative */
	MLS_KIND_SECONDS			/* dateTimeSecondsSince[year] */
} MlsTypeKind;

extern MlsTypeKind mls_type_kind(MlsDataType type);

/* Of DAYS and SECONDS: days from 1970-01-01 to the day that is their 0. */
extern int64_t mls_type_epoch(MlsDataType type);

/* Whether values are integers that count days or seconds. */
static inline bool
mls_is_count(MlsDataType type)
{
	return mls_type_kind(type) >= MLS_KIND_DAYS;
}

/* Days or microseconds of moments (base/calendar.h) as what the type counts; no fraction: rounded down. */
extern int64_t mls_count_days(MlsDataType type, int64_t days);
extern int64_t mls_count_micros(MlsDataType type, int64_t micros);

/*
 * Text (base/calendar.h) as a type that is not PLAIN: days or microseconds of a
 * moment, or what the type counts.  A dateTime is also a date and a time, and a
 * date is also a dateTime, of midnight.  False: it is no such text.
 */
extern bool mls_parse_moment(MlsDataType type, const char *text, size_t length, int64_t *value);

#endif

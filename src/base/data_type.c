/*
 * base/data_type.c
 *	  What kind of values PMML's data types have.
 */
#include "base/calendar.h"
#include "base/data_type.h"

static const struct
{
	MlsTypeKind kind;
	int			year;
}			types[] =
{
#define MLS_DATA_TYPE(symbol, name, kind, year) {MLS_KIND_##kind, year},
#include "lists/data_types.h"
#undef MLS_DATA_TYPE
	[MLS_TYPE_NONE] = {MLS_KIND_PLAIN, 0}
};

MlsTypeKind
mls_type_kind(MlsDataType type)
{
	return types[type].kind;
}

int64_t
mls_type_epoch(MlsDataType type)
{
	return mls_days_of_date((MlsDate) {types[type].year, 1, 1});
}

int64_t
mls_count_days(MlsDataType type, int64_t days)
{
	int64_t		since = days - mls_type_epoch(type);

	return types[type].kind == MLS_KIND_SECONDS ? since * MLS_SECONDS_PER_DAY : since;
}

int64_t
mls_count_micros(MlsDataType type, int64_t micros)
{
	switch (types[type].kind)
	{
		case MLS_KIND_DAYS:
			return mls_floor_div(micros, MLS_MICROS_PER_DAY) - mls_type_epoch(type);
		case MLS_KIND_SECONDS:
			return mls_floor_div(micros, MLS_MICROS_PER_SECOND) - mls_type_epoch(type) * MLS_SECONDS_PER_DAY;
		default:
			return mls_floor_div(micros, MLS_MICROS_PER_SECOND);
	}
}

bool
mls_parse_moment(MlsDataType type, const char *text, size_t length, int64_t *value)
{
	int64_t		days,
				micros;
	bool		is_datetime;

	if (types[type].kind == MLS_KIND_PLAIN)
		return false;
	if (type == MLS_TYPE_TIME && mls_parse_time(text, length, value))
		return true;
	if (type == MLS_TYPE_TIME_SECONDS && mls_parse_time_span(text, length, &micros))
	{
		*value = mls_count_micros(type, micros);
		return true;
	}
	is_datetime = mls_parse_datetime(text, length, &micros);
	if (is_datetime)
		days = mls_floor_div(micros, MLS_MICROS_PER_DAY);
	else if (mls_parse_date(text, length, &days))
		micros = days * MLS_MICROS_PER_DAY;
	else
		return false;
	switch (type)
	{
		case MLS_TYPE_DATE:
			*value = days;
			return true;
		case MLS_TYPE_DATETIME:
			*value = micros;
			return true;
		case MLS_TYPE_TIME:
			*value = micros - days * MLS_MICROS_PER_DAY;
			return is_datetime;
		case MLS_TYPE_TIME_SECONDS:
			*value = mls_count_micros(type, micros - days * MLS_MICROS_PER_DAY);
			return is_datetime;
		default:
			*value = mls_count_micros(type, micros);
			return true;
	}
}

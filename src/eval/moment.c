/*
 * eval/moment.c
 *	  Dates and times: as other types, in order.
 *
 * A dateTime cast to a date or time loses the other half; a date cast to a
 * dateTime is its midnight.  What counts days or seconds since a year is an
 * integer and forgets that it does, so that models can compute with it; where such
 * an integer becomes a date again, the step says how it counts.
 */
#include "base/calendar.h"
#include "base/data_type.h"
#include "base/number.h"
#include "eval/eval_int.h"

#define NO_MOMENT	mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE)

/* A date or dateTime as microseconds, or a time; false if the cell is none. */
static bool
cell_micros(MlsCell cell, int64_t *micros)
{
	switch (cell.tag)
	{
		case MLS_TAG_DATE:
			*micros = cell.datum.i * MLS_MICROS_PER_DAY;
			return true;
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			*micros = cell.datum.i;
			return true;
		default:
			return false;
	}
}

static int64_t
time_of_day(int64_t micros)
{
	return micros - mls_floor_div(micros, MLS_MICROS_PER_DAY) * MLS_MICROS_PER_DAY;
}

static MlsCell
moment_cell(MlsDataType type, int64_t value)
{
	switch (type)
	{
		case MLS_TYPE_DATE:
			return MLS_CELL_DATE(value);
		case MLS_TYPE_TIME:
			return MLS_CELL_TIME(value);
		case MLS_TYPE_DATETIME:
			return MLS_CELL_DATETIME(value);
		default:
			return MLS_CELL_INTEGER(value);
	}
}

MlsCell
mls_cast_moment(MlsCell cell, MlsDataType type)
{
	MlsTypeKind kind = mls_type_kind(type);
	bool		wants_time = type == MLS_TYPE_TIME || kind == MLS_KIND_TIME_SECONDS;
	int64_t		value;

	if (cell.tag == MLS_TAG_STRING)
	{
		const MlsString *text = cell.datum.s;

		if ((kind > MLS_KIND_MOMENT && mls_parse_int64(text->bytes, text->length, &value)) ||
			mls_parse_moment(type, text->bytes, text->length, &value))
			return moment_cell(type, value);
		return NO_MOMENT;
	}
	if (cell.tag < MLS_TAG_STRING)
		return kind > MLS_KIND_MOMENT && cell.tag != MLS_TAG_BOOLEAN ? mls_cast(NULL, cell, MLS_TYPE_INTEGER) : NO_MOMENT;
	if (!cell_micros(cell, &value) || wants_time != (cell.tag == MLS_TAG_TIME))
	{
		if (!(wants_time && cell.tag == MLS_TAG_DATETIME))
			return NO_MOMENT;
		value = time_of_day(value);
	}
	if (kind != MLS_KIND_MOMENT)
		return MLS_CELL_INTEGER(mls_count_micros(type, value));
	return moment_cell(type, type == MLS_TYPE_DATE ? mls_floor_div(value, MLS_MICROS_PER_DAY) : value);
}

MlsCell
mls_moment_of_count(MlsCell cell, MlsDataType type)
{
	int64_t		value = cell.datum.i;

	if (cell.tag != MLS_TAG_INTEGER)
		return cell;
	switch (mls_type_kind(type))
	{
		case MLS_KIND_DAYS:
			if (__builtin_add_overflow(value, mls_type_epoch(type), &value) || !mls_days_in_range(value))
				break;
			return MLS_CELL_DATE(value);
		case MLS_KIND_SECONDS:
			if (__builtin_add_overflow(value, mls_type_epoch(type) * MLS_SECONDS_PER_DAY, &value) ||
				__builtin_mul_overflow(value, MLS_MICROS_PER_SECOND, &value) || !mls_micros_in_range(value))
				break;
			return MLS_CELL_DATETIME(value);
		case MLS_KIND_TIME_SECONDS:
			if (value < 0 || value >= MLS_SECONDS_PER_DAY)
				break;
			return MLS_CELL_TIME(value * MLS_MICROS_PER_SECOND);
		default:
			return cell;
	}
	return mls_invalid_cell(MLS_REASON_UNDEFINED, MLS_NONE);
}

size_t
mls_format_moment(char *text, MlsCell cell)
{
	switch (cell.tag)
	{
		case MLS_TAG_DATE:
			return mls_format_date(text, cell.datum.i);
		case MLS_TAG_TIME:
			return mls_format_time(text, cell.datum.i);
		default:
			return mls_format_datetime(text, cell.datum.i);
	}
}

int
mls_compare_moments(MlsCell a, MlsCell b)
{
	int64_t		x,
				y;

	if (!cell_micros(a, &x) || !cell_micros(b, &y) || (a.tag == MLS_TAG_TIME) != (b.tag == MLS_TAG_TIME))
		return 2;
	return x < y ? -1 : x > y;
}

/*
 * eval/functions_date.c
 *	  Built-in functions on dates and times.
 *
 * Text is read as a date or time.  A date stands for its midnight.  Parts of a
 * second do not count.
 */
#include "base/calendar.h"
#include "eval/functions.h"

/* Days from 1970-01-01 to the first of January of the year that a cell is; false if it is none. */
static bool
year_days(MlsCell cell, int64_t *days)
{
	int64_t		year;

	if (!mls_cell_integer(cell, &year) || year < -MLS_MAX_YEAR || year > MLS_MAX_YEAR)
		return false;
	*days = mls_days_of_date((MlsDate) {year, 1, 1});
	return true;
}

/* dateDaysSinceYear(date, year) */
MlsCell
mls_fn_DATE_DAYS_SINCE_YEAR(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		date = mls_cast_moment(arguments[0], MLS_TYPE_DATE);
	int64_t		since;

	if (date.tag != MLS_TAG_DATE)
		return date;
	if (!year_days(arguments[1], &since))
		return MLS_CELL_UNDEFINED;
	return MLS_CELL_INTEGER(date.datum.i - since);
}

/* dateSecondsSinceYear(dateTime, year) */
MlsCell
mls_fn_DATE_SECONDS_SINCE_YEAR(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		moment = mls_cast_moment(arguments[0], MLS_TYPE_DATETIME);
	int64_t		since;

	if (moment.tag != MLS_TAG_DATETIME)
		return moment;
	if (!year_days(arguments[1], &since))
		return MLS_CELL_UNDEFINED;
	return MLS_CELL_INTEGER(mls_floor_div(moment.datum.i, MLS_MICROS_PER_SECOND) - since * MLS_SECONDS_PER_DAY);
}

/* dateSecondsSinceMidnight(time) */
MlsCell
mls_fn_DATE_SECONDS_SINCE_MIDNIGHT(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		time = mls_cast_moment(arguments[0], MLS_TYPE_TIME);

	return time.tag == MLS_TAG_TIME ? MLS_CELL_INTEGER(time.datum.i / MLS_MICROS_PER_SECOND) : time;
}

/*
 * eval/functions_format.c
 *	  Built-in functions that write numbers, dates and times by a format.
 *
 * A number is converted to what the format's conversion takes: to an integer by
 * cutting its fraction off.
 */
#include "base/calendar.h"
#include "base/date_format.h"
#include "base/number_format.h"
#include "eval/functions.h"

/* formatNumber(number, format) */
MlsCell
mls_fn_FORMAT_NUMBER(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[1], MLS_TYPE_STRING);
	MlsCell		number = arguments[0];
	MlsNumberFormat format;
	char	   *out;
	size_t		used;
	size_t		length;

	if (text.tag != MLS_TAG_STRING)
		return text;
	if (!mls_read_number_format(text.datum.s->bytes, text.datum.s->length, &format))
		return MLS_CELL_UNDEFINED;
	if (!mls_formats_integers(&format) || number.tag == MLS_TAG_STRING)
		number = mls_cast(eval, number, MLS_TYPE_DOUBLE);
	if (number.tag == MLS_TAG_INVALID)
		return number;
	if (mls_formats_integers(&format))
		number = mls_cast(eval, number, MLS_TYPE_INTEGER);
	if (number.tag == MLS_TAG_INVALID)
		return MLS_CELL_UNDEFINED;
	out = (char *) mls_text_room(eval, text.datum.s->length + MLS_NUMBER_FORMAT_ROOM);
	if (out == NULL)
		return MLS_CELL_NO_MEMORY;
	used = mls_number_format_before(&format, out);
	length = number.tag == MLS_TAG_INTEGER ? mls_format_integer_as(&format, out + used, number.datum.i)
		: mls_format_real_as(&format, out + used, number.datum.d);
	if (length == 0)
		return MLS_CELL_UNDEFINED;
	used += length;
	used += mls_number_format_after(&format, out + used);
	return mls_text_cell(eval, out, used);
}

/* formatDatetime(moment, format): a date is its midnight; a time has no date. */
MlsCell
mls_fn_FORMAT_DATETIME(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[1], MLS_TYPE_STRING);
	MlsCell		moment = mls_cast_moment(arguments[0], MLS_TYPE_DATETIME);
	char	   *out;
	int			asks;

	if (text.tag != MLS_TAG_STRING)
		return text;
	if (!mls_read_date_format(text.datum.s->bytes, text.datum.s->length, &asks))
		return MLS_CELL_UNDEFINED;
	if (moment.tag != MLS_TAG_DATETIME && (asks & MLS_ASKS_DATE) == 0)
		moment = mls_cast_moment(arguments[0], MLS_TYPE_TIME);
	if (moment.tag == MLS_TAG_INVALID)
		return arguments[0].tag == MLS_TAG_TIME ? MLS_CELL_UNDEFINED : moment;
	out = (char *) mls_text_room(eval, mls_date_format_room(text.datum.s->length));
	if (out == NULL)
		return MLS_CELL_NO_MEMORY;
	return mls_text_cell(eval, out, mls_format_datetime_as(text.datum.s->bytes, text.datum.s->length, moment.datum.i, out));
}

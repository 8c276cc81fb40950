/*
 * eval/cell.c
 *	  One value: as a number, as another type, against a constant, against
 *	  another value.
 *
 * A constant of the document takes the type of the value that it meets, never
 * the other way round: "1.0" equals the integer 1 and the double 1, and not the
 * text "1".
 */
#include <stdio.h>

#include "base/calendar.h"
#include "base/hot.h"
#include "base/number.h"
#include "eval/codes.h"

static const MlsImgConstant *
constant_of(const MlsImage *image, uint32_t constant)
{
	return &MLS_RECORDS(image, CONSTANT)[constant];
}

MLS_HOT MlsCell
mls_constant_cell(const MlsImage *image, uint32_t constant)
{
	const MlsImgConstant *c = constant_of(image, constant);

	switch ((MlsTag) c->tag)
	{
		case MLS_TAG_DOUBLE:
			return MLS_CELL_DOUBLE(c->number);
		case MLS_TAG_FLOAT:
			return MLS_CELL_FLOAT(c->as_float);
		case MLS_TAG_INTEGER:
			return MLS_CELL_INTEGER(c->integer);
		case MLS_TAG_BOOLEAN:
			return MLS_CELL_BOOLEAN(c->boolean);
		case MLS_TAG_STRING:
			return MLS_CELL_STRING(mls_image_string(image, c->text));
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			return (MlsCell) {(MlsTag) c->tag, {.i = c->moment}};
		case MLS_TAG_MISSING:
		case MLS_TAG_INVALID:
			break;
	}
	return MLS_CELL_MISSING;
}

/* ---- text as a number ---- */

/* "true" and "false" count 1 and 0; -0 becomes 0. */
static bool
text_double(const MlsString *text, double *value)
{
	bool		truth;

	if (mls_parse_double(text->bytes, text->length, value))
	{
		*value += 0.0;
		return true;
	}
	if (!mls_parse_boolean(text->bytes, text->length, &truth))
		return false;
	*value = truth;
	return true;
}

static bool
text_float(const MlsString *text, double *value)
{
	float		single;

	if (!mls_parse_float(text->bytes, text->length, &single))
		return text_double(text, value);
	*value = (double) single + 0.0;
	return true;
}

bool
mls_cell_number(MlsCell cell, double *value)
{
	switch (cell.tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			*value = cell.datum.d;
			return true;
		case MLS_TAG_INTEGER:
		case MLS_TAG_BOOLEAN:
			*value = (double) cell.datum.i;
			return true;
		case MLS_TAG_STRING:
			return text_double(cell.datum.s, value);
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
		case MLS_TAG_MISSING:
		case MLS_TAG_INVALID:
			break;
	}
	return false;
}

/* ---- casts ---- */

static MlsCell
cast_to_string(MlsEval *eval, MlsCell cell)
{
	char		text[MLS_NUMBER_TEXT > MLS_CALENDAR_TEXT ? MLS_NUMBER_TEXT : MLS_CALENDAR_TEXT];
	size_t		length;

	switch (cell.tag)
	{
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			length = mls_format_moment(text, cell);
			break;
		case MLS_TAG_DOUBLE:
			length = mls_format_double(text, cell.datum.d);
			break;
		case MLS_TAG_FLOAT:
			length = mls_format_float(text, (float) cell.datum.d);
			break;
		case MLS_TAG_INTEGER:
			length = (size_t) snprintf(text, sizeof(text), "%lld", (long long) cell.datum.i);
			break;
		case MLS_TAG_BOOLEAN:
			return cell.datum.i != 0 ? mls_text_cell(eval, "true", 4) : mls_text_cell(eval, "false", 5);
		default:
			return cell;
	}
	return mls_text_cell(eval, text, length);
}

/* A number with a fraction is cut toward zero; text with one is no integer. */
static MlsCell
cast_to_integer(MlsCell cell)
{
	int64_t		integer;

	switch (cell.tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			if (cell.datum.d > -0x1p63 - 1 && cell.datum.d < 0x1p63)
				return MLS_CELL_INTEGER((int64_t) cell.datum.d);
			break;
		case MLS_TAG_INTEGER:
		case MLS_TAG_BOOLEAN:
			return MLS_CELL_INTEGER(cell.datum.i);
		case MLS_TAG_STRING:
			if (mls_parse_int64(cell.datum.s->bytes, cell.datum.s->length, &integer))
				return MLS_CELL_INTEGER(integer);
			break;
		default:
			break;
	}
	return mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);
}

static MlsCell
cast_to_boolean(MlsCell cell)
{
	double		number;
	bool		truth;

	if (cell.tag == MLS_TAG_STRING)
	{
		if (mls_parse_boolean(cell.datum.s->bytes, cell.datum.s->length, &truth))
			return MLS_CELL_BOOLEAN(truth);
	}
	else if (mls_cell_number(cell, &number) && (number == 0 || number == 1))
		return MLS_CELL_BOOLEAN(number == 1);
	return mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);
}

MlsCell
mls_cast(MlsEval *eval, MlsCell cell, MlsDataType type)
{
	double		number;

	if (cell.tag == MLS_TAG_MISSING || cell.tag == MLS_TAG_INVALID)
		return cell;
	switch (type)
	{
		case MLS_TYPE_STRING:
			return cast_to_string(eval, cell);
		case MLS_TYPE_INTEGER:
			return cast_to_integer(cell);
		case MLS_TYPE_BOOLEAN:
			return cast_to_boolean(cell);
		case MLS_TYPE_DOUBLE:
			if (!mls_cell_number(cell, &number))
				return mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);
			return MLS_CELL_DOUBLE(number);
		case MLS_TYPE_FLOAT:
			if (cell.tag == MLS_TAG_INTEGER)
				return MLS_CELL_FLOAT((double) (float) cell.datum.i);	/* rounded once */
			if (cell.tag == MLS_TAG_STRING ? !text_float(cell.datum.s, &number) : !mls_cell_number(cell, &number))
				return mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);
			return MLS_CELL_FLOAT(mls_f32(number));
		case MLS_TYPE_NONE:
			return cell;
		default:
			return mls_cast_moment(cell, type);
	}
}

/* ---- comparing ---- */

static int
compare_doubles(double a, double b)
{
	return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
}

static int
compare_integers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b ? 1 : 0;
}

/*
 * An integer against a double, also where the integer is not a double: a double
 * within the range of integers has a whole part that is one.
 */
static int
compare_integer_double(int64_t a, double b)
{
	if (isnan(b))
		return 2;
	if (b >= 0x1p63)
		return -1;
	if (b < -0x1p63)
		return 1;

	int			order = compare_integers(a, (int64_t) b);

	return order != 0 ? order : compare_doubles(0, b - trunc(b));
}

/* By code point, which is the order of UTF-8's bytes. */
static int
compare_texts(const MlsString *a, const MlsString *b)
{
	int			order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);

	if (order == 0)
		return compare_integers(a->length, b->length);
	return order < 0 ? -1 : 1;
}

bool
mls_equals(const MlsImage *image, MlsCell value, const MlsImgConstant *constant)
{
	/* codes tell whether texts are equal; their order costs more */
	if (value.tag == MLS_TAG_STRING)
		return value.datum.s->code == constant->text;
	return mls_compare(image, value, constant) == 0;
}

int
mls_compare(const MlsImage *image, MlsCell value, const MlsImgConstant *constant)
{
	switch (value.tag)
	{
		case MLS_TAG_DOUBLE:
			return constant->is_number ? compare_doubles(value.datum.d, constant->number) : 2;
		case MLS_TAG_FLOAT:
			return constant->is_number ? compare_doubles(value.datum.d, constant->as_float) : 2;
		case MLS_TAG_BOOLEAN:
			if (constant->boolean >= 0)
				return compare_integers(value.datum.i, constant->boolean);
			/* "0.5" is no boolean, but a number */
			/* fall through */
		case MLS_TAG_INTEGER:
			if (constant->is_integral)
				return compare_integers(value.datum.i, constant->integer);
			return constant->is_number ? compare_integer_double(value.datum.i, constant->number) : 2;
		case MLS_TAG_STRING:
			return compare_texts(value.datum.s, mls_image_string(image, constant->text));
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			return mls_compare_moments(value, (MlsCell) {(MlsTag) constant->moment_tag, {.i = constant->moment}});
		case MLS_TAG_MISSING:
		case MLS_TAG_INVALID:
			break;
	}
	return 2;
}

/* A value that is no text against one that is: the text is read as the value's type. */
static int
compare_with_text(MlsCell value, const MlsString *text)
{
	double		number;
	bool		truth;

	switch (value.tag)
	{
		case MLS_TAG_BOOLEAN:
			if (mls_parse_boolean(text->bytes, text->length, &truth))
				return compare_integers(value.datum.i, truth);
			/* fall through */
		case MLS_TAG_INTEGER:
			return text_double(text, &number) ? compare_integer_double(value.datum.i, number) : 2;
		case MLS_TAG_FLOAT:
			return text_float(text, &number) ? compare_doubles(value.datum.d, number) : 2;
		case MLS_TAG_DOUBLE:
			return text_double(text, &number) ? compare_doubles(value.datum.d, number) : 2;
		case MLS_TAG_DATE:
		case MLS_TAG_DATETIME:
			return mls_compare_moments(value, mls_cast_moment(MLS_CELL_STRING(text), MLS_TYPE_DATETIME));
		case MLS_TAG_TIME:
			return mls_compare_moments(value, mls_cast_moment(MLS_CELL_STRING(text), MLS_TYPE_TIME));
		default:
			return 2;
	}
}

static int
opposite(int order)
{
	return order == 2 ? 2 : -order;
}

static bool
is_whole(MlsCell cell)
{
	return cell.tag == MLS_TAG_INTEGER || cell.tag == MLS_TAG_BOOLEAN;
}

int
mls_compare_cells(MlsCell a, MlsCell b)
{
	if (a.tag == MLS_TAG_STRING && b.tag == MLS_TAG_STRING)
		return compare_texts(a.datum.s, b.datum.s);
	if (b.tag == MLS_TAG_STRING)
		return compare_with_text(a, b.datum.s);
	if (a.tag == MLS_TAG_STRING)
		return opposite(compare_with_text(b, a.datum.s));
	if (a.tag > MLS_TAG_STRING || b.tag > MLS_TAG_STRING)
		return mls_compare_moments(a, b);
	if (is_whole(a) && is_whole(b))
		return compare_integers(a.datum.i, b.datum.i);
	if (is_whole(a))
		return compare_integer_double(a.datum.i, b.datum.d);
	if (is_whole(b))
		return opposite(compare_integer_double(b.datum.i, a.datum.d));
	return compare_doubles(a.datum.d, b.datum.d);
}

/* ---- sets ---- */

bool
mls_is_ordered_for(MlsSetOrder order, MlsTag tag)
{
	switch (order)
	{
		case MLS_ORDER_TEXT:
			return tag == MLS_TAG_STRING;
		case MLS_ORDER_NUMBER:
			return tag == MLS_TAG_DOUBLE;
		case MLS_ORDER_FLOAT:
			return tag == MLS_TAG_FLOAT;
		case MLS_ORDER_INTEGER:
			return tag == MLS_TAG_INTEGER;
		case MLS_ORDER_NONE:
			break;
	}
	return false;
}

int
mls_compare_in_order(const MlsImage *image, MlsCell value, const MlsImgConstant *constant)
{
	if (value.tag == MLS_TAG_STRING)
		return compare_integers(value.datum.s->code, constant->text);
	return mls_compare(image, value, constant);
}

bool
mls_set_has(const MlsImage *image, uint32_t set, MlsCell value)
{
	const MlsImgSet *s = &MLS_RECORDS(image, SET)[set];
	const uint32_t *members = MLS_RECORDS(image, INDEX) + s->members.first;
	uint32_t	low = 0,
				high = s->members.n;

	if (!mls_is_ordered_for((MlsSetOrder) s->order, value.tag))
	{
		for (uint32_t i = 0; i < s->members.n; i++)
			if (mls_equals(image, value, constant_of(image, members[i])))
				return true;
		return false;
	}
	if (value.tag == MLS_TAG_STRING)
	{
		MlsCodes	codes = mls_codes_of_set(image, s);

		return mls_find_code(&codes, value.datum.s->code) != MLS_NONE;
	}
	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;
		int			order = mls_compare(image, value, constant_of(image, members[middle]));

		if (order == 0)
			return true;
		if (order == 2)			/* NaN */
			return false;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

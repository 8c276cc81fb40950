/*
 * eval/list.c
 *	  Lists as they arrive with a row: JSON arrays in text, read element by element.
 */
#include "base/number.h"
#include "eval/functions.h"
#include "eval/list.h"

/* Four hexadecimal digits, or -1. */
static int32_t
hex_digits(const char *p, const char *end)
{
	int32_t		code = 0;

	for (int i = 0; i < 4; i++)
	{
		char		c = p + i < end ? p[i] : '?';
		int			digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
			c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

static char *
put_utf8(char *to, uint32_t code)
{
	if (code < 0x80)
		*to++ = (char) code;
	else if (code < 0x800)
	{
		*to++ = (char) (0xC0 | code >> 6);
		*to++ = (char) (0x80 | (code & 0x3F));
	}
	else if (code < 0x10000)
	{
		*to++ = (char) (0xE0 | code >> 12);
		*to++ = (char) (0x80 | (code >> 6 & 0x3F));
		*to++ = (char) (0x80 | (code & 0x3F));
	}
	else
	{
		*to++ = (char) (0xF0 | code >> 18);
		*to++ = (char) (0x80 | (code >> 12 & 0x3F));
		*to++ = (char) (0x80 | (code >> 6 & 0x3F));
		*to++ = (char) (0x80 | (code & 0x3F));
	}
	return to;
}

/* An escape behind its backslash; NULL if it is none.  It never becomes longer than it is written. */
static const char *
take_escape(const char *p, const char *end, char **to)
{
	static const char names[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *name = p < end ? strchr(names, *p) : NULL;
	int32_t		code;

	if (name != NULL && *p != '\0')
	{
		*(*to)++ = values[name - names];
		return p + 1;
	}
	if (p == end || *p != 'u' || (code = hex_digits(p + 1, end)) < 0)
		return NULL;
	p += 5;
	if (code >= 0xD800 && code < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u')
	{
		int32_t		low = hex_digits(p + 2, end);

		if (low >= 0xDC00 && low < 0xE000)
		{
			code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
			p += 6;
		}
	}
	*to = put_utf8(*to, (uint32_t) code);
	return p;
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* A text of the array, behind its quote, into "room"; NULL if it does not end. */
static const char *
take_text(const char *p, const char *end, char *room, char **to)
{
	*to = room;
	while (p < end && *p != '"')
	{
		if (*p != '\\')
			*(*to)++ = *p++;
		else if ((p = take_escape(p + 1, end, to)) == NULL)
			return NULL;
	}
	return p < end ? p + 1 : NULL;
}

/* ---- elements ---- */

bool
mls_is_array(MlsCell cell)
{
	const char *end;
	const char *p;

	if (cell.tag != MLS_TAG_STRING)
		return false;
	end = cell.datum.s->bytes + cell.datum.s->length;
	p = skip_blanks(cell.datum.s->bytes, end);
	return p < end && *p == '[';
}

void
mls_list_open(MlsList *list, MlsEval *eval, MlsCell cell)
{
	*list = (MlsList) {.eval = eval, .cell = cell, .is_array = mls_is_array(cell)};
	if (!list->is_array)
		return;
	list->end = cell.datum.s->bytes + cell.datum.s->length;
	list->p = skip_blanks(cell.datum.s->bytes, list->end) + 1;
}

/* Where the text behind the bracket starts. */
static const char *
list_start(const MlsList *list)
{
	return skip_blanks(list->cell.datum.s->bytes, list->end) + 1;
}

uint32_t
mls_list_behind_comma(const MlsList *list)
{
	const char *p = skip_blanks(list->p, list->end);

	return (uint32_t) (p + (p < list->end && *p == ',') - list_start(list));
}

void
mls_list_go(MlsList *list, uint32_t offset)
{
	const char *start = list_start(list);

	list->p = offset < (size_t) (list->end - start) ? start + offset : list->end;
	list->is_started = false;
}

/* No further element comes. */
static bool
stop(MlsList *list, bool is_bad)
{
	list->is_bad |= is_bad;
	list->p = NULL;
	return false;
}

static bool
read_text(MlsList *list, const char *p, MlsListElement *element)
{
	char	   *to;

	if (list->room == NULL)
		list->room = mls_text_room(list->eval, list->cell.datum.s->length + 1);
	if (list->room == NULL)
	{
		list->no_memory = true;
		return stop(list, true);
	}
	list->p = take_text(p + 1, list->end, list->room, &to);
	if (list->p == NULL)
		return stop(list, true);
	*element = (MlsListElement) {MLS_ELEMENT_TEXT, list->room, (size_t) (to - list->room)};
	return true;
}

static bool
read_word(MlsList *list, const char *p, MlsListElement *element)
{
	const char *start = p;

	while (p < list->end && strchr(",][{}\" \t\n\r", *p) == NULL)
		p++;
	if (p == start)
		return stop(list, true);
	*element = (MlsListElement) {MLS_ELEMENT_WORD, start, (size_t) (p - start)};
	if (element->length == 4 && memcmp(start, "null", 4) == 0)
		element->kind = MLS_ELEMENT_NULL;
	list->p = p;
	return true;
}

/*
 * p points behind the element before, at the start behind the bracket.  A comma
 * behind the last element is let pass.
 */
bool
mls_list_next(MlsList *list, MlsListElement *element)
{
	const char *p = list->p;
	bool		is_first = !list->is_started;

	if (!list->is_array)
	{
		list->is_started = true;
		*element = (MlsListElement) {MLS_ELEMENT_CELL, NULL, 0};
		return is_first;
	}
	if (p == NULL)
		return false;
	list->is_started = true;
	p = skip_blanks(p, list->end);
	if (!is_first && p < list->end && *p == ',')
		p = skip_blanks(p + 1, list->end);
	else if (!is_first && (p == list->end || *p != ']'))
		return stop(list, true);
	if (p == list->end)
		return stop(list, true);
	if (*p == ']')
		return stop(list, skip_blanks(p + 1, list->end) != list->end);
	return *p == '"' ? read_text(list, p, element) : read_word(list, p, element);
}

MlsCell
mls_element_cell(const MlsList *list, const MlsListElement *element)
{
	int64_t		integer;
	double		number;
	bool		truth;

	switch (element->kind)
	{
		case MLS_ELEMENT_NULL:
			return MLS_CELL_MISSING;
		case MLS_ELEMENT_CELL:
			return list->cell;
		case MLS_ELEMENT_TEXT:
			return mls_text_cell(list->eval, element->bytes, element->length);
		case MLS_ELEMENT_WORD:
			break;
	}
	if (mls_parse_int64(element->bytes, element->length, &integer))
		return MLS_CELL_INTEGER(integer);
	if (mls_parse_double(element->bytes, element->length, &number))
		return MLS_CELL_DOUBLE(number + 0.0);
	if (mls_parse_boolean(element->bytes, element->length, &truth))
		return MLS_CELL_BOOLEAN(truth);
	return mls_text_cell(list->eval, element->bytes, element->length);
}

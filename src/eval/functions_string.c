/*
 * eval/functions_string.c
 *	  Built-in functions on text.
 *
 * Text is UTF-8 and counted in characters.  Numbers are used as the text that
 * casting them to a string gives.
 */
#include "base/unicode.h"
#include "eval/functions.h"

/* A character's first byte is none of the continuation bytes 10xxxxxx. */
static inline bool
starts_character(char byte)
{
	return ((unsigned char) byte & 0xC0) != 0x80;
}

static int64_t
count_characters(const MlsString *text)
{
	int64_t		n = 0;

	for (uint32_t i = 0; i < text->length; i++)
		n += starts_character(text->bytes[i]);
	return n;
}

/* The byte at which the character of this place (from 0) starts, or the length. */
static uint32_t
character_offset(const MlsString *text, int64_t place)
{
	uint32_t	i = 0;

	for (; i < text->length; i++)
		if (starts_character(text->bytes[i]) && place-- == 0)
			break;
	return i;
}

bool
mls_cell_integer(MlsCell cell, int64_t *value)
{
	double		number;

	if (cell.tag == MLS_TAG_INTEGER)
	{
		*value = cell.datum.i;
		return true;
	}
	if (!mls_cell_number(cell, &number) || number != floor(number) || fabs(number) > 0x1p53)
		return false;
	*value = (int64_t) number;
	return true;
}

/* Missing arguments are left out. */
MlsCell
mls_fn_CONCAT(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell    *parts = (MlsCell *) mls_text_room(eval, n * sizeof(*parts));
	size_t		length = 0;

	if (parts == NULL)
		return MLS_CELL_NO_MEMORY;
	for (uint32_t i = 0; i < n; i++)
	{
		parts[i] = mls_cast(eval, arguments[i], MLS_TYPE_STRING);
		if (parts[i].tag == MLS_TAG_INVALID)
			return parts[i];
		if (parts[i].tag == MLS_TAG_STRING)
			length += parts[i].datum.s->length;
	}

	char	   *text = (char *) mls_text_room(eval, length);
	size_t		used = 0;

	if (text == NULL)
		return MLS_CELL_NO_MEMORY;
	for (uint32_t i = 0; i < n; i++)
	{
		if (parts[i].tag != MLS_TAG_STRING)
			continue;
		memcpy(text + used, parts[i].datum.s->bytes, parts[i].datum.s->length);
		used += parts[i].datum.s->length;
	}
	return mls_text_cell(eval, text, length);
}

/* substring(text, first, length): first from 1; beyond the end there is less. */
MlsCell
mls_fn_SUBSTRING(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[0], MLS_TYPE_STRING);
	int64_t		first,
				length = INT64_MAX;

	if (text.tag != MLS_TAG_STRING)
		return text;
	if (!mls_cell_integer(arguments[1], &first) || (n > 2 && !mls_cell_integer(arguments[2], &length)))
		return MLS_CELL_NOT_A_NUMBER;
	if (first < 1 || length < 0)
		return MLS_CELL_UNDEFINED;

	uint32_t	start = character_offset(text.datum.s, first - 1);
	uint32_t	end = length > (int64_t) text.datum.s->length ? text.datum.s->length :
		character_offset(text.datum.s, first - 1 + length);

	return mls_text_cell(eval, text.datum.s->bytes + start, end - start);
}

static bool
is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

MlsCell
mls_fn_TRIM_BLANKS(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[0], MLS_TYPE_STRING);

	if (text.tag != MLS_TAG_STRING)
		return text;

	const char *start = text.datum.s->bytes;
	const char *end = start + text.datum.s->length;

	while (start < end && is_blank(*start))
		start++;
	while (end > start && is_blank(end[-1]))
		end--;
	return mls_text_cell(eval, start, (size_t) (end - start));
}

MlsCell
mls_fn_STRING_LENGTH(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[0], MLS_TYPE_STRING);

	return text.tag == MLS_TAG_STRING ? MLS_CELL_INTEGER(count_characters(text.datum.s)) : text;
}

/* Text in capital or in small letters. */
static MlsCell
change_case(MlsEval *eval, MlsCell cell, size_t (*change) (const char *text, size_t length, char *out))
{
	MlsCell		text = mls_cast(eval, cell, MLS_TYPE_STRING);
	char	   *room;

	if (text.tag != MLS_TAG_STRING)
		return text;
	room = (char *) mls_text_room(eval, (size_t) text.datum.s->length * MLS_CASE_GROWTH);
	if (room == NULL)
		return MLS_CELL_NO_MEMORY;
	return mls_text_cell(eval, room, change(text.datum.s->bytes, text.datum.s->length, room));
}

MlsCell
mls_fn_UPPERCASE(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return change_case(eval, arguments[0], mls_uppercase);
}

MlsCell
mls_fn_LOWERCASE(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return change_case(eval, arguments[0], mls_lowercase);
}

/*
 * json/json_scan.c
 *	  The first pass over a JSON document: what cJSON does not look at, and what
 *	  it would make too much of.
 *
 * cJSON recurses, so the depth is bounded here; it cuts a text short at the escape
 * \u0000 and takes any bytes for text, so both are refused.  NaN and the
 * infinities, which XGBoost and Python write although they are no JSON, are read
 * as null: whoever reads a number there says what is wrong, or takes it.
 *
 * A tree of cJSON has 64 bytes for each number, and models are long arrays of
 * numbers.  An array of at least LEAST_NUMBERS numbers, truth values and nulls
 * (and of nothing else) is therefore taken out of the text: only its place is
 * kept, and its elements are read from the document when somebody asks for them.
 * In the text a mark takes its place, an array of one text that begins with a byte
 * that no UTF-8 has; since all texts of the document were seen to be UTF-8, and
 * escapes make UTF-8 only, it cannot be the document's own.  A number that is not written just
 * as JSON has it leaves its array to cJSON, so that what is accepted, and where an
 * error is, does not depend on any of this.
 */
#include <stdio.h>
#include <string.h>

#include "json/json_int.h"

#define LEAST_NUMBERS	16

/* The most that cJSON reads as one number. */
#define LONGEST_NUMBER	63

/* ["\xFF01234567"]: the byte, and which array in eight digits (base 16). */
#define MARK_LENGTH		13

/* ---- texts ---- */

static inline bool
continues(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* The length of the UTF-8 character at p, 0 if it is none (RFC 3629: no surrogates, no long forms). */
static int
character_length(const char *p, const char *end)
{
	const unsigned char *c = (const unsigned char *) p;
	size_t		room = (size_t) (end - p);

	if (c[0] < 0x80)
		return 1;
	if (c[0] >= 0xC2 && c[0] <= 0xDF && room >= 2 && continues(c[1]))
		return 2;
	if (c[0] >= 0xE0 && c[0] <= 0xEF && room >= 3 && continues(c[1]) && continues(c[2]) &&
		!(c[0] == 0xE0 && c[1] < 0xA0) && !(c[0] == 0xED && c[1] > 0x9F))
		return 3;
	if (c[0] >= 0xF0 && c[0] <= 0xF4 && room >= 4 && continues(c[1]) && continues(c[2]) && continues(c[3]) &&
		!(c[0] == 0xF0 && c[1] < 0x90) && !(c[0] == 0xF4 && c[1] > 0x8F))
		return 4;
	return 0;
}

bool
mls_json_is_utf8(const char *bytes, size_t length)
{
	const char *end = bytes + length;

	while (bytes < end)
	{
		int			n = character_length(bytes, end);

		if (n == 0)
			return false;
		bytes += n;
	}
	return true;
}

static const char *
fault_at(MlsJsonFault *fault, MlsCode code, const char *position, const char *message)
{
	*fault = (MlsJsonFault) {code, position, message};
	return NULL;
}

/* From behind the opening quote of a text to behind its closing one; NULL if the text is not sound. */
static const char *
pass_text(const char *p, const char *end, MlsJsonFault *fault)
{
	const char *start = p - 1;

	while (p < end && *p != '"')
	{
		if (*p == '\\')
		{
			if (end - p >= 6 && memcmp(p, "\\u0000", 6) == 0)
				return fault_at(fault, MLS_SYNTAX, p, "a text holds the character \\u0000");
			if (end - p < 2)
				break;
			p += 2;
			continue;
		}
		if ((unsigned char) *p < 0x20)
			return fault_at(fault, MLS_SYNTAX, p, "a text holds a control character");

		int			length = character_length(p, end);

		if (length == 0)
			return fault_at(fault, MLS_SYNTAX, p, "a text is not UTF-8");
		p += length;
	}
	if (p >= end)
		return fault_at(fault, MLS_SYNTAX, start, "the document ends inside a text");
	return p + 1;
}

/* The length of NaN, Infinity or -Infinity at p, which are no JSON; else 0. */
static size_t
special_length(const char *p, const char *end)
{
	static const char *const specials[] = {"NaN", "Infinity", "-Infinity"};

	if (*p != 'N' && *p != 'I' && !(*p == '-' && end - p > 1 && p[1] == 'I'))
		return 0;
	for (size_t i = 0; i < sizeof(specials) / sizeof(specials[0]); i++)
	{
		size_t		length = strlen(specials[i]);

		if ((size_t) (end - p) >= length && memcmp(p, specials[i], length) == 0)
			return length;
	}
	return 0;
}

/* ---- arrays of numbers ---- */

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
pass_digits(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/* Behind a number as JSON has it; NULL if there is none at p, or a longer one than cJSON reads. */
static const char *
pass_number(const char *p, const char *end)
{
	const char *start = p;
	const char *digits;

	if (p < end && *p == '-')
		p++;
	digits = p;
	p = pass_digits(p, end);
	if (p == digits || (*digits == '0' && p > digits + 1))
		return NULL;
	if (p < end && *p == '.')
	{
		digits = ++p;
		p = pass_digits(p, end);
		if (p == digits)
			return NULL;
	}
	if (p < end && (*p == 'e' || *p == 'E'))
	{
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		digits = p;
		p = pass_digits(p, end);
		if (p == digits)
			return NULL;
	}
	return p - start <= LONGEST_NUMBER ? p : NULL;
}

/* Behind a number, truth value, null or special number at p; NULL if there is none of them. */
static const char *
pass_element(const char *p, const char *end)
{
	size_t		special;

	if (p < end && (is_digit(*p) || (*p == '-' && end - p > 1 && p[1] != 'I')))
		return pass_number(p, end);
	if (end - p >= 4 && (memcmp(p, "true", 4) == 0 || memcmp(p, "null", 4) == 0))
		return p + 4;
	if (end - p >= 5 && memcmp(p, "false", 5) == 0)
		return p + 5;
	special = p < end ? special_length(p, end) : 0;
	return special > 0 ? p + special : NULL;
}

/*
 * Passes an array that begins at p with its bracket, if it is one to take out:
 * behind its closing bracket, with where its elements are.  Else NULL.
 */
static const char *
pass_array(MlsLoad *load, const char *p, const char *end, MlsJsonArray *array)
{
	array->form = MLS_ARRAY_TEXT;
	array->n = 0;
	array->data = ++p;
	for (;;)
	{
		p = pass_element(mls_json_skip_space(p, end), end);
		if (p == NULL || array->n == UINT32_MAX)
			return NULL;
		mls_tick(load);
		array->n++;
		p = mls_json_skip_space(p, end);
		if (p == end)
			return NULL;
		if (*p == ']')
			return array->n >= LEAST_NUMBERS ? p + 1 : NULL;
		if (*p++ != ',')
			return NULL;
	}
}

/* ---- the pass ---- */

/* A piece of the document that is something else in the text. */
typedef struct MlsJsonEdit
{
	const char *from;			/* in the document */
	size_t		length;
	bool		is_array;		/* a mark takes its place; else null does */
} MlsJsonEdit;

static size_t
written_length(const MlsJsonEdit *edit)
{
	return edit->is_array ? MARK_LENGTH : strlen("null");
}

/* Looks at all bytes; finds what to edit. */
static bool
find_edits(MlsLoad *load, const char *p, const char *end, MlsVec *edits, MlsVec *arrays, MlsJsonFault *fault)
{
	unsigned	depth = 0;

	while (p < end)
	{
		char		c = *p;
		size_t		length = 0;
		MlsJsonArray array;

		mls_tick(load);
		if (c == '"')
		{
			p = pass_text(p + 1, end, fault);
			if (p == NULL)
				return false;
			continue;
		}
		if (c == '{' || c == '[')
		{
			const char *behind;

			if (++depth > MLS_JSON_MAX_DEPTH)
			{
				fault_at(fault, MLS_TOO_LARGE, p, "arrays and objects are nested too deep");
				return false;
			}
			behind = c == '[' ? pass_array(load, p, end, &array) : NULL;
			if (behind != NULL)
			{
				depth--;
				length = (size_t) (behind - p);
				*MLS_PUSH(load, arrays, MlsJsonArray) = array;
			}
		}
		else if ((c == '}' || c == ']') && depth > 0)
			depth--;
		else
			length = special_length(p, end);
		if (length > 0)
			*MLS_PUSH(load, edits, MlsJsonEdit) = (MlsJsonEdit) {p, length, c == '['};
		p += length > 0 ? length : 1;
	}
	return true;
}

bool
mls_json_scan(MlsLoad *load, const char *bytes, size_t length, MlsJsonText *text, MlsJsonFault *fault)
{
	const char *end = bytes + length;
	MlsVec		edits = {0};
	MlsVec		arrays = {0};
	const char *from = bytes;
	uint32_t	n_marks = 0;
	char	   *out;

	if (!find_edits(load, bytes, end, &edits, &arrays, fault))
		return false;
	*text = (MlsJsonText) {bytes, length, bytes, edits.items, edits.n, arrays.items, arrays.n};
	if (edits.n == 0)
		return true;

	for (uint32_t i = 0; i < edits.n; i++)
		text->length += written_length(&text->edits[i]) - text->edits[i].length;
	out = mls_alloc(load, text->length);
	text->bytes = out;
	for (uint32_t i = 0; i < edits.n; i++)
	{
		const MlsJsonEdit *edit = &text->edits[i];

		memcpy(out, from, (size_t) (edit->from - from));
		out += edit->from - from;
		from = edit->from + edit->length;
		if (edit->is_array)
		{
			char		mark[MARK_LENGTH + 1];

			snprintf(mark, sizeof(mark), "[\"\xFF%08x\"]", n_marks++);
			memcpy(out, mark, MARK_LENGTH);
		}
		else
			memcpy(out, "null", 4);
		out += written_length(edit);
	}
	memcpy(out, from, (size_t) (end - from));
	return true;
}

bool
mls_json_is_mark(const cJSON *item, uint32_t *number)
{
	const char *text;

	if (!cJSON_IsArray(item) || !cJSON_IsString(item->child))
		return false;
	text = item->child->valuestring;
	if ((unsigned char) *text != 0xFF)
		return false;
	*number = 0;
	while (*++text != '\0')
		*number = *number * 16 + (uint32_t) (*text <= '9' ? *text - '0' : *text - 'a' + 10);
	return true;
}

const char *
mls_json_place(const MlsJsonText *text, size_t offset)
{
	const char *from = text->document;

	/* offset counts from what "from" has become */
	for (uint32_t i = 0; i < text->n_edits; i++)
	{
		const MlsJsonEdit *edit = &text->edits[i];
		size_t		kept = (size_t) (edit->from - from);

		if (offset < kept)
			break;
		offset -= kept;
		from = edit->from;
		if (offset < written_length(edit))
		{
			/* cJSON stops at its first bytes, or, where the text ends, at the last one */
			return from + (offset + 1 < written_length(edit) ? offset : edit->length - 1);
		}
		offset -= written_length(edit);
		from += edit->length;
	}
	return from + offset;
}

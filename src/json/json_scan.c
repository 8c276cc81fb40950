/*
 * json/json_scan.c
 *	  The first pass over a JSON document: what cJSON does not look at, and what
 *	  it would make too much of.
 *
 * cJSON recurses, so what is nested deeper than MLS_JSON_TEXT_DEPTH is given to it
 * as a text of its own, and the depth of all is bounded here; it cuts a text short
 * at the escape \u0000 and takes any bytes for text, so both are refused.  NaN and the
 * infinities, which XGBoost and Python write although they are no JSON, are read
 * as null: whoever reads a number there says what is wrong, or takes it.
 *
 * A tree of cJSON has 64 bytes for each number, and models are long arrays of
 * numbers.  An array of at least LEAST_NUMBERS numbers, truth values and nulls
 * (and of nothing else) is therefore taken out of the text: only its place is
 * kept, and its elements are read from the document when somebody asks for them.
 * In the text a mark takes its place (json_text.c), which cannot be the document's
 * own because all of its texts are seen to be UTF-8 here.  A number that is not
 * written just as JSON has it leaves its array to cJSON, so that what is accepted,
 * and where an error is, does not depend on any of this.
 */
#include <string.h>

#include "json/json_int.h"

#define LEAST_NUMBERS	16

/* The most that cJSON reads as one number. */
#define LONGEST_NUMBER	63

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

/* Whether a byte of a text is a character that means itself. */
static inline bool
is_plain(char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* From behind the opening quote of a text to behind its closing one; NULL if the text is not sound. */
static const char *
pass_text(const char *p, const char *end, MlsJsonFault *fault)
{
	const char *start = p - 1;

	while (p < end && *p != '"')
	{
		if (is_plain(*p))
		{
			p++;
			continue;
		}
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

/* An array or object that is being passed and will be a text of its own. */
typedef struct Open
{
	const char *from;
	uint32_t	depth;			/* outside of it */
	uint32_t	text;			/* its own */
	uint32_t	edit;			/* which stands for it */
} Open;

static void
add_edit(MlsLoad *load, MlsJsonEdits *edits, uint32_t text, const char *from, size_t length, MlsJsonEditKind kind,
		 uint32_t number)
{
	*MLS_PUSH(load, &edits->edits, MlsJsonEdit) = (MlsJsonEdit) {from, length, text, number, kind};
}

/* What begins something to look at outside of texts, beside blanks, commas, colons and numbers. */
static const bool matters[256] = {
	['"'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true, ['N'] = true, ['I'] = true, ['-'] = true
};

/* Ends the innermost text. */
static void
close_text(MlsJsonEdits *edits, MlsVec *open, const char *end)
{
	Open	   *o = &MLS_ITEM(open, Open, --open->n);

	if (open->n > 0)
		MLS_ITEM(&edits->edits, MlsJsonEdit, o->edit).length = (size_t) (end - o->from);
}

/* The innermost text that is open. */
static inline uint32_t
text_of(const MlsVec *open)
{
	return MLS_ITEM(open, Open, open->n - 1).text;
}

bool
mls_json_find_edits(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth, MlsJsonEdits *edits,
					MlsJsonFault *fault)
{
	const char *p = bytes;
	const char *end = bytes + length;
	uint32_t	depth = 0;
	MlsVec		open = {0};		/* Open; the first is the document */

	*MLS_PUSH(load, &open, Open) = (Open) {.from = bytes};
	edits->n_texts = 1;
	for (;;)
	{
		char		c;
		size_t		special;

		while (p < end && !matters[(unsigned char) *p])
			p++;
		if (p == end)
			break;
		c = *p;
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
			MlsJsonArray array;
			const char *behind;

			if (depth == most_depth)
			{
				fault_at(fault, MLS_TOO_LARGE, p, "arrays and objects are nested too deep");
				return false;
			}
			behind = c == '[' ? pass_array(load, p, end, &array) : NULL;
			if (behind != NULL)
			{
				add_edit(load, edits, text_of(&open), p, (size_t) (behind - p), MLS_JSON_EDIT_ARRAY, edits->arrays.n);
				*MLS_PUSH(load, &edits->arrays, MlsJsonArray) = array;
				p = behind;
				continue;
			}
			if (depth > 0 && depth % MLS_JSON_TEXT_DEPTH == 0)
			{
				add_edit(load, edits, text_of(&open), p, 0, MLS_JSON_EDIT_TEXT, edits->n_texts);
				*MLS_PUSH(load, &open, Open) = (Open) {p, depth, edits->n_texts++, edits->edits.n - 1};
			}
			depth++;
		}
		else if ((c == '}' || c == ']') && depth > 0)
		{
			depth--;
			if (open.n > 1 && MLS_ITEM(&open, Open, open.n - 1).depth == depth)
				close_text(edits, &open, p + 1);
		}
		else if ((special = special_length(p, end)) > 0)
		{
			add_edit(load, edits, text_of(&open), p, special, MLS_JSON_EDIT_NULL, 0);
			p += special;
			continue;
		}
		p++;
	}

	/* what is open although the document ends */
	while (open.n > 1)
		close_text(edits, &open, end);
	return true;
}

/*
 * json/ubjson.c
 *	  UBJSON, the binary form of JSON, as XGBoost writes it (".ubj").
 *
 * A value is a letter and what follows it, numbers big-endian:
 *
 *	 {	members, each the length of its name, the name, a value; then }
 *	 [	elements, then ]; or # and their number before them and no ]; or $ and a
 *		letter, # and the number, and the elements without theirs
 *	 S	a length, the bytes		Z T F	null, true, false
 *	 i U I l L	integers of 8, 8 (unsigned), 16, 32 and 64 bits
 *	 d D		floats of 32 and 64 bits
 *
 * A length is an integer with its letter.  The result is the tree that the same
 * document would be in JSON; arrays whose elements are all of one type of number
 * are not copied but read from the document (json_array.c).  A document may be
 * hostile: nothing is read behind its end, depth is bounded, and what is made of
 * it is in proportion to its length.
 */
#include <math.h>
#include <string.h>

#include "json/json_int.h"

typedef struct Reader
{
	MlsLoad    *load;
	const char *start;
	const char *p;
	const char *end;
	unsigned	depth;
} Reader;

static void fail(const Reader *reader, MlsCode code, const char *message) __attribute__((noreturn));

static void
fail(const Reader *reader, MlsCode code, const char *message)
{
	mls_fatal(reader->load, code, mls_format(reader->load, "byte %zu", (size_t) (reader->p - reader->start)), NULL,
			  "%s", message);
}

/* The next n bytes, which are taken. */
static const char *
take(Reader *reader, size_t n)
{
	const char *taken = reader->p;

	if ((size_t) (reader->end - reader->p) < n)
		fail(reader, MLS_SYNTAX, "the document ends too early");
	reader->p += n;
	return taken;
}

static uint64_t
take_bits(Reader *reader, int n)
{
	const char *bytes = take(reader, (size_t) n);
	uint64_t	bits = 0;

	for (int i = 0; i < n; i++)
		bits = bits << 8 | (unsigned char) bytes[i];
	return bits;
}

/* The form of numbers that a letter tells; false: it is none of a number. */
static bool
number_form(char letter, MlsArrayForm *form, size_t *size)
{
	static const struct
	{
		char		letter;
		MlsArrayForm form;
		size_t		size;
	}			forms[] = {
		{'i', MLS_ARRAY_INT8, 1}, {'U', MLS_ARRAY_UINT8, 1}, {'I', MLS_ARRAY_INT16, 2}, {'l', MLS_ARRAY_INT32, 4},
		{'L', MLS_ARRAY_INT64, 8}, {'d', MLS_ARRAY_FLOAT32, 4}, {'D', MLS_ARRAY_FLOAT64, 8}
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
	{
		if (forms[i].letter != letter)
			continue;
		*form = forms[i].form;
		*size = forms[i].size;
		return true;
	}
	return false;
}

/* An integer with its letter, as a length: no more than the bytes that are left. */
static size_t
take_length(Reader *reader)
{
	int64_t		length;

	switch (*take(reader, 1))
	{
		case 'i':
			length = (int8_t) take_bits(reader, 1);
			break;
		case 'U':
			length = (uint8_t) take_bits(reader, 1);
			break;
		case 'I':
			length = (int16_t) take_bits(reader, 2);
			break;
		case 'l':
			length = (int32_t) take_bits(reader, 4);
			break;
		case 'L':
			length = (int64_t) take_bits(reader, 8);
			break;
		default:
			reader->p--;
			fail(reader, MLS_SYNTAX, "a length is no integer");
	}
	if (length < 0)
		fail(reader, MLS_SYNTAX, "a length is negative");
	if (length > reader->end - reader->p)
		fail(reader, MLS_SYNTAX, "a length goes beyond the document");
	return (size_t) length;
}

static char *
take_text(Reader *reader)
{
	size_t		length = take_length(reader);
	const char *bytes = take(reader, length);

	if (!mls_json_is_utf8(bytes, length) || memchr(bytes, 0, length) != NULL)
		fail(reader, MLS_SYNTAX, "a text is not UTF-8");
	return mls_strndup(reader->load, bytes, length);
}

static void take_value(Reader *reader, char letter, cJSON *item);

/* A new element or member behind the others; cJSON has the first one's prev point at the last. */
static cJSON *
add_child(Reader *reader, cJSON *parent)
{
	cJSON	   *child = MLS_NEW(reader->load, cJSON);

	mls_tick(reader->load);
	if (parent->child == NULL)
		parent->child = child;
	else
	{
		child->prev = parent->child->prev;
		child->prev->next = child;
	}
	parent->child->prev = child;
	return child;
}

static void
take_array(Reader *reader, cJSON *item)
{
	MlsArrayForm form;
	size_t		size;
	char		type = '\0';

	item->type = cJSON_Array;
	if (*take(reader, 1) == '$')
	{
		type = *take(reader, 1);
		if (*take(reader, 1) != '#')
			fail(reader, MLS_SYNTAX, "an array of one type has no length");
		reader->p--;
	}
	else
		reader->p--;
	if (*take(reader, 1) != '#')
	{
		reader->p--;
		for (char letter; (letter = *take(reader, 1)) != ']';)
			take_value(reader, letter, add_child(reader, item));
		return;
	}

	size_t		n = take_length(reader);

	if (type != '\0' && number_form(type, &form, &size))
	{
		MlsJsonArray *array = MLS_NEW(reader->load, MlsJsonArray);

		if (n > UINT32_MAX || n > (size_t) (reader->end - reader->p) / size)
			fail(reader, MLS_SYNTAX, "an array goes beyond the document");
		*array = (MlsJsonArray) {form, (uint32_t) n, take(reader, n * size)};
		mls_json_make_array(item, array);
		return;
	}
	if (type != '\0')
		fail(reader, MLS_SYNTAX, "an array is of a type that is not known");
	for (size_t i = 0; i < n; i++)
		take_value(reader, *take(reader, 1), add_child(reader, item));
}

static void
take_object(Reader *reader, cJSON *item)
{
	item->type = cJSON_Object;
	while (*take(reader, 1) != '}')
	{
		cJSON	   *member;

		reader->p--;
		member = add_child(reader, item);
		member->string = take_text(reader);
		take_value(reader, *take(reader, 1), member);
	}
}

/* A value, whose letter has been taken, into an item. */
static void
take_value(Reader *reader, char letter, cJSON *item)
{
	MlsArrayForm form;
	size_t		size;

	if (++reader->depth > MLS_JSON_MAX_DEPTH)
		fail(reader, MLS_TOO_LARGE, "arrays and objects are nested too deep");
	if (number_form(letter, &form, &size))
	{
		MlsJsonArray one = {form, 1, take(reader, size)};
		cJSON		array;
		MlsElements elements;

		mls_json_make_array(&array, &one);
		elements = mls_json_elements(&(MlsAt) {.item = &array});
		item->type = mls_json_next(&elements)->type;
		item->valuedouble = elements.element.valuedouble;
	}
	else if (letter == '{')
		take_object(reader, item);
	else if (letter == '[')
		take_array(reader, item);
	else if (letter == 'S')
	{
		item->type = cJSON_String;
		item->valuestring = take_text(reader);
	}
	else if (letter == 'T' || letter == 'F')
		item->type = letter == 'T' ? cJSON_True : cJSON_False;
	else if (letter == 'Z')
		item->type = cJSON_NULL;
	else
	{
		reader->p--;
		fail(reader, MLS_SYNTAX, "this is no value of UBJSON");
	}
	reader->depth--;
}

MlsAt
mls_ubjson_parse(MlsLoad *load, const char *bytes, size_t length)
{
	Reader		reader = {load, bytes, bytes, bytes + length, 0};
	cJSON	   *root = MLS_NEW(load, cJSON);

	if (*take(&reader, 1) != '{')
		fail(&reader, MLS_SYNTAX, "the document is no object of UBJSON");
	take_value(&reader, '{', root);
	if (reader.p < reader.end)
		fail(&reader, MLS_SYNTAX, "something follows the document");
	return (MlsAt) {NULL, NULL, 0, root};
}

/* A name is written as a letter, its length and its bytes; JSON has a quote or a blank behind the brace. */
bool
mls_is_ubjson(const char *bytes, size_t length)
{
	return length > 2 && bytes[0] == '{' && strchr("iUIlL", bytes[1]) != NULL && bytes[1] != '\0';
}

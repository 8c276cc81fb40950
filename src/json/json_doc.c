/*
 * json/json_doc.c
 *	  Parsing a JSON document, which may be hostile, and telling formats apart.
 *
 * cJSON is the only parser.  What it does not look at is looked at before: a
 * first pass over the bytes bounds the depth (cJSON recurses), and refuses bytes
 * that are not UTF-8 and the escape \u0000, which would cut a text short.  NaN and the
 * infinities, which XGBoost and Python write although they are no JSON, are read
 * as null: whoever reads a number there says what is wrong, or takes it.
 *
 * cJSON takes its memory through hooks that are global to the process.  They are
 * set only while one document is parsed and draw on the load's arena, so that
 * the load's limit holds and nothing is ever freed by hand; a hook that returns
 * NULL, because memory has run out or the user cancelled, ends the parse without
 * a longjmp through cJSON.
 */
#include <string.h>

#include "json/json_int.h"

/* ---- places in the text ---- */

/* "line 3, column 14" of a byte; columns count bytes. */
static const char *
place_of(MlsLoad *load, const char *bytes, const char *position)
{
	unsigned	line = 1;
	const char *start = bytes;

	for (const char *p = bytes; p < position; p++)
	{
		if (*p == '\n')
		{
			line++;
			start = p + 1;
		}
	}
	return mls_format(load, "line %u, column %zu", line, (size_t) (position - start) + 1);
}

/* ---- the first pass ---- */

static inline bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

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

/* Why a text is not a document, and where. */
typedef struct Fault
{
	MlsCode		code;			/* MLS_OK: there is none */
	const char *position;		/* NULL: the document as a whole */
	const char *message;
} Fault;

static const char *
fault_at(Fault *fault, MlsCode code, const char *position, const char *message)
{
	*fault = (Fault) {code, position, message};
	return NULL;
}

/* From behind the opening quote of a text to behind its closing one; NULL if the text is not sound. */
static const char *
pass_text(const char *p, const char *end, Fault *fault)
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

/* Looks at all bytes; counts the numbers that are no JSON. */
static bool
first_pass(MlsLoad *load, const char *p, const char *end, size_t *n_specials, Fault *fault)
{
	unsigned	depth = 0;

	while (p < end)
	{
		char		c = *p;

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
			if (++depth > MLS_JSON_MAX_DEPTH)
			{
				fault_at(fault, MLS_TOO_LARGE, p, "arrays and objects are nested too deep");
				return false;
			}
		}
		else if ((c == '}' || c == ']') && depth > 0)
			depth--;
		else if (special_length(p, end) > 0)
			(*n_specials)++;
		p++;
	}
	return true;
}

/* ---- cJSON's memory ---- */

static struct
{
	MlsLoad    *load;
	uint32_t	calls;
	bool		cancelled;
	bool		no_memory;
}			parsing;

static void *
parse_alloc(size_t size)
{
	const MlsHost *host = parsing.load->arena.host;
	void	   *result;

	if (++parsing.calls % 1024 == 0 && host->cancelled(host->context))
		parsing.cancelled = true;
	if (parsing.cancelled)
		return NULL;
	result = mls_try_alloc(parsing.load, size);
	if (result == NULL)
		parsing.no_memory = true;
	return result;
}

/* The arena frees. */
static void
parse_free(void *pointer)
{
}

/*
 * Copies a text with null instead of NaN and the infinities (which XGBoost and
 * Python write) until "most" bytes are written or the text ends; gives the place
 * in the text where that is.  out NULL: only finds the place.
 */
static const char *
copy_without_specials(const char *p, const char *end, char *out, size_t most)
{
	bool		inside = false;
	size_t		n = 0;

	while (p < end && n < most)
	{
		size_t		special = inside ? 0 : special_length(p, end);

		if (special > 0)
		{
			if (out != NULL)
				memcpy(out + n, "null", 4);
			n += 4;
			p += special;
			continue;
		}
		if (*p == '"')
			inside = !inside;
		else if (*p == '\\' && inside && end - p > 1)
		{
			if (out != NULL)
				out[n] = *p;
			n++;
			p++;
		}
		if (out != NULL)
			out[n] = *p;
		n++;
		p++;
	}
	return p;
}

/*
 * The document's value; NULL with the fault.  Leaves without memory or when
 * cancelled.
 */
static const cJSON *
parse(MlsLoad *load, const char *bytes, size_t length, Fault *fault)
{
	cJSON_Hooks hooks = {parse_alloc, parse_free};
	const char *text = bytes;
	const char *stop = NULL;
	const cJSON *root;
	size_t		n_specials = 0;
	size_t		text_length = length;

	memset(fault, 0, sizeof(*fault));
	if (!first_pass(load, bytes, bytes + length, &n_specials, fault))
		return NULL;
	if (n_specials > 0)
	{
		char	   *copy;

		/* each is at least three bytes long */
		text_length = length + n_specials;
		copy = mls_alloc(load, text_length);
		memset(copy, ' ', text_length);
		copy_without_specials(bytes, bytes + length, copy, SIZE_MAX);
		text = copy;
	}

	memset(&parsing, 0, sizeof(parsing));
	parsing.load = load;
	cJSON_InitHooks(&hooks);
	root = cJSON_ParseWithLengthOpts(text, text_length, &stop, false);
	cJSON_InitHooks(NULL);
	parsing.load = NULL;

	if (parsing.cancelled)
		mls_fatal(load, MLS_CANCELLED, NULL, NULL, "the load was cancelled");
	if (parsing.no_memory)
		mls_fatal(load, MLS_TOO_LARGE, NULL, NULL,
				  "the document needs more memory than the server has or a load may take");

	/* cJSON stops behind the value; only blanks may follow */
	while (stop != NULL && stop < text + text_length && is_space(*stop))
		stop++;
	if (root == NULL && (stop == NULL || stop >= text + text_length))
		fault_at(fault, MLS_SYNTAX, NULL, "the document is not JSON: it ends too early");
	else if (root == NULL || stop < text + text_length)
		fault_at(fault, MLS_SYNTAX, copy_without_specials(bytes, bytes + length, NULL, (size_t) (stop - text)),
				 root == NULL ? "the document is not JSON" : "text follows the document");
	return fault->code == MLS_OK ? root : NULL;
}

MlsAt
mls_json_parse(MlsLoad *load, const char *bytes, size_t length)
{
	Fault		fault;
	const cJSON *root;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
	{
		bytes += 3;
		length -= 3;
	}
	root = parse(load, bytes, length, &fault);
	if (root == NULL)
		mls_fatal(load, fault.code, fault.position ? place_of(load, bytes, fault.position) : NULL, NULL,
				  "%s", fault.message);
	if (!cJSON_IsObject(root))
		mls_fatal(load, MLS_INVALID, NULL, NULL, "the document is %s instead of an object", mls_json_kind(root));
	return (MlsAt) {NULL, NULL, 0, root};
}

const cJSON *
mls_json_parse_inner(MlsLoad *load, const char *text)
{
	Fault		fault;

	return parse(load, text, strlen(text), &fault);
}

/* ---- which format ---- */

/* Behind a text that starts at p with its quote, or NULL. */
static const char *
skip_text(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
	{
		if (*p == '\\')
			p++;
	}
	return p < end ? p + 1 : NULL;
}

/* Behind the value at p: at the comma or brace that follows; NULL if the text ends. */
static const char *
skip_value(const char *p, const char *end)
{
	unsigned	depth = 0;

	while (p < end)
	{
		if (*p == '"')
		{
			p = skip_text(p, end);
			if (p == NULL)
				return NULL;
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']' || *p == ',')
		{
			if (depth == 0)
				return p;
			if (*p != ',')
				depth--;
		}
		p++;
	}
	return NULL;
}

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

static bool
is_key(const char *key, const char *behind, const char *wanted)
{
	size_t		length = strlen(wanted);

	return (size_t) (behind - key) == length + 2 && memcmp(key + 1, wanted, length) == 0;
}

/*
 * XGBoost's binary form (UBJSON) starts with a brace too.  It is told apart here
 * so that its reader can say what it is: a key is written as "L", eight bytes of
 * length, and the letters.
 */
bool
mls_is_xgboost_ubjson(const char *bytes, size_t length)
{
	return length > 17 && memcmp(bytes, "{L", 2) == 0 && bytes[2] == '\0';
}

MlsFormat
mls_detect_json_format(const char *bytes, size_t length)
{
	const char *end = bytes + length;
	const char *p = skip_space(bytes, end);

	if (p == end || *p != '{')
		return MLS_N_FORMATS;
	if (mls_is_xgboost_ubjson(p, (size_t) (end - p)))
		return MLS_FORMAT_XGBOOST_JSON;

	/* the keys of the outermost object, one after the other */
	for (p = skip_space(p + 1, end); p < end && *p == '"';)
	{
		const char *key = p;
		const char *behind = skip_text(p, end);

		if (behind == NULL)
			return MLS_N_FORMATS;
		if (is_key(key, behind, "learner"))
			return MLS_FORMAT_XGBOOST_JSON;
		if (is_key(key, behind, "ml_score"))
			return MLS_FORMAT_COEFFICIENTS;
		p = skip_space(behind, end);
		if (p == end || *p != ':')
			return MLS_N_FORMATS;
		p = skip_value(p + 1, end);
		if (p == NULL || *p != ',')
			return MLS_N_FORMATS;
		p = skip_space(p + 1, end);
	}
	return MLS_N_FORMATS;
}

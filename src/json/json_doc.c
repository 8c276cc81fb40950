/*
 * json/json_doc.c
 *	  Parsing a JSON document, which may be hostile, and telling formats apart.
 *
 * cJSON is the only parser.  What it does not look at, and what it would make too
 * much of, is seen to before: json_scan.c refuses what is not sound, and cJSON gets
 * texts in which long arrays of numbers, and what is nested too deep for it to
 * recurse, are short marks (json_text.c).  Once the texts have become trees, the
 * marks in them become arrays (json_array.c) and trees again.
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
 * Turns the marks in a tree, from an item on, into what they stand for; the tree
 * is of one text, and so no deeper than that.
 */
static void
put_back(MlsLoad *load, cJSON *item, const MlsJsonTexts *texts, cJSON *const *roots)
{
	for (; item != NULL; item = item->next)
	{
		MlsJsonEditKind kind;
		uint32_t	i;

		mls_tick(load);
		if (!mls_json_is_mark(item, &kind, &i))
			put_back(load, item->child, texts, roots);
		else if (i >= (kind == MLS_JSON_EDIT_ARRAY ? texts->n_arrays : texts->n))
			mls_fatal(load, MLS_INVALID, NULL, NULL, "the document has more marks than were counted");
		else if (kind == MLS_JSON_EDIT_ARRAY)
			mls_json_make_array(item, &texts->arrays[i]);
		else
		{
			item->type = roots[i]->type;
			item->child = roots[i]->child;
		}
	}
}

/* The tree of a text; NULL with the fault.  Leaves without memory or when cancelled. */
static cJSON *
parse_text(MlsLoad *load, const MlsJsonText *text, MlsJsonFault *fault)
{
	cJSON_Hooks hooks = {parse_alloc, parse_free};
	const char *stop = NULL;
	cJSON	   *root;

	memset(&parsing, 0, sizeof(parsing));
	parsing.load = load;
	cJSON_InitHooks(&hooks);
	root = cJSON_ParseWithLengthOpts(text->bytes, text->length, &stop, false);
	cJSON_InitHooks(NULL);
	parsing.load = NULL;

	if (parsing.cancelled)
		mls_fatal(load, MLS_CANCELLED, NULL, NULL, "the load was cancelled");
	if (parsing.no_memory)
		mls_fatal(load, MLS_TOO_LARGE, NULL, NULL,
				  "the document needs more memory than the server has or a load may take");

	/* cJSON stops behind the value; only blanks may follow */
	if (stop != NULL)
		stop = mls_json_skip_space(stop, text->bytes + text->length);
	if (root == NULL && (stop == NULL || stop >= text->bytes + text->length))
		*fault = (MlsJsonFault) {MLS_SYNTAX, NULL, "the document is not JSON: it ends too early"};
	else if (root == NULL || stop < text->bytes + text->length)
		*fault = (MlsJsonFault) {MLS_SYNTAX, mls_json_place(text, (size_t) (stop - text->bytes)),
			root == NULL ? "the document is not JSON" : "text follows the document"};
	return fault->code == MLS_OK ? root : NULL;
}

/*
 * The document's value; NULL with the fault, the first in the document.  Leaves
 * without memory or when cancelled.
 */
static const cJSON *
parse(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth, MlsJsonFault *fault)
{
	MlsJsonTexts texts;
	cJSON	  **roots;

	memset(fault, 0, sizeof(*fault));
	if (!mls_json_scan(load, bytes, length, most_depth, &texts, fault))
		return NULL;
	roots = MLS_NEW_N(load, cJSON *, texts.n);
	for (uint32_t i = 0; i < texts.n; i++)
	{
		MlsJsonFault found = {0};

		roots[i] = parse_text(load, &texts.texts[i], &found);
		if (found.code != MLS_OK && (fault->code == MLS_OK || fault->position == NULL ||
									 (found.position != NULL && found.position < fault->position)))
			*fault = found;
	}
	if (fault->code != MLS_OK)
		return NULL;
	for (uint32_t i = 0; i < texts.n; i++)
		put_back(load, i == 0 ? roots[0] : roots[i]->child, &texts, roots);
	return roots[0];
}

MlsAt
mls_json_parse(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth)
{
	MlsJsonFault fault;
	const cJSON *root;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
	{
		bytes += 3;
		length -= 3;
	}
	root = parse(load, bytes, length, most_depth, &fault);
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
	MlsJsonFault fault;

	return parse(load, text, strlen(text), MLS_JSON_MAX_DEPTH, &fault);
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

static bool
is_key(const char *key, const char *behind, const char *wanted)
{
	size_t		length = strlen(wanted);

	return (size_t) (behind - key) == length + 2 && memcmp(key + 1, wanted, length) == 0;
}

MlsFormat
mls_detect_json_format(const char *bytes, size_t length)
{
	const char *end = bytes + length;
	const char *p = mls_json_skip_space(bytes, end);
	MlsFormat	format = MLS_N_FORMATS;

	if (p == end || *p != '{')
		return MLS_N_FORMATS;
	if (mls_is_ubjson(bytes, length))
		return MLS_FORMAT_XGBOOST_UBJSON;

	/* the keys of the outermost object, one after the other */
	for (p = mls_json_skip_space(p + 1, end); p < end && *p == '"';)
	{
		const char *key = p;
		const char *behind = skip_text(p, end);

		if (behind == NULL)
			return format;
		if (is_key(key, behind, "learner"))
			return MLS_FORMAT_XGBOOST_JSON;
		if (is_key(key, behind, "ml_score"))
			format = MLS_FORMAT_COEFFICIENTS;
		if (is_key(key, behind, "inputs"))
			return MLS_FORMAT_PIPELINE;
		if (is_key(key, behind, "features_info") || is_key(key, behind, "oblivious_trees"))
			return MLS_FORMAT_CATBOOST_JSON;
		if (is_key(key, behind, "tree_info"))
			return MLS_FORMAT_LIGHTGBM_JSON;
		p = mls_json_skip_space(behind, end);
		if (p == end || *p != ':')
			return format;
		p = skip_value(p + 1, end);
		if (p == NULL || *p != ',')
			return format;
		p = mls_json_skip_space(p + 1, end);
	}
	return format;
}

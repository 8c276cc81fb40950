/*
 * pg/options.c
 *	  The options of a load: from arguments, to the catalog and back; the
 *	  identity of what is scored.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "load/load.h"
#include "pg/host.h"
#include "pg/json_out.h"
#include "pg/options.h"

static const char *const format_names[MLS_N_FORMATS] = {
#define MLS_FORMAT(symbol, name, reader) [MLS_FORMAT_##symbol] = name,
#include "lists/formats.h"
#undef MLS_FORMAT
};

const char *
mls_format_name(MlsFormat format)
{
	return format < MLS_N_FORMATS ? format_names[format] : NULL;
}

/* ---- arguments ---- */

static char *
text_argument(FunctionCallInfo fcinfo, int i)
{
	return PG_ARGISNULL(i) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(i));
}

static const char *
utf8_argument(FunctionCallInfo fcinfo, int i)
{
	char	   *text = text_argument(fcinfo, i);

	return text == NULL ? NULL : mls_utf8(text, strlen(text));
}

static void
take_feature_names(ArrayType *array, MlsLoadOptions *options)
{
	Datum	   *elements;
	bool	   *nulls;
	int			n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				errmsg("feature_names must be a one-dimensional array"));
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	options->feature_names = palloc(sizeof(char *) * Max(n, 1));
	options->n_feature_names = n;
	for (int i = 0; i < n; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					errmsg("feature_names must not contain NULL"));

		char	   *name = TextDatumGetCString(elements[i]);

		options->feature_names[i] = mls_utf8(name, strlen(name));
	}
}

/* An object of numbers; false: it is something else. */
static bool
read_class_weights(Jsonb *json, MlsLoadOptions *options)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	value;
	MlsClassWeight *weights;
	uint32		n = 0;

	if (!JB_ROOT_IS_OBJECT(json))
		return false;
	weights = palloc(sizeof(MlsClassWeight) * Max(JB_ROOT_COUNT(json), 1));
	iterator = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			weights[n].name = mls_utf8(pnstrdup(value.val.string.val, value.val.string.len), value.val.string.len);
		else if (token == WJB_VALUE)
		{
			if (value.type != jbvNumeric)
				return false;
			weights[n++].weight = DatumGetFloat8(DirectFunctionCall1(numeric_float8,
																	 NumericGetDatum(value.val.numeric)));
		}
	}
	options->class_weights = weights;
	options->n_class_weights = n;
	return true;
}

static void
take_class_weights(Jsonb *json, MlsLoadOptions *options)
{
	if (!read_class_weights(json, options))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("class_weights must be an object of numbers"),
				errhint("For example '{\"yes\": 5, \"no\": 1}'."));
}

static void
take_extra_outputs(ArrayType *array, MlsLoadOptions *options)
{
	Datum	   *elements;
	bool	   *nulls;
	int			n;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		const char *name = nulls[i] ? "NULL" : TextDatumGetCString(elements[i]);

		if (strcmp(name, "margin") == 0)
			options->margin = true;
		else if (strcmp(name, "leaf") == 0)
			options->leaf = true;
		else
			ereport(ERROR,
					errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("invalid value for extra_outputs: \"%s\"", name),
					errhint("It can have 'margin' and 'leaf'."));
	}
}

void
mls_options_from_arguments(FunctionCallInfo fcinfo, int first, bool loading, MlsOptions *options)
{
	enum
	{
		FORMAT, MODEL_NAME, EVENT, THRESHOLD, CLASS_WEIGHTS, FEATURE_NAMES, MISSING, ITERATIONS, EXTRA_OUTPUTS,
		AFTER_COMMON
	};

	memset(options, 0, sizeof(*options));
	options->load.format = text_argument(fcinfo, first + FORMAT);
	options->load.model_name = utf8_argument(fcinfo, first + MODEL_NAME);
	options->load.event = utf8_argument(fcinfo, first + EVENT);
	if (!PG_ARGISNULL(first + THRESHOLD))
	{
		options->load.has_threshold = true;
		options->load.threshold = PG_GETARG_FLOAT8(first + THRESHOLD);
	}
	if (!PG_ARGISNULL(first + CLASS_WEIGHTS))
		take_class_weights(PG_GETARG_JSONB_P(first + CLASS_WEIGHTS), &options->load);
	if (!PG_ARGISNULL(first + EXTRA_OUTPUTS))
		take_extra_outputs(PG_GETARG_ARRAYTYPE_P(first + EXTRA_OUTPUTS), &options->load);
	if (!PG_ARGISNULL(first + FEATURE_NAMES))
		take_feature_names(PG_GETARG_ARRAYTYPE_P(first + FEATURE_NAMES), &options->load);
	if (!PG_ARGISNULL(first + MISSING))
	{
		/* NaN is missing anyway */
		options->load.missing = PG_GETARG_FLOAT8(first + MISSING);
		options->load.has_missing = !isnan(options->load.missing);
	}

	char	   *iterations = text_argument(fcinfo, first + ITERATIONS);

	if (iterations != NULL)
	{
		options->load.all_iterations = strcmp(iterations, "all") == 0;
		if (!options->load.all_iterations && strcmp(iterations, "best") != 0)
			ereport(ERROR,
					errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("invalid value for iterations: \"%s\"", iterations),
					errhint("Use 'best' or 'all'."));
	}

	int			next = first + AFTER_COMMON;

	options->activate = true;
	if (loading)
		options->on_invalid = mls_parse_on_invalid(text_argument(fcinfo, next++));
	options->load.skip_verification = !PG_ARGISNULL(next) && !PG_GETARG_BOOL(next);
	if (loading)
	{
		options->activate = PG_ARGISNULL(next + 1) || PG_GETARG_BOOL(next + 1);
		options->comment = text_argument(fcinfo, next + 2);
	}
}

/* ---- the document ---- */

/*
 * Whether an XML document names an encoding other than UTF-8, of which ASCII
 * is a part.  What is not well-formed is not looked through for long.
 */
static bool
names_other_encoding(const char *bytes, size_t length)
{
	static const char word[] = "encoding";
	const char *p = bytes;
	const char *end = bytes + Min(length, 1000);

	if (end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	if (end - p < 5 || memcmp(p, "<?xml", 5) != 0)
		return false;
	for (p += 5; end - p > (ptrdiff_t) sizeof(word) && memcmp(p, word, strlen(word)) != 0; p++)
		if (*p == '>')
			return false;
	if (end - p <= (ptrdiff_t) sizeof(word))
		return false;
	p += strlen(word);
	while (p < end && strchr(" \t\r\n='\"", *p) != NULL)
		p++;

	static const char *const same[] = {"UTF-8", "UTF8", "US-ASCII", "ASCII"};

	for (size_t i = 0; i < lengthof(same); i++)
	{
		size_t		n = strlen(same[i]);

		if ((size_t) (end - p) > n && pg_strncasecmp(p, same[i], n) == 0 && strchr("'\"", p[n]) != NULL)
			return false;
	}
	return true;
}

/* SHA-256 of a line (may be NULL) and bytes. */
static void
sha256(const char *line, const char *bytes, size_t length, uint8 *digest)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (pg_cryptohash_init(hash) < 0 ||
		(line != NULL && pg_cryptohash_update(hash, (const uint8 *) line, strlen(line)) < 0) ||
		pg_cryptohash_update(hash, (const uint8 *) bytes, length) < 0 ||
		pg_cryptohash_final(hash, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
}

void
mls_document_digest(const char *bytes, size_t length, uint8 *digest)
{
	sha256(NULL, bytes, length, digest);
}

void
mls_source_set(const char *bytes, size_t length, MlsOptions *options, MlsSource *source)
{
	source->bytes = bytes;
	source->length = length;
	if (options->load.format == NULL)
		options->load.format = mls_format_name(mls_detect_format(bytes, length));
	mls_document_digest(bytes, length, source->digest);
}

const char *
mls_source_refusal(const MlsSource *source)
{
	if (source->length <= (size_t) mls_max_document_size * 1024)
		return NULL;
	return psprintf("the document has %zu bytes, ml_score.max_document_size allows %d kB",
					source->length, mls_max_document_size);
}

void
mls_source_from_text(text *document, MlsOptions *options, MlsSource *source)
{
	const char *bytes = VARDATA_ANY(document);
	size_t		length = VARSIZE_ANY_EXHDR(document);
	const char *utf8 = mls_utf8(bytes, length);

	if (utf8 != bytes)
		length = strlen(utf8);
	options->load.is_text = names_other_encoding(utf8, length);
	mls_source_set(utf8, length, options, source);
}

/* ---- as JSON ---- */

/* The options that can change a score, in alphabetical order. */
static void
write_identity(MlsJson *json, const MlsOptions *options)
{
	const MlsLoadOptions *load = &options->load;

	if (load->n_class_weights > 0)
	{
		mls_out_begin(json, "class_weights", '{');
		for (uint32_t i = 0; i < load->n_class_weights; i++)
			mls_out_number(json, load->class_weights[i].name, load->class_weights[i].weight);
		mls_out_end(json);
	}
	mls_out_text(json, "event", load->event);
	if (load->margin || load->leaf)
	{
		mls_out_begin(json, "extra_outputs", '[');
		if (load->leaf)
			mls_out_text(json, NULL, "leaf");
		if (load->margin)
			mls_out_text(json, NULL, "margin");
		mls_out_end(json);
	}
	if (load->feature_names != NULL)
	{
		mls_out_begin(json, "feature_names", '[');
		for (uint32_t i = 0; i < load->n_feature_names; i++)
			mls_out_text(json, NULL, load->feature_names[i]);
		mls_out_end(json);
	}
	mls_out_text(json, "format", load->format);
	if (load->all_iterations)
		mls_out_text(json, "iterations", "all");
	if (load->has_missing)
		mls_out_number(json, "missing", load->missing);
	mls_out_text(json, "model_name", load->model_name);
	if (options->on_invalid != MLS_ON_INVALID_UNSET)
		mls_out_text(json, "on_invalid", options->on_invalid == MLS_ON_INVALID_NULL ? "null" : "error");
	if (load->is_text)
		mls_out_bool(json, "text", true);
	if (load->has_threshold)
		mls_out_number(json, "threshold", load->threshold);
}

void
mls_content_digest(const MlsOptions *options, const MlsSource *source, uint8 *digest)
{
	MlsJson		json = {0};

	mls_out_begin(&json, NULL, '{');
	write_identity(&json, options);
	mls_out_end(&json);
	appendStringInfoChar(&json.out, '\n');
	sha256(json.out.data, source->bytes, source->length, digest);
}

int64
mls_content_id(const uint8 *digest)
{
	uint64		id = 0;

	for (int i = 0; i < 8; i++)
		id = id << 8 | digest[i];
	return (int64) (id & PG_INT64_MAX);
}

char *
mls_options_to_json(const MlsOptions *options)
{
	MlsJson		json = {0};

	mls_out_begin(&json, NULL, '{');
	write_identity(&json, options);
	if (options->load.skip_verification)
		mls_out_bool(&json, "verify", false);
	if (options->comment != NULL)
		mls_out_text(&json, "comment", mls_utf8(options->comment, strlen(options->comment)));
	mls_out_end(&json);
	return json.out.data;
}

/* ---- and back ---- */

static JsonbValue *
get_key(Jsonb *json, const char *key)
{
	if (!JB_ROOT_IS_OBJECT(json))
		return NULL;
	return getKeyJsonValueFromContainer(&json->root, key, strlen(key), NULL);
}

/* A text, in the server's encoding. */
static char *
get_text(Jsonb *json, const char *key)
{
	JsonbValue *value = get_key(json, key);

	if (value == NULL || value->type != jbvString)
		return NULL;
	return pnstrdup(value->val.string.val, value->val.string.len);
}

static const char *
get_utf8(Jsonb *json, const char *key)
{
	char	   *text = get_text(json, key);

	return text == NULL ? NULL : mls_utf8(text, strlen(text));
}

static bool
has_extra_output(Jsonb *json, const char *name)
{
	JsonbValue *value = get_key(json, "extra_outputs");
	JsonbValue	text = {.type = jbvString};

	text.val.string.val = (char *) name;
	text.val.string.len = (int) strlen(name);
	return value != NULL && value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data) &&
		findJsonbValueFromContainer(value->val.binary.data, JB_FARRAY, &text) != NULL;
}

static void
get_feature_names(Jsonb *json, MlsLoadOptions *options)
{
	JsonbValue *value = get_key(json, "feature_names");

	if (value == NULL || value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
		return;

	uint32		n = JsonContainerSize(value->val.binary.data);

	options->feature_names = palloc(sizeof(char *) * Max(n, 1));
	for (uint32 i = 0; i < n; i++)
	{
		JsonbValue *element = getIthJsonbValueFromContainer(value->val.binary.data, i);

		if (element->type == jbvString)
			options->feature_names[options->n_feature_names++] =
				mls_utf8(pnstrdup(element->val.string.val, element->val.string.len), element->val.string.len);
	}
}

void
mls_options_from_jsonb(Jsonb *json, MlsLoadOptions *options)
{
	JsonbValue *value;

	memset(options, 0, sizeof(*options));
	options->format = get_text(json, "format");
	options->model_name = get_utf8(json, "model_name");
	options->event = get_utf8(json, "event");
	get_feature_names(json, options);
	value = get_key(json, "class_weights");
	if (value != NULL && value->type == jbvBinary)
		read_class_weights(JsonbValueToJsonb(value), options);
	options->margin = has_extra_output(json, "margin");
	options->leaf = has_extra_output(json, "leaf");
	value = get_key(json, "threshold");
	options->has_threshold = value != NULL;
	if (value != NULL && value->type == jbvNumeric)
		options->threshold = DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));
	value = get_key(json, "missing");
	if (value != NULL)
	{
		options->has_missing = true;
		if (value->type == jbvNumeric)
			options->missing = DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));
		else
			options->missing = value->type == jbvString && value->val.string.val[0] == '-' ? -INFINITY : INFINITY;
	}
	value = get_key(json, "iterations");
	options->all_iterations = value != NULL;
	value = get_key(json, "text");
	options->is_text = value != NULL;
}

MlsOnInvalid
mls_options_on_invalid(Jsonb *json)
{
	return mls_parse_on_invalid(get_text(json, "on_invalid"));
}

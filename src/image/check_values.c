/*
 * image/check_values.c
 *	  The image's check: texts, constants, sets and maps.
 */

#include "base/calendar.h"
#include "base/regex.h"
#include "image/check_int.h"

/* Texts lie one behind the other, each where STRING says and with its own code. */
static const char *
check_strings(const MlsImage *image)
{
	const char *bytes = MLS_RECORDS(image, STRING_BYTES);
	const uint32_t *offsets = MLS_RECORDS(image, STRING);
	uint32_t	size = MLS_N_RECORDS(image, STRING_BYTES);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, STRING); i++)
	{
		const MlsString *text = (const MlsString *) (bytes + offsets[i]);

		MLS_NEED(offsets[i] % 4 == 0 && size >= sizeof(MlsString) && offsets[i] <= size - sizeof(MlsString),
				 "a text is not where it should be");
		MLS_NEED(text->code == i, "a text has another text's code");
		MLS_NEED(text->length < size - offsets[i] - sizeof(MlsString) && text->bytes[text->length] == '\0',
				 "a text goes beyond its section");
	}
	return NULL;
}

/* A power of two of places with an empty one among them, so that every search ends. */
static const char *
check_string_hash(const MlsImage *image)
{
	const uint32_t *places = MLS_RECORDS(image, STRING_HASH);
	uint32_t	n = MLS_N_RECORDS(image, STRING_HASH);
	uint32_t	empty = 0;

	MLS_NEED((n & (n - 1)) == 0, "the index of texts has no power of two of places");
	for (uint32_t i = 0; i < n; i++)
	{
		MLS_NEED(MLS_HAS_OR_NONE(image, STRING, places[i]), "the index of texts names none");
		empty += places[i] == MLS_NONE;
	}
	MLS_NEED(n == 0 || empty > 0, "the index of texts is full");
	return NULL;
}

static bool
is_moment(MlsTag tag, int64_t value)
{
	switch (tag)
	{
		case MLS_TAG_DATE:
			return mls_days_in_range(value);
		case MLS_TAG_TIME:
			return value >= 0 && value < MLS_MICROS_PER_DAY;
		default:
			return mls_micros_in_range(value);
	}
}

static const char *
check_constants(const MlsImage *image)
{
	const MlsImgConstant *constants = MLS_RECORDS(image, CONSTANT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, CONSTANT); i++)
	{
		const MlsImgConstant *c = &constants[i];

		MLS_NEED(MLS_HAS(image, STRING, c->text), "a constant has no text");
		MLS_NEED(c->tag <= MLS_TAG_DATETIME && c->tag != MLS_TAG_INVALID, "a constant is of no type");
		MLS_NEED(MLS_IS_BOOL(c->is_number) && MLS_IS_BOOL(c->is_integral), "a constant's flag is no boolean");
		MLS_NEED(c->boolean >= -1 && c->boolean <= 1, "a constant is no boolean");
		MLS_NEED(c->tag != MLS_TAG_BOOLEAN || c->boolean >= 0, "a constant is no boolean");
		MLS_NEED(c->tag != MLS_TAG_INTEGER || c->is_integral, "a constant is no integer");
		MLS_NEED(c->moment_tag == MLS_TAG_MISSING || (c->moment_tag >= MLS_TAG_DATE && c->moment_tag <= MLS_TAG_DATETIME),
				 "a constant is no date or time");
		MLS_NEED(c->tag < MLS_TAG_DATE || c->tag == c->moment_tag, "a constant is no date or time");
		if (c->moment_tag != MLS_TAG_MISSING)
			MLS_NEED(is_moment((MlsTag) c->moment_tag, c->moment), "a constant's date or time is out of range");
		MLS_NEED((c->tag != MLS_TAG_DOUBLE && c->tag != MLS_TAG_FLOAT) || c->is_number, "a constant is no number");
	}
	return NULL;
}

/* Whether PCRE2 takes a pattern is seen when it is needed; one that it does not take makes values invalid. */
static const char *
check_patterns(const MlsImage *image)
{
	const MlsImgPattern *patterns = MLS_RECORDS(image, PATTERN);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, PATTERN); i++)
	{
		MLS_NEED(MLS_HAS(image, STRING, patterns[i].text), "a pattern has no text");
		MLS_NEED((patterns[i].options & ~(uint32_t) MLS_REGEX_OPTIONS) == 0, "a pattern has an unknown option");
	}
	return NULL;
}

/*
 * Where the order is wrong a search finds nothing or something, but ends; so
 * only that members exist matters here.
 */
static const char *
check_sets(const MlsImage *image)
{
	const MlsImgSet *sets = MLS_RECORDS(image, SET);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, SET); i++)
	{
		MLS_NEED(sets[i].order <= MLS_ORDER_INTEGER, "a set has an unknown order");
		MLS_NEED(MLS_ARE_CONSTANTS(image, sets[i].members), "a set has members that do not exist");
	}
	return NULL;
}

static const char *
check_maps(const MlsImage *image)
{
	const MlsImgMap *maps = MLS_RECORDS(image, MAP);
	const uint32_t *index = MLS_RECORDS(image, INDEX);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, MAP); i++)
	{
		const MlsImgMap *map = &maps[i];
		uint64_t	cells = (uint64_t) map->n_rows * ((uint64_t) map->n_keys + 1);

		MLS_NEED(map->n_keys > 0, "a map has no key");
		MLS_NEED(cells <= MLS_N_RECORDS(image, INDEX) &&
				 mls_span_within((MlsSpan) {map->rows, (uint32_t) cells}, MLS_N_RECORDS(image, INDEX)),
				 "a map's rows do not exist");
		MLS_NEED(mls_indices_below(image, (MlsSpan) {map->orders, map->n_keys}, MLS_ORDER_INTEGER + 1, false),
				 "a map has an unknown order");
		for (uint32_t cell = 0; cell < cells; cell++)
		{
			bool		is_result = cell % (map->n_keys + 1) == map->n_keys;
			uint32_t	constant = index[map->rows + cell];

			MLS_NEED(MLS_HAS(image, CONSTANT, constant) || (is_result && constant == MLS_NONE),
					 "a map holds a constant that does not exist");
		}
	}
	return NULL;
}

static const char *
check_texts(const MlsImage *image)
{
	const MlsImgText *texts = MLS_RECORDS(image, TEXT);
	const MlsImgTextNormalization *normalizations = MLS_RECORDS(image, TEXT_NORMALIZATION);
	const MlsImgTextReplacement *replacements = MLS_RECORDS(image, TEXT_REPLACEMENT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, TEXT); i++)
	{
		MLS_NEED(MLS_HAS(image, PATTERN, texts[i].pattern), "the words of a text have no pattern");
		MLS_NEED(MLS_IS_BOOL(texts[i].is_word) && MLS_IS_BOOL(texts[i].strips) && MLS_IS_BOOL(texts[i].is_case_sensitive) &&
				 MLS_IS_BOOL(texts[i].best_hits), "a text's flag is no boolean");
		MLS_NEED(texts[i].weights <= MLS_WEIGHTS_AUGMENTED_NORMALIZED_TERM_FREQUENCY, "a term has unknown weights");
		MLS_NEED(MLS_HAS_SPAN(image, TEXT_NORMALIZATION, texts[i].normalizations), "a text's normalizations do not exist");
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, TEXT_REPLACEMENT); i++)
		MLS_NEED(MLS_HAS_OR_NONE(image, PATTERN, replacements[i].pattern) && MLS_HAS(image, STRING, replacements[i].replacement) &&
				 (replacements[i].pattern != MLS_NONE || MLS_HAS(image, STRING, replacements[i].words)) &&
				 replacements[i].is_literal <= 1, "a text's replacement does not exist");
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, TEXT_NORMALIZATION); i++)
	{
		const MlsImgTextNormalization *n = &normalizations[i];

		MLS_NEED(MLS_HAS_SPAN(image, TEXT_REPLACEMENT, n->rows) && MLS_HAS_OR_NONE(image, PATTERN, n->pattern),
				 "a text's replacements do not exist");
		MLS_NEED(MLS_IS_BOOL(n->is_recursive) && MLS_IS_BOOL(n->strips) && MLS_IS_BOOL(n->is_case_sensitive),
				 "a normalization's flag is no boolean");
		for (uint32_t k = n->rows.first; k < n->rows.first + n->rows.n; k++)
			MLS_NEED(replacements[k].pattern != MLS_NONE || n->pattern != MLS_NONE, "words are looked for without a pattern");
	}
	return NULL;
}

const char *
mls_check_values(const MlsImage *image)
{
	const char *fault = check_strings(image);

	if (fault == NULL)
		fault = check_string_hash(image);
	if (fault == NULL)
		fault = check_constants(image);
	if (fault == NULL)
		fault = check_patterns(image);
	if (fault == NULL)
		fault = check_texts(image);
	if (fault == NULL)
		fault = check_sets(image);
	if (fault == NULL)
		fault = check_maps(image);
	return fault;
}

/*
 * eval/steps_words.c
 *	  Words of a text that take the place of others, where nearly those words will do.
 *
 * A row of a TextIndexNormalization that is no regular expression names words.
 * They are looked for among the words of the text, as a term is, and where their
 * distances together are small enough the row's stem takes their place: from the
 * left to the right, without overlap.  What is between words stays.
 */
#include "base/tokens.h"
#include "base/unicode.h"
#include "eval/functions.h"
#include "eval/steps_words.h"

#define PLACES_PER_CHECK	1000	/* between two looks whether to go on */

/* A word where it stands, and as it is compared. */
typedef struct Place
{
	const char *start;
	uint32_t	length;
	uint32_t	compared_length;
	const char *compared;
} Place;

typedef struct Places
{
	Place	   *items;
	uint32_t	n;
	uint32_t	size;
} Places;

/* A word as it is compared: in small letters, unless these differ from others. */
static bool
fold(MlsEval *eval, const MlsImgTextNormalization *rules, Place *place)
{
	char	   *lower;

	place->compared = place->start;
	place->compared_length = place->length;
	if (rules->is_case_sensitive)
		return true;
	lower = mls_text_room(eval, MLS_CASE_GROWTH * (size_t) place->length + 1);
	if (lower == NULL)
		return false;
	place->compared_length = (uint32_t) mls_lowercase(place->start, place->length, lower);
	place->compared = lower;
	return true;
}

static bool
add_place(MlsEval *eval, Places *places, Place place)
{
	if (places->n == places->size &&
		(places->items = mls_text_grow(eval, places->items, &places->size, sizeof(Place))) == NULL)
		return false;
	places->items[places->n++] = place;
	return true;
}

/* The words of a text; MLS_MATCH_NONE if they were read to the end. */
static MlsMatch
find_places(MlsEval *eval, const MlsImgTextNormalization *rules, const char *text, size_t length, Places *places)
{
	MlsRegex   *regex = mls_pattern(eval, rules->pattern);
	MlsTokens	tokens;
	MlsMatch	match;

	if (regex == NULL)
		return MLS_MATCH_NO_MEMORY;
	tokens = mls_tokens(regex, false, rules->strips, text, length);
	while ((match = mls_tokens_next(&tokens)) == MLS_MATCH_FOUND)
	{
		Place		place = {tokens.word, (uint32_t) tokens.length, 0, NULL};

		if (!fold(eval, rules, &place) || !add_place(eval, places, place))
			return MLS_MATCH_NO_MEMORY;
	}
	return match;
}

/* Whether the wanted words stand here, or near enough. */
static bool
stand_at(MlsEval *eval, const MlsImgTextNormalization *rules, const Place *here, const Places *wanted, uint32_t *room)
{
	uint64_t	distance = 0;

	for (uint32_t k = 0; k < wanted->n && distance <= rules->max_distance; k++)
		distance += mls_levenshtein(here[k].compared, here[k].compared_length, wanted->items[k].compared,
									wanted->items[k].compared_length, rules->max_distance - (uint32_t) distance,
									room, &eval->host);
	return distance <= rules->max_distance;
}

/* Room for the distances to any of the words; NULL without memory. */
static uint32_t *
make_room(MlsEval *eval, const Places *wanted)
{
	size_t		longest = 0;

	for (uint32_t k = 0; k < wanted->n; k++)
		longest = wanted->items[k].compared_length > longest ? wanted->items[k].compared_length : longest;
	return mls_text_room(eval, (longest + 1) * sizeof(uint32_t));
}

/* The text with each hit, the first word of which is in hits, become the stem. */
static MlsCell
put_stems(MlsEval *eval, MlsCell text, const Places *places, uint32_t n_words, const uint32_t *hits, uint32_t n_hits, const MlsString *stem)
{
	const char *from = text.datum.s->bytes;
	const char *end = from + text.datum.s->length;
	char	   *bytes = mls_text_room(eval, text.datum.s->length + (size_t) n_hits * stem->length + 1);
	char	   *to = bytes;

	if (bytes == NULL)
		return MLS_CELL_NO_MEMORY;
	for (uint32_t i = 0; i < n_hits; i++)
	{
		const Place *first = &places->items[hits[i]];
		const Place *last = first + n_words - 1;

		memcpy(to, from, (size_t) (first->start - from));
		to += first->start - from;
		memcpy(to, stem->bytes, stem->length);
		to += stem->length;
		from = last->start + last->length;
	}
	memcpy(to, from, (size_t) (end - from));
	to += end - from;
	return mls_text_cell(eval, bytes, (size_t) (to - bytes));
}

MlsCell
mls_replace_words(MlsEval *eval, const MlsImgTextNormalization *rules, MlsCell text, const MlsString *words, const MlsString *stem)
{
	Places		places = {NULL, 0, 0};
	Places		wanted = {NULL, 0, 0};
	MlsMatch	match = find_places(eval, rules, words->bytes, words->length, &wanted);
	uint32_t   *room;
	uint32_t   *hits;
	uint32_t	n = 0;

	if (match == MLS_MATCH_NONE)
		match = find_places(eval, rules, text.datum.s->bytes, text.datum.s->length, &places);
	if (match != MLS_MATCH_NONE)
		return mls_failed_match(match);
	if (wanted.n == 0 || wanted.n > places.n)
		return text;
	room = make_room(eval, &wanted);
	hits = mls_text_room(eval, (size_t) places.n * sizeof(uint32_t));
	if (room == NULL || hits == NULL)
		return MLS_CELL_NO_MEMORY;
	for (uint32_t i = 0; i + wanted.n <= places.n; i++)
	{
		if (i % PLACES_PER_CHECK == 0 && mls_wants_no_more(eval))
			return MLS_CELL_TOO_MUCH_WORK;
		if (!stand_at(eval, rules, &places.items[i], &wanted, room))
			continue;
		hits[n++] = i;
		i += wanted.n - 1;
	}
	if (mls_wants_no_more(eval))
		return MLS_CELL_TOO_MUCH_WORK;
	return n > 0 ? put_stems(eval, text, &places, wanted.n, hits, n, stem) : text;
}

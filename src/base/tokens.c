/*
 * base/tokens.c
 *	  Words of a text, and how far two words are apart.
 */
#include <string.h>

#include "base/tokens.h"
#include "base/unicode.h"

/* Leaves punctuation at both ends out. */
static void
strip(MlsTokens *tokens)
{
	const char *start = tokens->word;
	const char *end = start + tokens->length;
	size_t		n;

	while (start < end && (n = mls_leading_punctuation(start, (size_t) (end - start))) > 0)
		start += n;
	while (start < end && (n = mls_trailing_punctuation(start, (size_t) (end - start))) > 0)
		end -= n;
	tokens->word = start;
	tokens->length = (size_t) (end - start);
}

MlsTokens
mls_tokens(MlsRegex *regex, bool is_word, bool strips, const char *text, size_t length)
{
	return (MlsTokens) {
		.scan = mls_regex_scan(regex, text, length), .is_word = is_word, .strips = strips
	};
}

/* What is between the last separator and the next one. */
static MlsMatch
next_part(MlsTokens *tokens)
{
	MlsMatch	match;

	if (tokens->at_end)
		return MLS_MATCH_NONE;
	match = mls_regex_next(&tokens->scan);
	if (match != MLS_MATCH_FOUND && match != MLS_MATCH_NONE)
		return match;
	tokens->at_end = match == MLS_MATCH_NONE;
	tokens->word = tokens->scan.text + tokens->next;
	tokens->length = (tokens->at_end ? tokens->scan.length : tokens->scan.start) - tokens->next;
	tokens->next = tokens->scan.end;
	return MLS_MATCH_FOUND;
}

MlsMatch
mls_tokens_next(MlsTokens *tokens)
{
	for (;;)
	{
		MlsMatch	match = tokens->is_word ? mls_regex_next(&tokens->scan) : next_part(tokens);

		if (match != MLS_MATCH_FOUND)
			return match;
		if (tokens->is_word)
		{
			tokens->word = tokens->scan.text + tokens->scan.start;
			tokens->length = tokens->scan.end - tokens->scan.start;
		}
		else if (tokens->strips)
			strip(tokens);
		if (tokens->length > 0)
			return MLS_MATCH_FOUND;
	}
}

/* ---- distance ---- */

#define WORK_PER_CHECK	100000	/* numbers of the table between two looks whether to go on */

/* How many bytes the character at the start takes; any byte that starts none is one. */
static size_t
character_length(const char *text, size_t length)
{
	size_t		n = 1;

	while (n < length && ((unsigned char) text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static uint32_t
count_characters(const char *text, size_t length)
{
	uint32_t	n = 0;

	for (size_t i = 0; i < length; i++)
		n += i == 0 || ((unsigned char) text[i] & 0xC0) != 0x80;
	return n;
}

static uint32_t
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/*
 * Row by row through the table of distances of what a and b start with, but only
 * where it can be at most "most": not further than that from its diagonal.
 */
uint32_t
mls_levenshtein(const char *a, size_t a_length, const char *b, size_t b_length,
				uint32_t most, uint32_t *room, const MlsHost *host)
{
	uint32_t	m = count_characters(a, a_length);
	uint32_t	n = count_characters(b, b_length);
	uint32_t	apart = m > n ? m - n : n - m;
	size_t		start = 0;		/* of b's first character that is looked at */
	size_t		place = 0;
	uint64_t	work = 0;

	if (a_length == b_length && memcmp(a, b, a_length) == 0)
		return 0;
	if (apart > most || most == 0)
		return apart > 0 ? apart : 1;
	most = least(most, m > n ? m : n);

	/* room[j]: the distance of what has been read of a and b's first j characters */
	for (uint32_t j = 0; j <= n; j++)
		room[j] = j;
	for (uint32_t i = 1; i <= m; i++)
	{
		size_t		a_size = character_length(a + place, a_length - place);
		uint32_t	first = i > most ? i - most : 1;
		uint32_t	last = least(n, i + most);
		uint32_t	diagonal = room[first - 1];
		uint32_t	smallest;
		size_t		at;

		if (first > 1)
			start += character_length(b + start, b_length - start);
		at = start;
		smallest = room[first - 1] = first == 1 ? i : most + 1;
		for (uint32_t j = first; j <= last; j++)
		{
			size_t		b_size = character_length(b + at, b_length - at);
			bool		same = a_size == b_size && memcmp(a + place, b + at, a_size) == 0;
			uint32_t	before = room[j];

			room[j] = least(least(room[j], room[j - 1]) + 1, diagonal + !same);
			smallest = least(smallest, room[j]);
			diagonal = before;
			at += b_size;
		}
		if (smallest > most)
			return smallest;
		work += last - first + 1;
		if (work >= WORK_PER_CHECK && host->cancelled(host->context))
			return UINT32_MAX;
		work %= WORK_PER_CHECK;
		place += a_size;
	}
	return room[n];
}

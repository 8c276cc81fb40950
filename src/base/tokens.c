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
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

uint32_t
mls_levenshtein(const char *a, size_t a_length, const char *b, size_t b_length, uint32_t most, uint32_t *room)
{
	uint32_t	n = 0;

	if (a_length == b_length && memcmp(a, b, a_length) == 0)
		return 0;
	if (most == 0)
		return 1;
	for (size_t i = 0; i < b_length; i += character_length(b + i, b_length - i))
	{
		room[n] = n;
		n++;
	}
	room[n] = n;

	/* room[j]: the distance of what has been read of a and b's first j characters */
	for (size_t i = 0; i < a_length; )
	{
		size_t		a_size = character_length(a + i, a_length - i);
		uint32_t	diagonal = room[0]++;
		uint32_t	smallest = room[0];
		size_t		at = 0;

		for (uint32_t j = 1; j <= n; j++)
		{
			size_t		b_size = character_length(b + at, b_length - at);
			bool		same = a_size == b_size && memcmp(a + i, b + at, a_size) == 0;
			uint32_t	before = room[j];

			room[j] = least(least(room[j], room[j - 1]) + 1, diagonal + !same);
			smallest = least(smallest, room[j]);
			diagonal = before;
			at += b_size;
		}
		if (smallest > most)
			return smallest;
		i += a_size;
	}
	return room[n];
}

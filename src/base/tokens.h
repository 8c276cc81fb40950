/*
 * base/tokens.h
 *	  Words of a text, as PMML's TextIndex has them.
 *
 * A pattern says what is between words, or what a word is.  In the first case
 * punctuation around a word (Unicode's) can be left out, and what then is
 * nothing is no word.
 */
#ifndef MLS_BASE_TOKENS_H
#define MLS_BASE_TOKENS_H

#include <stdbool.h>

#include "base/host.h"
#include "base/regex.h"

/*
 *	 MlsTokens tokens = mls_tokens(regex, is_word, strips, text, length);
 *	 while ((match = mls_tokens_next(&tokens)) == MLS_MATCH_FOUND)
 *		 ... tokens.word, tokens.length ...
 */
typedef struct MlsTokens
{
	MlsRegexScan scan;
	bool		is_word;		/* the pattern is that of a word */
	bool		strips;
	bool		at_end;
	size_t		next;			/* where the next word starts */
	const char *word;
	size_t		length;
} MlsTokens;

extern MlsTokens mls_tokens(MlsRegex *regex, bool is_word, bool strips, const char *text, size_t length);

/* MLS_MATCH_NONE at the end. */
extern MlsMatch mls_tokens_next(MlsTokens *tokens);

/*
 * The Levenshtein distance of two words in characters, or any number above
 * "most" if it is above that, or the host wants no more work.  room: space for
 * (the characters of b + 1) numbers.
 */
extern uint32_t mls_levenshtein(const char *a, size_t a_length, const char *b, size_t b_length,
								uint32_t most, uint32_t *room, const MlsHost *host);

#endif

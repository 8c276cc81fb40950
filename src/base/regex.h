/*
 * base/regex.h
 *	  Regular expressions, by PCRE2.
 *
 * PMML's are Perl's.  Texts are UTF-8, and \w, \d, \b and the like go by
 * Unicode's properties.  Documents that were made for another engine are
 * understood where that is a matter of spelling: Java's \p{Punct} and
 * \p{IsAlphabetic}, Python's (?u).
 *
 * A pattern is compiled for a process and serves any number of texts, one after
 * the other.  All memory is the host's.  A search that would take too many steps
 * is given up, so that no pattern of a document can run for ever: PCRE2's count
 * of internal calls is limited, and its heap.
 */
#ifndef MLS_BASE_REGEX_H
#define MLS_BASE_REGEX_H

#include <stdint.h>

#include "base/host.h"

typedef struct MlsRegex MlsRegex;

/* options */
#define MLS_REGEX_CASELESS	0x01
#define MLS_REGEX_OPTIONS	0x01	/* all there are */

#define MLS_REGEX_MESSAGE	256 /* bytes that a message takes at most */

/*
 * A compiled pattern, or NULL; message (of MLS_REGEX_MESSAGE bytes, or NULL) then
 * says why.  The host is kept for as long as the pattern lives.
 */
extern MlsRegex *mls_regex_compile(const char *pattern, size_t length, uint32_t options,
								   const MlsHost *host, char *message);
extern void mls_regex_free(MlsRegex *regex);

/* What became of a search. */
typedef enum MlsMatch
{
	MLS_MATCH_NONE,
	MLS_MATCH_FOUND,
	MLS_MATCH_BAD_TEXT,			/* it is no UTF-8 */
	MLS_MATCH_TOO_LONG,			/* given up: too many steps, or the host wants to stop */
	MLS_MATCH_NO_MEMORY
} MlsMatch;

/*
 * All matches in a text, from left to right, none overlapping the one before:
 *
 *	 MlsRegexScan scan = mls_regex_scan(regex, text, length);
 *	 while ((match = mls_regex_next(&scan)) == MLS_MATCH_FOUND)
 *		 ... scan.start, scan.end, mls_regex_group() ...
 *
 * After an empty match the next one starts a character further on.  One scan at
 * a time.
 */
typedef struct MlsRegexScan
{
	MlsRegex   *regex;
	const char *text;
	size_t		length;
	size_t		next;			/* where to go on; beyond length: nowhere */
	size_t		start;			/* of the match: bytes from the text's first */
	size_t		end;
} MlsRegexScan;

extern MlsRegexScan mls_regex_scan(MlsRegex *regex, const char *text, size_t length);
extern MlsMatch mls_regex_next(MlsRegexScan *scan);

/* How many groups a pattern has, and the number of the one with a name (not terminated); 0: there is none. */
extern uint32_t mls_regex_n_groups(const MlsRegex *regex);
extern uint32_t mls_regex_group_number(const MlsRegex *regex, const char *name, size_t length);

/* What a group (0: the whole) of the scan's match has matched: its length; *start is its first byte. */
extern size_t mls_regex_group(const MlsRegexScan *scan, uint32_t group, const char **start);

/*
 * A piece of the text that takes a match's place (mls_replacement_next).  In such
 * a text $1 or ${1} stands for a group, ${name} for one with a name, $$ for a
 * dollar, and a backslash for the character behind it.  Of $12 the 2 is text if
 * there are fewer than 12 groups.
 */
typedef struct MlsReplacement
{
	const char *text;
	size_t		length;
	size_t		next;
	bool		is_group;		/* of the piece: a group ... */
	uint32_t	group;
	const char *literal;		/* ... or literal text */
	size_t		literal_length;
} MlsReplacement;

typedef enum MlsPiece
{
	MLS_PIECE_END,
	MLS_PIECE_FOUND,
	MLS_PIECE_BAD				/* what stands there means nothing: a $ alone, a group that there is not */
} MlsPiece;

extern MlsReplacement mls_replacement(const char *text, size_t length);
extern MlsPiece mls_replacement_next(const MlsRegex *regex, MlsReplacement *replacement);

#endif

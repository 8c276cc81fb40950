/*
 * base/regex_dialect.h
 *	  Patterns of other engines in PCRE2's spelling.
 */
#ifndef MLS_BASE_REGEX_DIALECT_H
#define MLS_BASE_REGEX_DIALECT_H

#include <stddef.h>

/* How many times as long as the pattern the result may be, and how much more. */
#define MLS_DIALECT_GROWTH	4
#define MLS_DIALECT_ROOM	32

/*
 * Rewrites a pattern; out has room for MLS_DIALECT_GROWTH * length +
 * MLS_DIALECT_ROOM bytes.  Gives the length of the result.  What is not known
 * stays as it is, for PCRE2 to judge.
 */
extern size_t mls_regex_dialect(const char *pattern, size_t length, char *out);

#endif

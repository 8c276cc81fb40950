/*
 * base/unicode.h
 *	  Capital and small letters of all scripts.
 *
 * By Unicode's own rules, without a locale: a dotless i is nobody's capital, and
 * what a text becomes does not depend on where it is read.
 */
#ifndef MLS_BASE_UNICODE_H
#define MLS_BASE_UNICODE_H

#include <stddef.h>

#define MLS_CASE_GROWTH 3		/* at most so many times as long a text becomes */

/*
 * UTF-8 text in capital or in small letters: Unicode's full mappings, so that
 * the German sharp s becomes two letters, and a Greek sigma at the end of a word
 * its final form.  out has room for MLS_CASE_GROWTH * length bytes; gives the
 * length of what is there.  Bytes that are no UTF-8 stay.
 */
extern size_t mls_uppercase(const char *text, size_t length, char *out);
extern size_t mls_lowercase(const char *text, size_t length, char *out);

/* Bytes of the punctuation character that a text, not empty, starts or ends with; 0 if it is none. */
extern size_t mls_leading_punctuation(const char *text, size_t length);
extern size_t mls_trailing_punctuation(const char *text, size_t length);

#endif

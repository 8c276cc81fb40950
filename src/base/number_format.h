/*
 * base/number_format.h
 *	  A number as text, by a format of C's printf.
 *
 * The formats of a document are never given to printf as they are: there has to
 * be exactly one conversion, of a number, and it is written anew from its parts.
 */
#ifndef MLS_BASE_NUMBER_FORMAT_H
#define MLS_BASE_NUMBER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MLS_MOST_WIDTH			256 /* characters; of precision too */
#define MLS_NUMBER_FORMAT_ROOM	1024	/* bytes that a converted number takes at most, with its end */

/*
 * "%5.2f kg" is text, a conversion, and text.  %% in the texts is a percent
 * sign.  The flags -, +, blank, # and 0, width and precision are C's; of what
 * tells the argument's size (l, h ...) nothing matters.
 */
typedef struct MlsNumberFormat
{
	const char *text;
	size_t		length;
	size_t		start;			/* of the conversion */
	size_t		end;
	char		flags[8];		/* terminated */
	int			width;			/* -1: none */
	int			precision;		/* -1: none */
	char		conversion;		/* one of d i u o x X e E f F g G a A */
} MlsNumberFormat;

/* Takes a format apart; the text must live as long.  False: it is not text with one conversion of a number. */
extern bool mls_read_number_format(const char *text, size_t length, MlsNumberFormat *format);

/* Whether the conversion is one of integers. */
extern bool mls_formats_integers(const MlsNumberFormat *format);

/* The text of a number, terminated, into MLS_NUMBER_FORMAT_ROOM bytes; gives its length.  u, o, x and X: none for negative ones, 0. */
extern size_t mls_format_integer_as(const MlsNumberFormat *format, char *out, int64_t value);
extern size_t mls_format_real_as(const MlsNumberFormat *format, char *out, double value);

/* The texts around the conversion, %% as %: at most as long as in the format; gives the length. */
extern size_t mls_number_format_before(const MlsNumberFormat *format, char *out);
extern size_t mls_number_format_after(const MlsNumberFormat *format, char *out);

#endif

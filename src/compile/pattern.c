/*
 * compile/pattern.c
 *	  Regular expressions of the document.
 */
#include <string.h>

#include "base/regex.h"
#include "compile/compile_int.h"

/* Whether all pieces of a text that replaces matches mean something. */
static bool
is_replacement(const MlsRegex *regex, const char *text)
{
	MlsReplacement replacement = mls_replacement(text, strlen(text));
	MlsPiece	piece;

	do
		piece = mls_replacement_next(regex, &replacement);
	while (piece == MLS_PIECE_FOUND);
	return piece == MLS_PIECE_END;
}

uint32_t
mls_compile_pattern(MlsCompile *c, const char *text, const char *replacement, uint32_t options, const char *place)
{
	MlsHost		host = mls_load_host(c->load);
	char		message[MLS_REGEX_MESSAGE];
	MlsRegex   *regex = mls_regex_compile(text, strlen(text), options, &host, message);
	uint32_t	code;
	uint32_t	record;

	if (regex == NULL)
	{
		mls_problem(c->load, MLS_INVALID, place, NULL, "\"%s\" is no regular expression: %s",
					mls_quote(c->load, text), message);
		return MLS_NONE;
	}
	if (replacement != NULL && !is_replacement(regex, replacement))
		mls_problem(c->load, MLS_INVALID, place, NULL, "\"%s\" cannot take the place of what \"%s\" matches",
					mls_quote(c->load, replacement), mls_quote(c->load, text));
	mls_regex_free(regex);
	code = mls_string(c, text);
	record = MLS_APPEND(c, PATTERN);
	*MLS_BUILT(c, PATTERN, record) = (MlsImgPattern) {code, options};
	return record;
}

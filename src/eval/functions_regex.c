/*
 * eval/functions_regex.c
 *	  Built-in functions of regular expressions: matches, replace.
 *
 * The pattern is the step's PATTERN.  It is compiled when a row first needs it,
 * and stays for as long as the evaluation does.
 */
#include "eval/functions.h"

MlsRegex *
mls_pattern(MlsEval *eval, uint32_t pattern)
{
	const MlsImgPattern *p = &MLS_RECORDS(eval->image, PATTERN)[pattern];
	const MlsString *text = mls_image_string(eval->image, p->text);

	if (eval->patterns == NULL)
	{
		size_t		size = MLS_N_RECORDS(eval->image, PATTERN) * sizeof(*eval->patterns);

		eval->patterns = (MlsRegex **) eval->host.alloc(eval->host.context, size);
		if (eval->patterns == NULL)
			return NULL;
		memset(eval->patterns, 0, size);
	}
	if (eval->patterns[pattern] == NULL)
		eval->patterns[pattern] = mls_regex_compile(text->bytes, text->length, p->options, &eval->host, NULL);
	return eval->patterns[pattern];
}

MlsCell
mls_failed_match(MlsMatch match)
{
	switch (match)
	{
		case MLS_MATCH_TOO_LONG:
			return MLS_CELL_TOO_MUCH_WORK;
		case MLS_MATCH_NO_MEMORY:
			return MLS_CELL_NO_MEMORY;
		default:
			return MLS_CELL_UNDEFINED;
	}
}

/* Whether the pattern matches anywhere. */
MlsCell
mls_fn_MATCHES(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[0], MLS_TYPE_STRING);
	MlsRegex   *regex = mls_pattern(eval, eval->record);
	MlsRegexScan scan;
	MlsMatch	match;

	if (text.tag != MLS_TAG_STRING)
		return text;
	if (regex == NULL)
		return MLS_CELL_NO_MEMORY;
	scan = mls_regex_scan(regex, text.datum.s->bytes, text.datum.s->length);
	match = mls_regex_next(&scan);
	if (match == MLS_MATCH_FOUND || match == MLS_MATCH_NONE)
		return MLS_CELL_BOOLEAN(match == MLS_MATCH_FOUND);
	return mls_failed_match(match);
}

/* A text that grows piece by piece. */
typedef struct Growing
{
	MlsEval    *eval;
	char	   *bytes;
	size_t		used;
	size_t		size;
} Growing;

/* False without memory. */
static bool
grow(Growing *growing, const char *bytes, size_t length)
{
	if (length > growing->size - growing->used)
	{
		size_t		size = 2 * growing->size + length;
		char	   *room = (char *) mls_text_room(growing->eval, size);

		if (room == NULL)
			return false;
		memcpy(room, growing->bytes, growing->used);
		growing->bytes = room;
		growing->size = size;
	}
	memcpy(growing->bytes + growing->used, bytes, length);
	growing->used += length;
	return true;
}

/* Adds what takes the place of a match. */
static MlsPiece
put_replacement(Growing *growing, const MlsRegexScan *scan, const MlsString *with, bool *has_memory)
{
	MlsReplacement replacement = mls_replacement(with->bytes, with->length);
	MlsPiece	piece;

	while ((piece = mls_replacement_next(scan->regex, &replacement)) == MLS_PIECE_FOUND && *has_memory)
	{
		const char *bytes = replacement.literal;
		size_t		length = replacement.literal_length;

		if (replacement.is_group)
			length = mls_regex_group(scan, replacement.group, &bytes);
		*has_memory = grow(growing, bytes, length);
	}
	return piece;
}

MlsCell
mls_replace_all(MlsEval *eval, uint32_t pattern, MlsCell text, const MlsString *with, bool is_literal)
{
	MlsRegex   *regex = mls_pattern(eval, pattern);
	Growing		growing = {eval, NULL, 0, 0};
	MlsRegexScan scan;
	MlsMatch	match;
	size_t		copied = 0;
	bool		has_memory = true;

	if (regex == NULL)
		return MLS_CELL_NO_MEMORY;
	scan = mls_regex_scan(regex, text.datum.s->bytes, text.datum.s->length);
	match = mls_regex_next(&scan);
	if (match == MLS_MATCH_NONE)
		return text;
	growing.size = text.datum.s->length + with->length;
	growing.bytes = (char *) mls_text_room(eval, growing.size);
	if (growing.bytes == NULL)
		return MLS_CELL_NO_MEMORY;
	for (; match == MLS_MATCH_FOUND && has_memory; match = mls_regex_next(&scan))
	{
		has_memory = grow(&growing, scan.text + copied, scan.start - copied);
		if (is_literal)
			has_memory = has_memory && grow(&growing, with->bytes, with->length);
		else if (put_replacement(&growing, &scan, with, &has_memory) == MLS_PIECE_BAD)
			return MLS_CELL_UNDEFINED;
		copied = scan.end;
	}
	has_memory = has_memory && grow(&growing, scan.text + copied, scan.length - copied);
	if (!has_memory)
		return MLS_CELL_NO_MEMORY;
	return match == MLS_MATCH_NONE ? mls_text_cell(eval, growing.bytes, growing.used) : mls_failed_match(match);
}

/* replace(text, pattern, replacement): all matches. */
MlsCell
mls_fn_REPLACE(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsCell		text = mls_cast(eval, arguments[0], MLS_TYPE_STRING);
	MlsCell		with = mls_cast(eval, arguments[2], MLS_TYPE_STRING);

	if (text.tag != MLS_TAG_STRING)
		return text;
	if (with.tag != MLS_TAG_STRING)
		return with;
	return mls_replace_all(eval, eval->record, text, with.datum.s, false);
}

/*
 * base/regex.c
 *	  Regular expressions, by PCRE2.
 *
 * PCRE2's interpreter does the matching: its compiler to machine code takes
 * memory past the host, and such code costs more to make than a pattern of a
 * model usually runs.
 */
#include <stdbool.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/regex.h"
#include "base/regex_dialect.h"

/*
 * What one search may take.  A million of PCRE2's steps are some ten
 * milliseconds; patterns of use take a few for each character.
 */
#define MOST_STEPS		1000000
#define MOST_HEAP		16384	/* kilobytes */
#define LONGEST_PATTERN	65536	/* bytes */

struct MlsRegex
{
	MlsHost		host;
	pcre2_general_context *memory;
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

static void *
take(PCRE2_SIZE size, void *data)
{
	const MlsHost *host = (const MlsHost *) data;

	return host->alloc(host->context, size > 0 ? size : 1);
}

static void
give_back(void *pointer, void *data)
{
	const MlsHost *host = (const MlsHost *) data;

	if (pointer != NULL)
		host->free(host->context, pointer);
}

static void
say(char *message, const char *text)
{
	if (message != NULL)
	{
		strncpy(message, text, MLS_REGEX_MESSAGE - 1);
		message[MLS_REGEX_MESSAGE - 1] = '\0';
	}
}

/* Compiles a pattern in PCRE2's spelling. */
static bool
compile(MlsRegex *regex, const char *pattern, size_t length, uint32_t options, char *message)
{
	int			error;
	PCRE2_SIZE	offset;
	pcre2_compile_context *context = pcre2_compile_context_create(regex->memory);

	if (context == NULL)
	{
		say(message, "out of memory");
		return false;
	}
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	regex->code = pcre2_compile((PCRE2_SPTR) pattern, length,
								PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
								((options & MLS_REGEX_CASELESS) != 0 ? PCRE2_CASELESS : 0),
								&error, &offset, context);
	pcre2_compile_context_free(context);
	if (regex->code != NULL)
		return true;
	if (message != NULL && pcre2_get_error_message(error, (PCRE2_UCHAR *) message, MLS_REGEX_MESSAGE) < 0)
		say(message, "unknown error");
	return false;
}

MlsRegex *
mls_regex_compile(const char *pattern, size_t length, uint32_t options, const MlsHost *host, char *message)
{
	MlsRegex   *regex;
	char	   *spelled = NULL;
	bool		done;

	if (length > LONGEST_PATTERN)
	{
		say(message, "it is too long");
		return NULL;
	}
	regex = (MlsRegex *) host->alloc(host->context, sizeof(*regex));
	if (regex != NULL)
	{
		*regex = (MlsRegex) {.host = *host};
		spelled = (char *) host->alloc(host->context, MLS_DIALECT_GROWTH * length + MLS_DIALECT_ROOM);
		regex->memory = pcre2_general_context_create(take, give_back, &regex->host);
	}
	if (regex == NULL || spelled == NULL || regex->memory == NULL)
	{
		say(message, "out of memory");
		done = false;
	}
	else
		done = compile(regex, spelled, mls_regex_dialect(pattern, length, spelled), options, message);
	if (spelled != NULL)
		host->free(host->context, spelled);
	if (done)
	{
		regex->match = pcre2_match_data_create_from_pattern(regex->code, regex->memory);
		regex->limits = pcre2_match_context_create(regex->memory);
		if (regex->match == NULL || regex->limits == NULL)
		{
			say(message, "out of memory");
			done = false;
		}
		else
		{
			pcre2_set_match_limit(regex->limits, MOST_STEPS);
			pcre2_set_depth_limit(regex->limits, MOST_STEPS);
			pcre2_set_heap_limit(regex->limits, MOST_HEAP);
		}
	}
	if (!done && regex != NULL)
	{
		mls_regex_free(regex);
		regex = NULL;
	}
	return regex;
}

void
mls_regex_free(MlsRegex *regex)
{
	MlsHost		host = regex->host;

	/* PCRE2's functions take NULL */
	pcre2_match_context_free(regex->limits);
	pcre2_match_data_free(regex->match);
	pcre2_code_free(regex->code);
	pcre2_general_context_free(regex->memory);
	host.free(host.context, regex);
}

/* ---- searching ---- */

MlsRegexScan
mls_regex_scan(MlsRegex *regex, const char *text, size_t length)
{
	return (MlsRegexScan) {regex, text, length, 0, 0, 0};
}

/* Where the character behind a place starts. */
static size_t
behind_character(const MlsRegexScan *scan, size_t place)
{
	place++;
	while (place < scan->length && ((unsigned char) scan->text[place] & 0xC0) == 0x80)
		place++;
	return place;
}

MlsMatch
mls_regex_next(MlsRegexScan *scan)
{
	MlsRegex   *regex = scan->regex;
	const MlsHost *host = &regex->host;
	const PCRE2_SIZE *ends;
	int			n;

	if (scan->next > scan->length)
		return MLS_MATCH_NONE;
	if (scan->next > 0 && host->cancelled(host->context))
		return MLS_MATCH_TOO_LONG;

	/* the first search has looked at all of the text */
	n = pcre2_match(regex->code, (PCRE2_SPTR) scan->text, scan->length, scan->next,
					scan->next > 0 ? PCRE2_NO_UTF_CHECK : 0, regex->match, regex->limits);
	if (n < 0)
	{
		scan->next = scan->length + 1;
		switch (n)
		{
			case PCRE2_ERROR_NOMATCH:
				return MLS_MATCH_NONE;
			case PCRE2_ERROR_MATCHLIMIT:
			case PCRE2_ERROR_DEPTHLIMIT:
			case PCRE2_ERROR_HEAPLIMIT:
			case PCRE2_ERROR_RECURSELOOP:
				return MLS_MATCH_TOO_LONG;
			case PCRE2_ERROR_NOMEMORY:
				return MLS_MATCH_NO_MEMORY;
			default:
				return MLS_MATCH_BAD_TEXT;
		}
	}
	ends = pcre2_get_ovector_pointer(regex->match);

	/* \K may put a match's ends anywhere; matches shall not overlap, and there shall be an end of them */
	scan->start = ends[0] > scan->end ? ends[0] : scan->end;
	scan->end = ends[1] > scan->start ? ends[1] : scan->start;
	scan->next = scan->end > scan->start && scan->end > scan->next ? scan->end : behind_character(scan, scan->end);
	return MLS_MATCH_FOUND;
}

uint32_t
mls_regex_n_groups(const MlsRegex *regex)
{
	uint32_t	n = 0;

	pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &n);
	return n;
}

uint32_t
mls_regex_group_number(const MlsRegex *regex, const char *name, size_t length)
{
	char		terminated[MLS_REGEX_MESSAGE];
	int			number;

	if (length >= sizeof(terminated))
		return 0;
	memcpy(terminated, name, length);
	terminated[length] = '\0';
	number = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR) terminated);
	return number > 0 ? (uint32_t) number : 0;
}

size_t
mls_regex_group(const MlsRegexScan *scan, uint32_t group, const char **start)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(scan->regex->match);

	*start = scan->text;
	if (group >= pcre2_get_ovector_count(scan->regex->match) || ends[2 * group] == PCRE2_UNSET ||
		ends[2 * group] > ends[2 * group + 1])
		return 0;
	*start = scan->text + ends[2 * group];
	return ends[2 * group + 1] - ends[2 * group];
}

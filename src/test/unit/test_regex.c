/*
 * test/unit/test_regex.c
 *	  Unit tests of regular expressions.
 */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "base/regex_dialect.h"
#include "test.h"

static MlsRegex *
compile(const char *pattern, uint32_t options)
{
	char		message[MLS_REGEX_MESSAGE] = "";
	MlsRegex   *regex = mls_regex_compile(pattern, strlen(pattern), options, &mls_malloc_host, message);

	CHECK_STRING(message, "");
	return regex;
}

/* All matches of a text, each in brackets. */
static const char *
matches(const char *pattern, uint32_t options, const char *text)
{
	static char found[256];
	MlsRegex   *regex = compile(pattern, options);
	MlsRegexScan scan;
	MlsMatch	match;
	size_t		used = 0;

	if (regex == NULL)
		return "no pattern";
	scan = mls_regex_scan(regex, text, strlen(text));
	while ((match = mls_regex_next(&scan)) == MLS_MATCH_FOUND && used + scan.end - scan.start + 3 < sizeof(found))
	{
		found[used++] = '[';
		memcpy(found + used, text + scan.start, scan.end - scan.start);
		used += scan.end - scan.start;
		found[used++] = ']';
	}
	found[used] = '\0';
	CHECK_INT(match, MLS_MATCH_NONE);
	CHECK_INT(mls_regex_next(&scan), MLS_MATCH_NONE);
	mls_regex_free(regex);
	return found;
}

TEST(matches_are_found_from_left_to_right)
{
	CHECK_STRING(matches("a+", 0, "aabaaa"), "[aa][aaa]");
	CHECK_STRING(matches("A+", 0, "aab"), "");
	CHECK_STRING(matches("A+|É", MLS_REGEX_CASELESS, "aabé"), "[aa][é]");
	CHECK_STRING(matches("", 0, ""), "[]");
	CHECK_STRING(matches("x*", 0, "aéx"), "[][][x][]");
	CHECK_STRING(matches("^.", 0, "ab\ncd"), "[a]");
	CHECK_STRING(matches("(?m)^.", 0, "ab\ncd"), "[a][c]");
	CHECK_STRING(matches("(?<=a)\\K.", 0, "ab"), "[b]");
}

TEST(classes_go_by_unicode)
{
	CHECK_STRING(matches("\\w+", 0, "héllo wörld日"), "[héllo][wörld日]");
	CHECK_STRING(matches("\\d+", 0, "1٢3"), "[1٢3]");
	CHECK_STRING(matches("\\bé", 0, "aé é"), "[é]");
	CHECK_STRING(matches("\\p{Lu}", 0, "aÉB"), "[É][B]");
	CHECK_STRING(matches(".", 0, "\xf0\x9d\x92\xb3z"), "[\xf0\x9d\x92\xb3][z]");
}

TEST(patterns_of_other_engines_are_understood)
{
	/* Java */
	CHECK_STRING(matches("\\p{Punct}+", 0, "a,.b-«_`~!$"), "[,.][-][_`~!$]");
	CHECK_STRING(matches("\\P{Punct}+", 0, "a,«b"), "[a][«b]");
	CHECK_STRING(matches("[\\p{Punct}x]+", 0, "a]x["), "[]x[]");
	CHECK_STRING(matches("[^\\p{Alpha}]", 0, "aéZ"), "[é]");
	CHECK_STRING(matches("\\p{IsAlphabetic}+", 0, "aéZ1"), "[aéZ]");
	CHECK_STRING(matches("\\p{IsPunctuation}", 0, "a«"), "[«]");
	CHECK_STRING(matches("\\P{IsL}", 0, "a1"), "[1]");
	CHECK_STRING(matches("\\p{L}\\p{Space}", 0, "é 1"), "[é ]");
	/* Python */
	CHECK_STRING(matches("(?u)\\b\\w\\w+\\b", 0, "a bé ccc"), "[bé][ccc]");
	CHECK_STRING(matches("(?iu)É", 0, "é"), "[é]");
	CHECK_STRING(matches("(?u:u)", 0, "au"), "[u]");
	CHECK_STRING(matches("(?P<unit>u)", 0, "au"), "[u]");
	/* what only looks like it */
	CHECK_STRING(matches("\\Q\\p{Punct}\\E", 0, "\\p{Punct}"), "[\\p{Punct}]");
	CHECK_STRING(matches("(?#\\p{Punct)a", 0, "a"), "[a]");
	CHECK_STRING(matches("[]\\\\p{]", 0, "p{]"), "[p][{][]]");
	CHECK_STRING(matches("[[:alpha:]\\]]+", 0, "a]1"), "[a]]");
}

static const char *
message_of(const char *pattern)
{
	static char message[MLS_REGEX_MESSAGE];
	MlsRegex   *regex = mls_regex_compile(pattern, strlen(pattern), 0, &mls_malloc_host, message);

	CHECK(regex == NULL);
	return message;
}

TEST(bad_patterns_are_refused)
{
	char	   *large = malloc(70001);

	CHECK_CONTAINS(message_of("(a"), "parenthesis");
	CHECK_CONTAINS(message_of("[a"), "character class");
	CHECK_CONTAINS(message_of("*"), "quantifier");
	CHECK_CONTAINS(message_of("a\\"), "\\ at end");
	CHECK_CONTAINS(message_of("\\p{InGreek}"), "property");
	CHECK_CONTAINS(message_of("\\p{"), "malformed");
	CHECK_CONTAINS(message_of("\xff"), "UTF-8");
	CHECK_CONTAINS(message_of("(((a{1000}){1000}){1000}){1000}"), "too large");
	CHECK_CONTAINS(message_of("\\C"), "disabled");
	memset(large, 'a', 70000);
	large[70000] = '\0';
	CHECK_STRING(message_of(large), "it is too long");
	free(large);
}

static MlsMatch
first_match(const char *pattern, const char *text, size_t length)
{
	MlsRegex   *regex = compile(pattern, 0);
	MlsRegexScan scan = mls_regex_scan(regex, text, length);
	MlsMatch	match = mls_regex_next(&scan);

	mls_regex_free(regex);
	return match;
}

TEST(no_pattern_runs_for_ever)
{
	char		text[4001];

	memset(text, 'a', sizeof(text));
	text[4000] = '!';
	CHECK_INT(first_match("^(a+)+$", text, 4001), MLS_MATCH_TOO_LONG);
	CHECK_INT(first_match("^(a|aa)+$", text, 4001), MLS_MATCH_TOO_LONG);
	CHECK_INT(first_match("^(?:a++)!$", text, 4001), MLS_MATCH_FOUND);
	CHECK_INT(first_match("a", "b\xff", 2), MLS_MATCH_BAD_TEXT);
	CHECK_INT(first_match("(?R)?a", text, 10), MLS_MATCH_TOO_LONG);
}

/* A host that has memory for so many pieces. */
static void *
scarce_alloc(void *context, size_t size)
{
	return (*(int *) context)-- > 0 ? malloc(size) : NULL;
}

static void
scarce_free(void *context, void *pointer)
{
	free(pointer);
}

static bool
never(void *context)
{
	return false;
}

TEST(without_memory_there_is_no_pattern)
{
	for (int n = 0; n < 20; n++)
	{
		int			left = n;
		MlsHost		host = {&left, scarce_alloc, scarce_free, never};
		char		message[MLS_REGEX_MESSAGE] = "";
		MlsRegex   *regex = mls_regex_compile("(a)|b", 5, 0, &host, message);

		if (regex != NULL)
		{
			MlsRegexScan scan = mls_regex_scan(regex, "b", 1);

			CHECK(n > 4);
			left = 0;
			CHECK_INT(mls_regex_next(&scan), MLS_MATCH_NO_MEMORY);
			mls_regex_free(regex);
			return;
		}
		CHECK_CONTAINS(message, "memory");
	}
	CHECK(false);
}

/* What takes the place of the first match, or "bad". */
static const char *
replaced(const char *pattern, const char *text, const char *with)
{
	static char result[256];
	MlsRegex   *regex = compile(pattern, 0);
	MlsRegexScan scan = mls_regex_scan(regex, text, strlen(text));
	MlsReplacement replacement = mls_replacement(with, strlen(with));
	MlsPiece	piece;
	size_t		used = 0;

	CHECK_INT(mls_regex_next(&scan), MLS_MATCH_FOUND);
	while ((piece = mls_replacement_next(regex, &replacement)) == MLS_PIECE_FOUND)
	{
		const char *bytes = replacement.literal;
		size_t		length = replacement.is_group ? mls_regex_group(&scan, replacement.group, &bytes) : replacement.literal_length;

		memcpy(result + used, bytes, length);
		used += length;
	}
	result[used] = '\0';
	mls_regex_free(regex);
	return piece == MLS_PIECE_END ? result : "bad";
}

TEST(replacements_name_groups)
{
	CHECK_STRING(replaced("(a)(b)?", "xab", "<$0|$1|${2}>"), "<ab|a|b>");
	CHECK_STRING(replaced("(a)(b)?", "xa", "$2$1"), "a");
	CHECK_STRING(replaced("(a)", "a", "$12"), "a2");
	CHECK_STRING(replaced("(?<first>a)(?P<x_2>b)", "ab", "${x_2}${first}"), "ba");
	CHECK_STRING(replaced("a", "a", "$$\\$1\\\\\\n"), "$$1\\n");
	CHECK_STRING(replaced("a", "a", ""), "");
	CHECK_STRING(replaced("a", "a", "$1"), "bad");
	CHECK_STRING(replaced("a", "a", "$"), "bad");
	CHECK_STRING(replaced("a", "a", "$x"), "bad");
	CHECK_STRING(replaced("a", "a", "${x}"), "bad");
	CHECK_STRING(replaced("(a)", "a", "${1"), "bad");
	CHECK_STRING(replaced("(a)", "a", "${}"), "bad");
	CHECK_STRING(replaced("(a)", "a", "${12}"), "bad");
	CHECK_STRING(replaced("a", "a", "x\\"), "bad");
}

/* Never more than was promised, whatever the pattern; and the end of the pattern anywhere. */
TEST(rewriting_keeps_within_its_room)
{
	const char *pattern = "(?#c)(?u)\\P{Cntrl}[^]\\p{Punct}[:alpha:]]\\Qx\\E\\p{IsDigit}\\";
	size_t		length = strlen(pattern);
	char	   *out = malloc(MLS_DIALECT_GROWTH * length + MLS_DIALECT_ROOM);

	for (size_t from = 0; from < length; from++)
	{
		for (size_t to = from; to <= length; to++)
		{
			char	   *part = malloc(to - from + 1);

			memcpy(part, pattern + from, to - from);
			CHECK(mls_regex_dialect(part, to - from, out) <= MLS_DIALECT_GROWTH * (to - from) + MLS_DIALECT_ROOM);
			free(part);
		}
	}
	free(out);
}

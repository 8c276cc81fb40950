/*
 * test/unit/test_text_index.c
 *	  Unit tests of TextIndex: what is refused while compiling, texts that take too
 *	  much work, distances of words.
 *
 * Words, weights and normalizations are held against references in model_fixtures/.
 */
#include <string.h>

#include "base/tokens.h"
#include "scoring.h"
#include "test.h"

#define MODEL_OF(index) \
	"<RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"s\"/></MiningSchema>" \
	"<Output><OutputField name=\"o\" dataType=\"double\" feature=\"transformedValue\">" index "</OutputField></Output>" \
	"<RegressionTable intercept=\"1\"/></RegressionModel>"
#define TABLE(string, stem, attributes) \
	"<TextIndexNormalization " attributes "><InlineTable><row><string>" string "</string><stem>" stem "</stem><regex>true</regex></row></InlineTable>" \
	"</TextIndexNormalization>"

TEST(patterns_that_mean_nothing_are_refused)
{
	scoring_refused(MODEL_OF("<TextIndex textField=\"s\" wordSeparatorCharacterRE=\"(\"><Constant>a</Constant></TextIndex>"),
					MLS_INVALID, "\"(\" is no regular expression");
	scoring_refused(MODEL_OF("<TextIndex textField=\"s\">" TABLE("[", "b", "") "<Constant>a</Constant></TextIndex>"),
					MLS_INVALID, "\"[\" is no regular expression");
	scoring_refused(MODEL_OF("<TextIndex textField=\"s\">" TABLE("a", "$1", "") "<Constant>a</Constant></TextIndex>"),
					MLS_INVALID, "\"$1\" cannot take the place of what \"a\" matches");
}

TEST(a_normalization_that_does_not_end_is_given_up)
{
	static const char *const tables[] = {
		MODEL_OF("<TextIndex textField=\"s\">" TABLE("a", "aa", "recursive=\"true\"") "<Constant>a</Constant></TextIndex>"),
		MODEL_OF("<TextIndex textField=\"s\">" TABLE("(a)(b)|(b)(a)", "$2$1$4$3", "recursive=\"true\"") "<Constant>a</Constant></TextIndex>")
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
	{
		Scoring		s;

		scoring_open(&s, scoring_pmml(tables[i]), NULL);
		REQUIRE(s.code == MLS_OK);
		scoring_row(&s);
		scoring_text(&s, "s", "xab");
		CHECK_STRING(scoring_result(&s, "o"), "invalid");
		scoring_row(&s);
		scoring_text(&s, "s", "x");
		CHECK_STRING(scoring_result(&s, "o"), "0.0");
		scoring_close(&s);
	}
}

TEST(distances_are_in_characters)
{
	static const struct
	{
		const char *a;
		const char *b;
		uint32_t	distance;
	}			pairs[] =
	{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"abc", "acb", 2},
		{"\303\251t\303\251", "ete", 2}, {"\360\237\230\200", "a", 1}, {"stra\303\237e", "strasse", 2}, {"same", "same", 0}
	};
	uint32_t	room[16];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
	{
		for (uint32_t most = 0; most < 5; most++)
		{
			uint32_t	distance = mls_levenshtein(pairs[i].a, strlen(pairs[i].a), pairs[i].b, strlen(pairs[i].b), most, room,
														&mls_malloc_host);

			if (pairs[i].distance <= most)
				CHECK_INT(distance, pairs[i].distance);
			else
				CHECK(distance > most);
		}
	}
}

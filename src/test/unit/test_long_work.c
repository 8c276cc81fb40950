/*
 * test/unit/test_long_work.c
 *	  What a small document or a long value must not make take long: each of these
 *	  tests would go on for minutes if the work grew with the square of the size.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "scoring.h"
#include "test.h"

/* ---- distances of words ---- */

/* The whole table, as textbooks have it. */
static uint32_t
plain_distance(const char *a, uint32_t m, const char *b, uint32_t n)
{
	static uint32_t table[32][32];

	for (uint32_t i = 0; i <= m; i++)
	{
		for (uint32_t j = 0; j <= n; j++)
		{
			uint32_t	here = i > j ? i : j;

			if (i > 0 && j > 0)
			{
				here = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
				here = table[i - 1][j] + 1 < here ? table[i - 1][j] + 1 : here;
				here = table[i][j - 1] + 1 < here ? table[i][j - 1] + 1 : here;
			}
			table[i][j] = here;
		}
	}
	return table[m][n];
}

TEST(distances_within_any_bound_are_those_of_the_whole_table)
{
	uint32_t	seed = 1;
	uint32_t	room[32];

	for (int i = 0; i < 20000; i++)
	{
		char		words[2][32];
		uint32_t	lengths[2];
		uint32_t	distance;

		for (int w = 0; w < 2; w++)
		{
			seed = seed * 1664525 + 1013904223;
			lengths[w] = (seed >> 16) % 13;
			for (uint32_t k = 0; k < lengths[w]; k++)
			{
				seed = seed * 1664525 + 1013904223;
				words[w][k] = "abc"[(seed >> 16) % 3];
			}
		}
		distance = plain_distance(words[0], lengths[0], words[1], lengths[1]);
		for (uint32_t most = 0; most < 16; most += most < 14 ? 1 : 2)
		{
			uint32_t	found = mls_levenshtein(words[0], lengths[0], words[1], lengths[1], most, room, &mls_malloc_host);

			if (distance <= most)
				CHECK_INT(found, distance);
			else
				CHECK(found > most);
		}
		CHECK_INT(mls_levenshtein(words[0], lengths[0], words[1], lengths[1], UINT32_MAX, room, &mls_malloc_host), distance);
	}
}

#define LONG_WORD	1000000

/* Two words that are two characters apart. */
static void
long_words(char *a, char *b)
{
	for (int i = 0; i < LONG_WORD; i++)
	{
		a[i] = "ab"[i % 2];
		b[i] = "ba"[i % 2];
	}
}

TEST(distances_of_long_words_stay_near_the_diagonal)
{
	char	   *a = malloc(LONG_WORD);
	char	   *b = malloc(LONG_WORD);
	uint32_t   *room = malloc((LONG_WORD + 1) * sizeof(uint32_t));

	long_words(a, b);
	CHECK_INT(mls_levenshtein(a, LONG_WORD, b, LONG_WORD, 2, room, &mls_malloc_host), 2);
	CHECK(mls_levenshtein(a, LONG_WORD, b, LONG_WORD, 1, room, &mls_malloc_host) > 1);
	CHECK(mls_levenshtein(a, LONG_WORD, b, LONG_WORD - 4, 3, room, &mls_malloc_host) > 3);
	free(a);
	free(b);
	free(room);
}

static bool
always_cancelled(void *context)
{
	return true;
}

TEST(distances_can_be_cancelled)
{
	MlsHost		host = mls_malloc_host;
	char	   *a = malloc(LONG_WORD);
	char	   *b = malloc(LONG_WORD);
	uint32_t   *room = malloc((LONG_WORD + 1) * sizeof(uint32_t));

	host.cancelled = always_cancelled;
	long_words(a, b);
	memset(b, 'c', LONG_WORD / 2);
	CHECK_INT(mls_levenshtein(a, LONG_WORD, b, LONG_WORD, LONG_WORD, room, &host), UINT32_MAX);
	free(a);
	free(b);
	free(room);
}

/* ---- medians ---- */

#define N_ELEMENTS	300000

TEST(medians_of_long_histories_are_those_of_sorted_values)
{
	Scoring		s;
	char	   *list = malloc(N_ELEMENTS * 8 + 8);
	char	   *end = list;

	scoring_open(&s, scoring_pmml(
		"<RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
		"<Output><OutputField name=\"all\" feature=\"transformedValue\" dataType=\"double\" optype=\"continuous\">"
		"<Lag field=\"x\" n=\"1000000\" aggregate=\"median\"/></OutputField>"
		"<OutputField name=\"even\" feature=\"transformedValue\" dataType=\"double\" optype=\"continuous\">"
		"<Lag field=\"x\" n=\"4\" aggregate=\"median\"/></OutputField>"
		"</Output><RegressionTable intercept=\"0\"/></RegressionModel>"), NULL);
	REQUIRE(s.code == MLS_OK);

	/* each number from 0 up, out of order; the last element is the row's own */
	for (int i = 0; i < N_ELEMENTS; i++)
		end += sprintf(end, "%c%d", i == 0 ? '[' : ',', (int) ((int64_t) i * 7919 % N_ELEMENTS));
	strcpy(end, "]");
	scoring_text(&s, "x", list);
	CHECK_STRING(scoring_result(&s, "all"), "149999.0");
	scoring_row(&s);
	scoring_text(&s, "x", "[5, 3, null, 8, 1, 9]");
	CHECK_STRING(scoring_result(&s, "all"), "4.0");
	CHECK_STRING(scoring_result(&s, "even"), "3.0");
	free(list);
	scoring_close(&s);
}

/* ---- categories ---- */

TEST(many_categories_are_told_apart_without_looking_through_all)
{
	enum {N_CATEGORIES = 8000, N_SEGMENTS = 40};
	Scoring		s;
	char	   *document = malloc(N_CATEGORIES * 40 + N_SEGMENTS * 400 + 2000);
	char	   *end = document;

	end += sprintf(end, "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>"
				   "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>"
				   "<DataField name=\"k\" optype=\"categorical\" dataType=\"string\">");
	for (int i = 0; i < N_CATEGORIES; i++)
		end += sprintf(end, "<Value value=\"category %d\"/>", i);
#define SCHEMA	"<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
	end += sprintf(end, "</DataField></DataDictionary><MiningModel functionName=\"classification\">" SCHEMA
				   "<Segmentation multipleModelMethod=\"max\">");
	for (int i = 0; i < N_SEGMENTS; i++)
		end += sprintf(end, "<Segment><True/><TreeModel functionName=\"classification\">" SCHEMA
					   "<Node score=\"category %d\"><True/></Node></TreeModel></Segment>", 7 + i);
	strcpy(end, "</Segmentation></MiningModel></PMML>");
	scoring_open(&s, document, NULL);
	REQUIRE(s.code == MLS_OK);
	CHECK_STRING(scoring_result(&s, "k"), "category 7");
	free(document);
	scoring_close(&s);
}

/* ---- predicates ---- */

/* n predicates in each other, around one that is true where x is above 0. */
static const char *
nested_predicates(int n)
{
	static char rest[200000];
	char	   *end = rest;

	end += sprintf(end, "<TreeModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>"
				   "<MiningField name=\"x\"/></MiningSchema><Node score=\"1\"><True/><Node score=\"2\">");
	for (int i = 0; i < n; i++)
		end += sprintf(end, "<CompoundPredicate booleanOperator=\"%s\"><SimplePredicate field=\"x\" operator=\"lessThan\" value=\"%d\"/>",
					   i % 2 ? "or" : "and", i % 2 ? -1 : 1000);
	end += sprintf(end, "<SimplePredicate field=\"x\" operator=\"greaterThan\" value=\"0\"/>");
	for (int i = 0; i < n; i++)
		end += sprintf(end, "</CompoundPredicate>");
	strcpy(end, "</Node><Node score=\"3\"><True/></Node></Node></TreeModel>");
	return rest;
}

TEST(predicates_may_nest_as_deep_as_they_are_read)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(nested_predicates(499)), NULL);
	CHECK_INT(s.code, MLS_OK);
	scoring_text(&s, "x", "7");
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_row(&s);
	scoring_text(&s, "x", "0");
	CHECK_STRING(scoring_result(&s, "y"), "3.0");
	scoring_close(&s);
	scoring_refused(nested_predicates(501), MLS_TOO_LARGE, "500");
}

/* ---- trees ---- */

/* A tree with a child for each of n values of a field. */
static char *
flat_tree(const char *field, const char *operator, const char *prefix, int n)
{
	char	   *document = malloc((size_t) n * 200 + 2000);
	char	   *end = document;

	end += sprintf(end, "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>"
				   "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/><DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>"
				   "<DataField name=\"o\" optype=\"ordinal\" dataType=\"string\">");
	for (int i = 0; i < n; i++)
		end += sprintf(end, "<Value value=\"v%d\"/>", i);
	end += sprintf(end, "</DataField></DataDictionary><TreeModel functionName=\"regression\" splitCharacteristic=\"multiSplit\"><MiningSchema>"
				   "<MiningField name=\"x\"/><MiningField name=\"o\"/><MiningField name=\"y\" usageType=\"target\"/></MiningSchema><Node score=\"-1\"><True/>");
	for (int i = 0; i < n; i++)
		end += sprintf(end, "<Node score=\"%d\"><SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s%d\"/></Node>", i, field, operator, prefix, i);
	strcpy(end, "</Node></TreeModel></PMML>");
	return document;
}

TEST(trees_of_many_values_of_one_field_load)
{
	Scoring		s;
	char	   *document = flat_tree("x", "equal", "", 6000);

	scoring_open(&s, document, NULL);
	REQUIRE(s.code == MLS_OK);
	scoring_text(&s, "x", "5999");
	CHECK_STRING(scoring_result(&s, "y"), "5999.0");
	scoring_row(&s);
	scoring_text(&s, "x", "0.5");
	CHECK_STRING(scoring_result(&s, "y"), "missing");
	free(document);
	scoring_close(&s);

	/* the order's values are in the image once, not for each predicate */
	document = flat_tree("o", "lessOrEqual", "v", 4000);
	scoring_open(&s, document, NULL);
	REQUIRE(s.code == MLS_OK);
	CHECK(s.loaded.image->size < 2000000);
	scoring_text(&s, "o", "v3999");
	CHECK_STRING(scoring_result(&s, "y"), "3999.0");
	free(document);
	scoring_close(&s);
}

/*
 * test/unit/test_categories.c
 *	  Unit tests of categories: which values a field takes, and the columns that are
 *	  1 for one category each.  In blocks and by rows, against the definition.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring.h"
#include "test.h"

/* ---- valid values ---- */

#define VALID(text) "<Value value=\"" text "\"/>"

/* Texts of fields overlap, so that their codes do not follow each other. */
static const char *const text_fields[] = {
	VALID("a") VALID("b") VALID("c"),
	VALID("e") VALID("b") VALID("a") VALID("b"),
	VALID("c") VALID("g") VALID("a") VALID("h") VALID("f"),
	VALID("a") VALID("e") "<Value value=\"?\" property=\"missing\"/>",
	VALID("h") "<Value value=\"g\" property=\"invalid\"/>",
	"<Value value=\"g\" property=\"invalid\"/>",
	""
};

/* Which texts each of them takes. */
static const char *const taken_texts[] = {"abc", "abe", "acfgh", "ae?", "h", "abcdefh?", "abcdefgh?"};

static const char texts[] = "abcdefgh?";

#define N_TEXT_FIELDS	(sizeof(text_fields) / sizeof(text_fields[0]))
#define N_TEXTS			(sizeof(texts) - 1)

static const char *
text_document(void)
{
	static char document[8192];
	size_t		length;

	length = (size_t) snprintf(document, sizeof(document), "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>"
							   "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>");
	for (size_t f = 0; f < N_TEXT_FIELDS; f++)
		length += (size_t) snprintf(document + length, sizeof(document) - length,
									"<DataField name=\"s%zu\" optype=\"categorical\" dataType=\"string\">%s</DataField>", f, text_fields[f]);
	length += (size_t) snprintf(document + length, sizeof(document) - length,
								"</DataDictionary><RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>");
	for (size_t f = 0; f < N_TEXT_FIELDS; f++)
		length += (size_t) snprintf(document + length, sizeof(document) - length, "<MiningField name=\"s%zu\"/>", f);
	length += (size_t) snprintf(document + length, sizeof(document) - length, "</MiningSchema><RegressionTable intercept=\"0\">");
	for (size_t f = 0; f < N_TEXT_FIELDS; f++)
		length += (size_t) snprintf(document + length, sizeof(document) - length,
									"<CategoricalPredictor name=\"s%zu\" value=\"a\" coefficient=\"1\"/>", f);
	snprintf(document + length, sizeof(document) - length, "</RegressionTable></RegressionModel></PMML>");
	return document;
}

TEST(a_text_is_valid_where_its_field_lists_it)
{
	Scoring		s;
	MlsEval    *block;

	scoring_open(&s, text_document(), NULL);
	REQUIRE(s.eval != NULL);
	block = mls_eval_new(s.loaded.image, N_TEXT_FIELDS * N_TEXTS, &mls_malloc_host);
	REQUIRE(block != NULL);
	mls_eval_begin(block, N_TEXT_FIELDS * N_TEXTS);
	for (uint32_t i = 0; i < N_TEXT_FIELDS * N_TEXTS; i++)
		mls_set_text(block, i / N_TEXTS, i, &texts[i % N_TEXTS], 1);
	mls_eval_run(block);
	for (uint32_t i = 0; i < N_TEXT_FIELDS * N_TEXTS; i++)
	{
		bool		taken = strchr(taken_texts[i / N_TEXTS], texts[i % N_TEXTS]) != NULL;

		scoring_row(&s);
		mls_set_text(s.eval, i / N_TEXTS, 0, &texts[i % N_TEXTS], 1);
		mls_eval_run(s.eval);
		CHECK_INT(mls_eval_status(s.eval, 0).code, taken ? MLS_REASON_NONE : MLS_REASON_INVALID_INPUT);
		CHECK_INT(mls_eval_status(block, i).code, mls_eval_status(s.eval, 0).code);
		if (!taken)
			CHECK_INT(mls_eval_status(block, i).input, i / N_TEXTS);
	}
	mls_eval_free(block);
	scoring_close(&s);
}

/* ---- ranges ---- */

typedef struct Range
{
	const char *intervals;
	const char *outliers;
	double		taken[6];		/* of numbers[]: what it becomes; NAN: it is invalid */
} Range;

static const double numbers[] = {-INFINITY, 1, 1.5, 2, 5, INFINITY};

#define INTERVAL(closure, bounds) "<Interval closure=\"" closure "\" " bounds "/>"
#define EXTREMES "outliers=\"asExtremeValues\" lowValue=\"1.5\" highValue=\"4\""

static const Range ranges[] = {
	{"", "", {-INFINITY, 1, 1.5, 2, 5, INFINITY}},
	{INTERVAL("closedClosed", "leftMargin=\"1\" rightMargin=\"2\""), "", {NAN, 1, 1.5, 2, NAN, NAN}},
	{INTERVAL("openOpen", "leftMargin=\"1\" rightMargin=\"2\""), "", {NAN, NAN, 1.5, NAN, NAN, NAN}},
	{INTERVAL("closedOpen", "leftMargin=\"1\" rightMargin=\"2\""), "", {NAN, 1, 1.5, NAN, NAN, NAN}},
	{INTERVAL("closedClosed", "leftMargin=\"2\""), "", {NAN, NAN, NAN, 2, 5, INFINITY}},
	{INTERVAL("closedClosed", "rightMargin=\"1\"") INTERVAL("openOpen", "leftMargin=\"2\""), "", {-INFINITY, 1, NAN, NAN, 5, INFINITY}},
	{"", EXTREMES, {1.5, 1.5, 1.5, 2, 4, 4}},
	{INTERVAL("closedClosed", "leftMargin=\"1\" rightMargin=\"5\""), EXTREMES, {NAN, 1.5, 1.5, 2, 4, NAN}},
	{VALID("5") INTERVAL("closedClosed", "leftMargin=\"1\" rightMargin=\"2\""), "", {NAN, 1, 1.5, 2, 5, NAN}},
	{"<Value value=\"2\" property=\"missing\"/>", "missingValueReplacement=\"7\"", {-INFINITY, 1, 1.5, 7, 5, INFINITY}}
};

TEST(a_number_is_valid_within_its_ranges_and_no_outlier_within_its_bounds)
{
	static const char *const types[] = {"double", "float"};

	for (size_t i = 0; i < 2 * sizeof(ranges) / sizeof(ranges[0]); i++)
	{
		const Range *range = &ranges[i / 2];
		char		document[2048];
		Scoring		s;
		MlsEval    *block;
		uint32_t	number;

		snprintf(document, sizeof(document), "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>"
				 "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/><DataField name=\"x\" optype=\"continuous\" dataType=\"%s\">%s</DataField>"
				 "</DataDictionary><RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>"
				 "<MiningField name=\"x\" %s/></MiningSchema><RegressionTable intercept=\"0\"><NumericPredictor name=\"x\" coefficient=\"1\"/>"
				 "</RegressionTable></RegressionModel></PMML>", types[i % 2], range->intervals, range->outliers);
		scoring_open(&s, document, NULL);
		REQUIRE(s.eval != NULL);
		number = MLS_RECORDS(s.loaded.image, RESULT)[0].number;
		block = mls_eval_new(s.loaded.image, 12, &mls_malloc_host);
		REQUIRE(block != NULL);
		mls_eval_begin(block, 12);
		for (uint32_t row = 0; row < 12; row++)
			mls_set_double(block, 0, row, numbers[row % 6]);
		mls_eval_run(block);
		for (uint32_t row = 0; row < 12; row++)
		{
			double		taken = range->taken[row % 6];

			scoring_row(&s);
			mls_set_double(s.eval, 0, 0, numbers[row % 6]);
			mls_eval_run(s.eval);
			CHECK_INT(mls_eval_status(block, row).code, isnan(taken) ? MLS_REASON_INVALID_INPUT : MLS_REASON_NONE);
			CHECK_INT(mls_eval_status(s.eval, 0).code, mls_eval_status(block, row).code);
			if (isnan(taken))
				continue;
			CHECK_DOUBLE(mls_eval_cell(block, number, row).datum.d, taken);
			CHECK_DOUBLE(mls_eval_cell(s.eval, number, 0).datum.d, taken);
		}
		mls_eval_free(block);
		scoring_close(&s);
	}
}

/* ---- columns of noughts and ones ---- */

#define MOST_CATEGORIES		40
#define ROWS				(MOST_CATEGORIES + 12)

/* A NormDiscrete: field s or i, and the value; what a missing one counts, or NULL. */
typedef struct Indicator
{
	char		field;
	char		value[8];
	const char *missing;
	const char *type;
} Indicator;

static const char *
text_of(uint32_t row)
{
	static char text[8];

	if (row % 11 == 7)
		return NULL;
	snprintf(text, sizeof(text), row >= MOST_CATEGORIES + 6 ? "none" : "v%u", row);
	return row == 3 ? "yes" : text;
}

/* Sets those of the inputs that are read. */
static void
set_row(const Scoring *s, MlsEval *eval, uint32_t place, uint32_t row)
{
	const MlsImgInput *inputs = MLS_RECORDS(s->loaded.image, INPUT);
	const char *text = text_of(row);

	for (uint32_t i = 0; i < MLS_N_RECORDS(s->loaded.image, INPUT); i++)
	{
		if (!inputs[i].read)
			continue;
		if (mls_image_string(s->loaded.image, inputs[i].name)->bytes[0] == 's' && text)
			mls_set_text(eval, i, place, text, strlen(text));
		if (mls_image_string(s->loaded.image, inputs[i].name)->bytes[0] == 'i' && row % 5 != 0)
			mls_set_integer(eval, i, place, row % 4);
	}
}

/* The sum of 2^k of the indicators that are 1; NAN: one of them is missing. */
static double
sum_of(const Indicator *indicators, uint32_t n, uint32_t row)
{
	const char *text = text_of(row);
	double		sum = 0;

	for (uint32_t k = 0; k < n; k++)
	{
		bool		missing = indicators[k].field == 's' ? text == NULL : row % 5 == 0;
		bool		equal = indicators[k].field == 's' ? text && strcmp(text, indicators[k].value) == 0 :
			!missing && atof(indicators[k].value) == row % 4;

		if (missing)
			sum += indicators[k].missing ? ldexp(atof(indicators[k].missing), (int) k) : NAN;
		else if (equal)
			sum += ldexp(1, (int) k);
	}
	return sum;
}

static void
check_indicators(const Indicator *indicators, uint32_t n)
{
	static char document[400 * MOST_CATEGORIES];
	size_t		length;
	Scoring		s;
	MlsEval    *block;
	uint32_t	number;

	length = (size_t) snprintf(document, sizeof(document), "<RegressionModel functionName=\"regression\"><MiningSchema>"
							   "<MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"s\"/><MiningField name=\"i\"/><MiningField name=\"k\"/>"
							   "</MiningSchema><LocalTransformations>");
	for (uint32_t k = 0; k < n; k++)
		length += (size_t) snprintf(document + length, sizeof(document) - length,
									"<DerivedField name=\"d%u\" optype=\"continuous\" dataType=\"%s\"><NormDiscrete field=\"%c\" value=\"%s\"%s%s%s/></DerivedField>",
									k, indicators[k].type, indicators[k].field, indicators[k].value, indicators[k].missing ? " mapMissingTo=\"" : "",
									indicators[k].missing ? indicators[k].missing : "", indicators[k].missing ? "\"" : "");
	length += (size_t) snprintf(document + length, sizeof(document) - length, "</LocalTransformations><RegressionTable intercept=\"0\">");
	for (uint32_t k = 0; k < n; k++)
		length += (size_t) snprintf(document + length, sizeof(document) - length, "<NumericPredictor name=\"d%u\" coefficient=\"%.17g\"/>", k, ldexp(1, (int) k));
	snprintf(document + length, sizeof(document) - length, "</RegressionTable></RegressionModel>");

	scoring_open(&s, scoring_pmml(document), NULL);
	REQUIRE(s.eval != NULL);
	number = MLS_RECORDS(s.loaded.image, RESULT)[0].number;
	block = mls_eval_new(s.loaded.image, ROWS, &mls_malloc_host);
	REQUIRE(block != NULL);
	mls_eval_begin(block, ROWS);
	for (uint32_t row = 0; row < ROWS; row++)
		set_row(&s, block, row, row);
	mls_eval_run(block);
	for (uint32_t row = 0; row < ROWS; row++)
	{
		double		expected = sum_of(indicators, n, row);

		scoring_row(&s);
		set_row(&s, s.eval, 0, row);
		mls_eval_run(s.eval);
		CHECK_INT(mls_eval_cell(block, number, row).tag, isnan(expected) ? MLS_TAG_MISSING : MLS_TAG_DOUBLE);
		CHECK_INT(mls_eval_cell(s.eval, number, 0).tag, mls_eval_cell(block, number, row).tag);
		if (isnan(expected))
			continue;
		CHECK_DOUBLE(mls_eval_cell(block, number, row).datum.d, expected);
		CHECK_DOUBLE(mls_eval_cell(s.eval, number, 0).datum.d, expected);
	}
	mls_eval_free(block);
	scoring_close(&s);
}

TEST(of_many_indicators_each_says_whether_the_value_is_its_own)
{
	Indicator	indicators[MOST_CATEGORIES];

	for (uint32_t order = 0; order < 4; order++)
	{
		for (uint32_t k = 0; k < MOST_CATEGORIES; k++)
		{
			indicators[k] = (Indicator) {'s', "", "0", "double"};
			snprintf(indicators[k].value, sizeof(indicators[k].value), "v%u", k * (2 * order + 1) % MOST_CATEGORIES);
		}
		check_indicators(indicators, MOST_CATEGORIES);
		/* a text that another field has too, one twice, other rules, and another field between them */
		strcpy(indicators[20].value, "yes");
		strcpy(indicators[21].value, "v9");
		strcpy(indicators[22].value, "v9");
		check_indicators(indicators, MOST_CATEGORIES);
		indicators[10] = (Indicator) {'i', "2", "0", "double"};
		indicators[11] = (Indicator) {'i', "2.0", "1", "integer"};
		indicators[12] = (Indicator) {'i', "3", "0.5", "float"};
		indicators[13].type = "integer";
		indicators[14].missing = "1";
		indicators[15].missing = "0.25";
		indicators[16].type = "float";
		check_indicators(indicators, MOST_CATEGORIES);
		check_indicators(indicators + 10, 3);
		indicators[15].missing = NULL;
		check_indicators(indicators, MOST_CATEGORIES);
		check_indicators(indicators, 1);
	}
}

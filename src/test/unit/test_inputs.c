/*
 * test/unit/test_inputs.c
 *	  Unit tests of how values come in: the caller's types against the document's,
 *	  treatments, and what is said about an input.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scoring.h"
#include "test.h"

/* A model with an Output "o" that shows the field. */
#define SHOW(field, attributes, type) \
	"<RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>" \
	"<MiningField name=\"" field "\" " attributes "/></MiningSchema>" \
	"<Output><OutputField name=\"o\" optype=\"categorical\" dataType=\"" type "\" feature=\"transformedValue\">" \
	"<FieldRef field=\"" field "\"/></OutputField></Output><RegressionTable intercept=\"0\"/></RegressionModel>"

/* The same with another DataDictionary. */
#define SHOW_DECLARED(declaration, attributes, type) \
	"<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>" \
	"<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>" declaration "</DataDictionary>" \
	SHOW("v", attributes, type) "</PMML>"

typedef enum Kind
{
	TEXT,
	DOUBLE,
	FLOAT,
	INTEGER,
	BOOLEAN,
	NOTHING
} Kind;

typedef struct Case
{
	Kind		kind;
	const char *text;
	double		number;
	const char *expected;
} Case;

static void
run_cases(const char *document, const char *field, const Case *cases, size_t n)
{
	Scoring		s;
	uint32_t	input;

	scoring_open(&s, document, NULL);
	input = scoring_input(&s, field);
	for (size_t i = 0; i < n; i++)
	{
		const char *actual;

		scoring_row(&s);
		switch (cases[i].kind)
		{
			case TEXT:
				mls_set_text(s.eval, input, 0, cases[i].text, strlen(cases[i].text));
				break;
			case DOUBLE:
				mls_set_double(s.eval, input, 0, cases[i].number);
				break;
			case FLOAT:
				mls_set_float(s.eval, input, 0, (float) cases[i].number);
				break;
			case INTEGER:
				mls_set_integer(s.eval, input, 0, (int64_t) cases[i].number);
				break;
			case BOOLEAN:
				mls_set_boolean(s.eval, input, 0, cases[i].number != 0);
				break;
			case NOTHING:
				break;
		}
		actual = scoring_result(&s, "o");
		if (strcmp(actual, cases[i].expected) != 0)
			printf("  case %zu:\n", i + 1);
		CHECK_STRING(actual, cases[i].expected);
	}
	scoring_close(&s);
}

#define RUN(document, field, cases)	run_cases((document), (field), (cases), sizeof(cases) / sizeof((cases)[0]))

TEST(a_double_takes_numbers_and_text_that_is_one)
{
	static const Case cases[] = {
		{DOUBLE, NULL, 1.5, "1.5"}, {FLOAT, NULL, 0.1f, "0.10000000149011612"}, {INTEGER, NULL, 7, "7.0"},
		{BOOLEAN, NULL, 1, "1.0"}, {TEXT, "2.50", 0, "2.5"}, {TEXT, " 3 ", 0, "3.0"}, {TEXT, "1e3", 0, "1000.0"},
		{TEXT, "true", 0, "1.0"}, {TEXT, "abc", 0, "invalid"}, {TEXT, "", 0, "invalid"}, {DOUBLE, NULL, NAN, "missing"},
		{TEXT, "NaN", 0, "missing"}, {FLOAT, NULL, NAN, "missing"}, {NOTHING, NULL, 0, "missing"},
		{DOUBLE, NULL, INFINITY, "INF"}, {DOUBLE, NULL, -0.0, "0.0"}, {TEXT, "-0", 0, "0.0"}
	};

	RUN(scoring_pmml(SHOW("x", "", "double")), "x", cases);
}

TEST(a_float_rounds_what_comes_in)
{
	static const Case cases[] = {
		{DOUBLE, NULL, 0.1, "0.1"}, {DOUBLE, NULL, 16777217, "1.6777216E7"}, {TEXT, "0.1", 0, "0.1"},
		{INTEGER, NULL, 3, "3.0"}, {DOUBLE, NULL, NAN, "missing"}, {TEXT, "x", 0, "invalid"}
	};

	RUN(scoring_pmml(SHOW("f", "", "float")), "f", cases);
}

/*
 * 2^53 + 2^29 + 1 lies between two floats, the upper one is nearer.  The nearest
 * double is in the middle of them, from where one would go to the lower one.
 */
TEST(a_large_integer_is_rounded_to_a_float_once)
{
	static const char *const documents[] = {
		SHOW("f", "", "double"),
		SHOW("f", "lowValue=\"0\" outliers=\"asMissingValues\"", "double")
	};

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
	{
		Scoring		s;

		scoring_open(&s, scoring_pmml(documents[i]), NULL);
		scoring_row(&s);
		mls_set_integer(s.eval, scoring_input(&s, "f"), 0, INT64_C(9007199791611905));
		CHECK_STRING(scoring_result(&s, "o"), "9.007200328482816E15");
		scoring_close(&s);
	}
}

TEST(an_integer_takes_no_fraction)
{
	static const Case cases[] = {
		{INTEGER, NULL, 5, "5"}, {DOUBLE, NULL, 5, "5"}, {DOUBLE, NULL, 5.5, "invalid"}, {TEXT, "5.0", 0, "5"},
		{TEXT, "5.5", 0, "invalid"}, {DOUBLE, NULL, 1e19, "invalid"}, {DOUBLE, NULL, NAN, "missing"},
		{BOOLEAN, NULL, 1, "1"}, {DOUBLE, NULL, -0.0, "0"}
	};

	RUN(scoring_pmml(SHOW("i", "", "integer")), "i", cases);
}

TEST(a_boolean_takes_true_false_one_and_zero)
{
	static const Case cases[] = {
		{BOOLEAN, NULL, 1, "true"}, {BOOLEAN, NULL, 0, "false"}, {TEXT, "TRUE", 0, "true"}, {TEXT, "0", 0, "false"},
		{DOUBLE, NULL, 1, "true"}, {INTEGER, NULL, 0, "false"}, {INTEGER, NULL, 2, "invalid"}, {TEXT, "yes", 0, "invalid"}
	};

	RUN(scoring_pmml(SHOW("b", "", "boolean")), "b", cases);
}

TEST(a_category_is_one_of_those_declared)
{
	static const Case cases[] = {
		{TEXT, "a", 0, "a"}, {TEXT, "A", 0, "invalid"}, {TEXT, "a ", 0, "invalid"}, {TEXT, "", 0, "invalid"},
		{NOTHING, NULL, 0, "missing"}
	};
	static const Case free_cases[] = {{TEXT, "anything", 0, "anything"}, {TEXT, "", 0, ""}, {INTEGER, NULL, 12, "12"}};

	RUN(scoring_pmml(SHOW("c", "", "string")), "c", cases);
	RUN(scoring_pmml(SHOW("s", "", "string")), "s", free_cases);
}

#define LEVELS(a, b)	"<DataField name=\"v\" optype=\"categorical\" dataType=\"string\"><Value value=\"" a "\"/><Value value=\"" b "\"/></DataField>"

TEST(numbers_and_booleans_match_the_level_that_is_written_for_them)
{
	static const Case plain[] = {
		{INTEGER, NULL, 1, "1"}, {DOUBLE, NULL, 2, "2"}, {DOUBLE, NULL, 1.5, "invalid"}, {TEXT, "1.0", 0, "invalid"},
		{BOOLEAN, NULL, 1, "1"}, {INTEGER, NULL, 3, "invalid"}
	};
	static const Case real[] = {{INTEGER, NULL, 1, "1.0"}, {DOUBLE, NULL, 2, "2.0"}, {BOOLEAN, NULL, 1, "1.0"}};
	static const Case words[] = {{BOOLEAN, NULL, 1, "true"}, {BOOLEAN, NULL, 0, "false"}, {INTEGER, NULL, 1, "invalid"}};
	static const Case letters[] = {{BOOLEAN, NULL, 1, "t"}, {BOOLEAN, NULL, 0, "f"}};
	static const Case ones[] = {{BOOLEAN, NULL, 1, "1"}, {BOOLEAN, NULL, 0, "0"}};

	RUN(SHOW_DECLARED(LEVELS("1", "2"), "", "string"), "v", plain);
	RUN(SHOW_DECLARED(LEVELS("1.0", "2.0"), "", "string"), "v", real);
	RUN(SHOW_DECLARED(LEVELS("true", "false"), "", "string"), "v", words);
	RUN(SHOW_DECLARED(LEVELS("t", "f"), "", "string"), "v", letters);
	RUN(SHOW_DECLARED(LEVELS("0", "1"), "", "string"), "v", ones);
}

TEST(a_plain_number_may_have_rules_for_missing_and_bad_values)
{
	static const Case replaced[] = {
		{NOTHING, NULL, 0, "8.5"}, {DOUBLE, NULL, NAN, "8.5"}, {DOUBLE, NULL, 1, "1.0"}, {TEXT, "NaN", 0, "8.5"},
		{TEXT, "zzz", 0, "invalid"}
	};
	static const Case refused[] = {{NOTHING, NULL, 0, "invalid"}, {DOUBLE, NULL, NAN, "invalid"}, {DOUBLE, NULL, 1, "1.0"}};
	static const Case as_missing[] = {{TEXT, "zzz", 0, "8.5"}, {DOUBLE, NULL, 1, "1.0"}, {NOTHING, NULL, 0, "8.5"}};
	static const Case as_value[] = {{TEXT, "zzz", 0, "-1.0"}, {DOUBLE, NULL, 1, "1.0"}, {NOTHING, NULL, 0, "missing"}};
	static const Case as_is[] = {{TEXT, "zzz", 0, "zzz"}, {TEXT, "5", 0, "5.0"}};

	RUN(scoring_pmml(SHOW("x", "missingValueReplacement=\"8.5\"", "double")), "x", replaced);
	RUN(scoring_pmml(SHOW("x", "missingValueTreatment=\"returnInvalid\"", "double")), "x", refused);
	RUN(scoring_pmml(SHOW("x", "missingValueReplacement=\"8.5\" invalidValueTreatment=\"asMissing\"", "double")), "x", as_missing);
	RUN(scoring_pmml(SHOW("x", "invalidValueTreatment=\"asValue\" invalidValueReplacement=\"-1\"", "double")), "x", as_value);
	RUN(scoring_pmml(SHOW("x", "invalidValueTreatment=\"asIs\"", "double")), "x", as_is);
}

TEST(an_input_that_is_invalid_leaves_its_row_without_a_result_whatever_the_model_does_with_it)
{
	Scoring		s;

	/* the tree never looks at c where x is below 0 */
	scoring_open(&s, scoring_pmml(
		"<TreeModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>"
		"<MiningField name=\"x\"/><MiningField name=\"c\"/></MiningSchema><Node><True/>"
		"<Node score=\"1\"><SimplePredicate field=\"x\" operator=\"lessThan\" value=\"0\"/></Node>"
		"<Node score=\"2\"><SimplePredicate field=\"c\" operator=\"equal\" value=\"a\"/></Node></Node></TreeModel>"), NULL);
	scoring_text(&s, "x", "-1");
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_row(&s);
	scoring_text(&s, "x", "-1");
	scoring_text(&s, "c", "no such level");
	CHECK_STRING(scoring_result(&s, "y"), "invalid");
	CHECK_INT(mls_eval_status(s.eval, 0).code, MLS_REASON_INVALID_INPUT);
	CHECK_INT(mls_eval_status(s.eval, 0).input, scoring_input(&s, "c"));
	scoring_close(&s);
}

TEST(an_input_can_be_explained_before_anything_runs)
{
	Scoring		s;
	MlsExplanation explanation;

	scoring_open(&s, scoring_pmml(
		"<RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>"
		"<MiningField name=\"x\" outliers=\"asExtremeValues\" lowValue=\"0\" highValue=\"10\"/>"
		"<MiningField name=\"z\" missingValueReplacement=\"3\"/><MiningField name=\"c\"/></MiningSchema>"
		"<RegressionTable intercept=\"0\"><NumericPredictor name=\"x\" coefficient=\"1\"/>"
		"<NumericPredictor name=\"z\" coefficient=\"1\"/><CategoricalPredictor name=\"c\" value=\"a\" coefficient=\"1\"/>"
		"</RegressionTable></RegressionModel>"), NULL);
	mls_set_double(s.eval, scoring_input(&s, "x"), 0, 11);
	scoring_text(&s, "c", "q");
	explanation = mls_explain_input(s.eval, scoring_input(&s, "x"), 0);
	CHECK_INT(explanation.state, MLS_INPUT_OUTLIER);
	CHECK_DOUBLE(explanation.used.datum.d, 10.0);
	explanation = mls_explain_input(s.eval, scoring_input(&s, "z"), 0);
	CHECK_INT(explanation.state, MLS_INPUT_MISSING);
	CHECK_DOUBLE(explanation.used.datum.d, 3.0);
	CHECK_CONTAINS(explanation.rule, "missingValueReplacement");
	explanation = mls_explain_input(s.eval, scoring_input(&s, "c"), 0);
	CHECK_INT(explanation.state, MLS_INPUT_INVALID);
	CHECK_INT(explanation.used.tag, MLS_TAG_INVALID);
	scoring_close(&s);
}

TEST(an_input_is_shown_as_it_came_after_the_model_has_run)
{
	Scoring		s;
	MlsCell		arrived;

	scoring_open(&s, scoring_pmml(
		"<RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>"
		"<MiningField name=\"x\"/><MiningField name=\"c\"/></MiningSchema>"
		"<RegressionTable intercept=\"0\"><NumericPredictor name=\"x\" coefficient=\"1\"/>"
		"<CategoricalPredictor name=\"c\" value=\"a\" coefficient=\"1\"/></RegressionTable></RegressionModel>"), NULL);
	scoring_text(&s, "x", "abc");
	scoring_text(&s, "c", "q");
	CHECK_STRING(scoring_result(&s, "y"), "invalid");
	arrived = mls_eval_arrived(s.eval, scoring_input(&s, "x"), 0);
	CHECK_INT(arrived.tag, MLS_TAG_STRING);
	CHECK_STRING(arrived.datum.s->bytes, "abc");
	arrived = mls_eval_arrived(s.eval, scoring_input(&s, "c"), 0);
	CHECK_INT(arrived.tag, MLS_TAG_STRING);
	CHECK_STRING(arrived.datum.s->bytes, "q");
	CHECK_CONTAINS(mls_explain_input(s.eval, scoring_input(&s, "x"), 0).reason, "not of the field's type");
	scoring_close(&s);
}

/*
 * test/unit/test_compile.c
 *	  Unit tests of compile/: what names mean, what is refused, which class
 *	  predict() is about, and how much room a model takes.
 *
 * What steps and kernels compute is held against references in model_fixtures/.
 */
#include <stdio.h>

#include "scoring.h"
#include "test.h"

#define SCHEMA	"<MiningSchema><MiningField name=\"y\" usageType=\"target\"/>" \
	"<MiningField name=\"x\"/><MiningField name=\"z\"/></MiningSchema>"

/* A regression whose value is the field d. */
#define VALUE_OF_D	"<RegressionTable intercept=\"0\"><NumericPredictor name=\"d\" coefficient=\"1\"/></RegressionTable>"

/* Derived fields in the TransformationDictionary, of which d is the model's value. */
#define WITH_DERIVED(fields) \
	"<TransformationDictionary>" fields "</TransformationDictionary>" \
	"<RegressionModel functionName=\"regression\">" SCHEMA VALUE_OF_D "</RegressionModel>"

#define DERIVED(name, expression) \
	"<DerivedField name=\"" name "\" optype=\"continuous\" dataType=\"double\">" expression "</DerivedField>"
#define REF(name)	"<FieldRef field=\"" name "\"/>"

TEST(derived_fields_may_stand_in_any_order)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH_DERIVED(
		DERIVED("d", "<Apply function=\"+\">" REF("e") REF("x") "</Apply>")
		DERIVED("e", "<Apply function=\"*\">" REF("x") "<Constant>3</Constant></Apply>"))), NULL);
	scoring_text(&s, "x", "2.5");
	CHECK_STRING(scoring_result(&s, "y"), "10.0");
	scoring_close(&s);
}

/* "true" is 1 where a number is wanted, in a predicate that a forest turns into ranges as in any other. */
TEST(a_truth_is_a_number_in_every_kernel)
{
#define TREE(strategy) "<TreeModel functionName=\"regression\" missingValueStrategy=\"" strategy "\">" SCHEMA \
	"<Node score=\"0\"><True/><Node score=\"1\"><SimplePredicate field=\"x\" operator=\"equal\" value=\"true\"/></Node>" \
	"<Node score=\"2\"><SimplePredicate field=\"x\" operator=\"notEqual\" value=\"true\"/></Node></Node></TreeModel>"
	static const char *const trees[] = {TREE("none"), TREE("lastPrediction")};

	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++)
	{
		Scoring		s;

		scoring_open(&s, scoring_pmml(trees[i]), NULL);
		REQUIRE(s.code == MLS_OK);
		scoring_text(&s, "x", "1");
		CHECK_STRING(scoring_result(&s, "y"), "1.0");
		scoring_row(&s);
		scoring_text(&s, "x", "0");
		CHECK_STRING(scoring_result(&s, "y"), "2.0");
		scoring_close(&s);
	}
#undef TREE
}

TEST(a_set_of_nothing_holds_nothing)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(
		"<TreeModel functionName=\"regression\">" SCHEMA "<Node score=\"0\"><True/>"
		"<Node score=\"1\"><SimpleSetPredicate field=\"x\" booleanOperator=\"isIn\"><Array n=\"0\" type=\"real\"/></SimpleSetPredicate></Node>"
		"<Node score=\"2\"><True/></Node></Node></TreeModel>"), NULL);
	REQUIRE(s.code == MLS_OK);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_close(&s);
}

TEST(what_nothing_refers_to_is_not_read)
{
	Scoring		s;
	const MlsImgInput *inputs;

	scoring_open(&s, scoring_pmml(WITH_DERIVED(DERIVED("d", REF("x")) DERIVED("e", REF("z")))), NULL);
	REQUIRE(s.code == MLS_OK);
	inputs = MLS_RECORDS(s.loaded.image, INPUT);
	CHECK_INT(MLS_N_RECORDS(s.loaded.image, INPUT), 2);
	CHECK(inputs[0].read);
	CHECK_STRING(mls_image_string(s.loaded.image, inputs[1].name)->bytes, "z");
	CHECK(!inputs[1].read);
	scoring_close(&s);
}

TEST(fields_that_depend_on_themselves_are_refused)
{
	scoring_refused(WITH_DERIVED(DERIVED("d", REF("d"))), MLS_INVALID, "\"d\" depends on itself");
	scoring_refused(WITH_DERIVED(DERIVED("d", REF("e")) DERIVED("e", REF("g")) DERIVED("g", REF("d"))),
				  MLS_INVALID, "\"d\" depends on itself");
	/* around the corner of a function's argument */
	scoring_refused("<TransformationDictionary>"
				  "<DefineFunction name=\"twice\" optype=\"continuous\" dataType=\"double\"><ParameterField name=\"p\"/>"
				  "<Apply function=\"+\">" REF("p") REF("p") "</Apply></DefineFunction>"
				  DERIVED("d", "<Apply function=\"twice\">" REF("d") "</Apply>") "</TransformationDictionary>"
				  "<RegressionModel functionName=\"regression\">" SCHEMA VALUE_OF_D "</RegressionModel>",
				  MLS_INVALID, "\"d\" depends on itself");
}

TEST(a_circle_that_nothing_reads_does_no_harm)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH_DERIVED(DERIVED("d", REF("x")) DERIVED("e", REF("e")))), NULL);
	CHECK_INT(s.code, MLS_OK);
	scoring_close(&s);
}

TEST(names_that_mean_nothing_are_refused_all_at_once)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH_DERIVED(
		DERIVED("d", "<Apply function=\"+\">" REF("nowhere") REF("neither") "</Apply>"))), NULL);
	CHECK_INT(s.code, MLS_INVALID);
	CHECK_CONTAINS(s.problems, "line 2, ");
	CHECK_CONTAINS(s.problems, "there is no field \"nowhere\"");
	CHECK_CONTAINS(s.problems, "there is no field \"neither\"");
	scoring_close(&s);
	scoring_refused("<RegressionModel functionName=\"regression\"><MiningSchema>"
				  "<MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"gone\"/></MiningSchema>"
				  "<RegressionTable intercept=\"0\"/></RegressionModel>",
				  MLS_INVALID, "there is no field \"gone\"");
}

TEST(functions_must_exist_end_and_fit)
{
#define FUNCTION(name, body) \
	"<DefineFunction name=\"" name "\" optype=\"continuous\" dataType=\"double\"><ParameterField name=\"p\"/>" body "</DefineFunction>"
#define CALL(name, argument)	"<Apply function=\"" name "\">" argument "</Apply>"

	scoring_refused(WITH_DERIVED(FUNCTION("one", CALL("two", REF("p"))) FUNCTION("two", CALL("one", REF("p")))
							   DERIVED("d", CALL("one", REF("x")))),
				  MLS_INVALID, "function \"one\" calls itself");
	scoring_refused(WITH_DERIVED(FUNCTION("one", REF("p")) DERIVED("d", CALL("one", REF("x") REF("z")))),
				  MLS_INVALID, "function \"one\" takes 1 arguments, not 2");
	scoring_refused(WITH_DERIVED(DERIVED("d", CALL("sqrt", REF("x") REF("z")))),
				  MLS_INVALID, "function \"sqrt\" takes 1 arguments, not 2");
	scoring_refused(WITH_DERIVED(DERIVED("d", CALL("of.my.own", REF("x")))),
				  MLS_UNSUPPORTED, "\"of.my.own\"");
}

TEST(parameters_hide_fields_of_the_same_name)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH_DERIVED(
		"<DefineFunction name=\"minus\" optype=\"continuous\" dataType=\"double\">"
		"<ParameterField name=\"z\"/><ParameterField name=\"x\"/>"
		"<Apply function=\"-\">" REF("z") REF("x") "</Apply></DefineFunction>"
		DERIVED("d", "<Apply function=\"minus\">" REF("x") REF("z") "</Apply>"))), NULL);
	scoring_text(&s, "x", "10");
	scoring_text(&s, "z", "4");
	CHECK_STRING(scoring_result(&s, "y"), "6.0");
	scoring_close(&s);
}

/* A document of n derived fields, each made from the next. */
static const char *
chain_of_fields(int n)
{
	static char rest[2000000];
	char	   *p = rest;

	p += sprintf(p, "<TransformationDictionary>" DERIVED("d", REF("d1")));
	for (int i = 1; i < n; i++)
		p += sprintf(p, "<DerivedField name=\"d%d\" optype=\"continuous\" dataType=\"double\"><FieldRef field=\"d%d\"/></DerivedField>",
					 i, i + 1);
	sprintf(p, "<DerivedField name=\"d%d\" optype=\"continuous\" dataType=\"double\">" REF("x") "</DerivedField>"
			"</TransformationDictionary><RegressionModel functionName=\"regression\">" SCHEMA VALUE_OF_D "</RegressionModel>", n);
	return rest;
}

TEST(chains_of_fields_are_followed_so_far)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(chain_of_fields(400)), NULL);
	scoring_text(&s, "x", "7");
	CHECK_STRING(scoring_result(&s, "y"), "7.0");
	scoring_close(&s);
	scoring_refused(chain_of_fields(10000), MLS_TOO_LARGE, "levels deep");
}

TEST(functions_that_double_again_and_again_meet_the_limit)
{
	char		rest[20000];
	char	   *p = rest;

	p += sprintf(p, "<TransformationDictionary>" FUNCTION("f0", REF("p")));
	for (int i = 1; i < 40; i++)
		p += sprintf(p, "<DefineFunction name=\"f%d\" optype=\"continuous\" dataType=\"double\"><ParameterField name=\"p\"/>"
					 "<Apply function=\"+\"><Apply function=\"f%d\">" REF("p") "</Apply><Apply function=\"f%d\">" REF("p") "</Apply></Apply>"
					 "</DefineFunction>", i, i - 1, i - 1);
	sprintf(p, DERIVED("d", CALL("f39", REF("x"))) "</TransformationDictionary>"
			"<RegressionModel functionName=\"regression\">" SCHEMA VALUE_OF_D "</RegressionModel>");
	scoring_refused(rest, MLS_TOO_LARGE, "more than the 64 MB");
}

TEST(ordinal_fields_are_compared_in_the_order_of_their_values)
{
#define COMPARE(function) DERIVED("d", "<Apply function=\"if\"><Apply function=\"" function "\">" REF("v") \
		"<Constant dataType=\"string\">mid</Constant></Apply><Constant>1</Constant><Constant>0</Constant></Apply>")
	static const struct
	{
		const char *document;
		const char *low,
				   *mid,
				   *high;
	}			cases[] = {
#define ORDINAL(function) \
	"<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>" \
	"<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"v\" optype=\"ordinal\" dataType=\"string\">" \
	"<Value value=\"low\"/><Value value=\"mid\"/><Value value=\"high\"/></DataField></DataDictionary>" \
	"<TransformationDictionary>" COMPARE(function) "</TransformationDictionary>" \
	"<RegressionModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>" \
	"<MiningField name=\"v\"/></MiningSchema>" VALUE_OF_D "</RegressionModel></PMML>"
		{ORDINAL("lessThan"), "1.0", "0.0", "0.0"},
		{ORDINAL("lessOrEqual"), "1.0", "1.0", "0.0"},
		{ORDINAL("greaterThan"), "0.0", "0.0", "1.0"},
		{ORDINAL("greaterOrEqual"), "0.0", "1.0", "1.0"}
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		Scoring		s;

		scoring_open(&s, cases[i].document, NULL);
		scoring_text(&s, "v", "low");
		CHECK_STRING(scoring_result(&s, "y"), cases[i].low);
		scoring_row(&s);
		scoring_text(&s, "v", "mid");
		CHECK_STRING(scoring_result(&s, "y"), cases[i].mid);
		scoring_row(&s);
		scoring_text(&s, "v", "high");
		CHECK_STRING(scoring_result(&s, "y"), cases[i].high);
		scoring_row(&s);
		CHECK_STRING(scoring_result(&s, "y"), "missing");
		scoring_close(&s);
	}
}

TEST(what_has_no_place_in_the_order_of_a_field_is_not_compared_with_it)
{
#define ORDERED(values) "<DerivedField name=\"o\" optype=\"ordinal\" dataType=\"string\">" REF("c") values "</DerivedField>"
#define LOW_TO_HIGH "<Value value=\"low\"/><Value value=\"high\"/>"
#define TREE_OF(operator, value) "<TreeModel functionName=\"regression\">" SCHEMA "<Node><True/><Node score=\"1\">" \
	"<SimplePredicate field=\"o\" operator=\"" operator "\" value=\"" value "\"/></Node></Node></TreeModel>"
	scoring_refused("<TransformationDictionary>" ORDERED(LOW_TO_HIGH) "</TransformationDictionary>" TREE_OF("lessThan", "middle"),
					MLS_INVALID, "\"middle\" has no place in the order of field \"o\"");
	scoring_refused(WITH_DERIVED(ORDERED(LOW_TO_HIGH) DERIVED("d", "<Apply function=\"lessThan\">" REF("o") "<Constant>middle</Constant></Apply>")),
					MLS_INVALID, "\"middle\" has no place in the order");
}

/* ---- segments ---- */

#define SEGMENT(id, schema, inside, term) \
	"<Segment id=\"" id "\"><True/><RegressionModel functionName=\"regression\"><MiningSchema>" schema "</MiningSchema>" \
	inside "<RegressionTable intercept=\"0\"><NumericPredictor name=\"" term "\" coefficient=\"1\"/></RegressionTable>" \
	"</RegressionModel></Segment>"
#define CHAIN(transformations, before, segments) \
	transformations "<MiningModel functionName=\"regression\">" SCHEMA before \
	"<Segmentation multipleModelMethod=\"modelChain\">" segments "</Segmentation></MiningModel>"
#define OUTPUT(name)	"<Output><OutputField name=\"" name "\" optype=\"continuous\" dataType=\"double\" feature=\"predictedValue\"/></Output>"

TEST(a_field_derived_from_its_own_name_by_way_of_another_is_refused)
{
	scoring_refused(CHAIN("", "", SEGMENT("1", "", "<LocalTransformations>" DERIVED("x", REF("e")) DERIVED("e", REF("x")) "</LocalTransformations>", "x")),
					MLS_INVALID, "\"x\" depends on itself");
}

TEST(a_later_segment_reads_the_output_of_an_earlier_one)
{
	Scoring		s;

	/* through a derived field of the enclosing model, which can only be computed in between */
	scoring_open(&s, scoring_pmml(CHAIN("",
		"<LocalTransformations>" DERIVED("d", "<Apply function=\"*\">" REF("first") "<Constant>10</Constant></Apply>")
		"</LocalTransformations>",
		SEGMENT("1", "<MiningField name=\"x\"/>", OUTPUT("first"), "x")
		SEGMENT("2", "<MiningField name=\"d\"/>", OUTPUT("second"), "d"))), NULL);
	scoring_text(&s, "x", "2");
	CHECK_STRING(scoring_result(&s, "first"), "2.0");
	CHECK_STRING(scoring_result(&s, "second"), "20.0");
	CHECK_STRING(scoring_result(&s, "y"), "20.0");
	scoring_close(&s);
}

TEST(an_earlier_segment_does_not_see_the_output_of_a_later_one)
{
	scoring_refused(CHAIN("", "",
						SEGMENT("1", "<MiningField name=\"later\"/>", OUTPUT("first"), "later")
						SEGMENT("2", "<MiningField name=\"x\"/>", OUTPUT("later"), "x")),
				  MLS_INVALID, "there is no field \"later\"");
}

TEST(the_fields_of_a_segment_are_its_own)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(CHAIN("<TransformationDictionary>" DERIVED("d", REF("x")) "</TransformationDictionary>", "",
		SEGMENT("1", "<MiningField name=\"z\"/>",
				OUTPUT("first") "<LocalTransformations>" DERIVED("d", REF("z")) "</LocalTransformations>", "d")
		SEGMENT("2", "<MiningField name=\"x\"/>", OUTPUT("second"), "d"))), NULL);
	scoring_text(&s, "x", "1");
	scoring_text(&s, "z", "2");
	CHECK_STRING(scoring_result(&s, "first"), "2.0");
	CHECK_STRING(scoring_result(&s, "second"), "1.0");
	scoring_close(&s);
}

TEST(a_segment_that_replaces_missing_values_computes_global_fields_anew)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(CHAIN("<TransformationDictionary>" DERIVED("d", REF("x")) "</TransformationDictionary>", "",
		SEGMENT("1", "<MiningField name=\"x\" missingValueReplacement=\"5\"/>", OUTPUT("first"), "d")
		SEGMENT("2", "<MiningField name=\"x\"/>", OUTPUT("second"), "d"))), NULL);
	CHECK_STRING(scoring_result(&s, "first"), "5.0");
	CHECK_STRING(scoring_result(&s, "second"), "missing");
	scoring_close(&s);
}

TEST(the_output_of_the_enclosing_model_wins)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(CHAIN("",
		"<Output><OutputField name=\"o\" optype=\"continuous\" dataType=\"double\" feature=\"transformedValue\">"
		"<Apply function=\"+\">" REF("o") "<Constant>100</Constant></Apply></OutputField></Output>",
		SEGMENT("1", "<MiningField name=\"x\"/>", OUTPUT("o"), "x"))), NULL);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "o"), "101.0");
	scoring_close(&s);
}

TEST(columns_of_segments_serve_again)
{
	char		rest[60000];
	char	   *p = rest;
	Scoring		s;

	p += sprintf(p, "<MiningModel functionName=\"regression\">" SCHEMA "<Segmentation multipleModelMethod=\"average\">");
	for (int i = 0; i < 100; i++)
		p += sprintf(p, SEGMENT("%d", "<MiningField name=\"x\"/><MiningField name=\"z\"/>",
								"<LocalTransformations>" DERIVED("d", "<Apply function=\"+\">" REF("x") "<Constant>%d</Constant></Apply>")
								"</LocalTransformations>", "d"), i, i);
	sprintf(p, "</Segmentation></MiningModel>");
	scoring_open(&s, scoring_pmml(rest), NULL);
	scoring_text(&s, "x", "1");
	/* x plus the mean of 0 ... 99 */
	CHECK_STRING(scoring_result(&s, "y"), "50.5");
	CHECK(s.loaded.image->n_columns < 20);
	scoring_close(&s);
}

/* ---- which class predict() is about ---- */

#define CLASSES(first, second) \
	"<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>" \
	"<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"k\" optype=\"categorical\" dataType=\"string\"><Value value=\"" first "\"/><Value value=\"" second "\"/></DataField>" \
	"</DataDictionary><RegressionModel functionName=\"classification\" normalizationMethod=\"logit\"><MiningSchema>" \
	"<MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>" \
	"<RegressionTable targetCategory=\"" first "\" intercept=\"0\"><NumericPredictor name=\"x\" coefficient=\"1\"/></RegressionTable>" \
	"<RegressionTable targetCategory=\"" second "\" intercept=\"0\"/></RegressionModel></PMML>"

/* predict() at x = 1000, where the first class is certain */
static void
check_event(const char *document, const char *event, const char *number, const char *notice)
{
	MlsLoadOptions options = {.event = event};
	Scoring		s;

	scoring_open(&s, document, &options);
	scoring_text(&s, "x", "1000");
	CHECK_STRING(scoring_number(&s), number);
	CHECK_CONTAINS(s.notices, notice);
	scoring_close(&s);
}

TEST(predict_is_about_the_class_that_plainly_means_yes)
{
	check_event(CLASSES("yes", "no"), NULL, "1.0", "the probability of class \"yes\"");
	check_event(CLASSES("no", "YES"), NULL, "0.0", "the probability of class \"YES\"");
	check_event(CLASSES("T", "F"), NULL, "1.0", "\"T\"");
	check_event(CLASSES("N", "Y"), NULL, "0.0", "\"Y\"");
	check_event(CLASSES("0", "1"), NULL, "0.0", "\"1\"");
	check_event(CLASSES("1.0", "0.0"), NULL, "1.0", "\"1.0\"");
	check_event(CLASSES("False", "True"), NULL, "0.0", "\"True\"");
	check_event(CLASSES("good", "bad"), NULL, "none", "no single number for the classes \"good\", \"bad\"");
	check_event(CLASSES("yes", "true"), NULL, "none", "no single number");
	check_event(CLASSES("yess", "no"), NULL, "none", "no single number");
}

TEST(the_option_event_names_the_class)
{
	MlsLoadOptions options = {.event = "best"};
	Scoring		s;

	check_event(CLASSES("good", "bad"), "bad", "0.0", "\"bad\"");
	check_event(CLASSES("yes", "no"), "no", "0.0", "\"no\"");
	check_event(CLASSES("1", "2"), "1.0", "1.0", "\"1\"");
	scoring_open(&s, CLASSES("good", "bad"), &options);
	CHECK_INT(s.code, MLS_BAD_OPTION);
	CHECK_CONTAINS(s.problems, "no class \"best\"");
	CHECK_CONTAINS(s.problems, "\"good\", \"bad\"");
	scoring_close(&s);
	scoring_open(&s, scoring_pmml(WITH_DERIVED(DERIVED("d", REF("x")))), &options);
	CHECK_INT(s.code, MLS_BAD_OPTION);
	CHECK_CONTAINS(s.problems, "does not");
	scoring_close(&s);
}

/*
 * test/unit/test_select_all.c
 *	  Unit tests of MiningModel: lists of results (selectAll).
 *
 * The other methods are held against references in model_fixtures/.  The lists
 * below are what JPMML-Evaluator 1.7.7 gives for the same documents and rows, but
 * for skipSegment, which it refuses in a selectAll.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA(target) \
	"<MiningSchema><MiningField name=\"" target "\" usageType=\"target\"/><MiningField name=\"x\"/>" \
	"<MiningField name=\"z\"/><MiningField name=\"i\"/></MiningSchema>"

#define SEGMENT(id, least, model) \
	"<Segment id=\"" id "\"><SimplePredicate field=\"i\" operator=\"greaterOrEqual\" value=\"" least "\"/>" model "</Segment>"

/* intercept + coefficient * field; of a classification: above 0 it is yes */
#define LINE_WITH(before, field, coefficient, intercept) \
	"<RegressionModel functionName=\"regression\">" SCHEMA("y") before "<RegressionTable intercept=\"" intercept "\">" \
	"<NumericPredictor name=\"" field "\" coefficient=\"" coefficient "\"/></RegressionTable></RegressionModel>"
#define LINE(field, coefficient, intercept)	LINE_WITH("", field, coefficient, intercept)
#define SIDE(field, coefficient, intercept) \
	"<RegressionModel functionName=\"classification\" normalizationMethod=\"softmax\">" SCHEMA("k") \
	"<RegressionTable targetCategory=\"yes\" intercept=\"" intercept "\">" \
	"<NumericPredictor name=\"" field "\" coefficient=\"" coefficient "\"/></RegressionTable>" \
	"<RegressionTable targetCategory=\"no\" intercept=\"0\"/></RegressionModel>"

#define MINING(function, target, before, attributes, segments) \
	"<MiningModel functionName=\"" function "\">" SCHEMA(target) before \
	"<Segmentation multipleModelMethod=\"selectAll\" " attributes ">" segments "</Segmentation></MiningModel>"

/* Three segments, the first for i from 1 on, the others for i from 2 and from 3 on. */
#define LINES \
	SEGMENT("a", "1", LINE("x", "2", "1")) SEGMENT("b", "2", LINE("z", "-1", "0")) SEGMENT("c", "3", LINE("x", "-1", "0.5"))
#define SIDES \
	SEGMENT("a", "1", SIDE("x", "2", "1")) SEGMENT("b", "2", SIDE("z", "-1", "0")) SEGMENT("c", "3", SIDE("x", "-1", "0.5"))
#define REGRESSION(attributes)		MINING("regression", "y", "", attributes, LINES)
#define CLASSIFICATION(attributes)	MINING("classification", "k", "", attributes, SIDES)

typedef struct Row
{
	const char *i;
	const char *x;				/* NULL: missing */
	const char *z;
} Row;

static const Row rows[] = {
	{"0", "1", "2"}, {"1", "1", "2"}, {"2", "1", "2"}, {"3", "1", "2"}, {"2", "1", NULL}, {"3", "1", NULL},
	{"3", NULL, "2"}, {"3", NULL, NULL}, {"1", NULL, "2"}
};
#define N_ROWS	(sizeof(rows) / sizeof(rows[0]))

static void
check_lists(const char *rest, const char *const *expected)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(rest), NULL);
	for (size_t r = 0; r < N_ROWS; r++)
	{
		scoring_row(&s);
		scoring_text(&s, "i", rows[r].i);
		if (rows[r].x)
			scoring_text(&s, "x", rows[r].x);
		if (rows[r].z)
			scoring_text(&s, "z", rows[r].z);
		CHECK_STRING(scoring_list(&s), expected[r]);
		CHECK_STRING(scoring_number(&s), "none");
	}
	scoring_close(&s);
}

TEST(select_all_lists_what_the_segments_that_ran_predict)
{
	static const char *const lines[N_ROWS] = {
		"missing", "[3.0]", "[3.0, -2.0]", "[3.0, -2.0, -0.5]", "[3.0, missing]", "[3.0, missing, -0.5]",
		"[missing, -2.0, missing]", "[missing, missing, missing]", "[missing]"
	};
	static const char *const sides[N_ROWS] = {
		"missing", "[yes]", "[yes, no]", "[yes, no, no]", "[yes, missing]", "[yes, missing, no]",
		"[missing, no, missing]", "[missing, missing, missing]", "[missing]"
	};

	check_lists(REGRESSION(""), lines);
	check_lists(REGRESSION("missingPredictionTreatment=\"continue\" missingThreshold=\"0\""), lines);
	check_lists(CLASSIFICATION(""), sides);
	check_lists(CLASSIFICATION("missingPredictionTreatment=\"continue\""), sides);
}

TEST(select_all_leaves_out_or_returns_missing)
{
	static const char *const skipped[N_ROWS] = {
		"missing", "[3.0]", "[3.0, -2.0]", "[3.0, -2.0, -0.5]", "[3.0]", "[3.0, -0.5]", "[-2.0]", "missing", "missing"
	};
	/* a half may be missing, two thirds may not */
	static const char *const half[N_ROWS] = {
		"missing", "[3.0]", "[3.0, -2.0]", "[3.0, -2.0, -0.5]", "[3.0]", "[3.0, -0.5]", "missing", "missing", "missing"
	};
	static const char *const sides[N_ROWS] = {
		"missing", "[yes]", "[yes, no]", "[yes, no, no]", "[yes]", "[yes, no]", "[no]", "missing", "missing"
	};
	static const char *const returned[N_ROWS] = {
		"missing", "[3.0]", "[3.0, -2.0]", "[3.0, -2.0, -0.5]", "missing", "missing", "missing", "missing", "missing"
	};
	static const char *const returned_sides[N_ROWS] = {
		"missing", "[yes]", "[yes, no]", "[yes, no, no]", "missing", "missing", "missing", "missing", "missing"
	};

	check_lists(REGRESSION("missingPredictionTreatment=\"skipSegment\""), skipped);
	check_lists(REGRESSION("missingPredictionTreatment=\"skipSegment\" missingThreshold=\"0.5\""), half);
	check_lists(CLASSIFICATION("missingPredictionTreatment=\"skipSegment\""), sides);
	check_lists(REGRESSION("missingPredictionTreatment=\"returnMissing\""), returned);
	check_lists(CLASSIFICATION("missingPredictionTreatment=\"returnMissing\""), returned_sides);
}

#define OUTPUT(fields)	"<Output>" fields "</Output>"
#define FIELD(name, attributes, inside) \
	"<OutputField name=\"" name "\" optype=\"continuous\" dataType=\"double\" " attributes ">" inside "</OutputField>"

TEST(outputs_beside_a_list_show_segments)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MINING(
		"regression", "y",
		OUTPUT(FIELD("of b", "feature=\"predictedValue\" segmentId=\"b\"", "")
			   FIELD("next", "feature=\"transformedValue\"", "<Apply function=\"+\"><FieldRef field=\"own\"/><Constant>1</Constant></Apply>")),
		"", SEGMENT("a", "1", LINE_WITH(OUTPUT(FIELD("own", "feature=\"predictedValue\"", "")), "x", "2", "1"))
		SEGMENT("b", "2", LINE("z", "-1", "0")))), NULL);
	scoring_text(&s, "i", "2");
	scoring_text(&s, "x", "1");
	scoring_text(&s, "z", "2");
	CHECK_STRING(scoring_list(&s), "[3.0, -2.0]");
	CHECK_STRING(scoring_result(&s, "of b"), "-2.0");
	CHECK_STRING(scoring_result(&s, "own"), "3.0");
	CHECK_STRING(scoring_result(&s, "next"), "4.0");
	CHECK_CONTAINS(s.notices, "predict() has no number");
	scoring_close(&s);
}

TEST(an_output_in_the_name_of_a_list_adds_nothing)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MINING("regression", "y", OUTPUT(FIELD("y", "feature=\"predictedValue\"", "")), "", LINES)), NULL);
	scoring_text(&s, "i", "1");
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_list(&s), "[3.0]");
	scoring_close(&s);
}

TEST(what_a_list_cannot_be_is_refused)
{
	scoring_refused("<MiningModel functionName=\"regression\">" SCHEMA("y") "<Segmentation multipleModelMethod=\"sum\">\n"
				  "<Segment><True/>" REGRESSION("") "</Segment></Segmentation></MiningModel>",
				  MLS_UNSUPPORTED, "line 3, MiningModel: multipleModelMethod selectAll");
	scoring_refused(MINING("regression", "y", "<Targets>\n<Target field=\"y\" rescaleFactor=\"2\"/></Targets>", "", LINES),
				  MLS_UNSUPPORTED, "line 3, Target: ");
	scoring_refused(MINING("regression", "y", OUTPUT("\n" FIELD("o", "feature=\"entityId\"", "")), "", LINES),
				  MLS_UNSUPPORTED, "line 3, OutputField: output \"o\"");
	scoring_refused(MINING("regression", "y", OUTPUT(FIELD("o", "feature=\"predictedValue\"", "")
													 FIELD("p", "feature=\"transformedValue\"", "<FieldRef field=\"o\"/>")), "", LINES),
				  MLS_UNSUPPORTED, "\"o\" is a list");
	scoring_refused(MINING("classification", "k", OUTPUT(FIELD("p", "feature=\"probability\" value=\"yes\"", "")), "", SIDES),
				  MLS_UNSUPPORTED, "output \"p\"");
	scoring_refused(MINING("regression", "y",
						 OUTPUT(FIELD("o", "feature=\"transformedValue\"", "<FieldRef field=\"y\"/>")), "", LINES),
				  MLS_UNSUPPORTED, "\"y\" is a list");
	scoring_refused(MINING("regression", "y",
						 "<ModelVerification recordCount=\"1\"><VerificationFields><VerificationField field=\"i\"/>"
						 "<VerificationField field=\"y\"/></VerificationFields><InlineTable><row><i>1</i><y>3</y></row>"
						 "</InlineTable></ModelVerification>", "", LINES),
				  MLS_VERIFICATION, "\"y\" is a list");
}

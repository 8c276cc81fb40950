/*
 * test/unit/test_scorecard.c
 *	  Unit tests of Scorecard: what is refused.
 *
 * Points and reasons are held against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define REASON(rest)	"<Output><OutputField name=\"r\" feature=\"reasonCode\" " rest "/></Output>"
#define CARD(attributes, output, characteristics) \
	"<Scorecard functionName=\"regression\" " attributes ">" SCHEMA output \
	"<Characteristics>" characteristics "</Characteristics></Scorecard>"
#define ONE(attributes, rest)	"<Characteristic " attributes "><Attribute " rest "><True/></Attribute></Characteristic>"

TEST(a_scorecard_needs_points_for_every_attribute)
{
	scoring_refused(CARD("", "", ""), MLS_INVALID, "there is no Characteristic");
	scoring_refused(CARD("", "", "<Characteristic/>"), MLS_INVALID, "there is no Attribute");
	scoring_refused(CARD("", "", ONE("", "")), MLS_INVALID, "attribute partialScore is missing");
	scoring_refused(CARD("", "", ONE("", "partialScore=\"ten\"")), MLS_INVALID, "attribute partialScore is not a number");
	scoring_refused(CARD("initialScore=\"none\"", "", ONE("", "partialScore=\"1\"")), MLS_INVALID, "attribute initialScore is not a number");
	scoring_refused(CARD("", "", "<Characteristic><Attribute partialScore=\"1\"/></Characteristic>"), MLS_INVALID, "there is no predicate");
	scoring_refused(CARD("", "", "<Characteristic><Attribute partialScore=\"1\"><True/><False/></Attribute></Characteristic>"),
					MLS_INVALID, "more than one predicate");
	scoring_refused(CARD("", "", "<Characteristic><Attribute><True/><ComplexPartialScore/></Attribute></Characteristic>"),
					MLS_INVALID, "ComplexPartialScore");
	scoring_refused("<Scorecard functionName=\"classification\">" SCHEMA "<Characteristics>" ONE("", "partialScore=\"1\"")
					"</Characteristics></Scorecard>", MLS_INVALID, "functionName=\"classification\" does not fit this model");
}

TEST(reasons_need_a_code_and_a_baseline)
{
	scoring_refused(CARD("", REASON(""), ONE("baselineScore=\"1\"", "partialScore=\"1\"")), MLS_INVALID,
					"neither the Attribute nor the Characteristic has one");
	scoring_refused(CARD("", REASON(""), ONE("reasonCode=\"R\"", "partialScore=\"1\"")), MLS_INVALID,
					"neither the Characteristic nor the Scorecard has a baselineScore");
	scoring_refused(CARD("reasonCodeAlgorithm=\"pointsNear\"", REASON(""), ONE("", "partialScore=\"1\"")), MLS_UNSUPPORTED,
					"reasonCodeAlgorithm=\"pointsNear\" is not supported");
	scoring_refused(CARD("baselineMethod=\"median\"", REASON(""), ONE("", "partialScore=\"1\"")), MLS_UNSUPPORTED,
					"baselineMethod=\"median\" is not supported");
	scoring_refused(CARD("baselineScore=\"1\"", REASON("rankOrder=\"ascending\""), ONE("reasonCode=\"R\"", "partialScore=\"1\"")),
					MLS_UNSUPPORTED, "the weightiest first");
}

TEST(only_scorecards_have_reasons)
{
	scoring_refused("<RegressionModel functionName=\"regression\">" SCHEMA REASON("") "<RegressionTable intercept=\"1\"/></RegressionModel>",
					MLS_UNSUPPORTED, "which only a Scorecard has");
}

TEST(without_use_of_reason_codes_there_are_none)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(CARD("useReasonCodes=\"false\"", REASON(""), ONE("", "partialScore=\"1\""))), NULL);
	REQUIRE(s.code == MLS_OK);
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	CHECK_STRING(scoring_result(&s, "r"), "missing");
	scoring_close(&s);
}

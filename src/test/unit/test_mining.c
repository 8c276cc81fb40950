/*
 * test/unit/test_mining.c
 *	  Unit tests of ensembles: what is refused, and what only the bare library can
 *	  show.
 *
 * Methods and treatments are held against references in model_fixtures/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/>" \
	"<MiningField name=\"z\"/><MiningField name=\"c\"/></MiningSchema>"
#define CLASS_SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"

#define MINING(function, schema, attributes, segments) \
	"<MiningModel functionName=\"" function "\">" schema "<Segmentation " attributes ">" segments "</Segmentation></MiningModel>"
#define METHOD(name)	"multipleModelMethod=\"" name "\""
#define SEGMENT(predicate, model)	"<Segment>" predicate model "</Segment>"
#define REGRESSION(intercept) \
	"<RegressionModel functionName=\"regression\">" SCHEMA "<RegressionTable intercept=\"" intercept "\"/></RegressionModel>"
#define CLASS_TREE(score) \
	"<TreeModel functionName=\"classification\">" CLASS_SCHEMA "<Node score=\"" score "\"><True/></Node></TreeModel>"

#define CLUSTERS \
	"<ClusteringModel functionName=\"clustering\" modelClass=\"centerBased\" numberOfClusters=\"1\">" SCHEMA \
	"<ComparisonMeasure kind=\"distance\"><squaredEuclidean/></ComparisonMeasure><ClusteringField field=\"x\"/>" \
	"<Cluster><Array type=\"real\">1</Array></Cluster></ClusteringModel>"

TEST(methods_that_do_not_fit_the_function_are_refused)
{
	scoring_refused(MINING("clustering", SCHEMA, METHOD("majorityVote"),
						 SEGMENT("<True/>", MINING("clustering", SCHEMA, METHOD("selectFirst"), SEGMENT("<True/>", CLUSTERS)))),
				  MLS_UNSUPPORTED, "Segment: the clusters that it can vote for are not known");
	scoring_refused(MINING("regression", SCHEMA, METHOD("majorityVote"), SEGMENT("<True/>", REGRESSION("1"))),
				  MLS_UNSUPPORTED, "cannot vote");
	scoring_refused(MINING("classification", CLASS_SCHEMA, METHOD("sum"), SEGMENT("<True/>", CLASS_TREE("no"))),
				  MLS_UNSUPPORTED, "are for regression");
	scoring_refused(MINING("clustering", SCHEMA, METHOD("average"), SEGMENT("<True/>", REGRESSION("1"))),
				  MLS_UNSUPPORTED, "the segments of a clustering can only be chosen, chained or vote");
	scoring_refused(MINING("regression", SCHEMA, METHOD("modelChain") " missingPredictionTreatment=\"skipSegment\"",
						 SEGMENT("<True/>", REGRESSION("1"))),
				  MLS_UNSUPPORTED, "no meaning in a chain");
	scoring_refused(MINING("regression", SCHEMA, METHOD("average"), SEGMENT("<True/>", CLASS_TREE("no"))),
				  MLS_INVALID, "functionName is not the MiningModel's");
	scoring_refused(MINING("regression", SCHEMA, METHOD("modelChain"), SEGMENT("<True/>", CLASS_TREE("no"))),
				  MLS_INVALID, "functionName is not the MiningModel's");
}

TEST(a_chain_may_end_for_some_rows_with_an_earlier_segment)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MINING("regression", SCHEMA, METHOD("modelChain"),
		SEGMENT("<True/>", REGRESSION("1"))
		SEGMENT("<SimplePredicate field=\"x\" operator=\"lessThan\" value=\"0\"/>", REGRESSION("2"))
		SEGMENT("<SimplePredicate field=\"x\" operator=\"lessThan\" value=\"-5\"/>", REGRESSION("3")))), NULL);
	scoring_text(&s, "x", "-6");
	CHECK_STRING(scoring_result(&s, "y"), "3.0");
	scoring_row(&s);
	scoring_text(&s, "x", "-1");
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_row(&s);
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_close(&s);
}

/* The columns of a segment serve the next one, but never the results that were taken already. */
TEST(taken_results_survive_the_segments_that_follow)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MINING("classification", CLASS_SCHEMA, METHOD("modelChain"),
		SEGMENT("<True/>", CLASS_TREE("yes"))
		SEGMENT("<SimplePredicate field=\"x\" operator=\"lessThan\" value=\"0\"/>", CLASS_TREE("no"))
		"<Segment><SimplePredicate field=\"x\" operator=\"lessThan\" value=\"-5\"/>"
		"<TreeModel functionName=\"classification\">" CLASS_SCHEMA "<Node score=\"yes\"><True/>"
		"<ScoreDistribution value=\"yes\" recordCount=\"3\"/><ScoreDistribution value=\"no\" recordCount=\"1\"/>"
		"</Node></TreeModel></Segment>")), NULL);
	REQUIRE(s.code == MLS_OK);
	scoring_text(&s, "x", "-6");
	CHECK_STRING(scoring_number(&s), "0.75");
	scoring_row(&s);
	scoring_text(&s, "x", "-1");
	CHECK_STRING(scoring_number(&s), "0.0");
	scoring_row(&s);
	CHECK_STRING(scoring_number(&s), "1.0");
	scoring_close(&s);
}

TEST(no_segment_means_no_result)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MINING("regression", SCHEMA, METHOD("average"),
		SEGMENT("<SimplePredicate field=\"x\" operator=\"lessThan\" value=\"0\"/>", REGRESSION("1")))), NULL);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "y"), "missing");
	scoring_close(&s);
}

TEST(weights_that_come_to_nothing_give_no_average)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MINING("regression", SCHEMA, METHOD("weightedAverage"),
		"<Segment><True/><VariableWeight field=\"z\"/>" REGRESSION("1") "</Segment>"
		"<Segment weight=\"0\"><True/>" REGRESSION("2") "</Segment>")), NULL);
	scoring_text(&s, "z", "2");
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_row(&s);
	CHECK_STRING(scoring_result(&s, "y"), "missing");
	scoring_close(&s);
}

TEST(models_nested_too_deeply_are_refused)
{
	char	   *document = calloc(1, 100 * 600);

	for (int i = 0; i < 70; i++)
		strcat(document, "<MiningModel functionName=\"regression\">" SCHEMA
			   "<Segmentation multipleModelMethod=\"selectFirst\"><Segment><True/>");
	strcat(document, REGRESSION("1"));
	for (int i = 0; i < 70; i++)
		strcat(document, "</Segment></Segmentation></MiningModel>");
	scoring_refused(document, MLS_TOO_LARGE, "models in each other");
	free(document);
}

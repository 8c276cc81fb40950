/*
 * test/unit/test_anomaly_detection.c
 *	  Unit tests of anomaly detection: what is refused, and what a model inside
 *	  gives.
 *
 * Isolation forests, one-class machines and distances to clusters are held
 * against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"x\"/></MiningSchema>"
#define REGRESSION "<RegressionModel functionName=\"regression\">" SCHEMA "<Output><OutputField name=\"inside\" dataType=\"double\"/></Output>" \
	"<RegressionTable intercept=\"1\"><NumericPredictor name=\"x\" coefficient=\"2\"/></RegressionTable></RegressionModel>"
#define CLUSTERS "<ClusteringModel functionName=\"clustering\" modelClass=\"centerBased\" numberOfClusters=\"2\">" SCHEMA \
	"<ComparisonMeasure kind=\"distance\"><euclidean/></ComparisonMeasure><ClusteringField field=\"x\"/>" \
	"<Cluster><Array type=\"real\">0</Array></Cluster><Cluster><Array type=\"real\">10</Array></Cluster></ClusteringModel>"
#define MODEL(attributes, parts) "<AnomalyDetectionModel functionName=\"regression\" " attributes ">" SCHEMA parts "</AnomalyDetectionModel>"

TEST(what_anomaly_detection_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{MODEL("", REGRESSION), MLS_INVALID, "attribute algorithmType is missing"},
		{MODEL("algorithmType=\"lof\"", REGRESSION), MLS_UNSUPPORTED, "algorithmType=\"lof\" is not supported"},
		{MODEL("algorithmType=\"iforest\"", REGRESSION), MLS_INVALID, "attribute sampleDataSize is missing"},
		{MODEL("algorithmType=\"iforest\" sampleDataSize=\"1\"", REGRESSION), MLS_INVALID, "sampleDataSize is below 2"},
		{MODEL("algorithmType=\"iforest\" sampleDataSize=\"9\"", CLUSTERS), MLS_UNSUPPORTED, "algorithmType iforest needs a regression"},
		{MODEL("algorithmType=\"ocsvm\"", REGRESSION), MLS_UNSUPPORTED, "algorithmType ocsvm needs a SupportVectorMachineModel"},
		{MODEL("algorithmType=\"clusterMeanDist\"", REGRESSION), MLS_UNSUPPORTED, "algorithmType clusterMeanDist needs a ClusteringModel"},
		{MODEL("algorithmType=\"clusterMeanDist\"", CLUSTERS), MLS_INVALID, "there are 0 MeanClusterDistances for 2 clusters"},
		{MODEL("algorithmType=\"other\"", CLUSTERS), MLS_UNSUPPORTED, "the functionName of the model inside is another one"},
		{MODEL("algorithmType=\"other\"", ""), MLS_UNSUPPORTED, "there is no model in it that is known"},
		{MODEL("algorithmType=\"other\"", REGRESSION REGRESSION), MLS_INVALID, "there is more than one model"},
		{MODEL("algorithmType=\"other\"", "<TimeSeriesModel/>"), MLS_UNSUPPORTED, "TimeSeriesModel: this model is not supported"},
		{MODEL("algorithmType=\"other\" x-mathContext=\"float\"", REGRESSION), MLS_UNSUPPORTED,
		"x-mathContext=\"float\" is not supported for this model"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

TEST(another_algorithm_gives_what_the_model_inside_gives)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MODEL("algorithmType=\"other\"", REGRESSION)), NULL);
	scoring_text(&s, "x", "3");
	CHECK_STRING(scoring_number(&s), "7.0");
	CHECK_STRING(scoring_result(&s, "inside"), "7.0");
	scoring_row(&s);
	CHECK_STRING(scoring_number(&s), "missing");
	scoring_close(&s);
}

TEST(a_distance_is_divided_by_the_mean_of_the_nearest_cluster)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MODEL("algorithmType=\"clusterMeanDist\"", CLUSTERS
		"<MeanClusterDistances><Array type=\"real\">2 4</Array></MeanClusterDistances>")), NULL);
	scoring_text(&s, "x", "3");
	CHECK_STRING(scoring_number(&s), "1.5");
	scoring_row(&s);
	scoring_text(&s, "x", "7");
	CHECK_STRING(scoring_number(&s), "0.75");
	scoring_row(&s);
	CHECK_STRING(scoring_number(&s), "missing");
	scoring_close(&s);
}

/*
 * test/unit/test_clustering.c
 *	  Unit tests of clusterings: what is refused, and what no reference
 *	  implementation scores.
 *
 * Measures and ways of comparing are held against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"x\"/><MiningField name=\"z\"/><MiningField name=\"c\"/></MiningSchema>"
#define MEASURE "<ComparisonMeasure kind=\"distance\"><euclidean/></ComparisonMeasure>"
#define FIELDS "<ClusteringField field=\"x\"/><ClusteringField field=\"z\"/>"
#define CLUSTERS "<Cluster id=\"p\"><Array type=\"real\">1 2</Array></Cluster><Cluster id=\"q\"><Array type=\"real\">3 4</Array></Cluster>"

#define MODEL_OF(attributes, parts) \
	"<ClusteringModel functionName=\"clustering\" numberOfClusters=\"2\" " attributes ">" SCHEMA parts "</ClusteringModel>"
#define MODEL(parts)	MODEL_OF("modelClass=\"centerBased\"", parts)

TEST(what_a_clustering_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{MODEL_OF("modelClass=\"distributionBased\"", MEASURE FIELDS CLUSTERS), MLS_UNSUPPORTED,
		"modelClass=\"distributionBased\" is not supported: PMML does not define how near a row is to a cluster's statistics"},
		{MODEL_OF("", MEASURE FIELDS CLUSTERS), MLS_INVALID, "attribute modelClass is missing"},
		{MODEL(FIELDS CLUSTERS), MLS_INVALID, "the ComparisonMeasure is missing"},
		{MODEL("<ComparisonMeasure kind=\"distance\"/>" FIELDS CLUSTERS), MLS_INVALID, "there is not exactly one measure in it"},
		{MODEL("<ComparisonMeasure kind=\"distance\"><cosine/></ComparisonMeasure>" FIELDS CLUSTERS), MLS_UNSUPPORTED,
		"cosine: this element is not known here"},
		{MODEL("<ComparisonMeasure kind=\"similarity\"><euclidean/></ComparisonMeasure>" FIELDS CLUSTERS), MLS_INVALID,
		"kind=\"similarity\" does not fit the measure"},
		{MODEL("<ComparisonMeasure kind=\"distance\"><minkowski/></ComparisonMeasure>" FIELDS CLUSTERS), MLS_INVALID,
		"attribute p-parameter is missing"},
		{MODEL("<ComparisonMeasure kind=\"distance\"><minkowski p-parameter=\"0\"/></ComparisonMeasure>" FIELDS CLUSTERS),
		MLS_INVALID, "p-parameter is not above 0"},
		{MODEL("<ComparisonMeasure kind=\"similarity\"><binarySimilarity c00-parameter=\"1\"/></ComparisonMeasure>" FIELDS CLUSTERS),
		MLS_INVALID, "attribute d00-parameter is missing"},
		{MODEL(MEASURE CLUSTERS), MLS_INVALID, "there is no ClusteringField with a coordinate"},
		{MODEL(MEASURE FIELDS), MLS_INVALID, "there is no Cluster"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/>" CLUSTERS), MLS_INVALID,
		"the center has 2 coordinates, and there are 1 fields for them"},
		{MODEL(MEASURE FIELDS "<Cluster/>"), MLS_INVALID, "the center has 0 coordinates, and there are 2 fields for them"},
		{MODEL(MEASURE FIELDS "<Cluster><Array type=\"real\">1 one</Array></Cluster>"), MLS_INVALID, "there is a value that is no number"},
		{MODEL(MEASURE FIELDS "<Cluster><Array type=\"real\">1 NaN</Array></Cluster>"), MLS_INVALID, "\"NaN\" is no number"},
		{MODEL(MEASURE FIELDS "<Cluster><REAL-SparseArray n=\"2\"><Indices>3</Indices><REAL-Entries>1</REAL-Entries>"
			   "</REAL-SparseArray></Cluster>"), MLS_INVALID, "there is an index that no number has"},
		{MODEL(MEASURE FIELDS "<Cluster><REAL-SparseArray n=\"2\"><Indices>1 2</Indices><REAL-Entries>1</REAL-Entries>"
			   "</REAL-SparseArray></Cluster>"), MLS_INVALID, "there are 2 indices and 1 entries"},
		{MODEL(MEASURE FIELDS "<MissingValueWeights><Array type=\"real\">1</Array></MissingValueWeights>" CLUSTERS), MLS_INVALID,
		"there are 1 weights for 2 coordinates"},
		{MODEL(MEASURE FIELDS "<MissingValueWeights><Array type=\"real\">1 -1</Array></MissingValueWeights>" CLUSTERS), MLS_INVALID,
		"a weight is below 0"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"c\"/>" CLUSTERS), MLS_INVALID,
		"\"c\" is no number: compareFunction absDiff and gaussSim cannot compare it"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"w\"/>" CLUSTERS), MLS_INVALID, "there is no field \"w\""},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"z\" compareFunction=\"gaussSim\"/>" CLUSTERS),
		MLS_INVALID, "needs a similarityScale above 0"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"z\" compareFunction=\"table\"/>" CLUSTERS),
		MLS_INVALID, "needs Comparisons with a Matrix"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"z\" compareFunction=\"like\"/>" CLUSTERS),
		MLS_UNSUPPORTED, "compareFunction=\"like\" is not supported"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"z\" compareFunction=\"table\"><Comparisons>"
			   "<Matrix nbRows=\"1\" nbCols=\"2\"><Array type=\"real\">0 1</Array></Matrix></Comparisons></ClusteringField>" CLUSTERS),
		MLS_INVALID, "the matrix is not square"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"z\" compareFunction=\"table\"><Comparisons>"
			   "<Matrix nbRows=\"2\" nbCols=\"2\"><Array type=\"real\">0 1 2</Array></Matrix></Comparisons></ClusteringField>" CLUSTERS),
		MLS_INVALID, "the rows are not those of such a matrix"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"z\" compareFunction=\"table\"><Comparisons>"
			   "<Matrix nbRows=\"2\" nbCols=\"2\"><MatCell row=\"3\" col=\"1\">1</MatCell></Matrix></Comparisons></ClusteringField>" CLUSTERS),
		MLS_INVALID, "the cell is not in the matrix, or has no number"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"c\" compareFunction=\"table\"><Comparisons>"
			   "<Matrix nbRows=\"2\" nbCols=\"2\"/></Comparisons></ClusteringField>" CLUSTERS),
		MLS_INVALID, "the matrix has 2 rows, and field \"c\" declares 3 values and 0 intervals"},
		{MODEL(MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"c\" compareFunction=\"table\"><Comparisons>"
			   "<Matrix nbRows=\"3\" nbCols=\"3\" kind=\"diagonal\"/></Comparisons></ClusteringField>" CLUSTERS),
		MLS_INVALID, "is not among the values of field \"c\""},
		{MODEL("<ComparisonMeasure kind=\"similarity\"><jaccard/></ComparisonMeasure>" FIELDS CLUSTERS), MLS_INVALID,
		"is no 0 or 1, as field \"x\" must be"},
		{MODEL("<Output><OutputField name=\"o\" dataType=\"double\" feature=\"affinity\" value=\"r\"/></Output>"
			   MEASURE FIELDS CLUSTERS), MLS_INVALID, "asks for the affinity of \"r\", which does not exist"},
		{"<RegressionModel functionName=\"regression\"><MiningSchema/><Output><OutputField name=\"o\" dataType=\"double\" "
		"feature=\"affinity\"/></Output><RegressionTable intercept=\"1\"/></RegressionModel>", MLS_UNSUPPORTED,
		"asks for an affinity, which this model does not have"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

TEST(a_text_where_a_coordinate_is_makes_the_row_invalid)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(MODEL("<Output><OutputField name=\"id\" dataType=\"string\" optype=\"categorical\"/>"
		"<OutputField name=\"near\" dataType=\"double\" optype=\"continuous\" feature=\"affinity\"/></Output>"
		"<LocalTransformations><DerivedField name=\"t\" optype=\"categorical\" dataType=\"string\"><FieldRef field=\"c\"/></DerivedField>"
		"<DerivedField name=\"n\" optype=\"continuous\" dataType=\"double\"><FieldRef field=\"t\"/></DerivedField></LocalTransformations>"
		MEASURE "<ClusteringField field=\"x\"/><ClusteringField field=\"n\"/>" CLUSTERS)), NULL);
	scoring_text(&s, "x", "1");
	scoring_text(&s, "c", "a");
	CHECK_STRING(scoring_result(&s, "id"), "invalid");
	scoring_row(&s);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "id"), "p");
	CHECK_STRING(scoring_result(&s, "near"), "0.0");
	scoring_row(&s);
	CHECK_STRING(scoring_result(&s, "id"), "missing");
	CHECK_STRING(scoring_result(&s, "near"), "missing");
	scoring_close(&s);
}

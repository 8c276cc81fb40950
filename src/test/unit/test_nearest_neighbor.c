/*
 * test/unit/test_nearest_neighbor.c
 *	  Unit tests of nearest neighbors: what is refused.
 *
 * Scoring methods are held against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/><MiningField name=\"c\"/></MiningSchema>"
#define FIELDS "<InstanceFields><InstanceField field=\"x\"/><InstanceField field=\"y\"/></InstanceFields>"
#define ROW(x, y) "<row><x>" x "</x><y>" y "</y></row>"
#define INSTANCES(rows) "<TrainingInstances>" FIELDS "<InlineTable>" rows "</InlineTable></TrainingInstances>"
#define ROWS INSTANCES(ROW("1", "2") ROW("3", "4"))
#define MEASURE "<ComparisonMeasure kind=\"distance\"><euclidean/></ComparisonMeasure>"
#define INPUTS "<KNNInputs><KNNInput field=\"x\"/></KNNInputs>"
#define DERIVED(name, argument) \
	"<LocalTransformations><DerivedField name=\"" name "\" optype=\"continuous\" dataType=\"double\"><Apply function=\"*\">" \
	"<FieldRef field=\"" argument "\"/><Constant>10</Constant></Apply></DerivedField></LocalTransformations>"
#define INPUT_OF(field, attributes) "<KNNInputs><KNNInput field=\"" field "\" " attributes "/></KNNInputs>"
#define WITH(attributes, parts) "<NearestNeighborModel functionName=\"regression\" " attributes ">" SCHEMA parts "</NearestNeighborModel>"
#define MODEL(parts) WITH("numberOfNeighbors=\"2\"", parts)

TEST(what_neighbors_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{WITH("", ROWS MEASURE INPUTS), MLS_INVALID, "attribute numberOfNeighbors is missing"},
		{WITH("numberOfNeighbors=\"0\"", ROWS MEASURE INPUTS), MLS_INVALID, "numberOfNeighbors is no number of neighbors"},
		{WITH("numberOfNeighbors=\"1\" threshold=\"-1\"", ROWS MEASURE INPUTS), MLS_INVALID, "threshold is below 0"},
		{WITH("numberOfNeighbors=\"1\" continuousScoringMethod=\"best\"", ROWS MEASURE INPUTS), MLS_UNSUPPORTED,
		"continuousScoringMethod=\"best\" is not supported"},
		{WITH("numberOfNeighbors=\"1\" categoricalScoringMethod=\"best\"", ROWS MEASURE INPUTS), MLS_UNSUPPORTED,
		"categoricalScoringMethod=\"best\" is not supported"},
		{WITH("numberOfNeighbors=\"1\" instanceIdVariable=\"id\"", "<Output><OutputField name=\"o\" dataType=\"string\" "
			  "feature=\"entityId\"/></Output>" ROWS MEASURE INPUTS), MLS_UNSUPPORTED, "the training instances have no field \"id\""},
		{MODEL(MEASURE INPUTS), MLS_INVALID, "the TrainingInstances are missing"},
		{MODEL(ROWS MEASURE), MLS_INVALID, "the KNNInputs are missing"},
		{MODEL(ROWS MEASURE "<KNNInputs/>"), MLS_INVALID, "there is no KNNInput"},
		{MODEL(ROWS INPUTS), MLS_INVALID, "the ComparisonMeasure is missing"},
		{MODEL("<TrainingInstances>" FIELDS "<TableLocator/></TrainingInstances>" MEASURE INPUTS), MLS_UNSUPPORTED,
		"a table outside of the document is not supported"},
		{MODEL(INSTANCES("") MEASURE INPUTS), MLS_INVALID, "there is no instance"},
		{MODEL(INSTANCES(ROW("one", "2")) MEASURE INPUTS), MLS_INVALID, "\"one\" is no number, as field \"x\" must be"},
		{MODEL(INSTANCES(ROW("1", "two")) MEASURE INPUTS), MLS_INVALID, "\"two\" is no number"},
		{MODEL(INSTANCES("<row><x>1</x></row>") MEASURE INPUTS), MLS_UNSUPPORTED, "instance 1 has no value of \"y\""},
		{MODEL(ROWS MEASURE "<KNNInputs><KNNInput field=\"z\"/></KNNInputs>"), MLS_UNSUPPORTED,
		"the training instances have no field \"z\""},
		{MODEL(DERIVED("d", "x") INSTANCES(ROW("1", "2") ROW("one", "2")) MEASURE INPUT_OF("d", "")), MLS_INVALID,
		"TrainingInstances: instance 2 cannot be transformed"},
		{MODEL(DERIVED("d", "x") INSTANCES("<row><y>2</y></row>") MEASURE INPUT_OF("d", "")), MLS_UNSUPPORTED,
		"instance 1 has no value of \"d\""},
		{MODEL(DERIVED("d", "z") ROWS MEASURE INPUT_OF("d", "")), MLS_UNSUPPORTED,
		"instance 1 has no value of \"d\""},
		{MODEL(ROWS MEASURE INPUT_OF("x", "compareFunction=\"gaussSim\"")), MLS_INVALID,
		"compareFunction=\"gaussSim\" needs a similarityScale above 0"},
		{MODEL(ROWS MEASURE INPUT_OF("x", "compareFunction=\"table\"")), MLS_INVALID,
		"compareFunction=\"table\" needs Comparisons with a Matrix"},
		{WITH("numberOfNeighbors=\"1\" continuousScoringMethod=\"weightedAverage\"", INSTANCES(ROW("1", "2"))
			  "<ComparisonMeasure kind=\"similarity\"><jaccard/></ComparisonMeasure>" INPUTS), MLS_UNSUPPORTED,
		"weights come from distances"},
		{MODEL("<Output><OutputField name=\"o\" dataType=\"double\" feature=\"affinity\" value=\"1\"/></Output>" ROWS MEASURE INPUTS),
		MLS_UNSUPPORTED, "the affinity of a certain instance is not supported"},
		{"<NearestNeighborModel functionName=\"classification\" numberOfNeighbors=\"1\"><MiningSchema><MiningField name=\"x\"/></MiningSchema>"
		ROWS MEASURE INPUTS "</NearestNeighborModel>", MLS_INVALID, "a classification needs a target"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

TEST(there_are_no_more_neighbors_than_instances)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH("numberOfNeighbors=\"9\"", ROWS MEASURE INPUTS)), NULL);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_number(&s), "3.0");
	scoring_row(&s);
	CHECK_STRING(scoring_number(&s), "missing");
	scoring_close(&s);
}

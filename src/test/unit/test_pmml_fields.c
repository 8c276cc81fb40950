/*
 * test/unit/test_pmml_fields.c
 *	  Unit tests of the PMML reader: the root, fields, targets and outputs.
 */
#include <math.h>
#include <string.h>

#include "pmml_document.h"
#include "test.h"

#define NODE "<Node score='1'><True/></Node>"

TEST(the_root_and_the_header)
{
	PmmlDocument pmml;

	pmml_open(&pmml,
			  "<PMML version='4.2.1' xmlns='http://www.dmg.org/PMML-4_2'>"
			  "<Header copyright='c'><Application name='KNIME' version='2.8.0'/>"
			  "<Annotation>a</Annotation><Timestamp>t</Timestamp></Header>"
			  "<MiningBuildTask><Extension/></MiningBuildTask>"
			  "<DataDictionary numberOfFields='1'><DataField name='y' optype='continuous' dataType='double'/>"
			  "<Taxonomy name='t'><ChildParent/></Taxonomy></DataDictionary>"
			  "<TransformationDictionary/>"
			  "<TreeModel modelName='m' algorithmName='CART' functionName='regression' isScorable='0' unknown='1'>"
			  "<Extension/><MiningSchema><MiningField name='y' usageType='predicted'/></MiningSchema>"
			  "<ModelStats><UnivariateStats/></ModelStats><ModelExplanation/>" NODE "<Extension/></TreeModel>"
			  "<Extension/></PMML>");
	CHECK_STRING(pmml.problems, "");
	CHECK_STRING(pmml.notices, "");
	REQUIRE(pmml.document != NULL);
	CHECK_INT(pmml.document->format, MLS_FORMAT_PMML);
	CHECK_STRING(pmml.document->version, "4.2.1");
	CHECK_STRING(pmml.document->producer, "KNIME 2.8.0");
	CHECK_STRING(pmml.document->algorithm, "CART");
	CHECK(!pmml.document->default_outputs);
	CHECK_INT(pmml.model->type, MLS_MODEL_TREE);
	CHECK_STRING(pmml.model->modelName, "m");
	CHECK_INT(pmml.model->functionName, MLS_FUNCTION_REGRESSION);
	CHECK(!pmml.model->isScorable);
	CHECK(!pmml.model->float_context);
	CHECK_INT(pmml.model->fields[0].usageType, MLS_USAGE_TARGET);
	pmml_close(&pmml);
}

TEST(a_wrong_number_of_fields_is_said_and_not_refused)
{
	PmmlDocument pmml;

	pmml_open(&pmml,
			  "<PMML>\n<DataDictionary numberOfFields='7'><DataField name='y' optype='continuous' dataType='double'/>"
			  "</DataDictionary><TreeModel functionName='regression'><MiningSchema/>" NODE "</TreeModel></PMML>");
	CHECK_STRING(pmml.problems, "");
	CHECK_STRING(pmml.notices, "line 2, DataDictionary: numberOfFields is 7, but there are 1 fields\n");
	CHECK_STRING(pmml.document->producer, NULL);
	pmml_close(&pmml);
}

TEST(data_fields)
{
	PmmlDocument pmml;
	MlsDataField *f;

	pmml_open(&pmml,
			  "<PMML><DataDictionary>\n"
			  "<DataField name='a' displayName='A' optype='continuous' dataType='float' isCyclic='1'>"
			  "<Interval closure='openClosed' leftMargin='-1.5' rightMargin='2'/>"
			  "<Interval closure='closedOpen' leftMargin='5'/><Interval closure='openOpen' rightMargin='-INF'/>"
			  "<Interval closure='closedClosed'/>"
			  "<Value value='-999' property='missing'/><Value value='x' property='invalid'/></DataField>\n"
			  "<DataField name='b' optype='ordinal' dataType='string'><Value value='lo' displayValue='Low'/>"
			  "<Value value=' hi ' property='valid'/></DataField>\n"
			  "<DataField name='c' optype='continious'/><DataField name='d' optype='categorical'/>"
			  "<DataField name='e' optype='continuous' dataType='int'/>"
			  "<DataField name='g' optype='categorical' dataType='boolean'/>"
			  "<DataField name='h' optype='continuous' dataType='dateDaysSince[1970]'/>"
			  "</DataDictionary><TreeModel functionName='regression'><MiningSchema/>" NODE "</TreeModel></PMML>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.document != NULL);
	CHECK_INT(pmml.document->n_fields, 7);
	f = pmml.document->fields;
	CHECK_STRING(f[0].name, "a");
	CHECK_STRING(f[0].displayName, "A");
	CHECK_INT(f[0].optype, MLS_OPTYPE_CONTINUOUS);
	CHECK_INT(f[0].dataType, MLS_TYPE_FLOAT);
	CHECK(f[0].isCyclic);
	CHECK_INT(f[0].line, 2);
	CHECK_INT(f[0].n_intervals, 4);
	CHECK_INT(f[0].intervals[0].closure, MLS_OPEN_CLOSED);
	CHECK_DOUBLE(f[0].intervals[0].leftMargin, -1.5);
	CHECK_DOUBLE(f[0].intervals[0].rightMargin, 2.0);
	CHECK_INT(f[0].intervals[1].closure, MLS_CLOSED_OPEN);
	CHECK_DOUBLE(f[0].intervals[1].rightMargin, INFINITY);
	CHECK_INT(f[0].intervals[2].closure, MLS_OPEN_OPEN);
	CHECK_DOUBLE(f[0].intervals[2].rightMargin, -INFINITY);
	CHECK_INT(f[0].intervals[3].closure, MLS_CLOSED_CLOSED);
	CHECK_INT(f[0].n_values, 2);
	CHECK_INT(f[0].values[0].property, MLS_VALUE_MISSING);
	CHECK_INT(f[0].values[1].property, MLS_VALUE_INVALID);
	CHECK_INT(f[1].optype, MLS_OPTYPE_ORDINAL);
	CHECK_STRING(f[1].values[0].displayValue, "Low");
	CHECK_STRING(f[1].values[1].value, " hi ");
	CHECK_INT(f[1].values[1].property, MLS_VALUE_VALID);
	CHECK_INT(f[2].optype, MLS_OPTYPE_CONTINUOUS);
	CHECK_INT(f[2].dataType, MLS_TYPE_DOUBLE);
	CHECK_INT(f[3].dataType, MLS_TYPE_STRING);
	CHECK_INT(f[4].dataType, MLS_TYPE_INTEGER);
	CHECK_INT(f[5].dataType, MLS_TYPE_BOOLEAN);
	CHECK_INT(f[6].dataType, MLS_TYPE_DATE_DAYS_SINCE_1970);
	pmml_close(&pmml);
}

TEST(mining_fields)
{
	PmmlDocument pmml;
	MlsMiningField *f;

	pmml_open_rest(&pmml,
				   "<TreeModel functionName='regression'><MiningSchema>"
				   "<MiningField name='x'/>"
				   "<MiningField name='x2' usageType='active' optype='categorical' importance='0.25' outliers='asExtremeValues'"
				   " lowValue='1' highValue='2' missingValueReplacement='7' missingValueTreatment='asMean'"
				   " invalidValueTreatment='asMissing'/>"
				   "<MiningField name='x3' outliers='asMissingValues' highValue='-1e3' missingValueTreatment='returnInvalid'"
				   " invalidValueTreatment='asValue' invalidValueReplacement='0'/>"
				   "<MiningField name='f' missingValueTreatment='x-returnInvalid' invalidValueTreatment='asIs'"
				   " x-invalidValueReplacement='3'/>"
				   "<MiningField name='i' usageType='supplementary' invalidValueTreatment='asIs'/>"
				   "<MiningField name='c' usageType='supplemental' invalidValueTreatment='returnInvalid'/>"
				   "<MiningField name='d' usageType='group'/><MiningField name='y' usageType='target'/>"
				   "<MiningField name='cls' usageType='order'/>"
				   "</MiningSchema>" NODE "</TreeModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->n_fields, 9);
	f = pmml.model->fields;
	CHECK_STRING(f[0].name, "x");
	CHECK_INT(f[0].usageType, MLS_USAGE_ACTIVE);
	CHECK_INT(f[0].optype, MLS_OPTYPE_NONE);
	CHECK_DOUBLE(f[0].importance, NAN);
	CHECK_INT(f[0].outliers, MLS_OUTLIERS_AS_IS);
	CHECK_DOUBLE(f[0].lowValue, NAN);
	CHECK_STRING(f[0].missingValueReplacement, NULL);
	CHECK(!f[0].missing_returns_invalid);
	CHECK_INT(f[0].invalidValueTreatment, MLS_INVALID_RETURN_INVALID);
	CHECK(!f[0].invalid_treatment_given);
	CHECK_INT(f[1].optype, MLS_OPTYPE_CATEGORICAL);
	CHECK_DOUBLE(f[1].importance, 0.25);
	CHECK_INT(f[1].outliers, MLS_OUTLIERS_AS_EXTREME_VALUES);
	CHECK_DOUBLE(f[1].lowValue, 1.0);
	CHECK_DOUBLE(f[1].highValue, 2.0);
	CHECK_STRING(f[1].missingValueReplacement, "7");
	CHECK_STRING(f[1].missingValueTreatment, "asMean");
	CHECK(!f[1].missing_returns_invalid);
	CHECK_INT(f[1].invalidValueTreatment, MLS_INVALID_AS_MISSING);
	CHECK(f[1].invalid_treatment_given);
	CHECK_INT(f[2].outliers, MLS_OUTLIERS_AS_MISSING_VALUES);
	CHECK_DOUBLE(f[2].highValue, -1000.0);
	CHECK(f[2].missing_returns_invalid);
	CHECK_INT(f[2].invalidValueTreatment, MLS_INVALID_AS_VALUE);
	CHECK_STRING(f[2].invalidValueReplacement, "0");
	CHECK(f[3].missing_returns_invalid);
	CHECK_INT(f[3].invalidValueTreatment, MLS_INVALID_AS_VALUE);
	CHECK_STRING(f[3].invalidValueReplacement, "3");
	CHECK_INT(f[4].usageType, MLS_USAGE_SUPPLEMENTARY);
	CHECK_INT(f[4].invalidValueTreatment, MLS_INVALID_AS_IS);
	CHECK_INT(f[5].usageType, MLS_USAGE_SUPPLEMENTARY);
	CHECK(f[5].invalid_treatment_given);
	CHECK_INT(f[6].usageType, MLS_USAGE_GROUP);
	CHECK_INT(f[7].usageType, MLS_USAGE_TARGET);
	CHECK_INT(f[8].usageType, MLS_USAGE_ORDER);
	pmml_close(&pmml);
}

TEST(targets)
{
	PmmlDocument pmml;
	MlsTarget  *t;

	pmml_open_rest(&pmml,
				   "<TreeModel functionName='regression'><MiningSchema><MiningField name='y' usageType='target'/></MiningSchema>"
				   "<Targets>\n<Target field='y' optype='continuous' castInteger='round' min='0' max='10.5'"
				   " rescaleConstant='1' rescaleFactor='2'><TargetValue defaultValue='3.5'/></Target>"
				   "<Target castInteger='floor'/><Target castInteger='ceiling'>"
				   "<TargetValue value='a' displayValue='A' priorProbability='0.25'><Partition name='p'/></TargetValue>"
				   "<TargetValue value='b' rawDataValue='B'/></Target></Targets>" NODE "</TreeModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->n_targets, 3);
	t = pmml.model->targets;
	CHECK_STRING(t[0].field, "y");
	CHECK_INT(t[0].optype, MLS_OPTYPE_CONTINUOUS);
	CHECK_INT(t[0].castInteger, MLS_CAST_INTEGER_ROUND);
	CHECK_DOUBLE(t[0].min, 0.0);
	CHECK_DOUBLE(t[0].max, 10.5);
	CHECK_DOUBLE(t[0].rescaleConstant, 1.0);
	CHECK_DOUBLE(t[0].rescaleFactor, 2.0);
	CHECK_INT(t[0].line, 3);
	CHECK_INT(t[0].n_values, 1);
	CHECK_DOUBLE(t[0].values[0].defaultValue, 3.5);
	CHECK_DOUBLE(t[0].values[0].priorProbability, NAN);
	CHECK_STRING(t[1].field, NULL);
	CHECK_INT(t[1].castInteger, MLS_CAST_INTEGER_FLOOR);
	CHECK_DOUBLE(t[1].min, NAN);
	CHECK_DOUBLE(t[1].rescaleConstant, 0.0);
	CHECK_DOUBLE(t[1].rescaleFactor, 1.0);
	CHECK_INT(t[2].castInteger, MLS_CAST_INTEGER_CEILING);
	CHECK_STRING(t[2].values[0].displayValue, "A");
	CHECK_DOUBLE(t[2].values[0].priorProbability, 0.25);
	CHECK_STRING(t[2].values[1].displayValue, "B");
	pmml_close(&pmml);
}

TEST(output_fields)
{
	PmmlDocument pmml;
	MlsOutputField *f;

	pmml_open_rest(&pmml,
				   "<TreeModel functionName='classification'><MiningSchema><MiningField name='cls' usageType='target'/></MiningSchema>"
				   "<Output><OutputField name='a'/>"
				   "<OutputField name='b' displayName='B' optype='continuous' dataType='double' feature='probability' value='yes'"
				   " targetField='cls' isFinalResult='false'/>"
				   "<OutputField name='e' feature='entityId' rank='2' rankOrder='ascending' segmentId='s' dataType='string'/>"
				   "<OutputField name='t' feature='transformedValue' dataType='double'><Extension/><FieldRef field='b'/></OutputField>"
				   "<OutputField name='dec' feature='decision'><Decisions><Decision value='1'/></Decisions>"
				   "<Constant>1</Constant><Value value='1'/></OutputField>"
				   "<OutputField name='r' feature='x-report' x-reportField='cls'/>"
				   "<OutputField name='own' feature='x-something'/><OutputField name='w' feature='warning'/>"
				   "<OutputField name='s' feature='transformedValue' segmentId='1' value='t'/>"
				   "</Output><Node score='yes'><True/></Node></TreeModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->n_outputs, 9);
	f = pmml.model->outputs;
	CHECK_STRING(f[0].name, "a");
	CHECK_INT(f[0].feature, MLS_FEATURE_PREDICTED_VALUE);
	CHECK_INT(f[0].dataType, MLS_TYPE_NONE);
	CHECK_INT(f[0].optype, MLS_OPTYPE_NONE);
	CHECK_INT(f[0].rank, 1);
	CHECK(!f[0].rank_ascending);
	CHECK(f[0].isFinalResult);
	CHECK_INT(f[1].feature, MLS_FEATURE_PROBABILITY);
	CHECK_INT(f[1].dataType, MLS_TYPE_DOUBLE);
	CHECK_STRING(f[1].displayName, "B");
	CHECK_STRING(f[1].value, "yes");
	CHECK_STRING(f[1].targetField, "cls");
	CHECK(!f[1].isFinalResult);
	CHECK_INT(f[2].feature, MLS_FEATURE_ENTITY_ID);
	CHECK_INT(f[2].rank, 2);
	CHECK(f[2].rank_ascending);
	CHECK_STRING(f[2].segmentId, "s");
	CHECK_INT(f[3].feature, MLS_FEATURE_TRANSFORMED_VALUE);
	REQUIRE(f[3].expression != NULL);
	CHECK_STRING(f[3].expression->u.field_ref.field, "b");
	CHECK_INT(f[4].feature, MLS_FEATURE_DECISION);
	CHECK(f[4].expression != NULL);
	CHECK_INT(f[5].feature, MLS_FEATURE_REPORT);
	CHECK_INT(f[6].feature, MLS_FEATURE_REPORT);
	CHECK_INT(f[7].feature, MLS_FEATURE_WARNING);
	CHECK(f[8].expression == NULL);
	pmml_close(&pmml);
}

/* ---- several models ---- */

#define SEVERAL \
	"<TimeSeriesModel modelName='k' isScorable='false'/><TreeModel modelName='t' functionName='regression'>" \
	"<MiningSchema/>" NODE "</TreeModel><RegressionModel modelName='r' functionName='regression'>" \
	"<MiningSchema/><RegressionTable/></RegressionModel><TimeSeriesModel/>"

static void
check_choice(const char *name, MlsModelType type)
{
	MlsLoadOptions options = {.model_name = name};
	PmmlDocument pmml;
	const char *text = "<PMML><DataDictionary/>" SEVERAL "</PMML>";

	pmml_open_bytes(&pmml, text, strlen(text), &options, &mls_malloc_host, 1 << 24);
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->type, type);
	CHECK_INT(pmml.document->n_models, 4);
	CHECK_INT(pmml.document->models[0].type, MLS_N_MODEL_TYPES);
	CHECK_STRING(pmml.document->models[0].modelName, "k");
	pmml_close(&pmml);
}

static void
check_no_choice(const char *text, const char *name, MlsCode code, const char *problem)
{
	MlsLoadOptions options = {.model_name = name};
	PmmlDocument pmml;

	pmml_open_bytes(&pmml, text, strlen(text), &options, &mls_malloc_host, 1 << 24);
	CHECK_INT(pmml.code, code);
	CHECK_STRING(pmml.problems, problem);
	pmml_close(&pmml);
}

TEST(one_of_several_models_is_chosen_and_read)
{
	check_choice(NULL, MLS_MODEL_TREE);
	check_choice("t", MLS_MODEL_TREE);
	check_choice("r", MLS_MODEL_REGRESSION);
	check_no_choice("<PMML><DataDictionary/>" SEVERAL "</PMML>", "k", MLS_UNSUPPORTED,
					"line 1, TimeSeriesModel: this model is not supported\n");
	check_no_choice("<PMML><DataDictionary/>" SEVERAL "</PMML>", "q", MLS_BAD_OPTION,
					"there is no model \"q\" in the document, which has \"k\", \"t\", \"r\"\n");
	check_no_choice("<PMML><DataDictionary/><TreeModel/></PMML>", "q", MLS_BAD_OPTION,
					"there is no model \"q\": the document gives its models no names\n");
	check_no_choice("<PMML><DataDictionary/></PMML>", NULL, MLS_INVALID,
					"there is no model in the document\n");
	check_no_choice(pmml_text("<PMML><DataDictionary/>%s</PMML>",
							  pmml_repeat("<TreeModel modelName='m'/>", 23)), "q", MLS_BAD_OPTION,
					pmml_text("there is no model \"q\" in the document, which has %s\"m\" and 3 more\n",
							  pmml_repeat("\"m\", ", 19)));

	/* none is scorable: the first */
	check_no_choice("<PMML><DataDictionary/>\n<TextModel isScorable='false'/><TreeModel isScorable='false'/></PMML>",
					NULL, MLS_UNSUPPORTED, "line 2, TextModel: this model is not supported\n");
}

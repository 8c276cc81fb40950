/*
 * test/unit/test_general_regression.c
 *	  Unit tests of GeneralRegressionModel: what is refused, and matrices.
 *
 * What models compute is held against references in model_fixtures/.
 */
#include "pmml_document.h"
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/>" \
	"<MiningField name=\"c\"/></MiningSchema>"
#define CLASS_SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"

#define GENERAL(attributes, schema, lists, cells, more) \
	"<GeneralRegressionModel " attributes ">" schema "<ParameterList><Parameter name=\"p0\"/><Parameter name=\"p1\"/></ParameterList>" \
	lists "<PPMatrix>" cells "</PPMatrix><ParamMatrix><PCell parameterName=\"p0\" beta=\"1\"/>" \
	"<PCell parameterName=\"p1\" beta=\"2\"/></ParamMatrix>" more "</GeneralRegressionModel>"
#define REGRESSION(attributes)	"functionName=\"regression\" modelType=\"" attributes "\""
#define CLASSES(attributes)		"functionName=\"classification\" modelType=\"" attributes "\""
#define X	"<PPCell value=\"1\" predictorName=\"x\" parameterName=\"p1\"/>"

TEST(model_types_that_do_not_fit_the_function_are_refused)
{
	scoring_refused(GENERAL(REGRESSION("multinomialLogistic"), SCHEMA, "", X, ""), MLS_INVALID, "do not fit together");
	scoring_refused(GENERAL(REGRESSION("ordinalMultinomial\" cumulativeLink=\"logit"), SCHEMA, "", X, ""),
					MLS_INVALID, "do not fit together");
	scoring_refused(GENERAL(CLASSES("generalLinear"), CLASS_SCHEMA, "", X, ""), MLS_INVALID, "do not fit together");
	scoring_refused(GENERAL(REGRESSION("other"), SCHEMA, "", X, ""), MLS_UNSUPPORTED, "modelType=\"other\" is not supported");
}

TEST(links_are_known_and_have_their_parameter)
{
	scoring_refused(GENERAL(REGRESSION("generalizedLinear"), SCHEMA, "", X, ""), MLS_INVALID, "linkFunction is missing");
	scoring_refused(GENERAL(REGRESSION("generalizedLinear\" linkFunction=\"cauchit"), SCHEMA, "", X, ""),
					MLS_UNSUPPORTED, "linkFunction=\"cauchit\" is not supported");
	scoring_refused(GENERAL(REGRESSION("generalizedLinear\" linkFunction=\"power"), SCHEMA, "", X, ""),
					MLS_INVALID, "linkParameter is missing");
	scoring_refused(GENERAL(REGRESSION("generalizedLinear\" linkFunction=\"negbin"), SCHEMA, "", X, ""),
					MLS_INVALID, "distParameter is missing");
	scoring_refused(GENERAL(REGRESSION("generalizedLinear\" linkFunction=\"negbin\" distParameter=\"0"), SCHEMA, "", X, ""),
					MLS_INVALID, "distParameter must not be 0");
	scoring_refused(GENERAL(CLASSES("ordinalMultinomial"), CLASS_SCHEMA, "", X, ""), MLS_INVALID, "cumulativeLink is missing");
}

TEST(the_older_name_of_the_cumulative_link_is_read)
{
	PmmlDocument pmml;

	pmml_open_rest(&pmml, "<GeneralRegressionModel functionName='classification' modelType='ordinalMultinomial' "
				   "cumulativeLinkFunction='probit'><MiningSchema><MiningField name='cls' usageType='target'/></MiningSchema>"
				   "<ParameterList/><PPMatrix/><ParamMatrix/></GeneralRegressionModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->u.general_regression->link, MLS_LINK_PROBIT);
	pmml_close(&pmml);
}

TEST(cells_name_what_there_is_once)
{
	scoring_refused(GENERAL(REGRESSION("generalLinear"), SCHEMA, "",
							"<PPCell value=\"1\" predictorName=\"x\" parameterName=\"p7\"/>", ""),
					MLS_INVALID, "there is no parameter \"p7\"");
	scoring_refused(GENERAL(REGRESSION("generalLinear"), SCHEMA, "",
							"<PPCell value=\"1\" predictorName=\"nothing\" parameterName=\"p1\"/>", ""),
					MLS_INVALID, "there is no field \"nothing\"");
	scoring_refused(GENERAL(REGRESSION("generalLinear"), SCHEMA, "",
							"<PPCell value=\"twice\" predictorName=\"x\" parameterName=\"p1\"/>", ""),
					MLS_INVALID, "PPCell");
	scoring_refused("<GeneralRegressionModel " REGRESSION("generalLinear") ">" SCHEMA
					"<ParameterList><Parameter name=\"p\"/><Parameter name=\"p\"/></ParameterList><PPMatrix/><ParamMatrix>"
					"<PCell parameterName=\"p\" beta=\"1\"/></ParamMatrix></GeneralRegressionModel>",
					MLS_INVALID, "the parameter \"p\" is there twice");
	scoring_refused("<GeneralRegressionModel " REGRESSION("generalLinear") ">" SCHEMA
					"<ParameterList><Parameter name=\"p\"/></ParameterList><PPMatrix/><ParamMatrix><PCell parameterName=\"p\" beta=\"1\"/>"
					"<PCell parameterName=\"p\" beta=\"1\"/></ParamMatrix></GeneralRegressionModel>",
					MLS_INVALID, "there is another one for the same parameter");
	scoring_refused("<GeneralRegressionModel " REGRESSION("generalLinear") ">" SCHEMA "</GeneralRegressionModel>",
					MLS_INVALID, "the ParamMatrix is missing");
}

#define COX(attributes, more) \
	GENERAL(REGRESSION("CoxRegression\" " attributes " targetVariableName=\"y"), SCHEMA, "", X, more)
#define CELL	"<BaselineCell time=\"1\" cumHazard=\"0.1\"/>"

TEST(a_cox_regression_has_a_baseline)
{
	scoring_refused(COX("", "<BaseCumHazardTables>" CELL "</BaseCumHazardTables>"), MLS_INVALID, "endTimeVariable is missing");
	scoring_refused(COX("endTimeVariable=\"x\"", ""), MLS_INVALID, "needs BaseCumHazardTables");
	scoring_refused(COX("endTimeVariable=\"x\" baselineStrataVariable=\"c\"", "<BaseCumHazardTables>" CELL "</BaseCumHazardTables>"),
					MLS_INVALID, "no BaselineStratum");
	scoring_refused(COX("endTimeVariable=\"x\"", "<BaseCumHazardTables><BaselineStratum value=\"a\" maxTime=\"3\">" CELL
						"</BaselineStratum></BaseCumHazardTables>"), MLS_INVALID, "no baselineStrataVariable");
	scoring_refused(COX("endTimeVariable=\"x\"", "<BaseCumHazardTables>" CELL CELL "</BaseCumHazardTables>"),
					MLS_INVALID, "two BaselineCells for the time 1");
}

#define FACTOR(matrix) \
	GENERAL(REGRESSION("generalLinear"), SCHEMA, "<FactorList><Predictor name=\"c\">" matrix "</Predictor></FactorList>", \
			"<PPCell value=\"b\" predictorName=\"c\" parameterName=\"p1\"/>", "")

TEST(contrast_matrices_have_the_factors_shape)
{
	scoring_refused(FACTOR("<Matrix/>"), MLS_INVALID, "the matrix has no dimensions");
	scoring_refused(FACTOR("<Matrix nbRows=\"99999\" nbCols=\"99999\"/>"), MLS_INVALID, "the matrix has no dimensions");
	scoring_refused(FACTOR("<Matrix nbRows=\"-1\" nbCols=\"3\"/>"), MLS_INVALID, "nbRows is no whole number");
	scoring_refused(FACTOR("<Matrix><Array type=\"real\">1 2</Array><Array type=\"real\">1</Array></Matrix>"),
					MLS_INVALID, "the rows are not those of such a matrix");
	scoring_refused(FACTOR("<Matrix kind=\"diagonal\"><Array type=\"real\">1 2</Array><Array type=\"real\">1 2</Array></Matrix>"),
					MLS_INVALID, "the rows are not those of such a matrix");
	scoring_refused(FACTOR("<Matrix><MatCell row=\"3\" col=\"2\">one</MatCell></Matrix>"), MLS_INVALID, "no number");
	scoring_refused(FACTOR("<Matrix nbRows=\"2\" nbCols=\"2\"><MatCell row=\"3\" col=\"2\">1</MatCell></Matrix>"),
					MLS_INVALID, "the cell is not in the matrix");
	scoring_refused(FACTOR("<Matrix><Array type=\"real\">1 2</Array></Matrix>"), MLS_INVALID,
					"not as many rows as the factor has categories");
	scoring_refused(FACTOR("<Matrix nbRows=\"3\" nbCols=\"1\" offDiagDefault=\"1\"/>"), MLS_INVALID, "no column for the value");
}

TEST(rows_of_a_matrix_may_be_sparse)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(FACTOR("<Matrix><REAL-SparseArray n=\"3\"><Indices>1</Indices><REAL-Entries>4</REAL-Entries>"
										 "</REAL-SparseArray><REAL-SparseArray n=\"3\" defaultValue=\"0.5\"/>"
										 "<INT-SparseArray n=\"3\"><Indices>3 2</Indices><INT-Entries>7 -3</INT-Entries></INT-SparseArray>"
										 "</Matrix>")), NULL);
	REQUIRE(s.code == MLS_OK);
	scoring_text(&s, "c", "a");
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_row(&s);
	scoring_text(&s, "c", "b");
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_row(&s);
	scoring_text(&s, "c", "c");
	CHECK_STRING(scoring_result(&s, "y"), "-5.0");
	scoring_close(&s);
}

TEST(sparse_arrays_that_do_not_add_up_are_refused)
{
	scoring_refused(FACTOR("<Matrix><REAL-SparseArray n=\"1\"><Indices>1 2</Indices><REAL-Entries>4</REAL-Entries></REAL-SparseArray></Matrix>"),
					MLS_INVALID, "there are 2 indices and 1 entries");
	scoring_refused(FACTOR("<Matrix><REAL-SparseArray n=\"1\"><Indices>2</Indices><REAL-Entries>4</REAL-Entries></REAL-SparseArray></Matrix>"),
					MLS_INVALID, "there is an index that no number has");
	scoring_refused(FACTOR("<Matrix><REAL-SparseArray><Indices>0</Indices><REAL-Entries>4</REAL-Entries></REAL-SparseArray></Matrix>"),
					MLS_INVALID, "there is an index that no number has");
}

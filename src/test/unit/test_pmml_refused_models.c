/*
 * test/unit/test_pmml_refused_models.c
 *	  Unit tests of the PMML reader: the models that it refuses, by name and with
 *	  the line of what is wrong in them.
 */
#include <string.h>

#include "pmml_refused.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name='x'/><MiningField name='y' usageType='target'/></MiningSchema>"
#define NODE "<Node score='1'><True/></Node>"

TEST(model_types_that_are_not_scored)
{
	static const char *const names[] = {
#define MLS_UNSUPPORTED_MODEL(name) name,
#include "lists/unsupported_models.h"
#undef MLS_UNSUPPORTED_MODEL
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		PmmlDocument pmml;

		pmml_open_rest(&pmml, pmml_text("<%s functionName='regression'/>", names[i]));
		CHECK_INT(pmml.code, MLS_UNSUPPORTED);
		CHECK_STRING(pmml.problems, pmml_text("line 2, %s: this model is not supported\n", names[i]));
		pmml_close(&pmml);

		pmml_open_rest(&pmml, pmml_text("<MiningModel functionName='regression'>" SCHEMA
										"<Segmentation multipleModelMethod='selectFirst'>\n<Segment><True/>"
										"<%s functionName='regression'/></Segment></Segmentation></MiningModel>", names[i]));
		CHECK_STRING(pmml.problems, pmml_text("line 3, %s: this model is not supported\n", names[i]));
		pmml_close(&pmml);
	}
}

/* Also of models whose type alone says what they do. */
TEST(functions_that_a_model_type_does_not_have)
{
	static const char *const functions[] = {
		"regression", "classification", "clustering", "associationRules", "mixed", "sequences", "timeSeries"
	};
	static const struct
	{
		const char *element;
		const char *have;
	}			types[] =
	{
		{"TreeModel", "regression classification"},
		{"RegressionModel", "regression classification"},
		{"GeneralRegressionModel", "regression classification"},
		{"MiningModel", "regression classification clustering associationRules mixed"},
		{"ClusteringModel", "clustering"},
		{"Scorecard", "regression"},
		{"SupportVectorMachineModel", "regression classification"},
		{"NeuralNetwork", "regression classification"},
		{"RuleSetModel", "regression classification"},
		{"NaiveBayesModel", "classification"},
		{"NearestNeighborModel", "regression classification clustering mixed"},
		{"AssociationModel", "associationRules"},
		{"AnomalyDetectionModel", "regression classification clustering mixed"},
		{"GaussianProcessModel", "regression"},
		{"BaselineModel", "regression"}
	};

	for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++)
	{
		for (size_t f = 0; f < sizeof(functions) / sizeof(functions[0]); f++)
		{
			bool		is_known = f < 5;
			PmmlDocument pmml;

			if (strstr(types[t].have, functions[f]))
				continue;
			pmml_open_rest(&pmml, pmml_text("<%s functionName='%s'>" SCHEMA "</%s>", types[t].element, functions[f], types[t].element));
			CHECK_CONTAINS(pmml.problems, pmml_text("line 2, %s: functionName=\"%s\" %s", types[t].element, functions[f],
													is_known ? "does not fit this model" : "is not supported"));
			pmml_close(&pmml);
		}
	}
}

TEST(functions_that_models_inside_of_others_do_not_have)
{
	static const char *const functions[] = {"clustering", "associationRules", "mixed", "sequences", "timeSeries"};
	static const char *const elements[] = {"Regression", "DecisionTree"};

	for (size_t f = 0; f < 5; f++)
	{
		for (size_t e = 0; e < 2; e++)
		{
			PmmlDocument pmml;

			pmml_open_rest(&pmml, pmml_text("<MiningModel functionName='regression'>" SCHEMA "<%s functionName='%s'/></MiningModel>",
											elements[e], functions[f]));
			CHECK_CONTAINS(pmml.problems, pmml_text("line 2, %s: functionName=\"%s\" ", elements[e], functions[f]));
			pmml_close(&pmml);
		}
	}
}

TEST(what_is_wrong_with_trees)
{
	static const PmmlRefused refused[] = {
		INVALID("", "line 1, TreeModel: the Node is missing"),
		INVALID(NODE "\n" NODE, "line 3, Node: there is another one in line 2"),
		INVALID("<Node score='1'/>", "line 2, Node: the predicate is missing"),
		INVALID("<Node score='1'><True/>\n<False/></Node>", "line 3, False: there is more than one predicate"),
		INVALID("<Node score='1' recordCount='many'><True/></Node>", "line 2, Node: attribute recordCount is not a number: \"many\""),
		INVALID("<Node score='1'><True/><ScoreDistribution recordCount='1'/></Node>",
				"line 2, ScoreDistribution: attribute value is missing"),
		INVALID("<Node score='1'><True/>\n<Regression functionName='regression'/></Node>",
				"line 3, Regression: the RegressionTable is missing"),
		INVALID("<Node score='1'><True/>\n<DecisionTree functionName='regression'/></Node>", "line 3, DecisionTree: the Node is missing"),
		INVALID("<Node score='1'><True/>\n<Regression functionName='classification'><RegressionTable targetCategory='a' intercept='1'/>"
				"<RegressionTable targetCategory='b' intercept='1'/></Regression></Node>",
				"line 3, Regression: functionName is not that of the tree"),
		INVALID("<Node score='1'><True/>\n<Regression functionName='regression'><RegressionTable intercept='1'/></Regression>\n"
				"<Regression functionName='regression'><RegressionTable intercept='1'/></Regression></Node>",
				"line 4, Regression: there is more than one model"),
		INVALID("<Node><True/>\n<Regression functionName='regression'><RegressionTable intercept='1'/></Regression>\n<Node id='1' score='1'><True/></Node></Node>",
				"line 3, Regression: there is another Node \"1\""),
		UNSUPPORTED("<Node score='1'><True/><Leaf/></Node>", "line 2, Leaf: this element is not known here"),
		INVALID("<Node><SimplePredicate operator='equal' value='1'/></Node>",
				"line 2, SimplePredicate: attribute field is missing"),
		INVALID("<Node><SimplePredicate field='x' value='1'/></Node>", "line 2, SimplePredicate: attribute operator is missing"),
		UNSUPPORTED("<Node><SimplePredicate field='x' operator='about' value='1'/></Node>",
					"line 2, SimplePredicate: operator=\"about\" is not supported"),
		INVALID("<Node><SimplePredicate field='x' operator='equal'/></Node>",
				"line 2, SimplePredicate: attribute value is missing"),
		INVALID("<Node><CompoundPredicate booleanOperator='and'/></Node>",
				"line 2, CompoundPredicate: there is no predicate in it"),
		UNSUPPORTED("<Node><CompoundPredicate booleanOperator='nand'><True/></CompoundPredicate></Node>",
					"line 2, CompoundPredicate: booleanOperator=\"nand\" is not supported"),
		UNSUPPORTED("<Node><CompoundPredicate booleanOperator='and'><True/><Maybe/></CompoundPredicate></Node>",
					"line 2, Maybe: this element is not known as a predicate"),
		INVALID("<Node><SimpleSetPredicate field='x' booleanOperator='isIn'/></Node>",
				"line 2, SimpleSetPredicate: the Array is missing"),
		UNSUPPORTED("<Node><SimpleSetPredicate field='x' booleanOperator='in'><Array type='int'>1</Array></SimpleSetPredicate></Node>",
					"line 2, SimpleSetPredicate: booleanOperator=\"in\" is not supported"),
		UNSUPPORTED("<Node><SimpleSetPredicate field='x' booleanOperator='isIn'><Array type='odd'>1</Array></SimpleSetPredicate></Node>",
					"line 2, Array: type=\"odd\" is not supported"),
		INVALID("<Node><SimpleSetPredicate field='x' booleanOperator='isIn'>\n<Array type='int' n='3'>1 2</Array></SimpleSetPredicate></Node>",
				"line 3, Array: n is 3, but there are 2 values"),
		INVALID("<Node><SimpleSetPredicate field='x' booleanOperator='isIn'><Array type='string'>\"a b</Array></SimpleSetPredicate></Node>",
				"line 2, Array: a quoted value does not end with a quote and white space"),
		INVALID("<Node><SimpleSetPredicate field='x' booleanOperator='isIn'><Array type='string'>\"a\",\"b\"</Array></SimpleSetPredicate></Node>",
				"line 2, Array: a quoted value does not end with a quote and white space")
	};
	static const PmmlRefused attributes[] = {
		UNSUPPORTED("missingValueStrategy='odd'", "line 2, TreeModel: missingValueStrategy=\"odd\" is not supported"),
		INVALID("missingValuePenalty='odd'", "line 2, TreeModel: attribute missingValuePenalty is not a number: \"odd\""),
		UNSUPPORTED("noTrueChildStrategy='odd'", "line 2, TreeModel: noTrueChildStrategy=\"odd\" is not supported")
	};

	CHECK_REFUSED(pmml_open_tree, refused);
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
	{
		PmmlRefused		one = attributes[i];

		one.text = pmml_text("<TreeModel functionName='regression' %s>" SCHEMA NODE "</TreeModel>", one.text);
		pmml_check_refused(pmml_open_rest, &one, 1);
	}
}

TEST(what_is_wrong_with_regressions)
{
	static const PmmlRefused parts[] = {
		INVALID("", "line 2, RegressionModel: the RegressionTable is missing"),
		INVALID("<RegressionTable intercept='a'/>", "line 3, RegressionTable: attribute intercept is not a number: \"a\""),
		INVALID("<RegressionTable intercept=''/>", "line 3, RegressionTable: attribute intercept is not a number: \"\""),
		INVALID("<RegressionTable><NumericPredictor coefficient='1'/></RegressionTable>",
				"line 3, NumericPredictor: attribute name is missing"),
		INVALID("<RegressionTable><NumericPredictor name='x'/></RegressionTable>",
				"line 3, NumericPredictor: attribute coefficient is missing"),
		INVALID("<RegressionTable><NumericPredictor name='x' coefficient='1' exponent='two'/></RegressionTable>",
				"line 3, NumericPredictor: attribute exponent is not a number: \"two\""),
		INVALID("<RegressionTable><CategoricalPredictor name='x' coefficient='1'/></RegressionTable>",
				"line 3, CategoricalPredictor: attribute value is missing"),
		INVALID("<RegressionTable><PredictorTerm coefficient='1'/></RegressionTable>",
				"line 3, PredictorTerm: there is no FieldRef in it"),
		UNSUPPORTED("<RegressionTable><PredictorTerm coefficient='1'><FieldRef field='x'/><Constant/></PredictorTerm></RegressionTable>",
					"line 3, Constant: this element is not known here"),
		UNSUPPORTED("<RegressionTable><Predictor/></RegressionTable>", "line 3, Predictor: this element is not known here"),
		UNSUPPORTED("<RegressionTable/><Table/>", "line 3, Table: this element is not known here")
	};
	static const PmmlRefused refused[] = {
		UNSUPPORTED("<RegressionModel functionName='regression' normalizationMethod='odd'>" SCHEMA "<RegressionTable/></RegressionModel>",
					"line 2, RegressionModel: normalizationMethod=\"odd\" is not supported")
	};

	CHECK_REFUSED(pmml_open_rest, refused);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
	{
		PmmlRefused		one = parts[i];

		one.text = pmml_text("<RegressionModel functionName='regression'>" SCHEMA "\n%s</RegressionModel>", one.text);
		pmml_check_refused(pmml_open_rest, &one, 1);
	}
}

#define TREE "<TreeModel functionName='regression'>" SCHEMA NODE "</TreeModel>"

TEST(what_is_wrong_with_mining_models)
{
	static const PmmlRefused parts[] = {
		INVALID("", "line 2, MiningModel: the Segmentation is missing"),
		UNSUPPORTED("<Regression functionName='regression'><RegressionTable intercept='1'/></Regression>\n"
					"<Segmentation multipleModelMethod='multiModelChain'><Segment><True/>" TREE "</Segment></Segmentation>",
					"line 4, Segmentation: a model without a Segment is not supported beside this multipleModelMethod"),
		INVALID("<Segmentation multipleModelMethod='sum'/>", "line 3, Segmentation: there is no Segment in it"),
		INVALID("<Segmentation><Segment><True/>" TREE "</Segment></Segmentation>",
				"line 3, Segmentation: attribute multipleModelMethod is missing"),
		UNSUPPORTED("<Segmentation multipleModelMethod='vote'><Segment><True/>" TREE "</Segment></Segmentation>",
					"line 3, Segmentation: multipleModelMethod=\"vote\" is not supported"),
		UNSUPPORTED("<Segmentation multipleModelMethod='sum' missingPredictionTreatment='odd'><Segment><True/>" TREE "</Segment></Segmentation>",
					"line 3, Segmentation: missingPredictionTreatment=\"odd\" is not supported"),
		UNSUPPORTED("<Segmentation multipleModelMethod='sum' x-missingPredictionTreatment='odd'><Segment><True/>" TREE "</Segment></Segmentation>",
					"line 3, Segmentation: x-missingPredictionTreatment=\"odd\" is not supported"),
		INVALID("<Segmentation multipleModelMethod='sum'><Segment>" TREE "</Segment></Segmentation>",
				"line 3, Segment: the predicate is missing"),
		INVALID("<Segmentation multipleModelMethod='sum'><Segment><True/>\n<True/>" TREE "</Segment></Segmentation>",
				"line 4, True: there is more than one predicate"),
		INVALID("<Segmentation multipleModelMethod='sum'><Segment><True/>" TREE "\n" TREE "</Segment></Segmentation>",
				"line 4, TreeModel: there is more than one model"),
		UNSUPPORTED("<Segmentation multipleModelMethod='sum'><Segment><True/></Segment></Segmentation>",
					"line 3, Segment: there is no model in it that is known"),
		UNSUPPORTED("<Segmentation multipleModelMethod='sum'><Segment xmlns:o='urn:o'><True/><o:TreeModel/></Segment></Segmentation>",
					"line 3, Segment: there is no model in it that is known"),
		INVALID("<Segmentation multipleModelMethod='sum'><Segment weight='heavy'><True/>" TREE "</Segment></Segmentation>",
				"line 3, Segment: attribute weight is not a number: \"heavy\""),
		INVALID("<Segmentation multipleModelMethod='sum'><Segment><True/>" TREE "<VariableWeight/></Segment></Segmentation>",
				"line 3, VariableWeight: attribute field is missing"),
		INVALID("<Segmentation multipleModelMethod='sum'><Segment id='2'><True/>" TREE "</Segment>\n<Segment><True/>" TREE "</Segment></Segmentation>",
				"line 4, Segment: there is another segment \"2\""),
		UNSUPPORTED("<Segmentation multipleModelMethod='sum'><Segments/><Segment><True/>" TREE "</Segment></Segmentation>",
					"line 3, Segments: this element is not known here")
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
	{
		PmmlRefused		one = parts[i];

		one.text = pmml_text("<MiningModel functionName='regression'>" SCHEMA "\n%s</MiningModel>", one.text);
		pmml_check_refused(pmml_open_rest, &one, 1);
	}
}

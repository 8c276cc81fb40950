/*
 * test/unit/test_neural_network.c
 *	  Unit tests of NeuralNetwork: what is refused.
 *
 * What networks compute is held against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define CLASS_SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define DERIVED(expression)	"<DerivedField optype=\"continuous\" dataType=\"double\">" expression "</DerivedField>"
#define NETWORK(attributes, schema, inputs, layers, outputs) \
	"<NeuralNetwork " attributes ">" schema "<NeuralInputs>" inputs "</NeuralInputs>" layers \
	"<NeuralOutputs>" outputs "</NeuralOutputs></NeuralNetwork>"
#define REGRESSION		"functionName=\"regression\" activationFunction=\"tanh\""
#define CLASSES			"functionName=\"classification\" activationFunction=\"tanh\""
#define X				"<NeuralInput id=\"i\">" DERIVED("<FieldRef field=\"x\"/>") "</NeuralInput>"
#define LAYER(attributes, neurons)	"<NeuralLayer " attributes ">" neurons "</NeuralLayer>"
#define NEURON(id, from)	"<Neuron id=\"" id "\"><Con from=\"" from "\" weight=\"1\"/></Neuron>"
#define OUTPUT(id, expression)	"<NeuralOutput outputNeuron=\"" id "\">" DERIVED(expression) "</NeuralOutput>"
#define Y				OUTPUT("n", "<FieldRef field=\"y\"/>")

TEST(neurons_look_at_what_is_before_them)
{
	scoring_refused(NETWORK(REGRESSION, SCHEMA, "", LAYER("", NEURON("n", "i")), Y), MLS_INVALID, "there is no NeuralInput");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, "<NeuralInput id=\"i\"/>", LAYER("", NEURON("n", "i")), Y), MLS_INVALID, "there is no DerivedField");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X X, LAYER("", NEURON("n", "i")), Y), MLS_INVALID, "another neuron \"i\"");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, "", Y), MLS_INVALID, "there is no NeuralLayer");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", ""), Y), MLS_INVALID, "there is no Neuron in it");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", NEURON("n", "i") NEURON("m", "n")), Y), MLS_INVALID, "no neuron \"n\" before this one");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", NEURON("n", "n")), Y), MLS_INVALID, "no neuron \"n\" before this one");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", "<Neuron id=\"n\"><Con from=\"i\"/></Neuron>"), Y), MLS_INVALID,
					"attribute weight is missing");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", NEURON("n", "i")), ""), MLS_INVALID, "there is no NeuralOutput");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", NEURON("n", "i")), OUTPUT("m", "<FieldRef field=\"y\"/>")), MLS_INVALID,
					"no neuron \"m\" before this one");
}

TEST(activations_are_known_and_have_what_they_need)
{
	scoring_refused(NETWORK("functionName=\"regression\"", SCHEMA, X, LAYER("", NEURON("n", "i")), Y), MLS_INVALID,
					"activationFunction is missing");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("activationFunction=\"swish\"", NEURON("n", "i")), Y), MLS_UNSUPPORTED,
					"activationFunction=\"swish\" is not supported");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("normalizationMethod=\"logit\"", NEURON("n", "i")), Y), MLS_UNSUPPORTED,
					"normalizationMethod=\"logit\" is not supported");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("activationFunction=\"radialBasis\"", NEURON("n", "i")), Y), MLS_INVALID,
					"radialBasis needs a width");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("activationFunction=\"radialBasis\" width=\"1\" altitude=\"0\"", NEURON("n", "i")), Y),
					MLS_INVALID, "radialBasis needs a width");
}

TEST(outputs_fit_the_function)
{
	scoring_refused(NETWORK(CLASSES, CLASS_SCHEMA, X, LAYER("", NEURON("n", "i")), OUTPUT("n", "<FieldRef field=\"k\"/>")), MLS_UNSUPPORTED,
					"the output of a classification is a NormDiscrete");
	scoring_refused(NETWORK(CLASSES, CLASS_SCHEMA, X, LAYER("", NEURON("n", "i")), OUTPUT("n", "<NormDiscrete field=\"k\" value=\"yes\"/>")
							OUTPUT("n", "<NormDiscrete field=\"k\" value=\"yes\"/>")), MLS_INVALID, "another one for the same category");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", NEURON("n", "i")), OUTPUT("n", "<NormDiscrete field=\"y\" value=\"1\"/>")),
					MLS_UNSUPPORTED, "the output of a regression is a FieldRef or a NormContinuous");
	scoring_refused(NETWORK(REGRESSION, SCHEMA, X, LAYER("", NEURON("n", "i")), OUTPUT("n", "<FieldRef field=\"x\"/>") OUTPUT("n", "<FieldRef field=\"z\"/>")),
					MLS_INVALID, "there is no NeuralOutput for the target");
}

TEST(a_target_that_only_the_output_names_has_its_name)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(NETWORK(REGRESSION, "<MiningSchema><MiningField name=\"x\"/></MiningSchema>", X,
										  LAYER("activationFunction=\"identity\"", NEURON("n", "i")), Y)), NULL);
	REQUIRE(s.code == MLS_OK);
	scoring_text(&s, "x", "2.5");
	CHECK_STRING(scoring_result(&s, "y"), "2.5");
	scoring_row(&s);
	CHECK_STRING(scoring_result(&s, "y"), "missing");
	scoring_close(&s);
}

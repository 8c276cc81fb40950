/*
 * pmml/pmml_neural_network.c
 *	  NeuralNetwork.
 *
 * The numbers of inputs, layers, neurons and outputs that elements announce only
 * inform.  A Con leads from an input or from a neuron of a layer before.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "pmml/pmml_util.h"

typedef struct Network
{
	MlsPmml    *pmml;
	const MlsXml *element;
	MlsNeuralNetwork *network;
	MlsMap		ids;			/* of inputs and neurons -> number + 1 */
} Network;

/* The number of an id; false if there is none, which is noted. */
static bool
find_neuron(Network *n, const MlsXml *element, const char *attribute, uint32_t *number)
{
	const char *id = mls_pmml_required(n->pmml, element, attribute);
	uintptr_t	found = (uintptr_t) mls_map_get(&n->ids, id);

	if (found > 0)
		*number = (uint32_t) found - 1;
	else
		mls_pmml_problem(n->pmml, MLS_INVALID, element, "there is no neuron \"%s\" before this one",
						 mls_quote(n->pmml->load, id));
	return found > 0;
}

static const char *
add_neuron(Network *n, const MlsXml *element)
{
	const char *id = mls_pmml_required(n->pmml, element, "id");
	uintptr_t	number = ++n->network->n_values;

	if ((uintptr_t) mls_map_put(n->pmml->load, &n->ids, id, (void *) number) != number)
		mls_pmml_problem(n->pmml, MLS_INVALID, element, "there is another neuron \"%s\"", mls_quote(n->pmml->load, id));
	return id;
}

/* ---- inputs and outputs ---- */

/* The only child, which must be a DerivedField, becomes the next of *fields. */
static bool
read_field(Network *n, const MlsXml *element, MlsDerivedField **fields, uint32_t *count)
{
	const MlsXml *derived = mls_pmml_only(n->pmml, element, "DerivedField");

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (child != derived)
			mls_pmml_unknown(n->pmml, child);
	}
	if (derived)
		mls_pmml_named_derived_field(n->pmml, derived, "", fields, count);
	else
		mls_pmml_problem(n->pmml, MLS_INVALID, element, "there is no DerivedField in it");
	return derived != NULL;
}

static void
read_inputs(Network *n, const MlsXml *inputs)
{
	MlsDerivedField *all = MLS_NEW_N(n->pmml->load, MlsDerivedField, mls_xml_count(inputs, "NeuralInput"));

	n->network->inputs = all;
	for (const MlsXml *child = inputs->first; child; child = child->next)
	{
		MlsDerivedField *field = NULL;
		uint32_t	count = 0;

		mls_tick(n->pmml->load);
		if (!mls_xml_is(child, "NeuralInput"))
		{
			mls_pmml_unknown(n->pmml, child);
			continue;
		}
		add_neuron(n, child);
		if (read_field(n, child, &field, &count))
			all[n->network->n_inputs] = *field;
		n->network->n_inputs++;
	}
	if (n->network->n_inputs == 0)
		mls_pmml_problem(n->pmml, MLS_INVALID, inputs, "there is no NeuralInput");
}

static void
read_outputs(Network *n, const MlsXml *outputs)
{
	n->network->outputs = MLS_NEW_N(n->pmml->load, MlsNeuralOutput, mls_xml_count(outputs, "NeuralOutput"));
	for (const MlsXml *child = outputs->first; child; child = child->next)
	{
		MlsNeuralOutput *output;
		uint32_t	count = 0;

		if (!mls_xml_is(child, "NeuralOutput"))
		{
			mls_pmml_unknown(n->pmml, child);
			continue;
		}
		output = &n->network->outputs[n->network->n_outputs++];
		output->line = child->line;
		if (find_neuron(n, child, "outputNeuron", &output->neuron))
			output->id = mls_xml_get(child, "outputNeuron");
		read_field(n, child, &output->field, &count);
	}
}

/* ---- layers ---- */

static void
read_neuron(Network *n, const MlsXml *element, MlsNeuron *neuron)
{
	uint32_t	count = mls_xml_count(element, "Con");

	neuron->line = element->line;
	neuron->bias = mls_pmml_number(n->pmml, element, "bias", 0.0);
	neuron->width = mls_pmml_number(n->pmml, element, "width", neuron->width);
	neuron->altitude = mls_pmml_number(n->pmml, element, "altitude", neuron->altitude);
	neuron->sources = MLS_NEW_N(n->pmml->load, uint32_t, count);
	neuron->weights = MLS_NEW_N(n->pmml->load, double, count);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(n->pmml->load);
		if (!mls_xml_is(child, "Con"))
		{
			mls_pmml_unknown(n->pmml, child);
			continue;
		}
		mls_pmml_required(n->pmml, child, "weight");
		if (find_neuron(n, child, "from", &neuron->sources[neuron->n]))
			neuron->weights[neuron->n++] = mls_pmml_number(n->pmml, child, "weight", 0.0);
	}
}

/* An attribute of the layer, else of the model. */
static const MlsXml *
with_attribute(const Network *n, const MlsXml *layer, const char *name)
{
	return mls_xml_get(layer, name) ? layer : n->element;
}

static void
read_layer(Network *n, const MlsXml *element, MlsNeuralLayer *layer)
{
	static const MlsPmmlWord activations[] = {
		{"threshold", MLS_ACTIVATION_THRESHOLD}, {"logistic", MLS_ACTIVATION_LOGISTIC}, {"tanh", MLS_ACTIVATION_TANH},
		{"identity", MLS_ACTIVATION_IDENTITY}, {"exponential", MLS_ACTIVATION_EXPONENTIAL},
		{"reciprocal", MLS_ACTIVATION_RECIPROCAL}, {"square", MLS_ACTIVATION_SQUARE}, {"Gauss", MLS_ACTIVATION_GAUSS},
		{"sine", MLS_ACTIVATION_SINE}, {"cosine", MLS_ACTIVATION_COSINE}, {"Elliott", MLS_ACTIVATION_ELLIOTT},
		{"arctan", MLS_ACTIVATION_ARCTAN}, {"rectifier", MLS_ACTIVATION_RECTIFIER},
		{"radialBasis", MLS_ACTIVATION_RADIAL_BASIS}, {NULL, 0}
	};
	static const MlsPmmlWord normalizations[] = {
		{"none", MLS_LINK_NONE}, {"simplemax", MLS_LINK_SIMPLEMAX}, {"softmax", MLS_LINK_SOFTMAX}, {NULL, 0}
	};
	double		width = mls_pmml_number(n->pmml, with_attribute(n, element, "width"), "width", NAN);
	double		altitude = mls_pmml_number(n->pmml, with_attribute(n, element, "altitude"), "altitude", 1.0);

	layer->line = element->line;
	layer->activation = (MlsActivation) mls_pmml_word(n->pmml, with_attribute(n, element, "activationFunction"),
													  "activationFunction", activations, -1);
	layer->normalization = (MlsLink) mls_pmml_word(n->pmml, with_attribute(n, element, "normalizationMethod"),
												   "normalizationMethod", normalizations, MLS_LINK_NONE);
	layer->threshold = mls_pmml_number(n->pmml, with_attribute(n, element, "threshold"), "threshold", 0.0);
	layer->leakage = mls_pmml_number(n->pmml, with_attribute(n, element, "leakage"), "leakage", 0.0);
	layer->neurons = MLS_NEW_N(n->pmml->load, MlsNeuron, mls_xml_count(element, "Neuron"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsNeuron  *neuron;

		if (!mls_xml_is(child, "Neuron"))
		{
			mls_pmml_unknown(n->pmml, child);
			continue;
		}
		neuron = &layer->neurons[layer->n_neurons++];
		neuron->width = width;
		neuron->altitude = altitude;
		read_neuron(n, child, neuron);
		if (layer->activation == MLS_ACTIVATION_RADIAL_BASIS && !(neuron->width > 0 && neuron->altitude > 0))
			mls_pmml_problem(n->pmml, MLS_INVALID, child, "radialBasis needs a width and an altitude above 0");
	}
	if (layer->n_neurons == 0)
		mls_pmml_problem(n->pmml, MLS_INVALID, element, "there is no Neuron in it");

	/* only now: a Con does not lead from the layer itself */
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Neuron"))
			add_neuron(n, child);
	}
}

void
mls_pmml_neural_network(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsNeuralNetwork *network = MLS_NEW(pmml->load, MlsNeuralNetwork);
	const MlsXml *inputs = mls_pmml_only(pmml, element, "NeuralInputs");
	const MlsXml *outputs = mls_pmml_only(pmml, element, "NeuralOutputs");
	Network		n = {.pmml = pmml, .element = element, .network = network};

	model->u.neural_network = network;
	if (inputs)
		read_inputs(&n, inputs);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the NeuralInputs are missing");
	network->layers = MLS_NEW_N(pmml->load, MlsNeuralLayer, mls_xml_count(element, "NeuralLayer"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "NeuralLayer"))
			read_layer(&n, child, &network->layers[network->n_layers++]);
		else if (child != inputs && child != outputs)
			mls_pmml_other_child(pmml, element, child);
	}
	if (network->n_layers == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no NeuralLayer");
	if (outputs)
		read_outputs(&n, outputs);
	if (network->n_outputs == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no NeuralOutput");
}

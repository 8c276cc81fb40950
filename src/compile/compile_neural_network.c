/*
 * compile/compile_neural_network.c
 *	  NeuralNetwork: neurons in groups that look at the same values.
 *
 * Neurons of a layer that follow each other and have the same sources in the
 * same order form a group, whose weights are a matrix: of the networks that
 * trainers write each layer is one.
 */
#include <math.h>
#include <string.h>

#include "compile/dense.h"
#include "image/lanes.h"

typedef struct NetworkCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsNeuralNetwork *network;
	MlsCompiled *result;
	MlsImgNetwork record;
} NetworkCompile;

static void
problem(const NetworkCompile *n, MlsCode code, uint32_t line, const char *element, const char *message)
{
	mls_problem(n->c->load, code, mls_place(n->c->load, line, element), NULL, "%s", message);
}

/* ---- inputs ---- */

/* The column of an input; a field that needs no cast is its own. */
static uint32_t
input_column(const NetworkCompile *n, const MlsDerivedField *input)
{
	const MlsExpression *expression = input->expression;
	uint32_t	column;

	if (!expression)
		return 0;				/* noted by the reader */
	if (expression->kind == MLS_EXPR_FIELD_REF && !expression->mapMissingTo)
	{
		const MlsField *field = mls_field(n->c, n->scope, expression->u.field_ref.field, expression->line);

		if (field->data_type == input->dataType || input->dataType == MLS_TYPE_NONE)
			return field->column;
	}
	column = mls_new_columns(n->c, n->scope, 1);
	mls_compile_expression(n->c, n->scope, expression, input->dataType, 0, column);
	return column;
}

/* ---- layers ---- */

static bool
same_sources(const MlsNeuron *a, const MlsNeuron *b)
{
	return a->n == b->n && memcmp(a->sources, b->sources, a->n * sizeof(uint32_t)) == 0;
}

/* The neurons from a place on that form a group. */
static MlsImgNeuralGroup
compile_group(NetworkCompile *n, const MlsNeuralLayer *layer, const MlsNeuron *neurons, uint32_t n_neurons)
{
	uint32_t	n_sources = neurons[0].n;
	bool		is_radial = layer->activation == MLS_ACTIVATION_RADIAL_BASIS;
	double	   *numbers = MLS_NEW_N(n->c->load, double, 2 * (size_t) n_neurons);
	bool		together = n_sources > 1;
	MlsImgNeuralGroup group = {.n_sources = n_sources, .n_neurons = n_neurons};

	for (uint32_t i = 1; i < n_sources && together; i++)
		together = neurons[0].sources[i] == neurons[0].sources[0] + i;
	group.sources = mls_index_list(n->c, neurons[0].sources, together ? 1 : n_sources);
	if (!together && n_sources > n->record.n_sources)
		n->record.n_sources = n_sources;
	if (mls_lane_columns(n_neurons) > n->record.n_sums)
		n->record.n_sums = (uint32_t) mls_lane_columns(n_neurons);
	group.matrix = mls_new_lanes(n->c, n_sources, n_neurons, layer->line, "NeuralLayer");
	for (uint32_t k = 0; k < n_neurons; k++)
	{
		const MlsNeuron *neuron = &neurons[k];

		mls_tick(n->c->load);
		for (uint32_t i = 0; i < n_sources; i++)
			*mls_lanes_cell(n->c, group.matrix, n_sources, i, k) = neuron->weights[i];
		numbers[k] = is_radial ? n_sources * log(neuron->altitude) : neuron->bias;
		numbers[n_neurons + k] = 2 * (neuron->width * neuron->width);
	}
	group.numbers = mls_number_list(n->c, numbers, is_radial ? 2 * n_neurons : n_neurons).first;
	return group;
}

static MlsImgNeuralLayer
compile_layer(NetworkCompile *n, const MlsNeuralLayer *layer, uint32_t first)
{
	MlsImgNeuralLayer record = {
		.activation = (uint8_t) layer->activation,
		.normalization = (uint8_t) layer->normalization,
		.first = first,
		.threshold = layer->threshold,
		.leakage = layer->leakage
	};
	MlsVec		groups = {0};

	for (uint32_t i = 0; i < layer->n_neurons;)
	{
		uint32_t	end = i + 1;
		MlsImgNeuralGroup group;

		while (end < layer->n_neurons && same_sources(&layer->neurons[i], &layer->neurons[end]))
			end++;
		group = compile_group(n, layer, &layer->neurons[i], end - i);
		*MLS_PUSH(n->c->load, &groups, MlsImgNeuralGroup) = group;
		i = end;
	}
	record.groups = (MlsSpan) {MLS_APPEND_N(n->c, NEURAL_GROUP, groups.n), groups.n};
	if (groups.n > 0)
		memcpy(MLS_BUILT(n->c, NEURAL_GROUP, record.groups.first), groups.items, groups.n * sizeof(MlsImgNeuralGroup));
	return record;
}

/* ---- outputs ---- */

/*
 * What an output says of its target: a FieldRef to a derived field stands for
 * that field's expression.
 */
static const MlsExpression *
output_expression(const NetworkCompile *n, const MlsNeuralOutput *output)
{
	const MlsExpression *expression = output->field ? output->field->expression : NULL;
	const MlsDerivedField *derived;

	if (!expression || expression->kind != MLS_EXPR_FIELD_REF)
		return expression;
	derived = mls_map_get(&n->scope->derived, expression->u.field_ref.field);
	if (!derived)
		derived = mls_map_get(&n->c->global_derived, expression->u.field_ref.field);
	return derived ? derived->expression : expression;
}

/* The target that an output is about; NULL if its expression names none. */
static const char *
output_target(const MlsExpression *expression)
{
	if (!expression)
		return NULL;
	return expression->kind == MLS_EXPR_FIELD_REF ? expression->u.field_ref.field :
		expression->kind == MLS_EXPR_NORM_CONTINUOUS ? expression->u.norm_continuous.field :
		expression->kind == MLS_EXPR_NORM_DISCRETE ? expression->u.norm_discrete.field : NULL;
}

/* What the first NeuralOutput is about. */
static const char *
implied_target(const MlsModel *model)
{
	const MlsNeuralNetwork *network = model->u.neural_network;

	return network->n_outputs > 0 && network->outputs[0].field ? output_target(network->outputs[0].field->expression) : NULL;
}

static MlsImgNeuralOutput
compile_output(const NetworkCompile *n, const MlsNeuralOutput *output, const MlsExpression *expression)
{
	MlsImgNeuralOutput record = {
		.value = output->neuron,
		.id = mls_string(n->c, output->id ? output->id : "")
	};

	if (expression->kind == MLS_EXPR_NORM_CONTINUOUS)
		record.points = mls_norm_points(n->c, expression);
	return record;
}

/* A regression has an output for each of its targets. */
static uint32_t
compile_numbers(const NetworkCompile *n, MlsImgNeuralOutput *outputs)
{
	for (uint32_t k = 0; k < n->result->n_predictions; k++)
	{
		const char *target = n->result->predictions[k].target;
		uint32_t	found = MLS_NONE;

		for (uint32_t i = 0; i < n->network->n_outputs; i++)
		{
			const MlsExpression *expression = output_expression(n, &n->network->outputs[i]);
			const char *about = output_target(expression);
			bool		is_it = n->network->n_outputs == 1 || (target && about && strcmp(about, target) == 0);

			if (!is_it)
				continue;
			if (found != MLS_NONE)
				problem(n, MLS_INVALID, n->network->outputs[i].line, "NeuralOutput", "there is another one for the same target");
			found = i;
			if (!expression || (expression->kind != MLS_EXPR_FIELD_REF && expression->kind != MLS_EXPR_NORM_CONTINUOUS))
				problem(n, MLS_UNSUPPORTED, n->network->outputs[i].line, "NeuralOutput",
						"the output of a regression is a FieldRef or a NormContinuous");
			else
				outputs[k] = compile_output(n, &n->network->outputs[i], expression);
		}
		if (found == MLS_NONE)
			problem(n, MLS_INVALID, n->model->line, "NeuralNetwork", "there is no NeuralOutput for the target");
	}
	return n->result->n_predictions;
}

/* A classification has one for each category. */
static uint32_t
compile_classes(const NetworkCompile *n, MlsImgNeuralOutput *outputs)
{
	const char **names = MLS_NEW_N(n->c->load, const char *, n->network->n_outputs);

	for (uint32_t i = 0; i < n->network->n_outputs; i++)
	{
		const MlsNeuralOutput *output = &n->network->outputs[i];
		const MlsExpression *expression = output_expression(n, output);

		names[i] = "";
		if (!expression || expression->kind != MLS_EXPR_NORM_DISCRETE)
		{
			problem(n, MLS_UNSUPPORTED, output->line, "NeuralOutput", "the output of a classification is a NormDiscrete");
			continue;
		}
		names[i] = expression->u.norm_discrete.value.text;
		if (mls_category_place(names, i, names[i]) != MLS_NONE)
			problem(n, MLS_INVALID, output->line, "NeuralOutput", "there is another one for the same category");
		outputs[i] = compile_output(n, output, expression);
	}
	mls_set_categories(n->c, n->result, names, n->network->n_outputs);
	return n->network->n_outputs;
}

/* ---- the model ---- */

static void
compile_neural_network(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsNeuralNetwork *network = model->u.neural_network;
	NetworkCompile n = {.c = c, .scope = scope, .model = model, .network = network, .result = result};
	uint32_t	n_outputs = network->n_outputs > result->n_predictions ? network->n_outputs : result->n_predictions;
	MlsImgNeuralOutput *outputs = MLS_NEW_N(c->load, MlsImgNeuralOutput, n_outputs);
	uint32_t   *columns = MLS_NEW_N(c->load, uint32_t, network->n_inputs);
	uint32_t	first = network->n_inputs;
	uint32_t	body;

	for (uint32_t i = 0; i < network->n_inputs; i++)
		columns[i] = input_column(&n, &network->inputs[i]);
	n.record.inputs = mls_index_list(c, columns, network->n_inputs);
	n.record.n_values = network->n_values;
	n.record.layers = (MlsSpan) {MLS_APPEND_N(c, NEURAL_LAYER, network->n_layers), network->n_layers};
	for (uint32_t i = 0; i < network->n_layers; i++)
	{
		MlsImgNeuralLayer layer = compile_layer(&n, &network->layers[i], first);

		*MLS_BUILT(c, NEURAL_LAYER, n.record.layers.first + i) = layer;
		first += network->layers[i].n_neurons;
	}
	n_outputs = model->functionName == MLS_FUNCTION_CLASSIFICATION ? compile_classes(&n, outputs) :
		compile_numbers(&n, outputs);
	n.record.outputs = (MlsSpan) {MLS_APPEND_N(c, NEURAL_OUTPUT, n_outputs), n_outputs};
	if (n_outputs > 0)
		memcpy(MLS_BUILT(c, NEURAL_OUTPUT, n.record.outputs.first), outputs, n_outputs * sizeof(MlsImgNeuralOutput));
	if (result->ask.entity)
		result->predictions[0].entity = mls_new_columns(c, scope, 1);

	body = MLS_APPEND(c, NETWORK);
	*MLS_BUILT(c, NETWORK, body) = n.record;
	mls_set_kernel(c, result, MLS_KERNEL_NEURAL_NETWORK, body);
}

/* A regression may have an output for each target. */
static bool
predicts_several(const MlsModel *model, uint32_t n)
{
	return model->functionName == MLS_FUNCTION_REGRESSION && model->u.neural_network->n_outputs == n;
}

const MlsModelCompiler mls_compiler_neural_network = {
	.compile = compile_neural_network,
	.implied_target = implied_target,
	.predicts_several = predicts_several
};

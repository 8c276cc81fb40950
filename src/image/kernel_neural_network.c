/*
 * image/kernel_neural_network.c
 *	  The kernel of neural networks in an image: its check, its scratch.
 */
#include "image/kernel_int.h"
#include "image/lanes.h"

/* A group sees values before the layer's own. */
static const char *
check_group(const MlsImage *image, const MlsImgNetwork *network, const MlsImgNeuralLayer *layer,
			const MlsImgNeuralGroup *group)
{
	uint64_t	n_numbers = (uint64_t) group->n_neurons * (layer->activation == MLS_ACTIVATION_RADIAL_BASIS ? 2 : 1);
	bool		together = group->sources.n != group->n_sources;

	MLS_NEED(MLS_HAS_SPAN(image, NUMBER, group->matrix) &&
			 group->matrix.n == mls_lane_numbers(group->n_sources, group->n_neurons), "neurons have not the weights they need");
	MLS_NEED(n_numbers <= MLS_N_RECORDS(image, NUMBER) &&
			 group->numbers <= MLS_N_RECORDS(image, NUMBER) - n_numbers, "neurons have no biases");
	MLS_NEED(mls_indices_below(image, group->sources, layer->first, false), "neurons look at values that do not exist");
	if (together)
		MLS_NEED(group->sources.n == 1 && group->n_sources <= layer->first &&
				 MLS_RECORDS(image, INDEX)[group->sources.first] <= layer->first - group->n_sources,
				 "neurons look at values that do not exist");
	else
		MLS_NEED(group->n_sources <= network->n_sources, "neurons look at more values than said");
	MLS_NEED(mls_lane_columns(group->n_neurons) <= network->n_sums, "there are more neurons than said");
	return NULL;
}

static const char *
check_layer(const MlsImage *image, const MlsImgNetwork *network, const MlsImgNeuralLayer *layer, uint32_t *next,
			MlsGiven *given)
{
	MLS_NEED(layer->activation <= MLS_ACTIVATION_RADIAL_BASIS && layer->normalization <= MLS_LINK_SOFTMAX,
			 "a layer is of no kind");
	MLS_NEED(layer->first == *next, "a layer is not where it should be");
	MLS_NEED(MLS_GIVE(image, given, NEURAL_GROUP, layer->groups), "a layer's neurons do not exist");
	for (uint32_t i = 0; i < layer->groups.n; i++)
	{
		const MlsImgNeuralGroup *group = &MLS_RECORDS(image, NEURAL_GROUP)[layer->groups.first + i];
		const char *fault = check_group(image, network, layer, group);

		if (fault != NULL)
			return fault;
		MLS_NEED(group->n_neurons <= network->n_values - *next, "there are more neurons than said");
		*next += group->n_neurons;
	}
	return NULL;
}

const char *
mls_check_kernel_neural_network(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgNetwork *network;
	uint32_t	next;

	MLS_NEED(MLS_GIVE_ONE(image, given, NETWORK, model->body), "a model's network does not exist");
	network = &MLS_RECORDS(image, NETWORK)[model->body];
	MLS_NEED(mls_indices_below(image, network->inputs, image->n_columns, false), "a network's inputs do not exist");
	MLS_NEED(network->inputs.n <= network->n_values && network->n_sums % MLS_LANES == 0, "a network's inputs are too many");
	MLS_NEED(MLS_GIVE(image, given, NEURAL_LAYER, network->layers), "a network's layers do not exist");
	next = network->inputs.n;
	for (uint32_t i = 0; i < network->layers.n; i++)
	{
		const char *fault = check_layer(image, network, &MLS_RECORDS(image, NEURAL_LAYER)[network->layers.first + i],
										&next, given);

		if (fault != NULL)
			return fault;
	}
	MLS_NEED(next == network->n_values, "there are fewer neurons than said");
	MLS_NEED(MLS_GIVE(image, given, NEURAL_OUTPUT, network->outputs) &&
			 network->outputs.n == (model->categories.n > 0 ? model->categories.n : model->n_values),
			 "a network has not as many outputs as results");
	for (uint32_t i = 0; i < network->outputs.n; i++)
	{
		const MlsImgNeuralOutput *output = &MLS_RECORDS(image, NEURAL_OUTPUT)[network->outputs.first + i];

		MLS_NEED(output->value < network->n_values && MLS_HAS(image, STRING, output->id), "an output's neuron does not exist");
		MLS_NEED(MLS_HAS_SPAN(image, NUMBER, output->points) && output->points.n % 2 == 0 && output->points.n != 2,
				 "an output's points do not exist");
	}
	return NULL;
}

/* Of some rows at a time: all values; of fewer: numbers of a row, a group's sums; places of values. */
MlsScratch
mls_scratch_neural_network(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgNetwork *network = &MLS_RECORDS(image, NETWORK)[model->body];
	uint64_t	n_values = network->n_values;
	uint64_t	n_numbers = n_values > network->n_sources ? n_values : network->n_sources;

	return (MlsScratch) {
		(MLS_NETWORK_ROWS * n_values + MLS_LANES + MLS_DENSE_ROWS * (n_numbers + network->n_sums)) * sizeof(double) +
		n_values * sizeof(uint32_t) + 4 * 8, 0
	};
}

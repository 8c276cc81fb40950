/*
 * image/image_neural_network.h
 *	  Records of a NeuralNetwork: groups of neurons that look at the same values.
 *
 * A row's values are those of its inputs, then those of all neurons in order.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_NEURAL_NETWORK_H
#define MLS_IMAGE_NEURAL_NETWORK_H

#include "image/records.h"

typedef struct MlsImgNetwork
{
	MlsSpan		inputs;			/* INDEX: columns */
	MlsSpan		layers;			/* NEURAL_LAYER */
	MlsSpan		outputs;		/* NEURAL_OUTPUT: of a regression one for each value, else for each category */
	uint32_t	n_values;
	uint32_t	n_sources;		/* at most, of a group whose sources do not lie together */
	uint32_t	n_sums;			/* at most, of a group's neurons, filled up (image/lanes.h) */
	uint32_t	unused;
} MlsImgNetwork;

typedef struct MlsImgNeuralLayer
{
	uint8_t		activation;		/* MlsActivation */
	uint8_t		normalization;	/* MlsLink */
	uint8_t		unused[2];
	uint32_t	first;			/* of its neurons, among the values */
	double		threshold;
	double		leakage;
	MlsSpan		groups;			/* NEURAL_GROUP: their neurons are the layer's, in order */
} MlsImgNeuralLayer;

typedef struct MlsImgNeuralGroup
{
	MlsSpan		matrix;			/* NUMBER (image/lanes.h): a row for each source, a column for each neuron */
	MlsSpan		sources;		/* INDEX: among the values; of sources that lie together only the first */
	uint32_t	n_sources;
	uint32_t	n_neurons;
	uint32_t	numbers;		/* NUMBER: each neuron's bias; of radialBasis, each one's n ln(altitude) and 2 width^2 */
	uint32_t	unused;
} MlsImgNeuralGroup;

typedef struct MlsImgNeuralOutput
{
	uint32_t	value;			/* which of the values it is */
	uint32_t	id;				/* STRING */
	MlsSpan		points;			/* NUMBER: orig, norm, orig, norm ... of NormContinuous; none: the value as it is */
} MlsImgNeuralOutput;

#endif

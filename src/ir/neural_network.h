/*
 * ir/neural_network.h
 *	  NeuralNetwork: inputs, layers of neurons, and what their values mean.
 */
#ifndef MLS_IR_NEURAL_NETWORK_H
#define MLS_IR_NEURAL_NETWORK_H

#include "ir/field.h"

/* Inputs and neurons are numbered together, as they stand in the document. */

typedef struct MlsNeuron
{
	const char *id;
	double		bias;			/* 0 */
	double		width;			/* of radialBasis, the layer's or model's if absent; NAN when nothing has it */
	double		altitude;		/* likewise; 1 */
	uint32_t   *sources;		/* inputs and neurons before the layer */
	double	   *weights;
	uint32_t	n;				/* of them */
	uint32_t	line;
} MlsNeuron;

typedef struct MlsNeuralLayer
{
	MlsActivation activation;
	MlsLink		normalization;	/* NONE, SOFTMAX or SIMPLEMAX */
	double		threshold;		/* of the activation threshold; 0 */
	double		leakage;		/* of rectifier; 0 */
	MlsNeuron  *neurons;
	uint32_t	n_neurons;
	uint32_t	line;
} MlsNeuralLayer;

typedef struct MlsNeuralOutput
{
	uint32_t	neuron;			/* or input */
	const char *id;				/* of it */
	MlsDerivedField *field;		/* what the target is to the neuron's value */
	uint32_t	line;
} MlsNeuralOutput;

typedef struct MlsNeuralNetwork
{
	MlsDerivedField *inputs;
	uint32_t	n_inputs;
	MlsNeuralLayer *layers;
	uint32_t	n_layers;
	MlsNeuralOutput *outputs;
	uint32_t	n_outputs;
	uint32_t	n_values;		/* inputs and neurons, all in all */
} MlsNeuralNetwork;

#endif

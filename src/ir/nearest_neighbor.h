/*
 * ir/nearest_neighbor.h
 *	  PMML's NearestNeighborModel.
 */
#ifndef MLS_IR_NEAREST_NEIGHBOR_H
#define MLS_IR_NEAREST_NEIGHBOR_H

#include "ir/comparison.h"

typedef struct MlsNearestNeighborModel
{
	uint32_t	numberOfNeighbors;
	MlsContinuousScoring continuousScoringMethod;
	MlsCategoricalScoring categoricalScoringMethod;
	double		threshold;		/* 0.001 */
	const char *instanceIdVariable; /* one of instance_fields, or NULL */

	/* TrainingInstances */
	const char **instance_fields;
	uint32_t	n_instance_fields;
	const char **cells;			/* n_instances rows of n_instance_fields; NULL: no cell */
	uint32_t	n_instances;
	uint32_t	instances_line;

	MlsComparisonMeasure measure;
	MlsComparedField *inputs;	/* KNNInputs */
	uint32_t	n_inputs;
} MlsNearestNeighborModel;

#endif

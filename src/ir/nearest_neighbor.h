/*
 * ir/nearest_neighbor.h
 *	  PMML's NearestNeighborModel.
 */
#ifndef MLS_IR_NEAREST_NEIGHBOR_H
#define MLS_IR_NEAREST_NEIGHBOR_H

#include "ir/comparison.h"
#include "ir/instances.h"

typedef struct MlsNearestNeighborModel
{
	uint32_t	numberOfNeighbors;
	MlsContinuousScoring continuousScoringMethod;
	MlsCategoricalScoring categoricalScoringMethod;
	double		threshold;		/* 0.001 */
	const char *instanceIdVariable; /* one of the instances' fields, or NULL */

	MlsTrainingInstances instances;
	MlsComparisonMeasure measure;
	MlsComparedField *inputs;	/* KNNInputs */
	uint32_t	n_inputs;

	/* the numeric profile of trainers other than PMML's */
	bool		declared_order; /* of equal votes the category that the target declares first */
} MlsNearestNeighborModel;

#endif

/*
 * ir/anomaly_detection.h
 *	  PMML's AnomalyDetectionModel: another model, and what its result is made to say.
 */
#ifndef MLS_IR_ANOMALY_DETECTION_H
#define MLS_IR_ANOMALY_DETECTION_H

#include <stdint.h>

#include "base/words.h"

typedef struct MlsAnomalyDetectionModel
{
	MlsAnomalyAlgorithm algorithm;
	double		sampleDataSize; /* of iforest */
	const double *mean_distances;	/* MeanClusterDistances, of clusterMeanDist */
	uint32_t	n_mean_distances;
	struct MlsMiningModel *chain;	/* of the one model inside */
} MlsAnomalyDetectionModel;

#endif

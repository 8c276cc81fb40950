/*
 * ir/gaussian_process.h
 *	  GaussianProcessModel: a kernel, and the instances that it was trained on.
 */
#ifndef MLS_IR_GAUSSIAN_PROCESS_H
#define MLS_IR_GAUSSIAN_PROCESS_H

#include "base/words.h"
#include "ir/instances.h"

typedef struct MlsGaussianProcessModel
{
	MlsCovariance kernel;
	double		gamma;			/* 1, as the next two */
	double		noiseVariance;
	double		degree;
	double	   *lambda;			/* a length for each input, or one for all; none: 1 */
	uint32_t	n_lambda;
	MlsTrainingInstances instances;
} MlsGaussianProcessModel;

#endif

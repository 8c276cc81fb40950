/*
 * image/image_gaussian_process.h
 *	  Records of a GaussianProcessModel.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_GAUSSIAN_PROCESS_H
#define MLS_IMAGE_GAUSSIAN_PROCESS_H

#include "base/words.h"
#include "image/records.h"

typedef struct MlsImgProcess
{
	double		gamma;
	double		degree;
	double		variance;		/* of a new value that nothing is known of: gamma + noiseVariance */
	uint8_t		kernel;			/* MlsCovariance */
	uint8_t		unused[3];
	uint32_t	n_instances;
	MlsSpan		fields;			/* INDEX: columns */
	uint32_t	lambda;			/* NUMBER: one for each field */
	uint32_t	weights;		/* NUMBER: one for each instance */
	MlsSpan		matrix;			/* NUMBER (image/lanes.h): a row for each field, divided by its lambda; a column for each instance */
	MlsSpan		factor;			/* NUMBER: the lower triangle of the covariances' Cholesky factor, row by row; none: nobody asks */
	uint32_t	deviation;		/* column of the standard deviation, or MLS_NONE: nobody asks */
	uint32_t	unused2;
} MlsImgProcess;

#endif

/*
 * ir/distribution.h
 *	  PMML's distributions of a number.
 */
#ifndef MLS_IR_DISTRIBUTION_H
#define MLS_IR_DISTRIBUTION_H

#include <stdint.h>

#include "base/words.h"

typedef struct MlsContinuousDistribution
{
	MlsDistributionKind kind;
	double		mean;			/* Gaussian, Poisson, Any */
	double		variance;		/* Gaussian, Any: above 0 */
	double		lower;			/* Uniform */
	double		upper;			/* Uniform: above lower */
	uint32_t	line;
} MlsContinuousDistribution;

#endif

/*
 * image/image_naive_bayes.h
 *	  Records of a NaiveBayesModel: logarithms of probabilities, for each input
 *	  and category.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_NAIVE_BAYES_H
#define MLS_IMAGE_NAIVE_BAYES_H

#include "image/records.h"

typedef struct MlsImgNaiveBayes
{
	double		threshold;
	double		log_threshold;
	MlsSpan		inputs;			/* BAYES_INPUT */
	uint32_t	priors;			/* NUMBER: for each category the logarithm of its count */
	uint32_t	unused;
} MlsImgNaiveBayes;

typedef struct MlsImgBayesInput
{
	uint32_t	column;
	uint32_t	is_discrete;	/* boolean */
	MlsSpan		values;			/* INDEX, each a CONSTANT: of discrete inputs */

	/*
	 * NUMBER.  Discrete: for each value, for each category the logarithm of the
	 * value's probability.  Continuous: for each category kind (an
	 * MlsDistributionKind; MLS_NO_DISTRIBUTION), and two parameters: mean and
	 * variance, or lower and upper.
	 */
	uint32_t	numbers;
	uint32_t	unused;
} MlsImgBayesInput;
#define MLS_NO_DISTRIBUTION		(-1.0)
#define MLS_DISTRIBUTION_NUMBERS	3	/* kind and parameters, as above */

#endif

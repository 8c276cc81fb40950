/*
 * image/image_baseline.h
 *	  Records of a BaselineModel: what is expected, and what is compared with it.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_BASELINE_H
#define MLS_IMAGE_BASELINE_H

#include "image/records.h"

/* A field's values one after the other. */
typedef struct MlsImgSequence
{
	uint32_t	column;			/* MLS_NONE: there is none */
	uint32_t	treatment;		/* TREATMENT of each value, and the column is a list as it arrived; MLS_NONE: it is one value */
} MlsImgSequence;

typedef struct MlsImgBaseline
{
	uint8_t		statistic;		/* MlsTestStatistic; of chiSquareIndependence the result is known */
	uint8_t		scheme;			/* MlsNormalizationScheme */
	bool		is_normalized;	/* the counts are shares of "sample" */
	uint8_t		unused;
	uint32_t	window;			/* only so many of the last values count; 0: all */
	MlsImgSequence field;
	MlsImgSequence weight;
	double		reset;
	double		sample;
	double		total;			/* of the counts */
	double		squares;		/* sum of their squares */
	double		result;			/* of chiSquareIndependence; NaN: none */

	/*
	 * NUMBER: of CUSUM two distributions, the expected and the alternate one, as
	 * those of a BAYES_INPUT; of zValue mean and standard deviation; of the others
	 * a count for each value.
	 */
	MlsSpan		numbers;
	MlsSpan		values;			/* INDEX, each a CONSTANT */
} MlsImgBaseline;

#endif

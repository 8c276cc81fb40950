/*
 * ir/baseline.h
 *	  PMML's BaselineModel: how far what happens is from what happened before.
 */
#ifndef MLS_IR_BASELINE_H
#define MLS_IR_BASELINE_H

#include <stdbool.h>

#include "ir/distribution.h"

typedef struct MlsFieldValueCount
{
	const char *outer;			/* value of the FieldValue around it, or NULL */
	const char *value;
	double		count;			/* not below 0 */
	uint32_t	line;
} MlsFieldValueCount;

typedef struct MlsBaselineModel
{
	MlsTestStatistic testStatistic;
	const char *field;
	const char *weightField;	/* or NULL */
	double		resetValue;		/* 0 */
	uint32_t	windowSize;		/* 0: all */
	MlsNormalizationScheme normalizationScheme;
	MlsContinuousDistribution baseline; /* of zValue and CUSUM */
	MlsContinuousDistribution alternate;	/* of CUSUM */
	MlsFieldValueCount *counts; /* of the others; those of an outer value stand together */
	uint32_t	n_counts;
	bool		is_normalized;	/* NormalizedCountTable: ... */
	double		sample;			/* ... of so many; NAN when absent */
	uint32_t	line;
} MlsBaselineModel;

#endif

/*
 * ir/naive_bayes.h
 *	  PMML's NaiveBayesModel.
 */
#ifndef MLS_IR_NAIVE_BAYES_H
#define MLS_IR_NAIVE_BAYES_H

#include "ir/distribution.h"

typedef struct MlsTargetValueCount
{
	const char *value;			/* without white space around it */
	double		count;
	uint32_t	line;
} MlsTargetValueCount;

typedef struct MlsPairCounts
{
	const char *value;			/* of the input */
	MlsTargetValueCount *counts;
	uint32_t	n_counts;
	uint32_t	line;
} MlsPairCounts;

typedef struct MlsTargetValueStat
{
	const char *value;			/* without white space around it */
	MlsContinuousDistribution distribution;
} MlsTargetValueStat;

typedef struct MlsBayesInput
{
	const char *field;			/* a derived one inside of it has been put among the model's */
	MlsPairCounts *pairs;		/* of discrete inputs */
	uint32_t	n_pairs;
	MlsTargetValueStat *stats;	/* of continuous ones */
	uint32_t	n_stats;
	uint32_t	line;
} MlsBayesInput;

typedef struct MlsNaiveBayesModel
{
	double		threshold;
	MlsBayesInput *inputs;
	uint32_t	n_inputs;
	const char *output_field;	/* of BayesOutput */
	MlsTargetValueCount *outputs;
	uint32_t	n_outputs;
} MlsNaiveBayesModel;

#endif

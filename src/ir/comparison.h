/*
 * ir/comparison.h
 *	  PMML's ComparisonMeasure and the fields that it compares: what clusterings
 *	  and nearest neighbors have in common.
 */
#ifndef MLS_IR_COMPARISON_H
#define MLS_IR_COMPARISON_H

#include "ir/field.h"
#include "ir/matrix.h"

typedef struct MlsComparisonMeasure
{
	MlsMeasure	measure;
	bool		is_similarity;	/* kind="similarity": the largest is nearest */
	MlsCompareFunction compareFunction; /* absDiff */
	double		p;				/* minkowski's p-parameter */
	double		counted[4];		/* binarySimilarity: c11, c10, c01, c00 ... */
	double		divided[4];		/* ... and d11, d10, d01, d00 */

	/* the numeric profile of trainers other than PMML's */
	bool		of_whole_rows;	/* a row that lacks a coordinate is compared with nothing */
	uint32_t	line;
} MlsComparisonMeasure;

typedef struct MlsComparedField
{
	const char *field;
	double		fieldWeight;	/* 1 */
	double		missing_weight; /* MissingValueWeights: 1 */
	double		similarityScale;	/* NAN when absent */
	MlsCompareFunction compareFunction; /* that of the measure when absent */
	const MlsMatrix *comparisons;	/* square; NULL when absent */
	uint32_t	line;
} MlsComparedField;

#endif

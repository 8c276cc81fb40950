/*
 * image/image_regression.h
 *	  Records of a RegressionModel: tables of terms that are summed.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_REGRESSION_H
#define MLS_IMAGE_REGRESSION_H

#include "image/records.h"

typedef struct MlsImgRegression
{
	uint8_t		link;			/* MlsLink */
	bool		ordinal;		/* cumulative probabilities */
	bool		intercept_first;
	bool		missing_adds_nothing;
	uint32_t	place;			/* one table: of its category among the two */
	MlsSpan		tables;			/* REGRESSION_TABLE */
	double		parameter;		/* of the link, if it has one */
	uint32_t	factor;			/* column: the prediction is multiplied by it; or MLS_NONE */
	bool		rest;			/* the last category has what the others' probabilities leave */
	uint8_t		unused[3];
} MlsImgRegression;

typedef struct MlsImgRegressionTable
{
	double		intercept;
	MlsSpan		terms;			/* REGRESSION_TERM, in the order of adding */
} MlsImgRegressionTable;

typedef enum MlsTermKind
{
	MLS_TERM_NUMERIC,			/* coefficient * x ^ exponent */
	MLS_TERM_CATEGORICAL,		/* coefficient if the field equals the constant */
	MLS_TERM_PRODUCT			/* coefficient * product of the fields */
} MlsTermKind;

typedef struct MlsImgRegressionTerm
{
	double		coefficient;
	double		exponent;
	uint32_t	kind;			/* MlsTermKind */
	uint32_t	column;
	uint32_t	constant;		/* CATEGORICAL: CONSTANT */
	MlsSpan		columns;		/* PRODUCT: INDEX */
	uint32_t	unused;
} MlsImgRegressionTerm;

#endif

/*
 * ir/regression.h
 *	  RegressionModel.
 */
#ifndef MLS_IR_REGRESSION_H
#define MLS_IR_REGRESSION_H

#include "ir/field.h"

typedef struct MlsNumericPredictor
{
	const char *name;
	double		exponent;		/* 1 */
	MlsLiteral	coefficient;
	uint32_t	line;
} MlsNumericPredictor;

typedef struct MlsCategoricalPredictor
{
	const char *name;
	const char *value;
	MlsLiteral	coefficient;
	uint32_t	line;
} MlsCategoricalPredictor;

typedef struct MlsPredictorTerm
{
	const char **fields;
	uint32_t	n_fields;
	MlsLiteral	coefficient;
	uint32_t	line;
} MlsPredictorTerm;

typedef struct MlsRegressionTable
{
	MlsLiteral	intercept;		/* number 0 when absent */
	const char *targetCategory;
	MlsNumericPredictor *numeric;	/* the three kinds are added in this order */
	uint32_t	n_numeric;
	MlsCategoricalPredictor *categorical;
	uint32_t	n_categorical;
	MlsPredictorTerm *terms;
	uint32_t	n_terms;
	uint32_t	line;
} MlsRegressionTable;

typedef struct MlsRegressionModel
{
	const char *targetFieldName;	/* of old documents */
	MlsLink		normalizationMethod;
	MlsRegressionTable *tables; /* of a regression with several targets one for each */
	uint32_t	n_tables;

	/* the numeric profile of trainers other than PMML's */
	bool		intercept_first;	/* the sum starts from it */
	bool		missing_adds_nothing;	/* a missing NumericPredictor is left out */
	bool		declared_order; /* classification by one table: on a tie the category that the target declares first */
} MlsRegressionModel;

#endif

/*
 * ir/general_regression.h
 *	  GeneralRegressionModel: parameters, what each is computed from, and their
 *	  coefficients.
 */
#ifndef MLS_IR_GENERAL_REGRESSION_H
#define MLS_IR_GENERAL_REGRESSION_H

#include "ir/field.h"
#include "ir/matrix.h"

typedef enum MlsGeneralType
{
	MLS_GENERAL_REGRESSION,
	MLS_GENERAL_LINEAR,
	MLS_GENERAL_MULTINOMIAL,	/* multinomialLogistic */
	MLS_GENERAL_ORDINAL,		/* ordinalMultinomial */
	MLS_GENERAL_GENERALIZED,	/* generalizedLinear */
	MLS_GENERAL_COX				/* CoxRegression */
} MlsGeneralType;

typedef struct MlsGeneralPredictor
{
	const char *name;
	const char **categories;	/* the element Categories; none: the field's values */
	uint32_t	n_categories;
	MlsMatrix  *contrasts;		/* of a factor: a row for each category; or NULL */
	uint32_t	line;
} MlsGeneralPredictor;

typedef struct MlsParameter
{
	const char *name;
	double		referencePoint; /* 0 */
} MlsParameter;

typedef struct MlsPPCell
{
	const char *parameterName;
	const char *predictorName;
	const char *value;			/* of a factor its category, of a covariate the exponent */
	const char *targetCategory; /* NULL: of all */
	uint32_t	line;
} MlsPPCell;

typedef struct MlsPCell
{
	const char *parameterName;
	const char *targetCategory; /* NULL: of all */
	MlsLiteral	beta;
	uint32_t	line;
} MlsPCell;

typedef struct MlsBaselineCell
{
	double		time;
	double		cumHazard;
} MlsBaselineCell;

typedef struct MlsBaselineStratum
{
	const char *value;			/* NULL: the only one */
	double		maxTime;		/* INFINITY when absent */
	MlsBaselineCell *cells;		/* ascending by time */
	uint32_t	n_cells;
	uint32_t	line;
} MlsBaselineStratum;

typedef struct MlsGeneralRegressionModel
{
	MlsGeneralType modelType;
	const char *targetVariableName;
	const char *targetReferenceCategory;
	MlsLink		link;			/* linkFunction, cumulativeLink */
	double		link_parameter; /* linkParameter, of negbin distParameter */
	const char *offsetVariable;
	double		offsetValue;	/* 0 */
	const char *trialsVariable;
	double		trialsValue;	/* 1 */
	const char *endTimeVariable;
	const char *baselineStrataVariable;
	MlsParameter *parameters;
	uint32_t	n_parameters;
	MlsGeneralPredictor *factors;
	uint32_t	n_factors;
	MlsGeneralPredictor *covariates;
	uint32_t	n_covariates;
	MlsPPCell  *pp_cells;
	uint32_t	n_pp_cells;
	MlsPCell   *p_cells;
	uint32_t	n_p_cells;
	MlsBaselineStratum *strata;
	uint32_t	n_strata;
} MlsGeneralRegressionModel;

#endif

/*
 * ir/scorecard.h
 *	  Scorecard: characteristics that add points, and the reasons for them.
 */
#ifndef MLS_IR_SCORECARD_H
#define MLS_IR_SCORECARD_H

#include "ir/expression.h"
#include "ir/predicate.h"

typedef struct MlsAttribute
{
	MlsPredicate predicate;
	const char *reasonCode;		/* NULL: the Characteristic's */
	MlsLiteral	partialScore;	/* may be absent if there is an expression */
	MlsExpression *complex;		/* ComplexPartialScore, or NULL */
	uint32_t	line;
} MlsAttribute;

typedef struct MlsCharacteristic
{
	const char *reasonCode;		/* or NULL */
	double		baselineScore;	/* NAN: the Scorecard's */
	MlsAttribute *attributes;
	uint32_t	n_attributes;
	uint32_t	line;
} MlsCharacteristic;

typedef struct MlsScorecard
{
	MlsLiteral	initialScore;	/* number 0 when absent */
	bool		useReasonCodes; /* true */
	bool		points_above;	/* reasonCodeAlgorithm="pointsAbove" */
	double		baselineScore;	/* NAN when absent */
	MlsCharacteristic *characteristics;
	uint32_t	n_characteristics;
} MlsScorecard;

#endif

/*
 * ir/mining.h
 *	  MiningModel: segments, each a predicate and a model of its own.
 */
#ifndef MLS_IR_MINING_H
#define MLS_IR_MINING_H

#include "ir/predicate.h"

typedef struct MlsModel MlsModel;

typedef struct MlsSegment
{
	const char *id;				/* never NULL: its 1-based position when absent */
	MlsPredicate predicate;
	double		weight;			/* 1 */
	const char *variable_weight;	/* VariableWeight field, or NULL */
	uint32_t	output;			/* of an ensemble with margins: which one it adds to */
	bool		only_outputs;	/* it runs for its Outputs, and what it predicts does not count */
	MlsModel   *model;
	uint32_t	line;
} MlsSegment;

/*
 * The numeric profile of ensembles that trainers save themselves.  Each row
 * has n_outputs margins.  They start from "initial"; then, in segment order,
 * each tree's score is added to the margin that the segment names (a tree with
 * vector leaves adds to all), times the segment's weight where the method is
 * weightedSum.  Behind the last tree each is divided by "divisor" and multiplied
 * by "scale", where these are not 1.  Each step rounds to float in a float
 * context.  Then the link makes of the margins: for classification the
 * probabilities of the target's categories (one margin: of the second category,
 * the other gets the rest); for regression one value for each target.
 */
typedef struct MlsMargins
{
	uint32_t	n_outputs;
	double	   *initial;		/* n_outputs */
	double		divisor;
	double		scale;
	MlsLink		link;
} MlsMargins;

typedef struct MlsMiningModel
{
	MlsMultipleModelMethod multipleModelMethod;
	MlsMissingPredictionTreatment missingPredictionTreatment;
	double		missingThreshold;	/* 1 */
	MlsSegment *segments;
	uint32_t	n_segments;
	MlsMargins *margins;		/* NULL in PMML documents */
	const char *entity_field;	/* of models without Segments: the field with the entity of the result; NULL: it is the segment */
} MlsMiningModel;

#endif

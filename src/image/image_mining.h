/*
 * image/image_mining.h
 *	  Records of a MiningModel in general: segments and how they combine.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_MINING_H
#define MLS_IMAGE_MINING_H

#include "base/words.h"
#include "image/records.h"

typedef struct MlsImgMining
{
	uint8_t		method;			/* MlsMultipleModelMethod */
	uint8_t		missing_prediction_treatment;	/* MlsMissingPredictionTreatment */
	bool		last_decides;	/* modelChain: the last segment runs for all rows, no other's result counts */
	uint8_t		unused;
	uint32_t	n_sums;			/* numbers that combining keeps for each row */
	double		missing_threshold;
	MlsSpan		segments;		/* SEGMENT */

	/*
	 * selectAll: lists of segments.n columns each, which lie behind each other.  The
	 * first is the prediction (MlsImgResult.items), the others are of Outputs that
	 * several segments have: for each of those and each segment the column that the list takes
	 * the segment's value from, or MLS_NONE where it has no such Output.
	 */
	uint32_t	items;			/* first column, or MLS_NONE */
	uint32_t	unused2;
	MlsSpan		sources;		/* INDEX */
} MlsImgMining;

typedef struct MlsImgSegment
{
	uint32_t	predicate;		/* PREDICATE */
	uint32_t	model;			/* MODEL */
	uint32_t	id;				/* STRING */
	uint32_t	weight_column;	/* VariableWeight, or MLS_NONE */
	double		weight;
	MlsSpan		steps;			/* STEP: of the enclosing model, for all its rows, before the predicate */
	MlsSpan		category_map;	/* INDEX: for each category of the enclosing model its place in the segment's, or MLS_NONE; empty: no classification */
	uint8_t		only_outputs;	/* bool: it runs for its Outputs, and what it predicts does not count */
} MlsImgSegment;

/*
 * Does a mining model choose among categories?  That of a classification does,
 * and that of a clustering whose segments vote: its categories are the clusters'
 * ids, which all segments have as their values, so that there are no maps.
 */
static inline bool
mls_mining_has_categories(MlsMiningFunction function, MlsMultipleModelMethod method)
{
	return function == MLS_FUNCTION_CLASSIFICATION ||
		(function == MLS_FUNCTION_CLUSTERING &&
		 (method == MLS_METHOD_MAJORITY_VOTE || method == MLS_METHOD_WEIGHTED_MAJORITY_VOTE));
}

/*
 * Numbers that a mining model keeps for each row (MlsImgMining.n_sums), by
 * method, number of categories (0: regression) and of segments.
 */
extern uint64_t mls_mining_sums(MlsMultipleModelMethod method, uint32_t n_categories, uint32_t n_segments);

#endif

/*
 * image/image_nearest_neighbor.h
 *	  Records of a NearestNeighborModel: instances, and what they were.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_NEAREST_NEIGHBOR_H
#define MLS_IMAGE_NEAREST_NEIGHBOR_H

#include "image/image_comparison.h"
#include "image/records.h"

typedef struct MlsImgNearestNeighbor
{
	uint32_t	comparison;		/* COMPARISON, with a point for each instance */
	uint32_t	n_neighbors;	/* at most as many as there are instances */
	MlsSpan		targets;		/* NEIGHBOR_TARGET */
	double		threshold;
	MlsSpan		ids;			/* INDEX, each a STRING: for each instance; none: nobody asks */
	uint32_t	n_ranks;		/* at most n_neighbors */
	uint32_t	ranked_ids;		/* first of n_ranks columns, or MLS_NONE */
	uint32_t	ranked_affinities;	/* likewise */
	uint32_t	unused;
} MlsImgNearestNeighbor;

/* How many rows side by side have their neighbors kept, bytes of a neighbor. */
#define MLS_NEIGHBOR_SIZE	24

static inline uint32_t
mls_neighbor_rows(uint32_t n_neighbors)
{
	return n_neighbors <= 64 ? MLS_ROWS_AT_ONCE : 1;
}

typedef struct MlsImgNeighborTarget
{
	uint32_t	value;			/* column of the prediction */
	uint32_t	method;			/* MlsContinuousScoring; of a categorical target MlsCategoricalScoring */
	MlsSpan		categories;		/* INDEX, each a CONSTANT; none: the target is a number */
	uint32_t	probabilities;	/* first of categories.n columns */
	uint32_t	confidences;	/* likewise, or MLS_NONE */
	uint32_t	preferences;	/* INDEX: for each category its place when votes tie */

	/* of each instance: NUMBER, or INDEX (the place of its category) */
	uint32_t	instances;
} MlsImgNeighborTarget;

#endif

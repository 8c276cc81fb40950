/*
 * image/image_clustering.h
 *	  Records of a ClusteringModel: the clusters that a row is compared with.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_CLUSTERING_H
#define MLS_IMAGE_CLUSTERING_H

#include "image/records.h"

/*
 * Beside the nearest cluster's id a clustering gives, where somebody asks: the
 * affinity of each cluster; ids and affinities of the nearest, second nearest ...
 */
typedef struct MlsImgClustering
{
	uint32_t	comparison;		/* COMPARISON, with a point for each cluster */
	uint32_t	affinities;		/* first of as many columns as there are clusters, or MLS_NONE */
	MlsSpan		ids;			/* INDEX, each a CONSTANT */
	uint32_t	n_ranks;		/* at most as many as there are clusters */
	uint32_t	ranked_ids;		/* first of n_ranks columns, or MLS_NONE */
	uint32_t	ranked_affinities;	/* likewise */
	uint32_t	unused;
} MlsImgClustering;

#endif

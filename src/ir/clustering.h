/*
 * ir/clustering.h
 *	  PMML's ClusteringModel, centerBased.
 */
#ifndef MLS_IR_CLUSTERING_H
#define MLS_IR_CLUSTERING_H

#include "ir/comparison.h"

typedef struct MlsCluster
{
	const char *id;				/* never NULL: its 1-based position when absent */
	const char *name;			/* or NULL */
	const double *center;		/* a coordinate for each field */
	uint32_t	line;
} MlsCluster;

typedef struct MlsClusteringModel
{
	MlsComparisonMeasure measure;
	MlsComparedField *fields;	/* those that centers have a coordinate for */
	uint32_t	n_fields;
	MlsCluster *clusters;
	uint32_t	n_clusters;
} MlsClusteringModel;

#endif

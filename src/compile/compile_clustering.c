/*
 * compile/compile_clustering.c
 *	  ClusteringModel: centers that the row is compared with.
 */
#include "compile/comparison.h"

/* The centers, point by point. */
static MlsCoordinate *
centers_of(MlsCompile *c, const MlsClusteringModel *clustering)
{
	MlsCoordinate *centers = MLS_NEW_N(c->load, MlsCoordinate, (size_t) clustering->n_clusters * clustering->n_fields);

	for (uint32_t k = 0; k < clustering->n_clusters; k++)
	{
		for (uint32_t i = 0; i < clustering->n_fields; i++)
			centers[(size_t) k * clustering->n_fields + i].number = clustering->clusters[k].center[i];
	}
	return centers;
}

/* Names the clusters for outputs, and gives what is asked for beside the nearest columns. */
static void
open_entities(MlsCompile *c, const MlsClusteringModel *clustering, MlsCompiled *result, MlsImgClustering *record)
{
	MlsPrediction *prediction = &result->predictions[0];
	MlsDataType type = prediction->data_type == MLS_TYPE_NONE ? MLS_TYPE_STRING : prediction->data_type;
	uint32_t	n = clustering->n_clusters;
	MlsEntity  *entities = MLS_NEW_N(c->load, MlsEntity, n);
	uint32_t   *ids = MLS_NEW_N(c->load, uint32_t, n);

	for (uint32_t k = 0; k < n; k++)
	{
		entities[k] = (MlsEntity) {clustering->clusters[k].id, clustering->clusters[k].name};
		ids[k] = mls_constant(c, entities[k].id, type);
	}
	record->ids = mls_index_list(c, ids, n);
	record->affinities = record->ranked_ids = record->ranked_affinities = MLS_NONE;
	record->n_ranks = result->ask.ranks < n ? result->ask.ranks : n;
	if (result->ask.affinity_of)
		record->affinities = mls_new_columns(c, result->scope, n);
	if (record->n_ranks > 0)
	{
		record->ranked_ids = mls_new_columns(c, result->scope, record->n_ranks);
		record->ranked_affinities = mls_new_columns(c, result->scope, record->n_ranks);
	}
	prediction->entities = entities;
	prediction->n_entities = n;
	prediction->affinities = record->affinities;
	prediction->ranked_ids = record->ranked_ids;
	prediction->ranked_affinities = record->ranked_affinities;
	prediction->n_ranks = record->n_ranks;
	prediction->entity = prediction->value;
}

static void
compile_clustering(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsClusteringModel *clustering = model->u.clustering;
	MlsImgClustering record = {0};
	uint32_t	body;

	mls_refuse_float(c, model, "ClusteringModel");
	open_entities(c, clustering, result, &record);
	record.comparison = mls_compile_comparison(c, scope, &clustering->measure, clustering->fields, clustering->n_fields,
											   centers_of(c, clustering), clustering->n_clusters,
											   clustering->clusters[0].line, "Cluster");
	body = MLS_APPEND(c, CLUSTERING);
	*MLS_BUILT(c, CLUSTERING, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_CLUSTERING, body);
}

const MlsModelCompiler mls_compiler_clustering = {.compile = compile_clustering};

/*
 * json/pipeline_clustering.c
 *	  Clusters of a pipeline document.
 *
 *	 {"type": "clustering", "fields": [...], "centers": [[...], ...], "ids": ["0", ...]}
 *		The cluster whose center is nearest by the squared Euclidean distance, the
 *		first of equals.
 */
#include <math.h>

#include "json/pipeline_int.h"

void
mls_pipeline_clustering(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	static const char *const known[] = {"centers", "classes", "derived", "fields", "ids", "type", NULL};
	MlsAt		at_centers = mls_json_member(at, "centers");
	MlsAt		at_ids = mls_json_member(at, "ids");
	MlsClusteringModel *clustering = MLS_NEW(p->load, MlsClusteringModel);
	const char **fields = mls_pipeline_fields(p, at, &clustering->n_fields);
	uint32_t	n_ids = 0;
	const char **ids = mls_pipeline_texts(p, &at_ids, 0, &n_ids);
	MlsMatrix	centers;

	mls_json_only(p->load, MLS_INVALID, at, known);
	if (fields == NULL || ids == NULL || !mls_pipeline_matrix(p, &at_centers, clustering->n_fields, &centers))
		return;
	if (centers.n_rows == 0 || n_ids != centers.n_rows)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_ids, "there are %u ids for %u centers", n_ids, centers.n_rows);
		return;
	}
	clustering->measure.measure = MLS_MEASURE_SQUARED_EUCLIDEAN;
	clustering->measure.compareFunction = MLS_COMPARE_ABS_DIFF;
	clustering->measure.of_whole_rows = true;
	clustering->fields = MLS_NEW_N(p->load, MlsComparedField, clustering->n_fields);
	for (uint32_t k = 0; k < clustering->n_fields; k++)
		clustering->fields[k] = (MlsComparedField) {
			.field = fields[k], .fieldWeight = 1, .missing_weight = 1, .similarityScale = NAN,
			.compareFunction = MLS_COMPARE_ABS_DIFF
		};
	clustering->clusters = MLS_NEW_N(p->load, MlsCluster, n_ids);
	clustering->n_clusters = n_ids;
	for (uint32_t i = 0; i < n_ids; i++)
	{
		clustering->clusters[i].id = ids[i];
		clustering->clusters[i].center = centers.cells + (size_t) i * centers.n_columns;
	}
	model->functionName = MLS_FUNCTION_CLUSTERING;
	model->type = MLS_MODEL_CLUSTERING;
	model->u.clustering = clustering;
}

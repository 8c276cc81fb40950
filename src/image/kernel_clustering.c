/*
 * image/kernel_clustering.c
 *	  The clustering kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

const char *
mls_check_kernel_clustering(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgClustering *clustering;
	const char *fault;

	MLS_NEED(MLS_GIVE_ONE(image, given, CLUSTERING, model->body), "a model's clustering does not exist");
	clustering = &MLS_RECORDS(image, CLUSTERING)[model->body];
	fault = mls_check_comparison(image, clustering->comparison, given);
	if (fault != NULL)
		return fault;
	MLS_NEED(clustering->ids.n == MLS_RECORDS(image, COMPARISON)[clustering->comparison].n_points &&
			 MLS_ARE_CONSTANTS(image, clustering->ids), "a cluster has no id");
	MLS_NEED(clustering->affinities == MLS_NONE || mls_columns_within(image, clustering->affinities, clustering->ids.n),
			 "the affinities of clusters have no columns");
	MLS_NEED(clustering->n_ranks <= clustering->ids.n &&
			 (clustering->ranked_ids == MLS_NONE || mls_columns_within(image, clustering->ranked_ids, clustering->n_ranks)) &&
			 (clustering->ranked_affinities == MLS_NONE ||
			  mls_columns_within(image, clustering->ranked_affinities, clustering->n_ranks)),
			 "the nearest clusters have no columns");
	return NULL;
}

/* The distances of a block of rows, and what comparing one row takes. */
MlsScratch
mls_scratch_clustering(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgClustering *clustering = &MLS_RECORDS(image, CLUSTERING)[model->body];
	MlsScratch	comparison = mls_scratch_comparison(image, clustering->comparison);

	return (MlsScratch) {
		comparison.fixed + mls_compared_numbers(clustering->ids.n) * sizeof(double) + 8,
		comparison.per_row
	};
}

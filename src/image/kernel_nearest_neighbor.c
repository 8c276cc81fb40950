/*
 * image/kernel_nearest_neighbor.c
 *	  The nearest neighbor kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_target(const MlsImage *image, const MlsImgNeighborTarget *target, uint32_t n_instances)
{
	MlsSpan		categories = target->categories;

	MLS_NEED(MLS_HAS_COLUMN(image, target->value), "a neighbors' target has no column");
	if (categories.n == 0)
	{
		MLS_NEED(target->method <= MLS_SCORING_WEIGHTED_AVERAGE, "neighbors are combined in no known way");
		MLS_NEED(MLS_HAS_SPAN(image, NUMBER, ((MlsSpan) {target->instances, n_instances})),
				 "the instances have no values of a target");
		return NULL;
	}
	MLS_NEED(target->method <= MLS_SCORING_WEIGHTED_MAJORITY_VOTE, "neighbors are combined in no known way");
	MLS_NEED(MLS_ARE_CONSTANTS(image, categories), "the categories of neighbors do not exist");
	MLS_NEED(mls_columns_within(image, target->probabilities, categories.n) &&
			 (target->confidences == MLS_NONE || mls_columns_within(image, target->confidences, categories.n)),
			 "the probabilities of neighbors have no columns");
	MLS_NEED(mls_indices_below(image, (MlsSpan) {target->preferences, categories.n}, categories.n, false),
			 "the categories of neighbors have no order");
	MLS_NEED(mls_indices_below(image, (MlsSpan) {target->instances, n_instances}, categories.n, false),
			 "the instances have no categories");
	return NULL;
}

const char *
mls_check_kernel_nearest_neighbor(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgNearestNeighbor *neighbors;
	const char *fault;
	uint32_t	n;

	MLS_NEED(MLS_GIVE_ONE(image, given, NEAREST_NEIGHBOR, model->body), "a model's neighbors do not exist");
	neighbors = &MLS_RECORDS(image, NEAREST_NEIGHBOR)[model->body];
	fault = mls_check_comparison(image, neighbors->comparison, given);
	if (fault != NULL)
		return fault;
	n = MLS_RECORDS(image, COMPARISON)[neighbors->comparison].n_points;
	MLS_NEED(neighbors->n_neighbors > 0 && neighbors->n_neighbors <= n, "there are not as many neighbors as instances");
	MLS_NEED(neighbors->ids.n == 0 || (neighbors->ids.n == n &&
									   mls_indices_below(image, neighbors->ids, MLS_N_RECORDS(image, STRING), false)),
			 "the instances have no ids");
	MLS_NEED(neighbors->n_ranks <= neighbors->n_neighbors &&
			 (neighbors->ranked_ids == MLS_NONE ||
			  (neighbors->ids.n == n && mls_columns_within(image, neighbors->ranked_ids, neighbors->n_ranks))) &&
			 (neighbors->ranked_affinities == MLS_NONE ||
			  mls_columns_within(image, neighbors->ranked_affinities, neighbors->n_ranks)),
			 "the nearest neighbors have no columns");
	MLS_NEED(MLS_GIVE(image, given, NEIGHBOR_TARGET, neighbors->targets), "the targets of neighbors do not exist");
	for (uint32_t i = 0; i < neighbors->targets.n && fault == NULL; i++)
		fault = check_target(image, &MLS_RECORDS(image, NEIGHBOR_TARGET)[neighbors->targets.first + i], n);
	return fault;
}

/* The distances, the neighbors of some rows, and what is summed up of them: by category, or sorted. */
MlsScratch
mls_scratch_nearest_neighbor(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgNearestNeighbor *neighbors = &MLS_RECORDS(image, NEAREST_NEIGHBOR)[model->body];
	const MlsImgNeighborTarget *targets = MLS_RECORDS(image, NEIGHBOR_TARGET) + neighbors->targets.first;
	MlsScratch	comparison = mls_scratch_comparison(image, neighbors->comparison);
	uint64_t	n_sums = neighbors->n_neighbors;

	for (uint32_t i = 0; i < neighbors->targets.n; i++)
		n_sums = targets[i].categories.n > n_sums ? targets[i].categories.n : n_sums;
	return (MlsScratch) {
		comparison.fixed + mls_compared_numbers(MLS_RECORDS(image, COMPARISON)[neighbors->comparison].n_points) * sizeof(double) +
		(uint64_t) mls_neighbor_rows(neighbors->n_neighbors) * neighbors->n_neighbors * MLS_NEIGHBOR_SIZE + n_sums * sizeof(double) + 3 * 8,
		comparison.per_row
	};
}

/*
 * eval/eval_clustering.c
 *	  ClusteringModel: the nearest cluster.
 *
 * The first cluster wins a tie.  A row without any coordinate, and one whose
 * similarity to every cluster is undefined, is in no cluster.
 */
#include "eval/comparison.h"
#include "eval/vectors.h"

/* One run of the kernel. */
typedef struct Run
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgClustering *clustering;
	const uint32_t *ids;
	MlsComparison comparison;
} Run;

static void
put_affinity(const Run *run, uint32_t column, uint32_t row, double affinity)
{
	if (isnan(affinity))
		mls_put_missing(run->eval, column, row);
	else
		mls_put_double(run->eval, column, row, affinity);
}

/* The nearest, second nearest ... cluster: the nearest of those not nearer than the one before. */
static void
put_ranked(const Run *run, uint32_t row, const double *affinities, uint32_t stride)
{
	const MlsImgClustering *clustering = run->clustering;
	uint32_t	last = MLS_NONE;

	for (uint32_t rank = 0; rank < clustering->n_ranks; rank++)
	{
		uint32_t	best = MLS_NONE;

		for (uint32_t k = 0; k < clustering->ids.n; k++)
		{
			double		affinity = affinities[(size_t) k * stride];
			bool		is_behind = last == MLS_NONE || mls_is_nearer(&run->comparison, affinities[(size_t) last * stride], affinity) ||
				(affinity == affinities[(size_t) last * stride] && k > last);

			if (!isnan(affinity) && is_behind &&
				(best == MLS_NONE || mls_is_nearer(&run->comparison, affinity, affinities[(size_t) best * stride])))
				best = k;
		}
		if (best == MLS_NONE)
			break;
		if (clustering->ranked_ids != MLS_NONE)
			mls_put(run->eval, clustering->ranked_ids + rank, row, mls_constant_cell(run->eval->image, run->ids[best]));
		if (clustering->ranked_affinities != MLS_NONE)
			mls_put_double(run->eval, clustering->ranked_affinities + rank, row, affinities[(size_t) best * stride]);
		last = best;
	}
}

/* Whether more than the nearest cluster is asked for. */
static bool
has_others(const Run *run)
{
	return run->clustering->affinities != MLS_NONE || run->clustering->n_ranks > 0;
}

/* What that is is missing until it is known. */
static void
clear_others(const Run *run, uint32_t row)
{
	const MlsImgClustering *clustering = run->clustering;

	for (uint32_t k = 0; clustering->affinities != MLS_NONE && k < clustering->ids.n; k++)
		mls_put_missing(run->eval, clustering->affinities + k, row);
	for (uint32_t rank = 0; rank < clustering->n_ranks; rank++)
	{
		if (clustering->ranked_ids != MLS_NONE)
			mls_put_missing(run->eval, clustering->ranked_ids + rank, row);
		if (clustering->ranked_affinities != MLS_NONE)
			mls_put_missing(run->eval, clustering->ranked_affinities + rank, row);
	}
}

/* The nearest cluster of a row; MLS_NONE for none: NaN is nearer than nothing. */
static uint32_t
find_nearest(const Run *run, const double *affinities)
{
	uint32_t	nearest = MLS_NONE;

	for (uint32_t k = 0; k < run->clustering->ids.n; k++)
	{
		if (!isnan(affinities[k]) &&
			(nearest == MLS_NONE || mls_is_nearer(&run->comparison, affinities[k], affinities[nearest])))
			nearest = k;
	}
	return nearest;
}

/* The result of a row whose affinities lie "stride" apart, and its nearest cluster. */
static void
put_row(const Run *run, uint32_t row, const double *affinities, uint32_t stride, uint32_t best)
{
	const MlsImgClustering *clustering = run->clustering;

	if (has_others(run))
		clear_others(run, row);
	if (best == MLS_NONE)
	{
		mls_no_prediction(run->eval, run->model, row);
		return;
	}
	mls_put(run->eval, run->model->value, row, mls_constant_cell(run->eval->image, run->ids[best]));
	for (uint32_t k = 0; clustering->affinities != MLS_NONE && k < clustering->ids.n; k++)
		put_affinity(run, clustering->affinities + k, row, affinities[(size_t) k * stride]);
	if (clustering->n_ranks > 0)
		put_ranked(run, row, affinities, stride);
}

/* Rows side by side; affinities: room for those of all clusters, if these are results, else for those of some. */
static void
put_rows(const Run *run, uint32_t first, uint32_t n, double *affinities)
{
	const MlsImgClustering *clustering = run->clustering;
	const MlsVectors *vectors = mls_vectors();
	uint32_t	n_clusters = clustering->ids.n;
	uint32_t	at_once = has_others(run) ? n_clusters : MLS_POINTS_AT_ONCE;
	MlsNearest	nearest;

	for (uint32_t r = 0; r < MLS_ROWS_AT_ONCE; r++)
		nearest.squares[r] = nearest.distances[r] = NAN;
	for (uint32_t k = 0; k < n_clusters; k += at_once)
	{
		uint32_t	some = n_clusters - k < at_once ? n_clusters - k : at_once;

		vectors->squares_of_rows(&run->comparison, first, n, k, some, affinities);
		vectors->take_nearer(affinities, n, k, some, run->comparison.has_roots, &nearest);
	}
	if (has_others(run))
		mls_make_distances(&run->comparison, n_clusters, affinities);
	for (uint32_t r = 0; r < n; r++)
		put_row(run, first + r, affinities + r, MLS_ROWS_AT_ONCE, isnan(nearest.distances[r]) ? MLS_NONE : (uint32_t) nearest.places[r]);
}

static void
put_one(Run *run, uint32_t row, double *affinities)
{
	if (mls_compare_row(&run->comparison, row, affinities))
		put_row(run, row, affinities, 1, find_nearest(run, affinities));
	else
	{
		clear_others(run, row);
		mls_no_prediction(run->eval, run->model, row);
	}
}

void
mls_eval_clustering(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgClustering *clustering = &MLS_RECORDS(eval->image, CLUSTERING)[model->body];
	size_t		mark = mls_scratch_mark(eval);
	double	   *affinities = mls_scratch(eval, mls_compared_numbers(clustering->ids.n) * sizeof(double));
	Run			run = {
		.eval = eval,
		.model = model,
		.clustering = clustering,
		.ids = MLS_RECORDS(eval->image, INDEX) + clustering->ids.first,
		.comparison = mls_comparison(eval, clustering->comparison)
	};
	bool		may_be_many = !rows->index && (clustering->ids.n <= MLS_MOST_POINTS || !has_others(&run));

	for (uint32_t first = 0; first < rows->n; first += MLS_ROWS_AT_ONCE)
	{
		uint32_t	n = rows->n - first < MLS_ROWS_AT_ONCE ? rows->n - first : MLS_ROWS_AT_ONCE;

		if (n > 1 && may_be_many && mls_are_comparable(&run.comparison, first, n))
			put_rows(&run, first, n, affinities);
		else
			for (uint32_t i = 0; i < n; i++)
				put_one(&run, mls_row(rows, first + i), affinities);
	}
	mls_scratch_release(eval, mark);
}

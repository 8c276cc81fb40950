/*
 * eval/eval_clustering.c
 *	  ClusteringModel: the nearest cluster.
 *
 * The first cluster wins a tie.  A row without any coordinate, and one whose
 * similarity to every cluster is undefined, is in no cluster.
 */
#include "eval/comparison.h"

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

/* What else than the nearest cluster is asked for is missing until it is known. */
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

/* The nearest clusters of n rows, whose affinities lie n apart; MLS_NONE for none. */
static void
find_nearest(const Run *run, const double *affinities, uint32_t n, uint32_t *nearest)
{
	bool		is_similarity = run->comparison.is_similarity;
	double		best[MLS_ROWS_AT_ONCE];

	for (uint32_t r = 0; r < n; r++)
	{
		nearest[r] = MLS_NONE;
		best[r] = NAN;
	}
	for (uint32_t k = 0; k < run->clustering->ids.n; k++, affinities += n)
	{
		/* NaN is nearer than nothing, and everything else than NaN */
		for (uint32_t r = 0; r < n; r++)
		{
			double		affinity = affinities[r];
			bool		is_nearer = is_similarity ? !(affinity <= best[r]) : !(affinity >= best[r]);

			is_nearer &= affinity == affinity;
			best[r] = is_nearer ? affinity : best[r];
			nearest[r] = is_nearer ? k : nearest[r];
		}
	}
}

/* The result of a row whose affinities lie "stride" apart, and its nearest cluster. */
static void
put_row(const Run *run, uint32_t row, const double *affinities, uint32_t stride, uint32_t best)
{
	const MlsImgClustering *clustering = run->clustering;

	if (clustering->affinities != MLS_NONE || clustering->n_ranks > 0)
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

void
mls_eval_clustering(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgClustering *clustering = &MLS_RECORDS(eval->image, CLUSTERING)[model->body];
	uint32_t	at_once = mls_rows_at_once(clustering->ids.n);
	size_t		mark = mls_scratch_mark(eval);
	Run			run = {
		.eval = eval,
		.model = model,
		.clustering = clustering,
		.ids = MLS_RECORDS(eval->image, INDEX) + clustering->ids.first
	};
	double	   *affinities = mls_scratch(eval, (size_t) clustering->ids.n * sizeof(double) * at_once);
	uint32_t	nearest[MLS_ROWS_AT_ONCE];

	run.comparison = mls_comparison(eval, clustering->comparison);
	for (uint32_t first = 0; first < rows->n; first += at_once)
	{
		uint32_t	n = rows->n - first < at_once ? rows->n - first : at_once;

		if (n > 1 && !rows->index && mls_compare_rows(&run.comparison, first, n, affinities))
		{
			find_nearest(&run, affinities, n, nearest);
			for (uint32_t i = 0; i < n; i++)
				put_row(&run, first + i, affinities + i, n, nearest[i]);
			continue;
		}
		for (uint32_t i = 0; i < n; i++)
		{
			uint32_t	row = mls_row(rows, first + i);

			if (mls_compare_row(&run.comparison, row, affinities))
			{
				find_nearest(&run, affinities, 1, nearest);
				put_row(&run, row, affinities, 1, nearest[0]);
			}
			else
			{
				clear_others(&run, row);
				mls_no_prediction(eval, model, row);
			}
		}
	}
	mls_scratch_release(eval, mark);
}

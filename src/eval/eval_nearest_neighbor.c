/*
 * eval/eval_nearest_neighbor.c
 *	  NearestNeighborModel: the instances nearest to a row, and what they were.
 *
 * Of instances that are equally near the one that stands first in the document is
 * nearer.  PMML 4.4, NearestNeighborModel: weights are 1 / (distance +
 * threshold); votes that tie go to the category with most instances, then to the
 * smallest one, an order that the image has.
 */
#include "eval/comparison.h"

/* One run of the kernel. */
typedef struct Run
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgNearestNeighbor *neighbors;
	MlsComparison comparison;
	double	   *affinities;		/* of a row to each instance */
	uint32_t   *nearest;		/* its neighbors, the nearest first */
	uint32_t	n_nearest;
	double	   *sums;			/* of categories, or values */
} Run;

/*
 * The nearest instances: each one that is nearer than the last of them takes its
 * place in the order.
 */
static void
find_neighbors(Run *run)
{
	const double *affinities = run->affinities;
	uint32_t	n = run->comparison.record->n_points;
	uint32_t	most = run->neighbors->n_neighbors;
	uint32_t	found = 0;
	double		last = 0;		/* of the last of as many as there can be */

	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t	place;

		if (found == most ? !mls_is_nearer(&run->comparison, affinities[i], last) : isnan(affinities[i]))
			continue;
		if (found < most)
			found++;
		place = found - 1;
		while (place > 0 && mls_is_nearer(&run->comparison, affinities[i], affinities[run->nearest[place - 1]]))
		{
			run->nearest[place] = run->nearest[place - 1];
			place--;
		}
		run->nearest[place] = i;
		last = affinities[run->nearest[found - 1]];
	}
	run->n_nearest = found;
}

/* Where a weight would be infinite, those that are count alike and the others nothing: the limit of the formula. */
static double
weight_of(const Run *run, uint32_t i, bool is_weighted)
{
	double		threshold = run->neighbors->threshold;
	double		distance = run->affinities[run->nearest[i]];

	if (!is_weighted)
		return 1;
	if (run->affinities[run->nearest[0]] + threshold == 0)
		return distance + threshold == 0 ? 1 : 0;
	return 1 / (distance + threshold);
}

/* ---- a number ---- */

static double
median(const Run *run, const double *values)
{
	uint32_t	n = run->n_nearest;

	for (uint32_t i = 0; i < n; i++)
	{
		double		value = values[run->nearest[i]];
		uint32_t	place = i;

		for (; place > 0 && run->sums[place - 1] > value; place--)
			run->sums[place] = run->sums[place - 1];
		run->sums[place] = value;
	}
	return n % 2 == 1 ? run->sums[n / 2] : (run->sums[n / 2 - 1] + run->sums[n / 2]) / 2;
}

static double
average(const Run *run, const double *values, bool is_weighted)
{
	double		sum = 0;
	double		weights = 0;

	for (uint32_t i = 0; i < run->n_nearest; i++)
	{
		double		weight = weight_of(run, i, is_weighted);

		sum += weight * values[run->nearest[i]];
		weights += weight;
	}
	return sum / weights;
}

static void
put_number(const Run *run, const MlsImgNeighborTarget *target, uint32_t row)
{
	const double *values = MLS_RECORDS(run->eval->image, NUMBER) + target->instances;
	double		value = target->method == MLS_SCORING_MEDIAN ? median(run, values) :
		average(run, values, target->method == MLS_SCORING_WEIGHTED_AVERAGE);

	if (isnan(value))
		mls_put_missing(run->eval, target->value, row);
	else
		mls_put_double(run->eval, target->value, row, value);
}

/* ---- a category ---- */

static void
put_category(const Run *run, const MlsImgNeighborTarget *target, uint32_t row)
{
	MlsEval    *eval = run->eval;
	const uint32_t *index = MLS_RECORDS(eval->image, INDEX);
	uint32_t	n = target->categories.n;
	uint32_t	best = MLS_NONE;
	double		total = 0;

	for (uint32_t c = 0; c < n; c++)
		run->sums[c] = 0;
	for (uint32_t i = 0; i < run->n_nearest; i++)
	{
		double		weight = weight_of(run, i, target->method == MLS_SCORING_WEIGHTED_MAJORITY_VOTE);

		run->sums[index[target->instances + run->nearest[i]]] += weight;
		total += weight;
	}
	for (uint32_t c = 0; c < n; c++)
	{
		double		probability = run->sums[c] / total;

		if (best == MLS_NONE || run->sums[c] > run->sums[best] ||
			(run->sums[c] == run->sums[best] && index[target->preferences + c] < index[target->preferences + best]))
			best = c;
		if (isnan(probability))
			mls_put_missing(eval, target->probabilities + c, row);
		else
			mls_put_double(eval, target->probabilities + c, row, probability);
		if (target->confidences != MLS_NONE)
			mls_put(eval, target->confidences + c, row, mls_get(eval, target->probabilities + c, row));
	}
	mls_put(eval, target->value, row, mls_constant_cell(eval->image, index[target->categories.first + best]));
}

/* ---- a row ---- */

static void
put_nothing(const Run *run, uint32_t row)
{
	const MlsImgNeighborTarget *targets = MLS_RECORDS(run->eval->image, NEIGHBOR_TARGET) + run->neighbors->targets.first;

	mls_no_prediction(run->eval, run->model, row);
	for (uint32_t t = 0; t < run->neighbors->targets.n; t++)
	{
		mls_put_missing(run->eval, targets[t].value, row);
		for (uint32_t c = 0; c < targets[t].categories.n; c++)
		{
			mls_put_missing(run->eval, targets[t].probabilities + c, row);
			if (targets[t].confidences != MLS_NONE)
				mls_put_missing(run->eval, targets[t].confidences + c, row);
		}
	}
}

static void
put_ranked(const Run *run, uint32_t row)
{
	const MlsImage *image = run->eval->image;
	const MlsImgNearestNeighbor *neighbors = run->neighbors;
	const uint32_t *ids = MLS_RECORDS(image, INDEX) + neighbors->ids.first;

	for (uint32_t rank = 0; rank < neighbors->n_ranks; rank++)
	{
		bool		is_there = rank < run->n_nearest;

		if (neighbors->ranked_ids != MLS_NONE)
			mls_put(run->eval, neighbors->ranked_ids + rank, row, is_there ?
					MLS_CELL_STRING(mls_image_string(image, ids[run->nearest[rank]])) : MLS_CELL_MISSING);
		if (neighbors->ranked_affinities != MLS_NONE)
			mls_put(run->eval, neighbors->ranked_affinities + rank, row, is_there ?
					MLS_CELL_DOUBLE(run->affinities[run->nearest[rank]]) : MLS_CELL_MISSING);
	}
}

void
mls_eval_nearest_neighbor(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgNearestNeighbor *neighbors = &MLS_RECORDS(eval->image, NEAREST_NEIGHBOR)[model->body];
	const MlsImgNeighborTarget *targets = MLS_RECORDS(eval->image, NEIGHBOR_TARGET) + neighbors->targets.first;
	uint32_t	n_sums = neighbors->n_neighbors;
	size_t		mark = mls_scratch_mark(eval);
	Run			run = {.eval = eval, .model = model, .neighbors = neighbors};

	for (uint32_t t = 0; t < neighbors->targets.n; t++)
		n_sums = targets[t].categories.n > n_sums ? targets[t].categories.n : n_sums;
	run.comparison = mls_comparison(eval, neighbors->comparison);
	run.affinities = mls_scratch(eval, run.comparison.record->n_points * sizeof(double));
	run.nearest = mls_scratch(eval, neighbors->n_neighbors * sizeof(uint32_t));
	run.sums = mls_scratch(eval, n_sums * sizeof(double));
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		run.n_nearest = 0;
		if (mls_compare_row(&run.comparison, row, run.affinities))
			find_neighbors(&run);
		put_nothing(&run, row);
		for (uint32_t t = 0; t < neighbors->targets.n && run.n_nearest > 0; t++)
		{
			if (targets[t].categories.n > 0)
				put_category(&run, &targets[t], row);
			else
				put_number(&run, &targets[t], row);
		}
		put_ranked(&run, row);
	}
	mls_scratch_release(eval, mark);
}

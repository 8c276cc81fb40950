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
#include "eval/vectors.h"

/* An instance near a row; of rows side by side also the sum of squares of which the distance is made. */
typedef struct Neighbor
{
	double		affinity;
	double		square;
	uint32_t	instance;
} Neighbor;

/* One run of the kernel. */
typedef struct Run
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgNearestNeighbor *neighbors;
	MlsComparison comparison;
	double	   *affinities;		/* of a row to each instance, or of some rows to some */
	const Neighbor *nearest;	/* a row's neighbors, the nearest first */
	uint32_t	n_nearest;
	double	   *sums;			/* of categories, or values */
} Run;

/* ---- the nearest instances ---- */

/*
 * An instance is a neighbor if there are fewer than can be, or if it is nearer than
 * the last of them; then it takes its place in their order.
 */
static inline void
take_instance(const Run *run, Neighbor *nearest, uint32_t *n, Neighbor neighbor)
{
	uint32_t	place;

	if (*n == run->neighbors->n_neighbors)
	{
		if (!mls_is_nearer(&run->comparison, neighbor.affinity, nearest[*n - 1].affinity))
			return;
	}
	else if (isnan(neighbor.affinity))
		return;
	else
		(*n)++;
	place = *n - 1;
	while (place > 0 && mls_is_nearer(&run->comparison, neighbor.affinity, nearest[place - 1].affinity))
	{
		nearest[place] = nearest[place - 1];
		place--;
	}
	nearest[place] = neighbor;
}

/* Those of a row whose affinities to all instances are known. */
static uint32_t
find_neighbors(const Run *run, Neighbor *nearest)
{
	uint32_t	n_instances = run->comparison.record->n_points;
	uint32_t	n = 0;

	for (uint32_t i = 0; i < n_instances; i++)
		take_instance(run, nearest, &n, (Neighbor) {run->affinities[i], 0, i});
	return n;
}

/*
 * Those of n rows side by side; the neighbors of each lie as far apart as there can
 * be.  A sum of squares that is not less than that of the last neighbor is no nearer
 * (MlsNearest), so only few of them are worth a root.
 */
static void
find_neighbors_of_rows(const Run *run, uint32_t first, uint32_t n, Neighbor *nearest, uint32_t *n_nearest)
{
	const MlsVectors *vectors = mls_vectors();
	uint32_t	n_instances = run->comparison.record->n_points;
	uint32_t	most = run->neighbors->n_neighbors;
	double		least[MLS_ROWS_AT_ONCE];

	memset(n_nearest, 0, n * sizeof(*n_nearest));
	for (uint32_t i = 0; i < n_instances; i += MLS_POINTS_AT_ONCE)
	{
		uint32_t	some = n_instances - i < MLS_POINTS_AT_ONCE ? n_instances - i : MLS_POINTS_AT_ONCE;

		vectors->squares_of_rows(&run->comparison, first, n, i, some, run->affinities);
		vectors->least_of_rows(run->affinities, n, some, least);
		for (uint32_t r = 0; r < n; r++)
		{
			Neighbor   *row = nearest + (size_t) r * most;

			if (n_nearest[r] == most && !(least[r] < row[most - 1].square))
				continue;
			for (uint32_t k = 0; k < some; k++)
			{
				double		square = run->affinities[k * MLS_ROWS_AT_ONCE + r];

				if (n_nearest[r] < most || square < row[most - 1].square)
					take_instance(run, row, &n_nearest[r],
								  (Neighbor) {run->comparison.has_roots ? sqrt(square) : square, square, i + k});
			}
		}
	}
}

/* ---- weights ---- */

/* Where a weight would be infinite, those that are count alike and the others nothing: the limit of the formula. */
static double
weight_of(const Run *run, uint32_t i, bool is_weighted)
{
	double		threshold = run->neighbors->threshold;
	double		distance = run->nearest[i].affinity;

	if (!is_weighted)
		return 1;
	if (run->nearest[0].affinity + threshold == 0)
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
		double		value = values[run->nearest[i].instance];
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

		sum += weight * values[run->nearest[i].instance];
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

		run->sums[index[target->instances + run->nearest[i].instance]] += weight;
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
					MLS_CELL_STRING(mls_image_string(image, ids[run->nearest[rank].instance])) : MLS_CELL_MISSING);
		if (neighbors->ranked_affinities != MLS_NONE)
			mls_put(run->eval, neighbors->ranked_affinities + rank, row, is_there ?
					MLS_CELL_DOUBLE(run->nearest[rank].affinity) : MLS_CELL_MISSING);
	}
}

static void
put_row(const Run *run, uint32_t row)
{
	const MlsImgNearestNeighbor *neighbors = run->neighbors;
	const MlsImgNeighborTarget *targets = MLS_RECORDS(run->eval->image, NEIGHBOR_TARGET) + neighbors->targets.first;

	put_nothing(run, row);
	for (uint32_t t = 0; t < neighbors->targets.n && run->n_nearest > 0; t++)
	{
		if (targets[t].categories.n > 0)
			put_category(run, &targets[t], row);
		else
			put_number(run, &targets[t], row);
	}
	put_ranked(run, row);
}

void
mls_eval_nearest_neighbor(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgNearestNeighbor *neighbors = &MLS_RECORDS(eval->image, NEAREST_NEIGHBOR)[model->body];
	const MlsImgNeighborTarget *targets = MLS_RECORDS(eval->image, NEIGHBOR_TARGET) + neighbors->targets.first;
	uint32_t	n_instances = MLS_RECORDS(eval->image, COMPARISON)[neighbors->comparison].n_points;
	uint32_t	at_once = mls_neighbor_rows(neighbors->n_neighbors);
	uint32_t	n_sums = neighbors->n_neighbors;
	size_t		mark = mls_scratch_mark(eval);
	uint32_t	n_nearest[MLS_ROWS_AT_ONCE];
	Neighbor   *nearest;
	Run			run = {.eval = eval, .model = model, .neighbors = neighbors};

	for (uint32_t t = 0; t < neighbors->targets.n; t++)
		n_sums = targets[t].categories.n > n_sums ? targets[t].categories.n : n_sums;
	run.comparison = mls_comparison(eval, neighbors->comparison);
	run.affinities = mls_scratch(eval, mls_compared_numbers(n_instances) * sizeof(double));
	run.sums = mls_scratch(eval, n_sums * sizeof(double));
	_Static_assert(sizeof(Neighbor) == MLS_NEIGHBOR_SIZE, "mls_scratch_nearest_neighbor() has room for neighbors");
	nearest = mls_scratch(eval, (size_t) at_once * neighbors->n_neighbors * sizeof(Neighbor));
	for (uint32_t first = 0; first < rows->n; first += at_once)
	{
		uint32_t	n = rows->n - first < at_once ? rows->n - first : at_once;
		bool		side_by_side = n > 1 && !rows->index && mls_are_comparable(&run.comparison, first, n);

		if (side_by_side)
			find_neighbors_of_rows(&run, first, n, nearest, n_nearest);
		for (uint32_t r = 0; r < n; r++)
		{
			uint32_t	row = mls_row(rows, first + r);

			if (side_by_side)
			{
				run.nearest = nearest + (size_t) r * neighbors->n_neighbors;
				run.n_nearest = n_nearest[r];
			}
			else
			{
				run.nearest = nearest;
				run.n_nearest = mls_compare_row(&run.comparison, row, run.affinities) ? find_neighbors(&run, nearest) : 0;
			}
			put_row(&run, row);
		}
	}
	mls_scratch_release(eval, mark);
}

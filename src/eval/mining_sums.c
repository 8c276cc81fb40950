/*
 * eval/mining_sums.c
 *	  Combining segments: sum, average and max, of numbers or of probabilities.
 *
 * Sums run in the order of the segments.  In a float context each value,
 * product, running sum and quotient rounds to float.
 */
#include "eval/mining_int.h"

static inline double *
sums_of(const MlsMiningRun *run, uint32_t at)
{
	return run->sums + (size_t) at * run->n_sums;
}

/* ---- sum, average, weightedSum, weightedAverage ---- */

static inline double
weighted(const MlsMiningRun *run, double value, double weight)
{
	bool		by_weight = run->mining->method == MLS_METHOD_WEIGHTED_AVERAGE ||
		run->mining->method == MLS_METHOD_WEIGHTED_SUM;

	return by_weight ? mls_mining_step(run, weight * value) : value;
}

static void
add_to_sum(MlsMiningRun *run, uint32_t at, uint32_t row, const MlsImgSegment *segment, double number, double weight)
{
	double	   *sums = sums_of(run, at);

	if (!run->has_categories)
		sums[0] = mls_mining_step(run, sums[0] + weighted(run, number, weight));
	for (uint32_t c = 0; c < run->n_categories; c++)
	{
		double		probability = mls_mining_step(run, mls_segment_probability(run, segment, c, row));

		sums[c] = mls_mining_step(run, sums[c] + weighted(run, probability, weight));
	}
}

static bool
finish_sum(MlsMiningRun *run, uint32_t at, uint32_t row)
{
	double	   *sums = sums_of(run, at);
	bool		is_average = run->mining->method == MLS_METHOD_AVERAGE ||
		run->mining->method == MLS_METHOD_WEIGHTED_AVERAGE;

	/* weights that come to nothing have no average */
	if (is_average && run->predicted[at] == 0)
		return false;
	for (uint32_t i = 0; i < run->n_sums && is_average; i++)
		sums[i] = mls_mining_step(run, sums[i] / run->predicted[at]);
	if (run->has_categories)
		mls_put_probabilities(run, sums, row);
	else
		mls_put(run->eval, run->model->value, row, mls_mining_number(run, sums[0]));
	return true;
}

const MlsMiningMethod mls_method_sum = {add_to_sum, finish_sum};

/*
 * ---- max ----
 *
 * In classification the result is the distribution of the model that gave the
 * largest probability, the mean of them if several gave it to the same category;
 * of categories that tie it is the first.  Behind the sums of the distributions
 * are the largest probability, the category and the number of models.
 */

static void
add_to_max(MlsMiningRun *run, uint32_t at, uint32_t row, const MlsImgSegment *segment, double number, double weight)
{
	double	   *sums = sums_of(run, at);
	double	   *best = sums + run->n_categories;
	double		largest = -INFINITY;
	uint32_t	category = 0;

	if (!run->has_categories)
	{
		if (run->n_predicted[at] == 0 || number > sums[0])
			sums[0] = number;
		return;
	}
	for (uint32_t c = 0; c < run->n_categories; c++)
	{
		double		probability = mls_segment_probability(run, segment, c, row);

		if (probability > largest)
		{
			largest = probability;
			category = c;
		}
	}
	if (best[2] > 0 && (largest < best[0] || (largest == best[0] && category > best[1])))
		return;
	if (best[2] > 0 && largest == best[0] && category == best[1])
		best[2]++;
	else
	{
		memset(sums, 0, run->n_categories * sizeof(double));
		best[0] = largest;
		best[1] = category;
		best[2] = 1;
	}
	for (uint32_t c = 0; c < run->n_categories; c++)
		sums[c] = mls_mining_step(run, sums[c] + mls_mining_step(run, mls_segment_probability(run, segment, c, row)));
}

static bool
finish_max(MlsMiningRun *run, uint32_t at, uint32_t row)
{
	double	   *sums = sums_of(run, at);
	double		n;

	if (!run->has_categories)
	{
		mls_put(run->eval, run->model->value, row, mls_mining_number(run, sums[0]));
		return true;
	}
	n = sums[run->n_categories + 2];
	for (uint32_t c = 0; c < run->n_categories; c++)
		sums[c] = mls_mining_step(run, sums[c] / n);
	mls_put_probabilities(run, sums, row);
	return true;
}

const MlsMiningMethod mls_method_max = {add_to_max, finish_max};

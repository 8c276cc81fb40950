/*
 * eval/mining_medians.c
 *	  Combining segments: medians of numbers or of probabilities.
 *
 * All results of a row are kept until the end.  In regression a row's numbers
 * come as pairs of value and weight; in classification as the distributions one
 * after the other, and behind them the same room as pairs for sorting.
 */
#include "eval/mining_int.h"

typedef struct Pair
{
	double		value;
	double		with;			/* a weight, or the number of a distribution */
} Pair;

/* By value; NaN last; equal values by what comes with them, so that sorting is stable for numbered pairs. */
static bool
is_before(const Pair *a, const Pair *b)
{
	if (isnan(a->value) || isnan(b->value))
		return !isnan(a->value) || (isnan(b->value) && a->with < b->with);
	return a->value < b->value || (a->value == b->value && a->with < b->with);
}

/* Lets the pair at "top" sink to its place in a heap of n. */
static void
sink(Pair *pairs, uint32_t top, uint32_t n)
{
	Pair		sinking = pairs[top];

	for (uint64_t child = 2 * (uint64_t) top + 1; child < n; child = 2 * (uint64_t) top + 1)
	{
		if (child + 1 < n && is_before(&pairs[child], &pairs[child + 1]))
			child++;
		if (!is_before(&sinking, &pairs[child]))
			break;
		pairs[top] = pairs[child];
		top = (uint32_t) child;
	}
	pairs[top] = sinking;
}

/* Sorts in place: the C library's qsort may take memory. */
static void
sort_pairs(Pair *pairs, uint32_t n)
{
	for (uint32_t i = n / 2; i-- > 0;)
		sink(pairs, i, n);
	for (uint32_t last = n; last-- > 1;)
	{
		Pair		largest = pairs[0];

		pairs[0] = pairs[last];
		pairs[last] = largest;
		sink(pairs, 0, last);
	}
}

static void
add_to_list(MlsMiningRun *run, uint32_t at, uint32_t row, const MlsImgSegment *segment, double number, double weight)
{
	double	   *list = run->sums + (size_t) at * run->n_sums;

	if (!run->has_categories)
		((Pair *) list)[run->n_predicted[at]] = (Pair) {number, weight};
	for (uint32_t c = 0; c < run->n_categories; c++)
		list[(size_t) run->n_predicted[at] * run->n_categories + c] =
			mls_mining_step(run, mls_segment_probability(run, segment, c, row));
}

/* The middle of sorted numbers, or the mean of the two middle ones. */
static double
middle(const MlsMiningRun *run, const Pair *pairs, uint32_t n)
{
	if (n % 2 == 1)
		return pairs[n / 2].value;
	return mls_mining_step(run, mls_mining_step(run, pairs[n / 2 - 1].value + pairs[n / 2].value) / 2);
}

/* The first number whose weight, added to those before it, is at least half of all. */
static bool
weighted_middle(const MlsMiningRun *run, const Pair *pairs, uint32_t n, double total, double *value)
{
	double		sum = 0;

	for (uint32_t i = 0; i < n && total > 0; i++)
	{
		sum = mls_mining_step(run, sum + pairs[i].with);
		if (sum >= total / 2 || i == n - 1)
		{
			*value = pairs[i].value;
			return true;
		}
	}
	return false;
}

/*
 * The distribution of the model whose probability of the winning category is the
 * median, or the mean of the two in the middle.  The winning category is the one
 * with the largest median.
 */
static void
finish_distributions(MlsMiningRun *run, uint32_t at, uint32_t row)
{
	uint32_t	n = run->n_predicted[at];
	uint32_t	n_categories = run->n_categories;
	double	   *list = run->sums + (size_t) at * run->n_sums;
	Pair	   *pairs = (Pair *) (list + (size_t) run->mining->segments.n * n_categories);
	double		largest = -INFINITY;
	uint32_t	low = 0,
				high = 0;

	for (uint32_t c = 0; c < n_categories; c++)
	{
		double		median;

		for (uint32_t i = 0; i < n; i++)
			pairs[i] = (Pair) {list[(size_t) i * n_categories + c], i};
		sort_pairs(pairs, n);
		median = middle(run, pairs, n);
		if (median > largest)
		{
			largest = median;
			low = (uint32_t) pairs[(n - 1) / 2].with;
			high = (uint32_t) pairs[n / 2].with;
		}
	}
	for (uint32_t c = 0; c < n_categories && low != high; c++)
	{
		double		sum = mls_mining_step(run, list[(size_t) low * n_categories + c] +
										  list[(size_t) high * n_categories + c]);

		list[(size_t) low * n_categories + c] = mls_mining_step(run, sum / 2);
	}
	mls_put_probabilities(run, list + (size_t) low * n_categories, row);
}

static bool
finish_median(MlsMiningRun *run, uint32_t at, uint32_t row)
{
	Pair	   *pairs = (Pair *) (run->sums + (size_t) at * run->n_sums);
	uint32_t	n = run->n_predicted[at];
	double		value;

	if (run->has_categories)
	{
		finish_distributions(run, at, row);
		return true;
	}
	sort_pairs(pairs, n);
	if (run->mining->method == MLS_METHOD_MEDIAN)
		value = middle(run, pairs, n);
	else if (!weighted_middle(run, pairs, n, run->predicted[at], &value))
		return false;
	mls_put(run->eval, run->model->value, row, mls_mining_number(run, value));
	return true;
}

const MlsMiningMethod mls_method_median = {add_to_list, finish_median};

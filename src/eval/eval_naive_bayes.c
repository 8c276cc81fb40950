/*
 * eval/eval_naive_bayes.c
 *	  NaiveBayesModel: sums of logarithms.
 *
 * PMML 4.4, NaiveBayesModel: a category's likelihood is its count times the
 * probabilities of the inputs' values; a density below the threshold is the
 * threshold.  Missing inputs and values without counts are left out.  The largest
 * logarithm is subtracted before the exponentials are taken, so that the product
 * of however many inputs neither vanishes nor overflows.
 */
#include "eval/distribution.h"
#include "eval/eval_int.h"

/* The place of a value among those of an input, or MLS_NONE. */
static uint32_t
place_of(const MlsImage *image, MlsSpan values, MlsCell cell)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX) + values.first;

	for (uint32_t i = 0; i < values.n; i++)
	{
		if (mls_equals(image, cell, &MLS_RECORDS(image, CONSTANT)[index[i]]))
			return i;
	}
	return MLS_NONE;
}

/* Adds what an input says; false if its value cannot be read. */
static bool
add_input(MlsEval *eval, const MlsImgNaiveBayes *bayes, const MlsImgBayesInput *input, uint32_t n_categories,
		  uint32_t row, double *sums)
{
	const double *numbers = MLS_RECORDS(eval->image, NUMBER) + input->numbers;
	MlsCell		cell = mls_get(eval, input->column, row);
	double		x;

	if (cell.tag == MLS_TAG_MISSING)
		return true;
	if (cell.tag == MLS_TAG_INVALID)
	{
		mls_fail_row(eval, row, cell.datum.reason);
		return false;
	}
	if (input->is_discrete)
	{
		uint32_t	place = place_of(eval->image, input->values, cell);

		for (uint32_t c = 0; place != MLS_NONE && c < n_categories; c++)
			sums[c] += numbers[(size_t) place * n_categories + c];
		return true;
	}
	if (!mls_cell_number(cell, &x))
	{
		mls_fail_row(eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, MLS_NONE});
		return false;
	}
	for (uint32_t c = 0; c < n_categories; c++)
	{
		const double *distribution = numbers + (size_t) c * MLS_DISTRIBUTION_NUMBERS;

		if (distribution[0] >= MLS_DISTRIBUTION_GAUSSIAN && distribution[0] <= MLS_DISTRIBUTION_UNIFORM)
		{
			double		density = mls_log_density(distribution, x);

			sums[c] += density < bayes->log_threshold ? bayes->log_threshold : density;
		}
	}
	return true;
}

/* Sums become probabilities; false if every category is impossible, or a sum is no number. */
static bool
normalize(double *sums, uint32_t n)
{
	double		largest = -INFINITY;
	double		total = 0;

	for (uint32_t c = 0; c < n; c++)
	{
		if (isnan(sums[c]))
			return false;
		largest = sums[c] > largest ? sums[c] : largest;
	}
	if (!isfinite(largest))
		return false;
	for (uint32_t c = 0; c < n; c++)
	{
		sums[c] = exp(sums[c] - largest);
		total += sums[c];
	}
	for (uint32_t c = 0; c < n; c++)
		sums[c] /= total;
	return true;
}

void
mls_eval_naive_bayes(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgNaiveBayes *bayes = &MLS_RECORDS(eval->image, NAIVE_BAYES)[model->body];
	const MlsImgBayesInput *inputs = MLS_RECORDS(eval->image, BAYES_INPUT) + bayes->inputs.first;
	const double *priors = MLS_RECORDS(eval->image, NUMBER) + bayes->priors;
	uint32_t	n = model->categories.n;
	size_t		mark = mls_scratch_mark(eval);
	double	   *sums = mls_scratch(eval, n * sizeof(double));

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		bool		is_read = true;

		memcpy(sums, priors, n * sizeof(double));
		for (uint32_t k = 0; k < bayes->inputs.n && is_read; k++)
			is_read = add_input(eval, bayes, &inputs[k], n, row, sums);
		if (!is_read || !normalize(sums, n))
		{
			mls_no_prediction(eval, model, row);
			continue;
		}
		for (uint32_t c = 0; c < n; c++)
		{
			mls_put_double(eval, model->probabilities + c, row, sums[c]);
			if (model->confidences != MLS_NONE)
				mls_put_double(eval, model->confidences + c, row, sums[c]);
		}
	}
	mls_scratch_release(eval, mark);
	mls_pick_winner(eval, model, rows);
}

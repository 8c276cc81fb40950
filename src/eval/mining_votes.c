/*
 * eval/mining_votes.c
 *	  Combining segments: votes for categories or clusters, by weight or by head.
 *
 * A category's probability is its share of the votes.  A segment without a
 * prediction votes for "missing", which wins if it has more votes than every
 * category.  Of categories that tie the first in the declared order wins.
 */
#include "eval/mining_int.h"

/* What a segment calls a category of the mining model; NULL: it does not have it. */
static const MlsImgConstant *
segments_category(const MlsMiningRun *run, const MlsImgSegment *segment, uint32_t category)
{
	const MlsImage *image = run->eval->image;
	const uint32_t *index = MLS_RECORDS(image, INDEX);
	const MlsImgModel *model = run->model;

	if (model->function == MLS_FUNCTION_CLASSIFICATION)
	{
		model = &MLS_RECORDS(image, MODEL)[segment->model];
		category = index[segment->category_map.first + category];
		if (category == MLS_NONE)
			return NULL;
	}
	return &MLS_RECORDS(image, CONSTANT)[index[model->categories.first + category]];
}

static void
add_vote(MlsMiningRun *run, uint32_t at, uint32_t row, const MlsImgSegment *segment, double number, double weight)
{
	const MlsImage *image = run->eval->image;
	double	   *votes = run->sums + (size_t) at * run->n_sums;
	MlsCell		value = mls_get(run->eval, MLS_RECORDS(image, MODEL)[segment->model].value, row);

	for (uint32_t c = 0; c < run->n_categories; c++)
	{
		const MlsImgConstant *category = segments_category(run, segment, c);

		if (category != NULL && mls_equals(image, value, category))
		{
			votes[c] = mls_mining_step(run, votes[c] + weight);
			return;
		}
	}
}

static bool
finish_votes(MlsMiningRun *run, uint32_t at, uint32_t row)
{
	double	   *votes = run->sums + (size_t) at * run->n_sums;
	double		most = 0;

	for (uint32_t c = 0; c < run->n_categories; c++)
		most = votes[c] > most ? votes[c] : most;
	if (most == 0)
		return false;
	if (run->missing[at] > most && run->mining->missing_prediction_treatment == MLS_PREDICTION_CONTINUE)
		return false;
	for (uint32_t c = 0; c < run->n_categories; c++)
		votes[c] = mls_mining_step(run, votes[c] / run->predicted[at]);
	mls_put_probabilities(run, votes, row);
	return true;
}

const MlsMiningMethod mls_method_votes = {add_vote, finish_votes};

/*
 * eval/mining_votes.c
 *	  Combining segments: votes for categories, by weight or by head.
 *
 * A category's probability is its share of the votes.  A segment without a
 * prediction votes for "missing", which wins if it has more votes than every
 * category.  Of categories that tie the first in the declared order wins.
 */
#include "eval/mining_int.h"

static void
add_vote(MlsMiningRun *run, uint32_t at, uint32_t row, const MlsImgSegment *segment, double number, double weight)
{
	const MlsImage *image = run->eval->image;
	const MlsImgModel *model = &MLS_RECORDS(image, MODEL)[segment->model];
	const MlsImgConstant *constants = MLS_RECORDS(image, CONSTANT);
	const uint32_t *index = MLS_RECORDS(image, INDEX);
	double	   *votes = run->sums + (size_t) at * run->n_sums;
	MlsCell		value = mls_get(run->eval, model->value, row);

	for (uint32_t c = 0; c < run->n_categories; c++)
	{
		uint32_t	own = index[segment->category_map.first + c];

		if (own != MLS_NONE && mls_equals(image, value, &constants[index[model->categories.first + own]]))
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

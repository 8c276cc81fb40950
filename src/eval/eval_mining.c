/*
 * eval/eval_mining.c
 *	  The general mining model: runs segments and combines or chooses results.
 *
 * Segments run in document order, each for the rows for which its predicate is
 * true.  selectFirst and chains take a segment's result as a whole; selectAll
 * lists the segments' predictions; the other methods combine numbers or
 * probabilities (mining_int.h).
 */
#include "eval/mining_int.h"

static bool
is_weighted(const MlsImgMining *mining)
{
	return mining->method == MLS_METHOD_WEIGHTED_AVERAGE || mining->method == MLS_METHOD_WEIGHTED_SUM ||
		mining->method == MLS_METHOD_WEIGHTED_MEDIAN || mining->method == MLS_METHOD_WEIGHTED_MAJORITY_VOTE;
}

static bool
is_vote(const MlsImgMining *mining)
{
	return mining->method == MLS_METHOD_MAJORITY_VOTE || mining->method == MLS_METHOD_WEIGHTED_MAJORITY_VOTE;
}

/* How the method combines; NULL: it takes results as a whole. */
static const MlsMiningMethod *
method_of(const MlsImgMining *mining)
{
	switch ((MlsMultipleModelMethod) mining->method)
	{
		case MLS_METHOD_AVERAGE:
		case MLS_METHOD_WEIGHTED_AVERAGE:
		case MLS_METHOD_SUM:
		case MLS_METHOD_WEIGHTED_SUM:
			return &mls_method_sum;
		case MLS_METHOD_MAX:
			return &mls_method_max;
		case MLS_METHOD_MAJORITY_VOTE:
		case MLS_METHOD_WEIGHTED_MAJORITY_VOTE:
			return &mls_method_votes;
		case MLS_METHOD_MEDIAN:
		case MLS_METHOD_WEIGHTED_MEDIAN:
			return &mls_method_median;
		case MLS_METHOD_SELECT_FIRST:
		case MLS_METHOD_SELECT_ALL:
		case MLS_METHOD_MODEL_CHAIN:
		case MLS_METHOD_MULTI_MODEL_CHAIN:
			break;
	}
	return NULL;
}

static inline const MlsImgModel *
model_of(const MlsMiningRun *run, const MlsImgSegment *segment)
{
	return &MLS_RECORDS(run->eval->image, MODEL)[segment->model];
}

double
mls_segment_probability(const MlsMiningRun *run, const MlsImgSegment *segment, uint32_t category, uint32_t row)
{
	const uint32_t *map = MLS_RECORDS(run->eval->image, INDEX) + segment->category_map.first;
	double		probability = 0;

	if (map[category] != MLS_NONE)
		mls_cell_number(mls_get(run->eval, model_of(run, segment)->probabilities + map[category], row), &probability);
	return probability;
}

void
mls_put_probabilities(const MlsMiningRun *run, const double *probabilities, uint32_t row)
{
	const MlsImgModel *model = run->model;

	for (uint32_t c = 0; c < run->n_categories; c++)
	{
		MlsCell		cell = mls_mining_number(run, probabilities[c]);

		mls_put(run->eval, model->probabilities + c, row, cell);
		if (model->confidences != MLS_NONE)
			mls_put(run->eval, model->confidences + c, row, cell);
	}
}

/* ---- a segment's result for a row ---- */

/* Whether there is one: the methods that combine probabilities need those too. */
static bool
has_prediction(const MlsMiningRun *run, const MlsImgModel *model, bool needs_probabilities, uint32_t row)
{
	uint8_t		tag = mls_tags(run->eval, model->value)[row];

	if (tag == MLS_TAG_INVALID)
		mls_fail_row(run->eval, row, mls_data(run->eval, model->value)[row].reason);
	if (tag == MLS_TAG_MISSING || tag == MLS_TAG_INVALID)
		return false;
	return !needs_probabilities ||
		(model->probabilities != MLS_NONE && model->categories.n > 0 &&
		 mls_tags(run->eval, model->probabilities)[row] != MLS_TAG_MISSING);
}

/* The segment's weight for a row; a missing VariableWeight is 0. */
static double
weight_of(MlsMiningRun *run, const MlsImgSegment *segment, uint32_t row)
{
	MlsCell		cell;
	double		weight = 0;

	if (!is_weighted(run->mining))
		return 1;
	if (segment->weight_column == MLS_NONE)
		return mls_mining_step(run, segment->weight);
	cell = mls_get(run->eval, segment->weight_column, row);
	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(run->eval, row, cell.datum.reason);
	else if (cell.tag != MLS_TAG_MISSING && !mls_cell_number(cell, &weight))
		mls_fail_row(run->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
	return mls_mining_step(run, weight);
}

/* Copies columns of a segment's result for a row: one for each category, or 0 where it has none. */
static void
copy_of_categories(MlsMiningRun *run, const MlsImgSegment *segment, uint32_t from, uint32_t to, uint32_t row)
{
	const uint32_t *map = MLS_RECORDS(run->eval->image, INDEX) + segment->category_map.first;

	for (uint32_t c = 0; to != MLS_NONE && c < run->n_categories; c++)
	{
		if (from == MLS_NONE)
			mls_put_missing(run->eval, to + c, row);
		else
			mls_put(run->eval, to + c, row, map[c] == MLS_NONE ?
					mls_mining_number(run, 0) : mls_get(run->eval, from + map[c], row));
	}
}

/* Makes a segment's result that of the mining model, as it is. */
static void
take_result(MlsMiningRun *run, const MlsImgSegment *segment, uint32_t row)
{
	MlsEval    *eval = run->eval;
	const MlsImgModel *to = run->model;
	const MlsImgModel *from = model_of(run, segment);

	/* a chain may end with a model of another function: it gives no result of this one */
	if (from->function != to->function || mls_tags(eval, from->value)[row] == MLS_TAG_MISSING)
		mls_no_prediction(eval, to, row);
	else
	{
		mls_put(eval, to->value, row, mls_get(eval, from->value, row));
		for (uint32_t i = 0; i < to->n_reasons; i++)
		{
			if (i < from->n_reasons)
				mls_put(eval, to->reasons + i, row, mls_get(eval, from->reasons + i, row));
			else
				mls_put_missing(eval, to->reasons + i, row);
		}
	}
	if (run->has_categories && mls_tags(eval, to->value)[row] != MLS_TAG_MISSING)
	{
		copy_of_categories(run, segment, from->probabilities, to->probabilities, row);
		copy_of_categories(run, segment, from->confidences != MLS_NONE ? from->confidences : from->probabilities,
						   to->confidences, row);
	}

	/* which segment it was is known also when it predicts nothing */
	if (to->entity != MLS_NONE)
		mls_put(eval, to->entity, row, MLS_CELL_STRING(mls_image_string(eval->image, segment->id)));
}

/* Adds what a segment gives to the lists of selectAll; what is missing is an element too. */
static void
list(MlsMiningRun *run, const MlsImgSegment *segment, MlsCell prediction, uint32_t at, uint32_t row)
{
	const MlsImgMining *mining = run->mining;
	const uint32_t *sources = MLS_RECORDS(run->eval->image, INDEX) + mining->sources.first;
	uint32_t	n = mining->segments.n;
	uint32_t	column = mining->items + run->n_predicted[at]++;

	run->predicted[at]++;
	mls_put(run->eval, column, row, prediction);
	for (uint32_t i = (uint32_t) (segment - run->segments); i < mining->sources.n; i += n)
	{
		column += n;
		mls_put(run->eval, column, row, sources[i] == MLS_NONE ? MLS_CELL_MISSING : mls_get(run->eval, sources[i], row));
	}
}

/* What a segment's result, or its lack, does to a row when results are taken as a whole. */
static void
choose(MlsMiningRun *run, const MlsImgSegment *segment, uint32_t at, uint32_t row)
{
	const MlsImgMining *mining = run->mining;
	bool		is_missing = !has_prediction(run, model_of(run, segment), false, row);

	if (is_missing && mining->missing_prediction_treatment == MLS_PREDICTION_RETURN_MISSING)
	{
		run->state[at] |= MLS_ROW_CLOSED | MLS_ROW_NULL;
		return;
	}
	if (mining->method == MLS_METHOD_MULTI_MODEL_CHAIN)
		return;
	if (mining->method == MLS_METHOD_MODEL_CHAIN)
	{
		run->n_predicted[at] = 1;
		if (!mining->last_decides || segment == run->segments + mining->segments.n - 1)
			take_result(run, segment, row);
		return;
	}
	if (is_missing && mining->missing_prediction_treatment == MLS_PREDICTION_SKIP_SEGMENT)
	{
		run->missing[at]++;
		return;
	}
	if (mining->method == MLS_METHOD_SELECT_ALL)
	{
		list(run, segment, is_missing ? MLS_CELL_MISSING : mls_get(run->eval, model_of(run, segment)->value, row), at, row);
		return;
	}
	run->n_predicted[at] = 1;
	run->state[at] |= MLS_ROW_CLOSED;
	take_result(run, segment, row);
}

/* The same when results are combined. */
static void
combine(MlsMiningRun *run, const MlsMiningMethod *method, const MlsImgSegment *segment, uint32_t at, uint32_t row)
{
	const MlsImgModel *model = model_of(run, segment);
	bool		votes = is_vote(run->mining);
	double		weight = weight_of(run, segment, row);
	double		number = 0;

	if (has_prediction(run, model, run->has_categories && !votes, row))
	{
		if (!run->has_categories && !mls_cell_number(mls_get(run->eval, model->value, row), &number))
			mls_fail_row(run->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
		run->predicted[at] = mls_mining_step(run, run->predicted[at] + weight);
		method->add(run, at, row, segment, mls_mining_step(run, number), weight);
		run->n_predicted[at]++;
		return;
	}
	run->missing[at] = mls_mining_step(run, run->missing[at] + weight);
	if (run->mining->missing_prediction_treatment == MLS_PREDICTION_RETURN_MISSING)
		run->state[at] |= MLS_ROW_CLOSED | MLS_ROW_NULL;
	else if (run->mining->missing_prediction_treatment == MLS_PREDICTION_CONTINUE && !votes)
		run->state[at] |= MLS_ROW_NULL;
}

/* ---- the run ---- */

/* The rows for which a segment runs: their places in "places", themselves in "index". */
static uint32_t
select_rows(MlsMiningRun *run, const MlsImgSegment *segment, uint32_t *places, uint32_t *index)
{
	uint32_t	n = 0;

	for (uint32_t at = 0; at < run->rows->n; at++)
	{
		uint32_t	row = mls_row(run->rows, at);

		if (!(run->state[at] & MLS_ROW_CLOSED) &&
			mls_predicate(run->eval, segment->predicate, row, NULL) == MLS_TRUE)
		{
			places[n] = at;
			index[n++] = row;
		}
	}
	return n;
}

/* Whether the part of a row's segments that gave nothing is more than the threshold. */
static bool
lacks_too_much(const MlsMiningRun *run, uint32_t at)
{
	return run->missing[at] > 0 &&
		run->missing[at] / (run->missing[at] + run->predicted[at]) > run->mining->missing_threshold;
}

static void
finish_row(MlsMiningRun *run, const MlsMiningMethod *method, uint32_t at, uint32_t row)
{
	const MlsImgMining *mining = run->mining;
	bool		is_null = (run->state[at] & MLS_ROW_NULL) || run->n_predicted[at] == 0;

	if (mining->method == MLS_METHOD_MULTI_MODEL_CHAIN)
	{
		for (uint32_t s = 0; s < mining->segments.n && (run->state[at] & MLS_ROW_NULL); s++)
			mls_no_prediction(run->eval, model_of(run, &run->segments[s]), row);
		return;
	}
	if (method && !is_null)
		is_null = lacks_too_much(run, at) || !method->finish(run, at, row);
	if (mining->method == MLS_METHOD_SELECT_ALL && !is_null)
	{
		is_null = lacks_too_much(run, at);
		mls_put(run->eval, run->model->value, row, MLS_CELL_INTEGER(run->n_predicted[at]));
	}
	if (is_null)
		mls_no_prediction(run->eval, run->model, row);
}

void
mls_eval_mining(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgMining *mining = &MLS_RECORDS(eval->image, MINING)[model->body];
	const MlsMiningMethod *method = method_of(mining);
	size_t		mark = mls_scratch_mark(eval);
	bool		has_categories = mls_mining_has_categories((MlsMiningFunction) model->function,
														   (MlsMultipleModelMethod) mining->method);
	MlsMiningRun run = {
		.eval = eval,
		.model = model,
		.mining = mining,
		.segments = MLS_RECORDS(eval->image, SEGMENT) + mining->segments.first,
		.rows = rows,
		.is_float = model->float_context,
		.has_categories = has_categories,
		.n_categories = has_categories ? model->categories.n : 0,
		.n_sums = mining->n_sums
	};
	uint32_t   *places = mls_scratch(eval, rows->n * sizeof(uint32_t));
	uint32_t   *index = mls_scratch(eval, rows->n * sizeof(uint32_t));

	run.state = mls_scratch(eval, rows->n);
	run.predicted = mls_scratch(eval, rows->n * sizeof(double));
	run.missing = mls_scratch(eval, rows->n * sizeof(double));
	run.n_predicted = mls_scratch(eval, rows->n * sizeof(uint32_t));
	run.sums = mls_scratch(eval, (size_t) rows->n * run.n_sums * sizeof(double));
	memset(run.state, 0, rows->n);
	memset(run.predicted, 0, rows->n * sizeof(double));
	memset(run.missing, 0, rows->n * sizeof(double));
	memset(run.n_predicted, 0, rows->n * sizeof(uint32_t));
	memset(run.sums, 0, (size_t) rows->n * run.n_sums * sizeof(double));

	for (uint32_t s = 0; s < mining->segments.n; s++)
	{
		const MlsImgSegment *segment = &run.segments[s];
		MlsRows		selected = {0, index};

		mls_run_steps(eval, segment->steps, rows);
		selected.n = select_rows(&run, segment, places, index);
		if (selected.n == 0)
			continue;
		mls_run_model(eval, segment->model, &selected);
		for (uint32_t i = 0; i < selected.n && !segment->only_outputs; i++)
		{
			if (method)
				combine(&run, method, segment, places[i], index[i]);
			else
				choose(&run, segment, places[i], index[i]);
		}
	}
	for (uint32_t at = 0; at < rows->n; at++)
		finish_row(&run, method, at, mls_row(rows, at));
	if (method && run.has_categories)
		mls_pick_winner(eval, model, rows);
	mls_scratch_release(eval, mark);
}

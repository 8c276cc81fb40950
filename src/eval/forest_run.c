/*
 * eval/forest_run.c
 *	  Begin and end of a forest, whichever way its leaves are found.
 */
#include "base/hot.h"
#include "eval/forest_run.h"
#include "eval/link.h"

double
mls_forest_text(const MlsImage *image, const MlsImgForestSlot *slot, const MlsString *text)
{
	const MlsImgForestCode *codes = MLS_RECORDS(image, FOREST_CODE) + slot->codes.first;
	uint32_t	low = 0;
	uint32_t	high = slot->codes.n;

	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (codes[middle].text < text->code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < slot->codes.n && codes[low].text == text->code ? (double) codes[low].number : -1;
}

MLS_HOT MlsForestRun
mls_forest_begin(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImage *image = eval->image;
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	const double *initial = MLS_RECORDS(image, NUMBER) + forest->initial;
	MlsForestRun run = {
		.eval = eval,
		.model = model,
		.forest = forest,
		.slots = MLS_RECORDS(image, FOREST_SLOT) + forest->slots.first,
		.nodes = MLS_RECORDS(image, FOREST_NODE) + forest->nodes.first,
		.leaves = MLS_RECORDS(image, NUMBER) + forest->leaves,
		.trees = MLS_RECORDS(image, FOREST_TREE) + forest->trees.first,
		.scores = MLS_RECORDS(image, NUMBER) + forest->scores,
		.rows = rows
	};

	run.ordinals = mls_scratch(eval, mls_forest_stride(forest) * sizeof(uint32_t));
	run.sums = mls_scratch(eval, (size_t) rows->n * forest->n_outputs * sizeof(double));
	run.flags = mls_scratch(eval, rows->n);
	memset(run.flags, 0, rows->n);
	for (uint32_t at = 0; at < rows->n; at++)
		memcpy(run.sums + (size_t) at * forest->n_outputs, initial, forest->n_outputs * sizeof(double));
	return run;
}

/* ---- rows that need a second look ---- */

/* Fills the ordinals of a row. */
static void
fill_ordinals(MlsForestRun *run, uint32_t at)
{
	uint32_t	row = mls_row(run->rows, at);

	run->ordinals[0] = 0;
	for (uint32_t s = 0; s < run->forest->slots.n; s++)
	{
		MlsCell		cell = mls_get(run->eval, run->slots[s].column, row);

		run->ordinals[s] = mls_forest_ordinal(run->eval->image, &run->slots[s],
											  mls_forest_number(run->eval->image, &run->slots[s], (uint8_t) cell.tag,
																cell.datum, &run->flags[at]));
	}
}

/*
 * What a row, whose ordinals are filled, comes to in a tree: what a leaf holds, or NAN
 * where a value is missing without which the tree predicts nothing.  A cell that
 * no number can be made of fails the row; the result then means nothing.
 */
static double
walk_alone(MlsForestRun *run, uint32_t t, uint32_t at)
{
	uint32_t	bits = run->forest->slot_bits;
	uint32_t	row = mls_row(run->rows, at);
	const MlsImgForestNode *node = run->nodes + (run->trees[t].root - run->forest->nodes.first);

	for (; node->way >> bits; node = mls_forest_next(node, run->ordinals, bits))
	{
		const MlsImgForestSlot *slot = &run->slots[node->way & (((uint32_t) 1 << bits) - 1)];
		MlsCell		cell;

		if (node->ordinal == MLS_ORDINAL_LEAF)
			continue;
		cell = mls_get(run->eval, slot->column, row);
		if (cell.tag == MLS_TAG_MISSING && slot->missing_is_null)
			return NAN;
		if (cell.tag == MLS_TAG_INVALID)
			mls_fail_row(run->eval, row, cell.datum.reason);
		else if (cell.tag == MLS_TAG_STRING ? !slot->is_text : MLS_IS_NO_NUMBER(cell.tag))
			mls_fail_row(run->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
		else
			continue;
		run->flags[at] |= MLS_ROW_FAILED;
		return NAN;
	}
	return run->leaves[node - run->nodes];
}

double
mls_forest_linear(MlsForestRun *run, double leaf, uint32_t at)
{
	const MlsImage *image = run->eval->image;
	const MlsImgForestLinear *linear = &MLS_RECORDS(image, FOREST_LINEAR)[run->forest->linear.first + (uint32_t) leaf];
	const MlsImgForestTerm *terms = MLS_RECORDS(image, FOREST_TERM) + linear->terms.first;
	uint32_t	row = mls_row(run->rows, at);
	double		sum = linear->constant;

	for (uint32_t i = 0; i < linear->terms.n; i++)
	{
		MlsCell		cell = mls_get(run->eval, terms[i].column, row);
		double		number;

		if (cell.tag == MLS_TAG_INVALID)
			mls_fail_row(run->eval, row, cell.datum.reason);
		if (!mls_cell_number(cell, &number) || isnan(number))
			return linear->otherwise;
		if (fabs(number) <= linear->zero)
			number = 0;
		sum += terms[i].coefficient * number;
	}
	return sum;
}

/*
 * Adds up the trees of a row again.  A cell that no number can be made of does no
 * harm unless the row comes to it.
 */
static void
look_at_row(MlsForestRun *run, uint32_t at)
{
	const MlsImgForest *forest = run->forest;

	run->flags[at] &= (uint8_t) ~MLS_ROW_NULL;
	memcpy(run->sums + (size_t) at * forest->n_outputs, MLS_RECORDS(run->eval->image, NUMBER) + forest->initial,
		   forest->n_outputs * sizeof(double));
	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		double		score = walk_alone(run, t, at);

		if (run->flags[at] & MLS_ROW_FAILED)
			return;
		mls_forest_add(run, &run->trees[t], score, at);
		if (isnan(score) && forest->missing_prediction_treatment == MLS_PREDICTION_RETURN_MISSING)
			return;
	}
}

/*
 * What is left of a row some of whose trees predict nothing; false if it has no
 * prediction.  The rules are those of eval_mining.c.
 */
static bool
settle_null_row(MlsForestRun *run, uint32_t at, double *divisor)
{
	const MlsImgForest *forest = run->forest;
	const double *sums = run->sums + (size_t) at * forest->n_outputs;
	double		predicted = 0;
	double		missing = 0;
	double		most = 0;
	uint32_t	n_predicted = 0;

	if (forest->missing_prediction_treatment == MLS_PREDICTION_RETURN_MISSING ||
		(forest->missing_prediction_treatment == MLS_PREDICTION_CONTINUE && !forest->is_vote))
		return false;
	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		if (isnan(walk_alone(run, t, at)))
			missing = mls_forest_rounded(forest, missing + run->trees[t].weight);
		else
		{
			predicted = mls_forest_rounded(forest, predicted + run->trees[t].weight);
			n_predicted++;
		}
	}
	if (n_predicted == 0 || missing / (missing + predicted) > forest->missing_threshold)
		return false;
	for (uint32_t o = 0; o < forest->n_outputs; o++)
		most = sums[o] > most ? sums[o] : most;
	if (forest->is_vote && forest->missing_prediction_treatment == MLS_PREDICTION_CONTINUE && missing > most)
		return false;
	if (*divisor != 0)
		*divisor = predicted;
	return true;
}

/* ---- results ---- */

static inline MlsCell
number_cell(const MlsImgForest *forest, double value)
{
	return forest->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value);
}

/* The probabilities of a row from its margins; one margin is that of the second category. */
static void
put_probabilities(MlsForestRun *run, double *margins, uint32_t row)
{
	const MlsImgForest *forest = run->forest;
	const MlsImgModel *model = run->model;
	double		two[2];

	if (forest->n_outputs == 1)
	{
		two[1] = mls_link_one((MlsLink) forest->link, forest->is_float, margins[0]);
		two[0] = mls_forest_rounded(forest, 1 - two[1]);
		margins = two;
	}
	else
		mls_link_row((MlsLink) forest->link, forest->is_float, margins, forest->n_outputs);
	for (uint32_t c = 0; c < model->categories.n; c++)
	{
		mls_put(run->eval, model->probabilities + c, row, number_cell(forest, margins[c]));
		if (model->confidences != MLS_NONE)
			mls_put(run->eval, model->confidences + c, row, number_cell(forest, margins[c]));
	}
}

static void
finish_row(MlsForestRun *run, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	const MlsImgModel *model = run->model;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;
	uint32_t	row = mls_row(run->rows, at);
	double		divisor = forest->divisor;

	if ((run->flags[at] & MLS_ROW_FAILED) ||
		((run->flags[at] & MLS_ROW_NULL) && !settle_null_row(run, at, &divisor)))
	{
		mls_no_prediction(run->eval, model, row);
		for (uint32_t o = 0; o < forest->n_outputs && forest->margins != MLS_NONE; o++)
			mls_put_missing(run->eval, forest->margins + o, row);
		return;
	}
	for (uint32_t o = 0; o < forest->n_outputs && forest->margins != MLS_NONE; o++)
		mls_put(run->eval, forest->margins + o, row, number_cell(forest, sums[o]));
	for (uint32_t o = 0; o < forest->n_outputs && divisor != 0; o++)
		sums[o] = mls_forest_rounded(forest, sums[o] / divisor);
	for (uint32_t o = 0; o < forest->n_outputs && forest->scale != 1; o++)
		sums[o] = mls_forest_rounded(forest, sums[o] * forest->scale);
	if (model->function == MLS_FUNCTION_CLASSIFICATION)
	{
		put_probabilities(run, sums, row);
		return;
	}
	for (uint32_t o = 0; o < forest->n_outputs; o++)
		mls_put(run->eval, model->value + o, row,
				number_cell(forest, mls_link_one((MlsLink) forest->link, forest->is_float, sums[o])));
}

MLS_HOT void
mls_forest_end(MlsForestRun *run)
{
	for (uint32_t at = 0; at < run->rows->n; at++)
	{
		if (run->flags[at] != 0)
			fill_ordinals(run, at);
		if (run->flags[at] & MLS_ROW_LOOK)
			look_at_row(run, at);
		finish_row(run, at);
	}
	if (run->model->function == MLS_FUNCTION_CLASSIFICATION)
		mls_pick_winner(run->eval, run->model, run->rows);
}

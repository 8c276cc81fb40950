/*
 * eval/forest_run.c
 *	  Begin and end of a forest, whichever way its leaves are found.
 */
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

MlsForestRun
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
		.nodes = MLS_RECORDS(image, FOREST_NODE),
		.trees = MLS_RECORDS(image, FOREST_TREE) + forest->trees.first,
		.scores = MLS_RECORDS(image, NUMBER) + forest->scores,
		.rows = rows
	};

	run.numbers = mls_scratch(eval, (forest->slots.n + 1) * sizeof(double));
	run.sums = mls_scratch(eval, (size_t) rows->n * forest->n_outputs * sizeof(double));
	run.flags = mls_scratch(eval, rows->n);
	memset(run.flags, 0, rows->n);
	for (uint32_t at = 0; at < rows->n; at++)
		memcpy(run.sums + (size_t) at * forest->n_outputs, initial, forest->n_outputs * sizeof(double));
	return run;
}

/* ---- rows that need a second look ---- */

static inline bool
is_leaf(const MlsImgForestNode *nodes, uint32_t at)
{
	return nodes[at].child + 1 == at;
}

static inline uint32_t
next_node(const MlsForestRun *run, uint32_t at)
{
	const MlsImgForestNode *node = &run->nodes[at];

	return node->child + !(run->numbers[node->slot] < node->threshold);
}

/* Fills the numbers of a row. */
static void
fill_numbers(MlsForestRun *run, uint32_t at)
{
	uint32_t	row = mls_row(run->rows, at);

	for (uint32_t s = 0; s < run->forest->slots.n; s++)
	{
		MlsCell		cell = mls_get(run->eval, run->slots[s].column, row);

		run->numbers[s] = mls_forest_number(run->eval->image, &run->slots[s], (uint8_t) cell.tag, cell.datum,
											&run->flags[at]);
	}
	run->numbers[run->forest->slots.n] = NAN;
}

/*
 * Fails the row if its way through the trees comes to a cell that no number can be
 * made of.  If it does not, the cell does no harm.
 */
static void
look_at_odd_row(MlsForestRun *run, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	uint32_t	row = mls_row(run->rows, at);

	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		uint32_t	node = run->trees[t].root;

		for (; !is_leaf(run->nodes, node); node = next_node(run, node))
		{
			uint32_t	slot = run->nodes[node].slot;
			MlsCell		cell = slot < forest->slots.n ? mls_get(run->eval, run->slots[slot].column, row) : MLS_CELL_MISSING;

			if (cell.tag == MLS_TAG_INVALID)
				mls_fail_row(run->eval, row, cell.datum.reason);
			else if (cell.tag == MLS_TAG_STRING && !run->slots[slot].is_text)
				mls_fail_row(run->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
			else
				continue;
			run->flags[at] |= MLS_ROW_FAILED;
			return;
		}
		if (forest->missing_prediction_treatment == MLS_PREDICTION_RETURN_MISSING && isnan(run->nodes[node].threshold))
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
		uint32_t	node = run->trees[t].root;

		while (!is_leaf(run->nodes, node))
			node = next_node(run, node);
		if (isnan(run->nodes[node].threshold))
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
		return;
	}
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

void
mls_forest_end(MlsForestRun *run)
{
	for (uint32_t at = 0; at < run->rows->n; at++)
	{
		if (run->flags[at] != 0)
			fill_numbers(run, at);
		if (run->flags[at] & MLS_ROW_ODD)
			look_at_odd_row(run, at);
		finish_row(run, at);
	}
	if (run->model->function == MLS_FUNCTION_CLASSIFICATION)
		mls_pick_winner(run->eval, run->model, run->rows);
}

/*
 * eval/eval_forest.c
 *	  The forest: sums of trees that only ask whether a number is below another.
 *
 * First the row's values become numbers, one for each slot, in an array of its
 * own.  Then rows walk down: a step is two loads, a comparison and an addition,
 * without a branch, and what costs is only that each step waits for the one
 * before.  So eight walks go on at once, of eight rows through one tree, or,
 * where there are not so many rows, of one row through eight trees.  Scores are
 * added in the order of the trees in any case.
 */
#include <float.h>

#include "eval/eval_int.h"
#include "eval/link.h"

#define LANES		8			/* walks at once; image/kernel_forest.c allows for 16 */
#define STEPS		8			/* between looking whether all have arrived */

/* Rows whose numbers stay in the nearer caches while all trees are walked. */
#define CHUNK_BYTES	(128 * 1024)

#define ROW_ODD		0x1			/* has a cell that no number can be made of */
#define ROW_NULL	0x2			/* came to a leaf without a prediction */
#define ROW_FAILED	0x4			/* has no result: came to such a cell */

typedef struct Run
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgForest *forest;
	const MlsImgForestNode *nodes;
	const MlsImgForestTree *trees;
	const double *scores;
	const MlsRows *rows;
	uint32_t	stride;			/* numbers of a row: one for each slot, and NAN for leaves */
	double	   *numbers;		/* see numbers_of() */
	double	   *sums;			/* n_outputs for each row */
	uint8_t    *flags;
} Run;

/* Rounds a step of a float context. */
static inline double
step(const MlsImgForest *forest, double value)
{
	return forest->is_float ? mls_f32(value) : value;
}

/*
 * The numbers of a row: of LANES rows those of one slot lie together, so that a
 * slot is filled and rows are walked in step without leaping about.  Number s is
 * at [s * LANES].
 */
static inline double *
numbers_of(const Run *run, uint32_t at)
{
	return run->numbers + (size_t) (at / LANES) * run->stride * LANES + at % LANES;
}

/* ---- from values to numbers ---- */

/* The number of a text in a slot, -1 for one that no node asks for. */
static double
number_of_text(const MlsImage *image, const MlsImgForestSlot *slot, const MlsString *text)
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

/*
 * Numbers go up to DBL_MAX: above every threshold but the one that asks for
 * missing values are also infinity and NaN (which predicates order so).
 */
static inline double
bounded(double number)
{
	return number <= DBL_MAX ? number : DBL_MAX;
}

static void
fill_slot(Run *run, uint32_t s)
{
	const MlsImgForestSlot *slot = &MLS_RECORDS(run->eval->image, FOREST_SLOT)[run->forest->slots.first + s];
	const uint8_t *tags = mls_tags(run->eval, slot->column);
	const MlsDatum *data = mls_data(run->eval, slot->column);
	double		missing = slot->missing_is_below ? -INFINITY : NAN;

	for (uint32_t at = 0; at < run->rows->n; at++)
	{
		uint32_t	row = mls_row(run->rows, at);
		double	   *number = numbers_of(run, at) + (size_t) s * LANES;

		switch ((MlsTag) tags[row])
		{
			case MLS_TAG_DOUBLE:
			case MLS_TAG_FLOAT:
				*number = bounded(data[row].d);
				break;
			case MLS_TAG_INTEGER:
			case MLS_TAG_BOOLEAN:
				*number = (double) data[row].i;
				break;
			case MLS_TAG_MISSING:
				*number = missing;
				break;
			case MLS_TAG_STRING:
				*number = slot->is_text ? number_of_text(run->eval->image, slot, data[row].s) : missing;
				run->flags[at] |= slot->is_text ? 0 : ROW_ODD;
				break;
			case MLS_TAG_INVALID:
				*number = missing;
				run->flags[at] |= ROW_ODD;
				break;
		}
	}
}

/* ---- walks ---- */

static inline bool
is_leaf(const MlsImgForestNode *nodes, uint32_t at)
{
	return nodes[at].child + 1 == at;
}

/* A leaf's slot has NAN, which is below nothing, and child + 1 is the leaf. */
static inline uint32_t
next_node(const MlsImgForestNode *nodes, uint32_t at, const double *numbers)
{
	const MlsImgForestNode *node = &nodes[at];

	return node->child + !(numbers[(size_t) node->slot * LANES] < node->threshold);
}

/*
 * Walks on until all have arrived.  depth: steps that are likely enough; apart:
 * how far the numbers of a lane lie behind those of the lane before.
 */
static inline void
walk(const MlsImgForestNode *nodes, uint32_t at[LANES], const double *numbers, size_t apart, uint32_t depth)
{
	uint32_t	under_way;

	do
	{
		uint32_t	steps = depth < STEPS ? depth : STEPS;

		depth = depth > STEPS ? depth - STEPS : 1;
		for (uint32_t i = 0; i < steps; i++)
		{
#pragma GCC unroll 8
			for (int lane = 0; lane < LANES; lane++)
				at[lane] = next_node(nodes, at[lane], numbers + lane * apart);
		}
		under_way = 0;
#pragma GCC unroll 8
		for (int lane = 0; lane < LANES; lane++)
			under_way |= nodes[at[lane]].child + 1 - at[lane];
	} while (under_way);
}

/* Where a row's walk through one tree ends. */
static uint32_t
walk_alone(const Run *run, const MlsImgForestTree *tree, const double *numbers)
{
	uint32_t	at = tree->root;

	while (!is_leaf(run->nodes, at))
		at = next_node(run->nodes, at, numbers);
	return at;
}

/* Adds what a leaf holds to a row's sums. */
static void
add_leaf(Run *run, const MlsImgForestTree *tree, uint32_t leaf, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	double		score = run->nodes[leaf].threshold;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;

	if (isnan(score))
		run->flags[at] |= ROW_NULL;
	else if (!forest->is_vector)
		sums[tree->output] = step(forest, sums[tree->output] + step(forest, tree->weight * score));
	else
	{
		const double *scores = run->scores + (size_t) score * forest->n_outputs;

		for (uint32_t o = 0; o < forest->n_outputs; o++)
			sums[o] = step(forest, sums[o] + step(forest, tree->weight * scores[o]));
	}
}

/* LANES rows from "first" on through one tree. */
static inline void
walk_rows(Run *run, const MlsImgForestTree *tree, uint32_t first)
{
	const MlsImgForest *forest = run->forest;
	uint32_t	at[LANES];
	double	   *sum = run->sums + (size_t) first * forest->n_outputs + tree->output;

	for (uint32_t lane = 0; lane < LANES; lane++)
		at[lane] = tree->root;
	walk(run->nodes, at, numbers_of(run, first), 1, tree->depth);
	if (!forest->is_simple)
	{
		for (uint32_t lane = 0; lane < LANES; lane++)
			add_leaf(run, tree, at[lane], first + lane);
	}
	else if (forest->is_float)
	{
		for (uint32_t lane = 0; lane < LANES; lane++, sum += forest->n_outputs)
			*sum = mls_f32(*sum + run->nodes[at[lane]].threshold);
	}
	else
	{
		for (uint32_t lane = 0; lane < LANES; lane++, sum += forest->n_outputs)
			*sum += run->nodes[at[lane]].threshold;
	}
}

/*
 * Adds the leaves of n trees to the one sum of a row.  A sum that rounds to float
 * at each step is a sum of floats.
 */
static inline void
add_simple_leaves(Run *run, const uint32_t *leaves, uint32_t n, uint32_t at)
{
	double		sum = run->sums[at];
	float		as_float = (float) sum;

	for (uint32_t i = 0; i < n && run->forest->is_float; i++)
		as_float += (float) run->nodes[leaves[i]].threshold;
	for (uint32_t i = 0; i < n && !run->forest->is_float; i++)
		sum += run->nodes[leaves[i]].threshold;
	run->sums[at] = run->forest->is_float ? (double) as_float : sum;
}

/* One row through all trees, LANES of them at once. */
static void
walk_trees(Run *run, uint32_t row)
{
	uint32_t	n = run->forest->trees.n;
	uint32_t	at[LANES];

	for (uint32_t first = 0; first < n; first += LANES)
	{
		uint32_t	depth = 1;
		uint32_t	lanes = n - first < LANES ? n - first : LANES;

		/* at the end some walk the last tree once more */
		for (uint32_t lane = 0; lane < LANES; lane++)
		{
			const MlsImgForestTree *tree = &run->trees[first + (lane < lanes ? lane : lanes - 1)];

			at[lane] = tree->root;
			depth = tree->depth > depth ? tree->depth : depth;
		}
		walk(run->nodes, at, numbers_of(run, row), 0, depth);
		if (run->forest->is_simple && run->forest->n_outputs == 1)
		{
			add_simple_leaves(run, at, lanes, row);
			continue;
		}
		for (uint32_t lane = 0; lane < lanes; lane++)
			add_leaf(run, &run->trees[first + lane], at[lane], row);
	}
}

static void
walk_all(Run *run)
{
	uint32_t	n = run->rows->n;
	uint32_t	in_lanes = n - n % LANES;
	uint32_t	chunk = CHUNK_BYTES / (run->stride * sizeof(double)) / LANES * LANES;

	chunk = chunk > LANES ? chunk : LANES;
	for (uint32_t start = 0; start < in_lanes; start += chunk)
	{
		uint32_t	end = in_lanes - start < chunk ? in_lanes : start + chunk;

		for (uint32_t t = 0; t < run->forest->trees.n; t++)
		{
			for (uint32_t first = start; first < end; first += LANES)
				walk_rows(run, &run->trees[t], first);
		}
	}
	for (uint32_t row = in_lanes; row < n; row++)
		walk_trees(run, row);
}

/* ---- rows with cells that no number can be made of ---- */

/*
 * Fails the row if its way through the trees comes to such a cell.  If it does
 * not, the cell does no harm.
 */
static void
look_at_odd_row(Run *run, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	const MlsImgForestSlot *slots = MLS_RECORDS(run->eval->image, FOREST_SLOT) + forest->slots.first;
	const double *numbers = numbers_of(run, at);
	uint32_t	row = mls_row(run->rows, at);

	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		uint32_t	node = run->trees[t].root;

		for (; !is_leaf(run->nodes, node); node = next_node(run->nodes, node, numbers))
		{
			uint32_t	slot = run->nodes[node].slot;
			MlsCell		cell = slot < forest->slots.n ? mls_get(run->eval, slots[slot].column, row) : MLS_CELL_MISSING;

			if (cell.tag == MLS_TAG_INVALID)
				mls_fail_row(run->eval, row, cell.datum.reason);
			else if (cell.tag == MLS_TAG_STRING && !slots[slot].is_text)
				mls_fail_row(run->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
			else
				continue;
			run->flags[at] |= ROW_FAILED;
			return;
		}
		if (forest->missing_prediction_treatment == MLS_PREDICTION_RETURN_MISSING && isnan(run->nodes[node].threshold))
			return;
	}
}

/* ---- results ---- */

static inline MlsCell
number_cell(const MlsImgForest *forest, double value)
{
	return forest->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value);
}

/* The probabilities of a row from its margins; one margin is that of the second category. */
static void
put_probabilities(Run *run, double *margins, uint32_t row)
{
	const MlsImgForest *forest = run->forest;
	const MlsImgModel *model = run->model;
	double		two[2];

	if (forest->n_outputs == 1)
	{
		two[1] = mls_link_one((MlsLink) forest->link, forest->is_float, margins[0]);
		two[0] = step(forest, 1 - two[1]);
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

/*
 * What is left of a row some of whose trees predict nothing; false if it has no
 * prediction.  The rules are those of eval_mining.c.
 */
static bool
settle_null_row(Run *run, uint32_t at, double *divisor)
{
	const MlsImgForest *forest = run->forest;
	const double *numbers = numbers_of(run, at);
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
		if (isnan(run->nodes[walk_alone(run, &run->trees[t], numbers)].threshold))
			missing = step(forest, missing + run->trees[t].weight);
		else
		{
			predicted = step(forest, predicted + run->trees[t].weight);
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

static void
finish_row(Run *run, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	const MlsImgModel *model = run->model;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;
	uint32_t	row = mls_row(run->rows, at);
	double		divisor = forest->divisor;

	if ((run->flags[at] & ROW_FAILED) ||
		((run->flags[at] & ROW_NULL) && !settle_null_row(run, at, &divisor)))
	{
		mls_no_prediction(run->eval, model, row);
		return;
	}
	for (uint32_t o = 0; o < forest->n_outputs && divisor != 0; o++)
		sums[o] = step(forest, sums[o] / divisor);
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
mls_eval_forest(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImage *image = eval->image;
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	const double *initial = MLS_RECORDS(image, NUMBER) + forest->initial;
	size_t		mark = mls_scratch_mark(eval);
	Run			run = {
		.eval = eval,
		.model = model,
		.forest = forest,
		.nodes = MLS_RECORDS(image, FOREST_NODE),
		.trees = MLS_RECORDS(image, FOREST_TREE) + forest->trees.first,
		.scores = MLS_RECORDS(image, NUMBER) + forest->scores,
		.rows = rows,
		.stride = forest->slots.n + 1
	};

	run.numbers = mls_scratch(eval, (size_t) (rows->n + LANES - 1) / LANES * LANES * run.stride * sizeof(double));
	run.sums = mls_scratch(eval, (size_t) rows->n * forest->n_outputs * sizeof(double));
	run.flags = mls_scratch(eval, rows->n);
	memset(run.flags, 0, rows->n);
	for (uint32_t s = 0; s < forest->slots.n; s++)
		fill_slot(&run, s);
	for (uint32_t at = 0; at < rows->n; at++)
	{
		numbers_of(&run, at)[(size_t) forest->slots.n * LANES] = NAN;
		memcpy(run.sums + (size_t) at * forest->n_outputs, initial, forest->n_outputs * sizeof(double));
	}

	walk_all(&run);
	for (uint32_t at = 0; at < rows->n; at++)
	{
		if (run.flags[at] & ROW_ODD)
			look_at_odd_row(&run, at);
		finish_row(&run, at);
	}
	if (model->function == MLS_FUNCTION_CLASSIFICATION)
		mls_pick_winner(eval, model, rows);
	mls_scratch_release(eval, mark);
}

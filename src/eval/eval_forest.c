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
#include "eval/forest_run.h"

#define LANES		8			/* walks at once; image/kernel_forest.c allows for 16 */
#define STEPS		8			/* between looking whether all have arrived */

/* Rows whose numbers stay in the nearer caches while all trees are walked. */
#define CHUNK_BYTES	(128 * 1024)

typedef struct Walk
{
	MlsForestRun run;
	uint32_t	stride;			/* numbers of a row: one for each slot, and NAN for leaves */
	double	   *numbers;		/* see numbers_of() */
} Walk;

/*
 * The numbers of a row: of LANES rows those of one slot lie together, so that a
 * slot is filled and rows are walked in step without leaping about.  Number s is
 * at [s * LANES].
 */
static inline double *
numbers_of(const Walk *w, uint32_t at)
{
	return w->numbers + (size_t) (at / LANES) * w->stride * LANES + at % LANES;
}

static void
fill_slot(Walk *w, uint32_t s)
{
	const MlsForestRun *run = &w->run;
	const uint8_t *tags = mls_tags(run->eval, run->slots[s].column);
	const MlsDatum *data = mls_data(run->eval, run->slots[s].column);

	for (uint32_t at = 0; at < run->rows->n; at++)
	{
		uint32_t	row = mls_row(run->rows, at);

		numbers_of(w, at)[(size_t) s * LANES] =
			mls_forest_number(run->eval->image, &run->slots[s], tags[row], data[row], &run->flags[at]);
	}
}

/* ---- walks ---- */

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

/* LANES rows from "first" on through one tree. */
static inline void
walk_rows(Walk *w, const MlsImgForestTree *tree, uint32_t first)
{
	const MlsImgForest *forest = w->run.forest;
	uint32_t	at[LANES];
	double	   *sum = w->run.sums + (size_t) first * forest->n_outputs + tree->output;

	for (uint32_t lane = 0; lane < LANES; lane++)
		at[lane] = tree->root;
	walk(w->run.nodes, at, numbers_of(w, first), 1, tree->depth);
	if (!forest->is_simple)
	{
		for (uint32_t lane = 0; lane < LANES; lane++)
			mls_forest_add(&w->run, tree, w->run.nodes[at[lane]].threshold, first + lane);
	}
	else if (forest->is_float)
	{
		for (uint32_t lane = 0; lane < LANES; lane++, sum += forest->n_outputs)
			*sum = mls_f32(*sum + w->run.nodes[at[lane]].threshold);
	}
	else
	{
		for (uint32_t lane = 0; lane < LANES; lane++, sum += forest->n_outputs)
			*sum += w->run.nodes[at[lane]].threshold;
	}
}

/*
 * Adds the leaves of n trees to the one sum of a row.  A sum that rounds to float
 * at each step is a sum of floats.
 */
static inline void
add_simple_leaves(Walk *w, const uint32_t *leaves, uint32_t n, uint32_t at)
{
	double		sum = w->run.sums[at];
	float		as_float = (float) sum;

	for (uint32_t i = 0; i < n && w->run.forest->is_float; i++)
		as_float += (float) w->run.nodes[leaves[i]].threshold;
	for (uint32_t i = 0; i < n && !w->run.forest->is_float; i++)
		sum += w->run.nodes[leaves[i]].threshold;
	w->run.sums[at] = w->run.forest->is_float ? (double) as_float : sum;
}

/* One row through all trees, LANES of them at once. */
static void
walk_trees(Walk *w, uint32_t row)
{
	uint32_t	n = w->run.forest->trees.n;
	uint32_t	at[LANES];

	for (uint32_t first = 0; first < n; first += LANES)
	{
		uint32_t	depth = 1;
		uint32_t	lanes = n - first < LANES ? n - first : LANES;

		/* at the end some walk the last tree once more */
		for (uint32_t lane = 0; lane < LANES; lane++)
		{
			const MlsImgForestTree *tree = &w->run.trees[first + (lane < lanes ? lane : lanes - 1)];

			at[lane] = tree->root;
			depth = tree->depth > depth ? tree->depth : depth;
		}
		walk(w->run.nodes, at, numbers_of(w, row), 0, depth);
		if (w->run.forest->is_simple && w->run.forest->n_outputs == 1)
		{
			add_simple_leaves(w, at, lanes, row);
			continue;
		}
		for (uint32_t lane = 0; lane < lanes; lane++)
			mls_forest_add(&w->run, &w->run.trees[first + lane], w->run.nodes[at[lane]].threshold, row);
	}
}

static void
walk_all(Walk *w)
{
	uint32_t	n = w->run.rows->n;
	uint32_t	in_lanes = n - n % LANES;
	uint32_t	chunk = CHUNK_BYTES / (w->stride * sizeof(double)) / LANES * LANES;

	chunk = chunk > LANES ? chunk : LANES;
	for (uint32_t start = 0; start < in_lanes; start += chunk)
	{
		uint32_t	end = in_lanes - start < chunk ? in_lanes : start + chunk;

		for (uint32_t t = 0; t < w->run.forest->trees.n; t++)
		{
			for (uint32_t first = start; first < end; first += LANES)
				walk_rows(w, &w->run.trees[t], first);
		}
	}
	for (uint32_t row = in_lanes; row < n; row++)
		walk_trees(w, row);
}

void
mls_eval_forest(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	size_t		mark = mls_scratch_mark(eval);
	Walk		w = {.run = mls_forest_begin(eval, model, rows)};

	w.stride = w.run.forest->slots.n + 1;
	w.numbers = mls_scratch(eval, (size_t) (rows->n + LANES - 1) / LANES * LANES * w.stride * sizeof(double));
	for (uint32_t s = 0; s < w.run.forest->slots.n; s++)
		fill_slot(&w, s);
	for (uint32_t at = 0; at < rows->n; at++)
		numbers_of(&w, at)[(size_t) w.run.forest->slots.n * LANES] = NAN;
	walk_all(&w);
	mls_forest_end(&w.run);
	mls_scratch_release(eval, mark);
}

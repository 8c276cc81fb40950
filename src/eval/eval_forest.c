/*
 * eval/eval_forest.c
 *	  The forest: sums of trees that only ask whether a number is below another.
 *
 * First the row's values become ordinals, one for each slot, in an array of its own.
 * Then rows walk down: a step is three loads, a comparison and two additions,
 * without a branch, and what costs is only that each step waits for the one
 * before.  So several walks go on at once: of many rows through one tree, or, where
 * there are not so many rows, of one row through many trees.  All go a number of
 * steps; then those that have arrived give their place to the next row or tree.
 * So a walk that is longer than others does not keep them waiting.
 *
 * While rows walk through a tree, the next one is brought nearer, bit by bit: the
 * walks themselves jump about in a tree, so that they would wait for each of its
 * cache lines once.
 *
 * Through the first levels of a tree many rows go at once, without walking
 * (eval/forest_tops.c).
 *
 * Scores are added in the order of the trees in any case.
 */
#include "eval/forest_run.h"
#include "eval/forest_tops.h"

#define LANES		16			/* walks at once */
#define MAX_STEPS	8			/* between looking which have arrived */
#define TREES		256			/* that a row walks through before their scores are added */
#define LINE_NODES	8			/* nodes of a cache line; as many leaves' scores are */

/*
 * Rows that go through all trees together.  Their ordinals are read in their order,
 * which a cache a little farther away can do; but each tree comes from memory once
 * for each chunk, and at random.
 */
#define CHUNK_BYTES	(2 * 1024 * 1024)
#define LEAST_CHUNK	(2 * MLS_MASK_ROWS)

typedef struct Walk
{
	MlsForestRun run;
	MlsForestTops tops;			/* unless rows walk by themselves */
	uint64_t	stride;			/* ordinals of a row */
	uint32_t   *ordinals;
	uint32_t   *places;			/* of leaves, for each row of a chunk */
} Walk;

static inline uint32_t *
ordinals_of(const Walk *w, uint32_t at)
{
	return w->ordinals + at * w->stride;
}

/* The ordinals of a slot, for all rows, and its bins. */
static void
fill_slot(Walk *w, uint32_t s)
{
	const MlsForestRun *run = &w->run;
	const MlsImage *image = run->eval->image;
	const MlsImgForestSlot *slot = &run->slots[s];
	const uint8_t *tags = mls_tags(run->eval, slot->column);
	const MlsDatum *data = mls_data(run->eval, slot->column);
	double		numbers[MLS_MASK_ROWS];

	for (uint32_t start = 0; start < run->rows->n; start += MLS_MASK_ROWS)
	{
		uint32_t	n = run->rows->n - start < MLS_MASK_ROWS ? run->rows->n - start : MLS_MASK_ROWS;

		for (uint32_t i = 0; i < n; i++)
		{
			uint32_t	row = mls_row(run->rows, start + i);

			numbers[i] = mls_forest_number(image, slot, tags[row], data[row], &run->flags[start + i]);
			ordinals_of(w, start + i)[s] = mls_forest_ordinal(image, slot, numbers[i]);
		}
		if (w->tops.run)
			mls_tops_bins(&w->tops, s, start, n, numbers);
	}
}

/* ---- walks ---- */

/* How many steps to go before looking: so many looks that a walk of this depth needs no more. */
static inline uint32_t
steps_for(uint32_t depth)
{
	uint32_t	looks = (depth + MAX_STEPS - 1) / MAX_STEPS;

	return looks > 2 ? MAX_STEPS : looks == 0 ? 1 : (depth + looks - 1) / looks;
}

/* The lanes that have arrived, a bit for each. */
static inline __attribute__((always_inline)) uint32_t
arrived(const MlsImgForestNode *const at[LANES], uint32_t slot_bits)
{
	uint32_t	lanes = 0;

#pragma GCC unroll 16
	for (uint32_t lane = 0; lane < LANES; lane++)
		lanes |= (uint32_t) (at[lane]->way >> slot_bits == 0) << lane;
	return lanes;
}

/*
 * Finds the leaves of one row in trees "first" to "end".  A lane without a tree
 * stays at the leaf where it is.
 */
static inline __attribute__((always_inline)) void
walk_trees(const Walk *w, const uint32_t *ordinals, uint32_t first, uint32_t end, uint32_t steps, uint32_t slot_bits,
		   uint32_t *leaves)
{
	const MlsImgForestNode *nodes = w->run.nodes - w->run.forest->nodes.first;
	const MlsImgForestNode *at[LANES];
	uint32_t	tree[LANES];
	uint32_t	busy = 0;
	uint32_t	next = first;

	for (uint32_t lane = 0; lane < LANES; lane++)
	{
		tree[lane] = next < end ? next : end - 1;
		at[lane] = nodes + w->run.trees[tree[lane]].root;
		busy |= (uint32_t) (next < end) << lane;
		next += next < end;
	}
	while (busy != 0)
	{
		for (uint32_t step = 0; step < steps; step++)
		{
#pragma GCC unroll 16
			for (uint32_t lane = 0; lane < LANES; lane++)
				at[lane] = mls_forest_next(at[lane], ordinals, slot_bits);
		}
		for (uint32_t lanes = arrived(at, slot_bits) & busy; lanes != 0; lanes &= lanes - 1)
		{
			uint32_t	lane = (uint32_t) __builtin_ctz(lanes);

			leaves[tree[lane] - first] = (uint32_t) (at[lane] - w->run.nodes);
			if (next < end)
			{
				tree[lane] = next++;
				at[lane] = nodes + w->run.trees[tree[lane]].root;
			}
			else
				busy &= ~((uint32_t) 1 << lane);
		}
	}
}

/*
 * Adds the leaves of trees to the one sum of a row.  A sum that rounds to float at
 * each step is a sum of floats.
 */
static void
add_simple_leaves(const Walk *w, const uint32_t *leaves, uint32_t n, double *sum)
{
	if (w->run.forest->is_float)
	{
		float		as_float = (float) *sum;

		for (uint32_t i = 0; i < n; i++)
			as_float += (float) w->run.leaves[leaves[i]];
		*sum = as_float;
	}
	else
	{
		double		as_double = *sum;

		for (uint32_t i = 0; i < n; i++)
			as_double += w->run.leaves[leaves[i]];
		*sum = as_double;
	}
}

/* One row through all trees. */
static void
score_row(Walk *w, uint32_t at, uint32_t steps)
{
	const MlsImgForest *forest = w->run.forest;
	uint32_t	leaves[TREES];

	for (uint32_t first = 0; first < forest->trees.n; first += TREES)
	{
		uint32_t	n = forest->trees.n - first < TREES ? forest->trees.n - first : TREES;

		if (forest->slot_bits == MLS_FOREST_SLOT_BITS)
			walk_trees(w, ordinals_of(w, at), first, first + n, steps, MLS_FOREST_SLOT_BITS, leaves);
		else
			walk_trees(w, ordinals_of(w, at), first, first + n, steps, forest->slot_bits, leaves);
		if (forest->is_simple && forest->n_outputs == 1)
			add_simple_leaves(w, leaves, n, &w->run.sums[at]);
		else
		{
			for (uint32_t i = 0; i < n; i++)
				mls_forest_add(&w->run, &w->run.trees[first + i], w->run.leaves[leaves[i]], at);
		}
	}
}

/* Nodes, as the forest counts them, that will be walked through next. */
typedef struct Ahead
{
	uint32_t	node;
	uint32_t	end;
	uint32_t	step;			/* how many are fetched at each look */
} Ahead;

/* What to fetch while n rows walk through tree t: each lane looks at least once for each of its rows. */
static Ahead
ahead_of(const Walk *w, uint32_t t, uint32_t n)
{
	const MlsImgForest *forest = w->run.forest;
	const MlsImgForestTree *trees = w->run.trees;
	uint32_t	root = forest->nodes.first;
	uint32_t	looks = n > LANES ? n / LANES : 1;
	uint32_t	lines;
	Ahead		ahead = {0};

	if (t + 1 >= forest->trees.n)
		return ahead;
	ahead.node = trees[t + 1].root - root;
	ahead.end = t + 2 < forest->trees.n ? trees[t + 2].root - root : forest->nodes.n;
	if (ahead.end <= ahead.node)
		return (Ahead) {0};
	lines = (ahead.end - ahead.node) / LINE_NODES;
	ahead.step = (1 + lines / looks) * LINE_NODES;
	return ahead;
}

static inline void
fetch(const Walk *w, Ahead *ahead)
{
	uint32_t	end = ahead->end - ahead->node < ahead->step ? ahead->end : ahead->node + ahead->step;

	for (; ahead->node < end; ahead->node += LINE_NODES)
	{
		__builtin_prefetch(&w->run.nodes[ahead->node], 0, 2);
		__builtin_prefetch(&w->run.leaves[ahead->node], 0, 2);
	}
}

/* The node at which a row begins to walk. */
static inline uint32_t
begin(const MlsForestTop *top, uint32_t at)
{
	return top->nodes[top->leaves ? top->leaves[at] : 0];
}

/*
 * Rows "first" to "end" through one tree below its top; to[i] becomes the place of
 * the leaf of row first + i.  All that the lanes change are two pointers each.
 */
static inline __attribute__((always_inline)) void
walk_rows(Walk *w, uint32_t t, const MlsForestTop *top, uint32_t first, uint32_t end, uint32_t slot_bits, uint32_t *to)
{
	uint32_t	depth = w->run.trees[t].depth;
	Ahead		ahead = ahead_of(w, t, end - first);
	const MlsImgForestNode *nodes = w->run.nodes;
	uint32_t	steps = steps_for(depth > top->depth ? depth - top->depth : 0);
	const MlsImgForestNode *at[LANES];
	const uint32_t *ordinals[LANES];
	uint32_t	row[LANES];
	uint32_t	busy = 0;
	uint32_t	next = first;

	for (uint32_t lane = 0; lane < LANES; lane++)
	{
		row[lane] = next < end ? next : first;
		at[lane] = nodes + begin(top, row[lane]);
		ordinals[lane] = ordinals_of(w, row[lane]);
		busy |= (uint32_t) (next < end) << lane;
		next += next < end;
	}
	while (busy != 0)
	{
		for (uint32_t step = 0; step < steps; step++)
		{
#pragma GCC unroll 16
			for (uint32_t lane = 0; lane < LANES; lane++)
				at[lane] = mls_forest_next(at[lane], ordinals[lane], slot_bits);
		}
		if (ahead.node < ahead.end)
			fetch(w, &ahead);
		for (uint32_t lanes = arrived(at, slot_bits) & busy; lanes != 0; lanes &= lanes - 1)
		{
			uint32_t	lane = (uint32_t) __builtin_ctz(lanes);

			to[row[lane] - first] = (uint32_t) (at[lane] - nodes);
			if (next < end)
			{
				row[lane] = next;
				at[lane] = nodes + begin(top, next);
				ordinals[lane] = ordinals_of(w, next++);
			}
			else
				busy &= ~((uint32_t) 1 << lane);
		}
	}
}

/*
 * Adds the leaves of a tree, at which rows "first" to "end" have arrived.  Behind
 * the walks: so one leaf that has to come from memory does not hold up the others.
 */
static void
add_tree(Walk *w, uint32_t t, uint32_t first, uint32_t end, const uint32_t *places)
{
	const MlsImgForest *forest = w->run.forest;
	const MlsImgForestTree *tree = &w->run.trees[t];
	const double *leaves = w->run.leaves;
	double	   *sums = w->run.sums + (size_t) first * forest->n_outputs + tree->output;
	uint32_t	n = end - first;

	if (!forest->is_simple)
	{
		for (uint32_t i = 0; i < n; i++)
			mls_forest_add(&w->run, tree, leaves[places[i]], first + i);
	}
	else if (forest->is_float)
	{
		for (uint32_t i = 0; i < n; i++, sums += forest->n_outputs)
			*sums = (double) ((float) *sums + (float) leaves[places[i]]);
	}
	else
	{
		for (uint32_t i = 0; i < n; i++, sums += forest->n_outputs)
			*sums += leaves[places[i]];
	}
}

/* When the last rows of a tree are under way, lanes are idle for as long as its deepest walk takes. */
static bool
is_worth_lanes(const Walk *w)
{
	uint64_t	depths = 0;

	for (uint32_t t = 0; t < w->run.forest->trees.n; t++)
		depths += w->run.trees[t].depth;
	return w->run.rows->n >= LANES * (1 + depths / ((uint64_t) w->run.forest->trees.n + 1) / MAX_STEPS);
}

/* Rows one by one. */
static void
score_rows(Walk *w)
{
	uint32_t	depth = 0;

	for (uint32_t t = 0; t < w->run.forest->trees.n; t++)
		depth = w->run.trees[t].depth > depth ? w->run.trees[t].depth : depth;
	for (uint32_t at = 0; at < w->run.rows->n; at++)
		score_row(w, at, steps_for(depth));
}

static void
walk_chunk(Walk *w, uint32_t first, uint32_t end)
{
	const MlsImgForest *forest = w->run.forest;

	for (uint32_t t = 0; t < forest->trees.n; t++)
	{
		uint32_t	root = w->run.trees[t].root - forest->nodes.first;
		MlsForestTop top = {.nodes = &root};

		if (w->tops.run)
		{
			if (t % MLS_MASK_RESULTS == 0)
				mls_tops_find(&w->tops, t, first, end);
			top = mls_tops_of(&w->tops, t);
		}
		if (forest->slot_bits == MLS_FOREST_SLOT_BITS)
			walk_rows(w, t, &top, first, end, MLS_FOREST_SLOT_BITS, w->places);
		else
			walk_rows(w, t, &top, first, end, forest->slot_bits, w->places);
		add_tree(w, t, first, end, w->places);
	}
}

void
mls_eval_forest(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	size_t		mark = mls_scratch_mark(eval);
	Walk		w = {.run = mls_forest_begin(eval, model, rows)};
	bool		is_block = is_worth_lanes(&w);
	uint64_t	chunk;

	w.stride = mls_forest_stride(w.run.forest);
	w.ordinals = mls_scratch(eval, rows->n * w.stride * sizeof(uint32_t));
	w.places = mls_scratch(eval, rows->n * sizeof(uint32_t));
	if (is_block && w.run.forest->tops != MLS_NONE)
		w.tops = mls_tops_begin(&w.run);
	if (w.run.forest->slots.n == 0)
		memset(w.ordinals, 0, rows->n * sizeof(uint32_t));
	for (uint32_t s = 0; s < w.run.forest->slots.n; s++)
		fill_slot(&w, s);
	chunk = CHUNK_BYTES / (w.stride * sizeof(uint32_t)) / MLS_MASK_ROWS * MLS_MASK_ROWS;
	chunk = chunk > LEAST_CHUNK ? chunk : LEAST_CHUNK;
	for (uint64_t first = 0; first < rows->n && is_block; first += chunk)
		walk_chunk(&w, (uint32_t) first, rows->n - first < chunk ? rows->n : (uint32_t) (first + chunk));
	if (!is_block)
		score_rows(&w);
	mls_forest_end(&w.run);
	mls_scratch_release(eval, mark);
}

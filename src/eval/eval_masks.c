/*
 * eval/eval_masks.c
 *	  A forest whose trees ask all their questions of many rows at once.
 *
 * Rows are scored in blocks of MLS_MASK_ROWS.  Their numbers become ranks among
 * the cuts of the slot, and these bins of a byte each; then each tree's splits
 * choose the leaves of all rows (image/image_masks.h), and what these hold is
 * added.  A few rows are not worth it: they are scored one by one, by asking all
 * questions of a tree at once, or walk.
 */
#include "eval/forest_run.h"
#include "eval/vectors.h"

/* Trees whose leaves are found before they are added, for a row by itself. */
#define ROW_TREES	16

typedef struct Block
{
	MlsForestRun run;
	const MlsVectors *vectors;
	const MlsImgMaskTree *trees;
	const MlsImgMaskQuestion *questions;
	const MlsImgMaskSplit *splits;
	uint32_t	start;			/* place of its first row among the rows */
	uint32_t	n;
	int8_t	   *bins;			/* MLS_MASK_ROWS of each */
	uint8_t    *operands;		/* what MlsImgMaskSplit.below counts */
	double	   *numbers;		/* of one slot */
	void	   *sums;			/* of a simple forest, MLS_MASK_ROWS for each output: double or, if its steps round so, float */
} Block;

/* ---- from values to bins ---- */

/*
 * The numbers of a slot whose column holds real ones, none of which is taken to
 * DBL_MAX, and missing values: the column's own if none is missing.  NULL if that
 * is not all, or not enough.
 */
static const double *
plain_numbers(Block *b, const MlsImgForestSlot *slot, const uint8_t *tags, const MlsDatum *data)
{
	MlsDatum	missing = {.d = slot->missing_is_below ? -INFINITY : INFINITY};
	MlsDatum   *numbers = (MlsDatum *) b->numbers;
	uint32_t	others = 0;

	if (tags[0] != MLS_TAG_MISSING && mls_all_tags(tags, b->n, (MlsTag) tags[0]))
		return tags[0] == MLS_TAG_DOUBLE || tags[0] == MLS_TAG_FLOAT ? &data->d : NULL;
	for (uint32_t i = 0; i < b->n; i++)
	{
		int64_t		is_there = -(int64_t) (tags[i] != MLS_TAG_MISSING);

		/* without a branch, which would be taken by chance */
		numbers[i].i = (data[i].i & is_there) | (missing.i & ~is_there);
		others |= (uint32_t) (tags[i] > MLS_TAG_FLOAT) | (uint32_t) (tags[i] == MLS_TAG_INVALID);
	}
	return others == 0 && !slot->missing_is_null ? b->numbers : NULL;
}

static void
fill_bins(Block *b, const MlsImgForestSlot *slot)
{
	const MlsForestRun *run = &b->run;
	const uint8_t *tags = mls_tags(run->eval, slot->column);
	const MlsDatum *data = mls_data(run->eval, slot->column);
	const double *numbers = NULL;
	MlsCuts		cuts = {
		MLS_RECORDS(run->eval->image, NUMBER) + slot->cuts.first,
		MLS_RECORDS(run->eval->image, FLOAT) + slot->keys,
		slot->cuts.n
	};

	/* a cut at infinity asks for missing values: numbers must stay below it */
	if (run->rows->index == NULL && cuts.cuts[cuts.n - 1] <= DBL_MAX)
		numbers = plain_numbers(b, slot, tags + b->start, data + b->start);
	for (uint32_t i = 0; numbers == NULL && i < b->n; i++)
	{
		uint32_t	row = mls_row(run->rows, b->start + i);

		b->numbers[i] = mls_forest_number(run->eval->image, slot, tags[row], data[row], &run->flags[b->start + i]);
	}
	b->vectors->fill_bins(&cuts, numbers ? numbers : b->numbers, b->n,
						  b->bins + (size_t) slot->first_bin * MLS_MASK_ROWS);
}

/* ---- from leaves to sums ---- */

/* Adds the leaves of n trees to the one sum of each row, in the order of the trees. */
#define ADD_LEAVES(NAME, TYPE, SECTION) \
static void \
NAME(const Block *b, const MlsImgMaskTree *trees, const uint8_t *results, uint32_t n, TYPE *sums) \
{ \
	const TYPE *all = MLS_RECORDS(b->run.eval->image, SECTION); \
\
	if (n == 4) \
	{ \
		const TYPE *first = all + trees[0].scores.first; \
		const TYPE *second = all + trees[1].scores.first; \
		const TYPE *third = all + trees[2].scores.first; \
		const TYPE *fourth = all + trees[3].scores.first; \
\
		for (uint32_t i = 0; i < b->n; i++) \
		{ \
			TYPE		sum = sums[i] + first[results[i]]; \
\
			sum += second[results[MLS_MASK_ROWS + i]]; \
			sum += third[results[2 * MLS_MASK_ROWS + i]]; \
			sums[i] = sum + fourth[results[3 * MLS_MASK_ROWS + i]]; \
		} \
		return; \
	} \
	for (uint32_t t = 0; t < n; t++) \
	{ \
		const TYPE *scores = all + trees[t].scores.first; \
\
		for (uint32_t i = 0; i < b->n; i++) \
			sums[i] += scores[results[t * MLS_MASK_ROWS + i]]; \
	} \
}
ADD_LEAVES(add_floats, float, FLOAT)
ADD_LEAVES(add_doubles, double, NUMBER)

/* Adds the leaves of n trees from "first" on, whose numbers are in the results' registers. */
static void
add_leaves(Block *b, uint32_t first, uint32_t n)
{
	const MlsImgForest *forest = b->run.forest;
	const uint8_t *results = b->operands + MLS_MASK_REGISTER(0);
	uint32_t	together = forest->n_outputs == 1 ? n : 1;

	for (uint32_t t = 0; t < n; t += together, results += MLS_MASK_ROWS)
	{
		const MlsImgMaskTree *trees = &b->trees[first + t];
		const MlsImgForestTree *tree = &b->run.trees[first + t];
		size_t		at = (size_t) tree->output * MLS_MASK_ROWS;

		if (!forest->is_simple)
		{
			const double *scores = MLS_RECORDS(b->run.eval->image, NUMBER);

			for (uint32_t k = 0; k < together; k++)
			{
				for (uint32_t i = 0; i < b->n; i++)
					mls_forest_add(&b->run, &tree[k], scores[trees[k].scores.first + results[k * MLS_MASK_ROWS + i]],
								   b->start + i);
			}
		}
		else if (forest->is_float)
			add_floats(b, trees, results, together, (float *) b->sums + at);
		else
			add_doubles(b, trees, results, together, (double *) b->sums + at);
	}
}

/* Takes the sums of a simple forest from where they are kept for all rows, or brings them there. */
static void
move_sums(Block *b, bool back)
{
	const MlsImgForest *forest = b->run.forest;
	double	   *kept = b->run.sums + (size_t) b->start * forest->n_outputs;

	for (uint32_t o = 0; o < forest->n_outputs && forest->is_simple; o++)
	{
		float	   *floats = (float *) b->sums + (size_t) o * MLS_MASK_ROWS;
		double	   *doubles = (double *) b->sums + (size_t) o * MLS_MASK_ROWS;

		for (uint32_t i = 0; i < b->n; i++)
		{
			double	   *one = &kept[(size_t) i * forest->n_outputs + o];

			if (back)
				*one = forest->is_float ? (double) floats[i] : doubles[i];
			else if (forest->is_float)
				floats[i] = (float) *one;
			else
				doubles[i] = *one;
		}
	}
}

static void
score_block(Block *b)
{
	const MlsImgForest *forest = b->run.forest;

	for (uint32_t s = 0; s < forest->slots.n; s++)
		fill_bins(b, &b->run.slots[s]);
	move_sums(b, false);
	for (uint32_t first = 0; first < forest->trees.n; first += MLS_MASK_RESULTS)
	{
		uint32_t	n = forest->trees.n - first < MLS_MASK_RESULTS ? forest->trees.n - first : MLS_MASK_RESULTS;

		for (uint32_t t = 0; t < n; t++)
		{
			const MlsImgMaskTree *tree = &b->trees[first + t];
			MlsMaskTree shape = {
				tree->form, tree->depth, b->questions + tree->questions.first, b->splits + tree->questions.first,
				tree->questions.n
			};

			b->vectors->find_leaves(&shape, b->bins, b->operands, t, b->n);
		}
		add_leaves(b, first, n);
	}
	move_sums(b, true);
}

/* ---- rows by themselves ---- */

/* Adds the leaves of n trees to the one sum of a simple forest. */
static double
add_row_leaves(const MlsForestRun *run, const MlsImgMaskTree *trees, const uint8_t *leaves, uint32_t n, double sum)
{
	const double *numbers = MLS_RECORDS(run->eval->image, NUMBER);
	const float *floats = MLS_RECORDS(run->eval->image, FLOAT);
	float		as_float = (float) sum;

	if (!run->forest->is_float)
	{
		for (uint32_t t = 0; t < n; t++)
			sum += numbers[trees[t].scores.first + leaves[t]];
		return sum;
	}
	for (uint32_t t = 0; t < n; t++)
		as_float += floats[trees[t].scores.first + leaves[t]];
	return (double) as_float;
}

static void
score_row(MlsForestRun *run, const MlsVectors *vectors, const MlsImgMasks *masks, uint32_t at)
{
	const MlsImage *image = run->eval->image;
	const MlsImgForest *forest = run->forest;
	const MlsImgMaskTree *trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first;
	const MlsImgMaskRowTree *row_trees = MLS_RECORDS(image, MASK_ROW_TREE) + masks->row_trees.first;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;
	uint32_t	row = mls_row(run->rows, at);
	double		numbers[MLS_MASK_ROW_BINS]; /* no slot is without a bin */
	int8_t		bins[MLS_MASK_ROW_BINS] = {0};
	uint8_t		leaves[ROW_TREES];

	for (uint32_t s = 0; s < forest->slots.n; s++)
	{
		MlsCell		cell = mls_get(run->eval, run->slots[s].column, row);

		numbers[s] = mls_forest_number(image, &run->slots[s], (uint8_t) cell.tag, cell.datum, &run->flags[at]);
	}
	vectors->fill_row(image, run->slots, forest->slots.n, numbers, bins);
	for (uint32_t first = 0; first < forest->trees.n; first += ROW_TREES)
	{
		uint32_t	n = forest->trees.n - first < ROW_TREES ? forest->trees.n - first : ROW_TREES;

		vectors->find_row_leaves(row_trees + first, n, MLS_RECORDS(image, MASK_BYTE), masks->n_bins, bins, leaves);
		if (forest->is_simple && forest->n_outputs == 1)
			*sums = add_row_leaves(run, trees + first, leaves, n, *sums);
		else
		{
			for (uint32_t t = first; t < first + n; t++)
			{
				size_t		score = (size_t) trees[t].scores.first + leaves[t - first];

				mls_forest_add(run, &run->trees[t], forest->is_simple && forest->is_float ?
							   (double) MLS_RECORDS(image, FLOAT)[score] : MLS_RECORDS(image, NUMBER)[score], at);
			}
		}
	}
}

static void
score_rows(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows, const MlsImgMasks *masks)
{
	size_t		mark = mls_scratch_mark(eval);
	MlsForestRun run = mls_forest_begin(eval, model, rows);

	for (uint32_t at = 0; at < rows->n; at++)
		score_row(&run, mls_vectors(), masks, at);
	mls_forest_end(&run);
	mls_scratch_release(eval, mark);
}

/* ---- blocks ---- */

/* The next bytes of the room. */
static void *
take(char **room, size_t size)
{
	char	   *result = *room;

	*room += size;
	return result;
}

void
mls_eval_masks(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImage *image = eval->image;
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	const MlsImgMasks *masks = &MLS_RECORDS(image, MASKS)[forest->masks];
	size_t		mark = mls_scratch_mark(eval);
	Block		b = {.vectors = mls_vectors()};
	char	   *room;

	if (rows->n < (uint64_t) masks->least_rows * (b.vectors->find_row_leaves ? 1 : 2))
	{
		if (masks->row_trees.n > 0 && b.vectors->find_row_leaves)
			score_rows(eval, model, rows, masks);
		else
			mls_eval_forest(eval, model, rows);
		return;
	}
	b.run = mls_forest_begin(eval, model, rows);
	b.trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first;
	b.questions = MLS_RECORDS(image, MASK_QUESTION);
	b.splits = MLS_RECORDS(image, MASK_SPLIT);
	room = mls_scratch(eval, 0);

	/* to a cache line: image/kernel_masks.c gives one more */
	room += (64 - (uintptr_t) room % 64) % 64;
	b.operands = take(&room, MLS_MASK_REGISTER((size_t) masks->n_registers));
	b.bins = take(&room, (size_t) masks->n_bins * MLS_MASK_ROWS);
	b.numbers = take(&room, MLS_MASK_ROWS * sizeof(double));
	b.sums = take(&room, (size_t) forest->n_outputs * MLS_MASK_ROWS * sizeof(double));
	for (uint32_t leaf = 0; leaf < MLS_MASK_LEAVES && masks->splits.n > 0; leaf++)
		memset(b.operands + MLS_MASK_LEAF(leaf), (int) leaf, MLS_MASK_STRIPE);
	for (b.start = 0; b.start < rows->n; b.start += MLS_MASK_ROWS)
	{
		b.n = rows->n - b.start < MLS_MASK_ROWS ? rows->n - b.start : MLS_MASK_ROWS;
		score_block(&b);
	}
	mls_forest_end(&b.run);
	mls_scratch_release(eval, mark);
}

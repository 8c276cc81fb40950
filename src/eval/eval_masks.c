/*
 * eval/eval_masks.c
 *	  A forest whose trees ask all their questions of many rows at once.
 *
 * Rows are scored in blocks of MLS_MASK_ROWS, several blocks together.  Their
 * numbers become ranks among the cuts of the slot, and these bins of a byte each;
 * then each tree's splits choose the leaves of all rows (image/image_masks.h), and
 * what these hold is added.  A few rows are not worth it: they are scored one by
 * one, by asking all questions of a tree at once, or walk.
 */
#include "base/hot.h"
#include "eval/forest_run.h"
#include "eval/vectors.h"

/* Rows whose leaves are found at once. */
typedef struct Block
{
	uint32_t	start;			/* place of its first row among the rows */
	uint32_t	n;
	int8_t	   *bins;			/* MLS_MASK_ROWS of each */
	void	   *sums;			/* of a simple forest, MLS_MASK_ROWS for each output: double or, if its steps round so, float */
} Block;

typedef struct MaskRun
{
	MlsForestRun run;
	const MlsVectors *vectors;
	const MlsImgMaskTree *trees;
	const MlsImgMaskQuestion *questions;
	const MlsImgMaskSplit *splits;
	uint8_t    *operands;		/* what MlsImgMaskSplit.below counts */
	double	   *numbers;		/* of one slot and block */
	uint32_t	n_blocks;
	Block		blocks[MLS_MASK_BLOCKS];
} MaskRun;

/* ---- from values to bins ---- */

/*
 * The numbers of a slot whose column holds real ones, none of which is taken to
 * DBL_MAX, and missing values: the column's own if none is missing.  NULL if that
 * is not all, or not enough.
 */
static const double *
plain_numbers(MaskRun *m, const Block *b, const MlsImgForestSlot *slot, const uint8_t *tags, const MlsDatum *data)
{
	MlsDatum	missing = {.d = slot->missing_is_below ? -INFINITY : INFINITY};
	MlsDatum   *numbers = (MlsDatum *) m->numbers;
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
	return others == 0 && !slot->missing_is_null ? m->numbers : NULL;
}

static void
fill_bins(MaskRun *m, const Block *b, const MlsImgForestSlot *slot)
{
	const MlsForestRun *run = &m->run;
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
		numbers = plain_numbers(m, b, slot, tags + b->start, data + b->start);
	for (uint32_t i = 0; numbers == NULL && i < b->n; i++)
	{
		uint32_t	row = mls_row(run->rows, b->start + i);

		m->numbers[i] = mls_forest_number(run->eval->image, slot, tags[row], data[row], &run->flags[b->start + i]);
	}
	m->vectors->fill_bins(&cuts, numbers ? numbers : m->numbers, b->n,
						  b->bins + (size_t) slot->first_bin * MLS_MASK_ROWS);
}

/* ---- from leaves to sums ---- */

/*
 * Adds the leaves of n trees to the one sum of each of n_rows rows, in the order of
 * the trees.  Functions of their own, so that all that the loop uses is in registers;
 * the empty statement keeps compilers from adding to one address in the loop instead.
 */
#define ADD_LEAVES(NAME, TYPE) \
static __attribute__((noinline)) void \
NAME(const TYPE *all, const MlsImgMaskTree *trees, uint32_t n, const uint8_t *restrict results, \
	 size_t n_rows, TYPE *restrict sums) \
{ \
	uint32_t	t = 0; \
\
	_Static_assert(MLS_MASK_RESULTS == 8, "eight trees are added at once"); \
	if (n == MLS_MASK_RESULTS) \
	{ \
		const TYPE *a = all + trees[0].scores.first, *b = all + trees[1].scores.first; \
		const TYPE *c = all + trees[2].scores.first, *d = all + trees[3].scores.first; \
		const TYPE *e = all + trees[4].scores.first, *f = all + trees[5].scores.first; \
		const TYPE *g = all + trees[6].scores.first, *h = all + trees[7].scores.first; \
\
		__asm__("" : "+r" (a), "+r" (b), "+r" (c), "+r" (d), "+r" (e), "+r" (f), "+r" (g), "+r" (h)); \
		for (size_t i = 0; i < n_rows; i++) \
		{ \
			TYPE		sum = sums[i] + a[results[i]]; \
\
			sum += b[results[MLS_MASK_ROWS + i]]; \
			sum += c[results[2 * MLS_MASK_ROWS + i]]; \
			sum += d[results[3 * MLS_MASK_ROWS + i]]; \
			sum += e[results[4 * MLS_MASK_ROWS + i]]; \
			sum += f[results[5 * MLS_MASK_ROWS + i]]; \
			sum += g[results[6 * MLS_MASK_ROWS + i]]; \
			sums[i] = sum + h[results[7 * MLS_MASK_ROWS + i]]; \
		} \
		return; \
	} \
	for (; t < n; t++, results += MLS_MASK_ROWS) \
	{ \
		const TYPE *scores = all + trees[t].scores.first; \
\
		for (size_t i = 0; i < n_rows; i++) \
			sums[i] += scores[results[i]]; \
	} \
}
ADD_LEAVES(add_floats, float)
ADD_LEAVES(add_doubles, double)

/* Adds the leaves of n trees from "first" on, whose numbers are in the results' registers. */
static void
add_leaves(MaskRun *m, const Block *b, uint32_t first, uint32_t n)
{
	const MlsImgForest *forest = m->run.forest;
	const uint8_t *results = m->operands + MLS_MASK_REGISTER(0);
	uint32_t	together = forest->n_outputs == 1 ? n : 1;

	for (uint32_t t = 0; t < n; t += together, results += MLS_MASK_ROWS)
	{
		const MlsImgMaskTree *trees = &m->trees[first + t];
		const MlsImgForestTree *tree = &m->run.trees[first + t];
		size_t		at = (size_t) tree->output * MLS_MASK_ROWS;

		if (!forest->is_simple)
		{
			const double *scores = MLS_RECORDS(m->run.eval->image, NUMBER);

			for (uint32_t k = 0; k < together; k++)
			{
				for (uint32_t i = 0; i < b->n; i++)
					mls_forest_add(&m->run, &tree[k], scores[trees[k].scores.first + results[k * MLS_MASK_ROWS + i]],
								   b->start + i);
			}
		}
		else if (forest->is_float)
			add_floats(MLS_RECORDS(m->run.eval->image, FLOAT), trees, together, results, b->n, (float *) b->sums + at);
		else
			add_doubles(MLS_RECORDS(m->run.eval->image, NUMBER), trees, together, results, b->n, (double *) b->sums + at);
	}
}

/* Takes the sums of a simple forest from where they are kept for all rows, or brings them there. */
static void
move_sums(MaskRun *m, const Block *b, bool back)
{
	const MlsImgForest *forest = m->run.forest;
	double	   *kept = m->run.sums + (size_t) b->start * forest->n_outputs;

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

/* Tree after tree, so that what is known of it is read once for all blocks. */
static void
score_blocks(MaskRun *m)
{
	const MlsImgForest *forest = m->run.forest;

	for (uint32_t k = 0; k < m->n_blocks; k++)
	{
		for (uint32_t s = 0; s < forest->slots.n; s++)
			fill_bins(m, &m->blocks[k], &m->run.slots[s]);
		move_sums(m, &m->blocks[k], false);
	}
	for (uint32_t first = 0; first < forest->trees.n; first += MLS_MASK_RESULTS)
	{
		uint32_t	n = forest->trees.n - first < MLS_MASK_RESULTS ? forest->trees.n - first : MLS_MASK_RESULTS;

		for (uint32_t k = 0; k < m->n_blocks; k++)
		{
			const Block *b = &m->blocks[k];

			for (uint32_t t = 0; t < n; t++)
			{
				const MlsImgMaskTree *tree = &m->trees[first + t];
				MlsMaskTree shape = {
					tree->form, tree->depth, m->questions + tree->questions.first, m->splits + tree->questions.first,
					tree->questions.n
				};

				m->vectors->find_leaves(&shape, b->bins, m->operands, t, b->n);
			}
			add_leaves(m, b, first, n);
		}
	}
	for (uint32_t k = 0; k < m->n_blocks; k++)
		move_sums(m, &m->blocks[k], true);
}

/* ---- rows by themselves ---- */

/* Adds scores, whose places these are, to the one sum of a simple forest. */
static double
add_row_scores(const MlsForestRun *run, const uint32_t *scores, uint32_t n, double sum)
{
	const double *numbers = MLS_RECORDS(run->eval->image, NUMBER);
	const float *floats = MLS_RECORDS(run->eval->image, FLOAT);
	float		as_float = (float) sum;

	if (!run->forest->is_float)
	{
		for (uint32_t t = 0; t < n; t++)
			sum += numbers[scores[t]];
		return sum;
	}
	for (uint32_t t = 0; t < n; t++)
		as_float += floats[scores[t]];
	return (double) as_float;
}

/* The places of the scores of n trees from "first" on. */
static void
find_scores(const MlsImage *image, const MlsVectors *vectors, const MlsImgMasks *masks, uint32_t first, uint32_t n,
			const int8_t *bins, uint32_t scores[MLS_MASK_ROW_TREES])
{
	const uint8_t *bytes = MLS_RECORDS(image, MASK_BYTE);
	uint32_t	group = first / MLS_MASK_ROW_TREES;

	if (masks->row_form == MLS_MASK_ROW_LEVELS)
	{
		const MlsImgMaskTree *trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first + first;
		uint8_t		leaves[MLS_MASK_ROW_TREES];

		vectors->find_row_levels(bytes + masks->row_bytes.first + (size_t) group * MLS_MASK_GROUP_BYTES, masks->n_bins,
								 bins, leaves);
		for (uint32_t t = 0; t < n; t++)
			scores[t] = trees[t].scores.first + leaves[t];
	}
	else
		vectors->find_row_scores(MLS_RECORDS(image, MASK_ROW_GROUP) + masks->row_groups.first + group, n, bytes,
								 masks->n_bins, bins, scores);
}

/* The numbers of a row, one for each slot. */
static void
fill_row_numbers(const MlsForestRun *run, uint32_t row, double *restrict numbers, uint8_t *restrict flags)
{
	const MlsEval *eval = run->eval;
	const MlsImgForestSlot *slots = run->slots;
	const uint8_t *tags = eval->tags + row;
	const MlsDatum *data = eval->data + row;
	size_t		stride = eval->stride;

	for (uint32_t s = 0, n = run->forest->slots.n; s < n; s++)
	{
		size_t		i = slots[s].column * stride;

		numbers[s] = mls_forest_number(eval->image, &slots[s], tags[i], data[i], flags);
	}
}

static MLS_HOT void
score_row(MlsForestRun *run, const MlsVectors *vectors, const MlsImgMasks *masks, uint32_t at)
{
	const MlsImage *image = run->eval->image;
	const MlsImgForest *forest = run->forest;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;
	uint32_t	row = mls_row(run->rows, at);
	double		numbers[MLS_MASK_ROW_BINS]; /* no slot is without a bin */
	int8_t		bins[MLS_MASK_ROW_BINS] = {0};
	uint32_t	scores[MLS_MASK_ROW_TREES];

	fill_row_numbers(run, row, numbers, &run->flags[at]);
	vectors->fill_row(image, run->slots, forest->slots.n, numbers, bins);
	for (uint32_t first = 0; first < forest->trees.n; first += MLS_MASK_ROW_TREES)
	{
		uint32_t	n = forest->trees.n - first < MLS_MASK_ROW_TREES ? forest->trees.n - first : MLS_MASK_ROW_TREES;

		find_scores(image, vectors, masks, first, n, bins, scores);
		if (forest->is_simple && forest->n_outputs == 1)
			*sums = add_row_scores(run, scores, n, *sums);
		else
		{
			for (uint32_t t = 0; t < n; t++)
				mls_forest_add(run, &run->trees[first + t], forest->is_simple && forest->is_float ?
							   (double) MLS_RECORDS(image, FLOAT)[scores[t]] : MLS_RECORDS(image, NUMBER)[scores[t]], at);
		}
	}
}

static MLS_HOT void
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

MLS_HOT void
mls_eval_masks(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImage *image = eval->image;
	const MlsImgForest *forest = &MLS_RECORDS(image, FOREST)[model->body];
	const MlsImgMasks *masks = &MLS_RECORDS(image, MASKS)[forest->masks];
	size_t		mark = mls_scratch_mark(eval);
	MaskRun		m = {.vectors = mls_vectors()};
	uint32_t	n_blocks = mls_mask_blocks(masks, forest->n_outputs, rows->n);
	char	   *room;

	if (rows->n < (uint64_t) masks->least_rows * (m.vectors->find_row_scores ? 1 : 2))
	{
		if (masks->row_form != MLS_MASK_ROW_NONE && m.vectors->find_row_scores)
			score_rows(eval, model, rows, masks);
		else
			mls_eval_forest(eval, model, rows);
		return;
	}
	m.run = mls_forest_begin(eval, model, rows);
	m.trees = MLS_RECORDS(image, MASK_TREE) + masks->trees.first;
	m.questions = MLS_RECORDS(image, MASK_QUESTION);
	m.splits = MLS_RECORDS(image, MASK_SPLIT);
	room = mls_scratch(eval, 0);

	/* to a cache line: image/kernel_masks.c gives one more */
	room += (64 - (uintptr_t) room % 64) % 64;
	m.operands = take(&room, MLS_MASK_REGISTER((size_t) masks->n_registers));
	m.numbers = take(&room, MLS_MASK_ROWS * sizeof(double));
	for (uint32_t k = 0; k < n_blocks; k++)
	{
		m.blocks[k].bins = take(&room, (size_t) masks->n_bins * MLS_MASK_ROWS);
		m.blocks[k].sums = take(&room, (size_t) forest->n_outputs * MLS_MASK_ROWS * sizeof(double));
	}
	for (uint32_t leaf = 0; leaf < MLS_MASK_LEAVES && masks->splits.n > 0; leaf++)
		memset(m.operands + MLS_MASK_LEAF(leaf), (int) leaf, MLS_MASK_STRIPE);
	for (uint32_t start = 0; start < rows->n;)
	{
		for (m.n_blocks = 0; m.n_blocks < n_blocks && start < rows->n; m.n_blocks++)
		{
			m.blocks[m.n_blocks].start = start;
			m.blocks[m.n_blocks].n = rows->n - start < MLS_MASK_ROWS ? rows->n - start : MLS_MASK_ROWS;
			start += m.blocks[m.n_blocks].n;
		}
		score_blocks(&m);
	}
	mls_forest_end(&m.run);
	mls_scratch_release(eval, mark);
}

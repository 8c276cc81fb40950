/*
 * eval/forest_run.h
 *	  What all ways to walk a forest share: what a cell is as a number and an ordinal, what a
 *	  leaf adds, and what becomes of the sums.
 *
 *	 MlsForestRun run = mls_forest_begin(eval, model, rows);
 *	 ... for each row and tree, in the order of the trees: mls_forest_add()
 *	 mls_forest_end(&run);
 *
 * Between them a kernel may find the leaves as it likes.
 */
#ifndef MLS_EVAL_FOREST_RUN_H
#define MLS_EVAL_FOREST_RUN_H

#include <float.h>

#include "eval/eval_int.h"

/* flags of a row */
#define MLS_ROW_ODD		0x1		/* has a cell that no number can be made of */
#define MLS_ROW_NULL	0x2		/* came to a leaf without a prediction */
#define MLS_ROW_FAILED	0x4		/* has no result: came to such a cell */
#define MLS_ROW_MISSING	0x8		/* a value is missing in a slot where a tree then predicts nothing */
#define MLS_ROW_LOOK	(MLS_ROW_ODD | MLS_ROW_MISSING)	/* is walked again with a look at each step */

typedef struct MlsForestRun
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgForest *forest;
	const MlsImgForestSlot *slots;
	const MlsImgForestNode *nodes;
	const double *leaves;		/* by node */
	const MlsImgForestTree *trees;
	const double *scores;
	const MlsRows *rows;
	double	   *sums;			/* n_outputs for each row */
	uint8_t    *flags;
	uint32_t   *ordinals;		/* room for those of one row */
} MlsForestRun;

/* The sums of all rows are the initial ones, and no row has a flag. */
extern MlsForestRun mls_forest_begin(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows);

/* Walks rows again that need a look, and fills the result columns of the model. */
extern void mls_forest_end(MlsForestRun *run);

/* Rounds a step of a float context. */
static inline double
mls_forest_rounded(const MlsImgForest *forest, double value)
{
	return forest->is_float ? mls_f32(value) : value;
}

/* The number of a text in a slot, -1 for one that no node asks for. */
extern double mls_forest_text(const MlsImage *image, const MlsImgForestSlot *slot, const MlsString *text);

/*
 * The number of a cell in a slot.  Numbers go up to DBL_MAX: above every threshold
 * but the one that asks for missing values are also infinity and NaN (which
 * predicates order so).  A missing value is below
 * all numbers, or NAN; *flags then says if a look is needed, and that the row is
 * odd if no number can be made of the cell.
 */
static inline double
mls_forest_number(const MlsImage *image, const MlsImgForestSlot *slot, uint8_t tag, MlsDatum datum, uint8_t *flags)
{
	/* nearly all, and quicker than a jump by a table */
	if (tag == MLS_TAG_DOUBLE || tag == MLS_TAG_FLOAT)
		return datum.d <= DBL_MAX ? datum.d : DBL_MAX;
	switch ((MlsTag) tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			break;
		case MLS_TAG_INTEGER:
		case MLS_TAG_BOOLEAN:
			return (double) datum.i;
		case MLS_TAG_STRING:
			if (slot->is_text)
				return mls_forest_text(image, slot, datum.s);
			*flags |= MLS_ROW_ODD;
			break;
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
		case MLS_TAG_INVALID:
			*flags |= MLS_ROW_ODD;
			break;
		case MLS_TAG_MISSING:
			if (slot->missing_is_null)
				*flags |= MLS_ROW_MISSING;
			break;
	}
	return slot->missing_is_below ? -INFINITY : NAN;
}

/* How many of a slot's n cuts, with their keys, are not above a number, which is not NaN (eval/forest_rank.c). */
extern uint32_t mls_forest_rank(const double *cuts, const float *keys, uint32_t n, double number);

/* The ordinal of such a number. */
static inline uint32_t
mls_forest_ordinal(const MlsImage *image, const MlsImgForestSlot *slot, double number)
{
	if (number != number)
		return MLS_ORDINAL_MISSING;
	switch ((MlsForestOrdinal) slot->ordinal)
	{
		case MLS_ORDINAL_FLOAT:
			return mls_float_ordinal((float) number);
		case MLS_ORDINAL_INTEGER:
			number = number < MLS_ORDINAL_MOST ? number : MLS_ORDINAL_MOST;
			return mls_integer_ordinal(number > MLS_ORDINAL_LEAST ? floor(number) : MLS_ORDINAL_LEAST);
		case MLS_ORDINAL_RANK:
			break;
	}
	return mls_forest_rank(MLS_RECORDS(image, NUMBER) + slot->cuts.first, MLS_RECORDS(image, FLOAT) + slot->keys,
						   slot->cuts.n, number);
}

/*
 * The node behind this one; a leaf itself.  ordinals: of the row.  Written so that
 * compilers make a comparison and a subtraction with borrow of it.
 */
static inline const MlsImgForestNode *
mls_forest_next(const MlsImgForestNode *at, const uint32_t *ordinals, uint32_t slot_bits)
{
	uint32_t	way = at->way;
	uint32_t	slot = way & (((uint32_t) 1 << slot_bits) - 1);

	return at + ((way >> slot_bits) + 1 - (ordinals[slot] < at->ordinal));
}

/* The value of a leaf's function for the row at place "at" of the rows. */
extern double mls_forest_linear(MlsForestRun *run, double leaf, uint32_t at);

/*
 * Adds what a leaf of the tree holds (MlsForestRun.leaves) to the sums of the row at place "at" of the rows.
 */
static inline void
mls_forest_add(MlsForestRun *run, const MlsImgForestTree *tree, double score, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;

	if (isnan(score))
		run->flags[at] |= MLS_ROW_NULL;
	else if (forest->linear.n > 0)
		sums[tree->output] += tree->weight * mls_forest_linear(run, score, at);
	else if (!forest->is_vector)
		sums[tree->output] = mls_forest_rounded(forest, sums[tree->output] + mls_forest_rounded(forest, tree->weight * score));
	else
	{
		const double *scores = run->scores + (size_t) score * forest->n_outputs;

		for (uint32_t o = 0; o < forest->n_outputs; o++)
			sums[o] = mls_forest_rounded(forest, sums[o] + mls_forest_rounded(forest, tree->weight * scores[o]));
	}
}

#endif

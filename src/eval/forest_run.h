/*
 * eval/forest_run.h
 *	  What all ways to walk a forest share: what a cell is as a number, what a
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

typedef struct MlsForestRun
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgForest *forest;
	const MlsImgForestSlot *slots;
	const MlsImgForestNode *nodes;
	const MlsImgForestTree *trees;
	const double *scores;
	const MlsRows *rows;
	double	   *sums;			/* n_outputs for each row */
	uint8_t    *flags;
	double	   *numbers;		/* room for those of one row: one for each slot, and NAN for leaves */
} MlsForestRun;

/* The sums of all rows are the initial ones, and no row has a flag. */
extern MlsForestRun mls_forest_begin(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows);

/* Looks at rows that have a flag, and fills the result columns of the model. */
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
 * predicates order so).  A cell that no number can be made of is missing; *flags
 * then says that the row is odd.
 */
static inline double
mls_forest_number(const MlsImage *image, const MlsImgForestSlot *slot, uint8_t tag, MlsDatum datum, uint8_t *flags)
{
	switch ((MlsTag) tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			return datum.d <= DBL_MAX ? datum.d : DBL_MAX;
		case MLS_TAG_INTEGER:
		case MLS_TAG_BOOLEAN:
			return (double) datum.i;
		case MLS_TAG_STRING:
			if (slot->is_text)
				return mls_forest_text(image, slot, datum.s);
			*flags |= MLS_ROW_ODD;
			break;
		case MLS_TAG_INVALID:
			*flags |= MLS_ROW_ODD;
			break;
		case MLS_TAG_MISSING:
			break;
	}
	return slot->missing_is_below ? -INFINITY : NAN;
}

/*
 * Adds what a leaf of the tree holds (MlsImgForestNode.threshold) to the sums of
 * the row at place "at" of the rows.
 */
static inline void
mls_forest_add(MlsForestRun *run, const MlsImgForestTree *tree, double score, uint32_t at)
{
	const MlsImgForest *forest = run->forest;
	double	   *sums = run->sums + (size_t) at * forest->n_outputs;

	if (isnan(score))
		run->flags[at] |= MLS_ROW_NULL;
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

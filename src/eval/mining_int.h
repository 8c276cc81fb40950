/*
 * eval/mining_int.h
 *	  What the parts of the general mining kernel share: one run over a block.
 *
 * The kernel (eval_mining.c) runs the segments in order and hands each result to
 * the method's way of combining (mining_*.c): "add" takes a segment's result for
 * a row as it comes, "finish" makes the combined one.  Rows are named by their
 * place in the selection that the kernel was given ("at"); arrays of the run
 * have an entry, or several, for each.
 */
#ifndef MLS_EVAL_MINING_INT_H
#define MLS_EVAL_MINING_INT_H

#include "eval/eval_int.h"

/* What is known of a row before the end. */
#define MLS_ROW_CLOSED		0x1 /* no further segment runs for it */
#define MLS_ROW_NULL		0x2 /* it has no prediction, whatever comes */

typedef struct MlsMiningRun
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgMining *mining;
	const MlsImgSegment *segments;
	const MlsRows *rows;
	bool		is_float;
	bool		has_categories;	/* mls_mining_has_categories() */
	uint32_t	n_categories;	/* 0 without */

	/* by row */
	uint8_t    *state;
	double	   *predicted;		/* weight of the segments that gave a prediction; 1 each without weights */
	double	   *missing;		/* of those that ran and gave none */
	uint32_t   *n_predicted;	/* how many gave one; selectAll: elements of the list so far */
	double	   *sums;			/* the method's own, mls_mining_sums() for each row */
	uint32_t	n_sums;
} MlsMiningRun;

/* Rounds a step of a float context. */
static inline double
mls_mining_step(const MlsMiningRun *run, double value)
{
	return run->is_float ? mls_f32(value) : value;
}

static inline MlsCell
mls_mining_number(const MlsMiningRun *run, double value)
{
	return run->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value);
}

/* The probability that a segment's result gives a category of the mining model: 0 for one that it does not have. */
extern double mls_segment_probability(const MlsMiningRun *run, const MlsImgSegment *segment,
									  uint32_t category, uint32_t row);

/* Puts the probabilities of a row, and the same as its confidences; they are rounded already. */
extern void mls_put_probabilities(const MlsMiningRun *run, const double *probabilities, uint32_t row);

/*
 * A method.  add: a segment's prediction for a row, "number" in regression, with
 * its weight.  finish: the result of a row that has at least one prediction and
 * is not to be null; where there are categories it only gives probabilities, the
 * winner is picked for it.  It may have no result after all (false).
 */
typedef struct MlsMiningMethod
{
	void		(*add) (MlsMiningRun *run, uint32_t at, uint32_t row, const MlsImgSegment *segment,
						double number, double weight);
	bool		(*finish) (MlsMiningRun *run, uint32_t at, uint32_t row);
} MlsMiningMethod;

extern const MlsMiningMethod mls_method_sum;	/* sum, average, weighted or not */
extern const MlsMiningMethod mls_method_max;
extern const MlsMiningMethod mls_method_votes;
extern const MlsMiningMethod mls_method_median;

#endif

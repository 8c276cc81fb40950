/*
 * eval/steps.h
 *	  What the operations of steps share.
 */
#ifndef MLS_EVAL_STEPS_H
#define MLS_EVAL_STEPS_H

#include "eval/eval_int.h"

/* The i-th argument of a step for a row: a column's cell, or a constant. */
static inline MlsCell
mls_argument(const MlsEval *eval, const MlsImgStep *step, uint32_t i, uint32_t row)
{
	uint32_t	argument = MLS_RECORDS(eval->image, INDEX)[step->arguments.first + i];

	if ((argument & MLS_ARG_CONSTANT) != 0)
		return mls_constant_cell(eval->image, argument & ~MLS_ARG_CONSTANT);
	return mls_get(eval, argument, row);
}

/* A step's result, cast to its data_type. */
extern MlsCell mls_result(MlsEval *eval, const MlsImgStep *step, MlsCell cell);

/* Casts a step's result to its data_type and puts it into its column. */
static inline void
mls_finish(MlsEval *eval, const MlsImgStep *step, uint32_t row, MlsCell cell)
{
	mls_put(eval, step->out, row, step->data_type == MLS_TYPE_NONE ? cell : mls_result(eval, step, cell));
}

/* The cell, or if it is missing the CONSTANT (unless MLS_NONE). */
extern MlsCell mls_or_constant(const MlsEval *eval, MlsCell cell, uint32_t constant);

/* A value after its treatment: INVALID where that leaves none. */
extern MlsCell mls_treat_cell(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell);

/*
 * eval/steps_one_hot.c: how many of n steps, the first of which is a NORM_DISCRETE,
 * are taken together by mls_one_hot(), which has the results of each by itself.
 */
extern uint32_t mls_one_hot_together(const MlsEval *eval, const MlsImgStep *step, uint32_t n);
extern void mls_one_hot(MlsEval *eval, const MlsImgStep *step, uint32_t n, const MlsRows *rows);

/* eval/steps_linear.c: likewise for LINEAR. */
extern uint32_t mls_linear_together(const MlsImgStep *step, uint32_t n);
extern void mls_linear(MlsEval *eval, const MlsImgStep *step, uint32_t n, const MlsRows *rows);

/*
 * eval/steps_doubles.c: an APPLY whose function has a loop over doubles and whose
 * arguments are some in all rows of the block; false if it is not one, and nothing
 * was done.  What is NaN is left to the caller.
 */
extern bool mls_apply_to_doubles(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows);

/*
 * The same of an evaluation of one row, for as many of the next n steps as are such
 * and do not have a NaN to say more of; returns how many.
 */
extern uint32_t mls_apply_to_row(MlsEval *eval, const MlsImgStep *steps, uint32_t n);

/* Whether a number lies in an interval; never for NaN. */
extern bool mls_in_interval(const MlsImgInterval *interval, double value);

#endif

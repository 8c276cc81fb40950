/*
 * eval/steps.h
 *	  What the operations of steps share.
 */
#ifndef MLS_EVAL_STEPS_H
#define MLS_EVAL_STEPS_H

#include "eval/eval_int.h"

/* The i-th argument of a step for a row: a column's cell, or a constant. */
extern MlsCell mls_argument(const MlsEval *eval, const MlsImgStep *step, uint32_t i, uint32_t row);

/* Casts a step's result to its data_type and puts it into its column. */
extern void mls_finish(MlsEval *eval, const MlsImgStep *step, uint32_t row, MlsCell cell);

/* The cell, or if it is missing the CONSTANT (unless MLS_NONE). */
extern MlsCell mls_or_constant(const MlsEval *eval, MlsCell cell, uint32_t constant);

/* A value after its treatment: INVALID where that leaves none. */
extern MlsCell mls_treat_cell(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell);

/* Whether a number lies in an interval; never for NaN. */
extern bool mls_in_interval(const MlsImgInterval *interval, double value);

#endif

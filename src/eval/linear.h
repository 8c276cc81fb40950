/*
 * eval/linear.h
 *	  Terms of a regression that are a number times a coefficient, for many rows.
 */
#ifndef MLS_EVAL_LINEAR_H
#define MLS_EVAL_LINEAR_H

#include "eval/eval_int.h"

/*
 * How many of the first n terms are numbers times a coefficient in the first
 * n_rows rows: cells of a number that may be missing, and nothing else.
 * *complete says whether none of them is missing.
 */
extern uint32_t mls_linear_terms(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n,
								 uint32_t n_rows, bool *complete);

/*
 * Adds such terms, in their order, to a score for each of the first n_rows rows.
 * A missing number adds anything.
 */
extern void mls_linear_add(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n,
						   double *scores, uint32_t n_rows);

/* Sets missing[row] to 1 where one of the terms' numbers is missing. */
extern void mls_linear_mark_missing(const MlsEval *eval, const MlsImgRegressionTerm *terms, uint32_t n,
									uint8_t *missing, uint32_t n_rows);

#endif

/*
 * eval/link.h
 *	  From a model's raw scores to predictions: lists/links.h as arithmetic.
 */
#ifndef MLS_EVAL_LINK_H
#define MLS_EVAL_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/words.h"

/*
 * Whether a link makes of each score a prediction by itself; the others
 * (softmax, simplemax) need all scores of a row at once.
 */
extern bool mls_link_is_single(MlsLink link);

/*
 * The prediction of one score, by a link that is single.  is_float: the score
 * is a float's value, each step of PMML's links rounds to float, and so does
 * the result.  XGBoost's own links are float whatever is_float says.  Never
 * fails: what has no value (NaN, overflow) comes out as IEEE arithmetic has it.
 */
extern double mls_link_one(MlsLink link, bool is_float, double score);

/*
 * The predictions of the n scores of a row, in place; any link.  Scores are
 * added in their order.
 */
extern void mls_link_row(MlsLink link, bool is_float, double *scores, uint32_t n);

#endif

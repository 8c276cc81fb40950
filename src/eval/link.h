/*
 * eval/link.h
 *	  From a model's margins to predictions: lists/links.h as arithmetic.
 */
#ifndef MLS_EVAL_LINK_H
#define MLS_EVAL_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/words.h"

/*
 * The prediction of one margin by itself; softmax of one is the logistic
 * function.  is_float: the margin is a float's value, each step of PMML's links
 * rounds to float, and so does the result.  XGBoost's own links are float
 * whatever is_float says.  Never fails: what has no value (NaN, overflow) comes
 * out as IEEE arithmetic has it.
 */
extern double mls_link_one(MlsLink link, bool is_float, double margin);

/*
 * The same for every link that looks at one margin, those too that have a
 * parameter: c of negbin, d (not 0) of oddspower and power.
 */
extern double mls_link_with(MlsLink link, bool is_float, double parameter, double margin);

/* The same for the margins of n rows, in place. */
extern void mls_link_all(MlsLink link, bool is_float, double parameter, double *margins, uint32_t n);

/*
 * The predictions of the n margins of a row, in place.  Softmax and simplemax
 * share one among them, adding in their order; any other link looks at each.
 */
extern void mls_link_row(MlsLink link, bool is_float, double *margins, uint32_t n);

/* The standard normal distribution function. */
extern double mls_normal_cdf(double z);

#endif

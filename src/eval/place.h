/*
 * eval/place.h
 *	  What putting numbers into columns has besides its variants.
 */
#ifndef MLS_EVAL_PLACE_H
#define MLS_EVAL_PLACE_H

#include "eval/eval_int.h"

/* mls_place_rows() for any number of rows. */
extern void mls_place_some(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers, uint32_t n);

/* The tags of n values that have been put at a place, from row first on. */
extern void mls_place_tags(const MlsPlace *place, uint32_t first, uint32_t n);

#endif

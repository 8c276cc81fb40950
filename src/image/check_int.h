/*
 * image/check_int.h
 *	  What the parts of the image's check share.
 *
 * Each part looks at all records of its sections and gives NULL, or a sentence
 * that says what is wrong.  A part may rely on what mls_check_sections found: the
 * sections lie within the image, and a record of each is where its index says.
 */
#ifndef MLS_IMAGE_CHECK_INT_H
#define MLS_IMAGE_CHECK_INT_H

#include "image/image.h"

/* Leaves a check with the sentence unless the condition holds. */
#define MLS_NEED(condition, fault) \
	do { \
		if (!(condition)) \
			return fault; \
	} while (0)

/* Whether a record, a list of records, a column, several columns exist; ..._OR_NONE: or there is none. */
#define MLS_HAS(image, symbol, i)			((i) < MLS_N_RECORDS(image, symbol))
#define MLS_HAS_OR_NONE(image, symbol, i)	((i) == MLS_NONE || MLS_HAS(image, symbol, i))
#define MLS_HAS_SPAN(image, symbol, span)	mls_span_within((span), MLS_N_RECORDS(image, symbol))
#define MLS_HAS_COLUMN(image, i)			((i) < (image)->n_columns)
#define MLS_HAS_COLUMN_OR_NONE(image, i)	((i) == MLS_NONE || MLS_HAS_COLUMN(image, i))

/* A byte that says yes or no; anything else would be no bool. */
#define MLS_IS_BOOL(member)					(*(const uint8_t *) &(member) <= 1)

static inline bool
mls_span_within(MlsSpan span, uint32_t n)
{
	return span.n <= n && span.first <= n - span.n;
}

static inline bool
mls_columns_within(const MlsImage *image, uint32_t first, uint32_t n)
{
	return mls_span_within((MlsSpan) {first, n}, image->n_columns);
}

/* Whether each of a list in INDEX is below the bound, or MLS_NONE where that may be. */
extern bool mls_indices_below(const MlsImage *image, MlsSpan list, uint32_t bound, bool or_none);

/* A list of CONSTANTs. */
#define MLS_ARE_CONSTANTS(image, list) \
	mls_indices_below(image, list, MLS_N_RECORDS(image, CONSTANT), false)

extern const char *mls_check_values(const MlsImage *image); /* texts, constants, sets, maps (check_values.c) */
extern const char *mls_check_steps(const MlsImage *image);	/* inputs, treatments, steps (check_steps.c) */
extern const char *mls_check_predicates(const MlsImage *image);
extern const char *mls_check_models(const MlsImage *image);	/* models with their kernels, results (check_models.c) */

#endif

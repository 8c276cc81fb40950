/*
 * eval/codes.h
 *	  Finding a text among texts that are sorted by their codes.
 *
 * Texts get their codes in the order in which the document first has them, so
 * those of one field mostly follow each other: the first look finds a text, and
 * only where others lie between is it searched for by halving.
 */
#ifndef MLS_EVAL_CODES_H
#define MLS_EVAL_CODES_H

#include "eval/eval_int.h"

/* The code at a place of such a list. */
typedef uint32_t (*MlsCodeAt) (const void *list, uint32_t i);

/*
 * The first of n places of a list, whose codes ascend, that has a code; or
 * MLS_NONE, as for MLS_FOREIGN.  "at" is known where this is called, so that no
 * function is.
 */
static inline __attribute__((always_inline)) uint32_t
mls_search_code(const void *list, MlsCodeAt at, uint32_t n, uint32_t code)
{
	uint32_t	place;

	if (n == 0)
		return MLS_NONE;
	place = code - at(list, 0);
	if (place < n && at(list, place) == code && (place == 0 || at(list, place - 1) != code))
		return place;
	for (place = 0; n > 1;)
	{
		uint32_t	half = n / 2;

		place += at(list, place + half - 1) < code ? half : 0;
		n -= half;
	}
	return at(list, place) == code ? place : MLS_NONE;
}

/* Members of a SET, or keys of a MAP's rows, whose order is MLS_ORDER_TEXT. */
typedef struct MlsCodes
{
	const MlsImgConstant *constants;
	const uint32_t *places;		/* each a CONSTANT */
	uint32_t	apart;			/* how far they lie apart */
	uint32_t	n;
} MlsCodes;

static inline uint32_t
mls_code_at(const void *list, uint32_t i)
{
	const MlsCodes *codes = list;

	return codes->constants[codes->places[(size_t) i * codes->apart]].text;
}

/* The first with the code of a text, which may be MLS_FOREIGN; or MLS_NONE. */
static inline uint32_t
mls_find_code(const MlsCodes *codes, uint32_t code)
{
	return mls_search_code(codes, mls_code_at, codes->n, code);
}

/* The members of a set in this order. */
static inline MlsCodes
mls_codes_of_set(const MlsImage *image, const MlsImgSet *set)
{
	return (MlsCodes) {MLS_RECORDS(image, CONSTANT), MLS_RECORDS(image, INDEX) + set->members.first, 1, set->members.n};
}

#endif

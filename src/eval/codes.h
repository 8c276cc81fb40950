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

/* Members of a SET, or keys of a MAP's rows, whose order is MLS_ORDER_TEXT. */
typedef struct MlsCodes
{
	const MlsImgConstant *constants;
	const uint32_t *places;		/* each a CONSTANT */
	uint32_t	apart;			/* how far they lie apart */
	uint32_t	n;
} MlsCodes;

static inline uint32_t
mls_code_at(const MlsCodes *codes, uint32_t i)
{
	return codes->constants[codes->places[(size_t) i * codes->apart]].text;
}

/* The first with the code of a text, which may be MLS_FOREIGN; or MLS_NONE. */
static inline uint32_t
mls_find_code(const MlsCodes *codes, uint32_t code)
{
	uint32_t	n = codes->n;
	uint32_t	place;

	if (n == 0)
		return MLS_NONE;
	place = code - mls_code_at(codes, 0);
	if (place < n && mls_code_at(codes, place) == code && (place == 0 || mls_code_at(codes, place - 1) != code))
		return place;
	for (place = 0; n > 0;)
	{
		uint32_t	half = n / 2;

		if (mls_code_at(codes, place + half) < code)
		{
			place += half + 1;
			n -= half + 1;
		}
		else
			n = half;
	}
	return place < codes->n && mls_code_at(codes, place) == code ? place : MLS_NONE;
}

/* The members of a set in this order. */
static inline MlsCodes
mls_codes_of_set(const MlsImage *image, const MlsImgSet *set)
{
	return (MlsCodes) {MLS_RECORDS(image, CONSTANT), MLS_RECORDS(image, INDEX) + set->members.first, 1, set->members.n};
}

#endif

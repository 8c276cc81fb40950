/*
 * load/verify_lists.h
 *	  Verification rows of which several state one case, and results that are lists.
 */
#ifndef MLS_LOAD_VERIFY_LISTS_H
#define MLS_LOAD_VERIFY_LISTS_H

#include "ir/document.h"

/* Of a VerificationField: what the cells of a transaction's rows are together. */
typedef enum MlsCellsAre
{
	MLS_CELLS_ARE_ONE,			/* one value: the first that is there */
	MLS_CELLS_ARE_A_LIST		/* a list, written as a JSON array of texts */
} MlsCellsAre;

/*
 * Brings the rows that have the same cell in the column "group" together, in the
 * order in which the keys come first; rows without a key stay by themselves.
 * first_rows: for each row of the result the first of those it was made of.
 */
extern MlsModelVerification *mls_verify_transactions(MlsLoad *load, const MlsModelVerification *verification,
													 uint32_t group, const MlsCellsAre *are, uint32_t **first_rows);

/*
 * Whether a list, a JSON array, has the elements that are expected: another one,
 * or a text that is the only element.  An element that is a list itself is
 * compared as the text that it is written as, or with its only element.  Numbers
 * agree as numbers_agree says.
 */
extern bool mls_lists_agree(MlsLoad *load, const char *actual, const char *expected, const MlsVerificationField *field,
							bool (*numbers_agree) (double actual, double expected, const MlsVerificationField *field));

#endif

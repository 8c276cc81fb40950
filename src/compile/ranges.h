/*
 * compile/ranges.h
 *	  A predicate on one field as ranges of numbers.
 *
 * Whatever a predicate asks of a field, it cuts the line of numbers into ranges
 * in which it is true and ranges in which it is false, by turns.  Text becomes
 * a number first: each text that predicates name gets the next one, all others
 * are -1.
 */
#ifndef MLS_COMPILE_RANGES_H
#define MLS_COMPILE_RANGES_H

#include "base/map.h"
#include "base/vec.h"
#include "ir/predicate.h"

/* A field that predicates compare. */
typedef struct MlsRangeField
{
	uint32_t	column;
	MlsDataType dataType;
	bool		may_be_invalid; /* a cell may say that there can be no value */
	bool		may_be_text;	/* of a number: text that was none goes on "asIs" */
	MlsMap		codes;			/* of text: MlsRangeCode by text */
	MlsVec		code_list;		/* the same in the order of number: MlsRangeCode * */
} MlsRangeField;

/* Whether looking at the field can make a row invalid, so that it matters who looks. */
static inline bool
mls_look_matters(const MlsRangeField *field)
{
	return field->may_be_invalid || field->may_be_text;
}

typedef struct MlsRangeCode
{
	const char *text;
	uint32_t	number;
} MlsRangeCode;

typedef struct MlsRanges
{
	uint32_t	first_cut;		/* in the pool, ascending; a range goes from a cut up to below the next */
	uint32_t	n_cuts;
	MlsTruth	lowest;			/* TRUE or FALSE: below the first cut; the other one behind it, and so on */
	MlsTruth	missing;		/* what the predicate is when the value is missing */
} MlsRanges;

/*
 * The ranges of a predicate of kind SIMPLE, SIMPLE_SET or CODE_SET on the field;
 * its cuts, finite doubles, go behind those in the pool (double).  False: not to
 * be said in ranges exactly.  Leaves.
 */
extern bool mls_ranges_of(MlsLoad *load, MlsRangeField *field, const MlsPredicate *predicate,
						  MlsVec *pool, MlsRanges *ranges);

#endif

/*
 * eval/functions.h
 *	  What the built-in functions (eval/functions_*.c) share.
 *
 * A function takes the cells of one row and gives a cell.  It never sees an
 * INVALID argument, but for the branches of "if", and sees MISSING ones only
 * if its own rule says something else than "then missing".
 */
#ifndef MLS_EVAL_FUNCTIONS_H
#define MLS_EVAL_FUNCTIONS_H

#include "eval/eval_int.h"

/* The function has no result for these arguments. */
#define MLS_CELL_UNDEFINED		mls_invalid_cell(MLS_REASON_UNDEFINED, MLS_NONE)

/* An argument is text where a number is needed. */
#define MLS_CELL_NOT_A_NUMBER	mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE)

#define MLS_CELL_NO_MEMORY		mls_invalid_cell(MLS_REASON_NO_MEMORY, MLS_NONE)
#define MLS_CELL_TOO_MUCH_WORK	mls_invalid_cell(MLS_REASON_TOO_MUCH_WORK, MLS_NONE)

typedef enum MlsNumberType
{
	MLS_NUMBER_INTEGER,
	MLS_NUMBER_FLOAT,
	MLS_NUMBER_DOUBLE
} MlsNumberType;

/* A cell as a truth: missing is unknown.  False: it is no truth value. */
extern bool mls_cell_truth(MlsCell cell, MlsTruth *result);

/* A cell as a whole number; false if it is none. */
extern bool mls_cell_integer(MlsCell cell, int64_t *value);

/* The type that arithmetic on these cells has; missing ones do not count. */
extern MlsNumberType mls_common_number_type(const MlsCell *arguments, uint32_t n);

/* A real number as a cell of the type: FLOAT rounds, everything else is a double. */
extern MlsCell mls_real_cell(MlsNumberType type, double value);

/* Why a search has no answer: neither a match nor none. */
extern MlsCell mls_failed_match(MlsMatch match);

/*
 * A text with all matches of a PATTERN replaced.  is_literal: by what "with" says,
 * else by what it means (base/regex.h).
 */
extern MlsCell mls_replace_all(MlsEval *eval, uint32_t pattern, MlsCell text, const MlsString *with, bool is_literal);

#endif

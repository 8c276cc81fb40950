/*
 * eval/functions_logic.c
 *	  Built-in functions that compare values, combine truths and ask for missing
 *	  ones.
 */
#include "base/number.h"
#include "eval/functions.h"

MlsCell
mls_fn_IS_MISSING(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return MLS_CELL_BOOLEAN(arguments[0].tag == MLS_TAG_MISSING);
}

MlsCell
mls_fn_IS_NOT_MISSING(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return MLS_CELL_BOOLEAN(arguments[0].tag != MLS_TAG_MISSING);
}

/* Of what is no field: whatever is there is valid.  (Of a field it is a step of its own.) */
MlsCell
mls_fn_IS_VALID(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return MLS_CELL_BOOLEAN(arguments[0].tag != MLS_TAG_MISSING);
}

/* A missing value is neither valid nor not valid. */
MlsCell
mls_fn_IS_NOT_VALID(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return MLS_CELL_BOOLEAN(false);
}

/* Text against a number compares as numbers; what can't be compared is unequal and neither less nor greater. */
#define COMPARISON(symbol, condition) \
MlsCell \
mls_fn_##symbol(MlsEval *eval, const MlsCell *arguments, uint32_t n) \
{ \
	int			order = mls_compare_cells(arguments[0], arguments[1]); \
	return MLS_CELL_BOOLEAN(condition); \
}

COMPARISON(EQUAL, order == 0)
COMPARISON(NOT_EQUAL, order != 0)
COMPARISON(LESS_THAN, order == -1)
COMPARISON(LESS_OR_EQUAL, order == -1 || order == 0)
COMPARISON(GREATER_THAN, order == 1)
COMPARISON(GREATER_OR_EQUAL, order == 1 || order == 0)

bool
mls_cell_truth(MlsCell cell, MlsTruth *result)
{
	bool		value;
	double		number;

	switch (cell.tag)
	{
		case MLS_TAG_MISSING:
			*result = MLS_UNKNOWN;
			return true;
		case MLS_TAG_STRING:
			if (!mls_parse_boolean(cell.datum.s->bytes, cell.datum.s->length, &value))
				return false;
			*result = value ? MLS_TRUE : MLS_FALSE;
			return true;
		default:
			if (!mls_cell_number(cell, &number) || (number != 0 && number != 1))
				return false;
			*result = number == 1 ? MLS_TRUE : MLS_FALSE;
			return true;
	}
}

/* "and" (decisive: false) and "or" (decisive: true): one decisive argument decides, else an unknown one. */
static MlsCell
combine(const MlsCell *arguments, uint32_t n, MlsTruth decisive)
{
	bool		unknown = false;
	bool		decided = false;

	for (uint32_t i = 0; i < n; i++)
	{
		MlsTruth	value;

		if (!mls_cell_truth(arguments[i], &value))
			return MLS_CELL_UNDEFINED;
		decided |= value == decisive;
		unknown |= value == MLS_UNKNOWN;
	}
	if (decided)
		return MLS_CELL_BOOLEAN(decisive == MLS_TRUE);
	return unknown ? MLS_CELL_MISSING : MLS_CELL_BOOLEAN(decisive == MLS_FALSE);
}

MlsCell
mls_fn_AND(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return combine(arguments, n, MLS_FALSE);
}

MlsCell
mls_fn_OR(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return combine(arguments, n, MLS_TRUE);
}

MlsCell
mls_fn_NOT(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsTruth	value;

	if (!mls_cell_truth(arguments[0], &value))
		return MLS_CELL_UNDEFINED;
	return MLS_CELL_BOOLEAN(value == MLS_FALSE);
}

/* Whether the first argument equals one of the rest; missing ones among the rest are left out. */
static MlsCell
is_among(const MlsCell *arguments, uint32_t n, bool yes)
{
	if (arguments[0].tag == MLS_TAG_MISSING)
		return MLS_CELL_MISSING;
	for (uint32_t i = 1; i < n; i++)
		if (arguments[i].tag != MLS_TAG_MISSING &&
			mls_compare_cells(arguments[0], arguments[i]) == 0)
			return MLS_CELL_BOOLEAN(yes);
	return MLS_CELL_BOOLEAN(!yes);
}

MlsCell
mls_fn_IS_IN(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return is_among(arguments, n, true);
}

MlsCell
mls_fn_IS_NOT_IN(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return is_among(arguments, n, false);
}

/* Only the branch that is taken matters: the other one may be missing or invalid. */
MlsCell
mls_fn_IF(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsTruth	condition;

	if (arguments[0].tag == MLS_TAG_INVALID)
		return arguments[0];
	if (!mls_cell_truth(arguments[0], &condition))
		return MLS_CELL_UNDEFINED;
	if (condition == MLS_TRUE)
		return arguments[1];
	if (condition == MLS_FALSE && n > 2)
		return arguments[2];
	return MLS_CELL_MISSING;
}

/*
 * eval/eval_predicate.c
 *	  Predicates: true, false or unknown for a row.
 *
 * A comparison with a missing value is unknown.  NaN (which an input never is,
 * a derived field may be) is above every number and equals none: the order in
 * which the JVM's consumers of PMML put it, so that exactly one of "x <= c" and
 * "x > c" is true.
 */
#include "eval/eval_int.h"

/* Where a value stands among an ordinal field's values; n if it is none of them. */
static uint32_t
ordinal_place(const MlsImage *image, MlsSpan values, MlsCell cell)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX) + values.first;
	const MlsImgConstant *constants = MLS_RECORDS(image, CONSTANT);
	uint32_t	place = 0;

	while (place < values.n && !mls_equals(image, cell, &constants[index[place]]))
		place++;
	return place;
}

/*
 * -1, 0, 1: the value of a field below, equal to, above the predicate's
 * constant; 2: there is no order between them.
 */
static int
order_of(const MlsImage *image, const MlsImgPredicate *p, MlsCell cell)
{
	const MlsImgConstant *constant = &MLS_RECORDS(image, CONSTANT)[p->constant];

	if (p->members.n > 0)
	{
		uint32_t	value = ordinal_place(image, p->members, cell);
		uint32_t	bound = ordinal_place(image, p->members, mls_constant_cell(image, p->constant));

		return value == p->members.n || bound == p->members.n ? 2 : (value > bound) - (value < bound);
	}
	if ((cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT) && isnan(cell.datum.d))
		return constant->is_number ? 1 : 2;
	if (cell.tag == MLS_TAG_STRING && p->is_numeric)
		return 2;
	return mls_compare(image, cell, constant);
}

static MlsTruth
simple(MlsEval *eval, const MlsImgPredicate *p, MlsCell cell, uint32_t row)
{
	const MlsImage *image = eval->image;
	int			order;

	if (p->op == MLS_OP_IS_MISSING || p->op == MLS_OP_IS_NOT_MISSING)
		return (cell.tag == MLS_TAG_MISSING) == (p->op == MLS_OP_IS_MISSING) ? MLS_TRUE : MLS_FALSE;
	if (cell.tag == MLS_TAG_MISSING)
		return MLS_UNKNOWN;
	if (p->op == MLS_OP_EQUAL || p->op == MLS_OP_NOT_EQUAL)
		return mls_equals(image, cell, &MLS_RECORDS(image, CONSTANT)[p->constant]) == (p->op == MLS_OP_EQUAL) ?
			MLS_TRUE : MLS_FALSE;

	order = order_of(image, p, cell);
	if (order == 2)
	{
		mls_fail_row(eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
		return MLS_UNKNOWN;
	}
	switch (p->op)
	{
		case MLS_OP_LESS_THAN:
			return order < 0 ? MLS_TRUE : MLS_FALSE;
		case MLS_OP_LESS_OR_EQUAL:
			return order <= 0 ? MLS_TRUE : MLS_FALSE;
		case MLS_OP_GREATER_THAN:
			return order > 0 ? MLS_TRUE : MLS_FALSE;
		default:
			return order >= 0 ? MLS_TRUE : MLS_FALSE;
	}
}

/* Whether the integer part of a number is among the codes; a negative one never is. */
static MlsTruth
has_code(const MlsImage *image, MlsSpan codes, double number)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX) + codes.first;
	uint32_t	low = 0;
	uint32_t	high = codes.n;

	if (!(number >= 0 && number < 4294967296.0))
		return MLS_FALSE;
	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (index[middle] < (uint32_t) number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < codes.n && index[low] == (uint32_t) number ? MLS_TRUE : MLS_FALSE;
}

static MlsTruth
compound(MlsEval *eval, const MlsImgPredicate *p, uint32_t row, uint32_t *surrogates)
{
	MlsTruth	decisive = p->op == MLS_BOOL_AND ? MLS_FALSE : MLS_TRUE;
	bool		unknown = false;
	bool		parity = false;

	for (uint32_t i = 0; i < p->members.n; i++)
	{
		MlsTruth	truth = mls_predicate(eval, p->members.first + i, row, surrogates);

		if (p->op == MLS_BOOL_SURROGATE)
		{
			if (truth == MLS_UNKNOWN)
				continue;
			if (i > 0 && surrogates)
				(*surrogates)++;
			return truth;
		}
		if (truth == MLS_UNKNOWN)
			unknown = true;
		else if (p->op == MLS_BOOL_XOR)
			parity ^= truth == MLS_TRUE;
		else if (truth == decisive)
			return truth;
	}
	if (unknown || p->op == MLS_BOOL_SURROGATE)
		return MLS_UNKNOWN;
	if (p->op == MLS_BOOL_XOR)
		return parity ? MLS_TRUE : MLS_FALSE;
	return decisive == MLS_TRUE ? MLS_FALSE : MLS_TRUE;
}

MlsTruth
mls_predicate(MlsEval *eval, uint32_t predicate, uint32_t row, uint32_t *surrogates)
{
	const MlsImgPredicate *p = &MLS_RECORDS(eval->image, PREDICATE)[predicate];
	MlsCell		cell;
	double		number;

	if (p->kind == MLS_PRED_TRUE || p->kind == MLS_PRED_FALSE)
		return p->kind == MLS_PRED_TRUE ? MLS_TRUE : MLS_FALSE;
	if (p->kind == MLS_PRED_COMPOUND)
		return compound(eval, p, row, surrogates);

	cell = mls_get(eval, p->column, row);
	if (cell.tag == MLS_TAG_INVALID)
	{
		mls_fail_row(eval, row, cell.datum.reason);
		return MLS_UNKNOWN;
	}
	if (p->kind == MLS_PRED_SIMPLE)
		return simple(eval, p, cell, row);
	if (cell.tag == MLS_TAG_MISSING)
		return MLS_UNKNOWN;
	if (p->kind == MLS_PRED_SIMPLE_SET)
		return mls_set_has(eval->image, p->constant, cell) != p->is_not_in ? MLS_TRUE : MLS_FALSE;

	if (!mls_cell_number(cell, &number))
	{
		mls_fail_row(eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, UINT32_MAX});
		return MLS_UNKNOWN;
	}
	return has_code(eval->image, p->members, number);
}

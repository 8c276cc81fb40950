/*
 * compile/ranges.c
 *	  A predicate on one field as ranges of numbers.
 *
 * The constant of a predicate is first made what the comparison makes of it, by
 * the field's type (a float field takes the float nearest to the decimal text).
 * What remains is exact: x <= c is x < the next double after c, x == c lies
 * between the two.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "compile/ranges.h"

/* Integers up to here are doubles too; what is compared with greater ones is not. */
#define EXACT_INTEGERS 9007199254740992.0	/* 2^53 */

/*
 * The number that the field's values are compared with, or NAN if the constant
 * is none.
 */
static double
constant_of(const MlsRangeField *field, const MlsLiteral *literal)
{
	size_t		length = literal->text ? strlen(literal->text) : 0;
	double		number;
	float		single;
	bool		boolean;

	if (!literal->text)
	{
		if (!literal->is_number)
			return NAN;
		return field->dataType == MLS_TYPE_FLOAT ? (double) (float) literal->number : literal->number;
	}
	if (field->dataType == MLS_TYPE_FLOAT && mls_parse_float(literal->text, length, &single))
		return single;
	if (field->dataType == MLS_TYPE_BOOLEAN && mls_parse_boolean(literal->text, length, &boolean))
		return boolean;
	return mls_parse_number(literal->text, length, &number) ? number : NAN;
}

/* The number that stands for a text of the field. */
static uint32_t
code_of(MlsLoad *load, MlsRangeField *field, const char *text)
{
	MlsRangeCode *code = mls_map_get(&field->codes, text);

	if (!code)
	{
		code = MLS_NEW(load, MlsRangeCode);
		code->text = text;
		code->number = field->code_list.n;
		mls_map_put(load, &field->codes, text, code);
		*MLS_PUSH(load, &field->code_list, MlsRangeCode *) = code;
	}
	return code->number;
}

static void
cut(MlsLoad *load, MlsVec *pool, MlsRanges *ranges, double at)
{
	*MLS_PUSH(load, pool, double) = at;
	ranges->n_cuts++;
}

/*
 * What equals the constant is not below *from and is below *to.  *is_none: no
 * value equals it.  False: not to be said in doubles.
 */
static bool
equal_range(MlsLoad *load, MlsRangeField *field, const MlsLiteral *literal,
			double *from, double *to, bool *is_none)
{
	*is_none = false;
	if (field->dataType == MLS_TYPE_STRING)
	{
		if (!literal->text)
			return false;
		*from = code_of(load, field, literal->text);
		*to = *from + 1;
		return true;
	}
	if (field->may_be_text)
		return false;
	*from = constant_of(field, literal);
	*to = nextafter(*from, INFINITY);
	if (isnan(*from))
		*is_none = true;
	else if (!isfinite(*from) || !isfinite(*to))
		return false;
	return field->dataType != MLS_TYPE_INTEGER || *is_none || fabs(*from) < EXACT_INTEGERS;
}

static bool
simple_ranges(MlsLoad *load, MlsRangeField *field, const MlsPredicate *predicate,
			  MlsVec *pool, MlsRanges *ranges)
{
	MlsLiteral	value = mls_predicate_value(predicate);
	double		from,
				to;
	bool		is_none;

	ranges->missing = MLS_UNKNOWN;
	switch ((MlsSimpleOperator) predicate->op)
	{
		case MLS_OP_IS_MISSING:
		case MLS_OP_IS_NOT_MISSING:
			ranges->lowest = predicate->op == MLS_OP_IS_NOT_MISSING ? MLS_TRUE : MLS_FALSE;
			ranges->missing = predicate->op == MLS_OP_IS_MISSING ? MLS_TRUE : MLS_FALSE;

			/* text that is no number is not missing, but would be no number either */
			return !field->may_be_text;

		case MLS_OP_EQUAL:
		case MLS_OP_NOT_EQUAL:
			ranges->lowest = predicate->op == MLS_OP_NOT_EQUAL ? MLS_TRUE : MLS_FALSE;
			if (!equal_range(load, field, &value, &from, &to, &is_none))
				return false;
			if (!is_none)
			{
				cut(load, pool, ranges, from);
				cut(load, pool, ranges, to);
			}
			return true;

		case MLS_OP_LESS_THAN:
		case MLS_OP_LESS_OR_EQUAL:
		case MLS_OP_GREATER_THAN:
		case MLS_OP_GREATER_OR_EQUAL:
			break;
	}
	if (field->dataType == MLS_TYPE_STRING)
		return false;

	bool		is_less = predicate->op == MLS_OP_LESS_THAN || predicate->op == MLS_OP_LESS_OR_EQUAL;
	double		at = constant_of(field, &value);

	if (at == INFINITY && (predicate->op == MLS_OP_LESS_OR_EQUAL || predicate->op == MLS_OP_GREATER_THAN))
	{
		/* all values from the missing ones, as LightGBM splits */
		ranges->lowest = is_less ? MLS_TRUE : MLS_FALSE;
		return true;
	}
	if (field->dataType == MLS_TYPE_INTEGER && fabs(at) >= EXACT_INTEGERS)
		return false;
	if (predicate->op == MLS_OP_LESS_OR_EQUAL || predicate->op == MLS_OP_GREATER_THAN)
		at = nextafter(at, INFINITY);
	if (!isfinite(at))
		return false;
	ranges->lowest = is_less ? MLS_TRUE : MLS_FALSE;
	cut(load, pool, ranges, at);
	return true;
}

static int
by_start(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

/*
 * Makes cuts of n ranges, [from, to) each, that lie in the pool behind "start";
 * those that touch become one.
 */
static void
join_ranges(MlsVec *pool, uint32_t start, uint32_t n, MlsRanges *ranges)
{
	double	   *cuts = (double *) pool->items + start;
	uint32_t	kept = 0;

	if (n > 1)
		qsort(cuts, n, 2 * sizeof(double), by_start);
	for (uint32_t i = 0; i < n; i++)
	{
		if (kept > 0 && cuts[2 * i] <= cuts[kept - 1])
			cuts[kept - 1] = fmax(cuts[kept - 1], cuts[2 * i + 1]);
		else
		{
			cuts[kept] = cuts[2 * i];
			cuts[kept + 1] = cuts[2 * i + 1];
			kept += 2;
		}
	}
	pool->n = start + kept;
	ranges->n_cuts = kept;
}

bool
mls_ranges_of(MlsLoad *load, MlsRangeField *field, const MlsPredicate *predicate,
			  MlsVec *pool, MlsRanges *ranges)
{
	uint32_t	start = pool->n;
	uint32_t	n = 0;

	memset(ranges, 0, sizeof(*ranges));
	ranges->first_cut = start;
	ranges->missing = MLS_UNKNOWN;

	switch ((MlsPredicateKind) predicate->kind)
	{
		case MLS_PRED_SIMPLE:
			return simple_ranges(load, field, predicate, pool, ranges);

		case MLS_PRED_SIMPLE_SET:
			ranges->lowest = predicate->is_not_in ? MLS_TRUE : MLS_FALSE;
			for (uint32_t i = 0; i < predicate->u.set->n; i++)
			{
				MlsLiteral	member = {.text = predicate->u.set->values[i]};
				double		from,
							to;
				bool		is_none;

				if (!equal_range(load, field, &member, &from, &to, &is_none))
					return false;
				if (is_none)
					continue;
				*MLS_PUSH(load, pool, double) = from;
				*MLS_PUSH(load, pool, double) = to;
				n++;
			}
			break;

		case MLS_PRED_CODE_SET:
			if (field->dataType == MLS_TYPE_STRING || field->may_be_text)
				return false;
			ranges->lowest = MLS_FALSE;
			for (uint32_t i = 0; i < predicate->u.codes->n; i++)
			{
				*MLS_PUSH(load, pool, double) = predicate->u.codes->codes[i];
				*MLS_PUSH(load, pool, double) = predicate->u.codes->codes[i] + 1.0;
				n++;
			}
			break;

		default:
			return false;
	}
	join_ranges(pool, start, n, ranges);
	return true;
}

/*
 * eval/functions_math.c
 *	  Built-in functions of one or two real numbers.
 *
 * Computed by the C library, and double whatever the arguments are, as
 * JPMML-Evaluator has it; abs, rint and pow of a float are rounded to float.
 * Outside of a function's domain the IEEE value passes: NaN, or an infinity for
 * ln 0.
 */
#include "eval/functions.h"

/* A real function of one argument. */
#define REAL_FUNCTION(symbol, formula) \
MlsCell \
mls_fn_##symbol(MlsEval *eval, const MlsCell *arguments, uint32_t n) \
{ \
	double		x; \
	if (!mls_cell_number(arguments[0], &x)) \
		return MLS_CELL_NOT_A_NUMBER; \
	return MLS_CELL_DOUBLE(formula); \
}

REAL_FUNCTION(LOG10, log10(x))
REAL_FUNCTION(LN, log(x))
REAL_FUNCTION(LN1P, log1p(x))
REAL_FUNCTION(SQRT, sqrt(x))
REAL_FUNCTION(EXP, exp(x))
REAL_FUNCTION(EXPM1, expm1(x))
REAL_FUNCTION(RINT, rint(x))	/* half to even: the rounding mode is never changed */
REAL_FUNCTION(SIN, sin(x))
REAL_FUNCTION(ASIN, asin(x))
REAL_FUNCTION(SINH, sinh(x))
REAL_FUNCTION(COS, cos(x))
REAL_FUNCTION(ACOS, acos(x))
REAL_FUNCTION(COSH, cosh(x))
REAL_FUNCTION(TAN, tan(x))
REAL_FUNCTION(ATAN, atan(x))
REAL_FUNCTION(TANH, tanh(x))

/* A real function of two arguments. */
#define REAL_FUNCTION_2(symbol, formula) \
MlsCell \
mls_fn_##symbol(MlsEval *eval, const MlsCell *arguments, uint32_t n) \
{ \
	double		x, \
				y; \
	if (!mls_cell_number(arguments[0], &x) || !mls_cell_number(arguments[1], &y)) \
		return MLS_CELL_NOT_A_NUMBER; \
	return MLS_CELL_DOUBLE(formula); \
}

REAL_FUNCTION_2(HYPOT, hypot(x, y))
REAL_FUNCTION_2(ATAN2, atan2(x, y)) /* PMML's first argument is y too */

static bool
is_integer(MlsCell cell)
{
	return cell.tag == MLS_TAG_INTEGER || cell.tag == MLS_TAG_BOOLEAN;
}

/* base ^ exponent in 64 bits, exponent >= 0; false: overflow */
static bool
integer_power(int64_t base, int64_t exponent, int64_t *result)
{
	*result = 1;
	for (;;)
	{
		if ((exponent & 1) != 0 && __builtin_mul_overflow(*result, base, result))
			return false;
		exponent >>= 1;
		if (exponent == 0)
			return true;
		if (__builtin_mul_overflow(base, base, &base))
			return false;
	}
}

/* Integers with an exponent >= 0 give an exact integer. */
MlsCell
mls_fn_POW(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	MlsNumberType type = mls_common_number_type(arguments, 2);
	double		base,
				exponent;

	if (type == MLS_NUMBER_INTEGER && arguments[1].datum.i >= 0)
	{
		int64_t		result;

		if (!integer_power(arguments[0].datum.i, arguments[1].datum.i, &result))
			return MLS_CELL_UNDEFINED;
		return MLS_CELL_INTEGER(result);
	}
	if (!mls_cell_number(arguments[0], &base) || !mls_cell_number(arguments[1], &exponent))
		return MLS_CELL_NOT_A_NUMBER;
	return mls_real_cell(type == MLS_NUMBER_FLOAT ? type : MLS_NUMBER_DOUBLE, pow(base, exponent));
}

MlsCell
mls_fn_ABS(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	double		x;

	if (is_integer(arguments[0]))
	{
		int64_t		value = arguments[0].datum.i;

		if (value == INT64_MIN)
			return MLS_CELL_UNDEFINED;
		return MLS_CELL_INTEGER(value < 0 ? -value : value);
	}
	if (!mls_cell_number(arguments[0], &x))
		return MLS_CELL_NOT_A_NUMBER;
	return mls_real_cell(arguments[0].tag == MLS_TAG_FLOAT ? MLS_NUMBER_FLOAT : MLS_NUMBER_DOUBLE, fabs(x));
}

/* A whole number as an integer; undefined where 64 bits do not hold it. */
static MlsCell
whole(double value)
{
	if (!(value >= -0x1p63 && value < 0x1p63))
		return MLS_CELL_UNDEFINED;
	return MLS_CELL_INTEGER((int64_t) value);
}

#define WHOLE_FUNCTION(symbol, formula) \
MlsCell \
mls_fn_##symbol(MlsEval *eval, const MlsCell *arguments, uint32_t n) \
{ \
	double		x; \
	if (is_integer(arguments[0])) \
		return MLS_CELL_INTEGER(arguments[0].datum.i); \
	if (!mls_cell_number(arguments[0], &x)) \
		return MLS_CELL_NOT_A_NUMBER; \
	return whole(formula); \
}

WHOLE_FUNCTION(FLOOR, floor(x))
WHOLE_FUNCTION(CEIL, ceil(x))

/*
 * Half up.  From 2^52 on every double is whole, and below 0.5 the sum with 0.5
 * may round up to 1.
 */
WHOLE_FUNCTION(ROUND, fabs(x) >= 0x1p52 ? x : x == 0x1.fffffffffffffp-2 ? 0 : floor(x + 0.5))

/* 1 if the first is greater, else 0: an integer of integers, else real. */
MlsCell
mls_fn_THRESHOLD(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	double		x,
				y;

	if (!mls_cell_number(arguments[0], &x) || !mls_cell_number(arguments[1], &y))
		return MLS_CELL_NOT_A_NUMBER;
	return mls_common_number_type(arguments, 2) == MLS_NUMBER_INTEGER ? MLS_CELL_INTEGER(x > y) : MLS_CELL_DOUBLE(x > y);
}

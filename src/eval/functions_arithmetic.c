/*
 * eval/functions_arithmetic.c
 *	  Built-in functions on numbers that keep their type: + - * / modulo, and
 *	  the aggregates min max sum avg median product.
 *
 * Integers with integers stay integers, in 64 bits; overflow and division by
 * zero are undefined.  A float with floats or integers gives a float, computed
 * in double and rounded once.  Everything else is double, by IEEE: x / 0 is an
 * infinity, 0 / 0 is NaN.  Booleans count 1 and 0, text that reads as a number
 * is one.
 */
#include "eval/functions.h"

MlsNumberType
mls_common_number_type(const MlsCell *arguments, uint32_t n)
{
	MlsNumberType type = MLS_NUMBER_INTEGER;

	for (uint32_t i = 0; i < n; i++)
	{
		switch (arguments[i].tag)
		{
			case MLS_TAG_INTEGER:
			case MLS_TAG_BOOLEAN:
			case MLS_TAG_MISSING:
				break;
			case MLS_TAG_FLOAT:
				if (type == MLS_NUMBER_INTEGER)
					type = MLS_NUMBER_FLOAT;
				break;
			default:
				type = MLS_NUMBER_DOUBLE;
				break;
		}
	}
	return type;
}

MlsCell
mls_real_cell(MlsNumberType type, double value)
{
	return type == MLS_NUMBER_FLOAT ? MLS_CELL_FLOAT(mls_f32(value)) : MLS_CELL_DOUBLE(value);
}

/* ---- two operands ---- */

typedef bool (*IntegerOperation) (int64_t a, int64_t b, int64_t *result);
typedef double (*RealOperation) (double a, double b);

/* Integers by one operation (false: undefined), reals by the other. */
static MlsCell
binary(const MlsCell *arguments, IntegerOperation integers, RealOperation reals)
{
	MlsNumberType type = mls_common_number_type(arguments, 2);
	double		a,
				b;

	if (type == MLS_NUMBER_INTEGER)
	{
		int64_t		result;

		if (!integers(arguments[0].datum.i, arguments[1].datum.i, &result))
			return MLS_CELL_UNDEFINED;
		return MLS_CELL_INTEGER(result);
	}
	if (!mls_cell_number(arguments[0], &a) || !mls_cell_number(arguments[1], &b))
		return MLS_CELL_NOT_A_NUMBER;
	return mls_real_cell(type, reals(a, b));
}

static bool
add_integers(int64_t a, int64_t b, int64_t *result)
{
	return !__builtin_add_overflow(a, b, result);
}

static double
add_reals(double a, double b)
{
	return a + b;
}

MlsCell
mls_fn_ADD(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return binary(arguments, add_integers, add_reals);
}

static bool
subtract_integers(int64_t a, int64_t b, int64_t *result)
{
	return !__builtin_sub_overflow(a, b, result);
}

static double
subtract_reals(double a, double b)
{
	return a - b;
}

/* One argument is negated. */
MlsCell
mls_fn_SUBTRACT(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	double		value;

	if (n == 2)
		return binary(arguments, subtract_integers, subtract_reals);
	if (mls_common_number_type(arguments, 1) == MLS_NUMBER_INTEGER)
	{
		int64_t		result;

		if (__builtin_sub_overflow((int64_t) 0, arguments[0].datum.i, &result))
			return MLS_CELL_UNDEFINED;
		return MLS_CELL_INTEGER(result);
	}
	if (!mls_cell_number(arguments[0], &value))
		return MLS_CELL_NOT_A_NUMBER;
	return mls_real_cell(mls_common_number_type(arguments, 1), -value);
}

static bool
multiply_integers(int64_t a, int64_t b, int64_t *result)
{
	return !__builtin_mul_overflow(a, b, result);
}

static double
multiply_reals(double a, double b)
{
	return a * b;
}

MlsCell
mls_fn_MULTIPLY(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return binary(arguments, multiply_integers, multiply_reals);
}

/* Integers: toward zero. */
static bool
divide_integers(int64_t a, int64_t b, int64_t *result)
{
	if (b == 0 || (a == INT64_MIN && b == -1))
		return false;
	*result = a / b;
	return true;
}

static double
divide_reals(double a, double b)
{
	return a / b;
}

MlsCell
mls_fn_DIVIDE(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return binary(arguments, divide_integers, divide_reals);
}

/* a - floor(a / b) * b: the sign is b's. */
static bool
modulo_integers(int64_t a, int64_t b, int64_t *result)
{
	if (b == 0)
		return false;
	if (b == -1)				/* INT64_MIN % -1 traps */
	{
		*result = 0;
		return true;
	}
	*result = a % b;
	if (*result != 0 && (*result < 0) != (b < 0))
		*result += b;
	return true;
}

static double
modulo_reals(double a, double b)
{
	return a - floor(a / b) * b;
}

MlsCell
mls_fn_MODULO(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return binary(arguments, modulo_integers, modulo_reals);
}

/* ---- aggregates: missing arguments are left out; all missing: missing ---- */

typedef enum Aggregate
{
	AGGREGATE_MIN,
	AGGREGATE_MAX,
	AGGREGATE_SUM,
	AGGREGATE_PRODUCT
} Aggregate;

/* One step; false: integer overflow. */
static bool
aggregate_integers(Aggregate aggregate, int64_t *total, int64_t value)
{
	switch (aggregate)
	{
		case AGGREGATE_MIN:
			if (value < *total)
				*total = value;
			return true;
		case AGGREGATE_MAX:
			if (value > *total)
				*total = value;
			return true;
		case AGGREGATE_SUM:
			return !__builtin_add_overflow(*total, value, total);
		case AGGREGATE_PRODUCT:
			return !__builtin_mul_overflow(*total, value, total);
	}
	return false;
}

/* NaN wins over every number, as it does in a sum. */
static double
aggregate_reals(Aggregate aggregate, double total, double value)
{
	switch (aggregate)
	{
		case AGGREGATE_MIN:
			return value < total || isnan(value) ? value : total;
		case AGGREGATE_MAX:
			return value > total || isnan(value) ? value : total;
		case AGGREGATE_SUM:
			return total + value;
		case AGGREGATE_PRODUCT:
			return total * value;
	}
	return total;
}

static MlsCell
aggregate_all(Aggregate aggregate, const MlsCell *arguments, uint32_t n)
{
	MlsNumberType type = mls_common_number_type(arguments, n);
	int64_t		integer = 0;
	double		real = 0;
	bool		any = false;

	for (uint32_t i = 0; i < n; i++)
	{
		double		value;

		if (arguments[i].tag == MLS_TAG_MISSING)
			continue;
		if (type == MLS_NUMBER_INTEGER)
		{
			if (!any)
				integer = arguments[i].datum.i;
			else if (!aggregate_integers(aggregate, &integer, arguments[i].datum.i))
				return MLS_CELL_UNDEFINED;
		}
		else
		{
			if (!mls_cell_number(arguments[i], &value))
				return MLS_CELL_NOT_A_NUMBER;
			real = any ? aggregate_reals(aggregate, real, value) : value;
		}
		any = true;
	}
	if (!any)
		return MLS_CELL_MISSING;
	return type == MLS_NUMBER_INTEGER ? MLS_CELL_INTEGER(integer) : mls_real_cell(type, real);
}

MlsCell
mls_fn_MIN(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return aggregate_all(AGGREGATE_MIN, arguments, n);
}

MlsCell
mls_fn_MAX(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return aggregate_all(AGGREGATE_MAX, arguments, n);
}

MlsCell
mls_fn_SUM(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return aggregate_all(AGGREGATE_SUM, arguments, n);
}

MlsCell
mls_fn_PRODUCT(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	return aggregate_all(AGGREGATE_PRODUCT, arguments, n);
}

/* A real even of integers. */
static MlsNumberType
real_type(const MlsCell *arguments, uint32_t n)
{
	MlsNumberType type = mls_common_number_type(arguments, n);

	return type == MLS_NUMBER_INTEGER ? MLS_NUMBER_DOUBLE : type;
}

MlsCell
mls_fn_AVG(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	double		total = 0;
	uint32_t	count = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		double		value;

		if (arguments[i].tag == MLS_TAG_MISSING)
			continue;
		if (!mls_cell_number(arguments[i], &value))
			return MLS_CELL_NOT_A_NUMBER;
		total += value;
		count++;
	}
	return count == 0 ? MLS_CELL_MISSING : mls_real_cell(real_type(arguments, n), total / count);
}

/* Whether the number of one argument comes before that of another; equal ones by their places. */
static bool
comes_before(const MlsCell *arguments, uint32_t i, uint32_t j)
{
	double		a = 0,
				b = 0;

	mls_cell_number(arguments[i], &a);
	mls_cell_number(arguments[j], &b);
	return a < b || (a == b && i < j);
}

/* Lets the place at "top" sink in a heap of n places. */
static void
sink(const MlsCell *arguments, uint32_t *places, uint32_t top, uint32_t n)
{
	uint32_t	sinking = places[top];

	for (uint64_t child = 2 * (uint64_t) top + 1; child < n; child = 2 * (uint64_t) top + 1)
	{
		if (child + 1 < n && comes_before(arguments, places[child], places[child + 1]))
			child++;
		if (!comes_before(arguments, sinking, places[child]))
			break;
		places[top] = places[child];
		top = (uint32_t) child;
	}
	places[top] = sinking;
}

/*
 * Where among n places the two in the middle lie, once the heap has given up what
 * is above them: at its top the upper one, the lower one is the greatest below it.
 */
static void
find_middle(const MlsCell *arguments, uint32_t *places, uint32_t n, MlsCell *lower, MlsCell *upper)
{
	for (uint32_t i = n / 2; i-- > 0;)
		sink(arguments, places, i, n);
	for (uint32_t last = n - 1; last > n / 2; last--)
	{
		places[0] = places[last];
		sink(arguments, places, 0, last);
	}
	*lower = *upper = arguments[places[0]];
	if (n % 2 == 1)
		return;
	places[0] = places[n / 2];
	sink(arguments, places, 0, n / 2);
	*lower = arguments[places[0]];
}

MlsCell
mls_fn_MEDIAN(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	uint32_t	some[16];
	uint32_t   *places = n <= sizeof(some) / sizeof(some[0]) ? some : mls_text_room(eval, (size_t) n * sizeof(uint32_t));
	uint32_t	count = 0;
	MlsCell		lower,
				upper;
	double		low,
				high;

	if (places == NULL)
		return MLS_CELL_NO_MEMORY;
	for (uint32_t i = 0; i < n; i++)
	{
		if (arguments[i].tag == MLS_TAG_MISSING)
			continue;
		if (!mls_cell_number(arguments[i], &low))
			return MLS_CELL_NOT_A_NUMBER;
		if (isnan(low))
			return mls_real_cell(real_type(arguments, n), NAN);
		places[count++] = i;
	}
	if (count == 0)
		return MLS_CELL_MISSING;
	find_middle(arguments, places, count, &lower, &upper);
	mls_cell_number(upper, &high);
	if (count % 2 == 1)
		return mls_common_number_type(arguments, n) == MLS_NUMBER_INTEGER ?
			MLS_CELL_INTEGER(upper.datum.i) : mls_real_cell(real_type(arguments, n), high);
	mls_cell_number(lower, &low);
	return mls_real_cell(real_type(arguments, n), (low + high) / 2);
}

/*
 * pg/numeric.c
 *	  Values of type numeric as doubles, read where they lie.
 *
 * PostgreSQL converts a numeric by writing it as text and reading that.  Here its
 * digits are taken as they are.  The form is that of utils/adt/numeric.c, which is
 * on disk and so the same in all releases: a header word (in the short form with
 * sign, scale and a weight of 7 bits, in the long one with sign and scale, the
 * weight being the next word; or it says NaN or an infinity), and digits of base
 * 10000, the first of which counts 10000^weight.  Neither first nor last digit is
 * 0; zero has no digits.  A value that is stored in a row may begin at any
 * address.
 *
 * The first digits, as many as fit 64 bits, are an integer; with a power of ten
 * base/decimal.h rounds it correctly.  If digits are left, the value lies between
 * that integer and the next: if both have the same nearest double, that is it.
 * What cannot be had so (very many digits close to the middle of two doubles, very
 * large and small values) goes by way of text.
 *
 * The regression test compares with PostgreSQL's own conversion.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/decimal.h"
#include "pg/compat.h"
#include "pg/numeric.h"

/* The header word. */
#define FORM_MASK			0xC000
#define FORM_NEGATIVE		0x4000
#define FORM_SHORT			0x8000
#define FORM_SPECIAL		0xC000
#define SPECIAL_NAN			0xC000
#define SPECIAL_MINUS		0xF000
#define SHORT_NEGATIVE		0x2000
#define SHORT_SCALE_MASK	0x1F80
#define SHORT_WEIGHT_SIGN	0x0040
#define SHORT_WEIGHT_MASK	0x003F
#define LONG_SCALE_MASK		0x3FFF

#define BASE_DIGITS			4	/* decimal ones in a digit */

/* (-1)^negative * digits * 10^exponent, and less than 1 * 10^exponent more if there is more. */
typedef struct MlsNumeric
{
	bool		negative;
	bool		special;
	bool		more;
	double		special_value;
	int			scale;
	int			exponent;
	uint64		digits;
} MlsNumeric;

static inline uint16
word_at(const char *bytes, int i)
{
	uint16		word;

	memcpy(&word, bytes + i * sizeof(word), sizeof(word));
	return word;
}

static inline void
take_apart(const struct varlena *value, MlsNumeric *number)
{
	const char *bytes = VARDATA_ANY(value);
	int			n = (int) (VARSIZE_ANY_EXHDR(value) / sizeof(uint16)) - 1;
	uint16		header = word_at(bytes, 0);
	int			weight;
	int			i = 0;

	bytes += sizeof(uint16);
	number->special = (header & FORM_MASK) == FORM_SPECIAL;
	if (unlikely(number->special))
	{
		number->special_value = header == SPECIAL_NAN ? (double) NAN :
			header == SPECIAL_MINUS ? -INFINITY : INFINITY;
		return;
	}
	if ((header & FORM_MASK) == FORM_SHORT)
	{
		number->negative = (header & SHORT_NEGATIVE) != 0;
		number->scale = (header & SHORT_SCALE_MASK) >> 7;
		weight = (header & SHORT_WEIGHT_MASK) - (header & SHORT_WEIGHT_SIGN);
	}
	else
	{
		number->negative = (header & FORM_MASK) == FORM_NEGATIVE;
		number->scale = header & LONG_SCALE_MASK;
		weight = (int16) word_at(bytes, 0);
		bytes += sizeof(uint16);
		n--;
	}

	number->digits = 0;
	while (i < n && number->digits <= (PG_UINT64_MAX - 9999) / 10000)
		number->digits = number->digits * 10000 + word_at(bytes, i++);
	number->more = i < n;
	number->exponent = BASE_DIGITS * (weight - i + 1);

	/* a last digit as 4500 is 45 with a larger power: often that is few enough to be exact */
	if (number->digits > UINT64CONST(1) << 53 && !number->more && number->digits % 100 == 0)
	{
		number->digits /= 100;
		number->exponent += 2;
	}
}

/* By way of text, as PostgreSQL does it. */
static pg_noinline double
slow_double(const struct varlena *value)
{
	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, PointerGetDatum(value)));
}

double
mls_numeric_double(Datum value)
{
	const struct varlena *varlena = PG_DETOAST_DATUM_PACKED(value);
	MlsNumeric	number;
	double		result;
	double		next;

	take_apart(varlena, &number);
	if (unlikely(number.special))
		return number.special_value;
	if (number.digits == 0)
		return 0.0;
	if (!mls_decimal_double(number.digits, number.exponent, &result) ||
		(unlikely(number.more) &&
		 (!mls_decimal_double(number.digits + 1, number.exponent, &next) || next != result)))
		return slow_double(varlena);
	return number.negative ? -result : result;
}

float
mls_numeric_float(Datum value)
{
	double		number = mls_numeric_double(value);
	int64		integer;

	/* smaller integers are exact as doubles */
	if (unlikely(fabs(number) > 0x1p53) && mls_numeric_integer(value, &integer))
		return (float) integer;
	return (float) number;
}

bool
mls_numeric_integer(Datum value, int64 *integer)
{
	MlsNumeric	number;
	uint64		limit;

	take_apart(PG_DETOAST_DATUM_PACKED(value), &number);
	if (number.special || number.scale != 0 || number.more)
		return false;
	for (; number.digits != 0 && number.exponent > 0; number.exponent--)
	{
		if (number.digits > PG_UINT64_MAX / 10)
			return false;
		number.digits *= 10;
	}
	limit = number.negative ? UINT64CONST(1) << 63 : PG_INT64_MAX;
	if (number.digits > limit)
		return false;
	*integer = (int64) (number.negative ? 0 - number.digits : number.digits);
	return true;
}

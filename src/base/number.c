/*
 * base/number.c
 *	  Numbers as text, exactly.
 *
 * A number is first taken apart into a sign, decimal digits and a power of ten:
 * that decides whether it is one, whether it is an integer, and what to give to
 * the C library.  The C library sees digits and an exponent, never a decimal
 * point, so that no locale can matter.  Numbers of ordinary size never get there:
 * base/decimal.h does them.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/number.h"

/*
 * No double needs more than 767 significant digits to be told from the middle
 * between its neighbours; that there are non-zero ones behind is one more digit.
 */
#define MAX_DIGITS		770

/* More than a text of zeros can make up for, and far from overflow. */
#define MAX_EXPONENT	INT64_C(1000000000000000)

typedef struct Decimal
{
	bool		negative;
	bool		special;		/* INF, or NaN */
	bool		nan;
	int			n_digits;		/* significant ones; 0: the number is zero */
	int64_t		exponent;		/* value = digits * 10 ^ exponent */
	char		digits[MAX_DIGITS + 2];
} Decimal;

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether text is the word, which is in lower case, in any case. */
static bool
is_word(const char *text, size_t length, const char *word)
{
	if (strlen(word) != length)
		return false;
	for (size_t i = 0; i < length; i++)
	{
		char		c = text[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c != word[i])
			return false;
	}
	return true;
}

static void
trim(const char **text, size_t *length)
{
	while (*length > 0 && is_space((*text)[0]))
	{
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && is_space((*text)[*length - 1]))
		(*length)--;
}

/* Takes a number apart; false if it is none. */
static bool
scan(const char *text, size_t length, Decimal *d)
{
	const char *p;
	const char *end;
	bool		any = false;
	bool		point = false;
	bool		rest = false;	/* non-zero digits beyond MAX_DIGITS */
	int64_t		exponent = 0;

	trim(&text, &length);
	p = text;
	end = text + length;
	d->negative = d->special = d->nan = false;
	d->n_digits = 0;

	if (p < end && (*p == '+' || *p == '-'))
		d->negative = *p++ == '-';
	if (p < end && !is_digit(*p) && *p != '.')
	{
		d->special = true;
		d->nan = is_word(text, length, "nan");
		return d->nan || is_word(p, (size_t) (end - p), "inf") || is_word(p, (size_t) (end - p), "infinity");
	}

	for (; p < end && (is_digit(*p) || (*p == '.' && !point)); p++)
	{
		if (*p == '.')
		{
			point = true;
			continue;
		}
		any = true;
		if (d->n_digits == 0 && *p == '0')
		{
			exponent -= point;
			continue;
		}
		if (d->n_digits < MAX_DIGITS)
		{
			d->digits[d->n_digits++] = *p;
			exponent -= point;
		}
		else
		{
			rest |= *p != '0';
			exponent += !point;
		}
	}
	if (!any)
		return false;
	if (rest)
	{
		d->digits[d->n_digits++] = '1';
		exponent--;
	}

	if (p < end && (*p == 'e' || *p == 'E'))
	{
		bool		negative = false;
		int64_t		written = 0;

		p++;
		if (p < end && (*p == '+' || *p == '-'))
			negative = *p++ == '-';
		if (p == end)
			return false;
		for (; p < end && is_digit(*p); p++)
		{
			if (written < MAX_EXPONENT)
				written = written * 10 + (*p - '0');
		}
		exponent += negative ? -written : written;
	}
	d->exponent = exponent;
	while (d->n_digits > 1 && d->digits[d->n_digits - 1] == '0')
	{
		d->n_digits--;
		d->exponent++;
	}
	return p == end;
}

/*
 * The first digits as an integer with a power of ten; at_end: these are all.
 * False if the power is far from any that base/decimal.h takes.
 */
static bool
first_digits(const Decimal *d, uint64_t *value, int *exponent, bool *at_end)
{
	int			n = d->n_digits < MLS_DECIMAL_DIGITS ? d->n_digits : MLS_DECIMAL_DIGITS;

	if (d->exponent > 1000 || d->exponent < -1000)
		return false;
	*value = 0;
	for (int i = 0; i < n; i++)
		*value = *value * 10 + (uint64_t) (d->digits[i] - '0');
	*exponent = (int) d->exponent + d->n_digits - n;
	*at_end = n == d->n_digits;
	return true;
}

/*
 * The nearest value, if it can be had from the first digits: if there are more,
 * the number lies between these digits and the next ones, and what both are
 * nearest to is what it is nearest to.
 */
static bool
nearest_double(const Decimal *d, double *value)
{
	uint64_t	digits;
	int			exponent;
	bool		at_end;
	double		next;

	return first_digits(d, &digits, &exponent, &at_end) && mls_decimal_double(digits, exponent, value) &&
		(at_end || (mls_decimal_double(digits + 1, exponent, &next) && next == *value));
}

static bool
nearest_float(const Decimal *d, float *value)
{
	uint64_t	digits;
	int			exponent;
	bool		at_end;
	float		next;

	return first_digits(d, &digits, &exponent, &at_end) && mls_decimal_float(digits, exponent, value) &&
		(at_end || (mls_decimal_float(digits + 1, exponent, &next) && next == *value));
}

/* Digits and exponent as the C library reads them, whatever the locale. */
static void
write_decimal(const Decimal *d, char *text, size_t size)
{
	int			exponent = d->exponent > 100000 ? 100000 : d->exponent < -100000 ? -100000 : (int) d->exponent;

	snprintf(text, size, "%.*se%d", d->n_digits, d->digits, exponent);
}

#define DECIMAL_TEXT	(MAX_DIGITS + 32)

static double
special_value(const Decimal *d)
{
	if (d->nan)
		return (double) NAN;
	return d->negative ? -HUGE_VAL : HUGE_VAL;
}

/*
 * Reads a number as programs write nearly all of them, "-12.5e-3" of ordinary
 * size and length, in one pass; false: it takes a closer look.
 */
static bool
read_ordinary(const char *p, const char *end, double *value)
{
	bool		negative = p < end && *p == '-';
	uint64_t	digits = 0;
	int			exponent = 0;
	const char *start;
	const char *point = NULL;

	p += negative;
	start = p;
	for (; p < end && (is_digit(*p) || (*p == '.' && !point)); p++)
	{
		if (*p == '.')
			point = p;
		else
			digits = digits * 10 + (uint64_t) (*p - '0');
	}

	/* so many that they fit, zeros in front counted too; and one at least */
	if (p - start > MLS_DECIMAL_DIGITS || p - start == (point != NULL))
		return false;
	if (point)
		exponent = -(int) (p - point - 1);
	if (p < end && (*p == 'e' || *p == 'E'))
	{
		bool		below = ++p < end && *p == '-';
		int			written = 0;

		p += below || (p < end && *p == '+');
		start = p;
		for (; p < end && is_digit(*p) && p - start < 4; p++)
			written = written * 10 + (*p - '0');
		if (p == start)
			return false;
		exponent += below ? -written : written;
	}
	if (p < end || !mls_decimal_double(digits, exponent, value))
		return false;
	if (negative)
		*value = -*value;
	return true;
}

bool
mls_parse_double(const char *text, size_t length, double *value)
{
	Decimal		d;
	double		result;

	if (read_ordinary(text, text + length, value))
		return true;
	if (!scan(text, length, &d))
		return false;
	if (d.special)
	{
		*value = special_value(&d);
		return true;
	}
	if (d.n_digits == 0)
		result = 0.0;
	else if (!nearest_double(&d, &result))
	{
		char		decimal[DECIMAL_TEXT];

		write_decimal(&d, decimal, sizeof(decimal));
		result = strtod(decimal, NULL);
	}
	*value = d.negative ? -result : result;
	return true;
}

bool
mls_parse_float(const char *text, size_t length, float *value)
{
	Decimal		d;
	float		result;

	if (!scan(text, length, &d))
		return false;
	if (d.special)
	{
		*value = (float) special_value(&d);
		return true;
	}
	if (d.n_digits == 0)
		result = 0.0f;
	else if (!nearest_float(&d, &result))
	{
		char		decimal[DECIMAL_TEXT];

		write_decimal(&d, decimal, sizeof(decimal));
		result = strtof(decimal, NULL);
	}
	*value = d.negative ? -result : result;
	return true;
}

bool
mls_parse_int64(const char *text, size_t length, int64_t *value)
{
	Decimal		d;
	int64_t		result = 0;

	if (!scan(text, length, &d) || d.special)
		return false;

	/* trailing zeros are in the exponent: what remains below one is a fraction */
	if (d.n_digits > 0 && (d.exponent < 0 || d.n_digits + d.exponent > 19))
		return false;
	for (int i = 0; i < d.n_digits + (d.n_digits > 0 ? d.exponent : 0); i++)
	{
		int64_t		digit = i < d.n_digits ? d.digits[i] - '0' : 0;

		/* counted downwards, because the least number has no positive one */
		if (result < (INT64_MIN + digit) / 10)
			return false;
		result = result * 10 - digit;
	}
	if (!d.negative)
	{
		if (result == INT64_MIN)
			return false;
		result = -result;
	}
	*value = result;
	return true;
}

/* true or false in any case */
static bool
parse_truth(const char *text, size_t length, bool *value)
{
	trim(&text, &length);
	*value = is_word(text, length, "true");
	return *value || is_word(text, length, "false");
}

bool
mls_parse_boolean(const char *text, size_t length, bool *value)
{
	double		number;

	if (parse_truth(text, length, value))
		return true;
	if (!mls_parse_double(text, length, &number) || (number != 0.0 && number != 1.0))
		return false;
	*value = number == 1.0;
	return true;
}

bool
mls_parse_number(const char *text, size_t length, double *value)
{
	bool		truth;

	if (parse_truth(text, length, &truth))
	{
		*value = truth;
		return true;
	}
	return mls_parse_double(text, length, value);
}

/* ---- numbers to text ---- */

/*
 * Lays digits out: value = 0.d1d2d3... * 10 ^ point.  Plain between 1E-3 and
 * 1E7, else with an exponent.
 */
static size_t
lay_out(char *text, bool negative, const char *digits, int n, int point)
{
	char	   *p = text;

	if (negative)
		*p++ = '-';
	if (point > 7 || point < -2)
		return (size_t) (p - text) +
			(size_t) sprintf(p, "%c.%.*sE%d", digits[0],
							 n > 1 ? n - 1 : 1, n > 1 ? digits + 1 : "0", point - 1);
	if (point <= 0)
		return (size_t) (p - text) + (size_t) sprintf(p, "0.%.*s%.*s", -point, "00", n, digits);
	for (int i = 0; i < n || i <= point; i++)
	{
		if (i == point)
			*p++ = '.';
		*p++ = i < n ? digits[i] : '0';
	}
	*p = '\0';
	return (size_t) (p - text);
}

/*
 * The n digits nearest to a positive finite value, without trailing zeros, and
 * where the point is.  sprintf rounds correctly; its decimal point, whatever it
 * is, is skipped.
 */
static int
nearest_digits(double value, int n, char *digits, int *point)
{
	char		text[64];
	const char *p = text;
	int			found = 0;

	snprintf(text, sizeof(text), "%.*e", n - 1, value);
	for (; *p != 'e'; p++)
	{
		if (is_digit(*p))
			digits[found++] = *p;
	}
	*point = atoi(p + 1) + 1;
	while (found > 1 && digits[found - 1] == '0')
		found--;
	return found;
}

/*
 * The shared part: from "least" digits (which every normal number of the type
 * gets back; subnormal ones start at two) to "most", until the text reads back.
 */
static size_t
format_real(char *text, double value, bool is_float, int least, int most, double smallest_normal)
{
	bool		negative = signbit(value) != 0;
	double		magnitude = fabs(value);
	char		digits[32];
	int			n;
	int			point;

	if (isnan(value))
		return (size_t) sprintf(text, "NaN");
	if (isinf(value))
		return (size_t) sprintf(text, "%sINF", negative ? "-" : "");
	if (magnitude == 0.0)
		return (size_t) sprintf(text, "%s0.0", negative ? "-" : "");

	for (int wanted = magnitude < smallest_normal ? 2 : least;; wanted++)
	{
		char		decimal[64];

		n = nearest_digits(magnitude, wanted, digits, &point);
		if (wanted >= most)
			break;
		snprintf(decimal, sizeof(decimal), "%.*se%d", n, digits, point - n);
		if (is_float ? strtof(decimal, NULL) == (float) magnitude : strtod(decimal, NULL) == magnitude)
			break;
	}
	return lay_out(text, negative, digits, n, point);
}

size_t
mls_format_double(char *text, double value)
{
	return format_real(text, value, false, DBL_DIG, DBL_DECIMAL_DIG, DBL_MIN);
}

size_t
mls_format_float(char *text, float value)
{
	return format_real(text, value, true, FLT_DIG, FLT_DECIMAL_DIG, FLT_MIN);
}

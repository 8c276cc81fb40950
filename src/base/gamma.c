/*
 * base/gamma.c
 *	  The incomplete gamma function.
 *
 * NIST's Digital Library of Mathematical Functions: below the mean the power
 * series 8.7.1, above it the continued fraction 8.9.2, evaluated from the front
 * by Lentz's method.  Both need about as many terms as the root of a.
 */
#include <float.h>
#include <math.h>

#include "base/gamma.h"

#define MOST_TERMS	1000000

/* x^a e^-x / Gamma(a) */
static double
prefactor(double a, double x)
{
	int			sign;

	return exp(a * log(x) - x - lgamma_r(a, &sign));
}

static double
by_series(double a, double x)
{
	double		term = 1 / a;
	double		sum = term;

	for (int k = 1; k < MOST_TERMS && term > sum * DBL_EPSILON / 4; k++)
	{
		term *= x / (a + k);
		sum += term;
	}
	return prefactor(a, x) * sum;
}

/* Q = 1 - P */
static double
by_fraction(double a, double x)
{
	const double tiny = DBL_MIN / DBL_EPSILON;
	double		b = x + 1 - a;
	double		c = 1 / tiny;
	double		d = 1 / b;
	double		fraction = d;

	for (int k = 1; k < MOST_TERMS; k++)
	{
		double		numerator = -k * (k - a);
		double		change;

		b += 2;
		d = numerator * d + b;
		d = fabs(d) < tiny ? 1 / tiny : 1 / d;
		c = b + numerator / c;
		c = fabs(c) < tiny ? tiny : c;
		change = c * d;
		fraction *= change;
		if (fabs(change - 1) < DBL_EPSILON / 2)
			break;
	}
	return prefactor(a, x) * fraction;
}

double
mls_gamma_p(double a, double x)
{
	if (!(a > 0) || isnan(x))
		return NAN;
	if (x <= 0)
		return 0;
	if (isinf(x))
		return 1;
	return x < a + 1 ? by_series(a, x) : 1 - by_fraction(a, x);
}

double
mls_chi_square_cdf(double x, double degrees)
{
	return mls_gamma_p(degrees / 2, x / 2);
}

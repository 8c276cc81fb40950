/*
 * eval/functions_normal.c
 *	  Built-in functions of the normal distribution.
 *
 * The third argument of the general forms is the standard deviation.  The
 * quantile is Wichura's algorithm AS 241, PPND16 ("The percentage points of the
 * normal distribution", Applied Statistics 37, 1988), good to about 1 in 10^16.
 */
#include "eval/functions.h"
#include "eval/link.h"

static double
density(double z)
{
	return exp(-0.5 * z * z) / sqrt(2 * M_PI);
}

/* a[0] + a[1] x + ... + a[7] x^7 */
static double
polynomial(const double *a, double x)
{
	double		sum = a[7];

	for (int i = 6; i >= 0; i--)
		sum = sum * x + a[i];
	return sum;
}

/* The z below which a share p of the distribution lies; NaN unless 0 <= p <= 1. */
static double
quantile(double p)
{
	/* numerator and denominator for |p - 0.5| <= 0.425 */
	static const double a[8] = {
		3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3
	};
	static const double b[8] = {
		1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
		2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3
	};
	/* for the tails, by r = sqrt(-ln p): up to 5 */
	static const double c[8] = {
		1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4
	};
	static const double d[8] = {
		1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9
	};
	/* and beyond */
	static const double e[8] = {
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7
	};
	static const double f[8] = {
		1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15
	};
	double		q = p - 0.5;
	double		r;
	double		z;

	if (!(p >= 0 && p <= 1))
		return (double) NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -HUGE_VAL : HUGE_VAL;
	if (fabs(q) <= 0.425)
	{
		r = 0.180625 - q * q;
		return q * polynomial(a, r) / polynomial(b, r);
	}
	r = sqrt(-log(q < 0 ? p : 1 - p));
	if (r <= 5)
		z = polynomial(c, r - 1.6) / polynomial(d, r - 1.6);
	else
		z = polynomial(e, r - 5) / polynomial(f, r - 5);
	return q < 0 ? -z : z;
}

/* A function of x, and of a mean and a standard deviation where they are given. */
#define NORMAL_FUNCTION(symbol, formula) \
MlsCell \
mls_fn_##symbol(MlsEval *eval, const MlsCell *arguments, uint32_t n) \
{ \
	double		x; \
	double		mean = 0; \
	double		deviation = 1; \
	if (!mls_cell_number(arguments[0], &x) || \
		(n == 3 && (!mls_cell_number(arguments[1], &mean) || !mls_cell_number(arguments[2], &deviation)))) \
		return MLS_CELL_NOT_A_NUMBER; \
	return MLS_CELL_DOUBLE(formula); \
}

NORMAL_FUNCTION(NORMAL_CDF, mls_normal_cdf((x - mean) / deviation))
NORMAL_FUNCTION(NORMAL_PDF, density((x - mean) / deviation) / deviation)
NORMAL_FUNCTION(NORMAL_IDF, mean + deviation * quantile(x))
NORMAL_FUNCTION(STD_NORMAL_CDF, mls_normal_cdf((x - mean) / deviation))
NORMAL_FUNCTION(STD_NORMAL_PDF, density((x - mean) / deviation) / deviation)
NORMAL_FUNCTION(STD_NORMAL_IDF, mean + deviation * quantile(x))

MlsCell
mls_fn_ERF(MlsEval *eval, const MlsCell *arguments, uint32_t n)
{
	double		x;

	if (!mls_cell_number(arguments[0], &x))
		return MLS_CELL_NOT_A_NUMBER;
	return MLS_CELL_DOUBLE(erf(x));
}

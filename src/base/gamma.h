/*
 * base/gamma.h
 *	  The incomplete gamma function, for distributions of chi-square.
 */
#ifndef MLS_BASE_GAMMA_H
#define MLS_BASE_GAMMA_H

/*
 * P(a, x), the regularized lower incomplete gamma function, for a > 0; NaN for
 * another a, or a NaN.  0 for x <= 0.
 */
extern double mls_gamma_p(double a, double x);

/* The probability of a chi-square up to x, with so many degrees of freedom. */
extern double mls_chi_square_cdf(double x, double degrees);

#endif

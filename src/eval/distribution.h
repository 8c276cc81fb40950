/*
 * eval/distribution.h
 *	  Densities of the distributions that models have.
 */
#ifndef MLS_EVAL_DISTRIBUTION_H
#define MLS_EVAL_DISTRIBUTION_H

/*
 * The logarithm of a distribution's density (Poisson: probability) at x; -infinity
 * where there is none.  distribution: kind (an MlsDistributionKind), then mean and
 * variance, or lower and upper.  NaN for a kind without a density.
 */
extern double mls_log_density(const double *distribution, double x);

#endif

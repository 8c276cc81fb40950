/*
 * eval/distribution.c
 *	  Densities of the distributions that models have.
 */
#include <math.h>

#include "base/words.h"
#include "eval/distribution.h"

#define PI 3.14159265358979323846

double
mls_log_density(const double *distribution, double x)
{
	switch ((MlsDistributionKind) distribution[0])
	{
		case MLS_DISTRIBUTION_GAUSSIAN:
			{
				double		difference = x - distribution[1];

				return -(difference * difference) / (2 * distribution[2]) - 0.5 * log(2 * PI * distribution[2]);
			}
		case MLS_DISTRIBUTION_POISSON:
			{
				int			sign;

				if (x < 0)
					return -INFINITY;
				return -distribution[1] + x * log(distribution[1]) - lgamma_r(x + 1, &sign);
			}
		case MLS_DISTRIBUTION_UNIFORM:
			return x >= distribution[1] && x <= distribution[2] ? -log(distribution[2] - distribution[1]) : -INFINITY;
		case MLS_DISTRIBUTION_ANY:
			break;
	}
	return NAN;
}

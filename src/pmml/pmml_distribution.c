/*
 * pmml/pmml_distribution.c
 *	  GaussianDistribution, PoissonDistribution, UniformDistribution, AnyDistribution.
 */
#include "pmml/pmml_distribution.h"

bool
mls_pmml_distribution(MlsPmml *pmml, const MlsXml *element, MlsContinuousDistribution *distribution)
{
	static const MlsPmmlWord kinds[] = {
		{"AnyDistribution", MLS_DISTRIBUTION_ANY},
		{"GaussianDistribution", MLS_DISTRIBUTION_GAUSSIAN},
		{"PoissonDistribution", MLS_DISTRIBUTION_POISSON},
		{"UniformDistribution", MLS_DISTRIBUTION_UNIFORM},
		{NULL, 0}
	};
	int			kind = mls_pmml_element_word(element, kinds);

	if (kind < 0)
		return false;
	distribution->kind = (MlsDistributionKind) kind;
	distribution->line = element->line;
	if (kind == MLS_DISTRIBUTION_UNIFORM)
	{
		distribution->lower = mls_pmml_required_number(pmml, element, "lower", 1);
		distribution->upper = mls_pmml_required_number(pmml, element, "upper", 1);
		if (mls_xml_get(element, "lower") && mls_xml_get(element, "upper") && !(distribution->lower < distribution->upper))
			mls_pmml_problem(pmml, MLS_INVALID, element, "lower is not below upper");
		return true;
	}
	distribution->mean = mls_pmml_required_number(pmml, element, "mean", 1);
	if (kind == MLS_DISTRIBUTION_POISSON)
	{
		distribution->variance = distribution->mean;
		if (!(distribution->mean > 0))
			mls_pmml_problem(pmml, MLS_INVALID, element, "mean is not above 0");
		return true;
	}
	distribution->variance = mls_pmml_required_number(pmml, element, "variance", 1);
	if (!(distribution->variance > 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "variance is not above 0");
	return true;
}

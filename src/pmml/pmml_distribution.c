/*
 * pmml/pmml_distribution.c
 *	  GaussianDistribution, PoissonDistribution, UniformDistribution, AnyDistribution.
 */
#include "pmml/pmml_distribution.h"

static const struct
{
	const char *element;
	MlsDistributionKind kind;
}			kinds[] =
{
	{"AnyDistribution", MLS_DISTRIBUTION_ANY},
	{"GaussianDistribution", MLS_DISTRIBUTION_GAUSSIAN},
	{"PoissonDistribution", MLS_DISTRIBUTION_POISSON},
	{"UniformDistribution", MLS_DISTRIBUTION_UNIFORM}
};

static double
required_number(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	mls_pmml_required(pmml, element, name);
	return mls_pmml_number(pmml, element, name, 1);
}

bool
mls_pmml_distribution(MlsPmml *pmml, const MlsXml *element, MlsContinuousDistribution *distribution)
{
	size_t		i = 0;

	while (i < sizeof(kinds) / sizeof(kinds[0]) && !mls_xml_is(element, kinds[i].element))
		i++;
	if (i == sizeof(kinds) / sizeof(kinds[0]))
		return false;
	distribution->kind = kinds[i].kind;
	distribution->line = element->line;
	if (kinds[i].kind == MLS_DISTRIBUTION_UNIFORM)
	{
		distribution->lower = required_number(pmml, element, "lower");
		distribution->upper = required_number(pmml, element, "upper");
		if (mls_xml_get(element, "lower") && mls_xml_get(element, "upper") && !(distribution->lower < distribution->upper))
			mls_pmml_problem(pmml, MLS_INVALID, element, "lower is not below upper");
		return true;
	}
	distribution->mean = required_number(pmml, element, "mean");
	if (kinds[i].kind == MLS_DISTRIBUTION_POISSON)
	{
		distribution->variance = distribution->mean;
		if (!(distribution->mean > 0))
			mls_pmml_problem(pmml, MLS_INVALID, element, "mean is not above 0");
		return true;
	}
	distribution->variance = required_number(pmml, element, "variance");
	if (!(distribution->variance > 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "variance is not above 0");
	return true;
}

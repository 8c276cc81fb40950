/*
 * pmml/pmml_distribution.h
 *	  Distributions of a number.
 */
#ifndef MLS_PMML_PMML_DISTRIBUTION_H
#define MLS_PMML_PMML_DISTRIBUTION_H

#include "ir/distribution.h"
#include "pmml/pmml_util.h"

/* Reads an element that is such a distribution; false if it is none. */
extern bool mls_pmml_distribution(MlsPmml *pmml, const MlsXml *element, MlsContinuousDistribution *distribution);

#endif

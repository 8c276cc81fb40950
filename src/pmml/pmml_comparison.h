/*
 * pmml/pmml_comparison.h
 *	  ComparisonMeasure, Comparisons.
 */
#ifndef MLS_PMML_PMML_COMPARISON_H
#define MLS_PMML_PMML_COMPARISON_H

#include "pmml/pmml_util.h"

/* The ComparisonMeasure of a model, which must have one. */
extern void mls_pmml_comparison_measure(MlsPmml *pmml, const MlsXml *model, MlsComparisonMeasure *measure);

/* The attributes and the Comparisons of a ClusteringField or KNNInput. */
extern void mls_pmml_compared_field(MlsPmml *pmml, const MlsXml *element, const MlsComparisonMeasure *measure,
									MlsComparedField *field);

#endif

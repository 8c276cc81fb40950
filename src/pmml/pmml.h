/*
 * pmml/pmml.h
 *	  PMML 3.0 to 4.4 documents.
 */
#ifndef MLS_PMML_PMML_H
#define MLS_PMML_PMML_H

#include "ir/document.h"

/*
 * MlsReader of PMML.  The encoding is the XML declaration's (UTF-8 by default).
 *
 * Of several models only the one that the options choose is read; the others
 * have their names, isScorable and type (MLS_N_MODEL_TYPES: not scored).
 *
 * Whoever goes over the result by recursion can rely on this: expressions and
 * predicates nest at most 500 deep, models 50, Nodes 2,000.
 */
extern MlsDocument *mls_read_pmml(MlsLoad *load, const char *bytes, size_t length,
								  const MlsLoadOptions *options);

#endif

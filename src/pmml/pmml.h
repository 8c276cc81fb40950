/*
 * pmml/pmml.h
 *	  PMML 3.0 to 4.4 documents.
 */
#ifndef MLS_PMML_PMML_H
#define MLS_PMML_PMML_H

#include "ir/document.h"

/* MlsReader of PMML; the encoding is the XML declaration's (UTF-8 by default). */
extern MlsDocument *mls_read_pmml(MlsLoad *load, const char *bytes, size_t length,
								  const MlsLoadOptions *options);

#endif

/*
 * json/json.h
 *	  Documents in JSON: XGBoost's models, and coefficients.
 */
#ifndef MLS_JSON_JSON_H
#define MLS_JSON_JSON_H

#include "ir/document.h"

extern MlsDocument *mls_read_xgboost_json(MlsLoad *load, const char *bytes, size_t length,
										  const MlsLoadOptions *options);
extern MlsDocument *mls_read_coefficients(MlsLoad *load, const char *bytes, size_t length,
										  const MlsLoadOptions *options);

/* Which of the JSON formats this is, by its first keys; MLS_N_FORMATS: none. */
extern MlsFormat mls_detect_json_format(const char *bytes, size_t length);

#endif

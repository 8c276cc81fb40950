/*
 * json/json.h
 *	  Trainers' own files, in JSON or with JSON in them, and coefficients.
 */
#ifndef MLS_JSON_JSON_H
#define MLS_JSON_JSON_H

#include "ir/document.h"

/*
 * The readers of XGBoost's save_model JSON (of releases 1.0 to 3.4), of its
 * UBJSON (from 1.6 on), and of our own coefficients documents.  bytes: UTF-8, a byte order mark allowed, need
 * not end with a NUL; nothing in the result points into them.  Both leave when
 * the text is no JSON object, and at the end if problems were noted.
 *
 * Of the options XGBoost's takes feature_names (what the features are called,
 * all of them, whatever the document says), missing (a number that means missing
 * beside NaN; else what the document says) and all_iterations; coefficients take
 * missing, and refuse the other two (MLS_BAD_OPTION).
 */
extern MlsDocument *mls_read_xgboost_json(MlsLoad *load, const char *bytes, size_t length,
										  const MlsLoadOptions *options);
extern MlsDocument *mls_read_xgboost_ubjson(MlsLoad *load, const char *bytes, size_t length,
											const MlsLoadOptions *options);
extern MlsDocument *mls_read_coefficients(MlsLoad *load, const char *bytes, size_t length,
										  const MlsLoadOptions *options);
extern MlsDocument *mls_read_pipeline(MlsLoad *load, const char *bytes, size_t length,
									  const MlsLoadOptions *options);

/*
 * The readers of LightGBM's model text (save_model) and of the JSON of its
 * dump_model(): the same, and the same options.  What iterations says makes no
 * difference: a file holds the iterations that it was saved with.
 */
extern MlsDocument *mls_read_lightgbm(MlsLoad *load, const char *bytes, size_t length,
									  const MlsLoadOptions *options);
extern MlsDocument *mls_read_lightgbm_json(MlsLoad *load, const char *bytes, size_t length,
										   const MlsLoadOptions *options);

/* The reader of CatBoost's JSON: the same options; of iterations, too, what is said above. */
extern MlsDocument *mls_read_catboost_json(MlsLoad *load, const char *bytes, size_t length,
										   const MlsLoadOptions *options);

/* Whether this begins as LightGBM's model text does. */
extern bool mls_is_lightgbm(const char *bytes, size_t length);

/*
 * Which of the JSON formats this is, by the keys of the outermost object;
 * MLS_N_FORMATS: none.  UBJSON is known by its first bytes.
 */
extern MlsFormat mls_detect_json_format(const char *bytes, size_t length);

#endif

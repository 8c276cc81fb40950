/*
 * json/json.h
 *	  The readers of trainers' own files and of our own formats, which are JSON but
 *	  for XGBoost's UBJSON and LightGBM's model text.
 */
#ifndef MLS_JSON_JSON_H
#define MLS_JSON_JSON_H

#include "ir/document.h"

/*
 * Every reader here takes bytes that need not end with a NUL: UTF-8, a byte order
 * mark allowed, but for UBJSON.  It leaves when they are not of its format, and at
 * the end if problems were noted; nothing in its result points into them.
 *
 * Of the options a trainer's file takes feature_names (what the features are
 * called, all of them, whatever the document says) and missing (a number that
 * means missing beside NaN; XGBoost: else what the document says), XGBoost's also
 * all_iterations, which makes no difference to the others: their files hold the
 * iterations that they were saved with.  Coefficients take missing, pipelines none;
 * both refuse the rest (MLS_BAD_OPTION).
 */

/* XGBoost's save_model, of releases 1.0 to 3.4: JSON, and from 1.6 on UBJSON. */
extern MlsDocument *mls_read_xgboost_json(MlsLoad *load, const char *bytes, size_t length,
										  const MlsLoadOptions *options);
extern MlsDocument *mls_read_xgboost_ubjson(MlsLoad *load, const char *bytes, size_t length,
											const MlsLoadOptions *options);

/* Our own formats: coefficients with the logic of their features, and whole pipelines. */
extern MlsDocument *mls_read_coefficients(MlsLoad *load, const char *bytes, size_t length,
										  const MlsLoadOptions *options);
extern MlsDocument *mls_read_pipeline(MlsLoad *load, const char *bytes, size_t length,
									  const MlsLoadOptions *options);

/* LightGBM's model text (save_model), and the JSON of its dump_model(). */
extern MlsDocument *mls_read_lightgbm(MlsLoad *load, const char *bytes, size_t length,
									  const MlsLoadOptions *options);
extern MlsDocument *mls_read_lightgbm_json(MlsLoad *load, const char *bytes, size_t length,
										   const MlsLoadOptions *options);

/* CatBoost's save_model with format='json'. */
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

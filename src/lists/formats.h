/*
 * lists/formats.h
 *	  Document formats: MLS_FORMAT(symbol, name for load_model's option, reader).
 *
 * reader is a function of the shape MlsReader (ir/document.h).
 */
MLS_FORMAT(PMML, "pmml", mls_read_pmml)
MLS_FORMAT(XGBOOST_JSON, "xgboost_json", mls_read_xgboost_json)
MLS_FORMAT(XGBOOST_UBJSON, "xgboost_ubjson", mls_read_xgboost_ubjson)
MLS_FORMAT(LIGHTGBM, "lightgbm", mls_read_lightgbm)
MLS_FORMAT(LIGHTGBM_JSON, "lightgbm_json", mls_read_lightgbm_json)
MLS_FORMAT(CATBOOST_JSON, "catboost_json", mls_read_catboost_json)
MLS_FORMAT(COEFFICIENTS, "coefficients", mls_read_coefficients)
MLS_FORMAT(PIPELINE, "pipeline", mls_read_pipeline)

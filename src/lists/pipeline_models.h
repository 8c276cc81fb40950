/*
 * lists/pipeline_models.h
 *	  Types of models in pipeline documents: MLS_PIPELINE_MODEL(type, gives).
 *
 * type is the word of the document and names the reader, mls_pipeline_<type>();
 * gives says of a document with several targets what a model of the type can give
 * (MLS_GIVES_<gives>, json/pipeline_int.h).
 */
MLS_PIPELINE_MODEL(regression, NUMBERS)
MLS_PIPELINE_MODEL(trees, NUMBERS)
MLS_PIPELINE_MODEL(ensemble, ONE)
MLS_PIPELINE_MODEL(chain, ONE)
MLS_PIPELINE_MODEL(clustering, ONE)
MLS_PIPELINE_MODEL(xgboost, NUMBERS)
MLS_PIPELINE_MODEL(lightgbm, NUMBERS)
MLS_PIPELINE_MODEL(targets, TARGETS)
MLS_PIPELINE_MODEL(support_vectors, NUMBERS)
MLS_PIPELINE_MODEL(neighbors, NUMBERS)

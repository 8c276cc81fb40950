/*
 * lists/unsupported_models.h
 *	  Model elements of PMML that are known and not scored yet.
 */
MLS_UNSUPPORTED_MODEL("BayesianNetworkModel")
MLS_UNSUPPORTED_MODEL("SequenceModel")
MLS_UNSUPPORTED_MODEL("TextModel")
MLS_UNSUPPORTED_MODEL("TimeSeriesModel")

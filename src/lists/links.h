/*
 * lists/links.h
 *	  From raw scores to predictions: MLS_LINK(symbol, PMML's normalizationMethod or NULL).
 *
 * Those with a name are PMML's, and so are those that only a
 * GeneralRegressionModel has; the others are a trainer's own arithmetic, which
 * differs from PMML's in the last bits and therefore is another link.
 * eval/link.c holds each one's formula and source.
 */
MLS_LINK(NONE, "none")
MLS_LINK(SIMPLEMAX, "simplemax")
MLS_LINK(SOFTMAX, "softmax")
MLS_LINK(LOGIT, "logit")
MLS_LINK(PROBIT, "probit")
MLS_LINK(CLOGLOG, "cloglog")
MLS_LINK(EXP, "exp")
MLS_LINK(LOGLOG, "loglog")
MLS_LINK(CAUCHIT, "cauchit")
MLS_LINK(LOGC, NULL)
MLS_LINK(NEGBIN, NULL)
MLS_LINK(ODDSPOWER, NULL)
MLS_LINK(POWER, NULL)
MLS_LINK(XGBOOST_SIGMOID, NULL)
MLS_LINK(XGBOOST_SIGMOID_UNBOUNDED, NULL)
MLS_LINK(XGBOOST_SOFTMAX, NULL)
MLS_LINK(XGBOOST_EXP, NULL)
MLS_LINK(XGBOOST_HINGE, NULL)
MLS_LINK(LIGHTGBM_SQUARE, NULL)
MLS_LINK(LIGHTGBM_LOG1P_EXP, NULL)
MLS_LINK(LIGHTGBM_LOG_EXP, NULL)

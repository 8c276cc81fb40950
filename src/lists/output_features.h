/*
 * lists/output_features.h
 *	  What an OutputField can show: MLS_OUTPUT_FEATURE(symbol, name, scored).
 *
 * Features that only model types not scored yet can give are refused by name.
 */
MLS_OUTPUT_FEATURE(PREDICTED_VALUE, "predictedValue", true)
MLS_OUTPUT_FEATURE(PREDICTED_DISPLAY_VALUE, "predictedDisplayValue", true)
MLS_OUTPUT_FEATURE(TRANSFORMED_VALUE, "transformedValue", true)
MLS_OUTPUT_FEATURE(DECISION, "decision", true)
MLS_OUTPUT_FEATURE(PROBABILITY, "probability", true)
MLS_OUTPUT_FEATURE(CONFIDENCE, "confidence", true)
MLS_OUTPUT_FEATURE(RESIDUAL, "residual", true)
MLS_OUTPUT_FEATURE(ENTITY_ID, "entityId", true)
MLS_OUTPUT_FEATURE(WARNING, "warning", true)
MLS_OUTPUT_FEATURE(STANDARD_ERROR, "standardError", true)
MLS_OUTPUT_FEATURE(STANDARD_DEVIATION, "standardDeviation", true)
MLS_OUTPUT_FEATURE(REPORT, "x-report", true)
MLS_OUTPUT_FEATURE(AFFINITY, "affinity", true)
MLS_OUTPUT_FEATURE(CLUSTER_ID, "clusterId", true)
MLS_OUTPUT_FEATURE(CLUSTER_AFFINITY, "clusterAffinity", true)
MLS_OUTPUT_FEATURE(ENTITY_AFFINITY, "entityAffinity", true)
MLS_OUTPUT_FEATURE(REASON_CODE, "reasonCode", true)
MLS_OUTPUT_FEATURE(RULE_VALUE, "ruleValue", true)
MLS_OUTPUT_FEATURE(ANTECEDENT, "antecedent", true)
MLS_OUTPUT_FEATURE(CONSEQUENT, "consequent", true)
MLS_OUTPUT_FEATURE(RULE, "rule", true)
MLS_OUTPUT_FEATURE(RULE_ID, "ruleId", true)
MLS_OUTPUT_FEATURE(SUPPORT, "support", true)
MLS_OUTPUT_FEATURE(LIFT, "lift", true)
MLS_OUTPUT_FEATURE(LEVERAGE, "leverage", true)
MLS_OUTPUT_FEATURE(CONFIDENCE_INTERVAL_LOWER, "confidenceIntervalLower", false)
MLS_OUTPUT_FEATURE(CONFIDENCE_INTERVAL_UPPER, "confidenceIntervalUpper", false)

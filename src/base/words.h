/*
 * base/words.h
 *	  The words of PMML that a model's meaning (ir/) and its image share.
 *
 * ir/ and image/ know nothing of each other; a number that compile/ copies from
 * the one into a byte of the other is one of these enums.
 */
#ifndef MLS_BASE_WORDS_H
#define MLS_BASE_WORDS_H

/* ---- fields ---- */

typedef enum MlsDataType
{
#define MLS_DATA_TYPE(symbol, name, kind, year) MLS_TYPE_##symbol,
#include "lists/data_types.h"
#undef MLS_DATA_TYPE
	MLS_TYPE_NONE				/* attribute absent: take what the context gives */
} MlsDataType;

typedef enum MlsOpType
{
	MLS_OPTYPE_NONE,			/* attribute absent */
	MLS_OPTYPE_CATEGORICAL,
	MLS_OPTYPE_ORDINAL,
	MLS_OPTYPE_CONTINUOUS
} MlsOpType;

typedef enum MlsClosure
{
	MLS_OPEN_CLOSED,
	MLS_OPEN_OPEN,
	MLS_CLOSED_OPEN,
	MLS_CLOSED_CLOSED
} MlsClosure;

typedef enum MlsOutliers
{
	MLS_OUTLIERS_AS_IS,
	MLS_OUTLIERS_AS_MISSING_VALUES,
	MLS_OUTLIERS_AS_EXTREME_VALUES
} MlsOutliers;

typedef enum MlsInvalidValueTreatment
{
	MLS_INVALID_RETURN_INVALID,
	MLS_INVALID_AS_IS,
	MLS_INVALID_AS_MISSING,
	MLS_INVALID_AS_VALUE
} MlsInvalidValueTreatment;

typedef enum MlsCastInteger
{
	MLS_CAST_INTEGER_NONE,
	MLS_CAST_INTEGER_ROUND,
	MLS_CAST_INTEGER_CEILING,
	MLS_CAST_INTEGER_FLOOR
} MlsCastInteger;

typedef enum MlsOutputFeature
{
#define MLS_OUTPUT_FEATURE(symbol, name, scored) MLS_FEATURE_##symbol,
#include "lists/output_features.h"
#undef MLS_OUTPUT_FEATURE
	MLS_N_OUTPUT_FEATURES
} MlsOutputFeature;

/* ---- predicates ---- */

typedef enum MlsPredicateKind
{
	MLS_PRED_TRUE,
	MLS_PRED_FALSE,
	MLS_PRED_SIMPLE,			/* SimplePredicate */
	MLS_PRED_SIMPLE_SET,		/* SimpleSetPredicate */
	MLS_PRED_COMPOUND,			/* CompoundPredicate */

	/*
	 * Not PMML: some trainers code categories as numbers.  True when the
	 * field's value, truncated toward zero, is one of the codes; false for
	 * every other number, negative or huge ones too; unknown when missing.
	 */
	MLS_PRED_CODE_SET
} MlsPredicateKind;

typedef enum MlsSimpleOperator
{
	MLS_OP_EQUAL,
	MLS_OP_NOT_EQUAL,
	MLS_OP_LESS_THAN,
	MLS_OP_LESS_OR_EQUAL,
	MLS_OP_GREATER_THAN,
	MLS_OP_GREATER_OR_EQUAL,
	MLS_OP_IS_MISSING,
	MLS_OP_IS_NOT_MISSING
} MlsSimpleOperator;

typedef enum MlsBooleanOperator
{
	MLS_BOOL_AND,
	MLS_BOOL_OR,
	MLS_BOOL_XOR,
	MLS_BOOL_SURROGATE
} MlsBooleanOperator;

/* What a predicate is for a row. */
typedef enum MlsTruth
{
	MLS_FALSE,
	MLS_TRUE,
	MLS_UNKNOWN
} MlsTruth;

/* ---- models ---- */

typedef enum MlsMiningFunction
{
	MLS_FUNCTION_REGRESSION,
	MLS_FUNCTION_CLASSIFICATION,
	MLS_FUNCTION_CLUSTERING,
	MLS_FUNCTION_ASSOCIATION_RULES,
	MLS_FUNCTION_MIXED
} MlsMiningFunction;

typedef enum MlsLink
{
#define MLS_LINK(symbol, name) MLS_LINK_##symbol,
#include "lists/links.h"
#undef MLS_LINK
	MLS_N_LINKS
} MlsLink;

/* Of a neuron's sum. */
typedef enum MlsActivation
{
	MLS_ACTIVATION_THRESHOLD,
	MLS_ACTIVATION_LOGISTIC,
	MLS_ACTIVATION_TANH,
	MLS_ACTIVATION_IDENTITY,
	MLS_ACTIVATION_EXPONENTIAL,
	MLS_ACTIVATION_RECIPROCAL,
	MLS_ACTIVATION_SQUARE,
	MLS_ACTIVATION_GAUSS,
	MLS_ACTIVATION_SINE,
	MLS_ACTIVATION_COSINE,
	MLS_ACTIVATION_ELLIOTT,
	MLS_ACTIVATION_ARCTAN,
	MLS_ACTIVATION_RECTIFIER,
	MLS_ACTIVATION_RADIAL_BASIS
} MlsActivation;

/* Of Gaussian processes. */
typedef enum MlsCovariance
{
	MLS_COVARIANCE_SQUARED,		/* RadialBasisKernel, ARDSquaredExponentialKernel */
	MLS_COVARIANCE_ABSOLUTE,	/* AbsoluteExponentialKernel */
	MLS_COVARIANCE_GENERALIZED	/* GeneralizedExponentialKernel */
} MlsCovariance;

/* Of support vector machines. */
typedef enum MlsKernelFunction
{
	MLS_KERNEL_FUNCTION_LINEAR,
	MLS_KERNEL_FUNCTION_POLYNOMIAL,
	MLS_KERNEL_FUNCTION_RADIAL,
	MLS_KERNEL_FUNCTION_SIGMOID
} MlsKernelFunction;

typedef enum MlsMissingValueStrategy
{
	MLS_MISSING_NONE,
	MLS_MISSING_LAST_PREDICTION,
	MLS_MISSING_NULL_PREDICTION,
	MLS_MISSING_DEFAULT_CHILD,
	MLS_MISSING_WEIGHTED_CONFIDENCE,
	MLS_MISSING_AGGREGATE_NODES
} MlsMissingValueStrategy;

typedef enum MlsMultipleModelMethod
{
	MLS_METHOD_MAJORITY_VOTE,
	MLS_METHOD_WEIGHTED_MAJORITY_VOTE,
	MLS_METHOD_AVERAGE,
	MLS_METHOD_WEIGHTED_AVERAGE,
	MLS_METHOD_MEDIAN,
	MLS_METHOD_WEIGHTED_MEDIAN,
	MLS_METHOD_MAX,
	MLS_METHOD_SUM,
	MLS_METHOD_WEIGHTED_SUM,
	MLS_METHOD_SELECT_FIRST,
	MLS_METHOD_SELECT_ALL,
	MLS_METHOD_MODEL_CHAIN,
	MLS_METHOD_MULTI_MODEL_CHAIN
} MlsMultipleModelMethod;

typedef enum MlsMissingPredictionTreatment
{
	MLS_PREDICTION_CONTINUE,
	MLS_PREDICTION_SKIP_SEGMENT,
	MLS_PREDICTION_RETURN_MISSING
} MlsMissingPredictionTreatment;

typedef enum MlsDistributionKind
{
	MLS_DISTRIBUTION_ANY,
	MLS_DISTRIBUTION_GAUSSIAN,
	MLS_DISTRIBUTION_POISSON,
	MLS_DISTRIBUTION_UNIFORM
} MlsDistributionKind;

/* What is made of the neighbors' numbers, and of their categories. */
typedef enum MlsContinuousScoring
{
	MLS_SCORING_AVERAGE,
	MLS_SCORING_MEDIAN,
	MLS_SCORING_WEIGHTED_AVERAGE
} MlsContinuousScoring;

typedef enum MlsCategoricalScoring
{
	MLS_SCORING_MAJORITY_VOTE,
	MLS_SCORING_WEIGHTED_MAJORITY_VOTE
} MlsCategoricalScoring;

/* What a BaselineModel tells of a row. */
typedef enum MlsTestStatistic
{
	MLS_TEST_Z_VALUE,
	MLS_TEST_CHI_SQUARE_INDEPENDENCE,
	MLS_TEST_CHI_SQUARE_DISTRIBUTION,
	MLS_TEST_CUSUM,
	MLS_TEST_SCALAR_PRODUCT
} MlsTestStatistic;

/* By what a scalarProduct is divided. */
typedef enum MlsNormalizationScheme
{
	MLS_NORMALIZATION_NONE,
	MLS_NORMALIZATION_INDEPENDENT,
	MLS_NORMALIZATION_SIZE_WEIGHTED
} MlsNormalizationScheme;

/* What a TextIndex makes of how often a term occurs. */
typedef enum MlsLocalTermWeights
{
	MLS_WEIGHTS_TERM_FREQUENCY,
	MLS_WEIGHTS_BINARY,
	MLS_WEIGHTS_LOGARITHMIC,
	MLS_WEIGHTS_AUGMENTED_NORMALIZED_TERM_FREQUENCY
} MlsLocalTermWeights;

/* What a Lag or an Aggregate makes of the values that a field had. */
typedef enum MlsHistoryFunction
{
	MLS_HISTORY_VALUE,			/* one of them */
	MLS_HISTORY_COUNT,
	MLS_HISTORY_SUM,
	MLS_HISTORY_AVERAGE,
	MLS_HISTORY_MIN,
	MLS_HISTORY_MAX,
	MLS_HISTORY_MEDIAN,
	MLS_HISTORY_PRODUCT
} MlsHistoryFunction;

typedef enum MlsAnomalyAlgorithm
{
	MLS_ANOMALY_ISOLATION_FOREST,
	MLS_ANOMALY_ONE_CLASS_SVM,
	MLS_ANOMALY_CLUSTER_MEAN_DISTANCE,
	MLS_ANOMALY_OTHER
} MlsAnomalyAlgorithm;

/* What an association rule is measured, and ranked, by. */
typedef enum MlsRuleMeasure
{
	MLS_MEASURE_CONFIDENCE,
	MLS_MEASURE_SUPPORT,
	MLS_MEASURE_LIFT,
	MLS_MEASURE_LEVERAGE,
	MLS_MEASURE_AFFINITY,
	MLS_N_RULE_MEASURES
} MlsRuleMeasure;

/* Which association rules an output selects. */
typedef enum MlsRuleAlgorithm
{
	MLS_RULES_RECOMMENDATION,
	MLS_RULES_EXCLUSIVE_RECOMMENDATION,
	MLS_RULES_ASSOCIATION
} MlsRuleAlgorithm;

typedef enum MlsRuleSelection
{
	MLS_RULES_FIRST_HIT,
	MLS_RULES_WEIGHTED_SUM,
	MLS_RULES_WEIGHTED_MAX
} MlsRuleSelection;

/* ---- comparing a row with points: clusters' centers, known instances ---- */

typedef enum MlsMeasure
{
	/* distances */
	MLS_MEASURE_EUCLIDEAN,
	MLS_MEASURE_SQUARED_EUCLIDEAN,
	MLS_MEASURE_CHEBYCHEV,
	MLS_MEASURE_CITY_BLOCK,
	MLS_MEASURE_MINKOWSKI,
	/* similarities of truths */
	MLS_MEASURE_SIMPLE_MATCHING,
	MLS_MEASURE_JACCARD,
	MLS_MEASURE_TANIMOTO,
	MLS_MEASURE_BINARY_SIMILARITY,
	MLS_N_MEASURES
} MlsMeasure;

/* How one field of a row is compared with that of a point. */
typedef enum MlsCompareFunction
{
	MLS_COMPARE_ABS_DIFF,
	MLS_COMPARE_GAUSS_SIM,
	MLS_COMPARE_DELTA,
	MLS_COMPARE_EQUAL,
	MLS_COMPARE_TABLE,
	MLS_N_COMPARE_FUNCTIONS
} MlsCompareFunction;

#endif

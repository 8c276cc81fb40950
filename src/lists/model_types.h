/*
 * lists/model_types.h
 *	  Model types that are scored:
 *	  MLS_MODEL_TYPE(symbol, PMML element, member, struct, functions).
 *
 * symbol names the enum value MLS_MODEL_<symbol>; member the pointer in
 * MlsModel's union, the reader mls_pmml_<member>() and what compiling has to know
 * of the type, mls_compiler_<member>.  functions are the values of functionName
 * that such models can have, as bits.  Any other model element of PMML is refused
 * at load, by name (lists/unsupported_models.h).
 */
#define MLS_CAN(function)	(1u << MLS_FUNCTION_##function)

MLS_MODEL_TYPE(REGRESSION, "RegressionModel", regression, MlsRegressionModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(TREE, "TreeModel", tree, MlsTreeModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(GENERAL_REGRESSION, "GeneralRegressionModel", general_regression, MlsGeneralRegressionModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(SCORECARD, "Scorecard", scorecard, MlsScorecard,
			   MLS_CAN(REGRESSION))
MLS_MODEL_TYPE(SUPPORT_VECTOR_MACHINE, "SupportVectorMachineModel", support_vector_machine, MlsSupportVectorMachineModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(NEURAL_NETWORK, "NeuralNetwork", neural_network, MlsNeuralNetwork,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(GAUSSIAN_PROCESS, "GaussianProcessModel", gaussian_process, MlsGaussianProcessModel,
			   MLS_CAN(REGRESSION))
MLS_MODEL_TYPE(MINING, "MiningModel", mining, MlsMiningModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION) | MLS_CAN(CLUSTERING) | MLS_CAN(ASSOCIATION_RULES) | MLS_CAN(MIXED))
MLS_MODEL_TYPE(CLUSTERING, "ClusteringModel", clustering, MlsClusteringModel,
			   MLS_CAN(CLUSTERING))
MLS_MODEL_TYPE(RULE_SET, "RuleSetModel", rule_set, MlsRuleSetModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(NAIVE_BAYES, "NaiveBayesModel", naive_bayes, MlsNaiveBayesModel,
			   MLS_CAN(CLASSIFICATION))
MLS_MODEL_TYPE(NEAREST_NEIGHBOR, "NearestNeighborModel", nearest_neighbor, MlsNearestNeighborModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION) | MLS_CAN(CLUSTERING) | MLS_CAN(MIXED))
MLS_MODEL_TYPE(ASSOCIATION, "AssociationModel", association, MlsAssociationModel,
			   MLS_CAN(ASSOCIATION_RULES))
MLS_MODEL_TYPE(ANOMALY_DETECTION, "AnomalyDetectionModel", anomaly_detection, MlsAnomalyDetectionModel,
			   MLS_CAN(REGRESSION) | MLS_CAN(CLASSIFICATION) | MLS_CAN(CLUSTERING) | MLS_CAN(MIXED))
MLS_MODEL_TYPE(BASELINE, "BaselineModel", baseline, MlsBaselineModel,
			   MLS_CAN(REGRESSION))

#undef MLS_CAN

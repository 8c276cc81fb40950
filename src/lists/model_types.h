/*
 * lists/model_types.h
 *	  Model types that are scored: MLS_MODEL_TYPE(symbol, PMML element, member, struct).
 *
 * symbol names the enum value MLS_MODEL_<symbol>, the reader
 * mls_pmml_<member>() and the compile step mls_compile_<member>(); member is
 * the pointer in MlsModel's union.  Any other model element of PMML is refused
 * at load, by name (lists/unsupported_models.h).
 */
MLS_MODEL_TYPE(REGRESSION, "RegressionModel", regression, MlsRegressionModel)
MLS_MODEL_TYPE(TREE, "TreeModel", tree, MlsTreeModel)
MLS_MODEL_TYPE(GENERAL_REGRESSION, "GeneralRegressionModel", general_regression, MlsGeneralRegressionModel)
MLS_MODEL_TYPE(SCORECARD, "Scorecard", scorecard, MlsScorecard)
MLS_MODEL_TYPE(SUPPORT_VECTOR_MACHINE, "SupportVectorMachineModel", support_vector_machine, MlsSupportVectorMachineModel)
MLS_MODEL_TYPE(NEURAL_NETWORK, "NeuralNetwork", neural_network, MlsNeuralNetwork)
MLS_MODEL_TYPE(GAUSSIAN_PROCESS, "GaussianProcessModel", gaussian_process, MlsGaussianProcessModel)
MLS_MODEL_TYPE(MINING, "MiningModel", mining, MlsMiningModel)
MLS_MODEL_TYPE(CLUSTERING, "ClusteringModel", clustering, MlsClusteringModel)
MLS_MODEL_TYPE(RULE_SET, "RuleSetModel", rule_set, MlsRuleSetModel)
MLS_MODEL_TYPE(NAIVE_BAYES, "NaiveBayesModel", naive_bayes, MlsNaiveBayesModel)
MLS_MODEL_TYPE(NEAREST_NEIGHBOR, "NearestNeighborModel", nearest_neighbor, MlsNearestNeighborModel)
MLS_MODEL_TYPE(ASSOCIATION, "AssociationModel", association, MlsAssociationModel)
MLS_MODEL_TYPE(ANOMALY_DETECTION, "AnomalyDetectionModel", anomaly_detection, MlsAnomalyDetectionModel)
MLS_MODEL_TYPE(BASELINE, "BaselineModel", baseline, MlsBaselineModel)

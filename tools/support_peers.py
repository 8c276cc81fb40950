"""What JPMML-Evaluator and PMML4S publish about what they support, for tools/support.py.

Both publish lists of what they do and do not do, not one of every name.  JPMML-Evaluator states
what its features.md excepts from a support of PMML 4 that is otherwise complete; PMML4S lists
model types and transformations in its README.  Nothing is said here that they do not say.
"""

SOURCES = """\
- **JPMML-Evaluator**: its [features.md](https://github.com/jpmml/jpmml-evaluator/blob/master/features.md) and README
  claim PMML 3.0 to 4.4 but for the exceptions that they list. *yes* is what they list or do not except, *no* an
  exception. They are silent about AnomalyDetectionModel.
- **PMML4S**: its [README](https://github.com/autodeployai/pmml4s#readme) lists model types and transformations.
  Of all else it states nothing, shown as *not stated*.
"""

# JPMML-Evaluator's exceptions
JPMML_NO = {
    "BaselineModel", "BayesianNetworkModel", "GaussianProcessModel", "SequenceModel", "TextModel", "TimeSeriesModel",
    "Lag", "CenterFields", "TableLocator", "Regression", "DecisionTree",
    "ClusteringModel@modelClass=distributionBased",
    "NeuralNetwork@activationFunction=radialBasis", "NeuralLayer@activationFunction=radialBasis",
    "TreeModel@missingValueStrategy=aggregateNodes", "TreeModel@missingValueStrategy=weightedConfidence",
    "SupportVectorMachineModel@svmRepresentation=Coefficients",
    "OutputField@feature=confidenceIntervalLower", "OutputField@feature=confidenceIntervalUpper",
    "OutputField@feature=standardError", "OutputField@feature=standardDeviation",
}
JPMML_NO_VALUES = {"dateDaysSince[0]", "dateTimeSecondsSince[0]"}
JPMML_NO_FUNCTIONS = {"erf", "normalCDF", "normalIDF", "normalPDF", "stdNormalCDF", "stdNormalIDF", "stdNormalPDF"}
JPMML_SILENT = {"AnomalyDetectionModel"}

# PMML4S's lists
PMML4S_YES = {
    "AnomalyDetectionModel", "AssociationModel", "ClusteringModel", "GeneralRegressionModel", "NearestNeighborModel",
    "NaiveBayesModel", "NeuralNetwork", "RegressionModel", "RuleSetModel", "Scorecard", "TreeModel",
    "SupportVectorMachineModel", "MiningModel",
    "NormContinuous", "NormDiscrete", "Discretize", "MapValues", "TextIndex", "Apply", "DefineFunction",
}
PMML4S_NO = {
    "BaselineModel", "BayesianNetworkModel", "GaussianProcessModel", "SequenceModel", "TextModel", "TimeSeriesModel",
    "Aggregate", "Lag",
}

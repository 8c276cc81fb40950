"""Every estimator that can be written, deployed into a real database and compared with its own answers."""
import numpy as np
import pandas as pd
import pytest
from samples import FRAME, LABELS, NUMBERS, WORDS, cancer, check, diabetes, edges, iris
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.compose import ColumnTransformer, make_column_selector, make_column_transformer
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import (AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, BaggingRegressor,
                              ExtraTreesClassifier, ExtraTreesRegressor, GradientBoostingClassifier,
                              GradientBoostingRegressor, HistGradientBoostingClassifier,
                              HistGradientBoostingRegressor, IsolationForest, RandomForestClassifier,
                              RandomForestRegressor, StackingClassifier, StackingRegressor, VotingClassifier,
                              VotingRegressor)
from sklearn.feature_selection import SelectFromModel, SelectKBest, VarianceThreshold
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import (BayesianRidge, ElasticNet, GammaRegressor, HuberRegressor, Lasso, LinearRegression,
                                  LogisticRegression, Perceptron, PoissonRegressor, Ridge, RidgeClassifier,
                                  SGDClassifier, SGDRegressor, TweedieRegressor)
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (Binarizer, FunctionTransformer, KBinsDiscretizer, MaxAbsScaler, MinMaxScaler,
                                   Normalizer, OneHotEncoder, OrdinalEncoder, PolynomialFeatures, PowerTransformer,
                                   RobustScaler, StandardScaler, TargetEncoder)
from sklearn.svm import LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from lightgbm import LGBMClassifier, LGBMRegressor
from xgboost import XGBClassifier, XGBRegressor

import ml_score


CLASSIFIERS = [
    LogisticRegression(max_iter=5000), LogisticRegression(solver="newton-cg", C=.1), LinearDiscriminantAnalysis(),
    GaussianNB(), LinearSVC(), RidgeClassifier(), Perceptron(), SGDClassifier(loss="log_loss", random_state=1),
    SGDClassifier(random_state=1), DecisionTreeClassifier(max_depth=4, random_state=1),
    RandomForestClassifier(n_estimators=8, max_depth=5, random_state=1), ExtraTreesClassifier(n_estimators=8, random_state=1),
    GradientBoostingClassifier(n_estimators=12, random_state=1), HistGradientBoostingClassifier(max_iter=12, random_state=1),
    AdaBoostClassifier(n_estimators=8, random_state=1), AdaBoostClassifier(DecisionTreeClassifier(max_depth=2), n_estimators=6, random_state=1),
    BaggingClassifier(n_estimators=5, random_state=1), BaggingClassifier(LogisticRegression(max_iter=3000), n_estimators=3, max_features=.6, random_state=1),
    MLPClassifier((7, 5), max_iter=300, random_state=1), MLPClassifier((6,), activation="tanh", max_iter=300, random_state=1),
    MLPClassifier((6,), activation="logistic", max_iter=300, random_state=1),
    VotingClassifier([("a", LogisticRegression(max_iter=5000)), ("b", DecisionTreeClassifier(max_depth=3))], voting="soft"),
    VotingClassifier([("a", LogisticRegression(max_iter=5000)), ("b", GaussianNB()), ("c", DecisionTreeClassifier(max_depth=3))],
                     voting="soft", weights=[1, 2, 3]),
    VotingClassifier([("a", LogisticRegression(max_iter=5000)), ("b", GaussianNB()), ("c", DecisionTreeClassifier(max_depth=3))]),
    StackingClassifier([("a", GaussianNB()), ("b", DecisionTreeClassifier(max_depth=3))], LogisticRegression(), cv=3),
    StackingClassifier([("a", GaussianNB()), ("b", RandomForestClassifier(5, max_depth=3))], LogisticRegression(max_iter=5000), cv=3, passthrough=True),
    CalibratedClassifierCV(LinearSVC(), cv=2), CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=2),
    CalibratedClassifierCV(RandomForestClassifier(5, max_depth=3), cv=2, ensemble=False),
    OneVsRestClassifier(LogisticRegression(max_iter=5000)), OneVsRestClassifier(DecisionTreeClassifier(max_depth=3)),
    GridSearchCV(LogisticRegression(max_iter=5000), {"C": [.1, 1]}, cv=2),
]


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=lambda e: repr(e)[:60])
@pytest.mark.parametrize("data", ["three", "two"])
def test_classifiers(connection, estimator, data):
    x, y = (iris.data, iris.target_names[iris.target]) if data == "three" else (cancer.data.iloc[:, :8], cancer.target)
    check(connection, make_pipeline(StandardScaler(), estimator).fit(x, y), edges(x), 1e-11)


REGRESSORS = [
    LinearRegression(), Ridge(), Lasso(), ElasticNet(), BayesianRidge(), HuberRegressor(), SGDRegressor(random_state=1), LinearSVR(),
    DecisionTreeRegressor(max_depth=5), RandomForestRegressor(8, random_state=1), ExtraTreesRegressor(8, max_depth=6, random_state=1),
    GradientBoostingRegressor(n_estimators=15), GradientBoostingRegressor(n_estimators=9, loss="huber"),
    HistGradientBoostingRegressor(max_iter=15), BaggingRegressor(n_estimators=4, random_state=1), AdaBoostRegressor(n_estimators=7, random_state=1),
    MLPRegressor(hidden_layer_sizes=(8,), max_iter=200, random_state=1), VotingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], weights=[2, 1]),
    StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], Ridge(), cv=3),
]


@pytest.mark.parametrize("estimator", REGRESSORS, ids=lambda e: repr(e)[:60])
def test_regressors(connection, estimator):
    check(connection, make_pipeline(StandardScaler(), estimator).fit(diabetes.data, diabetes.target), edges(diabetes.data), 1e-11)


@pytest.mark.parametrize("estimator", [PoissonRegressor(), GammaRegressor(), TweedieRegressor(power=1.5),
                                       TweedieRegressor(power=0), HistGradientBoostingRegressor(loss="poisson", max_iter=9)],
                         ids=lambda e: repr(e)[:60])
def test_generalized_linear(connection, estimator):
    check(connection, make_pipeline(StandardScaler(), estimator).fit(diabetes.data, diabetes.target), diabetes.data.head(60), 1e-11)


TRANSFORMERS = [
    MinMaxScaler(), MinMaxScaler((-1, 2), clip=True), MaxAbsScaler(), RobustScaler(), Normalizer(), Normalizer("l1"), Normalizer("max"),
    PowerTransformer(), KBinsDiscretizer(4), KBinsDiscretizer(5, encode="ordinal", strategy="uniform"), Binarizer(threshold=3.),
    PolynomialFeatures(2), PolynomialFeatures(3, interaction_only=True, include_bias=False), FunctionTransformer(np.log1p),
    FunctionTransformer(np.sqrt), FunctionTransformer(None), SelectKBest(k=2), VarianceThreshold(.5), PCA(3), PCA(2, whiten=True), TruncatedSVD(2),
    SelectFromModel(DecisionTreeClassifier(max_depth=2)), FeatureUnion([("a", PCA(2)), ("b", MinMaxScaler())]),
    PowerTransformer("box-cox"), StandardScaler(with_mean=False), StandardScaler(with_std=False),
]


@pytest.mark.parametrize("step", TRANSFORMERS, ids=lambda e: repr(e)[:60])
def test_transformers(connection, step):
    model = make_pipeline(step, LogisticRegression(max_iter=5000)).fit(iris.data, iris.target)
    check(connection, model, iris.data.iloc[::3], 1e-11)


@pytest.mark.parametrize("last", [LogisticRegression(max_iter=5000), RandomForestClassifier(9, max_depth=6, random_state=2),
                                  HistGradientBoostingClassifier(max_iter=9)], ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("impute", [SimpleImputer(), SimpleImputer(strategy="median", add_indicator=True),
                                    SimpleImputer(strategy="constant", fill_value=-1.0)], ids=lambda e: repr(e)[:50])
@pytest.mark.parametrize("encode", [OneHotEncoder(handle_unknown="ignore"), OneHotEncoder(drop="first"),
                                    OneHotEncoder(min_frequency=.05, handle_unknown="infrequent_if_exist"),
                                    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), TargetEncoder(cv=2)],
                         ids=lambda e: repr(e)[:50])
def test_columns(connection, impute, encode, last):
    prepare = ColumnTransformer([("n", make_pipeline(impute, StandardScaler()), NUMBERS), ("w", encode, WORDS)],
                                sparse_threshold=0)
    model = Pipeline([("prepare", prepare), ("model", last)]).fit(FRAME, LABELS)
    sample = FRAME.head(80).copy()
    if encode.get_params().get("handle_unknown", "ignore") != "error" or isinstance(encode, TargetEncoder):
        sample.loc[3, "plan"] = "never seen"
        sample.loc[5, "city"] = ""
        sample.loc[7, "plan"] = None
    check(connection, model, sample, 1e-11)


@pytest.mark.parametrize("last", [XGBClassifier(n_estimators=9), LGBMClassifier(n_estimators=9, verbosity=-1)],
                         ids=lambda e: type(e).__name__)
def test_boosting_libraries(connection, last):
    prepare = ColumnTransformer([("n", SimpleImputer(), NUMBERS), ("w", OneHotEncoder(handle_unknown="ignore"), WORDS)],
                                sparse_threshold=0)
    sample = FRAME.head(80).copy()
    sample.loc[3, "plan"] = "never seen"
    check(connection, Pipeline([("prepare", prepare), ("model", last)]).fit(FRAME, LABELS), sample, 0)
    scaled = make_pipeline(StandardScaler(), last).fit(iris.data, iris.target)
    check(connection, scaled, edges(iris.data), 0)


def test_boosted_regressions(connection):
    for last in (XGBRegressor(n_estimators=9), LGBMRegressor(n_estimators=9, verbosity=-1)):
        check(connection, make_pipeline(StandardScaler(), last).fit(diabetes.data, diabetes.target), edges(diabetes.data), 0)


def test_selected_columns_and_the_rest(connection):
    model = make_pipeline(make_column_transformer((SimpleImputer(), make_column_selector(dtype_include=float)),
                                                  (OneHotEncoder(), ["plan"]), remainder="drop"),
                          LogisticRegression(max_iter=5000)).fit(FRAME, LABELS)
    check(connection, model, FRAME.head(50), 1e-11)
    model = make_pipeline(ColumnTransformer([("s", StandardScaler(), [0, 1])], remainder="passthrough"),
                          LogisticRegression(max_iter=5000)).fit(iris.data, iris.target)
    check(connection, model, iris.data.head(50), 1e-11)


def test_missing_values_in_trees(connection):
    numbers = FRAME[NUMBERS]
    for est in (RandomForestClassifier(9, max_depth=6, random_state=2), DecisionTreeClassifier(max_depth=6),
                HistGradientBoostingClassifier(max_iter=9)):
        check(connection, est.fit(numbers, LABELS), numbers.head(90))


def test_categories_in_histogram_boosting(connection):
    frame = FRAME.copy()
    frame["code"] = np.random.default_rng(1).integers(0, 40, len(frame)).astype(float)
    y = LABELS + frame.code % 3
    codes = frame[["age", "code"]]
    model = HistGradientBoostingRegressor(categorical_features=[1], max_iter=9).fit(codes, y)
    sample = codes.head(60).copy()
    sample.loc[1, "code"] = 77
    sample.loc[2, "code"] = np.nan
    check(connection, model, sample)
    words = frame[["age", "plan"]].astype({"plan": "category"})
    model = HistGradientBoostingClassifier(categorical_features="from_dtype", max_iter=9).fit(words, LABELS)
    check(connection, model, words.head(60))


def test_thresholds_are_float32(connection):
    """Values at a tree's thresholds, just above, just below, in float64."""
    x = diabetes.data.astype(np.float32).astype(float)
    model = DecisionTreeRegressor(max_depth=6, random_state=0).fit(x, diabetes.target)
    tree = model.tree_
    rows = []
    for f, t in zip(tree.feature, tree.threshold):
        if f >= 0:
            for value in (t, np.nextafter(t, 9), np.nextafter(t, -9), float(np.float32(t)),
                          float(np.nextafter(np.float32(t), np.float32(9)))):
                row = x.iloc[0].copy()
                row.iloc[f] = value
                rows.append(row)
    check(connection, model, pd.DataFrame(rows), 0)


def test_isolation_forest(connection):
    check(connection, IsolationForest(n_estimators=20, random_state=1).fit(iris.data), edges(iris.data))
    check(connection, IsolationForest(n_estimators=20, max_features=.5, contamination=.1, random_state=1).fit(iris.data), edges(iris.data))


def test_discrete_naive_bayes(connection):
    counts = (iris.data * 2).round()
    for est in (MultinomialNB(), BernoulliNB(binarize=4.), ComplementNB()):
        check(connection, est.fit(counts, iris.target), counts.head(80), 1e-11)


def test_k_means(connection):
    check(connection, make_pipeline(StandardScaler(), KMeans(5, random_state=1)).fit(iris.data), edges(iris.data))
    check(connection, MiniBatchKMeans(4, random_state=1).fit(iris.data), edges(iris.data))


def test_isotonic(connection):
    x = diabetes.data[["bmi"]]
    check(connection, IsotonicRegression(out_of_bounds="clip").fit(x, diabetes.target), edges(x))


def test_missing_indicator(connection):
    union = FeatureUnion([("i", SimpleImputer()), ("m", MissingIndicator(features="all"))])
    check(connection, make_pipeline(union, LogisticRegression(max_iter=5000)).fit(FRAME[NUMBERS], LABELS), FRAME[NUMBERS].head(60), 1e-11)


def test_arrays_have_named_inputs():
    model = LinearRegression().fit([[1, 2], [3, 4], [5, 7]], [1, 2, 4])
    assert [i["name"] for i in ml_score.to_document(model)["inputs"]] == ["x0", "x1"]
    assert [i["name"] for i in ml_score.to_document(model, input_names=["a", "b"])["inputs"]] == ["a", "b"]
    with pytest.raises(ValueError):
        ml_score.to_document(model, input_names=["a", "a"])


class Own(StandardScaler):
    def transform(self, X, copy=None):
        return super().transform(X) * 2


class Stranger(BaseEstimator):
    def fit(self, X, y=None):
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X):
        return X


@pytest.mark.parametrize("step, name", [(Own(), "Own"), (Stranger(), "Stranger"), (FunctionTransformer(np.cbrt), "cbrt"),
                                        (FunctionTransformer(lambda x: x + 1), "lambda")])
def test_refused_by_name(step, name):
    model = make_pipeline(step, LogisticRegression(max_iter=5000)).fit(iris.data, iris.target)
    with pytest.raises(ml_score.NotSupported, match=name):
        ml_score.to_document(model)


def test_a_difference_is_shown(connection):
    model = LinearRegression().fit(diabetes.data, diabetes.target)
    other = LinearRegression().fit(diabetes.data, diabetes.target)
    other.predict = lambda x: LinearRegression.predict(model, x) * 1.001
    deployment = ml_score.deploy(connection, "test", other, sample=diabetes.data.head(3))
    assert not deployment.equal and len(deployment.differences) == 3
    assert "row 0" in str(deployment)

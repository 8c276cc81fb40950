"""scikit-learn's regressors, clusterings and IsolationForest."""
import numpy as np
import pandas as pd
import pytest
from samples import FRAME, LABELS, check, diabetes, edges, iris
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import (AdaBoostRegressor, BaggingRegressor, ExtraTreesRegressor, GradientBoostingRegressor,
                              HistGradientBoostingClassifier, HistGradientBoostingRegressor, IsolationForest, RandomForestRegressor, StackingRegressor, VotingRegressor)
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import (ARDRegression, BayesianRidge, ElasticNet, ElasticNetCV, GammaRegressor, HuberRegressor, Lars, Lasso,
                                  LassoCV, LassoLarsCV, LinearRegression, OrthogonalMatchingPursuit, PassiveAggressiveRegressor,
                                  PoissonRegressor, QuantileRegressor, Ridge, RidgeCV, SGDRegressor, TheilSenRegressor, TweedieRegressor)
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, QuantileTransformer, RobustScaler, StandardScaler
from sklearn.svm import SVR, LinearSVR, NuSVR
from sklearn.tree import DecisionTreeRegressor, ExtraTreeRegressor

import ml_score

X, Y = diabetes.data, diabetes.target


def name(estimator):
    return repr(estimator).replace("\n", "").replace("  ", "")[:90]


REGRESSORS = [
    LinearRegression(), LinearRegression(positive=True), LinearRegression(fit_intercept=False), Ridge(), RidgeCV(), Lasso(), LassoCV(cv=3),
    ElasticNet(), ElasticNetCV(cv=3), Lars(), LassoLarsCV(cv=3), OrthogonalMatchingPursuit(), BayesianRidge(), ARDRegression(),
    HuberRegressor(), TheilSenRegressor(max_subpopulation=200, random_state=1), QuantileRegressor(alpha=.1), SGDRegressor(random_state=1),
    SGDRegressor(loss="huber", random_state=1), PassiveAggressiveRegressor(random_state=1), LinearSVR(), SVR(kernel="linear"), NuSVR(kernel="linear"),
    DecisionTreeRegressor(max_depth=5), DecisionTreeRegressor(criterion="absolute_error", max_depth=4), ExtraTreeRegressor(max_depth=5),
    RandomForestRegressor(8, random_state=1), ExtraTreesRegressor(8, max_depth=6, random_state=1),
    GradientBoostingRegressor(n_estimators=15), GradientBoostingRegressor(n_estimators=9, loss="huber"),
    GradientBoostingRegressor(n_estimators=9, loss="quantile", alpha=.8), GradientBoostingRegressor(n_estimators=9, init="zero"),
    GradientBoostingRegressor(n_estimators=9, init=RandomForestRegressor(4, max_depth=3)),
    GradientBoostingRegressor(n_estimators=9, init=HistGradientBoostingRegressor(max_iter=4)),
    HistGradientBoostingRegressor(max_iter=15), HistGradientBoostingRegressor(max_iter=9, loss="quantile", quantile=.3),
    HistGradientBoostingRegressor(max_iter=9, loss="gamma"), HistGradientBoostingRegressor(max_iter=9, loss="absolute_error"),
    BaggingRegressor(n_estimators=4, random_state=1), BaggingRegressor(Ridge(), n_estimators=4, max_features=.5, random_state=1),
    AdaBoostRegressor(n_estimators=7, random_state=1), AdaBoostRegressor(Ridge(), n_estimators=4, loss="square", random_state=1),
    MLPRegressor(hidden_layer_sizes=(8,), max_iter=200, random_state=1), MLPRegressor(hidden_layer_sizes=(5, 4), activation="tanh", max_iter=100),
    VotingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], weights=[2, 1]), VotingRegressor([("a", Ridge()), ("b", "drop")]),
    StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], Ridge(), cv=3),
    StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], RandomForestRegressor(4, max_depth=3), cv=3, passthrough=True),
    TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1), TransformedTargetRegressor(Ridge(), func=np.sqrt, inverse_func=np.square),
    TransformedTargetRegressor(Ridge(), transformer=StandardScaler()), TransformedTargetRegressor(Ridge(), transformer=MinMaxScaler((1, 3))),
    TransformedTargetRegressor(RandomForestRegressor(4, max_depth=3), transformer=RobustScaler()), TransformedTargetRegressor(Ridge()),
]


@pytest.mark.parametrize("estimator", REGRESSORS, ids=name)
def test_regressors(connection, estimator):
    rows = X.head(60) if "func=" in repr(estimator) else edges(X)
    check(connection, make_pipeline(StandardScaler(), estimator).fit(X, Y), rows)


@pytest.mark.parametrize("estimator", [PoissonRegressor(), GammaRegressor(), TweedieRegressor(power=1.5), TweedieRegressor(power=0),
                                       TweedieRegressor(power=1.9, link="log"), TweedieRegressor(power=0, link="log"),
                                       TweedieRegressor(power=3, alpha=.1), HistGradientBoostingRegressor(loss="poisson", max_iter=9)], ids=name)
def test_generalized_linear(connection, estimator):
    check(connection, make_pipeline(StandardScaler(), estimator).fit(X, Y), X.head(60))


def thresholds(x, trees, as_they_are):
    """Rows whose values are at the thresholds of trees, next to them in float64, next to them in float32."""
    rows = []
    for features, limits in trees:
        for f, t in zip(features, limits):
            near = [t, np.nextafter(t, np.inf), np.nextafter(t, -np.inf)]
            if not as_they_are:
                near += [float(np.float32(t)), float(np.nextafter(np.float32(t), np.float32(9)))]
            for value in near:
                row = x.iloc[0].copy()
                row.iloc[f] = value
                rows.append(row)
    return pd.DataFrame(rows)


@pytest.mark.parametrize("model", [DecisionTreeRegressor(max_depth=6, random_state=0), RandomForestRegressor(3, max_depth=5, random_state=0),
                                   ExtraTreesRegressor(3, max_depth=5, random_state=0), GradientBoostingRegressor(n_estimators=5, random_state=0)], ids=name)
def test_thresholds_are_compared_in_float32(connection, model):
    x = X.astype(np.float32).astype(float) if isinstance(model, DecisionTreeRegressor) else X
    model.fit(x, Y)
    members = [model] if isinstance(model, DecisionTreeRegressor) else np.ravel(model.estimators_)
    trees = [(m.tree_.feature[m.tree_.feature >= 0], m.tree_.threshold[m.tree_.feature >= 0]) for m in members]
    check(connection, model, thresholds(x, trees, False), 0)


def test_thresholds_of_histograms_are_compared_in_float64(connection):
    model = HistGradientBoostingRegressor(max_iter=6).fit(X, Y)
    trees = []
    for (member,) in model._predictors:
        inner = member.nodes[member.nodes["is_leaf"] == 0]
        trees.append((inner["feature_idx"], inner["num_threshold"]))
    check(connection, model, thresholds(X, trees, True), 0)


def test_categories_in_histogram_boosting(connection):
    frame = FRAME.copy()
    frame["code"] = np.random.default_rng(1).integers(0, 40, len(frame)).astype(float)
    codes = frame[["age", "code"]]
    model = HistGradientBoostingRegressor(categorical_features=[1], max_iter=9).fit(codes, LABELS + frame.code % 3)
    sample = codes.head(60).copy()
    sample.loc[1, "code"] = 77
    sample.loc[2, "code"] = np.nan
    sample.loc[3, "code"] = -1
    check(connection, model, sample)
    words = frame[["age", "plan"]].astype({"plan": "category"})
    words.loc[::8, "plan"] = np.nan
    model = HistGradientBoostingClassifier(categorical_features="from_dtype", max_iter=9).fit(words, LABELS)
    check(connection, model, words.head(60))


def test_isolation_forest(connection):
    for est in (IsolationForest(n_estimators=20, random_state=1), IsolationForest(n_estimators=20, max_features=.5, contamination=.1, random_state=1),
                IsolationForest(n_estimators=5, max_samples=30, bootstrap=True, random_state=1)):
        check(connection, est.fit(iris.data), edges(iris.data))
    check(connection, make_pipeline(StandardScaler(), IsolationForest(n_estimators=5, random_state=1)).fit(iris.data), edges(iris.data))


def test_k_means(connection):
    check(connection, make_pipeline(StandardScaler(), KMeans(5, random_state=1)).fit(iris.data), edges(iris.data))
    check(connection, MiniBatchKMeans(4, random_state=1).fit(iris.data), edges(iris.data))


def test_isotonic(connection):
    x = X[["bmi"]]
    check(connection, IsotonicRegression(out_of_bounds="clip").fit(x, Y), edges(x))
    check(connection, IsotonicRegression(out_of_bounds="clip", increasing=False).fit(x, Y), edges(x))


@pytest.mark.parametrize("model, what", [
    (GradientBoostingRegressor(init=Ridge(), n_estimators=2), "init=Ridge"),
    (TransformedTargetRegressor(Ridge(), transformer=QuantileTransformer(n_quantiles=9)), "QuantileTransformer"),
    (TransformedTargetRegressor(Ridge(), func=np.cbrt, inverse_func=lambda y: y ** 3), "lambda"),
    (TransformedTargetRegressor(Ridge(), transformer=FunctionTransformer(np.log, np.exp)), None),
    (IsotonicRegression(), "out_of_bounds")], ids=name)
def test_refused(connection, model, what):
    x = X[["bmi"]] if isinstance(model, IsotonicRegression) else X
    model.fit(x, Y)
    if what is None:
        check(connection, model, X.head(30))
        return
    with pytest.raises(ml_score.NotSupported, match=what):
        ml_score.to_document(model)

"""Several targets: of estimators that take them, of those that make them, of chains."""
import numpy as np
import pytest
from samples import diabetes, edges, iris
from samples import check as compared
from sklearn.ensemble import (ExtraTreesClassifier, ExtraTreesRegressor, HistGradientBoostingClassifier,
                              HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor, VotingRegressor)
from sklearn.linear_model import (ElasticNet, Lasso, LinearRegression, LogisticRegression, MultiTaskElasticNet,
                                  MultiTaskLasso, Ridge, RidgeClassifier, RidgeCV)
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor, RegressorChain
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeRegressor
from xgboost import XGBClassifier, XGBRegressor

import ml_score

X = diabetes.data
AMOUNTS = np.column_stack([diabetes.target, diabetes.target * 2 - X.bmi, X.age * 3 + diabetes.target])
KINDS = np.column_stack([(diabetes.target > 140).map({True: "high", False: "low"}), np.digitize(diabetes.target, [80, 160]).astype(str)])
FLAGS = np.column_stack([diabetes.target > 140, X.age > 0, X.bmi + X.age > 0]).astype(int)


def check(connection, estimator, y, **more):
    return compared(connection, make_pipeline(StandardScaler(), estimator).fit(X, y), edges(X), 1e-12, **more)


@pytest.mark.parametrize("estimator", [
    LinearRegression(), Ridge(), RidgeCV(), Lasso(), ElasticNet(), MultiTaskLasso(), MultiTaskElasticNet(),
    DecisionTreeRegressor(max_depth=5), ExtraTreeRegressor(max_depth=5), RandomForestRegressor(6), ExtraTreesRegressor(6, max_depth=6),
    MLPRegressor(hidden_layer_sizes=(6,), max_iter=100), MultiOutputRegressor(HistGradientBoostingRegressor(max_iter=5)),
    MultiOutputRegressor(VotingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))])),
    RegressorChain(Ridge()), RegressorChain(make_pipeline(StandardScaler(), Ridge()), order=[2, 0, 1]),
    RegressorChain(DecisionTreeRegressor(max_depth=4), order=[1, 2, 0]), XGBRegressor(n_estimators=4),
    XGBRegressor(n_estimators=4, multi_strategy="multi_output_tree")], ids=lambda e: repr(e)[:60])
def test_numbers(connection, estimator):
    check(connection, estimator, AMOUNTS)


@pytest.mark.parametrize("estimator", [
    DecisionTreeClassifier(max_depth=4), RandomForestClassifier(6, max_depth=5), ExtraTreesClassifier(6, max_depth=5),
    MultiOutputClassifier(LogisticRegression()), MultiOutputClassifier(LinearSVC()),
    MultiOutputClassifier(HistGradientBoostingClassifier(max_iter=4))], ids=lambda e: repr(e)[:60])
def test_classes(connection, estimator):
    check(connection, estimator, KINDS)


@pytest.mark.parametrize("estimator", [
    ClassifierChain(LogisticRegression()), ClassifierChain(LogisticRegression(), chain_method="predict_proba"),
    ClassifierChain(make_pipeline(StandardScaler(), DecisionTreeClassifier(max_depth=4)), order=[2, 0, 1]),
    ClassifierChain(LinearSVC()), MLPClassifier((6,), max_iter=100), OneVsRestClassifier(LogisticRegression()),
    OneVsRestClassifier(LinearSVC()), RidgeClassifier(), RandomForestClassifier(6, max_depth=5)], ids=lambda e: repr(e)[:60])
def test_labels(connection, estimator):
    check(connection, estimator, FLAGS)


def test_names(connection):
    check(connection, RegressorChain(Ridge(), order=[2, 0, 1]), AMOUNTS, target=["first", "second", "third"])
    predicted = connection.execute("SELECT predict_json('test', %s::jsonb)", (X.iloc[0].to_json(),)).fetchone()[0]
    assert set(predicted) == {"first", "second", "third"}
    check(connection, RandomForestClassifier(3), KINDS, target=["level", "group"])
    predicted = connection.execute("SELECT predict_json('test', %s::jsonb)", (X.iloc[0].to_json(),)).fetchone()[0]
    assert set(predicted) == {"level", "group", "probabilities"}
    assert set(predicted["probabilities"]["group"]) == {"0", "1", "2"}


def test_as_many_names_as_targets():
    model = LinearRegression().fit(X, AMOUNTS)
    assert [t["name"] for t in ml_score.to_document(model)["targets"]] == ["target_0", "target_1", "target_2"]
    for names in ("y", ["a", "b"]):
        with pytest.raises(ValueError, match="a list of 3 names"):
            ml_score.to_document(model, target=names)
    with pytest.raises(ValueError, match="one target"):
        ml_score.to_document(LinearRegression().fit(X, diabetes.target), target=["a", "b"])


def test_a_missing_value_is_for_its_target_alone(connection):
    """HistGradientBoosting takes NaN; so each target has its own answer."""
    x = X.copy()
    x.iloc[::7, 2] = np.nan
    model = MultiOutputRegressor(HistGradientBoostingRegressor(max_iter=5)).fit(x, AMOUNTS)
    compared(connection, model, x.head(40))


@pytest.mark.parametrize("estimator, y, what", [
    (VotingRegressor([("a", RandomForestRegressor(3))]), AMOUNTS, None),
    (XGBClassifier(n_estimators=3), FLAGS, "XGBClassifier of several labels"),
    (ClassifierChain(LogisticRegression(), chain_method="decision_function"), FLAGS, "ClassifierChain by decision_function")],
    ids=lambda e: repr(e)[:40])
def test_refused(estimator, y, what):
    if what is None:        # scikit-learn refuses it too
        with pytest.raises(ValueError):
            estimator.fit(X, y)
        return
    with pytest.raises(ml_score.NotSupported, match=what):
        ml_score.to_document(estimator.fit(X, y))


def test_one_target_in_a_column(connection):
    y = diabetes.target.to_numpy().reshape(-1, 1)
    check(connection, LinearRegression(), y)
    check(connection, MultiOutputRegressor(Ridge()), y)
    compared(connection, RandomForestClassifier(4).fit(iris.data, iris.target), edges(iris.data))

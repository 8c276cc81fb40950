"""scikit-learn's nearest neighbors."""
import json

import numpy as np
import pytest
from samples import check, iris
from sklearn.cluster import KMeans
from sklearn.ensemble import BaggingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, RadiusNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import ml_score

THREE = iris.target_names[iris.target]
FORMS = [{}, {"n_neighbors": 7, "weights": "distance"}, {"p": 1, "n_neighbors": 4}, {"p": 3, "weights": "distance"}, {"p": 1.5},
         {"metric": "chebyshev", "n_neighbors": 3, "weights": "distance"}, {"algorithm": "ball_tree", "n_neighbors": 1},
         {"algorithm": "brute", "n_neighbors": 6}, {"algorithm": "brute", "p": 1, "weights": "distance"}]
SHORT = dict(ids=repr)


def apart(n, k, seed=2):
    """Points of which no two are equally far from a row, as far as that is for certain."""
    return np.random.default_rng(seed).normal(size=(n, k))


@pytest.mark.parametrize("form", FORMS, **SHORT)
def test_classifiers(connection, form):
    x = apart(160, 3)
    y = np.array(["b", "a", "c"])[(x[:, 0] > 0).astype(int) + (x[:, 1] > .5)]
    rows = np.vstack([apart(120, 3, 5) * 2, x[:20], x[:1] * 1e3])
    check(connection, KNeighborsClassifier(**form).fit(x, y), rows)


@pytest.mark.parametrize("form", FORMS, **SHORT)
def test_regressors(connection, form):
    x, rows = apart(300, 6), apart(90, 6, 9)
    y = x[:, 0] + x[:, 1] * x[:, 2]
    model = make_pipeline(StandardScaler(), KNeighborsRegressor(**form))
    check(connection, model.fit(x, y), rows)
    check(connection, model.fit(x, np.column_stack([y, -y, x[:, 3]])), rows)


def test_several_classes(connection):
    x = apart(90, 2)
    y = np.column_stack([(x[:, 0] > 0).astype(int), np.array(["p", "q", "r"])[np.arange(90) % 3]]).astype(object)
    check(connection, KNeighborsClassifier().fit(x, y), apart(60, 2, 8))


def test_votes_that_tie_go_to_the_first_class(connection):
    x = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]])
    check(connection, KNeighborsClassifier(2).fit(x, ["b", "a", "b", "c", "a", "c"]), np.array([[.4], [.6], [2.6], [3.4], [3.6], [4.4]]))
    check(connection, KNeighborsClassifier(6).fit(x, ["b", "a", "b", "c", "a", "c"]), np.array([[.4], [9.0]]))


def test_inside_of_others(connection):
    x = apart(120, 3)
    y, classes = x[:, 0] + x[:, 1] ** 2, np.array(["a", "b", "c"])[np.arange(120) % 3]
    rows = apart(50, 3, 6)
    for model in (VotingRegressor([("a", KNeighborsRegressor()), ("b", Ridge())]),
                  StackingRegressor([("a", KNeighborsRegressor()), ("b", KNeighborsRegressor(3))], Ridge(), cv=2)):
        check(connection, model.fit(x, y), rows)
    for model in (VotingClassifier([("a", KNeighborsClassifier()), ("b", GaussianNB())], voting="soft"),
                  BaggingClassifier(KNeighborsClassifier(), n_estimators=3, random_state=1)):
        check(connection, model.fit(x, classes), rows)


def test_missing_values_have_no_result(connection):
    for model in (KNeighborsClassifier(), KMeans(3, n_init=1, random_state=1)):
        check(connection, model.fit(iris.data.to_numpy(), THREE), iris.data.head(3).to_numpy() + .01)
        for row, answered in (({"x0": 5, "x1": 3, "x2": 4, "x3": None}, False), ({"x0": 5, "x1": 3, "x2": 4, "x3": 1}, True)):
            got = connection.execute("SELECT predict_class('test', %s::jsonb)", (json.dumps(row),)).fetchone()[0]
            assert (got is not None) == answered


@pytest.mark.parametrize("model, what", [
    (KNeighborsClassifier(metric="cosine"), "cosine"), (KNeighborsClassifier(weights=lambda d: d), "weights of your own"),
    (KNeighborsClassifier(weights="distance", algorithm="brute"), "kd_tree"), (RadiusNeighborsClassifier(), "radius"),
    (KNeighborsRegressor(metric="minkowski", metric_params={"w": [1, 2, 3, 4]}), "weights of features")], **SHORT)
def test_refused(model, what):
    with pytest.raises(ml_score.NotSupported, match=what):
        ml_score.to_document(model.fit(iris.data, iris.target))

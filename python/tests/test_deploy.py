"""deploy() as its users meet it: reports, samples that do not fit, transactions, rights, other drivers, the command."""
import decimal
import json

import numpy as np
import pandas as pd
import psycopg
import pytest
from samples import FRAME, LABELS, NUMBERS, check, diabetes, iris
from sklearn.base import BaseEstimator
from sklearn.cluster import BisectingKMeans
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

import ml_score

LINE = LinearRegression().fit(diabetes.data, diabetes.target)


def versions(connection, name):
    return connection.execute("SELECT count(*) FROM ml_models WHERE name = %s", (name,)).fetchone()[0]


def test_a_report(connection):
    deployment = ml_score.deploy(connection, "line", LINE, sample=diabetes.data.head(3))
    assert str(deployment).startswith("line@1: 3 rows, largest relative difference ")
    assert deployment.equal and deployment.rows == 3 and deployment.largest_relative_difference < 1e-13
    assert str(ml_score.deploy(connection, "line", LINE)) == "line@1: no sample was scored"


def test_a_difference_is_shown(connection):
    other = LinearRegression().fit(diabetes.data, diabetes.target)
    other.predict = lambda x: LinearRegression.predict(LINE, x) * 1.001
    deployment = ml_score.deploy(connection, "test", other, sample=diabetes.data.head(30))
    assert not deployment.equal and len(deployment.differences) == 30
    lines = str(deployment).splitlines()
    assert lines[0].endswith("30 of them differ") and "row 0: the prediction is" in lines[1]
    assert lines[-1] == "  and 10 more differences" and len(lines) == 22
    assert 0.9e-3 < deployment.largest_relative_difference < 1.1e-3


def test_what_is_refused_changes_nothing(connection):
    model = make_pipeline(FunctionTransformer(lambda x: x + 1), LinearRegression()).fit(diabetes.data, diabetes.target)
    with pytest.raises(ml_score.NotSupported, match="lambda"):
        ml_score.deploy(connection, "refused", model, sample=diabetes.data.head(3))
    assert versions(connection, "refused") == 0


@pytest.mark.parametrize("sample, what", [
    (diabetes.data.drop(columns="bmi"), "9 columns, the model 10 features"),
    (diabetes.data.rename(columns={"bmi": "BMI"}), "feature names should match|Feature names unseen"),
    (diabetes.data.to_numpy()[:, :4], "shape"), (diabetes.data.to_numpy()[0], "shape"), (diabetes.data.assign(bmi="heavy"), "heavy")])
def test_a_sample_that_does_not_fit(connection, sample, what):
    with pytest.raises(ValueError, match=what):
        ml_score.deploy(connection, "unfit", LINE, sample=sample)
    assert versions(connection, "unfit") == 0


def test_an_error_leaves_the_transaction_as_it_was(connection):
    connection.execute("CREATE TEMP TABLE kept AS SELECT 1 AS one")
    with pytest.raises(psycopg.Error, match="event"):
        ml_score.deploy(connection, "failing", LINE, sample=diabetes.data.head(3), event="yes")
    assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    assert versions(connection, "failing") == 0


def test_the_caller_commits(connection):
    connection.rollback()       # two transactions that load the same document wait for each other
    with psycopg.connect() as connection:
        ml_score.deploy(connection, "uncommitted", LINE, sample=diabetes.data.head(2))
        assert versions(connection, "uncommitted") == 1
        connection.rollback()
        assert versions(connection, "uncommitted") == 0
    with psycopg.connect(autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS ml_score")
        assert ml_score.deploy(connection, "committed", LINE, sample=diabetes.data.head(2)).equal
        with psycopg.connect() as other:
            assert versions(other, "committed") == 1
        connection.execute("SELECT drop_model('committed')")


def test_permission_denied(connection):
    connection.execute("CREATE ROLE nobody_in_particular")
    connection.execute("SET LOCAL ROLE nobody_in_particular")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="load_model"):
            ml_score.deploy(connection, "denied", LINE, sample=diabetes.data.head(2))
    finally:
        connection.execute("RESET ROLE")
        connection.execute("DROP ROLE nobody_in_particular")


def test_psycopg2(connection):
    psycopg2 = pytest.importorskip("psycopg2")
    connection.rollback()
    connection = psycopg2.connect("")
    try:
        cursor = connection.cursor()
        cursor.execute("CREATE EXTENSION IF NOT EXISTS ml_score")
        model = RandomForestClassifier(4, max_depth=4).fit(iris.data, iris.target)
        assert ml_score.deploy(connection, "old", model, sample=iris.data.head(20), comment="by the old driver").equal
        with pytest.raises(psycopg2.Error, match="event"):
            ml_score.deploy(connection, "old", model, event="never")
        cursor.execute("SELECT comment FROM ml_models WHERE name = 'old'")
        assert cursor.fetchone() == ("by the old driver",)
    finally:
        connection.rollback()
        connection.close()


def test_a_large_sample(connection):
    x = pd.concat([iris.data] * 140, ignore_index=True)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(iris.data, iris.target == 1)
    assert check(connection, model, x, 1e-12).rows == 21000


def test_cells_of_every_kind(connection):
    """float32, whole numbers, decimals, truths, None, NaN, pandas' NA; an infinite number."""
    x = pd.DataFrame({"f": np.array([.1, .2, .3, .4], dtype=np.float32), "i": pd.array([1, 2, 3, 4], dtype="Int64"),
                      "b": [True, False, True, False], "c": pd.Categorical(["x", "y", "x", "y"])})
    from ml_score.sample import rows_of

    x.loc[3, "i"] = pd.NA
    rows = rows_of(x, None, ["f", "i", "b", "c"])
    assert rows[0] == {"f": float(np.float32(.1)), "i": 1, "b": True, "c": "x"} and rows[3]["i"] is None
    assert rows_of([[decimal.Decimal("1.5"), np.nan, None, np.inf]], None, list("abcd")) == [{"a": "1.5", "b": None, "c": None, "d": "inf"}]
    trees = RandomForestClassifier(3, max_depth=3).fit(FRAME[NUMBERS], LABELS)
    check(connection, trees, FRAME[NUMBERS].head(5).assign(visits=np.float32(0.1)))


def test_infinite_numbers(connection):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    x = FRAME[NUMBERS].copy()
    x.iloc[::9, 1] = np.inf
    check(connection, HistGradientBoostingClassifier(max_iter=5).fit(x, LABELS), x.head(60))
    # a threshold of minus infinity, which sends nothing left but that
    x = pd.DataFrame({"x": np.tile([-np.inf, -np.inf, 0.0, 1.0, np.inf, np.nan], 30)})
    model = HistGradientBoostingRegressor(max_iter=5, min_samples_leaf=1).fit(x, np.tile([5.0, 5.0, 1.0, 2.0, 3.0, 4.0], 30))
    assert any((nodes["num_threshold"] == -np.inf).any() for (stage,) in model._predictors for nodes in [stage.nodes])
    check(connection, model, pd.concat([x.head(6), pd.DataFrame({"x": [-np.finfo(float).max, np.finfo(float).max, -1.0]})]))


def test_an_invalid_value_is_a_difference(connection):
    """The model takes a category as it is; the database would raise an error."""
    model = make_pipeline(OneHotEncoder(), LogisticRegression()).fit(FRAME[["plan"]], LABELS)
    sample = FRAME[["plan"]].head(4).copy()
    lenient = make_pipeline(OneHotEncoder(), LogisticRegression()).fit(FRAME[["plan"]], LABELS)
    lenient[0].handle_unknown = "ignore"
    sample.iloc[2, 0] = "new"
    model.predict, model.predict_proba = lenient.predict, lenient.predict_proba
    deployment = ml_score.deploy(connection, "strict", model, sample=sample)
    assert {d.row for d in deployment.differences} == {2} and "is NULL in the database" in str(deployment)


def test_a_written_document(connection, tmp_path):
    path = ml_score.write(LINE, tmp_path / "line.json", target="progression")
    version = connection.execute("SELECT load_model('written', %s::text)", (path.read_text(),)).fetchone()[0]
    row = json.dumps(diabetes.data.iloc[0].to_dict())
    got = connection.execute("SELECT predict_json('written', %s::jsonb)", (row,)).fetchone()[0]
    assert version == 1 and abs(got["progression"] - LINE.predict(diabetes.data.head(1))[0]) < 1e-9
    assert json.loads(path.read_text())["producer"].startswith("scikit-learn")


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
                                        (FunctionTransformer(lambda x: x + 1), "lambda"),
                                        (FunctionTransformer(np.log1p, kw_args={"where": True}), "log1p")])
def test_refused_by_name(step, name):
    model = make_pipeline(step, LogisticRegression(max_iter=5000)).fit(iris.data, iris.target)
    with pytest.raises(ml_score.NotSupported, match=name):
        ml_score.to_document(model)


def test_what_is_supported_is_listed():
    listed = ml_score.supported()
    assert {"StandardScaler", "OneHotEncoder", "PCA"} <= set(listed["transformers"])
    assert {"Ridge", "RandomForestClassifier", "MultiOutputRegressor", "XGBClassifier"} <= set(listed["predictors"])
    assert not {"BisectingKMeans", "FixedThresholdClassifier"} & set(listed["predictors"])
    assert "LabelEncoder" not in listed["transformers"]


@pytest.mark.parametrize("model, what", [
    (BisectingKMeans(2), "BisectingKMeans, which decides by a hierarchy"),
    (FixedThresholdClassifier(LogisticRegression(max_iter=5000), threshold=.4), "FixedThresholdClassifier: write its estimator_"),
    (make_pipeline(OneHotEncoder(handle_unknown="ignore"), FixedThresholdClassifier(LogisticRegression())), "write its estimator_")],
    ids=["clusters", "threshold", "last_step"])
def test_what_is_always_refused_says_why(model, what):
    with pytest.raises(ml_score.NotSupported, match=what):
        ml_score.to_document(model.fit(iris.data, iris.target == 1))


def test_a_model_that_is_not_fitted():
    from sklearn.exceptions import NotFittedError

    with pytest.raises(NotFittedError):
        ml_score.to_document(LinearRegression())


def test_no_number_is_null(connection):
    """A model's own NaN is what the database has as NULL."""
    model = TransformedTargetRegressor(LinearRegression(), func=np.square, inverse_func=np.sqrt)
    x = pd.DataFrame({"x": np.arange(1.0, 9)})
    model.fit(x, x["x"])
    sample = pd.DataFrame({"x": [-9.0, 2.0]})
    assert np.isnan(model.predict(sample)[0])
    deployment = ml_score.deploy(connection, "test", model, sample=sample, tolerance=1e-12)
    assert deployment.equal and deployment.rows == 2

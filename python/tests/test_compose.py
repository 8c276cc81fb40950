"""Pipelines and what puts columns together; XGBoost and LightGBM as the last step; frames, arrays, sparse matrices."""
import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier, LGBMRegressor
from samples import FRAME, LABELS, NUMBERS, WORDS, check, diabetes, edges, iris
from sklearn.base import clone
from sklearn.compose import ColumnTransformer, make_column_selector, make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, PolynomialFeatures, StandardScaler
from xgboost import XGBClassifier, XGBRegressor, XGBRFClassifier

import ml_score


def logistic():
    return LogisticRegression(max_iter=5000)


@pytest.mark.parametrize("last", [XGBClassifier(n_estimators=9), XGBRFClassifier(n_estimators=5), LGBMClassifier(n_estimators=9, verbosity=-1)],
                         ids=lambda e: type(e).__name__)
def test_boosting_libraries(connection, last):
    prepare = ColumnTransformer([("n", SimpleImputer(), NUMBERS), ("w", OneHotEncoder(handle_unknown="ignore"), WORDS)],
                                sparse_threshold=0)
    sample = FRAME.head(80).copy()
    sample.loc[3, "plan"] = "never seen"
    check(connection, Pipeline([("prepare", prepare), ("model", last)]).fit(FRAME, LABELS), sample, 0)
    check(connection, make_pipeline(StandardScaler(), clone(last)).fit(iris.data, iris.target), edges(iris.data), 0)
    check(connection, make_pipeline(StandardScaler(), clone(last)).fit(FRAME[NUMBERS], LABELS), FRAME[NUMBERS].head(80), 0)


def test_boosted_regressions(connection):
    for last in (XGBRegressor(n_estimators=9), LGBMRegressor(n_estimators=9, verbosity=-1)):
        check(connection, make_pipeline(StandardScaler(), last).fit(diabetes.data, diabetes.target), edges(diabetes.data), 0)


def test_early_stopping(connection):
    model = XGBClassifier(n_estimators=40, early_stopping_rounds=2, learning_rate=1.0)
    model.fit(iris.data[::2], iris.target[::2], eval_set=[(iris.data[1::2], iris.target[1::2])], verbose=False)
    assert model.best_iteration < 39
    check(connection, model, iris.data, 0)


def test_a_number_that_means_missing_is_refused():
    model = XGBClassifier(n_estimators=2, missing=-1.0).fit(iris.data, iris.target)
    with pytest.raises(ml_score.NotSupported, match="missing=-1"):
        ml_score.to_document(model)


@pytest.mark.parametrize("model, X, named", [
    (XGBRegressor(n_estimators=2, booster="gblinear"), diabetes.data, "XGBRegressor with booster='gblinear'"),
    (XGBRegressor(n_estimators=2, enable_categorical=True), FRAME[["plan"]].astype("category"), "XGBRegressor of a pandas categorical"),
    (XGBRegressor(n_estimators=2, booster="dart", enable_categorical=True), FRAME[["plan"]].astype("category"),
     "XGBRegressor of a pandas categorical"),
    (LGBMRegressor(n_estimators=2, verbosity=-1), FRAME[["plan"]].astype("category"), "LGBMRegressor of a pandas categorical")],
    ids=lambda e: repr(e)[:60])
def test_what_only_their_own_files_say(model, X, named):
    with pytest.raises(ml_score.NotSupported, match=f"{named}: load what its own save_model"):
        ml_score.to_document(model.fit(X, np.arange(len(X))))


def test_selected_columns_and_the_rest(connection):
    model = make_pipeline(make_column_transformer((SimpleImputer(), make_column_selector(dtype_include=float)),
                                                  (OneHotEncoder(), ["plan"]), remainder="drop"), logistic()).fit(FRAME, LABELS)
    check(connection, model, FRAME.head(50))
    for remainder in ("passthrough", "drop", MinMaxScaler()):
        model = make_pipeline(ColumnTransformer([("s", StandardScaler(), [0, 1])], remainder=remainder), logistic())
        check(connection, model.fit(iris.data, iris.target), iris.data.head(50))


@pytest.mark.parametrize("columns", [[0, 2], slice(1, 3), slice(-2, None), [-1, 0], [True, False, True, False], lambda x: [1, 2],
                                     ["petal length (cm)"], slice("sepal width (cm)", "petal width (cm)"), np.array([3])], ids=str)
def test_ways_to_name_columns(connection, columns):
    transformers = [("s", StandardScaler(), columns), ("p", "passthrough", [0]), ("d", "drop", [1])]
    check(connection, make_pipeline(ColumnTransformer(transformers), logistic()).fit(iris.data, iris.target), iris.data.head(30))


def test_weights(connection):
    columns = ColumnTransformer([("s", StandardScaler(), [0, 1]), ("m", MinMaxScaler(), [2])], transformer_weights={"s": 2.5, "m": 0.25})
    check(connection, make_pipeline(columns, logistic()).fit(iris.data, iris.target), iris.data.head(30))
    union = FeatureUnion([("s", StandardScaler()), ("m", "passthrough")], transformer_weights={"m": 0.5})
    check(connection, make_pipeline(union, logistic()).fit(iris.data, iris.target), iris.data.head(30))


def test_nested(connection):
    inner = Pipeline([("impute", SimpleImputer()), ("nothing", "passthrough"), ("none", None), ("scale", StandardScaler())])
    union = make_union(inner, make_pipeline(SimpleImputer(strategy="median"), PolynomialFeatures(2)))
    prepare = ColumnTransformer([("n", union, NUMBERS), ("w", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder()), WORDS)])
    model = Pipeline([("prepare", Pipeline([("columns", prepare)])), ("model", Pipeline([("last", logistic())]))])
    check(connection, model.fit(FRAME, LABELS), FRAME.head(50))


def test_a_column_stands_twice(connection):
    for last in (logistic(), RandomForestClassifier(5, max_depth=4)):
        union = FeatureUnion([("a", "passthrough"), ("b", "passthrough")])
        check(connection, make_pipeline(union, last).fit(iris.data, iris.target), edges(iris.data))


def test_arrays(connection):
    x = iris.data.to_numpy()
    model = make_pipeline(StandardScaler(), logistic()).fit(x, iris.target)
    assert [i["name"] for i in ml_score.to_document(model)["inputs"]] == ["x0", "x1", "x2", "x3"]
    check(connection, model, x[:20])
    check(connection, model, x[:20].tolist())
    check(connection, model, x[:20], 1e-12, input_names=["a", "b", "c", "d"])
    for names in (["a", "a", "b", "c"], ["a"]):
        with pytest.raises(ValueError):
            ml_score.to_document(model, input_names=names)


def test_names_of_every_kind(connection):
    data = iris.data.set_axis(['a"b', "ü", "'; --", "a.b c"], axis=1)
    check(connection, make_pipeline(StandardScaler(), logistic()).fit(data, iris.target), data.head(20))


def test_sparse_matrices(connection):
    """Fitted and scored as a sparse matrix; zeros that are not stored are zeros."""
    from scipy.sparse import csr_matrix

    x = csr_matrix(np.where(iris.data > 3, iris.data, 0.0))
    for last in (logistic(), RandomForestClassifier(5, max_depth=4)):
        check(connection, last.fit(x, iris.target), x[:30])


def test_pandas_output(connection):
    model = make_pipeline(StandardScaler(), logistic()).set_output(transform="pandas").fit(iris.data, iris.target)
    check(connection, model, iris.data.head(20))


def test_columns_of_the_sample_in_another_order(connection):
    prepare = ColumnTransformer([("n", SimpleImputer(), NUMBERS), ("w", OneHotEncoder(handle_unknown="ignore"), WORDS)])
    model = make_pipeline(prepare, logistic()).fit(FRAME, LABELS)
    check(connection, model, FRAME[["city", "visits", "plan", "income", "age"]].assign(other=1).head(30))


def test_a_table_gives_the_same(connection):
    """The document scores rows of a table by the names of its columns."""
    model = make_pipeline(ColumnTransformer([("n", SimpleImputer(), NUMBERS), ("w", OneHotEncoder(handle_unknown="ignore"), WORDS)]), logistic())
    check(connection, model.fit(FRAME, LABELS), FRAME.head(5))
    connection.execute("CREATE TEMP TABLE people (city text, age float8, income numeric, visits int, plan varchar(9), extra text)")
    with connection.cursor().copy("COPY people (age, income, visits, plan, city) FROM STDIN") as copy:
        for row in FRAME[NUMBERS + WORDS].astype(object).itertuples(index=False):
            copy.write_row([None if pd.isna(v) else int(v) if i == 2 else v for i, v in enumerate(row)])
    scores = [s for (s,) in connection.execute("SELECT predict('test', p) FROM people p ORDER BY ctid").fetchall()]
    assert np.allclose(scores, model.predict_proba(FRAME)[:, 1], rtol=1e-12, atol=0)

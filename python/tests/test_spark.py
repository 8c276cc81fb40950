"""Saved Spark ML pipelines, loaded into a real database and compared with Spark's own answers (tests/spark)."""
import json
import math
import shutil
from pathlib import Path

import pytest

import ml_score
from ml_score import cli, spark_features
from ml_score.document import Document
from ml_score.spark_saved import Stage, Walk

FOLDER = Path(__file__).parent / "spark"
SAVED = sorted(p.name for p in FOLDER.iterdir())


def near(got, expected):
    if expected is None:        # Spark has NaN, skips the row or raises an error
        return got is None or math.isnan(got)
    expected = float(expected)
    if math.isinf(expected):
        return got == expected
    return got is not None and abs(got - expected) <= 1e-12 * max(abs(expected), 1e-3)


@pytest.mark.parametrize("name", SAVED)
def test_saved_pipelines(connection, name):
    document = ml_score.spark_document(FOLDER / name / "model")
    connection.execute("SELECT load_model(%s, %s::text)", (name, json.dumps(document, allow_nan=False)))
    for i, row in enumerate(json.loads((FOLDER / name / "rows.json").read_text())):
        if name.startswith("edges_") and "_keep" in name and None in row["input"].values():
            continue            # a NULL is an error there, a NaN a category of its own: here both are missing, and that category
        text = json.dumps(row["input"])
        if "prediction" in row:
            got = connection.execute("SELECT predict(%s, %s::jsonb, on_invalid => 'null')", (name, text)).fetchone()[0]
            assert near(got, row["prediction"]), (i, got, row["prediction"])
            continue
        got = connection.execute("SELECT predict_class(%s, %s::jsonb)", (name, text)).fetchone()[0]
        assert got == row["class"], i
        if "probabilities" in row:
            got = connection.execute("SELECT predict_proba(%s, %s::jsonb)", (name, text)).fetchone()[0]
            for label, expected in row["probabilities"].items():
                assert near(got[label], expected), (i, label, got[label], expected)


def test_there_are_pipelines():
    assert len(SAVED) >= 14


def test_the_best_model_of_a_cross_validation(tmp_path):
    """Its folder has the best pipeline in bestModel."""
    shutil.copytree(FOLDER / "v3_logistic" / "model", tmp_path / "bestModel")
    (tmp_path / "metadata").mkdir()
    (tmp_path / "metadata" / "part-00000").write_text(json.dumps(
        {"class": "org.apache.spark.ml.tuning.CrossValidatorModel", "sparkVersion": "3.5.5", "paramMap": {}}))
    best, whole = ml_score.spark_document(FOLDER / "v3_logistic" / "model"), ml_score.spark_document(tmp_path)
    assert whole["model"] == best["model"] and whole["inputs"] == best["inputs"]


def test_the_label_is_no_input():
    document = ml_score.spark_document(FOLDER / "logistic" / "model")
    assert {i["name"] for i in document["inputs"]} == {"plan", "z", "x", "w"}


def test_the_command(connection, capsys, tmp_path):
    assert cli.main(["spark", str(FOLDER / "logistic" / "model"), "--target", "label"]) == 0
    assert json.loads(capsys.readouterr().out)["target"] == "label"
    connection.commit()
    assert cli.main(["spark", str(FOLDER / "logistic" / "model"), "--load", "by_command"]) == 0
    assert capsys.readouterr().out == "by_command@1\n"
    connection.execute("SELECT drop_model('by_command')")
    connection.commit()
    assert cli.main(["spark", str(FOLDER / "logistic" / "model"), "--load", "x", "--dsn", "host=/nowhere"]) == 1
    assert capsys.readouterr().err.startswith("ml-score: connection")
    assert cli.main(["spark", str(tmp_path)]) == 1
    assert "no saved Spark ML stage" in capsys.readouterr().err


@pytest.mark.parametrize("statement, what", [("SELECT x FROM other", "more than"), ("SELECT *, x || 'a' AS b FROM __THIS__", "x"),
                                             ("SELECT *, x + 1 FROM __THIS__", "without a name"),
                                             ("SELECT *, log(2, x) AS b FROM __THIS__", "log")])
def test_sql_that_is_refused(statement, what):
    from ml_score.sql_expressions import select_items
    with pytest.raises(ml_score.NotSupported, match=what):
        select_items(statement, lambda name: name)


def scored(connection, is_, row):
    """An expression's value."""
    document = {"ml_score": 1, "inputs": [{"name": name} for name in row], "derived": [{"name": "value", "is": is_}],
                "model": {"type": "regression", "fields": ["value"], "coefficients": [[1]], "intercepts": [0]}}
    connection.execute("SELECT load_model('expression', %s::text)", (json.dumps(document),))
    return connection.execute("SELECT predict('expression', %s::jsonb)", (json.dumps(row),)).fetchone()[0]


@pytest.mark.parametrize("text, x, value", [
    ("1 / x", 0, None), ("1 / x", 4, 0.25), ("ln(x)", 0, None), ("log10(x)", -1, None), ("log10(x)", 100, 2),
    ("log1p(x)", -1, None), ("log1p(x)", 0, 0), ("pow(x, 2)", 3, 9)])
def test_sql_where_spark_has_null(connection, text, x, value):
    from ml_score.sql_expressions import select_items
    ((_, is_),) = select_items(f"SELECT *, {text} AS y FROM __THIS__", lambda name: name)
    assert scored(connection, is_, {"x": x}) == value


class Given(Stage):
    """A stage with these parameters and data."""

    def __init__(self, params, row):
        self.params, self.given = params, row

    def row(self):
        return self.given


def fields_of(walker, params, row=None):
    """What a stage makes of the input x: each field's expression, by name."""
    walk = Walk(Document("Spark", walker.__name__))
    walker(walk, Given({"inputCol": "x", "outputCol": "o", **params}, row))
    return {field["name"]: field["is"] for field in walk.document.derived}


@pytest.mark.parametrize("keep, missing", [("keep", 2), ("error", None)])
def test_buckets_between_finite_splits(connection, keep, missing):
    """A missing value has the bucket behind the last; what is outside of the splits is an error in Spark."""
    made = fields_of(spark_features.bucketizer, {"splits": [0.0, 2.5, 10.0], "handleInvalid": keep})
    is_ = json.loads(json.dumps(made["bucket(x)"]).replace('"within(x)"', json.dumps(made["within(x)"])))
    for x, bucket in ((None, missing), (0.0, 0), (2.5, 1), (10.0, 1), (-0.1, None), (10.1, None)):
        assert scored(connection, is_, {"x": x}) == bucket, x


def test_a_number_that_is_no_category():
    """What no stage has indexed is missing where it is none of the encoder's categories."""
    made = fields_of(spark_features.one_hot, {"dropLast": True, "handleInvalid": "error"}, {"categorySizes": [3]})
    assert made == {"cut(x)": {"bins": "x", "edges": [1.0, 2.0], "values": [0.0, 1.0, 2.0]},
                    "category(x)": ["if", ["or", ["lessThan", "x", 0], ["greaterOrEqual", "x", 3.0]], {"missing": True}, "cut(x)"],
                    "category(x)=0": {"equals": "category(x)", "value": 0.0}, "category(x)=1": {"equals": "category(x)", "value": 1.0}}

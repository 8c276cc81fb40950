"""Saved Spark ML pipelines, loaded into a real database and compared with Spark's own answers (tests/spark)."""
import json
import shutil
from pathlib import Path

import pytest

import ml_score
from ml_score import cli

FOLDER = Path(__file__).parent / "spark"
SAVED = sorted(p.name for p in FOLDER.iterdir())


def near(got, expected):
    return got is not None and abs(got - expected) <= 1e-11 * max(abs(expected), 1e-3)


@pytest.mark.parametrize("name", SAVED)
def test_saved_pipelines(connection, name):
    document = ml_score.spark_document(FOLDER / name / "model")
    connection.execute("SELECT load_model(%s, %s::text)", (name, json.dumps(document, allow_nan=False)))
    for i, row in enumerate(json.loads((FOLDER / name / "rows.json").read_text())):
        text = json.dumps(row["input"])
        if "prediction" in row:
            got = connection.execute("SELECT predict(%s, %s::jsonb)", (name, text)).fetchone()[0]
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
                                             ("SELECT *, x + 1 FROM __THIS__", "without a name")])
def test_sql_that_is_refused(statement, what):
    from ml_score.sql_expressions import select_items
    with pytest.raises(ml_score.NotSupported, match=what):
        select_items(statement, lambda name: name)

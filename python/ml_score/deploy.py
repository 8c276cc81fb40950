"""Writes, loads, scores a sample in the database, and shows where it differs from the model's own answers."""
from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np

from .convert import input_names_of, to_document
from .document import label


@dataclass
class Difference:
    """A row of the sample whose answer in the database is not the model's."""

    row: int
    what: str
    in_database: Any
    by_model: Any


@dataclass
class Deployment:
    """What became of a model that was deployed."""

    name: str
    version: int
    rows: int
    largest_relative_difference: float = 0.0
    differences: list[Difference] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not self.differences

    def __str__(self) -> str:
        head = f"{self.name}@{self.version}: {self.rows} rows, largest relative difference {self.largest_relative_difference:.1e}"
        return "\n".join([head] + [f"  row {d.row}: {d.what} is {d.in_database} in the database, {d.by_model} by the model"
                                   for d in self.differences[:20]])


def rows_of(sample: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    columns = sample.columns if hasattr(sample, "columns") else None
    values = [sample[c].tolist() for c in columns] if columns is not None else np.asarray(sample, dtype=object).T.tolist()
    return [{name: None if value is None or (isinstance(value, float) and math.isnan(value)) else value
             for name, value in zip(names, row)} for row in zip(*values)]


def answers(model: Any, sample: Any) -> tuple[Optional[list[str]], list[Any]]:
    """The classes, and for each row the probabilities; or no classes, and for each row a number or a class."""
    last = model.steps[-1][1] if hasattr(model, "steps") else model
    if type(last).__name__ == "IsolationForest":
        return None, model.decision_function(sample).tolist()
    if hasattr(model, "classes_") and hasattr(model, "predict_proba"):
        return [label(c) for c in model.classes_], list(model.predict_proba(sample))
    predictions = model.predict(sample)
    return None, [label(p) for p in predictions] if predicts_class(model) else list(np.ravel(predictions))


def predicts_class(model: Any) -> bool:
    """Whether the answers are classes or clusters, not numbers."""
    last = model.steps[-1][1] if hasattr(model, "steps") else model
    return hasattr(last, "classes_") or hasattr(last, "cluster_centers_")


def deploy(connection: Any, name: str, model: Any, *, sample: Any = None, target: Optional[str] = None,
           input_names: Optional[Sequence[str]] = None, tolerance: float = 1e-12, **options: Any) -> Deployment:
    """
    Loads a fitted model under a name into the database behind a DB-API connection
    (psycopg, psycopg2), in its present transaction, which is left to the caller to
    commit.  Options are those of load_model(): event, activate, comment, ...

    With a sample (rows as the model's predict takes them) each row is scored in the
    database too and compared with the model's own answer: classes must be equal,
    numbers within the relative tolerance.
    """
    document = json.dumps(to_document(model, target=target, input_names=input_names), allow_nan=False)
    cursor = connection.cursor()
    named = "".join(f", {key} => %s" for key in options)
    cursor.execute(f"SELECT load_model(%s, %s::text{named})", (name, document, *options.values()))
    deployment = Deployment(name, cursor.fetchone()[0], 0 if sample is None else len(sample))
    if sample is not None:
        compare(cursor, deployment, model, sample, input_names_of(model, input_names), tolerance)
    return deployment


def compare(cursor: Any, deployment: Deployment, model: Any, sample: Any, names: Sequence[str], tolerance: float) -> None:
    classes, expected = answers(model, sample)
    function = "predict_proba" if classes is not None else "predict_class" if predicts_class(model) else "predict"
    spec = f"{deployment.name}@{deployment.version}"
    for i, (row, answer) in enumerate(zip(rows_of(sample, names), expected)):
        cursor.execute(f"SELECT {function}(%s, %s::jsonb)", (spec, json.dumps(row, default=label)))
        got = cursor.fetchone()[0]
        if classes is not None:
            got = json.loads(got) if isinstance(got, str) else got or {}
            for cls, probability in zip(classes, answer):
                check(deployment, i, f"the probability of {cls}", got.get(cls), probability, tolerance)
        else:
            check(deployment, i, "the prediction", got, answer, tolerance)


def check(deployment: Deployment, row: int, what: str, got: Any, expected: Any, tolerance: float) -> None:
    if isinstance(expected, str) or got is None:
        equal = got == expected
    elif isinstance(expected, np.float32):
        # JSON has the shortest text that is this float32
        equal = np.float32(got) == expected or abs(float(got) - float(expected)) <= tolerance * abs(float(expected))
    else:
        got = float(got)
        scale = max(abs(expected), 1e-300)
        difference = abs(got - expected) / scale
        # a probability next to 0 or 1 is off by what 1 - p rounds to
        equal = difference <= tolerance or abs(got - expected) <= tolerance * 0.1
        if not math.isnan(difference) and abs(got - expected) > tolerance * 0.1:
            deployment.largest_relative_difference = max(deployment.largest_relative_difference, difference)
    if not equal:
        deployment.differences.append(Difference(row, what, got, expected))

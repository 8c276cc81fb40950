"""What a model itself says of a sample, and which function of the database should say the same."""
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Optional

import numpy as np

from .document import label


@dataclass
class Expected:
    """The answers of a sample's rows to one function."""

    function: str                       # predict, predict_class, predict_proba, predict_json
    target: Optional[str]               # which of several
    answers: list[Any]                  # of each row: a number, a class, or numbers by name
    names: Optional[list[str]] = None   # of these numbers

    @cached_property
    def least(self) -> float:
        """A tenth of what is usual: of probabilities 0.1, of other numbers a tenth of their median."""
        if self.function == "predict_class":
            return 0.0
        if self.function == "predict_proba":
            return 0.1
        sizes = np.abs(np.asarray(self.answers, dtype=float))
        return 0.1 * float(np.median(sizes[np.isfinite(sizes)])) if np.isfinite(sizes).any() else 0.0

    def parts(self, got: Any, row: int) -> Iterator[tuple[str, Any, Any]]:
        """What is compared of a row: what it is, as the database has it, as the model has it."""
        of_target = "" if self.target is None else f" of {self.target}"
        answer = self.answers[row]
        if self.names is None:
            yield ("the class" if self.function == "predict_class" else "the prediction") + of_target, got, answer
            return
        values = json.loads(got) if isinstance(got, str) else got or {}
        for name, number in zip(self.names, answer):
            what = f"the probability of {name}" if self.function == "predict_proba" else name
            yield what + of_target, values.get(name), number


def last_step(model: Any) -> Any:
    return model.steps[-1][1] if hasattr(model, "steps") else model


def as_classes(predictions: Any) -> list[str]:
    return [label(p) for p in predictions]


def answers_of(model: Any, sample: Any, document: dict[str, Any], label_encoder: Any = None) -> list[Expected]:
    if "targets" in document:
        return several_answers(model, sample, document["targets"])
    if "classes" in document:
        def named(codes: Any) -> list[str]:
            return as_classes(codes if label_encoder is None else label_encoder.inverse_transform(np.asarray(codes)))

        names = named(model.classes_)
        result = [Expected("predict_class", None, named(model.predict(sample)))]
        if document.get("probabilities", True):
            result.append(Expected("predict_proba", None, list(model.predict_proba(sample)), names))
        elif "outputs" in document:
            margins = np.asarray(model.decision_function(sample))
            shown = [output["name"] for output in document["outputs"]]
            if len(shown) > 1:
                by_class = dict(zip(document["classes"], shown))
                shown = [by_class[name] for name in names]
            result.append(Expected("predict_json", None, list(margins.reshape(len(margins), len(shown))), shown))
        return result
    if type(last_step(model)).__name__ in ("IsolationForest", "OneClassSVM", "SGDOneClassSVM"):
        return [Expected("predict", None, model.decision_function(sample).tolist())]
    predictions = model.predict(sample)
    if document["model"]["type"] == "clustering":
        return [Expected("predict_class", None, as_classes(predictions))]
    return [Expected("predict", None, list(np.ravel(predictions)))]


def several_answers(model: Any, sample: Any, targets: list[dict[str, Any]]) -> list[Expected]:
    """Of several targets, which the document has in the order of the estimator or of its chain."""
    order = getattr(last_step(model), "order_", range(len(targets)))
    predictions = model.predict(sample)
    predictions = predictions.toarray() if hasattr(predictions, "toarray") else np.asarray(predictions)
    result = []
    for target, place in zip(targets, order):
        column = predictions[:, place]
        if "classes" not in target:
            result.append(Expected("predict", target["name"], list(column)))
            continue
        result.append(Expected("predict_class", target["name"], as_classes(column)))
        if target.get("probabilities", True):
            result.append(Expected("predict_proba", target["name"], probabilities(model.predict_proba(sample), place),
                                   target["classes"]))
    return result


def probabilities(everything: Any, place: int) -> list[Any]:
    """Of one of several targets: a list of matrices, or one matrix with the probability of each label."""
    if isinstance(everything, list):
        return list(everything[place])
    positive = np.asarray(everything)[:, place]
    return list(np.column_stack([1 - positive, positive]))

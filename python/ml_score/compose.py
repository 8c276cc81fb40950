"""Pipelines, and what puts columns together."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .document import Document, number
from .registry import Fitted, predict_any, predictor, refuse, transform, transformer


def skipped(step: Any) -> bool:
    return step is None or (isinstance(step, str) and step == "passthrough")


@transformer("Pipeline")
def transform_pipeline(document: Document, est: Any, fields: list[str]) -> list[str]:
    for _, step in est.steps:
        if not skipped(step):
            fields = transform(document, step, fields)
    return fields


@predictor("Pipeline")
def predict_pipeline(document: Document, est: Any, fields: list[str]) -> Fitted:
    for _, step in est.steps[:-1]:
        if not skipped(step):
            fields = transform(document, step, fields)
    return predict_any(document, est.steps[-1][1], fields)


@transformer("FeatureUnion")
def feature_union(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    for name, step in est.transformer_list:
        if isinstance(step, str) and step == "drop":
            continue
        part = fields if skipped(step) else transform(document, step, fields)
        result += weighted(document, part, est, name)
    return result


def weighted(document: Document, fields: list[str], est: Any, name: str) -> list[str]:
    """The fields times the weight of their transformer."""
    weight = (est.transformer_weights or {}).get(name)
    if weight is None:
        return fields
    return [document.derive(["*", f, number(weight)], f"weighted({f})") for f in fields]


def chosen(columns: Any, names: Any, n: int) -> list[int]:
    """The places that a ColumnTransformer's columns mean."""
    if isinstance(columns, (str, int, np.integer)) and not isinstance(columns, bool):
        columns = [columns]
    if isinstance(columns, slice):
        start, stop = columns.start, columns.stop
        if isinstance(start, str) or isinstance(stop, str):
            names = list(names)
            start = names.index(start) if start is not None else None
            stop = names.index(stop) + 1 if stop is not None else None
        return list(range(n))[slice(start, stop, columns.step)]
    columns = list(columns)
    if columns and all(isinstance(c, (bool, np.bool_)) for c in columns):
        return [i for i, c in enumerate(columns) if c]
    return [list(names).index(c) if isinstance(c, str) else int(c) % n for c in columns]


@transformer("ColumnTransformer")
def column_transformer(document: Document, est: Any, fields: list[str]) -> list[str]:
    names: Sequence[str] = getattr(est, "feature_names_in_", fields)
    result = []
    for name, step, columns in est.transformers_:
        if isinstance(step, str) and step == "drop":
            continue
        part = [fields[i] for i in chosen(columns, names, len(fields))]
        if part:
            result += weighted(document, part if skipped(step) else transform(document, step, part), est, name)
    return result


@predictor("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV")
def search(document: Document, est: Any, fields: list[str]) -> Fitted:
    return predict_any(document, est.best_estimator_, fields)


refuse(": write its estimator_ and load it with the option threshold", "TunedThresholdClassifierCV", "FixedThresholdClassifier")

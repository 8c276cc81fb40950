"""The rows of a sample as JSON objects, as the database gets them."""
from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .document import label


def columns_of(sample: Any, model: Any, names: Sequence[str]) -> list[list[Any]]:
    """The values of each input, in the order of the names."""
    if hasattr(sample, "columns"):
        fitted = getattr(model, "feature_names_in_", None)
        present = list(sample.columns)
        # a ColumnTransformer takes columns in any order, and others beside
        wanted = list(fitted) if fitted is not None and set(fitted) <= set(present) else present
        if len(wanted) != len(names):
            raise ValueError(f"the sample has {len(wanted)} columns, the model {len(names)} features")
        return [listed(sample[c]) for c in wanted]
    if hasattr(sample, "toarray"):
        sample = sample.toarray()
    values = np.asarray(sample, dtype=object)
    if values.ndim != 2 or values.shape[1] != len(names):
        raise ValueError(f"a sample of the shape {values.shape} for a model of {len(names)} features")
    return [list(column) for column in values.T]


def listed(series: Any) -> list[Any]:
    result: list[Any] = series.to_list() if hasattr(series, "to_list") else list(series)
    return result


def plain(value: Any) -> Any:
    """A cell as JSON has it: NaN and what else means that there is no value are null."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    return value if isinstance(value, (bool, int, str)) else label(value)


def rows_of(sample: Any, model: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    columns = [[plain(value) for value in column] for column in columns_of(sample, model, names)]
    return [dict(zip(names, row)) for row in zip(*columns)]

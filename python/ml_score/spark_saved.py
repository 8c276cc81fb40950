"""Stages of Spark ML pipelines as they were saved: JSON and Parquet, read without Spark; and the walk over them.

A stage reads columns and gives columns; a column is a field, or the fields of a
vector's elements.  What the last predictor of the pipeline gives is the model.
Where Spark raises an error for a missing value the score is NULL.
"""
from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np

from .document import Document, Expression, NotSupported
from .registry import Fitted


class Stage:
    """A saved stage: its class, parameters and data."""

    def __init__(self, path: Path) -> None:
        self.path = path
        parts = sorted((path / "metadata").glob("part-*"))
        if not parts:
            raise FileNotFoundError(f"{path} is no saved Spark ML stage: it has no metadata")
        self.metadata = json.loads(parts[0].read_text())
        self.kind = self.metadata["class"].rsplit(".", 1)[1]
        self.params = {**self.metadata.get("defaultParamMap", {}), **self.metadata["paramMap"]}

    def rows(self, folder: str = "data") -> list[dict[str, Any]]:
        import pyarrow.parquet

        parts = sorted((self.path / folder).glob("*.parquet"))
        return [row for part in parts for row in pyarrow.parquet.read_table(part).to_pylist()]

    def row(self) -> dict[str, Any]:
        return self.rows()[0]

    def get(self, *names: str) -> Any:
        for name in names:
            if self.params.get(name) is not None:
                return self.params[name]
        return None

    def children(self) -> list["Stage"]:
        folder = self.path / "stages"
        return [Stage(child) for child in sorted(folder.iterdir(), key=lambda p: int(p.name.split("_")[0]))]

    def inputs(self) -> list[str]:
        return self.get("inputCols") or [self.get("inputCol")]

    def outputs(self) -> list[str]:
        return self.get("outputCols") or [self.get("outputCol")]


def vector(value: dict[str, Any]) -> np.ndarray:
    if value["type"] == 1:
        return np.array(value["values"], dtype=float)
    result = np.zeros(value["size"])
    result[value["indices"]] = value["values"]
    return result


def matrix(value: dict[str, Any]) -> np.ndarray:
    shape = (value["numRows"], value["numCols"])
    if value["type"] == 1:
        return np.array(value["values"], dtype=float).reshape(shape, order="C" if value["isTransposed"] else "F")
    result = np.zeros(shape[::-1] if value["isTransposed"] else shape)
    for column, (start, end) in enumerate(zip(value["colPtrs"], value["colPtrs"][1:])):
        result[value["rowIndices"][start:end], column] = value["values"][start:end]
    return result.T if value["isTransposed"] else result


def infinite(value: Any) -> float:
    """A number that JSON may hold as a text."""
    return {"-Inf": -math.inf, "Inf": math.inf}[value] if value in ("-Inf", "Inf") else float(value)


# ---- the walk ----

@dataclass
class Walk:
    document: Document
    columns: dict[str, list[str]] = field(default_factory=dict)     # what stages have given
    sizes: dict[str, int] = field(default_factory=dict)             # of categories, by field
    labels: dict[str, list[str]] = field(default_factory=dict)      # of indexed columns
    fitted: Optional[Fitted] = None

    def fields(self, column: str) -> list[str]:
        return self.columns[column] if column in self.columns else [self.document.input(column)]

    def field(self, column: str) -> str:
        fields = self.fields(column)
        if len(fields) != 1:
            raise NotSupported(f"the vector {column} where a number is wanted")
        return fields[0]

    def each(self, stage: Stage, expression: Callable[[str, int], Expression], hint: str) -> None:
        """A stage that treats each element of its columns by itself."""
        for source, target in zip(stage.inputs(), stage.outputs()):
            self.columns[target] = [self.document.derive(expression(f, i), f"{hint}({f})")
                                    for i, f in enumerate(self.fields(source))]


Walker = Callable[[Walk, Stage], None]
_stages: dict[str, Walker] = {}


def stage(*names: str) -> Callable[[Walker], Walker]:
    def register(function: Walker) -> Walker:
        _stages.update({name: function for name in names})
        return function

    return register


def walk_stage(walk: Walk, saved: Stage) -> None:
    if saved.kind not in _stages:
        raise NotSupported(f"Spark's {saved.kind}")
    _stages[saved.kind](walk, saved)

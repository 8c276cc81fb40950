"""A pipeline document in the making.

The document is the JSON that ml_score's format "pipeline" reads: inputs, fields
derived from them, a model.  A `Document` collects inputs and derived fields and
gives them names; the walkers (transformers.py, linear.py, trees.py, ...) hand
each other lists of field names, one for each column of the matrix that the
estimator would see.
"""
from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from .registry import Fitted

Expression = Union[str, float, int, bool, list[Any], dict[str, Any]]
Model = dict[str, Any]


class NotSupported(ValueError):
    """What a document cannot say exactly; the message names it."""


def number(value: Any) -> float:
    """A finite number as Python's float; what is not finite cannot be said in JSON."""
    result = float(value)
    if not math.isfinite(result):
        raise NotSupported(f"a parameter of the model is {result}")
    return result


def limits(values: Iterable[Any]) -> list[Union[float, str, None]]:
    """Thresholds; None: an infinite one, which only missing values are not below."""
    return [None if value == math.inf else "-Infinity" if value == -math.inf else number(value) for value in values]


def numbers(values: Iterable[Any]) -> list[float]:
    return [number(value) for value in values]


def label(value: Any) -> str:
    """A class or category as text: as PostgreSQL writes the value, integral numbers without a point."""
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


class Document:
    """Inputs and derived fields of a pipeline document, by name."""

    def __init__(self, producer: str, algorithm: str) -> None:
        self.producer = producer
        self.algorithm = algorithm
        self.inputs: dict[str, dict[str, Any]] = {}
        self.derived: list[dict[str, Any]] = []
        self._names: set[str] = set()
        self._known: dict[str, str] = {}
        self._types: dict[str, str] = {}
        self._origins: dict[str, str] = {}

    # ---- fields ----

    def input(self, name: str, type: str = "double") -> str:
        if name not in self.inputs:
            self.inputs[name] = {"name": name, "type": type}
            self._names.add(name)
            self._types[name] = type
        return name

    def is_input(self, field: str) -> bool:
        return field in self.inputs

    def categorical(self, field: str, values: Sequence[Any], unknown: str) -> None:
        """
        Says of an input that it holds categories, and what becomes of one that is
        none of them: "error", "missing" or "allow".  Of two that say so the
        stricter one counts: scikit-learn would have raised an error too.
        """
        entry = self.inputs[field]
        if any(isinstance(value, str) for value in values):
            entry["type"] = self._types[field] = "string"
        elif all(isinstance(value, bool) for value in values):
            entry["type"] = self._types[field] = "boolean"
        if unknown == "error":
            entry["values"] = [value if isinstance(value, (int, float)) and not isinstance(value, bool)
                               else label(value) for value in values]

    def filled(self, field: str, result: str) -> None:
        """Says that the result is the field but for what was missing."""
        self._origins[result] = field

    def origin(self, field: str) -> str:
        """The field whose values those of a field are, but for what was missing."""
        while field in self._origins:
            field = self._origins[field]
        return field

    def unique(self, hint: str) -> str:
        name, n = hint, 1
        while name in self._names:
            n += 1
            name = f"{hint}_{n}"
        self._names.add(name)
        return name

    def derive(self, expression: Expression, hint: str, type: str = "double") -> str:
        """The field with this expression; the same expression is the same field."""
        key = json.dumps([type, expression])
        if key not in self._known:
            name = self.unique(hint)
            self.derived.append({"name": name, "type": type, "is": expression} if type != "double"
                                else {"name": name, "is": expression})
            self._known[key] = name
            self._types[name] = type
        return self._known[key]

    def as_float(self, fields: Sequence[str]) -> list[str]:
        """The fields in float32, as scikit-learn's trees see them."""
        return [field if self._types[field] == "float" else self.derive(field, f"float({field})", "float")
                for field in fields]

    def output(self, hint: str) -> str:
        """A name for the output of a member of a chain."""
        name = self.unique(hint)
        self._types[name] = "double"
        return name

    def local(self) -> "LocalFields":
        return LocalFields(self)

    # ---- the whole ----

    def finish(self, fitted: "Fitted", target: Union[str, Sequence[str], None] = None) -> dict[str, Any]:
        result: dict[str, Any] = {"ml_score": 1, "producer": self.producer, "algorithm": self.algorithm}
        if fitted.targets is not None:
            names = target_names(len(fitted.targets), target)
            result["targets"] = [{"name": names[t.place], **of_classes(t)} for t in fitted.targets]
        else:
            if target is not None:
                result["target"] = only_name(target)
            result.update(of_classes(fitted))
        self._names.update(t["name"] for t in result.get("targets", [{"name": result.get("target", "prediction")}]))
        result["inputs"] = list(self.inputs.values())
        if self.derived:
            result["derived"] = self.derived
        result["model"] = fitted.model
        if fitted.shown:
            result["outputs"] = [{"name": self.unique(name), "is": field} for name, field in fitted.shown.items()]
        return result


def of_classes(target: Any) -> dict[str, Any]:
    """What the document says of a target's classes."""
    if target.classes is None:
        return {}
    classes: dict[str, Any] = {"classes": [label(c) for c in target.classes]}
    if not target.has_proba:
        classes["probabilities"] = False
    if target.decided_by is not None:
        classes["decided_by"] = target.decided_by
    return classes


def only_name(target: Union[str, Sequence[str]]) -> str:
    if isinstance(target, str):
        return target
    if len(target) != 1:
        raise ValueError(f"the model has one target, and {len(target)} names are given")
    return target[0]


def target_names(n: int, target: Union[str, Sequence[str], None]) -> list[str]:
    """The names of several targets: given, or target_0, target_1, ..."""
    if target is None:
        return [f"target_{k}" for k in range(n)]
    if isinstance(target, str) or len(target) != n:
        raise ValueError(f"the model has {n} targets: target must be a list of {n} names")
    return list(target)


class LocalFields:
    """
    Fields derived inside a model, from the outputs of members before it.

        with document.local() as fields:
            ...             # document.derive() goes to fields.derived
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.derived: list[dict[str, Any]] = []

    def __enter__(self) -> "LocalFields":
        self._outer = (self.document.derived, self.document._known)
        self.document.derived = self.derived
        self.document._known = dict(self.document._known)
        return self

    def __exit__(self, *_: Any) -> None:
        self.document.derived, self.document._known = self._outer

"""Which function walks which estimator, by the estimator's class."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field as dc_field
from typing import Any, Optional

from .document import Document, Model, NotSupported, label

Transform = Callable[[Document, Any, list[str]], list[str]]


@dataclass
class Target:
    """What is predicted: a number, or one of some classes."""

    classes: Optional[Sequence[Any]] = None     # None: a number
    has_proba: bool = True                      # of a classifier: its probabilities are the estimator's own
    place: int = 0                              # among the estimator's targets
    decided_by: Optional[list[str]] = None      # fields whose largest chooses the class, where that is no probability


@dataclass
class Fitted:
    """A predictor as a model of the document."""

    model: Model
    classes: Optional[Sequence[Any]] = None     # as in Target
    has_proba: bool = True
    shown: dict[str, Any] = dc_field(default_factory=dict)      # fields or expressions to show beside the prediction, by name
    targets: Optional[list[Target]] = None      # of several; None: there is one
    decided_by: Optional[list[str]] = None

    @property
    def labels(self) -> list[str]:
        """The classes as texts; of a number none."""
        return [] if self.classes is None else [label(c) for c in self.classes]


def each(members: Sequence[Fitted], places: Optional[Sequence[int]] = None, chained: Sequence[list[dict[str, Any]]] = ()) -> Fitted:
    """
    A model of its own for each of several targets.  places: which of the estimator's
    targets each is for.  chained: outputs of each, which are fields for those behind.
    """
    parts = []
    for k, member in enumerate(members):
        parts.append({"model": member.model})
        if chained and chained[k]:
            parts[-1]["outputs"] = chained[k]      # type: ignore[assignment]
    targets = [Target(m.classes, m.has_proba, places[k] if places is not None else k, m.decided_by) for k, m in enumerate(members)]
    return Fitted({"type": "targets", "members": parts}, targets=targets)


Predict = Callable[[Document, Any, list[str]], Fitted]

LIBRARIES = ("sklearn.", "xgboost.", "lightgbm.")
_transformers: dict[str, Transform] = {}
_predictors: dict[str, Predict] = {}
_refused: dict[str, str] = {}


def transformer(*names: str) -> Callable[[Transform], Transform]:
    def register(function: Transform) -> Transform:
        _transformers.update({name: function for name in names})
        return function

    return register


def predictor(*names: str) -> Callable[[Predict], Predict]:
    def register(function: Predict) -> Predict:
        _predictors.update({name: function for name in names})
        return function

    return register


def refuse(why: str, *names: str) -> None:
    """Classes that no document can say; why, to stand behind the class's name, is what helps instead."""
    _refused.update({name: why for name in names})


def _find(table: dict[str, Any], estimator: Any, kind: str) -> Any:
    for cls in type(estimator).__mro__:
        if cls.__name__ in _refused:
            raise NotSupported(f"{type(estimator).__name__}{_refused[cls.__name__]}")
        if cls.__name__ in table:
            # a subclass of the user's own may compute something else
            if cls is not type(estimator) and not type(estimator).__module__.startswith(LIBRARIES):
                raise NotSupported(f"{type(estimator).__qualname__}, a class of your own derived from {cls.__name__}")
            return table[cls.__name__]
    raise NotSupported(f"the {kind} {type(estimator).__name__}")


def transform(document: Document, estimator: Any, fields: list[str]) -> list[str]:
    """The fields that a fitted transformer makes of fields."""
    expected = getattr(estimator, "n_features_in_", None)
    if expected is not None and expected != len(fields):
        raise NotSupported(f"{type(estimator).__name__} was fitted on {expected} features and is given {len(fields)}")
    walk: Transform = _find(_transformers, estimator, "transformer")
    return walk(document, estimator, fields)


def predict_any(document: Document, estimator: Any, fields: list[str]) -> Fitted:
    """The model that a fitted predictor is, of fields."""
    walk: Predict = _find(_predictors, estimator, "estimator")
    return walk(document, estimator, fields)


def predict(document: Document, estimator: Any, fields: list[str]) -> Fitted:
    """The same where one target is wanted: inside of other estimators."""
    fitted = predict_any(document, estimator, fields)
    if fitted.targets is not None:
        raise NotSupported(f"{type(estimator).__name__} of several targets inside of another estimator")
    return fitted


def release() -> tuple[int, int]:
    """scikit-learn's release, where it makes a difference: (1, 8)."""
    import sklearn

    major, minor = sklearn.__version__.split(".")[:2]
    return int(major), int(minor)


def supported() -> dict[str, list[str]]:
    """The names of the classes that can be written."""
    return {"transformers": sorted(_transformers), "predictors": sorted(_predictors)}

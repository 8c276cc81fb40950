"""Which function walks which estimator, by the estimator's class."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from .document import Document, Model, NotSupported

Transform = Callable[[Document, Any, list[str]], list[str]]


@dataclass
class Fitted:
    """A predictor as a model of the document."""

    model: Model
    classes: Optional[Sequence[Any]] = None     # None: it predicts a number
    has_proba: bool = True                      # of a classifier: its probabilities are scikit-learn's own


Predict = Callable[[Document, Any, list[str]], Fitted]

LIBRARIES = ("sklearn.", "xgboost.", "lightgbm.")
_transformers: dict[str, Transform] = {}
_predictors: dict[str, Predict] = {}


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


def _find(table: dict[str, Any], estimator: Any, kind: str) -> Any:
    for cls in type(estimator).__mro__:
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
    return _find(_transformers, estimator, "transformer")(document, estimator, fields)


def predict(document: Document, estimator: Any, fields: list[str]) -> Fitted:
    """The model that a fitted predictor is, of fields."""
    return _find(_predictors, estimator, "estimator")(document, estimator, fields)


def is_transformer(estimator: Any) -> bool:
    return any(cls.__name__ in _transformers for cls in type(estimator).__mro__)


def supported() -> dict[str, list[str]]:
    """The names of the classes that can be written."""
    return {"transformers": sorted(_transformers), "predictors": sorted(_predictors)}

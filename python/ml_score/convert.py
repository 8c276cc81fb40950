"""From a fitted estimator to a document."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional, Union

import numpy as np

from . import (bayes, boosting, calibration, compose, encoders, ensembles, gradient_boosting, kernels, linear,  # noqa: F401
               multi_output, neighbors, one_vs_rest, transformed_target, transformers, trees)     # they register themselves
from .document import Document, NotSupported
from .registry import predict_any


def input_names_of(model: Any, input_names: Optional[Sequence[str]]) -> list[str]:
    """The names of the features: given, those of the data frame that was fitted, or x0, x1, ..."""
    n = getattr(model, "n_features_in_", None)
    if n is None and hasattr(model, "steps"):
        n = getattr(model.steps[0][1], "n_features_in_", None)
    if n is None and hasattr(model, "X_thresholds_"):
        n = 1
    if input_names is None:
        fitted = getattr(model, "feature_names_in_", None)
        if fitted is not None:
            input_names = [str(name) for name in fitted]
        elif n is not None:
            input_names = [f"x{i}" for i in range(n)]
        else:
            raise NotSupported("a model that does not know its features: pass input_names")
    if n is not None and len(input_names) != n:
        raise ValueError(f"the model has {n} features, input_names has {len(input_names)}")
    if len(set(input_names)) != len(input_names):
        raise ValueError("two features have the same name")
    return list(input_names)


def to_document(model: Any, *, target: Union[str, Sequence[str], None] = None,
                input_names: Optional[Sequence[str]] = None, label_encoder: Any = None) -> dict[str, Any]:
    """
    The pipeline document of a fitted scikit-learn estimator or Pipeline, as a dict
    that json.dump() writes.

    target: a name for what is predicted, of several targets a list.  input_names:
    names of the features, for a model that was fitted on an array.  label_encoder:
    the fitted LabelEncoder that made the classes' numbers, to have their names.
    Raises NotSupported, which names it, for what cannot be said exactly.
    """
    import sklearn
    from sklearn.utils.validation import check_is_fitted

    check_is_fitted(model)
    last = model.steps[-1][1] if hasattr(model, "steps") else model
    document = Document(f"scikit-learn {sklearn.__version__}", type(last).__name__)
    fields = [document.input(name) for name in input_names_of(model, input_names)]
    fitted = predict_any(document, model, fields)
    if label_encoder is not None:
        if fitted.classes is None:
            raise ValueError("a label_encoder for a model that does not predict one of some classes")
        fitted.classes = label_encoder.inverse_transform(np.asarray(fitted.classes))
    return document.finish(fitted, target)


def write(model: Any, path: Union[str, Path], *, target: Union[str, Sequence[str], None] = None,
          input_names: Optional[Sequence[str]] = None, label_encoder: Any = None) -> Path:
    """Writes the document of a fitted model into a file; see to_document()."""
    path = Path(path)
    document = to_document(model, target=target, input_names=input_names, label_encoder=label_encoder)
    path.write_text(json.dumps(document, allow_nan=False))
    return path

"""scikit-learn's estimators that make several targets of estimators of one."""
from __future__ import annotations

from typing import Any

from .document import Document, NotSupported, label
from .registry import Fitted, each, predict, predictor


@predictor("MultiOutputRegressor", "MultiOutputClassifier")
def multi_output(document: Document, est: Any, fields: list[str]) -> Fitted:
    return each([predict(document, member, fields) for member in est.estimators_])


@predictor("RegressorChain", "ClassifierChain")
def chain(document: Document, est: Any, fields: list[str]) -> Fitted:
    """Each member sees the predictions of those before it, in the order of the chain."""
    method = getattr(est, "chain_method_", "predict")
    members: list[Fitted] = []
    outputs = []
    columns: list[str] = []
    for k, member in enumerate(est.estimators_):
        with document.local() as local:
            seen = [as_number(document, c, members[i].classes, method) for i, c in enumerate(columns)]
            fitted = predict(document, member, fields + seen)
        if local.derived:
            fitted.model["derived"] = local.derived + fitted.model.get("derived", [])
            fitted.decided_by = None        # margins that are known inside only; the class is the same
        members.append(fitted)
        columns.append(document.output(f"chained_{k}"))
        outputs.append([chained(fitted, columns[-1], method)] if k + 1 < len(est.estimators_) else [])
    return each(members, [int(place) for place in est.order_], outputs)


def chained(fitted: Fitted, name: str, method: str) -> dict[str, Any]:
    """The output of a member that those behind it see."""
    if method == "predict":
        return {"name": name}
    if method != "predict_proba" or not fitted.has_proba or fitted.classes is None:
        raise NotSupported(f"a ClassifierChain by {method}")
    return {"name": name, "class": label(fitted.classes[1])}


def as_number(document: Document, column: str, classes: Any, method: str) -> str:
    """What a member before predicts, as the number that the estimator saw."""
    if classes is None or method != "predict":
        return column
    return document.derive({"map": column, "to": {label(c): float(c) for c in classes}}, f"number({column})")

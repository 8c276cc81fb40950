"""OneVsRestClassifier."""
from __future__ import annotations

from typing import Any, Optional

import numpy as np

from .decisions import decision_fields
from .document import Document, label
from .ensembles import member_outputs
from .linear import of_margins, regression
from .registry import Fitted, each, predict, predictor, release


@predictor("OneVsRestClassifier")
def one_vs_rest(document: Document, est: Any, fields: list[str]) -> Fitted:
    """Of equals the first class wins, before release 1.8 the last."""
    order = slice(None, None, -1 if release() < (1, 8) else 1)
    everyone = [predict(document, member, fields) for member in est.estimators_]
    if est.multilabel_:
        return each(everyone)
    margins = one_margin_each(document, est, fields)
    if margins is not None and not all(fitted.has_proba for fitted in everyone):
        return of_margins(margins[order], est.classes_ if len(margins) == 1 else est.classes_[order])
    if margins is None and not all(fitted.has_proba for fitted in everyone):
        return of_any_margins(document, est, order, fields)
    members, columns = [], []
    for k, fitted in enumerate(everyone):
        part, names = member_outputs(document, fitted, "predict_proba", f"against_rest_{label(est.classes_[k])}")
        members.append(part)
        columns += names
    if len(columns) == 1:
        with document.local() as local:
            other = document.derive(["-", 1, columns[0]], "rest")
        final = {**regression([other, columns[0]], np.eye(2), 0.0), "derived": local.derived}
        return Fitted({"type": "chain", "members": members + [{"model": final}]}, est.classes_)
    final = regression(columns[order], np.eye(len(columns)), 0.0, "simplemax")
    return Fitted({"type": "chain", "members": members + [{"model": final}]}, est.classes_[order],
                  decided_by=None if margins is None else margins[order])


def of_any_margins(document: Document, est: Any, order: slice, fields: list[str]) -> Fitted:
    """Of members whose decision functions take a chain."""
    members: list[dict[str, Any]] = []
    margins: list[str] = []
    for member in est.estimators_:
        names, before = decision_fields(document, member, fields)
        members += before
        margins += names or []
    fitted = of_margins(margins[order], est.classes_ if len(margins) == 1 else est.classes_[order])
    fitted.model = {"type": "chain", "members": members + [{"model": fitted.model}]}
    return fitted


def one_margin_each(document: Document, est: Any, fields: list[str]) -> Optional[list[str]]:
    """The decision functions of two-class members, where all have one that is linear."""
    margins = []
    for member in est.estimators_:
        last = member.steps[-1][1] if hasattr(member, "steps") else member
        if not hasattr(last, "coef_") or not hasattr(last, "decision_function"):
            return None
        margins += decision_fields(document, member, fields)[0] or []
    return margins

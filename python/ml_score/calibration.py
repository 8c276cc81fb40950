"""CalibratedClassifierCV and IsotonicRegression."""
from __future__ import annotations

from typing import Any

import numpy as np

from .decisions import decision_fields
from .document import Document, Expression, Model, NotSupported, numbers
from .ensembles import combined, member_outputs
from .linear import regression
from .registry import Fitted, predict, predictor
from .transformers import sum_of


def calibrated(calibrator: Any, field: str) -> Expression:
    name = type(calibrator).__name__
    if name == "_SigmoidCalibration":
        return ["/", 1, ["+", 1, ["exp", ["+", ["*", float(calibrator.a_), field], float(calibrator.b_)]]]]
    if name == "IsotonicRegression":
        return interpolated(calibrator, field)
    raise NotSupported(f"calibration by {name}")


def interpolated(est: Any, field: str) -> Expression:
    if est.out_of_bounds != "clip":
        raise NotSupported(f"IsotonicRegression with out_of_bounds={est.out_of_bounds!r}")
    x, y = numbers(est.X_thresholds_), numbers(est.y_thresholds_)
    return y[0] if len(x) == 1 else {"interpolate": field, "x": x, "y": y}


@predictor("IsotonicRegression")
def isotonic(document: Document, est: Any, fields: list[str]) -> Fitted:
    return Fitted(regression([document.derive(interpolated(est, fields[0]), "isotonic")], [1.0], 0.0))


@predictor("CalibratedClassifierCV")
def calibrated_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    models = [calibrated_member(document, member, est.classes_, fields) for member in est.calibrated_classifiers_]
    return Fitted(models[0] if len(models) == 1 else combined(models, "average"), est.classes_)


def calibrated_member(document: Document, member: Any, classes: Any, fields: list[str]) -> Model:
    scores, chain = decision_fields(document, member.estimator, fields)
    if scores is None:
        part, scores = member_outputs(document, predict(document, member.estimator, fields), "predict_proba", "uncalibrated")
        chain.append(part)
    if member.method not in ("sigmoid", "isotonic"):
        raise NotSupported(f"calibration by {member.method}")
    with document.local() as local:
        columns = [document.derive(calibrated(c, s), "calibrated") for c, s in zip(member.calibrators, scores)]
        if len(classes) == 2:
            columns.insert(0, document.derive(["-", 1, columns[0]], "calibrated_0"))
            final = regression(columns, np.eye(2), 0.0)
        else:
            # where all are 0 scikit-learn takes them for equally probable
            total = document.derive(sum_of(list(columns)), "total")
            columns = [document.derive(["if", ["equal", total, 0], 1, c], f"share_{k}") for k, c in enumerate(columns)]
            final = regression(columns, np.eye(len(columns)), 0.0, "simplemax")
    if not chain:
        document.derived += local.derived
        return final
    final["derived"] = local.derived
    return {"type": "chain", "members": chain + [{"model": final}]}

"""CalibratedClassifierCV and IsotonicRegression, and the margins that are calibrated."""
from __future__ import annotations

from typing import Any, Optional

import numpy as np

from .compose import skipped
from .document import Document, Expression, Model, NotSupported, numbers
from .ensembles import combined, member_outputs
from .linear import linear_margins, regression
from .registry import Fitted, predict, predictor, transform
from .transformers import sum_of


def decision_fields(document: Document, est: Any, fields: list[str]) -> tuple[Optional[list[str]], list[dict[str, Any]]]:
    """decision_function() as fields, and what a chain needs before them; None: there is none."""
    while type(est).__name__ == "Pipeline":
        for _, step in est.steps[:-1]:
            if not skipped(step):
                fields = transform(document, step, fields)
        est = est.steps[-1][1]
    if not hasattr(est, "decision_function"):
        return None, []
    if hasattr(est, "coef_"):
        return linear_margins(document, est, fields), []
    if type(est).__name__ in ("GradientBoostingClassifier", "HistGradientBoostingClassifier"):
        return raw_margins(document, predict(document, est, fields).model, "margin")
    raise NotSupported(f"calibration of {type(est).__name__}, by its decision_function")


def raw_margins(document: Document, trees: Model, hint: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The sums of a model of type trees before the link, as fields, and the members of a chain that give them."""
    if trees["type"] != "trees":
        raise NotSupported("the margins of a model that does not only add up trees")
    names: list[str] = []
    members: list[dict[str, Any]] = []
    for k in range(trees.get("outputs", 1)):
        own: Model = {key: value for key, value in trees.items() if key not in ("link", "outputs")}
        own["trees"] = [{**tree, "output": 0} for tree in trees["trees"] if tree.get("output", 0) == k]
        if "initial" in trees:
            own["initial"] = [trees["initial"][k]]
        names.append(document.output(f"{hint}_{k}"))
        own["classes"] = []
        members.append({"model": own, "outputs": [{"name": names[-1]}]})
    return names, members


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

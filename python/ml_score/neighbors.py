"""scikit-learn's nearest neighbors."""
from __future__ import annotations

from typing import Any

import numpy as np

from .document import Document, Model, NotSupported, numbers
from .kernels import dense, distinct
from .linear import several
from .registry import Fitted, each, predictor, refuse

MEASURES = {"euclidean": "euclidean", "l2": "euclidean", "manhattan": "cityBlock", "cityblock": "cityBlock", "l1": "cityBlock",
            "chebyshev": "chebychev", "infinity": "chebychev", "minkowski": "minkowski", "p": "minkowski"}

refuse(", whose neighbors are those within a radius", "RadiusNeighborsClassifier", "RadiusNeighborsRegressor")


def neighbors(document: Document, est: Any, fields: list[str]) -> Model:
    name = type(est).__name__
    metric, parameters = est.effective_metric_, dict(est.effective_metric_params_ or {})
    if metric not in MEASURES or parameters.get("w") is not None:
        raise NotSupported(f"{name} with the metric {metric}" + (" and weights of features" if metric in MEASURES else ""))
    if est.weights not in (None, "uniform", "distance"):
        raise NotSupported(f"{name} with weights of your own")
    if est.weights == "distance" and est._fit_method == "brute" and MEASURES[metric] == "euclidean":
        raise NotSupported(f"{name} with weights='distance' and brute force, whose distances have lost digits; "
                           "algorithm='kd_tree' can be written")
    model: Model = {"type": "neighbors", "fields": distinct(document, fields), "count": int(est.n_neighbors),
                    "weights": est.weights or "uniform", "measure": MEASURES[metric],
                    "points": [numbers(row) for row in dense(est._fit_X)]}
    if MEASURES[metric] == "minkowski":
        model["p"] = float(parameters["p"])
    return model


@predictor("KNeighborsClassifier")
def classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    model = neighbors(document, est, fields)
    codes = np.asarray(est._y).reshape(len(model["points"]), -1).T
    if est.outputs_2d_:
        return each([Fitted({**model, "codes": column.tolist()}, classes) for column, classes in zip(codes, est.classes_)])
    return Fitted({**model, "codes": codes[0].tolist()}, est.classes_)


@predictor("KNeighborsRegressor")
def regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    model = neighbors(document, est, fields)
    values = np.asarray(est._y, dtype=float).reshape(len(model["points"]), -1).T
    return Fitted({**model, "values": [numbers(column) for column in values]}, targets=several(len(values)))

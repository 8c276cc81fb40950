"""scikit-learn's gradient boosting: sums of trees that start from something."""
from __future__ import annotations

from typing import Any, Optional

import numpy as np

from .document import Document, NotSupported, limits, numbers
from .decisions import raw_margins
from .ensembles import member_outputs
from .linear import regression
from .registry import Fitted, predict, predictor, release, transform
from .trees import as_they_are, ensemble, with_leaves

# what a model that is boosted further may be: with float32 features others compute in float32
TREES = ("DecisionTree", "ExtraTree", "RandomForest", "GradientBoosting", "HistGradientBoosting")


@predictor("GradientBoostingClassifier", "GradientBoostingRegressor")
def gradient_boosting(document: Document, est: Any, fields: list[str]) -> Fitted:
    classes = getattr(est, "classes_", None)
    scale = 2.0 if classes is not None and est.loss == "exponential" else 1.0    # a power of 2 changes no rounding
    n_outputs = est.estimators_.shape[1]
    of_init = type(est.init_).__name__
    starts = not isinstance(est.init_, str) and not of_init.startswith("Dummy")
    if starts and not of_init.startswith(TREES):
        raise NotSupported(f"{type(est).__name__} with init={of_init}, which it lets compute in float32")
    initial = None if starts else np.ravel(est._raw_predict_init(np.zeros((1, est.n_features_in_), dtype=np.float32))) * scale
    trees = [dict(with_leaves(member.tree_, member.tree_.value[:, 0, 0]), output=k, weight=float(est.learning_rate) * scale)
             for stage in est.estimators_ for k, member in enumerate(stage)]
    link = None if classes is None else "logit" if n_outputs == 1 else "softmax"
    model = ensemble(document, fields, trees, outputs=n_outputs, link=link,
                     initial=None if initial is None else numbers(initial))
    return Fitted(started(document, est, model, fields) if starts else model, classes)


def started(document: Document, est: Any, model: Any, fields: list[str]) -> Any:
    """The trees added to the predictions of another estimator, probabilities as their logarithms or logits."""
    # it sees the features in float32, as the trees do
    first = predict(document, est.init_, document.as_float(fields))
    part, before = member_outputs(document, first, "predict" if first.classes is None else "predict_proba", "init")
    names, members = raw_margins(document, model, "boosted")
    with document.local() as local:
        if first.classes is not None:
            eps = float(np.finfo(float if release() >= (1, 8) else np.float32).eps)
            clipped = [document.derive(["max", eps, ["min", 1 - eps, p]], "clipped") for p in before]
            before = [document.derive(["ln", ["/", p, ["-", 1, p]]] if len(before) == 1 else ["ln", p], "raw") for p in clipped]
    final = {**regression(before + names, np.hstack([np.eye(len(before)), np.eye(len(names))]), 0.0, model.get("link")),
             "derived": local.derived}
    return {"type": "chain", "members": [part, *members, {"model": final}]}


@predictor("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
def hist_gradient_boosting(document: Document, est: Any, fields: list[str]) -> Fitted:
    if getattr(est, "_preprocessor", None) is not None:
        fields = transform(document, est._preprocessor, fields)
    links = {"HalfBinomialLoss": "logit", "HalfMultinomialLoss": "softmax", "HalfSquaredError": None, "AbsoluteError": None,
             "PinballLoss": None, "HalfPoissonLoss": "exp", "HalfGammaLoss": "exp"}
    loss = type(est._loss).__name__
    if loss not in links:
        raise NotSupported(f"{type(est).__name__} with the loss {loss}")
    n_outputs = len(est._predictors[0]) if est._predictors else 1
    trees = []
    for stage in est._predictors:
        for k, member in enumerate(stage):
            nodes = member.nodes
            leaf = nodes["is_leaf"].astype(bool)
            tree = {"output": k,
                    "left": np.where(leaf, -1, nodes["left"].astype(np.int64)).tolist(),
                    "right": np.where(leaf, -1, nodes["right"].astype(np.int64)).tolist(),
                    "feature": np.where(leaf, -2, nodes["feature_idx"]).tolist(),
                    "threshold": limits(np.where(leaf | (nodes["is_categorical"] != 0), 0.0, nodes["num_threshold"])),
                    "missing_left": np.where(leaf, 0, nodes["missing_go_to_left"]).astype(int).tolist(),
                    "value": numbers(np.where(leaf, nodes["value"], 0.0))}
            categories = left_categories(member)
            if categories is not None:
                tree["categories"] = categories
            trees.append(tree)
    model = as_they_are(list(fields), trees, outputs=n_outputs, initial=numbers(np.ravel(est._baseline_prediction)),
                        link=links[loss])
    return Fitted(model, getattr(est, "classes_", None))


def left_categories(member: Any) -> Optional[dict[str, list[int]]]:
    nodes = member.nodes
    result: dict[str, list[int]] = {"nodes": [], "sizes": [], "codes": []}
    for place in np.flatnonzero((nodes["is_categorical"] != 0) & (nodes["is_leaf"] == 0)):
        bits = member.raw_left_cat_bitsets[nodes["bitset_idx"][place]]
        codes = [32 * word + bit for word, value in enumerate(bits) for bit in range(32) if int(value) >> bit & 1]
        result["nodes"].append(int(place))
        result["sizes"].append(len(codes))
        result["codes"] += codes
    return result if result["nodes"] else None

"""scikit-learn's trees and sums of trees.

Trees compare float32 features with float64 thresholds: x <= t is the same as
x <= the largest float32 that is not above t, so that is what is written, and the
fields are made float32 (`Document.as_float`).  HistGradientBoosting compares
float64.
"""
from __future__ import annotations

from typing import Any, Optional

import numpy as np

from .document import Document, Model, NotSupported, numbers
from .linear import regression
from .registry import Fitted, predictor


def float32_below(thresholds: np.ndarray) -> np.ndarray:
    """The largest float32 that is not above each; an infinite one only parts missing values from others."""
    thresholds = np.minimum(thresholds, float(np.finfo(np.float32).max))
    result = thresholds.astype(np.float32)
    above = result.astype(np.float64) > thresholds
    result[above] = np.nextafter(result[above], np.float32(-np.inf))
    return result.astype(np.float64)


def arrays(tree: Any) -> dict[str, Any]:
    """The questions of a scikit-learn tree."""
    leaf = tree.children_left < 0
    result = {"left": tree.children_left.tolist(), "right": tree.children_right.tolist(),
              "feature": np.where(leaf, -2, tree.feature).tolist(),
              "threshold": numbers(np.where(leaf, 0.0, float32_below(tree.threshold)))}
    if hasattr(tree, "missing_go_to_left"):
        result["missing_left"] = np.where(leaf, 0, tree.missing_go_to_left).astype(int).tolist()
    return result


def with_leaves(tree: Any, values: np.ndarray) -> dict[str, Any]:
    """values: a number, or a row of numbers, for each node."""
    leaf = tree.children_left < 0
    result = arrays(tree)
    if values.ndim == 1:
        result["value"] = numbers(np.where(leaf, values, 0.0))
    else:
        result["values"] = numbers(np.where(leaf[:, None], values, 0.0).ravel())
    return result


def ensemble(document: Document, fields: list[str], trees: list[dict[str, Any]], **more: Any) -> Model:
    """
    A model of type trees; a column may stand twice among the features, a field
    only once among "fields".
    """
    fields = document.as_float(fields)
    return as_they_are(fields, trees, **more)


def as_they_are(fields: list[str], trees: list[dict[str, Any]], **more: Any) -> Model:
    unique = list(dict.fromkeys(fields))
    if len(unique) < len(fields):
        places = [unique.index(field) for field in fields]
        for tree in trees:
            tree["feature"] = [places[f] if f >= 0 else f for f in tree["feature"]]
    return {"type": "trees", "fields": unique, **{key: value for key, value in more.items() if value is not None},
            "trees": trees}


def one_target(est: Any) -> None:
    if getattr(est, "n_outputs_", 1) > 1:
        raise NotSupported(f"{type(est).__name__} with several targets: write one model for each")


@predictor("DecisionTreeClassifier", "ExtraTreeClassifier")
def tree_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    return forest_of(document, est, [est], fields)


@predictor("RandomForestClassifier", "ExtraTreesClassifier")
def forest_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    return forest_of(document, est, est.estimators_, fields)


def forest_of(document: Document, est: Any, members: list[Any], fields: list[str]) -> Fitted:
    one_target(est)
    trees = [with_leaves(m.tree_, m.tree_.value[:, 0, :len(est.classes_)]) for m in members]
    if len(est.classes_) < 2:
        raise NotSupported("a classifier of one class")
    return Fitted(ensemble(document, fields, trees, outputs=len(est.classes_), divisor=float(len(trees))), est.classes_)


@predictor("DecisionTreeRegressor", "ExtraTreeRegressor")
def tree_regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    one_target(est)
    return Fitted(ensemble(document, fields, [with_leaves(est.tree_, est.tree_.value[:, 0, 0])]))


@predictor("RandomForestRegressor", "ExtraTreesRegressor")
def forest_regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    one_target(est)
    trees = [with_leaves(m.tree_, m.tree_.value[:, 0, 0]) for m in est.estimators_]
    return Fitted(ensemble(document, fields, trees, divisor=float(len(trees))))


@predictor("GradientBoostingClassifier", "GradientBoostingRegressor")
def gradient_boosting(document: Document, est: Any, fields: list[str]) -> Fitted:
    if est.init_ != "zero" and type(est.init_).__name__ not in ("DummyClassifier", "DummyRegressor"):
        raise NotSupported(f"{type(est).__name__} with init={type(est.init_).__name__}")
    classes = getattr(est, "classes_", None)
    scale = 2.0 if classes is not None and est.loss == "exponential" else 1.0    # a power of 2 changes no rounding
    initial = np.ravel(est._raw_predict_init(np.zeros((1, est.n_features_in_), dtype=np.float32)))
    n_outputs = est.estimators_.shape[1]
    trees = [dict(with_leaves(member.tree_, member.tree_.value[:, 0, 0]), output=k, weight=float(est.learning_rate) * scale)
             for stage in est.estimators_ for k, member in enumerate(stage)]
    link = None if classes is None else "logit" if n_outputs == 1 else "softmax"
    return Fitted(ensemble(document, fields, trees, outputs=n_outputs, initial=numbers(initial * scale), link=link), classes)


@predictor("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
def hist_gradient_boosting(document: Document, est: Any, fields: list[str]) -> Fitted:
    from .registry import transform

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
                    "threshold": numbers(np.where(leaf | (nodes["is_categorical"] != 0), 0.0,
                                                  np.minimum(nodes["num_threshold"], np.finfo(float).max))),
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


@predictor("IsolationForest")
def isolation_forest(document: Document, est: Any, fields: list[str]) -> Fitted:
    """
    decision_function(): negative for outliers.  A row's path lengths are added,
    then -2 ^ (-sum / (trees * c)) - offset.
    """
    from sklearn.ensemble._iforest import _average_path_length

    trees = []
    for member, features, decision, lengths in zip(est.estimators_, est.estimators_features_, est._decision_path_lengths,
                                                   est._average_path_length_per_tree):
        tree = with_leaves(member.tree_, np.asarray(decision) + np.asarray(lengths) - 1.0)
        tree["feature"] = [int(features[f]) if f >= 0 else f for f in tree["feature"]]
        trees.append(tree)
    denominator = len(est.estimators_) * float(_average_path_length(np.array([est._max_samples]))[0])
    depth = document.output("path_length")
    with document.local() as local:
        score = document.derive(["-", ["-", 0, ["pow", 2, ["/", ["-", 0, depth], denominator]]], float(est.offset_)],
                                "decision")
        final = regression([score], [1.0], 0.0)
    final["derived"] = local.derived
    model = {"type": "chain", "members": [
        {"model": ensemble(document, fields, trees), "outputs": [{"name": depth}]}, {"model": final}]}
    return Fitted(model)

"""scikit-learn's trees and sums of trees.

Trees compare float32 features with float64 thresholds: x <= t is the same as
x <= the largest float32 that is not above t, so that is what is written, and the
fields are made float32 (`Document.as_float`).  HistGradientBoosting compares
float64.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .document import Document, Model, NotSupported, limits, numbers
from .linear import regression, several
from .registry import Fitted, each, predictor


def float32_below(thresholds: np.ndarray) -> np.ndarray:
    """The largest float32 that is not above each."""
    result = thresholds.astype(np.float32)
    above = result.astype(np.float64) > thresholds
    result[above] = np.nextafter(result[above], np.float32(-np.inf))
    return result.astype(np.float64)


def arrays(tree: Any) -> dict[str, Any]:
    """The questions of a scikit-learn tree."""
    leaf = tree.children_left < 0
    result = {"left": tree.children_left.tolist(), "right": tree.children_right.tolist(),
              "feature": np.where(leaf, -2, tree.feature).tolist(),
              "threshold": limits(np.where(leaf, 0.0, float32_below(tree.threshold)))}
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


@predictor("DecisionTreeClassifier", "ExtraTreeClassifier")
def tree_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    return forest_of(document, est, [est], fields)


@predictor("RandomForestClassifier", "ExtraTreesClassifier")
def forest_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    return forest_of(document, est, est.estimators_, fields)


def forest_of(document: Document, est: Any, members: list[Any], fields: list[str]) -> Fitted:
    if est.n_outputs_ > 1:
        return each([forest_of_target(document, members, classes, k, fields) for k, classes in enumerate(est.classes_)])
    return forest_of_target(document, members, est.classes_, 0, fields)


def forest_of_target(document: Document, members: list[Any], classes: Any, k: int, fields: list[str]) -> Fitted:
    if len(classes) < 2:
        raise NotSupported("a classifier of one class")
    trees = [with_leaves(m.tree_, m.tree_.value[:, k, :len(classes)]) for m in members]
    return Fitted(ensemble(document, fields, trees, outputs=len(classes), divisor=float(len(trees))), classes)


@predictor("DecisionTreeRegressor", "ExtraTreeRegressor")
def tree_regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    return averaged_trees(document, est, [est], fields)


@predictor("RandomForestRegressor", "ExtraTreesRegressor")
def forest_regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    return averaged_trees(document, est, est.estimators_, fields)


def averaged_trees(document: Document, est: Any, members: list[Any], fields: list[str]) -> Fitted:
    n = est.n_outputs_
    trees = [with_leaves(m.tree_, m.tree_.value[:, 0, 0] if n == 1 else m.tree_.value[:, :, 0]) for m in members]
    return Fitted(ensemble(document, fields, trees, outputs=n, divisor=float(len(trees))), targets=several(n))


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

"""Spark ML's trees and sums of trees."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .document import NotSupported, number, numbers
from .registry import Fitted
from .spark_models import classes, features, plain_threshold
from .spark_saved import Stage, Walk, stage
from .trees import as_they_are


def tree_arrays(nodes: list[dict[str, Any]], value: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    nodes = sorted(nodes, key=lambda n: n["id"])
    if [n["id"] for n in nodes] != list(range(len(nodes))):
        raise NotSupported("a tree whose nodes are not numbered one after the other")
    tree: dict[str, Any] = {"left": [n["leftChild"] for n in nodes], "right": [n["rightChild"] for n in nodes],
                            "feature": [], "threshold": []}
    categories: dict[str, list[int]] = {"nodes": [], "sizes": [], "codes": []}
    for n in nodes:
        split = n["split"]
        leaf = n["leftChild"] < 0
        tree["feature"].append(-2 if leaf else split["featureIndex"])
        is_categorical = not leaf and split["numCategories"] >= 0
        tree["threshold"].append(0.0 if leaf or is_categorical else number(split["leftCategoriesOrThreshold"][0]))
        if is_categorical:
            codes = [int(c) for c in split["leftCategoriesOrThreshold"]]
            categories["nodes"].append(n["id"])
            categories["sizes"].append(len(codes))
            categories["codes"] += codes
    if categories["nodes"]:
        tree["categories"] = categories
    values = [value(n) for n in nodes]
    if isinstance(values[0], list):
        tree["values"] = [number(v) for row in values for v in row]
    else:
        tree["value"] = numbers(values)
    return tree


def normalized(node: dict[str, Any]) -> list[float]:
    total = sum(node["impurityStats"])
    return [v / total if total > 0 else 0.0 for v in node["impurityStats"]]


def saved_trees(saved: Stage, value: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """The trees of an ensemble in order, each with its weight; of a single tree, that one."""
    if not (saved.path / "treesMetadata").exists():
        rows = saved.rows()
        return [tree_arrays([row.get("nodeData", row) for row in rows], value)]
    by_id: dict[int, list[dict[str, Any]]] = {}
    for row in saved.rows():
        by_id.setdefault(row["treeID"], []).append(row["nodeData"])
    return [tree_arrays(by_id[i], value) for i in sorted(by_id)]


@stage("DecisionTreeClassificationModel", "RandomForestClassificationModel")
def classification_trees(walk: Walk, saved: Stage) -> None:
    plain_threshold(saved)
    trees = saved_trees(saved, normalized)
    n = len(trees[0]["values"]) // len(trees[0]["left"])
    walk.fitted = Fitted(as_they_are(features(walk, saved), trees, outputs=n, divisor=float(len(trees))),
                         classes(walk, saved, n))


@stage("DecisionTreeRegressionModel", "RandomForestRegressionModel")
def regression_trees(walk: Walk, saved: Stage) -> None:
    trees = saved_trees(saved, lambda n: n["prediction"])
    walk.fitted = Fitted(as_they_are(features(walk, saved), trees, divisor=float(len(trees))))


@stage("GBTClassificationModel", "GBTRegressionModel")
def boosted_trees(walk: Walk, saved: Stage) -> None:
    classifies = saved.kind == "GBTClassificationModel"
    trees = saved_trees(saved, lambda n: n["prediction"])
    weights = {row["_1"] if "_1" in row else row["treeID"]: row["_3"] if "_3" in row else row["weights"]
               for row in saved.rows("treesMetadata")}
    for i, tree in enumerate(trees):
        tree["weight"] = number(weights[i]) * (2.0 if classifies else 1.0)
    walk.fitted = Fitted(as_they_are(features(walk, saved), trees, link="logit" if classifies else None),
                         classes(walk, saved, 2) if classifies else None)

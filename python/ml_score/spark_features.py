"""Spark ML's transformers of features, as expressions."""
from __future__ import annotations

import math
from typing import Any, Optional

import numpy as np

from .document import Expression, NotSupported, number, numbers
from .spark_saved import Stage, Walk, infinite, matrix, stage, vector
from .sql_expressions import select_items
from .transformers import chain, sum_of


# ---- categories ----

@stage("StringIndexerModel")
def string_indexer(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    lists = row["labelsArray"] if "labelsArray" in row else [row["labels"]]
    keep = saved.get("handleInvalid") == "keep"
    for source, target, labels in zip(saved.inputs(), saved.outputs(), lists):
        name = walk.field(source)
        if walk.document.is_input(name):
            walk.document.categorical(name, labels, "allow" if keep else "error")
        e: dict[str, Any] = {"map": name, "to": {text: float(i) for i, text in enumerate(labels)}}
        if keep:
            e["default"] = e["missing"] = float(len(labels))
        walk.columns[target] = [walk.document.derive(e, f"index({name})")]
        walk.sizes[walk.columns[target][0]] = len(labels) + keep
        walk.labels[target] = list(labels)


@stage("OneHotEncoderModel", "OneHotEncoderEstimator")
def one_hot(walk: Walk, saved: Stage) -> None:
    keep, drop = saved.get("handleInvalid") == "keep", saved.get("dropLast")
    for source, target, size in zip(saved.inputs(), saved.outputs(), saved.row()["categorySizes"]):
        name = walk.field(source)
        if name not in walk.sizes:
            # no stage has made these numbers: Spark cuts them off, and raises an error for one that is no category
            numbers: dict[str, Any] = {"bins": name, "edges": [float(k) for k in range(1, size)],
                                       "values": [float(k) for k in range(size)]}
            e: Expression = ["if", ["or", ["lessThan", name, 0], ["greaterOrEqual", name, float(size)]],
                             float(size) if keep else {"missing": True},
                             walk.document.derive(numbers, f"cut({name})") if size > 1 else 0.0]
            if keep:
                e = ["if", ["isMissing", name], float(size), e]
            name = walk.document.derive(e, f"category({name})")
        total = size + keep
        places = []
        for k in range(total - bool(drop)):
            e = {"equals": name, "value": float(k)}
            if keep and k == size:
                e = ["if", ["or", ["lessThan", name, 0], ["greaterOrEqual", name, float(size)]], 1, 0]
            places.append(walk.document.derive(e, f"{name}={k}"))
        walk.columns[target] = places


# ---- numbers ----

@stage("ImputerModel")
def imputer(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    missing = saved.get("missingValue")
    for source, target in zip(saved.inputs(), saved.outputs()):
        name = walk.field(source)
        test: Expression = ["isMissing", name]
        if isinstance(missing, (int, float)):
            test = ["or", test, ["equal", name, number(missing)]]
        walk.columns[target] = [walk.document.derive(["if", test, number(row[source]), name], f"imputed({name})")]


@stage("Bucketizer")
def bucketizer(walk: Walk, saved: Stage) -> None:
    lists = saved.get("splitsArray") or [saved.get("splits")]
    for source, target, splits in zip(saved.inputs(), saved.outputs(), lists):
        name = walk.field(source)
        edges = [infinite(s) for s in splits]
        n = len(edges) - 1
        bins: dict[str, Any] = {"bins": name, "edges": edges[1:-1], "values": [float(k) for k in range(n)]}
        if saved.get("handleInvalid") == "keep":
            bins["missing"] = float(n)
        e: Expression = bins
        outside = [["lessThan", name, edges[0]]] * math.isfinite(edges[0]) + \
            [["greaterThan", name, edges[-1]]] * math.isfinite(edges[-1])
        if outside:
            # Spark raises an error outside of the splits
            e = ["if", outside[0] if len(outside) == 1 else ["or", *outside], {"missing": True},
                 walk.document.derive(e, f"within({name})")]
            if saved.get("handleInvalid") == "keep":
                e = ["if", ["isMissing", name], float(n), e]
        walk.columns[target] = [walk.document.derive(e, f"bucket({name})")]
        walk.sizes[walk.columns[target][0]] = n + (saved.get("handleInvalid") == "keep")


@stage("Binarizer")
def binarizer(walk: Walk, saved: Stage) -> None:
    limits = saved.get("thresholds") or [saved.get("threshold")] * len(saved.inputs())
    for source, target, limit in zip(saved.inputs(), saved.outputs(), limits):
        walk.columns[target] = [walk.document.derive(["if", ["greaterThan", f, number(limit)], 1, 0], f"binary({f})")
                                for f in walk.fields(source)]


@stage("VectorAssembler")
def assembler(walk: Walk, saved: Stage) -> None:
    walk.columns[saved.get("outputCol")] = [f for source in saved.inputs() for f in walk.fields(source)]


@stage("VectorSlicer")
def slicer(walk: Walk, saved: Stage) -> None:
    if saved.get("names"):
        raise NotSupported("Spark's VectorSlicer by names")
    fields = walk.fields(saved.get("inputCol"))
    walk.columns[saved.get("outputCol")] = [fields[i] for i in saved.get("indices")]


@stage("ChiSqSelectorModel", "UnivariateFeatureSelectorModel", "VarianceThresholdSelectorModel")
def selector(walk: Walk, saved: Stage) -> None:
    fields = walk.fields(saved.get("featuresCol"))
    walk.columns[saved.get("outputCol")] = [fields[i] for i in saved.row()["selectedFeatures"]]


def centered_and_scaled(walk: Walk, saved: Stage, center: Optional[np.ndarray], spread: Optional[np.ndarray]) -> None:
    """Spark multiplies by the inverse of the spread, which is 0 for one of 0."""

    def expression(f: str, i: int) -> Expression:
        e: Expression = ["-", f, number(center[i])] if center is not None else f
        return ["*", e, 1.0 / number(spread[i]) if spread[i] != 0 else 0.0] if spread is not None else e

    walk.each(saved, expression, "scaled")


@stage("StandardScalerModel")
def standard_scaler(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    centered_and_scaled(walk, saved, vector(row["mean"]) if saved.get("withMean") else None,
                        vector(row["std"]) if saved.get("withStd") else None)


@stage("RobustScalerModel")
def robust_scaler(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    centered_and_scaled(walk, saved, vector(row["median"]) if saved.get("withCentering") else None,
                        vector(row["range"]) if saved.get("withScaling") else None)


@stage("MinMaxScalerModel")
def min_max_scaler(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    low, high = vector(row["originalMin"]), vector(row["originalMax"])
    least, most = number(saved.get("min")), number(saved.get("max"))

    def expression(f: str, i: int) -> Expression:
        if high[i] == low[i]:
            return ["if", ["isMissing", f], {"missing": True}, 0.5 * (most + least)]
        return ["+", ["*", ["-", f, number(low[i])], (most - least) / (high[i] - low[i])], least]

    walk.each(saved, expression, "scaled")


@stage("MaxAbsScalerModel")
def max_abs_scaler(walk: Walk, saved: Stage) -> None:
    largest = vector(saved.row()["maxAbs"])
    walk.each(saved, lambda f, i: ["/", f, number(largest[i]) if largest[i] != 0 else 1.0], "scaled")


@stage("Normalizer")
def normalizer(walk: Walk, saved: Stage) -> None:
    p = infinite(saved.get("p"))
    fields = walk.fields(saved.get("inputCol"))
    if p == 1:
        norm: Expression = sum_of([["abs", f] for f in fields])
    elif p == 2:
        norm = ["sqrt", sum_of([["*", f, f] for f in fields])]
    elif math.isinf(p):
        norm = ["max", *[["abs", f] for f in fields]]
    else:
        norm = ["pow", sum_of([["pow", ["abs", f], p] for f in fields]), 1 / p]
    norm = walk.document.derive(norm, "norm")
    norm = walk.document.derive(["if", ["equal", norm, 0], 1, norm], "norm_or_1")
    walk.each(saved, lambda f, i: ["/", f, norm], "normalized")


@stage("ElementwiseProduct")
def elementwise(walk: Walk, saved: Stage) -> None:
    weights = vector(saved.get("scalingVec"))
    walk.each(saved, lambda f, i: ["*", f, number(weights[i])], "weighted")


@stage("PolynomialExpansion")
def polynomial(walk: Walk, saved: Stage) -> None:
    fields = walk.fields(saved.get("inputCol"))
    terms: list[list[str]] = []

    def expand(last: int, degree: int, factors: list[str]) -> None:
        if degree == 0 or last < 0:
            terms.append(factors)
            return
        for power in range(degree + 1):
            expand(last - 1, degree - power, [fields[last]] * power + factors)

    expand(len(fields) - 1, int(saved.get("degree")), [])
    walk.columns[saved.get("outputCol")] = [
        t[0] if len(t) == 1 else walk.document.derive(chain("*", list(t)), "*".join(t)) for t in terms[1:]]


@stage("Interaction")
def interaction(walk: Walk, saved: Stage) -> None:
    products: list[list[str]] = [[]]
    for source in saved.inputs():
        fields: list[str] = []
        for f in walk.fields(source):
            # a category counts as its levels
            size = walk.sizes.get(f)
            fields += [walk.document.derive({"equals": f, "value": float(k)}, f"{f}={k}") for k in range(size)] if size else [f]
        products = [p + [f] for p in products for f in fields]
    walk.columns[saved.get("outputCol")] = [p[0] if len(p) == 1 else walk.document.derive(chain("*", list(p)), "*".join(p))
                                            for p in products]


@stage("PCAModel")
def pca(walk: Walk, saved: Stage) -> None:
    fields = walk.fields(saved.get("inputCol"))
    walk.columns[saved.get("outputCol")] = [
        walk.document.derive({"linear": fields, "coefficients": numbers(c)}, f"component_{k}")
        for k, c in enumerate(matrix(saved.row()["pc"]).T)]


@stage("SQLTransformer")
def sql(walk: Walk, saved: Stage) -> None:
    for text, e in select_items(saved.get("statement"), walk.field):
        walk.columns[text] = [walk.document.derive(e, text)]

"""Spark ML pipelines as they were saved (`model.write().save(directory)`): JSON and Parquet, read without Spark.

A stage reads columns and gives columns; a column is a field, or the fields of a
vector's elements.  What the last predictor of the pipeline gives is the model.
Where Spark raises an error for a missing value the score is NULL.
"""
from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional, Union

import numpy as np

from .document import Document, Expression, NotSupported, number, numbers
from .linear import regression
from .calibration import interpolated
from .registry import Fitted
from .transformers import chain, sum_of
from .trees import as_they_are


# ---- the directory ----

class Stage:
    """A saved stage: its class, parameters and data."""

    def __init__(self, path: Path) -> None:
        self.path = path
        parts = sorted((path / "metadata").glob("part-*"))
        if not parts:
            raise FileNotFoundError(f"{path} is no saved Spark ML stage: it has no metadata")
        self.metadata = json.loads(parts[0].read_text())
        self.kind = self.metadata["class"].rsplit(".", 1)[1]
        self.params = {**self.metadata.get("defaultParamMap", {}), **self.metadata["paramMap"]}

    def rows(self, folder: str = "data") -> list[dict[str, Any]]:
        import pyarrow.parquet

        parts = sorted((self.path / folder).glob("*.parquet"))
        return [row for part in parts for row in pyarrow.parquet.read_table(part).to_pylist()]

    def row(self) -> dict[str, Any]:
        return self.rows()[0]

    def get(self, *names: str) -> Any:
        for name in names:
            if self.params.get(name) is not None:
                return self.params[name]
        return None

    def children(self) -> list["Stage"]:
        folder = self.path / "stages"
        return [Stage(child) for child in sorted(folder.iterdir(), key=lambda p: int(p.name.split("_")[0]))]

    def inputs(self) -> list[str]:
        return self.get("inputCols") or [self.get("inputCol")]

    def outputs(self) -> list[str]:
        return self.get("outputCols") or [self.get("outputCol")]


def vector(value: dict[str, Any]) -> np.ndarray:
    if value["type"] == 1:
        return np.array(value["values"], dtype=float)
    result = np.zeros(value["size"])
    result[value["indices"]] = value["values"]
    return result


def matrix(value: dict[str, Any]) -> np.ndarray:
    shape = (value["numRows"], value["numCols"])
    if value["type"] == 1:
        return np.array(value["values"], dtype=float).reshape(shape, order="C" if value["isTransposed"] else "F")
    result = np.zeros(shape[::-1] if value["isTransposed"] else shape)
    for column, (start, end) in enumerate(zip(value["colPtrs"], value["colPtrs"][1:])):
        result[value["rowIndices"][start:end], column] = value["values"][start:end]
    return result.T if value["isTransposed"] else result


# ---- the walk ----

@dataclass
class Walk:
    document: Document
    columns: dict[str, list[str]] = field(default_factory=dict)     # what stages have given
    sizes: dict[str, int] = field(default_factory=dict)             # of categories, by field
    labels: dict[str, list[str]] = field(default_factory=dict)      # of indexed columns
    fitted: Optional[Fitted] = None

    def fields(self, column: str) -> list[str]:
        return self.columns[column] if column in self.columns else [self.document.input(column)]

    def field(self, column: str) -> str:
        fields = self.fields(column)
        if len(fields) != 1:
            raise NotSupported(f"the vector {column} where a number is wanted")
        return fields[0]

    def each(self, stage: Stage, expression: Callable[[str, int], Expression], hint: str) -> None:
        """A stage that treats each element of its columns by itself."""
        for source, target in zip(stage.inputs(), stage.outputs()):
            self.columns[target] = [self.document.derive(expression(f, i), f"{hint}({f})")
                                    for i, f in enumerate(self.fields(source))]


Walker = Callable[[Walk, Stage], None]
_stages: dict[str, Walker] = {}


def stage(*names: str) -> Callable[[Walker], Walker]:
    def register(function: Walker) -> Walker:
        _stages.update({name: function for name in names})
        return function

    return register


def walk_stage(walk: Walk, saved: Stage) -> None:
    if saved.kind not in _stages:
        raise NotSupported(f"Spark's {saved.kind}")
    _stages[saved.kind](walk, saved)


@stage("PipelineModel")
def pipeline(walk: Walk, saved: Stage) -> None:
    for child in saved.children():
        walk_stage(walk, child)


@stage("RFormulaModel")
def r_formula(walk: Walk, saved: Stage) -> None:
    walk_stage(walk, Stage(saved.path / "pipelineModel"))


@stage("ColumnPruner", "IndexToString")
def nothing(walk: Walk, saved: Stage) -> None:
    pass


@stage("VectorAttributeRewriter")
def renamed(walk: Walk, saved: Stage) -> None:
    pass


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
        total = size + keep
        places = []
        for k in range(total - bool(drop)):
            e: Expression = {"equals": name, "value": float(k)}
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


def infinite(value: Any) -> float:
    return {"-Inf": -math.inf, "Inf": math.inf}.get(value, value) if isinstance(value, str) else float(value)


@stage("Bucketizer")
def bucketizer(walk: Walk, saved: Stage) -> None:
    lists = saved.get("splitsArray") or [saved.get("splits")]
    for source, target, splits in zip(saved.inputs(), saved.outputs(), lists):
        name = walk.field(source)
        edges = [infinite(s) for s in splits]
        n = len(edges) - 1
        e: Expression = {"bins": name, "edges": edges[1:-1], "values": [float(k) for k in range(n)]}
        if saved.get("handleInvalid") == "keep":
            e["missing"] = float(n)     # type: ignore[index]
        outside = [["lessThan", name, edges[0]]] * math.isfinite(edges[0]) + \
            [["greaterThan", name, edges[-1]]] * math.isfinite(edges[-1])
        if outside:
            # Spark raises an error outside of the splits
            e = ["if", outside[0] if len(outside) == 1 else ["or", *outside], {"missing": True},
                 walk.document.derive(e, f"within({name})")]
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
    from .sql_expressions import select_items

    for text, e in select_items(saved.get("statement"), walk.field):
        walk.columns[text] = [walk.document.derive(e, text)]


# ---- predictors ----

def features(walk: Walk, saved: Stage) -> list[str]:
    return walk.fields(saved.get("featuresCol"))


def classes(walk: Walk, saved: Stage, n: int) -> list[str]:
    """The labels, where the label column was made by a StringIndexer, else 0, 1, ..."""
    labels = walk.labels.get(saved.get("labelCol"), [])
    return labels if len(labels) == n else [str(k) for k in range(n)]


def plain_threshold(saved: Stage) -> None:
    if saved.get("thresholds") or saved.get("threshold") not in (None, 0.5):
        raise NotSupported(f"{saved.kind} with thresholds: load it with the option threshold")


@stage("LogisticRegressionModel")
def logistic(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    plain_threshold(saved)
    n = row["numClasses"]
    walk.fitted = Fitted(regression(features(walk, saved), matrix(row["coefficientMatrix"]), vector(row["interceptVector"]),
                                    "softmax" if row["isMultinomial"] else "logit"), classes(walk, saved, n))


@stage("LinearSVCModel")
def svc(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    limit = number(saved.get("threshold") or 0.0)
    walk.fitted = Fitted(regression(features(walk, saved), vector(row["coefficients"]), row["intercept"] - limit, "logit"),
                         classes(walk, saved, 2), has_proba=False)


@stage("LinearRegressionModel")
def linear(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    walk.fitted = Fitted(regression(features(walk, saved), vector(row["coefficients"]), row["intercept"]))


@stage("GeneralizedLinearRegressionModel")
def glm(walk: Walk, saved: Stage) -> None:
    row, fields = saved.row(), features(walk, saved)
    if saved.get("offsetCol"):
        raise NotSupported("Spark's GeneralizedLinearRegression with an offset")
    canonical = {"gaussian": "identity", "binomial": "logit", "poisson": "log", "gamma": "inverse"}
    family = saved.get("family").lower()
    link = saved.get("link")
    if family == "tweedie":
        power = saved.get("linkPower")
        power = 1 - number(saved.get("variancePower")) if power is None else number(power)
        link = {0: "log", 1: "identity", -1: "inverse", .5: "sqrt"}.get(power)
    link = (link or canonical.get(family, "")).lower()
    coefficients, intercept = vector(row["coefficients"]), row["intercept"]
    ours = {"identity": None, "log": "exp", "logit": "logit", "probit": "probit", "cloglog": "cloglog"}
    if link in ours:
        walk.fitted = Fitted(regression(fields, coefficients, intercept, ours[link]))
        return
    inverse: dict[str, Callable[[str], Expression]] = {"inverse": lambda f: ["/", 1, f], "sqrt": lambda f: ["*", f, f]}
    if link not in inverse:
        raise NotSupported(f"Spark's GeneralizedLinearRegression of the family {family} with this link")
    eta = walk.document.derive({"linear": fields, "coefficients": numbers(coefficients), "intercept": number(intercept)}, "eta")
    walk.fitted = Fitted(regression([walk.document.derive(inverse[link](eta), "mu")], [1.0], 0.0))


@stage("NaiveBayesModel")
def naive_bayes(walk: Walk, saved: Stage) -> None:
    row, fields = saved.row(), features(walk, saved)
    plain_threshold(saved)
    pi, theta = vector(row["pi"]), matrix(row["theta"])
    kind = saved.get("modelType")
    if kind == "gaussian":
        sigma = matrix(row["sigma"])
        columns, coefficients = [], []
        for k, (means, variances) in enumerate(zip(theta, sigma)):
            for f, mean in zip(fields, means):
                c = walk.document.derive(["-", f, number(mean)], f"centered({f})")
                columns.append(walk.document.derive(["*", c, c], f"squared({f})"))
            part = np.zeros((len(pi), len(fields)))
            part[k] = -0.5 / variances
            coefficients.append(part)
        intercepts = pi - 0.5 * np.log(sigma).sum(axis=1)      # 2 pi is the same for all
        model = regression(columns, np.hstack(coefficients), intercepts, "softmax")
    elif kind == "bernoulli":
        absent = np.log1p(-np.exp(theta))
        model = regression(fields, theta - absent, pi + absent.sum(axis=1), "softmax")
    elif kind == "multinomial":
        model = regression(fields, theta, pi, "softmax")
    else:
        raise NotSupported(f"Spark's NaiveBayes of the type {kind}")
    walk.fitted = Fitted(model, classes(walk, saved, len(pi)))


@stage("MultilayerPerceptronClassificationModel")
def perceptron(walk: Walk, saved: Stage) -> None:
    row, fields = saved.row(), features(walk, saved)
    layers = saved.get("layers") or row["layers"]
    weights, used = vector(row["weights"]), 0
    for depth, (n_in, n_out) in enumerate(zip(layers, layers[1:])):
        w = weights[used:used + n_in * n_out].reshape((n_out, n_in), order="F")
        b = weights[used + n_in * n_out:used + n_in * n_out + n_out]
        used += (n_in + 1) * n_out
        if depth + 2 == len(layers):
            break
        sums = [walk.document.derive({"linear": fields, "coefficients": numbers(r), "intercept": number(c)},
                                     f"layer_{depth + 1}_{k + 1}_sum") for k, (r, c) in enumerate(zip(w, b))]
        fields = [walk.document.derive(["/", 1, ["+", 1, ["exp", ["-", 0, s]]]], f"layer_{depth + 1}_{k + 1}")
                  for k, s in enumerate(sums)]
    walk.fitted = Fitted(regression(fields, w, b, "softmax"), classes(walk, saved, layers[-1]))


# ---- trees ----

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


# ---- others ----

@stage("KMeansModel")
def k_means(walk: Walk, saved: Stage) -> None:
    if saved.get("distanceMeasure") not in (None, "euclidean"):
        raise NotSupported(f"Spark's KMeans with the distance {saved.get('distanceMeasure')}")
    rows = sorted(saved.rows(), key=lambda r: r["clusterIdx"])
    walk.fitted = Fitted({"type": "clustering", "fields": features(walk, saved),
                          "centers": [numbers(vector(r["clusterCenter"])) for r in rows],
                          "ids": [str(r["clusterIdx"]) for r in rows]})


@stage("GaussianMixtureModel")
def gaussian_mixture(walk: Walk, saved: Stage) -> None:
    """
    For each component its weight times the density, by the eigenvalues of its
    covariance, plus the smallest number that Spark adds; then each over the sum.
    """
    row, fields = saved.row(), features(walk, saved)
    densities = []
    for weight, mean, sigma in zip(row["weights"], row["mus"], row["sigmas"]):
        values, vectors = np.linalg.eigh(matrix(sigma))
        tolerance = np.finfo(float).eps * values.max() * len(values)
        kept = values > tolerance
        root = (vectors[:, kept] / np.sqrt(values[kept])).T
        centered = [walk.document.derive(["-", f, number(m)], f"centered({f})") for f, m in zip(fields, vector(mean))]
        parts = [walk.document.derive({"linear": centered, "coefficients": numbers(r)}, "whitened") for r in root]
        distance = walk.document.derive(sum_of([["*", p, p] for p in parts]), "distance")
        log = math.log(weight) - 0.5 * (len(values) * math.log(2 * math.pi) + np.log(values[kept]).sum())
        densities.append(walk.document.derive(
            ["+", float(np.finfo(float).eps), ["exp", ["+", number(log), ["*", -0.5, distance]]]], "density"))
    walk.fitted = Fitted(regression(densities, np.eye(len(densities)), 0.0, "simplemax"),
                         [str(k) for k in range(len(densities))])


@stage("IsotonicRegressionModel")
def isotonic(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    fields = features(walk, saved)
    name = fields[int(saved.get("featureIndex") or 0)]
    x, y = np.array(row["boundaries"], dtype=float), np.array(row["predictions"], dtype=float)
    keep = np.append(np.diff(x) > 0, True)

    class Points:
        out_of_bounds, X_thresholds_, y_thresholds_ = "clip", x[keep], y[keep]

    walk.fitted = Fitted(regression([walk.document.derive(interpolated(Points, name), "isotonic")], [1.0], 0.0))


@stage("OneVsRestModel")
def one_vs_rest(walk: Walk, saved: Stage) -> None:
    """The class whose own model has the largest raw prediction; Spark has no probabilities here."""
    fields = features(walk, saved)
    coefficients, intercepts = [], []
    for place in sorted(saved.path.glob("model_*"), key=lambda p: int(p.name.split("_")[1])):
        member = Stage(place)
        row = member.row()
        if member.kind == "LogisticRegressionModel":
            coefficients.append(matrix(row["coefficientMatrix"])[0])
            intercepts.append(vector(row["interceptVector"])[0])
        elif member.kind == "LinearSVCModel":
            coefficients.append(vector(row["coefficients"]))
            intercepts.append(row["intercept"])
        else:
            raise NotSupported(f"Spark's OneVsRest of {member.kind}")
    walk.fitted = Fitted(regression(fields, np.array(coefficients), intercepts, "softmax"),
                         classes(walk, saved, len(intercepts)), has_proba=False)


# ---- the whole ----

def used_only(result: dict[str, Any]) -> dict[str, Any]:
    """Without inputs and derived fields that the model does not use: the label's, above all."""
    wanted: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, str):
            wanted.add(value)
        elif isinstance(value, dict):
            for part in value.values():
                look(part)
        elif isinstance(value, list):
            for part in value:
                look(part)

    look(result["model"])
    kept = []
    for entry in reversed(result.get("derived", [])):
        if entry["name"] in wanted:
            look(entry["is"])
            kept.append(entry)
    result["inputs"] = [entry for entry in result["inputs"] if entry["name"] in wanted]
    if kept:
        result["derived"] = kept[::-1]
    else:
        result.pop("derived", None)
    return result


def spark_document(directory: Union[str, Path], *, target: Optional[str] = None) -> dict[str, Any]:
    """
    The pipeline document of a saved Spark ML PipelineModel or single model, as a dict
    that json.dump() writes.  Raises NotSupported, which names it, for what cannot be
    said exactly.
    """
    saved = Stage(Path(directory))
    walk = Walk(Document(f"Spark {saved.metadata['sparkVersion']}", saved.kind))
    walk_stage(walk, saved)
    if walk.fitted is None:
        raise NotSupported("a pipeline without a model")
    return used_only(walk.document.finish(walk.fitted, target))

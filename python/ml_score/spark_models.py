"""Spark ML's models that are no trees."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from .calibration import interpolated
from .document import Expression, NotSupported, number, numbers
from .linear import of_margins, regression
from .registry import Fitted
from .spark_saved import Stage, Walk, matrix, stage, vector
from .transformers import sum_of


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
    margin = margins(walk, saved, [vector(row["coefficients"])], [row["intercept"]])[0]
    limit = number(saved.get("threshold") or 0.0)
    above = walk.document.derive(["-", margin, limit], "above_threshold") if limit != 0 else margin
    walk.fitted = replace(of_margins([above], classes(walk, saved, 2)), shown={"rawPrediction": margin})


def margins(walk: Walk, saved: Stage, coefficients: Any, intercepts: Any) -> list[str]:
    """Sums of products, as fields."""
    fields = features(walk, saved)
    result: list[str] = []
    for c, b in zip(coefficients, intercepts):
        margin = walk.document.derive({"linear": fields, "coefficients": numbers(c), "intercept": number(b)}, "rawPrediction")
        while margin in result:         # two classes may have the same
            margin = walk.document.derive(["+", margin, 0], "rawPrediction")
        result.append(margin)
    return result


@stage("LinearRegressionModel")
def linear(walk: Walk, saved: Stage) -> None:
    row = saved.row()
    walk.fitted = Fitted(regression(features(walk, saved), vector(row["coefficients"]), row["intercept"]))


@stage("GeneralizedLinearRegressionModel")
def glm(walk: Walk, saved: Stage) -> None:
    row, fields = saved.row(), features(walk, saved)
    canonical = {"gaussian": "identity", "binomial": "logit", "poisson": "log", "gamma": "inverse"}
    family = saved.get("family").lower()
    link, power = saved.get("link"), 1.0
    if family == "tweedie":
        given = saved.get("linkPower")
        power = 1 - number(saved.get("variancePower")) if given is None else number(given)
        link = {0: "log", 1: "identity", -1: "inverse", .5: "sqrt"}.get(power, "power")
    link = (link or canonical.get(family, "")).lower()
    coefficients, intercept = vector(row["coefficients"]), row["intercept"]
    if saved.get("offsetCol"):
        fields, coefficients = [*fields, walk.field(saved.get("offsetCol"))], np.append(coefficients, 1.0)
    ours = {"identity": None, "log": "exp", "logit": "logit", "probit": "probit", "cloglog": "cloglog"}
    if link in ours and (link != "identity" or family == "gaussian"):
        walk.fitted = Fitted(regression(fields, coefficients, intercept, ours[link]))
        return
    inverse: dict[str, Callable[[str], Expression]] = {
        "identity": lambda f: f, "inverse": lambda f: ["/", 1, f], "sqrt": lambda f: ["*", f, f],
        "power": lambda f: ["pow", f, 1 / power]}
    if link not in inverse:
        raise NotSupported(f"Spark's GeneralizedLinearRegression of the family {family} with this link")
    eta = walk.document.derive({"linear": fields, "coefficients": numbers(coefficients), "intercept": number(intercept)}, "eta")
    mu = walk.document.derive(inverse[link](eta), "mu")
    if family != "gaussian":
        # Spark puts what is no mean of these families back among them
        least = walk.document.derive(["if", ["lessThan", mu, 1e-16], 1e-16, mu], "mean")
        mu = walk.document.derive(["if", ["greaterThan", least, 1 - 1e-16], 1 - 1e-16, least], "mean") \
            if family == "binomial" else least
    walk.fitted = Fitted(regression([mu], [1.0], 0.0))


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
    elif kind == "complement":
        model = regression(fields, theta, 0.0, "softmax")
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


@stage("KMeansModel")
def k_means(walk: Walk, saved: Stage) -> None:
    rows = sorted(saved.rows(), key=lambda r: r["clusterIdx"])
    centers = [vector(r["clusterCenter"]) for r in rows]
    fields = features(walk, saved)
    if saved.get("distanceMeasure") == "cosine":
        # the nearest by the angle is the nearest of all made as long as 1
        norm = walk.document.derive(["sqrt", sum_of([["*", f, f] for f in fields])], "norm")
        fields = [walk.document.derive(["/", f, norm], f"normalized({f})") for f in fields]
        centers = [center / np.linalg.norm(center) for center in centers]
    elif saved.get("distanceMeasure") not in (None, "euclidean"):
        raise NotSupported(f"Spark's KMeans with the distance {saved.get('distanceMeasure')}")
    walk.fitted = Fitted({"type": "clustering", "fields": fields, "centers": [numbers(center) for center in centers],
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
    names = classes(walk, saved, len(intercepts))
    raw = margins(walk, saved, coefficients, intercepts)
    walk.fitted = replace(of_margins(raw, names), shown={f"rawPrediction_{n}": m for n, m in zip(names, raw)})

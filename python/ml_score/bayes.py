"""scikit-learn's naive Bayes classifiers and QuadraticDiscriminantAnalysis: sums of logarithms, then a softmax."""
from __future__ import annotations

from typing import Any

import numpy as np

from .document import Document, NotSupported, label, numbers
from .linear import regression
from .registry import Fitted, predictor
from .transformers import scaled


@predictor("GaussianNB")
def gaussian_nb(document: Document, est: Any, fields: list[str]) -> Fitted:
    """log P(class) - 1/2 sum log(2 pi var) - 1/2 sum (x - theta)^2 / var, then softmax."""
    columns, coefficients, intercepts = [], [], []
    for k, (theta, var, prior) in enumerate(zip(est.theta_, est.var_, est.class_prior_)):
        centered = scaled(document, fields, theta, None)
        columns += [document.derive(["*", c, c], f"squared({c})") for c in centered]
        row = np.zeros((len(est.classes_), len(fields)))
        row[k] = -0.5 / var
        coefficients.append(row)
        intercepts.append(np.log(prior) - 0.5 * np.sum(np.log(2 * np.pi * var)))
    return Fitted(regression(columns, np.hstack(coefficients), intercepts, "softmax"), est.classes_)


@predictor("MultinomialNB", "ComplementNB", "BernoulliNB")
def discrete_nb(document: Document, est: Any, fields: list[str]) -> Fitted:
    coefficients, intercepts = np.array(est.feature_log_prob_), np.array(est.class_log_prior_)
    if type(est).__name__ == "ComplementNB" and len(est.classes_) > 1:
        intercepts = np.zeros(len(est.classes_))
    if type(est).__name__ == "BernoulliNB":
        if est.binarize is not None:
            fields = [document.derive(["if", ["greaterThan", f, float(est.binarize)], 1, 0], f"binarized({f})")
                      for f in fields]
        absent = np.log(1 - np.exp(est.feature_log_prob_))
        coefficients, intercepts = coefficients - absent, intercepts + absent.sum(axis=1)
    return Fitted(regression(fields, coefficients, intercepts, "softmax"), est.classes_)


@predictor("CategoricalNB")
def categorical_nb(document: Document, est: Any, fields: list[str]) -> Fitted:
    """The logarithms for each class of each category, which is its number; one that is no category has no result."""
    k = len(est.classes_)
    columns: list[str] = []
    coefficients = []
    for field, table in zip(fields, est.feature_log_prob_):
        for c, row in enumerate(table):
            columns.append(document.derive({"map": field, "to": {label(i): float(v) for i, v in enumerate(row)}}, f"log({field})"))
            coefficients.append(np.eye(k)[:, [c]])
    return Fitted(regression(columns, np.hstack(coefficients), est.class_log_prior_, "softmax"), est.classes_)


@predictor("QuadraticDiscriminantAnalysis")
def quadratic_discriminant_analysis(document: Document, est: Any, fields: list[str]) -> Fitted:
    """log P(class) - 1/2 log |covariance| - 1/2 of the squared distance, along the covariance's axes."""
    k = len(est.classes_)
    columns: list[str] = []
    coefficients, intercepts = [], []
    for c, (mean, axes, variances, prior) in enumerate(zip(est.means_, est.rotations_, est.scalings_, est.priors_)):
        if getattr(est, "solver", "svd") != "svd":
            raise NotSupported(f"QuadraticDiscriminantAnalysis with solver={est.solver!r}")
        centered = scaled(document, fields, mean, None)
        for row in (axes * variances ** -0.5).T:
            along = document.derive({"linear": centered, "coefficients": numbers(row)}, f"axis({label(est.classes_[c])})")
            columns.append(document.derive(["*", along, along], "squared"))
            coefficients.append(-0.5 * np.eye(k)[:, [c]])
        intercepts.append(np.log(prior) - 0.5 * np.sum(np.log(variances)))
    return Fitted(regression(columns, np.hstack(coefficients), intercepts, "softmax"), est.classes_)

"""scikit-learn's models whose scores are sums: linear and generalized linear ones, and what reduces to them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from .document import Document, Model, NotSupported, label, numbers
from .registry import Fitted, Target, each, predictor, refuse


def regression(fields: list[str], coefficients: Any, intercepts: Any, link: Optional[str] = None) -> Model:
    coefficients = np.atleast_2d(np.asarray(coefficients, dtype=float))
    intercepts = np.broadcast_to(np.atleast_1d(np.asarray(intercepts, dtype=float)), (len(coefficients),))
    if coefficients.shape[1] != len(fields):
        raise NotSupported(f"{coefficients.shape[1]} coefficients for {len(fields)} features")
    model: Model = {"type": "regression", "fields": fields, "coefficients": [numbers(row) for row in coefficients],
                    "intercepts": numbers(intercepts)}
    if len(set(fields)) != len(fields):
        # a feature that stands twice is one with the sum of its coefficients
        unique = list(dict.fromkeys(fields))
        summed = np.zeros((len(coefficients), len(unique)))
        for i, field in enumerate(fields):
            summed[:, unique.index(field)] += coefficients[:, i]
        model["fields"], model["coefficients"] = unique, [numbers(row) for row in summed]
    if link:
        model["link"] = link
    return model


def several(n: int) -> Optional[list[Target]]:
    """The targets of a regressor of n numbers."""
    return [Target(place=k) for k in range(n)] if n > 1 else None


@predictor("LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV", "Lars", "LarsCV",
           "MultiTaskLasso", "MultiTaskLassoCV", "MultiTaskElasticNet", "MultiTaskElasticNetCV",
           "LassoLars", "LassoLarsCV", "LassoLarsIC", "OrthogonalMatchingPursuit", "OrthogonalMatchingPursuitCV",
           "BayesianRidge", "ARDRegression", "HuberRegressor", "TheilSenRegressor", "SGDRegressor", "LinearSVR",
           "QuantileRegressor", "PassiveAggressiveRegressor")
def linear(document: Document, est: Any, fields: list[str]) -> Fitted:
    coefficients = np.atleast_2d(est.coef_)
    return Fitted(regression(fields, coefficients, est.intercept_), targets=several(len(coefficients)))


@predictor("PoissonRegressor", "GammaRegressor", "TweedieRegressor")
def glm(document: Document, est: Any, fields: list[str]) -> Fitted:
    link = type(est._base_loss.link).__name__
    links = {"IdentityLink": None, "LogLink": "exp"}
    if link not in links:
        raise NotSupported(f"{type(est).__name__} with {link}")
    return Fitted(regression(fields, est.coef_, est.intercept_, links[link]))


def scores(fields: list[str], est: Any, binary: str, multi: str) -> Fitted:
    link = binary if len(est.classes_) == 2 else multi
    return Fitted(regression(fields, est.coef_, est.intercept_, link), est.classes_)


@predictor("LogisticRegression", "LogisticRegressionCV")
def logistic(document: Document, est: Any, fields: list[str]) -> Fitted:
    solver = getattr(est, "solver", "lbfgs")
    one_vs_rest = solver == "liblinear" or getattr(est, "multi_class", None) == "ovr"
    if one_vs_rest and len(est.classes_) > 2:
        return of_sigmoids(document, est, fields)
    if getattr(est, "multi_class", None) == "multinomial" and len(est.classes_) == 2:
        coef, intercept = np.vstack([-est.coef_, est.coef_]), np.concatenate([-est.intercept_, est.intercept_])
        return Fitted(regression(fields, coef, intercept, "softmax"), est.classes_)
    return scores(fields, est, "logit", "softmax")


def of_sigmoids(document: Document, est: Any, fields: list[str]) -> Fitted:
    """One sigmoid for each class, each divided by the sum of them; the largest margin wins."""
    margins = linear_margins(document, est, fields)
    positive = [document.derive(["/", 1, ["+", 1, ["exp", ["-", 0, margin]]]], f"sigmoid_{k}")
                for k, margin in enumerate(margins)]
    return Fitted(regression(positive, np.eye(len(positive)), 0, "simplemax"), est.classes_, decided_by=margins)


@predictor("SGDClassifier")
def sgd_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    if est.loss == "log_loss":
        return scores(fields, est, "logit", "") if len(est.classes_) == 2 else of_sigmoids(document, est, fields)
    if est.loss == "modified_huber":
        raise NotSupported("SGDClassifier with the loss modified_huber")
    return margins_only(document, est, fields)


@predictor("LinearSVC", "RidgeClassifier", "RidgeClassifierCV", "Perceptron", "PassiveAggressiveClassifier")
def margins_only(document: Document, est: Any, fields: list[str]) -> Fitted:
    """The class with the largest margin; scikit-learn has no probabilities for these."""
    margins = linear_margins(document, est, fields)
    if getattr(getattr(est, "_label_binarizer", None), "y_type_", "").startswith("multilabel"):
        return each([of_margins([margin], [0, 1]) for margin in margins])
    return of_margins(margins, est.classes_)


def linear_margins(document: Document, est: Any, fields: list[str]) -> list[str]:
    """decision_function() of an estimator with coef_ and intercept_, as fields."""
    coefficients = np.atleast_2d(est.coef_)
    intercepts = np.broadcast_to(np.ravel(est.intercept_), (len(coefficients),))
    margins: list[str] = []
    for k, (coef, b) in enumerate(zip(coefficients, intercepts)):
        margin = document.derive({"linear": fields, "coefficients": numbers(coef), "intercept": float(b)}, f"margin_{k}")
        while margin in margins:        # two classes may have the same
            margin = document.derive(["+", margin, 0], f"margin_{k}")
        margins.append(margin)
    return margins


def of_margins(margins: list[str], classes: Sequence[Any]) -> Fitted:
    """
    The second of two classes where its margin is above 0, else the class with the
    largest margin, the first of equals; with the margins beside it.
    """
    shown = {"decision_function": margins[0]} if len(margins) == 1 else \
        {f"decision_function_{label(c)}": margin for c, margin in zip(classes, margins)}
    model = regression(margins, np.eye(len(margins)), 0.0, "logit" if len(margins) == 1 else "softmax")
    return Fitted(model, classes, False, shown, decided_by=margins)


@predictor("LinearDiscriminantAnalysis")
def discriminant_analysis(document: Document, est: Any, fields: list[str]) -> Fitted:
    return scores(fields, est, "logit", "softmax")


ACTIVATIONS: dict[str, Any] = {
    "identity": lambda f: f,
    "relu": lambda f: ["max", f, 0],
    "tanh": lambda f: ["tanh", f],
    "logistic": lambda f: ["/", 1, ["+", 1, ["exp", ["-", 0, f]]]],
}


@predictor("MLPClassifier", "MLPRegressor")
def mlp(document: Document, est: Any, fields: list[str]) -> Fitted:
    for layer, (weights, biases) in enumerate(zip(est.coefs_[:-1], est.intercepts_[:-1])):
        sums = [document.derive({"linear": fields, "coefficients": numbers(w), "intercept": float(b)},
                                f"layer_{layer + 1}_{k + 1}_sum") for k, (w, b) in enumerate(zip(weights.T, biases))]
        fields = [document.derive(ACTIVATIONS[est.activation](s), f"layer_{layer + 1}_{k + 1}")
                  if est.activation != "identity" else s for k, s in enumerate(sums)]
    link = {"identity": None, "logistic": "logit", "softmax": "softmax"}[est.out_activation_]
    weights = est.coefs_[-1].T
    if hasattr(est, "classes_"):
        if est.out_activation_ == "logistic" and len(weights) > 1:
            return each([Fitted(regression(fields, [w], [b], link), [0, 1]) for w, b in zip(weights, est.intercepts_[-1])])
        return Fitted(regression(fields, weights, est.intercepts_[-1], link), est.classes_)
    return Fitted(regression(fields, weights, est.intercepts_[-1], link), targets=several(len(weights)))


refuse(", which decides by a hierarchy of centers", "BisectingKMeans")


@predictor("KMeans", "MiniBatchKMeans")
def k_means(document: Document, est: Any, fields: list[str]) -> Fitted:
    centers = [numbers(row) for row in est.cluster_centers_]
    return Fitted({"type": "clustering", "fields": fields, "centers": centers,
                   "ids": [str(k) for k in range(len(centers))]})

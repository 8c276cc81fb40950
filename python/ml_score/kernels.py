"""scikit-learn's models that are sums over training vectors: support vector machines, and regressions with a kernel."""
from __future__ import annotations

from typing import Any, Optional

import numpy as np

from .document import Document, Expression, Model, NotSupported, label, numbers
from .linear import margins_only, regression, several
from .registry import Fitted, predictor
from .transformers import sum_of

# scikit-learn's name and the document's
KERNELS = {"linear": "linear", "poly": "polynomial", "polynomial": "polynomial", "rbf": "radial", "sigmoid": "sigmoid"}


def dense(matrix: Any) -> np.ndarray:
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix, dtype=float)


def distinct(document: Document, fields: list[str]) -> list[str]:
    """The fields, each once: one that stands twice has another name the second time."""
    result: list[str] = []
    for field in fields:
        while field in result:
            field = document.derive(["+", field, 0], f"again({field})")
        result.append(field)
    return result


def support_vectors(document: Document, fields: list[str], kernel: dict[str, Any], vectors: Any, coefficients: Any,
                    intercepts: Any) -> Model:
    """Sums of coefficients times a kernel; those that are 0 in all are left out."""
    vectors, coefficients = dense(vectors), np.atleast_2d(dense(coefficients))
    used = (coefficients != 0).any(axis=0)
    return {"type": "support_vectors", "fields": distinct(document, fields), **kernel,
            "vectors": [numbers(row) for row in vectors[used]], "coefficients": [numbers(row) for row in coefficients[:, used]],
            "intercepts": numbers(np.broadcast_to(np.ravel(intercepts), (len(coefficients),)))}


def kernel_of(est: Any, gamma: float) -> dict[str, Any]:
    if est.kernel not in KERNELS:
        shown = "precomputed" if est.kernel == "precomputed" else getattr(est.kernel, "__name__", repr(est.kernel))
        raise NotSupported(f"{type(est).__name__} with kernel={shown!r}")
    if getattr(est, "kernel_params", None):
        raise NotSupported(f"{type(est).__name__} with kernel_params")
    kernel: dict[str, Any] = {"kernel": KERNELS[est.kernel]}
    if est.kernel != "linear":
        kernel["gamma"] = float(gamma)
    if est.kernel in ("poly", "polynomial", "sigmoid"):
        kernel["coef0"] = float(est.coef0)
    if est.kernel in ("poly", "polynomial"):
        kernel["degree"] = float(est.degree)
    return kernel


# ---- support vector machines ----

def of_machine(document: Document, est: Any, fields: list[str]) -> Model:
    return support_vectors(document, fields, kernel_of(est, est._gamma), est.support_vectors_, est.dual_coef_, est.intercept_)


@predictor("SVR", "NuSVR")
def support_vector_regression(document: Document, est: Any, fields: list[str]) -> Fitted:
    return Fitted(of_machine(document, est, fields))


@predictor("OneClassSVM")
def one_class(document: Document, est: Any, fields: list[str]) -> Fitted:
    """decision_function(): negative for outliers."""
    return Fitted(of_machine(document, est, fields))


@predictor("SGDOneClassSVM")
def linear_one_class(document: Document, est: Any, fields: list[str]) -> Fitted:
    return Fitted(regression(fields, est.coef_, -np.asarray(est.offset_)))


@predictor("SVC", "NuSVC")
def support_vector_classification(document: Document, est: Any, fields: list[str]) -> Fitted:
    if est.probability not in (False, "deprecated"):      # from 1.9 on the default
        raise NotSupported(f"{type(est).__name__} with probability=True; CalibratedClassifierCV can be written")
    if est.kernel == "linear" and len(est.classes_) == 2:
        return margins_only(document, est, fields)
    values, members = machine_values(document, est, fields)
    with document.local() as local:
        votes = [document.derive(vote, f"votes({label(c)})") for c, vote in zip(est.classes_, votes_of(est, values))]
        # whole numbers, of which a softmax keeps the order, and the first of equals wins
        final = {**regression(votes, np.eye(len(votes)), 0.0, "softmax"), "derived": local.derived}
    margins = decision_expressions(est, values)
    shown: dict[str, Any] = {}
    if margins is not None:
        shown = {"decision_function": margins[0]} if len(margins) == 1 else \
            {f"decision_function_{label(c)}": margin for c, margin in zip(est.classes_, margins)}
    return Fitted({"type": "chain", "members": members + [{"model": final}]}, est.classes_, False, shown)


def machine_values(document: Document, est: Any, fields: list[str]) -> tuple[list[str], list[dict[str, Any]]]:
    """
    What libsvm computes for each pair of classes, as fields: above 0 it is the first
    of the two, and of only two classes below 0, as decision_function() has it; and the
    member of a chain that gives them.
    """
    n = len(est.classes_)
    ends = np.cumsum(est.n_support_)
    starts = ends - est.n_support_
    dual = dense(est._dual_coef_)
    rows = []
    for i in range(n):
        for j in range(i + 1, n):
            row = np.zeros(dual.shape[1])
            row[starts[i]:ends[i]] = dual[j - 1, starts[i]:ends[i]]
            row[starts[j]:ends[j]] = dual[i, starts[j]:ends[j]]
            rows.append(row)
    sign = -1.0 if n == 2 else 1.0
    model = {"classes": [], **support_vectors(document, fields, kernel_of(est, est._gamma), est.support_vectors_,
                                              sign * np.array(rows), sign * est._intercept_)}
    values = [document.output(f"machine_{k}") for k in range(len(rows))]
    outputs = [{"name": name} if len(values) == 1 else {"name": name, "place": k} for k, name in enumerate(values)]
    return values, [{"model": model, "outputs": outputs}]


def pairs(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(n) for j in range(i + 1, n)]


def votes_of(est: Any, values: list[str]) -> list[Expression]:
    """The number of pairs that each class wins; where ties are broken, decision_function()."""
    n = len(est.classes_)
    if n == 2:
        return [["if", ["lessThan", values[0], 0], int(c == 0), int(c == 1)] for c in range(2)]
    if est.break_ties and est.decision_function_shape == "ovr":
        return decision_expressions(est, values) or []
    return [sum_of([["if", ["greaterThan", value, 0], int(c == i), int(c == j)]
                    for value, (i, j) in zip(values, pairs(n)) if c in (i, j)]) for c in range(n)]


def decision_expressions(est: Any, values: list[str]) -> Optional[list[Expression]]:
    """decision_function(), of several classes in the shape "ovr"; None: in another one."""
    n = len(est.classes_)
    if n == 2:
        return [values[0]]
    if est.decision_function_shape != "ovr":
        return None
    result: list[Expression] = []
    for c in range(n):
        mine = [(value, i == c) for value, (i, j) in zip(values, pairs(n)) if c in (i, j)]
        votes = sum_of([["if", ["lessThan", value, 0], int(not first), int(first)] for value, first in mine])
        confidence = sum_of([value if first else ["-", 0, value] for value, first in mine])
        result.append(["+", votes, ["/", confidence, ["*", 3, ["+", ["abs", confidence], 1]]]])
    return result


# ---- regressions with a kernel ----

@predictor("KernelRidge")
def kernel_ridge(document: Document, est: Any, fields: list[str]) -> Fitted:
    gamma = 1.0 / est.n_features_in_ if est.gamma is None else est.gamma
    coefficients = np.atleast_2d(np.asarray(est.dual_coef_).T)
    return Fitted(support_vectors(document, fields, kernel_of(est, gamma), est.X_fit_, coefficients, 0.0),
                  targets=several(len(coefficients)))


@predictor("GaussianProcessRegressor")
def gaussian_process(document: Document, est: Any, fields: list[str]) -> Fitted:
    """The mean: a sum over the training vectors for each part of the kernel."""
    alpha = np.atleast_2d(np.asarray(est.alpha_).T)
    if len(alpha) > 1:
        raise NotSupported("GaussianProcessRegressor of several targets; MultiOutputRegressor can be written")
    scale, mean = float(np.ravel(est._y_train_std)[0]), float(np.ravel(est._y_train_mean)[0])
    models = []
    for factor, kernel, lengths in parts_of(est.kernel_):
        vectors, columns = np.asarray(est.X_train_, dtype=float), fields
        if lengths is not None:
            vectors = vectors / lengths
            columns = [document.derive(["/", field, float(length)], f"{field}_scaled")
                       for field, length in zip(fields, np.broadcast_to(lengths, (len(fields),)))]
        models.append(support_vectors(document, columns, kernel, vectors, alpha * factor * scale, 0.0))
    if len(models) == 1:
        models[0]["intercepts"] = [mean]
        return Fitted(models[0])
    names = [document.output(f"part_{k}") for k in range(len(models))]
    members: list[dict[str, Any]] = [{"model": model, "outputs": [{"name": name}]} for model, name in zip(models, names)]
    return Fitted({"type": "chain", "members": members + [{"model": regression(names, np.ones(len(names)), mean)}]})


def parts_of(kernel: Any) -> list[tuple[float, dict[str, Any], Any]]:
    """A kernel as a sum: of each part a factor, the document's kernel, and what the fields are divided by."""
    name = type(kernel).__name__
    if name == "Sum":
        return parts_of(kernel.k1) + parts_of(kernel.k2)
    if name == "Product":
        for constant, other in ((kernel.k1, kernel.k2), (kernel.k2, kernel.k1)):
            if type(constant).__name__ == "ConstantKernel":
                return [(factor * float(constant.constant_value), *rest) for factor, *rest in parts_of(other)]  # type: ignore[misc]
    if name == "WhiteKernel":
        return []       # only of a vector and itself
    if name == "RBF" or (name == "Matern" and kernel.nu == np.inf):
        return [(1.0, {"kernel": "radial", "gamma": 0.5}, np.asarray(kernel.length_scale, dtype=float))]
    if name == "DotProduct":
        return [(1.0, {"kernel": "polynomial", "gamma": 1.0, "coef0": float(kernel.sigma_0) ** 2, "degree": 1.0}, None)]
    raise NotSupported(f"GaussianProcessRegressor with the kernel {kernel}")

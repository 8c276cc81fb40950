"""scikit-learn's transformers of numbers, as expressions.

A missing value is NaN in scikit-learn and NULL in SQL; where scikit-learn passes
NaN through a transformer, the field is missing.
"""
from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from .document import Document, Expression, NotSupported, number, numbers
from .registry import transformer


def chain(operator: str, parts: list[Expression]) -> Expression:
    """a op b op c ..., from the left."""
    result = parts[0]
    for part in parts[1:]:
        result = [operator, result, part]
    return result


def is_missing(field: str, missing_values: Any) -> list[Any]:
    """Whether a field has the value that an imputer takes as missing."""
    if missing_values is None or type(missing_values).__name__ == "NAType" or (isinstance(missing_values, float) and math.isnan(missing_values)):
        return ["isMissing", field]
    if isinstance(missing_values, str):
        return ["equal", field, {"text": missing_values}]
    return ["equal", field, number(missing_values)]


@transformer("SimpleImputer")
def simple_imputer(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    for field, statistic in zip(fields, est.statistics_):
        if isinstance(statistic, str):
            value: Expression = {"text": statistic}
            if document.is_input(document.origin(field)):
                document.categorical(document.origin(field), [statistic], "allow")
            kind = "string"
        elif statistic is None or (isinstance(statistic, float) and math.isnan(statistic)):
            if not est.keep_empty_features:
                continue        # scikit-learn leaves out what was never there
            value, kind = 0.0, "double"
        else:
            value, kind = number(statistic), "double"
        missing = is_missing(field, est.missing_values)
        result.append(document.derive(["if", missing, value, field], f"imputed({field})", kind))
        if missing[0] == "isMissing":
            document.filled(field, result[-1])
    if est.add_indicator:
        result += missing_indicator(document, est.indicator_, fields)
    return result


@transformer("MissingIndicator")
def missing_indicator(document: Document, est: Any, fields: list[str]) -> list[str]:
    # error_on_new: a row that scikit-learn refuses gets a score; it is no wrong one
    return [document.derive(["if", is_missing(fields[i], est.missing_values), 1, 0], f"missing({fields[i]})")
            for i in est.features_]


@transformer("StandardScaler")
def standard_scaler(document: Document, est: Any, fields: list[str]) -> list[str]:
    return scaled(document, fields, est.mean_ if est.with_mean else None, est.scale_ if est.with_std else None)


@transformer("RobustScaler")
def robust_scaler(document: Document, est: Any, fields: list[str]) -> list[str]:
    return scaled(document, fields, est.center_ if est.with_centering else None,
                  est.scale_ if est.with_scaling else None)


def scaled(document: Document, fields: list[str], center: Any, scale: Any) -> list[str]:
    result = []
    for i, field in enumerate(fields):
        e: Expression = field
        if center is not None:
            e = ["-", e, number(center[i])]
        if scale is not None:
            e = ["/", e, number(scale[i])]
        result.append(document.derive(e, f"scaled({field})") if e is not field else field)
    return result


@transformer("MaxAbsScaler")
def max_abs_scaler(document: Document, est: Any, fields: list[str]) -> list[str]:
    return scaled(document, fields, None, est.scale_)


@transformer("MinMaxScaler")
def min_max_scaler(document: Document, est: Any, fields: list[str]) -> list[str]:
    low, high = numbers(est.feature_range)
    result = []
    for i, field in enumerate(fields):
        e: Expression = ["+", ["*", field, number(est.scale_[i])], number(est.min_[i])]
        if est.clip:
            e = document.derive(e, f"unclipped({field})")
            e = ["if", ["lessThan", e, low], low, ["if", ["greaterThan", e, high], high, e]]
        result.append(document.derive(e, f"scaled({field})"))
    return result


@transformer("Normalizer")
def normalizer(document: Document, est: Any, fields: list[str]) -> list[str]:
    if est.norm == "l2":
        norm: Expression = ["sqrt", sum_of([["*", f, f] for f in fields])]
    elif est.norm == "l1":
        norm = sum_of([["abs", f] for f in fields])
    else:
        norm = ["max", *[["abs", f] for f in fields]]
    norm = document.derive(norm, "norm")
    norm = document.derive(["if", ["equal", norm, 0], 1, norm], "norm_or_1")
    return [document.derive(["/", f, norm], f"normalized({f})") for f in fields]


def sum_of(parts: list[Expression]) -> Expression:
    """A sum by halves, so that a long one is not nested deeply."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return ["+", sum_of(parts[:half]), sum_of(parts[half:])]


@transformer("PowerTransformer")
def power_transformer(document: Document, est: Any, fields: list[str]) -> list[str]:
    power = yeo_johnson if est.method == "yeo-johnson" else box_cox
    result = [document.derive(power(field, number(lam)), f"power({field})") for field, lam in zip(fields, est.lambdas_)]
    return standard_scaler(document, est._scaler, result) if est.standardize else result


def yeo_johnson(field: str, lam: float) -> Expression:
    eps = float(np.spacing(1.0))
    up: Expression = ["ln1p", field] if abs(lam) < eps else ["/", ["-", ["pow", ["+", field, 1], lam], 1], lam]
    down: Expression = (["/", ["-", 1, ["pow", ["-", 1, field], 2 - lam]], 2 - lam] if abs(lam - 2) > eps
                        else ["-", 0, ["ln1p", ["-", 0, field]]])
    return ["if", ["greaterOrEqual", field, 0], up, down]


def box_cox(field: str, lam: float) -> Expression:
    if lam == 0:
        return ["ln", field]
    return ["/", ["expm1", ["*", lam, ["ln", field]]], lam]


@transformer("KBinsDiscretizer")
def k_bins_discretizer(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    for field, edges in zip(fields, est.bin_edges_):
        inner = numbers(edges[1:-1])
        places = document.derive({"bins": field, "edges": inner, "values": list(range(len(inner) + 1))}, f"bin({field})")
        if est.encode == "ordinal":
            result.append(places)
        else:
            result += [document.derive({"equals": places, "value": k}, f"bin({field})={k}") for k in range(len(inner) + 1)]
    return result


@transformer("Binarizer")
def binarizer(document: Document, est: Any, fields: list[str]) -> list[str]:
    return [document.derive(["if", ["greaterThan", f, number(est.threshold)], 1, 0], f"binarized({f})") for f in fields]


@transformer("PolynomialFeatures")
def polynomial_features(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    for powers in est.powers_:
        factors: list[Expression] = [field for field, power in zip(fields, powers) for _ in range(int(power))]
        if not factors:
            result.append(document.derive(1, "one"))
        elif len(factors) == 1:
            result.append(str(factors[0]))
        else:
            result.append(document.derive(chain("*", factors), "*".join(str(f) for f in factors)))
    return result


def from_on(least: float, field: str, expression: Expression) -> Expression:
    """Below it there is no number: NumPy gives NaN, which is missing to what comes behind."""
    return ["if", ["lessThan", field, least], {"missing": True}, expression]


FUNCTIONS: dict[str, Any] = {
    "log1p": lambda f: from_on(-1, f, ["ln1p", f]), "log": lambda f: from_on(0, f, ["ln", f]),
    "log10": lambda f: from_on(0, f, ["log10", f]), "log2": lambda f: from_on(0, f, ["/", ["ln", f], math.log(2)]),
    "sqrt": lambda f: from_on(0, f, ["sqrt", f]), "exp": lambda f: ["exp", f],
    "expm1": lambda f: ["expm1", f], "absolute": lambda f: ["abs", f], "abs": lambda f: ["abs", f],
    "fabs": lambda f: ["abs", f], "square": lambda f: ["*", f, f], "reciprocal": lambda f: ["/", 1, f],
    "negative": lambda f: ["-", 0, f], "sin": lambda f: ["sin", f], "cos": lambda f: ["cos", f],
    "tan": lambda f: ["tan", f], "tanh": lambda f: ["tanh", f], "floor": lambda f: ["floor", f],
    "ceil": lambda f: ["ceil", f],
}


@transformer("FunctionTransformer")
def function_transformer(document: Document, est: Any, fields: list[str]) -> list[str]:
    wrapped = est.func.func if isinstance(est.func, functools.partial) else None
    if est.func is None or getattr(wrapped, "__name__", "") == "check_array":   # HistGradientBoosting has the latter
        return fields
    name = getattr(est.func, "__name__", "")
    if getattr(np, name, None) is not est.func or name not in FUNCTIONS or est.kw_args:
        raise NotSupported(f"a FunctionTransformer of {getattr(est.func, '__qualname__', est.func)!s}; "
                           f"NumPy's {', '.join(sorted(FUNCTIONS))} can be written")
    return [document.derive(FUNCTIONS[name](f), f"{name}({f})") for f in fields]


@transformer("SelectKBest", "SelectPercentile", "SelectFpr", "SelectFdr", "SelectFwe", "GenericUnivariateSelect",
             "SelectFromModel", "RFE", "RFECV", "VarianceThreshold", "SequentialFeatureSelector")
def selector(document: Document, est: Any, fields: list[str]) -> list[str]:
    return [field for field, kept in zip(fields, est.get_support()) if kept]


@transformer("PCA", "IncrementalPCA")
def pca(document: Document, est: Any, fields: list[str]) -> list[str]:
    components = est.components_
    if est.whiten:
        components = components / np.maximum(np.sqrt(est.explained_variance_), np.finfo(float).eps)[:, None]
    centered = scaled(document, fields, est.mean_, None) if est.mean_ is not None else fields
    return [document.derive({"linear": centered, "coefficients": numbers(row)}, f"component_{k}")
            for k, row in enumerate(components)]


@transformer("TruncatedSVD")
def truncated_svd(document: Document, est: Any, fields: list[str]) -> list[str]:
    return [document.derive({"linear": fields, "coefficients": numbers(row)}, f"component_{k}")
            for k, row in enumerate(est.components_)]

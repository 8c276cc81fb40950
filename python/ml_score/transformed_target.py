"""TransformedTargetRegressor: what undoes the transformation of the target."""
from __future__ import annotations

from typing import Any

import numpy as np

from .document import Document, Expression, NotSupported, number
from .ensembles import member_outputs
from .linear import regression
from .registry import Fitted, predict, predictor
from .transformers import FUNCTIONS


def undone(transformer: Any, field: str) -> Expression:
    """inverse_transform() of a number."""
    name = type(transformer).__name__
    if name == "FunctionTransformer":
        function = transformer.inverse_func
        if function is None:
            return field
        called = getattr(function, "__name__", "")
        if getattr(np, called, None) is not function or called not in FUNCTIONS:
            raise NotSupported(f"a TransformedTargetRegressor with the inverse {getattr(function, '__qualname__', function)!s}; "
                               f"NumPy's {', '.join(sorted(FUNCTIONS))} can be written")
        expression: Expression = FUNCTIONS[called](field)
        return expression
    if name in ("StandardScaler", "MaxAbsScaler", "RobustScaler"):
        scale = transformer.scale_
        center = getattr(transformer, "mean_" if name == "StandardScaler" else "center_", None)
        e: Expression = ["*", field, number(scale[0])] if scale is not None else field
        return ["+", e, number(center[0])] if center is not None and getattr(transformer, "with_mean", True) else e
    if name == "MinMaxScaler":
        return ["/", ["-", field, number(transformer.min_[0])], number(transformer.scale_[0])]
    raise NotSupported(f"a TransformedTargetRegressor with {name}")


@predictor("TransformedTargetRegressor")
def transformed_target(document: Document, est: Any, fields: list[str]) -> Fitted:
    part, (raw,) = member_outputs(document, predict(document, est.regressor_, fields), "predict", "transformed")
    with document.local() as local:
        final = regression([document.derive(undone(est.transformer_, raw), "untransformed")], [1.0], 0.0)
    final["derived"] = local.derived
    return Fitted({"type": "chain", "members": [part, {"model": final}]})

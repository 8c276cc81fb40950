"""scikit-learn's encoders of categories.

An encoder that refuses unknown categories makes them invalid values of the input
(an error when scoring), where the category is an input itself.
"""
from __future__ import annotations

import math
from typing import Any, Optional

from .document import Document, Expression, NotSupported, label, number
from .registry import transformer


def is_nan(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def constant(value: Any) -> Any:
    """A category as the document compares with it."""
    if hasattr(value, "item"):
        value = value.item()
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else label(value)


def declare(document: Document, field: str, categories: Any, unknown: str) -> None:
    if document.is_input(field):
        document.categorical(field, [c.item() if hasattr(c, "item") else c for c in categories if not is_nan(c)], unknown)


def equals(document: Document, field: str, category: Any, hint: str) -> str:
    if is_nan(category):
        return document.derive(["if", ["isMissing", field], 1, 0], hint)
    return document.derive({"equals": field, "value": constant(category), "missing": 0}, hint)


@transformer("OneHotEncoder")
def one_hot_encoder(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    unknown = "error" if est.handle_unknown == "error" else "allow"
    for i, (field, categories) in enumerate(zip(fields, est.categories_)):
        declare(document, field, categories, unknown)
        infrequent = est.infrequent_categories_[i] if getattr(est, "_infrequent_enabled", False) else None
        dropped = None if est.drop_idx_ is None else est.drop_idx_[i]
        rare = set() if infrequent is None else {label(c) for c in infrequent}
        names = [c for c in categories if label(c) not in rare]
        columns = [equals(document, field, c, f"{field}={label(c)}") for c in names]
        if rare:
            kept = {label(c): 0 for c in names if not is_nan(c)}
            to_rare = est.handle_unknown in ("infrequent_if_exist", "warn")
            known_rare = {label(c): 1 for c in infrequent if not is_nan(c)}
            e: Expression = ({"map": field, "to": kept, "default": 1, "missing": 0} if to_rare
                             else {"map": field, "to": known_rare, "default": 0, "missing": 0})
            columns.append(document.derive(e, f"{field}=infrequent"))
            names.append(None)
        if dropped is not None:
            gone = label(categories[dropped])
            place = len(columns) - 1 if gone in rare else [label(c) for c in names[:len(columns)]].index(gone)
            del columns[place]
        result += columns
    return result


def mapped(document: Document, field: str, to: dict[str, float], default: Optional[float],
           missing: Optional[float], hint: str) -> str:
    e: dict[str, Any] = {"map": field, "to": to}
    if default is not None:
        e["default"] = default
    if missing is not None:
        e["missing"] = missing
    return document.derive(e, hint)


@transformer("OrdinalEncoder")
def ordinal_encoder(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    for i, (field, categories) in enumerate(zip(fields, est.categories_)):
        unknown = "error" if est.handle_unknown == "error" else "allow"
        declare(document, field, categories, unknown)
        if getattr(est, "_infrequent_enabled", False) and est.infrequent_categories_[i] is not None:
            codes = est._default_to_infrequent_mappings[i]
        else:
            codes = range(len(categories))
        to = {label(c): float(code) for c, code in zip(categories, codes) if not is_nan(c)}
        missing = None
        if any(is_nan(c) for c in categories) and not is_nan(float(est.encoded_missing_value)):
            missing = float(est.encoded_missing_value)
        default = None
        if est.handle_unknown == "use_encoded_value" and not is_nan(float(est.unknown_value)):
            default = float(est.unknown_value)
        result.append(mapped(document, field, to, default, missing, f"code({field})"))
    return result


@transformer("TargetEncoder")
def target_encoder(document: Document, est: Any, fields: list[str]) -> list[str]:
    n_outputs = len(est.classes_) if est.target_type_ == "multiclass" else 1
    means = [number(m) for m in est.target_mean_] if n_outputs > 1 else [number(est.target_mean_)]
    result = []
    for i, (field, categories) in enumerate(zip(fields, est.categories_)):
        declare(document, field, categories, "allow")
        for k in range(n_outputs):
            encodings = est.encodings_[i * n_outputs + k] if n_outputs > 1 else est.encodings_[i]
            to = {label(c): number(v) for c, v in zip(categories, encodings) if not is_nan(c)}
            missing = next((number(v) for c, v in zip(categories, encodings) if is_nan(c)), means[k])
            result.append(mapped(document, field, to, means[k], missing, f"encoded({field})"))
    return result


@transformer("LabelBinarizer", "LabelEncoder", "MultiLabelBinarizer")
def of_labels(document: Document, est: Any, fields: list[str]) -> list[str]:
    raise NotSupported(f"{type(est).__name__} among the features: it is made for the target; take OneHotEncoder or OrdinalEncoder")

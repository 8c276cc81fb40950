"""scikit-learn's encoders of categories.

An encoder that refuses unknown categories makes them invalid values of the input
(an error when scoring), where the category is an input itself.
"""
from __future__ import annotations

import math
from typing import Any, Optional

import numpy as np

from .document import Document, NotSupported, label, number
from .registry import refuse, release, transformer


CATEGORIES = (str, bytes, bool, int, float, np.number, np.bool_)      # of which a database has the same text


def is_nan(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def constant(value: Any) -> Any:
    """A category as the document compares with it."""
    if hasattr(value, "item"):
        value = value.item()
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else label(value)


def declare(document: Document, field: str, categories: Any, unknown: str) -> str:
    """
    Makes an unknown category an error, or where the field is no input, but computed,
    a missing value.  Gives the field to look at.
    """
    if sum(is_nan(c) for c in categories) > 1:
        raise NotSupported("an encoder to which None and NaN are two categories: both are NULL in a database")
    if document.origin(field) != field and any(is_nan(c) for c in categories):
        raise NotSupported("a SimpleImputer that fills in NaN and leaves None, which are both NULL in a database "
                           "(missing_values=None fills in None)")
    known = [c.item() if hasattr(c, "item") else c for c in categories if not is_nan(c)]
    for category in categories:
        if not is_nan(category) and not isinstance(category, CATEGORIES):
            raise NotSupported(f"categories of the type {type(category).__name__}: make them texts or numbers before")
    if document.is_input(document.origin(field)):
        document.categorical(document.origin(field), known, unknown)
    elif unknown == "error":
        texts = any(isinstance(c, str) for c in known)
        return document.derive({"map": field, "to": {label(c): label(c) if texts else constant(c) for c in known}},
                               f"known({field})", "string" if texts else "double")
    return field


def equals(document: Document, field: str, category: Any, hint: str, refuses_missing: bool) -> str:
    if is_nan(category):
        return document.derive(["if", ["isMissing", field], 1, 0], hint)
    e: dict[str, Any] = {"equals": field, "value": constant(category)}
    if not refuses_missing:
        e["missing"] = 0
    return document.derive(e, hint)


@transformer("OneHotEncoder")
def one_hot_encoder(document: Document, est: Any, fields: list[str]) -> list[str]:
    result = []
    unknown = "error" if est.handle_unknown == "error" else "allow"
    # before release 1.8 "warn" did as "ignore" does
    to_rare = est.handle_unknown in (("infrequent_if_exist", "warn") if release() >= (1, 8) else ("infrequent_if_exist",))
    for i, (field, categories) in enumerate(zip(fields, est.categories_)):
        field = declare(document, field, categories, unknown)
        infrequent = est.infrequent_categories_[i] if getattr(est, "_infrequent_enabled", False) else None
        dropped = None if est.drop_idx_ is None else est.drop_idx_[i]
        infrequent = [] if infrequent is None else list(infrequent)
        rare = {label(c) for c in infrequent}
        names = [c for c in categories if label(c) not in rare]
        knows_missing = any(is_nan(c) for c in categories)
        refuses_missing = unknown == "error" and not knows_missing
        columns = [equals(document, field, c, f"{field}={label(c)}", refuses_missing) for c in names]
        if rare:
            kept = {label(c): 0 for c in names if not is_nan(c)}
            known_rare = {label(c): 1 for c in infrequent if not is_nan(c)}
            missing = any(is_nan(c) for c in infrequent) or (to_rare and not knows_missing)
            e: dict[str, Any] = {"map": field, "to": kept if to_rare else known_rare, "default": 1 if to_rare else 0}
            if not refuses_missing:
                e["missing"] = 1 if missing else 0
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
        default = None
        if est.handle_unknown == "use_encoded_value" and not is_nan(float(est.unknown_value)):
            default = float(est.unknown_value)
        missing = default       # a missing value that was never seen is unknown
        for c, code in zip(categories, codes):
            if c is None:       # to this encoder a category like others
                missing = float(code)
            elif is_nan(c):
                missing = None if is_nan(float(est.encoded_missing_value)) else float(est.encoded_missing_value)
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


refuse(" among the features: it is made for the target; take OneHotEncoder or OrdinalEncoder",
       "LabelBinarizer", "LabelEncoder", "MultiLabelBinarizer")

"""XGBoost's and LightGBM's scikit-learn classes, by the text that they save themselves."""
from __future__ import annotations

import json
import math
from typing import Any, Optional

from .document import Document, Model, NotSupported
from .linear import several
from .registry import Fitted, predictor

# what the pipeline document has no room for, though load_model() reads it as a document of its own
AS_SAVED = "load what its own save_model() writes"


def saved(kind: str, document: str, fields: list[str]) -> Model:
    if len(set(fields)) < len(fields):
        raise NotSupported(f"{kind} of a feature that stands twice")
    return {"type": kind, "fields": fields, "document": document}


def classes_of(est: Any) -> Optional[Any]:
    return est.classes_ if hasattr(est, "classes_") else None


@predictor("XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor")
def xgboost(document: Document, est: Any, fields: list[str]) -> Fitted:
    if est.missing is not None and not math.isnan(est.missing):
        raise NotSupported(f"{type(est).__name__} with missing={est.missing!r}")
    text = bytes(est.get_booster().save_raw("json")).decode()
    learner = json.loads(text)["learner"]
    booster = learner["gradient_booster"]
    if booster["name"] == "gblinear":
        raise NotSupported(f"{type(est).__name__} with booster='gblinear': {AS_SAVED}")
    trees = booster["gbtree"]["model"] if "gbtree" in booster else booster["model"]
    if any(entry["values"] for entry in trees.get("cats", {}).get("enc", [])):
        raise NotSupported(f"{type(est).__name__} of a pandas categorical: {AS_SAVED}")
    n_targets = int(learner["learner_model_param"].get("num_target", 1))
    if n_targets > 1 and hasattr(est, "classes_"):
        raise NotSupported(f"{type(est).__name__} of several labels")
    return Fitted(saved("xgboost", text, document.as_float(fields)), classes_of(est), targets=several(n_targets))


@predictor("LGBMClassifier", "LGBMRegressor")
def lightgbm(document: Document, est: Any, fields: list[str]) -> Fitted:
    if est.booster_.pandas_categorical:
        raise NotSupported(f"{type(est).__name__} of a pandas categorical: {AS_SAVED}")
    return Fitted(saved("lightgbm", est.booster_.model_to_string(), fields), classes_of(est))

"""Spark ML pipelines as they were saved (`model.write().save(directory)`), as documents."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Union

from . import spark_features, spark_models, spark_trees     # noqa: F401 (they register themselves)
from .document import Document, NotSupported
from .spark_saved import Stage, Walk, stage, walk_stage


@stage("PipelineModel")
def pipeline(walk: Walk, saved: Stage) -> None:
    for child in saved.children():
        walk_stage(walk, child)


@stage("RFormulaModel")
def r_formula(walk: Walk, saved: Stage) -> None:
    walk_stage(walk, Stage(saved.path / "pipelineModel"))


@stage("CrossValidatorModel", "TrainValidationSplitModel")
def best(walk: Walk, saved: Stage) -> None:
    walk_stage(walk, Stage(saved.path / "bestModel"))


@stage("ColumnPruner", "IndexToString", "VectorAttributeRewriter", "VectorSizeHint")
def nothing(walk: Walk, saved: Stage) -> None:
    """Stages that change no value."""


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

"""decision_function() of classifiers, for estimators that go by it."""
from __future__ import annotations

from typing import Any, Optional

from .compose import skipped
from .document import Document, Model, NotSupported
from .kernels import decision_expressions, machine_values
from .linear import linear_margins, regression
from .registry import predict, transform


def decision_fields(document: Document, est: Any, fields: list[str]) -> tuple[Optional[list[str]], list[dict[str, Any]]]:
    """decision_function() as fields, and what a chain needs before them; None: there is none."""
    while type(est).__name__ == "Pipeline":
        for _, step in est.steps[:-1]:
            if not skipped(step):
                fields = transform(document, step, fields)
        est = est.steps[-1][1]
    if not hasattr(est, "decision_function"):
        return None, []
    if type(est).__name__ in ("SVC", "NuSVC"):
        return machine_margins(document, est, fields)
    if hasattr(est, "coef_"):
        return linear_margins(document, est, fields), []
    if type(est).__name__ in ("GradientBoostingClassifier", "HistGradientBoostingClassifier"):
        return raw_margins(document, predict(document, est, fields).model, "margin")
    raise NotSupported(f"the decision_function of {type(est).__name__} inside of another estimator")


def raw_margins(document: Document, trees: Model, hint: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The sums of a model of type trees before the link, as fields, and the members of a chain that give them."""
    if trees["type"] != "trees":
        raise NotSupported("the margins of a model that does not only add up trees")
    names: list[str] = []
    members: list[dict[str, Any]] = []
    for k in range(trees.get("outputs", 1)):
        own: Model = {key: value for key, value in trees.items() if key not in ("link", "outputs")}
        own["trees"] = [{**tree, "output": 0} for tree in trees["trees"] if tree.get("output", 0) == k]
        if "initial" in trees:
            own["initial"] = [trees["initial"][k]]
        names.append(document.output(f"{hint}_{k}"))
        own["classes"] = []
        members.append({"model": own, "outputs": [{"name": names[-1]}]})
    return names, members


def machine_margins(document: Document, est: Any, fields: list[str]) -> tuple[list[str], list[dict[str, Any]]]:
    """Of support vector machines: those of two classes give it themselves, of several each class's is made of theirs."""
    values, members = machine_values(document, est, fields)
    if len(values) == 1:
        return values, members
    margins = decision_expressions(est, values)
    if margins is None:
        raise NotSupported(f"{type(est).__name__} with decision_function_shape='ovo' inside of another estimator")
    names = [document.output(f"margin_{k}") for k in range(len(margins))]
    for name, margin in zip(names, margins):
        with document.local() as local:
            model = regression([document.derive(margin, "margin")], [1.0], 0.0)
        members.append({"model": {**model, "classes": [], "derived": local.derived}, "outputs": [{"name": name}]})
    return names, members

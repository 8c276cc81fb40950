"""scikit-learn's estimators that combine others."""
from __future__ import annotations

from typing import Any

import numpy as np

from .decisions import decision_fields
from .document import Document, Model, NotSupported, label, numbers
from .linear import regression
from .multi_output import as_number
from .registry import Fitted, predict, predictor
from .trees import ensemble, with_leaves


def same_classes(fitted: Fitted, classes: Any, what: str) -> Model:
    """A member with the classes of the whole."""
    if fitted.classes is None or fitted.labels != [label(c) for c in classes]:
        raise NotSupported(f"{what} whose members know other classes")
    return fitted.model


def with_classes(fitted: Fitted) -> Model:
    """A member that says what it predicts by itself."""
    return {**fitted.model, "classes": fitted.labels}


def combined(members: list[Model], method: str, weights: Any = None) -> Model:
    model: Model = {"type": "ensemble", "method": method}
    if weights is not None:
        model["weights"] = numbers(weights)
    model["members"] = members
    return model


# ---- voting, bagging, boosting ----

@predictor("VotingClassifier")
def voting_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    weights = est._weights_not_none
    members = [predict(document, member, fields) for member in est.estimators_]
    models = []
    for fitted in members:
        # the members were fitted on the places of the classes
        fitted.classes = est.classes_ if fitted.labels == [str(i) for i in range(len(est.classes_))] \
            else fitted.classes
        if est.voting == "soft" and not fitted.has_proba:
            raise NotSupported("soft voting of a classifier without probabilities")
        models.append(same_classes(fitted, est.classes_, "VotingClassifier"))
    if est.voting == "soft":
        method = "average" if weights is None else "weightedAverage"
    else:
        method = "majorityVote" if weights is None else "weightedMajorityVote"
    return Fitted(combined(models, method, weights), est.classes_, est.voting == "soft")


@predictor("VotingRegressor")
def voting_regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    weights = est._weights_not_none
    models = [predict(document, member, fields).model for member in est.estimators_]
    return Fitted(combined(models, "average" if weights is None else "weightedAverage", weights))


@predictor("BaggingClassifier", "BaggingRegressor")
def bagging(document: Document, est: Any, fields: list[str]) -> Fitted:
    classes = getattr(est, "classes_", None)
    models = []
    votes = False       # the shares of votes are the probabilities of members without any
    for member, features in zip(est.estimators_, est.estimators_features_):
        fitted = predict(document, member, [fields[i] for i in features])
        if classes is not None:
            votes |= not fitted.has_proba
            if list(member.classes_) == list(range(len(classes))):
                fitted.classes = classes
            models.append(same_classes(fitted, classes, "BaggingClassifier"))
        else:
            models.append(fitted.model)
    return Fitted(combined(models, "majorityVote" if votes else "average"), classes)


@predictor("AdaBoostClassifier")
def ada_boost_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    """Votes of trees: weight for the class a tree predicts, -weight / (K - 1) for the others; then a softmax."""
    if getattr(est, "algorithm", None) == "SAMME.R":
        raise NotSupported("AdaBoostClassifier with the algorithm SAMME.R")
    n = len(est.classes_)
    weights = np.asarray(est.estimator_weights_, dtype=float)[:len(est.estimators_)]
    if any(type(member).__name__ not in ("DecisionTreeClassifier", "ExtraTreeClassifier") for member in est.estimators_):
        return ada_boost_of_any(document, est, weights, fields)
    trees = []
    for member, weight in zip(est.estimators_, weights):
        winner = np.searchsorted(est.classes_, member.classes_)[np.argmax(member.tree_.value[:, 0, :], axis=1)]
        if n == 2:
            trees.append(with_leaves(member.tree_, np.where(winner == 1, 2.0 * weight, -2.0 * weight)))
        else:
            votes = np.where(np.arange(n)[None, :] == winner[:, None], weight, -weight / (n - 1)) / (n - 1)
            trees.append(with_leaves(member.tree_, votes))
    return Fitted(ensemble(document, fields, trees, outputs=1 if n == 2 else n, divisor=float(weights.sum()),
                           link="logit" if n == 2 else "softmax"), est.classes_)


def ada_boost_of_any(document: Document, est: Any, weights: Any, fields: list[str]) -> Fitted:
    """The same of the classes that other members predict."""
    n = len(est.classes_)
    members, columns = [], []
    for k, member in enumerate(est.estimators_):
        fitted = predict(document, member, fields)
        columns.append(document.output(f"boosted_{k}"))
        members.append({"model": with_classes(fitted), "outputs": [{"name": columns[-1]}]})
    votes = np.where(np.eye(n) == 1, 1.0, -1.0 / (n - 1))
    rows = [votes[1]] if n == 2 else list(votes)
    with document.local() as local:
        voted = [[document.derive({"map": column, "to": {label(c): float(v) for c, v in zip(est.classes_, row)}}, "vote")
                  for column in columns] for row in rows]
    # a link for each class alone: of two classes the margin is doubled
    scale = 2.0 if n == 2 else 1.0 / (n - 1)
    flat = [field for part in voted for field in part]
    coefficients = np.kron(np.eye(len(rows)), weights / weights.sum() * scale)
    final = {**regression(flat, coefficients, 0.0, "logit" if n == 2 else "softmax"), "derived": local.derived}
    return Fitted({"type": "chain", "members": members + [{"model": final}]}, est.classes_)


@predictor("AdaBoostRegressor")
def ada_boost_regressor(document: Document, est: Any, fields: list[str]) -> Fitted:
    models = [predict(document, member, fields).model for member in est.estimators_]
    return Fitted(combined(models, "weightedMedian", est.estimator_weights_[:len(models)]))


# ---- stacking ----

def member_outputs(document: Document, fitted: Fitted, method: str, hint: str) -> tuple[dict[str, Any], list[str]]:
    """A member of a chain, and the fields that it gives for a stack method."""
    member: dict[str, Any] = {"model": with_classes(fitted)}
    if method == "predict_proba":
        if not fitted.has_proba:
            raise NotSupported("probabilities of a classifier that has none")
        classes = fitted.labels[1:] if len(fitted.labels) == 2 else fitted.labels
        names = [document.output(f"{hint}_{c}") for c in classes]
        member["outputs"] = [{"name": name, "class": c} for name, c in zip(names, classes)]
    elif method == "predict":
        names = [document.output(hint)]
        member["outputs"] = [{"name": names[0]}]
    else:
        raise NotSupported(f"a stack of members by their {method}")
    return member, names


@predictor("StackingClassifier", "StackingRegressor")
def stacking(document: Document, est: Any, fields: list[str]) -> Fitted:
    members, columns = [], []
    labels: dict[str, Any] = {}     # of members that hand on a class
    for (name, _), member, method in zip([e for e in est.estimators if e[1] != "drop"], est.estimators_, est.stack_method_):
        fitted = predict(document, member, fields)
        if method == "decision_function" and fitted.decided_by is not None:
            columns += fitted.decided_by
            continue
        if method == "decision_function":
            margins, before = decision_fields(document, member, fields)
            members += before
            columns += margins or []
            continue
        part, names = member_outputs(document, fitted, method, name)
        members.append(part)
        columns += names
        if method == "predict" and fitted.classes is not None:
            labels.update({names[0]: fitted.classes})
    with document.local() as local:
        columns = [as_number(document, c, labels.get(c), "predict") for c in columns]
        final = predict(document, est.final_estimator_, columns + (fields if est.passthrough else []))
    classes = getattr(est, "classes_", None)
    if classes is not None and final.labels == [str(i) for i in range(len(classes))]:
        final.classes = classes
    model = with_classes(final)
    if local.derived:
        model["derived"] = local.derived + model.get("derived", [])
    return Fitted({"type": "chain", "members": members + [{"model": model}]}, classes, final.has_proba)

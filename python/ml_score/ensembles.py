"""scikit-learn's estimators that combine others."""
from __future__ import annotations

from typing import Any

import numpy as np

from .document import Document, Expression, Model, NotSupported, label, numbers
from .linear import regression
from .registry import Fitted, predict, predictor
from .trees import ensemble, with_leaves


def same_classes(fitted: Fitted, classes: Any, what: str) -> Model:
    """A member with the classes of the whole."""
    if fitted.classes is None or [label(c) for c in fitted.classes] != [label(c) for c in classes]:
        raise NotSupported(f"{what} whose members know other classes")
    return fitted.model


def with_classes(fitted: Fitted) -> Model:
    """A member that says what it predicts by itself."""
    return {**fitted.model, "classes": [] if fitted.classes is None else [label(c) for c in fitted.classes]}


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
        fitted.classes = est.classes_ if [label(c) for c in fitted.classes] == [str(i) for i in range(len(est.classes_))] \
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
    for member, features in zip(est.estimators_, est.estimators_features_):
        fitted = predict(document, member, [fields[i] for i in features])
        if classes is not None:
            if not fitted.has_proba:
                raise NotSupported("BaggingClassifier of classifiers without probabilities")
            if list(member.classes_) == list(range(len(classes))):
                fitted.classes = classes
            models.append(same_classes(fitted, classes, "BaggingClassifier"))
        else:
            models.append(fitted.model)
    return Fitted(combined(models, "average"), classes)


@predictor("AdaBoostClassifier")
def ada_boost_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    """Votes of trees: weight for the class a tree predicts, -weight / (K - 1) for the others; then a softmax."""
    n = len(est.classes_)
    weights = np.asarray(est.estimator_weights_, dtype=float)[:len(est.estimators_)]
    trees = []
    for member, weight in zip(est.estimators_, weights):
        if type(member).__name__ not in ("DecisionTreeClassifier", "ExtraTreeClassifier"):
            raise NotSupported(f"AdaBoostClassifier of {type(member).__name__}")
        winner = np.searchsorted(est.classes_, member.classes_)[np.argmax(member.tree_.value[:, 0, :], axis=1)]
        if n == 2:
            trees.append(with_leaves(member.tree_, np.where(winner == 1, 2.0 * weight, -2.0 * weight)))
        else:
            votes = np.where(np.arange(n)[None, :] == winner[:, None], weight, -weight / (n - 1)) / (n - 1)
            trees.append(with_leaves(member.tree_, votes))
    return Fitted(ensemble(document, fields, trees, outputs=1 if n == 2 else n, divisor=float(weights.sum()),
                           link="logit" if n == 2 else "softmax"), est.classes_)


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
        classes = fitted.classes[1:] if len(fitted.classes) == 2 else fitted.classes
        names = [document.output(f"{hint}_{label(c)}") for c in classes]
        member["outputs"] = [{"name": name, "class": label(c)} for name, c in zip(names, classes)]
    elif method == "predict" and fitted.classes is None:
        names = [document.output(hint)]
        member["outputs"] = [{"name": names[0]}]
    else:
        raise NotSupported(f"a stack of members by their {method}")
    return member, names


@predictor("StackingClassifier", "StackingRegressor")
def stacking(document: Document, est: Any, fields: list[str]) -> Fitted:
    members, columns = [], []
    for (name, _), member, method in zip([e for e in est.estimators if e[1] != "drop"], est.estimators_, est.stack_method_):
        part, names = member_outputs(document, predict(document, member, fields), method, name)
        members.append(part)
        columns += names
    with document.local() as local:
        final = predict(document, est.final_estimator_, columns + (fields if est.passthrough else []))
    classes = getattr(est, "classes_", None)
    if classes is not None and [label(c) for c in final.classes] == [str(i) for i in range(len(classes))]:
        final.classes = classes
    model = with_classes(final)
    if local.derived:
        model["derived"] = local.derived + model.get("derived", [])
    return Fitted({"type": "chain", "members": members + [{"model": model}]}, classes, final.has_proba)


# ---- calibration, one against the rest ----

def decision_fields(document: Document, est: Any, fields: list[str]) -> Any:
    """decision_function() as fields, if it is linear; else None."""
    while type(est).__name__ == "Pipeline":
        from .compose import skipped
        from .registry import transform
        for _, step in est.steps[:-1]:
            if not skipped(step):
                fields = transform(document, step, fields)
        est = est.steps[-1][1]
    if not hasattr(est, "coef_") or not hasattr(est, "decision_function") or np.ndim(est.coef_) != 2:
        return None
    return [document.derive({"linear": fields, "coefficients": numbers(coef), "intercept": float(b)}, "decision")
            for coef, b in zip(est.coef_, np.broadcast_to(np.atleast_1d(est.intercept_), (len(est.coef_),)))]


def calibrated(calibrator: Any, field: str) -> Expression:
    name = type(calibrator).__name__
    if name == "_SigmoidCalibration":
        return ["/", 1, ["+", 1, ["exp", ["+", ["*", float(calibrator.a_), field], float(calibrator.b_)]]]]
    if name == "IsotonicRegression":
        return interpolated(calibrator, field)
    raise NotSupported(f"calibration by {name}")


def interpolated(est: Any, field: str) -> Expression:
    if est.out_of_bounds != "clip":
        raise NotSupported(f"IsotonicRegression with out_of_bounds={est.out_of_bounds!r}")
    x, y = numbers(est.X_thresholds_), numbers(est.y_thresholds_)
    return y[0] if len(x) == 1 else {"interpolate": field, "x": x, "y": y}


@predictor("IsotonicRegression")
def isotonic(document: Document, est: Any, fields: list[str]) -> Fitted:
    return Fitted(regression([document.derive(interpolated(est, fields[0]), "isotonic")], [1.0], 0.0))


@predictor("CalibratedClassifierCV")
def calibrated_classifier(document: Document, est: Any, fields: list[str]) -> Fitted:
    models = [calibrated_member(document, member, est.classes_, fields) for member in est.calibrated_classifiers_]
    return Fitted(models[0] if len(models) == 1 else combined(models, "average"), est.classes_)


def calibrated_member(document: Document, member: Any, classes: Any, fields: list[str]) -> Model:
    scores = decision_fields(document, member.estimator, fields)
    chain = []
    if scores is None:
        part, scores = member_outputs(document, predict(document, member.estimator, fields), "predict_proba", "uncalibrated")
        chain.append(part)
    if member.method not in ("sigmoid", "isotonic"):
        raise NotSupported(f"calibration by {member.method}")
    with document.local() as local:
        columns = [document.derive(calibrated(c, s), "calibrated") for c, s in zip(member.calibrators, scores)]
        if len(classes) == 2:
            columns.insert(0, document.derive(["-", 1, columns[0]], "calibrated_0"))
            final = regression(columns, np.eye(2), 0.0)
        else:
            final = regression(columns, np.eye(len(columns)), 0.0, "simplemax")
    if not chain:
        document.derived += local.derived
        return final
    final["derived"] = local.derived
    return {"type": "chain", "members": chain + [{"model": final}]}


@predictor("OneVsRestClassifier")
def one_vs_rest(document: Document, est: Any, fields: list[str]) -> Fitted:
    if est.multilabel_:
        raise NotSupported("OneVsRestClassifier of several labels")
    members, columns = [], []
    for k, member in enumerate(est.estimators_):
        fitted = predict(document, member, fields)
        if not fitted.has_proba:
            raise NotSupported("OneVsRestClassifier of classifiers without probabilities")
        part, names = member_outputs(document, fitted, "predict_proba", f"against_rest_{label(est.classes_[k])}")
        members.append(part)
        columns += names
    if len(columns) == 1:
        with document.local() as local:
            other = document.derive(["-", 1, columns[0]], "rest")
        final = {**regression([other, columns[0]], np.eye(2), 0.0), "derived": local.derived}
    else:
        final = regression(columns, np.eye(len(columns)), 0.0, "simplemax")
    return Fitted({"type": "chain", "members": members + [{"model": final}]}, est.classes_)

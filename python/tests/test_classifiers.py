"""scikit-learn's classifiers, of two and of three classes: the class of each row and its probabilities."""
import numpy as np
import pytest
import sklearn
from samples import FRAME, LABELS, cancer, check, edges, iris
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.ensemble import (AdaBoostClassifier, BaggingClassifier, ExtraTreesClassifier, GradientBoostingClassifier,
                              HistGradientBoostingClassifier, RandomForestClassifier, StackingClassifier, VotingClassifier)
from sklearn.linear_model import (LogisticRegression, LogisticRegressionCV, PassiveAggressiveClassifier, Perceptron, RidgeClassifier,
                                  RidgeClassifierCV, SGDClassifier)
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, ExtraTreeClassifier

import ml_score


def logistic(**more):
    return LogisticRegression(max_iter=5000, **more)


def tree(depth=3):
    return DecisionTreeClassifier(max_depth=depth, random_state=1)


def boosted(*estimator, **more):
    if sklearn.__version__ < "1.6":
        more["algorithm"] = "SAMME"
    return AdaBoostClassifier(*estimator, random_state=1, **more)


def name(estimator):
    return repr(estimator).replace("\n", "").replace("  ", "")[:90]


LINEAR = [
    logistic(), logistic(solver="newton-cg", C=.1), logistic(solver="saga", l1_ratio=.5), logistic(fit_intercept=False),
    LogisticRegressionCV(cv=2, max_iter=5000), LinearDiscriminantAnalysis(), LinearDiscriminantAnalysis(solver="lsqr", shrinkage=.3),
    LinearDiscriminantAnalysis(solver="eigen"), QuadraticDiscriminantAnalysis(reg_param=.01), QuadraticDiscriminantAnalysis(reg_param=.2), GaussianNB(), GaussianNB(var_smoothing=.1),
    SGDClassifier(loss="log_loss", random_state=1), SGDClassifier(loss="log_loss", average=True, random_state=1),
    MLPClassifier((7, 5), max_iter=300, random_state=1), MLPClassifier((6,), activation="tanh", max_iter=300, random_state=1),
    MLPClassifier((6,), activation="logistic", max_iter=300, random_state=1),
    MLPClassifier((6,), activation="identity", max_iter=300, random_state=1),
]
WITHOUT_PROBABILITIES = [
    LinearSVC(), LinearSVC(loss="hinge", max_iter=5000), RidgeClassifier(), RidgeClassifierCV(), Perceptron(),
    PassiveAggressiveClassifier(random_state=1), SGDClassifier(random_state=1), SGDClassifier(loss="perceptron", random_state=1),
    SGDClassifier(loss="squared_error", penalty="elasticnet", alpha=.1, random_state=1),
    OneVsRestClassifier(LinearSVC()), OneVsRestClassifier(make_pipeline(StandardScaler(), RidgeClassifier())),
]
TREES = [
    tree(4), ExtraTreeClassifier(max_depth=4, random_state=1), RandomForestClassifier(8, max_depth=5, random_state=1),
    ExtraTreesClassifier(8, random_state=1), GradientBoostingClassifier(n_estimators=12, random_state=1),
    GradientBoostingClassifier(n_estimators=6, init="zero"), GradientBoostingClassifier(n_estimators=6, init=RandomForestClassifier(4, max_depth=2)),
    GradientBoostingClassifier(n_estimators=6, init=tree(2)), GradientBoostingClassifier(n_estimators=9, subsample=.5, max_features=.5),
    HistGradientBoostingClassifier(max_iter=12, random_state=1), HistGradientBoostingClassifier(max_iter=8, monotonic_cst=[1, 0, 0, -1] + [0] * 4),
    boosted(n_estimators=8), boosted(tree(2), n_estimators=6), boosted(logistic(), n_estimators=5),
]
COMBINED = [
    BaggingClassifier(n_estimators=5, random_state=1), BaggingClassifier(logistic(), n_estimators=3, max_features=.6, random_state=1),
    BaggingClassifier(tree(), n_estimators=4, max_features=.5, bootstrap_features=True, random_state=1),
    BaggingClassifier(LinearSVC(), n_estimators=4, random_state=1), BaggingClassifier(LinearSVC(), n_estimators=5, max_features=.5, random_state=1),
    VotingClassifier([("a", logistic()), ("b", tree())], voting="soft"),
    VotingClassifier([("a", logistic()), ("b", GaussianNB()), ("c", tree())], voting="soft", weights=[1, 2, 3]),
    VotingClassifier([("a", logistic()), ("b", GaussianNB()), ("c", "drop"), ("d", tree())]),
    VotingClassifier([("a", logistic()), ("b", LinearSVC()), ("c", tree())], weights=[2, 1, 1.5]),
    StackingClassifier([("a", GaussianNB()), ("b", tree())], LogisticRegression(), cv=3),
    StackingClassifier([("a", GaussianNB()), ("b", RandomForestClassifier(5, max_depth=3))], logistic(), cv=3, passthrough=True),
    StackingClassifier([("a", LinearSVC()), ("b", tree())], logistic(), cv=3),
    StackingClassifier([("a", GaussianNB()), ("b", "drop"), ("c", tree())], tree(), cv=3, stack_method="predict"),
    StackingClassifier([("a", GaussianNB()), ("b", tree())], LinearSVC(), cv=3),
    CalibratedClassifierCV(LinearSVC(), cv=2), CalibratedClassifierCV(LinearSVC(), cv=2, ensemble=False),
    CalibratedClassifierCV(LinearSVC(), method="isotonic", cv=2), CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=2),
    CalibratedClassifierCV(RandomForestClassifier(5, max_depth=3), cv=2, ensemble=False),
    CalibratedClassifierCV(GradientBoostingClassifier(n_estimators=4), cv=2), CalibratedClassifierCV(HistGradientBoostingClassifier(max_iter=4), cv=2),
    CalibratedClassifierCV(make_pipeline(StandardScaler(), logistic()), cv=2),
    OneVsRestClassifier(logistic()), OneVsRestClassifier(tree()), OneVsRestClassifier(GradientBoostingClassifier(n_estimators=4)),
    GridSearchCV(logistic(), {"C": [.1, 1]}, cv=2),
]


@pytest.mark.parametrize("estimator", LINEAR + WITHOUT_PROBABILITIES + TREES + COMBINED, ids=name)
@pytest.mark.parametrize("data", ["three", "two"])
def test_classifiers(connection, estimator, data):
    x, y = (iris.data, iris.target_names[iris.target]) if data == "three" else (cancer.data.iloc[:, :8], cancer.target)
    if data == "three" and "monotonic_cst=[" in repr(estimator):
        pytest.skip("scikit-learn has no constraints for several classes")
    # the steps of an isotonic regression may be steep, and then magnify how a margin was rounded
    check(connection, make_pipeline(StandardScaler(), estimator).fit(x, y), edges(x), 1e-11 if "isotonic" in repr(estimator) else 1e-12)


@pytest.mark.parametrize("estimator", WITHOUT_PROBABILITIES[:3], ids=name)
def test_no_probabilities_are_made_up(connection, estimator):
    check(connection, estimator.fit(cancer.data, cancer.target), cancer.data.head(9))
    row = cancer.data.iloc[0].to_json()
    for function in ("predict_proba", "predict"):
        with pytest.raises(Exception, match="no probabilities|does not predict a number"), connection.transaction():
            connection.execute(f"SELECT {function}('test', %s::jsonb)", (row,))
    shown = connection.execute("SELECT predict_json('test', %s::jsonb)", (row,)).fetchone()[0]
    assert set(shown) == {"prediction", "decision_function"}


def test_discrete_naive_bayes(connection):
    counts = (iris.data * 2).round()
    for est in (MultinomialNB(), MultinomialNB(alpha=.1, fit_prior=False), BernoulliNB(binarize=4.), ComplementNB(), ComplementNB(norm=True)):
        check(connection, est.fit(counts, iris.target), counts.head(80))
    model = CategoricalNB().fit(counts - counts.min(), iris.target)
    check(connection, model, (counts - counts.min()).head(80))
    bits = (counts > 6).astype(float)
    check(connection, BernoulliNB(binarize=None).fit(bits, iris.target), bits.head(80))


def test_missing_values_in_trees(connection):
    numbers = FRAME[["age", "income", "visits"]]
    three = LABELS + (FRAME.visits > 4)
    for est in (RandomForestClassifier(9, max_depth=6, random_state=2), DecisionTreeClassifier(max_depth=6),
                HistGradientBoostingClassifier(max_iter=9), BaggingClassifier(n_estimators=4)):
        check(connection, est.fit(numbers, three), numbers.head(90))


def test_classes_of_every_kind(connection):
    x = iris.data.iloc[:, :2]
    for y in (iris.target - 1, iris.target * 2.0, iris.target == 1, np.array(["é", "b c", '"'])[iris.target]):
        check(connection, DecisionTreeClassifier(max_depth=3).fit(x, y), x.head(70))


def test_support_vectors_of_a_linear_kernel(connection):
    for y in (cancer.target, cancer.target_names[cancer.target]):
        check(connection, make_pipeline(StandardScaler(), SVC(kernel="linear")).fit(cancer.data, y), edges(cancer.data))


def test_margins_beyond_what_a_sigmoid_tells_apart(connection):
    """Two classes have the probability 1.0; the larger margin wins, as in scikit-learn."""
    x = np.array([[1000.0, 2000.0], [2000.0, 1000.0], [-5.0, 5.0], [0.0, 0.0]])
    model = OneVsRestClassifier(LogisticRegression()).fit(np.eye(3)[:, :2], [0, 1, 2])
    for k, member in enumerate(model.estimators_):
        member.coef_, member.intercept_ = np.array([[1.0 + k, 1.0]]), np.array([0.0])
    check(connection, model, x)


@pytest.mark.parametrize("model, what", [
    (SGDClassifier(loss="modified_huber"), "modified_huber"),
    (VotingClassifier([("a", make_pipeline(StandardScaler(), GaussianNB()))]), None),
    (CalibratedClassifierCV(boosted(n_estimators=2), cv=2), "the decision_function of AdaBoostClassifier"),
    (GradientBoostingClassifier(init=LogisticRegression(max_iter=5000), n_estimators=2), "init=LogisticRegression"),
    (StackingClassifier([("a", boosted(n_estimators=2))], cv=2, stack_method="decision_function"), "decision_function")], ids=name)
def test_refused(connection, model, what):
    model.fit(iris.data, iris.target)
    if what is None:
        check(connection, model, iris.data.head(20))
        return
    with pytest.raises(ml_score.NotSupported, match=what):
        ml_score.to_document(model)


@pytest.mark.skipif(sklearn.__version__ < "1.8", reason="older releases have no temperature scaling")
def test_calibration_by_temperature_is_refused():
    model = CalibratedClassifierCV(LinearSVC(), method="temperature", cv=2).fit(iris.data, iris.target)
    with pytest.raises(ml_score.NotSupported, match="temperature"):
        ml_score.to_document(model)


@pytest.mark.skipif(sklearn.__version__ < "1.6", reason="older releases have no ExtraTrees with missing values")
def test_missing_values_in_extra_trees(connection):
    numbers = FRAME[["age", "income", "visits"]]
    check(connection, ExtraTreesClassifier(5, max_depth=6).fit(numbers, LABELS), numbers.head(90))


@pytest.mark.skipif(sklearn.__version__ >= "1.6", reason="newer releases have no SAMME.R")
def test_samme_r_is_refused():
    with pytest.raises(ml_score.NotSupported, match="SAMME.R"):
        ml_score.to_document(AdaBoostClassifier(n_estimators=2).fit(iris.data, iris.target))


@pytest.mark.parametrize("estimator", [logistic(), LinearSVC()], ids=name)
def test_calibrators_that_give_nothing(connection, estimator):
    """Where isotonic regressions give 0 for each of several classes, all are equally probable."""
    model = CalibratedClassifierCV(estimator, method="isotonic", cv=3).fit(iris.data, iris.target)
    rows = iris.data
    given = [np.column_stack([c.predict(s) for c, s in zip(m.calibrators, m.estimator.decision_function(rows).T)])
             for m in model.calibrated_classifiers_]
    assert any((g.sum(axis=1) == 0).any() for g in given)
    check(connection, model, rows, 1e-11)

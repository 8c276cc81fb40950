"""scikit-learn's sums over training vectors: support vector machines, kernel ridge, Gaussian processes."""
import json

import numpy as np
import pytest
from samples import cancer, check, diabetes, edges, iris
from scipy import sparse
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier, StackingClassifier, VotingClassifier
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, Matern, RationalQuadratic, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression, SGDOneClassSVM
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR, NuSVC, NuSVR, OneClassSVM

import ml_score

KERNELS = [{"kernel": "rbf"}, {"kernel": "rbf", "gamma": .3}, {"kernel": "poly", "degree": 2, "coef0": 1.5}, {"kernel": "poly"},
           {"kernel": "sigmoid", "gamma": .05, "coef0": -.1}, {"kernel": "linear"}]
SHORT = dict(ids=lambda value: repr(value).replace("\n", "").replace(" ", "")[:70])
THREE = iris.target_names[iris.target]


def near(x):
    """Rows of a sample, those between them, and some beyond."""
    return edges(x).iloc[:-1]


def check_sums(connection, model, rows):
    """Of sums that cancel the answers are as exact as their largest terms let them be."""
    machine, z = model[-1], model[:-1].transform(rows)
    vectors, weights = (machine.X_fit_, machine.dual_coef_) if hasattr(machine, "X_fit_") else (machine.support_vectors_, machine.dual_coef_.T)
    gamma = getattr(machine, "_gamma", None) or machine.gamma or 1 / z.shape[1]
    kernel = pairwise_kernels(z, vectors, machine.kernel, filter_params=True, gamma=gamma, degree=machine.degree, coef0=machine.coef0)
    terms = np.abs(kernel[:, :, None] * np.reshape(weights, (1, len(vectors), -1))).max(axis=1)
    answers = machine.decision_function(z) if isinstance(machine, OneClassSVM) else machine.predict(z)
    sizes = np.abs(np.reshape(answers, terms.shape))
    check(connection, model, rows, 1e-12 * max(1.0, (terms / np.maximum(sizes, 0.1 * np.median(sizes, axis=0))).max()))


@pytest.mark.parametrize("kernel", KERNELS, **SHORT)
@pytest.mark.parametrize("machine", [SVC, NuSVC])
def test_classifiers(connection, machine, kernel):
    for x, y in ((iris.data, THREE), (cancer.data.iloc[:, :6], cancer.target)):
        check(connection, make_pipeline(StandardScaler(), machine(**kernel)).fit(x, y), near(x))


def test_votes_and_ties(connection):
    """Five classes, of which several have as many votes."""
    random = np.random.default_rng(4)
    x = random.normal(size=(150, 2))
    y = np.array(["b", "a", "d", "c", "e"])[random.integers(0, 5, 150)]
    rows = random.normal(size=(400, 2)) * 2
    for model in (SVC(gamma=5), SVC(gamma=5, break_ties=True), SVC(gamma=5, decision_function_shape="ovo"), SVC(kernel="linear"),
                  SVC(kernel="linear", break_ties=True), SVC(class_weight="balanced", gamma=9), NuSVC(nu=.3, gamma=2)):
        model.fit(x, y)
        if model.decision_function_shape == "ovr":
            votes = np.round(model.decision_function(rows))
            assert (np.sort(votes, axis=1)[:, -1] == np.sort(votes, axis=1)[:, -2]).any()
        check(connection, model, rows)


def test_fitted_on_a_sparse_matrix(connection):
    check(connection, SVC().fit(sparse.csr_matrix(iris.data), THREE), iris.data.to_numpy()[::3])
    check(connection, SVR().fit(sparse.csr_matrix(diabetes.data), diabetes.target), diabetes.data.to_numpy()[:40])


@pytest.mark.parametrize("kernel", KERNELS, **SHORT)
@pytest.mark.parametrize("machine", [SVR, NuSVR])
def test_regressors(connection, machine, kernel):
    check(connection, make_pipeline(StandardScaler(), machine(C=10, **kernel)).fit(diabetes.data, diabetes.target),
          near(diabetes.data))


@pytest.mark.parametrize("kernel", KERNELS, **SHORT)
def test_outliers(connection, kernel):
    check_sums(connection, make_pipeline(StandardScaler(), OneClassSVM(nu=.1, **kernel)).fit(iris.data), near(iris.data))


def test_outliers_of_a_linear_machine(connection):
    check(connection, make_pipeline(StandardScaler(), SGDOneClassSVM(random_state=1)).fit(iris.data), near(iris.data))


@pytest.mark.parametrize("model", [
    KernelRidge(), KernelRidge(kernel="rbf"), KernelRidge(kernel="rbf", gamma=.2, alpha=.1), KernelRidge(kernel="polynomial", degree=2),
    KernelRidge(kernel="poly", coef0=.5), KernelRidge(kernel="sigmoid", gamma=.01)], **SHORT)
def test_kernel_ridge(connection, model):
    x, y = diabetes.data.iloc[:150], diabetes.target[:150] / 50
    check_sums(connection, make_pipeline(StandardScaler(), model).fit(x, y), near(x))
    check_sums(connection, make_pipeline(StandardScaler(), model).fit(x, np.column_stack([y, y ** 2, -y])), near(x))


@pytest.mark.parametrize("kernel", [
    RBF(2.0), ConstantKernel(3.0) * RBF([1, 2, 3, 4]) + WhiteKernel(.1), WhiteKernel(.1) + RBF(5.0) * ConstantKernel(.5),
    DotProduct(1.5) + WhiteKernel(.2), ConstantKernel(2.0) * DotProduct() + RBF(1.5), Matern(1.5, nu=np.inf)], **SHORT)
@pytest.mark.parametrize("normalize", [True, False])
def test_gaussian_processes(connection, kernel, normalize):
    x, y = iris.data.iloc[::2], iris.data.iloc[::2, 0] + iris.target[::2]
    # the noise keeps the sum from cancelling
    model = GaussianProcessRegressor(kernel, alpha=.5, optimizer=None, normalize_y=normalize)
    check(connection, make_pipeline(StandardScaler(), model).fit(x, y), near(x))


def test_inside_of_others(connection):
    for x, y in ((iris.data, THREE), (cancer.data.iloc[:, :6], cancer.target)):
        for model in (
                OneVsRestClassifier(SVC()), OneVsRestClassifier(make_pipeline(StandardScaler(), SVC(kernel="poly"))),
                BaggingClassifier(SVC(), n_estimators=3, random_state=1), CalibratedClassifierCV(SVC(), cv=2),
                CalibratedClassifierCV(SVC(kernel="linear"), cv=2, ensemble=False),
                VotingClassifier([("a", SVC()), ("b", GaussianNB()), ("c", SVC(kernel="linear"))]),
                StackingClassifier([("a", SVC()), ("b", GaussianNB())], LogisticRegression(max_iter=5000), cv=2),
                StackingClassifier([("a", LogisticRegression(max_iter=5000))], LogisticRegression(), cv=2, stack_method="decision_function")):
            check(connection, make_pipeline(StandardScaler(), model).fit(x, y), near(x))
    check(connection, MultiOutputRegressor(SVR()).fit(diabetes.data, np.column_stack([diabetes.target, -diabetes.target])),
          diabetes.data.head(20))
    if "algorithm" not in AdaBoostClassifier().get_params():
        check(connection, AdaBoostClassifier(SVC(), n_estimators=3).fit(iris.data, THREE), near(iris.data))


def test_missing_values_have_no_result(connection):
    check(connection, SVC().fit(iris.data, THREE), iris.data.head(3))
    row = {**iris.data.iloc[0].to_dict(), "petal width (cm)": None}
    assert connection.execute("SELECT predict_class('test', %s::jsonb)", (json.dumps(row),)).fetchone() == (None,)


@pytest.mark.parametrize("model, what", [
    (SVC(probability=True), "probability=True"), 
    (KernelRidge(kernel="laplacian"), "laplacian"), (KernelRidge(kernel="rbf", kernel_params={"gamma": 1}), "kernel_params|kernel"),
    (GaussianProcessRegressor(RationalQuadratic(), optimizer=None), "RationalQuadratic"),
    (GaussianProcessRegressor(Matern(), optimizer=None), "Matern"),
    (CalibratedClassifierCV(SVC(decision_function_shape="ovo"), cv=2), "ovo")], **SHORT)
def test_refused(model, what):
    with pytest.raises(ml_score.NotSupported, match=what):
        ml_score.to_document(model.fit(iris.data, iris.target))


def test_a_kernel_of_ones_own_is_refused():
    with pytest.raises(ml_score.NotSupported, match="SVC with kernel="):
        ml_score.to_document(SVC(kernel=lambda a, b: a @ b.T).fit(iris.data.to_numpy(), iris.target), input_names=list("abcd"))

"""scikit-learn's estimators, one of each kind: scored in the database beside their own batch predictors.

Run by bench.py.  Each is fitted on rows of 30 numbers, those that need it behind a
StandardScaler, and saved by the Python package ml_score (python/), a k-NN by
sklearn2pmml.  Ours is a sum over a table, reading the rows included; scikit-learn's
is its own method over a matrix in memory, with one thread.
"""
import sys
from pathlib import Path

import numpy as np

import peers
import works
from session import interleaved, own_cpu

REPETITIONS = 5
TRAINING_ROWS = 20_000
FEW = 2_000             # that are kept by models which keep rows


def estimators():
    """Name: (the estimator, rows to fit it on, the table to score, its method)."""
    from sklearn.cluster import KMeans
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.ensemble import (AdaBoostClassifier, ExtraTreesClassifier, GradientBoostingClassifier,
                                  HistGradientBoostingClassifier, IsolationForest)
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, WhiteKernel
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC, LinearSVC

    def scaled(estimator):
        return make_pipeline(StandardScaler(), estimator)

    many, few = (TRAINING_ROWS, "rows_trees"), (FEW, "rows_small")
    return {
        "Ridge": (scaled(Ridge()), *many, "predict"),
        "LogisticRegression": (scaled(LogisticRegression()), *many, "predict_proba"),
        "LinearSVC": (scaled(LinearSVC()), *many, "predict"),
        "LinearDiscriminantAnalysis": (LinearDiscriminantAnalysis(), *many, "predict_proba"),
        "GaussianNB": (GaussianNB(), *many, "predict_proba"),
        "KMeans, 10 clusters": (scaled(KMeans(10, n_init=1, random_state=1)), *many, "predict"),
        "KMeans, 100 clusters": (scaled(KMeans(100, n_init=1, random_state=1)), *many, "predict"),
        "MLPClassifier, 100": (scaled(MLPClassifier((100,), max_iter=20, random_state=1)), *many, "predict_proba"),
        "MLPClassifier, 64 x 32, tanh": (
            scaled(MLPClassifier((64, 32), activation="tanh", max_iter=20, random_state=1)), *many, "predict_proba"),
        "MLPClassifier, 256 x 128 x 64": (
            scaled(MLPClassifier((256, 128, 64), max_iter=5, random_state=1)), *many, "predict_proba"),
        "HistGradientBoostingClassifier, 100 trees": (
            HistGradientBoostingClassifier(max_iter=100, early_stopping=False), *many, "predict_proba"),
        "GradientBoostingClassifier, 100 trees": (
            GradientBoostingClassifier(n_estimators=100), *many, "predict_proba"),
        "ExtraTreesClassifier, 100 trees": (
            ExtraTreesClassifier(100, max_depth=12, random_state=1), *many, "predict_proba"),
        "AdaBoostClassifier, 50 stumps": (AdaBoostClassifier(n_estimators=50), *many, "predict_proba"),
        "IsolationForest, 100 trees": (IsolationForest(n_estimators=100, random_state=1), *many, "decision_function"),
        "SVC, radial": (scaled(SVC()), *few, "predict"),
        "KNeighborsClassifier": (scaled(KNeighborsClassifier()), *few, "predict_proba"),
        "GaussianProcessRegressor": (
            scaled(GaussianProcessRegressor(RBF(5.0) + WhiteKernel(0.5), optimizer=None)), *few, "predict"),
    }


def save(model, path):
    sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))
    import ml_score
    try:
        return ml_score.write(model, path.with_suffix(".json"), input_names=works.names())
    except ml_score.NotSupported:
        return works.sklearn_as_pmml(model, path.with_suffix(".pmml"))


def measure_one(bench, name, model, fitted_on, table, method):
    x = {"rows_trees": bench.x[:100_000], "rows_small": bench.x[:10_000]}[table]
    scored = len(x)
    model.fit(bench.x[:fitted_on], bench.y[:fitted_on])
    key = "".join(c if c.isalnum() else "_" for c in name.lower())
    bench.load(key, save(model, bench.folder / key))
    score = getattr(model, method)
    if hasattr(model, "classes_") and method == "predict" or "KMeans" in name:
        ours = f"SELECT sum(predict_class('{key}', t)::float8) FROM {table} t"
    else:
        ours = f"SELECT sum(predict('{key}', t)) FROM {table} t"
    theirs = score(x[:1000])
    theirs = float((theirs[:, 1] if theirs.ndim == 2 else theirs).sum())
    found = float(bench.session.ask(ours.replace(f"{table} t", f"(SELECT * FROM {table} LIMIT 1000) t")))
    if abs(found - theirs) > 1e-9 * max(abs(theirs), 1):
        raise AssertionError(f"{name}: the sum of the scores is {found}, scikit-learn's {theirs}")
    return interleaved({"ours": bench.sql(ours, scored),
                        "scikit-learn, batch": (lambda: own_cpu(lambda: score(x)), scored),
                        "sum(last column)": bench.sql(f"SELECT sum(c30) FROM {table}", scored)}, REPETITIONS)


def measure(bench):
    """Seconds a row by estimator, ours and scikit-learn's."""
    results = {}
    for name, (model, fitted_on, table, method) in estimators().items():
        try:
            results[name] = measure_one(bench, name, model, fitted_on, table, method)
        except Exception as why:
            peers.left_out(name, why)
            continue
        times = {run: t["median"] * 1e9 for run, t in results[name].items()}
        print(f"    {name:44s} ours {times['ours']:12,.0f} ns   scikit-learn {times['scikit-learn, batch']:12,.0f} ns   "
              f"{times['scikit-learn, batch'] / times['ours']:8.2f} x   (reading {times['sum(last column)']:,.0f} ns)",
              flush=True)
    return results

"""pmml_nyoka.py: scikit-learn models through nyoka.

usage: python3 pmml_nyoka.py SCRATCH_FOLDER [fixture name prefix ...]

The data are those that scikit-learn brings along. The answers are the trainer's own, where JPMML-Evaluator
agrees that the document means them: nyoka writes eight digits of a threshold, so that a row beside it
may go another way. JPMML-Evaluator refuses nyoka's AnomalyDetectionModels and its neighbors (which
have Outputs of probabilities), and gives clusters no target: of these every row counts. Models of which nyoka
writes another one than was trained are left out: logistic regressions of several classes (one against the
rest), LinearSVC, GaussianNB, GradientBoostingRegressor (its initial value), IsolationForest (its path
lengths), pipelines that scale what a tree compares (scikit-learn rounds to float32 in between).
Needs Java 11+.
"""

import pmml_fixture as fx

fx.use_environment("nyoka", ["scikit-learn==1.8.0", "jpmml-evaluator==0.16.0", "jpype1==1.7.1", "pandas==2.3.3",
                             "numpy==2.4.6", "lxml==6.1.3"], no_deps=["nyoka==5.5.0"])

import os
import warnings

import numpy as np
import pandas as pd
from nyoka import skl_to_pmml
from sklearn.cluster import KMeans
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC, SVR, OneClassSVM
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.filterwarnings("ignore")

SCRIPT = "pmml_nyoka.py"
NYOKA = "scikit-learn 1.8.0, nyoka 5.5.0"
SETS = {"cancer": load_breast_cancer, "diabetes": load_diabetes, "iris": load_iris, "wine": load_wine}


def data(name, n_columns=None):
    """The columns as SQL names them, rounded to float32, which is what scikit-learn's trees compare; the target."""
    found = SETS[name](as_frame=True)
    X = found.data.iloc[:, :n_columns]
    X.columns = [c.split(" (")[0].replace(" ", "_").replace("/", "_") for c in X.columns]
    y = found.target
    if name in ("cancer", "iris", "wine"):
        y = y.map(lambda k: str(found.target_names[k]))
    y.name = {"cancer": "diagnosis", "diabetes": "progression", "iris": "species", "wine": "cultivar"}[name]
    return X.astype("float32").astype("float64"), y


def rows_of(X, doc, nulls):
    columns = [(c, "float8") for c in X.columns]
    base = X.iloc[::max(1, len(X) // 40)].to_dict("records")
    edges = fx.edge_rows(base, columns, doc, single=set(X.columns), number_nulls=nulls, extremes=(0, -1, 1000))
    return columns, fx.unique([{c: None if v is None else fx.f32(v) for c, v in r.items()} for r in base + edges])


def frame(row, X):
    return pd.DataFrame([{c: np.nan if v is None else v for c, v in row.items()}], columns=X.columns)


def write(name, producer, words, source, X, doc, checks, answers, nulls=False, load=None, every_row=False):
    columns, rows = rows_of(X, doc, nulls)
    trainer = lambda rs: [{k: fx.plain(v) for k, v in answers(frame(r, X)).items()} for r in rs]
    source = "%s of scikit-learn" % source
    if every_row:
        fx.write_fixture(name, producer, words, source, SCRIPT, columns, checks, rows, trainer(rows), load=load)
    else:
        fx.trainer_fixture(name, producer, words, source, SCRIPT, columns, checks, rows, trainer,
                           event=load and load.get("event"), load=load)


def export(name, steps, X, y):
    pipeline = Pipeline(steps)
    pipeline.fit(X) if y is None else pipeline.fit(X, y)
    doc = os.path.join(fx.folder(name), "model.pmml")
    skl_to_pmml(pipeline, list(X.columns), "" if y is None else y.name, doc)
    fx.fix_timestamp(doc)
    return pipeline, doc


def classifier(name, source, steps, probabilities=True, n_columns=None, nulls=False, load=None, rel=1e-13,
               every_row=False):
    if not fx.wanted(name):
        return
    X, y = data(source, n_columns)
    pipeline, doc = export(name, steps, X, y)
    classes = [str(c) for c in pipeline.classes_]
    checks = [fx.check("class", "predict_class")]
    if load:
        checks.append(fx.number_check("predict", "predict", rel))
    if probabilities:
        checks += [fx.number_check("p_" + c, "predict_proba_of", rel, **{"class": c}) for c in classes]
        checks += [fx.number_check("probability_" + c, "predict_json", rel) for c in classes]

    def answers(f):
        a = {"class": str(pipeline.predict(f)[0])}
        if probabilities:
            for c, p in zip(classes, pipeline.predict_proba(f)[0]):
                a["p_" + c] = a["probability_" + c] = p
        if load:
            a["predict"] = a["p_" + load["event"]]
        return a

    write(name, NYOKA, "predict%s of the fitted pipeline" % (" and predict_proba" if probabilities else ""), source, X, doc,
          checks, answers, nulls, load, every_row)


def regressor(name, source, steps, n_columns=None, nulls=False, rel=1e-13):
    if not fx.wanted(name):
        return
    X, y = data(source, n_columns)
    pipeline, doc = export(name, steps, X, y)
    write(name, NYOKA, "predict of the fitted pipeline", source, X, doc,
          [fx.number_check("predict", "predict", rel), fx.number_check("predicted_" + y.name, "predict_json", rel)],
          lambda f: {"predict": pipeline.predict(f)[0], "predicted_" + y.name: pipeline.predict(f)[0]}, nulls)


def clusters(name, source, n, n_columns=None):
    if not fx.wanted(name):
        return
    X, _ = data(source, n_columns)
    pipeline, doc = export(name, [("scaler", StandardScaler()), ("model", KMeans(n, random_state=0, n_init=3))], X, None)
    checks = [fx.check("class", "predict_class")] + [fx.number_check("affinity(%d)" % k, "predict_json") for k in range(n)]

    def answers(f):
        a = {"class": str(pipeline.predict(f)[0])}
        for k, d in enumerate(pipeline.transform(f)[0]):
            a["affinity(%d)" % k] = d
        return a

    write(name, NYOKA, "predict and transform of the fitted pipeline", source, X, doc, checks, answers,
          every_row=True)


def anomalies(name, source, steps, n_columns=None):
    if not fx.wanted(name):
        return
    X, _ = data(source, n_columns)
    pipeline, doc = export(name, steps, X, None)
    write(name, NYOKA, "decision_function of the fitted pipeline", source, X, doc,
          [fx.number_check("predict", "predict"), fx.number_check("anomalyScore", "predict_json")],
          lambda f: dict.fromkeys(("predict", "anomalyScore"), pipeline.decision_function(f)[0]), every_row=True)


def main():
    impute, scale = ("impute", SimpleImputer()), ("scaler", StandardScaler())
    classifier("nyoka_logistic_cancer", "cancer", [scale, ("model", LogisticRegression(max_iter=500))], n_columns=8,
               load={"event": "malignant"})
    regressor("nyoka_linear_diabetes", "diabetes", [impute, ("model", LinearRegression())], nulls=True)
    classifier("nyoka_tree_wine", "wine", [("model", DecisionTreeClassifier(max_depth=5, random_state=0))])
    regressor("nyoka_tree_diabetes", "diabetes", [impute, ("model", DecisionTreeRegressor(max_depth=6, random_state=0))], nulls=True)
    classifier("nyoka_forest_wine", "wine", [("model", RandomForestClassifier(12, max_depth=5, random_state=0))])
    regressor("nyoka_forest_diabetes", "diabetes", [("model", RandomForestRegressor(10, max_depth=5, random_state=0))])
    classifier("nyoka_gb_wine", "wine", [("model", GradientBoostingClassifier(n_estimators=10, random_state=0))])
    classifier("nyoka_gb_cancer", "cancer", [("model", GradientBoostingClassifier(n_estimators=10, random_state=0))], n_columns=10,
               load={"event": "malignant"})
    classifier("nyoka_svc_wine", "wine", [scale, ("model", SVC())], probabilities=False)
    regressor("nyoka_svr_diabetes", "diabetes", [("scaler", MinMaxScaler()), ("model", SVR(C=50.0))], n_columns=4)
    classifier("nyoka_mlp_wine", "wine", [scale, ("model", MLPClassifier((7, 4), max_iter=300, random_state=0))])
    classifier("nyoka_knn_cancer", "cancer", [scale, ("model", KNeighborsClassifier(5))], n_columns=4, every_row=True)
    regressor("nyoka_knn_diabetes", "diabetes", [("model", KNeighborsRegressor(4))], n_columns=4)
    clusters("nyoka_kmeans_iris", "iris", 3)
    anomalies("nyoka_oneclasssvm_wine", "wine", [scale, ("model", OneClassSVM(nu=0.2))], n_columns=6)


if __name__ == "__main__":
    main()

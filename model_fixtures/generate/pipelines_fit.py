"""Fits scikit-learn pipelines, writes them as pipeline documents, and asks them for the answers.

    pipelines_fit.py DATA FIXTURES

What each kind of estimator becomes is tested by the package itself, against a
server; these are a few real pipelines for those who have only the library.  Where
scikit-learn raises an error for a missing value, NULL is expected.
"""

import json
import os
import random
import sys

import numpy as np
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import (HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier, StackingClassifier,
                              VotingRegressor, GradientBoostingRegressor)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, OrdinalEncoder, PowerTransformer, StandardScaler
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier

import ml_score
from coefficients_fit import around, edges, frame_of, is_missing, read, split
from fixture_files import write_fixture
from xgboost_models import ORIGINS, WINE

REL = {"contract": "rel", "rel": 1e-12}
EXACT = {"contract": "exact"}

CREDIT_NUMBERS = ["Seniority", "Time", "Age", "Expenses", "Income", "Assets", "Debt", "Amount", "Price"]
CREDIT_WORDS = ["Home", "Marital", "Records", "Job"]
CREDIT = [(n, "float8") for n in CREDIT_NUMBERS] + [(n, "text") for n in CREDIT_WORDS]
CHURN_NUMBERS = ["tenure", "monthly_charges", "total_charges"]
CHURN_WORDS = ["contract", "internet_service", "payment_method"]
CHURN = [(n, "float8") for n in CHURN_NUMBERS] + [(n, "text") for n in CHURN_WORDS]
DIABETES = [(n, "float8") for n in ("age", "bmi", "bp", "s1", "s5", "s6")]


def prepared(numbers, words, encoder=None):
    return ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
        ("words", encoder or make_pipeline(SimpleImputer(strategy="constant", fill_value="none", missing_values=None),
                                           OneHotEncoder(handle_unknown="ignore")), words)], sparse_threshold=0)


class Writer:
    def __init__(self, data, fixtures):
        self.data, self.fixtures = data, fixtures

    def table(self, data, columns, target, n=700):
        """Rows to fit, their targets, and rows to score."""
        rng = random.Random(data)
        table, rows = read(self.data, data, columns)
        if any(sql == "text" for _, sql in columns):
            rows = [row for row in rows if not any(is_missing(v) for v, (_, sql) in zip(row, columns) if sql == "text")]
        kept, base = split(rows, rng, min(n, len(rows) - 60))
        numbers = [i for i, (_, sql) in enumerate(columns) if sql == "float8"]
        special = {columns[i][0]: [0.0, -0.0, 1e15, -1e15] for i in numbers[:3]}
        unseen = {name: ["", "never seen"] for name, sql in columns if sql == "text"}
        self.rng, self.columns, self.base = rng, columns, base
        targets = table[target].to_numpy()
        fitted = frame_of(columns, [rows[i] for i in kept])
        return fitted, targets[kept], base + edges(columns, base, rng, special, unseen)

    def fixture(self, name, data, model, rows, checks, contract, can_miss=True, target=None):
        """checks: {column: (what the model answers for a frame, how)}"""
        document = ml_score.to_document(model, target=target)
        path = os.path.join(self.data, "..", name + ".json")
        with open(path, "w", encoding="utf-8", newline="") as out:
            json.dump(document, out, ensure_ascii=False, allow_nan=False)
            out.write("\n")
        frame = frame_of(self.columns, rows)
        answers = {}
        for column, (ask, _) in checks.items():
            values = []
            for i, row in enumerate(rows):
                if not can_miss and any(is_missing(v) for v in row):
                    values.append(None)
                    continue
                value = ask(frame.iloc[i:i + 1])[0]
                values.append(value if isinstance(value, str) else float(value))
            answers[column] = values
        write_fixture(os.path.join(self.fixtures, name), path,
                      {"producer": "scikit-learn %s, written by this project's Python package" % sklearn.__version__,
                       "data": ORIGINS[data], "generator": "generate/generate_pipelines.py",
                       "reference": "the fitted pipeline, row by row" +
                                    ("" if can_miss else "; NULL where it refuses a missing value")},
                      self.columns, rows, [dict(contract if how["how"] != "predict_class" else EXACT, column=column, **how)
                                           for column, (_, how) in checks.items()], answers)
        print("%-40s %4d rows" % (name, len(rows)))


def of_classes(model):
    """Every class's probability, and the class."""
    checks = {"class": (lambda f: [str(v) for v in model.predict(f)], {"how": "predict_class"})}
    for k, name in enumerate(model.classes_):
        checks["p_%s" % name] = (lambda f, k=k: model.predict_proba(f)[:, k], {"how": "predict_proba_of", "class": str(name)})
    return checks


def of_number(model, method="predict"):
    return {"predict": (lambda f: getattr(model, method)(f), {"how": "predict"})}


def at_thresholds(w, model, rows):
    """Rows at the first thresholds of a tree of the raw columns."""
    tree = model.tree_
    for f, t in list(zip(tree.feature, tree.threshold))[:12]:
        if f >= 0:
            for value in around([float(t), float(np.float32(t))]):
                row = list(w.rng.choice(w.base))
                row[f] = value
                rows.append(row)
    return rows


def main(data, fixtures):
    w = Writer(data, fixtures)
    x, y, rows = w.table("credit_data", CREDIT, "Status")
    model = make_pipeline(prepared(CREDIT_NUMBERS, CREDIT_WORDS), LogisticRegression(max_iter=2000)).fit(x, y)
    w.fixture("pipeline_logistic_credit", "credit_data", model, rows, of_classes(model), REL, target="Status")
    model = make_pipeline(prepared(CREDIT_NUMBERS, CREDIT_WORDS, OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)),
        RandomForestClassifier(12, max_depth=6, random_state=1)).fit(x, y)
    w.fixture("pipeline_forest_credit", "credit_data", model, rows, of_classes(model), EXACT)
    model = make_pipeline(prepared(CREDIT_NUMBERS, CREDIT_WORDS), MLPClassifier((9, 5), max_iter=400, random_state=1)).fit(x, y)
    w.fixture("pipeline_mlp_credit", "credit_data", model, rows, of_classes(model), REL)
    numbers = x[CREDIT_NUMBERS]
    w.columns = CREDIT[:len(CREDIT_NUMBERS)]
    short = [row[:len(CREDIT_NUMBERS)] for row in rows]
    w.base = [row[:len(CREDIT_NUMBERS)] for row in w.base]
    model = HistGradientBoostingClassifier(max_iter=14, random_state=1).fit(numbers, y)
    w.fixture("pipeline_histgb_credit", "credit_data", model, short, of_classes(model), REL)
    model = DecisionTreeClassifier(max_depth=7, random_state=1).fit(numbers, y)
    w.fixture("pipeline_tree_credit", "credit_data", model, at_thresholds(w, model, list(short)), of_classes(model), EXACT)

    x, y, rows = w.table("wa_churn", CHURN, "churn")
    stack = StackingClassifier([("logistic", LogisticRegression(max_iter=2000)),
                                ("forest", RandomForestClassifier(6, max_depth=4, random_state=1))],
                               LogisticRegression(), cv=3)
    model = make_pipeline(prepared(CHURN_NUMBERS, CHURN_WORDS), stack).fit(x, y)
    w.fixture("pipeline_stacking_churn", "wa_churn", model, rows, of_classes(model), REL)
    model = make_pipeline(prepared(CHURN_NUMBERS, CHURN_WORDS), CalibratedClassifierCV(
        RandomForestClassifier(6, max_depth=4, random_state=1), method="isotonic", cv=2)).fit(x, y)
    w.fixture("pipeline_calibrated_churn", "wa_churn", model, rows, of_classes(model), REL)

    x, y, rows = w.table("diabetes", DIABETES, "target", 350)
    model = make_pipeline(PowerTransformer(), PCA(4), VotingRegressor([
        ("ridge", Ridge()), ("boosted", GradientBoostingRegressor(n_estimators=15, random_state=1))])).fit(x, y.astype(float))
    rows = [row for row in rows if not any(v is not None and abs(v) >= 1e15 for v in row)]
    w.fixture("pipeline_voting_diabetes", "diabetes", model, rows, of_number(model), REL, can_miss=False)
    model = make_pipeline(KBinsDiscretizer(5, encode="onehot-dense"), Ridge()).fit(x, y.astype(float))
    w.fixture("pipeline_bins_diabetes", "diabetes", model, rows, of_number(model), REL, can_miss=False)
    model = IsolationForest(n_estimators=15, random_state=1).fit(x)
    w.fixture("pipeline_isolation_diabetes", "diabetes", model, rows, of_number(model, "decision_function"), REL)
    model = make_pipeline(StandardScaler(), KMeans(5, random_state=1, n_init=3)).fit(x)
    clusters = {"cluster": (lambda f: [str(v) for v in model.predict(f)], {"how": "predict_class"})}
    model_rows = [row for row in rows if not any(v is not None and abs(v) >= 1e15 for v in row)]
    svr = make_pipeline(StandardScaler(), SVR(C=100)).fit(x, y.astype(float))
    w.fixture("pipeline_svr_diabetes", "diabetes", svr, model_rows, of_number(svr), REL, can_miss=False)
    w.fixture("pipeline_kmeans_diabetes", "diabetes", model, [r for r in rows if not any(is_missing(v) for v in r)], clusters, EXACT)

    x, y, rows = w.table("wine", WINE, "target", 110)
    model = make_pipeline(StandardScaler(), SVC(kernel="poly", degree=2, coef0=1.0)).fit(x, y)
    rows = [row for row in rows if not any(v is not None and abs(v) >= 1e15 for v in row)]
    checks = {"class": (lambda f: [str(v) for v in model.predict(f)], {"how": "predict_class"})}
    for k, name in enumerate(model.classes_):
        checks["margin_%s" % name] = (lambda f, k=k: model.decision_function(f)[:, k],
                                      {"how": "predict_json", "key": "decision_function_%s" % name})
    w.fixture("pipeline_svc_wine", "wine", model, rows, checks, REL, can_miss=False)
    model = make_pipeline(StandardScaler(), KNeighborsClassifier(5, weights="distance", p=1)).fit(x, y)
    w.fixture("pipeline_neighbors_wine", "wine", model, rows, of_classes(model), REL, can_miss=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

"""pmml_sklearn.py: scikit-learn, XGBoost and LightGBM models through sklearn2pmml.

usage: python3 pmml_sklearn.py SCRATCH_FOLDER [fixture name prefix ...]
Needs Java 11+ and, for the data, R with r-cran-modeldata (Debian).
"""

import pmml_fixture as fx

fx.use_environment("sklearn", ["scikit-learn==1.8.0", "sklearn2pmml==0.133.1", "jpmml-evaluator==0.16.0",
                               "jpype1==1.7.1", "pandas==3.1.1", "numpy==2.4.6", "lightgbm==4.7.0"],
                   no_deps=["xgboost==3.2.0"])

import contextlib
import io
import os
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (GradientBoostingClassifier, GradientBoostingRegressor,
                              HistGradientBoostingClassifier, HistGradientBoostingRegressor,
                              RandomForestClassifier, RandomForestRegressor, StackingClassifier,
                              VotingRegressor, ExtraTreesRegressor, VotingClassifier)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (FunctionTransformer, KBinsDiscretizer, MinMaxScaler,
                                   OneHotEncoder, OrdinalEncoder, PolynomialFeatures, StandardScaler)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn2pmml import sklearn2pmml
from sklearn2pmml.pipeline import PMMLPipeline

warnings.filterwarnings("ignore")

SCRIPT = "pmml_sklearn.py"
PRODUCER = "scikit-learn 1.8.0, sklearn2pmml 0.133.1"
CREDIT = "credit_data (r-cran-modeldata 1.1.0, MIT)"
CHURN = "wa_churn (r-cran-modeldata 1.1.0, MIT)"
AMES = "ames (r-cran-modeldata 1.1.0, MIT)"
HPC = "hpc_data (r-cran-modeldata 1.1.0, MIT)"
ATTRITION = "attrition (r-cran-modeldata 1.1.0, MIT)"

CREDIT_COLUMNS = [("Seniority", "int4"), ("Home", "text"), ("Time", "int4"), ("Age", "int4"),
                  ("Marital", "text"), ("Records", "text"), ("Job", "text"), ("Expenses", "int4"),
                  ("Income", "float8"), ("Assets", "float8"), ("Debt", "float8"), ("Amount", "int4"),
                  ("Price", "int4")]
CHURN_COLUMNS = [("tenure", "int4"), ("monthly_charges", "float8"), ("total_charges", "float8"),
                 ("senior_citizen", "int4"), ("contract", "text"), ("internet_service", "text"),
                 ("payment_method", "text"), ("tech_support", "text")]
AMES_COLUMNS = [("Gr_Liv_Area", "int4"), ("Lot_Area", "int4"), ("Year_Built", "int4"),
                ("Total_Bsmt_SF", "float8"), ("Garage_Area", "float8"), ("Longitude", "float8"),
                ("Latitude", "float8"), ("Neighborhood", "text"), ("House_Style", "text")]
HPC_COLUMNS = [("compounds", "float8"), ("input_fields", "float8"), ("iterations", "float8"),
               ("num_pending", "float8"), ("hour", "float8"), ("protocol", "text"), ("day", "text")]
ATTRITION_COLUMNS = [("Age", "int4"), ("MonthlyIncome", "int4"), ("TotalWorkingYears", "int4"),
                     ("DistanceFromHome", "int4"), ("Department", "text"), ("OverTime", "text"),
                     ("MaritalStatus", "text")]


def frame(rows, columns):
    """The rows as scikit-learn takes them: NaN for missing in every column."""
    d = {}
    for c, t in columns:
        v = [r[c] for r in rows]
        if t == "text":
            d[c] = pd.Series([np.nan if x is None else x for x in v], dtype=object)
        else:
            d[c] = pd.Series([np.nan if x is None else float(x) for x in v], dtype="float64")
    return pd.DataFrame(d)


def export(pipeline, path):
    with contextlib.redirect_stdout(io.StringIO()):
        sklearn2pmml(pipeline, path)
    fx.fix_timestamp(path)


def of_type(columns, text):
    return [c for c, t in columns if (t == "text") == text]


def one_hot(**kw):
    return OneHotEncoder(sparse_output=False, **kw)


def ask_each(rows, columns, ask):
    """ask(frame) for each row by itself, None where it raises."""
    out = []
    for r in rows:
        try:
            out.append(ask(frame([r], columns)))
        except Exception:
            out.append(None)
    return out


def class_checks(classes, event, rel, floor, outputs=True):
    """Checks of a classifier; rel None = exact. classes: as text."""
    checks = [fx.check("class", "predict_class")]
    if event:
        checks.append(fx.number_check("predict", "predict", rel, floor))
    for c in classes:
        checks.append(fx.number_check("p_" + c, "predict_proba_of", rel, floor, **{"class": c}))
    if outputs:
        for c in classes:
            checks.append(fx.number_check("probability(%s)" % c, "predict_json", rel, floor))
    return checks


def classifier(name, pipeline, columns, data, rows, y, edges, event=None, rel=1e-13, floor=1e-6,
               ordinary=40, producer=PRODUCER, contract=None, words="predict and predict_proba of the fitted pipeline",
               single=(), aliases=None, options=None, target="y", **edge):
    X = frame(rows, columns)
    y = pd.Series(list(y), name=target)
    pipeline.fit(X, y)
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    if options:
        pipeline.configure(**options)
    export(pipeline, doc)
    classes = [str(c) for c in pipeline.classes_]
    checks = class_checks(classes, event, rel, floor)
    if contract:
        for c in checks:
            if c["how"] != "predict_class":
                for k in ("rel", "floor"):
                    c.pop(k, None)
                c.update(contract)
    base = rows[::max(1, len(rows) // ordinary)][:ordinary]
    asked = base + fx.edge_rows(base, columns, doc if edges else None, single=single, aliases=aliases, **edge)

    def trainer(rs):
        def ask(f):
            p = pipeline.predict_proba(f)[0]
            a = {"class": str(pipeline.predict(f)[0])}
            for c, x in zip(classes, p):
                a["p_" + c] = a["probability(%s)" % c] = float(x)
                if c == event:
                    a["predict"] = float(x)
            return a
        return ask_each(rs, columns, ask)

    fx.trainer_fixture(name, producer, words, data, SCRIPT, columns, checks, asked, trainer,
                       event=event, load={"event": event} if event else None)


def regressor(name, pipeline, columns, data, rows, y, edges, target="y", rel=1e-13, floor=1, ordinary=40,
              producer=PRODUCER, contract=None, words="predict of the fitted pipeline", single=(),
              aliases=None, options=None, **edge):
    X = frame(rows, columns)
    pipeline.fit(X, pd.Series(list(y), name=target, dtype="float64"))
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    if options:
        pipeline.configure(**options)
    export(pipeline, doc)
    checks = [fx.number_check("predict", "predict", rel, floor),
              fx.number_check(target, "predict_json", rel, floor)]
    if contract:
        for c in checks:
            for k in ("rel", "floor"):
                c.pop(k, None)
            c.update(contract)
    base = rows[::max(1, len(rows) // ordinary)][:ordinary]
    asked = base + fx.edge_rows(base, columns, doc if edges else None, single=single, aliases=aliases, **edge)

    def trainer(rs):
        def ask(f):
            v = float(pipeline.predict(f)[0])
            return {"predict": v, target: v}
        return ask_each(rs, columns, ask)

    fx.trainer_fixture(name, producer, words, data, SCRIPT, columns, checks, asked, trainer)


# ---------------------------------------------------------------- the models

def mixed(columns, scaler=None, unknown="ignore", **kw):
    """Median + scaling for numbers, most frequent level + one-hot for text."""
    steps = [("impute", SimpleImputer(strategy="median"))]
    if scaler:
        steps.append(("scale", scaler))
    return ColumnTransformer([
        ("num", Pipeline(steps), of_type(columns, False)),
        ("cat", Pipeline([("impute", SimpleImputer(strategy="most_frequent")),
                          ("hot", one_hot(handle_unknown=unknown, **kw))]), of_type(columns, True))])


def logistic_churn():
    raw = fx.modeldata("wa_churn")
    rows = fx.typed(raw, CHURN_COLUMNS)
    classifier("sklearn_logistic_churn",
               PMMLPipeline([("map", mixed(CHURN_COLUMNS, StandardScaler())),
                             ("model", LogisticRegression(C=0.7, max_iter=2000))]),
               CHURN_COLUMNS, CHURN, rows, [r["churn"] for r in raw], False, event="Yes", target="churn",
               floor=1e-3)


def ridge_ames():
    """Logarithms, powers, products of columns, bins as one-hot, a transformed target."""
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    features = ColumnTransformer([
        ("log", Pipeline([("impute", SimpleImputer(strategy="mean")), ("log", FunctionTransformer(np.log1p))]),
         ["Gr_Liv_Area", "Lot_Area"]),
        ("poly", Pipeline([("scale", MinMaxScaler()), ("poly", PolynomialFeatures(2, include_bias=False))]),
         ["Total_Bsmt_SF", "Garage_Area"]),
        ("bins", KBinsDiscretizer(5, encode="onehot-dense", quantile_method="averaged_inverted_cdf"), ["Year_Built"]),
        ("cat", one_hot(handle_unknown="error", min_frequency=30), ["Neighborhood"]),
        ("drop", one_hot(handle_unknown="error", drop="first"), ["House_Style"])])
    regressor("sklearn_ridge_ames", PMMLPipeline([("map", features), ("model", Ridge(alpha=2.0))]),
              AMES_COLUMNS, AMES, rows, [np.log10(float(r["Sale_Price"])) for r in raw], False,
              target="log_price", extremes=(0, 1, 1e6), only=[c for c, _ in AMES_COLUMNS if not c.endswith("itude")])


def linear_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    regressor("sklearn_linear_ames",
              PMMLPipeline([("map", mixed(AMES_COLUMNS, StandardScaler(), unknown="error")),
                            ("model", LinearRegression())]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], False, target="Sale_Price",
              floor=1e5)


def multinomial_hpc():
    raw = fx.modeldata("hpc_data")
    rows = fx.typed(raw, HPC_COLUMNS)
    classifier("sklearn_multinomial_hpc",
               PMMLPipeline([("map", mixed(HPC_COLUMNS, StandardScaler())),
                             ("model", LogisticRegression(max_iter=5000))]),
               HPC_COLUMNS, HPC, rows, [r["class"] for r in raw], False, target="class", floor=1e-3,
               extremes=(0, -1, 1000))


def poisson_attrition():
    raw = fx.modeldata("attrition")
    rows = fx.typed(raw, ATTRITION_COLUMNS)
    regressor("sklearn_poisson_attrition",
              PMMLPipeline([("map", mixed(ATTRITION_COLUMNS, StandardScaler())),
                            ("model", PoissonRegressor(alpha=0.01))]),
              ATTRITION_COLUMNS, ATTRITION, rows, [float(r["NumCompaniesWorked"]) for r in raw], False,
              target="NumCompaniesWorked", extremes=(0, -1, 100))


def tree_credit():
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, CREDIT_COLUMNS)
    classifier("sklearn_tree_credit",
               PMMLPipeline([("map", mixed(CREDIT_COLUMNS, unknown="error")),
                             ("model", DecisionTreeClassifier(max_depth=7, min_samples_leaf=10, random_state=1))]),
               CREDIT_COLUMNS, CREDIT, rows, [r["Status"] for r in raw], True, event="bad", target="Status",
               rel=None, extremes=(0, 1e30, -1e30))


def tree_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    regressor("sklearn_tree_ames",
              PMMLPipeline([("map", mixed(AMES_COLUMNS)),
                            ("model", DecisionTreeRegressor(max_depth=8, min_samples_leaf=5, random_state=2))]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price",
              rel=None, single=("Longitude", "Latitude"), per_field=4, extremes=(0, 1e30, -1e30))


if __name__ == "__main__":
    for f in (logistic_churn, linear_ames, ridge_ames, multinomial_hpc, poisson_attrition, tree_credit, tree_ames):
        if fx.wanted("sklearn_" + f.__name__):
            f()

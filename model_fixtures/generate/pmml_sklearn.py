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
from sklearn.pipeline import Pipeline, make_pipeline
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
FLOATS = "scikit-learn itself gives its linear models unrounded inputs, the document all models float ones"
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


def finish(name, producer, words, data, columns, checks, asked, trainer, event, by_document):
    """The trainer's answers, or JPMML-Evaluator's where the document says something else (why: by_document)."""
    load = {"event": event} if event else None
    if not by_document:
        fx.trainer_fixture(name, producer, words, data, SCRIPT, columns, checks, asked, trainer,
                           event=event, load=load)
        return
    asked = fx.unique([{c: r.get(c) for c, _ in columns} for r in asked])
    answers = fx.jpmml_fixture(name, producer, data, SCRIPT, columns, checks, asked, event=event, load=load,
                               words="; " + by_document)
    worst = 0.0
    for t, a in zip(trainer(asked), answers):
        if t is not None and a != fx.INVALID:
            worst = max([worst] + [abs(a[k] - t[k]) / max(1e-30, abs(t[k])) for k in t if isinstance(t[k], float)])
    print("    the trainer's own answers differ from these by up to %.1e" % worst)


def classifier(name, pipeline, columns, data, rows, y, edges, event=None, rel=1e-13, floor=1e-2,
               ordinary=40, producer=PRODUCER, contract=None, words="predict and predict_proba of the fitted pipeline",
               single=(), aliases=None, options=None, target="y", by_document=None, verify=0, **edge):
    X = frame(rows, columns)
    y = pd.Series(list(y), name=target)
    pipeline.fit(X, y)
    if verify:
        pipeline.verify(X.sample(verify, random_state=5), precision=1e-9, zeroThreshold=1e-9)
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

    finish(name, producer, words, data, columns, checks, asked, trainer, event, by_document)


def regressor(name, pipeline, columns, data, rows, y, edges, target="y", rel=1e-13, floor=1, ordinary=40,
              producer=PRODUCER, contract=None, words="predict of the fitted pipeline", single=(),
              aliases=None, options=None, by_document=None, **edge):
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

    finish(name, producer, words, data, columns, checks, asked, trainer, None, by_document)


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
               floor=1e-2)


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
               HPC_COLUMNS, HPC, rows, [r["class"] for r in raw], False, target="class", floor=1e-2,
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


def domains_credit():
    """Declared domains: replacements, outliers, invalid values; the document verifies itself."""
    from sklearn2pmml.decoration import CategoricalDomain, ContinuousDomain
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, CREDIT_COLUMNS)
    use = [("Age", "int4"), ("Income", "float8"), ("Debt", "float8"), ("Amount", "int4"), ("Home", "text"),
           ("Job", "text"), ("Records", "text")]
    mapper = ColumnTransformer([
        ("Age", make_pipeline(ContinuousDomain(invalid_value_treatment="as_missing"), SimpleImputer(strategy="mean"), StandardScaler()), ["Age"]),
        ("Income", make_pipeline(ContinuousDomain(missing_value_replacement=100.0,
                                       outlier_treatment="as_extreme_values", low_value=20.0, high_value=500.0,
                                       invalid_value_treatment="as_is"), StandardScaler()), ["Income"]),
        ("Debt", make_pipeline(ContinuousDomain(missing_value_replacement=0.0, outlier_treatment="as_missing_values",
                                     low_value=0.0, high_value=10000.0, invalid_value_treatment="return_invalid"),
                    MinMaxScaler()), ["Debt"]),
        ("Amount", make_pipeline(ContinuousDomain(missing_value_treatment="return_invalid", invalid_value_treatment="as_value",
                                       invalid_value_replacement=1000.0), StandardScaler()), ["Amount"]),
        ("Home", make_pipeline(CategoricalDomain(missing_value_replacement="owner", invalid_value_treatment="as_missing"), one_hot()), ["Home"]),
        ("Job", make_pipeline(CategoricalDomain(missing_value_replacement="fixed", invalid_value_treatment="as_value",
                                     invalid_value_replacement="others"), one_hot()), ["Job"]),
        ("Records", make_pipeline(CategoricalDomain(invalid_value_treatment="return_invalid"), one_hot()), ["Records"])])
    pipeline = PMMLPipeline([("map", mapper), ("model", LogisticRegression(max_iter=2000))])
    classifier("sklearn_domains_credit", pipeline, use, CREDIT, fx.typed(raw, use), [r["Status"] for r in raw], False,
               event="bad", target="Status", floor=1e-2, extremes=(0, -1, 1e30), verify=12)


def tree_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    regressor("sklearn_tree_ames",
              PMMLPipeline([("map", mixed(AMES_COLUMNS)),
                            ("model", DecisionTreeRegressor(max_depth=8, min_samples_leaf=5, random_state=2))]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price",
              rel=None, single=("Longitude", "Latitude"), per_field=4, extremes=(0, 1e30, -1e30))


def forest_credit():
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, CREDIT_COLUMNS)
    classifier("sklearn_forest_credit",
               PMMLPipeline([("map", mixed(CREDIT_COLUMNS)),
                             ("model", RandomForestClassifier(15, max_depth=6, min_samples_leaf=5, random_state=3))]),
               CREDIT_COLUMNS, CREDIT, rows, [r["Status"] for r in raw], True, event="bad", target="Status",
               rel=None, extremes=(0, 1e30, -1e30))


def forest_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    regressor("sklearn_forest_ames",
              PMMLPipeline([("map", mixed(AMES_COLUMNS)),
                            ("model", RandomForestRegressor(12, max_depth=6, min_samples_leaf=4, random_state=4))]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price",
              rel=None, single=("Longitude", "Latitude"), per_field=3, extremes=(0, 1e30, -1e30))


def extra_trees_ames():
    """Without compaction of the trees: every node as binary splits, lessOrEqual and greaterThan."""
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    numeric = [c for c in AMES_COLUMNS if c[1] != "text"]
    regressor("sklearn_extratrees_ames",
              PMMLPipeline([("map", ColumnTransformer([("num", SimpleImputer(strategy="constant", fill_value=-1.0),
                                                        [c for c, _ in numeric])])),
                            ("model", ExtraTreesRegressor(10, max_depth=5, random_state=5))]),
              numeric, AMES, rows, [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price",
              rel=None, single=("Longitude", "Latitude"), per_field=3, extremes=(0, 1e30, -1e30),
              options={"compact": False, "numeric": False})


def gb_churn():
    raw = fx.modeldata("wa_churn")
    rows = fx.typed(raw, CHURN_COLUMNS)
    classifier("sklearn_gb_churn",
               PMMLPipeline([("map", mixed(CHURN_COLUMNS)),
                             ("model", GradientBoostingClassifier(n_estimators=20, max_depth=3, random_state=6))]),
               CHURN_COLUMNS, CHURN, rows, [r["churn"] for r in raw], True, event="Yes", target="churn",
               floor=1e-2, single=("monthly_charges", "total_charges"), per_field=3)


def gb_hpc():
    raw = fx.modeldata("hpc_data")
    rows = fx.typed(raw, HPC_COLUMNS)
    classifier("sklearn_gb_hpc",
               PMMLPipeline([("map", mixed(HPC_COLUMNS)),
                             ("model", GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=7))]),
               HPC_COLUMNS, HPC, rows, [r["class"] for r in raw], True, target="class", floor=1e-2,
               single=[c for c, t in HPC_COLUMNS if t == "float8"])


def gb_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    regressor("sklearn_gb_ames",
              PMMLPipeline([("map", mixed(AMES_COLUMNS)),
                            ("model", GradientBoostingRegressor(n_estimators=25, max_depth=3, random_state=8))]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price",
              single=("Longitude", "Latitude"), per_field=3, extremes=(0, 1e30, -1e30))


def levels(columns, **kw):
    """Numbers as they are, missing ones too; text as ordinal codes."""
    return ColumnTransformer([
        ("num", "passthrough", of_type(columns, False)),
        ("cat", OrdinalEncoder(**kw), of_type(columns, True))])


def hgb_credit():
    """Missing numbers stay missing, levels as sets."""
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, CREDIT_COLUMNS)
    cat = [i + len(of_type(CREDIT_COLUMNS, False)) for i in range(len(of_type(CREDIT_COLUMNS, True)))]
    classifier("sklearn_histgb_credit",
               PMMLPipeline([("map", levels(CREDIT_COLUMNS)),
                             ("model", HistGradientBoostingClassifier(max_iter=12, max_leaf_nodes=12,
                                                                      categorical_features=cat, random_state=9))]),
               CREDIT_COLUMNS, CREDIT, rows, [r["Status"] for r in raw], True, event="bad", target="Status",
               floor=1e-2, infinities=True)


def hgb_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    for i, r in enumerate(rows):        # ames has no gaps: every 11th basement and garage gets one
        if i % 11 == 3:
            r["Total_Bsmt_SF"] = None
        if i % 13 == 5:
            r["Garage_Area"] = None
    regressor("sklearn_histgb_ames",
              PMMLPipeline([("map", levels(AMES_COLUMNS)),
                            ("model", HistGradientBoostingRegressor(max_iter=15, max_leaf_nodes=10, random_state=10))]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price",
              per_field=3, extremes=(0, 1e30, -1e30))


def stacking_churn():
    """A chain: a tree and a logistic model feed a logistic model."""
    raw = fx.modeldata("wa_churn")
    rows = fx.typed(raw, CHURN_COLUMNS)
    stack = StackingClassifier([("tree", DecisionTreeClassifier(max_depth=5, min_samples_leaf=20, random_state=11)),
                                ("logit", LogisticRegression(max_iter=2000))],
                               final_estimator=LogisticRegression(max_iter=2000), cv=3)
    classifier("sklearn_stacking_churn", PMMLPipeline([("map", mixed(CHURN_COLUMNS, StandardScaler())), ("model", stack)]),
               CHURN_COLUMNS, CHURN, rows, [r["churn"] for r in raw], False, event="Yes", target="churn", floor=1e-2, by_document=FLOATS)


def voting_hpc():
    """Soft voting with weights."""
    raw = fx.modeldata("hpc_data")
    rows = fx.typed(raw, HPC_COLUMNS)
    vote = VotingClassifier([("tree", DecisionTreeClassifier(max_depth=4, random_state=12)),
                             ("logit", LogisticRegression(max_iter=5000)),
                             ("forest", RandomForestClassifier(5, max_depth=4, random_state=13))],
                            voting="soft", weights=[1, 2, 0.5])
    classifier("sklearn_voting_hpc", PMMLPipeline([("map", mixed(HPC_COLUMNS)), ("model", vote)]),
               HPC_COLUMNS, HPC, rows, [r["class"] for r in raw], False, target="class", floor=1e-2,
               extremes=(0, -1, 1000), by_document=FLOATS)


def voting_ames():
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    vote = VotingRegressor([("tree", DecisionTreeRegressor(max_depth=5, random_state=14)),
                            ("ridge", Ridge(alpha=1.0))], weights=[3, 2])
    regressor("sklearn_voting_ames", PMMLPipeline([("map", mixed(AMES_COLUMNS, StandardScaler())), ("model", vote)]),
              AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) for r in raw], False, target="Sale_Price",
              floor=1e5, by_document=FLOATS)


# ---------------------------------------------------------------- XGBoost

def xgboost_fixture(name, pipeline, columns, data, rows, y, target, event=None, edges=True, **edge):
    """XGBoost through PMML: JPMML-Evaluator is the reference, single precision throughout."""
    from sklearn.preprocessing import LabelEncoder
    X = frame(rows, columns)
    y = list(y)
    classes = None
    if isinstance(y[0], str):
        coder = LabelEncoder().fit(y)
        classes = [str(c) for c in coder.classes_]
        pipeline.fit(X, pd.Series(coder.transform(y), name=target))
        classes = [str(i) for i in range(len(classes))]
    else:
        pipeline.fit(X, pd.Series(y, name=target, dtype="float64"))
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    export(pipeline, doc)
    ulp = {"contract": "float32_ulp", "ulp": 2}
    if classes:
        checks = [fx.check("class", "predict_class")]
        if event:
            checks.append(fx.check("predict", "predict", **ulp))
        for c in classes:
            checks.append(fx.check("p_" + c, "predict_proba_of", **{"class": c}, **ulp))
            checks.append(fx.check("probability(%s)" % c, "predict_json", **ulp))
    else:
        checks = [fx.check("predict", "predict", **ulp), fx.check(target, "predict_json", **ulp)]
    base = rows[::max(1, len(rows) // 40)][:40]
    asked = base + fx.edge_rows(base, columns, doc, **edge)
    answers = fx.jpmml_fixture(name, "XGBoost 3.2.0, sklearn2pmml 0.133.1", data, SCRIPT, columns, checks, asked,
                               event=event, load={"event": event} if event else None)
    worst = 0.0
    asked = fx.unique([{c: r.get(c) for c, _ in columns} for r in asked])
    for r, a in zip(asked, answers):
        if a == fx.INVALID:
            continue
        f = frame([r], columns)
        try:
            t = pipeline.predict_proba(f)[0] if classes else pipeline.predict(f)
        except Exception:
            continue
        for c, x in zip(classes or ["predict"], t):
            b = a["p_" + c] if classes else a[c]
            worst = max(worst, abs(b - float(x)) / max(abs(float(x)), 1e-30))
    print("    XGBoost's own answers differ from these by up to %.1e" % worst)


def xgb_credit():
    import xgboost
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, CREDIT_COLUMNS)
    gaps = ColumnTransformer([("num", "passthrough", of_type(CREDIT_COLUMNS, False)),
                              ("cat", Pipeline([("impute", SimpleImputer(strategy="most_frequent")),
                                                ("hot", one_hot(handle_unknown="ignore"))]),
                               of_type(CREDIT_COLUMNS, True))])
    xgboost_fixture("sklearn_xgboost_credit",
                    PMMLPipeline([("map", gaps),
                                  ("model", xgboost.XGBClassifier(n_estimators=12, max_depth=4, random_state=15, n_jobs=1))]),
                    CREDIT_COLUMNS, CREDIT, rows, [r["Status"] for r in raw], "Status", event="1",
                    single=[c for c, _ in CREDIT_COLUMNS])


def xgb_hpc():
    import xgboost
    raw = fx.modeldata("hpc_data")
    rows = fx.typed(raw, HPC_COLUMNS)
    xgboost_fixture("sklearn_xgboost_hpc",
                    PMMLPipeline([("map", mixed(HPC_COLUMNS)),
                                  ("model", xgboost.XGBClassifier(n_estimators=6, max_depth=4, random_state=16, n_jobs=1))]),
                    HPC_COLUMNS, HPC, rows, [r["class"] for r in raw], "class",
                    single=[c for c, t in HPC_COLUMNS if t == "float8"])


def xgb_ames():
    import xgboost
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    for i, r in enumerate(rows):
        if i % 11 == 3:
            r["Total_Bsmt_SF"] = None
    xgboost_fixture("sklearn_xgboost_ames",
                    PMMLPipeline([("map", levels(AMES_COLUMNS)),
                                  ("model", xgboost.XGBRegressor(n_estimators=15, max_depth=4, random_state=17, n_jobs=1))]),
                    AMES_COLUMNS, AMES, rows, [float(r["Sale_Price"]) / 1000 for r in raw], "price_k",
                    single=("Longitude", "Latitude", "Total_Bsmt_SF", "Garage_Area"), per_field=3)


def xgb_poisson():
    import xgboost
    raw = fx.modeldata("attrition")
    rows = fx.typed(raw, ATTRITION_COLUMNS)
    xgboost_fixture("sklearn_xgboost_poisson_attrition",
                    PMMLPipeline([("map", mixed(ATTRITION_COLUMNS)),
                                  ("model", xgboost.XGBRegressor(objective="count:poisson", n_estimators=15, max_depth=3,
                                                                 random_state=18, n_jobs=1))]),
                    ATTRITION_COLUMNS, ATTRITION, rows, [float(r["NumCompaniesWorked"]) for r in raw],
                    "NumCompaniesWorked", extremes=(0, -1, 100))


# ---------------------------------------------------------------- LightGBM

def lgbm_credit():
    import lightgbm
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, CREDIT_COLUMNS)
    text = of_type(CREDIT_COLUMNS, True)
    k = len(of_type(CREDIT_COLUMNS, False))
    pipeline = PMMLPipeline([("map", levels(CREDIT_COLUMNS)),
                             ("model", lightgbm.LGBMClassifier(n_estimators=12, num_leaves=12, random_state=19,
                                                               n_jobs=1, verbose=-1,
                                                               categorical_feature=[k + i for i in range(len(text))]))])
    classifier("sklearn_lightgbm_credit", pipeline, CREDIT_COLUMNS, CREDIT, rows, [r["Status"] for r in raw],
               True, event="bad", target="Status", floor=1e-2, producer="LightGBM 4.7.0, sklearn2pmml 0.133.1")


def lgbm_ames():
    import lightgbm
    raw = fx.modeldata("ames")
    rows = fx.typed(raw, AMES_COLUMNS)
    pipeline = PMMLPipeline([("map", mixed(AMES_COLUMNS)),
                             ("model", lightgbm.LGBMRegressor(n_estimators=15, num_leaves=10, random_state=20,
                                                              n_jobs=1, verbose=-1, boosting_type="gbdt"))])
    regressor("sklearn_lightgbm_ames", pipeline, AMES_COLUMNS, AMES, rows,
              [float(r["Sale_Price"]) for r in raw], True, target="Sale_Price", per_field=3, infinities=True,
              producer="LightGBM 4.7.0, sklearn2pmml 0.133.1")


ALL = {"logistic_churn": logistic_churn, "linear_ames": linear_ames, "ridge_ames": ridge_ames,
       "multinomial_hpc": multinomial_hpc, "poisson_attrition": poisson_attrition,
       "domains_credit": domains_credit, "tree_credit": tree_credit, "tree_ames": tree_ames, "forest_credit": forest_credit,
       "forest_ames": forest_ames, "extratrees_ames": extra_trees_ames, "gb_churn": gb_churn,
       "gb_hpc": gb_hpc, "gb_ames": gb_ames, "histgb_credit": hgb_credit, "histgb_ames": hgb_ames,
       "stacking_churn": stacking_churn, "voting_hpc": voting_hpc, "voting_ames": voting_ames,
       "xgboost_credit": xgb_credit, "xgboost_hpc": xgb_hpc, "xgboost_ames": xgb_ames,
       "xgboost_poisson_attrition": xgb_poisson, "lightgbm_credit": lgbm_credit,
       "lightgbm_ames": lgbm_ames}

if __name__ == "__main__":
    for name, make in ALL.items():
        if fx.wanted("sklearn_" + name):
            try:
                make()
            except Exception as e:
                if not os.environ.get("KEEP_GOING"):
                    raise
                import traceback
                traceback.print_exc(limit=3)

"""Which models generate_xgboost.py fits: every objective, booster and document form.

A feature is (column, SQL type of the input) or (column, type, "code" | "name"): a
category given as its code, or by its name (XGBoost 3.1 and later store names).
names: "absent" = the document holds no feature names, the load option gives them;
"default" = none either, and the columns are called f0, f1, ...
"""

import numpy as np

ORIGINS = {
    "credit_data": "credit_data (R package modeldata, MIT)",
    "wa_churn": "wa_churn (R package modeldata, MIT)",
    "hpc_data": "hpc_data (R package modeldata, MIT)",
    "Bikeshare": "Bikeshare (ISLP 0.6.0, BSD)",
    "iris": "iris (scikit-learn, BSD)",
    "wine": "wine (scikit-learn, BSD)",
    "breast_cancer": "breast_cancer (scikit-learn, BSD)",
    "diabetes": "diabetes (scikit-learn, BSD)",
}

CREDIT = [("Seniority", "int4"), ("Time", "int4"), ("Age", "int4"), ("Expenses", "int4"), ("Income", "float8"),
          ("Assets", "float8"), ("Debt", "numeric"), ("Amount", "int8"), ("Price", "float4")]
CREDIT_CODES = CREDIT[:6] + [("Home", "float8", "code"), ("Job", "int4", "code"), ("Records", "int4", "code")]
CREDIT_NAMES = CREDIT[:6] + [("Home", "text", "name"), ("Job", "text", "name"), ("Records", "text", "name"),
                             ("Marital", "text", "name")]
CHURN = [("tenure", "int4"), ("monthly_charges", "float8"), ("total_charges", "float8"), ("senior_citizen", "int4"),
         ("contract", "float8", "code")]
CHURN_PLAIN = CHURN[:4]
BIKES = [("hr", "int4"), ("temp", "float8"), ("atemp", "float8"), ("hum", "float8"), ("windspeed", "float4"),
         ("weekday", "int4"), ("workingday", "int4")]
BIKES_NAMES = BIKES + [("mnth", "text", "name"), ("weathersit", "text", "name"), ("season", "int4", "name")]
BIKES_CODES = BIKES + [("mnth", "float8", "code"), ("weathersit", "int4", "code")]
HPC = [("compounds", "int4"), ("input_fields", "int4"), ("iterations", "int4"), ("num_pending", "int4"),
       ("hour", "float8")]
HPC_CODES = HPC + [("protocol", "float8", "code"), ("day", "int4", "code")]
DIABETES = [(n, "float8") for n in ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")]
IRIS = [(n, "float8") for n in ("sepal_length", "sepal_width", "petal_length", "petal_width")]
WINE = [(n, "float8") for n in ("alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "flavanoids",
                                "color_intensity", "hue", "proline")]
CANCER = [(n, "float8") for n in ("mean_radius", "mean_texture", "mean_area", "mean_smoothness",
                                  "mean_concavity", "worst_radius", "worst_texture", "worst_concave_points")]


def bad_credit(table):
    return np.array([1.0 if v == "bad" else 0.0 for v in table.columns["Status"]])


def churned(table):
    return np.array([1.0 if v == "Yes" else 0.0 for v in table.columns["churn"]])


def benign(table):
    return table.numbers("target")


def speed_class(table):
    return np.array([float(("VF", "F", "M", "L").index(v)) for v in table.columns["class"]])


def log_compounds(table):
    return np.log1p(table.numbers("num_pending")) + table.numbers("iterations") / 100.0 + 0.01


def two_riders(table):
    return np.column_stack([table.numbers("casual"), table.numbers("registered")])


def busy(table):
    return np.clip(np.floor(table.numbers("bikers") / 60.0), 0, 4)


def share(table):
    return table.numbers("casual") / np.maximum(table.numbers("bikers"), 1.0)


def crowded(table):
    return (table.numbers("bikers") > 150) * 1.0


def months_signed(table):
    """Cox: time to churn, negative where censored."""
    return np.where(churned(table) > 0, 1.0, -1.0) * (table.numbers("tenure") + 1.0)


def months_between(table):
    """AFT: bounds of the time to churn."""
    low = table.numbers("tenure") + 1.0
    return low, np.where(churned(table) > 0, low, np.inf)


def model(env, what, data, kind, features, target, params, **more):
    params = dict(params)
    if params.get("booster") != "gblinear":
        params.setdefault("max_depth", 3)
    return dict(more, env=env, name="xgboost%s_%s" % (env[3:], what), data=data, kind=kind, features=features,
                target=target, params=params)


MODELS = [
    # ---- 1.0.2: no feature names in the document, boolean default_left, six digits of base_score ----
    model("xgb10", "squarederror_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror"}, names="absent", train_rows=350),
    model("xgb10", "logistic_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "base_score": 0.123456789}, names="absent"),
    model("xgb10", "softprob_iris", "iris", "classes", IRIS, "target",
          {"objective": "multi:softprob", "num_class": 3}, names="default", rounds=5, train_rows=100),
    model("xgb10", "logitraw_cancer", "breast_cancer", "number", CANCER, benign,
          {"objective": "binary:logitraw", "base_score": 0.17}, names="absent", train_rows=400),
    model("xgb10", "dart_poisson_bikes", "Bikeshare", "number", BIKES, "bikers",
          {"objective": "count:poisson", "booster": "dart", "rate_drop": 0.4, "base_score": 123.4567}, names="absent"),
    # ---- 3.4.1 ----
    model("xgb34", "squarederror_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror"}, train_rows=350),
    model("xgb34", "logistic_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "max_depth": 4}),
    model("xgb34", "logistic_base_score_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "base_score": 0.0123}),
    model("xgb34", "softprob_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4}),
    model("xgb34", "poisson_bikes", "Bikeshare", "number", BIKES, "bikers", {"objective": "count:poisson", "eta": 0.7}),
    model("xgb34", "dart_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "booster": "dart", "rate_drop": 0.4}, rounds=12),
    model("xgb34", "gblinear_softprob_wine", "wine", "classes", WINE, "target",
          {"objective": "multi:softprob", "num_class": 3, "booster": "gblinear"}, train_rows=120),
]

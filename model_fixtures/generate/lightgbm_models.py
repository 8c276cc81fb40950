"""Which models generate_lightgbm.py fits: every objective, kind of boosting, kind
of missing value and document form.

A feature is (column, SQL type of the input) or (column, type, kind): "code", a
category given as its code; "name", a category of a data frame, given by its name;
"ordered", an ordered one, whose codes LightGBM compares as numbers.
form: "text" is save_model's, "json" is dump_model's.
forced: a tree so deep, by forced splits on the first feature, one below the other.
"""

import numpy as np

from xgboost_models import (BIKES, CANCER, CHURN_PLAIN, CREDIT, CREDIT_CODES, CREDIT_NAMES, DIABETES, HPC, HPC_CODES,
                            IRIS, WINE, bad_credit, benign, busy, churned, share, speed_class)

CREDIT_ORDERED = CREDIT[1:5] + [("Home", "text", "name"), ("Seniority", "int4"), ("Marital", "text", "ordered"),
                               ("Records", "text", "name")]
BIKES_NAMES = BIKES + [("mnth", "text", "name"), ("weathersit", "text", "name"), ("season", "int4", "name")]
BIKES_CODES = BIKES + [("mnth", "float8", "code"), ("weathersit", "int4", "code")]


def model(env, what, data, kind, features, target, params, **more):
    params = dict(params)
    params.setdefault("num_leaves", 7)
    return dict(more, env=env, name="lightgbm%s_%s" % (env[3:], what), data=data, kind=kind, features=features,
                target=target, params=params)


def pull_to_classes(predictions, data):
    """A custom objective of several outputs: squared error of one margin for each class."""
    label = data.get_label()
    flat = predictions.ndim == 1  # releases before 4.0 have one class after the other
    scores = predictions.reshape((-1, len(label))).T if flat else predictions
    slope = scores - (np.arange(3) == label[:, None]) * 1.0
    return (slope.T.ravel(), np.ones(slope.size)) if flat else (slope, np.ones_like(slope))


def not_said(table):
    """How many of an applicant's figures are missing, and a little of the price."""
    said = [f[0] for f in CREDIT]
    rows = range(len(table.columns["Price"]))
    return np.array([sum(table.columns[c][i] is None for c in said) for i in rows]) + table.numbers("Price") / 1e4


def log_cosh(predictions, data):
    """A custom objective of one output."""
    slope = np.tanh(predictions - data.get_label())
    return slope, 1.0 - slope ** 2 + 1e-3


MODELS = [
    # ---- regression and what has its link ----
    model("lgb47", "regression_diabetes", "diabetes", "number", DIABETES, "target", {"objective": "regression"},
          train_rows=350),
    model("lgb47", "sqrt_bikes", "Bikeshare", "number", BIKES, "bikers", {"objective": "regression", "reg_sqrt": True}),
    model("lgb47", "sqrt_l1_bikes", "Bikeshare", "number", BIKES, "bikers",
          {"objective": "regression_l1", "reg_sqrt": True}, form="json"),
    model("lgb47", "l1_credit", "credit_data", "number", CREDIT[:8], "Price", {"objective": "regression_l1"}),
    model("lgb47", "huber_diabetes", "diabetes", "number", DIABETES, "target", {"objective": "huber"}, train_rows=350),
    model("lgb47", "fair_diabetes", "diabetes", "number", DIABETES, "target", {"objective": "fair"}, train_rows=350,
          form="json"),
    model("lgb47", "quantile_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"objective": "quantile", "alpha": 0.9}),
    model("lgb47", "mape_credit", "credit_data", "number", CREDIT[:8], "Price", {"objective": "mape"}),
    model("lgb47", "poisson_bikes", "Bikeshare", "number", BIKES, "bikers", {"objective": "poisson"}),
    model("lgb47", "gamma_credit", "credit_data", "number", CREDIT[:8], "Price", {"objective": "gamma"}),
    model("lgb47", "tweedie_bikes", "Bikeshare", "number", BIKES, "casual",
          {"objective": "tweedie", "tweedie_variance_power": 1.3}, form="json"),
    model("lgb47", "cross_entropy_bikes", "Bikeshare", "number", BIKES, share, {"objective": "cross_entropy"}),
    model("lgb47", "cross_entropy_lambda_bikes", "Bikeshare", "number", BIKES, share,
          {"objective": "cross_entropy_lambda"}),
    model("lgb47", "lambdarank_bikes", "Bikeshare", "number", BIKES, busy, {"objective": "lambdarank"},
          in_order=True, groups=24, train_rows=1440),
    model("lgb47", "xendcg_bikes", "Bikeshare", "number", BIKES, busy, {"objective": "rank_xendcg"},
          in_order=True, groups=24, train_rows=1440, form="json"),
    model("lgb47", "custom_diabetes", "diabetes", "number", DIABETES, "target", {"objective": log_cosh}, train_rows=350),

    # ---- classes ----
    model("lgb47", "binary_credit", "credit_data", "binary", CREDIT, bad_credit, {"objective": "binary"}),
    model("lgb47", "binary_json_credit", "credit_data", "binary", CREDIT, bad_credit, {"objective": "binary"},
          form="json"),
    model("lgb47", "sigmoid_cancer", "breast_cancer", "binary", CANCER, benign,
          {"objective": "binary", "sigmoid": 0.7}, train_rows=400),
    model("lgb47", "multiclass_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multiclass", "num_class": 4}, rounds=4),
    model("lgb47", "multiclass_json_iris", "iris", "classes", IRIS, "target",
          {"objective": "multiclass", "num_class": 3, "min_data_in_leaf": 5}, rounds=4, train_rows=100, form="json"),
    model("lgb47", "multiclassova_wine", "wine", "classes", WINE, "target",
          {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.4, "min_data_in_leaf": 5}, rounds=4,
          train_rows=120),
    model("lgb47", "custom_classes_iris", "iris", "targets", IRIS, "target",
          {"objective": pull_to_classes, "num_class": 3, "min_data_in_leaf": 5}, rounds=3, train_rows=100),

    # ---- options of the load ----
    model("lgb47", "threshold_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6},
          load={"threshold": 0.24, "extra_outputs": ["margin"]}),
    model("lgb47", "class_weights_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multiclass", "num_class": 4}, rounds=4,
          load={"class_weights": {"0": 0.25, "2": 3, "3": 10}, "extra_outputs": ["margin"]}),

    model("lgb47", "leaf_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "num_leaves": 60, "min_data_in_leaf": 5}, rounds=5,
          load={"extra_outputs": ["leaf", "margin"]}),
    model("lgb47", "leaf_json_hpc", "hpc_data", "classes", HPC_CODES, speed_class,
          {"objective": "multiclass", "num_class": 4}, rounds=3, form="json", load={"extra_outputs": ["leaf"]}),
    model("lgb47", "deep_json_diabetes", "diabetes", "number", [("s5", "float8"), ("bmi", "float8")], "target",
          {"objective": "regression", "num_leaves": 130, "min_data_in_leaf": 1, "min_data_in_bin": 1, "max_bin": 400},
          forced=120, train_rows=350, rounds=1, form="json", load={"extra_outputs": ["leaf"]}),
    model("lgb47", "leaf_linear_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "regression", "linear_tree": True}, rounds=3, train_rows=350,
          load={"extra_outputs": ["leaf"]}),
    model("lgb47", "leaf_rf_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}, rounds=4,
          load={"extra_outputs": ["leaf"]}),

    # ---- boosting ----
    model("lgb47", "rf_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}),
    model("lgb47", "rf_json_bikes", "Bikeshare", "number", BIKES, "bikers",
          {"objective": "regression", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}, form="json"),
    model("lgb47", "rf_multiclass_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multiclass", "num_class": 4, "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6},
          rounds=3),
    model("lgb47", "dart_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "boosting": "dart", "drop_rate": 0.5}, rounds=12),
    model("lgb47", "goss_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary", "data_sample_strategy": "goss"}),
    model("lgb47", "early_stop_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "learning_rate": 0.7}, rounds=60, stop=3),
    model("lgb47", "one_leaf_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "regression", "min_data_in_leaf": 1000}, train_rows=350, rounds=3),

    # ---- linear trees ----
    model("lgb47", "linear_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "regression", "linear_tree": True}, zeros=True, train_rows=350),
    model("lgb47", "linear_json_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "linear_tree": True}, zeros=True, form="json"),
    model("lgb47", "linear_rf_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multiclass", "num_class": 4, "linear_tree": True, "boosting": "rf", "bagging_freq": 1,
           "bagging_fraction": 0.6}, rounds=3),
    model("lgb47", "linear_names_bikes", "Bikeshare", "number", BIKES_NAMES, "bikers",
          {"objective": "poisson", "linear_tree": True, "min_data_per_group": 10, "cat_smooth": 1}),

    # ---- missing values ----
    # a split of all values from the missing ones: its threshold is inf
    model("lgb47", "missing_apart_credit", "credit_data", "number", CREDIT, not_said,
          {"objective": "regression", "num_leaves": 31, "min_data_in_leaf": 2}),
    model("lgb47", "zero_as_missing_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"objective": "regression", "zero_as_missing": True}, zeros=True, rounds=12),
    model("lgb47", "zero_as_missing_json_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "zero_as_missing": True}, zeros=True, form="json"),
    model("lgb47", "signed_zero_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "regression", "zero_as_missing": True, "num_leaves": 15}, zeros=True, train_rows=350),
    model("lgb47", "no_missing_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "use_missing": False}, zeros=True),
    model("lgb47", "trained_whole_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "regression", "num_leaves": 15}, zeros=True, train_rows=350),

    # ---- categories ----
    model("lgb47", "codes_credit", "credit_data", "binary", CREDIT_CODES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),
    model("lgb47", "codes_json_hpc", "hpc_data", "classes", HPC_CODES, speed_class,
          {"objective": "multiclass", "num_class": 4, "min_data_per_group": 10, "cat_smooth": 1}, rounds=4, form="json"),
    model("lgb47", "onehot_bikes", "Bikeshare", "number", BIKES_CODES, "bikers",
          {"objective": "regression", "max_cat_to_onehot": 40}),
    model("lgb47", "names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),
    model("lgb47", "names_json_bikes", "Bikeshare", "number", BIKES_NAMES, "bikers",
          {"objective": "regression", "min_data_per_group": 10, "cat_smooth": 1}, form="json"),
    model("lgb47", "ordered_credit", "credit_data", "binary", CREDIT_ORDERED, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),

    # ---- trees of more leaves than are asked as a whole ----
    model("lgb47", "large_credit", "credit_data", "binary",
          [("Seniority", "int4"), ("Income", "float8"), ("Amount", "int8"), ("Home", "text", "name"),
           ("Job", "text", "name")], bad_credit,
          {"objective": "binary", "num_leaves": 300, "min_data_in_leaf": 1, "min_data_per_group": 1, "cat_smooth": 1,
           "max_bin": 1000, "min_data_in_bin": 1}, rounds=10),

    # ---- names ----
    model("lgb47", "odd_names_churn", "wa_churn", "binary", CHURN_PLAIN, churned, {"objective": "binary"},
          names=["tenure (months)", "Gebühr.monatlich", "total-charges/year", "senior=citizen"]),
    model("lgb47", "no_names_iris", "iris", "number", IRIS, "target", {"objective": "regression", "min_data_in_leaf": 5},
          train_rows=100, names="absent"),

    # ---- 2.0: version 2, no "end of trees" ----
    model("lgb20", "regression_diabetes", "diabetes", "number", DIABETES, "target", {"objective": "regression"},
          train_rows=350),
    model("lgb20", "binary_credit", "credit_data", "binary", CREDIT, bad_credit, {"objective": "binary"}),
    model("lgb20", "codes_credit", "credit_data", "binary", CREDIT_CODES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),
    model("lgb20", "multiclass_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multiclass", "num_class": 4}, rounds=4),

    # ---- 2.2 ----
    model("lgb22", "zero_as_missing_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"objective": "regression", "zero_as_missing": True}, zeros=True),
    model("lgb22", "names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),
    model("lgb22", "rf_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}),
    model("lgb22", "xentropy_bikes", "Bikeshare", "number", BIKES, share, {"objective": "xentropy"}, form="json"),
    model("lgb22", "xentlambda_bikes", "Bikeshare", "number", BIKES, share, {"objective": "xentlambda"}),
    model("lgb22", "codes_json_credit", "credit_data", "binary", CREDIT_CODES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}, form="json"),

    # ---- 2.3: version 3 ----
    model("lgb23", "early_stop_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary", "learning_rate": 0.7}, rounds=60, stop=3),
    model("lgb23", "onehot_json_bikes", "Bikeshare", "number", BIKES_CODES, "bikers",
          {"objective": "regression", "max_cat_to_onehot": 40}, form="json"),
    model("lgb23", "custom_classes_iris", "iris", "targets", IRIS, "target",
          {"objective": pull_to_classes, "num_class": 3, "min_data_in_leaf": 5}, rounds=3, train_rows=100),
    model("lgb23", "sqrt_bikes", "Bikeshare", "number", BIKES, "bikers", {"objective": "regression", "reg_sqrt": True}),

    # ---- 3.2 ----
    model("lgb32", "names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),
    model("lgb32", "multiclassova_wine", "wine", "classes", WINE, "target",
          {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.4, "min_data_in_leaf": 5}, rounds=4,
          train_rows=120),
    model("lgb32", "tweedie_json_bikes", "Bikeshare", "number", BIKES, "casual", {"objective": "tweedie"}, form="json"),

    model("lgb32", "cross_entropy_lambda_bikes", "Bikeshare", "number", BIKES, share,
          {"objective": "cross_entropy_lambda"}),

    model("lgb32", "linear_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "regression", "linear_tree": True}, train_rows=350),

    # ---- 4.0: version 4, another logarithm in cross_entropy_lambda ----
    model("lgb40", "cross_entropy_lambda_bikes", "Bikeshare", "number", BIKES, share,
          {"objective": "cross_entropy_lambda"}),
    model("lgb40", "codes_credit", "credit_data", "binary", CREDIT_CODES, bad_credit,
          {"objective": "binary", "min_data_per_group": 10, "cat_smooth": 1}),
    model("lgb40", "dart_multiclass_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multiclass", "num_class": 4, "boosting": "dart", "drop_rate": 0.5}, rounds=4),
    model("lgb40", "names_json_bikes", "Bikeshare", "number", BIKES_NAMES, "bikers",
          {"objective": "regression", "min_data_per_group": 10, "cat_smooth": 1}, form="json"),
]

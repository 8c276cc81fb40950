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


def status(table):
    return np.array(table.columns["Status"])


def churned(table):
    return np.array([1.0 if v == "Yes" else 0.0 for v in table.columns["churn"]])


def benign(table):
    return table.numbers("target")


def speed_class(table):
    return np.array([float(("VF", "F", "M", "L").index(v)) for v in table.columns["class"]])


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


def two_labels(table):
    return np.column_stack([churned(table), table.numbers("paperless_billing")])


MODELS = [
    # ---- 1.0.2: no feature names in the document, boolean default_left, six digits of base_score ----
    model("xgb10", "squarederror_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror"}, names="absent", train_rows=350),
    model("xgb10", "linear_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:linear", "base_score": 13.68926}, names="absent", train_rows=350, rounds=4),
    model("xgb10", "logistic_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "base_score": 0.123456789}, names="absent"),
    model("xgb10", "softprob_iris", "iris", "classes", IRIS, "target",
          {"objective": "multi:softprob", "num_class": 3}, names="default", rounds=5, train_rows=100),
    model("xgb10", "logitraw_cancer", "breast_cancer", "number", CANCER, benign,
          {"objective": "binary:logitraw", "base_score": 0.17}, names="absent", train_rows=400),
    model("xgb10", "dart_poisson_bikes", "Bikeshare", "number", BIKES, "bikers",
          {"objective": "count:poisson", "booster": "dart", "rate_drop": 0.4, "base_score": 123.4567}, names="absent"),

    # ---- 1.3.3 ----
    model("xgb13", "cox_churn", "wa_churn", "number", CHURN_PLAIN, months_signed,
          {"objective": "survival:cox"}, names="absent"),
    model("xgb13", "gblinear_logistic_cancer", "breast_cancer", "binary", CANCER, benign,
          {"objective": "binary:logistic", "booster": "gblinear", "base_score": 0.6}, names="absent", train_rows=400),
    model("xgb13", "early_stop_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "n_estimators": 40, "learning_rate": 0.6}, names="default",
          high_level="XGBClassifier", stop=3,
          reference="predict_proba and predict of the XGBClassifier, which stop at the best iteration"),
    model("xgb13", "string_classes_credit", "credit_data", "string classes", CREDIT[:5], status,
          {"objective": "binary:logistic", "n_estimators": 6, "learning_rate": 0.6}, names="default",
          high_level="XGBClassifier", stop=6, load={"event": "bad"},
          reference="predict_proba and predict of the XGBClassifier, fitted on the labels bad and good"),
    model("xgb13", "hinge_cancer", "breast_cancer", "number", CANCER, benign,
          {"objective": "binary:hinge"}, names="absent", train_rows=400, rounds=5),
    model("xgb13", "pairwise_bikes", "Bikeshare", "number", BIKES, busy,
          {"objective": "rank:pairwise"}, names="absent", in_order=True, groups=24, train_rows=1440),
    model("xgb13", "softmax_wine", "wine", "classes", WINE, "target",
          {"objective": "multi:softmax", "num_class": 3}, names="absent", rounds=5, train_rows=120),

    model("xgb13", "dart_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror", "booster": "dart", "rate_drop": 0.4, "base_score": 150.3},
          names="absent", train_rows=350),
    model("xgb13", "logitraw_cancer", "breast_cancer", "number", CANCER, benign,
          {"objective": "binary:logitraw", "base_score": 0.17}, names="absent", train_rows=400, rounds=4),

    # ---- 1.5.2 ----
    model("xgb15", "aft_churn", "wa_churn", "number", CHURN_PLAIN, months_between,
          {"objective": "survival:aft", "aft_loss_distribution": "logistic", "aft_loss_distribution_scale": 1.3},
          survival="aft"),
    model("xgb15", "gamma_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"objective": "reg:gamma", "base_score": 1400.5, "min_child_weight": 0}),
    model("xgb15", "tweedie_bikes", "Bikeshare", "number", BIKES, "casual",
          {"objective": "reg:tweedie", "tweedie_variance_power": 1.4}),
    model("xgb15", "dart_softprob_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "booster": "dart", "rate_drop": 0.4}, rounds=6),
    model("xgb15", "forest_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "num_parallel_tree": 4, "subsample": 0.7, "colsample_bynode": 0.8},
          rounds=3),

    # ---- 1.6.2: categories, several targets ----
    model("xgb16", "onehot_credit", "credit_data", "binary", CREDIT_CODES, bad_credit,
          {"objective": "binary:logistic", "tree_method": "hist", "max_cat_to_onehot": 20}),
    model("xgb16", "partition_hpc", "hpc_data", "classes", HPC_CODES, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "tree_method": "approx", "max_cat_to_onehot": 1}, rounds=5),
    model("xgb16", "two_targets_bikes", "Bikeshare", "targets", BIKES, two_riders,
          {"objective": "reg:squarederror", "tree_method": "hist"}),
    model("xgb16", "squaredlogerror_bikes", "Bikeshare", "number", BIKES, "registered",
          {"objective": "reg:squaredlogerror", "base_score": 20.25, "min_child_weight": 0}),

    # ---- 1.7.6 ----
    model("xgb17", "absoluteerror_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:absoluteerror"}, train_rows=350),
    model("xgb17", "reg_logistic_bikes", "Bikeshare", "number", BIKES, share, {"objective": "reg:logistic"}),
    model("xgb17", "softmax_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softmax", "num_class": 4}),
    model("xgb17", "categories_churn", "wa_churn", "binary", CHURN, churned,
          {"objective": "binary:logistic", "tree_method": "hist", "max_cat_to_onehot": 1}),
    model("xgb17", "missing_zero_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic"}, missing=0.0, load={"missing": "0"}),
    model("xgb17", "missing_in_attributes_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "n_estimators": 8}, missing=0.0, names="absent",
          high_level="XGBClassifier", stop=8,
          reference="predict_proba and predict of the XGBClassifier, whose missing=0.0 the document records"),
    model("xgb17", "early_stop_forest_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "n_estimators": 40, "learning_rate": 0.6, "num_parallel_tree": 3,
           "subsample": 0.7}, names="absent", high_level="XGBClassifier", stop=3,
          reference="predict_proba and predict of the XGBClassifier, which stop at the best iteration"),

    model("xgb17", "pruned_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "tree_method": "exact", "gamma": 4.0, "max_depth": 5}),

    # ---- 2.0.3: iteration_indptr, vector leaves, quantiles ----
    model("xgb20", "quantile_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"objective": "reg:quantileerror", "quantile_alpha": 0.9, "tree_method": "hist"}),
    model("xgb20", "multi_output_tree_bikes", "Bikeshare", "targets", BIKES, two_riders,
          {"objective": "reg:squarederror", "tree_method": "hist", "multi_strategy": "multi_output_tree"}),
    model("xgb20", "ndcg_bikes", "Bikeshare", "number", BIKES, busy,
          {"objective": "rank:ndcg"}, in_order=True, groups=24, train_rows=1440),

    # ---- 2.1.4 ----
    model("xgb21", "quantiles_diabetes", "diabetes", "targets", DIABETES, "target",
          {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.5, 0.9], "tree_method": "hist"},
          train_rows=350, rounds=6),
    model("xgb21", "map_bikes", "Bikeshare", "number", BIKES, crowded,
          {"objective": "rank:map"}, in_order=True, groups=24, train_rows=1440),
    model("xgb21", "gblinear_poisson_bikes", "Bikeshare", "number", BIKES, "bikers",
          {"objective": "count:poisson", "booster": "gblinear", "eta": 0.1, "base_score": 144.0}),

    model("xgb21", "small_base_score_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "base_score": 1e-7, "min_child_weight": 0, "eta": 1.0}, rounds=4),

    # ---- 3.0.5 ----
    model("xgb30", "categories_credit", "credit_data", "binary", CREDIT_CODES, bad_credit,
          {"objective": "binary:logistic", "max_cat_to_onehot": 4, "base_score": 0.93}),
    model("xgb30", "logistic_cancer", "breast_cancer", "binary", CANCER, benign,
          {"objective": "binary:logistic", "max_depth": 5}, train_rows=400, rounds=20,
          document_names=[n.replace("_", " ") for n, _ in CANCER]),
    model("xgb30", "dart_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror", "booster": "dart", "rate_drop": 0.4, "normalize_type": "forest"},
          train_rows=350, rounds=12),

    # ---- 3.1.3, 3.2.0: base_score a vector, category names in the document ----
    model("xgb31", "category_names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary:logistic"}),
    model("xgb31", "two_targets_bikes", "Bikeshare", "targets", BIKES, two_riders, {"objective": "reg:squarederror"}),
    model("xgb32", "category_names_bikes", "Bikeshare", "number", BIKES_NAMES, "bikers",
          {"objective": "count:poisson", "eta": 0.6, "max_cat_to_onehot": 5}),
    model("xgb32", "multi_output_tree_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "multi_strategy": "multi_output_tree",
           "tree_method": "hist"}),

    # ---- 3.4.1 ----
    model("xgb34", "squarederror_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror"}, train_rows=350),
    model("xgb34", "logistic_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "max_depth": 4}, rounds=20),
    model("xgb34", "logistic_base_score_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "base_score": 0.0123}),
    model("xgb34", "small_base_score_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "base_score": 1e-7, "min_child_weight": 0, "eta": 1.0}, rounds=4),
    model("xgb34", "pruned_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "tree_method": "exact", "gamma": 4.0, "max_depth": 5}),
    model("xgb34", "logitraw_churn", "wa_churn", "number", CHURN_PLAIN, churned,
          {"objective": "binary:logitraw", "base_score": 0.31}),
    model("xgb34", "hinge_churn", "wa_churn", "number", CHURN_PLAIN, churned, {"objective": "binary:hinge"}, rounds=5),
    model("xgb34", "softprob_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4}),
    model("xgb34", "softmax_iris", "iris", "classes", IRIS, "target",
          {"objective": "multi:softmax", "num_class": 3}, rounds=5, train_rows=100),
    model("xgb34", "forest_softprob_wine", "wine", "classes", WINE, "target",
          {"objective": "multi:softprob", "num_class": 3, "num_parallel_tree": 3, "subsample": 0.7}, rounds=2,
          train_rows=120),
    model("xgb34", "poisson_bikes", "Bikeshare", "number", BIKES, "bikers", {"objective": "count:poisson", "eta": 0.7}),
    model("xgb34", "gamma_credit", "credit_data", "number", CREDIT[:8], "Price", {"objective": "reg:gamma"}),
    model("xgb34", "tweedie_bikes", "Bikeshare", "number", BIKES, "casual",
          {"objective": "reg:tweedie", "tweedie_variance_power": 1.2}),
    model("xgb34", "squaredlogerror_bikes", "Bikeshare", "number", BIKES, "registered",
          {"objective": "reg:squaredlogerror", "base_score": 40.0, "min_child_weight": 0}),
    model("xgb34", "pseudohuber_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:pseudohubererror", "huber_slope": 20.0, "base_score": 150.0,
           "min_child_weight": 0}, train_rows=350),
    model("xgb34", "absoluteerror_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:absoluteerror"}, train_rows=350),
    model("xgb34", "expectile_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:expectileerror", "expectile_alpha": 0.8}, train_rows=350),
    model("xgb34", "quantiles_credit", "credit_data", "targets", CREDIT[:8], "Price",
          {"objective": "reg:quantileerror", "quantile_alpha": [0.05, 0.95], "eta": 0.7}),
    model("xgb34", "reg_logistic_bikes", "Bikeshare", "number", BIKES, share,
          {"objective": "reg:logistic", "base_score": 0.25}),
    model("xgb34", "cox_churn", "wa_churn", "number", CHURN_PLAIN, months_signed, {"objective": "survival:cox"}),
    model("xgb34", "aft_churn", "wa_churn", "number", CHURN_PLAIN, months_between,
          {"objective": "survival:aft", "aft_loss_distribution": "normal", "base_score": 12.5}, survival="aft"),
    model("xgb34", "pairwise_bikes", "Bikeshare", "number", BIKES, busy,
          {"objective": "rank:pairwise"}, in_order=True, groups=24, train_rows=1440),
    model("xgb34", "ndcg_bikes", "Bikeshare", "number", BIKES, busy,
          {"objective": "rank:ndcg"}, in_order=True, groups=24, train_rows=1440),
    model("xgb34", "map_bikes", "Bikeshare", "number", BIKES, crowded,
          {"objective": "rank:map"}, in_order=True, groups=24, train_rows=1440),
    model("xgb34", "dart_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "booster": "dart", "rate_drop": 0.4}, rounds=12),
    model("xgb34", "dart_softprob_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "booster": "dart", "rate_drop": 0.4}, rounds=6),
    model("xgb34", "gblinear_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror", "booster": "gblinear"}, train_rows=350),
    model("xgb34", "gblinear_softprob_wine", "wine", "classes", WINE, "target",
          {"objective": "multi:softprob", "num_class": 3, "booster": "gblinear"}, train_rows=120),
    model("xgb34", "gblinear_two_targets_bikes", "Bikeshare", "targets", BIKES, two_riders,
          {"objective": "reg:squarederror", "booster": "gblinear"}),
    model("xgb34", "multi_output_tree_bikes", "Bikeshare", "targets", BIKES, two_riders,
          {"objective": "reg:squarederror", "multi_strategy": "multi_output_tree"}),
    model("xgb34", "multi_output_tree_hpc", "hpc_data", "classes", HPC_CODES, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "multi_strategy": "multi_output_tree"}),
    model("xgb34", "two_labels_churn", "wa_churn", "targets", CHURN_PLAIN, two_labels,
          {"objective": "binary:logistic"}),
    model("xgb34", "category_names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary:logistic", "max_cat_to_onehot": 3}, unseen=[(6, "castle"), (7, ""), (8, "YES")]),
    model("xgb34", "category_names_bikes", "Bikeshare", "number", BIKES_NAMES, "bikers",
          {"objective": "reg:squarederror", "max_cat_to_onehot": 5}, unseen=[(9, 7), (9, -1), (7, "jan")]),
    model("xgb34", "categories_bikes", "Bikeshare", "number", BIKES_CODES, "bikers",
          {"objective": "reg:squarederror", "max_cat_to_onehot": 5}),
    model("xgb34", "missing_zero_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic"}, missing=0.0, load={"missing": "0"}),
    model("xgb34", "missing_zero_names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary:logistic", "max_cat_to_onehot": 3}, missing=0.0, load={"missing": "0"}),
    model("xgb34", "early_stop_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "n_estimators": 40, "learning_rate": 0.6},
          high_level="XGBClassifier", stop=3,
          reference="predict_proba and predict of the XGBClassifier, which stop at the best iteration"),
    model("xgb34", "early_stop_all_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "n_estimators": 40, "learning_rate": 0.6},
          high_level="XGBClassifier", stop=3, load={"iterations": "all"},
          reference="Booster.predict of the saved document over all its iterations"),
    model("xgb34", "early_stop_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror", "n_estimators": 40, "learning_rate": 0.6}, train_rows=350,
          high_level="XGBRegressor", stop=3, reference="predict of the XGBRegressor, which stops at the best iteration"),

    # ---- UBJSON, of each form that arrays have ----
    model("xgb17", "ubj_partition_hpc", "hpc_data", "classes", HPC_CODES, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "tree_method": "hist", "max_cat_to_onehot": 1}, rounds=4,
          form="ubj"),
    model("xgb20", "ubj_logistic_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic"}, form="ubj"),
    model("xgb30", "ubj_dart_diabetes", "diabetes", "number", DIABETES, "target",
          {"objective": "reg:squarederror", "booster": "dart", "rate_drop": 0.4}, train_rows=350, form="ubj"),
    model("xgb34", "ubj_category_names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary:logistic", "tree_method": "hist"}, form="ubj"),
    model("xgb34", "ubj_gblinear_wine", "wine", "classes", WINE, "target",
          {"objective": "multi:softprob", "num_class": 3, "booster": "gblinear"}, train_rows=120, form="ubj"),
    model("xgb34", "ubj_multi_output_tree_bikes", "Bikeshare", "targets", BIKES, two_riders,
          {"objective": "reg:squarederror", "multi_strategy": "multi_output_tree", "tree_method": "hist"}, form="ubj"),
    model("xgb34", "ubj_dart_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "booster": "dart", "rate_drop": 0.4}, form="ubj"),

    # ---- margins; the booster is dart, since its rows have no infinities, which DMatrix refuses ----
    model("xgb34", "margin_dart_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "booster": "dart", "rate_drop": 0.4}, load={"extra_outputs": ["margin"]}),
    model("xgb34", "margin_dart_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "booster": "dart", "rate_drop": 0.4}, rounds=4,
          load={"extra_outputs": ["margin"]}),
    model("xgb34", "margin_gblinear_wine", "wine", "classes", WINE, "target",
          {"objective": "multi:softprob", "num_class": 3, "booster": "gblinear"}, train_rows=120, load={"extra_outputs": ["margin"]}),
    model("xgb34", "margin_gblinear_cancer", "breast_cancer", "binary", CANCER, benign,
          {"objective": "binary:logistic", "booster": "gblinear"}, train_rows=400, load={"extra_outputs": ["margin"]}),

    # ---- the numbers of leaves ----
    model("xgb34", "leaf_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "max_depth": 4}, rounds=4, load={"extra_outputs": ["leaf", "margin"]}),
    model("xgb34", "leaf_deep_bikes", "Bikeshare", "number", BIKES, "bikers",
          {"objective": "reg:squarederror", "max_depth": 11, "gamma": 2000.0}, rounds=2, load={"extra_outputs": ["leaf"]}),
    model("xgb34", "leaf_dart_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "booster": "dart", "rate_drop": 0.4}, rounds=3,
          load={"extra_outputs": ["leaf"]}),
    model("xgb34", "leaf_forest_names_credit", "credit_data", "binary", CREDIT_NAMES, bad_credit,
          {"objective": "binary:logistic", "num_parallel_tree": 2, "subsample": 0.7, "max_cat_to_onehot": 3}, rounds=2,
          load={"extra_outputs": ["leaf"]}),
    model("xgb34", "leaf_early_stop_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"objective": "binary:logistic", "n_estimators": 40, "learning_rate": 0.6},
          high_level="XGBClassifier", stop=3, load={"extra_outputs": ["leaf"]},
          reference="predict_proba, predict and apply of the XGBClassifier, which stop at the best iteration"),
    model("xgb34", "leaf_multi_output_tree_hpc", "hpc_data", "classes", HPC, speed_class,
          {"objective": "multi:softprob", "num_class": 4, "multi_strategy": "multi_output_tree"}, rounds=3,
          load={"extra_outputs": ["leaf"]}),
    model("xgb10", "leaf_pruned_churn", "wa_churn", "binary", CHURN_PLAIN, churned,
          {"objective": "binary:logistic", "gamma": 1.0}, rounds=3, names="absent", load={"extra_outputs": ["leaf"]}),
]

"""Which models generate_catboost.py fits.

A feature is (column, SQL type of the input), (column, type, "category"), or
(column, type, "unused"): a categorical one that no split of the model asks for.
rename: other names for the categories of a column.
margins: the answers are raw margins, exact, and predictions, within the last bits:
CatBoost computes exponentials of its own.
"""

from xgboost_models import (BIKES, CANCER, CHURN_PLAIN, CREDIT, DIABETES, HPC, IRIS, bad_credit, benign, churned, share,
                            speed_class, status, two_riders)


CREDIT_CATEGORIES = [(name, "text", "category") for name in ("Home", "Job", "Records", "Marital")]


def model(what, data, kind, features, target, params, env="cat12", **more):
    params = dict(params)
    params.setdefault("depth", 3)
    return dict(more, env=env, name="catboost%s_%s" % (env[3:], what), data=data, kind=kind, features=features, target=target,
                params=params)


MODELS = [
    model("rmse_diabetes", "diabetes", "number", DIABETES, "target", {"loss_function": "RMSE"}, train_rows=350),
    model("quantile_credit", "credit_data", "number", CREDIT[:8], "Price", {"loss_function": "Quantile:alpha=0.9"}),
    model("depthwise_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"loss_function": "RMSE", "grow_policy": "Depthwise"}),
    model("lossguide_diabetes", "diabetes", "number", DIABETES, "target",
          {"loss_function": "MAE", "grow_policy": "Lossguide", "max_leaves": 9}, train_rows=350),
    model("nan_max_credit", "credit_data", "number", CREDIT[:8], "Price", {"loss_function": "RMSE", "nan_mode": "Max"}),
    model("logloss_credit", "credit_data", "binary", CREDIT, bad_credit, {"loss_function": "Logloss"}),
    model("labels_credit", "credit_data", "labels", CREDIT[:6], status, {"loss_function": "Logloss"},
          load={"event": "bad"}),
    model("cross_entropy_bikes", "Bikeshare", "binary", BIKES, share, {"loss_function": "CrossEntropy"}),
    model("multiclass_hpc", "hpc_data", "classes", HPC, speed_class, {"loss_function": "MultiClass"}, rounds=5,
          margins=True, load={"extra_outputs": ["margin"]}),
    model("depthwise_multiclass_iris", "iris", "classes", IRIS, "target",
          {"loss_function": "MultiClass", "grow_policy": "Depthwise", "min_data_in_leaf": 5}, rounds=4, train_rows=100,
          margins=True, load={"extra_outputs": ["margin"]}),
    model("onevsall_hpc", "hpc_data", "classes", HPC, speed_class, {"loss_function": "MultiClassOneVsAll"}, rounds=5),
    model("poisson_bikes", "Bikeshare", "number", BIKES, "bikers", {"loss_function": "Poisson"}, margins=True,
          load={"extra_outputs": ["margin"]}),
    model("two_targets_bikes", "Bikeshare", "targets", BIKES, two_riders, {"loss_function": "MultiRMSE"}),
    model("leaf_credit", "credit_data", "binary", CREDIT, bad_credit, {"loss_function": "Logloss", "depth": 4}, rounds=5,
          load={"extra_outputs": ["leaf"]}),
    model("leaf_depthwise_hpc", "hpc_data", "classes", HPC, speed_class,
          {"loss_function": "MultiClass", "grow_policy": "Depthwise"}, rounds=3, margins=True,
          load={"extra_outputs": ["leaf"]}),
    model("leaf_lossguide_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"loss_function": "RMSE", "grow_policy": "Lossguide", "max_leaves": 9, "depth": 6}, rounds=4,
          load={"extra_outputs": ["leaf"]}),
    model("onehot_credit", "credit_data", "binary", CREDIT[:4] + CREDIT_CATEGORIES, bad_credit,
          {"loss_function": "Logloss", "one_hot_max_size": 20, "depth": 4}, load={"extra_outputs": ["leaf"]}),
    model("onehot_names_credit", "credit_data", "number", CREDIT[:2] + CREDIT_CATEGORIES, "Price",
          {"loss_function": "RMSE", "one_hot_max_size": 20},
          rename={"Home": {"rent": "", "owner": "Eigentümer", "priv": "私有", "parents": "🙂 " * 20, "ignore": "None"},
                  "Marital": {"married": "m" * 17, "single": "s" * 32, "widow": "w" * 33, "separated": "t" * 64,
                              "divorced": "d" * 65}}),
    model("onehot_depthwise_hpc", "hpc_data", "classes",
          HPC[:3] + [("protocol", "text", "category"), ("day", "text", "category")], speed_class,
          {"loss_function": "MultiClass", "grow_policy": "Depthwise", "one_hot_max_size": 20}, rounds=5, margins=True,
          load={"extra_outputs": ["margin", "leaf"]}),
    model("onehot_lossguide_bikes", "Bikeshare", "number",
          BIKES[:3] + [("season", "int4", "category"), ("workingday", "bool", "category"),
                       ("weathersit", "text", "category"), ("mnth", "text", "category")], "bikers",
          {"loss_function": "RMSE", "grow_policy": "Lossguide", "max_leaves": 10, "one_hot_max_size": 20}),
    model("early_stop_credit", "credit_data", "binary", CREDIT, bad_credit,
          {"loss_function": "Logloss", "learning_rate": 0.9}, rounds=60, stop=3),
    model("unused_category_churn", "wa_churn", "binary", CHURN_PLAIN + [("payment_method", "text", "unused")], churned,
          {"loss_function": "Logloss", "ignored_features": [4]}),
    model("no_names_cancer", "breast_cancer", "binary", CANCER, benign, {"loss_function": "Logloss"}, train_rows=400,
          names="absent"),

    # ---- old releases ----
    model("multiclass_hpc", "hpc_data", "classes", HPC, speed_class, {"loss_function": "MultiClass"}, env="cat020",
          rounds=4, margins=True, load={"extra_outputs": ["margin"]}),
    model("logloss_credit", "credit_data", "binary", CREDIT[:6], bad_credit, {"loss_function": "Logloss"}, env="cat020",
          rounds=4),
    model("onehot_bikes", "Bikeshare", "number",
          BIKES[:3] + [("season", "int4", "category"), ("weathersit", "text", "category")], "bikers",
          {"loss_function": "RMSE", "one_hot_max_size": 20}, env="cat020", rounds=4),
    model("two_targets_bikes", "Bikeshare", "targets", BIKES, two_riders, {"loss_function": "MultiRMSE"}, env="cat026",
          rounds=4),
    model("lossguide_credit", "credit_data", "number", CREDIT[:8], "Price",
          {"loss_function": "RMSE", "grow_policy": "Lossguide", "max_leaves": 7, "depth": 6}, env="cat026", rounds=3,
          load={"extra_outputs": ["leaf"]}),
    model("onehot_depthwise_credit", "credit_data", "binary", CREDIT[:4] + CREDIT_CATEGORIES, bad_credit,
          {"loss_function": "Logloss", "grow_policy": "Depthwise", "one_hot_max_size": 20}, env="cat10", rounds=4),
    model("multiclass_onehot_hpc", "hpc_data", "classes", HPC[:3] + [("protocol", "text", "category")], speed_class,
          {"loss_function": "MultiClass", "one_hot_max_size": 20}, env="cat11", rounds=4, margins=True,
          load={"extra_outputs": ["leaf"]}),
]

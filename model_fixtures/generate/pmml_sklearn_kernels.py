"""pmml_sklearn_kernels.py: support vector machines and neural networks of scikit-learn through sklearn2pmml.

usage: python3 pmml_sklearn_kernels.py SCRATCH_FOLDER [fixture name prefix ...]
Needs what pmml_sklearn.py needs, whose tools these are.
"""

from pmml_sklearn import *

import pmml_sklearn

from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.svm import SVC, SVR, NuSVC, NuSVR

pmml_sklearn.SCRIPT = "pmml_sklearn_kernels.py"


def scaled(columns):
    return mixed(columns, StandardScaler())


def part(name, columns, n):
    raw = fx.modeldata(name)
    raw = raw[::max(1, len(raw) // n)][:n]
    return raw, fx.typed(raw, columns)


# the trainer's voting is not that of its predict_proba: only the class is asked for
def machine_classes(name, model, data, columns, target, n, words="predict of the fitted pipeline", **edge):
    if not fx.wanted(name):
        return
    raw, rows = part(data, columns, n)
    pipeline = PMMLPipeline([("map", scaled(columns)), ("model", model)])
    y = pd.Series([r[target] for r in raw], name=target)
    pipeline.fit(frame(rows, columns), y)
    doc = os.path.join(fx.folder(name), "model.pmml")
    export(pipeline, doc)
    base = rows[::max(1, len(rows) // 60)][:60]
    asked = base + fx.edge_rows(base, columns, None, **edge)
    fx.trainer_fixture(name, PRODUCER, words, data + " (r-cran-modeldata 1.1.0, MIT)", pmml_sklearn.SCRIPT, columns,
                       [fx.check("class", "predict_class")], asked,
                       lambda rs: ask_each(rs, columns, lambda f: {"class": str(pipeline.predict(f)[0])}))


def machine_numbers(name, model, data, columns, target, n, **edge):
    if not fx.wanted(name):
        return
    raw, rows = part(data, columns, n)
    scale = lambda v: float(v) / 1e5 if target == "Sale_Price" else float(v)
    regressor(name, PMMLPipeline([("map", scaled(columns)), ("model", model)]), columns, data + " (r-cran-modeldata 1.1.0, MIT)", rows,
              [scale(r[target]) for r in raw], False, target=target, floor=1, **edge)


def probabilities(name, model, data, columns, target, n, event=None, **edge):
    if not fx.wanted(name):
        return
    raw, rows = part(data, columns, n)
    classifier(name, PMMLPipeline([("map", scaled(columns)), ("model", model)]), columns, data + " (r-cran-modeldata 1.1.0, MIT)", rows,
               [r[target] for r in raw], False, event=event, target=target, **edge)


def machines():
    machine_classes("sklearn_svc_radial_credit", SVC(C=2.0, gamma=0.1), "credit_data", CREDIT_COLUMNS, "Status", 1500)
    machine_classes("sklearn_svc_poly_hpc", SVC(kernel="poly", degree=3, coef0=1.0, gamma=0.2), "hpc_data", HPC_COLUMNS, "class", 400,
                    extremes=(0, -1, 1000))
    machine_classes("sklearn_svc_sigmoid_churn", SVC(kernel="sigmoid", gamma=0.02, coef0=0.5), "wa_churn", CHURN_COLUMNS, "churn", 500)
    machine_classes("sklearn_svc_linear_hpc", SVC(kernel="linear"), "hpc_data", HPC_COLUMNS, "class", 400, extremes=(0, -1, 1000))
    machine_classes("sklearn_nusvc_attrition", NuSVC(nu=0.2, gamma=0.1), "attrition", ATTRITION_COLUMNS, "Attrition", 500)
    machine_numbers("sklearn_svr_ames", SVR(C=2.0, gamma=0.05), "ames", AMES_COLUMNS, "Sale_Price", 400, extremes=(0, 1e6))
    machine_numbers("sklearn_nusvr_attrition", NuSVR(kernel="sigmoid", gamma=0.03), "attrition", ATTRITION_COLUMNS, "NumCompaniesWorked", 300, extremes=(0, 100))
    machine_numbers("sklearn_svr_poly_ames", SVR(kernel="poly", degree=2, gamma=0.1, coef0=0.5), "ames", AMES_COLUMNS, "Sale_Price", 300, extremes=(0, 1e5))


def networks():
    probabilities("sklearn_mlp_credit", MLPClassifier((32, 16), max_iter=60, random_state=1), "credit_data", CREDIT_COLUMNS, "Status", 2000,
                  event="bad", extremes=(0, -1, 1e5))
    probabilities("sklearn_mlp_tanh_hpc", MLPClassifier((20,), activation="tanh", max_iter=300, random_state=2), "hpc_data", HPC_COLUMNS, "class", 1500,
                  extremes=(0, -1, 1000))
    machine_numbers("sklearn_mlp_logistic_ames", MLPRegressor(hidden_layer_sizes=(12, 6), activation="logistic", max_iter=400, random_state=3), "ames", AMES_COLUMNS,
                    "Sale_Price", 1000, extremes=(0, 1e5))
    machine_numbers("sklearn_mlp_identity_attrition", MLPRegressor(hidden_layer_sizes=(5,), activation="identity", max_iter=400, random_state=4), "attrition",
                    ATTRITION_COLUMNS, "NumCompaniesWorked", 600, extremes=(0, 100))


if __name__ == "__main__":
    machines()
    networks()

"""pmml_sklearn_entities.py: scikit-learn's clusters, neighbors, Bayes and anomaly models through sklearn2pmml.

usage: python3 pmml_sklearn_entities.py SCRATCH_FOLDER [fixture name prefix ...]
Needs what pmml_sklearn.py needs, whose tools it uses.
"""

import pmml_sklearn
from pmml_sklearn import *

pmml_sklearn.SCRIPT = SCRIPT = "pmml_sklearn_entities.py"

from sklearn.cluster import KMeans, MiniBatchKMeans


# ---------------------------------------------------------------- clusters

def clusters(name, pipeline, columns, data, rows, floor=1.0, **edge):
    """The cluster and the squared distance to each center."""
    X = frame(rows, columns)
    pipeline.fit(X)
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    export(pipeline, doc)
    model = pipeline.named_steps["model"]
    distances = ["affinity(%d)" % i for i in range(model.n_clusters)]
    checks = [fx.check("class", "predict_class"), fx.check("cluster", "predict_json")]
    checks += [fx.number_check(d, "predict_json", 1e-13, floor) for d in distances]
    base = rows[::max(1, len(rows) // 40)][:40]
    asked = base + fx.edge_rows(base, columns, None, **edge)

    def trainer(rs):
        def ask(f):
            i = str(pipeline.predict(f)[0])
            z = pipeline[:-1].transform(f)
            z = np.asarray(z.toarray() if hasattr(z, "toarray") else z, dtype=float)[0]
            return dict({"class": i, "cluster": i},
                        **{d: float(((z - c) ** 2).sum()) for d, c in zip(distances, model.cluster_centers_)})
        return ask_each(rs, columns, ask)

    fx.trainer_fixture(name, PRODUCER, "predict of the fitted pipeline, squared distances to its centers", data, SCRIPT,
                       columns, checks, asked, trainer)


def kmeans_ames():
    """As many clusters as the benchmark has, of numbers and categories."""
    clusters("sklearn_kmeans_ames",
             PMMLPipeline([("map", mixed(AMES_COLUMNS, StandardScaler())), ("model", KMeans(20, n_init=1, random_state=31))]),
             AMES_COLUMNS, AMES, fx.typed(fx.modeldata("ames"), AMES_COLUMNS), extremes=(0, -1, 1e6))


def kmeans_hpc():
    columns = [c for c in HPC_COLUMNS if c[1] != "text"]
    clusters("sklearn_kmeans_hpc",
             PMMLPipeline([("map", MinMaxScaler()), ("model", KMeans(5, n_init=2, random_state=32))]),
             columns, HPC, fx.typed(fx.modeldata("hpc_data"), columns), number_nulls=False, extremes=(0, -1, 1e5))


def kmeans_attrition():
    clusters("sklearn_minibatchkmeans_attrition",
             PMMLPipeline([("map", mixed(ATTRITION_COLUMNS)), ("model", MiniBatchKMeans(6, n_init=2, random_state=33))]),
             ATTRITION_COLUMNS, ATTRITION, fx.typed(fx.modeldata("attrition"), ATTRITION_COLUMNS), floor=1e6,
             extremes=(0, -1, 1e5))


ALL = {"kmeans_ames": kmeans_ames, "kmeans_hpc": kmeans_hpc, "minibatchkmeans_attrition": kmeans_attrition}

if __name__ == "__main__":
    for name, make in ALL.items():
        if fx.wanted("sklearn_" + name):
            make()

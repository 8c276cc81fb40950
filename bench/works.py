"""The rows and the models that are measured: made here, by the real trainers.

Rows are numbers on mixed scales with a noisy label, 30 columns of float8.
Models are saved the way their users save them.
"""
import contextlib
import io
import json
from pathlib import Path

import numpy as np

FEATURES = 30


def make_rows(n, features=FEATURES, seed=1):
    """Rows, as they go into a table, and labels."""
    random = np.random.default_rng(seed)
    x = np.round(random.normal(size=(n, features)) * random.uniform(0.1, 100, features), 4)
    signal = x / x.std(axis=0) @ random.normal(size=features) + np.sin(x[:, 0]) * np.abs(x[:, 1])
    y = (signal + random.normal(size=n) > np.median(signal)).astype(int)
    return x, y


def names(features=FEATURES):
    return [f"c{i + 1}" for i in range(features)]


def logistic(folder, x, y):
    """scikit-learn's logistic regression; its coefficients as our JSON."""
    from sklearn.linear_model import LogisticRegression
    scale = x[:20000].std(axis=0)
    model = LogisticRegression(max_iter=300).fit(x[:20000] / scale, y[:20000])
    model.coef_ = model.coef_ / scale
    path = Path(folder) / f"logistic_{x.shape[1]}.json"
    return model, linear_document(path, names(x.shape[1]), model.coef_[0], float(model.intercept_[0]))


def linear_document(path, names, coefficients, intercept=0.0):
    """A logistic model as our JSON."""
    features = [{"name": name, "coef": float(c)} for name, c in zip(names, coefficients)]
    path.write_text(json.dumps({"ml_score": 1, "model": "logistic", "intercept": intercept, "features": features}))
    return path


def xgboost(folder, x, y, trees, depth):
    import xgboost as xgb
    model = xgb.XGBClassifier(n_estimators=trees, max_depth=depth, tree_method="hist", learning_rate=0.1)
    model.fit(x[:50000].astype(np.float32), y[:50000])
    booster = model.get_booster()
    booster.feature_names = names(x.shape[1])
    path = Path(folder) / f"xgboost_{trees}x{depth}_{x.shape[1]}.json"
    booster.save_model(path)
    booster.feature_names = None
    booster.set_param({"nthread": 1})
    return model, path


def lightgbm(folder, x, y, trees, leaves):
    import lightgbm as lgb
    model = lgb.train({"objective": "binary", "num_leaves": leaves, "learning_rate": 0.05, "verbosity": -1,
                       "num_threads": 2},
                      lgb.Dataset(x[:50000], y[:50000], feature_name=names(x.shape[1])), num_boost_round=trees)
    path = Path(folder) / f"lightgbm_{trees}x{leaves}.txt"
    model.save_model(path)
    return model, path


def catboost(folder, x, y, trees, depth):
    import catboost
    model = catboost.CatBoostClassifier(iterations=trees, depth=depth, verbose=False, thread_count=2,
                                        allow_writing_files=False)
    model.fit(catboost.Pool(x[:50000].astype(np.float32), y[:50000], feature_names=names(x.shape[1])))
    path = Path(folder) / f"catboost_{trees}x{depth}.json"
    model.save_model(str(path), format="json")
    return model, path


def forest(folder, x, y, trees=200, rows=20000):
    """scikit-learn's random forest, grown to the end, as PMML."""
    from sklearn.ensemble import RandomForestRegressor
    model = RandomForestRegressor(n_estimators=trees, n_jobs=2, random_state=1)
    model.fit(x[:rows].astype(np.float32), y[:rows])
    model.set_params(n_jobs=1)
    path = Path(folder) / "forest.pmml"
    forest_document(model, path, x.shape[1])
    return model, path


def forest_document(forest, path, features):
    """
    A forest as PMML.  scikit-learn compares float32 features with float64
    thresholds, which is the same as comparing with the next float32 below.
    """
    with open(path, "w") as out:
        out.write('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>\n'
                  '<DataField name="y" optype="continuous" dataType="double"/>\n')
        for name in names(features):
            out.write(f'<DataField name="{name}" optype="continuous" dataType="float"/>\n')
        schema = '<MiningSchema><MiningField name="y" usageType="target"/>' + "".join(
            f'<MiningField name="{name}"/>' for name in names(features)) + "</MiningSchema>\n"
        out.write('</DataDictionary><MiningModel functionName="regression">\n' + schema +
                  '<Segmentation multipleModelMethod="average">\n')
        for estimator in forest.estimators_:
            tree = estimator.tree_
            out.write('<Segment><True/><TreeModel functionName="regression" splitCharacteristic="binarySplit">' +
                      schema)
            stack = [(0, "<True/>")]
            while stack:
                node, predicate = stack.pop()
                if node is None:
                    out.write("</Node>\n")
                    continue
                out.write(f'<Node score="{float(tree.value[node, 0, 0])!r}">{predicate}')
                stack.append((None, None))
                if tree.children_left[node] >= 0:
                    threshold = np.float32(tree.threshold[node])
                    if threshold > tree.threshold[node]:
                        threshold = np.nextafter(threshold, np.float32(-np.inf))
                    for child, operator in ((tree.children_right[node], "greaterThan"),
                                            (tree.children_left[node], "lessOrEqual")):
                        stack.append((child, f'<SimplePredicate field="c{tree.feature[node] + 1}" '
                                             f'operator="{operator}" value="{threshold!s}"/>'))
            out.write("</TreeModel></Segment>\n")
        out.write("</Segmentation></MiningModel></PMML>\n")


def sklearn_as_pmml(model, path):
    """A scikit-learn style model as PMML, by sklearn2pmml (it starts a JVM)."""
    from sklearn2pmml import make_pmml_pipeline, sklearn2pmml
    pipeline = make_pmml_pipeline(model, active_fields=names(model.n_features_in_), target_fields=["y"])
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        sklearn2pmml(pipeline, str(path))
    return path

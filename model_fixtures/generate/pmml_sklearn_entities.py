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


# ---------------------------------------------------------------- rules

def paths(tree, names, node=0, conditions=()):
    """(conditions, class counts) of each leaf, from left to right."""
    t = tree.tree_
    if t.children_left[node] < 0:
        return [(conditions, [float(n) for n in t.value[node][0] * t.n_node_samples[node]])]
    test = (names[t.feature[node]], float(t.threshold[node]))
    return (paths(tree, names, t.children_left[node], conditions + (test + ("lessOrEqual",),)) +
            paths(tree, names, t.children_right[node], conditions + (test + ("greaterThan",),)))


def predicate(conditions):
    parts = ['<SimplePredicate field="%s" operator="%s" value="%r"/>' % (f, o, v) for f, v, o in conditions]
    return parts[0] if len(parts) == 1 else '<CompoundPredicate booleanOperator="and">%s</CompoundPredicate>' % "".join(parts)


def leaf_rule(classes, conditions, counts, rule_id, weight=None):
    """A rule as SPSS and KNIME write them: counts, confidence, weight."""
    best = max(range(len(classes)), key=lambda k: counts[k])
    share = counts[best] / sum(counts)
    return ('<SimpleRule id="%s" score="%s" recordCount="%g" nbCorrect="%g" confidence="%r" weight="%r">%s%s</SimpleRule>' % (
        rule_id, classes[best], sum(counts), counts[best], share, share if weight is None else weight, predicate(conditions),
        "".join('<ScoreDistribution value="%s" recordCount="%g"/>' % c for c in zip(classes, counts))))


def rule_document(columns, target, classes, criterion, rules):
    fields = "".join('<DataField name="%s" optype="continuous" dataType="integer"/>' % c for c, _ in columns)
    values = "".join('<Value value="%s"/>' % c for c in classes)
    schema = "".join('<MiningField name="%s"/>' % c for c, _ in columns)
    outputs = "".join('<OutputField name="%s" feature="%s" optype="%s" dataType="%s"%s/>' % o for o in
                      [("rule", "entityId", "categorical", "string", ""), ("sure", "confidence", "continuous", "double", "")])
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_2" version="4.2"><Header/>\n'
            '<DataDictionary>%s<DataField name="%s" optype="categorical" dataType="string">%s</DataField></DataDictionary>\n'
            '<RuleSetModel functionName="classification" algorithmName="rules of a tree"><MiningSchema>%s'
            '<MiningField name="%s" usageType="target"/></MiningSchema><Output>%s</Output>\n'
            '<RuleSet><RuleSelectionMethod criterion="%s"/>\n%s\n</RuleSet></RuleSetModel></PMML>\n' % (
                fields, target, values, schema, target, outputs, criterion, "\n".join(rules)))


def write_document(name, text):
    with open(os.path.join(fx.folder(name), "model.pmml"), "w", encoding="utf-8") as f:
        f.write(text)


def rule_rows(rows, columns, document):
    base = rows[::max(1, len(rows) // 40)][:40]
    return fx.unique([{c: r[c] for c, _ in columns} for r in base + fx.edge_rows(
        base, columns, document, per_field=6, number_nulls=False, extremes=(0, -1, 10**6))])


def tree_rules(name, data, dataset, columns, target, criterion, nested, classes=None, **tree):
    """The rules of one tree: the tree's own predictions are the answers."""
    raw = [r for r in fx.modeldata(dataset) if all(r[c] is not None for c, _ in columns)]
    rows = fx.typed(raw, columns)
    names = [c for c, _ in columns]
    X = np.array([[r[c] for c in names] for r in rows], dtype=float)
    model = DecisionTreeClassifier(**tree).fit(X, [r[target] for r in raw])
    classes = [str(c) for c in model.classes_]
    leaves = paths(model, names)
    rules = [leaf_rule(classes, c[1:] if nested else c, n, "R%d" % (i + 1)) for i, (c, n) in enumerate(leaves)]
    if nested:
        sides = [[r for r, (c, _) in zip(rules, leaves) if c[0] == side] for side in (leaves[0][0][0], leaves[-1][0][0])]
        rules = ["<CompoundRule>%s%s</CompoundRule>" % (predicate([side]), "\n".join(part))
                 for side, part in zip((leaves[0][0][0], leaves[-1][0][0]), sides)]
    write_document(name, rule_document(columns, target, classes, criterion, rules))
    ids = {leaf: "R%d" % (i + 1) for i, leaf in enumerate(np.flatnonzero(model.tree_.children_left < 0))}

    def answer(r):
        x = np.array([[r[c] for c in names]], dtype=float)
        p = model.predict_proba(x)[0]
        return dict({"class": str(model.predict(x)[0]), "rule": ids[model.apply(x)[0]], "sure": float(max(p))},
                    **{"p_" + c: float(v) for c, v in zip(classes, p)})
    checks = [fx.check("class", "predict_class"), fx.check("rule", "predict_json"), fx.number_check("sure", "predict_json", 1e-15)]
    checks += [fx.number_check("p_" + c, "predict_proba_of", 1e-15, **{"class": c}) for c in classes]
    asked = rule_rows(rows, columns, os.path.join(fx.FIXTURES, name, "model.pmml"))
    fx.write_fixture(name, "scikit-learn 1.8.0; the document written from the tree's paths", "the fitted tree itself", data, SCRIPT,
                     columns, checks, asked, [answer(r) for r in asked], load={"event": classes[0]})


def forest_rules():
    """The rules of three trees together: the score that most of them say."""
    from sklearn.ensemble import RandomForestClassifier
    columns = [c for c in CREDIT_COLUMNS if c[0] in ("Seniority", "Time", "Age", "Expenses", "Amount", "Price")]
    raw = fx.modeldata("credit_data")
    rows = fx.typed(raw, columns)
    names = [c for c, _ in columns]
    X = np.array([[r[c] for c in names] for r in rows], dtype=float)
    forest = RandomForestClassifier(3, max_depth=4, random_state=36).fit(X, [r["Status"] for r in raw])
    classes = [str(c) for c in forest.classes_]
    rules = []
    for t, tree in enumerate(forest.estimators_):
        rules += [leaf_rule(classes, c, n, "T%dR%d" % (t + 1, i + 1), 1.0) for i, (c, n) in enumerate(paths(tree, names))]
    name = "sklearn_rules_forest_credit"
    write_document(name, rule_document(columns, "Status", classes, "weightedSum", rules))

    def answer(r):
        x = np.array([[r[c] for c in names]], dtype=float)
        votes = [classes[int(tree.predict(x)[0])] for tree in forest.estimators_]
        most = max(classes, key=votes.count)
        return {"class": most, "sure": votes.count(most) / 3}
    asked = rule_rows(rows, columns, os.path.join(fx.FIXTURES, name, "model.pmml"))
    fx.write_fixture(name, "scikit-learn 1.8.0; the document written from the paths of three trees", "the fitted trees' votes", CREDIT,
                     SCRIPT, columns, [fx.check("class", "predict_class"), fx.number_check("sure", "predict_json", 1e-15)], asked,
                     [answer(r) for r in asked], load={"event": "bad"})


def rules_credit():
    tree_rules("sklearn_rules_credit", CREDIT, "credit_data",
               [c for c in CREDIT_COLUMNS if c[0] in ("Seniority", "Time", "Age", "Expenses", "Amount", "Price")],
               "Status", "firstHit", False, max_depth=5, min_samples_leaf=15, random_state=34)


def rules_attrition():
    tree_rules("sklearn_rules_nested_attrition", ATTRITION, "attrition",
               [c for c in ATTRITION_COLUMNS if c[1] == "int4"], "Attrition", "weightedMax", True,
               max_depth=5, min_samples_leaf=10, random_state=35)


# ---------------------------------------------------------------- naive Bayes

def bayes(name, columns, data, rows, y, target, event=None, smoothing=1e-9, before=(), **edge):
    """Far from all classes a density vanishes in the document's arithmetic: the rows there are JPMML-Evaluator's to judge."""
    from sklearn.naive_bayes import GaussianNB
    classifier(name, PMMLPipeline(list(before) + [("model", GaussianNB(var_smoothing=smoothing))]), columns, data, rows, y, False,
               event=event, target=target, rel=1e-12, floor=1e-3, text_nulls=False, number_nulls=False, **edge)


def bayes_credit():
    columns = [c for c in CREDIT_COLUMNS if c[0] in ("Seniority", "Time", "Age", "Expenses", "Amount", "Price")]
    raw = fx.modeldata("credit_data")
    bayes("sklearn_gaussiannb_credit", columns, CREDIT, fx.typed(raw, columns), [r["Status"] for r in raw], "Status", "bad",
          extremes=(0, -1, 100))


def bayes_hpc():
    columns = [c for c in HPC_COLUMNS if c[1] != "text"]
    raw = fx.modeldata("hpc_data")
    bayes("sklearn_gaussiannb_hpc", columns, HPC, fx.typed(raw, columns), [r["class"] for r in raw], "class",
          before=[("log", FunctionTransformer(np.log1p))], extremes=(0, 1, 100))


# ---------------------------------------------------------------- nearest neighbors

def neighbors(name, model, scaler, columns, data, rows, y, target, floor=1.0, **edge):
    """The prediction, the classes' shares, the neighbors; rows are left out
    where neighbors are equally far, or classes have equally many of them: there PMML has an order of its own."""
    pipeline = PMMLPipeline([("scale", scaler), ("model", model)])
    X = frame(rows, columns)
    pipeline.fit(X, pd.Series(list(y), name=target))
    folder = fx.folder(name)
    export(pipeline, os.path.join(folder, "model.pmml"))
    classes = [str(c) for c in getattr(model, "classes_", [])]
    k = model.n_neighbors
    ids = ["neighbor(%d)" % (i + 1) for i in range(k)]
    checks = [fx.check("class", "predict_class")] + [fx.number_check("p_" + c, "predict_proba_of", 1e-13, **{"class": c}) for c in classes] \
        if classes else [fx.number_check("predict", "predict", 1e-13, floor)]
    checks += [fx.check(n, "predict_json") for n in ids]
    base = rows[3::max(1, len(rows) // 40)][:40]
    asked, answers = [], []
    for r in fx.unique(base + fx.edge_rows(base, columns, None, number_nulls=False, **edge)):
        f = frame([r], columns)
        d, n = model.kneighbors(pipeline[:-1].transform(f), k + 1)
        if any(abs(a - b) <= 1e-9 * max(b, 1e-3) for a, b in zip(d[0], d[0][1:])):
            continue
        if classes and sorted(pipeline.predict_proba(f)[0])[-1] == sorted(pipeline.predict_proba(f)[0])[-2]:
            continue
        a = {i: str(int(x) + 1) for i, x in zip(ids, n[0])}
        if classes:
            a.update({"class": str(pipeline.predict(f)[0])}, **{"p_" + c: float(p) for c, p in zip(classes, pipeline.predict_proba(f)[0])})
        else:
            a["predict"] = float(pipeline.predict(f)[0])
        asked.append({c: fx.plain(r[c]) for c, _ in columns})
        answers.append(a)
    fx.write_fixture(name, PRODUCER, "predict and kneighbors of the fitted pipeline", data, SCRIPT, columns, checks, asked, answers)


def knn_ames():
    from sklearn.neighbors import KNeighborsRegressor
    columns = [c for c in AMES_COLUMNS if c[1] != "text"]
    raw = fx.modeldata("ames")[::9]
    neighbors("sklearn_kneighbors_ames", KNeighborsRegressor(5), StandardScaler(), columns, AMES + ", every 9th row",
              fx.typed(raw, columns), [float(r["Sale_Price"]) for r in raw], "Sale_Price", floor=1e5, extremes=(0, -1, 1e6))


def knn_attrition():
    """Weights without a threshold: of an instance that equals the row nothing else counts."""
    from sklearn.neighbors import KNeighborsRegressor
    columns = [c for c in ATTRITION_COLUMNS if c[1] == "int4"]
    raw = fx.modeldata("attrition")[::5]
    neighbors("sklearn_kneighbors_weighted_attrition", KNeighborsRegressor(4, weights="distance", metric="manhattan"), MinMaxScaler(),
              columns, ATTRITION + ", every 5th row", fx.typed(raw, columns), [float(r["DailyRate"]) for r in raw], "DailyRate",
              floor=1e3, extremes=(0, -1, 1000))


def knn_hpc():
    from sklearn.neighbors import KNeighborsClassifier
    columns = [c for c in HPC_COLUMNS if c[1] != "text"]
    raw = fx.modeldata("hpc_data")[::12]
    neighbors("sklearn_kneighbors_hpc", KNeighborsClassifier(3, p=3), MinMaxScaler(), columns, HPC + ", every 12th row",
              fx.typed(raw, columns), [r["class"] for r in raw], "class", extremes=(0, 1, 1000))


# ---------------------------------------------------------------- anomalies

def anomaly(name, pipeline, columns, data, rows, element, algorithm, attributes, answer, threshold, means="", rel=1e-13, floor=1.0,
            rows_fit=None, **edge):
    """The exported model inside of an AnomalyDetectionModel, with an Output that decides."""
    import re
    X = frame(rows, columns)
    pipeline.fit(X)
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    export(pipeline, doc)
    with open(doc, encoding="utf-8") as f:
        text = f.read()
    inner = re.search(r"<%s .*</%s>" % (element, element), text, re.S).group(0)
    schema = re.search(r"<MiningSchema>.*?</MiningSchema>", inner, re.S).group(0)
    outer = ('<AnomalyDetectionModel functionName="regression" algorithmType="%s"%s>%s<Output>'
             '<OutputField name="anomalyScore" optype="continuous" dataType="double" feature="predictedValue"/>'
             '<OutputField name="anomaly" optype="categorical" dataType="boolean" feature="transformedValue">'
             '<Apply function="%s"><FieldRef field="anomalyScore"/><Constant dataType="double">%r</Constant></Apply></OutputField>'
             '</Output>' % (algorithm, attributes(pipeline) if callable(attributes) else attributes, schema, *threshold))
    inner = re.sub(r"<Output>.*?</Output>", "", inner, count=1, flags=re.S)
    with open(doc, "w", encoding="utf-8") as f:
        f.write(text.replace(re.search(r"<%s .*</%s>" % (element, element), text, re.S).group(0),
                             outer + inner + (means(pipeline, X) if means else "") + "</AnomalyDetectionModel>"))
    checks = [fx.number_check("predict", "predict", rel, floor), fx.number_check("anomalyScore", "predict_json", rel, floor),
              fx.check("anomaly", "predict_json")]
    base = rows[::max(1, len(rows) // 40)][:40]
    asked = fx.unique([{c: fx.plain(r[c]) for c, _ in columns} for r in base + fx.edge_rows(base, columns, None, number_nulls=False, **edge)])
    answers = []
    for r in asked:
        v = float(answer(pipeline, frame([r], columns)))
        answers.append({"predict": v, "anomalyScore": v, "anomaly": v > threshold[1] if threshold[0] == "greaterThan" else v < threshold[1]})
    fx.write_fixture(name, PRODUCER + "; an AnomalyDetectionModel around the exported model", "the fitted pipeline", data, SCRIPT, columns,
                     checks, asked, answers)


ANOMALY_COLUMNS = [c for c in HPC_COLUMNS if c[1] != "text"]


def isolation_forest():
    from sklearn.ensemble import IsolationForest
    columns = [c for c in CREDIT_COLUMNS if c[0] in ("Seniority", "Time", "Age", "Expenses", "Amount", "Price")]
    anomaly("sklearn_isolationforest_credit", PMMLPipeline([("model", IsolationForest(n_estimators=20, max_samples=64, random_state=37))]),
            columns, CREDIT, fx.typed(fx.modeldata("credit_data"), columns), "MiningModel", "iforest", ' sampleDataSize="64"',
            lambda p, f: -p.named_steps["model"].score_samples(f)[0], ("greaterThan", 0.5), extremes=(0, -1, 10**6))


def one_class_svm():
    from sklearn.svm import OneClassSVM
    anomaly("sklearn_oneclasssvm_hpc", PMMLPipeline([("scale", MinMaxScaler()), ("model", OneClassSVM(nu=0.05, gamma=2.0))]),
            ANOMALY_COLUMNS, HPC + ", every 9th row", fx.typed(fx.modeldata("hpc_data")[::9], ANOMALY_COLUMNS),
            "SupportVectorMachineModel", "ocsvm", "", lambda p, f: p.decision_function(f)[0], ("lessThan", 0.0), rel=1e-12,
            extremes=(0, 1, 100))


def cluster_distance():
    def means(p, X):
        model = p.named_steps["model"]
        Z = p[:-1].transform(X)
        d = [np.mean([((z - c) ** 2).sum() for z in Z[model.labels_ == k]]) for k, c in enumerate(model.cluster_centers_)]
        p.means = [float(x) for x in d]
        return '<MeanClusterDistances><Array type="real" n="%d">%s</Array></MeanClusterDistances>' % (len(d), " ".join(map(repr, p.means)))

    def answer(p, f):
        k = p.predict(f)[0]
        z = np.asarray(p[:-1].transform(f), dtype=float)[0]
        return ((z - p.named_steps["model"].cluster_centers_[k]) ** 2).sum() / p.means[k]
    anomaly("sklearn_clusterdistance_hpc", PMMLPipeline([("scale", MinMaxScaler()), ("model", KMeans(6, n_init=1, random_state=38))]),
            ANOMALY_COLUMNS, HPC, fx.typed(fx.modeldata("hpc_data"), ANOMALY_COLUMNS), "ClusteringModel", "clusterMeanDist", "", answer,
            ("greaterThan", 3.0), means, extremes=(0, 1, 100))


ALL = {"isolationforest_credit": isolation_forest, "oneclasssvm_hpc": one_class_svm, "clusterdistance_hpc": cluster_distance,
       "kneighbors_ames": knn_ames, "kneighbors_weighted_attrition": knn_attrition, "kneighbors_hpc": knn_hpc,
       "gaussiannb_credit": bayes_credit, "gaussiannb_hpc": bayes_hpc, "rules_credit": rules_credit, "rules_nested_attrition": rules_attrition, "rules_forest_credit": forest_rules,
       "kmeans_ames": kmeans_ames, "kmeans_hpc": kmeans_hpc, "minibatchkmeans_attrition": kmeans_attrition}

if __name__ == "__main__":
    for name, make in ALL.items():
        if fx.wanted("sklearn_" + name):
            make()

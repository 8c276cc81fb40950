"""First benchmark: scoring in the database beside the trainers' own predictors.

Run by bench/run.sh, which sets the connection.  Three models on the same rows of
30 float8 columns; CPU time of one core for each, medians of interleaved
repetitions, so that what else runs on the machine matters little:

    logistic        sum(predict('m', t)) beside sum(last column) of the same table
    100 x depth 6   beside XGBoost's batch predictor, its matrix in memory
    200 deep trees  beside scikit-learn's batch

Our figure includes reading the row and the query around it.
"""
import json
import os
import statistics
import subprocess
import sys
import time

import numpy as np
import sklearn
import xgboost
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression

FEATURES = 30
ROWS = 400_000          # of the table for logistic
TREE_ROWS = 100_000     # for the boosted trees
FOREST_ROWS = 16_384    # for the deep forest
REPETITIONS = 5
FOLDER = sys.argv[1]


class Session:
    """A psql session and the CPU time of its backend."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
        self.pid = int(self.ask("SELECT pg_backend_pid()"))

    def ask(self, sql):
        self.psql.stdin.write(sql + ";\n\\echo =end=\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line == "=end=\n":
                return "\n".join(lines)
            lines.append(line.rstrip("\n"))
        raise RuntimeError("psql ended")

    def cpu(self):
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def time(self, sql):
        start = self.cpu()
        self.ask(sql)
        return self.cpu() - start


def own_cpu(function):
    start = time.process_time()
    function()
    return time.process_time() - start


def medians(runs):
    """Median CPU seconds of each of several functions, interleaved."""
    times = [[] for _ in runs]
    for repetition in range(REPETITIONS + 1):
        for place, run in enumerate(runs):
            taken = run()
            if repetition > 0:      # the first warms caches up
                times[place].append(taken)
    return [statistics.median(taken) for taken in times]


def forest_document(forest, path):
    """A forest as PMML.  scikit-learn compares float32 features with float64
    thresholds, which is the same as comparing with the next float32 below."""
    with open(path, "w") as out:
        out.write('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>\n'
                  '<DataField name="y" optype="continuous" dataType="double"/>\n')
        for i in range(FEATURES):
            out.write(f'<DataField name="c{i + 1}" optype="continuous" dataType="float"/>\n')
        schema = '<MiningSchema><MiningField name="y" usageType="target"/>' + "".join(
            f'<MiningField name="c{i + 1}"/>' for i in range(FEATURES)) + "</MiningSchema>\n"
        out.write('</DataDictionary><MiningModel functionName="regression">\n' + schema +
                  '<Segmentation multipleModelMethod="average">\n')
        for estimator in forest.estimators_:
            tree = estimator.tree_
            out.write('<Segment><True/><TreeModel functionName="regression" splitCharacteristic="binarySplit">' + schema)
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


def line(name, peer, ours, theirs, rows, bound):
    ratio = ours / theirs
    print(f"{name:32s} {ours / rows * 1e9:9.0f} ns   {peer:30s} {theirs / rows * 1e9:9.0f} ns   "
          f"{ratio:5.2f} x" + (f"   (wanted: at most {bound})" if bound else ""), flush=True)


def main():
    random = np.random.default_rng(1)
    x = np.round(random.normal(size=(ROWS, FEATURES)) * random.uniform(0.1, 100, FEATURES), 4)
    signal = x / x.std(axis=0) @ random.normal(size=FEATURES) + np.sin(x[:, 0]) * np.abs(x[:, 1])
    y = (signal + random.normal(size=ROWS) > np.median(signal)).astype(int)
    x32 = x.astype(np.float32)
    np.savetxt(f"{FOLDER}/rows.csv", x, delimiter=",", fmt="%.4f")

    logistic = LogisticRegression(max_iter=200).fit(x[:20000] / x.std(axis=0), y[:20000])
    coefficients = logistic.coef_[0] / x.std(axis=0)
    with open(f"{FOLDER}/logistic.json", "w") as out:
        json.dump({"ml_score": 1, "model": "logistic", "intercept": float(logistic.intercept_[0]),
                   "features": [{"name": f"c{i + 1}", "coef": float(c)} for i, c in enumerate(coefficients)]}, out)
    boosted = xgboost.XGBClassifier(n_estimators=100, max_depth=6, tree_method="hist", n_jobs=1).fit(x32[:50000], y[:50000])
    booster = boosted.get_booster()
    booster.feature_names = [f"c{i + 1}" for i in range(FEATURES)]
    booster.save_model(f"{FOLDER}/boosted.json")
    booster.set_param({"nthread": 1})
    forest = RandomForestRegressor(n_estimators=200, n_jobs=2, random_state=1).fit(x32[:20000], y[:20000])
    forest.set_params(n_jobs=1)
    forest_document(forest, f"{FOLDER}/forest.pmml")
    nodes = sum(e.tree_.node_count for e in forest.estimators_)

    session = Session()
    columns = ", ".join(f"c{i + 1} float8" for i in range(FEATURES))
    session.ask("CREATE EXTENSION ml_score; SET jit = off; SET max_parallel_workers_per_gather = 0")
    session.ask(f"CREATE TABLE rows ({columns}); COPY rows FROM '{FOLDER}/rows.csv' (FORMAT csv)")
    session.ask(f"CREATE TABLE tree_rows AS SELECT * FROM rows LIMIT {TREE_ROWS}")
    session.ask(f"CREATE TABLE forest_rows AS SELECT * FROM rows LIMIT {FOREST_ROWS}")
    session.ask("VACUUM ANALYZE")
    for model, document in (("logistic", "logistic.json"), ("boosted", "boosted.json"), ("forest", "forest.pmml")):
        session.ask(f"SET client_min_messages = warning; SELECT load_model_file('{model}', '{FOLDER}/{document}')")

    boosted_rows, forest_rows = x32[:TREE_ROWS], x32[:FOREST_ROWS]
    ours = float(session.ask("SELECT sum(predict('boosted', t)) FROM tree_rows t"))
    theirs = float(booster.inplace_predict(boosted_rows).astype(float).sum())
    assert abs(ours - theirs) < 1e-9 * abs(theirs), (ours, theirs)
    ours = float(session.ask("SELECT sum(predict('forest', t)) FROM forest_rows t"))
    theirs = float(forest.predict(forest_rows).sum())
    assert abs(ours - theirs) < 1e-9 * abs(theirs), (ours, theirs)

    print(f"\nXGBoost {xgboost.__version__}, scikit-learn {sklearn.__version__}, {session.ask('SHOW server_version')}; "
          f"CPU time a row, medians of {REPETITIONS}; the deep forest has {nodes // 200} nodes a tree\n")
    taken = medians([lambda: session.time("SELECT sum(predict('logistic', t)) FROM rows t"),
                     lambda: session.time(f"SELECT sum(c{FEATURES}) FROM rows"),
                     lambda: session.time("SELECT count(t) FROM rows t")])
    line("logistic, 30 features", "sum(last column)", taken[0], taken[1], ROWS, 3.5)
    line("  of which making the row a value", "sum(last column)", taken[2], taken[1], ROWS, None)
    taken = medians([lambda: session.time("SELECT sum(predict('boosted', t)) FROM tree_rows t"),
                     lambda: own_cpu(lambda: booster.inplace_predict(boosted_rows))])
    line("100 trees x depth 6", "XGBoost's batch, one thread", taken[0], taken[1], TREE_ROWS, 2)
    taken = medians([lambda: session.time("SELECT sum(predict('forest', t)) FROM forest_rows t"),
                     lambda: own_cpu(lambda: forest.predict(forest_rows))])
    line("200 deep trees", "scikit-learn's batch, one thread", taken[0], taken[1], FOREST_ROWS, 1)


main()

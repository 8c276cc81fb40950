"""Scoring in the database beside what a user would take instead, in one run.

    bench.py FOLDER [WORK ...]

Run by bench/run.sh, which sets the connection.  FOLDER is where rows and models
are put; the server must be able to read it.  Without a WORK all are run:

    logistic   sum(predict('m', t)) beside sum(last column), the formula in SQL, ...
    boosted    XGBoost, 100 trees of depth 6 and 500 of depth 8
    lightgbm   500 trees of 255 leaves
    catboost   500 oblivious trees of depth 8
    forest     200 deep trees
    estimators scikit-learn's, one of each kind
    numeric    columns of numeric(14,2)
    one_row    a row by its key, prepared; a new connection's first call
    growth     how cost grows with trees, depth, features, the size of the image; workers
    jit        with and without

Ours include reading the row and the query around it; the peers have their matrix
in memory.  CPU time a row of one thread, medians of interleaved repetitions.
Prints ratios with their spread and writes FOLDER/results.json, from which
charts.py draws the pictures of docs/performance.md.
"""
import json
import platform
import sys
import traceback
from importlib.metadata import version
from pathlib import Path

import numpy as np

import estimators
import growth
import latency
import peers
import works
from session import Session, interleaved, own_cpu

REPETITIONS = 7
ROWS = 400_000
TREE_ROWS = 100_000
DEEP_ROWS = 32_768
SMALL_ROWS = 10_000


class Bench:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.results = {"machine": machine(), "works": {}}
        self.x, self.y = works.make_rows(ROWS)
        self.x32 = self.x.astype(np.float32)
        np.savetxt(self.folder / "rows.csv", self.x, delimiter=",", fmt="%.4f")
        np.savetxt(self.folder / "rows_trees.csv", self.x[:TREE_ROWS], delimiter=",", fmt="%.4f")
        np.savetxt(self.folder / "rows_small.csv", self.x[:SMALL_ROWS], delimiter=",", fmt="%.4f")
        self.session = Session()
        ask = self.session.ask
        columns = ", ".join(f"{name} float8" for name in works.names())
        ask("CREATE EXTENSION ml_score")
        ask(f"CREATE TABLE rows ({columns}); COPY rows FROM '{self.folder}/rows.csv' (FORMAT csv)")
        for table, n in (("rows_trees", TREE_ROWS), ("rows_deep", DEEP_ROWS), ("rows_small", SMALL_ROWS)):
            ask(f"CREATE TABLE {table} AS SELECT * FROM rows LIMIT {n}")
        ask("VACUUM ANALYZE")
        self.results["machine"]["PostgreSQL"] = ask("SHOW server_version").split()[0]

    def load(self, name, path, options=""):
        self.session.ask(f"SELECT load_model_file('{name}', '{path}'{options})")

    def sql(self, statement, rows):
        return (lambda: self.session.time(statement), rows)

    def ours(self, model, table, rows):
        return self.sql(f"SELECT sum(predict('{model}', t)) FROM {table} t", rows)

    def agree(self, model, table, theirs, tolerance=1e-9):
        ours = float(self.session.ask(f"SELECT sum(predict('{model}', t)) FROM {table} t"))
        theirs = float(np.asarray(theirs, dtype=np.float64).sum())
        if abs(ours - theirs) > tolerance * abs(theirs):
            raise AssertionError(f"{model}: the sum of the scores is {ours}, the trainer's {theirs}")

    def report(self, work, times, base="ours"):
        """Prints how long each takes, and how many times as long as ours."""
        self.results["works"].setdefault(work, {}).update(times)
        own = times[base]["median"]
        print(f"\n{work}")
        for name, t in sorted(times.items(), key=lambda item: item[1]["median"]):
            print(f"    {name:44s} {t['median'] * 1e9:12,.0f} ns   ({t['low'] * 1e9:,.0f} - {t['high'] * 1e9:,.0f})"
                  + (f"   {t['median'] / own:8.2f} x" if name != base else ""), flush=True)

    # ---- works ----

    def logistic(self):
        model, path = works.logistic(self.folder, self.x, self.y)
        self.load("logistic", path)
        self.agree("logistic", "rows", model.predict_proba(self.x)[:, 1])
        x32 = self.x32[:TREE_ROWS]
        runs = {"ours": self.ours("logistic", "rows", ROWS),
                "sum(last column)": self.sql("SELECT sum(c30) FROM rows", ROWS),
                "making the row a value: count(t)": self.sql("SELECT count(t) FROM rows t", ROWS),
                "the formula in SQL": self.sql(f"SELECT sum({peers.sql_logistic(model)}) FROM rows", ROWS)}
        for name, run in peers.gather({
                "scikit-learn, batch": lambda: peers.sklearn_proba(model, self.x[:TREE_ROWS]),
                "ONNX Runtime, batch": lambda: peers.onnx_of_sklearn(model, x32)}).items():
            runs[name] = (lambda run=run: own_cpu(run), TREE_ROWS)
        self.report("logistic, 30 features", interleaved(runs, REPETITIONS))

    def boosted(self):
        for trees, depth in ((100, 6), (500, 8)):
            self.boosted_of(trees, depth)

    def boosted_of(self, trees, depth):
        name = f"xgboost_{trees}x{depth}"
        model, path = works.xgboost(self.folder, self.x, self.y, trees, depth)
        self.load(name, path)
        x32 = self.x32[:TREE_ROWS]
        self.agree(name, "rows_trees", model.get_booster().inplace_predict(x32))

        def treelite_model():
            import treelite
            return treelite.frontend.from_xgboost(model.get_booster())

        runs = {"ours": self.ours(name, "rows_trees", TREE_ROWS),
                "sum(last column)": self.sql("SELECT sum(c30) FROM rows_trees", TREE_ROWS)}
        makers = {"XGBoost, batch": lambda: peers.xgboost(model, x32),
                  "oneDAL, batch": lambda: peers.onedal(model.get_booster(), x32),
                  "ONNX Runtime, batch": lambda: peers.onnx_of_trees(model, x32, "convert_xgboost"),
                  "DuckDB, vectorised UDF": lambda: peers.duckdb_udf(
                      model.get_booster().inplace_predict, self.folder / "rows_trees.csv", works.FEATURES)}
        if trees == 100:
            makers["tl2cgen, batch"] = lambda: peers.tl2cgen(treelite_model, x32, self.folder)
        for peer, run in peers.gather(makers).items():
            runs[peer] = (lambda run=run: own_cpu(run), TREE_ROWS)
        times = interleaved(runs, REPETITIONS)
        if trees == 100:
            times.update(self.inside_postgres(model, path))
            times.update(self.jpmml("JPMML-Evaluator, one row a call",
                                    lambda: works.sklearn_as_pmml(model, self.folder / f"{name}.pmml")))
        self.report(f"XGBoost, {trees} trees x depth {depth}", times)

    def jpmml(self, label, document):
        try:
            return {label: peers.jpmml(document(), self.folder / "rows_small.csv", REPETITIONS)}
        except Exception as why:
            peers.left_out(label, why)
            return {}

    def inside_postgres(self, model, path):
        """What else scores in PostgreSQL; slow, so fewer rows and repetitions."""
        times = {}
        load = (f"import xgboost; SD['model'] = xgboost.Booster(model_file='{path}'); "
                "SD['model'].set_param({'nthread': 1}); SD['model'].feature_names = None")
        score = "SD['model'].inplace_predict(numpy.array(rows, dtype=numpy.float32)).tolist()"
        makers = {f"PL/Python, {size} row{'s' * (size > 1)} a call":
                  (lambda size=size: peers.plpython(self.session, "xgboost", load, score, works.FEATURES, size))
                  for size in (1, 1000)}
        makers["the trees as CASE in SQL"] = lambda: f"SELECT sum({peers.sql_trees(model)}) FROM rows_small"
        for name, make in makers.items():
            session, self.session = self.session, Session()
            try:
                times.update(interleaved({name: self.sql(make(), SMALL_ROWS)}, 2))
            except Exception as why:
                peers.left_out(name, why)
            self.session = session
        return times

    def lightgbm(self):
        model, path = works.lightgbm(self.folder, self.x, self.y, 500, 255)
        self.load("lightgbm", path)
        x = self.x[:TREE_ROWS]
        self.agree("lightgbm", "rows_trees", model.predict(x))
        runs = {"ours": self.ours("lightgbm", "rows_trees", TREE_ROWS)}
        for name, run in peers.gather({
                "LightGBM, batch": lambda: peers.lightgbm(model, x),
                "oneDAL, batch": lambda: peers.onedal(model, x),
                "ONNX Runtime, batch": lambda: peers.onnx_of_trees(
                    model, self.x32[:TREE_ROWS], "convert_lightgbm")}).items():
            runs[name] = (lambda run=run: own_cpu(run), TREE_ROWS)
        self.report("LightGBM, 500 trees x 255 leaves", interleaved(runs, 3))

    def catboost(self):
        model, path = works.catboost(self.folder, self.x, self.y, 500, 8)
        self.load("catboost", path)
        x32 = self.x32[:TREE_ROWS]
        self.agree("catboost", "rows_trees", model.predict_proba(x32)[:, 1])
        runs = {"ours": self.ours("catboost", "rows_trees", TREE_ROWS)}
        for name, run in peers.gather({"CatBoost, batch": lambda: peers.catboost(model, x32)}).items():
            runs[name] = (lambda run=run: own_cpu(run), TREE_ROWS)
        self.report("CatBoost, 500 trees x depth 8", interleaved(runs, REPETITIONS))

    def forest(self):
        model, path = works.forest(self.folder, self.x, self.y)
        self.load("forest", path)
        x32 = self.x32[:DEEP_ROWS]
        self.agree("forest", "rows_deep", model.predict(x32))
        nodes = sum(e.tree_.node_count for e in model.estimators_) // len(model.estimators_)
        runs = {"ours": self.ours("forest", "rows_deep", DEEP_ROWS)}
        for name, run in peers.gather({"scikit-learn, batch": lambda: peers.sklearn_predict(model, x32)}).items():
            runs[name] = (lambda run=run: own_cpu(run), DEEP_ROWS)
        for name, run in peers.gather({    # slow: fewer rows
                "ONNX Runtime, batch": lambda: peers.onnx_of_sklearn(model, x32[:SMALL_ROWS])}).items():
            runs[name] = (lambda run=run: own_cpu(run), SMALL_ROWS)
        self.report(f"random forest, 200 deep trees ({nodes} nodes each)", interleaved(runs, 3))

    def numeric(self):
        columns = 10
        names = works.names(columns)
        self.session.ask("CREATE TABLE rows_numeric AS SELECT " + ", ".join(
            f"(c{i + 1} * 1000)::numeric(14,2) AS c{i + 1}" for i in range(columns)) + " FROM rows LIMIT 100000")
        self.session.ask("CREATE TABLE rows_float AS SELECT " + ", ".join(
            f"{name}::float8 AS {name}" for name in names) + " FROM rows_numeric; VACUUM ANALYZE")
        _, path = works.logistic(self.folder, self.x[:20000, :columns], self.y[:20000])
        self.load("ten", path)
        runs = {"ours": self.ours("ten", "rows_numeric", 100000),
                "ours, the columns as float8": self.ours("ten", "rows_float", 100000),
                "PostgreSQL's cast: sum(a::float8 + b::float8 ...)": self.sql(
                    "SELECT sum(" + " + ".join(f"{name}::float8" for name in names) + ") FROM rows_numeric", 100000),
                "sum(last column), float8": self.sql(f"SELECT sum({names[-1]}) FROM rows_float", 100000)}
        times = interleaved(runs, REPETITIONS)
        self.report("10 columns of numeric(14,2)", times)
        value = (times["ours"]["median"] - times["ours, the columns as float8"]["median"]) / columns
        print(f"    a value of numeric costs {value * 1e9:.0f} ns more than one of float8")

    def one_row(self):
        self.load("row_logistic", works.logistic(self.folder, self.x, self.y)[1])
        works.xgboost(self.folder, self.x, self.y, 100, 6)
        works.xgboost(self.folder, self.x, self.y, 500, 8)
        for trees, depth in ((100, 6), (500, 8)):
            self.load(f"row_{trees}x{depth}", self.folder / f"xgboost_{trees}x{depth}_30.json")
        self.results["works"].update(latency.measure(self.session, self.folder))

    def growth(self):
        self.results["works"]["growth"] = growth.measure(self)

    def estimators(self):
        print("\nscikit-learn's estimators, a row")
        self.results["works"]["estimators"] = estimators.measure(self)

    def jit(self):
        self.load("jit", works.xgboost(self.folder, self.x, self.y, 100, 6)[1])
        statement = "SELECT sum(predict('jit', t)) FROM rows_trees t"
        off, on = Session(), Session()
        off.ask("SET jit = off")
        on.ask("SET jit = on")
        times = interleaved({"ours": (lambda: off.time(statement), TREE_ROWS),
                             "with jit at its default": (lambda: on.time(statement), TREE_ROWS)}, REPETITIONS)
        self.report("jit, 100 trees x depth 6", times)


PEERS = ("xgboost", "lightgbm", "catboost", "scikit-learn", "scikit-learn-intelex", "onnxruntime", "tl2cgen",
         "duckdb", "jpmml_evaluator")
WORKS = ("logistic", "boosted", "lightgbm", "catboost", "forest", "estimators", "numeric", "one_row", "growth", "jit")


def machine():
    with open("/proc/cpuinfo") as cpu:
        lines = [line.split(":", 1) for line in cpu if ":" in line]
    flags = next((value for key, value in lines if key.strip() == "flags"), "")
    return {"cpu": next((value.strip() for key, value in lines if key.strip() == "model name"), platform.machine()),
            "simd": "AVX-512 VBMI" if "avx512_vbmi" in flags else "AVX2" if "avx2" in flags else "none",
            **{peer: version(peer) for peer in PEERS}}


def main():
    folder, chosen = sys.argv[1], sys.argv[2:] or WORKS
    bench = Bench(folder)
    print(bench.results["machine"])
    failed = []
    for work in chosen:
        try:
            getattr(bench, work)()
        except Exception:
            failed.append(work)
            traceback.print_exc()
            bench.session = Session()
    (bench.folder / "results.json").write_text(json.dumps(bench.results, indent=1) + "\n")
    if failed:
        sys.exit("failed: " + ", ".join(failed))


main()

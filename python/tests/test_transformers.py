"""scikit-learn's transformers of numbers: in front of a sum, and of trees that take missing values."""
import numpy as np
import pandas as pd
import pytest
from samples import FRAME, LABELS, NUMBERS, check, diabetes, edges, iris
from sklearn.decomposition import PCA, IncrementalPCA, TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.feature_selection import (RFE, RFECV, GenericUnivariateSelect, SelectFdr, SelectFpr, SelectFromModel, SelectFwe,
                                       SelectKBest, SelectPercentile, SequentialFeatureSelector, VarianceThreshold)
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (Binarizer, FunctionTransformer, KBinsDiscretizer, MaxAbsScaler, MinMaxScaler, Normalizer,
                                   PolynomialFeatures, PowerTransformer, RobustScaler, StandardScaler)
from sklearn.tree import DecisionTreeClassifier

SCALERS = [
    StandardScaler(), StandardScaler(with_mean=False), StandardScaler(with_std=False), MinMaxScaler(),
    MinMaxScaler((-1, 2), clip=True), MaxAbsScaler(), RobustScaler(), RobustScaler(with_centering=False),
    RobustScaler(with_scaling=False, quantile_range=(10, 90)), RobustScaler(unit_variance=True),
    PowerTransformer(), PowerTransformer(standardize=False),
]
OTHERS = [
    Normalizer(), Normalizer("l1"), Normalizer("max"), KBinsDiscretizer(4), KBinsDiscretizer(4, encode="onehot-dense"),
    KBinsDiscretizer(5, encode="ordinal", strategy="uniform"), KBinsDiscretizer(3, encode="ordinal", strategy="kmeans"),
    Binarizer(threshold=3.), Binarizer(), PolynomialFeatures(2), PolynomialFeatures((2, 3)),
    PolynomialFeatures(3, interaction_only=True, include_bias=False), PCA(3), PCA(2, whiten=True),
    PCA(2, svd_solver="full"), IncrementalPCA(2), IncrementalPCA(2, whiten=True), TruncatedSVD(2),
    SelectKBest(k=2), SelectPercentile(percentile=50), SelectFpr(), SelectFdr(), SelectFwe(), GenericUnivariateSelect(mode="k_best", param=3),
    SelectFromModel(DecisionTreeClassifier(max_depth=2)), SelectFromModel(Lasso(.01)), RFE(DecisionTreeClassifier(), n_features_to_select=2),
    RFECV(DecisionTreeClassifier(), cv=2), SequentialFeatureSelector(Ridge(), n_features_to_select=2, cv=2), VarianceThreshold(.5),
    FunctionTransformer(None), FunctionTransformer(np.abs), FunctionTransformer(np.square), FunctionTransformer(np.tanh),
    FunctionTransformer(np.sin), FunctionTransformer(np.cos), FunctionTransformer(np.floor), FunctionTransformer(np.ceil),
    FunctionTransformer(np.negative),
    FeatureUnion([("a", PCA(2)), ("b", MinMaxScaler()), ("c", "passthrough"), ("d", "drop")]),
    FeatureUnion([("a", PCA(2)), ("b", MinMaxScaler())], transformer_weights={"a": 2.5}),
]
POSITIVE = [PowerTransformer("box-cox"), PowerTransformer("box-cox", standardize=False), FunctionTransformer(np.log1p),
            FunctionTransformer(np.log), FunctionTransformer(np.log10), FunctionTransformer(np.log2), FunctionTransformer(np.sqrt),
            FunctionTransformer(np.reciprocal), FunctionTransformer(np.expm1), FunctionTransformer(np.exp)]


def name(estimator):
    return repr(estimator)[:60]


@pytest.mark.parametrize("step", SCALERS + OTHERS + POSITIVE, ids=name)
def test_before_a_sum(connection, step):
    rows = iris.data.iloc[::3] if step in POSITIVE else edges(iris.data)
    check(connection, make_pipeline(step, Ridge(.1)).fit(iris.data, iris.target), rows)


@pytest.mark.parametrize("step", SCALERS + [FunctionTransformer(np.log1p), SimpleImputer(), MaxAbsScaler()], ids=name)
def test_missing_values_go_through(connection, step):
    model = make_pipeline(step, HistGradientBoostingClassifier(max_iter=9)).fit(FRAME[NUMBERS], LABELS)
    check(connection, model, pd.concat([FRAME[NUMBERS].head(90), pd.DataFrame([{n: np.nan for n in NUMBERS}])]))


@pytest.mark.parametrize("step", [StandardScaler(), PCA(2), MinMaxScaler()], ids=name)
def test_missing_values_have_no_sum(connection, step):
    """Where scikit-learn raises an error for NaN there is no result."""
    model = make_pipeline(step, LinearRegression()).fit(iris.data, iris.target)
    check(connection, model, iris.data.head(3))
    row = iris.data.head(1).assign(**{iris.data.columns[1]: None}).to_json(orient="records")[1:-1]
    assert connection.execute("SELECT predict('test', %s::jsonb)", (row,)).fetchone()[0] is None


IMPUTERS = [
    SimpleImputer(), SimpleImputer(strategy="median"), SimpleImputer(strategy="most_frequent"), SimpleImputer(strategy="constant"),
    SimpleImputer(strategy="constant", fill_value=-1.5), SimpleImputer(strategy="median", add_indicator=True),
    SimpleImputer(missing_values=0.0), SimpleImputer(missing_values=-1.0, strategy="constant", fill_value=7.0),
]


@pytest.mark.parametrize("step", IMPUTERS, ids=name)
def test_imputers(connection, step):
    numbers = FRAME[NUMBERS].copy()
    if not np.isnan(step.missing_values):
        numbers = numbers.fillna(float(step.missing_values))
    model = make_pipeline(step, StandardScaler(), LinearRegression()).fit(numbers, LABELS)
    check(connection, model, numbers.head(90))


def test_columns_that_were_never_there(connection):
    numbers = FRAME[NUMBERS].assign(never=np.nan)
    for keep in (False, True):
        model = make_pipeline(SimpleImputer(keep_empty_features=keep), LinearRegression()).fit(numbers, LABELS)
        check(connection, model, numbers.head(40))


@pytest.mark.parametrize("indicator", [MissingIndicator(), MissingIndicator(features="all"), MissingIndicator(error_on_new=False)], ids=name)
def test_missing_indicator(connection, indicator):
    union = FeatureUnion([("i", SimpleImputer()), ("m", indicator)])
    check(connection, make_pipeline(union, LogisticRegression(max_iter=5000)).fit(FRAME[NUMBERS], LABELS), FRAME[NUMBERS].head(60))


def test_bins_at_their_edges(connection):
    step = KBinsDiscretizer(4, encode="ordinal")
    model = make_pipeline(step, HistGradientBoostingRegressor(max_iter=20)).fit(diabetes.data, diabetes.target)
    rows = []
    for i, column in enumerate(diabetes.data.columns):
        for edge in model[0].bin_edges_[i]:
            for value in (edge, np.nextafter(edge, 9), np.nextafter(edge, -9)):
                rows.append({**diabetes.data.iloc[0].to_dict(), column: value})
    check(connection, model, pd.DataFrame(rows))


def test_binarizer_and_clip_at_their_limits(connection):
    model = make_pipeline(FeatureUnion([("b", Binarizer(threshold=3.)), ("m", MinMaxScaler(clip=True))]), LinearRegression())
    model.fit(iris.data, iris.target)
    rows = [[v] * 4 for v in (3.0, np.nextafter(3.0, 9), np.nextafter(3.0, 0), -1e300, 1e300, 0.0, -0.0, 4.3, 7.9)]
    check(connection, model, pd.DataFrame(rows, columns=iris.data.columns))


@pytest.mark.parametrize("step", [MaxAbsScaler(), TruncatedSVD(2), StandardScaler(with_mean=False), SelectKBest(k=2)], ids=name)
def test_sparse_input(connection, step):
    from scipy.sparse import csr_matrix

    x = csr_matrix(iris.data.to_numpy())
    check(connection, make_pipeline(step, LinearRegression()).fit(x, iris.target), x[:40])


def test_power_transformer_of_powers_around_its_cases(connection):
    """lambda 0 and 2, where the formula is a logarithm; and one far from them."""
    random = np.random.default_rng(1)
    x = pd.DataFrame({"lognormal": np.expm1(random.lognormal(0, .4, 300)), "normal": random.normal(size=300), "left": -random.lognormal(size=300)})
    model = make_pipeline(PowerTransformer(), LinearRegression()).fit(x, random.normal(size=300))
    for lambdas in (model[0].lambdas_, np.array([0.0, 2.0, 1.0]), np.array([2.0, 0.0, -3.0])):
        model[0].lambdas_ = lambdas
        check(connection, model, edges(x))


@pytest.mark.parametrize("function", [np.log, np.log1p, np.log2, np.log10, np.sqrt], ids=lambda f: f.__name__)
def test_functions_without_a_value(connection, function):
    """NumPy's NaN is a missing value to trees that take such."""
    model = make_pipeline(FunctionTransformer(function), HistGradientBoostingClassifier(max_iter=9)).fit(iris.data, iris.target)
    rows = [[v] * 4 for v in (-5.0, np.nextafter(-1.0, -2), -1.0, -0.5, -0.0, 0.0, 1.5, np.nan)]
    check(connection, model, pd.concat([iris.data.head(9), pd.DataFrame(rows, columns=iris.data.columns)]))

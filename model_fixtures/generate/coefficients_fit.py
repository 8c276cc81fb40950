"""Fits scikit-learn pipelines and writes them as coefficients documents with answers.

    coefficients_fit.py DATA FIXTURES

Each pipeline is a ColumnTransformer of one-column steps and a linear model, so
that a feature of the document stands for one step.  The answers are those of the
fitted pipeline, one row at a time (a batch goes through BLAS, which adds in
another order).  What a document says beyond scikit-learn, because scikit-learn
refuses a missing input without imputation, is expected as the document has it:
"missing": "null" gives NULL, "error" an invalid row, "zero" the answer at the
feature's mean, where a scaled feature adds nothing.
"""

import json
import math
import os
import random
import sys

import numpy as np
import pandas
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, KBinsDiscretizer, OneHotEncoder, StandardScaler

from fixture_files import write_fixture
from xgboost_models import ORIGINS

PRODUCER = "scikit-learn %s, coefficients written by the generator" % sklearn.__version__
NUMPY = {"log": np.log, "log1p": np.log1p, "log10": np.log10, "sqrt": np.sqrt, "exp": np.exp, "abs": np.abs}
REL = {"contract": "rel", "rel": 1e-12}


class Numeric:
    """A numeric input: imputed, transformed, raised, scaled, in this order."""

    def __init__(self, name, sql="float8", kind=None, transform=None, power=None, scale=True, impute=False, id=None):
        self.name, self.sql, self.kind, self.id = name, sql, kind, id or name
        self.transform, self.power, self.scale, self.impute = transform, power, scale, impute

    def step(self):
        steps = []
        if self.kind == "float":
            steps.append(FunctionTransformer(as_float32))
        if self.impute:
            steps.append(SimpleImputer(strategy="median"))
        if self.transform:
            steps.append(FunctionTransformer(NUMPY[self.transform]))
        if self.power:
            steps.append(FunctionTransformer(raised, kw_args={"power": self.power}))
        if self.scale:
            steps.append(StandardScaler())
        return make_pipeline(*(steps or [FunctionTransformer()]))

    def write(self, step, coef):
        out = {"name": self.name}
        if self.id != self.name:
            out["id"] = self.id
        if self.kind:
            out["type"] = self.kind
        for _, fitted in step.steps:
            if isinstance(fitted, SimpleImputer):
                out["impute"] = float(fitted.statistics_[0])
        if self.transform:
            out["transform"] = self.transform
        if self.power:
            out["power"] = self.power
        for _, fitted in step.steps:
            if isinstance(fitted, StandardScaler):
                out["mean"], out["scale"] = float(fitted.mean_[0]), float(fitted.scale_[0])
        out["coef"] = coef[0]
        return out


class Buckets:
    """A numeric input cut into buckets, one coefficient each."""

    def __init__(self, name, n, sql="float8", impute=False, closed="left"):
        self.name, self.n, self.sql, self.impute, self.closed, self.id = name, n, sql, impute, closed, name

    def step(self):
        steps = [SimpleImputer(strategy="median")] if self.impute else []
        if self.closed == "left":
            steps.append(KBinsDiscretizer(self.n, encode="onehot-dense", quantile_method="averaged_inverted_cdf"))
        else:
            steps += [FunctionTransformer(np.digitize, kw_args={"bins": self.n, "right": True}),
                      OneHotEncoder(categories=[range(len(self.n) + 1)], sparse_output=False)]
        return make_pipeline(*steps)

    def write(self, step, coef):
        out = {"name": self.name}
        if self.impute:
            out["impute"] = float(step.steps[0][1].statistics_[0])
        edges = self.n if self.closed == "right" else [float(e) for e in step.steps[-1][1].bin_edges_[0][1:-1]]
        out["buckets"] = {"edges": edges, "coefs": coef}
        if self.closed == "right":
            out["buckets"]["closed"] = "right"
        return out


class Levels:
    """A categorical input, one coefficient for each level."""

    def __init__(self, name, sql="text", impute=False, drop=None):
        self.name, self.sql, self.impute, self.drop, self.id = name, sql, impute, drop, name

    def step(self):
        steps = [SimpleImputer(strategy="most_frequent", missing_values=None)] if self.impute else []
        return make_pipeline(*steps, OneHotEncoder(handle_unknown="ignore", drop=self.drop, sparse_output=False))

    def write(self, step, coef):
        encoder = step.steps[-1][1]
        levels = list(encoder.categories_[0])
        if self.drop:
            del levels[encoder.drop_idx_[0]]
        out = {"name": self.name, "levels": dict((level_text(v), c) for v, c in zip(levels, coef))}
        if self.impute:
            out["impute"] = level_text(step.steps[0][1].statistics_[0])
        return out


class Product:
    """An interaction of scaled numeric features and levels, in the document's words."""

    def __init__(self, *names):
        self.names = names

    def write(self, coef):
        return {"interaction": list(self.names), "coef": coef[0]}


def as_float32(values):
    return values.astype(np.float32).astype(np.float64)


def raised(values, power):
    return np.power(values, power)


def level_text(value):
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(value)
    return value


class Model:
    """A list of features and a linear model on top of them."""

    def __init__(self, features, estimator, frame, target, products=()):
        self.features, self.products = features, products
        self.estimator = estimator
        self.columns = list(dict.fromkeys(f.name for f in features))
        self.transformer = ColumnTransformer([(f.id, f.step(), [f.name]) for f in features])
        self.estimator.fit(self.design(self.transformer.fit_transform(frame[self.columns])), target)

    def slices(self):
        return self.transformer.output_indices_

    def design(self, matrix):
        matrix = np.asarray(matrix, dtype=np.float64)
        extra = []
        for product in self.products:
            column = np.ones(len(matrix))
            for part in product.names:
                name, level = (part, None) if isinstance(part, str) else list(part.items())[0]
                where = self.transformer.output_indices_[name].start
                if level is not None:
                    encoder = self.transformer.named_transformers_[name].steps[-1][1]
                    where += [level_text(v) for v in encoder.categories_[0]].index(level)
                column = column * matrix[:, where]
            extra.append(column)
        return np.column_stack([matrix] + extra) if extra else matrix

    def document(self, model, **more):
        coefs = np.atleast_2d(self.estimator.coef_)
        intercepts = np.atleast_1d(self.estimator.intercept_)
        many = len(coefs) > 1

        def numbers(first, last):
            if many:
                return [[float(c) for c in coefs[:, i]] for i in range(first, last)]
            return [float(c) for c in coefs[0, first:last]]

        features = []
        for f in self.features:
            where = self.slices()[f.id]
            features.append(f.write(self.transformer.named_transformers_[f.id], numbers(where.start, where.stop)))
        start = coefs.shape[1] - len(self.products)
        for i, product in enumerate(self.products):
            features.append(product.write(numbers(start + i, start + i + 1)))
        intercept = [float(v) for v in intercepts] if many else float(intercepts[0])
        return dict({"ml_score": 1, "model": model}, **more, intercept=intercept, features=features)

    def ask(self, frame, what):
        rows = [self.design(self.transformer.transform(frame.iloc[i:i + 1][self.columns])) for i in range(len(frame))]
        return np.concatenate([getattr(self.estimator, what)(r) for r in rows])


# ---- rows ----

def frame_of(columns, rows):
    """Rows of cells as the pipelines want them: NaN for a missing number, None for a missing category."""
    out = {}
    for i, (name, sql) in enumerate(columns):
        values = [r[i] for r in rows]
        if sql in ("text", "bool") or name in ("senior_citizen",):
            out[name] = pandas.Series(values, dtype=object)
        else:
            out[name] = np.array([np.nan if v is None else float(v) for v in values])
    return pandas.DataFrame(out)


def read(folder, data, columns):
    table = pandas.read_csv(os.path.join(folder, data + ".csv"), dtype=str, keep_default_na=False)
    rows = []
    for values in zip(*(table[name] for name, _ in columns)):
        row = []
        for text, (_, sql) in zip(values, columns):
            if text in ("", "NA"):
                row.append(None)
            elif sql == "text":
                row.append(text)
            elif sql == "bool":
                row.append(text == "1")
            else:
                row.append(int(text) if sql.startswith("int") else float(text))
        rows.append(row)
    return table, rows


def edges(columns, base, rng, special, unseen):
    """NULL everywhere, NaN, the values of special = {name: [...]}, levels never seen."""
    rows = []

    def put(*cells):
        row = list(rng.choice(base))
        for index, value in cells:
            row[index] = value
        rows.append(row)

    names = [n for n, _ in columns]
    for i, (name, sql) in enumerate(columns):
        put((i, None))
        if sql == "float8":
            put((i, float("nan")))
        for value in special.get(name, ()):
            put((i, value))
    for _ in range(4):
        put(*[(i, None) for i in rng.sample(range(len(columns)), max(2, len(columns) // 2))])
    rows.append([None] * len(columns))
    for name, values in unseen.items():
        for value in values:
            put((names.index(name), value))
    return rows


def is_missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


def around(values):
    return [v for e in values for v in (float(e), float(np.nextafter(e, -np.inf)), float(np.nextafter(e, np.inf)))]


class Writer:
    def __init__(self, data_folder, folder):
        self.data_folder, self.folder = data_folder, folder

    def fixture(self, name, data, columns, document, rows, checks, answers, errors=None, load=None):
        """One folder; the document goes through a scratch file."""
        path = os.path.join(self.data_folder, "..", name + ".json")
        with open(path, "w", encoding="utf-8", newline="") as out:
            json.dump(document, out, indent=1, ensure_ascii=False)
            out.write("\n")
        write_fixture(os.path.join(self.folder, name), path,
                      {"producer": PRODUCER, "data": ORIGINS[data], "generator": "generate/generate_coefficients.py",
                       "reference": "the fitted pipeline, row by row; missing inputs without imputation as the "
                                    "document says", "load": load},
                      columns, rows, checks, answers, errors)
        print("%-40s %4d rows" % (name, len(rows)))


def split(rows, rng, n):
    kept = list(range(len(rows)))
    rng.shuffle(kept)
    return kept[:n], [rows[i] for i in kept[n:n + 40]]


def numbers_or_null(values, missing):
    return [None if m else float(v) for v, m in zip(values, missing)]


# ---- the fixtures ----

def linear_diabetes(w):
    """Scaled features; the three ways to treat a missing input without imputation."""
    rng = random.Random("linear_diabetes")
    names = ["age", "bmi", "bp", "s1", "s5", "s6"]
    columns = [(n, "float8") for n in names]
    table, rows = read(w.data_folder, "diabetes", columns)
    kept, base = split(rows, rng, 350)
    target = table["target"].astype(float).to_numpy()[kept]
    model = Model([Numeric(n) for n in names], LinearRegression(), frame_of(columns, [rows[i] for i in kept]), target)
    special = dict((n, [0.0, -0.0, 1e30, -1e30, 5e-324]) for n in names[:3])
    rows = base + edges(columns, base, rng, special, {})
    missing = [any(is_missing(v) for v in r) for r in rows]
    means = [float(model.transformer.named_transformers_[n].steps[-1][1].mean_[0]) for n in names]
    filled = [[m if is_missing(v) else v for v, m in zip(r, means)] for r in rows]
    answers = model.ask(frame_of(columns, filled), "predict")
    check = [dict(REL, column="predict", how="predict")]
    w.fixture("coefficients_linear_diabetes", "diabetes", columns, model.document("linear"), rows, check,
              {"predict": numbers_or_null(answers, missing)})
    w.fixture("coefficients_linear_missing_zero_diabetes", "diabetes", columns,
              model.document("linear", target="progression", missing="zero"), rows,
              check + [dict(REL, column="progression", how="predict_json", key="progression")],
              {"predict": [float(v) for v in answers], "progression": [float(v) for v in answers]})
    w.fixture("coefficients_linear_missing_error_diabetes", "diabetes", columns,
              model.document("linear", missing="error"), rows, check,
              {"predict": numbers_or_null(answers, missing)}, ["invalid" if m else None for m in missing])


def logistic_churn(w):
    """Imputation, one-hot levels, levels of integers and booleans, classes by name."""
    rng = random.Random("logistic_churn")
    columns = [("tenure", "int4"), ("monthly_charges", "float8"), ("total_charges", "float8"), ("contract", "text"),
               ("payment_method", "text"), ("senior_citizen", "int4"), ("paperless_billing", "bool")]
    table, rows = read(w.data_folder, "wa_churn", columns)
    kept, base = split(rows, rng, 3000)
    features = [Numeric("tenure", impute=True), Numeric("monthly_charges", impute=True),
                Numeric("total_charges", impute=True, transform="log1p"), Levels("contract", impute=True),
                Levels("payment_method", impute=True), Levels("senior_citizen", impute=True),
                Levels("paperless_billing", impute=True)]
    model = Model(features, LogisticRegression(max_iter=2000), frame_of(columns, [rows[i] for i in kept]),
                  table["churn"].to_numpy()[kept])
    special = {"tenure": [0, 1, 72, 1000], "monthly_charges": [0.0, 1e3, 1e300], "total_charges": [0.0, 1e-300, 1e30]}
    rows = base + edges(columns, base, rng, special,
                        {"contract": ["Three year", "", "one year", "One year "], "payment_method": ["Barter"],
                         "senior_citizen": [2, -1]})
    frame = frame_of(columns, rows)
    p = model.ask(frame, "predict_proba")
    classes = model.ask(frame, "predict")
    w.fixture("coefficients_logistic_churn", "wa_churn", columns,
              model.document("logistic", target="churn", classes=["No", "Yes"]), rows,
              [dict(REL, column="predict", how="predict"),
               {"column": "class", "how": "predict_class", "contract": "exact"},
               dict(REL, column="p_no", how="predict_proba_of", **{"class": "No"}),
               {"column": "churn", "how": "predict_json", "key": "churn", "contract": "exact"}],
              {"predict": [float(v) for v in p[:, 1]], "class": list(classes), "p_no": [float(v) for v in p[:, 0]],
               "churn": list(classes)})


def logistic_credit(w):
    """Interactions of numbers and of a number and a level; buckets; a level counts as missing when unknown."""
    rng = random.Random("logistic_credit")
    columns = [("Seniority", "int4"), ("Age", "int4"), ("Income", "float8"), ("Amount", "float8"),
               ("Price", "numeric"), ("Home", "text"), ("Records", "text")]
    table, rows = read(w.data_folder, "credit_data", columns)
    kept, base = split(rows, rng, 3000)
    features = [Buckets("Seniority", 5, impute=True), Numeric("Age", impute=True), Numeric("Income", impute=True),
                Numeric("Amount"), Numeric("Price"), Levels("Home", impute=True), Levels("Records", impute=True)]
    products = [Product("Amount", "Price"), Product("Income", {"Records": "yes"}), Product("Age", "Age", "Income")]
    model = Model(features, LogisticRegression(max_iter=3000), frame_of(columns, [rows[i] for i in kept]),
                  table["Status"].to_numpy()[kept], products)
    cuts = model.transformer.named_transformers_["Seniority"].steps[-1][1].bin_edges_[0]
    special = {"Seniority": [int(c) + d for c in cuts for d in (-1, 0, 1)], "Age": [0, 18, 99],
               "Income": [0.0, -0.0, 1e6, -5.0], "Amount": [0.0, 1e5], "Price": [0.0, 1e5]}
    rows = base + edges(columns, base, rng, special, {"Home": ["castle", "", "OWNER"], "Records": ["maybe"]})
    missing = [is_missing(r[3]) or is_missing(r[4]) for r in rows]
    levels = dict((n, set(model.transformer.named_transformers_[n].steps[-1][1].categories_[0]))
                  for n in ("Home", "Records"))
    known = []
    for r in rows:
        r = [0.0 if m in (3, 4) and is_missing(v) else v for m, v in enumerate(r)]
        for i, n in ((5, "Home"), (6, "Records")):
            if r[i] is not None and r[i] not in levels[n]:
                r[i] = None                      # "unknown": "missing", then imputed
        known.append(r)
    frame = frame_of(columns, known)
    p, classes = model.ask(frame, "predict_proba"), model.ask(frame, "predict")
    w.fixture("coefficients_logistic_credit", "credit_data", columns,
              model.document("logistic", classes=["bad", "good"], unknown="missing"), rows,
              [dict(REL, column="predict", how="predict"),
               {"column": "class", "how": "predict_class", "contract": "exact"},
               dict(REL, column="p_bad", how="predict_json", key="probabilities/bad"),
               {"column": "prediction", "how": "predict_json", "key": "prediction", "contract": "exact"}],
              {"predict": numbers_or_null(p[:, 1], missing),
               "class": [None if m else c for c, m in zip(classes, missing)],
               "p_bad": numbers_or_null(p[:, 0], missing),
               "prediction": [None if m else c for c, m in zip(classes, missing)]},
              load={"event": "good"})


def multinomial_hpc(w):
    """Four classes; log1p; a level that is not known is an error."""
    rng = random.Random("multinomial_hpc")
    columns = [("compounds", "int4"), ("input_fields", "int4"), ("iterations", "int4"), ("num_pending", "int4"),
               ("hour", "float8"), ("protocol", "text"), ("day", "text")]
    table, rows = read(w.data_folder, "hpc_data", columns)
    kept, base = split(rows, rng, 3000)
    features = [Numeric("compounds", transform="log"), Numeric("input_fields", transform="log10"),
                Numeric("iterations", transform="sqrt"), Numeric("num_pending", transform="log1p"),
                Numeric("hour", impute=True), Levels("protocol", drop="first"), Levels("day", impute=True)]
    model = Model(features, LogisticRegression(max_iter=3000), frame_of(columns, [rows[i] for i in kept]),
                  table["class"].to_numpy()[kept])
    special = {"compounds": [1, 2, 2147483647], "input_fields": [1, 2147483647], "iterations": [0, 1],
               "num_pending": [0], "hour": [0.0, -0.0, 23.999999999, 1e30, -1e30]}
    rows = base + edges(columns, base, rng, special, {"protocol": ["Z", "", "a"], "day": ["Sunday"]})
    known = dict((n, set(model.transformer.named_transformers_[n].steps[-1][1].categories_[0]))
                 for n in ("protocol", "day"))
    bad = [any(r[i] is not None and r[i] not in known[n] for i, n in ((5, "protocol"), (6, "day"))) for r in rows]
    missing = [b or any(is_missing(r[i]) for i in (0, 1, 2, 3, 5)) for r, b in zip(rows, bad)]
    usable = [base[0] if m else r for r, m in zip(rows, missing)]
    frame = frame_of(columns, usable)
    p, classes = model.ask(frame, "predict_proba"), model.ask(frame, "predict")
    names = [str(c) for c in model.estimator.classes_]
    checks = [{"column": "class", "how": "predict_class", "contract": "exact"}]
    answers = {"class": [None if m else c for c, m in zip(classes, missing)]}
    for k, name in enumerate(names):
        checks.append(dict(REL, column="p_" + name, how="predict_proba_of", **{"class": name}))
        answers["p_" + name] = numbers_or_null(p[:, k], missing)
    document = model.document("multinomial", target="class", classes=names, unknown="error")
    # the level that the encoder drops is known, and adds nothing
    dropped = [f for f in document["features"] if f["name"] == "protocol"][0]["levels"]
    first = str(model.transformer.named_transformers_["protocol"].steps[-1][1].categories_[0][0])
    dropped[first] = [0.0] * len(names)
    w.fixture("coefficients_multinomial_hpc", "hpc_data", columns, document, rows, checks, answers,
              ["invalid" if b else None for b in bad])


def poisson_bikes(w):
    """Counts; buckets of the hour; powers of one input under several ids; a product."""
    rng = random.Random("poisson_bikes")
    columns = [("hr", "int4"), ("temp", "float8"), ("hum", "float8"), ("windspeed", "float8"), ("workingday", "int4"),
               ("weathersit", "text")]
    table, rows = read(w.data_folder, "Bikeshare", columns)
    kept, base = split(rows, rng, 4000)
    features = [Buckets("hr", 8), Numeric("temp"), Numeric("temp", power=2, id="temp2"),
                Numeric("temp", power=0.5, scale=False, id="temp_root"), Numeric("hum", impute=True),
                Numeric("windspeed", transform="sqrt", scale=False), Numeric("workingday", scale=False),
                Levels("weathersit")]
    products = [Product("temp", "hum"), Product("workingday", {"weathersit": "clear"})]
    model = Model(features, PoissonRegressor(alpha=1e-3, max_iter=2000), frame_of(columns, [rows[i] for i in kept]),
                  table["bikers"].astype(float).to_numpy()[kept], products)
    cuts = model.transformer.named_transformers_["hr"].steps[-1][1].bin_edges_[0]
    special = {"hr": sorted(set(int(c) + d for c in cuts for d in (-1, 0, 1))), "temp": [0.0, 1.0, 1e-12],
               "hum": [0.0, -0.0, 1.0], "windspeed": [0.0, 0.8507], "workingday": [0, 1]}
    rows = base + edges(columns, base, rng, special, {"weathersit": ["hail", ""]})
    missing = [any(is_missing(r[i]) for i in (0, 1, 3, 4, 5)) for r in rows]
    usable = [base[0] if m else r for r, m in zip(rows, missing)]
    answers = model.ask(frame_of(columns, usable), "predict")
    w.fixture("coefficients_poisson_bikes", "Bikeshare", columns, model.document("poisson"), rows,
              [dict(REL, column="predict", how="predict"),
               dict(REL, column="prediction", how="predict_json", key="prediction")],
              {"predict": numbers_or_null(answers, missing), "prediction": numbers_or_null(answers, missing)})


def linear_credit(w):
    """Every transformation, a float input, buckets closed on the right, fractional edges."""
    rng = random.Random("linear_credit")
    columns = [("Seniority", "int4"), ("Time", "int4"), ("Age", "int4"), ("Expenses", "float8"), ("Income", "float8"),
               ("Amount", "float4"), ("Job", "text")]
    table, rows = read(w.data_folder, "credit_data", columns)
    rows_kept = [i for i, r in enumerate(rows) if r[4] is not None]
    rng.shuffle(rows_kept)
    kept, base = rows_kept[:3000], [rows[i] for i in rows_kept[3000:3040]]
    features = [Numeric("Seniority", transform="abs", scale=False), Numeric("Seniority", power=3, id="cubed"),
                Numeric("Time", transform="log10", power=2), Buckets("Age", [25.0, 32.5, 40.0, 55.25], closed="right"),
                Numeric("Expenses", transform="log"), Numeric("Income", transform="sqrt", impute=True),
                Numeric("Amount", kind="float"), Levels("Job", impute=True)]
    model = Model(features, Ridge(alpha=0.1), frame_of(columns, [rows[i] for i in kept]),
                  table["Price"].astype(float).to_numpy()[kept])
    special = {"Seniority": [0, -3, 48], "Time": [1, 6, 60], "Age": [24, 25, 26, 32, 33, 40, 41, 55, 56],
               "Expenses": [1.0, 35.00000000000001, 1e300], "Income": [0.0, 1e30],
               "Amount": [0.0, 0.10000000149011612, 1000.0999755859375, 3.0000000054977558e+38]}
    rows = base + edges(columns, base, rng, special, {"Job": ["king"]})
    missing = [any(is_missing(r[i]) for i in (0, 1, 2, 3, 5)) for r in rows]
    usable = [base[0] if m else r for r, m in zip(rows, missing)]
    answers = model.ask(frame_of(columns, usable), "predict")
    w.fixture("coefficients_linear_credit", "credit_data", columns, model.document("linear", target="Price"), rows,
              [dict(REL, column="predict", how="predict")], {"predict": numbers_or_null(answers, missing)})


def linear_plain(w):
    """exp, a float8 column read as float, fractional bucket edges, a model of names beyond ASCII."""
    rng = random.Random("linear_plain")
    columns = [("temp", "float8"), ("atemp", "float8"), ("hum", "float8"), ("mnth", "text")]
    table, rows = read(w.data_folder, "Bikeshare", columns)
    kept, base = split(rows, rng, 3000)
    features = [Numeric("temp", kind="float"), Numeric("atemp", transform="exp"), Buckets("hum", 6), Levels("mnth")]
    model = Model(features, LinearRegression(), frame_of(columns, [rows[i] for i in kept]),
                  table["registered"].astype(float).to_numpy()[kept])
    cuts = model.transformer.named_transformers_["hum"].steps[-1][1].bin_edges_[0]
    special = {"temp": around([0.1, 0.24]) + [0.1234567890123], "atemp": [0.0, -0.0, 1.5, -700.0],
               "hum": around(cuts) + [-1e30, 1e30, float("inf"), float("-inf")]}
    rows = base + edges(columns, base, rng, special, {"mnth": ["Sept ", "jan", "Smarch"]})
    missing = [any(is_missing(v) for v in r) for r in rows]
    usable = [base[0] if m else [min(max(v, -1e300), 1e300) if isinstance(v, float) else v for v in r]
              for r, m in zip(rows, missing)]
    answers = model.ask(frame_of(columns, usable), "predict")
    renamed = [("température", "float8"), ("atemp", "float8"), ("humidity %", "float8"), ("mnth", "text")]
    document = model.document("linear")
    for f in document["features"]:
        f["name"] = {"temp": "température", "hum": "humidity %"}.get(f["name"], f["name"])
    w.fixture("coefficients_linear_bikes", "Bikeshare", renamed, document, rows,
              [dict(REL, column="predict", how="predict")], {"predict": numbers_or_null(answers, missing)})


def main(data_folder, folder):
    w = Writer(data_folder, folder)
    for make in (linear_diabetes, logistic_churn, logistic_credit, multinomial_hpc, poisson_bikes, linear_credit,
                 linear_plain):
        make(w)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Data for the tests, rows at the edges of it, and the comparison of a model with the database."""
import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris

import ml_score

iris, cancer, diabetes = load_iris(as_frame=True), load_breast_cancer(as_frame=True), load_diabetes(as_frame=True)


def mixed(n=400, seed=3):
    """Numbers and categories with gaps."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({"age": random.normal(40, 12, n).round(1), "income": random.lognormal(8, 1, n).round(2),
                          "visits": random.integers(0, 9, n).astype(float),
                          "plan": random.choice(["basic", "plus", "pro", "rare"], n, p=[.5, .3, .18, .02]),
                          "city": random.choice(["Aa", "Bb", "C c", "Öd"], n)}).astype({"plan": object, "city": object})
    y = (frame.age / 12 + (frame.plan == "plus") + random.normal(size=n) > 4).astype(int)
    frame.loc[random.random(n) < .1, "age"] = np.nan
    frame.loc[random.random(n) < .1, "income"] = np.nan
    return frame, y


FRAME, LABELS = mixed()
NUMBERS = ["age", "income", "visits"]
WORDS = ["plan", "city"]


def edges(x):
    """Rows of a sample, and some beyond what was fitted."""
    sample = x.head(60).copy()
    beyond = sample.head(4).copy()
    for i, factor in enumerate((0.0, -3.0, 10.0, 1e3)):
        beyond.iloc[i] = sample.iloc[i] * factor
    return pd.concat([sample, beyond], ignore_index=True)


def check(connection, model, sample, tolerance=1e-12, **more):
    """Deploys a model: each row of the sample must have the model's own answer."""
    deployment = ml_score.deploy(connection, "test", model, sample=sample, tolerance=tolerance, **more)
    assert deployment.equal, str(deployment)
    assert deployment.rows > 0
    return deployment

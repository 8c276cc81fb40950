"""scikit-learn's encoders of categories, with categories that were never seen and values that are missing."""
import numpy as np
import pandas as pd
import psycopg
import pytest
import sklearn
from samples import FRAME, LABELS, NUMBERS, WORDS, check
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder

import ml_score


def name(estimator):
    return repr(estimator)[:70]


def gaps(frame):
    """Some categories are missing, in one column as None, in one as NaN."""
    frame = frame.copy()
    frame.loc[::9, "plan"] = None
    frame.loc[::11, "city"] = np.nan
    return frame


def test_both_none_and_nan():
    frame = gaps(FRAME)
    frame.loc[2, "plan"] = np.nan
    for encode in (OneHotEncoder(), OrdinalEncoder(), TargetEncoder(cv=2)):
        model = make_pipeline(encode, HistGradientBoostingClassifier(max_iter=2)) if not isinstance(encode, OneHotEncoder) else \
            make_pipeline(encode, LogisticRegression())
        with pytest.raises(ml_score.NotSupported, match="None and NaN"):
            ml_score.to_document(model.fit(frame[WORDS], LABELS))


FORGIVING = [
    OneHotEncoder(handle_unknown="ignore"), OneHotEncoder(handle_unknown="ignore", drop="first"),
    OneHotEncoder(handle_unknown="ignore", drop="if_binary"), OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=.05),
    OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=3), OneHotEncoder(handle_unknown="infrequent_if_exist"),
    OneHotEncoder(handle_unknown="ignore", min_frequency=.05), OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=.05, drop="first"),
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=99, encoded_missing_value=-5),
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, min_frequency=.05, encoded_missing_value=-2),
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, max_categories=3, encoded_missing_value=-2),
    TargetEncoder(cv=2), TargetEncoder(cv=2, smooth=5.0), TargetEncoder(cv=2, target_type="continuous"),
]
if sklearn.__version__ >= "1.6":
    FORGIVING.append(OneHotEncoder(handle_unknown="warn", min_frequency=.05))
STRICT = [OneHotEncoder(), OneHotEncoder(drop="first"), OneHotEncoder(drop=["plus", "Bb"]), OneHotEncoder(min_frequency=.05),
          OneHotEncoder(categories=[["rare", "pro", "plus", "basic"], ["Aa", "Bb", "C c", "Öd"]]), OrdinalEncoder(), OrdinalEncoder(min_frequency=.05)]


@pytest.mark.parametrize("encode", FORGIVING, ids=name)
@pytest.mark.parametrize("missing", [False, True], ids=["whole", "gaps"])
def test_forgiving(connection, encode, missing):
    """Fitted with and without missing categories; scored with missing and unknown ones."""
    fitted = gaps(FRAME) if missing else FRAME
    last = HistGradientBoostingClassifier(max_iter=9) if isinstance(encode, OrdinalEncoder) else LogisticRegression(max_iter=5000)
    sample = FRAME[WORDS].head(80).copy()
    sample.loc[3, "plan"] = "never seen"
    sample.loc[5, "city"] = ""
    sample.loc[7, "plan"] = None
    sample.loc[8, "city"] = np.nan
    encode = OrdinalEncoder(**encode.get_params()) if isinstance(encode, OrdinalEncoder) else encode
    check(connection, make_pipeline(encode, last).fit(fitted[WORDS], LABELS), sample)


@pytest.mark.parametrize("encode", STRICT, ids=name)
def test_strict(connection, encode):
    check(connection, make_pipeline(encode, LogisticRegression(max_iter=5000)).fit(FRAME[WORDS], LABELS), FRAME[WORDS].head(80))
    with pytest.raises(psycopg.Error, match="never seen"), connection.transaction():
        connection.execute("SELECT predict('test', %s::jsonb)", ('{"plan": "never seen", "city": "Aa"}',))
    invalid = "SELECT predict('test', %s::jsonb, on_invalid => 'null')"
    assert connection.execute(invalid, ('{"plan": "never seen", "city": "Aa"}',)).fetchone()[0] is None
    assert connection.execute(invalid, ('{"city": "Aa"}',)).fetchone()[0] is None


@pytest.mark.parametrize("encode", STRICT[:2] + [OrdinalEncoder()], ids=name)
@pytest.mark.parametrize("impute", [SimpleImputer(strategy="most_frequent"), SimpleImputer(strategy="constant", fill_value="none"),
                                    SimpleImputer(strategy="most_frequent", missing_values=None)], ids=name)
def test_strict_behind_an_imputer(connection, impute, encode):
    fitted = gaps(FRAME)[WORDS]
    fitted = fitted.astype(object).where(fitted.notna(), impute.missing_values)
    check(connection, make_pipeline(impute, encode, LogisticRegression(max_iter=5000)).fit(fitted, LABELS), fitted.head(80))
    invalid = "SELECT predict('test', %s::jsonb, on_invalid => 'null')"
    assert connection.execute(invalid, ('{"plan": "never seen", "city": "Aa"}',)).fetchone()[0] is None
    assert connection.execute(invalid, ('{"city": "Aa"}',)).fetchone()[0] is not None


def test_none_that_an_imputer_of_nan_leaves():
    model = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(), LogisticRegression())
    with pytest.raises(ml_score.NotSupported, match="leaves None"):
        ml_score.to_document(model.fit(gaps(FRAME)[WORDS], LABELS))


def test_strict_behind_an_imputer_of_a_word(connection):
    """A word that means missing is no unknown category; a computed column's unknown category has no result."""
    fitted = FRAME[WORDS].copy()
    fitted.loc[::6, "plan"] = "?"
    model = make_pipeline(SimpleImputer(missing_values="?", strategy="most_frequent"), OneHotEncoder(), LogisticRegression())
    check(connection, model.fit(fitted, LABELS), fitted.head(60))
    score = "SELECT predict('test', %s::jsonb)"
    assert connection.execute(score, ('{"plan": "never seen", "city": "Aa"}',)).fetchone()[0] is None


def numbered(frame):
    random = np.random.default_rng(4)
    return pd.DataFrame({"whole": random.integers(-2, 4, len(frame)), "half": random.choice([.5, 1.0, 2.5, -0.0], len(frame)),
                         "truth": random.random(len(frame)) < .4})


@pytest.mark.parametrize("encode", [OneHotEncoder(handle_unknown="ignore"), OneHotEncoder(drop="if_binary", handle_unknown="ignore"),
                                    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), TargetEncoder(cv=2)], ids=name)
def test_categories_that_are_numbers(connection, encode):
    frame = numbered(FRAME)
    model = make_pipeline(ColumnTransformer([("a", encode, ["whole", "half"]), ("b", encode, ["truth"])]), LogisticRegression())
    sample = frame.head(60).copy()
    sample.loc[2, "whole"] = 77
    sample.loc[4, "half"] = 0.75
    check(connection, model.fit(frame, LABELS), sample)


def test_targets_of_the_target_encoder(connection):
    """Of several classes there is a column for each; of a number the mean."""
    three = LABELS + (FRAME.visits > 4)
    sample = FRAME[WORDS].head(60).copy()
    sample.loc[1, "plan"] = "never seen"
    for encode in (TargetEncoder(cv=2), TargetEncoder(cv=2, target_type="multiclass")):
        check(connection, make_pipeline(encode, LogisticRegression(max_iter=5000)).fit(FRAME[WORDS], three), sample)
    check(connection, make_pipeline(TargetEncoder(cv=2), Ridge()).fit(FRAME[WORDS], FRAME.visits * 1.5), sample)


@pytest.mark.parametrize("last", [LogisticRegression(max_iter=5000), RandomForestClassifier(9, max_depth=6, random_state=2),
                                  HistGradientBoostingClassifier(max_iter=9)], ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("impute", [SimpleImputer(), SimpleImputer(strategy="median", add_indicator=True),
                                    SimpleImputer(strategy="constant", fill_value=-1.0)], ids=name)
@pytest.mark.parametrize("encode", [OneHotEncoder(handle_unknown="ignore"), OneHotEncoder(drop="first"),
                                    OneHotEncoder(min_frequency=.05, handle_unknown="infrequent_if_exist"),
                                    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), TargetEncoder(cv=2)], ids=name)
def test_columns(connection, impute, encode, last):
    prepare = ColumnTransformer([("n", make_pipeline(impute, StandardScaler()), NUMBERS), ("w", encode, WORDS)],
                                sparse_threshold=0)
    model = Pipeline([("prepare", prepare), ("model", last)]).fit(FRAME, LABELS)
    sample = FRAME.head(80).copy()
    if encode.get_params().get("handle_unknown", "ignore") != "error" or isinstance(encode, TargetEncoder):
        sample.loc[3, "plan"] = "never seen"
        sample.loc[5, "city"] = ""
        sample.loc[7, "plan"] = None
    check(connection, model, sample)


def test_labels_that_an_encoder_numbered(connection):
    from sklearn.preprocessing import LabelEncoder

    encoder = LabelEncoder().fit(["good", "bad"])
    y = encoder.transform(np.where(LABELS == 1, "good", "bad"))
    model = LogisticRegression(max_iter=5000).fit(FRAME[["visits"]], y)
    assert ml_score.to_document(model, label_encoder=encoder)["classes"] == ["bad", "good"]
    check(connection, model, FRAME[["visits"]].head(20), 1e-12, label_encoder=encoder)
    with pytest.raises(ValueError, match="label_encoder"):
        ml_score.to_document(Ridge().fit(FRAME[["visits"]], y), label_encoder=encoder)


@pytest.mark.parametrize("encode", [OneHotEncoder(), OrdinalEncoder()], ids=name)
def test_categories_that_are_dates(encode):
    frame = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "2020-02-29"] * 9)})
    with pytest.raises(ml_score.NotSupported, match="categories of the type datetime64"):
        ml_score.to_document(make_pipeline(encode, LogisticRegression()).fit(frame, [0, 1] * 9))

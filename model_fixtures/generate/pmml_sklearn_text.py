"""pmml_sklearn_text.py: text classifiers and regressors of scikit-learn through sklearn2pmml.

usage: python3 pmml_sklearn_text.py SCRATCH_FOLDER [fixture name prefix ...]
Needs what pmml_sklearn.py needs, whose tools these are.
"""

from pmml_sklearn import *

import pmml_sklearn

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn2pmml.feature_extraction.text import Matcher, Splitter

pmml_sklearn.SCRIPT = "pmml_sklearn_text.py"
TATE = "tate_text (r-cran-modeldata 1.1.0, MIT)"
EDGES = ["", " ", "the", "THE Tree, tree: TREE!", "tree's trees", "«tree» “tree” —tree— _tree_", "tree/tree tree.tree tree-tree", "untitled\tuntitled\nuntitled",
         "Ünïtled Étude élan ÉLAN", "1 2 12 1992", "x y z", "zzzz qqqq", "untitled " * 40, "\U0001F600 tree \U0001F600", "STRASSE straße", "...", "a.b.c", "(no title) [no title]",
         "no title", "title no", "of the in the of the", "$tree$ +tree+ ~tree~", "don't doesn't", "ΣΑΣ ΟΔΟΣ tree", "tree\u00a0tree"]


def texts():
    """Titles of works of art, and whether each was made after 1990."""
    raw = [r for r in fx.modeldata("tate_text") if r["title"] and r["year"]]
    return [r["title"] for r in raw], [float(r["year"]) for r in raw], [r["medium"] or "" for r in raw]


def text_classifier(name, vectorizer, model, words, labels, n=1500, rel=1e-13):
    """Answers of the fitted pipeline; the document scores one text, its column is called title."""
    if not fx.wanted(name):
        return
    titles = words[:n]
    pipeline = PMMLPipeline([("text", vectorizer), ("model", model)])
    pipeline.fit(pd.Series(titles, name="title"), pd.Series(labels[:n], name="class"))
    doc = os.path.join(fx.folder(name), "model.pmml")
    export(pipeline, doc)
    classes = [str(c) for c in pipeline.classes_]
    asked = [{"title": t} for t in titles[::max(1, n // 60)][:60] + EDGES]

    def trainer(rows):
        out = []
        for r in rows:
            p = pipeline.predict_proba(pd.Series([r["title"]]))[0]
            out.append(dict({"class": str(pipeline.predict(pd.Series([r["title"]]))[0])}, **{"p_" + c: float(v) for c, v in zip(classes, p)}))
        return out
    fx.trainer_fixture(name, PRODUCER, "predict_proba of the fitted pipeline", TATE, pmml_sklearn.SCRIPT, [("title", "text")],
                       [fx.check("class", "predict_class")] + [fx.number_check("p_" + c, "predict_proba_of", rel, 1e-2, **{"class": c}) for c in classes],
                       asked, trainer)


def text_regressor(name, vectorizer, model, words, numbers, n=1500, rel=1e-13):
    if not fx.wanted(name):
        return
    titles = words[:n]
    pipeline = PMMLPipeline([("text", vectorizer), ("model", model)])
    pipeline.fit(pd.Series(titles, name="title"), pd.Series(numbers[:n], name="year"))
    doc = os.path.join(fx.folder(name), "model.pmml")
    export(pipeline, doc)
    asked = [{"title": t} for t in titles[::max(1, n // 60)][:60] + EDGES]
    fx.trainer_fixture(name, PRODUCER, "predict of the fitted pipeline", TATE, pmml_sklearn.SCRIPT, [("title", "text")],
                       [fx.number_check("predict", "predict", rel, 1)], asked,
                       lambda rows: [{"predict": float(pipeline.predict(pd.Series([r["title"]]))[0])} for r in rows])


def main():
    titles, years, media = texts()
    late = ["late" if y > 1990 else "early" for y in years]
    kind = ["paint" if "paint" in m.lower() else "print" if "print" in m.lower() or "etching" in m.lower() else "other" for m in media]
    text_classifier("sklearn_count_logistic_tate", CountVectorizer(max_features=60), LogisticRegression(), titles, late)
    text_classifier("sklearn_tfidf_logistic_tate", TfidfVectorizer(max_features=60, norm=None, stop_words="english"), LogisticRegression(), titles, kind)
    text_classifier("sklearn_binary_bigrams_tate", CountVectorizer(max_features=50, ngram_range=(1, 2), binary=True, stop_words=["the", "of", "no", "and"]), LogisticRegression(), titles, late)
    text_regressor("sklearn_tfidf_ridge_tate", TfidfVectorizer(max_features=40, norm=None, sublinear_tf=False, ngram_range=(1, 3)), Ridge(), titles, years)
    text_classifier("sklearn_splitter_forest_tate", TfidfVectorizer(max_features=40, norm=None, tokenizer=Splitter(), token_pattern=None),
                    RandomForestClassifier(10, max_depth=4, random_state=1), titles, late)
    text_classifier("sklearn_matcher_logistic_media", CountVectorizer(max_features=40, tokenizer=Matcher(r"\w+"), token_pattern=None), LogisticRegression(), media, late)


if __name__ == "__main__":
    main()

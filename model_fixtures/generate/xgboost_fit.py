"""Fits one model of xgboost_models.py and writes its fixture.

Runs inside the environment of the release that the model is for (Python 3.6 and
up):   xgboost_fit.py DATA FIXTURES ENVIRONMENT [NAME ...]

The answers are those of the document as saved: the booster is read back from the
file first (release 1.0 writes base_score with six digits only, so that what the
file says is not quite what was in memory).  Every answer is asked for twice, in
one batch and row by row, and must be the same.
"""

import os
import random
import sys

import numpy as np
import xgboost

from fixture_files import add_numbers, write_fixture
from tables import Table, cell
from xgboost_models import MODELS, ORIGINS
from xgboost_rows import edge_rows

RELEASE = tuple(int(p) for p in xgboost.__version__.split(".")[:3])


class Fixture:
    def __init__(self, spec, data_folder):
        self.spec = spec
        self.table = Table(data_folder, spec["data"])
        self.rng = random.Random(spec["name"])
        self.sources = [f[0] for f in spec["features"]]
        self.types = [f[1] for f in spec["features"]]
        # the third item of a feature says that it is a category: "code" or "name"
        self.kinds = [f[2] if len(f) > 2 else None for f in spec["features"]]
        self.named = "name" in self.kinds
        self.names = self.sources
        if spec.get("names") == "default":
            self.names = ["f%d" % i for i in range(len(self.sources))]
        # what the document calls the features; columns may be called otherwise, as binding allows
        self.document_names = spec.get("document_names", self.names)
        self.missing = spec.get("missing", np.nan)

    # ---- input ----

    def cells(self, row):
        out = []
        for source, sql_type, kind in zip(self.sources, self.types, self.kinds):
            text = self.table.columns[source][row]
            if kind == "code" and text is not None:
                out.append(cell(str(self.table.levels(source).index(text)), sql_type))
            else:
                out.append(cell(text, sql_type))
        return out

    def matrix(self, rows):
        """Rows of cells as XGBoost takes them: an array, or a frame where it knows category names."""
        if not self.named:
            return np.array([[np.nan if v is None else float(v) for v in r] for r in rows], dtype=np.float64)
        import pandas
        frame = {}
        for i, (name, kind) in enumerate(zip(self.names, self.kinds)):
            values = [r[i] for r in rows]
            if kind == "name":
                levels = self.table.levels(self.sources[i])
                if self.types[i] != "text":
                    levels = np.array([int(v) for v in levels])
                extra = sorted(set(v for v in values if v is not None and v not in set(levels)))
                frame[name] = pandas.Categorical(values, categories=list(levels) + extra)
            else:
                frame[name] = np.array([np.nan if v is None else float(v) for v in values])
        return pandas.DataFrame(frame)

    def dmatrix(self, rows_or_matrix, **more):
        matrix = self.matrix(rows_or_matrix) if isinstance(rows_or_matrix, list) else rows_or_matrix
        if any(self.kinds):
            more["enable_categorical"] = True
        if not self.named:
            if self.spec.get("names") != "default" and (self.spec.get("names") != "absent"):
                more["feature_names"] = self.document_names
            if any(self.kinds):
                more["feature_types"] = ["c" if k else "q" for k in self.kinds]
        return xgboost.DMatrix(matrix, missing=self.missing, **more)

    # ---- training ----

    def target(self):
        target = self.spec["target"]
        if callable(target):
            return target(self.table)
        return self.table.numbers(target)

    def train(self, path):
        spec = self.spec
        label = self.target()
        everything = [self.cells(i) for i in range(len(self.table.columns[self.sources[0]]))]
        keep = list(range(len(everything)))
        if not spec.get("in_order"):
            self.rng.shuffle(keep)
        keep = keep[:spec.get("train_rows", 1500)]
        params = dict(spec["params"])
        params.setdefault("seed", 7)
        params.setdefault("nthread", 1)
        if spec.get("groups"):
            keep = keep[:len(keep) // spec["groups"] * spec["groups"]]
        train_rows = [everything[i] for i in keep]
        if spec.get("high_level"):
            self.model = self.train_high_level(train_rows, label[keep], params)
            self.model.save_model(path)
        else:
            dtrain = self.dmatrix(train_rows)
            if spec.get("survival") == "aft":
                low, high = label
                dtrain.set_float_info("label_lower_bound", low[keep])
                dtrain.set_float_info("label_upper_bound", high[keep])
            else:
                dtrain.set_label(label[keep])
            if spec.get("groups"):
                dtrain.set_group([spec["groups"]] * (len(keep) // spec["groups"]))
            xgboost.train(params, dtrain, spec.get("rounds", 8)).save_model(path)
        self.booster = xgboost.Booster(model_file=path)
        held = [everything[i] for i in range(len(everything)) if i not in set(keep)] or everything
        return held

    def train_high_level(self, rows, label, params):
        classes = dict((k, v) for k, v in params.items() if k not in ("seed", "nthread"))
        if "missing" in self.spec:
            classes["missing"] = self.missing
        estimator = getattr(xgboost, self.spec["high_level"])
        if RELEASE < (1, 6):
            model = estimator(n_jobs=1, random_state=7, **classes)
            fit = dict(early_stopping_rounds=self.spec["stop"])
        else:
            model = estimator(n_jobs=1, random_state=7, early_stopping_rounds=self.spec["stop"], **classes)
            fit = {}
        matrix = self.matrix(rows)
        cut = len(rows) * 2 // 3
        if self.spec.get("names") not in ("default", "absent"):
            import pandas
            matrix = pandas.DataFrame(matrix, columns=self.names)
        else:
            matrix = np.asarray(matrix)
        model.fit(matrix[:cut], label[:cut], eval_set=[(matrix[cut:], label[cut:])], verbose=False, **fit)
        return model

    # ---- answers ----

    def raw(self, rows):
        """Booster.predict of the saved document; Inf and what overflows float32 by inplace_predict."""
        if self.spec.get("high_level") and self.spec.get("load", {}).get("iterations") != "all":
            return self.raw_high_level(rows)
        more = {}
        if self.spec.get("load", {}).get("iterations") == "all" and RELEASE >= (1, 4):
            more["iteration_range"] = (0, self.booster.num_boosted_rounds())
        if RELEASE < (1, 1) or self.named or self.spec["params"].get("booster", "gbtree") != "gbtree":
            return self.booster.predict(self.dmatrix(rows), **more)
        matrix = self.matrix(rows)
        with np.errstate(over="ignore"):
            infinite = np.isinf(matrix.astype(np.float32)).any(axis=1)
        answers = [None] * len(rows)
        for chosen, ask in ((~infinite, lambda m: self.booster.predict(self.dmatrix(m), **more)),
                            (infinite, lambda m: self.in_place(m, more))):
            where = np.flatnonzero(chosen)
            if len(where):
                for i, answer in zip(where, ask(matrix[where])):
                    answers[i] = answer
        return np.array(answers, dtype=np.float32)

    def in_place(self, matrix, more):
        if RELEASE >= (1, 4):
            more = dict(more, validate_features=False)
        return self.booster.inplace_predict(matrix, missing=self.missing, **more)

    def frame(self, rows):
        """What the scikit-learn classes are asked with."""
        matrix = self.matrix(rows)
        if self.spec.get("names") in ("default", "absent"):
            return matrix
        import pandas
        return pandas.DataFrame(matrix, columns=self.names)

    def raw_high_level(self, rows):
        matrix = self.frame(rows)
        if hasattr(self.model, "predict_proba"):
            answers = self.model.predict_proba(matrix)
            assert np.array_equal(self.model.predict(matrix), self.model.classes_[np.argmax(answers, axis=1)])
            if self.spec["kind"] == "string classes":
                return answers
            return answers[:, 1] if answers.shape[1] == 2 else answers
        return self.model.predict(matrix)

    def answers(self, rows):
        spec = self.spec
        values = np.asarray(self.raw(rows))
        single = np.concatenate([np.asarray(self.raw([r])).reshape((1,) + values.shape[1:]) for r in rows])
        assert values.dtype == np.float32
        assert np.array_equal(values, single), "a row alone differs from the batch"
        kind = spec["kind"]
        exact = {"contract": "exact"}
        if kind == "number":
            return ([dict(exact, column="predict", how="predict")],
                    {"predict": [float(v) for v in values]})
        if kind == "binary":
            one = values.astype(np.float32)
            zero = np.float32(1.0) - one
            return ([dict(exact, column="predict", how="predict"),
                     dict(exact, column="class", how="predict_class"),
                     {"column": "p_0", "how": "predict_proba_of", "class": "0", "contract": "exact"}],
                    {"predict": [float(v) for v in one],
                     "class": ["1" if v > 0.5 else "0" for v in one],
                     "p_0": [float(v) for v in zero]})
        if kind == "classes":
            if spec["params"]["objective"] == "multi:softmax":
                chosen, values = values, self.softprob(rows)
                chosen = [int(c) for c in chosen]
            else:
                chosen = [int(np.argmax(v)) for v in values]
            checks = [dict(exact, column="class", how="predict_class")]
            answers = {"class": [str(c) for c in chosen]}
            for k in range(values.shape[1]):
                name = "p_%d" % k
                checks.append({"column": name, "how": "predict_proba_of", "class": str(k), "contract": "exact"})
                answers[name] = [float(v) for v in values[:, k]]
            return checks, answers
        if kind == "string classes":
            classes = [str(c) for c in self.model.classes_]
            event = classes.index(spec["load"]["event"])
            checks = [dict(exact, column="predict", how="predict"), dict(exact, column="class", how="predict_class")]
            answers = {"predict": [float(v) for v in values[:, event]],
                       "class": [classes[int(np.argmax(v))] for v in values]}
            for k, name in enumerate(classes):
                checks.append({"column": "p_" + name, "how": "predict_proba_of", "class": name, "contract": "exact"})
                answers["p_" + name] = [float(v) for v in values[:, k]]
            return checks, answers
        assert kind == "targets"
        checks, answers = [], {}
        for k in range(values.shape[1]):
            name = "target_%d" % k
            checks.append({"column": name, "how": "predict", "target": name, "contract": "exact"})
            answers[name] = [float(v) for v in values[:, k]]
        return checks, answers

    def extra(self, rows, name):
        """Margins, or the numbers of the leaves; like all that asks a DMatrix, not of infinities."""
        if name == "leaf" and self.spec.get("high_level"):
            return self.model.apply(self.frame(rows)).reshape((len(rows), -1))
        how = {"output_margin": True} if name == "margin" else {"pred_leaf": True}
        return self.booster.predict(self.dmatrix(rows), **how).reshape((len(rows), -1))

    def softprob(self, rows):
        """What the same booster answers when asked for probabilities."""
        kept, self.booster = self.booster, self.booster.copy()
        self.booster.set_param({"objective": "multi:softprob", "num_class": self.spec["params"]["num_class"]})
        values = np.asarray(self.raw(rows))
        self.booster = kept
        return values

    # ---- the fixture ----

    def write(self, folder, scratch):
        spec = self.spec
        # the rows are made from the JSON; what is loaded may be the same in UBJSON
        path = os.path.join(scratch, spec["name"] + ".json")
        held = self.train(path)
        saved = path
        if spec.get("form") == "ubj":
            saved = os.path.join(scratch, spec["name"] + ".ubj")
            self.booster.save_model(saved)
            self.booster = xgboost.Booster(model_file=saved)
        gappy = [r for r in held if None in r]
        base = self.rng.sample(held, min(spec.get("plain_rows", 30), len(held))) + gappy[:5]
        codes = dict((i, len(self.table.levels(s))) for i, s in enumerate(self.sources) if self.kinds[i] == "code")
        # dart's inplace_predict rounds otherwise than its predict until 3.2; gblinear has none
        infinite = (RELEASE >= (1, 1) and not self.named and spec["params"].get("booster", "gbtree") == "gbtree"
                    and not spec.get("high_level") and "extra_outputs" not in spec.get("load", {}))
        linear = range(len(self.names)) if spec["params"].get("booster") == "gblinear" else None
        columns = list(zip(self.names, self.types))
        rows = base + edge_rows(path, columns, base, self.rng, codes, infinite, self.raw, linear)
        errors = None
        checks, answers = self.answers(rows)
        for name in spec.get("load", {}).get("extra_outputs", []):
            add_numbers(checks, answers, name, self.extra(rows, name), always_array=name == "leaf")
        for index, value in spec.get("unseen", []):
            # a name that the document does not know: XGBoost raises
            row = list(base[0])
            row[index] = value
            try:
                self.raw([row])
            except xgboost.core.XGBoostError as error:
                assert "not in the training set" in str(error)
            else:
                raise AssertionError("an unseen category was accepted")
            rows.append(row)
            for column in answers.values():
                column.append(None)
            errors = (errors or [None] * (len(rows) - 1)) + ["invalid"]
        reference = spec.get("reference", "Booster.predict of the saved document, read back")
        load = dict(spec.get("load", {}))
        if spec.get("names") == "absent":
            load["feature_names"] = self.names
        write_fixture(os.path.join(folder, spec["name"]), saved,
                      {"producer": "xgboost " + xgboost.__version__, "reference": reference,
                       "data": ORIGINS[spec["data"]], "generator": "generate/generate_xgboost.py", "load": load},
                      columns, rows, checks, answers, errors)
        print("%-44s %4d rows %7d bytes" % (spec["name"], len(rows), os.path.getsize(saved)))


def main(data_folder, folder, environment, *names):
    scratch = os.path.join(data_folder, "..", "documents")
    if not os.path.isdir(scratch):
        os.makedirs(scratch)
    for spec in MODELS:
        if spec["env"] == environment and (not names or spec["name"] in names):
            Fixture(spec, data_folder).write(folder, scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Fits one model of lightgbm_models.py and writes its fixture.

Runs inside the environment of the release that the model is for (Python 3.6 and
up):   lightgbm_fit.py DATA FIXTURES ENVIRONMENT [NAME ...]

The answers are Booster.predict's, of the booster that was trained; where the file
is the model text they are asked of the booster that is read back, too, and must be
the same.  Every answer is asked for twice, in one batch and row by row.
"""

import json
import os
import random
import sys

import lightgbm
import numpy as np

from fixture_files import add_numbers, write_fixture
from lightgbm_models import MODELS
from lightgbm_rows import edge_rows
from tables import Table, cell
from xgboost_models import ORIGINS

RELEASE = tuple(int(p) for p in lightgbm.__version__.split(".")[:3])


class Fixture:
    def __init__(self, spec, data_folder):
        self.spec = spec
        self.table = Table(data_folder, spec["data"])
        self.rng = random.Random(spec["name"])
        self.sources = [f[0] for f in spec["features"]]
        self.types = [f[1] for f in spec["features"]]
        self.kinds = [f[2] if len(f) > 2 else None for f in spec["features"]]
        self.framed = any(k in ("name", "ordered") for k in self.kinds)
        names = spec.get("names", self.sources)
        self.names = self.sources if names == "absent" else names

    # ---- input ----

    def cells(self, row):
        out = []
        for source, sql_type, kind in zip(self.sources, self.types, self.kinds):
            text = self.table.columns[source][row]
            if kind == "code" and text is not None:
                text = str(self.table.levels(source).index(text))
            out.append(cell(text, sql_type))
        return out

    def levels(self, index):
        """The categories of a column, in order; integers where the column is of integers."""
        levels = self.table.levels(self.sources[index])
        return levels if self.types[index] == "text" else sorted(int(v) for v in levels)

    def matrix(self, rows):
        """Rows of cells as LightGBM takes them: an array, or a frame where it knows category names."""
        if not self.framed:
            return np.array([[np.nan if v is None else float(v) for v in r] for r in rows], dtype=np.float64)
        import pandas
        frame = {}
        for i, (name, kind) in enumerate(zip(self.names, self.kinds)):
            values = [r[i] for r in rows]
            if kind in ("name", "ordered"):
                levels = self.levels(i)
                extra = sorted(set(v for v in values if v is not None and v not in set(levels)))
                frame[name] = pandas.Categorical(values, categories=levels + extra, ordered=kind == "ordered")
            else:
                frame[name] = np.array([np.nan if v is None else float(v) for v in values])
        return pandas.DataFrame(frame, columns=self.names)

    # ---- training ----

    def target(self):
        target = self.spec["target"]
        return target(self.table) if callable(target) else self.table.numbers(target)

    def dataset(self, rows, label, **more):
        codes = [i for i, k in enumerate(self.kinds) if k == "code"]
        if not self.framed and self.spec.get("names") != "absent":
            more["feature_name"] = list(self.names)
        if codes:
            more["categorical_feature"] = codes
        return lightgbm.Dataset(self.matrix(rows), label, **more)

    def train(self, path):
        spec = self.spec
        label = self.target()
        everything = [self.cells(i) for i in range(len(self.table.columns[self.sources[0]]))]
        keep = list(range(len(everything)))
        if not spec.get("in_order"):
            self.rng.shuffle(keep)
        keep = keep[:spec.get("train_rows", 1500)]
        params = dict(spec["params"], seed=7, num_threads=1, verbosity=-1, deterministic=True)
        more = {}
        if RELEASE < (4, 0) and callable(params["objective"]):
            more["fobj"] = params.pop("objective")
        if RELEASE < (2, 3):
            params.pop("deterministic")
        fit = keep[:len(keep) * 2 // 3] if spec.get("stop") else keep
        if spec.get("forced"):
            params["forcedsplits_filename"] = path + ".forced"
            self.force_splits(sorted(set(everything[i][0] for i in fit)), spec["forced"], path + ".forced")
        dtrain = self.dataset([everything[i] for i in fit], label[fit])
        if spec.get("groups"):
            dtrain.set_group([spec["groups"]] * (len(fit) // spec["groups"]))
        if spec.get("stop"):
            rest = keep[len(fit):]
            more["valid_sets"] = [self.dataset([everything[i] for i in rest], label[rest], reference=dtrain)]
            if RELEASE >= (4, 0):
                more["callbacks"] = [lightgbm.early_stopping(spec["stop"], verbose=False)]
            else:
                more["early_stopping_rounds"] = spec["stop"]
                more["verbose_eval"] = False
        self.booster = lightgbm.train(params, dtrain, spec.get("rounds", 8), **more)
        if spec.get("stop"):
            assert 0 < self.booster.best_iteration < spec["rounds"]
        if spec.get("form") == "json":
            with open(path, "w", encoding="utf-8") as out:
                json.dump(self.booster.dump_model(), out)
            self.again = None
        else:
            self.booster.save_model(path)
            self.again = lightgbm.Booster(model_file=path)
        return [everything[i] for i in range(len(everything)) if i not in set(keep)] or everything

    @staticmethod
    def force_splits(values, depth, path):
        """A chain of splits: each takes the least of the values that are left to its own leaf."""
        chain = {}
        for i in reversed(range(depth)):
            chain = dict({"right": chain} if chain else {}, feature=0, threshold=(values[i] + values[i + 1]) / 2)
        with open(path, "w") as out:
            json.dump(chain, out)

    # ---- answers ----

    def predict(self, rows):
        return np.asarray(self.booster.predict(self.matrix(rows)))

    def answers(self, rows):
        values = self.predict(rows)
        single = np.concatenate([self.predict([r]).reshape((1,) + values.shape[1:]) for r in rows])
        assert values.dtype == np.float64
        assert np.array_equal(values, single), "a row alone differs from the batch"
        if self.again is not None:
            again = np.asarray(self.again.predict(self.matrix(rows)))
            assert np.array_equal(values, again), "%d rows of the document differ" % np.sum(values != again)
        exact = {"contract": "exact"}
        extra = self.spec.get("load", {}).get("extra_outputs", [])
        checks, answers = self.plain_answers(values, exact)
        for name in extra:
            how = {"raw_score": True} if name == "margin" else {"pred_leaf": True}
            numbers = np.asarray(self.booster.predict(self.matrix(rows), **how)).reshape((len(rows), -1))
            add_numbers(checks, answers, name, numbers, always_array=name == "leaf")
        return checks, answers

    def plain_answers(self, values, exact):
        kind = self.spec["kind"]
        if "threshold" in self.spec.get("load", {}) or "class_weights" in self.spec.get("load", {}):
            return self.option_answers(values)
        if kind == "number":
            return [dict(exact, column="predict", how="predict")], {"predict": [float(v) for v in values]}
        if kind == "binary":
            return ([dict(exact, column="predict", how="predict"),
                     dict(exact, column="class", how="predict_class"),
                     {"column": "p_0", "how": "predict_proba_of", "class": "0", "contract": "exact"}],
                    {"predict": [float(v) for v in values],
                     "class": ["1" if v > 0.5 else "0" for v in values],
                     "p_0": [float(1.0 - v) for v in values]})
        if kind == "classes":
            checks = [dict(exact, column="class", how="predict_class")]
            answers = {"class": [str(int(np.argmax(v))) for v in values]}
            for k in range(values.shape[1]):
                name = "p_%d" % k
                checks.append({"column": name, "how": "predict_proba_of", "class": str(k), "contract": "exact"})
                answers[name] = [float(v) for v in values[:, k]]
            return checks, answers
        assert kind == "targets"
        checks, answers = [], {}
        for k in range(values.shape[1]):
            name = "target_%d" % k
            checks.append({"column": name, "how": "predict", "target": name, "contract": "exact"})
            answers[name] = [float(v) for v in values[:, k]]
        return checks, answers

    def option_answers(self, values):
        """What the options threshold and class_weights make of the same predictions."""
        load = self.spec["load"]
        shares = np.column_stack([1.0 - values, values]) if values.ndim == 1 else values
        if "threshold" in load:
            chosen = (values >= load["threshold"]) * 1
        else:
            weights = load.get("class_weights", {})
            chosen = np.argmax(shares * [weights.get(str(k), 1.0) for k in range(shares.shape[1])], axis=1)
        checks = [{"column": "class", "how": "predict_class", "contract": "exact"}]
        answers = {"class": [str(int(c)) for c in chosen]}
        for k in range(shares.shape[1]):
            checks.append({"column": "p_%d" % k, "how": "predict_proba_of", "class": str(k), "contract": "exact"})
            answers["p_%d" % k] = [float(v) for v in shares[:, k]]
        return checks, answers

    # ---- the fixture ----

    def write(self, folder, scratch):
        spec = self.spec
        path = os.path.join(scratch, spec["name"] + (".json" if spec.get("form") == "json" else ".txt"))
        held = self.train(path)
        gappy = [r for r in held if None in r]
        base = self.rng.sample(held, min(30, len(held))) + gappy[:5]
        columns = list(zip(self.names, self.types, self.kinds))
        levels = dict((i, len(self.table.levels(self.sources[i]))) for i, k in enumerate(self.kinds) if k == "code")
        rows = base + edge_rows(self.booster.dump_model(), columns, base, self.rng, levels, spec.get("zeros"), self.predict)
        for i, kind in enumerate(self.kinds):
            if kind in ("name", "ordered"):
                # a name that training never saw, and one that differs in case only
                unseen = ["never seen", ""] if self.types[i] == "text" else [99, -1]
                for value in unseen:
                    rows.append([value if k == i else v for k, v in enumerate(self.rng.choice(base))])
        # what a linear tree makes of infinities may be no number
        numbers = self.predict(rows)
        rows = [r for r, v in zip(rows, numbers) if not np.any(np.isnan(v))]
        checks, answers = self.answers(rows)
        load = dict(spec.get("load", {}))
        if spec.get("names") == "absent":
            load["feature_names"] = self.names
        write_fixture(os.path.join(folder, spec["name"]), path,
                      {"producer": "lightgbm " + lightgbm.__version__,
                       "reference": "Booster.predict of the trained model",
                       "data": ORIGINS[spec["data"]], "generator": "generate/generate_lightgbm.py", "load": load},
                      [(n.replace(" ", "_"), t) for n, t in zip(self.names, self.types)], rows, checks, answers)
        print("%-44s %4d rows %7d bytes" % (spec["name"], len(rows), os.path.getsize(path)))


def main(data_folder, folder, environment, *names):
    scratch = os.path.join(data_folder, "..", "documents")
    if not os.path.isdir(scratch):
        os.makedirs(scratch)
    for spec in MODELS:
        if spec["env"] == environment and (not names or spec["name"] in names):
            Fixture(spec, data_folder).write(folder, scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])

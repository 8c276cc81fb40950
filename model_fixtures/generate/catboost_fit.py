"""Fits one model of catboost_models.py and writes its fixture.

Runs inside CatBoost's environment:   catboost_fit.py DATA FIXTURES ENVIRONMENT [NAME ...]

The answers are those of the model that was trained (reading its JSON back, CatBoost
itself rounds some of the leaves otherwise), in one batch and row by row.
"""

import os
import random
import sys

import catboost
import numpy as np
import pandas

from catboost_models import MODELS
from fixture_files import add_numbers, write_fixture
from tables import Table, cell
from xgboost_models import ORIGINS
from xgboost_rows import around

RELEASE = tuple(int(p) for p in catboost.__version__.split(".")[:2])


class Fixture:
    def __init__(self, spec, data_folder):
        self.spec = spec
        self.table = Table(data_folder, spec["data"])
        self.rng = random.Random(spec["name"])
        self.names = [f[0] for f in spec["features"]]
        self.types = [f[1] for f in spec["features"]]
        self.unused = [i for i, f in enumerate(spec["features"]) if f[2:] == ("unused",)]
        self.categories = [i for i, f in enumerate(spec["features"]) if f[2:] == ("category",)]

    def cells(self, row):
        cells = [cell(self.table.columns[n][row], t) for n, t in zip(self.names, self.types)]
        for i in self.categories:
            names = self.spec.get("rename", {}).get(self.names[i], {})
            cells[i] = names.get(cells[i], cells[i])
            if self.types[i] == "bool":
                cells[i] = bool(cells[i])
        return cells

    def pool(self, rows, label=None):
        """
        Rows of cells as CatBoost takes them: numbers are float32, as it casts float64
        itself; categories text, integers or booleans, never missing.
        """
        if not self.unused and not self.categories:
            matrix = np.array([[np.nan if v is None else float(v) for v in r] for r in rows], dtype=np.float64)
            names = None if self.spec.get("names") == "absent" else self.names
            return catboost.Pool(matrix, label, feature_names=names)
        frame = {}
        for i, name in enumerate(self.names):
            values = [r[i] for r in rows]
            if i in self.unused:
                frame[name] = ["" if v is None else v for v in values]
            elif i in self.categories:
                frame[name] = pandas.Series(["nan" if v is None else v for v in values],
                                            dtype=bool if self.types[i] == "bool" else object)
            else:
                frame[name] = np.array([np.nan if v is None else float(v) for v in values])
        return catboost.Pool(pandas.DataFrame(frame), label, cat_features=self.unused + self.categories)

    def train(self, path):
        spec = self.spec
        target = spec["target"]
        label = target(self.table) if callable(target) else self.table.numbers(target)
        everything = [self.cells(i) for i in range(len(self.table.columns[self.names[0]]))]
        keep = list(range(len(everything)))
        self.rng.shuffle(keep)
        keep = keep[:spec.get("train_rows", 1500)]
        fit = keep[:len(keep) * 2 // 3] if spec.get("stop") else keep
        params = dict(spec["params"], iterations=spec.get("rounds", 8), random_seed=7, thread_count=1, verbose=0,
                      allow_writing_files=False)
        classifies = spec["kind"] in ("binary", "labels", "classes")
        self.model = (catboost.CatBoostClassifier if classifies else catboost.CatBoostRegressor)(**params)
        more = {}
        if spec.get("stop"):
            rest = keep[len(fit):]
            more = dict(eval_set=self.pool([everything[i] for i in rest], label[rest]), early_stopping_rounds=spec["stop"])
        self.model.fit(self.pool([everything[i] for i in fit], label[fit]), **more)
        assert not spec.get("stop") or self.model.tree_count_ < spec["rounds"]
        self.model.save_model(path, format="json")
        return [everything[i] for i in range(len(everything)) if i not in set(keep)] or everything

    def ask(self, rows, method, **more):
        values = np.asarray(getattr(self.model, method)(self.pool(rows), **more))
        single = np.concatenate([np.asarray(getattr(self.model, method)(self.pool([r]), **more)).reshape(
            (1,) + values.shape[1:]) for r in rows])
        assert np.array_equal(values, single), "a row alone differs from the batch"
        return values

    def answers(self, rows):
        spec = self.spec
        kind = spec["kind"]
        bits = {"contract": "rel", "rel": 1e-15} if spec.get("margins") else {"contract": "exact"}
        checks, answers = [], {}

        def add(column, how, values, contract, **more):
            checks.append(dict(contract, column=column, how=how, **more))
            answers[column] = values

        if kind in ("number", "targets"):
            values = self.ask(rows, "predict").reshape((len(rows), -1))
            for k in range(values.shape[1]):
                more = {"target": "target_%d" % k} if kind == "targets" else {}
                add("target_%d" % k if kind == "targets" else "predict", "predict", [float(v) for v in values[:, k]],
                    bits, **more)
        else:
            shares = self.ask(rows, "predict_proba")
            if spec["params"]["loss_function"] == "CrossEntropy":
                classes = ["0", "1"]
            else:
                classes = [str(int(c)) if kind != "labels" else str(c) for c in self.model.classes_]
            add("class", "predict_class", [classes[int(np.argmax(v))] for v in shares], {"contract": "exact"})
            for k, name in enumerate(classes):
                add("p_" + name, "predict_proba_of", [float(v) for v in shares[:, k]], bits, **{"class": name})
        for name in spec.get("load", {}).get("extra_outputs", []):
            numbers = self.ask(rows, "calc_leaf_indexes") if name == "leaf" else \
                self.ask(rows, "predict", prediction_type="RawFormulaVal")
            add_numbers(checks, answers, name, numbers.reshape((len(rows), -1)), always_array=name == "leaf")
        return checks, answers

    def edges(self, base):
        rows = []

        def put(index, value):
            row = list(self.rng.choice(base))
            row[index] = value
            rows.append(row)

        unseen = {"text": ["", " ", "never seen", "RENT", "Ünsichtbar 漢字 🙂", "nan", "1"], "int4": [0, -1, 99],
                  "bool": [True, False]}
        for index in self.categories:
            for value in [None] + unseen[self.types[index]]:
                put(index, value)
        borders = self.model.get_borders()
        for index in [i for i in range(len(self.names)) if i not in self.unused + self.categories]:
            cuts = list(borders.get(index, []))
            for t in self.rng.sample(cuts, min(2, len(cuts))):
                for value in around(t, self.types[index]):
                    put(index, value)
            if not cuts:
                continue
            put(index, None)
            if self.types[index] in ("float8", "float4", "numeric"):
                for value in (float("nan"), 0.0, -0.0, 1e30, -1e30):
                    put(index, value)
            if self.types[index] == "float8":
                for value in (float("inf"), float("-inf")):
                    put(index, value)
            if self.types[index] in ("int4", "int8"):
                for value in (0, -1, 2147483647):
                    put(index, value)
        rows.append([None] * len(self.names))
        return rows

    def write(self, folder, scratch):
        spec = self.spec
        path = os.path.join(scratch, spec["name"] + ".json")
        held = self.train(path)
        base = self.rng.sample(held, 30) + [r for r in held if None in r][:5]
        rows = base + self.edges(base)
        # CatBoost refuses a category that is missing
        whole = [all(row[i] is not None for i in self.categories) for row in rows]
        checks, answers = self.answers([row for row, is_whole in zip(rows, whole) if is_whole])
        errors = None
        if not all(whole):
            errors = [None if is_whole else "invalid" for is_whole in whole]
            for column, values in answers.items():
                given = iter(values)
                answers[column] = [next(given) if is_whole else None for is_whole in whole]
        load = dict(spec.get("load", {}))
        # before 1.1 no document has them
        if spec.get("names") == "absent" or RELEASE < (1, 1):
            load["feature_names"] = self.names
        write_fixture(os.path.join(folder, spec["name"]), path,
                      {"producer": "catboost " + catboost.__version__, "reference": "the trained model's own predictions",
                       "data": ORIGINS[spec["data"]], "generator": "generate/generate_catboost.py", "load": load},
                      list(zip(self.names, self.types)), rows, checks, answers, errors)
        print("%-44s %4d rows %7d bytes" % (spec["name"], len(rows), os.path.getsize(path)))


def main(data_folder, folder, environment, *names):
    scratch = os.path.join(data_folder, "..", "documents")
    os.makedirs(scratch, exist_ok=True)
    for spec in MODELS:
        if spec["env"] == environment and (not names or spec["name"] in names):
            Fixture(spec, data_folder).write(folder, scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])

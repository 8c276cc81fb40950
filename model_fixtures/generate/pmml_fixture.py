"""pmml_fixture.py: what the generators of PMML fixtures share.

Environments (one virtual environment per trainer, made on first use in the scratch folder),
data sets, JPMML-Evaluator row by row, edge rows, and the writing of a fixture folder.
The format of a fixture folder is described in ../README.md.
"""

import collections
import csv
import json
import math
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.dirname(HERE)

INVALID = "invalid"


# ---------------------------------------------------------------- environments

def scratch():
    """The scratch folder: first argument of the script, else $FIXTURE_SCRATCH."""
    path = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FIXTURE_SCRATCH")
    if not path:
        sys.exit("usage: %s SCRATCH_FOLDER [fixture ...]" % sys.argv[0])
    os.makedirs(path, exist_ok=True)
    return os.path.abspath(path)


def wanted(name):
    """True if fixture `name` was asked for (no names on the command line: all)."""
    return len(sys.argv) < 3 or any(name.startswith(a) for a in sys.argv[2:])


def use_environment(name, requirements, no_deps=(), python="python3.11"):
    """Run the calling script inside the virtual environment scratch/name."""
    env = os.path.join(scratch(), name)
    if os.path.realpath(sys.prefix) == os.path.realpath(env):
        return
    done = os.path.join(env, "installed")
    if not os.path.exists(done):
        subprocess.check_call([python, "-m", "venv", env])
        pip = [os.path.join(env, "bin", "pip"), "install", "-q"]
        subprocess.check_call(pip + list(requirements))
        if no_deps:
            subprocess.check_call(pip + ["--no-deps"] + list(no_deps))
        open(done, "w").close()
    exe = os.path.join(env, "bin", "python")
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    os.execv(exe, [exe] + sys.argv)


def modeldata(name):
    """A data set of Debian's r-cran-modeldata as a list of dicts of text (None = missing)."""
    path = os.path.join(scratch(), "modeldata_%s.csv" % name)
    if not os.path.exists(path):
        code = ("suppressMessages(library(modeldata)); data(list='%s'); "
                "write.csv(as.data.frame(%s), '%s', row.names=FALSE, na='')" % (name, name, path))
        subprocess.check_call(["Rscript", "-e", code], env=dict(os.environ, TZ="UTC"))
    with open(path, newline="", encoding="utf-8") as f:
        return [{k: (v if v != "" else None) for k, v in r.items()} for r in csv.DictReader(f)]


def typed(rows, columns):
    """Rows of text with the columns' SQL types applied; other columns dropped."""
    def cell(v, t):
        if v is None:
            return None
        if t in ("int2", "int4", "int8"):
            return int(float(v))
        if t in ("float4", "float8", "numeric"):
            return float(v)
        if t == "bool":
            return v in ("1", "TRUE", "true", "True")
        return v
    return [{c: cell(r[c], t) for c, t in columns} for r in rows]


# ---------------------------------------------------------------- numbers and edges

def f32(x):
    """x rounded to IEEE single, as a Python float."""
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def f32_neighbours(x):
    import numpy as np
    f = np.float32(x)
    return [float(np.nextafter(f, np.float32(-np.inf))), float(f),
            float(np.nextafter(f, np.float32(np.inf)))]


def f64_neighbours(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def local(tag):
    return tag.rsplit("}", 1)[-1]


def thresholds(document, aliases=None):
    """{field: [constants]} of the numeric SimplePredicates of a document, in document order.

    aliases maps the name of a derived field to the input it copies or casts.
    """
    aliases = aliases or {}
    found = {}
    for e in ET.parse(document).iter():
        if local(e.tag) == "SimplePredicate" and e.get("value") is not None:
            try:
                v = float(e.get("value"))
            except ValueError:
                continue
            field = aliases.get(e.get("field"), e.get("field"))
            values = found.setdefault(field, [])
            if v not in values:
                values.append(v)
    return found


def edge_rows(base, columns, document=None, single=(), aliases=None, per_field=2,
              unseen="no such level", text_nulls=True, number_nulls=True, unseen_text=True,
              extremes=(0, -1, 1e30, -1e30), infinities=False, only=None):
    """Edge rows made from the ordinary rows `base`, the same ones on every run.

    Thresholds of the document with their neighbours (in single precision for the fields in
    `single`), NULLs one by one, in pairs and all together, unseen categories, extremes.
    """
    out = []
    turn = [0]

    def pick():
        turn[0] += 1
        return dict(base[(turn[0] * 7) % len(base)])

    types = dict(columns)
    names = [c for c, _ in columns if only is None or c in only]
    if document:
        for field, values in sorted(thresholds(document, aliases).items()):
            if field not in types or types[field] in ("text", "bool"):
                continue
            for v in values[:per_field]:
                if types[field].startswith("int"):
                    near = [math.floor(v) - 1, math.floor(v), math.floor(v) + 1]
                elif field in single:
                    near = f32_neighbours(v)
                else:
                    near = f64_neighbours(v)
                b = pick()
                for x in near:
                    out.append(dict(b, **{field: x}))
    for c in names:
        t = types[c]
        if (text_nulls if t == "text" else number_nulls):
            out.append(dict(pick(), **{c: None}))
        if t == "text" and unseen_text:
            out.append(dict(pick(), **{c: unseen}))
    nullable = [c for c in names if (text_nulls if types[c] == "text" else number_nulls)]
    for a, b in zip(nullable[::2], nullable[1::2]):
        out.append(dict(pick(), **{a: None, b: None}))
    if nullable:
        out.append({c: (None if c in nullable else v) for c, v in pick().items()})
    for c in names:
        if types[c] in ("text", "bool"):
            continue
        for x in list(extremes) + ([math.inf, -math.inf] if infinities else []):
            if types[c].startswith("int"):
                if abs(x) > 2**31:
                    x = 2**31 - 1 if x > 0 else -2**31
                x = int(x)
            else:
                x = float(x)
            out.append(dict(pick(), **{c: x}))
        if not types[c].startswith("int"):
            out.append(dict(pick(), **{c: -0.0}))
    return out


# ---------------------------------------------------------------- JPMML-Evaluator

def read_names(document):
    """Names that the models of a document read, wherever they stand."""
    apart = {"DataField", "MiningField", "Target", "VerificationField", "DerivedField", "OutputField", "ParameterField"}
    return {v for e in ET.parse(document).iter() if local(e.tag) not in apart
            for k, v in e.attrib.items() if k in ("field", "name", "fieldName")} | \
        {e.get("name") for e in ET.parse(document).iter() if local(e.tag) == "MiningField" and
         e.get("usageType", "active") == "active" and e.get("missingValueTreatment", "").endswith("eturnInvalid")}


class Jpmml:
    """JPMML-Evaluator (the jars of the jpmml-evaluator package) over one document.

    Every field that the document reads is prepared before it scores, as JPMML's callers do, so
    that an invalid value is found whatever path the row takes.
    """

    version = None

    def __init__(self, document, verify=False):
        import jpype
        import jpmml_evaluator
        if not jpype.isJVMStarted():
            jpype.startJVM("-Xmx2g", classpath=jpmml_evaluator._classpath([]))
        if Jpmml.version is None:
            for jar in jpmml_evaluator._package_classpath():
                m = re.search(r"/pmml-evaluator-(\d[\d.]*)\.jar$", jar)
                if m:
                    Jpmml.version = m.group(1)
        J = jpype.JClass
        self.J = J
        self.null = jpype.JObject(None, J("java.lang.Object"))
        builder = J("org.jpmml.evaluator.LoadingModelEvaluatorBuilder")()
        builder.load(J("java.io.File")(document))
        self.evaluator = builder.build()
        if verify:
            self.evaluator.verify()
        self.inputs = [str(f.getName()) for f in self.evaluator.getInputFields()]
        used = read_names(document)
        self.prepared = {str(f.getName()): f for f in self.evaluator.getInputFields() if str(f.getName()) in used}
        self.targets = [str(f.getName()) for f in self.evaluator.getTargetFields()]
        self.outputs = [str(f.getName()) for f in self.evaluator.getOutputFields()]
        self.names = {}

    def to_java(self, v):
        J = self.J
        if v is None or (isinstance(v, float) and math.isnan(v)):
            return None                 # NaN is a missing value, as JPMML's Python and R callers have it
        if isinstance(v, bool):
            return J("java.lang.Boolean")(v)
        if isinstance(v, int):
            return J("java.lang.Integer")(v) if -2**31 <= v < 2**31 else J("java.lang.Long")(v)
        if isinstance(v, float):
            return J("java.lang.Double")(v)
        return J("java.lang.String")(str(v))

    def from_java(self, v):
        J = self.J
        if v is None:
            return None
        if isinstance(v, J("java.lang.Boolean")):
            return bool(v.booleanValue())
        if isinstance(v, (J("java.lang.Float"), J("java.lang.Double"))):
            return float(v.doubleValue())
        if isinstance(v, J("java.lang.Number")):
            return int(v.longValue())
        if isinstance(v, J("org.jpmml.model.temporals.Instant")):
            text = str(v.toSimpleValue())      # Java leaves seconds of 0 out, and writes thousandths in full
            text += ":00" if re.search(r"(^|T)\d\d:\d\d$", text) else ""
            return re.sub(r"(\.\d*?)0+$", r"\1", text)
        if isinstance(v, J("java.util.List")):
            return [self.from_java(J("org.jpmml.evaluator.EvaluatorUtil").decode(e)) for e in v]
        v = v.toString()
        return bytes(b & 255 for b in v.getBytes("UTF-8")).decode("utf-8")

    def row(self, values):
        """({name: value}, {class: probability}, predicted value) or (INVALID, exception text, None).

        values: input name -> Python value; a name that is absent is missing.
        """
        J = self.J
        arguments = J("java.util.LinkedHashMap")()
        for k in self.inputs:
            arguments.put(J("java.lang.String")(k), self.to_java(values.get(self.names.get(k, k))))
        try:
            for k, f in self.prepared.items():
                v = self.to_java(values.get(self.names.get(k, k)))
                arguments.put(J("java.lang.String")(k), f.prepare(self.null if v is None else v))
            results = self.evaluator.evaluate(arguments)
        except J("org.jpmml.evaluator.EvaluationException") as e:
            return INVALID, "%s: %s" % (e.getClass().getSimpleName(), e.getMessage()), None
        probabilities, predicted = {}, None
        if self.targets:
            t = results.get(J("java.lang.String")(self.targets[0])) if self.targets[0] != "None" \
                else results.get(None)
            if t is not None and isinstance(t, J("org.jpmml.evaluator.HasProbability")):
                for c in t.getCategories():
                    p = t.getProbability(c)
                    probabilities[str(c)] = None if p is None else float(p)
                if probabilities:       # a class that got no vote is not among the categories
                    probabilities = collections.defaultdict(float, probabilities)
            elif t is not None and str(t.getClass().getSimpleName()) == "VoteDistribution":
                # what a document without probability Outputs gives
                for k in t.getValues().keySet():
                    probabilities[str(k)] = float(t.getValue(k))
                probabilities = collections.defaultdict(float, probabilities)
            if t is not None and isinstance(t, J("org.jpmml.evaluator.Computable")):
                t = t.getResult()
            predicted = self.from_java(t)
        out = {}
        decoded = J("org.jpmml.evaluator.EvaluatorUtil").decodeAll(results)
        for e in decoded.entrySet():
            out[None if e.getKey() is None else str(e.getKey())] = self.from_java(e.getValue())
        return out, probabilities, predicted


# ---------------------------------------------------------------- writing a fixture

def cell_text(v):
    if v is None:
        return ""
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, int):
        return str(v)
    if isinstance(v, float):
        if math.isnan(v):
            return "NaN"
        if math.isinf(v):
            return "Infinity" if v > 0 else "-Infinity"
        return repr(v)
    v = str(v)
    if v == "" or re.search(r'[",\r\n]', v) or v != v.strip():
        return '"' + v.replace('"', '""') + '"'
    return v


def plain(v):
    """numpy scalars as Python ones."""
    return v.item() if hasattr(v, "item") else v


def fix_timestamp(path):
    """Exporters stamp the hour; a fixed one keeps the documents the same from run to run."""
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    text = re.sub(r"(<(?:\w+:)?Timestamp>)[^<]*(<)", r"\g<1>2026-01-01T00:00:00Z\2", text, count=1)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def write_csv(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(",".join(cell_text(n) for n in names) + "\n")
        for r in rows:
            f.write(",".join(cell_text(plain(r.get(n))) for n in names) + "\n")


def folder(name):
    """A fresh, empty fixture folder."""
    path = os.path.join(FIXTURES, name)
    if os.path.exists(path):
        shutil.rmtree(path)
    os.makedirs(path)
    return path


def write_fixture(name, producer, reference, data, generator, columns, checks, rows, expected,
                  load=None, document="model.pmml", extra=None):
    """Write fixture.json, input.csv, expected.csv beside the document that is already there.

    columns: [(name, SQL type)]; rows: dicts; expected: dicts by check column, or INVALID.
    """
    path = os.path.join(FIXTURES, name)
    meta = {"document": document, "producer": producer, "reference": reference, "data": data,
            "generator": "generate/" + generator}
    if load:
        meta["load"] = load
    if extra:
        meta.update(extra)
    if columns:
        meta["columns"] = [{"name": c, "type": t} for c, t in columns]
        meta["checks"] = checks
    with open(os.path.join(path, "fixture.json"), "w", encoding="utf-8") as f:
        f.write(dump_json(meta))
    if not columns:
        print("%-44s document only" % name)
        return
    assert len(rows) == len(expected), (len(rows), len(expected))
    write_csv(os.path.join(path, "input.csv"), [c for c, _ in columns], rows)
    names = [c["column"] for c in checks]
    bad = any(e == INVALID for e in expected)
    write_csv(os.path.join(path, "expected.csv"), names + (["error"] if bad else []),
              [{"error": INVALID} if e == INVALID else e for e in expected])
    print("%-44s %3d rows, %2d checks, %3d invalid, %6d bytes" % (
        name, len(rows), len(checks), sum(e == INVALID for e in expected),
        os.path.getsize(os.path.join(path, document))))


def dump_json(meta):
    """One line per key, one per column and check."""
    lines = []
    for k, v in meta.items():
        if isinstance(v, list):
            body = ",\n".join("    " + json.dumps(x, ensure_ascii=False) for x in v)
            lines.append("  %s: [\n%s\n  ]" % (json.dumps(k), body))
        else:
            lines.append("  %s: %s" % (json.dumps(k), json.dumps(v, ensure_ascii=False)))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def check(column, how, contract="exact", **more):
    c = {"column": column, "how": how}
    if how == "predict_json":
        c["key"] = more.pop("key", column)
    c.update(more)
    c["contract"] = contract
    if contract == "float32_ulp":
        c.setdefault("ulp", 2)
    return c


def number_check(column, how, rel=1e-13, floor=1, **more):
    """A check of float64 arithmetic; rel None = exact."""
    if rel is None:
        return check(column, how, "exact", **more)
    c = check(column, how, "rel", **more)
    c["rel"] = rel
    c["floor"] = floor
    return c


def agrees(a, b, c):
    """Does the value a meet contract c of the expectation b?"""
    if a is None or b is None:
        return a is None and b is None
    if isinstance(a, str) or isinstance(b, str) or isinstance(a, bool) or isinstance(b, bool):
        return str(a) == str(b)
    a, b = float(a), float(b)
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    if c["contract"] == "exact":
        return False
    if c["contract"] == "float32_ulp":
        def order(x):
            i = struct.unpack("<i", struct.pack("<f", x))[0]
            return i if i >= 0 else -(i & 0x7fffffff)
        return abs(order(a) - order(b)) <= c["ulp"]
    return abs(a - b) <= c["rel"] * max(abs(b), c.get("floor", 1))


# ---------------------------------------------------------------- a trainer's fixture

# what JPMML-Evaluator raises for an input that the document forbids
CHECKED = ("ValueCheckException", "InvalidArgumentException", "ApplyException")


def jpmml_answers(evaluator, rows, checks, event=None, lenient=False):
    """JPMML-Evaluator's answer to every check, a dict per row; INVALID where it raises.

    lenient: an exception that is no judgement on the inputs is not taken for one. An Output of
    a prediction that is missing (MissingFieldException) is missing; else no answer (None).
    """
    out = []
    for r in rows:
        values, probabilities, predicted = evaluator.row(r)
        if values == INVALID:
            out.append(INVALID if not lenient or probabilities.startswith(CHECKED) else
                       {c["column"]: None for c in checks} if probabilities.startswith("MissingField") else None)
            continue
        a = {}
        assert predicted is None or probabilities or all(c["how"] != "predict_proba_of" for c in checks), \
            "JPMML-Evaluator gives no probabilities: the document needs an Output that asks for one"
        for c in checks:
            if c["how"] == "predict":
                a[c["column"]] = probabilities[event] if event and probabilities else None if event else predicted
            elif c["how"] == "predict_class":
                a[c["column"]] = None if predicted is None else cell_text(predicted).strip('"')
            elif c["how"] == "predict_proba_of":
                a[c["column"]] = probabilities[c["class"]] if probabilities else None
            elif c["how"] == "predict_json":
                a[c["column"]] = json_value(values, c["key"])
            else:
                raise ValueError(c["how"])
        out.append(a)
    return out


def json_value(values, key):
    """The value of a key; of "list/2" the list's third element, None where it is not as long."""
    name, _, place = key.rpartition("/")
    if key in values or not isinstance(values.get(name), list):
        return values.get(key)
    return values[name][int(place)] if int(place) < len(values[name]) else None


def unique(rows):
    seen, out = set(), []
    for r in rows:
        k = json.dumps(r, sort_keys=True)
        if k not in seen:
            seen.add(k)
            out.append(r)
    return out


def trainer_fixture(name, producer, trainer_words, data, generator, columns, checks, rows,
                    trainer, event=None, load=None, refused_words="which it refuses", keep_differing=False):
    """A fixture whose answers are the trainer's own.

    trainer(rows) -> list of dicts by check column; None for a row that the trainer refuses:
    there the document alone says what happens, and JPMML-Evaluator is the reference. A row in
    which the document as JPMML-Evaluator reads it differs from the trainer is left out, because
    no reader of the document could give the trainer's answer; how many is printed. With
    keep_differing such rows stay, with JPMML-Evaluator's answer.
    """
    path = os.path.join(FIXTURES, name, "model.pmml")
    evaluator = Jpmml(path)
    rows = unique([{c: plain(r.get(c)) for c, _ in columns} for r in rows])
    theirs = jpmml_answers(evaluator, rows, checks, event, lenient=True)
    ours = trainer(rows)
    keep, late, dropped, worst = [], [], [], 0.0
    for r, t, j in zip(rows, ours, theirs):
        if t is None:
            if j is None:
                dropped.append((r, t, j))
            else:
                late.append((r, j))
            continue
        t = {k: plain(v) for k, v in t.items()}
        same = j not in (None, INVALID) and all(agrees(j[c["column"]], t[c["column"]], c) for c in checks)
        if not same and keep_differing and j is not None:
            late.append((r, j))
            continue
        if not same:
            dropped.append((r, t, j))
            continue
        for c in checks:
            a, b = j[c["column"]], t[c["column"]]
            if isinstance(a, float) and isinstance(b, float) and a != b and math.isfinite(b) and b:
                worst = max(worst, abs(a - b) / abs(b))
        keep.append((r, t))
    reference = trainer_words
    if late:
        span = "%d-%d" % (len(keep) + 1, len(keep) + len(late)) if len(late) > 1 else str(len(keep) + 1)
        reference += "; row%s %s, %s: JPMML-Evaluator %s on the same document" % (
            "s" if len(late) > 1 else "", span, refused_words, Jpmml.version)
    write_fixture(name, producer, reference, data, generator, columns, checks,
                  [r for r, _ in keep + late], [e for _, e in keep + late], load=load)
    print("    %d by the trainer, %d by JPMML, %d left out; largest relative difference %.1e; model fields %s"
          % (len(keep), len(late), len(dropped), worst, ",".join(evaluator.outputs)[:150]))
    for r, t, j in dropped[:int(os.environ.get("SHOW", "2"))]:
        print("    left out:", {k: v for k, v in r.items()}, "\n       trainer", t, "\n       jpmml  ",
              j if j not in (None, INVALID) else evaluator.row(r)[1])


def jpmml_fixture(name, producer, data, generator, columns, checks, rows, event=None, load=None,
                  words="", overrides=None, reference=None, document="model.pmml", verify=False, quiet=False,
                  rename=None):
    """A fixture whose answers are JPMML-Evaluator's on the same document.

    overrides(row, answers) -> answers may replace some, by an independent calculation of the
    answer that the document calls for; `words` then says which and why.
    rename: field name -> column name, where a column cannot have the field's name.
    """
    path = os.path.join(FIXTURES, name, document)
    evaluator = Jpmml(path, verify)
    evaluator.names = rename or {}
    rows = unique([{c: plain(r.get(c)) for c, _ in columns} for r in rows])
    answers = jpmml_answers(evaluator, rows, checks, event)
    if overrides:
        answers = [overrides(r, a) for r, a in zip(rows, answers)]
    if reference is None:
        reference = "JPMML-Evaluator %s on the same document" % Jpmml.version
    write_fixture(name, producer, reference + words, data, generator, columns, checks, rows, answers, load=load)
    for message in collections.Counter(evaluator.row(r)[1] for r, a in zip(rows, answers) if a == INVALID).items():
        print("    invalid:", str(message[0])[:150], "x", message[1])
    if not quiet:
        print("    model fields", ",".join(evaluator.inputs)[:120], "->", ",".join(evaluator.outputs)[:150])
    return answers

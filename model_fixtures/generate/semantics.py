"""semantics.py: the small language in which the semantic PMML documents are written.

Importing it moves the script into the environment that holds JPMML-Evaluator. A document is
built from strings of XML; expressions are functions that return a string. Every fixture made
here is called semantics_<name>.
"""

import pmml_fixture as fx

fx.use_environment("jpmml", ["jpmml-evaluator==0.16.0", "jpype1==1.7.1", "pandas==3.1.1", "numpy==2.4.6"])

import itertools
import math
import os
import sys
from xml.sax.saxutils import escape, quoteattr

INVALID = fx.INVALID
SCRIPT = os.path.basename(sys.argv[0])
HAND = "written by hand"
TYPES = {"double": "float8", "float": "float8", "integer": "int4", "string": "text", "boolean": "bool"}


# ---------------------------------------------------------------- XML

def tag(element, /, *content, **attributes):
    """An element; an attribute that is None is left out, x_y stands for x-y, class_ for class."""
    a = "".join(" %s=%s" % (k.rstrip("_").replace("__", "-"), quoteattr(str(v)))
                for k, v in attributes.items() if v is not None)
    body = "".join(c for c in content if c)
    return "<%s%s>%s</%s>" % (element, a, body, element) if body else "<%s%s/>" % (element, a)


def pretty(text):
    """Two spaces for each level, short leaves on one line."""
    out, depth = [], 0
    i = 0
    while i < len(text):
        j = text.index(">", i) + 1
        t = text[i:j]
        if t.startswith("</"):
            depth -= 1
            out.append("  " * depth + t)
            i = j
        elif t.endswith("/>") or t.startswith("<?"):
            out.append("  " * depth + t)
            i = j
        else:
            k = text.index("<", j)
            name = t[1:].split()[0].rstrip(">")
            if text.startswith("</%s>" % name, k):
                e = k + len(name) + 3
                out.append("  " * depth + t + text[j:k] + "</%s>" % name)
                i = e
            else:
                out.append("  " * depth + t)
                depth += 1
                i = j
    return "\n".join(out) + "\n"


def data_field(spec):
    """name:type, name:type~optype, each with [a|b|c] for its values."""
    values = None
    if spec.endswith("]"):
        spec, v = spec[:-1].split("[", 1)
        values = v.split("|")
    name, kind = spec.split(":")
    kind, _, optype = kind.partition("~")
    optype = optype or ("categorical" if kind in ("string", "boolean") else "continuous")
    return tag("DataField", *["<Value value=%s/>" % quoteattr(v) for v in values or []],
               name=name, optype=optype, dataType=kind)


def dictionary(*specs):
    """Field specs (one string may hold several) or ready DataField elements."""
    out = []
    for s in specs:
        out += [s] if s.startswith("<") else [data_field(x) for x in s.split()]
    return tag("DataDictionary", *out)


def schema(*specs):
    """`x`, `y=target`, `x attribute=value ...`; a | in a value stands for a space."""
    out = []
    for s in specs:
        parts = s.split()
        name, _, usage = parts[0].partition("=")
        a = dict(p.split("=", 1) for p in parts[1:])
        out.append(tag("MiningField", name=name, usageType=usage or None,
                       **{k.replace("-", "__"): v.replace("|", " ") for k, v in a.items()}))
    return tag("MiningSchema", *out)


def pmml(version, *parts):
    """A document of a version, 3.0 to 4.4; parts start with the DataDictionary."""
    space = "http://www.dmg.org/PMML-%s" % version.replace(".", "_")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + pretty(
        '<PMML xmlns="%s" version="%s">%s%s</PMML>' % (
            space, version, '<Header copyright="ml_score"/>', "".join(p for p in parts if p)))


def output(*fields):
    return tag("Output", *fields) if fields else ""


def of(name, feature=None, *content, **a):
    """An OutputField."""
    return tag("OutputField", *content, name=name, feature=feature, **a)


def value_of(name, expression, dataType="double", optype=None, **a):
    """An OutputField that shows an expression's value."""
    optype = optype or ("categorical" if dataType in ("string", "boolean") else "continuous")
    return of(name, "transformedValue", expression, optype=optype, dataType=dataType, **a)


# expressions
def ref(field, **a):
    return tag("FieldRef", field=field, **a)


def const(v, dataType=None, **a):
    return tag("Constant", escape(str(v)), dataType=dataType, **a)


def call(function, *arguments, **a):
    """Apply; a plain string that is no element names a field, a number is a constant."""
    out = []
    for x in arguments:
        if isinstance(x, (int, float)) and not isinstance(x, bool):
            out.append(const(x))
        elif x.startswith("<"):
            out.append(x)
        else:
            out.append(ref(x))
    return tag("Apply", *out, function=function, **a)


def derived(name, expression, dataType="double", optype=None):
    optype = optype or ("categorical" if dataType in ("string", "boolean") else "continuous")
    return tag("DerivedField", expression, name=name, optype=optype, dataType=dataType)


# predicates
TRUE = "<True/>"
FALSE = "<False/>"


def simple(field, operator, value=None):
    return tag("SimplePredicate", field=field, operator=operator, value=value)


def compound(operator, *parts):
    return tag("CompoundPredicate", *parts, booleanOperator=operator)


def array(text, type="string", n=None):
    return tag("Array", escape(text), n=n, type=type)


def among(field, operator, text, type="string", n=None):
    return tag("SimpleSetPredicate", array(text, type, n), field=field, booleanOperator=operator)


# models
def node(predicate, *content, **a):
    return tag("Node", predicate, *content, **a)


def dist(value, count, **a):
    return tag("ScoreDistribution", value=value, recordCount=count, **a)


def table(*content, **a):
    return tag("RegressionTable", *content, **a)


def numeric(name, coefficient, exponent=None):
    return tag("NumericPredictor", name=name, exponent=exponent, coefficient=coefficient)


def category(name, value, coefficient):
    return tag("CategoricalPredictor", name=name, value=value, coefficient=coefficient)


def regression(sch, *content, functionName="regression", **a):
    return tag("RegressionModel", sch, *content, functionName=functionName, **a)


def tree(sch, *content, functionName="classification", **a):
    a.setdefault("splitCharacteristic", "multiSplit")
    return tag("TreeModel", sch, *content, functionName=functionName, **a)


def segment(predicate, model, **a):
    return tag("Segment", predicate, model, **a)


def mining(sch, method, *segments, functionName="regression", before="", after="", segmentation=None, **a):
    """before: Output, Targets, LocalTransformations; after: ModelVerification."""
    return tag("MiningModel", sch, before, tag("Segmentation", *segments, multipleModelMethod=method,
                                               **(segmentation or {})), after, functionName=functionName, **a)


def probe(version, dic, sch, outputs, *transformations, local="", target="y"):
    """A document whose Outputs show values: its model is a constant 0."""
    return pmml(version, dic, *transformations,
                regression(sch, output(*outputs), local, table(intercept=0)))


def chain(version, dic, sch, models, function, dataType, *transformations):
    """A chain of models, each shown by an Output of the whole: [(name, make(Output) -> model)]."""
    optype = "categorical" if dataType == "string" else "continuous"
    segments = [segment(TRUE, make(output(of("_" + n, "predictedValue", dataType=dataType, optype=optype))), id=n)
                for n, make in models]
    return pmml(version, dic, *transformations, mining(
        sch, "modelChain", *segments, functionName=function,
        before=output(*[value_of(n, ref("_" + n), dataType) for n, _ in models])))


# ---------------------------------------------------------------- rows and checks

def grid(**axes):
    """Every combination of the values."""
    names = list(axes)
    return [dict(zip(names, v)) for v in itertools.product(*axes.values())]


def text(name, key=None):
    return fx.check(name, "predict_json", "exact", key=key or name)


def number(name, rel=1e-13, floor=1e-2, key=None):
    return fx.number_check(name, "predict_json", rel, floor, key=key or name)


def predicted(rel=1e-13, floor=1e-2):
    return fx.number_check("predict", "predict", rel, floor)


def of_class(*classes, rel=1e-13, floor=1e-2):
    """The class and the probability of each class."""
    return [fx.check("class", "predict_class")] + [
        fx.number_check("p_" + c, "predict_proba_of", rel, floor, **{"class": c}) for c in classes]


# ---------------------------------------------------------------- fixtures

def save(name, xml):
    folder = fx.folder("semantics_" + name)
    path = os.path.join(folder, "model.pmml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(xml)
    return path


def column_list(columns):
    """`x:double c:string` or SQL types as `x:=text`."""
    out = []
    for s in columns.split():
        n, t = s.split(":")
        out.append((n, t[1:] if t.startswith("=") else TYPES[t]))
    return out


def fixture(name, xml, columns, checks, rows, event=None, instead=None, rule=None, words="", quiet=True):
    """Answers by JPMML-Evaluator.

    instead(row, answers) -> answers (or INVALID) replaces what the standard or the
    reading chosen here has otherwise; `words` says what and why.
    rule(row) -> dict or INVALID is an independent calculation of the whole row. Where
    JPMML-Evaluator answers otherwise the rule stands; that is printed.
    """
    if not fx.wanted("semantics_" + name):
        return
    save(name, xml)
    if rule:
        differ = []

        def instead(row, theirs):
            ours = rule(row)
            if ours == INVALID or theirs == INVALID:
                same = ours == theirs
            else:
                assert set(ours) == set(theirs), (sorted(ours), sorted(theirs))
                odd = [c["column"] for c in checks if not fx.agrees(theirs[c["column"]], ours[c["column"]], c)]
                same = not odd
            if not same:
                differ.append((row, theirs if theirs == INVALID else {c: theirs[c] for c in odd} if ours != INVALID else "answers",
                               ours if ours == INVALID else {c: ours[c] for c in odd} if theirs != INVALID else "answers"))
                return ours
            return theirs
    fx.jpmml_fixture("semantics_" + name, HAND, HAND, SCRIPT, column_list(columns), checks, rows, event=event,
                     load={"event": event} if event else None, overrides=instead,
                     words="; " + words if words else "", quiet=quiet)
    if rule:
        if bool(differ) != bool(words):
            print("    %d ROWS DIFFER, words %r" % (len(differ), words))
        for d in differ[:int(os.environ.get("SHOW", "0"))]:
            print("    differs: %s\n        JPMML %s\n        rule  %s" % d)


def worked_out(name, xml, columns, checks, rows, answer, words, event=None):
    """Answers by answer(row) -> dict or INVALID, where JPMML-Evaluator does not take the document."""
    if not fx.wanted("semantics_" + name):
        return
    save(name, xml)
    rows = fx.unique([{c: r.get(c) for c, _ in column_list(columns)} for r in rows])
    fx.write_fixture("semantics_" + name, HAND, "calculated in generate/%s: %s" % (SCRIPT, words), HAND, SCRIPT,
                     column_list(columns), checks, rows, [answer(r) for r in rows],
                     load={"event": event} if event else None)


def calls(name, version, dic, columns, cases, rows, words="", mining_schema=None, before=(), local="", event=None):
    """One Output for each expression, cases: {output: (dataType, expression, rule of the row)}.

    The rule is asked of JPMML-Evaluator in a document for each expression by itself, so that
    an exception in one hides no other. The rule stands where JPMML-Evaluator raises or says
    otherwise; both are printed, and `words` says why.
    """
    if not fx.wanted("semantics_" + name):
        return
    fields = [c.split(":")[0] for c in columns.split()]
    sch = mining_schema or schema("y=target", *fields)
    columns = column_list(columns)
    rows = fx.unique([{c: r.get(c) for c, _ in columns} for r in rows])
    checks = [text(n) if t in ("string", "boolean", "date", "time", "dateTime") else number(n, 1e-14, 1.0) for n, (t, _, _) in cases.items()]
    single = os.path.join(fx.scratch(), "one_call.pmml")
    answers = [{} for _ in rows]
    for check, (n, (t, e, rule)) in zip(checks, cases.items()):
        with open(single, "w", encoding="utf-8") as f:
            f.write(probe(version, dic, sch, [value_of(n, e, t)], *before, local=local))
        evaluator = fx.Jpmml(single)
        raised, odd = {}, []
        for r, a in zip(rows, answers):
            ours = rule(r)
            if t in ("double", "float") and ours not in (None, INVALID):
                ours = float(ours)
            a[n] = ours
            values, message, _ = evaluator.row(r)
            if values == INVALID:
                if ours != INVALID:
                    raised.setdefault(message.split(":")[0], []).append(r)
            elif ours == INVALID or not fx.agrees(values.get(n), ours, check):
                odd.append((r, values.get(n), ours))
        for message, where in raised.items():
            print("    %s: JPMML raises %s for %d of %d rows, as %s" % (n, message, len(where), len(rows), where[0]))
        for r, theirs, ours in odd:
            print("    %s: JPMML %r, rule %r for %s" % (n, theirs, ours, r))
    assert not any(v == INVALID for a in answers for v in a.values())
    os.remove(single)
    save(name, probe(version, dic, sch, [value_of(n, e, t) for n, (t, e, _) in cases.items()], *before, local=local))
    fx.write_fixture("semantics_" + name, HAND, "the rules written out in generate/%s, each expression compared with "
                     "JPMML-Evaluator %s by itself%s" % (SCRIPT, fx.Jpmml.version, "; " + words if words else ""),
                     HAND, SCRIPT, columns, checks, rows, answers)


def refused(name, xml, words):
    """A document that must not load."""
    if not fx.wanted("semantics_" + name):
        return
    save(name, xml)
    fx.write_fixture("semantics_" + name, HAND, words, HAND, SCRIPT, None, None, None, None,
                     extra={"load_error": True})

"""semantics_random_fields.py: treatments, scopes and expressions in random combinations.

usage: python3 semantics_random_fields.py SCRATCH_FOLDER [fixture name prefix ...]
       python3 semantics_random_fields.py SCRATCH_FOLDER --try FOLDER FIRST COUNT

Each document declares fields with values, intervals and values that are missing or invalid,
treats them at random in the model and again in the segments of a chain, derives fields of all
kinds from them, globally and locally, and shows the lot. The answers are JPMML-Evaluator's; rows
that it refuses for another reason than an invalid value (it raises where a function meets a
missing argument) are left out. The second form writes fixtures of any seeds into a folder of its
own, to look for differences.
"""

import random
import shutil

from semantics import *

N = None
SEEDS = (1001, 1007, 1013, 1019, 1040, 1042, 1097, 1155, 1191, 1195, 1202, 1209)
CLOSURES = ("openClosed", "openOpen", "closedOpen", "closedClosed")
KINDS = {"x": "double", "f": "float", "k": "integer", "c": "string"}
READ = [value_of("r" + n, ref(n)) for n in "xfk"] + [value_of("rc", tag("NormDiscrete", field="c", value="a"))]


def rows():
    r = random.Random(1)
    return [{"x": r.choice([N, -2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0, -999.0, 7.25]),
             "f": r.choice([N, -1.0, 0.1, 0.5, 1.0, 2.0, 3.0, -999.0, 2.5]), "k": r.choice([N, 0, 1, 2, 3, 5, -999]),
             "c": r.choice([N, "a", "b", "c", "d", "zz", "N/A", "bad"])} for _ in range(60)]


def interval(r):
    a, b = sorted(r.choice([-2, -1, 0, 0.5, 1, 2, 3, 5]) for _ in range(2))
    margin = r.random()
    return tag("Interval", closure=r.choice(CLOSURES), leftMargin=N if margin < .2 else a, rightMargin=N if margin > .8 else b + (a == b))


def field(r, name, kind):
    """A DataField and its optype."""
    optype = "categorical" if kind == "string" or (kind == "integer" and r.random() < .4) else "continuous"
    values = []
    if kind == "string":
        if r.random() < .6:
            values = [(v, N) for v in r.sample(["a", "b", "c", "d"], r.randint(2, 4))]
        if r.random() < .3:
            values.append((r.choice(["N/A", "b", "zz"]), "missing"))
        if r.random() < .2:
            values.append((r.choice(["bad", "zz2"]), "invalid"))
    elif optype == "categorical" and r.random() < .6:
        values = [(v, N) for v in r.sample(["0", "1", "2", "3"], 3)]
    elif optype == "continuous" and r.random() < .3:
        values = [(r.choice(["-999", "1", "5"]), "missing")]
    ranges = [interval(r)] if optype == "continuous" and r.random() < .5 else []
    return tag("DataField", *ranges, *[tag("Value", value=v, property=p) for v, p in dict(reversed(values)).items()],
               name=name, optype=optype, dataType=kind), optype


def treated(r, name, optype):
    a = {}
    if r.random() < .4:
        a["missingValueReplacement"] = r.choice({"c": ["a", "b", "q"], "x": ["1.5", "-3", "7"], "f": ["0.1", "2"], "k": ["1", "2", "9"]}[name])
    treatment = r.choice([N, N, "asIs", "asMissing", "returnInvalid", "asValue"])
    if treatment:
        a["invalidValueTreatment"] = treatment
    if treatment == "asValue":
        a["invalidValueReplacement"] = r.choice({"c": ["a", "c"], "x": ["0.25", "4"], "f": ["0.3", "1"], "k": ["2", "3"]}[name])
    if optype == "continuous" and r.random() < .35:
        a.update(outliers=r.choice(["asExtremeValues", "asMissingValues"]), lowValue=r.choice(["-1", "0", "0.5"]), highValue=r.choice(["2", "3.5", "1.5"]))
    return tag("MiningField", name=name, **a)


def expression(r, kinds, depth=0):
    """A numeric expression over fields."""
    numbers = [n for n, k in kinds.items() if k != "string"]
    texts = [n for n, k in kinds.items() if k == "string"]
    inner = lambda more=1: expression(r, kinds, depth + more)
    o = r.random()
    if depth > 2 or o < .25:
        return ref(r.choice(numbers), mapMissingTo=r.choice([N, N, N, "-7", "0.5"]))
    if o < .4:
        return call(r.choice("+-*"), inner(), r.choice([const("2", "double"), const("0.5", "double"), inner()]))
    if o < .5:
        test = call(r.choice(["lessThan", "greaterOrEqual", "equal", "notEqual"]), inner(2), const(r.choice(["0", "1", "1.5"]), "double"))
        return call("if", test, inner(), *([inner()] if r.random() < .7 else []))
    if o < .58:
        return call("if", call(r.choice(["isMissing", "isNotMissing", "isValid", "isNotValid"]), r.choice(list(kinds))), inner(), const("9", "double"))
    if o < .66 and texts:
        return tag("NormDiscrete", field=r.choice(texts), value=r.choice("abc"), mapMissingTo=r.choice([N, "0.25"]))
    if o < .76:
        points = sorted(r.sample([-2, -1, 0, 1, 2, 3], r.randint(2, 4)))
        return tag("NormContinuous", *[tag("LinearNorm", orig=p, norm=r.choice([0, 1, 2, -1, 0.5])) for p in points], field=r.choice(numbers),
                   outliers=r.choice([N, "asIs", "asExtremeValues"]), mapMissingTo=r.choice([N, "-1"]))
    if o < .86 or not texts:
        cuts, low = sorted(r.sample([-1, 0, 1, 2, 3], 2)), r.random() < .5
        bins = [tag("DiscretizeBin", tag("Interval", closure="openOpen" if low else "openClosed", rightMargin=cuts[0]), binValue="10"),
                tag("DiscretizeBin", tag("Interval", closure=r.choice([c for c in CLOSURES if c.startswith("closed") == low]), leftMargin=cuts[0],
                                         rightMargin=cuts[1]), binValue="20")]
        return tag("Discretize", *bins, field=r.choice(numbers), dataType="double", defaultValue=r.choice([N, "30"]), mapMissingTo=r.choice([N, "40"]))
    cells = [tag("row", tag("i", v), tag("o", str(j + 1))) for j, v in enumerate(r.sample("abcd", 2))]
    return tag("MapValues", tag("FieldColumnPair", field=r.choice(texts), column="i"), tag("InlineTable", *cells), outputColumn="o", dataType="double",
               defaultValue=r.choice([N, "50"]), mapMissingTo=r.choice([N, "60"]))


def local(*fields):
    return tag("LocalTransformations", *fields) if fields else ""


def chain_of(r, kinds, optypes):
    """Segments whose outputs later ones may read, and the names of the outputs."""
    segments, outputs, known = [], [], dict(kinds)
    for i in range(r.randint(1, 3)):
        listed = sorted(set(r.sample(list(KINDS), r.randint(2, 4))) | {"x"})
        seen = {n: known[n] for n in listed}
        seen.update({n: k for n, k in known.items() if n not in KINDS and r.random() < .7})
        own = []
        if r.random() < .5:
            name = r.choice(["s%d" % i, "s%d" % i, "l0"])
            seen.pop(name, N)
            own.append(derived(name, expression(r, seen)))
            seen[name] = "double"
        shown = output(*[value_of(n + str(i), expression(r, seen)) for n in "pq"])
        fields = [tag("MiningField", name=n) if r.random() < .6 else treated(r, n, optypes[n]) for n in listed]
        fields += [tag("MiningField", name=n) for n in seen if n.startswith("p")]
        segments.append(segment(r.choice([TRUE, simple("x", "lessThan", 1), simple("c", "equal", "a"), simple("k", "isNotMissing")]), regression(
            tag("MiningSchema", *fields, tag("MiningField", name="y", usageType="target")), shown, local(*own), table(intercept=i + 1)), id="s%d" % i))
        known["p%d" % i] = "double"
        outputs += ["p%d" % i, "q%d" % i]
    return segments, outputs


def document(seed):
    r = random.Random(seed)
    fields = {n: field(r, n, k) for n, k in KINDS.items()}
    optypes = {n: o for n, (_, o) in fields.items()}
    kinds, shared = dict(KINDS), []
    for i in range(r.randint(0, 3)):
        kind = r.choice(["double", "double", "float"])
        shared.append(derived("g%d" % i, expression(r, kinds), kind))
        kinds["g%d" % i] = kind
    sch = tag("MiningSchema", *[treated(r, n, optypes[n]) for n in KINDS], tag("MiningField", name="y", usageType="target"))
    own = []
    if r.random() < .5:
        own.append(derived("l0", expression(r, kinds)))
        kinds["l0"] = "double"
    outputs = ["o0", "o1"]
    shown = READ + [value_of(n, expression(r, kinds)) for n in outputs]
    if r.random() < .4:
        model = regression(sch, output(*shown), local(*own), table(intercept=0))
    else:
        segments, theirs = chain_of(r, kinds, optypes)
        model = mining(sch, "modelChain", *segments, before=output(*shown, *[value_of("z" + n, ref(n)) for n in theirs]) + local(*own))
        outputs = outputs + ["z" + n for n in theirs]
    transformations = tag("TransformationDictionary", *shared) if shared else ""
    return pmml("4.4", tag("DataDictionary", *[d for d, _ in fields.values()], data_field("y:double")), transformations, model), ["rx", "rf", "rk", "rc"] + outputs


def make(seed):
    name = "random_fields_%d" % seed
    if not fx.wanted("semantics_" + name):
        return
    text_, outputs = document(seed)
    evaluator = fx.Jpmml(save(name, text_))
    answers = {}
    for row in rows():
        values, message, _ = evaluator.row(row)
        if values != INVALID or message.startswith("ValueCheck"):
            answers[repr(row)] = INVALID if values == INVALID else {n: values.get(n) for n in outputs}
    kept = [row for row in rows() if repr(row) in answers]
    shutil.rmtree(os.path.join(fx.FIXTURES, "semantics_" + name))
    if len(kept) >= 20 and any(a != INVALID for a in answers.values()):
        worked_out(name, text_, "x:double f:double k:integer c:string", [number(n) for n in outputs], kept, lambda row: answers[repr(row)],
                   "by JPMML-Evaluator %s on the same document" % fx.Jpmml.version)


def main():
    seeds = SEEDS
    if "--try" in sys.argv:
        at = sys.argv.index("--try")
        fx.FIXTURES = sys.argv[at + 1]
        seeds = range(int(sys.argv[at + 2]), int(sys.argv[at + 2]) + int(sys.argv[at + 3]))
        del sys.argv[at:]
    for seed in seeds:
        make(seed)


if __name__ == "__main__":
    main()

"""semantics_baseline.py: BaselineModel, each statistic on a row's value or on those that come with it.

usage: python3 semantics_baseline.py SCRATCH_FOLDER [fixture name prefix ...]
JPMML-Evaluator has no baseline models. zValue and CUSUM are worked out by the standard's formulas, the
statistics that count by those of Augustus, of which such documents are; chi-square's distribution by its
finite sums.
"""

from semantics import *

import json

N = None


def model(test, sch, *content, functionName="regression", **a):
    return tag("BaselineModel", sch, *content, test, functionName=functionName, **a)


def test(statistic, field, baseline, alternate="", **a):
    return tag("TestDistributions", tag("Baseline", baseline), tag("Alternate", alternate) if alternate else "", field=field, testStatistic=statistic, **a)


def gaussian(mean, variance):
    return tag("GaussianDistribution", mean=mean, variance=variance)


def poisson(mean):
    return tag("PoissonDistribution", mean=mean)


def uniform(lower, upper):
    return tag("UniformDistribution", lower=lower, upper=upper)


def counts(field, table, element="CountTable", **a):
    return tag(element, *[tag("FieldValueCount", field=field, value=v, count=c) for v, c in table.items()], **a)


def chi_square(x, df):
    """The probability of a chi-square up to x."""
    y = x / 2
    if df % 2 == 0:
        return 1 - math.exp(-y) * math.fsum(y ** i / math.factorial(i) for i in range(df // 2))
    return math.erf(math.sqrt(y)) - math.exp(-y) * math.fsum(y ** (i - 0.5) / math.gamma(i + 0.5) for i in range(1, df // 2 + 1))


def log_gaussian(x, mean, variance):
    return -(x - mean) ** 2 / (2 * variance) - math.log(2 * math.pi * variance) / 2


def values(cell, number=True):
    """The values of a list or of one; INVALID if one is none."""
    if cell is N:
        return []
    raw = json.loads(cell) if isinstance(cell, str) and cell.strip().startswith("[") else [cell if not number or not isinstance(cell, str) else json.loads(cell)]
    out = []
    for v in raw:
        if number and isinstance(v, str):
            try:
                v = float(v.replace("Infinity", "inf"))
            except ValueError:
                return INVALID
        out.append(N if v is N or v != v else float(v) if number else str(v))
    return out


SEQUENCES = ["[550, 549, 551.5]", "[550, 520, 480, 460, 455]", "[460]", "[470, 560, 470, 560, 455, 455]", "[]", N, "505.2", "460.4", "[null, 470, null]", "[null]",
             '["480", 470]', '["NaN", 465]', "[1e6]", "[-1e6, 550]", "[550.2, 550.2]", "[500, 499, 498, 497, 496, 495, 494, 493, 492, 491]", '["many", 470]',
             "[" + ", ".join(["505.5"] * 40) + "]", "[[1]]", "[470"]


def z_values():
    for name, dist, mean, variance, version in (("gaussian", gaussian(550.2, 48.2), 550.2, 48.2, "4.1"), ("any", tag("AnyDistribution", mean=-1, variance="0.25"), -1, 0.25, "4.4")):
        worked_out("baseline_z_" + name, pmml(version, dictionary("y:double x:double"), model(test("zValue", "x", dist), schema("y=target" if version == "4.4" else "y=predicted", "x"))),
                   "x:double", [predicted()], [{"x": x} for x in (550.2, 0.0, -1.0, -1.5, 600, 1e30, -1e30, 549.7, float("inf"), float("nan"), N)],
                   lambda r: {"predict": N if r["x"] is N or r["x"] != r["x"] else (r["x"] - mean) / math.sqrt(variance)}, "(x - mean) / standard deviation")
    doc = pmml("4.4", dictionary("y:double x:double"), model(
        test("zValue", "half", gaussian(2, 4)), schema("y=target", "x missingValueReplacement=10"),
        output(of("far", "transformedValue", call("greaterThan", "y", 3), dataType="boolean", optype="categorical"), of("z", "predictedValue", dataType="double", optype="continuous")),
        tag("Targets", tag("Target", tag("TargetValue", defaultValue=0), field="y", rescaleFactor=2)), tag("LocalTransformations", derived("half", call("/", "x", 2))), functionName="baseline"))
    z = lambda r: 2 * ((10 if r["x"] is N else r["x"]) / 2 - 2) / 2
    worked_out("baseline_z_derived", doc, "x:double", [predicted(), number("z"), text("far")], [{"x": x} for x in (0.0, 4.0, 12.5, -3.0, N)],
               lambda r: {"predict": z(r), "z": z(r), "far": z(r) > 3}, "twice the z-value of x/2; x is 10 where it is missing")


def cusums():
    def z(cell, g, reset, window=0):
        v = values(cell)
        if v == INVALID:
            return INVALID
        if window:
            v = v[-window:]
        there = [x for x in v if x is not N]
        s = 0.0
        for x in there:
            s = max(reset, s + g(x))
        return {"predict": s if there else N}
    g = lambda x: log_gaussian(x, 460.4, 39.2) - log_gaussian(x, 550.2, 48.2)
    sch = schema("y=target", "x")
    dic = dictionary("y:double x:double")
    bad = ("[[1]]", "[470")
    rows = [{"x": v} for v in SEQUENCES if v not in bad]
    checks = [predicted(1e-12)]
    for name, reset, window in (("", 0.0, 0), ("_reset", -5.5, 0), ("_window", 0.0, 3), ("_high", 20.0, 2)):
        worked_out("baseline_cusum" + name, pmml("4.4", dic, model(test("CUSUM", "x", gaussian(550.2, 48.2), gaussian(460.4, 39.2), resetValue=reset, windowSize=window or N), sch)),
                   "x:=jsonb", checks, rows, lambda r: z(r["x"], g, reset, window), "Z = max(reset, Z + log f1(x)/f0(x)), from 0 on")
    counted = [{"x": v} for v in ("[3, 4, 2, 3]", "[9, 12, 11]", "[0]", "[5, 5, 5, 5, 5, 5]", "7", N, "[]", "[0, 20, 0]", "[-1, 8]", "[8, -1]")]
    rate = lambda x: x * math.log(8 / 3) - 5 if x >= 0 else N
    poisson_rule = lambda r: {"predict": N} if any(x < 0 for x in values(r["x"])) else z(r["x"], rate, 0.0)
    worked_out("baseline_cusum_poisson", pmml("4.4", dic, model(test("CUSUM", "x", poisson(3), poisson(8)), sch)), "x:=jsonb", checks, counted, poisson_rule,
               "x log(8/3) - 5; a count below 0 is impossible for both and has no ratio")
    ranges = [{"x": v} for v in ("[1, 2]", "[5]", "[1, 5, 1]", "[9]", "[0, 10]", "[0.5, 9.5, 0.5]", "[2, 9]")]

    def in_range(r):
        s = 0.0
        for x in values(r["x"]):
            a, b = 0 <= x <= 4, 2 <= x <= 10
            if not a and not b:
                return {"predict": N}
            s += math.log(4 / 8) if a and b else math.inf if b else -math.inf
            if s != s:
                return {"predict": N}
            s = max(0.0, s)
        return {"predict": s}
    worked_out("baseline_cusum_uniform", pmml("4.4", dic, model(test("CUSUM", "x", uniform(0, 4), uniform(2, 10)), sch)), "x:=jsonb", checks, ranges, in_range,
               "what one of two ranges excludes makes the ratio infinite")


TABLE = {"a": 40, "b": 30, "c": 20, "d": 10}


def observed(cell, weights, window=0):
    v, w = values(cell, False), [1.0] * len(values(cell, False)) if weights is N else weights
    out = {}
    for x, k in list(zip(v, w))[-window:]:
        if x is not N and k is not N:
            out[x] = out.get(x, 0.0) + k
    return out


def distribution_test(o, table, sample=None):
    E, O = sum(table.values()), sum(o.values())
    bins = [b for b in list(table) + [x for x in o if x not in table] if table.get(b, 0) > 0 or o.get(b, 0) > 0]
    if O <= 0 or len(bins) < 2:
        return N
    x = math.fsum((table.get(b, 0) / E - o.get(b, 0) / O) ** 2 / ((table.get(b, 0) / E / sample if sample else table.get(b, 0) / E ** 2) + o.get(b, 0) / O ** 2) for b in bins)
    return chi_square(x, len(bins) - 1)


CATEGORIES = [["a"] * 4 + ["b"] * 3 + ["c"] * 2 + ["d"], ["a"], ["d"] * 10, ["a", "b", "c", "d"], [], ["a", "z", "z", "y"], ["a", N, "b"], [N], ["z"], ["b"] * 30 + ["a"] * 40,
              ["c", "d"] * 12 + ["a"] * 3, ["a", "a", "b", "c", "a", "d", "b", "a", "x"]]


def histograms():
    sch = schema("y=target", "k")
    dic = dictionary("y:double k:string")
    rows = [{"k": json.dumps(c)} for c in CATEGORIES] + [{"k": N}]
    checks = [predicted(1e-12)]
    for name, element, sample, window in (("", "CountTable", N, 0), ("_normalized", "NormalizedCountTable", 50, 0), ("_window", "CountTable", N, 5)):
        table = TABLE if not sample else {k: v / 100 for k, v in TABLE.items()}
        worked_out("baseline_distribution" + name, pmml("4.4", dic, model(test("chiSquareDistribution", "k", counts("k", table, element, sample=sample), windowSize=window or N), sch,
                                                                          functionName="baseline")),
                   "k:=jsonb", checks, rows, lambda r: {"predict": distribution_test(observed(r["k"], N, window), table, sample)}, "the probability of a smaller chi-square")
    weighted = [{"k": json.dumps(c), "w": json.dumps(w)} for c, w in ((["a", "b", "c", "d"], [40, 30, 20, 10]), (["a", "b"], [1.5, 0.25]), (["a", "a", "z"], [1, 2, 3]),
                                                                      (["a", N, "b"], [1, 2, N]), (["a"], [0]), ([], []))] + [{"k": N, "w": N}, {"k": '["a"]', "w": N}]
    weights = lambda r: values(r["w"])
    worked_out("baseline_distribution_weights", pmml("4.2", dictionary("y:double k:string w:double"), model(
        test("chiSquareDistribution", "k", counts("k", TABLE), weightField="w"), schema("y=target", "k", "w"))), "k:=jsonb w:=jsonb", checks, weighted,
        lambda r: {"predict": N if r["w"] is N else distribution_test(observed(r["k"], weights(r)), TABLE)}, "values counted as often as their weights say")

    def product(o, scheme):
        dot, ee, oo = sum(TABLE[b] * o.get(b, 0) for b in TABLE), sum(v * v for v in TABLE.values()), sum(v * v for v in o.values())
        return N if oo <= 0 else {N: dot, "Independent": dot / math.sqrt(ee * oo), "SizeWeighted": 2 * dot / (ee + oo)}[scheme]
    for scheme in (N, "Independent", "SizeWeighted"):
        worked_out("baseline_product" + ("_" + scheme.lower() if scheme else ""), pmml("4.4", dic, model(
            test("scalarProduct", "k", counts("k", TABLE), normalizationScheme=scheme), sch)), "k:=jsonb", checks, rows,
            lambda r: {"predict": product(observed(r["k"], N), scheme)}, "the product of expected and observed counts")
    whole = {"1": 5, "2": 3, "3": 2}
    worked_out("baseline_distribution_numbers", pmml("4.4", dictionary("y:double k:integer~categorical"), model(test("chiSquareDistribution", "k", counts("k", whole)), sch)), "k:=jsonb", checks,
               [{"k": json.dumps(c)} for c in ([1, 2, 3], [1, 1, 1], [4, 4, 1], [2], ["1", 2.0])],
               lambda r: {"predict": distribution_test({k: sum(float(x) == float(k) for x in json.loads(r["k"])) for k in ["1", "2", "3", "4"]}, whole)}, "values that are whole numbers")


def independence():
    def doc(table, element="CountTable", **a):
        rows = [tag("FieldValue", *[tag("FieldValueCount", field="b", value=v, count=c) for v, c in inner.items()], field="a", value=o) for o, inner in table.items()]
        return pmml("4.4", dictionary("y:double a:string b:string"), model(test("chiSquareIndependence", "a", tag(element, *rows, **a)), schema("y=target", "a", "b")))

    def rule(table, scale=1.0):
        all_ = sum(sum(t.values()) for t in table.values())
        x = df = 0
        for o, t in table.items():
            for v, c in t.items():
                e = scale * sum(t.values()) * sum(u[v] for u in table.values()) / all_
                if e == 0:
                    return N
                x += (scale * c - e) ** 2 / e
        df = (len(table) - 1) * (len(next(iter(table.values()))) - 1)
        return chi_square(x, df)
    tables = {"": ({"m": {"yes": 12, "no": 30}, "f": {"yes": 25, "no": 20}}, N), "_three": ({"m": {"x": 10, "y": 20, "z": 30}, "f": {"x": 12, "y": 15, "z": 31}, "o": {"x": 3, "y": 4, "z": 5}}, N),
              "_shares": ({"m": {"yes": 0.12, "no": 0.30}, "f": {"yes": 0.38, "no": 0.20}}, 80), "_empty": ({"m": {"yes": 0, "no": 3}, "f": {"yes": 0, "no": 2}}, N)}
    for name, (table, sample) in tables.items():
        p = rule(table, sample / sum(sum(t.values()) for t in table.values()) if sample else 1.0)
        worked_out("baseline_independence" + name, doc(table, "NormalizedCountTable" if sample else "CountTable", sample=sample), "a:string b:string", [predicted(1e-12)],
                   [{"a": "m", "b": "yes"}, {"a": N, "b": "no"}], lambda r: {"predict": p}, "the probability of a smaller chi-square than the table's, whatever the row")


def segments():
    """As Augustus has them: a model for each segment of the stream."""
    def one(kind, mean, variance):
        return segment(simple("who", "equal", kind), model(test("CUSUM", "x", gaussian(mean, variance), gaussian(mean + 5, variance)), schema("y=target", "x"), functionName="baseline"), id=kind)
    doc = pmml("4.1", dictionary("y:double x:double who:string"), mining(schema("y=predicted", "x", "who"), "selectFirst", one("u", 10, 4), one("v", 50, 9), functionName="baseline"))
    g = {"u": lambda x: log_gaussian(x, 15, 4) - log_gaussian(x, 10, 4), "v": lambda x: log_gaussian(x, 55, 9) - log_gaussian(x, 50, 9)}

    def rule(r):
        if r["who"] not in g or r["x"] is N:
            return {"predict": N}
        s = 0.0
        for x in json.loads(r["x"]):
            s = max(0.0, s + g[r["who"]](x))
        return {"predict": s}
    worked_out("baseline_segments", doc, "x:=jsonb who:string", [predicted(1e-12)], [{"x": x, "who": w} for x in ("[10, 12, 14, 16]", "[51, 52, 58, 59, 60]", N) for w in ("u", "v", "w", N)],
               rule, "a CUSUM for each segment")


if __name__ == "__main__":
    z_values()
    cusums()
    histograms()
    independence()
    segments()

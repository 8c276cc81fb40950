"""semantics_expressions.py: constants, normalizations, bins, tables, casts and defined functions.

usage: python3 semantics_expressions.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None


def known(f):
    return lambda *a: None if any(x is None for x in a) else f(*a)


def of_field(name, f):
    return lambda r: f(r[name])


def norm(field, *points, **a):
    return tag("NormContinuous", *[tag("LinearNorm", orig=o, norm=n) for o, n in points], field=field, **a)


def bins(field, *ranges, **a):
    """ranges: (value, left, right, closure)."""
    return tag("Discretize", *[tag("DiscretizeBin", tag("Interval", closure=c, leftMargin=l, rightMargin=r), binValue=v)
                               for v, l, r, c in ranges], field=field, **a)


def values(pairs, rows, output="out", **a):
    """pairs: [(field, column)]; rows: [{column: text}]."""
    return tag("MapValues", *[tag("FieldColumnPair", field=f, column=c) for f, c in pairs],
               tag("InlineTable", *[tag("row", *["<%s>%s</%s>" % (k, escape(v), k) for k, v in row.items()]) for row in rows]),
               outputColumn=output, **a)


def constants():
    cases = {
        "integer": ("integer", const("42"), lambda r: 42), "real": ("double", const("4.5"), lambda r: 4.5),
        "text": ("string", const("abc"), lambda r: "abc"), "typed_text": ("string", const("12", "string"), lambda r: "12"),
        "blank_text": ("string", const(" a ", "string"), lambda r: " a "),
        "exponent": ("double", const("1e-3", "double"), lambda r: 0.001), "negative": ("integer", const("-7", "integer"), lambda r: -7),
        "truth": ("boolean", const("true", "boolean"), lambda r: True), "missing": ("double", const("", "double", missing="true"), lambda r: None),
        "as_double": ("double", const("3", "integer"), lambda r: 3.0), "quotient": ("double", call("/", const("7"), const("2")), lambda r: 3.0),
        "real_quotient": ("double", call("/", const("7.0"), const("2")), lambda r: 3.5),
        "single": ("double", const("0.1", "float"), lambda r: fx.f32(0.1))}
    calls("expression_constants", "4.4", dictionary("y:double a:double"), "a:double", cases, [{"a": 1.0}, {"a": N}])


def field_refs():
    cases = {
        "copy_of": ("double", ref("copy"), of_field("a", lambda x: x)), "mapped": ("double", ref("a", mapMissingTo="-1.5"), of_field("a", lambda x: -1.5 if x is None else x)),
        "named_of": ("string", ref("named"), of_field("s", lambda s: "nobody" if s is None else s)),
        "single_of": ("double", ref("single"), of_field("a", known(fx.f32))),
        "twice": ("double", call("*", "single", 2), of_field("a", known(lambda x: fx.f32(x) * 2)))}
    calls("expression_fieldref", "4.1", dictionary("y:double a:double s:string"), "a:double s:string", cases,
          [dict(a=a, s=s) for a in (0.0, 1.5, 0.1, -3.0, 1e10, 16777217.0, N) for s in ("x", "", N)],
          local=tag("LocalTransformations", derived("copy", ref("a")), derived("named", ref("s", mapMissingTo="nobody"), "string"),
                    derived("single", ref("a"), "float")))


def discrete():
    dic = dictionary("y:double s:string k:integer d:double b:boolean")

    def nd(f, v, **a):
        return tag("NormDiscrete", field=f, value=v, **a)
    cases = {
        "s_x": ("double", nd("s", "x"), of_field("s", known(lambda s: float(s == "x")))),
        "s_map": ("double", nd("s", "x", mapMissingTo="0.5"), of_field("s", lambda s: 0.5 if s is None else float(s == "x"))),
        "k_1": ("double", nd("k", "1"), of_field("k", known(lambda k: float(k == 1)))),
        "k_1_0": ("double", nd("k", "1.0"), of_field("k", known(lambda k: float(k == 1)))),
        "d_2_5": ("double", nd("d", "2.50"), of_field("d", known(lambda d: float(d == 2.5)))),
        "b_true": ("double", nd("b", "true"), of_field("b", known(lambda b: float(b)))),
        "sum": ("double", call("+", nd("s", "x"), nd("k", "1", mapMissingTo="10")),
                lambda r: None if r["s"] is None else float(r["s"] == "x") + (10 if r["k"] is None else float(r["k"] == 1)))}
    calls("expression_normdiscrete", "4.2", dic, "s:string k:integer d:double b:boolean", cases,
          [dict(s=s, k=k, d=d, b=b) for s, k, d, b in
           [("x", 1, 2.5, True), ("X", 0, 2.500001, False), ("", -1, -0.0, N), (N, N, N, True), ("x ", 1, 0.0, False), ("y", 2, N, N), (N, 1, 2.5, N)]])


POINTS = [(-2.0, 0.0), (0.0, 1.0), (3.0, 0.5), (10.0, 4.0)]


def interpolate(x, outliers, to=None):
    if x is None:
        return to
    if x < POINTS[0][0] or x > POINTS[-1][0]:
        if outliers == "asMissingValues":
            return to
        if outliers == "asExtremeValues":
            return POINTS[0][1] if x < POINTS[0][0] else POINTS[-1][1]
    i = 0
    while i < len(POINTS) - 2 and x > POINTS[i + 1][0]:
        i += 1
    (o1, n1), (o2, n2) = POINTS[i], POINTS[i + 1]
    return n1 + (x - o1) / (o2 - o1) * (n2 - n1)


def continuous():
    cases = {}
    for mode in (None, "asIs", "asMissingValues", "asExtremeValues"):
        for to in (None, "-9"):
            name = (mode or "default").lower() + ("_mapped" if to else "")
            cases[name] = ("double", norm("x", *POINTS, outliers=mode, mapMissingTo=to),
                           of_field("x", lambda x, m=mode, t=to: interpolate(x, m, None if t is None else float(t))))
    cases["line"] = ("double", norm("x", (0.0, 3.0), (2.0, 7.0)), of_field("x", known(lambda x: 3.0 + x / 2.0 * 4.0)))
    calls("expression_normcontinuous", "4.2", dictionary("y:double x:double"), "x:double", cases,
          [{"x": x} for x in (-2.0, 0.0, 3.0, 10.0, -1.0, 1.5, 9.999, math.nextafter(-2, -3), math.nextafter(10, 11), math.nextafter(0, 1),
                              -100.0, 100.0, 1e20, -1e20, 0.1, N)],
          "but an outlier that is treated as missing is given mapMissingTo (JPMML-Evaluator: missing)")
    # a chain of two, one feeding the other
    doc = pmml("3.2", dictionary("y:double x:double"), tag("TransformationDictionary", derived("n", norm("x", *POINTS, outliers="asExtremeValues"))),
               regression(schema("y=predicted", "x"), tag("LocalTransformations", derived("m", norm("n", (0.0, -1.0), (4.0, 1.0)))),
                          table(numeric("m", 2), intercept=0)))
    fixture("expression_normcontinuous_chain", doc, "x:double", [predicted()], [{"x": x} for x in (-5.0, -2.0, -1.0, 0.0, 3.0, 7.7, 10.0, 11.0, N)])


def discretize():
    inside = [("low", None, "0", "openOpen"), ("zero", "0", "0", "closedClosed"), ("small", "0", "1.5", "openOpen"),
              ("mid", "1.5", "10", "closedOpen"), ("high", "10", "20", "openClosed"), ("top", "30", None, "closedOpen")]

    def which(x, other=None, missing=None):
        if x is None:
            return missing
        if x < 0:
            return "low"
        if x == 0:
            return "zero"
        if x < 1.5:
            return "small"
        if x < 10:
            return "mid"
        if 10 < x <= 20:
            return "high"
        return "top" if x >= 30 else other
    numbers = [("1", None, "0", "openClosed"), ("2.5", "0", None, "openOpen")]
    cases = {
        "plain": ("string", bins("x", *inside), of_field("x", which)),
        "default": ("string", bins("x", *inside, defaultValue="other"), of_field("x", lambda x: which(x, "other"))),
        "mapped": ("string", bins("x", *inside, mapMissingTo="none", defaultValue="other"), of_field("x", lambda x: which(x, "other", "none"))),
        "number": ("double", bins("x", *numbers, dataType="double"), of_field("x", known(lambda x: 1.0 if x <= 0 else 2.5))),
        "number_mapped": ("double", bins("x", *numbers, dataType="double", mapMissingTo="-1"), of_field("x", lambda x: -1.0 if x is None else 1.0 if x <= 0 else 2.5)),
        "of_integer": ("string", bins("k", ("a", "1", "3", "closedOpen"), ("b", "3", "5", "closedClosed")), of_field("k", known(lambda k: "a" if 1 <= k < 3 else "b" if 3 <= k <= 5 else None)))}
    rows = [dict(x=x, k=k) for x, k in zip(
        [0.0, -0.0, 1.5, 10.0, 20.0, 30.0, 25.0, -1e30, 1e30, 0.75, 12.0, N] + fx.f64_neighbours(0.0) + fx.f64_neighbours(1.5) +
        fx.f64_neighbours(10.0) + fx.f64_neighbours(20.0) + fx.f64_neighbours(30.0), itertools.cycle([1, 2, 3, 4, 5, 6, 0, N]))]
    calls("expression_discretize", "4.2", dictionary("y:double x:double k:integer"), "x:double k:integer", cases, rows)
    doc = pmml("3.0", dictionary("y:double x:float"), tag("TransformationDictionary", derived("band", bins("x", *inside[:4]), "string")),
               regression(schema("y=predicted", "x"), table(*[category("band", v, c) for v, c in
                                                             (("low", 1), ("zero", 2), ("small", 3), ("mid", 4))], intercept=0)))
    fixture("expression_discretize_category", doc, "x:double", [predicted(None)],
            [{"x": x} for x in [0.0, -1.0, 12.0, N] + fx.f32_neighbours(1.5) + fx.f64_neighbours(1.5)])


def map_values():
    one = [{"in": "a", "out": "1.5"}, {"in": "b", "out": "-2"}]
    two = [{"k": "1", "c": "red", "out": "r1"}, {"k": "2.0", "c": "red", "out": "r2"}, {"k": "1", "c": "blue", "out": "b1"}]
    lookup = {"a": 1.5, "b": -2.0}
    pairs = {(1, "red"): "r1", (2, "red"): "r2", (1, "blue"): "b1"}
    cases = {
        "plain": ("double", values([("s", "in")], one, dataType="double"), of_field("s", known(lambda s: lookup.get(s)))),
        "default": ("double", values([("s", "in")], one, dataType="double", defaultValue="7"), of_field("s", known(lambda s: lookup.get(s, 7.0)))),
        "mapped": ("double", values([("s", "in")], one, dataType="double", defaultValue="7", mapMissingTo="-7"),
                   of_field("s", lambda s: -7.0 if s is None else lookup.get(s, 7.0))),
        "two_keys": ("string", values([("k", "k"), ("s", "c")], two), lambda r: None if None in (r["k"], r["s"]) else pairs.get((r["k"], r["s"]))),
        "two_keys_default": ("string", values([("k", "k"), ("s", "c")], two, defaultValue="other", mapMissingTo="gap"),
                             lambda r: "gap" if None in (r["k"], r["s"]) else pairs.get((r["k"], r["s"]), "other"))}
    calls("expression_mapvalues", "4.1", dictionary("y:double s:string k:integer"), "s:string k:integer", cases,
          [dict(s=s, k=k) for s in ("a", "b", "c", "d", "", "A", "a ", "red", "blue", N) for k in (1, 2, 3, N)])
    # cells that are absent
    gaps = [{"k": "1", "out": "never"}, {"k": "2", "c": "red"}, {"k": "1", "c": "red", "out": "found"}, {"k": "1", "c": "red", "out": "late"}]
    worked_out("expression_mapvalues_gaps",
               probe("4.4", dictionary("y:double s:string k:integer"), schema("y=target", "s", "k"),
                     [value_of("v", values([("k", "k"), ("s", "c")], gaps, defaultValue="other"), "string")]),
               "s:string k:integer", [text("v")], [dict(s=s, k=k) for s in ("red", "blue", N) for k in (1, 2, 3, N)],
               lambda r: {"v": None if None in (r["s"], r["k"]) else "found" if (r["s"], r["k"]) == ("red", 1) else "other"},
               "a row without a key's cell never matches, one without the output's cell gives the default, the first of equal rows counts")
    # 3.x, with cells in a namespace
    doc = pmml("3.1", dictionary("y:double s:string"), tag("TransformationDictionary", derived("code", values([("s", "in")], one, dataType="double", defaultValue="0"))),
               regression(schema("y=predicted", "s"), table(numeric("code", 2), intercept=1)))
    doc = doc.replace("<row>", '<row xmlns:x="http://jpmml.org/jpmml-model/InlineTable">')
    for c in ("in", "out"):
        doc = doc.replace("<%s>" % c, "<x:%s>" % c).replace("</%s>" % c, "</x:%s>" % c)
    doc = doc.replace('column="in"', 'column="x:in"').replace('outputColumn="out"', 'outputColumn="x:out"')
    # the same, and as it is when a program has written the rows anew, with a prefix of its own (JPMML's own names: it knows them by the namespace)
    anew = doc
    for c, name in (("in", "input"), ("out", "output")):
        anew = anew.replace("x:%s>" % c, "x:%s>" % name).replace('olumn="x:%s"' % c, 'olumn="data:%s"' % name)
    for name, document in (("prefix", doc), ("other_prefix", anew)):
        fixture("expression_mapvalues_" + name, document, "s:string", [predicted(None)], [{"s": s} for s in ("a", "b", "d", "", N)],
                rule=lambda r: {"predict": None if r["s"] is None else 2 * lookup.get(r["s"], 0.0) + 1})


def casts():
    """What a DerivedField's data type does to its expression's value."""
    dic = dictionary("y:double d:double k:integer b:boolean s:string")
    local = tag("LocalTransformations",
                derived("d_string", ref("d"), "string"), derived("k_string", ref("k"), "string"), derived("k_double", ref("k"), "double"),
                derived("b_double", ref("b"), "double"), derived("b_integer", ref("b"), "integer"), derived("b_string", ref("b"), "string"),
                derived("d_float", ref("d"), "float"), derived("k_float", ref("k"), "float"), derived("sign", call("greaterThan", "d", 0), "boolean"),
                derived("whole", call("floor", "d"), "double"))
    kinds = {"d_string": "string", "k_string": "string", "b_string": "string", "b_integer": "integer", "sign": "boolean"}
    names = ["d_string", "k_string", "k_double", "b_double", "b_integer", "b_string", "d_float", "k_float", "sign", "whole"]
    fixture("expression_casts",
            probe("4.4", dic, schema("y=target", "d", "k", "b", "s"), [value_of("v_" + n, ref(n), kinds.get(n, "double")) for n in names], local=local),
            "d:double k:integer b:boolean s:string",
            [(text if kinds.get(n) in ("string", "boolean") else lambda x: number(x, None))("v_" + n) for n in names],
            [dict(d=d, k=k, b=b, s="x") for d, k, b in [(0.1, 1, True), (3.0, -5, False), (-0.5, 2**31 - 1, True), (1e6, 0, N), (1234567.125, 16777217, False),
                                                        (-2.0, N, N), (100.0, 7, True)]] + [dict(d=1.0, k=1, b=N, s=N)])
    # real -> integer with a fraction truncates; the default of an unknown field is a missing value
    def truncated(r):
        return {"v": None if r["d"] is None else int(r["d"])}
    worked_out("expression_truncation", probe("4.4", dictionary("y:double d:double"), schema("y=target", "d"), [value_of("v", ref("t"), "integer")],
                                              local=tag("LocalTransformations", derived("t", ref("d"), "integer"))),
               "d:double", [number("v", None)], [{"d": d} for d in (0.0, 2.0, 2.7, -2.7, 0.999, -0.5, 1e9, N)], truncated,
               "a fraction is cut off where an integer is declared (JPMML-Evaluator raises)")


def defined():
    def parameter(n, t="double"):
        return tag("ParameterField", name=n, optype="categorical" if t == "string" else "continuous", dataType=t)

    def define(name, body, *parameters, dataType="double"):
        return tag("DefineFunction", *parameters, body, name=name, optype="categorical" if dataType == "string" else "continuous", dataType=dataType)
    functions = tag("TransformationDictionary",
                    define("scale", call("/", call("-", "v", "m"), "s"), parameter("v"), parameter("m"), parameter("s")),
                    define("clip", call("max", const("-1.0", "double"), call("min", const("1.0", "double"), "v")), parameter("v")),
                    define("both", call("clip", call("scale", "v", const("1.0", "double"), const("2.0", "double"))), parameter("v")),
                    define("band", bins("v", ("lo", None, "0", "openOpen"), ("hi", "0", None, "closedOpen")), parameter("v"), dataType="string"),
                    define("shape", norm("v", (0.0, 0.0), (1.0, 10.0), outliers="asExtremeValues"), parameter("v")),
                    define("or_zero", call("if", call("isMissing", "v"), const("0.0", "double"), "v"), parameter("v")),
                    define("whole", call("+", "k", const("1", "integer")), parameter("k", "integer"), dataType="integer"))
    clip = lambda v: 1.0 if v is None else max(-1.0, min(1.0, v))   # min skips a missing value
    X = lambda f: of_field("x", known(f))
    cases = {
        "scaled": ("double", call("scale", "x", const("1.0", "double"), const("4.0", "double")), X(lambda x: (x - 1) / 4)),
        "clipped": ("double", call("clip", "x"), of_field("x", clip)),
        "both_of": ("double", call("both", "x"), of_field("x", lambda x: clip(None if x is None else (x - 1) / 2))),
        "band_of": ("string", call("band", "x"), X(lambda x: "lo" if x < 0 else "hi")),
        "shape_of": ("double", call("shape", "x"), X(lambda x: 0.0 if x < 0 else 10.0 if x > 1 else 10 * x)),
        "zero_of": ("double", call("or_zero", "x"), of_field("x", lambda x: 0.0 if x is None else x)),
        "whole_of": ("integer", call("whole", "k"), of_field("k", known(lambda k: k + 1))),
        "nested": ("double", call("+", call("clip", call("*", "x", 2)), call("or_zero", "z")),
                   lambda r: clip(None if r["x"] is None else 2 * r["x"]) + (r["z"] or 0.0))}
    calls("expression_functions", "4.1", dictionary("y:double x:double z:double k:integer"), "x:double z:double k:integer", cases,
          [dict(x=x, z=z, k=k) for (x, z), k in zip(itertools.product((-3.0, -0.0, 0.25, 1.0, 7.0, N), (2.5, N)), itertools.cycle([1, -7, 0, N]))],
          before=(functions,))


def main():
    constants()
    field_refs()
    discrete()
    continuous()
    discretize()
    map_values()
    casts()
    defined()


if __name__ == "__main__":
    main()

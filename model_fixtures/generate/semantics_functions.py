"""semantics_functions.py: every built-in function of numbers, truth values, text, and missing ones.

usage: python3 semantics_functions.py SCRATCH_FOLDER [fixture name prefix ...]

Each document shows the value of one call per Output. The rules are written out here in Python
and compared with JPMML-Evaluator call by call; where it raises for a missing argument (it asks
some functions to have none) the rule stands.
"""

import statistics

from semantics import *

N = None
MISSING = "but a function of a missing value is missing (JPMML-Evaluator raises for some)"


def known(f):
    """A function whose value is missing if any argument is."""
    return lambda *a: None if any(x is None for x in a) else f(*a)


def skipping(f):
    """A function that skips missing arguments; all missing gives missing."""
    def g(*a):
        a = [x for x in a if x is not None]
        return f(a) if a else None
    return g


functions = calls


def args(*fields):
    return lambda f: lambda r: f(*[r[x] for x in fields])


AB = args("a", "b")
IJ = args("i", "j")
A = args("a")
NUMBERS = [0.0, 1.0, -1.0, 2.5, -2.5, 0.5, -0.5, 1e10, 3.0, N]


def arithmetic():
    dic = dictionary("y:double a:double b:double i:integer j:integer")
    tdiv = known(lambda x, y: int(math.copysign(abs(x) // abs(y), x * y)))
    cases = {
        "add": ("double", call("+", "a", "b"), AB(known(lambda x, y: x + y))),
        "sub": ("double", call("-", "a", "b"), AB(known(lambda x, y: x - y))),
        "mul": ("double", call("*", "a", "b"), AB(known(lambda x, y: x * y))),
        "div": ("double", call("/", "a", call("+", call("abs", "b"), 1)), AB(known(lambda x, y: x / (abs(y) + 1)))),
        "add_int": ("integer", call("+", "i", "j"), IJ(known(lambda x, y: x + y))),
        "sub_int": ("integer", call("-", "i", "j"), IJ(known(lambda x, y: x - y))),
        "mul_int": ("integer", call("*", "i", "j"), IJ(known(lambda x, y: x * y))),
        "div_int": ("integer", call("/", "i", "j"), IJ(tdiv)),
        "div_int_by_2": ("double", call("/", "i", const(2, "integer")), args("i")(known(lambda x: int(x / 2)))),
        "div_mixed": ("double", call("/", "i", const("2.0", "double")), args("i")(known(lambda x: x / 2))),
        "add_mixed": ("double", call("+", "i", "a"), args("i", "a")(known(lambda x, y: x + y))),
        "nested": ("double", call("-", call("*", "a", "a"), call("*", call("*", 4, "b"), "i")),
                   args("a", "b", "i")(known(lambda a, b, i: a * a - 4 * b * i)))}
    rows = [dict(a=a, b=b, i=i, j=j) for (a, b), (i, j) in zip(
        [(x, y) for x in NUMBERS for y in (0.1, -3.0, N)],
        itertools.cycle([(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (1, 3), (N, 3), (100, N), (6, 3), (40000, 50000), (2**31 - 1, 1), (-2**31, 7)]))]
    rows = [r for r in rows if not (r["i"] == 40000 or (r["i"] or 0) == 2**31 - 1 or r["i"] == -2**31)]
    functions("functions_arithmetic", "4.1", dic, "a:double b:double i:integer j:integer", cases, rows, MISSING)

    dic = dictionary("y:double a:double b:double i:integer j:integer")
    cases = {
        "mod": ("double", call("modulo", "a", "b"), AB(known(lambda x, y: x - math.floor(x / y) * y))),
        "mod_int": ("integer", call("modulo", "i", "j"), IJ(known(lambda x, y: x - (x // y) * y))),
        "neg": ("double", call("-", const(0), "a"), A(known(lambda x: 0 - x)))}
    functions("functions_modulo", "4.4", dic, "a:double b:double i:integer j:integer", cases,
              [dict(a=a, b=b, i=i, j=j) for a, b, i, j in
               [(5.5, 2.0, 7, 3), (-5.5, 2.0, -7, 3), (5.5, -2.0, 7, -3), (-5.5, -2.0, -7, -3), (4.0, 2.0, 6, 3), (-4.0, 2.0, -6, 3),
                (0.0, 3.0, 0, 5), (N, 2.0, N, 3), (5.0, N, 5, N), (0.75, 0.5, 1, 2), (-0.75, 0.5, -1, 2)]])


def infinite():
    """x/0 and its like pass on as IEEE values; jsonb holds no infinity, so a comparison shows them."""
    dic = dictionary("y:double a:double b:double")
    quotient = call("/", "a", "b")
    doc = pmml("4.4", dic, regression(schema("y=target", "a", "b"),
                                      output(value_of("above", call("greaterThan", quotient, const("1e308", "double")), "boolean"),
                                             value_of("below", call("lessThan", quotient, const("-1e308", "double")), "boolean"),
                                             value_of("back", call("/", const(1.0, "double"), quotient))),
                                      tag("LocalTransformations", derived("q", quotient)), table(intercept=0)))
    fixture("functions_infinity", doc, "a:double b:double", [text("above"), text("below"), number("back")],
            [dict(a=a, b=b) for a, b in [(1.0, 0.0), (-1.0, 0.0), (1.0, 2.0), (-3.0, 1e-320), (1e300, 1e-300)]])


def undefined():
    """A result that is no number is undefined: the row is invalid, or the value missing."""
    dic = dictionary("y:double a:double b:double i:integer j:integer")
    sch = schema("y=target", "a", "b", "i", "j")
    cases = {"ln": call("ln", "a"), "log10": call("log10", "a"), "ln1p": call("ln1p", "a"), "sqrt": call("sqrt", "a"), "acos": call("acos", "a"), "asin": call("asin", "a"),
             "pow": call("pow", "a", "b"), "quotient": call("/", "a", "b"), "modulo": call("modulo", "a", "b"), "difference": call("-", call("/", "a", "b"), call("/", "b", "a")),
             "product": call("*", "a", call("/", const(1.0, "double"), "b")), "sin": call("sin", call("/", "a", "b")), "integers": call("/", "i", "j"), "rest": call("modulo", "i", "j"),
             "branch": call("if", call("greaterThan", "a", const(0.0, "double")), call("sqrt", "a"), call("ln", "b")), "sum": call("sum", call("/", "a", "b"), call("/", "b", "a"))}
    rows = [dict(a=a, b=b, i=i, j=j) for (a, b), (i, j) in zip(itertools.product([2.25, 0.0, -0.5, -4.0, 1.5], [0.5, 0.0, -2.0, 3.0]), itertools.cycle([(7, 2), (5, 0), (0, 3), (0, 0), (-7, 2)]))]

    def treated(e, treatment, otherwise=N):
        return e.replace("<Apply ", "<Apply " + 'invalidValueTreatment="%s" ' % treatment + ('defaultValue="%s" ' % otherwise if otherwise else ""), 1)
    fixture("functions_undefined_missing", probe("4.4", dic, sch, [value_of(n, treated(e, "asMissing")) for n, e in cases.items() if n not in ("difference", "product", "sin", "branch", "sum")]),
            "a:double b:double i:integer j:integer", [number(n) for n in cases if n not in ("difference", "product", "sin", "branch", "sum", "quotient", "pow")], rows)
    fixture("functions_undefined_default", probe("4.4", dic, sch, [value_of(n, treated(e, "asMissing", "-7.5")) for n, e in cases.items() if n not in ("difference", "product", "sin", "branch", "sum", "integers", "rest")]),
            "a:double b:double i:integer j:integer", [number(n) for n in ("ln1p", "sqrt", "acos", "asin", "modulo")], rows)
    passed = {n: call(n, "a", invalidValueTreatment="asIs") for n in ("ln1p", "sqrt", "acos", "asin")}
    passed |= {"modulo": call("modulo", "a", "b", invalidValueTreatment="asIs"), "twice": call("*", passed["sqrt"], 2, invalidValueTreatment="asIs"),
               "otherwise": call("sqrt", "a", invalidValueTreatment="asIs", defaultValue="-7.5"), "is_missing": call("isMissing", passed["sqrt"])}
    fixture("functions_undefined_as_is", probe("4.4", dic, sch, [value_of(n, e, "boolean" if n == "is_missing" else "double") for n, e in passed.items()]),
            "a:double b:double i:integer j:integer", [text(n) if n == "is_missing" else number(n) for n in passed], rows)
    fixture("functions_undefined_integers_as_is", probe("4.4", dic, sch, [value_of("integers", treated(cases["integers"], "asIs"))]),
            "a:double b:double i:integer j:integer", [number("integers")], rows)
    for n, e in cases.items():
        if n not in ("quotient", "pow"):
            fixture("functions_undefined_" + n, probe("4.4", dic, sch, [value_of(n, treated(e, "returnInvalid") if n < "n" else e)]), "a:double b:double i:integer j:integer",
                    [number(n)], [r for r in rows if n not in ("ln", "log10", "branch", "ln1p", "difference", "sum", "product") or (r["a"] != 0 and r["b"] != 0)])


def of_floats():
    """What is computed from a float: double, but for the operations that keep the type."""
    dic = dictionary("y:double f:float g:float x:double i:integer")
    one = ("ln", "log10", "ln1p", "sqrt", "exp", "expm1", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "abs", "floor", "ceil", "round", "rint")
    two = ("+", "-", "*", "/", "pow", "hypot", "modulo", "min", "max", "sum", "product", "avg", "threshold")
    cases = {n: call(n, "f") for n in one}
    for n, name in zip(two, ("plus", "minus", "times", "over") + two[4:]):
        cases.update({"%s_f%s" % (name, k): call(n, "f", k) for k in "gxi"})
    fixture("functions_of_floats", probe("4.4", dic, schema("y=target", "f", "g", "x", "i"), [value_of(n, e) for n, e in cases.items()]),
            "f:double g:double x:double i:integer", [number(n) for n in cases],
            [dict(f=f, g=g, x=x, i=i) for (f, g), (x, i) in zip(itertools.product([0.1, 0.7, 0.25, 0.9], [0.3, 2.5, 1e-3, 7.0]), itertools.cycle([(0.3, 3), (-1.7, 7), (1e10, 2)]))])
    texts = {n: call("concat", call("threshold", *a), const("!", "string")) for n, a in {"ii": ("i", "i"), "xi": ("x", "i"), "fg": ("f", "g"), "ix": ("i", "x")}.items()}
    fixture("functions_threshold_types", probe("4.4", dic, schema("y=target", "f", "g", "x", "i"), [value_of(n, e, "string") for n, e in texts.items()]),
            "f:double g:double x:double i:integer", [text(n) for n in texts], [dict(f=f, g=0.5, x=x, i=2) for f, x in ((0.1, 3.0), (0.7, 1.0), (0.5, 2.0))])


def aggregates():
    dic = dictionary("y:double a:double b:double c:double i:integer j:integer k:integer")
    abc = ("a", "b", "c")
    ijk = ("i", "j", "k")

    def of3(f, fields=abc):
        return args(*fields)(skipping(f))

    def product(v):
        p = v[0]
        for x in v[1:]:
            p *= x
        return p
    cases = {}
    for n, f in (("min", min), ("max", max), ("sum", sum), ("product", product), ("avg", lambda v: sum(v) / len(v)), ("median", statistics.median)):
        cases[n] = ("double", call(n, *abc), of3(f))
        cases[n + "_int"] = ("double" if n in ("avg", "median") else "integer", call(n, *ijk), of3(f, ijk))
    values = [1.5, -2.0, N, 0.0, 1e15, 3.25]
    rows = [dict(a=a, b=b, c=c, i=i, j=j, k=k) for (a, b, c), (i, j, k) in zip(
        itertools.product(values, [2.0, N, -7.5], [0.1, N]),
        itertools.cycle([(1, 2, 3), (5, N, -5), (N, N, 4), (N, N, N), (10, -3, 10), (0, 1, 0)]))]
    functions("functions_aggregates", "4.2", dic, "a:double b:double c:double i:integer j:integer k:integer", cases, rows,
              "but the median (JPMML-Evaluator has none)")


def mathematics():
    dic = dictionary("y:double a:double b:double i:integer")
    half_up = known(lambda x: math.floor(x) + (x - math.floor(x) >= 0.5))

    def one(f, when=lambda x: True):
        return A(known(lambda x: f(x) if when(x) else 0.0))
    guard = lambda f, test: call("if", test, call(f, "a"), const("0.0", "double"))
    positive = call("greaterThan", "a", 0)
    above = call("greaterThan", "a", -1)
    inside = call("and", call("greaterOrEqual", "a", -1), call("lessOrEqual", "a", 1))
    cases = {
        "abs": ("double", call("abs", "a"), A(known(abs))), "abs_int": ("integer", call("abs", "i"), args("i")(known(abs))),
        "floor": ("integer", call("floor", "a"), A(known(math.floor))), "ceil": ("integer", call("ceil", "a"), A(known(math.ceil))),
        "round": ("integer", call("round", "a"), A(half_up)), "rint": ("double", call("rint", "a"), A(known(lambda x: float(round(x))))),
        "pow": ("double", call("pow", call("abs", "a"), "b"), AB(known(lambda x, y: abs(x) ** y if x or y > 0 else 1.0 if y == 0 else 0.0))),
        "pow_int": ("integer", call("pow", "i", const(3, "integer")), args("i")(known(lambda x: x ** 3))),
        "pow_int_zero": ("integer", call("pow", "i", const(0, "integer")), args("i")(known(lambda x: 1))),
        "threshold": ("double", call("threshold", "a", "b"), AB(known(lambda x, y: float(x > y)))),
        "exp": ("double", call("exp", "a"), A(known(math.exp))), "expm1": ("double", call("expm1", "a"), A(known(math.expm1))),
        "ln": ("double", guard("ln", positive), one(math.log, lambda x: x > 0)),
        "log10": ("double", guard("log10", positive), one(math.log10, lambda x: x > 0)),
        "ln1p": ("double", guard("ln1p", above), one(math.log1p, lambda x: x > -1)),
        "sqrt": ("double", guard("sqrt", positive), one(math.sqrt, lambda x: x > 0)),
        "hypot": ("double", call("hypot", "a", "b"), AB(known(math.hypot))),
        "sin": ("double", call("sin", "a"), A(known(math.sin))), "cos": ("double", call("cos", "a"), A(known(math.cos))),
        "tan": ("double", call("tan", "a"), A(known(math.tan))),
        "asin": ("double", guard("asin", inside), one(math.asin, lambda x: -1 <= x <= 1)),
        "acos": ("double", guard("acos", inside), one(math.acos, lambda x: -1 <= x <= 1)),
        "atan": ("double", call("atan", "a"), A(known(math.atan))), "atan2": ("double", call("atan2", "a", "b"), AB(known(math.atan2))),
        "sinh": ("double", call("sinh", "a"), A(known(math.sinh))), "cosh": ("double", call("cosh", "a"), A(known(math.cosh))),
        "tanh": ("double", call("tanh", "a"), A(known(math.tanh)))}
    rows = [dict(a=a, b=b, i=i) for (a, b), i in zip(
        [(x, y) for x in (0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.5, -1.5, -2.5, 3.7, -3.2, 20.0, math.nextafter(0.5, 0), 1e-9, N) for y in (2.0, 0.5, -1.0, 0.0, N)],
        itertools.cycle([3, -2, 0, 7, N]))]
    rows = [r for r in rows if not (r["a"] == 0 and r["b"] == -1.0)]
    functions("functions_mathematics", "4.4", dic, "a:double b:double i:integer", cases, rows, MISSING + "; it has no atan2")

    erf = lambda z: math.erfc(-z / math.sqrt(2)) / 2
    pdf = lambda x, m, s: math.exp(-0.5 * ((x - m) / s) ** 2) / (s * math.sqrt(2 * math.pi))
    cases = {
        "cdf": ("double", call("normalCDF", "a", const("1.0", "double"), const("2.0", "double")), A(known(lambda x: erf((x - 1) / 2)))),
        "pdf": ("double", call("normalPDF", "a", const("1.0", "double"), const("2.0", "double")), A(known(lambda x: pdf(x, 1, 2)))),
        "std_cdf": ("double", call("stdNormalCDF", "a"), A(known(erf))),
        "std_pdf": ("double", call("stdNormalPDF", "a"), A(known(lambda x: pdf(x, 0, 1)))),
        "erf": ("double", call("erf", "a"), A(known(math.erf)))}
    functions("functions_normal", "4.4", dictionary("y:double a:double"), "a:double", cases,
              [{"a": a} for a in (0.0, 1.0, -1.0, 0.5, 3.0, -5.0, 10.0, 1e-5, N)], MISSING)

    def inverse(p):
        return statistics.NormalDist().inv_cdf(p)
    cases = {"idf": ("double", call("normalIDF", "p", const("1.0", "double"), const("2.0", "double")), args("p")(known(lambda p: 1 + 2 * inverse(p)))),
             "std_idf": ("double", call("stdNormalIDF", "p"), args("p")(known(inverse)))}
    fields = "p:double"
    doc = probe("4.4", dictionary("y:double p:double"), schema("y=target", "p"), [value_of(n, e, t) for n, (t, e, _) in cases.items()])
    fixture("functions_normal_inverse", doc, fields, [number("idf", 1e-9, 1.0), number("std_idf", 1e-9, 1.0)],
            [{"p": p} for p in (0.5, 0.025, 0.975, 0.1, 1e-6, 0.999, N)],
            rule=lambda r: {n: f(r) for n, (_, _, f) in cases.items()}, words=MISSING)


def logic():
    """Comparisons, three-valued logic, if, missing, lists."""
    dic = dictionary("y:double a:double b:double p:boolean q:boolean s:string")
    k = known
    PQ = args("p", "q")

    def and_(*v):
        return False if False in v else None if None in v else True

    def or_(*v):
        return True if True in v else None if None in v else False
    S = args("s")
    listed = call("isIn", "s", const("x", "string"), const("y", "string"), const("", "string"))
    unlisted = call("isNotIn", "s", const("x", "string"), const("y", "string"))
    if_then = call("if", "p", "a")
    cases = {
        "eq": ("boolean", call("equal", "a", "b"), AB(k(lambda x, y: x == y))), "ne": ("boolean", call("notEqual", "a", "b"), AB(k(lambda x, y: x != y))),
        "lt": ("boolean", call("lessThan", "a", "b"), AB(k(lambda x, y: x < y))), "le": ("boolean", call("lessOrEqual", "a", "b"), AB(k(lambda x, y: x <= y))),
        "gt": ("boolean", call("greaterThan", "a", "b"), AB(k(lambda x, y: x > y))), "ge": ("boolean", call("greaterOrEqual", "a", "b"), AB(k(lambda x, y: x >= y))),
        "eq_text": ("boolean", call("equal", "s", const("x", "string")), S(k(lambda s: s == "x"))),
        "eq_bool": ("boolean", call("equal", "p", "q"), PQ(k(lambda x, y: x == y))),
        "and": ("boolean", call("and", "p", "q"), PQ(and_)), "or": ("boolean", call("or", "p", "q"), PQ(or_)),
        "and3": ("boolean", call("and", "p", "q", call("greaterThan", "a", 0)), args("p", "q", "a")(lambda p, q, a: and_(p, q, None if a is None else a > 0))),
        "not": ("boolean", call("not", "p"), args("p")(k(lambda x: not x))),
        "missing": ("boolean", call("isMissing", "a"), A(lambda x: x is None)), "not_missing": ("boolean", call("isNotMissing", "s"), S(lambda x: x is not None)),
        "if_else": ("double", call("if", "p", "a", "b"), args("p", "a", "b")(lambda p, a, b: None if p is None else a if p else b)),
        "if_then": ("double", if_then, args("p", "a")(lambda p, a: a if p else None)),
        "if_missing": ("double", call("if", call("isMissing", "a"), const("-1.0", "double"), "a"), A(lambda a: -1.0 if a is None else a)),
        "in": ("boolean", listed, S(k(lambda s: s in ("x", "y", "")))), "not_in": ("boolean", unlisted, S(k(lambda s: s not in ("x", "y")))),
        "in_numbers": ("boolean", call("isIn", "a", const("1.0", "double"), const("2.5", "double")), A(k(lambda a: a in (1.0, 2.5))))}
    rows = [dict(a=a, b=b, p=p, q=q, s=s) for (p, q), (a, b), s in zip(
        [(p, q) for p in (True, False, N) for q in (True, False, N)] * 3,
        [(1.0, 2.0), (2.5, 2.5), (3.0, -1.0), (N, 1.0), (1.0, N), (N, N), (0.0, -0.0), (0.1, 0.30000000000000004)] * 4,
        ["x", "y", "X", "", N, "z", "x "] * 4)]
    functions("functions_logic", "4.2", dic, "a:double b:double p:boolean q:boolean s:string", cases, rows,
              MISSING + ", and so is the search for a missing one in a list (it answers false)")


def strings():
    dic = dictionary("y:double s:string t:string i:integer d:double")
    k = known
    S = args("s")
    cases = {
        "concat": ("string", call("concat", "s", const("-", "string"), "t"), args("s", "t")(lambda s, t: (s or "") + "-" + (t or ""))),
        "concat_int": ("string", call("concat", "s", "i"), args("s", "i")(lambda *v: "".join(str(x) for x in v if x is not None))),
        "trim": ("string", call("trimBlanks", "s"), S(k(lambda s: s.strip()))),
        "length": ("integer", call("stringLength", "s"), S(k(len))),
        "sub_1_2": ("string", call("substring", "s", const(1, "integer"), const(2, "integer")), S(k(lambda s: s[0:2]))),
        "sub_2_100": ("string", call("substring", "s", const(2, "integer"), const(100, "integer")), S(k(lambda s: s[1:]))),
        "sub_3_0": ("string", call("substring", "s", const(3, "integer"), const(0, "integer")), S(k(lambda s: ""))),
        "sub_50_3": ("string", call("substring", "s", const(50, "integer"), const(3, "integer")), S(k(lambda s: s[49:52]))),
        "eq": ("boolean", call("equal", "s", "t"), args("s", "t")(k(lambda s, t: s == t)))}
    rows = [dict(s=s, t=t, i=i) for s, t, i in zip(
        ["abc", "", " a b ", "\t x\n", "héllo wörld", "x", "\U0001d4b3\U0001d4b4z", N, "日本語", "ABC", "a,b\"c", "ß"],
        ["abc", "x", N, "", "é", "X", "z", N, "日", "abc", "q", "ss"], [0, 1, -5, N, 10, 7, 2, N, 3, 42, 5, 6])]
    columns = "s:string t:string i:integer"
    functions("functions_strings", "4.2", dictionary("y:double s:string t:string i:integer"), columns, cases, rows,
              MISSING + ", and text is counted in characters (it counts UTF-16 units)")


def missing_arguments():
    """mapMissingTo, defaultValue and invalidValueTreatment of Apply."""
    dic = dictionary("y:double a:double b:double i:integer j:integer p:boolean")
    k = known

    def mapped(f, to):
        return lambda *v: to if None in v else f(*v)
    cases = {
        "map": ("double", call("+", "a", "b", mapMissingTo="-5"), AB(mapped(lambda x, y: x + y, -5.0))),
        "default": ("double", call("+", "a", "b", defaultValue="7.5"), AB(lambda x, y: 7.5 if None in (x, y) else x + y)),
        "both": ("double", call("*", "a", "b", mapMissingTo="-5", defaultValue="7.5"), AB(mapped(lambda x, y: x * y, -5.0))),
        "map_inner": ("double", call("+", "a", call("*", "b", 2, mapMissingTo="100")), AB(lambda x, y: None if x is None else x + (100.0 if y is None else y * 2))),
        "default_if": ("double", call("if", "p", "a", defaultValue="9"), args("p", "a")(lambda p, a: 9.0 if not p or a is None else a)),
        "map_if": ("double", call("if", "p", "a", "b", mapMissingTo="-3"),
                   args("p", "a", "b")(lambda p, a, b: -3.0 if p is None or (a if p else b) is None else a if p else b)),
        "map_if_then": ("double", call("if", "p", "a", mapMissingTo="-3"),
                        args("p", "a")(lambda p, a: -3.0 if p is None or (p and a is None) else a if p else None)),
        "map_max": ("double", call("max", "a", "b", mapMissingTo="-1"), AB(mapped(max, -1.0))),
        "field": ("double", ref("a", mapMissingTo="3.25"), A(lambda x: 3.25 if x is None else x)),
        "div_missing": ("integer", call("/", "i", "j", invalidValueTreatment="asMissing"), IJ(lambda x, y: None if None in (x, y) or y == 0 else int(x / y))),
        "div_default": ("integer", call("/", "i", "j", invalidValueTreatment="asMissing", defaultValue="-99"),
                        IJ(lambda x, y: -99 if None in (x, y) or y == 0 else int(x / y)))}
    rows = [dict(a=a, b=b, i=i, j=j, p=p) for (a, b, p), (i, j) in zip(
        itertools.product((1.5, N), (-2.0, N), (True, False, N)), itertools.cycle([(7, 2), (7, 0), (N, 1), (3, N), (0, 0), (-9, 4)]))]
    functions("functions_missing", "4.4", dic, "a:double b:double i:integer j:integer p:boolean", cases, rows, MISSING)

    for name, expression, columns, rows, answer in (
            ("integer_division_by_zero", call("/", "i", "j"), "i:integer j:integer", [dict(i=i, j=j) for i, j in ((7, 2), (7, 0), (0, 0), (N, 0), (5, -1))],
             lambda r: INVALID if r["i"] is not None and r["j"] == 0 else {"v": known(lambda i, j: float(int(i / j)))(r["i"], r["j"])}),
            ("integer_modulo_by_zero", call("modulo", "i", "j"), "i:integer j:integer", [dict(i=i, j=j) for i, j in ((7, 2), (7, 0), (-7, 2), (N, 0), (5, -3))],
             lambda r: INVALID if r["i"] is not None and r["j"] == 0 else {"v": known(lambda i, j: float(i - (i // j) * j))(r["i"], r["j"])})):
        fields = [c.split(":")[0] for c in columns.split()]
        fixture("functions_" + name, probe("4.4", dictionary("y:double " + columns), schema("y=target", *fields), [value_of("v", expression)]),
                columns, [number("v", None)], rows, rule=answer)
    doc = probe("4.4", dictionary("y:double s:string k:integer"), schema("y=target", "s", "k"),
                [value_of("v", call("substring", "s", "k", const(2, "integer")), "string")])
    fixture("functions_substring_position", doc, "s:string k:integer", [text("v")],
            [dict(s="abcd", k=k) for k in (1, 4, 5, 0, -1, N)] + [dict(s=N, k=1)],
            rule=lambda r: {"v": None} if None in (r["s"], r["k"]) else INVALID if r["k"] < 1 else {"v": r["s"][r["k"] - 1:r["k"] + 1]},
            words=MISSING)


def validity():
    """isValid and isNotValid look at the declared values, also after asIs."""
    dic = dictionary("y:double c:string[u|v]", '<DataField name="a" optype="continuous" dataType="double"><Interval closure="closedClosed" '
                     'leftMargin="0" rightMargin="10"/></DataField>')
    fixture("functions_validity", probe("4.4", dic, schema("y=target", "c invalidValueTreatment=asIs", "a invalidValueTreatment=asIs"),
                                        [value_of("valid_" + f, call("isValid", f), "boolean") for f in "ca"] +
                                        [value_of("not_valid_" + f, call("isNotValid", f), "boolean") for f in "ca"]),
            "c:string a:double", [text("valid_c"), text("valid_a"), text("not_valid_c"), text("not_valid_a")],
            grid(c=["u", "w", N], a=[0.0, 10.0, -1.0, 11.0, N]))


def main():
    arithmetic()
    infinite()
    undefined()
    of_floats()
    aggregates()
    mathematics()
    logic()
    strings()
    missing_arguments()
    validity()


if __name__ == "__main__":
    main()

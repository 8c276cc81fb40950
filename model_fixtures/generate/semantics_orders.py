"""semantics_orders.py: ordinal fields, whose values are ordered as the document lists them.

usage: python3 semantics_orders.py SCRATCH_FOLDER [fixture name prefix ...]
JPMML-Evaluator knows the order of a DataField, not that of a DerivedField; what depends on that is
worked out here.
"""

from semantics import *

N = None
OPERATORS = ("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual")
SIZES = ("small", "medium", "large")


def ordered(name, values, kind="string", optype="ordinal"):
    return tag("DataField", *[tag("Value", value=v) for v in values], name=name, optype=optype, dataType=kind)


def ordered_derived(name, expression, values, kind="string"):
    return tag("DerivedField", expression, *[tag("Value", value=v) for v in values], name=name, optype="ordinal", dataType=kind)


def compared(place, other, operator):
    if place is N or other is N:
        return N
    return {"lessThan": place < other, "lessOrEqual": place <= other, "greaterThan": place > other, "greaterOrEqual": place >= other,
            "equal": place == other, "notEqual": place != other}[operator]


def place(values, v):
    return values.index(v) if v in values else N


DIC = dictionary("y:double", ordered("s", SIZES), ordered("t", SIZES), ordered("k", "312", "integer"), ordered("n", "124", "integer"),
                 ordered("x", ("2.5", "0.5", "1.5"), "double"), ordered("m", SIZES, optype="categorical"), ordered("b", ("true", "false"), "boolean"))
ROWS = [dict(s=s, t=t, k=k, n=n, x=x, m=m, b=b) for s, t, k, n, x, m, b in zip(
    SIZES * 3 + (N, "small"), ("small", "large", "large", "medium", "small", N, "large", "medium", "medium", "small", "small"),
    (3, 1, 2, 3, 1, 2, N, 2, 1, 3, 1), (1, 2, 4, 4, 2, 1, 2, N, 1, 2, 4), (2.5, 0.5, 1.5, 1.5, 2.5, 0.5, 0.5, 1.5, N, 2.5, 1.5),
    SIZES[::-1] * 3 + ("small", N), (True, False) * 5 + (N,))]
COLUMNS = "s:string t:string k:integer n:integer x:double m:string b:boolean"


def fields():
    sch = schema("y=target", "s", "t", "k", "n", "x", "m optype=ordinal", "b")
    orders = {"s": SIZES, "k": ("3", "1", "2"), "n": ("1", "2", "4"), "x": ("2.5", "0.5", "1.5"), "b": ("true", "false")}
    at = lambda f, v: place(orders[f], N if v is N else str(v).lower())
    constants = {"s": ("medium", "large"), "k": ("1", "3"), "n": ("2",), "x": ("0.5",), "b": ("true",)}
    cases = {"%s_%s_%s" % (f, o, c.replace(".", "_")): ("boolean", call(o, f, const(c)), lambda r, f=f, c=c, o=o: compared(at(f, r[f]), at(f, c), o))
             for f, cs in constants.items() for c in cs for o in OPERATORS}
    cases.update({"s_%s_t" % o: ("boolean", call(o, "s", "t"), lambda r, o=o: compared(at("s", r["s"]), at("s", r["t"]), o))
                  for o in OPERATORS + ("equal", "notEqual")})
    calls("ordinal_fields", "4.4", DIC, COLUMNS, cases, ROWS, "a missing argument gives no value, where JPMML-Evaluator raises")
    # a constant before the field, and a MiningField that makes it ordinal
    more = {"m_%s" % o: (call(o, "m", const("medium")), lambda r, o=o: compared(place(SIZES, r["m"]), 1, o)) for o in OPERATORS}
    more.update({"%s_s" % o: (call(o, const("medium"), "s"), lambda r, o=o: compared(1, place(SIZES, r["s"]), o)) for o in OPERATORS})
    more["n_between"] = call("lessThan", "n", const(3)), lambda r: compared(r["n"], 3, "lessThan")
    worked_out("ordinal_overrides", probe("4.4", DIC, sch, [value_of(n, e, "boolean") for n, (e, _) in more.items()]), COLUMNS, [text(n) for n in more], ROWS,
               lambda r: {n: f(r) for n, (_, f) in more.items()},
               "JPMML-Evaluator takes no constant before the field, nor the optype of a MiningField for this")


def predicates():
    sch = schema("y=target", "s", "t", "k", "n", "x", "m", "b")
    for name, leaves in (("text", [("s", o, c) for c in ("medium", "small") for o in OPERATORS]),
                         ("numbers", [(f, o, c) for f, c in (("k", "1"), ("x", "0.5"), ("n", "2"), ("b", "false")) for o in OPERATORS])):
        segments = [segment(TRUE, tree(sch, node(TRUE, node(simple(f, o, c), score=2 ** i), node(TRUE, score=0)), functionName="regression",
                                       missingValueStrategy="none"), id=str(i)) for i, (f, o, c) in enumerate(leaves)]
        fixture("ordinal_predicates_" + name, pmml("4.4", DIC, mining(sch, "sum", *segments)), COLUMNS, [predicted(None)], ROWS)


def derived_fields():
    """What is not among the values has no place in their order."""
    grades = ("poor", "fair", "good")
    own = [ordered_derived("g", tag("MapValues", tag("FieldColumnPair", field="c", column="i"), tag("InlineTable", *[
        tag("row", tag("i", i), tag("o", o)) for i, o in zip("abcd", grades + ("odd",))]), outputColumn="o", dataType="string"), grades),
        ordered_derived("h", ref("d"), "312", "integer"), ordered_derived("free", ref("c"), ())]
    dic = dictionary("y:double c:string d:integer")
    cases = {"g_" + o: (call(o, "g", const("fair")), lambda r, o=o: compared(place(grades, dict(zip("abc", grades)).get(r["c"])), 1, o)) for o in OPERATORS}
    cases.update({"h_" + o: (call(o, "h", const(1)), lambda r, o=o: compared(place("312", str(r["d"])), 1, o)) for o in OPERATORS})
    cases["free"] = call("lessThan", "free", const("c")), lambda r: compared(r["c"], "c", "lessThan")
    cases["same"] = call("equal", "g", const("odd")), lambda r: N if r["c"] in (N, "e") else r["c"] == "d"
    sch = schema("y=target", "c", "d")
    rows = grid(c=["a", "b", "c", "d", "e", N], d=[1, 2, 3, 7, N])
    worked_out("ordinal_derived", probe("4.4", dic, sch, [value_of(n, e, "boolean") for n, (e, _) in cases.items()], tag("TransformationDictionary", *own)),
               "c:string d:integer", [text(n) for n in cases], rows, lambda r: {n: f(r) for n, (_, f) in cases.items()},
               "JPMML-Evaluator does not know the order of a DerivedField")
    low = tree(sch, node(TRUE, node(simple("g", "lessThan", "good"), node(simple("h", "greaterThan", "3"), score=1), node(TRUE, score=2)), node(TRUE, score=3)),
               functionName="regression")

    def answer(r):
        g, h = place(grades, dict(zip("abc", grades)).get(r["c"])), place("312", str(r["d"]))
        if r["c"] == "d" or (g is not N and g < 2 and r["d"] == 7):
            return INVALID
        return {"predict": 3.0 if g is N or g == 2 else 1.0 if h is not N and h > 0 else 2.0}
    worked_out("ordinal_derived_tree", pmml("4.4", dic, tag("TransformationDictionary", *own), low), "c:string d:integer", [predicted(None)], rows,
               answer, "JPMML-Evaluator does not know the order of a DerivedField")


if __name__ == "__main__":
    fields()
    predicates()
    derived_fields()

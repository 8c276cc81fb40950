"""semantics_history.py: Lag and Aggregate over lists that come with the row, the oldest value first.

usage: python3 semantics_history.py SCRATCH_FOLDER [fixture name prefix ...]
JPMML-Evaluator aggregates lists too and gives the answers for Aggregate; it has no Lag over them, so
that those are worked out here: the last value of a list is the row's own.
"""

from semantics import *

import json
import statistics

N = None


def lag(field, n=None, *blocks, **a):
    return tag("Lag", *[tag("BlockIndicator", field=b) for b in blocks], field=field, n=n, **a)


def aggregate(field, function, **a):
    return tag("Aggregate", field=field, function=function, **a)


def treated(v, rule):
    """A value of a field after its treatment; INVALID where that leaves none."""
    if isinstance(v, str) and rule.get("number"):
        try:
            v = float(v.replace("Infinity", "inf"))
        except ValueError:
            return INVALID
    if v is None or v != v:
        return rule.get("replacement")
    if "values" in rule and v not in rule["values"]:
        return rule.get("replacement") if rule.get("invalid") == "asMissing" else INVALID
    return min(max(v, rule.get("low", v)), rule.get("high", v))


def values_of(cell, rule):
    """The treated values of a list, or of a list of one; None where there is none."""
    if cell is None:
        return None if rule.get("replacement") is None else [rule["replacement"]]
    raw = json.loads(cell) if cell.strip().startswith("[") else [json.loads(cell) if rule.get("number") else cell]
    return [treated(v, rule) for v in raw]


def back(values, n, rule={}):
    """The value n rows before; without any, that of the row itself is missing."""
    if values == [] and n == 0:
        return treated(None, rule)
    return values[-1 - n] if values is not None and len(values) > n else None


def before(values, n, function):
    """A function of the n values before the row's own; missing ones do not count."""
    there = [v for v in (values or [])[:-1][-n:] if v is not None]
    return function(there) if there else None


def answers(rows, columns, shown):
    def answer(row):
        lists = {c: values_of(row[c], rule) for c, rule in columns.items()}
        if any(INVALID in (v or []) for v in lists.values()):
            return INVALID
        return {name: f(lists) for name, f in shown.items()}
    return answer


def product(values):
    p = 1.0
    for v in values:
        p *= v
    return p


HISTORIES = ["[1, 2, 3, 4, 5]", "[5.5]", "[3, 2.5]", "[1.5, -2, 8]", "[]", N, "7", "7.25", "[null, 2, null, 4]", "[1, null]", "[null]",
             "[0.1, 0.2, 0.3, 0.4]", "[1e30, -1e30, 1e-30, 0, -0.0]", '["NaN", 2, 3]', '[2, 3, "NaN"]', '["Infinity", 1, 2]', '["1.5", "2.5"]',
             " [ 4 , 8 , 16 , 32 , 64 , 128 ] ", "[9007199254740993, 1]", '[1, "some", 3]', '[1, 2, 3, "some"]', '["some", 1, 2, 3, 4, 5, 6]']


def lags():
    d = lambda n, e: value_of(n, e)
    number_field = {"x": {"number": True}}
    sch = schema("y=target", "x", "who=group")
    cases = {"now": (ref("x"), lambda v: back(v["x"], 0)), "lag": (lag("x"), lambda v: back(v["x"], 1)),
             "lag_3": (lag("x", 3, "who"), lambda v: back(v["x"], 3)), "avg": (lag("x", 3, aggregate="avg"), lambda v: before(v["x"], 3, statistics.fmean)),
             "max": (lag("x", 2, aggregate="max"), lambda v: before(v["x"], 2, max)), "min": (lag("x", 4, aggregate="min"), lambda v: before(v["x"], 4, min)),
             "sum": (lag("x", 2, aggregate="sum"), lambda v: before(v["x"], 2, sum)),
             "median": (lag("x", 4, aggregate="median"), lambda v: before(v["x"], 4, statistics.median)),
             "product": (lag("x", 2, aggregate="product"), lambda v: before(v["x"], 2, product)),
             "none": (lag("x", 2, aggregate="none"), lambda v: back(v["x"], 2)),
             "change": (call("-", "x", lag("x")), lambda v: N if N in (back(v["x"], 0), back(v["x"], 1)) else back(v["x"], 0) - back(v["x"], 1)),
             "filled": (call("if", call("isMissing", lag("x", 2)), -1, lag("x", 2)), lambda v: -1 if back(v["x"], 2) is None else back(v["x"], 2))}
    worked_out("history_lag", probe("4.4", dictionary("y:double x:double who:string"), sch, [d(n, e) for n, (e, _) in cases.items()]),
               "x:=jsonb", [number(n) for n in cases], [{"x": v} for v in HISTORIES],
               answers(HISTORIES, number_field, {n: f for n, (_, f) in cases.items()}), "the value so many places before the last")

    # an autoregression, written with derived fields that build on each other
    dic = dictionary("y:double x:double z:double")
    before1, before2 = derived("x1", lag("x", 1)), derived("x2", lag("x", 2))
    model = regression(schema("y=target", "x", "z"), tag("LocalTransformations", before1, before2, derived("step", call("-", "x1", "x2"))),
                       table(numeric("x1", 0.75), numeric("step", -0.25), numeric("z", 2), intercept="0.5"))
    whole = lambda v: N if N in (back(v["x"], 1), back(v["x"], 2), back(v["z"], 0)) else \
        0.75 * back(v["x"], 1) - 0.25 * (back(v["x"], 1) - back(v["x"], 2)) + 2 * back(v["z"], 0) + 0.5
    rows = [{"x": x, "z": z} for x, z in itertools.product(HISTORIES[:12], (1.5, N))]
    columns = {"x": {"number": True}, "z": {"number": True}}
    worked_out("history_autoregression", pmml("4.3", dic, model), "x:=jsonb z:double", [predicted()], rows,
               lambda r: answers(rows, columns, {"predict": whole})({"x": r["x"], "z": None if r["z"] is None else repr(r["z"])}),
               "0.75 x[-1] - 0.25 (x[-1] - x[-2]) + 2 z + 0.5")


def treatments():
    """Each element is treated as the MiningSchema has it."""
    n = lambda k, e: value_of(k, e)
    sch = schema("y=target", "r missingValueReplacement=-1", "o outliers=asExtremeValues lowValue=0 highValue=10",
                 "s invalidValueTreatment=asMissing", "t invalidValueTreatment=returnInvalid")
    dic = dictionary("y:double r:double o:double s:string[a|b|c] t:string[a|b]")
    cases = {"r_now": ("double", ref("r"), lambda v: back(v["r"], 0, columns["r"])), "r_1": ("double", lag("r"), lambda v: back(v["r"], 1)),
             "r_sum": ("double", aggregate("r", "sum"), lambda v: sum(v["r"]) if v["r"] else N),
             "o_now": ("double", ref("o"), lambda v: back(v["o"], 0)), "o_2": ("double", lag("o", 2), lambda v: back(v["o"], 2)),
             "o_max": ("double", aggregate("o", "max"), lambda v: max([x for x in v["o"] or [] if x is not N], default=N)),
             "s_now": ("string", ref("s"), lambda v: back(v["s"], 0)), "s_1": ("string", lag("s"), lambda v: back(v["s"], 1)),
             "s_is_b": ("boolean", call("equal", lag("s"), const("b")), lambda v: N if back(v["s"], 1) is N else back(v["s"], 1) == "b"),
             "s_n": ("integer", aggregate("s", "count"), lambda v: N if v["s"] is N else len([x for x in v["s"] if x is not N])),
             "t_1": ("string", lag("t"), lambda v: back(v["t"], 1))}
    columns = {"r": {"number": True, "replacement": -1.0}, "o": {"number": True, "low": 0.0, "high": 10.0},
               "s": {"values": "abc", "invalid": "asMissing"}, "t": {"values": "ab"}}
    plain = {"r": "[1, 2]", "o": "[5, 6]", "s": '["a", "b"]', "t": '["a", "b"]'}
    rows = [plain, {c: N for c in plain}] + [dict(plain, **{c: v}) for c, vs in {
        "r": ["[null, 2]", "[1, null]", "[]", N, "3"], "o": ["[-5, 20, 3]", "[20]", "[1, 2, -3]", N, "[]", "11", "[null, 4, 5]"],
        "s": ['["b", "z"]', '["z", "b"]', "[]", N, '["z"]', '["b", null]', '["b", "c"]', '["\\u0062", "a"]'],
        "t": ['["z", "a"]', '["z", "a", "a"]', '["a", "a", "z"]', N, "[]", '["b"]', '[null, "a"]']}.items() for v in vs]
    outputs = [value_of(k, e, t) for k, (t, e, _) in cases.items()]
    checks = [text(k) if t in ("string", "boolean") else number(k) for k, (t, _, _) in cases.items()]
    worked_out("history_treatment", probe("4.4", dic, sch, outputs), "r:=jsonb o:=jsonb s:=jsonb t:=jsonb", checks,
               rows, answers(rows, columns, {k: f for k, (_, _, f) in cases.items()}), "each element after its treatment")


def aggregates():
    """JPMML-Evaluator is given the lists as lists."""
    theirs = fx.Jpmml.to_java

    def to_java(self, v):
        if not isinstance(v, str) or not v.startswith("["):
            return theirs(self, json.loads(v) if isinstance(v, str) and v[:1].isdigit() else v)
        out = self.J("java.util.ArrayList")()
        for x in json.loads(v):
            out.add(theirs(self, x))
        return out
    fx.Jpmml.to_java = to_java
    functions = ("count", "sum", "average", "min", "max")
    numbers = ["[1.5, 2.5, 4]", "[0.1, 0.2, 0.3]", "[7]", "[-1e30, 1e30, 1]", "[1e-300, 1e300]", "[5, 4, 3, 2, 1, 0, -1]", "[0.1, 0.7, 0.1, 0.7]"]
    whole = ["[1, 2, 3]", "[7]", "[10, -20, 5, 5]", "[0]"]
    texts = ['["a"]', '["a", "b", "a"]', '["", "x"]', "[]"]
    rows = [{"x": x, "k": k, "c": c} for x, k, c in zip(numbers, whole * 2, texts * 2)] + [{"x": N, "k": N, "c": N}]
    cases = [(f + "_x", "double" if f != "count" else "integer", aggregate("x", f)) for f in functions] + \
        [(f + "_k", "integer" if f != "average" else "double", aggregate("k", f, groupField="who")) for f in functions] + \
        [("count_c", "integer", aggregate("c", "count"))]
    fixture("history_aggregate", probe("4.2", dictionary("y:double x:double k:integer c:string who:string"),
                                       schema("y=target", "x", "k", "c", "who=group"), [value_of(n, e, t) for n, t, e in cases if "_k" not in n]),
            "x:=jsonb c:=jsonb", [number(n) for n, _, _ in cases if "_k" not in n], [{k: v for k, v in r.items() if k != "k"} for r in rows])
    there = lambda v: [x for x in v or [] if x is not N]
    of_list = {"count": lambda v: N if v is N else len(there(v)), "sum": lambda v: sum(there(v)) if there(v) else N,
               "average": lambda v: sum(there(v)) / len(there(v)) if there(v) else N, "min": lambda v: min(there(v), default=N),
               "max": lambda v: max(there(v), default=N)}
    more = whole + ["[]", "[null]", "[null, 4]", "[4, null, 8]", N, "12", "[4.0, 2]", "[4.5, 2]", '["3", 2]', "[2147483648, 1]", "[true, 2]"]

    def answer(r):
        v = r["k"]
        values = N if v is N else json.loads(v) if v.startswith("[") else [json.loads(v)]
        try:
            values = values and [x if x is N else whole_number(x) for x in values]
        except ValueError:
            return INVALID
        return {f + "_k": of_list[f](values) for f in functions}
    worked_out("history_aggregate_groups", probe("4.2", dictionary("y:double k:integer who:string"), schema("y=target", "k", "who=group"),
                                                 [value_of(n, e, t) for n, t, e in cases if "_k" in n]),
               "k:=jsonb", [number(n) for n, _, _ in cases if "_k" in n], [{"k": v} for v in more], answer,
               "the row's list is the group; JPMML-Evaluator knows no groupField")


def whole_number(x):
    x = float(x)
    if x != int(x):
        raise ValueError
    return int(x)


if __name__ == "__main__":
    lags()
    treatments()
    aggregates()

"""semantics_types.py: the data types that expressions, functions and their parameters may have.

usage: python3 semantics_types.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

import datetime

N = None

# what the bins and rows of a table say, by data type
SAID = {"string": ("u", "v", "2.0"), "integer": ("1", "-2", "3"), "double": ("1", "-2.5", "1e3"), "float": ("0.1", "1", "16777217"), "boolean": ("true", "false", "1"),
        "date": ("2020-02-29", "1969-12-31", "2000-01-01"), "time": ("00:00:01", "12:30:00", "23:59:59"),
        "dateTime": ("2020-02-29T12:00:01", "1969-12-31T23:59:59", "2000-01-01T00:00:00"), "timeSeconds": ("00:00:01", "12:30:00", "23:59:59")}
COUNTS = {"timeSeconds": (1, 45000, 86399)}
for year in (0, 1960, 1970, 1980):
    first = datetime.date(year, 1, 1).toordinal() if year else datetime.date(1, 1, 1).toordinal() - 366
    days = [datetime.date.fromisoformat(d[:10]).toordinal() - first for d in SAID["date"]]
    SAID["dateDaysSince[%d]" % year], SAID["dateTimeSecondsSince[%d]" % year] = SAID["date"], SAID["dateTime"]
    COUNTS["dateDaysSince[%d]" % year] = tuple(days)
    COUNTS["dateTimeSecondsSince[%d]" % year] = tuple(86400 * d + s for d, s in zip(days, (43201, 86399, 0)))


def plain(t):
    return t.replace("[", "").replace("]", "")


def results():
    """Bins and rows of tables, with mapMissingTo and defaultValue, of every data type."""
    dic = dictionary("y:double x:double c:string")
    sch = schema("y=target", "x", "c")

    def binned(t, **a):
        return tag("Discretize", tag("DiscretizeBin", tag("Interval", closure="openClosed", rightMargin=0), binValue=SAID[t][0]),
                   tag("DiscretizeBin", tag("Interval", closure="openOpen", leftMargin=0, rightMargin=2), binValue=SAID[t][1]), field="x", dataType=t, **a)

    def mapped(t, **a):
        return tag("MapValues", tag("FieldColumnPair", field="c", column="i"), tag("InlineTable", *[tag("row", tag("i", i), tag("o", o)) for i, o in zip("ab", SAID[t])]),
                   outputColumn="o", dataType=t, **a)
    rows = grid(x=[-1.0, 0.0, 1.5, 2.0, N], c=["a", "b", "q", N])
    for group in (("string", "integer", "double", "float", "boolean"), ("date", "time", "dateTime")):
        outputs, checks = [], []
        for t in group:
            for n, e in (("bin", binned(t)), ("bin_or", binned(t, mapMissingTo=SAID[t][2], defaultValue=SAID[t][1])), ("map", mapped(t)),
                         ("map_or", mapped(t, mapMissingTo=SAID[t][1], defaultValue=SAID[t][2]))):
                outputs.append(value_of(n + "_" + plain(t), e, t))
                checks.append((text if t in ("string", "boolean", "date", "time", "dateTime") else number)(n + "_" + plain(t)))
        fixture("types_of_tables_" + group[-1], probe("4.4", dic, sch, outputs), "x:double c:string", checks, rows)
    outputs, columns = [], {}
    bin_of = lambda x, v: v[0] if x <= 0 else v[1] if x < 2 else N
    for t, v in COUNTS.items():
        for n, e, f in (("bin", binned(t), lambda r, v=v: N if r["x"] is N else bin_of(r["x"], v)),
                        ("bin_or", binned(t, mapMissingTo=SAID[t][2], defaultValue=SAID[t][1]), lambda r, v=v: v[2] if r["x"] is N else bin_of(r["x"], v) or v[1]),
                        ("map", mapped(t), lambda r, v=v: dict(zip("ab", v)).get(r["c"])),
                        ("map_or", mapped(t, mapMissingTo=SAID[t][1], defaultValue=SAID[t][2]), lambda r, v=v: v[1] if r["c"] is N else dict(zip("ab", v)).get(r["c"], v[2]))):
            outputs.append(value_of(n + "_" + plain(t), e, t))
            columns[n + "_" + plain(t)] = f
    worked_out("types_of_tables_counts", probe("4.4", dic, sch, outputs), "x:double c:string", [number(n) for n in columns], rows,
               lambda r: {n: f(r) for n, f in columns.items()}, "dates and times in tables as the days or seconds that they are")


def functions():
    """Parameters and results of a document's own functions are cast; the optype of a function only informs."""
    define = lambda name, kind, body, *parameters, optype="continuous": tag(
        "DefineFunction", *[tag("ParameterField", name=n, optype=o, dataType=t, displayName="the " + n) for n, t, o in parameters], body, name=name, optype=optype, dataType=kind)
    pre = tag("TransformationDictionary",
              define("single", "float", call("*", "p", "q"), ("p", "float", "continuous"), ("q", "double", N)),
              define("truth", "boolean", call("greaterThan", "p", const(0.5, "double")), ("p", "double", N), optype="categorical"),
              define("choose", "string", call("if", "p", const("yes", "string"), const("no", "string")), ("p", "boolean", "categorical"), optype="ordinal"),
              define("rounded", "double", ref("p"), ("p", "float", N)), define("passed", "double", ref("p"), ("p", N, N)))
    cases = {"single": ("double", call("single", "x", "x")), "truth": ("boolean", call("truth", "x")), "choose": ("string", call("choose", call("truth", "x"))),
             "choose_b": ("string", call("choose", "b")), "rounded": ("double", call("rounded", "x")), "passed": ("double", call("passed", "x"))}
    fixture("types_of_parameters", pmml("4.4", dictionary("y:double x:double b:boolean"), pre, regression(
        schema("y=target", "x", "b"), output(*[value_of(n, e, t) for n, (t, e) in cases.items()]), table(intercept=0))), "x:double b:boolean",
        [(text if t in ("string", "boolean") else number)(n) for n, (t, _) in cases.items()], grid(x=[0.1, 0.5, 0.7, -3.3, 16777217.0, 1e-3], b=[True, False]))


def usages():
    """Weights and orders inform; a Target and a MiningField may be ordinal."""
    dic = dictionary("y:double x:double w:double o:integer", tag("DataField", *[tag("Value", value=v, property=p) for v, p in (("lo", "valid"), ("hi", "valid"), ("?", "missing"))],
                                                                   name="c", optype="categorical", dataType="string"))
    model = regression(schema("y=target", "x", "c optype=ordinal", "w=frequencyWeight", "o=order"), output(value_of("low", call("lessThan", "c", const("hi")), "boolean")),
                       tag("Targets", tag("Target", field="y", optype="ordinal", castInteger="floor")), table(numeric("x", 1.5), intercept="0.25"))
    rows = grid(x=[0.5, 1.0, -2.0, N], c=["lo", "hi", "?", N])
    worked_out("types_of_usages", pmml("4.4", dic, model), "x:double c:string", [predicted(None), text("low")], rows,
               lambda r: {"predict": N if r["x"] is N else float(math.floor(1.5 * r["x"] + 0.25)), "low": N if r["c"] in ("?", N) else r["c"] == "lo"},
               "floor(1.5 x + 0.25); JPMML-Evaluator orders by the DataField's optype alone")


if __name__ == "__main__":
    results()
    functions()
    usages()

"""semantics_casts.py: the dataType of whatever has one, seen from within an expression.

usage: python3 semantics_casts.py SCRATCH_FOLDER [fixture name prefix ...]

An Output has a dataType of its own, which would hide that of what it shows. So each value goes
through `concat`, which writes an integer, a real number, a truth, a date and a count each in its
own way, or is added to a double, which shows what a float has lost.
"""

from datetime import date, datetime

from semantics import *

N = None
NUMBERS = ["string", "integer", "double", "boolean"]
YEARS = [0, 1960, 1970, 1980]
MOMENTS = ["date", "time", "dateTime", "timeSeconds"] + ["dateDaysSince[%d]" % y for y in YEARS] + ["dateTimeSecondsSince[%d]" % y for y in YEARS]
WORDS = "JPMML-Evaluator casts no date to what counts days or seconds, and has no year 0"


def name_of(prefix, kind):
    return prefix + "_" + kind.replace("[", "_").rstrip("]")


def of_number(kind, v):
    """How concat writes a number of a type: integers without a point, reals with one."""
    if v is None:
        return None
    return {"string": "%s" % float(v), "integer": "%d" % v, "double": "%s" % float(v), "boolean": "true" if v else "false"}[kind]


def year_start(year):
    """The ordinal of 1 January; the year 0 of the calendar is a leap year before the first that Python has."""
    return date(year, 1, 1).toordinal() if year > 0 else date(1, 1, 1).toordinal() - 366


def of_moment(kind, v):
    if v is None:
        return None
    t = datetime.fromisoformat(v)
    seconds = t.hour * 3600 + t.minute * 60 + t.second
    if kind in ("date", "time", "dateTime"):
        return {"date": v[:10], "time": v[11:], "dateTime": v}[kind]
    if kind == "timeSeconds":
        return str(seconds)
    days = t.toordinal() - year_start(int(kind.split("[")[1].rstrip("]")))
    return str(days if kind.startswith("dateDays") else days * 86400 + seconds)


def shown(expression):
    return call("concat", expression, const("!", "string"))


def mark(text):
    """concat leaves a missing argument out."""
    return (text or "") + "!"


DIC = ["y:double x:double", tag("DataField", name="m", optype="continuous", dataType="dateTime")]
ROWS = [{"x": x, "m": m} for x, m in ((1.0, "2020-02-29T13:45:10"), (0.0, "1970-01-01T00:00:00"), (1.0, "1959-12-31T23:59:59"), (N, N),
                                      (0.0, "0001-01-01T00:00:01"))]


def cases(prefix, make):
    """make(dataType, field) -> the expression whose type it is."""
    out = {}
    for k in NUMBERS:
        out[name_of(prefix, k)] = ("string", shown(make(k, "x")), lambda r, k=k: mark(of_number(k, r["x"])))
    for k in MOMENTS:
        out[name_of(prefix, k)] = ("string", shown(make(k, "m")), lambda r, k=k: mark(of_moment(k, r["m"])))
    tenth = call("/", "x", const(10))
    out[prefix + "_float"] = ("double", call("+", make("float", tenth), const("0", "double")),
                              lambda r: None if r["x"] is None else fx.f32(r["x"] / 10))
    return out


def casts():
    """What a function gives, what it is given, and what a field is derived from."""
    dictionary_of = dictionary(*DIC)
    kinds = NUMBERS + ["float"] + MOMENTS
    give = [tag("DefineFunction", tag("ParameterField", name="p", optype="continuous"), ref("p"), name=name_of("give", k), optype="continuous", dataType=k)
            for k in kinds]
    take = [tag("DefineFunction", tag("ParameterField", name="p", optype="continuous", dataType=k), ref("p"), name=name_of("take", k), optype="continuous")
            for k in kinds]
    fields = [derived(name_of("field", k), ref("x" if k in NUMBERS else "m"), k) for k in kinds if k != "float"]
    fields += [derived("field_float", call("/", "x", const(10)), "float")]
    transformations = lambda *parts: tag("TransformationDictionary", *parts)
    for name, parts, make in (("function", give, lambda k, f: call(name_of("give", k), f)), ("parameter", take, lambda k, f: call(name_of("take", k), f)),
                              ("derived", fields, lambda k, f: ref(name_of("field", k)))):
        calls("casts_" + name, "4.4", dictionary_of, "x:double m:=timestamp", cases(name, make), ROWS, words=WORDS, before=[transformations(*parts)])


def constants():
    """Constants, bins and tables whose texts are of every type."""
    dic = dictionary("y:double x:double")
    texts = {"string": "1", "integer": "1", "double": "1", "boolean": "1"} | {k: "2020-02-29T13:45:10" for k in MOMENTS if k.startswith("dateTime")}
    texts |= {k: "2020-02-29" for k in MOMENTS if k.startswith("dateDays") or k == "date"} | {"time": "13:45:10", "timeSeconds": "13:45:10"}
    moment = "2020-02-29T13:45:10"
    says = {k: "1" if k == "string" else of_number(k, 1) if k in NUMBERS else of_moment(k, moment) for k in texts}
    interval = tag("Interval", closure="closedOpen", leftMargin=0)
    table = lambda v: tag("InlineTable", tag("row", tag("k", "1"), tag("v", v)))
    makes = {
        "constant": lambda k, v: const(v, k),
        "bin": lambda k, v: tag("Discretize", tag("DiscretizeBin", interval, binValue=v), field="x", dataType=k),
        "table": lambda k, v: tag("MapValues", tag("FieldColumnPair", field="x", column="k"), table(v), outputColumn="v", dataType=k)}
    out = {}
    for n, make in makes.items():
        given = {"constant": lambda r: True, "bin": lambda r: r["x"] is not None and r["x"] >= 0, "table": lambda r: r["x"] == 1}[n]
        for k, v in texts.items():
            out[name_of(n, k)] = ("string", shown(make(k, v)), lambda r, k=k, given=given: mark(says[k] if given(r) else None))
        out[n + "_float"] = ("double", call("+", make("float", "0.1"), const("0", "double")), lambda r, given=given: fx.f32(0.1) if given(r) else None)
    for k in ("double", "string"):
        out[name_of("missing", k)] = ("boolean", call("isMissing", const("7", k, missing="true")), lambda r: True)
        out[name_of("present", k)] = ("boolean", call("isMissing", const("7", k, missing="false")), lambda r: False)
    checks = [number(n, 1e-14, 1.0) if t == "double" else text(n) for n, (t, _, _) in out.items()]
    worked_out("casts_constant", probe("4.4", dic, schema("y=target", "x"), [value_of(n, e, t) for n, (t, e, _) in out.items()]), "x:double", checks,
               [{"x": x} for x in (1.0, 2.0, -1.0, N)], lambda r: {n: rule(r) for n, (_, _, rule) in out.items()},
               "the text of each type (JPMML-Evaluator does not load what counts from the year 0)")


def main():
    casts()
    constants()


if __name__ == "__main__":
    main()

"""semantics_dates.py: dates, times, what counts days and seconds, and the functions on them.

usage: python3 semantics_dates.py SCRATCH_FOLDER [fixture name prefix ...]

The rules are Python's datetime. Each expression is compared with JPMML-Evaluator by itself, which
knows no cast between a date and what counts days, raises where a value is missing or of another
type, and has no year 0.
"""

from datetime import date, datetime, time, timedelta

from semantics import *

N = None
SECOND = timedelta(seconds=1)
WORDS = "JPMML-Evaluator casts no date to what counts days or seconds, nor the other way round, " \
        "adds nothing to such counts, and raises for missing values"
FIELDS = {"d": "date", "t": "time", "m": "dateTime", "d60": "dateDaysSince[1960]", "d70": "dateDaysSince[1970]",
          "s": "timeSeconds", "m70": "dateTimeSecondsSince[1970]", "m80": "dateTimeSecondsSince[1980]"}


def field(name, dataType, *content, optype="continuous", **a):
    return tag("DataField", *content, name=name, optype=optype, dataType=dataType, **a)


def dictionary_of(*more):
    return dictionary("y:double", *[field(n, t) for n, t in FIELDS.items()], *more)


COLUMNS = "d:=date t:=time m:=timestamp d60:=date d70:=date s:=time m70:=timestamp m80:=timestamp"


def row(moment):
    """A row whose every column is the moment (ISO text) or its half; None: NULL."""
    if moment is None:
        return {n: None for n in FIELDS}
    d, t = moment.split("T")
    return {"d": d, "t": t, "m": moment, "d60": d, "d70": d, "s": t, "m70": moment, "m80": moment}


MOMENTS = ["2020-02-29T13:45:10", "1970-01-01T00:00:00", "1969-12-31T23:59:59", "1960-02-01T00:00:01", "1959-12-31T12:00:00",
           "2000-02-29T05:23:30", "1900-03-01T00:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "2003-04-01T03:30:03.75", N]


def the(r):
    return None if r["m"] is None else datetime.fromisoformat(r["m"] + ("0" * (26 - len(r["m"])) if "." in r["m"] else ""))


def days(r, year):
    return (the(r).date() - date(year, 1, 1)).days


def seconds(r, year):
    return (the(r) - datetime(year, 1, 1)) // SECOND


def of_day(r):
    return (the(r) - datetime.combine(the(r).date(), time())) // SECOND


def known(f):
    return lambda r: None if r["m"] is None else f(r)


def year_of(y):
    return const(y, "integer")


def functions():
    dic = dictionary_of()
    cases = {}
    for n in ("d", "m", "d60", "m80"):
        cases["days_" + n] = ("integer", call("dateDaysSinceYear", n, year_of(1960)), known(lambda r: days(r, 1960)))
    for n in ("m", "m70"):
        cases["seconds_" + n] = ("integer", call("dateSecondsSinceYear", n, year_of(1960)), known(lambda r: seconds(r, 1960)))
    for n in ("t", "m", "s"):
        cases["midnight_" + n] = ("integer", call("dateSecondsSinceMidnight", n), known(of_day))
    cases["seconds_date"] = ("integer", call("dateSecondsSinceYear", "d", year_of(2000)),
                             known(lambda r: days(r, 2000) * 86400))
    cases["days_before"] = ("integer", call("dateDaysSinceYear", "d", year_of(1)), known(lambda r: days(r, 1)))
    cases["text"] = ("integer", call("dateDaysSinceYear", const("2003-04-01", "string"), year_of(1960)), lambda r: 15796)
    cases["example"] = ("integer", call("dateSecondsSinceYear", const("1960-01-03T03:30:03", "dateTime"), year_of(1960)), lambda r: 185403)
    cases["example_midnight"] = ("integer", call("dateSecondsSinceMidnight", const("05:23:30", "time")), lambda r: 19410)
    cases["age"] = ("double", call("/", call("-", call("dateDaysSinceYear", const("2020-12-31", "date"), year_of(1900)),
                                             call("dateDaysSinceYear", "d", year_of(1900))), const(365.25, "double")),
                    known(lambda r: (date(2020, 12, 31) - the(r).date()).days / 365.25))
    calls("functions_dates", "4.4", dic, COLUMNS, cases, [row(m) for m in MOMENTS], WORDS)


def iso(what, moment):
    return what.isoformat().rstrip("0") if moment.microsecond else what.isoformat()


def casts():
    """Every field as every type."""
    def shown(r, name, to):
        moment = the(r)
        has_date = name not in ("t", "s")
        has_time = name not in ("d", "d60", "d70")
        if name in ("m70", "m80", "s"):
            moment = moment.replace(microsecond=0)
        if not has_time:
            moment = datetime.combine(moment.date(), time())
        if to in ("time", "timeSeconds"):
            if not has_time:
                return "no"
            return iso(moment.time(), moment) if to == "time" else of_day({"m": moment.isoformat()})
        if not has_date:
            return "no"
        if to == "date":
            return moment.date().isoformat()
        if to == "dateTime":
            return iso(moment, moment)
        if to.startswith("dateDays"):
            return days({"m": moment.isoformat()}, int(to[-5:-1]))
        return seconds({"m": moment.isoformat()}, int(to[-5:-1]))
    types = ["date", "time", "dateTime", "dateDaysSince[1970]", "dateDaysSince[1980]", "timeSeconds", "dateTimeSecondsSince[1960]"]
    cases, local = {}, ""
    for n in FIELDS:
        for k, to in enumerate(types):
            if shown({"m": MOMENTS[0]}, n, to) == "no":
                continue
            cases["%s_%d" % (n, k)] = (to, ref(n), known(lambda r, n=n, to=to: shown(r, n, to)))
    cases["d_text"] = ("string", ref("d"), known(lambda r: shown(r, "d", "date")))
    cases["m_text"] = ("string", ref("m"), known(lambda r: shown(r, "m", "dateTime")))
    cases["t_text"] = ("string", ref("t"), known(lambda r: shown(r, "t", "time")))
    cases["d60_number"] = ("integer", ref("d60"), known(lambda r: days(r, 1960)))
    cases["next"] = ("date", call("if", call("isMissing", "d"), "d", "d"), known(lambda r: shown(r, "d", "date")))
    calls("dates_casts", "4.4", dictionary_of(), COLUMNS, cases, [row(m) for m in MOMENTS], WORDS)


def comparisons():
    cases = {
        "before": ("boolean", call("lessThan", "d", const("2000-02-29", "date")), known(lambda r: the(r).date() < date(2000, 2, 29))),
        "before_text": ("boolean", call("lessOrEqual", "d", const("2000-02-29", "string")), known(lambda r: the(r).date() <= date(2000, 2, 29))),
        "count_text": ("boolean", call("greaterThan", "d70", const("1970-01-01", "string")), known(lambda r: the(r).date() > date(1970, 1, 1))),
        "counts": ("boolean", call("equal", "d60", "d70"), known(lambda r: True)),
        "count_date": ("boolean", call("equal", "d60", "d"), known(lambda r: True)),
        "count_number": ("boolean", call("lessThan", "d70", const(0, "integer")), known(lambda r: days(r, 1970) < 0)),
        "moment": ("boolean", call("greaterOrEqual", "m", const("2020-02-29T13:45:10", "dateTime")),
                   known(lambda r: the(r) >= datetime(2020, 2, 29, 13, 45, 10))),
        "moments": ("boolean", call("equal", "m70", "m80"), known(lambda r: True)),
        "noon": ("boolean", call("lessThan", "t", const("12:00:00", "time")), known(lambda r: of_day(r) < 43200)),
        "in": ("boolean", call("isIn", "d", const("2020-02-29", "date"), const("1969-12-31", "date")),
               known(lambda r: the(r).date() in (date(2020, 2, 29), date(1969, 12, 31)))),
        "in_count": ("boolean", call("isNotIn", "d60", const("2020-02-29", "dateDaysSince[1960]"), const("1960-02-01", "dateDaysSince[1960]")),
                     known(lambda r: the(r).date() not in (date(2020, 2, 29), date(1960, 2, 1)))),
        "later": ("integer", call("+", "d70", const(1, "integer")), known(lambda r: days(r, 1970) + 1)),
        "hours": ("double", call("/", "s", const("3600.0", "double")), known(lambda r: of_day(r) / 3600))}
    calls("dates_comparisons", "4.4", dictionary_of(), COLUMNS, cases, [row(m) for m in MOMENTS], WORDS)


def formats():
    """formatDatetime and formatNumber where C and Java agree, and the standard's examples."""
    cases = {}
    for n, f in (("y", "%y"), ("Y", "%Y"), ("slashes", "%m/%d/%y"), ("j", "%j"), ("names", "%A %a %B %b %h"), ("D", "%D"), ("F", "%F"), ("C", "%C"),
                 ("percent", "100%%"), ("plain", "none")):
        cases["d_" + n] = ("string", call("formatDatetime", "d", const(f, "string")), known(lambda r, f=f: shown(the(r), f)))
        cases["m_" + n] = ("string", call("formatDatetime", "m", const(f, "string")), known(lambda r, f=f: shown(the(r), f)))
    for n, f in (("T", "%H:%M:%S"), ("I", "%I"), ("R", "%R"), ("r", "%r")):
        cases["m_" + n] = ("string", call("formatDatetime", "m", const(f, "string")), known(lambda r, f=f: shown(the(r), f)))
        cases["t_" + n] = ("string", call("formatDatetime", "t", const(f, "string")), known(lambda r, f=f: shown(the(r), f)))
    cases["count"] = ("string", call("formatDatetime", "d60", const("%Y-%m", "string")), known(lambda r: shown(the(r), "%Y-%m")))
    cases["month"] = ("integer", call("+", call("formatDatetime", "d", const("%m", "string")), const(0, "integer")), known(lambda r: the(r).month))
    cases["example"] = ("string", call("formatDatetime", const("2004-08-20", "date"), const("%m/%d/%y", "string")), lambda r: "08/20/04")
    calls("functions_datetime_format", "4.4", dictionary_of(), COLUMNS, cases, [row(m) for m in MOMENTS], WORDS)

    dic = dictionary("y:double x:double i:integer")
    cases = {}
    for n, f in (("fixed", "%5.2f"), ("exponent", "%e"), ("signed", "%+08.1f"), ("left", "%-8.1f|"), ("text", "100%% %.3f kg")):
        cases[n] = ("string", call("formatNumber", "x", const(f, "string")), lambda r, f=f: None if r["x"] is None else f % r["x"])
    for n, f in (("d", "%3d"), ("zeros", "%05d"), ("plus", "%+d"), ("blank", "% d")):
        cases[n] = ("string", call("formatNumber", "i", const(f, "string")), lambda r, f=f: None if r["i"] is None else f % r["i"])
    cases["real_as_integer"] = ("string", call("formatNumber", "x", const("%d", "string")), lambda r: None if r["x"] is None else "%d" % int(r["x"]))
    cases["integer_as_real"] = ("string", call("formatNumber", "i", const("%.1f", "string")), lambda r: None if r["i"] is None else "%.1f" % r["i"])
    calls("functions_number_format", "4.4", dic, "x:double i:integer", cases,
          [dict(x=x, i=i) for x, i in ((3.5, 2), (-2.25, -7), (0.375, 0), (1234567.891, 123456), (1e15, -99999), (-0.0625, 5), (1e-5, 99), (N, N))],
          "C's printf rounds half to even and takes any number for any conversion (Java's rounds up, and raises); "
          "a function of a missing value is missing (JPMML-Evaluator raises)")


def shown(moment, f):
    """strftime, whose year Python does not pad."""
    return moment.strftime(f.replace("%F", "%Y-%m-%d").replace("%C", "%02d" % (moment.year // 100)).replace("%Y", "%04d" % moment.year))


def trees():
    """Predicates, sets, Discretize and MapValues on dates; a tree of dates."""
    dic = dictionary(field("d", "date"), field("t", "time"), field("m", "dateTime"), field("c", "dateDaysSince[1970]"), "y:double")
    nodes = [
        node(simple("d", "lessThan", "2000-01-01"), score="1"),
        node(simple("m", "greaterOrEqual", "2020-02-29T12:00:00"), score="2"),
        node(simple("t", "equal", "05:23:30"), score="3"),
        node(among("d", "isIn", "2010-05-05 2011-06-06"), score="4"),
        node(simple("c", "greaterThan", "15000"), score="5"),
        node(TRUE, score="6")]
    model = tree(schema("y=target", "d", "t", "m", "c"), node(TRUE, *nodes, score="0"), functionName="regression", missingValueStrategy="none")

    def answer(r):
        def has(n):
            return r[n] is not None
        if has("d") and date.fromisoformat(r["d"]) < date(2000, 1, 1):
            return {"predict": 1.0}
        if has("m") and datetime.fromisoformat(r["m"]) >= datetime(2020, 2, 29, 12):
            return {"predict": 2.0}
        if has("t") and r["t"] == "05:23:30":
            return {"predict": 3.0}
        if has("d") and r["d"] in ("2010-05-05", "2011-06-06"):
            return {"predict": 4.0}
        if has("c") and (date.fromisoformat(r["c"]) - date(1970, 1, 1)).days > 15000:
            return {"predict": 5.0}
        return {"predict": 6.0}
    rows = [dict(d=d, t=t, m=m, c=c) for d, t, m, c in [
        ("1999-12-31", N, N, N), ("2000-01-01", "05:23:30", N, N), ("2000-01-01", "05:23:31", "2020-02-29T12:00:00", N),
        (N, "05:23:30", "2020-02-29T11:59:59", N), ("2010-05-05", N, N, N), ("2011-06-06", "00:00:00", "1970-01-01T00:00:00", "2020-01-01"),
        ("2011-06-07", "00:00:00", "1970-01-01T00:00:00", "2020-01-01"), ("2011-06-07", N, N, "2011-01-26"), (N, N, N, "2011-01-27"), (N, N, N, N)]]
    worked_out("dates_tree", pmml("4.4", dic, model), "d:=date t:=time m:=timestamp c:=date", [predicted()], rows, answer,
               "JPMML-Evaluator compares no count of days with a number")


def kinds():
    """Every type of dates as that of an input, a derived field, a constant, a parameter and an output."""
    types = ["date", "time", "dateTime", "timeSeconds"] + ["dateDaysSince[%d]" % y for y in (0, 1960, 1970, 1980)] + \
        ["dateTimeSecondsSince[%d]" % y for y in (0, 1960, 1970, 1980)]
    names = ["f%d" % k for k in range(len(types))]
    dic = dictionary("y:double", *[field(n, t) for n, t in zip(names, types)])
    same = [tag("DefineFunction", tag("ParameterField", name="p", optype="continuous", dataType=t), ref("p"), name="as_%s" % n, optype="continuous", dataType=t)
            for n, t in zip(names, types)]
    moment = "2001-02-03T04:05:06"
    local = [derived("d_" + n, ref(n), t) for n, t in zip(names, types)]
    outputs = [value_of("o_" + n, ref("d_" + n), t) for n, t in zip(names, types)]
    outputs += [value_of("c_" + n, const(moment[11:] if t.startswith("time") else moment[:10] if "Days" in t or t == "date" else moment, t), t)
                for n, t in zip(names, types)]
    # a dateTime goes into each function
    outputs += [value_of("p_" + n, call("as_" + n, "f2"), t) for n, t in zip(names, types)]

    def of(t, m):
        if m is None:
            return None
        when = datetime.fromisoformat(m)
        before = timedelta(366) if t.endswith("[0]") else timedelta(0)    # Python has no year 0, which has 366 days
        year = int(t[t.index("[") + 1:-1]) or 1 if "[" in t else 0
        if t == "date":
            return m[:10]
        if t == "time":
            return m[11:]
        if t == "dateTime":
            return m
        if t == "timeSeconds":
            return of_day({"m": m})
        if "Days" in t:
            return (when.date() - date(year, 1, 1) + before).days
        return (when - datetime(year, 1, 1) + before) // SECOND

    def answer(r):
        out = {}
        for n, t in zip(names, types):
            # a date by itself counts as its midnight, a time has its column alone
            out["o_" + n] = of(t, r["f2"])
            out["c_" + n] = of(t, moment)
            out["p_" + n] = of(t, r["f2"])
        return out
    rows = []
    for m in MOMENTS:
        if m is not None and "." in m:
            continue
        rows.append({n: None if m is None else m[11:] if t.startswith("time") else m[:10] if "Days" in t or t == "date" else m
                     for n, t in zip(names, types)})
    columns = " ".join("%s:=%s" % (n, "time" if t.startswith("time") else "date" if "Days" in t or t == "date" else "timestamp")
                       for n, t in zip(names, types))
    checks = [text(p + n) if t in ("date", "time", "dateTime") else number(p + n, None) for p in ("o_", "c_", "p_") for n, t in zip(names, types)]
    worked_out("dates_types", pmml("4.4", dic, tag("TransformationDictionary", *same),
                                   regression(schema("y=target", *names), output(*outputs), tag("LocalTransformations", *local), table(intercept=0))),
               columns, checks, rows, answer, "Python's datetime; JPMML-Evaluator knows no year 0 and casts no dateTime to a count of days")


def fields():
    """Values, intervals and replacements of fields that are dates; text for dates; invalid ones."""
    dic = dictionary(field("d", "date", '<Value value="2020-02-29"/>', '<Value value="2021-03-01"/>', '<Value value="1900-01-01" property="missing"/>',
                           optype="categorical", isCyclic="1"),
                     field("c", "dateDaysSince[1970]", '<Interval closure="closedOpen" leftMargin="0" rightMargin="36525"/>'),
                     field("m", "dateTime"), field("s", "timeSeconds"), "y:double")
    doc = probe("4.4", dic, schema("y=target", "d invalidValueTreatment=asMissing missingValueReplacement=2000-01-01",
                                   "c invalidValueTreatment=asValue invalidValueReplacement=1970-01-11",
                                   "m missingValueReplacement=1999-12-31T23:59:59", "s invalidValueTreatment=asMissing"),
                [value_of("d1", ref("d"), "date"), value_of("c1", ref("c"), "integer"), value_of("m1", ref("m"), "dateTime"),
                 value_of("s1", ref("s"), "integer")])

    def answer(r):
        m = r["m"] if r["m"] is not None else "1999-12-31T23:59:59"
        if m.startswith("not"):
            return INVALID
        c = r["c"]
        try:
            c = None if c is None else int(c) if "-" not in c[1:] else (date.fromisoformat(c) - date(1970, 1, 1)).days
            if c is not None and not 0 <= c < 36525:
                c = 10
        except ValueError:
            c = 10
        s = r["s"]
        try:
            s = None if s is None else int(s) if ":" not in s else sum(int(x) * f for x, f in zip(s.split(":"), (3600, 60, 1)))
        except ValueError:
            s = None
        return {"d1": r["d"] if r["d"] in ("2020-02-29", "2021-03-01") else "2000-01-01", "c1": c,
                "m1": m.strip().replace(" ", "T") if len(m) > 10 else m + "T00:00:00", "s1": s if s is None or s >= 0 else None}
    rows = [dict(d=d, c=c, m=m, s=s) for d, c, m, s in [
        ("2020-02-29", "1970-01-01", "2020-02-29T13:45:10", "00:00:01"), ("2021-03-01", "2069-12-31", "2020-02-29 13:45:10.5", "25:00:00"),
        ("1900-01-01", "2070-01-01", "2020-02-29", "3600"), ("2021-02-29", "1969-12-31", N, "-1"), ("infinity", "18000", "not a date", "1:00"),
        ("2020-02-30", "-5", "notime", "x"), (N, N, N, N), ("", "", "2020-02-29T00:00:00", ""), ("2020-3-1", "2020-02-30", " 2020-02-29T01:02:03 ", "23:59:59")]]
    rows = [r for r in rows if r["s"] != "1:00"] + [dict(d=N, c="17", m=N, s="01:00:00")]
    worked_out("dates_fields", doc, "d:text c:text m:text s:text".replace("text", "=text"), [text("d1"), number("c1", None), text("m1"), number("s1", None)],
               rows, answer, "Python's datetime, and the treatments of MiningSchema")


def main():
    functions()
    casts()
    comparisons()
    formats()
    trees()
    kinds()
    fields()


if __name__ == "__main__":
    main()

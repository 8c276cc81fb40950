"""semantics_fields.py: what arrives: types, missing, invalid and outlying values, scope of names.

usage: python3 semantics_fields.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None


def field(name, kind, *content, optype="continuous"):
    return tag("DataField", *content, name=name, optype=optype, dataType=kind)


def val(v, property=None, display=None):
    return tag("Value", value=v, property=property, displayValue=display)


def interval(left=None, right=None, closure="closedClosed"):
    return tag("Interval", closure=closure, leftMargin=left, rightMargin=right)


def show(*names, **kinds):
    """Outputs v_<field> with the treated value; the type by field (double unless told)."""
    return [value_of("v_" + n, ref(n), kinds.get(n, "double")) for n in names]


def missing():
    """Replacement, property="missing", what is missing at all; NaN; returnInvalid."""
    dic = dictionary("y:double", field("a", "double"), field("b", "double", val("-999", "missing"), val("999.0", "missing")),
                     field("c", "string", val("?", "missing"), val("n/a", "missing"), optype="categorical"),
                     field("k", "integer", val("-1", "missing")), field("d", "string", optype="categorical"))
    sch = schema("y=target", "a missingValueReplacement=1.5 missingValueTreatment=asMean", "b", "c missingValueReplacement=none",
                 "k missingValueReplacement=7 missingValueTreatment=asMode", "d")
    fixture("missing_values", probe("4.4", dic, sch, show("a", "b", "c", "k", "d", c="string", d="string", k="integer")),
            "a:double b:double c:string k:integer d:string",
            [number("v_a", None), number("v_b", None), text("v_c"), number("v_k", None), text("v_d")],
            [dict(a=a, b=b, c=c, k=k, d=d) for a, b, c, k, d in
             [(0.0, 0.0, "x", 0, "x"), (N, 1.0, "x", 1, "x"), (math.nan, -999.0, "?", -1, ""), (2.0, 999.0, "n/a", N, N),
              (-0.0, math.nan, N, 5, " "), (1e30, -998.9999, "", -2, "?"), (N, N, N, N, N), (-1e30, 99.0, "N/A", 2**31 - 1, "n/a")]])
    fixture("missing_returninvalid",
            probe("4.4", dictionary("y:double a:double c:string"), schema("y=target", "a missingValueTreatment=returnInvalid", "c missingValueTreatment=returnInvalid"),
                  show("a", "c", c="string")),
            "a:double c:string", [predicted(None), number("v_a", None), text("v_c")],
            grid(a=[1.0, 0.0, math.nan, N], c=["x", "", N]))
    fixture("missing_x_returninvalid",
            probe("4.3", dictionary("y:double a:double"), schema("y=target", "a missingValueTreatment=x-returnInvalid"), show("a")),
            "a:double", [predicted(None), number("v_a", None)], [{"a": a} for a in (1.0, 0.0, N)])


def invalid():
    """Values outside the declared ones, by each treatment."""
    dic = dictionary("y:double",
                     field("a", "double", interval("0", "10")), field("b", "double", interval("0", "10", "openOpen"), interval("20", N, "closedOpen")),
                     field("c", "string", val("u"), val("v"), val("bad", "invalid"), optype="categorical"),
                     field("k", "integer", val("1"), val("2.0"), val("9", "invalid"), optype="categorical"))
    rows = [dict(a=a, b=b, c=c, k=k) for a, b, c, k in
            [(5.0, 5.0, "u", 1), (0.0, 1e-300, "v", 2), (10.0, math.nextafter(10, 0), "u", 2), (-0.0, 20.0, "u", 1), (N, N, N, N), (math.nan, 1e30, "v", 1)]]
    for bad in ({"a": -1.0}, {"a": math.nextafter(10, 11)}, {"a": math.inf}, {"b": 0.0}, {"b": 10.0}, {"b": math.nextafter(20, 0)}, {"b": -5.0},
                {"c": "w"}, {"c": "bad"}, {"c": "U"}, {"c": ""}, {"c": "u "}, {"k": 3}, {"k": 9}, {"k": -1}):
        rows.append(dict(rows[0], **bad))
    shown = show("a", "b", "c", "k", c="string", k="integer")
    checks = [number("v_a", None), number("v_b", None), text("v_c"), number("v_k", None)]
    for v, treatment, repl in (("3.2", "", ""), ("3.0", "returnInvalid", ""), ("4.0", "asIs", ""), ("4.1", "asMissing", ""),
                               ("4.2", "asMissing", " missingValueReplacement="), ("4.4", "asValue", " invalidValueReplacement=")):
        target = "target" if v >= "4.2" else "predicted"
        t = (" invalidValueTreatment=" + treatment) if treatment else ""
        r = {"a": "3.5", "b": "4.5", "c": "v", "k": "2"}
        sch = schema("y=" + target, *["%s%s%s" % (n, t, repl + r[n] if repl else "") for n in "abck"])
        name = "invalid_%s%s" % (treatment.lower() or "default", "_replaced" if "missingValue" in repl else "")
        if v < "4.1":
            # OutputFields with expressions are younger: the regression itself shows the values
            doc = pmml(v, dic, regression(sch, table(numeric("a", 1), numeric("b", 100), category("c", "u", 1000), category("c", "v", 2000),
                                                     category("k", "1", 10000), category("k", "2", 20000), intercept=0)))
            fixture(name, doc, "a:double b:double c:string k:integer", [predicted()], rows)
        else:
            fixture(name, probe(v, dic, sch, shown), "a:double b:double c:string k:integer", checks, rows)


def text_in_numbers():
    """Text where a number, a truth value or an integer is declared."""
    rows = ["1", " 2.5 ", "1.0", "1e3", "-7", "abc", "", "true", "TRUE", "false", "0", "0.0", "2", "1.5", "12abc", "0x10", N]

    def parse(kind, s):
        """The value, or None if it does not parse."""
        t = s.strip()
        if kind == "boolean":
            if t.lower() in ("true", "false"):
                return t.lower() == "true"
            try:
                x = float(t)
            except ValueError:
                return None
            return {0.0: False, 1.0: True}.get(x)
        if t.lower() in ("true", "false"):
            x = float(t.lower() == "true")
        else:
            try:
                x = float(t)
            except ValueError:
                return None
        if kind == "integer":
            return None if not math.isfinite(x) or x != int(x) else int(x)
        return x + 0.0
    for kind in ("double", "integer", "boolean"):
        dic = dictionary("y:double", field("s", kind, optype="categorical" if kind == "boolean" else "continuous"))
        for treatment in ("returnInvalid", "asMissing"):
            def rule(r):
                if r["s"] is None:
                    return {"v_s": None}
                x = parse(kind, r["s"])
                if x is None:
                    return INVALID if treatment == "returnInvalid" else {"v_s": None}
                return {"v_s": x}
            # text of truth values in a number is in no rule's first reading alike; leave such rows out
            use = [s for s in rows if s is None or not (kind == "integer" and s.lower() in ("true", "false"))]
            fixture("text_in_%s_%s" % (kind, treatment.lower()),
                    probe("4.4", dic, schema("y=target", "s invalidValueTreatment=" + treatment), show("s", s=kind)),
                    "s:=text", [number("v_s", None) if kind != "boolean" else text("v_s")], [{"s": s} for s in use], rule=rule)


def numbers_in_text():
    """Numbers where text is declared: integral ones equal the level written either way."""
    dic = dictionary("y:double", field("s", "string", val("1"), val("2"), val("x"), optype="categorical"))
    fixture("integers_in_string", pmml("4.4", dic, regression(schema("y=target", "s"), table(
        category("s", "1", 10), category("s", "2", 20), category("s", "x", 30), intercept=1))),
        "s:=int4", [predicted(None)], [{"s": s} for s in (1, 2, 3, N)])


def outliers():
    dic = dictionary("y:double a:double b:double c:double d:double k:integer e:double")
    sch = schema("y=target", "a outliers=asExtremeValues lowValue=0 highValue=10", "b outliers=asMissingValues lowValue=0 highValue=10 missingValueReplacement=5.5",
                 "c outliers=asExtremeValues highValue=10", "d outliers=asMissingValues lowValue=-2.5", "k outliers=asExtremeValues lowValue=1 highValue=9",
                 "e outliers=asIs lowValue=0 highValue=1")
    rows = [dict(a=x, b=x, c=x, d=x, k=None if x is None or abs(x) > 1e9 else int(x), e=x)
            for x in [0.0, 10.0, -2.5, math.nextafter(10, 11), math.nextafter(0, -1), math.nextafter(-2.5, -3), 5.0, -1e30, 1e30, math.inf, -math.inf, N]]
    fixture("outliers", probe("4.2", dic, sch, show("a", "b", "c", "d", "k", "e", k="integer")),
            "a:double b:double c:double d:double k:integer e:double", [number("v_" + n, None) for n in "abcdke"],
            [r for r in rows if r["e"] is None or math.isfinite(r["e"])])
    fixture("outliers_infinite", pmml("4.2", dic, regression(sch, table(numeric("a", 1), numeric("b", 100), intercept=0))),
            "a:double b:double c:double d:double k:integer e:double", [predicted(None)], rows)


def float_fields():
    """A float field rounds; integers and truth values in numeric expressions."""
    dic = dictionary("y:double f:float d:double k:integer b:boolean")
    fixture("field_types", probe("4.4", dic, schema("y=target", "f", "d", "k", "b"),
                                 [value_of("v_f", ref("f"), "float")] + show("d", "k", "b", k="integer", b="boolean") +
                                 [value_of("f_as_double", ref("f")), value_of("k_as_double", ref("k")), value_of("k_as_string", ref("k"), "string"),
                                  value_of("d_as_string", ref("d"), "string"), value_of("b_as_string", ref("b"), "string")]),
            "f:double d:double k:integer b:boolean",
            [number("v_f", None), number("v_d", None), number("v_k", None), text("v_b"), number("f_as_double", None), number("k_as_double", None),
             text("k_as_string"), text("d_as_string"), text("b_as_string")],
            [dict(f=f, d=f, k=k, b=b) for f, k, b in
             [(0.1, 1, True), (1.0, 0, False), (-0.0, -5, N), (16777217.0, 2**31 - 1, True), (0.5, N, True), (-2.5, -2**31, False),
              (N, 3, N), (123456.75, 10, True), (0.001, 7, False)]])


def optypes():
    """The MiningField's optype overrides: valid values of a field that is categorical here."""
    dic = dictionary("y:double", field("k", "integer", val("1"), val("2"), optype="ordinal"), "a:double")
    fixture("optype_override", pmml("4.3", dic, regression(schema("y=target", "k optype=categorical", "a optype=continuous"),
                                                          table(category("k", "1", 5), category("k", "2", 6), numeric("a", 2), intercept=0))),
            "k:integer a:double", [predicted(None)], grid(k=[1, 2, 3, N], a=[0.0, 1.5, N]))


def unused():
    """supplementary fields are not read; a field that nothing refers to does not matter."""
    dic = dictionary("y:double a:double s:string[x] w:double")
    fixture("usage_types", pmml("4.4", dic, regression(schema("y=target", "a", "s=supplementary", "w=analysisWeight"),
                                                      table(numeric("a", 2), intercept=1))),
            "a:double s:string w:double", [predicted(None)], grid(a=[1.0, N], s=["x", "not a value", N], w=[1.0, N]))


def scope():
    """Names that hide others; order of declaration; functions of functions; parameters only."""
    dic = dictionary("y:double x:double z:double")
    transformations = tag("TransformationDictionary",
                          tag("DefineFunction", tag("ParameterField", name="a", optype="continuous", dataType="double"),
                              tag("ParameterField", name="x", optype="continuous", dataType="double"), call("-", "a", "x"),
                              name="minus", optype="continuous", dataType="double"),
                          tag("DefineFunction", tag("ParameterField", name="v", optype="continuous", dataType="double"),
                              call("minus", call("*", "v", 10), "v"), name="nine", optype="continuous", dataType="double"),
                          derived("late", call("+", "early", 1)), derived("early", call("*", "x", 2)),
                          derived("swapped", call("minus", "z", "x")), derived("ninth", call("nine", "early")),
                          derived("hidden", const("1", "double")))
    local = tag("LocalTransformations", derived("hidden", call("+", "late", 100)), derived("own", call("+", "hidden", 0.5)))
    fixture("scope", pmml("4.4", dic, transformations,
                          regression(schema("y=target", "x", "z"),
                                     output(*[value_of("v_" + n, ref(n)) for n in ("late", "early", "swapped", "ninth", "hidden", "own")]),
                                     local, table(numeric("own", 1), numeric("swapped", 1000), intercept=0))),
            "x:double z:double", [predicted(None)] + [number("v_" + n, None) for n in ("late", "early", "swapped", "ninth", "hidden", "own")],
            grid(x=[0.0, 1.5, -2.0, N], z=[0.0, 3.0, N]))


def segment_scope():
    """A segment sees treated values of the enclosing model and treats them again."""
    dic = dictionary("y:double x:double z:double")
    s1 = regression(schema("x missingValueReplacement=100", "g"), table(numeric("x", 1), numeric("g", 1), intercept=0))
    s2 = regression(schema("z outliers=asExtremeValues lowValue=0 highValue=1", "h"), table(numeric("z", 10), numeric("h", 0.5), intercept=0))
    doc = pmml("4.4", dic, mining(
        schema("y=target", "x", "z missingValueReplacement=4"), "sum", segment(TRUE, s1), segment(TRUE, s2),
        before=tag("LocalTransformations", derived("g", call("*", "z", 2)), derived("h", call("+", "z", 1)))))

    def rule(r):
        z = 4.0 if r["z"] is None else r["z"]
        x = 100.0 if r["x"] is None else r["x"]
        return {"predict": x + 2 * z + 10 * min(1, max(0, z)) + 0.5 * (z + 1)}
    fixture("segment_scope", doc, "x:double z:double", [predicted()], grid(x=[0.0, 1.5, N], z=[-3.0, 0.25, 9.0, N]), rule=rule)


def own_names():
    """In the expression of a derived field its own name means what it would mean without it."""
    dic = dictionary("y:double x:double z:double c:string")
    shared = tag("TransformationDictionary", derived("g", call("+", "x", 1)), derived("z", call("*", ref("z"), 10)))
    inner = regression(schema("y=target", "c"), output(value_of("inner_x", ref("x")), value_of("inner_g", ref("g"))),
                       tag("LocalTransformations", derived("x", call("*", "x", 2)), derived("g", call("-", "g", "x")),
                           derived("c", call("concat", "c", "c"), "string")), table(numeric("x", 1), numeric("g", 1), category("c", "aa", 1000), intercept=0))
    again = regression(schema("y=target", "x missingValueReplacement=5"), output(value_of("again_x", ref("x"))),
                       tag("LocalTransformations", derived("x", call("*", "x", "x"))), table(numeric("x", 1), intercept=0))
    doc = pmml("4.4", dic, shared, mining(schema("y=target", "x", "c"), "modelChain", segment(TRUE, again, id="a"), segment(TRUE, inner, id="b"),
                                          before=output(value_of("outer_x", ref("x")), value_of("outer_g", ref("g")), value_of("z", ref("z")))))

    def answer(r):
        x, z = r["x"], r["z"]
        g = x if x is N else x + 1
        y = N if x is N else 2 * x + (g - 2 * x) + (1000 if r["c"] == "a" else 0)
        return {"predict": y, "inner_x": x and 2 * x, "inner_g": N if x is N else g - 2 * x, "again_x": 25.0 if x is N else x * x,
                "outer_x": x, "outer_g": g, "z": z and 10 * z}
    worked_out("derived_own_name", doc, "x:double z:double c:string", [predicted()] + [number(n) for n in ("inner_x", "inner_g", "again_x", "outer_x", "outer_g", "z")],
               grid(x=[0.0, 1.5, -3.0, N], z=[2.0, N], c=["a", "b", N]), answer,
               "a derived field may be derived from what its name means outside; JPMML-Evaluator does not come to an end there")


def names():
    """Names with dots, spaces, case; an undeclared optype and data type."""
    dic = '<DataDictionary><DataField name="y" optype="continuous" dataType="double"/><DataField name="Petal.Width" optype="continious" dataType="double"/>' \
          '<DataField name="a b" optype="continuous"/><DataField name="é" optype="categorical"/></DataDictionary>'
    doc = pmml("4.1", dic, '<RegressionModel functionName="regression"><MiningSchema><MiningField name="y" usageType="predicted"/>'
               '<MiningField name="Petal.Width"/><MiningField name="a b"/><MiningField name="é"/><MiningField name="unused" usageType="supplemental"/></MiningSchema>'
               '<RegressionTable intercept="1"><NumericPredictor name="Petal.Width" exponent="1" coefficient="2"/>'
               '<NumericPredictor name="a b" coefficient="3"/><CategoricalPredictor name="é" value="ü" coefficient="4"/></RegressionTable></RegressionModel>'
               ).replace("<DataField name=\"é\"", '<DataField name="unused" optype="continuous" dataType="double"/><DataField name="é"')
    worked_out("odd_names", doc, "petal_width:=float8 a_b:=float8 é:=text", [predicted(None)],
               grid(petal_width=[0.0, 1.5, N], a_b=[1.0, -2.0, N], **{"é": ["ü", "u", N]}),
               lambda r: {"predict": None if r["petal_width"] is None or r["a_b"] is None else
                          2 * r["petal_width"] + 3 * r["a_b"] + (4 if r["é"] == "ü" else 0) + 1},
               "field names that are no column names, a misspelt optype, no data types")


def main():
    missing()
    invalid()
    text_in_numbers()
    numbers_in_text()
    outliers()
    float_fields()
    optypes()
    unused()
    scope()
    segment_scope()
    own_names()
    names()


if __name__ == "__main__":
    main()

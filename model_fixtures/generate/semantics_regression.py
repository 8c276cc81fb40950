"""semantics_regression.py: regression models, their links and terms.

usage: python3 semantics_regression.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
XZ = grid(x=[-3.0, -1.0, -0.25, 0.0, 0.5, 1.0, 2.5, 40.0, -40.0, N], z=[-1.0, 0.0, 2.0, N])


def line(intercept, a, b, **more):
    return table(numeric("x", a), numeric("z", b), intercept=intercept, **more)


def links():
    """functionName regression: softmax and logit are the same; exp, probit and the log-log links."""
    for v, link in zip(("3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4"),
                       ("none", "softmax", "logit", "exp", "probit", "cloglog", "loglog", "cauchit")):
        target = "target" if v >= "4.2" else "predicted"
        fixture("regression_" + link,
                pmml(v, dictionary("y:double x:double z:double"),
                     regression(schema("y=" + target, "x", "z"), line(0.25, 0.5, -0.125), normalizationMethod=link)),
                "x:double z:double", [predicted(floor=1e-2), number("y", floor=1e-2)], XZ)


def binary():
    """Two tables, the second empty: all links; and one table alone."""
    for v, link in zip(("4.4", "4.3", "4.2", "4.1", "4.0", "4.4", "4.4", "4.4"),
                       ("softmax", "logit", "probit", "cloglog", "loglog", "cauchit", "none", "simplemax")):
        target = "target" if v >= "4.2" else "predicted"
        second = line(0.75, 0.125, 0.0625, targetCategory="no") if link in ("softmax", "simplemax") else \
            table(intercept="0.0", targetCategory="no")
        first = line(0.25, 0.5, -0.125, targetCategory="yes")
        rows = XZ
        if link == "simplemax":
            rows = [r for r in XZ if r["x"] is None or -0.25 <= r["x"] <= 2.5]
        fixture("binary_" + link,
                pmml(v, dictionary("y:string[no|yes] x:double z:double"),
                     regression(schema("y=" + target, "x", "z"),
                                output(of("p", "probability", value="yes", dataType="double", optype="continuous"),
                                       of("best", "probability", dataType="double", optype="continuous")),
                                first, second, functionName="classification", normalizationMethod=link)),
                "x:double z:double", of_class("no", "yes") + [predicted(floor=1e-2), number("p"), number("best")], rows, event="yes")
    def one(r):
        p = None if r["x"] is None or r["z"] is None else 1 / (1 + math.exp(-(0.5 * r["x"] + -0.125 * r["z"] + 0.25)))
        return {"class": None if p is None else "yes" if p >= 0.5 else "no", "p_no": None if p is None else 1 - p, "p_yes": p}
    worked_out("binary_one_table",
               pmml("4.0", dictionary("y:string[no|yes] x:double z:double"),
                    regression(schema("y=predicted", "x", "z"), line(0.25, 0.5, -0.125, targetCategory="yes"),
                               functionName="classification", normalizationMethod="logit")),
               "x:double z:double", of_class("no", "yes"), [r for r in XZ if (r["x"], r["z"]) != (0.0, 2.0)], one, "the other declared class has what the one table leaves")


THREE = dictionary("y:string[a|b|c] x:double z:double")
TABLES = [("a", (0.25, 0.5, -0.125)), ("b", (-0.5, -0.25, 0.5)), ("c", (0.0, 0.125, 0.25))]


def tables():
    return [line(*t, targetCategory=c) for c, t in TABLES]


def several():
    """Three categories."""
    for v, link in (("3.2", "softmax"), ("4.4", "logit"), ("4.1", "simplemax")):
        target = "target" if v >= "4.2" else "predicted"
        rows = XZ if link != "simplemax" else [r for r in XZ if r["x"] is None or abs(r["x"]) < 3]
        fixture("multi_" + link,
                pmml(v, THREE, regression(schema("y=" + target, "x", "z"), *tables(), functionName="classification",
                                          normalizationMethod=link)),
                "x:double z:double", of_class("a", "b", "c"), rows)

    def none(r):
        if r["x"] is None or r["z"] is None:
            return {"class": None, "p_a": None, "p_b": None, "p_c": None}
        y = [0.03125 * r["x"] + 0.25, 0.0625 * r["z"] + 0.3]
        y.append(1 - (y[0] + y[1]))
        return {"class": "abc"[y.index(max(y))], "p_a": y[0], "p_b": y[1], "p_c": y[2]}
    worked_out("multi_none",
               pmml("4.2", THREE, regression(schema("y=target", "x", "z"), table(numeric("x", 0.03125), intercept=0.25, targetCategory="a"),
                                             table(numeric("z", 0.0625), intercept=0.3, targetCategory="b"),
                                             table(numeric("x", 9), intercept=0.5, targetCategory="c"),
                                             functionName="classification", normalizationMethod="none")),
               "x:double z:double", of_class("a", "b", "c"), [r for r in XZ if r["x"] is None or -1 <= r["x"] <= 2.5], none,
               "without normalization the last class has what the others leave")

    F = {"probit": lambda y: math.erfc(-y / math.sqrt(2)) / 2, "cloglog": lambda y: 1 - math.exp(-math.exp(y)),
         "loglog": lambda y: math.exp(-math.exp(-y)), "cauchit": lambda y: 0.5 + math.atan(y) / math.pi, "exp": math.exp}
    for link, f in F.items():
        def answer(r):
            if r["x"] is None or r["z"] is None:
                return {"class": None, "p_a": None, "p_b": None, "p_c": None}
            p = [f(t[1] * r["x"] + t[2] * r["z"] + t[0]) for _, t in TABLES]
            return {"class": "abc"[p.index(max(p))], "p_a": p[0], "p_b": p[1], "p_c": p[2]}
        worked_out("multi_" + link,
                   pmml("4.3", THREE, regression(schema("y=target", "x", "z"), *tables(), functionName="classification",
                                                 normalizationMethod=link)),
                   "x:double z:double", of_class("a", "b", "c"),
                   [r for r in XZ if r["x"] is None or -3 <= r["x"] <= 2.5], answer,
                   "each class its own link, not normalized (JPMML-Evaluator refuses it)")


ORDINAL = ['<DataField name="y" optype="ordinal" dataType="string"><Value value="low"/><Value value="mid"/>'
           '<Value value="high"/></DataField>']


def ordinal():
    """Cumulative links: differences, the last has the rest."""
    for v, link in (("4.4", "logit"), ("3.2", "probit"), ("4.2", "cloglog"), ("4.1", "loglog"), ("4.0", "cauchit")):
        target = "target" if v >= "4.2" else "predicted"
        parts = [table(numeric("x", -0.5), intercept=-1, targetCategory="low"),
                 table(numeric("x", -0.5), intercept=1.5, targetCategory="mid"),
                 table(intercept=99, targetCategory="high")]
        fixture("ordinal_" + link,
                pmml(v, dictionary(*ORDINAL, "x:double"), regression(
                    schema("y=" + target, "x"), *parts, functionName="classification", normalizationMethod=link)),
                "x:double", of_class("low", "mid", "high"),
                [{"x": x} for x in (-40.0, -8.0, -3.0, -1.0, -0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 9.0, N)])


def ordinal_target():
    """The optype of a Target comes before that of the DataField."""
    parts = [table(numeric("x", -0.5), intercept=-1, targetCategory="low"), table(numeric("x", -0.5), intercept=1.5, targetCategory="mid"),
             table(intercept=99, targetCategory="high")]

    def answer(r):
        if r["x"] is None:
            return {"class": N, "p_low": N, "p_mid": N, "p_high": N}
        c = [1 / (1 + math.exp(-(k - 0.5 * r["x"]))) for k in (-1, 1.5)]
        p = {"low": c[0], "mid": c[1] - c[0], "high": 1 - c[1]}
        return {"class": max(p, key=p.get)} | {"p_" + k: v for k, v in p.items()}
    dic = dictionary("y:string[low|mid|high] x:double")
    fixture("ordinal_by_target", pmml("4.4", dic, regression(schema("y=target", "x"), tag("Targets", tag("Target", field="y", optype="ordinal")), *parts,
                                                            functionName="classification", normalizationMethod="logit")),
            "x:double", of_class("low", "mid", "high"), [{"x": x} for x in (-8.0, -1.0, 0.5, 2.0, 5.0, N)], rule=answer)


def terms():
    """Exponents, categories, products, a constant table, a missing intercept."""
    dic = dictionary("y:double x:double z:double k:integer c:string[u|v|w] b:boolean")
    sch = schema("y=target", "x", "z", "k", "c", "b")
    t = table(
        numeric("x", "0.5", 1), numeric("x", "-0.25", 2), numeric("z", "0.125", 3), numeric("k", "2"),
        category("c", "u", "1.5"), category("c", "v", "-2.5"), category("b", "true", "0.0625"),
        tag("PredictorTerm", ref("x"), ref("z"), coefficient="0.75"),
        tag("PredictorTerm", ref("x"), ref("z"), ref("k"), coefficient="-1e-2", name="xzk"), intercept="0.1")
    fixture("regression_terms", pmml("4.4", dic, regression(sch, t)), "x:double z:double k:integer c:string b:boolean",
            [predicted(), number("y")],
            grid(x=[0.0, 1.5, -2.0], z=[0.0, 3.0, -0.1], k=[0, -7], c=["u", "w", N], b=[True, False]) +
            [dict(x=1.0, z=1.0, k=1, c=N, b=N), dict(x=N, z=1.0, k=1, c="u", b=True), dict(x=1.0, z=N, k=1, c="u", b=True),
             dict(x=1.0, z=1.0, k=N, c="u", b=True), dict(x=1e150, z=1e100, k=2**31 - 1, c="v", b=False),
             dict(x=1.0, z=1.0, k=1, c="unknown", b=True)])
    numbered = dictionary('<DataField name="g" optype="categorical" dataType="integer"><Value value="1"/><Value value="2"/></DataField>',
                          "y:double x:double d:double")
    fixture("regression_number_categories",
            pmml("4.3", numbered, regression(schema("y=target", "g", "x", "d optype=categorical"),
                                             table(category("g", "1", "10"), category("g", "2.0", "20"), category("d", "0.50", "3"),
                                                   category("d", "1", "5"), intercept="1"))),
            "g:integer x:double d:double", [predicted()],
            grid(g=[1, 2, N], x=[1.0], d=[0.5, 1.0, 2.0, -0.0, N]))
    fixture("regression_zero_exponent",
            pmml("4.1", dictionary("y:double x:double"), regression(
                schema("y=predicted", "x"), table(numeric("x", "3", 0), numeric("x", "2", 1), numeric("x", "1", 4), intercept="-1"))),
            "x:double", [predicted()], [{"x": x} for x in (0.0, 1.0, -1.0, 2.5, -0.0, 1e-200, 1e60, N)])
    no_intercept = pmml("4.0", dictionary("y:double x:double"), '<RegressionModel functionName="regression" modelType="linearRegression" '
                        'targetFieldName="y"><MiningSchema><MiningField name="x"/></MiningSchema><RegressionTable>'
                        '<NumericPredictor name="x" exponent="1" coefficient="2.5"/></RegressionTable></RegressionModel>')
    worked_out("regression_no_intercept", no_intercept, "x:double", [predicted(), number("y")],
               [{"x": x} for x in (0.0, 1.0, -4.0, 0.1, N)],
               lambda r: dict.fromkeys(("predict", "y"), None if r["x"] is None else 2.5 * r["x"]),
               "an intercept that is left out is 0, the target is targetFieldName")


def derived_terms():
    """Terms over derived fields, a term without value makes the result missing, a category does not."""
    fixture("regression_derived",
            pmml("4.4", dictionary("y:double x:double c:string"),
                 tag("TransformationDictionary", derived("sq", call("*", "x", "x")),
                     derived("code", call("if", call("equal", "c", const("b", "string")), const("B", "string")), "string")),
                 regression(schema("y=target", "x", "c"),
                            tag("LocalTransformations", derived("sq_log", call("ln", call("+", "sq", 1)))),
                            table(numeric("sq", 2), numeric("sq_log", 3), category("code", "B", 7), intercept=1))),
            "x:double c:string", [predicted()], grid(x=[0.0, 1.0, -2.0, 0.1, N], c=["a", "b", N]),
            rule=lambda r: {"predict": None if r["x"] is None else 2 * r["x"] ** 2 + 3 * math.log(r["x"] ** 2 + 1) +
                            (7 if r["c"] == "b" else 0) + 1},
            words="but a comparison with a missing value is missing (JPMML-Evaluator raises)")


def ties():
    """Equal values: the first table wins."""
    for link in ("softmax", "logit"):
        fixture("tie_" + link,
                pmml("4.4", dictionary("y:string[a|b|c] x:double"), regression(
                    schema("y=target", "x"), table(numeric("x", 1), intercept=0, targetCategory="c"),
                    table(numeric("x", 1), intercept=0, targetCategory="a"),
                    table(numeric("x", -1), intercept=0, targetCategory="b"),
                    functionName="classification", normalizationMethod=link)),
                "x:double", of_class("a", "b", "c"), [{"x": x} for x in (-1.0, 0.0, -0.0, 1.0, 30.0, -30.0, 800.0, N)])


def main():
    links()
    binary()
    several()
    ordinal()
    ordinal_target()
    terms()
    derived_terms()
    ties()


if __name__ == "__main__":
    main()

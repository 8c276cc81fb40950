"""semantics_general_regression.py: GeneralRegressionModel, its model types, links, contrasts and baselines.

usage: python3 semantics_general_regression.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
DIC = dictionary("y:double x:double z:double k:integer c:string[u|v|w] b:boolean o:double n:integer")
COLUMNS = "x:double z:double k:integer c:string b:boolean"
SCH = ("y=target", "x", "z", "k", "c", "b")


def general(sch, modelType, parameters, factors, covariates, pp, beta, *content, functionName="regression", before="",
            **a):
    """parameters: names, or (name, referencePoint); pp: (parameter, predictor, value[, category]); beta: (parameter, beta[, category])."""
    listed = [p if isinstance(p, tuple) else (p, None) for p in parameters.split()] if isinstance(parameters, str) else parameters
    def predictors(name, all):
        all = all.split() if isinstance(all, str) else all
        return tag(name, *[p if p.startswith("<") else tag("Predictor", name=p) for p in all])
    return tag("GeneralRegressionModel", sch, before,
               tag("ParameterList", *[tag("Parameter", name=n, referencePoint=r) for n, r in listed]),
               predictors("FactorList", factors) if factors else "", predictors("CovariateList", covariates) if covariates else "",
               tag("PPMatrix", *[tag("PPCell", value=c[2], predictorName=c[1], parameterName=c[0],
                                     targetCategory=c[3] if len(c) > 3 else None) for c in pp]),
               tag("ParamMatrix", *[tag("PCell", targetCategory=c[2] if len(c) > 2 else None, parameterName=c[0], beta=c[1], df=1)
                                    for c in beta]),
               *content, functionName=functionName, modelType=modelType, **a)


ROWS = grid(x=[0.0, 1.5, -2.0], z=[1.0, -0.1], k=[0, -7], c=["u", "v", "w"], b=[True, False]) + [
    dict(x=N, z=1.0, k=1, c="u", b=True), dict(x=1.0, z=N, k=1, c="u", b=True), dict(x=1.0, z=1.0, k=N, c="u", b=True),
    dict(x=1.0, z=1.0, k=1, c=N, b=True), dict(x=1.0, z=1.0, k=1, c="u", b=N), dict(x=1.0, z=1.0, k=1, c="new", b=True),
    dict(x=1e150, z=1e100, k=2**31 - 1, c="v", b=False)]

# an intercept, powers, a factor, an interaction of two factors, of factors and covariates
PARAMETERS = "p0 p1 p2 p3 p4 p5 p6 p7 p8"
PP = [("p1", "x", "1"), ("p2", "z", "2"), ("p3", "c", "u"), ("p4", "c", "v"), ("p5", "b", "true"), ("p6", "c", "u"),
      ("p6", "b", "true"), ("p7", "c", "v"), ("p7", "x", "1"), ("p7", "k", "2"), ("p8", "k", "1")]
BETA = [("p0", 0.25), ("p1", 0.5), ("p2", -0.125), ("p3", 1.5), ("p4", "-0.75"), ("p5", 0.3), ("p6", 0.7), ("p7", "1e-2"), ("p8", 0.0625)]


def terms():
    for v, kind in (("3.0", "regression"), ("3.2", "generalLinear"), ("4.4", "generalLinear")):
        target = "predicted" if v < "4.2" else "target"
        fixture("general_%s_%s" % (kind.lower(), v.replace(".", "")),
                pmml(v, DIC, general(schema("y=" + target, *SCH[1:]), kind, PARAMETERS, "c b", "x z k", PP, BETA)),
                COLUMNS, [predicted(), number("y")], ROWS)
    # a predictor in no list is a covariate; a factor that is a number; parameters in another order, unused ones
    dic = dictionary('<DataField name="g" optype="categorical" dataType="integer"><Value value="1"/><Value value="2"/></DataField>',
                     "y:double x:double z:double")
    fixture("general_number_factor",
            pmml("4.3", dic, general(schema("y=target", "g", "x", "z"), "generalLinear", "p2 p1 p0 unused", "g", "x",
                                     [("p1", "g", "1"), ("p2", "g", "2.0"), ("unused", "x", "1"), ("p3", "x", "0.5")][:3],
                                     [("p2", 20), ("p1", 10), ("p0", 1)])),
            "g:integer x:double z:double", [predicted()], grid(g=[1, 2, N], x=[1.0, N], z=[0.0]))
    fixture("general_targets",
            pmml("4.2", DIC, general(schema("y=target", "x"), "regression", "p0 p1", "", "x", [("p1", "x", "1")],
                                     [("p0", 1), ("p1", 2)],
                                     before=output(of("low", "predictedValue", dataType="double", optype="continuous")) +
                                     tag("Targets", tag("Target", tag("TargetValue", defaultValue=7), field="y", min=-3, max=9,
                                                        rescaleFactor=2, rescaleConstant=0.5)), targetVariableName="y")),
            "x:double", [predicted(), number("y"), number("low")], [{"x": x} for x in (0.0, 1.25, -9.0, 99.0, N)])


def missing_interaction():
    """A covariate that is missing is no 0, whatever factor it is multiplied with."""
    dic = dictionary("y:double x:double c:string[u|v]")
    fixture("general_missing_interaction", pmml("4.4", dic, general(schema("y=target", "x", "c"), "generalLinear", "p0 p1", "c", "x", [("p1", "x", "1"), ("p1", "c", "u")], [("p0", 1), ("p1", 2)])),
            "x:double c:string", [predicted()], grid(x=[3.0, N], c=["u", "v", N]),
            rule=lambda r: {"predict": N if N in r.values() else 1 + 2 * r["x"] * (r["c"] == "u")},
            words="but a missing covariate means no result, as in R, also where the factor is 0 (JPMML-Evaluator: 0)")


LINKS = [("identity", {}), ("log", {}), ("logc", {}), ("logit", {}), ("probit", {}), ("cloglog", {}), ("loglog", {}),
         ("negbin", dict(distParameter=0.5)), ("oddspower", dict(linkParameter=0.75)),
         ("oddspower", dict(linkParameter=0)), ("power", dict(linkParameter=0.5)), ("power", dict(linkParameter=-2)),
         ("power", dict(linkParameter=0))]
XZ = grid(x=[-3.0, -1.0, -0.25, 0.0, 0.5, 1.0, 2.5], z=[-1.0, 0.0, 2.0, N]) + [dict(x=x, z=z) for x in (40.0, -40.0, N) for z in (0.0, N)]


def links():
    for i, (link, more) in enumerate(LINKS):
        v = ("4.4", "4.3", "4.2", "4.1", "4.0", "3.2")[i % 6]
        target = "target" if v >= "4.2" else "predicted"
        name = link + "".join("_%g" % x for x in more.values()).replace("-", "m").replace(".", "")
        rows = XZ
        beta = [("p0", -4), ("p1", 0.5), ("p2", -0.125)] if link in ("logc", "negbin") else \
            [("p0", 4), ("p1", 0.5), ("p2", -0.125)] if more.get("linkParameter") else [("p0", 0.25), ("p1", 0.5), ("p2", -0.125)]
        if link in ("power", "oddspower", "negbin"):
            rows = [r for r in XZ if r["x"] is None or abs(r["x"]) < 3.5]
        fixture("general_link_" + name,
                pmml(v, DIC, general(schema("y=" + target, "x", "z"), "generalizedLinear", "p0 p1 p2", "", "x z",
                                     [("p1", "x", "1"), ("p2", "z", "1")], beta, linkFunction=link, distribution="normal", **more)),
                "x:double z:double", [predicted(), number("y")], rows)


def offset_trials():
    pp, beta = [("p1", "x", "1")], [("p0", 0.25), ("p1", 0.5)]
    def F(r, offset, trials):
        if r["x"] is None or trials is None:
            return {"predict": None}
        return {"predict": trials / (1 + math.exp(-(0.25 + 0.5 * r["x"] + offset)))}
    fixture("general_offset_value",
            pmml("3.2", DIC, general(schema("y=predicted", "x"), "generalizedLinear", "p0 p1", "", "x", pp, beta,
                                     linkFunction="logit", offsetValue=3, trialsValue=5, distribution="binomial")),
            "x:double", [predicted()], [{"x": x} for x in (-1.0, 0.0, 2.5, N)], rule=lambda r: F(r, 3, 5))
    fixture("general_offset_variable",
            pmml("4.4", DIC, general(schema("y=target", "x", "o", "n"), "generalizedLinear", "p0 p1", "", "x", pp, beta,
                                     linkFunction="logit", offsetVariable="o", trialsVariable="n", distribution="binomial")),
            "x:double o:double n:integer", [predicted()],
            grid(x=[-1.0, 2.5, N], o=[0.0, -2.5], n=[1, 12, 0]) + grid(x=[0.5], o=[N, 1.0], n=[N, 3]),
            rule=lambda r: {"predict": None} if r["o"] is None else F(r, r["o"], r["n"]),
            words="but without offset or trials there is no result (JPMML-Evaluator raises)")
    fixture("general_log_exposure",
            pmml("4.1", DIC, general(schema("y=predicted", "x", "o"), "generalizedLinear", "p0 p1", "", "x", pp, beta,
                                     tag("LocalTransformations", derived("lo", call("ln", "o"))) if False else "",
                                     before=tag("LocalTransformations", derived("lo", call("ln", "o"))),
                                     linkFunction="log", offsetVariable="lo", distribution="poisson")),
            "x:double o:double", [predicted()], grid(x=[-1.0, 2.5, N], o=[1.0, 0.5, 200.0]))


THREE = dictionary("y:string[a|b|d] x:double z:double c:string[u|v|w]")
TWO = dictionary("y:string[no|yes] x:double z:double c:string[u|v|w]")
XC = grid(x=[-3.0, 0.0, 0.5, 30.0, -40.0, N], c=["u", "w", N])
PPC = [("p1", "x", "1"), ("p2", "c", "u"), ("p3", "c", "v")]
OUT = output(of("p", "probability", value="a", dataType="double", optype="continuous"),
             of("best", "probability", dataType="double", optype="continuous"), of("class", "predictedValue", optype="categorical", dataType="string"))
BINARY = [("p0", 0.25, "yes"), ("p1", 0.5, "yes"), ("p2", -1, "yes"), ("p3", 2, "yes")]


def classes():
    beta = [("p0", 0.25, "a"), ("p1", 0.5, "a"), ("p2", -1, "a"), ("p3", 2, "a"),
            ("p0", -0.5, "b"), ("p1", -0.25, "b"), ("p2", 0.5, "b"), ("p3", 1, "b")]
    for v in ("3.0", "4.4"):
        fixture("general_multinomial_" + v.replace(".", ""),
                pmml(v, THREE, general(schema("y=" + ("target" if v == "4.4" else "predicted"), "x", "c"), "multinomialLogistic", "p0 p1 p2 p3", "c", "x", PPC, beta,
                                       functionName="classification", before=OUT if v == "4.4" else "")),
                "x:double c:string", of_class("a", "b", "d") + ([number("p"), number("best")] if v == "4.4" else []), XC)
    # the reference in the middle; a common PCell that one category overrides
    fixture("general_multinomial_reference",
            pmml("4.0", THREE, general(schema("y=predicted", "x", "c"), "multinomialLogistic", "p0 p1 p2 p3", "c", "x", PPC,
                                       [(p, x, "d" if t == "b" else t) for p, x, t in beta],
                                       functionName="classification", targetReferenceCategory="b")),
            "x:double c:string", of_class("a", "b", "d"), XC)
    for i, (link, more) in enumerate(LINKS):
        if link in ("log", "logc", "negbin", "power", "identity"):
            continue
        name = link + "".join("_%g" % x for x in more.values()).replace("-", "m").replace(".", "")
        fixture("general_binary_" + name,
                pmml(("4.4", "4.2", "4.0")[i % 3], TWO, general(
                    schema("y=target" if i % 3 < 2 else "y=predicted", "x", "c"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC,
                    [(p, x + 3 if p == "p0" and link == "oddspower" else x, t) for p, x, t in BINARY], functionName="classification", linkFunction=link, distribution="binomial",
                    targetReferenceCategory=None if i % 2 else "no", **more)),
                "x:double c:string", of_class("no", "yes") + [predicted()], [r for r in XC if link != "oddspower" or r["x"] is None or abs(r["x"]) < 1],
                event="yes")
    # PCells without a category are those of the one that is not the reference
    def answer(r):
        if r["x"] is None or r["c"] is None:
            return {"class": None, "p_no": None, "p_yes": None}
        p = 1 / (1 + math.exp(-(0.25 + 0.5 * r["x"] + {"u": -1, "v": 2}.get(r["c"], 0))))
        return {"class": "yes" if p > 0.5 else "no", "p_no": 1 - p, "p_yes": p}
    worked_out("general_binary_common",
               pmml("4.1", TWO, general(schema("y=predicted", "x", "c"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC,
                                        [(p, x) for p, x, t in BINARY], functionName="classification", linkFunction="logit",
                                        targetReferenceCategory="no", distribution="binomial")),
               "x:double c:string", of_class("no", "yes"), XC, answer,
               "PCells without targetCategory are those of every category but the reference")
    def three(r):
        if r["x"] is None or r["c"] is None:
            return {"class": None, "p_a": None, "p_b": None, "p_d": None}
        p = [0.3 + 0.001 * r["x"], 0.2 + 0.05 * (r["c"] == "u")]
        p.append(1 - (p[0] + p[1]))
        return {"class": "abd"[p.index(max(p))], "p_a": p[0], "p_b": p[1], "p_d": p[2]}
    fixture("general_three_generalized",
            pmml("4.3", THREE, general(schema("y=target", "x", "c"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC,
                                       [("p0", 0.3, "a"), ("p1", 0.001, "a"), ("p0", 0.2, "b"), ("p2", 0.05, "b")],
                                       functionName="classification", linkFunction="identity", targetReferenceCategory="d")),
            "x:double c:string", of_class("a", "b", "d"), [r for r in XC if r["x"] is None or abs(r["x"]) < 31], rule=three,
            words="but the reference category has what all others leave (JPMML-Evaluator: what the one before it leaves)")
    fixture("general_classes_offset",
            pmml("4.3", TWO, general(schema("y=target", "x", "c", "z"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC, BINARY,
                                     functionName="classification", linkFunction="logit", offsetVariable="z")),
            "x:double c:string z:double", of_class("no", "yes"), grid(x=[-3.0, 0.5, N], c=["u", "w"], z=[0.0, 1.5, -8.0]))
    refused("general_no_reference",
            pmml("4.1", TWO, general(schema("y=predicted", "x", "c"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC,
                                     [(p, x) for p, x, t in BINARY], functionName="classification", linkFunction="logit",
                                     distribution="binomial")),
            "nothing tells which of the two categories the PCells are about")


ORDINAL = dictionary('<DataField name="y" optype="ordinal" dataType="string"><Value value="low"/><Value value="mid"/>'
                     '<Value value="high"/></DataField>', "x:double z:double c:string[u|v|w]")


def cells_of_categories():
    """A parameter that is made of other predictors for another category."""
    def rule(r):
        if r["x"] is N:
            return {"class": N, "p_a": N, "p_b": N, "p_d": N}
        e = [math.exp(v) for v in (0.25 + 0.5 * r["x"], -0.5 + 0.3 * r["x"] ** 2, 0)]
        return dict({"class": "abd"[e.index(max(e))]}, **{"p_" + k: v / sum(e) for k, v in zip("abd", e)})
    fixture("general_cells_of_categories",
            pmml("4.4", THREE, general(schema("y=target", "x"), "multinomialLogistic", "p0 p1", "", "x", [("p1", "x", "1", "a"), ("p1", "x", "2", "b")],
                                       [("p0", 0.25, "a"), ("p1", 0.5, "a"), ("p0", -0.5, "b"), ("p1", 0.3, "b")],
                                       functionName="classification", before=OUT, targetReferenceCategory="d")),
            "x:double", of_class("a", "b", "d"), [{"x": v} for v in (0.0, 1.0, 2.0, -2.0, 0.5, 3.25, N)], rule=rule)


def ordinal():
    beta = [("p0", -1, "low"), ("p0", 1.5, "mid"), ("p1", -0.5), ("p2", 0.75), ("p3", -0.25)]
    for i, link in enumerate(("logit", "probit", "cloglog", "loglog", "cauchit")):
        v = ("4.4", "3.2", "4.0", "4.1", "4.3")[i]
        fixture("general_ordinal_" + link,
                pmml(v, ORDINAL, general(schema("y=" + ("target" if v >= "4.2" else "predicted"), "x", "c"), "ordinalMultinomial",
                                         "p0 p1 p2 p3", "c", "x", PPC, beta, functionName="classification", cumulativeLink=link)),
                "x:double c:string", of_class("low", "mid", "high"), grid(x=[-3.0, -0.0, 0.5, 7.0, -7.0, N], c=["u", "v", "w", N]))
    fixture("general_ordinal_offset",
            pmml("4.2", ORDINAL, general(schema("y=target", "x", "c", "z"), "ordinalMultinomial",
                                         "p0 p1 p2 p3", "c", "x", PPC, beta, functionName="classification", cumulativeLink="logit",
                                         offsetVariable="z")),
            "x:double c:string z:double", of_class("low", "mid", "high"), grid(x=[-3.0, 0.5, N], c=["u", "w"], z=[0.0, 1.5]))


def predictor(name, matrix, categories=("u", "v", "w")):
    return tag("Predictor", tag("Categories", *[tag("Category", value=c) for c in categories]) if categories else "",
               matrix, name=name, contrastMatrixType="other")


def rows_of(*rows, **a):
    return tag("Matrix", *[tag("Array", r, type="real", n=len(r.split())) for r in rows], **a)


def contrasts():
    matrices = {
        "any": (rows_of("1 0.5", "0 -0.25", "-1 0.5", nbRows=3, nbCols=2), ("u", "v", "w"), ("u", "v"),
                {"u": (1, 0.5), "v": (0, -0.25), "w": (-1, 0.5)}),
        "declared": (rows_of("1 0", "0 1", "-1 -1"), None, ("u", "v"), {"u": (1, 0), "v": (0, 1), "w": (-1, -1)}),
        "diagonal": (rows_of("0.5 2 3", kind="diagonal"), ("w", "u", "v"), ("w", "v"), {"w": (0.5, 0), "u": (0, 0), "v": (0, 3)}),
        "symmetric": (rows_of("1", "0.5 2", "0.25 0.125 3", kind="symmetric", nbRows=3, nbCols=3), ("u", "v", "w"), ("u", "w"),
                      {"u": (1, 0.25), "v": (0.5, 0.125), "w": (0.25, 3)}),
        "cells": (tag("Matrix", tag("MatCell", "0.5", row=1, col=2), tag("MatCell", "-4", row=3, col=1), kind="any", nbRows=3,
                      nbCols=3, diagDefault=1, offDiagDefault=0.125), ("u", "v", "w"), ("u", "v"),
                  {"u": (1, 0.5), "v": (0.125, 1), "w": (-4, 0.125)})}
    for name, (matrix, categories, columns, values) in matrices.items():
        def answer(r):
            if r["c"] is None or r["x"] is None:
                return {"predict": None}
            a, b = values[r["c"]]
            return {"predict": 1 + 2 * a + 3 * b + 0.5 * r["x"]}
        # JPMML-Evaluator takes only some kinds of a Matrix
        try:
            worked_out("general_contrast_" + name,
                       pmml("4.4", DIC, general(schema("y=target", "x", "c"), "generalLinear", "p0 p1 p2 p3", [predictor("c", matrix, categories)], "x",
                                                [("p1", "c", columns[0]), ("p2", "c", columns[1]), ("p3", "x", "1")],
                                                [("p0", 1), ("p1", 2), ("p2", 3), ("p3", 0.5)])),
                       "x:double c:string", [predicted()], grid(x=[0.0, 1.5, N], c=["u", "v", "w", N]), answer,
                       "the contrast in the row of the field's value and the column of the PPCell's value")
        finally:
            pass


SURVIVAL = dictionary("y:double x:double t:double c:string[u|v|w] s:string[1|2]")


def baseline(cells, **a):
    return [tag("BaselineCell", time=t, cumHazard=h) for t, h in cells]


def cox():
    cells = [(1, 0.01), (2.5, 0.05), (4, 0.2), (8.5, 0.9)]
    parameters = [("p0", None), ("p1", 2.5), ("p2", 0.25)]
    pp = [("p1", "x", "1"), ("p2", "c", "u")]
    beta = [("p1", 0.5), ("p2", -0.75)]
    def H(r, cells, last):
        if r["x"] is None or r["c"] is None or r["t"] is None or r["t"] > last:
            return {"predict": None}
        return {"predict": math.exp(0.5 * r["x"] - 0.75 * (r["c"] == "u") - (0.5 * 2.5 - 0.75 * 0.25)) *
                max([0.0] + [h for t, h in cells if t <= r["t"]])}
    times = [0.0, 0.5, 1.0, 2.5, math.nextafter(2.5, 0), 3.0, 8.5, 9.0, 10.0, 10.5, -1.0, N]
    for v, a, last in (("4.0", dict(maxTime=10), 10), ("4.3", {}, math.inf)):
        xml = pmml(v, SURVIVAL, general(schema("y=" + ("target" if v >= "4.2" else "predicted"), "x", "t", "c"), "CoxRegression", parameters, "c", "x", pp, beta,
                                          tag("BaseCumHazardTables", *baseline(cells), **a), endTimeVariable="t", statusVariable="y",
                                          before=output(of("h", "predictedValue", dataType="double", optype="continuous"),
                                                        value_of("survival", call("exp", call("*", -1, "h"))))))
        rows = grid(x=[0.0, 3.0], t=times, c=["u", "w"]) + [dict(x=N, t=1.0, c="u"), dict(x=1.0, t=2.0, c=N)]
        def rule(r):
            h = H(r, cells, last)["predict"]
            return {"predict": h, "survival": None if h is None else math.exp(-h)}
        if last == 10:
            fixture("general_cox_maxtime", xml, "x:double t:double c:string", [predicted(), number("survival")], rows, rule=rule,
                    words="but an Output of a missing prediction is missing (JPMML-Evaluator raises)")
        else:
            worked_out("general_cox", xml, "x:double t:double c:string", [predicted(), number("survival")], rows, rule,
                       "the cumulative hazard, without a maxTime (which JPMML-Evaluator wants)")
    strata = {"1": (cells, 10), "2": ([(2, 0.5), (3, 0.75)], 5)}
    def S(r):
        if r["s"] not in strata:
            return {"predict": None}
        return H(r, *strata[r["s"]])
    fixture("general_cox_strata",
            pmml("4.4", SURVIVAL, general(schema("y=target", "x", "t", "c", "s invalidValueTreatment=asIs"), "CoxRegression", parameters, "c", "x", pp, beta,
                                          tag("BaseCumHazardTables", *[tag("BaselineStratum", *baseline(cs), value=s, maxTime=m)
                                                                       for s, (cs, m) in strata.items()]),
                                          endTimeVariable="t", baselineStrataVariable="s")),
            "x:double t:double c:string s:string", [predicted()], grid(x=[0.0, 3.0], t=times, c=["u"], s=["1", "2"]) +
            [dict(x=1.0, t=3.0, c="u", s=s) for s in (N, "3")], rule=S,
            words="but without a time there is no result (JPMML-Evaluator raises)")


def segments():
    """General regressions as segments of ensembles."""
    pp, beta = [("p1", "x", "1"), ("p2", "c", "u")], [("p0", 0.25), ("p1", 0.5), ("p2", 2)]
    doc = pmml("4.4", DIC, mining(schema("y=target", "x", "c"), "average",
                                  segment("<True/>", general(schema("y=target", "x", "c"), "generalLinear", "p0 p1 p2", "c", "x", pp, beta)),
                                  segment(simple("x", "greaterThan", 0), general(schema("y=target", "x", "c"), "generalizedLinear", "p0 p1 p2", "c", "x", pp, beta, linkFunction="log"))))
    fixture("general_average", doc, "x:double c:string", [predicted()], grid(x=[0.0, 1.5, -2.0, N], c=["u", "v", N]))
    doc = pmml("4.4", TWO, mining(schema("y=target", "x", "c"), "average",
                                  segment("<True/>", general(schema("y=target", "x", "c"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC, BINARY,
                                                             functionName="classification", linkFunction="logit")),
                                  segment("<True/>", general(schema("y=target", "x", "c"), "generalizedLinear", "p0 p1 p2 p3", "c", "x", PPC, BINARY,
                                                             functionName="classification", linkFunction="probit")), functionName="classification"))
    fixture("general_average_classes", doc, "x:double c:string", of_class("no", "yes"), XC)


def main():
    terms()
    missing_interaction()
    links()
    offset_trials()
    classes()
    cells_of_categories()
    ordinal()
    contrasts()
    cox()
    segments()


if __name__ == "__main__":
    main()

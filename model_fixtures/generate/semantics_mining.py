"""semantics_mining.py: ensembles, chains, and segments without a prediction.

usage: python3 semantics_mining.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
DIC = "x:double z:double c:string[p|q|r]"
ROWS = grid(x=[-1.0, 0.5, 3.0, N], z=[-2.0, 1.0, N], c=["p", "q", "r", N])


def reg(intercept, target=False, **coefficients):
    """A segment's regression over x and z; a predictor that is missing makes it missing."""
    return regression(schema(*(["y=target"] if target else []), *(coefficients or ["x"])),
                      table(*[numeric(n, k) for n, k in coefficients.items()], intercept=intercept))


def voter(field, limit, below, above, name="y"):
    """A stump over a numeric field; no result where it is missing."""
    return tree(schema(name + "=target", field),
                node(TRUE, node(simple(field, "lessThan", limit), score=below), node(simple(field, "greaterOrEqual", limit), score=above)))


def shares(field, limit, below, above):
    """A stump with distributions over a, b, c."""
    def ds(n):
        return [dist(v, k) for v, k in zip("abc", n)]

    def best(n):
        return "abc"[n.index(max(n))]
    return tree(schema("y=target", field),
                node(TRUE, node(simple(field, "lessThan", limit), *ds(below), score=best(below)),
                     node(simple(field, "greaterOrEqual", limit), *ds(above), score=best(above))))


def regressions():
    weights = (1, 2.5, 0.5, 1)
    values = lambda r: (None if r["x"] is None else 2 * r["x"] + 1, None if r["z"] is None else -r["z"],
                        0.25, None if r["x"] is None or r["z"] is None else 0.1 * r["x"] + 0.3 * r["z"] - 0.7)
    when = lambda r: (True, True, r["c"] == "p", r["c"] in ("p", "q"))
    for v, method in (("4.0", "average"), ("4.0", "weightedAverage"), ("4.1", "sum"), ("4.4", "weightedSum"),
                      ("4.2", "median"), ("4.4", "weightedMedian"), ("4.3", "max"), ("4.4", "x-weightedSum"), ("4.3", "x-weightedMedian")):
        target = "target" if v >= "4.2" else "predicted"
        for treatment in ("returnMissing", "skipSegment", "continue") if v == "4.4" and not method.startswith("x-") else (None,):
            segments = [segment(TRUE, reg(1, x=2), weight=1), segment(TRUE, reg(0, z=-1), weight=2.5, id="two"),
                        segment(simple("c", "equal", "p"), reg(0.25), weight=0.5),
                        segment(among("c", "isIn", "p q"), reg(-0.7, x=0.1, z=0.3))]
            doc = pmml(v, dictionary("y:double " + DIC),
                       mining(schema("y=" + target, "x", "z", "c"), method, *segments,
                              segmentation={"missingPredictionTreatment": treatment,
                                            "missingThreshold": 0.4 if treatment == "skipSegment" else None}))
            name = "mining_" + method.lower().replace("-", "_") + ("_" + treatment.lower() if treatment else "")

            def rule(r):
                runs = [(w, y) for w, y, on in zip(weights, values(r), when(r)) if on]
                have = [(w, y) for w, y in runs if y is not None]
                weighted = "weighted" in method
                if len(have) < len(runs):
                    if treatment != "skipSegment":
                        return {"predict": None}
                    lost = sum(w for w, y in runs if y is None) / sum(w for w, _ in runs) if weighted else \
                        (len(runs) - len(have)) / len(runs)
                    if lost > 0.4 or not have:
                        return {"predict": None}
                ys = [y for _, y in have]
                if method == "average":
                    y = sum(ys) / len(ys)
                elif method == "weightedAverage":
                    y = sum(w * y for w, y in have) / sum(w for w, _ in have)
                elif method == "sum":
                    y = sum(ys)
                elif method.endswith("weightedSum"):
                    y = sum(w * y for w, y in have)
                elif method == "median":
                    s = sorted(ys)
                    n = len(s)
                    y = s[n // 2] if n % 2 else (s[n // 2 - 1] + s[n // 2]) / 2
                elif method == "max":
                    y = max(ys)
                else:
                    half, total = sum(w for w, _ in have) / 2, 0.0
                    for y, w in sorted((y, w) for w, y in have):
                        total += w
                        if total >= half:
                            break
                return {"predict": y}
            more = [{"x": 7.25, "z": 3.0, "c": "p"}, {"x": -0.1, "z": -0.1, "c": "q"}]
            if method == "max" or method.startswith("x-"):
                worked_out(name, doc, "x:double z:double c:string", [predicted()], ROWS + more, rule,
                           "the rule written out (JPMML-Evaluator does not take this method here)")
            else:
                fixture(name, doc, "x:double z:double c:string", [predicted()], ROWS + more, rule=rule)


def classifications():
    dic = dictionary("y:string[a|b|c] " + DIC)
    sch = schema("y=target", "x", "z", "c")
    out = output(of("best", "probability", dataType="double", optype="continuous"))
    votes = [segment(TRUE, voter("x", 0, "c", "b"), weight=1), segment(TRUE, voter("z", 0, "b", "a"), weight=2.5),
             segment(simple("c", "equal", "p"), voter("x", 1, "a", "a"), weight=0.5),
             segment(among("c", "isIn", "p q"), voter("z", 3, "c", "c"))]
    for method in ("majorityVote", "weightedMajorityVote"):
        for treatment, threshold in ((None, None), ("returnMissing", None), ("skipSegment", 0.5), ("continue", 0.75)):
            doc = pmml("4.4", dic, mining(sch, method, *votes, functionName="classification", before=out,
                                          segmentation={"missingPredictionTreatment": treatment, "missingThreshold": threshold}))
            name = "mining_%s%s" % (method.lower(), "_" + treatment.lower() if treatment else "")
            weights = (1, 2.5, 0.5, 1) if method.startswith("w") else (1, 1, 1, 1)

            def rule(r):
                x, z, c = r["x"], r["z"], r["c"]
                scores = [known(x, lambda v: "c" if v < 0 else "b"), known(z, lambda v: "b" if v < 0 else "a"),
                          known(x, lambda v: "a"), known(z, lambda v: "c")]
                runs = [(w, s) for w, s, on in zip(weights, scores, (True, True, c == "p", c in ("p", "q"))) if on]
                none = {"class": None, "p_a": None, "p_b": None, "p_c": None, "best": None}
                total = sum(w for w, _ in runs)
                lost = sum(w for w, s in runs if s is None)
                if lost:
                    if treatment == "returnMissing" or lost == total or lost / total > (threshold or 1):
                        return none
                tally = {k: sum(w for w, s in runs if s == k) for k in "abc"}
                if lost and treatment in (None, "continue") and lost > max(tally.values()):
                    return none
                n = sum(tally.values())
                best = max("abc", key=lambda k: tally[k])
                return dict({"class": best, "best": tally[best] / n}, **{"p_" + k: tally[k] / n for k in "abc"})
            fixture(name, doc, "x:double z:double c:string", of_class("a", "b", "c") + [number("best")], ROWS, rule=rule,
                    words=TIES % "" if name == "mining_majorityvote" or "_majorityvote_" in name else
                    "but no result where no segment has one (JPMML-Evaluator raises)" if treatment is None else "")


def known(v, f):
    return None if v is None else f(v)


TIES = ("but ties go to the class declared first (JPMML-Evaluator: voted first), no segment with a result means no "
        "result (it raises), and a missing share equal to missingThreshold is accepted%s")
COUNTS = [("x", 0, (5, 3, 2), (1, 1, 8)), ("z", 0, (2, 6, 2), (4, 4, 2)), ("x", 1, (1, 2, 7), (6, 3, 1))]


def distributions():
    dic = dictionary("y:string[a|b|c] " + DIC)
    sch = schema("y=target", "x", "z", "c")
    segments = [segment(TRUE, shares(*COUNTS[0]), weight=1), segment(TRUE, shares(*COUNTS[1]), weight=0.25),
                segment(simple("c", "equal", "p"), shares(*COUNTS[2]), weight=3)]
    weights = (1, 0.25, 3)
    for method in ("average", "weightedAverage", "max", "median"):
        for treatment in (None, "skipSegment") if method != "max" else (None,):
            doc = pmml("4.4", dic, mining(sch, method, *segments, functionName="classification",
                                          segmentation={"missingPredictionTreatment": treatment}))

            def rule(r):
                runs = []
                for w, (f, limit, below, above), on in zip(weights, COUNTS, (True, True, r["c"] == "p")):
                    if on:
                        runs.append((w, None if r[f] is None else [k / 10 for k in (below if r[f] < limit else above)]))
                have = [(w, p) for w, p in runs if p is not None]
                none = {"class": None, "p_a": None, "p_b": None, "p_c": None}
                if not have or (len(have) < len(runs) and treatment is None):
                    return none
                if method == "average":
                    p = [sum(p[i] for _, p in have) / len(have) for i in range(3)]
                elif method == "weightedAverage":
                    p = [sum(w * p[i] for w, p in have) / sum(w for w, _ in have) for i in range(3)]
                elif method == "max":
                    top = max(max(p) for _, p in have)
                    givers = [p for _, p in have if max(p) == top]
                    category = givers[0].index(top)
                    givers = [p for p in givers if p[category] == top]
                    p = [sum(q[i] for q in givers) / len(givers) for i in range(3)]
                else:
                    best, win = None, None
                    for i in range(3):
                        s = sorted((q for _, q in have), key=lambda q: q[i])
                        n = len(s)
                        m = s[n // 2][i] if n % 2 else (s[n // 2 - 1][i] + s[n // 2][i]) / 2
                        if best is None or m > best:
                            best, win = m, i
                    s = sorted((q for _, q in have), key=lambda q: q[win])
                    n = len(s)
                    p = s[n // 2] if n % 2 else [(a + b) / 2 for a, b in zip(s[n // 2 - 1], s[n // 2])]
                return dict({"class": "abc"[p.index(max(p))]}, **{"p_" + c: v for c, v in zip("abc", p)})
            fixture("mining_probability_%s%s" % (method.lower(), "_" + treatment.lower() if treatment else ""), doc,
                    "x:double z:double c:string", of_class("a", "b", "c"), ROWS, rule=rule,
                    words="but the median of an even number is the mean of the two in the middle (JPMML-Evaluator takes one of "
                    "them), and no segment with a result means no result (it raises)" if method == "median" else
                    "but no segment with a result means no result (JPMML-Evaluator raises)" if treatment else "")


def select_first():
    """The first true segment, a default at the end; segments with their own outputs and targets."""
    dic = dictionary("y:double " + DIC)
    sch = schema("y=target", "x", "z", "c")
    segments = [segment(simple("x", "lessThan", 0), reg(10, True, z=1), id="cold"),
                segment(compound("and", simple("x", "greaterOrEqual", 0), simple("c", "equal", "p")), reg(20, True, z=2), id="p"),
                segment(simple("c", "notEqual", "r"), reg(30, True, x=3))]
    for treatment in (None, "skipSegment", "returnMissing"):
        fixture("mining_selectfirst%s" % ("_" + treatment.lower() if treatment else ""),
                pmml("4.4" if treatment else "4.0", dic if treatment else dictionary("y:double " + DIC),
                     mining(schema("y=target" if treatment else "y=predicted", "x", "z", "c"), "selectFirst", *segments,
                            before=output(of("which", "entityId", dataType="string", optype="categorical")) if treatment is None else "",
                            segmentation={"missingPredictionTreatment": treatment})),
                "x:double z:double c:string", [predicted()] + ([text("which")] if treatment is None else []), ROWS,
                instead=(lambda r, a: {"predict": None, "which": None} if a == INVALID else a) if treatment is None else None,
                words="but no segment means no result (JPMML-Evaluator raises)" if treatment is None else "")
    dic = dictionary("y:string[a|b|c] " + DIC)
    segments = [segment(simple("c", "equal", "p"), shares(*COUNTS[0])), segment(simple("c", "equal", "q"), voter("z", 0, "b", "c")),
                segment(TRUE, regression(schema("y=target", "x", "z"), table(numeric("x", 1), intercept=0, targetCategory="a"),
                                         table(numeric("z", 1), intercept=0, targetCategory="b"),
                                         table(intercept=0.5, targetCategory="c"), functionName="classification",
                                         normalizationMethod="softmax"))]
    fixture("mining_selectfirst_classes",
            pmml("4.3", dic, mining(schema("y=target", "x", "z", "c"), "selectFirst", *segments, functionName="classification",
                                    before=output(of("best", "probability", dataType="double", optype="continuous")))),
            "x:double z:double c:string", of_class("a", "b", "c") + [number("best")], ROWS,
            instead=lambda r, a: a if a != INVALID else
            {"class": "b", "p_a": 0.0, "p_b": 1.0, "p_c": 0.0, "best": 1.0} if r["z"] < 0 else
            {"class": "c", "p_a": 0.0, "p_b": 0.0, "p_c": 1.0, "best": 1.0},
            words="but a score without a distribution has probability 1 (JPMML-Evaluator raises)")


def chains():
    """Outputs of earlier segments are fields, also in predicates, derived fields and the Output of the whole."""
    dic = dictionary("y:double " + DIC)
    first = regression(schema("x", "z"), output(of("score", "predictedValue", dataType="double", optype="continuous"),
                                                value_of("twice", call("*", "score", 2))),
                       table(numeric("x", 1.5), numeric("z", -1), intercept=0.5))
    second = tree(schema("score", "c"), output(of("band", "predictedValue", dataType="string", optype="categorical"),
                                               of("sure", "probability", dataType="double", optype="continuous")),
                  node(TRUE, node(simple("score", "lessThan", 2), dist("low", 7), dist("high", 3), score="low"),
                       node(simple("score", "greaterOrEqual", 2), dist("low", 1), dist("high", 4), score="high")))
    third = regression(schema("y=target", "score", "twice", "band", "d"),
                       tag("Targets", tag("Target", field="y", rescaleFactor=10)),
                       tag("LocalTransformations", derived("e", call("+", "d", "twice"))),
                       table(numeric("e", 1), category("band", "high", 100), intercept=0))
    never = regression(schema("y=target", "score"), table(intercept=-1))
    doc = pmml("4.4", dic, mining(
        schema("y=target", "x", "z", "c"), "modelChain",
        segment(TRUE, first, id="1"), segment(TRUE, second, id="2"),
        segment(compound("and", simple("score", "greaterThan", -100), simple("c", "notEqual", "r")), third, id="3"),
        segment(FALSE, never, id="4"),
        before=output(value_of("shown_score", ref("score")), value_of("shown_band", ref("band"), "string"),
                      value_of("shown_sure", ref("sure")), value_of("sum", call("+", "score", "d"))) +
        tag("LocalTransformations", derived("d", call("+", "x", 0.125)))))
    rows = [r for r in ROWS if r["c"] != "r" and r["c"] is not None and r["x"] is not None and r["z"] is not None]
    fixture("mining_chain", doc, "x:double z:double c:string",
            [predicted(), text("shown_band"), number("shown_score"), number("shown_sure"), number("sum")], rows)


def chain_outputs():
    """Outputs of the segments that ran are results of the whole."""
    dic = dictionary("y:double x:double")
    doc = pmml("4.4", dic, mining(
        schema("y=target", "x"), "modelChain",
        segment(TRUE, regression(schema("x"), output(of("half", "predictedValue", dataType="double", optype="continuous")),
                                 table(numeric("x", 0.5), intercept=0))),
        segment(simple("x", "greaterThan", 1), regression(schema("x", "half"), output(of("big", "predictedValue", dataType="double", optype="continuous")),
                                                          table(numeric("half", 3), intercept=1))),
        segment(TRUE, regression(schema("y=target", "half"), output(of("last", "predictedValue", dataType="double", optype="continuous")),
                                 table(numeric("half", 1), intercept=-1)))))

    def answer(r):
        x = r["x"]
        half = None if x is None else x / 2
        return {"predict": known(half, lambda h: h - 1), "half": half, "last": known(half, lambda h: h - 1),
                "big": known(half, lambda h: 3 * h + 1) if x is not None and x > 1 else None}
    worked_out("mining_chain_outputs", doc, "x:double", [predicted(), number("half"), number("big"), number("last")],
               [{"x": x} for x in (0.0, 1.0, 1.5, -2.0, N)], answer,
               "Outputs of every segment that ran are results (JPMML-Evaluator keeps those of the last one)")


def nested():
    """Ensembles of ensembles; a segment's own treatment of missing values; default ids; VariableWeight is in weights()."""
    dic = dictionary("y:double " + DIC)
    inner_sum = mining(schema("x", "z missingValueReplacement=0.5"), "sum",
                       segment(TRUE, reg(1, x=1)), segment(TRUE, regression(schema("z"), table(numeric("z", 1), intercept=0))),
                       before=tag("Targets", tag("Target", rescaleConstant=0.5)))
    inner_first = mining(schema("x", "c"), "selectFirst", segment(simple("c", "equal", "p"), reg(5)),
                         segment(TRUE, regression(schema("x outliers=asExtremeValues lowValue=0 highValue=1"),
                                                  table(numeric("x", 2), intercept=0))))
    doc = pmml("4.3", dic, mining(schema("y=target", "x", "z", "c"), "average", segment(TRUE, inner_sum), segment(TRUE, inner_first),
                                  segment(simple("c", "equal", "q"), reg(100))))

    def rule(r):
        if r["x"] is None:
            return {"predict": None}
        z = 0.5 if r["z"] is None else r["z"]
        values = [1 + r["x"] + z + 0.5, 5 if r["c"] == "p" else 2 * min(1, max(0, r["x"]))]
        if r["c"] == "q":
            values.append(100)
        return {"predict": sum(values) / len(values)}
    fixture("mining_nested", doc, "x:double z:double c:string", [predicted()], ROWS, rule=rule)


def weights():
    """A weight from a field of the row."""
    dic = dictionary("y:double " + DIC + " w:double")
    segments = [tag("Segment", TRUE, reg(1, x=2), tag("VariableWeight", field="w")), segment(TRUE, reg(3), weight=2)]
    doc = pmml("4.4", dic, mining(schema("y=target", "x", "w"), "weightedAverage", *segments))

    def rule(r):
        if r["x"] is None:
            return {"predict": None}
        w = r["w"] or 0.0
        return {"predict": (w * (2 * r["x"] + 1) + 2 * 3) / (w + 2)}
    worked_out("mining_variable_weight", doc, "x:double w:double", [predicted()],
               grid(x=[0.0, 1.0, -4.5, N], w=[0.0, 1.0, 2.5, N]), rule, "a missing weight counts 0")


def float_context():
    """x-mathContext="float": every step in single precision, and float fields without it."""
    dic = dictionary("y:double x:float z:double")
    stumps = []
    for k, (f, t, a, b) in enumerate([("x", "0.1", "0.1", "-0.3"), ("x", "0.7", "1e-3", "0.123456789"), ("z", "1.5", "7.7", "3.3"),
                                      ("x", "-2.2", "-1000.1", "0.01")]):
        stumps.append(tree(schema("x", "z"), node(TRUE, node(simple(f, "lessThan", t), score=a), score=b), functionName="regression",
                           noTrueChildStrategy="returnLastPrediction", **{"x__mathContext": "float"}))
    rows = [dict(x=x, z=z) for z in (0.0, 1.5, N) for x in
            [0.0, 1.0, -3.0, N] + fx.f32_neighbours(0.1) + fx.f32_neighbours(0.7) + [0.1, 0.7, -2.2]]
    for method in ("sum", "average", "weightedAverage"):
        doc = pmml("4.4", dic, mining(schema("y=target", "x", "z"), method, *[segment(TRUE, s, weight=w) for s, w in zip(stumps, (1, 0.3, 2.5, 1))],
                                      **{"x__mathContext": "float"}))
        fixture("float_" + method.lower(), doc, "x:double z:double", [fx.check("predict", "predict")], rows)
    chained = mining(schema("y=target", "x", "z"), "modelChain",
                     segment(TRUE, mining(schema("x", "z"), "sum", *[segment(TRUE, s) for s in stumps[:3]],
                                          before=output(of("margin", "predictedValue", dataType="float", optype="continuous")) +
                                          tag("Targets", tag("Target", rescaleConstant="0.3", rescaleFactor="1.1")),
                                          **{"x__mathContext": "float"})),
                     segment(TRUE, regression(schema("y=target", "margin"), table(numeric("margin", "1.0"), intercept="0.0", targetCategory="1"),
                                              table(intercept="0.0", targetCategory="0"), functionName="classification",
                                              normalizationMethod="logit", **{"x__mathContext": "float"})),
                     functionName="classification", **{"x__mathContext": "float"})
    doc = pmml("4.4", dictionary("y:integer~categorical[0|1] x:float z:double"), chained)
    fixture("float_logit", doc, "x:double z:double",
            [fx.check("class", "predict_class"), fx.check("predict", "predict", "float32_ulp", ulp=2),
             fx.check("p_0", "predict_proba_of", "float32_ulp", ulp=2, **{"class": "0"})], rows, event="1")
    # no float context: only the field is single
    doc = pmml("4.3", dictionary("y:double x:float z:float"), regression(schema("y=target", "x", "z"),
                                                                        table(numeric("x", "0.1"), numeric("z", "3.3"), intercept="0.7")))
    fixture("float_fields", doc, "x:double z:double", [predicted(), number("y")],
            grid(x=[0.1, 0.2, 1e-3, 16777217.0, N], z=[0.3, -7.7, 1e10]))


def anomalies():
    """An algorithm that is none of the standard's own: what the model inside gives, and an Output about it."""
    inner = regression(schema("x", "z"), table(numeric("x", 2), numeric("z", -1), intercept="0.5"))
    doc = pmml("4.4", dictionary("x:double z:double"), tag("AnomalyDetectionModel", schema("x", "z"), output(
        of("score", "predictedValue", dataType="double", optype="continuous"), of("odd", "decision", call("greaterThan", "score", 3.0), dataType="boolean", optype="categorical")), inner,
        functionName="regression", algorithmType="other"))
    worked_out("anomaly_other", doc, "x:double z:double", [predicted(), number("score"), text("odd")], grid(x=[-1.0, 0.0, 2.5, N], z=[1.0, -4.0]),
               lambda r: dict.fromkeys(("predict", "score", "odd")) if r["x"] is N else {"predict": 2 * r["x"] - r["z"] + 0.5, "score": 2 * r["x"] - r["z"] + 0.5, "odd": 2 * r["x"] - r["z"] + 0.5 > 3},
               "2x - z + 0.5, as the model inside has it")


def select_all():
    """The list of what the segments that ran predict, of their own outputs, and of outputs about it."""
    numbers = [number("%s%d" % (n, i), key="%s/%d" % (n, i)) for n in ("y", "shown", "whole", "own", "twice") for i in range(3)]
    nothing = lambda checks: {c["column"]: None for c in checks}
    words = "but no segment means no result (JPMML-Evaluator raises)"
    own = lambda k: output(of("own", "predictedValue", dataType="double", optype="continuous"), value_of("twice", call("*", "own", k)))
    line = lambda k, name: regression(schema("y=target", "x", "z"), own(k), table(numeric(name, k), intercept=0.5))
    outs = output(of("shown", "predictedValue", dataType="double", optype="continuous"), of("whole", "predictedValue", dataType="float", optype="continuous"),
                  value_of("x1", call("+", "x", 1)))
    segments = [segment(simple("x", "greaterOrEqual", 0), line(2, "x"), id="a"), segment(simple("c", "notEqual", "r"), line(-1.1, "z"), id="b"),
                segment(simple("c", "equal", "p"), line(0.3, "x"), id="c")]
    rows = [r for r in ROWS if r["x"] is not None and r["z"] is not None]
    fixture("mining_selectall", pmml("4.4", dictionary("y:double " + DIC), mining(schema("y=target", "x", "z", "c"), "selectAll", *segments, before=outs)),
            "x:double z:double c:string", numbers + [number("x1")], rows,
            instead=lambda r, a: nothing(numbers) | {"x1": r["x"] + 1} if a == INVALID else
            {k: fx.f32(v) if k.startswith("whole") and v is not None else v for k, v in a.items()},
            words=words + ", and the dataType is that of the elements (JPMML-Evaluator leaves them as they are)")
    dic = dictionary(tag("DataField", '<Value value="a" displayValue="Alpha"/><Value value="b" displayValue="Beta"/>', name="y", optype="categorical",
                         dataType="string"), DIC)
    side = lambda k, name: regression(schema("y=target", "x", "z"), table(numeric(name, k), intercept=0.5, targetCategory="a"),
                                      table(intercept=0, targetCategory="b"), functionName="classification", normalizationMethod="logit")
    segments = [segment(simple("x", "greaterOrEqual", 0), side(2, "x"), id="a"), segment(simple("c", "notEqual", "r"), side(-1.1, "z"), id="b")]
    checks = [text("%s%d" % (n, i), key="%s/%d" % (n, i)) for n in ("y", "name") for i in range(2)]

    def classes(r):
        ran = ["a" if 2 * r["x"] + 0.5 > 0 else "b"] if r["x"] >= 0 else []
        ran += ["a" if -1.1 * r["z"] + 0.5 > 0 else "b"] if r["c"] not in ("r", None) else []
        return nothing(checks) | {"y%d" % i: k for i, k in enumerate(ran)} | {"name%d" % i: {"a": "Alpha", "b": "Beta"}[k] for i, k in enumerate(ran)}
    worked_out("mining_selectall_classes", pmml("4.2", dic, mining(
        schema("y=target", "x", "z", "c"), "selectAll", *segments, functionName="classification",
        before=output(of("name", "predictedDisplayValue", dataType="string", optype="categorical")))),
        "x:double z:double c:string", checks, rows, classes, "the sign of each segment's line, and the displayValue of each class of the list")


def main():
    anomalies()
    regressions()
    classifications()
    distributions()
    select_first()
    select_all()
    chains()
    chain_outputs()
    nested()
    weights()
    float_context()


if __name__ == "__main__":
    main()

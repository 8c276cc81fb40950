"""semantics_rule_set.py: rule sets, their selection methods, compound rules, defaults.

usage: python3 semantics_rule_set.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None


def rule(predicate, score, *content, **a):
    return tag("SimpleRule", predicate, *content, score=score, **a)


def compound_rule(predicate, *rules):
    return tag("CompoundRule", predicate, *rules)


def rule_set(sch, methods, *content, functionName="classification", before="", after="", algorithmName=None, **a):
    return tag("RuleSetModel", sch, before,
               tag("RuleSet", *[tag("RuleSelectionMethod", criterion=m) for m in methods], *content, **a),
               after, functionName=functionName, algorithmName=algorithmName)


FEATURES = output(of("said", "predictedValue", dataType="string", optype="categorical"),
                  of("rule", "entityId", dataType="string", optype="categorical"),
                  of("sure", "confidence", dataType="double", optype="continuous"))
CHECKS = [fx.check("class", "predict_class"), text("said"), text("rule"), number("sure")]

# The standard's own example: drugs by blood pressure, potassium and sodium.
DRUGS = dictionary("BP:string[HIGH|LOW|NORMAL] K:double Age:double Na:double $C:string[drugA|drugB|drugC|drugX|drugY]")
BP = lambda v: simple("BP", "equal", v)
FLAT = [
    rule(compound("and", BP("HIGH"), simple("K", "greaterThan", "0.045804001"), simple("Age", "lessOrEqual", "50"),
                  simple("Na", "lessOrEqual", "0.77240998")), "drugB", id="RULE1", recordCount=79, nbCorrect=76,
         confidence="0.9", weight="0.9"),
    rule(compound("and", simple("K", "greaterThan", "0.057789002"), BP("HIGH"), simple("Age", "lessOrEqual", "50")),
         "drugA", id="RULE2", recordCount=278, nbCorrect=168, confidence="0.6", weight="0.6"),
    rule(compound("and", BP("HIGH"), simple("Na", "greaterThan", "0.21")), "drugA", id="RULE3", recordCount=100,
         nbCorrect=50, confidence="0.36", weight="0.36")]
NESTED = [
    compound_rule(BP("HIGH"),
                  compound_rule(simple("Age", "lessOrEqual", "50"),
                                rule(compound("and", simple("K", "greaterThan", "0.045804001"), simple("Na", "lessOrEqual", "0.77240998")),
                                     "drugB", id="RULE1", confidence="0.9", weight="0.9"),
                                rule(simple("K", "greaterThan", "0.057789002"), "drugA", id="RULE2", confidence="0.6", weight="0.6")),
                  rule(simple("Na", "greaterThan", "0.21"), "drugA", id="RULE3", confidence="0.36", weight="0.36"))]
DRUG_ROWS = [{"BP": "HIGH", "K": 0.0621, "Age": 36.0, "Na": 0.5023}] + grid(
    BP=["HIGH", "LOW", N], K=[0.0621, 0.05, 0.01, N], Age=[36.0, 50.0, 51.0, N], Na=[0.5023, 0.2, 0.9, N])


def drugs():
    """The example of the standard, flat and nested: firstHit drugB 0.9, weightedSum drugA 0.32, weightedMax drugB 0.9."""
    printed = {"firstHit": ("drugB", 0.9), "weightedSum": ("drugA", 0.32), "weightedMax": ("drugB", 0.9)}
    for version, (shape, rules), method in (
            ("3.0", ("flat", FLAT), "firstHit"), ("3.2", ("flat", FLAT), "weightedSum"), ("4.4", ("flat", FLAT), "weightedMax"),
            ("4.3", ("nested", NESTED), "firstHit"), ("4.2", ("nested", NESTED), "weightedSum"), ("4.1", ("nested", NESTED), "weightedMax")):
        target = "target" if version >= "4.2" else "predicted"
        old = {"targetField": "$C"} if version == "3.0" else {}
        features = output(of("said", "predictedValue", dataType="string", optype="categorical", **old),
                          of("rule", "entityId", dataType="string", optype="categorical", **old),
                          of("sure", "confidence", dataType="double", optype="continuous", **old)) if version != "3.0" else output(
            *[of(n, f, dataType=t, optype=o, **old) for n, f, t, o in (("said", "predictedValue", "string", "categorical"),
              ("rule", "entityId", "string", "categorical"), ("sure", "confidence", "double", "continuous"))])

        def first(row, a):
            if row == DRUG_ROWS[0]:
                assert (a["class"], round(a["sure"], 12)) == printed[method], a
            return a
        fixture("rules_%s_%s" % (shape, method.lower()),
                pmml(version, DRUGS, rule_set(schema("BP", "K", "Age", "Na", "$C=" + target), [method], *rules, before=features,
                                              defaultScore="drugY", defaultConfidence="0.0", recordCount=1000, nbCorrect=149)),
                "BP:string K:double Age:double Na:double", CHECKS, DRUG_ROWS, instead=first)


XK = dictionary("k:string[no|yes|maybe] x:double c:string")
XROWS = grid(x=[-3.0, -1.0, 0.0, 1.0, 2.5, N], c=["r", "g", "b", N])


WEIGHTED = [("yes", "b", 2.0, 1.0, lambda r: r["x"] is not None and r["x"] < 1),
            ("no", "a", 2.0, 0.5, lambda r: r["x"] is not None and r["x"] < 2),
            ("maybe", "c", 3.0, 0.75, lambda r: r["c"] == "g"),
            ("yes", "d", 0.5, 1.0, lambda r: r["x"] is not None and r["x"] < 0)]


def weigh(method):
    """The rules above by themselves; of equal sums the category declared first wins."""
    def answer(row):
        fired = [f for f in WEIGHTED if f[4](row)]
        if not fired:
            return {"class": "no", "said": "no", "rule": None, "sure": 0.0625}
        if method == "weightedMax":
            best = max(fired, key=lambda f: f[2])
            return {"class": best[0], "said": best[0], "rule": best[1], "sure": best[3]}
        sums = {k: sum(f[2] for f in fired if f[0] == k) for k in ("no", "yes", "maybe") if any(f[0] == k for f in fired)}
        k = max(sums, key=sums.get)
        return {"class": k, "said": k, "rule": max([f for f in fired if f[0] == k], key=lambda f: f[2])[1], "sure": sums[k] / len(fired)}
    return answer


def details():
    below = lambda v: simple("x", "lessThan", v)
    # distributions, no default, several selection methods of which the first counts; ids by position
    rules = [rule(below(-2), "no", dist("no", 8), dist("yes", 2), confidence="0.75"),
             rule(simple("c", "equal", "r"), "yes", dist("yes", 3, confidence="0.6", probability="0.75"),
                  dist("no", 1, confidence="0.4", probability="0.25"), confidence="0.5"),
             compound_rule(simple("c", "notEqual", "b"), rule(below(1), "maybe"), rule(TRUE, "no", confidence="0.125", id="last"))]
    shown = output(of("said", "predictedValue", dataType="string", optype="categorical"),
                   of("rule", "entityId", dataType="string", optype="categorical"),
                   of("sure", "confidence", dataType="double", optype="continuous"),
                   of("p_no", "probability", value="no", dataType="double", optype="continuous"),
                   of("p_yes", "probability", value="yes", dataType="double", optype="continuous"))
    said = lambda k, rule_id, sure, p_no, p_yes: {"class": k, "said": k, "rule": rule_id, "sure": sure, "p_no": p_no, "p_yes": p_yes}

    def first_hit(r):
        x, c = r["x"], r["c"]
        if x is not None and x < -2:
            return said("no", "1", 0.75, 0.8, 0.2)
        if c == "r":
            return said("yes", "2", 0.5, 0.25, 0.75)
        if c == "g":
            return said("maybe", "3", 1.0, None, None) if x is not None and x < 1 else said("no", "last", 0.125, None, None)
        return said(None, None, None, None, None)
    worked_out("rules_distributions", pmml("4.4", XK, rule_set(
        schema("k=target", "x", "c"), ["firstHit", "weightedSum"], *rules, before=shown)),
        "x:double c:string", CHECKS + [number("p_no"), number("p_yes")], XROWS, first_hit,
        "the standard's rules (JPMML-Evaluator wants a defaultScore)")
    # weights: a tie goes to the first rule
    weighted = [rule(below(1), "yes", id="b", weight="2"), rule(below(2), "no", id="a", weight="2", confidence="0.5"),
                rule(simple("c", "equal", "g"), "maybe", id="c", weight="3", confidence="0.75"), rule(below(0), "yes", id="d", weight="0.5")]
    for method, words in (("weightedMax", "the greatest weight decides, as the standard has it; JPMML-Evaluator takes the greatest confidence"), ("weightedSum", "of equal sums the category declared first, where "
                                                "JPMML-Evaluator has the score that fired first")):
        fixture("rules_weights_" + method.lower(), pmml("4.0", XK, rule_set(
            schema("k=predicted", "x", "c"), [method], *weighted, before=FEATURES, defaultScore="no", defaultConfidence="0.0625")),
            "x:double c:string", CHECKS, XROWS, rule=weigh(method), words=words)
    # a number as the score, through Targets; without any rule the default
    def number_of(r):
        if r["x"] is not None and r["x"] < -2:
            return {"predict": 4.0, "rule": "low", "sure": 0.7}
        if r["c"] == "r":
            return {"predict": -7.0, "rule": "red", "sure": 1.0}
        return {"predict": 21.0, "rule": None, "sure": 0.25}
    worked_out("rules_regression", pmml("4.2", dictionary("y:double x:double c:string"), rule_set(
        schema("y=target", "x", "c"), ["firstHit"], rule(below(-2), "1.5", id="low", confidence="0.7"),
        rule(simple("c", "equal", "r"), "-4", id="red"), functionName="regression", defaultScore="10", defaultConfidence="0.25",
        before=output(of("rule", "entityId", dataType="string", optype="categorical"), of("sure", "confidence", dataType="double", optype="continuous"))
        + tag("Targets", tag("Target", field="y", rescaleFactor="2", rescaleConstant="1")))),
        "x:double c:string", [predicted(), text("rule"), number("sure")], XROWS, number_of,
        "the standard's rules (JPMML-Evaluator has no RuleSetModel for regression)")
    # integers as categories, written otherwise
    fixture("rules_integer_target", pmml("4.3", dictionary("n:integer~categorical[1|2|3] x:double"), rule_set(
        schema("n=target", "x"), ["weightedSum"], rule(below(0), "1.0", weight="0.5"), rule(below(1), "2", weight="0.25"),
        rule(simple("x", "greaterOrEqual", 2), "3"), defaultScore="2", defaultConfidence="0",
        before=output(of("sure", "confidence", dataType="double", optype="continuous")))),
        "x:double", [fx.check("class", "predict_class"), number("sure")], grid(x=[-3.0, 0.0, 0.5, 1.0, 2.0, N]))
    # rules vote in a mining model
    vote = lambda *r: rule_set(schema("k=target", "x", "c"), ["firstHit"], *r, defaultScore="no", defaultConfidence="0")
    fixture("rules_votes", pmml("4.4", XK, mining(
        schema("k=target", "x", "c"), "majorityVote",
        segment(TRUE, vote(rule(below(0), "no"), rule(TRUE, "yes"))), segment(TRUE, vote(rule(simple("c", "equal", "r"), "yes"), rule(TRUE, "no"))),
        segment(TRUE, vote(rule(below(2), "no"), rule(TRUE, "maybe"))), functionName="classification",
        before=output(of("p_no", "probability", value="no", dataType="double", optype="continuous")))),
        "x:double c:string", [fx.check("class", "predict_class"), number("p_no")],
        grid(x=[-3.0, 0.0, 1.0], c=["r", "g"]) + [{"x": 3.0, "c": "r"}])


if __name__ == "__main__":
    drugs()
    details()

"""semantics_scorecard.py: Scorecard, its points and its reason codes.

usage: python3 semantics_scorecard.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
DIC = dictionary("y:double", '<DataField name="department" optype="categorical" dataType="string"><Value value="marketing"/>'
                 '<Value value="engineering"/><Value value="business"/><Value value="sales"/></DataField>', "age:integer income:double")
COLUMNS = "department:string age:integer income:double"
SCH = ("department", "age", "income")


def attribute(predicate, score=None, code=None, *content):
    return tag("Attribute", predicate, *content, partialScore=score, reasonCode=code)


def characteristic(name, code, baseline, *attributes):
    return tag("Characteristic", *attributes, name=name, reasonCode=code, baselineScore=baseline)


def scorecard(sch, outputs, *characteristics, before="", functionName="regression", **a):
    return tag("Scorecard", sch, outputs, before, tag("Characteristics", *characteristics), functionName=functionName, **a)


def codes(n, feature="reasonCode"):
    return output(of("score", "predictedValue", dataType="double", optype="continuous"),
                  *[of("rc%d" % i, feature, rank=i, dataType="string", optype="categorical") for i in range(1, n + 1)])


def between(field, low, high):
    return compound("and", simple(field, "greaterThan", low), simple(field, "lessOrEqual", high))


def department(baseline=19, code="RC1"):
    return characteristic("department", code, baseline,
                          attribute(simple("department", "isMissing"), -9),
                          attribute(simple("department", "equal", "marketing"), 19),
                          attribute(simple("department", "equal", "engineering"), 3),
                          attribute(simple("department", "equal", "business"), 6),
                          attribute("<True/>", 0))


def age(baseline=18):
    return characteristic("age", "RC2", baseline,
                          attribute(simple("age", "isMissing"), -1, "RC2_1"),
                          attribute(simple("age", "lessOrEqual", 18), -3, "RC2_2"),
                          attribute(between("age", 18, 29), 0, "RC2_3"),
                          attribute(between("age", 29, 39), 12, "RC2_4"),
                          attribute(simple("age", "greaterThan", 39), 18, "RC2_5"))


def income(baseline=10, code="RC3"):
    return characteristic("income", code, baseline,
                          attribute(simple("income", "isMissing"), 5, "RC3_1" if code else "RC1"),
                          attribute(simple("income", "lessOrEqual", 1000), 26, None if code else "RC1"),
                          attribute(between("income", 1000, 1500), 5, None if code else "RC2"),
                          attribute(simple("income", "greaterThan", 1500), -3, None if code else "RC2_1"))


ROWS = grid(department=["marketing", "engineering", "sales", N], age=[18, 19, 29, 30, 40, N], income=[1000.0, 1000.5, 1500.0, 1501.0, N]) + [
    dict(department="unknown", age=1, income=1.0), dict(department="business", age=-2**31, income=-1e300)]


def checks(n):
    return [predicted(), number("score")] + [text("rc%d" % i) for i in range(1, n + 1)]


def reasons():
    for v, a in (("4.1", dict(reasonCodeAlgorithm="pointsBelow", baselineMethod="min")), ("4.4", dict(reasonCodeAlgorithm="pointsAbove", baselineMethod="max")),
                 ("4.2", dict(initialScore=-7.5, baselineMethod="mean"))):
        target = "target" if v >= "4.2" else "predicted"
        name = a.get("reasonCodeAlgorithm", "initial").lower()
        fixture("scorecard_" + name,
                pmml(v, DIC, scorecard(schema("y=" + target, *SCH), codes(4), department(), age(), income(), useReasonCodes="true", **a)),
                COLUMNS, checks(4), ROWS)
    # codes that several characteristics share are added; one baseline for all
    fixture("scorecard_shared_codes",
            pmml("4.3", DIC, scorecard(schema("y=target", *SCH), codes(3), department(None), age(None), income(None, None),
                                       baselineScore=4.5, initialScore=100)),
            COLUMNS, checks(3), ROWS)
    # ties: in the order of the characteristics; 0 stays, what is below goes
    same = [characteristic(n, "R" + n, 5, attribute(simple("age", "greaterThan", t), s), attribute("<True/>", o))
            for n, t, s, o in (("a", 10, 3, 5), ("b", 20, 3, 6), ("c", 30, 3, 5), ("d", 40, 3, 7))]
    fixture("scorecard_ties", pmml("4.4", DIC, scorecard(schema("y=target", "age"), codes(5), *same)),
            "age:integer", checks(5), [{"age": a} for a in (0, 10, 11, 21, 31, 41, N)])
    fixture("scorecard_without_codes",
            pmml("4.0", DIC, scorecard(schema("y=predicted", *SCH), "", department(None, None), useReasonCodes="false")),
            "department:string", [predicted(), number("y")], [{"department": d} for d in ("marketing", "business", N)])


def missing():
    """No attribute is true, or its points are missing: no score, then Targets."""
    card = [characteristic("age", "A", 3, attribute(simple("age", "lessThan", 30), 1), attribute(simple("age", "greaterThan", 50), 2)),
            characteristic("income", "I", 3, attribute(simple("income", "greaterOrEqual", 0), 5))]
    fixture("scorecard_no_attribute", pmml("4.4", DIC, scorecard(schema("y=target", "age", "income"), codes(2), *card)),
            "age:integer income:double", checks(2), grid(age=[20, 40, 60, N], income=[-1.0, 0.0, N]),
            rule=lambda r: dict.fromkeys(("predict", "score", "rc1", "rc2")) if r["age"] in (N, 40) or r["income"] in (N, -1.0) else
            dict(predict=6.0 + (r["age"] > 50), score=6.0 + (r["age"] > 50), rc1="A", rc2=None),
            words="but Outputs without a score are missing (JPMML-Evaluator raises)")
    fixture("scorecard_targets",
            pmml("4.4", DIC, scorecard(schema("y=target", "age", "income"), "", *card,
                                       before=tag("Targets", tag("Target", tag("TargetValue", defaultValue=-2), field="y",
                                                                 rescaleFactor=10, rescaleConstant=1, max=6.5)))),
            "age:integer income:double", [predicted(), number("y")], grid(age=[20, 40, 60, N], income=[-1.0, 0.0, N]),
            rule=lambda r: dict.fromkeys(("predict", "y"), -19.0 if r["age"] in (N, 40) or r["income"] in (N, -1.0) else
                                         66.0 if r["age"] > 50 else 61.0),
            words="but without a score the default value is the result (JPMML-Evaluator raises)")


def complex_scores():
    dic = dictionary("y:double age:integer income:double s:string")
    points = tag("ComplexPartialScore", call("+", call("*", ref("income"), const("0.01", "double")), call("*", ref("age"), const("-0.5", "double"))))
    card = [characteristic("a", "A", 10,
                           attribute(simple("age", "greaterThan", 20), None, None, points),
                           attribute(simple("age", "lessOrEqual", 20), 99, "A2", tag("ComplexPartialScore", ref("half")))),
            characteristic("b", "B", 0, attribute(simple("income", "isNotMissing"), 7), attribute("<True/>", 1))]
    def answer(r):
        a, i = r["age"], r["income"]
        x = None if a is None or (i is None and a > 20) else 0.01 * i - 0.5 * a if a > 20 else a / 2
        if x is None:
            return dict.fromkeys(("predict", "score", "rc1", "rc2"))
        b = 7 if i is not None else 1
        ranked = [c for w, c in sorted(((10 - x, "A" if a > 20 else "A2"), (-b, "B")), key=lambda p: -p[0]) if w >= 0] + [None, None]
        return dict(predict=x + b, score=x + b, rc1=ranked[0], rc2=ranked[1])
    fixture("scorecard_complex",
            pmml("4.2", dic, scorecard(schema("y=target", "age", "income"), codes(2), *card,
                                       before=tag("LocalTransformations", derived("half", call("*", "age", const("0.5", "double")))))),
            "age:integer income:double", checks(2), grid(age=[10, 20, 21, 65, N], income=[0.0, 2500.0, N]), rule=answer,
            words="but without points there is no score, nor reasons (JPMML-Evaluator raises)")


def segments():
    """Scorecards as segments: the reasons of the one that is chosen."""
    one = scorecard(schema("y=target", *SCH), "", department(), age(), income())
    two = scorecard(schema("y=target", *SCH), "", department(5, "X1"), income(30, "X3"), reasonCodeAlgorithm="pointsAbove", initialScore=1)
    doc = pmml("4.4", DIC, mining(schema("y=target", *SCH), "selectFirst",
                                  segment(simple("age", "greaterThan", 29), one, id="old"), segment("<True/>", two, id="young"),
                                  before=codes(3)))
    def rule(r):
        if r["department"] == "unknown":
            return INVALID
        d = {None: -9, "marketing": 19, "engineering": 3, "business": 6}.get(r["department"], 0)
        i = 5 if r["income"] is None else 26 if r["income"] <= 1000 else 5 if r["income"] <= 1500 else -3
        old = r["age"] is not None and r["age"] > 29
        if old:
            a = 12 if r["age"] <= 39 else 18
            parts = [(19 - d, "RC1"), (18 - a, "RC2_4" if r["age"] <= 39 else "RC2_5"), (10 - i, "RC3_1" if r["income"] is None else "RC3")]
            score = d + a + i
        else:
            parts = [(d - 5, "X1"), (i - 30, "RC3_1" if r["income"] is None else "X3")]
            score = 1 + d + i
        ranked = [c for w, c in sorted(parts, key=lambda p: -p[0]) if w >= 0] + [None] * 3
        return dict(predict=score, score=score, rc1=ranked[0], rc2=ranked[1], rc3=ranked[2])
    fixture("scorecard_select_first", doc, COLUMNS, checks(3), ROWS, rule=rule)
    doc = pmml("4.4", DIC, mining(schema("y=target", *SCH), "weightedAverage", segment("<True/>", one, id="a", weight=0.25), segment("<True/>", two, id="b", weight=2),
                                  before=output(of("r", "reasonCode", segmentId="a", rank=2, dataType="string", optype="categorical"),
                                                of("s", "predictedValue", segmentId="b", dataType="double", optype="continuous"))))
    fixture("scorecard_segments", doc, COLUMNS, [predicted(), text("r"), number("s")], ROWS)


def main():
    reasons()
    missing()
    complex_scores()
    segments()


if __name__ == "__main__":
    main()

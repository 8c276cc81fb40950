"""semantics_output.py: Targets, Output features, and documents that verify themselves.

usage: python3 semantics_output.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
X = [{"x": x} for x in (0.0, 1.0, -1.0, 0.26, 2.5, -2.5, 3.49, 10.0, 40.0, -40.0, 1e6, 0.25, 1.25, -0.75, N)]


def line(sch, *content, **a):
    return regression(sch, *content, table(numeric("x", 2), intercept="0.5"), **a)


def targets(*values, **a):
    return tag("Targets", tag("Target", *values, **a))


def known(f):
    return lambda r: {"predict": None if r["x"] is None else f(2 * r["x"] + 0.5)}


def clamp(y, low, high):
    return min(max(y, low), high)


def half_up(y):
    return math.floor(y) + (y - math.floor(y) >= 0.5)


def regression_targets():
    dic = dictionary("y:double x:double")
    cases = {
        "minmax": (dict(min="-3", max="7.5"), lambda y: clamp(y, -3, 7.5)), "min": (dict(min="0"), lambda y: max(y, 0)),
        "rescale": (dict(rescaleFactor="0.3", rescaleConstant="10"), lambda y: y * 0.3 + 10), "constant": (dict(rescaleConstant="-0.1"), lambda y: y - 0.1),
        "factor": (dict(rescaleFactor="-2"), lambda y: y * -2), "round": (dict(castInteger="round"), half_up),
        "ceiling": (dict(castInteger="ceiling"), math.ceil), "floor": (dict(castInteger="floor"), math.floor),
        "everything": (dict(min="-10", max="20", rescaleFactor="1.5", rescaleConstant="0.2", castInteger="round"),
                       lambda y: half_up(clamp(y, -10, 20) * 1.5 + 0.2))}
    for v, (name, (a, f)) in zip(itertools.cycle(["4.4", "4.3", "4.2", "4.1", "4.0", "3.2"]), cases.items()):
        target = "target" if v >= "4.2" else "predicted"
        fixture("target_" + name, pmml(v, dic, line(schema("y=" + target, "x"), targets(field="y", **a))), "x:double", [predicted()], X, rule=known(f))
    worked_out("target_no_negative_zero", pmml("4.4", dic, line(schema("y=target", "x"), output(of("shown", "predictedValue", dataType="string", optype="categorical")),
                                                               targets(field="y", castInteger="ceiling"))), "x:double", [predicted(), text("shown")],
               [{"x": x} for x in (-0.5, -0.25, 0.0, -1.0)], lambda r: {"predict": float(math.ceil(2 * r["x"] + 0.5)), "shown": "%d.0" % math.ceil(2 * r["x"] + 0.5)},
               "2x + 0.5, rounded up; an integer has no -0")
    # the target's own type, a default, a Target without field
    fixture("target_integer", pmml("4.4", dictionary("y:integer x:double"), line(schema("y=target", "x"), targets(castInteger="round"))),
            "x:double", [predicted(None), number("y", None)], X,
            rule=lambda r: dict.fromkeys(("predict", "y"), None if r["x"] is None else half_up(2 * r["x"] + 0.5)),
            words="but a Target without a field is that of the model's only target (JPMML-Evaluator does not apply it)")
    fixture("target_float", pmml("4.4", dictionary("y:float x:double"), line(schema("y=target", "x"), targets(field="y", rescaleFactor="0.1"))),
            "x:double", [fx.check("predict", "predict", "float32_ulp", ulp=1)], X)

    def default(r):
        return {"predict": clamp(99.0 if r["x"] is None else 2 * r["x"] + 0.5, -5, 50) * 2}
    fixture("target_default", pmml("4.4", dic, line(schema("y=target", "x"), targets(tag("TargetValue", defaultValue="99"), field="y", min="-5", max="50", rescaleFactor="2"))),
            "x:double", [predicted()], X, rule=default)


def class_targets():
    dic = dictionary("y:string[no|yes|maybe] x:double")
    sch = schema("y=target", "x")
    tables = [table(numeric("x", 1), intercept=0, targetCategory="yes"), table(numeric("x", -1), intercept=0, targetCategory="no"),
              table(intercept="0.5", targetCategory="maybe")]
    values = [tag("TargetValue", value="yes", displayValue="Ja", priorProbability="0.2"), tag("TargetValue", value="no", displayValue="Nein", priorProbability="0.5"),
              tag("TargetValue", value="maybe", priorProbability="0.3")]
    outs = output(of("label", "predictedValue", dataType="string", optype="categorical"), of("shown", "predictedDisplayValue", dataType="string", optype="categorical"),
                  of("best", "probability", dataType="double", optype="continuous"))
    fixture("target_priors", pmml("4.4", dic, regression(sch, outs, targets(*values, field="y", optype="categorical"), *tables,
                                                        functionName="classification", normalizationMethod="softmax")),
            "x:double", of_class("no", "yes", "maybe") + [text("label"), text("shown"), number("best")],
            [r for r in X if r["x"] is None or abs(r["x"]) < 100])
    # display values of the DataField, numbers as classes
    dic = dictionary('<DataField name="y" optype="categorical" dataType="integer"><Value value="0" displayValue="good"/><Value value="1" displayValue="bad"/></DataField>', "x:double")
    fixture("target_display", pmml("4.2", dic, regression(
        sch, output(of("label", "predictedValue", dataType="integer", optype="categorical"), of("shown", "predictedDisplayValue", dataType="string", optype="categorical"),
                    of("p1", "probability", value="1", dataType="double", optype="continuous"), of("p1_real", "probability", value="1.0", dataType="double", optype="continuous")),
        table(numeric("x", 1), intercept=-1, targetCategory="1"), table(intercept=0, targetCategory="0"), functionName="classification", normalizationMethod="logit")),
        "x:double", of_class("0", "1") + [number("label", None), text("shown"), number("p1"), predicted()], [r for r in X if r["x"] is None or abs(r["x"]) < 100], event="1")


def features():
    """What a regression, a classification and a tree can tell; Outputs that read Outputs; data types."""
    dic = dictionary("y:double x:double")
    out = output(of("raw", None, dataType="double", optype="continuous"), of("again", "predictedValue", dataType="string", optype="categorical"),
                 value_of("twice", call("*", "raw", 2)), value_of("plus", call("+", "twice", "x")),
                 of("big", "decision", call("if", call("greaterThan", "raw", 3), const("refer", "string"), const("accept", "string")), dataType="string", optype="categorical"),
                 value_of("rounded", call("round", "raw"), "integer"), value_of("hidden", call("+", "raw", 1), isFinalResult="false"))

    def rule(r):
        if r["x"] is None:
            return dict.fromkeys(("predict", "raw", "again", "twice", "plus", "big", "rounded", "hidden"))
        y = min(2 * r["x"] + 0.5, 50)
        return {"predict": y, "raw": y, "again": repr(float(y)), "twice": 2 * y, "plus": 2 * y + r["x"], "big": "refer" if y > 3 else "accept",
                "rounded": half_up(y), "hidden": y + 1}
    fixture("output_regression", pmml("4.4", dic, line(schema("y=target", "x"), out, targets(field="y", max="50"))), "x:double",
            [predicted(), number("raw"), text("again"), number("twice"), number("plus"), text("big"), number("rounded", None), number("hidden")],
            [r for r in X if r["x"] is None or r["x"] != -0.25], rule=rule, words="but a function of a missing value is missing (JPMML-Evaluator raises)")

    dic = dictionary("y:string[a|b|c] x:double k:integer")
    sch = schema("y=target", "x", "k")
    out = output(of("label", "predictedValue", dataType="string", optype="categorical"), of("p", "probability", dataType="double", optype="continuous"),
                 of("p_of_b", "probability", value="b", dataType="double", optype="continuous"), of("p_single", "probability", value="c", dataType="float", optype="continuous"),
                 of("decision", "transformedValue", call("if", call("greaterThan", "p_of_b", const("0.3", "double")), const("look", "string"), "label"), dataType="string", optype="categorical"),
                 of("odds", "transformedValue", call("/", "p_of_b", call("-", const("1.0", "double"), "p_of_b")), dataType="double", optype="continuous"))
    tables = [table(numeric("x", 1), intercept=0, targetCategory="a"), table(numeric("x", -1), numeric("k", "0.5"), intercept=0, targetCategory="b"),
              table(intercept="0.5", targetCategory="c")]
    fixture("output_classification", pmml("4.4", dic, regression(sch, out, *tables, functionName="classification", normalizationMethod="softmax")),
            "x:double k:integer", of_class("a", "b", "c") + [text("label"), number("p"), number("p_of_b"), fx.check("p_single", "predict_json", "float32_ulp", ulp=1),
                                                           text("decision"), number("odds")],
            grid(x=[0.0, -1.5, 2.0], k=[0, 1, -3]))
    # names of the results: an Output with the target's name, the target in the result
    fixture("output_names", pmml("4.3", dictionary("y:double x:double"), line(schema("y=target", "x"), output(
        of("Predicted y", "predictedValue", dataType="double", optype="continuous"), value_of("out.1", call("*", "Predicted y", -1)), value_of("é", call("-", "Predicted y", "x"))))),
        "x:double", [predicted(), number("y"), number("Predicted y"), number("out.1"), number("é")], X,
        instead=lambda r, a: dict.fromkeys(("predict", "y", "Predicted y", "out.1", "é")) if a == INVALID else a,
        words="but without a prediction its Outputs are missing (JPMML-Evaluator raises)")
    worked_out("output_target_name", pmml("4.4", dictionary("y:double x:double"), line(schema("y=target", "x"), output(
        value_of("twice", call("*", "y", 2)), value_of("plus", call("+", "twice", "x"))), targets(field="y", max="50"))),
        "x:double", [predicted(), number("twice"), number("plus")], X,
        lambda r: dict.fromkeys(("predict", "twice", "plus")) if r["x"] is None else
        {"predict": min(2 * r["x"] + 0.5, 50), "twice": 2 * min(2 * r["x"] + 0.5, 50), "plus": 2 * min(2 * r["x"] + 0.5, 50) + r["x"]},
        "in an Output the target's name is the final predicted value")


def residuals():
    dic = dictionary("y:double x:double")
    fixture("output_residual", pmml("4.4", dic, line(schema("y=target", "x"), output(of("miss", "residual", dataType="double", optype="continuous"),
                                                                                  of("yhat", "predictedValue", dataType="double", optype="continuous")))),
            "x:double y:double", [predicted(), number("miss")], grid(x=[0.0, 1.5, -2.0, N], y=[0.0, 4.0, -0.1, N]),
            rule=lambda r: {"predict": None if r["x"] is None else 2 * r["x"] + 0.5,
                            "miss": None if None in (r["x"], r["y"]) else r["y"] - (2 * r["x"] + 0.5)}, words=OBSERVED)
    dic = dictionary("y:string[no|yes] x:double")

    def answer(r):
        if r["x"] is None:
            return {"class": None, "miss": None, "error_yes": None}
        p = 1 / (1 + math.exp(-r["x"]))
        best = "yes" if p >= 0.5 else "no"
        top = p if best == "yes" else 1 - p
        return {"class": best, "miss": None if r["y"] is None else (r["y"] == best) - top, "error_yes": None if r["y"] is None else (r["y"] == "yes") - p}
    fixture("output_residual_class", pmml("4.4", dic, regression(
        schema("y=target", "x"), output(of("miss", "residual", dataType="double", optype="continuous"), of("error_yes", "residual", value="yes", dataType="double", optype="continuous")),
        table(numeric("x", 1), intercept=0, targetCategory="yes"), table(intercept=0, targetCategory="no"), functionName="classification", normalizationMethod="logit")),
        "x:double y:string", [fx.check("class", "predict_class"), number("miss"), number("error_yes")],
        grid(x=[-2.0, 0.5, 3.0, N], y=["yes", "no", N]), rule=answer,
            words=OBSERVED + ", and `value` names the category (it takes the predicted one)")


OBSERVED = "but without an observation there is no residual (JPMML-Evaluator raises)"


def segments():
    """segmentId: what a certain segment gave; a segment that did not run gives nothing."""
    dic = dictionary("y:double x:double c:string")
    out = output(of("first", "predictedValue", segmentId="one", dataType="double", optype="continuous"), of("second", "predictedValue", segmentId="two", dataType="double", optype="continuous"))
    doc = pmml("4.2", dic, mining(schema("y=target", "x", "c"), "average",
                                  segment(TRUE, regression(schema("y=target", "x"), table(numeric("x", 2), intercept=1)), id="one"),
                                  segment(simple("c", "equal", "u"), regression(schema("y=target", "x"), table(numeric("x", -1), intercept=0)), id="two"), before=out))
    fixture("output_segments", doc, "x:double c:string", [predicted(), number("first"), number("second")], grid(x=[0.0, 1.5, -3.0], c=["u", "v", N]),
            rule=lambda r: {"first": 2 * r["x"] + 1, "second": -r["x"] if r["c"] == "u" else None,
                            "predict": (2 * r["x"] + 1 - r["x"]) / 2 if r["c"] == "u" else 2 * r["x"] + 1})


def entities():
    """entityId of trees with and without ids, rank 1 written out."""
    dic = dictionary("y:string[a|b] x:double")
    doc = pmml("4.1", dic, tree(schema("y=predicted", "x"), output(of("e", "entityId", dataType="string", optype="categorical"),
                                                                of("e1", "entityId", rank="1", dataType="string", optype="categorical")),
                                node(TRUE, node(simple("x", "lessThan", 0), node(simple("x", "lessThan", -5), score="a", id="deep"), node(TRUE, score="b")),
                                     node(simple("x", "greaterOrEqual", 0), score="b"), score="a")))
    fixture("output_entities", doc, "x:double", [fx.check("class", "predict_class"), text("e"), text("e1")], [{"x": x} for x in (-6.0, -5.0, 0.0, 3.0, N)])


def verification(*rows, fields, **a):
    """fields: [(field, column, precision, zeroThreshold)]."""
    return tag("ModelVerification", tag("VerificationFields", *[tag("VerificationField", field=f, column=c, precision=p, zeroThreshold=z) for f, c, p, z in fields]),
               tag("InlineTable", *[tag("row", *["<%s>%s</%s>" % (k, v, k) for k, v in r.items() if v is not None]) for r in rows]), recordCount=len(rows), **a)


def verifications():
    dic = dictionary("y:double x:double")
    fields = [("x", "in_x", None, None), ("y", "out_y", "1e-6", "1e-12")]
    good = [{"in_x": "1", "out_y": "2.5"}, {"in_x": "-0.25", "out_y": "0"}, {"in_x": "100", "out_y": "200.50000001"}, {"in_x": "3"}]

    def doc(v, fs, rows, sch=None, outs=""):
        return pmml(v, dic, line(sch or schema("y=" + ("target" if v >= "4.2" else "predicted"), "x"), outs, verification(*rows, fields=fs)).replace(
            "</MiningSchema>", "</MiningSchema>"))

    def put_last(text):
        """ModelVerification comes after the tables."""
        a, b = text.index("<ModelVerification"), text.index("</ModelVerification>") + len("</ModelVerification>")
        block = text[a:b]
        text = text[:a].rstrip() + "\n" + text[b:].lstrip("\n")
        return text.replace("  </RegressionModel>", "    " + block + "\n  </RegressionModel>")
    # (an absent cell is not checked)
    fixture("verification_good", put_last(doc("4.4", fields, good)), "x:double", [predicted()], X)
    fixture("verification_old", put_last(doc("3.1", fields, good[:2])), "x:double", [predicted()], X)
    # with Outputs verified, a column for the target holds observations
    outs = output(of("p", "predictedValue", dataType="double", optype="continuous"))
    fixture("verification_outputs", put_last(doc("4.3", [("x", "x", None, None), ("y", "y", None, None), ("p", "p", None, None)],
                                                 [{"x": "1", "y": "77", "p": "2.5"}, {"x": "2", "y": "78", "p": "4.5000001"}], outs=outs)), "x:double", [predicted(), number("p")], X)
    for name, rows, why in (
            ("wrong", [{"in_x": "1", "out_y": "2.5"}, {"in_x": "2", "out_y": "4.6"}], "its second verification row says 4.6 where the model gives 4.5"),
            ("tight", [{"in_x": "1", "out_y": "2.50001"}], "its verification row is off by 4e-6 of its value, the precision is 1e-6"),
            ("no_result", [{"out_y": "2.5"}], "its verification row expects a number where the model has no result")):
        refused("verification_" + name, put_last(doc("4.4", fields, rows)), "a document that must be refused: " + why)
    dic2 = dictionary("y:string[a|b] x:double")
    classes = pmml("4.2", dic2, tree(schema("y=target", "x"), node(TRUE, node(simple("x", "lessThan", 0), score="a"), node(simple("x", "greaterOrEqual", 0), score="b")),
                                     verification({"x": "-1", "y": "a"}, {"x": "1", "y": "a"}, fields=[("x", "x", None, None), ("y", "y", None, None)])))
    refused("verification_wrong_class", classes, "a document that must be refused: its second verification row names class a where the model gives b")


def refusals():
    """Documents that are wrong in themselves."""
    dic = dictionary("y:double x:double")
    sch = schema("y=target", "x")
    refused("refused_unknown_field", pmml("4.4", dic, regression(sch, table(numeric("z", 1), intercept=0))), "a document that must be refused: it refers to a field z that nothing defines")
    refused("refused_circle", pmml("4.4", dic, tag("TransformationDictionary", derived("a", call("+", "b", 1)), derived("b", call("*", "a", 2))),
                                   regression(sch, table(numeric("a", 1), intercept=0))), "a document that must be refused: derived fields a and b depend on each other")
    refused("refused_self", pmml("4.4", dic, tag("TransformationDictionary", derived("a", call("+", "a", 1))), regression(sch, table(numeric("a", 1), intercept=0))),
            "a document that must be refused: the derived field a depends on itself")
    recursive = tag("TransformationDictionary", tag("DefineFunction", tag("ParameterField", name="v", optype="continuous", dataType="double"), call("f", "v"),
                                                    name="f", optype="continuous", dataType="double"), derived("a", call("f", "x")))
    refused("refused_recursion", pmml("4.4", dic, recursive, regression(sch, table(numeric("a", 1), intercept=0))), "a document that must be refused: the function f calls itself")
    refused("refused_function", pmml("4.4", dic, regression(sch, tag("LocalTransformations", derived("a", call("com.example.Magic", "x"))), table(numeric("a", 1), intercept=0))),
            "a document that must be refused: it calls a function that is none of the standard's")
    refused("refused_arguments", pmml("4.4", dic, regression(sch, tag("LocalTransformations", derived("a", call("threshold", "x"))), table(numeric("a", 1), intercept=0))),
            "a document that must be refused: threshold takes two arguments and has one")
    refused("refused_model", pmml("4.4", dic, mining(sch, "sum", segment(TRUE, regression(sch, table(intercept=1))), segment(FALSE, tag("TextModel", sch, functionName="regression")))),
            "a document that must be refused: a segment holds a model that cannot be scored, even if its predicate is false")
    refused("refused_namespace", pmml("4.4", dic, regression(sch, table(intercept=1))).replace("http://www.dmg.org/PMML-4_4", "http://example.org/PMML-4_4"),
            "a document that must be refused: its namespace is not PMML's")
    refused("refused_doctype", pmml("4.4", dic, regression(sch, table(intercept=1))).replace("<PMML ", "<!DOCTYPE PMML [<!ENTITY e \"e\">]>\n<PMML ", 1),
            "a document that must be refused: it has a document type declaration")
    refused("refused_no_model", pmml("4.4", dic), "a document that must be refused: it holds no model")


def confidences():
    """Of models that have probabilities and no confidences of their own, a confidence is the probability."""
    dic = dictionary("y:string[no|yes] x:double")
    shown = output(of("sure", "confidence", dataType="double", optype="continuous"), of("sure_no", "confidence", value="no", dataType="double", optype="continuous"))
    equation = regression(schema("y=target", "x"), shown, table(numeric("x", 2), intercept="0.5", targetCategory="yes"), table(intercept=0, targetCategory="no"),
                          functionName="classification", normalizationMethod="logit")
    general = tag("GeneralRegressionModel", schema("y=target", "x"), shown, tag("ParameterList", tag("Parameter", name="p0"), tag("Parameter", name="p1")),
                  tag("CovariateList", tag("Predictor", name="x")), tag("PPMatrix", tag("PPCell", value=1, predictorName="x", parameterName="p1")),
                  tag("ParamMatrix", *[tag("PCell", targetCategory="yes", parameterName=n, beta=b, df=1) for n, b in (("p0", "0.5"), ("p1", 2))]),
                  functionName="classification", modelType="multinomialLogistic", targetReferenceCategory="no")
    chosen = mining(schema("y=target", "x"), "selectFirst", segment(TRUE, regression(
        schema("y=target", "x"), table(numeric("x", 2), intercept="0.5", targetCategory="yes"), table(intercept=0, targetCategory="no"),
        functionName="classification", normalizationMethod="logit")), functionName="classification", before=shown)

    def rule(r):
        p = N if r["x"] is N else 1 / (1 + math.exp(-(2 * r["x"] + 0.5))) if r["x"] > -100 else 0.0
        return {"class": N if p is N else "yes" if p >= 0.5 else "no", "p_no": N if p is N else 1 - p, "p_yes": p, "sure": N if p is N else max(p, 1 - p), "sure_no": N if p is N else 1 - p}
    for name, model in (("equation", equation), ("general", general), ("chosen", chosen)):
        worked_out("output_confidence_" + name, pmml("4.4", dic, model), "x:double", of_class("no", "yes", floor=1) + [number("sure", floor=1), number("sure_no", floor=1)], X, rule,
                   "the probabilities of a logistic regression (JPMML-Evaluator has no confidences there)")


def chosen_targets():
    """Targets of a MiningModel whose result is one segment's: they apply to it, behind the segment's own."""
    dic = dictionary("y:double x:double")
    inner = line(schema("y=target", "x"), targets(field="y", rescaleFactor="2", max="10"))
    half = regression(schema("x"), output(of("half", "predictedValue", dataType="double", optype="continuous")), table(numeric("x", "0.5"), intercept=0))

    def last(r):
        y = N if r["x"] is N else 2 * min(2 * r["x"] + 0.5, 10)
        return {"predict": 7.0 + 1 if y is N else max(y, -4) + 1}
    own = targets(tag("TargetValue", defaultValue=7), field="y", min="-4", rescaleConstant="1")
    for method, segments in (("selectFirst", [segment(FALSE, half), segment(TRUE, inner)]), ("modelChain", [segment(TRUE, half), segment(TRUE, inner)])):
        worked_out("target_of_" + method.lower(), pmml("4.4", dic, mining(schema("y=target", "x"), method, *segments, before=own)), "x:double", [predicted()], X, last,
                   "2x + 0.5, the segment's Targets, then the MiningModel's own (JPMML-Evaluator passes those over: it hands on what the segment gave)")


def main():
    confidences()
    chosen_targets()
    regression_targets()
    class_targets()
    features()
    residuals()
    segments()
    entities()
    verifications()
    refusals()


if __name__ == "__main__":
    main()

"""semantics_output_attributes.py: decisions, outputs of certain segments, every word of rule outputs.

usage: python3 semantics_output_attributes.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *
import semantics_association as rules

N = None


def decisions():
    """A decision is its expression's value; the list of Decisions and Values informs."""
    dic = dictionary("y:string[good|bad] x:double")
    listed = tag("Decisions", tag("Decision", value="grant", displayValue="Grant", description="lend"),
                 tag("Decision", value="refer", description="ask somebody"), businessProblem="Is the loan granted?", description="by risk")
    risk = of("risk", "probability", value="bad", dataType="double", optype="continuous", displayName="Risk")
    outs = output(risk, of("decision", "decision", listed, call("if", call("lessThan", "risk", 0.25), const("grant"), const("refer")),
                           dataType="string", optype="categorical"),
                  of("level", "transformedValue", '<Value value="1"/><Value value="2"/>', call("if", call("lessThan", "risk", 0.5), const(1), const(2)),
                     dataType="integer", optype="ordinal"),
                  of("warned", "warning", dataType="string", optype="categorical"),
                  of("error", "standardError", dataType="double", optype="continuous"),
                  of("low", "decision", call("lessThan", "risk", 0.5), dataType="boolean", optype="categorical", isFinalResult="false"))

    def answer(r):
        if r["x"] is None:
            return {"class": N, "risk": N, "decision": N, "level": N, "warned": N, "error": N, "low": N}
        p = 1 / (1 + math.exp(-r["x"]))
        return {"class": "bad" if p >= 0.5 else "good", "risk": p, "decision": "grant" if p < 0.25 else "refer", "level": 1 if p < 0.5 else 2,
                "warned": N, "error": N, "low": p < 0.5}
    worked_out("output_decision", pmml("4.4", dic, regression(schema("y=target", "x"), outs, table(numeric("x", 1), intercept=0, targetCategory="bad"),
                                                           table(intercept=0, targetCategory="good"), functionName="classification", normalizationMethod="logit")),
               "x:double", [fx.check("class", "predict_class"), number("risk"), text("decision"), number("level"), text("warned"), number("error"),
                            fx.check("low", "predict_json", key="low")], [{"x": x} for x in (-3.0, -1.0, -0.5, 0.0, 0.25, 2.0, N)], answer,
               "the logistic function, and the standard's rules for decisions; a warning and the standardError of a classification are nothing")


def of_segments():
    """Outputs of one name in several segments, each shown by segmentId; one with an expression reads that segment's."""
    dic = dictionary("y:double x:double c:string")
    model = lambda k: regression(schema("y=target", "x"), output(of("own", "predictedValue", dataType="double", optype="continuous"),
                                                                value_of("twice", call("*", "own", 2))), table(numeric("x", k), intercept=1))
    outs = output(of("a", "transformedValue", segmentId="one", value="own", dataType="double", optype="continuous"),
                  of("b", "transformedValue", segmentId="two", value="own", dataType="double", optype="continuous"),
                  of("a2", "decision", segmentId="one", value="twice", dataType="double", optype="continuous"),
                  of("b2", "transformedValue", segmentId="two", value="twice", dataType="integer", optype="continuous"),
                  of("p", "predictedValue", segmentId="two", dataType="double", optype="continuous"))
    doc = pmml("4.3", dic, mining(schema("y=target", "x", "c"), "sum", segment(TRUE, model(2), id="one"),
                                  segment(simple("c", "equal", "u"), model(-3), id="two"), before=outs))

    def answer(r):
        a = 2 * r["x"] + 1
        b = -3 * r["x"] + 1 if r["c"] == "u" else N
        return {"predict": a + (b or 0.0), "a": a, "b": b, "a2": 2 * a, "b2": N if b is None else int(2 * b), "p": b}
    worked_out("output_segment_values", doc, "x:double c:string", [predicted(), number("a"), number("b"), number("a2"), number("b2"), number("p")],
               grid(x=[0.0, 2.0, -1.0], c=["u", "v", N]), answer, "the sum of 2x+1 and, in the second segment, -3x+1; each segment's own outputs")


def chain_targets():
    """A chain whose segments have targets of their own: what the last one predicts is the result."""
    dic = dictionary("x:double t:double cls:string idx:double")
    first = tree(schema("x", "cls=predicted"), output(of("PredictedClass", "predictedValue", dataType="string", optype="categorical"),
                                                      value_of("short", call("substring", "PredictedClass", 1, 2), "string")),
                 node(TRUE, node(simple("x", "lessThan", 2.45), score="alpha", id="2"), node(simple("x", "greaterOrEqual", 2.45), score="beta", id="3"),
                      score="alpha", id="1"))
    line = lambda k, name: regression(schema("t", "idx=predicted"), output(of(name, "predictedValue", dataType="double", optype="continuous")),
                                      table(numeric("t", k), intercept="0.3"))
    second = mining(schema("t", "PredictedClass", "idx=predicted"), "selectFirst",
                    segment(simple("PredictedClass", "equal", "alpha"), line(2, "alpha index"), id="2.1"),
                    segment(simple("PredictedClass", "equal", "beta"), line(-2, "beta index"), id="2.2"),
                    before=output(of("index", "predictedValue", dataType="double", optype="continuous"), of("chosen", "entityId")))
    doc = pmml("4.1", dic, mining(schema("x", "t", "cls=predicted", "idx=predicted"), "modelChain", segment(TRUE, first, id="1"), segment(TRUE, second, id="2"),
                                  before=output(of("node", "entityId", segmentId="1"), of("shown", "transformedValue", value="short", segmentId="1"),
                                                of("code", "transformedValue", call("concat", "shown", const("!"))))))
    fixture("output_chain_targets", doc, "x:double t:double", [predicted(), number("idx"), number("index"), text("chosen"), text("node"), text("shown"), text("code")],
            grid(x=[1.0, 2.45, 3.0], t=[0.5, 2.0]),
            rule=lambda r: dict(zip(("predict", "idx", "index", "chosen", "node", "shown", "code"),
                                    [0.3 + 2 * r["t"]] * 3 + ["2.1", "2", "al", "al!"] if r["x"] < 2.45 else [0.3 - 2 * r["t"]] * 3 + ["2.2", "3", "be", "be!"])),
            words="but predict is the result of the last segment (JPMML-Evaluator gives it under its target's name)")


def rule_words():
    """Every ruleFeature, algorithm and order, each written out."""
    cases = {"rf_" + f: {"feature": "ruleValue", "ruleFeature": f, "algorithm": "exclusiveRecommendation", "rankOrder": "descending", "rankBasis": "support"}
             for f in ("antecedent", "consequent", "rule", "ruleId", "confidence", "support", "lift", "leverage", "affinity")}
    cases["af"] = {"feature": "affinity", "algorithm": "exclusiveRecommendation", "rank": 2, "rankBasis": "confidence"}
    numbers = {"rf_confidence", "rf_support", "rf_lift", "rf_leverage", "rf_affinity", "af"}
    outs = [of(n, a["feature"], **{k: v for k, v in a.items() if k != "feature"},
               **({"dataType": "double", "optype": "continuous"} if n in numbers else {"dataType": "string", "optype": "categorical"})) for n, a in cases.items()]
    items = [tag("Item", id=i + 1, value=v) for i, v in enumerate(rules.ITEMS)]
    worked_out("association_features", pmml("4.4", dictionary("transaction:string item:string"), rules.model(
        schema("transaction=group", "item"), items, outs)), "item:=jsonb", [number(n) if n in numbers else text(n) for n in cases],
        [{"item": rules.json.dumps(b)} for b in rules.BASKETS], lambda r: rules.answer(set(rules.json.loads(r["item"])), cases), "the standard's rules")


def main():
    decisions()
    of_segments()
    chain_targets()
    rule_words()


if __name__ == "__main__":
    main()

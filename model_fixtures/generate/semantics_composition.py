"""semantics_composition.py: models inside of others without a Segment, as they were before 4.0.

usage: python3 semantics_composition.py SCRATCH_FOLDER [fixture name prefix ...]
JPMML-Evaluator does not know them; the answers are the standard's rules, worked out here.
"""

from semantics import *

N = None
DIC = dictionary("y:double x:double z:double c:string[a|b|other] k:string[no|yes]")
ROWS = grid(x=[-3.0, 0.0, 2.5, 10.0, N], z=[1.0, -0.5, N], c=["a", "b", "other", N])
COLUMNS = "x:double z:double c:string"


def part(element, *content, functionName="regression", **a):
    return tag(element, *content, functionName=functionName, **a)


def result(name, feature=None, **a):
    return tag("ResultField", name=name, feature=feature, **a)


def outer(sch, *content, functionName="regression", **a):
    return tag("MiningModel", sch, *content, functionName=functionName, **a)


def plus(*terms):
    return N if N in terms else math.fsum(terms)


def times(c, x):
    return N if x is N else c * x


def split(r):
    """A tree on x with a default for a, by c."""
    if r["c"] is N:
        return N
    if r["c"] == "a":
        return 4.0
    return N if r["x"] is N else -1.5 if r["x"] < 1 else 6.0


TREE = node(TRUE, node(simple("c", "equal", "a"), score=4), node(compound("and", simple("c", "notEqual", "a"), simple("x", "lessThan", 1)), score="-1.5"),
            node(compound("and", simple("c", "notEqual", "a"), simple("x", "greaterOrEqual", 1)), score=6))


def sequence():
    tree = part("DecisionTree", result("term", dataType="double", optype="continuous"), TREE, modelName="first")
    line = part("Regression", table(numeric("term", 2), numeric("z", "0.5"), intercept="-1"))
    rule = lambda r: plus(times(2, split(r)), times(0.5, r["z"]), -1)
    for version, target in (("3.1", "y=predicted"), ("4.0", "y=predicted"), ("4.4", "y=target")):
        worked_out("composition_sequence_" + version.replace(".", "_"), pmml(version, DIC, outer(schema(target, "x", "z", "c"), tree, line)), COLUMNS,
                   [predicted(), number("term")], ROWS, lambda r: {"predict": rule(r), "term": split(r)}, "2 tree + z/2 - 1")
    local = tag("LocalTransformations", derived("square", call("*", "z", "z")))
    two = part("Regression", local, result("first", "predictedValue"), table(numeric("square", 3), intercept=1), normalizationMethod="exp")
    three = part("Regression", table(numeric("first", 10), numeric("shifted", 1), intercept=0))
    doc = pmml("4.2", DIC, outer(schema("y=target", "x", "z", "c"), tag("Targets", tag("Target", field="y", rescaleFactor=2, min=-5)),
                                 tag("LocalTransformations", derived("shifted", call("+", "x", 1))), two, three))

    def chained(r):
        first = N if r["z"] is N else math.exp(3 * r["z"] * r["z"] + 1)
        v = plus(times(10, first), N if r["x"] is N else r["x"] + 1)
        return {"predict": N if v is N else 2 * max(v, -5.0), "first": first}
    worked_out("composition_transformations", doc, COLUMNS, [predicted(), number("first")], ROWS, chained, "an exponential, then a line, then a Target")


def classes():
    odds = part("Regression", result("p", "probability", value="yes", dataType="double"), result("best", "predictedValue"),
                table(numeric("x", "0.5"), intercept="0.25", targetCategory="yes"), table(intercept=0, targetCategory="no"), functionName="classification", normalizationMethod="softmax")
    leaf = lambda predicate, score, yes: node(predicate, dist("no", 100 - yes), dist("yes", yes), score=score)
    tree = part("DecisionTree", node(TRUE, leaf(simple("p", "lessThan", "0.3"), "no", 10), leaf(compound("and", simple("p", "greaterOrEqual", "0.3"), simple("c", "equal", "a")), "yes", 60),
                                     leaf(simple("p", "greaterOrEqual", "0.9"), "yes", 95)), functionName="classification", noTrueChildStrategy="returnNullPrediction")
    doc = pmml("4.1", DIC, outer(schema("k=predicted", "x", "c"), odds, tree, functionName="classification"))

    def rule(r):
        p = N if r["x"] is N else 1 / (1 + math.exp(-(0.5 * r["x"] + 0.25)))
        out = {"p": p, "best": N if p is N else "yes" if p >= 0.5 else "no", "class": N, "p_yes": N, "p_no": N}
        chosen = N if p is N else ("no", 0.1) if p < 0.3 else ("yes", 0.6) if r["c"] == "a" else ("yes", 0.95) if p >= 0.9 else N
        if chosen:
            out.update({"class": chosen[0], "p_yes": chosen[1], "p_no": 1 - chosen[1]})
        return out
    worked_out("composition_classes", doc, "x:double c:string", [number("p"), text("best")] + of_class("no", "yes"), grid(x=[-5.0, -2.0, 0.0, 1.0, 5.0, 6.0, N], c=["a", "b", N]), rule,
               "a tree over the probability of a regression")


def line(intercept, *numerics, **a):
    return part("Regression", table(*[numeric(n, c) for n, c in numerics], intercept=intercept), **a)


def nodes():
    """A model in a Node gives the Node's value."""
    inner = part("DecisionTree", node(TRUE, node(simple("z", "lessThan", 0), score=-100), node(simple("z", "greaterOrEqual", 0), line(7, ("z", 1)))))
    leaves = node(TRUE, node(simple("c", "equal", "a"), line(1, ("x", 2)), id="A"), node(simple("c", "equal", "b"), inner), node(simple("c", "equal", "other"), score="5.5"))

    def by_class(r):
        if r["c"] == "a":
            return N if r["x"] is N else 1 + 2 * r["x"]
        if r["c"] == "b":
            return N if r["z"] is N else -100.0 if r["z"] < 0 else 7 + r["z"]
        return 5.5 if r["c"] == "other" else N
    for version, doc in (("4.4", tree(schema("y=target", "x", "z", "c"), leaves, functionName="regression")),
                         ("3.2", outer(schema("y=predicted", "x", "z", "c"), part("DecisionTree", leaves)))):
        worked_out("composition_nodes_" + version.replace(".", "_"), pmml(version, DIC, doc), COLUMNS, [predicted()], ROWS, lambda r: {"predict": by_class(r)},
                   "a line, a tree or a number by c")
    strategies = node(TRUE, node(simple("x", "lessThan", 0), line(0, ("z", 3))), node(simple("x", "greaterOrEqual", 5), score=9), line("0.5", ("z", 1)), score=123)

    def last(r):
        if r["x"] is not N and r["x"] >= 5:
            return 9.0
        return times(3, r["z"]) if r["x"] is not N and r["x"] < 0 else plus(0.5, r["z"])
    worked_out("composition_last_prediction", pmml("4.4", DIC, tree(schema("y=target", "x", "z"), tag("Targets", tag("Target", field="y", rescaleConstant=1)), strategies, functionName="regression",
                                                                    missingValueStrategy="lastPrediction", noTrueChildStrategy="returnLastPrediction")),
               "x:double z:double", [predicted()], [{"x": r["x"], "z": r["z"]} for r in ROWS], lambda r: {"predict": plus(last(r), 1)},
               "the root's own model is the last prediction; a Target adds 1")


if __name__ == "__main__":
    sequence()
    classes()
    nodes()

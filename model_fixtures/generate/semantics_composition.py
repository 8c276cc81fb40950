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


def real(name, feature, **a):
    return of(name, feature, dataType="double", optype="continuous", **a)


def word(name, feature, **a):
    return of(name, feature, dataType="string", optype="categorical", **a)


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
    steps = part("DecisionTree", result("term", dataType="double", optype="continuous"), node(TRUE, node(simple("x", "lessThan", 0), score=1), node(simple("x", "greaterOrEqual", 0), score=2), score=7),
                 missingValueStrategy="lastPrediction", missingValuePenalty="0.5", noTrueChildStrategy="returnLastPrediction", algorithmName="steps")
    worked_out("composition_last_of_tree", pmml("4.1", DIC, outer(schema("y=predicted", "x", "z"), steps, line)), "x:double z:double", [predicted(), number("term")], grid(x=[-1.0, 0.0, N], z=[2.0, N]),
               lambda r: dict({"term": 7.0 if r["x"] is N else 1.0 if r["x"] < 0 else 2.0}, predict=N if r["z"] is N else 2 * (7.0 if r["x"] is N else 1.0 if r["x"] < 0 else 2.0) + 0.5 * r["z"] - 1),
               "a tree that gives its root's score where x is missing, then a line")
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


def odds(x, z, intercept, *content):
    """A logistic regression for yes; no is the rest."""
    return part("Regression", *content, table(numeric("x", x), numeric("z", z), intercept=intercept, targetCategory="yes"), table(intercept=0, targetCategory="no"),
                functionName="classification", normalizationMethod="logit")


def logistic(r, x, z, intercept):
    return N if N in (r["x"], r["z"]) else 1 / (1 + math.exp(-(x * r["x"] + z * r["z"] + intercept)))


def class_nodes():
    """Models of classes in the Nodes of a tree of classes, and which Node it was."""
    shown = output(word("said", "predictedValue"), word("where", "entityId"), real("sure", "confidence"), real("p", "probability", value="yes"))
    inner = part("DecisionTree", node(TRUE, node(simple("z", "lessThan", 0), dist("no", 3), dist("yes", 1), score="no"), node(simple("z", "greaterOrEqual", 0), odds(-1, "0.5", 0))), functionName="classification")
    leaves = node(TRUE, node(simple("c", "equal", "a"), odds(1, -2, "0.25"), id="A"), node(simple("c", "equal", "b"), inner, id="B"),
                  node(simple("c", "equal", "other"), dist("no", 1), dist("yes", 4), score="yes"), id="root")

    def rule(r):
        none = {"said": N, "class": N, "where": N, "sure": N, "p": N, "p_no": N, "p_yes": N}
        if r["c"] is N:
            return none
        where = {"a": "A", "b": "B", "other": "4"}[r["c"]]
        if r["c"] == "a":
            p = logistic(r, 1, -2, 0.25)
        elif r["c"] == "b":
            p = N if r["z"] is N else 0.25 if r["z"] < 0 else logistic(r, -1, 0.5, 0)
        else:
            p = 0.8
        if p is N:
            return dict(none, where=where)
        said = "yes" if p >= 0.5 else "no"
        return {"said": said, "class": said, "where": where, "sure": max(p, 1 - p), "p": p, "p_no": 1 - p, "p_yes": p}
    checks = of_class("no", "yes") + [text("said"), text("where"), number("sure"), number("p")]
    for version, doc in (("4_4", tree(schema("k=target", "x", "z", "c"), shown, leaves)), ("3_2", outer(schema("k=predicted", "x", "z", "c"), shown, part("DecisionTree", leaves, functionName="classification"), functionName="classification"))):
        worked_out("composition_class_nodes_" + version, pmml(version.replace("_", "."), DIC, doc), COLUMNS, checks, ROWS, rule, "an equation, a tree or shares by c; the Node is that of the outer tree")
    places = output(word("where", "entityId"), word("second", "entityId", rank=2), real("value", "predictedValue"))
    numbers = node(TRUE, node(simple("c", "equal", "a"), line(1, ("x", 2)), id="A"), node(simple("c", "notEqual", "a"), score="5.5"))
    worked_out("composition_places", pmml("4.4", DIC, tree(schema("y=target", "x", "c"), places, numbers, functionName="regression")), "x:double c:string", [predicted(), text("where"), text("second"), number("value")],
               grid(x=[1.0, -2.5, N], c=["a", "b", N]),
               lambda r: dict({"second": N}, **({"predict": N, "value": N, "where": N} if r["c"] is N else {"where": "3", "predict": 5.5, "value": 5.5} if r["c"] != "a" else
                                               {"where": "A", "predict": plus(1, times(2, r["x"])), "value": plus(1, times(2, r["x"]))})), "which Node gave the value, also of a model that gives none")


def before_segments():
    """Models without a Segment beside a Segmentation run first, for what they hand on."""
    band = part("DecisionTree", result("band", "predictedValue", dataType="string", optype="categorical"),
                node(TRUE, node(simple("x", "lessThan", 1), score="low"), node(simple("x", "greaterOrEqual", 1), score="high")), functionName="classification")
    term = part("Regression", result("term", dataType="double", optype="continuous"), table(numeric("z", 3), intercept=1))
    one = lambda *content: regression(schema("y=target", "term", "x"), *content)
    segments = [segment(simple("band", "equal", "low"), one(table(numeric("term", 1), intercept=0)), id="L", weight=1),
                segment(TRUE, one(table(numeric("term", 2), numeric("x", 1), intercept=-1)), id="all", weight=3)]

    def values(r):
        band_ = N if r["x"] is N else "low" if r["x"] < 1 else "high"
        t = plus(1, times(3, r["z"]))
        every = plus(times(2, t), r["x"], -1)
        return band_, t, t, every

    def rule(method):
        def answer(r):
            band_, t, low, every = values(r)
            if method == "selectFirst":
                v, which = (low, "L") if band_ == "low" else (every, "all")
                return {"predict": v, "band": band_, "term": t, "which": which}
            runs = ([(1, low)] if band_ == "low" else []) + [(3, every)]
            v = N if any(n is N for _, n in runs) else sum(w * n for w, n in runs) / sum(w for w, _ in runs) if method == "weightedAverage" else sum(n for _, n in runs)
            return {"predict": v, "band": band_, "term": t, "which": N}
        return answer
    for version, method in (("4.0", "weightedAverage"), ("4.2", "sum"), ("4.4", "selectFirst")):
        doc = outer(schema("y=" + ("target" if version >= "4.2" else "predicted"), "x", "z", "c"), output(word("which", "entityId")), band, term,
                    tag("Segmentation", *segments, multipleModelMethod=method))
        worked_out("composition_before_" + method.lower(), pmml(version, DIC, doc), "x:double z:double", [predicted(), text("band"), number("term"), text("which")],
                   grid(x=[-3.0, 0.0, 1.0, 10.0, N], z=[1.0, -0.5, N]), rule(method), "a tree and a line, whose results the segments read")


def words():
    """What the attributes of models without a Segment can say, each model handing on its result under a name."""
    def phi(y):
        return math.erfc(-y / math.sqrt(2)) / 2
    links = {"none": lambda y: y, "probit": phi, "cloglog": lambda y: 1 - math.exp(-math.exp(y)), "loglog": lambda y: math.exp(-math.exp(-y)), "cauchit": lambda y: 0.5 + math.atan(y) / math.pi}
    parts = [part("Regression", result("r_" + name, dataType="double", optype="continuous"), table(numeric("x", "0.5"), intercept="0.25"), normalizationMethod=name) for name in links]
    shares = part("Regression", result("p", "probability", value="yes", dataType="double"), table(numeric("x", "0.5"), intercept=10, targetCategory="yes"), table(intercept=5, targetCategory="no"),
                  functionName="classification", normalizationMethod="simplemax")
    doc = pmml("4.2", DIC, outer(schema("y=target", "x"), *parts, shares, part("Regression", table(*[numeric("r_" + name, i + 1) for i, name in enumerate(links)], numeric("p", -1), intercept=0))))

    def linked(r):
        names = ["r_" + n for n in links]
        if r["x"] is N:
            return dict.fromkeys(names + ["p", "predict"])
        y = 0.5 * r["x"] + 0.25
        v = [f(y) for f in links.values()]
        p = (0.5 * r["x"] + 10) / (0.5 * r["x"] + 15)
        return dict(zip(names, v), p=p, predict=sum((i + 1) * a for i, a in enumerate(v)) - p)
    worked_out("composition_links", doc, "x:double", [predicted(), number("p")] + [number("r_" + n) for n in links], [{"x": x} for x in (-3.0, -0.5, 0.0, 1.0, 2.5, N)], linked,
               "the functions of the standard, and a sum of what they give")

    low, high = simple("x", "lessThan", 0), simple("x", "greaterOrEqual", 0)
    number_tree = lambda name, **a: part("DecisionTree", result(name, **({"dataType": "double"} if "as_" not in name else {"dataType": name[3:]})),
                                         node(TRUE, node(low, score=1, id="A"), node(high, score=2, id="B"), score=7, **({"defaultChild": "B"} if a.get("missingValueStrategy") == "defaultChild" else {})), **a)
    counted = lambda name, feature, strategy, **a: part("DecisionTree", result(name, feature, value="yes", dataType="double"), node(
        TRUE, node(low, dist("no", 6, confidence="0.9"), dist("yes", 2, confidence="0.1"), score="no", id="A"), node(high, dist("no", 1, confidence="0.2"), dist("yes", 3, confidence="0.8"), score="yes", id="B"),
        dist("no", 7), dist("yes", 5), score="no", **({"defaultChild": "B"} if strategy == "defaultChild" else {})), functionName="classification", missingValueStrategy=strategy, **a)
    trees = [number_tree("t_none", missingValueStrategy="none"), number_tree("t_null", missingValueStrategy="nullPrediction", noTrueChildStrategy="returnLastPrediction"),
             number_tree("t_default", missingValueStrategy="defaultChild"), number_tree("t_last", missingValueStrategy="none", noTrueChildStrategy="returnLastPrediction"),
             number_tree("as_integer"), number_tree("as_float"), number_tree("as_string"),
             counted("c_weighted", "probability", "weightedConfidence"), counted("c_aggregate", "probability", "aggregateNodes"),
             counted("c_penalty", "confidence", "defaultChild", missingValuePenalty="0.5")]
    doc = pmml("4.4", DIC, outer(schema("y=target", "x", "z"), *trees, line(1, ("z", 2))))

    def treed(r):
        v = N if r["x"] is N else 1.0 if r["x"] < 0 else 2.0
        out = {"t_none": v, "t_null": v, "t_default": 2.0 if v is N else v, "t_last": 7.0 if v is N else v, "as_integer": v, "as_float": v, "as_string": N if v is N else "%.1f" % v}
        p = {1.0: 0.25, 2.0: 0.75}.get(v)
        out.update(c_weighted=(8 * 0.1 + 4 * 0.8) / 12 if v is N else p, c_aggregate=5 / 12 if v is N else p, c_penalty=0.8 * 0.5 if v is N else {1.0: 0.1, 2.0: 0.8}[v],
                   predict=plus(1, times(2, r["z"])))
        return out
    names = ["t_none", "t_null", "t_default", "t_last", "as_integer", "as_float", "c_weighted", "c_aggregate", "c_penalty"]
    worked_out("composition_strategies", doc, "x:double z:double", [predicted()] + [number(n) for n in names] + [text("as_string")], grid(x=[-1.0, 0.0, 3.0, N], z=[2.0, N]), treed,
               "what each tree gives where x is missing, by its strategies; a line over z is the result")


if __name__ == "__main__":
    words()
    sequence()
    classes()
    nodes()
    class_nodes()
    before_segments()

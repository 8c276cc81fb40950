"""semantics_trees.py: what trees and predicates do, above all with missing values.

usage: python3 semantics_trees.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None


def counts(a, b, c):
    """The distribution of three classes, its confidences written out."""
    n = a + b + c
    return "".join(dist(v, k, confidence=k / n) for v, k in zip("abc", (a, b, c)))


def leaf(predicate, score, a, b, c, **more):
    return node(predicate, counts(a, b, c), score=score, recordCount=a + b + c, **more)


def weather(**attributes):
    """Three levels; x and z continuous, c categorical; ids on some nodes only."""
    root = node(
        TRUE, counts(40, 35, 25),
        node(simple("x", "lessThan", 10), counts(36, 9, 5),
             leaf(simple("c", "equal", "red"), "a", 30, 4, 1, id="L1"),
             node(among("c", "isIn", "green blue"), counts(6, 5, 4),
                  leaf(simple("z", "greaterThan", 5), "a", 5, 1, 1, id="L2a"),
                  leaf(simple("z", "lessOrEqual", 5), "b", 1, 4, 3, id="L2b"),
                  id="L2", score="a", recordCount=15, defaultChild="L2b"),
             id="L", score="a", recordCount=50, defaultChild="L1"),
        node(simple("x", "greaterOrEqual", 10), counts(4, 26, 20),
             leaf(compound("and", simple("z", "greaterThan", 0), simple("c", "notEqual", "red")), "b", 2, 20, 3, id="R1"),
             leaf(simple("z", "lessOrEqual", 0), "c", 2, 6, 17, id="R2"),
             id="R", score="b", recordCount=50, defaultChild="R2"),
        id="root", score="a", recordCount=100, defaultChild="L")
    return root


WEATHER = dictionary("y:string[a|b|c] x:double z:double c:string[red|green|blue|white]")
WEATHER_ROWS = grid(x=[3.0, 10.0, N], z=[-1.0, 0.0, 5.0, 7.5, N], c=["red", "green", "white", N])
FEATURES = output(of("node", "entityId", dataType="string", optype="categorical"),
                  of("conf", "confidence", dataType="double", optype="continuous"),
                  of("conf_b", "confidence", value="b", dataType="double", optype="continuous"),
                  of("prob", "probability", dataType="double", optype="continuous"),
                  of("prob_c", "probability", value="c", dataType="double", optype="continuous"))
CHECKS = of_class("a", "b", "c") + [text("node"), number("conf"), number("conf_b"), number("prob"), number("prob_c")]


def strategies():
    version = iter(["3.2", "4.0", "4.1", "4.2", "4.3", "4.4", "4.4", "3.2"])
    for missing in ("none", "lastPrediction", "nullPrediction", "defaultChild"):
        for untrue in ("returnNullPrediction", "returnLastPrediction"):
            v = next(version)
            target = "target" if v >= "4.2" else "predicted"
            fixture("tree_%s_%s" % (missing.lower(), untrue[6:].lower()),
                    pmml(v, WEATHER, tree(schema("y=" + target, "x", "z", "c"), FEATURES, weather(),
                                          missingValueStrategy=missing, noTrueChildStrategy=untrue,
                                          missingValuePenalty="0.8" if missing == "defaultChild" else None)),
                    "x:double z:double c:string", CHECKS, WEATHER_ROWS)
    fixture("tree_default_strategies",
            pmml("3.0", WEATHER, tree(schema("y=predicted", "x", "z", "c"), output(
                of("prob", "probability", targetField="y", dataType="double", optype="continuous")), weather())),
            "x:double z:double c:string", of_class("a", "b", "c"), WEATHER_ROWS)


# The two strategies that JPMML-Evaluator refuses, from the rules themselves. The tree above as data:
# (predicate, counts of a, b, c, children)
def known(v, f):
    return None if v is None else f(v)


def both(*parts):
    return False if any(p is False for p in parts) else None if any(p is None for p in parts) else True


SHAPE = (lambda r: True, (40, 35, 25), [
    (lambda r: known(r["x"], lambda x: x < 10), (36, 9, 5), [
        (lambda r: known(r["c"], lambda c: c == "red"), (30, 4, 1), []),
        (lambda r: known(r["c"], lambda c: c in ("green", "blue")), (6, 5, 4), [
            (lambda r: known(r["z"], lambda z: z > 5), (5, 1, 1), []),
            (lambda r: known(r["z"], lambda z: z <= 5), (1, 4, 3), [])])]),
    (lambda r: known(r["x"], lambda x: x >= 10), (4, 26, 20), [
        (lambda r: both(known(r["z"], lambda z: z > 0), known(r["c"], lambda c: c != "red")), (2, 20, 3), []),
        (lambda r: known(r["z"], lambda z: z <= 0), (2, 6, 17), [])])])
IDS = {(30, 4, 1): "L1", (5, 1, 1): "L2a", (1, 4, 3): "L2b", (2, 20, 3): "R1", (2, 6, 17): "R2"}
SCORE = {"L1": "a", "L2a": "a", "L2b": "b", "R1": "b", "R2": "c"}


def reachable(shape, row):
    """The leaves that the row may reach: follow the first true child, else every unknown one."""
    children = shape[2]
    states = [c[0](row) for c in children]
    if True in states:
        return reachable(children[states.index(True)], row)
    unknown = [c for c, s in zip(children, states) if s is None]
    if not unknown:
        return [shape]
    return [leaf for c in unknown for leaf in reachable(c, row)]


def descend(row):
    """Down to the first unknown child; (node, stopped by an unknown predicate?)."""
    at = SHAPE
    while at[2]:
        for c in at[2]:
            s = c[0](row)
            if s is None:
                return at, True
            if s:
                at = c
                break
        else:
            return at, False
    return at, False


def blend(kind):
    def answer(row):
        at, unknown = descend(row)
        if not unknown and at[2]:
            return {c["column"]: None for c in BLEND}
        leaves = reachable(at, row) if unknown else [at]
        if kind == "aggregateNodes":
            counts = [sum(l[1][i] for l in leaves) for i in range(3)]
            p = [n / sum(counts) for n in counts]
        else:
            total = sum(sum(l[1]) for l in leaves)
            p = [sum(sum(l[1]) * (l[1][i] / sum(l[1])) for l in leaves) / total for i in range(3)]
        best = "abc"[p.index(max(p))] if unknown else SCORE[IDS[at[1]]]
        return {"class": best, "p_a": p[0], "p_b": p[1], "p_c": p[2], "conf": max(p) if unknown else p["abc".index(best)]}
    return answer


BLEND = of_class("a", "b", "c") + [number("conf")]


def blends():
    for v, kind in (("3.2", "aggregateNodes"), ("4.4", "weightedConfidence")):
        target = "target" if v >= "4.2" else "predicted"
        worked_out("tree_" + kind.lower(),
                   pmml(v, WEATHER, tree(schema("y=" + target, "x", "z", "c"),
                                         output(of("conf", "confidence", dataType="double", optype="continuous")),
                                         weather(), missingValueStrategy=kind)),
                   "x:double z:double c:string", BLEND, WEATHER_ROWS, blend(kind),
                   "leaves that the row may reach, weighted as the standard has it (JPMML-Evaluator refuses %s)" % kind)


def predicates():
    """Each segment of a chain is a tree that answers true, false or unknown for one predicate."""
    p, q = simple("p", "greaterThan", 0), simple("q", "greaterThan", 0)
    r = simple("r", "lessThan", 0)
    cases = {
        "and": compound("and", p, q), "or": compound("or", p, q), "xor": compound("xor", p, q),
        "surrogate": compound("surrogate", p, q, r),
        "and3": compound("and", p, q, r), "or3": compound("or", p, q, r), "xor3": compound("xor", p, q, r),
        "nested": compound("or", compound("and", p, q), compound("xor", q, r)),
        "surrogate_nested": compound("surrogate", compound("and", p, q), compound("or", q, r), FALSE),
        "with_true": compound("and", TRUE, p), "with_false": compound("or", FALSE, p),
        "missing": simple("p", "isMissing"), "not_missing": simple("p", "isNotMissing"),
        "missing_or": compound("or", simple("p", "isMissing"), q),
        "set": among("c", "isIn", "one two"), "not_in_set": among("c", "isNotIn", "one two")}
    sch = schema("y=target", "p", "q", "r", "c")

    # "unknown" by lastPrediction at the root; "false" by the last child
    def make(predicate):
        return lambda out: tree(sch, out, node(TRUE, node(predicate, score="true"), node(TRUE, score="false"),
                                               score="unknown"), missingValueStrategy="lastPrediction")
    fixture("predicates",
            chain("4.4", dictionary("y:string[true|false|unknown] p:double q:double r:double c:string"), sch,
                  [("is_" + k, make(p)) for k, p in cases.items()], "classification", "string"),
            "p:double q:double r:double c:string", [text("is_" + k) for k in cases],
            grid(p=[1.0, -1.0, N], q=[1.0, -1.0, N], r=[1.0, -1.0, N], c=["one", "three", N]))


def truth(sch, predicate):
    """A tree whose value is 1, 0 or -1 for true, false or unknown."""
    return lambda out: tree(sch, out, node(TRUE, node(predicate, score="1"), node(TRUE, score="0"), score="-1"),
                            functionName="regression", missingValueStrategy="lastPrediction")


def operators():
    """Every operator against every type; the constant takes the field's type."""
    dic = dictionary("y:double d:double f:float k:integer s:string b:boolean",
                     '<DataField name="o" optype="ordinal" dataType="string"><Value value="low"/>'
                     '<Value value="mid"/><Value value="high"/></DataField>')
    constants = {"d": "2.5", "f": "0.1", "k": "7.0", "s": "m", "b": "true", "o": "mid"}
    sch = schema("y=target", "d", "f", "k", "s", "b", "o")
    models = []
    for f, v in constants.items():
        for op in ["equal", "notEqual"] + (["lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual"] if f not in "bs" else []):
            models.append(("%s_%s" % (f, op), truth(sch, simple(f, op, v))))
    rows = ([{"d": x, "f": 0.2, "k": 1, "s": "a", "b": True, "o": "low"}
             for x in (2.5, math.nextafter(2.5, 0), math.nextafter(2.5, 3), -2.5, 0.0, -0.0, 1e300, math.inf, -math.inf, math.nan)] +
            [{"d": 1.0, "f": x, "k": 7, "s": "m", "b": False, "o": "mid"}
             for x in [0.1] + fx.f32_neighbours(0.1) + [0.10000000001, 1e-50, 1e30, math.nan]] +
            [{"d": N, "f": N, "k": x, "s": "mm", "b": N, "o": "high"} for x in (6, 7, 8, -7, 2**31 - 1, N)] +
            [{"d": 9.0, "f": 1.0, "k": 0, "s": x, "b": True, "o": N}
             for x in ("", "M", "m", "m ", "n", "l", "é", N)] +
            [dict(d=N, f=N, k=N, s=N, b=N, o=N)])
    fixture("predicate_operators",
            chain("4.3", dic, sch, models, "regression", "double"),
            "d:double f:double k:integer s:string b:boolean o:string", [number(n, None) for n, _ in models], rows)


def string_order():
    """Order of strings that are declared in no order: by code point. JPMML-Evaluator refuses it."""
    ops = {"lessThan": lambda a, b: a < b, "lessOrEqual": lambda a, b: a <= b,
           "greaterThan": lambda a, b: a > b, "greaterOrEqual": lambda a, b: a >= b}
    sch = schema("y=target", "s")
    worked_out("predicate_string_order",
               chain("4.4", dictionary("y:double s:string"), sch,
                     [("s_" + op, truth(sch, simple("s", op, "mé"))) for op in ops], "regression", "double"),
               "s:string", [number("s_" + op, None) for op in ops],
               [{"s": s} for s in ("mé", "me", "mf", "m", "mé ", "", "M", "z", "é", "mê", "\U0001d4b3", "\uff21", N)],
               lambda r: {"s_" + op: -1.0 if r["s"] is None else float(f(r["s"], "mé")) for op, f in ops.items()},
               "by code point (JPMML-Evaluator orders no categorical strings)")


def sets():
    """Quoted, escaped and numeric arrays; members take the field's type."""
    cases = {
        "plain": ("s", "isIn", 'a b c', "string"), "quoted": ("s", "isIn", '"new york" "a \\"b\\"" c', "string"),
        "spaces": ("s", "isNotIn", '  a\n  "x  y"  ', "string"), "empty": ("s", "isIn", '"" z', "string"),
        "int": ("k", "isIn", "1 2 3", "int"), "int_text": ("k", "isIn", '"1" "2.0"', "string"),
        "real": ("d", "isIn", "0.1 1 2.5e1", "real"), "float": ("f", "isIn", "0.1 2", "real"),
        "not_int": ("k", "isNotIn", "1 -5", "int"), "bool": ("b", "isIn", "true", "string")}
    sch = schema("y=target", "s", "k", "d", "f", "b")
    models = [("in_" + n, truth(sch, among(f, op, arr, kind))) for n, (f, op, arr, kind) in cases.items()]
    texts = ["a", "b", "new york", 'a "b"', "x  y", "x y", "", "z", "A", " a", "c", N]
    numbers = [(1, 0.1, True), (2, 1.0, False), (3, 25.0, N), (-5, 2.0, True), (4, 0.5, False), (N, N, N)]
    rows = [dict(s=s, k=k, d=d, f=d, b=b) for (s, (k, d, b)) in zip(texts, numbers * 2)]
    rows += [dict(s=s, k=1, d=x, f=x, b=True) for s in ("a", "new york")
             for x in fx.f64_neighbours(0.1) + fx.f32_neighbours(0.1)]
    fixture("predicate_sets",
            chain("4.2", dictionary("y:double s:string k:integer d:double f:float b:boolean"), sch, models,
                  "regression", "double"),
            "s:string k:integer d:double f:double b:boolean", [number("in_" + n, None) for n in cases], rows)


def distributions():
    """Scores and distributions in every mixture."""
    def d(*triples, **a):
        return [tag("ScoreDistribution", value=v, recordCount=n, **m) for v, n, m in triples]
    root = node(
        TRUE,
        node(simple("k", "equal", 1), *d(("a", 3, {}), ("b", 1, {})), score="a"),
        node(simple("k", "equal", 2), *d(("a", 9, {}), ("b", 1, {})), score="b"),                     # score is not the maximum
        node(simple("k", "equal", 3), *d(("b", 2, {}), ("a", 2, {})), score="a"),
        node(simple("k", "equal", 4), *d(("a", 2, {"probability": 0.25}), ("b", 4, {"probability": 0.5}), ("c", 2, {"probability": 0.25})), score="b"),
        node(simple("k", "equal", 5), *d(("a", 5, {"confidence": 0.9}), ("b", 5, {"confidence": 0.3})), score="a"),
        node(simple("k", "equal", 6), score="c"),                                                    # no distribution
        node(simple("k", "equal", 7), *d(("a", 1, {}), ("b", 2.5, {}), ("c", 0.5, {})), score="b", id="seven"),
        node(simple("k", "equal", 8), *d(("a", 8, {"probability": 0.2, "confidence": 0.4}), ("c", 2, {"probability": 0.8, "confidence": 0.6})), score="c"),
        node(simple("k", "equal", 9), node(TRUE, *d(("c", 1, {})), score="c"), score="a"))
    fixture("tree_distributions",
            pmml("4.4", dictionary("y:string[a|b|c] k:integer"),
                 tree(schema("y=target", "k"),
                      output(of("node", "entityId", dataType="string", optype="categorical"),
                             of("conf", "confidence", dataType="double", optype="continuous"),
                             of("conf_a", "confidence", value="a", dataType="double", optype="continuous"),
                             of("prob", "probability", dataType="double", optype="continuous")),
                      root, missingValueStrategy="none")),
            "k:integer", of_class("a", "b", "c") + [text("node"), number("conf"), number("conf_a"), number("prob")],
            [{"k": k} for k in list(range(0, 11)) + [N]],
            instead=lambda r, a: {"class": "c", "p_a": 0.0, "p_b": 0.0, "p_c": 1.0, "node": "7", "conf": 1.0, "conf_a": 0.0, "prob": 1.0}
            if r["k"] == 6 else dict(a, conf=a["prob"], conf_a=a["p_a"]) if r["k"] in (1, 2, 3, 4, 7, 9) else a,
            words="but a leaf without distribution (k = 6) has probability and confidence 1, and where a distribution "
            "gives no confidence it is the share of the records (JPMML-Evaluator: an exception, and 0)")


def scoreless():
    """Nodes without a score: the distribution decides at a leaf, an inner one gives no result."""
    root = node(TRUE, dist("a", 5), dist("b", 7),
                node(simple("k", "lessThan", 10), dist("a", 5), dist("b", 2), dist("c", 5)),
                node(simple("k", "lessThan", 20), dist("b", 4),
                     node(simple("z", "lessThan", 0), dist("a", 1), dist("b", 6))),
                node(simple("k", "lessThan", 30), node(simple("z", "lessThan", 0), score="c")))
    rows = grid(k=[5, 15, 25, 35, N], z=[-1.0, 1.0, N])

    def none():
        return {"class": None, "p_a": None, "p_b": None, "p_c": None}

    def shares(best, **n):
        s = sum(n.values())
        return dict({"class": best}, **{"p_" + c: n.get(c, 0) / s for c in "abc"})

    def answer(r):
        k, z = r["k"], r["z"]
        if k is None or k >= 30:
            return none()               # the last node has no score
        if k < 10:
            return shares("a", a=5, b=2, c=5)
        if z is None or z >= 0:
            return none()
        return shares("b", a=1, b=6) if k < 20 else shares("c", c=1)
    worked_out("tree_without_scores",
               pmml("4.1", dictionary("y:string[a|b|c] k:integer z:double"),
                    tree(schema("y=predicted", "k", "z"), root, noTrueChildStrategy="returnLastPrediction")),
               "k:integer z:double", of_class("a", "b", "c"), rows, answer,
               "a leaf without score predicts its most frequent value, an inner node without score gives no result")


def regression_tree():
    """Scores as numbers; the root's own predicate; entityId by position."""
    for untrue in ("returnNullPrediction", "returnLastPrediction"):
        root = node(simple("x", "greaterThan", -100),
                    node(simple("x", "lessOrEqual", 0), node(simple("z", "lessThan", 1), score="1.5"),
                         node(simple("z", "greaterThan", 2), score="-3e-1"), score="10"),
                    node(simple("x", "greaterThan", 0), score="0.1"), score="7")
        fixture("tree_regression_" + untrue[6:].lower(),
                pmml("4.0", dictionary("y:double x:double z:double"),
                     tree(schema("y=predicted", "x", "z"),
                          output(of("node", "entityId", dataType="string", optype="categorical")), root,
                          functionName="regression", missingValueStrategy="lastPrediction", noTrueChildStrategy=untrue)),
                "x:double z:double", [predicted(None), number("y", None), text("node")],
                grid(x=[-100.0, -99.0, -0.0, 0.0, 5e-324, 1.0, math.nan, N], z=[0.0, 1.0, 1.5, 2.0, 2.5, N]))


def surrogates():
    """Surrogates that are used count as missing levels; some nodes have none left."""
    def sur(*p):
        return compound("surrogate", *p)
    root = node(TRUE, dist("a", 10, confidence=0.5), dist("b", 10, confidence=0.5),
                node(sur(simple("x", "lessThan", 5), simple("z", "lessThan", 1), FALSE), dist("a", 9, confidence=0.8), dist("b", 2, confidence=0.2),
                     node(sur(simple("z", "lessThan", 0), simple("c", "equal", "red")), dist("a", 9, confidence=0.9), dist("b", 1, confidence=0.1), score="a"),
                     node(sur(simple("z", "greaterOrEqual", 0), simple("c", "notEqual", "red")), dist("a", 3, confidence=0.3), dist("b", 5, confidence=0.6), score="b"),
                     score="a"),
                node(sur(simple("x", "greaterOrEqual", 5), simple("z", "greaterOrEqual", 1), TRUE), dist("a", 1, confidence=0.1), dist("b", 8, confidence=0.9), score="b"),
                score="a")
    out = output(of("conf", "confidence", dataType="double", optype="continuous"),
                 of("prob", "probability", dataType="double", optype="continuous"),
                 of("node", "entityId", dataType="string", optype="categorical"))
    for missing in ("nullPrediction", "lastPrediction"):
        fixture("tree_surrogates_" + missing.lower(),
                pmml("4.4", dictionary("y:string[a|b] x:double z:double c:string"),
                     tree(schema("y=target", "x", "z", "c"), out, root, missingValueStrategy=missing,
                          missingValuePenalty="0.5", noTrueChildStrategy="returnLastPrediction")),
                "x:double z:double c:string",
                of_class("a", "b") + [number("conf"), number("prob"), text("node")],
                grid(x=[1.0, 5.0, N], z=[-1.0, 0.0, 1.0, N], c=["red", "blue", N]))


def known_values():
    """The same field is asked for where its value is known, and where a missing one ends the tree."""
    for name, known, otherwise in (("below", "lessThan", "greaterOrEqual"), ("above", "greaterOrEqual", "lessThan")):
        parts = (node(simple("z", known, 0), node(compound("or", simple("x", "lessThan", 1), simple("x", "isMissing")), score=5),
                      node(simple("x", "lessThan", 2), score=1), node(simple("x", "greaterOrEqual", 2), score=2)),
                 node(simple("z", otherwise, 0), node(simple("x", "lessThan", 2), score=3), node(simple("x", "greaterOrEqual", 2), score=4)))
        asked = tree(schema("x", "z"), node(TRUE, *parts), functionName="regression")
        other = tree(schema("x", "z"), node(TRUE, node(simple("z", "lessThan", 1), score=10), node(simple("z", "greaterOrEqual", 1), score=20)), functionName="regression")
        fixture("tree_known_" + name, pmml("4.4", dictionary("y:double x:double z:double"), mining(
            schema("y=target", "x", "z"), "sum", segment(TRUE, asked), segment(TRUE, other))),
            "x:double z:double", [predicted()], grid(x=[0.0, 1.0, 1.5, 2.0, 3.0, N], z=[-1.0, 0.0, 1.0, N]))


def main():
    known_values()
    strategies()
    blends()
    predicates()
    operators()
    string_order()
    sets()
    distributions()
    scoreless()
    regression_tree()
    surrogates()


if __name__ == "__main__":
    main()

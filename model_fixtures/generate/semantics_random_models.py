"""semantics_random_models.py: models of the types that JPMML-Evaluator scores, made at random.

usage: python3 semantics_random_models.py SCRATCH_FOLDER [fixture name prefix ...]
       python3 semantics_random_models.py SCRATCH_FOLDER --try FOLDER FIRST COUNT [TYPE ...]

Each document is a model of one type with attributes, elements and Outputs at random, over the
same four fields. The answers are JPMML-Evaluator's; rows that it refuses for another reason than
an invalid value, and documents that it refuses, are left out. The second form writes fixtures of
any seeds into a folder of its own, to look for differences.
"""

import random
import shutil

import semantics_clustering as sc
import semantics_general_regression as sg
import semantics_naive_bayes as sb
import semantics_nearest_neighbor as sk
import semantics_neural_network as sn
import semantics_rule_set as sr
import semantics_scorecard as ss
import semantics_svm as sv
from semantics import *

N = None
INPUTS = "x:double z:double k:integer c:string[a|b|d]"
COLUMNS = "x:double z:double k:integer c:string"
NUMBERS = ("x", "z", "k")
CLASSES = ("no", "maybe", "yes")
SEEDS = {"tree": (2, 4, 9), "regression": (1, 5, 8), "general": (2, 5, 7), "clustering": (2, 3, 10), "scorecard": (1, 6, 9), "svm": (1, 5, 8),
         "network": (1, 3, 5), "rules": (2, 5, 14), "bayes": (2, 4, 5), "neighbor": (1, 5, 6), "mining": (3, 11, 19)}


def rows(full=False):
    r = random.Random(7)
    miss = [] if full else [N]
    return [{"x": r.choice([-2.0, -0.5, 0.0, 0.25, 1.0, 1.5, 2.0, 3.75] + miss), "z": r.choice([-1.0, 0.0, 0.5, 1.0, 2.5] + miss),
             "k": r.choice([-1, 0, 1, 2, 3] + miss), "c": r.choice(["a", "b", "d"] + miss)} for _ in range(60)]


def num(r, low=-2.0, high=2.0, digits=2):
    return round(r.uniform(low, high), digits)


def cut(r, f):
    return r.choice([-1, 0, 1, 2]) if f == "k" else r.choice(["-0.5", "0", "0.25", "1", "1.5", "2"])


def maybe(r, share, value):
    return value if r.random() < share else N


def real(name, feature, **a):
    return of(name, feature, dataType="double", optype="continuous", **a)


def word(name, feature, **a):
    return of(name, feature, dataType="string", optype="categorical", **a)


def predicate(r, depth=0):
    o = r.random()
    if depth < 2 and o < .3:
        return compound(r.choice(["and", "or", "xor", "surrogate"]), *[predicate(r, depth + 1) for _ in range(r.randint(2, 3))])
    if o < .5:
        return among("c", r.choice(["isIn", "isNotIn"]), " ".join(r.sample(["a", "b", "d"], r.randint(1, 2))))
    if o < .6:
        return simple("c", r.choice(["equal", "notEqual"]), r.choice("abd"))
    if o < .66:
        return simple(r.choice(["x", "z", "c"]), r.choice(["isMissing", "isNotMissing"]))
    if o < .7:
        return among("k", r.choice(["isIn", "isNotIn"]), " ".join(r.sample(["0", "1", "2", "3"], 2)), "int")
    f = r.choice(NUMBERS)
    return simple(f, r.choice(["lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual", "equal", "notEqual"]), cut(r, f))


def target(r, name="y"):
    """Targets of a number."""
    if r.random() < .6:
        return ""
    a = {}
    if r.random() < .5:
        a.update(min=maybe(r, .7, -1), max=maybe(r, .7, 2))
    if r.random() < .5:
        a.update(rescaleFactor=maybe(r, .7, num(r)), rescaleConstant=maybe(r, .7, num(r)))
    if r.random() < .2:
        a["castInteger"] = r.choice(["round", "ceiling", "floor"])
    return tag("Targets", tag("Target", tag("TargetValue", defaultValue=num(r)) if r.random() < .4 else "", field=name, **a))


def priors(r):
    if r.random() < .7:
        return ""
    p = [r.randint(1, 5) for _ in CLASSES]
    return tag("Targets", tag("Target", *[tag("TargetValue", value=c, priorProbability=n / sum(p), displayValue=maybe(r, .5, "is " + c))
                                          for c, n in zip(CLASSES, p)], field="y"))


def of_classes(*more):
    """Outputs of a classification and their checks."""
    fields = [word("said", "predictedValue"), real("best", "probability")] + [real("p " + c, "probability", value=c) for c in CLASSES]
    checks = of_class(*CLASSES) + [text("said"), number("best")] + [number("p " + c) for c in CLASSES]
    for f, c in more:
        fields.append(f)
        checks.append(c)
    return output(*fields), checks


NUMBER = "y:double"
CLASS = "y:string[no|maybe|yes]"
ALL = ("y=target", "x", "z", "k", "c")


# ---------------------------------------------------------------- types: r -> (target's spec, model, checks, full rows)

def a_tree(r, classes=N, sch=ALL, show=True):
    classes = r.random() < .6 if classes is N else classes
    strategy = r.choice([N, "none", "lastPrediction", "nullPrediction", "defaultChild"])
    named = r.random() < .6
    count = itertools.count(1)
    how = r.random()

    def distributions(r):
        counts = [r.randint(0, 9) for _ in CLASSES]
        if not sum(counts):
            counts[0] = 1
        kept = [(c, n) for c, n in zip(CLASSES, counts) if n or not show or r.random() < .6]
        return [dist(c, n, confidence=round(n / (sum(counts) + 1), 4), probability=n / sum(counts) if how < .4 else N) for c, n in kept]

    def grow(depth, p):
        ident = "n%d" % next(count)
        kids, names = [], []
        if depth < 3 and (depth == 0 or r.random() < .6):
            if r.random() < .5:
                f = r.choice(NUMBERS)
                v = cut(r, f)
                tests = [simple(f, "lessThan", v), simple(f, "greaterOrEqual", v)]
            else:
                tests = [predicate(r) for _ in range(r.randint(1, 3))]
            if r.random() < .2:
                tests.append(TRUE)
            for t in tests:
                kid, name = grow(depth + 1, t)
                kids.append(kid)
                names.append(name)
        scored = not kids or r.random() < .6
        own = distributions(r) if classes and (not kids or r.random() < .7) else []
        score = (r.choice(CLASSES) if classes else num(r)) if scored or not own else N
        return node(p, *own, *kids, id=ident if named or strategy == "defaultChild" else N, score=score, recordCount=maybe(r, .7, r.randint(5, 50)),
                    defaultChild=r.choice(names) if kids and strategy == "defaultChild" else N), ident
    body, _ = grow(0, TRUE if r.random() < .9 else predicate(r))
    a = dict(missingValueStrategy=strategy, noTrueChildStrategy=r.choice([N, "returnNullPrediction", "returnLastPrediction"]),
             missingValuePenalty=maybe(r, .4, "0.8"))
    if not classes:
        out = output(real("raw", "predictedValue"), word("where", "entityId")) if show else ""
        return NUMBER, tree(schema(*sch), out, target(r) if show else "", body, functionName="regression", **a), \
            [predicted(), number("raw"), text("where")], False
    out, checks = of_classes((word("where", "entityId"), text("where")), (real("sure", "confidence"), number("sure")),
                             (real("sure yes", "confidence", value="yes"), number("sure yes")))
    return CLASS, tree(schema(*sch), out if show else "", priors(r) if show else "", body, **a), checks, False


def table_of(r, **a):
    parts = [numeric(f, num(r), maybe(r, .3, r.choice([1, 2, 3]))) for f in NUMBERS if r.random() < .7]
    parts += [category("c", v, num(r)) for v in "abd" if r.random() < .5]
    if r.random() < .3:
        parts.append(tag("PredictorTerm", *[tag("FieldRef", field=f) for f in r.sample(NUMBERS, 2)], coefficient=num(r)))
    return table(*parts, intercept=num(r), **a)


def a_regression(r, classes=N, sch=ALL, show=True):
    classes = r.random() < .6 if classes is N else classes
    if not classes:
        method = r.choice([N, "none", "softmax", "logit", "exp", "probit", "cloglog", "loglog", "cauchit"])
        return NUMBER, regression(schema(*sch), output(real("raw", "predictedValue")) if show else "", target(r) if show else "",
                                  table_of(r), normalizationMethod=method), [predicted(), number("raw")], False
    method = r.choice(["none", "softmax", "simplemax", "logit", "softmax"])
    out, checks = of_classes()
    return CLASS, regression(schema(*sch), out if show else "", priors(r) if show else "", *[table_of(r, targetCategory=c) for c in CLASSES],
                             functionName="classification", normalizationMethod=method), checks, False


def a_general(r):
    kind = r.choice(["regression", "generalLinear", "generalizedLinear", "multinomialLogistic", "generalizedLinear"])
    parameters, pp = ["p0"], []
    for i in range(1, r.randint(2, 6)):
        p = "p%d" % i
        parameters.append(p)
        for f in r.sample(["x", "z", "k", "c"], r.randint(1, 2)) if r.random() < .7 else [r.choice("xzkc")]:
            pp.append((p, f, r.choice("abd") if f == "c" else r.choice(["1", "1", "2"])))
    mixed = any(p == q and (f == "c") != (g == "c") for p, f, _ in pp for q, g, _ in pp)     # 0 times what is missing
    a = {}
    if kind == "generalizedLinear":
        a = dict(linkFunction=r.choice(["identity", "log", "logc", "logit", "probit", "cloglog", "loglog"]), distribution="normal")
        a.update(r.choice([{}, {}, dict(offsetValue="0.5"), dict(trialsValue="3")]))
    if kind != "multinomialLogistic":
        beta = [(p, num(r, -1, 1)) for p in parameters]
        r.shuffle(beta)
        return NUMBER, sg.general(schema(*ALL), kind, " ".join(parameters), "c", "x z k", pp, beta,
                                  before=output(real("raw", "predictedValue")) + target(r), **a), [predicted(floor=1), number("raw", floor=1)], mixed
    reference = r.choice(CLASSES)
    beta = [(p, num(r, -1, 1), c) for p in parameters for c in CLASSES if c != reference]
    out, checks = of_classes()
    return CLASS, sg.general(schema(*ALL), kind, " ".join(parameters), "c", "x z k", pp, beta, functionName="classification", before=out + priors(r),
                             targetReferenceCategory=reference), checks, mixed


def a_clustering(r):
    similar = r.random() < .3
    fields = ["x", "z"] + (["k"] if r.random() < .5 else [])
    ids = ["one", "two", "three", "four"][:r.randint(2, 4)]
    named = r.random() < .7
    if similar:
        names = ("simpleMatching", "jaccard", "tanimoto", "binarySimilarity")
        name = r.choice(names)
        inner = tag(name, **({"%s%s-parameter" % (a, b): r.randint(0, 3) for a in "cd" for b in ("00", "01", "10", "11")} if name == names[3] else {}))
    else:
        name = r.choice(["euclidean", "squaredEuclidean", "cityBlock", "chebychev", "minkowski"])
        inner = tag(name, **({"p-parameter": r.choice([1, 2, 3])} if name == "minkowski" else {}))
    compare = r.choice([N, "absDiff", "delta", "equal"])
    parts = [sc.field("b" + f if similar else f, fieldWeight=maybe(r, .4, r.choice([0.5, 2, 1.5])), compareFunction=maybe(r, .4, r.choice(["absDiff", "delta", "equal", "gaussSim"])) if not similar else N,
                      similarityScale=r.choice([0.5, 2])) for f in fields]
    weights = tag("MissingValueWeights", array(" ".join(str(r.choice([0.5, 1, 2])) for _ in fields), "real", len(fields))) if r.random() < .5 else ""
    centers = [sc.cluster([float(r.randint(0, 1)) if similar else num(r) for _ in fields], id=i if named else N, name="the " + i) for i in ids]
    local = tag("LocalTransformations", *[derived("b" + f, call("if", call("greaterThan", f, r.choice([0, 1])), const("1", "double"), const("0", "double"))) for f in fields]) if similar else ""
    shown_ids = ids if named else [str(i + 1) for i in range(len(ids))]
    out = output(word("said", "predictedValue"), word("shown", "predictedDisplayValue"), real("near", "affinity"), real("to second", "affinity", value=shown_ids[1]),
                 word("entity", "entityId"), word("second", "entityId", rank=2), real("second near", "affinity", rank=2))
    checks = [fx.check("class", "predict_class"), text("said"), text("shown"), number("near"), number("to second"), text("entity"), text("second"), number("second near")]
    model = sc.clustering(schema(*ALL[1:]), out, local, sc.measure("similarity" if similar else "distance", inner, compareFunction=compare), *parts, weights, *centers)
    return N, model, checks, False


def a_scorecard(r):
    reasons = r.random() < .7

    def score(r):
        if r.random() < .25:
            return dict(content=(tag("ComplexPartialScore", call(r.choice("+*"), r.choice(NUMBERS), num(r))),), partial=N)
        return dict(content=(), partial=num(r, -20, 20, 0))

    def characteristic(i):
        tests = [predicate(r) for _ in range(r.randint(1, 3))] + ([TRUE] if r.random() < .8 else [])
        out = []
        for j, t in enumerate(tests):
            s = score(r)
            out.append(ss.attribute(t, s["partial"], maybe(r, .4, "RC%d_%d" % (i, r.randint(1, 2))), *s["content"]))
        return ss.characteristic("ch%d" % i, "RC%d" % r.randint(1, 3), num(r, -10, 10, 0), *out)
    n = r.randint(1, 4)
    ranks = range(1, n + 1)
    out = output(real("raw", "predictedValue"), *[word("rc%d" % k, "reasonCode", rank=k) for k in ranks] if reasons else [])
    model = ss.scorecard(schema(*ALL), out, *[characteristic(i) for i in range(n)], before=target(r), initialScore=maybe(r, .7, num(r)),
                         useReasonCodes="true" if reasons else "false", reasonCodeAlgorithm=r.choice(["pointsAbove", "pointsBelow"]), baselineScore=maybe(r, .5, 3), baselineMethod=r.choice([N, "max", "mean", "other"]))
    return NUMBER, model, [predicted(floor=1), number("raw", floor=1)] + ([text("rc%d" % k) for k in ranks] if reasons else []), False


def a_machine(r):
    kernel = r.choice([tag("LinearKernelType"), tag("PolynomialKernelType", gamma=0.5, coef0=maybe(r, .5, 2), degree=r.choice([2, 3])), tag("RadialBasisKernelType", gamma=maybe(r, .7, 0.25)),
                       tag("SigmoidKernelType", gamma=0.1, coef0=maybe(r, .5, "-0.5"))])
    fields = [ref("x"), ref("z")] + ([category("c", "a", 1), category("c", "b", 1)] if r.random() < .5 else [])
    vectors = sv.vectors([("v%d" % i, " ".join(str(num(r)) if j < 2 else str(r.randint(0, 1)) for j in range(len(fields)))) for i in range(5)], *fields, sparse=r.random() < .3)

    def machine(**a):
        names = sorted(r.sample(["v%d" % i for i in range(5)], r.randint(1, 5)))
        return sv.machine(" ".join(names), [num(r) for _ in names], num(r), **a)
    if r.random() < .4:
        return NUMBER, sv.svm(schema(*ALL), kernel, vectors, machine(), before=output(real("raw", "predictedValue")) + target(r)), [predicted(floor=1), number("raw", floor=1)], True
    out = output(word("said", "predictedValue"))
    if r.random() < .5:
        return CLASS, sv.svm(schema(*ALL), kernel, vectors, *[machine(targetCategory=c) for c in CLASSES], functionName="classification", before=out,
                             classificationMethod=r.choice([N, "OneAgainstAll"]), maxWins=r.choice([N, "true", "false"])), [fx.check("class", "predict_class"), text("said")], True
    pairs = [machine(targetCategory=a, alternateTargetCategory=b, threshold=maybe(r, .3, num(r))) for a, b in itertools.combinations(CLASSES, 2)]
    return CLASS, sv.svm(schema(*ALL), kernel, vectors, *pairs, functionName="classification", before=out, classificationMethod="OneAgainstOne", threshold=maybe(r, .4, num(r)),
                         maxWins=r.choice([N, "true"])), [fx.check("class", "predict_class"), text("said")], True


def a_network(r):
    classes = r.random() < .6
    names = ["logistic", "tanh", "identity", "exponential", "square", "Gauss", "sine", "cosine", "Elliott", "arctan", "rectifier", "threshold"]
    ins = [ref("x"), ref("z"), tag("NormDiscrete", field="c", value="a")] + ([tag("NormContinuous", tag("LinearNorm", orig=-1, norm=0), tag("LinearNorm", orig=3, norm=1), field="k", outliers=r.choice([N, "asExtremeValues"]))] if r.random() < .5 else [])
    before = ["0,%d" % i for i in range(len(ins))]
    layers = []
    for n in range(1, r.randint(1, 2) + 1):
        now = ["%d,%d" % (n, i) for i in range(r.randint(2, 4))]
        layers.append(sn.layer(*[sn.neuron(i, {b: num(r) for b in before}, maybe(r, .8, num(r))) for i in now], activationFunction=maybe(r, .6, r.choice(names)), threshold=maybe(r, .2, "0.25"),
                               normalizationMethod=maybe(r, .2, r.choice(["softmax", "simplemax"]))))
        before = now
    last = ["9,%d" % i for i in range(3 if classes else 1)]
    layers.append(sn.layer(*[sn.neuron(i, {b: num(r) for b in before}, num(r)) for i in last], activationFunction=r.choice(["identity", "logistic"]), normalizationMethod=r.choice([N, "softmax"]) if classes else N))
    a = dict(activationFunction=r.choice(names), threshold=maybe(r, .3, "0.1"))
    if classes:
        out, checks = of_classes((word("where", "entityId"), text("where")))
        return CLASS, sn.network(schema(*ALL), sn.inputs(*ins), *layers, sn.outputs(*[(i, sn.discrete("y", c)) for i, c in zip(last, CLASSES)]), functionName="classification", before=out + priors(r), **a), checks, False
    points = [(r.choice([-1, 0]), 0), (r.choice([1, 2]), r.choice([0.5, 1]))] + ([(5, 2)] if r.random() < .5 else [])
    last_out = ref("y") if r.random() < .4 else sn.continuous("y", *points)
    return NUMBER, sn.network(schema(*ALL), sn.inputs(*ins), *layers, sn.outputs((last[0], last_out)), before=output(real("raw", "predictedValue")) + target(r), **a), [predicted(floor=1), number("raw", floor=1)], False


def a_rule_set(r):
    classes = r.random() < .75
    count = itertools.count(1)
    spread = r.random() < .3

    def one():
        ds = [dist(c, r.randint(0, 9), confidence=N) for c in CLASSES] if spread and classes else []
        weight = num(r, .1, 1)
        return sr.rule(predicate(r), r.choice(CLASSES) if classes else num(r), *ds, id="r%d" % next(count), weight=weight, confidence=weight if same else num(r, .1, 1), recordCount=maybe(r, .4, 10), nbCorrect=maybe(r, .4, 5))

    method = r.choice(["firstHit", "weightedMax", "weightedSum"]) if classes else "firstHit"
    same = method == "weightedMax"

    def some(depth=0):
        return [sr.compound_rule(predicate(r), *some(depth + 1)) if depth < 2 and r.random() < .25 else one() for _ in range(r.randint(1, 4))]
    a = dict(defaultScore=r.choice(CLASSES) if classes else num(r), defaultConfidence="0.3") if r.random() < .7 else {}
    if not classes:
        return NUMBER, sr.rule_set(schema(*ALL), [method], *some(), functionName="regression", before=output(real("raw", "predictedValue")), **a), [predicted(), number("raw")], False
    out = output(word("said", "predictedValue"), word("rule", "entityId"), real("sure", "confidence"))
    return CLASS, sr.rule_set(schema(*ALL), [method], *some(), before=out, **a), [fx.check("class", "predict_class"), text("said"), text("rule"), number("sure")], False


def a_bayes(r):
    def listing(values):
        return {v: tuple(r.randint(1, 30) if r.random() < .9 else 0 for _ in CLASSES) for v in values}
    ins = []
    if r.random() < .8:
        ins.append(tag("BayesInput", *[sb.pair(v, list(zip(CLASSES, t))) for v, t in listing("abd").items()], fieldName="c"))
    if r.random() < .5:
        ins.append(tag("BayesInput", *[sb.pair(v, list(zip(CLASSES, t))) for v, t in listing(["0", "1", "2"]).items()], fieldName="k"))
    for f in ("x", "z"):
        if not ins or r.random() < .6:
            ins.append(sb.continuous(f, *[(c, sb.gauss(num(r), num(r, .1, 3)) if r.random() < .8 or f == "x" else sb.gauss(0, 1)) for c in CLASSES]))
    out, checks = of_classes()
    return CLASS, sb.bayes(schema(*ALL), ins, "y", [(c, r.randint(5, 50)) for c in CLASSES], r.choice(["0.001", "0.01", "0.1"]), before=out + priors(r)), checks, False


def a_neighbor(r):
    classes = r.random() < .5
    n = r.randint(5, 9)
    train = [(num(r), num(r), r.choice("abd"), num(r, -5, 5), r.choice(CLASSES), "i%d" % i) for i in range(n)]
    names = ("x", "z", "c", "v", "y", "id") if classes else ("x", "z", "c", "y", "w", "id")
    use_c = r.random() < .5
    wanted = ["x", "z", "y", "id"] + (["c"] if use_c else [])
    trained = tag("TrainingInstances", tag("InstanceFields", *[tag("InstanceField", field=f, column=f) for f in wanted]),
                  tag("InlineTable", *[tag("row", *[tag(f, str(dict(zip(names, t))[f])) for f in wanted]) for t in train]), isTransformed="false", recordCount=n, fieldCount=len(wanted))
    ins = [tag("KNNInput", field="x", fieldWeight=maybe(r, .3, 2)), tag("KNNInput", field="z", compareFunction=maybe(r, .4, r.choice(["absDiff", "gaussSim"])))]
    if use_c:
        ins.append(tag("KNNInput", field="c", compareFunction=r.choice(["delta", "equal"])))
    measure = sk.distance(r.choice(["euclidean", "squaredEuclidean", "cityBlock", "chebychev"]))
    k = r.choice([1, 3, 5])
    a = dict(instanceIdVariable="id")
    shown = [word("n1", "entityId"), word("n2", "entityId", rank=2)] if k > 1 else [word("n1", "entityId")]
    extra = [text("n1")] + ([text("n2")] if k > 1 else [])
    if classes:
        return CLASS, sk.knn(schema(*ALL), trained, measure, ins, k, "classification", before=output(word("said", "predictedValue"), *shown), categoricalScoringMethod=r.choice([N, "majorityVote", "weightedMajorityVote"]),
                             threshold=r.choice([N, "0.5"]), **a), [fx.check("class", "predict_class"), text("said")] + extra, True
    return NUMBER, sk.knn(schema(*ALL), trained, measure, ins, k, "regression", before=output(real("raw", "predictedValue"), *shown), continuousScoringMethod=r.choice([N, "average", "median", "weightedAverage"]),
                          threshold=r.choice([N, "0.5"]), **a), [predicted(), number("raw")] + extra, True


def a_mining(r):
    classes = r.random() < .5
    method = r.choice(["average", "weightedAverage", "max", "weightedMajorityVote", "selectFirst", "modelChain"] if classes else
                      ["average", "weightedAverage", "median", "sum", "weightedMedian", "selectFirst", "modelChain", "weightedSum"])
    nested = r.random() < .2

    def inner(i):
        sch = ALL
        o = r.random()
        if o < .6:
            return a_tree(r, classes, sch, show=False)[1]
        return a_regression(r, classes, sch, show=False)[1]
    n = r.randint(1, 4)
    segments = [segment(TRUE if r.random() < .6 or (method == "modelChain" and i == 0) else predicate(r), inner(i), id="s%d" % i, weight=1.37 ** i + 0.001 * i if method == "weightedMajorityVote" else maybe(r, .6, num(r, .2, 3))) for i in range(n)]
    if nested and method != "weightedMajorityVote":
        segments.append(segment(TRUE, mining(schema(*ALL), r.choice(["average", "selectFirst", "modelChain"]), *[segment(TRUE, inner(9), id="t%d" % i) for i in range(2)],
                                             functionName="classification" if classes else "regression"), id="deep"))
    more = {}
    if r.random() < .5 and method not in ("modelChain",):
        more = dict(missingPredictionTreatment=r.choice(["returnMissing", "skipSegment", "continue"]), missingThreshold=maybe(r, .5, r.choice([0.3, 0.5, 0.75])))
    chosen = method in ("selectFirst", "modelChain")
    named = chosen and not more     # JPMML-Evaluator passes their Targets over
    if classes:
        out, checks = of_classes(*([(word("which", "entityId"), text("which"))] if named else []))
        return CLASS, mining(schema(*ALL), method, *segments, functionName="classification", before=out + ("" if chosen else priors(r)), segmentation=more), checks, False
    out = output(real("raw", "predictedValue"), *([word("which", "entityId")] if named else []))
    return NUMBER, mining(schema(*ALL), method, *segments, before=out + ("" if chosen else target(r)), segmentation=more), [predicted(), number("raw")] + ([text("which")] if named else []), False


MAKERS = {"tree": a_tree, "regression": a_regression, "general": a_general, "clustering": a_clustering, "scorecard": a_scorecard, "svm": a_machine, "network": a_network,
          "rules": a_rule_set, "bayes": a_bayes, "neighbor": a_neighbor, "mining": a_mining}


def make(kind, seed, told):
    name = "random_%s_%d" % (kind, seed)
    if not fx.wanted("semantics_" + name):
        return
    r = random.Random("%s %d" % (kind, seed))
    spec, model, checks, full = MAKERS[kind](r)
    extra = " id:string v:double w:string" if kind == "neighbor" else ""
    xml = pmml("4.4", dictionary(*([spec] if spec else []), INPUTS + extra), model)
    path = save(name, xml)
    try:
        evaluator = fx.Jpmml(path)
    except Exception as e:
        told.append((name, "document", str(e)[:150]))
        shutil.rmtree(os.path.dirname(path))
        return
    answers = {}
    for row in rows(full):
        try:
            one = fx.jpmml_answers(evaluator, [row], checks)[0]
        except AssertionError as e:
            told.append((name, "row", str(e)[:80]))
            continue
        except Exception as e:
            told.append((name, "row", type(e).__name__ + str(e)[:150]))
            continue
        if one == INVALID:
            message = evaluator.row(row)[1]
            if not message.startswith("ValueCheck"):
                told.append((name, "row", message[:150]))
                continue
        answers[repr(row)] = one
    kept = [row for row in rows(full) if repr(row) in answers]
    shutil.rmtree(os.path.dirname(path))
    if len(kept) >= 8 and any(a != INVALID for a in answers.values()):
        worked_out(name, xml, COLUMNS, checks, kept, lambda row: answers[repr(row)], "by JPMML-Evaluator %s on the same document" % fx.Jpmml.version)


def main():
    told = []
    wanted = [(kind, seed) for kind, seeds in SEEDS.items() for seed in seeds]
    if "--try" in sys.argv:
        at = sys.argv.index("--try")
        fx.FIXTURES = sys.argv[at + 1]
        kinds = sys.argv[at + 4:] or list(MAKERS)
        wanted = [(kind, int(sys.argv[at + 2]) + i) for kind in kinds for i in range(int(sys.argv[at + 3]))]
        del sys.argv[at:]
    for kind, seed in wanted:
        make(kind, seed, told)
    seen = {}
    for name, what, message in told:
        kind = name.split("_")[1]
        seen.setdefault((kind, what, message[:90]), []).append(name)
    for (kind, what, message), names in sorted(seen.items()):
        print("   ", kind, what, len(names), message, names[0])


if __name__ == "__main__":
    main()

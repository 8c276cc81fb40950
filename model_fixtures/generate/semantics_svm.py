"""semantics_svm.py: SupportVectorMachineModel, its kernels and ways to classify.

usage: python3 semantics_svm.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
KERNELS = {"linear": (tag("LinearKernelType", description="Linear kernel type"), lambda a, b: a[0] * b[0] + a[1] * b[1]),
           "polynomial": (tag("PolynomialKernelType", gamma=0.5, coef0=2, degree=3), lambda a, b: (0.5 * (a[0] * b[0] + a[1] * b[1]) + 2) ** 3),
           "polynomial_default": (tag("PolynomialKernelType"), lambda a, b: a[0] * b[0] + a[1] * b[1] + 1),
           "radial": (tag("RadialBasisKernelType", gamma=0.25), lambda a, b: math.exp(-0.25 * ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2))),
           "radial_default": (tag("RadialBasisKernelType"), lambda a, b: math.exp(-((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2))),
           "sigmoid": (tag("SigmoidKernelType", gamma=0.1, coef0=-0.5), lambda a, b: math.tanh(0.1 * (a[0] * b[0] + a[1] * b[1]) - 0.5))}
VECTORS = [("v1", "0.5 -1"), ("v2", "2 3"), ("v3", "-1.5 0.25"), ("v4", "4 4")]
XZ = grid(x=[0.0, 1.0, -2.5, 3.75], z=[0.0, -1.0, 2.0]) + [dict(x=N, z=1.0), dict(x=1.0, z=N), dict(x=N, z=N), dict(x=1e3, z=-1e3)]


def vector(id, numbers, sparse=False):
    if not sparse:
        return tag("VectorInstance", tag("Array", numbers, type="real", n=len(numbers.split())), id=id)
    kept = [(i + 1, v) for i, v in enumerate(numbers.split()) if float(v)]
    return tag("VectorInstance", tag("REAL-SparseArray", tag("Indices", " ".join(str(i) for i, _ in kept)),
                                     tag("REAL-Entries", " ".join(v for _, v in kept)), n=len(numbers.split())), id=id)


def vectors(instances, *fields, sparse=False):
    fields = fields or (ref("x"), ref("z"))
    return tag("VectorDictionary", tag("VectorFields", *fields, numberOfFields=len(fields)),
               *[vector(*v, sparse=sparse) for v in instances], numberOfVectors=len(instances))


def machine(names, coefficients, absolute=None, **a):
    return tag("SupportVectorMachine",
               tag("SupportVectors", *[tag("SupportVector", vectorId=n) for n in names.split()]) if names else "",
               tag("Coefficients", *[tag("Coefficient", value=c) for c in coefficients], absoluteValue=absolute), **a)


def svm(sch, kernel, dictionary, *machines, before="", functionName="regression", **a):
    return tag("SupportVectorMachineModel", sch, before, kernel, dictionary, *machines, functionName=functionName, **a)


REG = dictionary("y:double x:double z:double")
COEF = [0.75, -1.25, 2, 0.5]


def f_of(r, kernel, coefficients, absolute, points=((0.5, -1), (2, 3), (-1.5, 0.25), (4, 4)), names=("x", "z")):
    """A machine's value; None where a field is missing."""
    if any(r[n] is None for n in names):
        return None
    return sum(c * KERNELS[kernel][1]([r[n] for n in names], p) for c, p in zip(coefficients, points)) + absolute


def regressions():
    for i, (name, (kernel, k)) in enumerate(KERNELS.items()):
        v = ("3.0", "3.2", "4.0", "4.1", "4.3", "4.4")[i]
        fixture("svm_regression_" + name,
                pmml(v, REG, svm(schema("y=" + ("target" if v >= "4.2" else "predicted"), "x", "z"), kernel,
                                 vectors(VECTORS, sparse=i % 2 == 1), machine("v1 v2 v3 v4", COEF, -0.3),
                                 svmRepresentation="SupportVectors")),
                "x:double z:double", [predicted(floor=1), number("y", floor=1)], XZ)
    # coefficients of the fields themselves
    worked_out("svm_coefficients",
               pmml("4.2", REG, svm(schema("y=target", "x", "z"), KERNELS["linear"][0], vectors([]), machine("", [1.5, -0.5], 0.25),
                                    svmRepresentation="Coefficients")),
               "x:double z:double", [predicted()], XZ,
               lambda r: INVALID if N in r.values() else {"predict": 1.5 * r["x"] - 0.5 * r["z"] + 0.25},
               "the coefficients of the fields, and the absolute value")
    # what a sparse vector does not list
    few = tag("VectorDictionary", tag("VectorFields", ref("x"), ref("z"), numberOfFields=2), tag("VectorInstance", tag(
        "REAL-SparseArray", tag("Indices", "2"), tag("REAL-Entries", "-1"), n=2, defaultValue="0.5"), id="v1"), tag("VectorInstance", tag(
            "INT-SparseArray", tag("Indices", "1"), tag("INT-Entries", "2"), n=2, defaultValue="-1"), id="v2"), numberOfVectors=2)
    worked_out("svm_sparse_default", pmml("4.4", REG, svm(schema("y=target", "x", "z"), KERNELS["radial"][0], few, machine("v1 v2", [2, -1], 0.125))), "x:double z:double", [predicted(floor=1)],
               [r for r in XZ if N not in r.values()], lambda r: {"predict": f_of(r, "radial", [2, -1], 0.125, points=((0.5, -1), (2, -1)))}, "what is not listed has the array's defaultValue")
    # categories of a field as 0 and 1; a short vector; targets
    dic = dictionary("y:double x:double c:string[u|v|w] b:boolean")
    fields = (ref("x"), category("c", "u", 1), category("c", "v", 1), category("b", "true", 1))
    def answer(r):
        if r["x"] is None:
            return INVALID
        a = [r["x"], r["c"] == "u", r["c"] == "v", r["b"] is True]
        s = 0.0
        for w, v in ((2, (0.5, 1, 0, 0)), (-1, (1, 0, 1, 1))):
            s += w * math.exp(-0.5 * sum((p - q) ** 2 for p, q in zip(a, v)))
        return {"predict": 10 * (s + 0.125) + 1}
    worked_out("svm_categories",
               pmml("4.4", dic, svm(schema("y=target", "x", "c", "b"), tag("RadialBasisKernelType", gamma=0.5),
                                        vectors([("a", "0.5 1"), ("b", "1 0 1 1")], *fields), machine("a b", [2, -1], 0.125),
                                        before=tag("Targets", tag("Target", field="y", rescaleFactor=10, rescaleConstant=1)))),
                   "x:double c:string b:boolean", [predicted(floor=1)], grid(x=[0.0, 1.5, N], c=["u", "v", "w"], b=[True, False]) +
                   [dict(x=1.0, c=N, b=True), dict(x=1.0, c="u", b=N), dict(x=1.0, c="new", b=True)],
                   lambda r: INVALID if r["c"] == "new" else answer(r),
                   "a vector that is shorter than the fields ends with zeros, a missing category is none")


# the exclusive or, as the standard has it: two machines over the four corners
XOR = dictionary("class:string[yes|no] x1:double x2:double")
CORNERS = [("mv0", "0 0"), ("mv1", "0 1"), ("mv2", "1 0"), ("mv3", "1 1")]
CORNER_ROWS = grid(x1=[0.0, 1.0, 0.5, 0.9], x2=[0.0, 1.0, 0.2]) + [dict(x1=N, x2=0.0), dict(x1=0.0, x2=N)]
XORV = lambda sparse=False: vectors(CORNERS, ref("x1"), ref("x2"), sparse=sparse)


def exclusive_or():
    def xor(r):
        f = f_of(r, "radial_default", (-1, 1, 1, -1), 0, ((0, 0), (0, 1), (1, 0), (1, 1)), ("x1", "x2"))
        return INVALID if f is None else {"class": "no" if f < 0 else "yes"}

    for v, sparse in (("4.0", False), ("4.4", True)):
        target = "target" if v >= "4.2" else "predicted"
        fixture("svm_xor_" + v.replace(".", ""),
                pmml(v, XOR, svm(schema("class=" + target, "x1", "x2"), tag("RadialBasisKernelType", gamma="1.0", description="Radial basis kernel type"),
                                 XORV(sparse), machine("mv0 mv1 mv2 mv3", [-1, 1, 1, -1], 0, targetCategory="no", alternateTargetCategory="yes"),
                                 functionName="classification", modelName="SVM XOR Model")),
                "x1:double x2:double", [fx.check("class", "predict_class")], CORNER_ROWS, rule=xor,
                words="but a machine with an alternate category decides between the two (JPMML-Evaluator: it is against all others, of which there are none)")
    fixture("svm_xor_two",
            pmml("4.3", XOR, svm(schema("class=target", "x1", "x2"), tag("RadialBasisKernelType", gamma="1.0"), XORV(),
                                 machine("mv0 mv1 mv2 mv3", [-1, 1, 1, -1], 0, targetCategory="no"),
                                 machine("mv0 mv1 mv2 mv3", [1, -1, -1, 1], 0, targetCategory="yes"), functionName="classification")),
            "x1:double x2:double", [fx.check("class", "predict_class")], CORNER_ROWS)
    # 3.x: the machine's value rounds to 1 or 0
    def rounds(r):
        if r["x1"] is None or r["x2"] is None:
            return INVALID
        return {"class": "yes" if 0.5 * r["x2"] + r["x1"] + 0.2 >= 0.5 else "no"}
    worked_out("svm_binary_alternate",
               pmml("3.2", XOR, svm(schema("class=predicted", "x1", "x2"), tag("LinearKernelType"), XORV(),
                                    machine("mv1 mv2", [0.5, 1], 0.2, targetCategory="yes"), functionName="classification",
                                    alternateBinaryTargetCategory="no")),
               "x1:double x2:double", [fx.check("class", "predict_class")], [r for r in CORNER_ROWS if None in r.values() or r["x1"] + 0.5 * r["x2"] < 1.25],
               rounds, "as PMML 3.1 and 3.2 have it, a value that rounds to 1 is the category, one that rounds to 0 the alternate one")


THREE = dictionary("y:string[a|b|d] x:double z:double")
MACHINES = [("a", "b", [0.75, -1.25, 2, 0.5], -0.3), ("a", "d", [-0.5, 1, 0.25, -0.75], 0.1), ("b", "d", [1, 1, -1, -1], 0.05)]


def decide(r, kernel, method, wins, thresholds, order):
    """One machine for each of `order` against all others, or the votes of MACHINES."""
    fs = [f_of(r, kernel, m[2], m[3]) for m in MACHINES]
    if fs[0] is None:
        return INVALID
    if method == "all":
        return {"class": order[fs.index(max(fs) if wins else min(fs))]}
    votes = {}
    for (t, o, _, _), f, h in zip(MACHINES, fs, thresholds):
        c = t if (f > h if wins else f < h) else o
        votes[c] = votes.get(c, 0) + 1
    best = max(votes, key=lambda c: votes[c])   # the first of equal ones
    return dict({"class": best}, **{"p_" + c: votes.get(c, 0) / 3 for c in "abd"})


def classes():
    class_only = [fx.check("class", "predict_class")]
    shares = of_class("a", "b", "d")
    for name, a, machines in (
            ("all", dict(classificationMethod="OneAgainstAll"), [machine("v1 v2 v3 v4", m[2], m[3], targetCategory=t) for t, m in zip("abd", MACHINES)]),
            ("all_wins", dict(maxWins="true"), [machine("v1 v2 v3 v4", m[2], m[3], targetCategory=t) for t, m in zip("dab", MACHINES)]),
            ("one", dict(classificationMethod="OneAgainstOne"), [machine("v1 v2 v3 v4", c, b, targetCategory=t, alternateTargetCategory=o) for t, o, c, b in MACHINES]),
            ("one_absent", {}, [machine("v1 v2 v3 v4", c, b, targetCategory=t, alternateTargetCategory=o) for t, o, c, b in MACHINES]),
            ("one_wins", dict(classificationMethod="OneAgainstOne", maxWins="true", threshold=0.25),
             [machine("v1 v2 v3 v4", c, b, targetCategory=t, alternateTargetCategory=o) for t, o, c, b in MACHINES]),
            ("one_threshold", dict(classificationMethod="OneAgainstOne", threshold=0.5),
             [machine("v1 v2 v3 v4", c, b, targetCategory=t, alternateTargetCategory=o, threshold=h) for (t, o, c, b), h in zip(MACHINES, (None, -0.2, 0.05))])):
        for kernel in ("radial", "linear"):
            wins = "wins" in name
            thresholds = (0.25,) * 3 if name == "one_wins" else (0.5, -0.2, 0.05) if name == "one_threshold" else (0,) * 3
            xml = pmml("4.4" if wins else "4.1", THREE, svm(schema("y=" + ("target" if wins else "predicted"), "x", "z"), KERNELS[kernel][0],
                                                            vectors(VECTORS), *machines, functionName="classification", **a))
            rule = lambda r: decide(r, kernel, name.split("_")[0], wins, thresholds, "dab" if wins else "abd")
            checks = shares if name.startswith("one") else class_only
            if wins or name == "one_absent":
                worked_out("svm_%s_%s" % (name, kernel), xml, "x:double z:double", checks, XZ, rule,
                           "with maxWins, which JPMML-Evaluator refuses, the greatest value wins" if wins else
                           "without a classificationMethod machines with two categories vote")
            else:
                fixture("svm_%s_%s" % (name, kernel), xml, "x:double z:double", checks, XZ, rule=rule)


def segments():
    one = svm(schema("y=target", "x", "z"), KERNELS["radial"][0], vectors(VECTORS), machine("v1 v3", [1, 2], 0.5))
    two = svm(schema("y=target", "x", "z"), KERNELS["sigmoid"][0], vectors(VECTORS), machine("v2 v4", [1, -2], 0))
    fixture("svm_average", pmml("4.4", REG, mining(schema("y=target", "x", "z"), "average", segment("<True/>", one), segment(simple("x", "greaterThan", 0), two))),
            "x:double z:double", [predicted()], XZ)
    one = svm(schema("y=target", "x", "z"), KERNELS["radial"][0], vectors(VECTORS), *[machine("v1 v2 v3 v4", m[2], m[3], targetCategory=t) for t, m in zip("abd", MACHINES)],
              functionName="classification")
    two = svm(schema("y=target", "x", "z"), KERNELS["linear"][0], vectors(VECTORS), *[machine("v1 v2 v3 v4", c, b, targetCategory=t, alternateTargetCategory=o) for t, o, c, b in MACHINES],
              functionName="classification", classificationMethod="OneAgainstOne")
    fixture("svm_votes", pmml("4.4", THREE, mining(schema("y=target", "x", "z"), "majorityVote", segment("<True/>", one), segment("<True/>", two), segment("<True/>", two),
                                                   functionName="classification")),
            "x:double z:double", [fx.check("class", "predict_class")], XZ)


def main():
    regressions()
    exclusive_or()
    classes()
    segments()


if __name__ == "__main__":
    main()

"""semantics_naive_bayes.py: counts, distributions, thresholds, missing inputs.

usage: python3 semantics_naive_bayes.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None


def counts(**by_class):
    return tag("TargetValueCounts", *[tag("TargetValueCount", value=k, count=v) for k, v in by_class.items()])


def listed(pairs):
    return tag("TargetValueCounts", *[tag("TargetValueCount", value=k, count=v) for k, v in pairs])


def pair(value, pairs):
    return tag("PairCounts", listed(pairs), value=value)


def discrete(field, table, derived="", classes=None, name="fieldName"):
    """table: {value: counts in the order of the classes}; a None is left out."""
    return tag("BayesInput", derived, *[pair(v, [(k, n) for k, n in zip(classes, row) if n is not None])
                                        for v, row in table.items()], **{name: field})


def continuous(field, *stats, **a):
    return tag("BayesInput", tag("TargetValueStats", *[tag("TargetValueStat", d, value=k) for k, d in stats]), fieldName=field, **a)


def gauss(m, v):
    return tag("GaussianDistribution", mean=m, variance=v)


def poisson(m):
    return tag("PoissonDistribution", mean=m)


def bayes(sch, inputs, output_field, priors, threshold, before="", after=""):
    return tag("NaiveBayesModel", sch, before, tag("BayesInputs", *inputs),
               tag("BayesOutput", listed(priors), fieldName=output_field), after, functionName="classification", threshold=threshold)


def shown(*classes, **a):
    return output(of("said", "predictedValue", dataType="string", optype="categorical", **a),
                  *[of("p_" + k, "probability", value=k, dataType="double", optype="continuous", **a) for k in classes],
                  of("p", "probability", dataType="double", optype="continuous", **a))


def posterior(classes, priors, factors):
    """Of the rule L = count * product of probabilities."""
    like = [p * math.prod(f[k] for f in factors) for k, p in enumerate(priors)]
    total = sum(like)
    if not total:
        return None
    return [v / total for v in like]


# The example of the standard: amount of claims by gender, number of claims, domicile, age of car.
CLASSES = ["100", "500", "1000", "5000", "10000"]
GENDER = {"male": (4273, 1321, 780, 405, 42), "female": (4325, 1212, 742, 292, 48)}
CLAIMS = {"0": (4698, 623, 1259, 550, 40), "1": (3526, 1798, 227, 152, 40), "2": (225, 10, 9, 0, 10), ">2": (112, 5, 1, 1, 8)}
DOMICILE = {"suburban": (2536, 165, 516, 290, 42), "urban": (1679, 792, 511, 259, 30), "rural": (2512, 1013, 442, 137, 21)}
AGE = {"0": (927, 183, 221, 50, 10), "1": (830, 182, 51, 26, 6), "2": (6251, 1901, 919, 623, 80)}
PRIORS = (8723, 2557, 1530, 709, 100)
CARS = {"100": (32.006, 0.352), "500": (24.936, 0.516), "1000": (24.588, 0.635), "5000": (24.428, 0.379), "10000": (24.770, 0.314)}


def standard():
    """The standard's worked example, with the age of the car in bins and the individual's age as Gaussians."""
    dic = dictionary("g:string[male|female] n:string[0|1|2|>2] d:string[suburban|urban|rural] a:double i:double"
                     " amount:string[100|500|1000|5000|10000]")
    bins = tag("DerivedField", tag("Discretize", *[tag("DiscretizeBin", tag("Interval", **m), binValue=b) for b, m in (
        ("0", dict(closure="closedOpen", leftMargin=0, rightMargin=1)), ("1", dict(closure="closedOpen", leftMargin=1, rightMargin=5)),
        ("2", dict(closure="closedOpen", leftMargin=5)))], field="a"), optype="categorical", dataType="string", name="bin")

    def rule(r, aged):
        factors = []
        for f, table in (("g", GENDER), ("n", CLAIMS), ("d", DOMICILE), ("bin", AGE)):
            v = r.get(f) if f != "bin" else (None if r["a"] is None or r["a"] < 0 else "0" if r["a"] < 1 else "1" if r["a"] < 5 else "2")
            if v is not None:
                totals = [sum(row[k] for row in table.values()) for k in range(5)]
                factors.append([table[v][k] / totals[k] if table[v][k] else 0.001 for k in range(5)])
        if aged and r["i"] is not None:
            factors.append([max(0.001, math.exp(-(r["i"] - m) ** 2 / (2 * v)) / math.sqrt(2 * math.pi * v))
                            for m, v in CARS.values()])
        p = posterior(CLASSES, PRIORS, factors)
        best = CLASSES[p.index(max(p))]
        return dict({"class": best, "said": best, "p": max(p)}, **{"p_" + k: v for k, v in zip(CLASSES, p)})
    rows = [{"g": "male", "n": "2", "d": N, "a": 1.0, "i": 24.0}] + grid(
        g=["male", "female", N], n=["0", "2", ">2", N], d=["rural", "urban", N], a=[-1.0, 0.5, 5.0, N], i=[24.0, 32.0, N])
    checks = [fx.check("class", "predict_class"), text("said"), number("p", floor=1e-3)] + [number("p_" + k, floor=1e-3) for k in CLASSES]
    for version, aged in (("3.2", False), ("4.2", True)):
        target = "target" if version >= "4.2" else "predicted"
        xml = pmml(version, dic, bayes(
            schema("g", "n", "d", "a", "i", "amount=" + target),
            [discrete("g", GENDER, classes=CLASSES), discrete("n", CLAIMS, classes=CLASSES), discrete("d", DOMICILE, classes=CLASSES),
             discrete("a", AGE, bins, CLASSES)] + ([continuous("i", *[(k, gauss(*CARS[k])) for k in CLASSES])] if aged else []),
            "amount", list(zip(CLASSES, PRIORS)), "0.001", before=shown(*CLASSES)))
        fixture("bayes_standard_" + ("continuous" if aged else "discrete"), xml, "g:string n:string d:string a:double i:double",
                checks, rows, rule=lambda r: rule(r, aged))


def details():
    two = ["no", "yes"]
    dic = dictionary("k:string[yes|no] x:double z:double c:string b:boolean n:integer~categorical")
    # zero counts, counts that are left out, values that no pair has; the order is that of BayesOutput
    c = {"r": (3, 0), "g": (0, 5), "b": (2, None)}
    b = {"true": (4, 1), "false": (1, 4)}
    n = {"1.0": (5, 1), "2": (0, 4)}

    def rule(r):
        factors = []
        for f, table, value in (("c", c, r["c"]), ("b", b, None if r["b"] is None else str(r["b"]).lower()),
                                ("n", n, None if r["n"] is None else {1: "1.0", 2: "2"}.get(r["n"]))):
            if value in table:
                totals = [sum(row[k] or 0 for row in table.values()) for k in range(2)]
                factors.append([table[value][k] / totals[k] if table[value][k] else 0.05 for k in range(2)])
        p = posterior(two, (7, 7), factors)
        return {"class": two[p.index(max(p))], "said": two[p.index(max(p))], "p": max(p), "p_no": p[0], "p_yes": p[1]}
    checks = [fx.check("class", "predict_class"), text("said"), number("p"), number("p_no"), number("p_yes"), ]
    fixture("bayes_counts", pmml("4.4", dic, bayes(
        schema("k=target", "c invalidValueTreatment=asIs", "b", "n invalidValueTreatment=asIs"),
        [discrete("c", c, classes=two), discrete("b", b, classes=two), discrete("n", n, classes=two)],
        "k", [("no", 7), ("yes", 7)], "0.05", before=shown("no", "yes"))),
        "c:string b:boolean n:integer", checks, grid(c=["r", "g", "b", "w", N], b=[True, False, N], n=[1, 2, 3, N]), rule=rule,
        words="a count that is left out is 0, as the standard has it; JPMML-Evaluator gives such a value no factor")
    # threshold 0 and a count of zero: the category is impossible; both impossible: no result
    z = {"r": (3, 0), "g": (0, 5)}
    y = {"u": (2, 0), "v": (1, 5)}

    def impossible(r):
        factors = []
        for f, table in (("c", z), ("s", y)):
            if r[f] in table:
                totals = [sum(row[k] for row in table.values()) for k in range(2)]
                factors.append([table[r[f]][k] / totals[k] for k in range(2)])
        p = posterior(two, (3, 5), factors)
        if not p:
            return {c["column"]: None for c in checks}
        return {"class": two[p.index(max(p))], "said": two[p.index(max(p))], "p": max(p), "p_no": p[0], "p_yes": p[1]}
    worked_out("bayes_impossible", pmml("4.3", dictionary("k:string[yes|no] c:string s:string"), bayes(
        schema("k=target", "c", "s"), [discrete("c", z, classes=two), discrete("s", y, classes=two, name="field")],
        "k", [("no", 3), ("yes", 5)], "0", before=shown("no", "yes"))),
        "c:string s:string", checks, grid(c=["r", "g", N], s=["u", "v", N]), impossible,
        "the standard's rules; a row that every category is impossible for has no result")
    # densities: Gaussian and Poisson, below the threshold, a category without one, far away
    for name, threshold in (("gauss", "0.001"), ("far", "0")):
        def dense(r):
            factors = []
            t = float(threshold)
            if r["x"] is not None:
                factors.append([max(t, math.exp(-(r["x"] - m) ** 2 / (2 * v)) / math.sqrt(2 * math.pi * v)) for m, v in ((0.0, 1.0), (3.0, 4.0))])
            if r["z"] is not None:
                factors.append([max(t, math.exp(-2.5 + r["z"] * math.log(2.5) - math.lgamma(r["z"] + 1))), 1.0])
            p = posterior(two, (2, 1), factors)
            return {"class": two[p.index(max(p))], "said": two[p.index(max(p))], "p": max(p), "p_no": p[0], "p_yes": p[1]}
        fixture("bayes_densities_" + name, pmml("4.2", dic, bayes(
            schema("k=target", "x", "z"),
            [continuous("x", ("no", gauss(0, 1)), ("yes", gauss(3, 4))), continuous("z", ("no", poisson(2.5)))],
            "k", [("no", 2), ("yes", 1)], threshold, before=shown("no", "yes"))),
            "x:double z:double", checks, grid(x=[-1.0, 0.0, 1.5, 6.0, N] + ([1e6] if name == "gauss" else [12.0]),
                                             z=[0.0, 1.0, 7.0, N]), rule=dense)
    # what an exporter of 4.1 wrote: continuous inputs inside of an Extension; names padded with blanks
    def wild(r):
        factors = []
        if r["x"] is not None:
            factors.append([max(0.001, math.exp(-(r["x"] - m) ** 2 / (2 * v)) / math.sqrt(2 * math.pi * v)) for m, v in ((0.0, 1.0), (3.0, 4.0))])
        if r["c"] in z:
            factors.append([(z[r["c"]][k] / 8 or 0.001) * (8 / (3, 5)[k]) if z[r["c"]][k] else 0.001 for k in range(2)])
        p = posterior(two, (3, 5), factors)
        return {"class": two[p.index(max(p))], "p_no": p[0], "p_yes": p[1]}
    worked_out("bayes_extension", pmml("4.1", dictionary("k:string[yes|no] c:string x:double"), tag(
        "NaiveBayesModel", schema("k=predicted", "c", "x"),
        output(*[of("p_" + k, "probability", value=k, dataType="double", optype="continuous") for k in two]),
        tag("BayesInputs", tag("Extension", continuous("x", (" no", gauss(0, 1)), ("yes ", gauss(3, 4)))),
            discrete("c", z, classes=["no ", " yes"])),
        tag("BayesOutput", listed([("no", 3), ("yes", 5)]), fieldName="k"), functionName="classification", threshold="0.001")),
        "c:string x:double", [fx.check("class", "predict_class"), number("p_no"), number("p_yes")],
        grid(c=["r", "g", N], x=[0.0, 2.0, 9.0, N]), wild, "the rules of PMML 4.2, of which the Extension is a forerunner")
    # a target that the MiningSchema does not name; an integer one
    fixture("bayes_integer_target", pmml("4.4", dictionary("t:integer~categorical[1|2] c:string"), bayes(
        schema("t=target", "c"), [discrete("c", z, classes=["1.0", "2"])], "t", [("2", 5), ("1", 3)], "0.01",
        before=output(of("p", "probability", dataType="double", optype="continuous")))),
        "c:string", [fx.check("class", "predict_class"), number("p")], [{"c": v} for v in ("r", "g", N)])


if __name__ == "__main__":
    standard()
    details()

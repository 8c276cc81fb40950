"""semantics_clustering.py: clusters by center, every measure and way of comparing.

usage: python3 semantics_clustering.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
DISTANCES = ("euclidean", "squaredEuclidean", "chebychev", "cityBlock")
CENTERS = [(1.0, 2.0, -1.0), (4.0, 0.5, 2.0), (-3.0, 2.0, 0.25), (4.0, 0.5, 2.0)]
IDS = ["one", "two", "three", "twin"]
ROWS = grid(x=[1.0, 2.5, -3.0, N], y=[2.0, 0.5, N], z=[-1.0, 0.25, 3.0, N]) + [
    {"x": 1e300, "y": 0.0, "z": 0.0}, {"x": -0.0, "y": 1e-300, "z": 5e-324}, {"x": 4.0, "y": 0.5, "z": 2.0}]


def measure(kind, *content, **a):
    return tag("ComparisonMeasure", *content, kind=kind, **a)


def field(name, *content, **a):
    return tag("ClusteringField", *content, field=name, **a)


def cluster(center, type="real", **a):
    return tag("Cluster", array(" ".join(repr(v) for v in center), type, len(center)), **a)


def clustering(sch, *content, **a):
    a.setdefault("modelClass", "centerBased")
    return tag("ClusteringModel", sch, *content, functionName="clustering",
               numberOfClusters=sum(c.startswith("<Cluster ") or c.startswith("<Cluster>") for c in content), **a)


def shown(*more, ids=IDS):
    return output(of("cluster", "predictedValue", dataType="string", optype="categorical"),
                  of("name", "predictedDisplayValue", dataType="string", optype="categorical"),
                  of("near", "affinity", dataType="double", optype="continuous"),
                  of("to_two", "clusterAffinity", value=ids[1], dataType="double", optype="continuous"),
                  of("second", "entityId", rank="2", dataType="string", optype="categorical"),
                  of("second_near", "entityAffinity", rank="2", dataType="double", optype="continuous"),
                  of("last", "clusterId", rank="1", rankOrder="ascending", dataType="string", optype="categorical"),
                  *more)


CHECKS = [fx.check("class", "predict_class"), text("cluster"), text("name"), number("near", floor=1e-12),
          number("to_two", floor=1e-12), text("second"), number("second_near", floor=1e-12), text("last")]


def answers(row, fields, centers, compare, combine, ids=IDS, names=None, similar=False):
    """The rules by themselves: coordinates that are missing are left out, the sum grows in proportion."""
    there = [i for i, f in enumerate(fields) if row[f["name"]] is not None]
    if not there:
        return {c["column"]: None for c in CHECKS}
    grow = sum(f.get("q", 1.0) for f in fields) / sum(fields[i].get("q", 1.0) for i in there)
    if len(there) == len(fields):
        grow = 1.0
    d = [combine([(fields[i].get("w", 1.0), compare(fields[i], row[fields[i]["name"]], c[i])) for i in there], grow)
         for c in centers]
    order = sorted(range(len(ids)), key=lambda k: (-d[k] if similar else d[k], k))
    return {"class": ids[order[0]], "cluster": ids[order[0]], "name": (names or ids)[order[0]], "near": d[order[0]],
            "to_two": d[1], "second": ids[order[1]], "second_near": d[order[1]], "last": ids[order[-1]]}


def power(x, p):
    try:
        return math.pow(x, p)
    except OverflowError:
        return math.inf


COMBINE = {
    "euclidean": lambda parts, a: math.sqrt(a * sum(w * (c * c) for w, c in parts)),
    "squaredEuclidean": lambda parts, a: a * sum(w * (c * c) for w, c in parts),
    "chebychev": lambda parts, a: a * max(w * c for w, c in parts),
    "cityBlock": lambda parts, a: a * sum(w * c for w, c in parts),
    "minkowski": lambda parts, a: power(a * sum(w * power(c, 3.0) for w, c in parts), 1 / 3.0),
}


def difference(f, x, c):
    return abs(x - c)


def distances():
    """Each distance, with weights of fields and of missing values; ties go to the first cluster."""
    fields = [{"name": "x", "w": 1.5, "q": 2.0}, {"name": "y", "q": 0.5}, {"name": "z", "w": 0.25, "q": 1.0}]
    for version, name in zip(("4.4", "4.3", "3.2", "4.0", "4.1"), DISTANCES + ("minkowski",)):
        ids = IDS if version >= "4.1" else ["1", "2", "3", "4"]
        xml = pmml(version, dictionary("x:double y:double z:double"), clustering(
            schema("x", "y", "z"), shown(ids=ids) if version != "3.2" else output(
                of("cluster", "predictedValue", targetField="x", dataType="string", optype="categorical"),
                *[of(n, f, targetField="x", dataType=t, optype=o, **a) for n, f, t, o, a in (
                    ("name", "predictedDisplayValue", "string", "categorical", {}),
                    ("near", "affinity", "double", "continuous", {}),
                    ("to_two", "clusterAffinity", "double", "continuous", {"value": "2"}),
                    ("second", "entityId", "string", "categorical", {"rank": "2"}),
                    ("second_near", "entityAffinity", "double", "continuous", {"rank": "2"}),
                    ("last", "clusterId", "string", "categorical", {"rankOrder": "ascending"}))]),
            measure("distance", tag(name, **({"p__parameter": "3"} if name == "minkowski" else {}))),
            field("x", fieldWeight="1.5"), field("y", compareFunction="absDiff"), field("z", fieldWeight="0.25"),
            tag("MissingValueWeights", array("2 0.5 1", "real", 3)),
            *[cluster(c, name="cluster " + i, **({"id": i} if version >= "4.1" else {})) for c, i in zip(CENTERS, ids)]))
        fixture("clustering_" + name.lower(), xml, "x:double y:double z:double", CHECKS, ROWS,
                rule=lambda r: answers(r, fields, CENTERS, difference, COMBINE[name], ids=ids, names=["cluster " + i for i in ids]),
                words="rank counts for an affinity too, and rankOrder for the first rank, where JPMML-Evaluator shows the nearest cluster")


def compare_functions():
    """delta, equal, gaussSim and a table of comparisons, beside each other."""
    fields = [{"name": "x"}, {"name": "y", "w": 2.0}, {"name": "z", "w": 0.5}, {"name": "k", "w": 3.0}]
    table = [[0.0, 0.5, 1.0], [0.5, 0.0, 0.25], [1.0, 0.25, 0.0]]
    centers = [(1.0, 2.0, -1.0, 10), (4.0, 0.5, 2.0, 20), (-3.0, 2.0, 0.25, 30), (4.0, 0.5, 2.0, 20)]

    def compare(f, x, c):
        if f["name"] == "x":
            return 0.0 if x == c else 1.0
        if f["name"] == "y":
            return 1.0 if x == c else 0.0
        if f["name"] == "z":
            return math.exp(-math.log(2.0) * ((x - c) * (x - c)) / (2.5 * 2.5))
        return table[(10, 20, 30).index(x)][(10, 20, 30).index(c)]

    k = tag("DataField", *[tag("Value", value=v) for v in (10, 20, 30)], name="k", optype="categorical", dataType="integer")
    rows = grid(x=[1.0, 4.0, N], y=[2.0, 0.5, N], z=[-1.0, 0.0, 3.0], k=[10, 20, 30, N])
    for name, kind, matrix in (
            ("rows", "any", [array(" ".join(map(repr, r)), "real", 3) for r in table]),
            ("cells", "symmetric", [tag("MatCell", "0.5", row=2, col=1), tag("MatCell", "1", row=3, col=1),
                                    tag("MatCell", "0.25", row=3, col=2)]),
            ("half", "symmetric", [array("0", "real", 1), array("0.5 0", "real", 2), array("1 0.25 0", "real", 3)])):
        worked_out("clustering_compared_" + name, pmml("4.4", dictionary("x:double y:double z:double", k), clustering(
            schema("x", "y", "z", "k"), shown(), measure("distance", tag("cityBlock"), compareFunction="delta"),
            field("x"), field("y", compareFunction="equal", fieldWeight="2"),
            field("z", compareFunction="gaussSim", similarityScale="2.5", fieldWeight="0.5"),
            field("k", tag("Comparisons", tag("Matrix", *matrix, kind=kind, nbRows=3, nbCols=3)),
                  compareFunction="table", fieldWeight="3"),
            *[cluster(c, id=i) for c, i in zip(centers, IDS)])),
            "x:double y:double z:double k:integer", CHECKS, rows,
            lambda r: answers(r, fields, centers, compare, COMBINE["cityBlock"]),
            "the standard's formulas (JPMML-Evaluator has no compareFunction table)")


def one_function_for_all():
    """A compareFunction of the measure, which one field has otherwise."""
    fields = [{"name": "x"}, {"name": "y", "w": 2.0}, {"name": "z", "w": 0.5}]
    table = [[0.0, 0.5, 1.0], [0.5, 0.0, 0.25], [1.0, 0.25, 0.0]]
    centers = [(1, 2, 3.0), (2, 1, 3.0), (3, 3, -1.0), (1, 2, 0.5)]
    scales = {"x": 0.75, "y": 2.5}
    whole = [tag("DataField", *[tag("Value", value=v) for v in (1, 2, 3)], name=n, optype="categorical", dataType="integer") for n in "xy"]

    def compare(function):
        def of_field(f, x, c):
            if f["name"] == "z":
                return 0.0 if x == c else 1.0
            if function == "gaussSim":
                return math.exp(-math.log(2.0) * ((x - c) * (x - c)) / (scales[f["name"]] * scales[f["name"]]))
            return table[int(x) - 1][int(c) - 1] if function == "table" else 1.0 if x == c else 0.0
        return of_field
    comparisons = lambda: tag("Comparisons", tag("Matrix", *[array(" ".join(map(repr, r)), "real", 3) for r in table], nbRows=3, nbCols=3))
    for version, function in (("3.2", "gaussSim"), ("4.2", "equal"), ("4.4", "table")):
        more = {"gaussSim": [dict(similarityScale=scales[n]) for n in "xy"]}.get(function, [{}, {}])
        inside = [comparisons()] if function == "table" else []
        d = dictionary("z:double", *whole) if function == "table" else dictionary("x:double y:double z:double")
        doc = pmml(version, d, clustering(
            schema("x", "y", "z"), shown() if version >= "4.1" else "", measure("distance", tag("cityBlock"), compareFunction=function),
            field("x", *inside, **more[0]), field("y", *inside, fieldWeight="2", **more[1]), field("z", compareFunction="delta", fieldWeight="0.5"),
            *[cluster(c, id=i) for c, i in zip(centers, IDS)]))
        worked_out("clustering_all_" + function.lower(), doc, "x:integer y:integer z:double" if function == "table" else "x:double y:double z:double",
                   CHECKS if version >= "4.1" else CHECKS[:1], grid(x=[1, 2, 3, N], y=[1, 2, 3], z=[3.0, -1.0, N]),
                   lambda r: {k: v for k, v in answers(r, fields, centers, compare(function), COMBINE["cityBlock"]).items() if version >= "4.1" or k == "class"},
                   "the standard's formulas")


COUNTED = {"simpleMatching": ((1, 0, 0, 1), (1, 1, 1, 1)), "jaccard": ((1, 0, 0, 0), (1, 1, 1, 0)),
           "tanimoto": ((1, 0, 0, 1), (1, 2, 2, 1)), "binarySimilarity": ((2, 0.5, 0.25, 1), (2, 1, 1, 1.5))}


WORDS = {"jaccard": "a similarity 0/0 is none, which JPMML-Evaluator refuses",
         "tanimoto": "JPMML-Evaluator refuses the measure in every row"}


def similarities():
    """Truths: what row and center share. A similarity that is 0/0 is none."""
    centers = [(1, 0, 1, 0), (0, 1, 1, 0), (0, 0, 0, 0), (1, 1, 1, 1)]
    for version, (name, (counted, divided)) in zip(("4.4", "4.2", "3.0", "4.3"), COUNTED.items()):
        parameters = {}
        if name == "binarySimilarity":
            for i, p in enumerate(("11", "10", "01", "00")):
                parameters["c%s__parameter" % p] = counted[i]
                parameters["d%s__parameter" % p] = divided[i]

        def rule(r):
            def similarity(c):
                a = [0, 0, 0, 0]
                for n, v in zip("abcd", c):
                    if r[n] is not None:
                        a[(0 if v else 1) if r[n] else (2 if v else 3)] += 1
                below = sum(x * y for x, y in zip(divided, a))
                return sum(x * y for x, y in zip(counted, a)) / below if below else None
            s = [similarity(c) for c in centers]
            order = sorted([k for k in range(4) if s[k] is not None], key=lambda k: (-s[k], k))
            if not order:
                return {c: None for c in ("class", "cluster", "near", "to_two", "second")}
            return {"class": str(order[0] + 1), "cluster": str(order[0] + 1), "near": s[order[0]], "to_two": s[1],
                    "second": str(order[1] + 1) if len(order) > 1 else None}
        old = {"targetField": "a"} if version == "3.0" else {}
        fixture("clustering_" + name.lower(), pmml(version, dictionary("a:boolean b:boolean c:integer d:double"), clustering(
            schema("a", "b", "c", "d"),
            output(of("cluster", "predictedValue", dataType="string", optype="categorical", **old),
                   of("near", "affinity", dataType="double", optype="continuous", **old),
                   of("to_two", "affinity", value="2", dataType="double", optype="continuous", **old),
                   of("second", "entityId", rank=2, dataType="string", optype="categorical", **old)),
            measure("similarity", tag(name, **parameters)), *[field(f) for f in "abcd"],
            *[cluster(c, "int") for c in centers])),
            "a:boolean b:boolean c:integer d:double", [c for c in CHECKS if c["column"] in
                                                      ("class", "cluster", "near", "to_two", "second")],
            grid(a=[True, False], b=[True, False], c=[1, 0], d=[1.0, 0.0]), rule=rule, words=WORDS.get(name, ""))


def center_fields():
    """The coordinates of old documents: derived fields inside the model, fields without a coordinate."""
    fields = [{"name": "x", "w": 2.0}, {"name": "c"}]
    centers = [(0.0, 1.0), (1.0, 0.0), (0.5, 1.0)]
    names = ["low red", "high", "half red"]

    def rule(r):
        row = {"x": None if r["x"] is None else (r["x"] - 10.0) / 20.0,
               "c": None if r["c"] is None else 1.0 if r["c"] == "red" else 0.0}
        return {k: v for k, v in answers(row, fields, centers, difference, COMBINE["squaredEuclidean"],
                                         ids=["1", "2", "3"], names=names).items() if k in ("class", "name", "near")}
    scaled = derived("nx", tag("NormContinuous", tag("LinearNorm", orig=10, norm=0), tag("LinearNorm", orig=30, norm=1), field="x"))
    red = derived("red", tag("NormDiscrete", field="c", value="red"))
    checks = [c for c in CHECKS if c["column"] in ("class", "name", "near")]
    rows = grid(x=[10.0, 17.5, 20.0, 30.0, 45.0, N], c=["red", "blue", N])
    shown_old = [of("name", "predictedDisplayValue", targetField="x", dataType="string", optype="categorical"),
                 of("near", "affinity", targetField="x", dataType="double", optype="continuous")]
    worked_out("clustering_center_fields", pmml("3.1", dictionary("x:double c:string[red|blue] s:double"), clustering(
        schema("x", "c", "s=supplementary"), output(*shown_old), measure("distance", tag("squaredEuclidean")),
        field("nx", fieldWeight="2"), tag("CenterFields", scaled, red),
        *[cluster(c, name=n) for c, n in zip(centers, names)])),
        "x:double c:string", checks, rows, rule, "the rules of PMML 3.1 (JPMML-Evaluator does not read CenterFields)")
    worked_out("clustering_field_without_coordinate", pmml("4.2", dictionary("x:double c:string[red|blue] s:double"), clustering(
        schema("x", "c", "s"), output(*shown_old), tag("LocalTransformations", scaled, red),
        measure("distance", tag("squaredEuclidean")),
        field("nx", fieldWeight="2"), field("s", isCenterField="false"), field("red"),
        tag("Cluster", tag("KohonenMap", coord1=1), array("0 1", "real", 2), name=names[0], size=7),
        *[cluster(c, name=n) for c, n in list(zip(centers, names))[1:]])),
        "x:double c:string", checks, rows, rule, "the standard's rules (JPMML-Evaluator fails on isCenterField=\"false\")")


def in_a_mining_model():
    """A chain: the cluster chooses among regressions; and a clustering chosen by a predicate."""
    inner = clustering(schema("x", "y"), output(of("where", "predictedValue", dataType="string", optype="categorical"),
                                               of("far", "affinity", dataType="double", optype="continuous")),
                       measure("distance", tag("euclidean")), field("x"), field("y"),
                       cluster((0.0, 0.0), id="a"), cluster((3.0, 4.0), id="b"))
    def regress(intercept):
        return regression(schema("v=target", "x", "far"), table(numeric("x", 2), numeric("far", -1), intercept=intercept))
    fixture("clustering_chain", pmml("4.4", dictionary("v:double x:double y:double"), mining(
        schema("v=target", "x", "y"), "modelChain",
        segment(TRUE, inner, id="c"), segment(simple("where", "equal", "a"), regress(1), id="ra"),
        segment(simple("where", "equal", "b"), regress(-1), id="rb"),
        before=output(value_of("was_in", ref("where"), "string"), value_of("was_at", ref("far"))))),
        "x:double y:double", [predicted(), text("was_in"), number("was_at")],
        grid(x=[0.0, 1.0, 2.0, 3.0], y=[0.0, 2.0, 4.0]))
    def small(name, shift):
        return clustering(schema("x", "y"), measure("distance", tag("squaredEuclidean")), field("x"), field("y"),
                          cluster((shift, 0.0), id=name + "1"), cluster((shift + 2.0, 1.0), id=name + "2"))
    fixture("clustering_chosen", pmml("4.3", dictionary("x:double y:double"), mining(
        schema("x", "y"), "selectFirst", segment(simple("x", "lessThan", 0), small("n", -2.0)),
        segment(simple("y", "greaterThan", 0), small("p", 1.0)), functionName="clustering",
        before=output(of("cluster", "predictedValue", dataType="string", optype="categorical")))),
        "x:double y:double", [text("cluster")],
        grid(x=[-3.0, -0.5], y=[-1.0, 0.0, 1.0, N]) + grid(x=[0.0, 2.0, 3.5, N], y=[0.5, 1.0]))


def votes():
    """Clusterings that vote, as KNIME's ensembles do: shared ids, ids of their own, weights, a segment without a cluster."""
    def small(*centers, **a):
        return clustering(schema("x", "y"), measure("distance", tag("squaredEuclidean")), field("x"), field("y"),
                          *[cluster(c, id=i, name=n) for i, n, c in centers], **a)
    one = small(("a", "left", (0.0, 0.0)), ("b", "right", (2.0, 1.0)))
    two = small(("b", "right", (1.0, 0.0)), ("c", "top", (0.0, 3.0)))
    three = small(("c", "top", (1.0, 4.0)), ("a", "left", (-1.0, -1.0)), ("b", N, (3.0, 0.0)))
    near = [("a", (0.0, 0.0)), ("b", (2.0, 1.0))], [("b", (1.0, 0.0)), ("c", (0.0, 3.0))], [("c", (1.0, 4.0)), ("a", (-1.0, -1.0)), ("b", (3.0, 0.0))]
    names = {"a": "left", "b": "right", "c": "top"}

    def winner(r, weights, apply):
        if r["x"] is N and r["y"] is N:
            return N
        tally = {"a": 0.0, "b": 0.0, "c": 0.0}
        for centers, w, condition in zip(near, weights, apply):
            if condition(r):
                d = [sum((p - q) ** 2 for p, q in zip((r["x"], r["y"]), c) if p is not N) for _, c in centers]
                tally[centers[d.index(min(d))][0]] += w
        return max(tally, key=tally.get) if max(tally.values()) > 0 else N
    rows = grid(x=[-1.5, 0.0, 0.9, 2.0, 3.5, N], y=[-1.0, 0.5, 1.6, 3.0, N])
    shown = output(of("cluster", "predictedValue", dataType="string", optype="categorical"), of("name", "predictedDisplayValue", dataType="string", optype="categorical"),
                   of("where", "entityId", dataType="string", optype="categorical"))
    for name, method, weights in (("majority", "majorityVote", (1, 1, 1)), ("weighted", "weightedMajorityVote", (1, 2.5, 1.25))):
        conditions = [lambda r: True, lambda r: True, lambda r: r["x"] is not N and r["x"] > 0.5]
        a = [dict(weight=w) if method != "majorityVote" else {} for w in weights]
        def doc(before):
            return pmml("4.2", dictionary("x:double y:double"), mining(
                schema("x", "y"), method, segment(TRUE, one, **a[0]), segment(TRUE, two, **a[1]), segment(simple("x", "greaterThan", 0.5), three, **a[2]),
                functionName="clustering", before=before))

        def rule(r):
            w = winner(r, weights, conditions)
            return {"class": w, "cluster": w, "name": names.get(w), "where": w}
        columns = "x:double y:double"
        fixture("clustering_votes_" + name, doc(output(of("cluster", "predictedValue", dataType="string", optype="categorical"))), columns,
                [text("cluster")], rows, rule=lambda r: {"cluster": rule(r)["cluster"]},
                words="but a row that no segment has a cluster for has none (JPMML-Evaluator fails on it)" if name == "weighted" else "")
        worked_out("clustering_votes_%s_names" % name, doc(shown), columns, [fx.check("class", "predict_class"), text("cluster"), text("name"), text("where")],
                   rows, rule, "the cluster that most segments find, the first of equals (JPMML-Evaluator has no name and no entity of it)")


def verified():
    """ModelVerification of a clustering."""
    for name, wrong in (("good", False), ("wrong", True)):
        xml = pmml("4.4", dictionary("x:double y:double"), clustering(
            schema("x", "y"), shown(), measure("distance", tag("euclidean")), field("x"), field("y"),
            *[cluster(c[:2], id=i) for c, i in zip(CENTERS, IDS)],
            tag("ModelVerification", tag("VerificationFields", tag("VerificationField", field="x"),
                                         tag("VerificationField", field="y"), tag("VerificationField", field="cluster"),
                                         tag("VerificationField", field="near", precision="1E-12")),
                tag("InlineTable", *[tag("row", tag("x", x), tag("y", y), tag("cluster", c), tag("near", d)) for x, y, c, d in (
                    ("1", "5", "two" if wrong else "one", "3"), ("5", "0.5", "two", "1"))]), recordCount=2)))
        if wrong:
            if fx.wanted("semantics_clustering_verification_wrong"):
                save("clustering_verification_wrong", xml)
                fx.write_fixture("semantics_clustering_verification_wrong", HAND, "the document contradicts itself", HAND, SCRIPT,
                                 None, None, None, None, extra={"load_error": True})
        else:
            fixture("clustering_verification_good", xml, "x:double y:double",
                    [c for c in CHECKS if c["column"] in ("class", "cluster", "near")],
                    [{"x": 1.0, "y": 5.0}, {"x": 5.0, "y": 0.5}])


def nameless():
    """A cluster without a name is displayed by its id."""
    fixture("clustering_nameless", pmml("4.4", dictionary("x:double"), clustering(
        schema("x"), output(of("name", "predictedDisplayValue", dataType="string", optype="categorical")), measure("distance", tag("euclidean")), field("x"),
        cluster((1.0,), id="one"), cluster((5.0,), id="five", name="a high one"))), "x:double", [fx.check("class", "predict_class"), text("name")], [{"x": v} for v in (0.0, 3.0, 3.5, N)],
        rule=lambda r: dict.fromkeys(("class", "name")) if r["x"] is N else {"class": "one", "name": "one"} if r["x"] <= 3 else {"class": "five", "name": "a high one"},
        words="but a cluster without a name is shown by its id (JPMML-Evaluator: nothing)")


if __name__ == "__main__":
    nameless()
    distances()
    compare_functions()
    one_function_for_all()
    similarities()
    center_fields()
    in_a_mining_model()
    votes()
    verified()

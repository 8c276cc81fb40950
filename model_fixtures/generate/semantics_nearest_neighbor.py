"""semantics_nearest_neighbor.py: neighbors, what they were, and how it is combined.

usage: python3 semantics_nearest_neighbor.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
INSTANCES = [  # x, y, c, value, class, name
    (1.0, 2.0, "r", 10.0, "a", "i1"), (1.5, 2.0, "g", 12.0, "b", "i2"), (4.0, 0.0, "r", -3.0, "b", "i3"),
    (4.0, 0.0, "r", 7.0, "a", "i4"), (-2.0, 1.0, "b", 0.5, "c", "i5"), (0.0, 0.0, "g", 100.0, "c", "i6"),
    (4.0, 0.5, "b", 2.25, "a", "i7")]
FIELDS = ("x", "y", "c", "value", "class", "name")
ROWS = grid(x=[1.0, 3.0, -2.0, N], y=[2.0, 0.0, N], c=["r", "g", "w", N])


def instances(fields, transformed="false", column=lambda f: f):
    rows = [tag("row", *[tag((column(f) or f).split(":")[-1], escape(repr(v) if isinstance(v, float) else v)) for f, v in zip(FIELDS, i) if f in fields])
            for i in INSTANCES]
    return tag("TrainingInstances", tag("InstanceFields", *[tag("InstanceField", field=f, column=column(f)) for f in FIELDS if f in fields]),
               tag("InlineTable", *rows), isTransformed=transformed, recordCount=len(INSTANCES), fieldCount=len(fields))


def knn(sch, trained, measure, inputs, k, functionName, before="", **a):
    return tag("NearestNeighborModel", sch, before, trained, measure, tag("KNNInputs", *inputs),
               functionName=functionName, numberOfNeighbors=k, **a)


def distance(name, **a):
    return tag("ComparisonMeasure", tag(name, **a), kind="distance")


def nearest(row, used, k, combine, compare):
    """[(distance, instance)] by the rules; missing coordinates are left out, the sum grows in proportion."""
    there = [f for f in used if row[f] is not None]
    if not there:
        return []
    d = [(combine([(used[f], compare(f, row[f], i[FIELDS.index(f)])) for f in there], len(used) / len(there)), n) for n, i in enumerate(INSTANCES)]
    return sorted(d)[:k]


EUCLIDEAN = lambda parts, a: math.sqrt(a * sum(w * (c * c) for w, c in parts))
CITY = lambda parts, a: a * sum(w * c for w, c in parts)
DIFFER = lambda f, a, b: abs(a - b) if f != "c" else (0.0 if a == b else 1.0)


def number_of(method, near, threshold, column=3):
    v = [INSTANCES[n][column] for _, n in near]
    if not v:
        return None
    if method == "median":
        v = sorted(v)
        return v[len(v) // 2] if len(v) % 2 else (v[len(v) // 2 - 1] + v[len(v) // 2]) / 2
    w = [1.0 / (d + threshold) if method == "weightedAverage" else 1.0 for d, _ in near]
    return sum(a * b for a, b in zip(w, v)) / sum(w)


def class_of(method, near, threshold):
    if not near:
        return None, {}
    votes = {}
    for d, n in near:
        votes[INSTANCES[n][4]] = votes.get(INSTANCES[n][4], 0.0) + (1.0 / (d + threshold) if method == "weightedMajorityVote" else 1.0)
    size = {k: sum(i[4] == k for i in INSTANCES) for k in "abc"}
    return min(votes, key=lambda k: (-votes[k], -size[k], k)), {k: votes.get(k, 0.0) / sum(votes.values()) for k in "abc"}


NEIGHBORS = [of("n1", "entityId", rank=1, dataType="string", optype="categorical"), of("n2", "entityId", rank=2, dataType="string", optype="categorical"),
             of("d1", "affinity", rank=1, dataType="double", optype="continuous"), of("d3", "entityAffinity", rank=3, dataType="double", optype="continuous")]
DIC = dictionary("x:double y:double c:string value:double class:string[a|b|c]")
USED = {"x": 1.0, "y": 2.0, "c": 0.5}
INPUTS = [tag("KNNInput", field="x"), tag("KNNInput", field="y", fieldWeight="2", compareFunction="absDiff"),
          tag("KNNInput", field="c", compareFunction="delta", fieldWeight="0.5")]


def shown_neighbors(near, named):
    ident = lambda n: INSTANCES[n][5] if named else str(n + 1)
    at = lambda k, f: f(*near[k]) if len(near) > k else None
    return {"n1": at(0, lambda d, n: ident(n)), "n2": at(1, lambda d, n: ident(n)), "d1": at(0, lambda d, n: d), "d3": at(2, lambda d, n: d)}


SHOWN = [text("n1"), text("n2"), number("d1"), number("d3")]
RANKS = "the rank counts for an affinity too, where JPMML-Evaluator has other numbers"


def numbers():
    for version, method, name, combine in (("4.1", "average", "euclidean", EUCLIDEAN), ("4.3", "median", "cityBlock", CITY),
                                           ("4.4", "weightedAverage", "euclidean", EUCLIDEAN), ("4.4", "median", "euclidean", EUCLIDEAN)):
        k = 4 if name == "euclidean" and method == "median" else 3
        named = method != "median"
        target = "target" if version >= "4.2" else "predicted"
        rule = lambda r: dict({"predict": number_of(method, nearest(r, USED, k, combine, DIFFER), 0.5)},
                              **shown_neighbors(nearest(r, USED, k, combine, DIFFER), named))
        xml = pmml(version, DIC, knn(
            schema("value=" + target, "x", "y", "c invalidValueTreatment=asIs"),
            instances(("x", "y", "c", "value", "name"), column=lambda f: "col_" + f),
            distance(name), INPUTS, k, "regression", output(*NEIGHBORS), continuousScoringMethod=method, threshold="0.5",
            instanceIdVariable="name" if named else None))
        columns, checks = "x:double y:double c:string", [predicted()] + SHOWN
        fixture("neighbors_%s_%d" % (method.lower(), k), xml, columns, checks, [r for r in ROWS if None not in r.values()], rule=rule,
                words=RANKS)
        worked_out("neighbors_%s_%d_missing" % (method.lower(), k), xml, columns, checks, [r for r in ROWS if None in r.values()], rule,
                   "the standard's rules for missing coordinates (JPMML-Evaluator fails)")


def classes():
    for version, method, k in (("4.2", "majorityVote", 3), ("4.4", "weightedMajorityVote", 3), ("4.3", "majorityVote", 2)):
        def rule(r):
            near = nearest(r, USED, k, EUCLIDEAN, DIFFER)
            best, p = class_of(method, near, 0.001)
            return dict({"class": best, "n1": shown_neighbors(near, True)["n1"]}, **{"p_" + c: p.get(c) for c in "abc"})
        worked_out("neighbors_%s_%d" % (method.lower(), k), pmml(version, DIC, knn(
            schema("class=target", "x", "y", "c invalidValueTreatment=asIs"), instances(("x", "y", "c", "class", "name")),
            distance("euclidean"), INPUTS, k, "classification", output(NEIGHBORS[0]), categoricalScoringMethod=method,
            instanceIdVariable="name")), "x:double y:double c:string", of_class("a", "b", "c") + [text("n1")], ROWS, rule,
            "the standard's rules; a tie goes to the category with most instances")


def several():
    """A number and a category at once, with similarities of truths; and neighbors without any target."""
    dic = dictionary("x:double y:double c:string value:double class:string[a|b|c]")

    def rule(r):
        near = nearest(r, {"x": 1.0, "y": 2.0}, 3, CITY, DIFFER)
        return {"v": number_of("average", near, 0), "k": class_of("majorityVote", near, 0)[0], "n1": shown_neighbors(near, True)["n1"],
                "n2": shown_neighbors(near, True)["n2"]}
    xml = lambda sch, out, function: pmml("4.4", dic, knn(
        sch, instances(("x", "y", "value", "class", "name"), "true"), distance("cityBlock"), INPUTS[:2], 3, function, output(*out),
        instanceIdVariable="name"))
    worked_out("neighbors_two_targets", xml(
        schema("value=target", "class=target", "x", "y"),
        [of("v", "predictedValue", targetField="value", dataType="double", optype="continuous"),
         of("k", "predictedValue", targetField="class", dataType="string", optype="categorical")] + NEIGHBORS[:2], "mixed"),
        "x:double y:double", [number("v"), text("k"), number("value", key="value"), text("class", key="class"), text("n1"), text("n2")],
        grid(x=[1.0, 3.0, -2.0, N], y=[2.0, 0.0, N]), lambda r: dict(rule(r), value=rule(r)["v"], **{"class": rule(r)["k"]}),
        "the standard's rules, for each target by itself")
    worked_out("neighbors_no_target", xml(schema("x", "y"), NEIGHBORS[:2], "clustering"), "x:double y:double", [text("n1"), text("n2")],
            grid(x=[1.0, 3.0, -2.0, N], y=[2.0, 0.0]), lambda r: {k: rule(r)[k] for k in ("n1", "n2")},
               "the standard's rules")
    bits = [((1, 0, 1), 1.0), ((1, 1, 0), 2.0), ((0, 0, 1), 4.0), ((1, 1, 1), 8.0)]

    def alike(r):
        s = []
        for n, (i, v) in enumerate(bits):
            a = [0] * 4
            for f, b in zip("abc", i):
                a[(0 if b else 1) if r[f] else (2 if b else 3)] += 1
            s.append((-(a[0] / (a[0] + a[1] + a[2])) if a[0] + a[1] + a[2] else None, n))
        near = sorted(x for x in s if x[0] is not None)[:2]
        return {"predict": sum(bits[n][1] for _, n in near) / len(near) if near else None, "n1": str(near[0][1] + 1) if near else None}
    worked_out("neighbors_jaccard", pmml("4.4", dictionary("y:double a:boolean b:integer c:double"), knn(
        schema("y=target", "a", "b", "c"), tag("TrainingInstances", tag("InstanceFields", *[tag("InstanceField", field=f) for f in "abcy"]),
                                               tag("InlineTable", *[tag("row", *[tag(f, str(v)) for f, v in zip("abcy", i + (y,))]) for i, y in bits])),
        tag("ComparisonMeasure", tag("jaccard"), kind="similarity"), [tag("KNNInput", field=f) for f in "abc"], 2, "regression",
        output(NEIGHBORS[0]))), "a:boolean b:integer c:double", [predicted(), text("n1")],
        grid(a=[True, False], b=[1, 0], c=[1.0, 0.0]), alike, "the standard's formulas")


def compared():
    """compareFunction equal: as far away as fields that agree."""
    used = {"x": 1.0, "c": 2.0}
    same = lambda f, a, b: abs(a - b) if f != "c" else (1.0 if a == b else 0.0)
    worked_out("neighbors_equal", pmml("4.4", DIC, knn(
        schema("value=target", "x", "c invalidValueTreatment=asIs"), instances(("x", "c", "value")), distance("cityBlock"),
        [tag("KNNInput", field="x"), tag("KNNInput", field="c", compareFunction="equal", fieldWeight="2")], 3, "regression", output(*NEIGHBORS))),
        "x:double c:string", [predicted()] + SHOWN, grid(x=[1.0, 3.0, -2.0, N], c=["r", "g", "w", N]),
        lambda r: dict({"predict": number_of("average", nearest(r, used, 3, CITY, same), 0)}, **shown_neighbors(nearest(r, used, 3, CITY, same), False)), "the standard's formulas")


PEOPLE = [("1", "m", 33.0, 4, "Low"), ("2", "s", 25.0, 3, "Low"), ("3", "d", 61.5, 0, "High"), ("4", "d", 45.0, 2, "Middle"), ("11", "m", 38.0, 2, "Middle"),
          ("12", "s", 19.0, 0, "Low"), ("13", "m", 70.0, 0, "Middle"), ("200", "m", 45.0, 1, "High")]


def transformed():
    """Instances as they were before the transformations that they are compared by (the standard's example is such a one), and after them."""
    dic = dictionary("marital_status:string[s|d|m]", "age:double dependents:double income:string[Low|Middle|High] ID:string")
    norm = lambda f: tag("NormContinuous", tag("LinearNorm", orig=0, norm=0), tag("LinearNorm", orig=45, norm=0.5), tag("LinearNorm", orig=105, norm=1), field=f)
    is_ = lambda v: tag("NormDiscrete", field="marital_status", value=v)
    own = [derived("norm_age", norm("age")), derived("married", is_("m")), derived("divorced", is_("d")), derived("single", is_("s"))]
    fields = [("ID", "ID"), ("marital_status", "ms"), ("age", "age"), ("dependents", "deps"), ("income", "inc")]
    used = ("norm_age", "married", "divorced", "single", "dependents")

    def table(is_transformed):
        names = fields if not is_transformed else [("ID", "ID"), ("income", "inc")] + [(f, f) for f in used]
        rows = []
        for ident, ms, age, deps, inc in PEOPLE:
            aged = age / 90 if age <= 45 else 0.5 + (age - 45) / 60 * 0.5
            values = dict(zip(used, (aged, *[float(ms == v) for v in "mds"], float(deps)))) if is_transformed else {"marital_status": ms, "age": age, "dependents": deps}
            values.update(ID=ident, income=inc)
            rows.append(tag("row", *[tag(c, str(values[f]) if not isinstance(values[f], float) else repr(values[f])) for f, c in names]))
        return tag("TrainingInstances", tag("InstanceFields", *[tag("InstanceField", field=f, column=c) for f, c in names]), tag("InlineTable", *rows),
                   isTransformed="true" if is_transformed else "false", recordCount=len(PEOPLE), fieldCount=len(names))
    shown = output(*[of("neighbor%d" % k, "entityId", rank=k, dataType="string", optype="categorical") for k in (1, 2, 3)],
                   of("near", "affinity", rank=1, dataType="double", optype="continuous"))
    checks = [fx.check("class", "predict_class")] + [text("neighbor%d" % k) for k in (1, 2, 3)] + [number("near")]
    rows = [{"marital_status": m, "age": a, "dependents": d} for m, a, d in (("m", 33.0, 4.0), ("s", 24.0, 3.0), ("d", 45.0, 1.0), ("m", 44.0, 2.0), ("s", 80.0, 0.0), ("d", 0.0, 5.0), ("m", 104.0, 1.0))]

    def nearest_people(r):
        point = lambda ms, age, deps: [age / 90 if age <= 45 else 0.5 + (age - 45) / 60 * 0.5] + [float(ms == v) for v in "mds"] + [deps]
        p = point(r["marital_status"], r["age"], r["dependents"])
        return sorted((sum((a - b) ** 2 for a, b in zip(p, point(*i[1:4]))), n) for n, i in enumerate(PEOPLE))[:3]

    def rule(r):
        near = nearest_people(r)
        votes = [PEOPLE[n][4] for _, n in near]
        size = {k: sum(i[4] == k for i in PEOPLE) for k in votes}
        return {"class": min(votes, key=lambda k: (-votes.count(k), -size[k], k)), "near": near[0][0], **{"neighbor%d" % (k + 1): PEOPLE[n][0] for k, (_, n) in enumerate(near)}}
    model = lambda is_transformed, k="3", sch=schema("marital_status", "age", "dependents", "income=target"), local=own: knn(
        sch, table(is_transformed), tag("ComparisonMeasure", tag("squaredEuclidean"), kind="distance"), [tag("KNNInput", field=f, compareFunction="absDiff") for f in used], k, "classification",
        shown + (tag("LocalTransformations", *local) if local else ""), instanceIdVariable="ID", categoricalScoringMethod="majorityVote")
    columns = "marital_status:string age:double dependents:double"
    for name, version, doc in (("before", "4.3", pmml("4.3", dic, model(False))), ("after", "4.2", pmml("4.2", dic, model(True))),
                               ("before_global", "4.4", pmml("4.4", dic, tag("TransformationDictionary", *own), model(False, local=())))):
        worked_out("neighbors_transformed_" + name, doc, columns, checks, rows, rule, "the standard's rules, whether the instances are transformed or not")
    in_segment = mining(schema("marital_status", "age", "dependents", "income=target"), "selectFirst",
                        segment(simple("age", "lessThan", 200), model(False, local=own[1:])), functionName="classification", before=tag("LocalTransformations", own[0]))
    worked_out("neighbors_transformed_in_segment", pmml("4.4", dic, in_segment), columns, checks, rows, rule, "the standard's rules; a transformation is that of the model around")
    refused("refused_instances_transformed", pmml("4.4", dic, model(False)).replace('isTransformed="false"', 'isTransformed="true"'),
            "a document that must be refused: its training instances are said to be transformed, and the fields that are compared are not among theirs")


if __name__ == "__main__":
    numbers()
    transformed()
    compared()
    classes()
    several()

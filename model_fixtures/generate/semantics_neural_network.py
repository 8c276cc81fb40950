"""semantics_neural_network.py: NeuralNetwork, its activations, normalizations and outputs.

usage: python3 semantics_neural_network.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
XZ = grid(x=[0.0, 1.0, -2.5, 0.75], z=[0.0, -1.0, 2.0]) + [dict(x=N, z=1.0), dict(x=1.0, z=N), dict(x=1e3, z=-1e3)]


def inputs(*fields):
    return tag("NeuralInputs", *[tag("NeuralInput", tag("DerivedField", f if f.startswith("<") else ref(f), optype="continuous", dataType="double"),
                                     id="0,%d" % i) for i, f in enumerate(fields)], numberOfInputs=len(fields))


def neuron(id, cons, bias=None, **a):
    """cons: {source: weight}."""
    return tag("Neuron", *[tag("Con", from_=s, weight=w) for s, w in cons.items()], id=id, bias=bias, **a)


def layer(*neurons, **a):
    return tag("NeuralLayer", *neurons, **a)


def outputs(*pairs):
    return tag("NeuralOutputs", *[tag("NeuralOutput", tag("DerivedField", e, optype="continuous", dataType="double"), outputNeuron=n)
                                  for n, e in pairs], numberOfOutputs=len(pairs))


def discrete(field, value):
    return tag("NormDiscrete", field=field, value=value)


def continuous(field, *points, **a):
    return tag("NormContinuous", *[tag("LinearNorm", orig=o, norm=n) for o, n in points], field=field, **a)


def network(sch, ins, *parts, before="", functionName="regression", activationFunction="logistic", **a):
    return tag("NeuralNetwork", sch, before, ins, *parts, functionName=functionName, activationFunction=activationFunction, **a)


REG = dictionary("y:double x:double z:double")
HIDDEN = [neuron("1,0", {"0,0": 0.5, "0,1": -0.25}, 0.125), neuron("1,1", {"0,0": -1, "0,1": 0.75}, -0.5), neuron("1,2", {"0,0": 0.1, "0,1": 0.3})]
LAST = neuron("2,0", {"1,0": 1.5, "1,1": -0.5, "1,2": 2}, 0.25)


def activations():
    names = ["threshold", "logistic", "tanh", "identity", "exponential", "reciprocal", "square", "Gauss", "sine", "cosine", "Elliott", "arctan"]
    for i, name in enumerate(names):
        v = ("3.0", "3.2", "4.0", "4.1", "4.2", "4.4")[i % 6]
        fixture("network_" + name.lower(),
                pmml(v, REG, network(schema("y=" + ("target" if v >= "4.2" else "predicted"), "x", "z"), inputs("x", "z"),
                                     layer(*HIDDEN, activationFunction=name, threshold=0.25 if name == "threshold" else None),
                                     layer(LAST, activationFunction="identity"), outputs(("2,0", ref("y"))), activationFunction="tanh")),
                "x:double z:double", [predicted(), number("y")], XZ if name not in ("reciprocal", "exponential") else XZ[:-1])
    fixture("network_rectifier",
            pmml("4.3", REG, network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*HIDDEN), layer(LAST), outputs(("2,0", ref("y"))),
                                     activationFunction="rectifier", numberOfLayers=2)),
            "x:double z:double", [predicted(), number("y")], XZ)
    radial = [neuron("1,0", {"0,0": 0.5, "0,1": -0.25}, width=2), neuron("1,1", {"0,0": -1, "0,1": 0.75}, altitude=1.5), neuron("1,2", {"0,0": 0.1, "0,1": 0.3})]
    for name, a, b in (("radial", dict(width=0.5), {}), ("radial_layer", dict(width=9, altitude=7), dict(width=0.75, altitude=0.5))):
        fixture("network_" + name,
                pmml("4.1", REG, network(schema("y=predicted", "x", "z"), inputs("x", "z"), layer(*radial, **b), layer(LAST, activationFunction="identity"),
                                         outputs(("2,0", ref("y"))), activationFunction="radialBasis", **a)),
                "x:double z:double", [predicted(), number("y")], XZ, rule=lambda r: bells(r, dict(a, **b)),
                words="but a neuron's own altitude counts (JPMML-Evaluator passes it over)")


def whole_networks():
    """Activation, threshold, altitude and normalization of the network, which its layers do not say again."""
    names = ["threshold", "exponential", "reciprocal", "square", "Gauss", "sine", "cosine", "Elliott", "arctan"]
    for name in names:
        fixture("network_of_" + name.lower(),
                pmml("4.4", REG, network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*HIDDEN), layer(LAST, activationFunction="identity"), outputs(("2,0", ref("y"))),
                                         activationFunction=name, threshold=0.25 if name == "threshold" else None)),
                "x:double z:double", [predicted(), number("y")], XZ if name not in ("reciprocal", "exponential") else XZ[:-1])
    radial = [neuron("1,0", {"0,0": 0.5, "0,1": -0.25}, width=2), neuron("1,1", {"0,0": -1, "0,1": 0.75}, altitude=1.5), neuron("1,2", {"0,0": 0.1, "0,1": 0.3})]
    worked_out("network_radial_altitude",
               pmml("4.4", REG, network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*radial, activationFunction="radialBasis"), layer(LAST), outputs(("2,0", ref("y"))),
                                        activationFunction="identity", width=0.75, altitude=0.5)),
               "x:double z:double", [predicted(), number("y")], XZ, lambda r: bells(r, dict(width=0.75, altitude=0.5)),
               "the standard's formula, an altitude of the network and of one neuron, whose own one counts (JPMML-Evaluator passes it over)")
    top = [neuron("n%d" % i, {"1,0": w, "1,1": -w, "1,2": 0.5 * i}, b) for i, (w, b) in enumerate(((1.5, 0.1), (-0.75, 0.6), (0.25, -0.2)))]
    fixture("network_of_simplemax",
            pmml("4.4", THREE, network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*HIDDEN, normalizationMethod="none"), layer(*top),
                                       outputs(("n0", discrete("y", "a")), ("n2", discrete("y", "d")), ("n1", discrete("y", "b"))),
                                       functionName="classification", normalizationMethod="simplemax", before=OUT)),
            "x:double z:double", of_class("a", "b", "d") + [number("p"), number("best"), text("neuron")], XZ)


def bells(r, a):
    if r["x"] is None or r["z"] is None:
        return {"predict": None, "y": None}
    h = [math.exp(2 * math.log(altitude) - ((r["x"] - p) ** 2 + (r["z"] - q) ** 2) / (2 * width ** 2)) for p, q, width, altitude in
         ((0.5, -0.25, 2, a.get("altitude", 1)), (-1, 0.75, a["width"], 1.5), (0.1, 0.3, a["width"], a.get("altitude", 1)))]
    return dict.fromkeys(("predict", "y"), 1.5 * h[0] - 0.5 * h[1] + 2 * h[2] + 0.25)


def leak():
    def answer(r):
        if r["x"] is None or r["z"] is None:
            return {"predict": None}
        h = [0.5 * r["x"] - 0.25 * r["z"] + 0.125, -r["x"] + 0.75 * r["z"] - 0.5, 0.1 * r["x"] + 0.3 * r["z"]]
        h = [v if v > 0 else 0.1 * v for v in h]
        return {"predict": 1.5 * h[0] - 0.5 * h[1] + 2 * h[2] + 0.25}
    worked_out("network_leakage",
               pmml("4.4", REG, network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*HIDDEN, activationFunction="rectifier", leakage=0.1),
                                        layer(LAST), outputs(("2,0", ref("y"))), activationFunction="identity")),
               "x:double z:double", [predicted()], XZ, answer, "a rectifier that leaks")


def shapes():
    """Neurons that look here and there, over layers, in another order; one that looks at nothing."""
    hidden = [neuron("a", {"0,0": 0.5, "0,1": -0.25}, 0.125), neuron("b", {"0,1": 0.75, "0,0": -1}, -0.5), neuron("c", {"0,1": 2}), neuron("d", {"0,1": -3})]
    second = [neuron("e", {"a": 1, "c": 0.5}, 0.1), neuron("f", {"a": 0.25, "c": -0.5}), neuron("g", {"0,0": 0.3, "d": 0.2, "b": -0.1})]
    last = neuron("h", {"e": 1, "f": 2, "g": 3, "0,1": 0.5}, -1)
    fixture("network_shapes",
            pmml("4.4", REG, network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*hidden), layer(*second), layer(last, activationFunction="identity"),
                                     outputs(("h", ref("y"))), activationFunction="tanh")),
            "x:double z:double", [predicted()], XZ)


def regressions():
    body = lambda: (inputs("x", "z"), layer(*HIDDEN), layer(LAST, activationFunction="identity"))
    for name, points in (("two", ((-10, -1), (30, 1))), ("three", ((0, -1), (1, 0.5), (9, 2)))):
        fixture("network_continuous_" + name,
                pmml("4.0", REG, network(schema("y=predicted", "x", "z"), *body(), outputs(("2,0", continuous("y", *points))))),
                "x:double z:double", [predicted(floor=1), number("y", floor=1)], XZ,
                rule=lambda r: dict.fromkeys(("predict", "y"), inverse(points, hidden(r))),
                words="but the outer segments go on outside of the norms (JPMML-Evaluator raises)")
    descending = ((-1, 4), (2, 1), (7, 0.25))
    worked_out("network_continuous_descending",
               pmml("4.0", REG, network(schema("y=predicted", "x", "z"), *body(), outputs(("2,0", continuous("y", *descending))))),
               "x:double z:double", [predicted(floor=1)], XZ, lambda r: {"predict": inverse(descending, hidden(r))},
               "norms that descend are turned round as those that ascend are")
    # through a derived field, with Targets and an input that is normalized
    fixture("network_targets",
            pmml("4.4", REG, tag("TransformationDictionary", derived("scaled", continuous("y", (-30, -100), (70, 100)))),
                 network(schema("y=target", "x", "z"), inputs(continuous("x", (-1, 0), (2, 1), outliers="asExtremeValues"), call("*", "z", 2)),
                         layer(*HIDDEN), layer(LAST, activationFunction="identity"), outputs(("2,0", ref("scaled"))),
                         before=tag("Targets", tag("Target", tag("TargetValue", defaultValue=4), field="y", rescaleConstant=-2)))),
            "x:double z:double", [predicted(), number("y")], XZ)
    # two targets
    dic = dictionary("y1:double y2:double x:double z:double")
    worked_out("network_two_targets",
                   pmml("4.2", dic, network(schema("y1=target", "y2=target", "x", "z"), inputs("x", "z"), layer(*HIDDEN),
                                            outputs(("1,2", ref("y2")), ("1,0", continuous("y1", (0, 0), (4, 1)))), activationFunction="tanh")),
                   "x:double z:double", [number("y1"), number("y2")], XZ,
                   lambda r: dict.fromkeys(("y1", "y2")) if N in r.values() else
                   {"y1": 4 * math.tanh(0.5 * r["x"] - 0.25 * r["z"] + 0.125), "y2": math.tanh(0.1 * r["x"] + 0.3 * r["z"])},
                   "each target has its neuron")


def hidden(r):
    if r["x"] is None or r["z"] is None:
        return None
    h = [1 / (1 + math.exp(-v)) if v > -700 else 0.0 for v in (0.5 * r["x"] - 0.25 * r["z"] + 0.125, -r["x"] + 0.75 * r["z"] - 0.5, 0.1 * r["x"] + 0.3 * r["z"])]
    return 1.5 * h[0] - 0.5 * h[1] + 2 * h[2] + 0.25


def inverse(points, y):
    if y is None:
        return None
    up = points[-1][1] > points[0][1]
    for (o1, n1), (o2, n2) in zip(points, points[1:]):
        if (y <= n2 if up else y >= n2) or (o2, n2) == points[-1]:
            return o1 + (y - n1) / (n2 - n1) * (o2 - o1)


THREE = dictionary("y:string[a|b|d] x:double z:double c:string[u|v|w]")
OUT = output(of("p", "probability", value="b", dataType="double", optype="continuous"), of("best", "probability", dataType="double", optype="continuous"),
             of("neuron", "entityId", dataType="string", optype="categorical"), of("class", "predictedValue", dataType="string", optype="categorical"))


def classes():
    top = [neuron("n%d" % i, {"1,0": w, "1,1": -w, "1,2": 0.5 * i}, b) for i, (w, b) in enumerate(((1.5, 0.1), (-0.75, 0.6), (0.25, -0.2)))]
    outs = outputs(("n0", discrete("y", "a")), ("n2", discrete("y", "d")), ("n1", discrete("y", "b")))
    for i, (model, of_layer) in enumerate(((None, "softmax"), ("softmax", None), ("none", "simplemax"), ("none", None), ("softmax", "none"))):
        v = ("3.2", "4.0", "4.1", "4.3", "4.4")[i]
        first_none = "none" if model == "softmax" else None
        fixture("network_classes_%d" % i,
                pmml(v, THREE, network(schema("y=" + ("target" if v >= "4.2" else "predicted"), "x", "z"), inputs("x", "z"),
                                       layer(*HIDDEN, activationFunction="tanh", normalizationMethod=first_none), layer(*top, normalizationMethod=of_layer), outs,
                                       functionName="classification", normalizationMethod=model, before=OUT if v >= "4.0" else "")),
                "x:double z:double", of_class("a", "b", "d") + ([number("p"), number("best"), text("neuron")] if v >= "4.0" else []), XZ)
    # categorical inputs; without a result the priors
    ins = inputs("x", discrete("c", "u"), discrete("c", "w"))
    hidden3 = [neuron("1,%d" % i, {"0,0": 0.5 - i, "0,1": i, "0,2": -0.25}, 0.1 * i) for i in range(3)]
    fixture("network_priors",
            pmml("4.4", THREE, network(schema("y=target", "x", "c"), ins, layer(*hidden3, normalizationMethod="softmax"),
                                       outputs(*[("1,%d" % i, discrete("y", c)) for i, c in enumerate("dba")]), functionName="classification",
                                       before=tag("Targets", tag("Target", tag("TargetValue", value="a", priorProbability=0.25), tag("TargetValue", value="b", priorProbability=0.5),
                                                                 tag("TargetValue", value="d", priorProbability=0.25), field="y")))),
            "x:double c:string", of_class("a", "b", "d"), grid(x=[0.0, 1.5, -3.0, N], c=["u", "v", "w", N]))


def floats():
    fixture("network_float",
            pmml("4.4", dictionary("y:float x:float z:float"), network(
                schema("y=target", "x", "z"), tag("NeuralInputs", *[tag("NeuralInput", tag("DerivedField", ref(f), optype="continuous", dataType="float"), id="0,%d" % i)
                                                                    for i, f in enumerate("xz")]),
                layer(neuron("1,0", {"0,0": 0.1, "0,1": -0.7}, 0.3), neuron("1,1", {"0,0": -1.3, "0,1": 0.77}, -0.9), activationFunction="logistic"),
                layer(neuron("2,0", {"1,0": 1.1, "1,1": -0.2}, 0.1), activationFunction="identity"), outputs(("2,0", ref("y"))), x__mathContext="float")),
            "x:float z:float", [fx.check("predict", "predict", "float32_ulp", ulp=2)], [dict(x=x, z=z) for x in (0.0, 0.1, -2.7, 3.3) for z in (0.3, -1.1, 7.7)])


def segments():
    body = lambda b: network(schema("y=target", "x", "z"), inputs("x", "z"), layer(*HIDDEN), layer(neuron("2,0", {"1,0": 1.5, "1,1": -0.5, "1,2": b}, 0.25), activationFunction="identity"),
                             outputs(("2,0", ref("y"))))
    fixture("network_average", pmml("4.4", REG, mining(schema("y=target", "x", "z"), "average", segment("<True/>", body(2)), segment(simple("x", "greaterThan", 0), body(-3)))),
            "x:double z:double", [predicted()], XZ)


def main():
    activations()
    whole_networks()
    leak()
    shapes()
    regressions()
    classes()
    floats()
    segments()


if __name__ == "__main__":
    main()

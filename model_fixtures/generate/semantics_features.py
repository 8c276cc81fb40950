"""semantics_features.py: the Output features that every prediction has, for each model type.

usage: python3 semantics_features.py SCRATCH_FOLDER [fixture name prefix ...]

Takes documents of other fixtures and gives the model an Output with the predicted value, its
displayValue, its probability and confidence and those of one class, residuals, and a decision
over them; the rows get a column with observed values. What the model predicts is what the other
fixture expects, and the rest follows from it by the standard's rules.
"""

import csv
import json
import xml.etree.ElementTree as ET

from semantics import *

N = None
CLASSES = {"tree": "semantics_tree_distributions", "regression": "semantics_informing_outputs", "general": "semantics_general_multinomial_44",
           "mining": "semantics_mining_majorityvote", "svm": "semantics_svm_one_linear", "network": "semantics_network_classes_0",
           "rules": "semantics_rules_nested_firsthit", "bayes": "semantics_bayes_densities_gauss", "neighbors": "semantics_neighbors_majorityvote_3"}
NUMBERS = {"tree": "semantics_tree_regression_lastprediction", "regression": "semantics_regression_terms", "general": "semantics_general_log_exposure",
           "mining": "semantics_mining_average", "scorecard": "semantics_scorecard_pointsbelow", "svm": "semantics_svm_regression_polynomial",
           "network": "semantics_network_leakage", "neighbors": "semantics_neighbors_average_3"}


def main():
    for kind, bases in (("classes", CLASSES), ("numbers", NUMBERS)):
        for name, base in bases.items():
            make("features_%s_%s" % (kind, name), os.path.join(fx.FIXTURES, base), kind == "classes")


MODELS = {"TreeModel", "RegressionModel", "GeneralRegressionModel", "MiningModel", "Scorecard", "SupportVectorMachineModel", "NeuralNetwork", "RuleSetModel",
          "NaiveBayesModel", "NearestNeighborModel"}


def local(e):
    return e.tag.rsplit("}", 1)[-1]


def value(text, sql):
    if text == "":
        return None
    return float(text) if sql.startswith("float") else int(text) if sql.startswith("int") else text == "true" if sql == "bool" else text


def read_rows(path):
    """Of a file with one column an empty line is a row too."""
    with open(path, encoding="utf-8", newline="") as f:
        head, *rows = csv.reader(f)
    return [dict(zip(head, row or [""])) for row in rows]


def make(name, source, classifies):
    if not fx.wanted("semantics_" + name):
        return
    with open(os.path.join(source, "fixture.json"), encoding="utf-8") as f:
        described = json.load(f)
    root = ET.parse(os.path.join(source, "model.pmml")).getroot()
    space = root.tag[1:root.tag.index("}")]
    ET.register_namespace("", space)
    model = next(e for e in root if local(e) in MODELS)
    schema_at = next(i for i, e in enumerate(model) if local(e) == "MiningSchema")
    target = next(f.get("name") for f in model[schema_at] if f.get("usageType") in ("target", "predicted"))
    declared = next(f for d in root if local(d) == "DataDictionary" for f in d if f.get("name") == target)
    for e in [e for e in model if local(e) in ("Output", "ModelVerification")]:
        model.remove(e)
    categories = [v.get("value") for v in declared]
    for v in declared:
        v.set("displayValue", "<%s>" % v.get("value"))
    first = categories[0] if classifies else None
    has_own = name.endswith(("_tree", "_rules"))        # a confidence that is no probability: their own fixtures have it
    answers = read_rows(os.path.join(source, "expected.csv"))
    has_shares = classifies and all("p_" + c in answers[0] for c in categories)
    kinds = {"dataType": "string", "optype": "categorical"} if classifies else {"dataType": "double", "optype": "continuous"}
    real = {"dataType": "double", "optype": "continuous"}
    outs = [of("pv", "predictedValue", **kinds), of("dv", "predictedDisplayValue", **kinds), of("none", "warning", **kinds)]
    checks = [text("pv"), text("dv")] if classifies else [number("pv"), number("dv")]
    checks += [text("none")]
    if has_shares:
        outs += [of("p", "probability", **real), of("p1", "probability", value=first, **real), of("other", "probability", value="nobody", **real),
                 of("rs1", "residual", value=first, **real)]
        checks += [number("p"), number("p1"), number("other"), number("rs1")]
    if has_shares and not has_own:
        outs += [of("cf", "confidence", **real), of("cf1", "confidence", value=first, **real)]
        checks += [number("cf"), number("cf1")]
    if has_shares or not classifies:
        outs += [of("rs", "residual", **real)]
        checks += [number("rs")]
    test = call("equal", "pv", const(first, "string")) if classifies else call("greaterThan", "pv", 0)
    outs += [of("what", "decision", call("if", test, const("yes"), const("no")), dataType="string", optype="categorical")]
    checks += [text("what")]
    model.insert(schema_at + 1, ET.fromstring('<Output xmlns="%s">%s</Output>' % (space, "".join(outs))))
    columns = [(c["name"], c["type"]) for c in described["columns"] if c["name"] != target]
    rows = [{c: value(r[c], t) for c, t in columns} for r in read_rows(os.path.join(source, "input.csv"))]
    with_target = {"integer": "int4", "boolean": "bool", "string": "text"}.get(declared.get("dataType"), "float8")
    seen = (categories if classifies else ["0.5", "-2", "100"] if with_target == "float8" else ["0", "-2", "100"]) + [""]
    rows = [r | {target: value(seen[i % len(seen)], with_target)} for i, r in enumerate(rows)]
    told = {json.dumps(r, sort_keys=True): a for r, a in zip(rows, answers)}

    def answer(r):
        a = told[json.dumps(r, sort_keys=True)]
        if a.get("error"):
            return INVALID
        out = {c["column"]: None for c in checks}
        got = a["class"] if classifies else value(a["predict"], "float8")
        if got in ("", None):
            return out
        out |= {"pv": got, "dv": "<%s>" % got if classifies else got, "what": "yes" if (got == first if classifies else got > 0) else "no"}
        if has_shares and a["p_" + first] != "":
            share = {c: float(a["p_" + c]) for c in categories}
            out |= {"p": share[got], "p1": share[first], "other": 0.0}
            out |= {} if has_own else {"cf": share[got], "cf1": share[first]}
            if r[target] is not None:
                out |= {"rs": (str(r[target]) == got) - share[got], "rs1": (str(r[target]) == first) - share[first]}
        elif not classifies and r[target] is not None:
            out |= {"rs": r[target] - got}
        return out
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
    worked_out(name, xml, " ".join("%s:=%s" % c for c in columns + [(target, with_target)]), checks, rows, answer,
               "the standard's rules over the predictions of %s" % os.path.basename(source))


if __name__ == "__main__":
    main()

"""semantics_dialects.py: what producers write otherwise than the standard has it.

usage: python3 semantics_dialects.py SCRATCH_FOLDER [fixture name prefix ...]
The answers are worked out here: a stricter consumer refuses most of these documents.
docs/dialects.md lists them.
"""

import json
import shutil

from semantics import *

N = None
X = [{"x": x} for x in (0.0, 1.5, -2.0, 1e10, N)]


def line(r):
    return {"predict": None if r["x"] is None else 2 * r["x"] + 0.5}


def words():
    """Blanks around words, numbers and truth values, and their case."""
    doc = pmml("4.2", dictionary("y:string[a|b] x:double c:string"), tree(
        schema("y=target", "x", "c"), output(of("p", "probability", value="a", dataType="double", optype="continuous"),
                                             of("t", "transformedValue", ref("x"), dataType="integer", optype="continuous")),
        node(TRUE, node(simple("x", "lessThan", "1.0"), dist("a", 3), dist("b", 1), score="a"),
             node(compound("and", simple("x", "greaterOrEqual", 1), among("c", "isIn", "u v")), dist("a", 1), dist("b", 4), score="b"), score="a"),
        missingValueStrategy="none", noTrueChildStrategy="returnLastPrediction"))
    for old, new in (('operator="lessThan" value="1.0"', 'operator="LessThan" value=" 1.0 "'), ('"greaterOrEqual"', '" greaterOrEqual"'), ('"and"', '"AND"'),
                     ('"isIn"', '"isin "'), ('"returnLastPrediction"', '"ReturnLastPrediction"'), ('"continuous" dataType="double"', '"Continuous" dataType=" Double"'),
                     ('usageType="target"', 'usageType="Target"'), ('functionName="classification"', 'functionName="Classification"'),
                     ('recordCount="3"', 'recordCount=" 3\n"'), ('feature="probability"', 'feature=" probability "'), ('"integer"', '"INTEGER"')):
        assert old in doc, old
        doc = doc.replace(old, new)
    doc = doc.replace("<TreeModel ", '<TreeModel isScorable=" TRUE " ')

    def answer(r):
        x = r["x"]
        if x is not None and x < 1:
            return {"class": "a", "p": 0.75, "t": int(x)}
        if x is not None and r["c"] in ("u", "v"):
            return {"class": "b", "p": 0.2, "t": int(x)}
        return {"class": "a", "p": N if x is None or True else 0, "t": N if x is None else int(x)}
    rows = [{"x": x, "c": c} for x in (0.0, 1.0, 5.0, -3.0) for c in ("u", "v")] + [{"x": 0.0, "c": "w"}]
    worked_out("dialect_words", doc, "x:double c:string", [fx.check("class", "predict_class"), number("p"), number("t")], rows, answer,
               "blanks around words and numbers, and the case of words, make no difference")


def absent():
    """Attributes and elements that a document can do without."""
    doc = pmml("4.1", dictionary("y:double x:double"), regression(schema("y=predicted", "x"), tag(
        "LocalTransformations", derived("z", call("*", "x", 2))), table(numeric("z", 1), intercept="0.5")))
    doc = doc.replace(' version="4.1"', "").replace('  <Header copyright="ml_score"/>\n', "").replace(' functionName="regression"', "")
    doc = doc.replace('name="z" optype="continuous" dataType="double"', 'name="z" optype="continuous" datatype="double"')
    doc = doc.replace('name="x" optype="continuous" dataType="double"', 'name="x" optype="continious"')
    doc = doc.replace('name="y" optype="continuous" dataType="double"', 'name="y" dataType="real"')
    worked_out("dialect_absent", doc, "x:double", [predicted(None)], X, line,
               "y = 2x + 0.5; no version, Header, functionName, optype, and dataType misspelled")
    doc = pmml("4.2", dictionary("y:string[yes|no] x:double"), regression(
        schema("x"), table(numeric("x", 1), targetCategory="yes"), table(intercept="0", targetCategory="no"),
        normalizationMethod="softmax", targetFieldName="y")).replace(' functionName="regression"', "")
    worked_out("dialect_implied_target", doc, "x:double", of_class("yes", "no"), [{"x": x} for x in (0.0, 2.0, -1.0, N)],
               lambda r: {"class": N, "p_yes": N, "p_no": N} if r["x"] is None else {
                   "class": "yes" if r["x"] >= 0 else "no", "p_yes": 1 / (1 + math.exp(-r["x"])), "p_no": 1 / (1 + math.exp(r["x"]))},
               "the softmax of x and 0; the target is the targetFieldName, the function that of its optype, an absent intercept 0")
    doc = pmml("4.2", dictionary("y:double x:double"), regression(schema("y=target", "x", "unit=supplemental"),
                                                                table(numeric("x", 2), intercept="0.5")))
    worked_out("dialect_undeclared", doc, "x:double", [predicted(None)], X, line,
               "y = 2x + 0.5; the MiningSchema lists a supplementary field that the DataDictionary does not have")


def numbers():
    """Numbers in all the forms that exporters print; categories of a whole number with a point."""
    doc = pmml("4.0", dictionary("y:integer~categorical[0|1] x:double k:integer~categorical[1|2|3]"), tree(
        schema("y=predicted", "x", "k"), node(TRUE, node(among("k", "isIn", "1.0 2.00"), dist("0.0", "3.0E0"), dist("1.0", "1."), score="0.0"),
                                              node(simple("k", "equal", "3.0"), node(simple("x", "lessOrEqual", "+.5"), score="1.0"),
                                                   node(simple("x", "greaterThan", "5.0e-1"), score="0"), score="1.0"), score="1.0")))
    worked_out("dialect_numbers", doc, "x:double k:integer", [fx.check("class", "predict_class")], grid(x=[0.5, 0.25, 0.6], k=[1, 2, 3]),
               lambda r: {"class": "0" if r["k"] < 3 or r["x"] > 0.5 else "1"}, "1.0 and 1 are one category, +.5 and 5.0e-1 one number")


def arrays():
    """An array in lower case."""
    doc = pmml("4.4", dictionary("y:double x:double c:string"), tree(
        schema("y=target", "x", "c"), node(TRUE, node(among("c", "isNotIn", 'u "v w"'), score="1"), node(TRUE, score="2")), functionName="regression"))
    worked_out("dialect_array", doc.replace("<Array", "<array").replace("</Array", "</array"), "x:double c:string", [predicted(None)],
               [{"x": 1.0, "c": c} for c in ("u", "v w", "v", "", N)],
               lambda r: {"predict": 2.0 if r["c"] in ("u", "v w", N) else 1.0}, "the array, written in lower case, is the set of u and v w")


# Documents of other fixtures in other words: the answers stay the same.
REWRITTEN = {
    "before_4_4": ("mining_weightedsum_skipsegment", [("missingPredictionTreatment", "x-missingPredictionTreatment"), ("missingThreshold", "x-missingThreshold"),
                                                      ('"weightedSum"', '"x-weightedSum"'), ("PMML-4_4", "PMML-4_3"), ('version="4.4"', 'version="4.3"')]),
    "invalid_replacement": ("invalid_asvalue", [('invalidValueTreatment="asValue"', 'invalidValueTreatment="asIs"'), ("invalidValueReplacement", "x-invalidValueReplacement")]),
    "predictor_field": ("regression_terms", [("<NumericPredictor name=", "<NumericPredictor field="), ("<CategoricalPredictor name=", "<CategoricalPredictor fieldName=")]),
    "neighbor_name": ("neighbors_average_3", [("<KNNInput field=", "<KNNInput fieldName=")]),
    "bayes_field": ("bayes_counts", [("<BayesInput fieldName=", "<BayesInput field="), ("<BayesOutput fieldName=", "<BayesOutput field=")]),
    "cumulative_link": ("general_ordinal_cloglog", [("cumulativeLink=", "cumulativeLinkFunction=")]),
    "display": ("target_priors", [("displayValue=", "rawDataValue=")]),
    "modulo": ("functions_modulo", [('function="modulo"', 'function="%"')]),
    "x_functions": ("functions_mathematics", [('function="%s"' % f, 'function="x-%s"' % f) for f in "acos asin atan atan2 cos cosh expm1 hypot ln1p rint sin sinh tan tanh".split()]),
    "x_concat": ("functions_strings", [('function="concat"', 'function="x-concat"')]),
    "quoted_array": ("predicate_sets", [('type="int">1 2 3<', 'type="int">"1" 2 "3"<')]),
    "type_names": ("column_types", [('dataType="integer"', 'dataType="int"'), ('name="a" optype="continuous" dataType="double"', 'name="a" optype="continious" dataType="real"'),
                                    ('usageType="target"', 'usageType="predicted"')]),
    "lambda": (None, [("<Array", "<array"), ("</Array", "</array")]),
}


def rewritten():
    for name, (base, changes) in REWRITTEN.items():
        folder = "semantics_dialect_" + name
        if not fx.wanted(folder):
            continue
        base = "semantics_" + base if base else "gaussian_process_absolute"
        source = os.path.join(fx.FIXTURES, base)
        with open(os.path.join(source, "model.pmml"), encoding="utf-8") as f:
            document = f.read()
        for old, new in changes:
            assert old in document, (name, old)
            document = document.replace(old, new)
        target = fx.folder(folder)
        with open(os.path.join(target, "model.pmml"), "w", encoding="utf-8") as f:
            f.write(document)
        with open(os.path.join(source, "fixture.json"), encoding="utf-8") as f:
            fixture = json.load(f)
        fixture["reference"] = "the answers of %s, whose document says the same in other words; %s" % (base, fixture["reference"])
        fixture["generator"] = "generate/" + SCRIPT
        with open(os.path.join(target, "fixture.json"), "w", encoding="utf-8") as f:
            json.dump(fixture, f, indent=2, ensure_ascii=False)
            f.write("\n")
        for part in ("input.csv", "expected.csv"):
            shutil.copy(os.path.join(source, part), target)
        print(folder)


def reports():
    """A vendor's own output feature has no value, and does no harm."""
    doc = pmml("4.3", dictionary("y:double x:double"), regression(
        schema("y=target", "x"), output(of("told", "x-report", x__reportField="y", dataType="string", optype="categorical"),
                                        of("p", "predictedValue", dataType="double", optype="continuous")), table(numeric("x", 2), intercept="0.5")))
    worked_out("dialect_report", doc, "x:double", [predicted(None), text("told"), number("p")], X,
               lambda r: {"told": N, "p": line(r)["predict"], **line(r)}, "y = 2x + 0.5; a report has no value")


def expressions():
    """An expression in an output that does not show one; its feature counts (so JPMML-Evaluator has it)."""
    shown = output(of("same", None, ref("y"), dataType="double", optype="continuous"), of("plain", None, call("*", "x", 3), dataType="double", optype="continuous"),
                   of("named", "predictedValue", call("*", "x", 3), dataType="double", optype="continuous"), value_of("shown", call("*", "plain", 3)))
    fixture("dialect_output_expression", pmml("4.4", dictionary("y:double x:double"), regression(schema("y=target", "x"), shown, table(numeric("x", 2), intercept="0.5"))),
            "x:double", [predicted(None)] + [number(n) for n in ("same", "plain", "named", "shown")], [{"x": x} for x in (0.0, 1.5, -2.0, 1e10)])


def fields():
    """Before 4.2 an OutputField without a feature shows the field of its name; from 4.2 on it is the prediction."""
    for v in ("3.2", "4.1", "4.2"):
        shown = output(of("x"), of("c"), of("half"), of("y"), of("third", None, dataType="double", optype="continuous"))
        doc = pmml(v, dictionary("y:double x:double c:string"), tag("TransformationDictionary", derived("half", call("/", "x", 2.0), dataType="float")),
                   regression(schema("y=predicted", "x missingValueReplacement=3", "c=supplementary"), shown, tag("LocalTransformations", derived("third", call("/", "x", 3.0))),
                              table(numeric("x", 2), intercept="0.5")))
        name = "dialect_output_fields_" + v.replace(".", "_")
        columns, rows = "x:double c:string", [{"x": x, "c": c} for x, c in ((0.0, "a"), (1.5, N), (-6.0, ""), (N, "b"))]
        checks = [predicted(None), number("x", None), text("c") if v < "4.2" else number("c", None), number("half", None), number("y", None), number("third", None)]

        def answer(r):
            x = 3.0 if r["x"] is N else r["x"]
            y = 2 * x + 0.5
            return {"predict": y, "y": y, **({"x": x, "c": r["c"], "half": x / 2, "third": x / 3} if v < "4.2" else dict.fromkeys(("x", "c", "half", "third"), y))}
        worked_out(name, doc, columns, checks, rows, answer, "2x + 0.5, and the fields " + ("themselves" if v < "4.2" else "are not shown: that is the default of 4.2"))


def norms():
    """Points of a NormContinuous whose origs descend, and an empty mapMissingTo."""
    def norm(field, *points, **attributes):
        return tag("NormContinuous", *[tag("LinearNorm", orig=o, norm=n) for o, n in points], field=field, **attributes)
    shown = output(of("p", "predictedValue", dataType="double", optype="continuous"), value_of("back", norm("p", (0, 6.1), (-4, 0))))
    doc = pmml("4.2", dictionary("y:double x:double c:string"), regression(
        schema("y=target", "x", "c"), shown, tag("LocalTransformations",
            derived("bent", norm("x", (8, 4), (4, 2), (0, 1), mapMissingTo="")), derived("a", tag("NormDiscrete", field="c", value="a", mapMissingTo=""))),
        table(numeric("bent", 2), numeric("a", -1), intercept="0.5")))

    def answer(r):
        x = r["x"]
        if x is N or r["c"] is N:
            return {"predict": N, "p": N, "back": N}
        y = 2 * (1 + x / 4 if x < 4 else x / 2) - (r["c"] == "a") + 0.5
        return {"predict": y, "p": y, "back": 6.1 + y * 6.1 / 4}
    worked_out("dialect_norms", doc, "x:double c:string", [predicted(None), number("p"), number("back")], grid(x=[-2.0, 0.0, 1.0, 4.0, 6.0, 8.0, 10.0, N], c=["a", "b", N]),
               answer, "the points in ascending order are (0, 1), (4, 2), (8, 4); an empty mapMissingTo maps to nothing")


def main():
    norms()
    expressions()
    fields()
    rewritten()
    reports()
    words()
    absent()
    numbers()
    arrays()


if __name__ == "__main__":
    main()

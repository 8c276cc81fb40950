"""semantics_documents.py: the document as a whole: namespaces, several models, what is passed over.

usage: python3 semantics_documents.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

N = None
DIC = dictionary("y:double x:double")
LINE = table(numeric("x", 2), intercept="0.5")
ROWS = [{"x": x} for x in (0.0, 1.5, -2.0, 1e10, N)]
WHY = "y = 2x + 0.5"


def line(r):
    return {"predict": None if r["x"] is None else 2 * r["x"] + 0.5}


def schema_of(version):
    return schema("y=" + ("target" if version >= "4.2" else "predicted"), "x")


def namespaces():
    """Every version's namespace, none at all, a prefix, odd version numbers."""
    for v in ("3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4"):
        fixture("namespace_" + v.replace(".", "_"), pmml(v, DIC, regression(schema_of(v), LINE)), "x:double", [predicted(None)], ROWS, rule=line)
    plain = pmml("4.4", DIC, regression(schema_of("4.4"), LINE))
    space = ' xmlns="http://www.dmg.org/PMML-4_4"'
    worked_out("namespace_none", plain.replace(space, ""), "x:double", [predicted(None)], ROWS, line, WHY + "; the document has no namespace")
    prefixed = plain.replace(space, ' xmlns:p="http://www.dmg.org/PMML-4_4"').replace("</", "\0").replace("<", "<p:").replace("\0", "</p:").replace("<p:?xml", "<?xml")
    fixture("namespace_prefix", prefixed, "x:double", [predicted(None)], ROWS, rule=line)
    worked_out("version_4_4_1", plain.replace('version="4.4"', 'version="4.4.1"'), "x:double", [predicted(None)], ROWS, line,
               WHY + "; the version attribute only informs")


def passed_over():
    """Header, ModelStats, ModelExplanation, Extension, unknown attributes, comments, other namespaces at the leaves."""
    extension = '<Extension extender="someone" name="n" value="v"><other:thing xmlns:other="urn:other">text</other:thing></Extension>'
    doc = pmml("4.4", DIC, regression(
        schema("y=target", "x importance=0.7"),
        '<ModelStats><UnivariateStats field="x"><NumericInfo minimum="0" maximum="10" mean="5"/></UnivariateStats></ModelStats>',
        '<ModelExplanation><PredictiveModelQuality targetField="y" dataUsage="training" r-squared="0.9"/></ModelExplanation>',
        table(extension, numeric("x", 2), intercept="0.5"), x__unknown="1", modelName="m", algorithmName="a"))
    doc = doc.replace('<Header copyright="ml_score"/>', '<Header copyright="ml_score">%s<Application name="n" version="1"/><Annotation>free text &amp; more</Annotation>'
                      '<Timestamp>2026-01-01</Timestamp></Header>\n<MiningBuildTask>%s</MiningBuildTask>' % (extension, extension))
    doc = doc.replace("<DataDictionary>", "<!-- a comment -->\n  <DataDictionary numberOfFields=\"2\">" + extension)
    fixture("passed_over", doc, "x:double", [predicted(None)], ROWS, rule=line)


def several_models():
    """The named one; else the first that is scorable."""
    doc = pmml("4.2", DIC, regression(schema("y=target", "x"), table(intercept="-1"), modelName="first", isScorable="false"),
               regression(schema("y=target", "x"), LINE, modelName="second"),
               tree(schema("y=target", "x"), node(TRUE, node(simple("x", "lessThan", 0), score="-10"), score="10"), functionName="regression",
                    modelName="third", noTrueChildStrategy="returnLastPrediction"))
    fixture("models_first_scorable", doc, "x:double", [predicted(None)], ROWS, rule=line)
    name = "models_by_name"
    if fx.wanted("semantics_" + name):
        save(name, doc)
        fx.write_fixture("semantics_" + name, HAND, "calculated in generate/%s: -10 below 0, else 10" % SCRIPT, HAND, SCRIPT, column_list("x:double"),
                         [predicted(None)], ROWS, [{"predict": -10.0 if r["x"] is not None and r["x"] < 0 else 10.0} for r in ROWS],
                         load={"model_name": "third"})


def column_types():
    """One field type, many SQL types that carry it."""
    dic = dictionary("y:double a:double b:double c:double d:double k:integer s:string t:string")
    t = table(numeric("a", 1), numeric("b", 10), numeric("c", 100), numeric("d", 1000), numeric("k", 10000), category("s", "7", 0.5), category("t", "true", 0.25), intercept=0)
    worked_out("column_types", pmml("4.4", dic, regression(schema("y=target", "a", "b", "c", "d", "k", "s", "t"), t)),
               "a:=numeric b:=int8 c:=float4 d:=int2 k:=numeric s:=int4 t:=bool", [predicted()],
               [dict(zip("abcdkst", v)) for v in [(0.1, 1, 0.5, 2, 3.0, 7, True), (-2.5, 2**40, -0.25, -7, -1.0, 8, False), (1e20, -3, 1.5, 0, 0.0, N, N),
                                                  (N, 1, 1.0, 1, 1.0, 7, True), (0.0, 0, 0.0, 0, 12.0, 7, True)]],
               lambda r: {"predict": None if r["a"] is None else r["a"] + 10 * r["b"] + 100 * r["c"] + 1000 * r["d"] + 10000 * r["k"] +
                          (0.5 if r["s"] == 7 else 0) + (0.25 if r["t"] else 0)}, "the sum of the terms")


def parallel():
    """selectAll shown by segment; a multi-model chain gives every segment's target."""
    dic = dictionary("y:double x:double c:string")
    doc = pmml("4.2", dic, mining(schema("y=target", "x", "c"), "modelChain", segment(TRUE, regression(schema("y=target", "x"), LINE), id="one"),
                                  segment(simple("c", "equal", "u"), regression(schema("y=target", "x"), table(numeric("x", -1), intercept=0)), id="two"),
                                  before=output(of("first", "predictedValue", segmentId="one", dataType="double", optype="continuous"))))
    fixture("mining_chain_last", doc, "x:double c:string", [predicted(), number("first")], grid(x=[0.0, 2.5, N], c=["u", "v", N]))
    dic = dictionary("a:double b:string[lo|hi] x:double")
    doc = pmml("4.4", dic, mining(schema("a=target", "b=target", "x"), "x-multiModelChain",
                                  segment(TRUE, regression(schema("a=target", "x"), output(of("pa", "predictedValue", dataType="double", optype="continuous")), LINE)),
                                  segment(TRUE, tree(schema("b=target", "pa"), node(TRUE, node(simple("pa", "lessThan", 3), score="lo"), node(simple("pa", "greaterOrEqual", 3), score="hi")))),
                                  functionName="mixed"))
    fixture("mining_multi_chain", doc, "x:double", [number("a"), text("b")], [{"x": x} for x in (0.0, 1.25, 1.2, -4.0, N)],
            rule=lambda r: {"a": None, "b": None} if r["x"] is None else {"a": 2 * r["x"] + 0.5, "b": "lo" if 2 * r["x"] + 0.5 < 3 else "hi"},
            words="but without a first result the second target is missing (JPMML-Evaluator raises)")


def verification():
    """What is nearly 0 is 0 as far as zeroThreshold says; else a value's precision counts."""
    dic = dictionary("y:double x:double")
    rows = "".join(tag("row", tag("x", x), tag("y", y)) for x, y in (("1", "0"), ("2", "0.5000004"), ("3", "1e-10")))
    fields = tag("VerificationFields", tag("VerificationField", field="x", column="x"),
                 tag("VerificationField", field="y", column="y", precision="1e-6", zeroThreshold="1e-9"))
    bins = [tag("row", tag("k", k), tag("v", v)) for k, v in (("1", "3e-10"), ("2", "0.5"), ("3", "-4e-10"))]
    look_up = tag("MapValues", tag("FieldColumnPair", field="x", column="k"), tag("InlineTable", *bins), outputColumn="v", dataType="double")
    doc = pmml("4.4", dic, regression(schema("y=target", "x"), tag("LocalTransformations", derived("v", look_up)), table(numeric("v", 1), intercept=0),
                                      tag("ModelVerification", fields, tag("InlineTable", rows), recordCount=3, fieldCount=2)))
    fixture("verification_zero", doc, "x:double", [predicted(1e-13, 1e-30)], [{"x": x} for x in (1.0, 2.0, 3.0, None)],
            rule=lambda r: {"predict": {1.0: 3e-10, 2.0: 0.5, 3.0: -4e-10, None: None}[r["x"]]})


def main():
    verification()
    namespaces()
    passed_over()
    several_models()
    column_types()
    parallel()


if __name__ == "__main__":
    main()

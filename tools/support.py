#!/usr/bin/env python3
"""Writes docs/support.md: which names of PMML 4.4 the tests exercise, and how.

usage: python3 tools/support.py [--check] EXERCISED

EXERCISED is the file that the unit tests write with MLS_EXERCISED set to its name, EXERCISED.matters beside
it says which parts of the fixtures change their scores; "make support" runs the tests and this.  With --check the page is not written but compared, as a test that passes or
fails; another one is whether the fixtures that docs/dialects.md names exist.  Names come from support_names.txt, what others publish from support_peers.py.
"""

import csv
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
PAGE = os.path.join(TOP, "docs", "support.md")
sys.path.insert(0, HERE)

import support_peers as peers

# The page's sections: an element is in the first from whose elements it can be reached.
SECTIONS = [
    ("The document", ["PMML", "Header", "MiningBuildTask", "Extension"]),
    ("Fields", ["DataDictionary", "MiningSchema"]),
    ("Transformations", ["TransformationDictionary", "LocalTransformations"]),
    ("Targets", ["Targets"]),
    ("Output", ["Output"]),
    ("Model verification", ["ModelVerification"]),
    ("Predicates", ["SimplePredicate", "CompoundPredicate", "SimpleSetPredicate", "True", "False"]),
    ("Statistics and explanation", ["ModelStats", "ModelExplanation"]),
    ("Distances and similarities", ["ComparisonMeasure"]),
    ("TreeModel", ["TreeModel"]), ("RegressionModel", ["RegressionModel"]),
    ("GeneralRegressionModel", ["GeneralRegressionModel"]), ("MiningModel", ["MiningModel"]),
    ("Embedded models", ["Regression", "DecisionTree"]),
    ("ClusteringModel", ["ClusteringModel"]), ("Scorecard", ["Scorecard"]),
    ("SupportVectorMachineModel", ["SupportVectorMachineModel"]), ("NeuralNetwork", ["NeuralNetwork"]),
    ("RuleSetModel", ["RuleSetModel"]), ("NaiveBayesModel", ["NaiveBayesModel"]),
    ("NearestNeighborModel", ["NearestNeighborModel"]), ("AssociationModel", ["AssociationModel"]),
    ("AnomalyDetectionModel", ["AnomalyDetectionModel"]), ("GaussianProcessModel", ["GaussianProcessModel"]),
    ("BaselineModel", ["BaselineModel"]), ("BayesianNetworkModel", ["BayesianNetworkModel"]),
    ("SequenceModel", ["SequenceModel"]), ("TextModel", ["TextModel"]), ("TimeSeriesModel", ["TimeSeriesModel"]),
]

# Built-in functions of the standard's page, in its order.
FUNCTIONS = """
    + - * / min max sum avg median product log10 ln sqrt abs exp pow threshold floor ceil round modulo
    isMissing isNotMissing isValid isNotValid equal notEqual lessThan lessOrEqual greaterThan greaterOrEqual
    and or not isIn isNotIn if uppercase lowercase stringLength substring trimBlanks concat replace matches
    formatNumber formatDatetime dateDaysSinceYear dateSecondsSinceYear dateSecondsSinceMidnight
    normalCDF normalPDF stdNormalCDF stdNormalPDF erf normalIDF stdNormalIDF
    expm1 hypot ln1p rint sin asin sinh cos acos cosh tan atan tanh atan2""".split()

SCORED, EMPTY, TESTED, PASSED, REFUSED, NONE = "scored", "no value", "tested", "passed over", "refused", "no test"

LEGEND = """\
| ml_score | meaning |
| --- | --- |
| scored | a document with it is scored in the tests, the scores are those of a reference, and without it, or with something else in its place, they are others or the document is refused |
| no value | as scored, but an Output of it has no value in any row: there is nothing that the model could say |
| tested | tests load documents with it, and compare no score that is about it |
| passed over | documents with it are scored, and no score that the tests compare depends on it: it informs people |
| refused | a test sees that the load of such a document is refused, by name and line |
| no test | no document of the tests has it |
"""


# These have attributes, all of which inform, and hold what matters.
HOLDERS = ["PMML", "ModelVerification"]


class Names:
    """Elements in the schema's order, what they hold, and their attributes' words."""

    def __init__(self, path):
        self.children, self.attributes = {}, {}
        for line in open(path, encoding="utf-8"):
            if line.startswith("\t"):
                name, _, words = line.strip().partition("=")
                self.attributes[element][name] = words.split()
            else:
                element, _, below = line.strip().partition(":")
                self.children[element] = below.split()
                self.attributes[element] = {}

    def below(self, element, stop):
        """The element and all that it can hold, but nothing of `stop`."""
        found, todo = [], [element]
        while todo:
            e = todo.pop(0)
            if e not in found and e not in stop and e in self.children:
                found.append(e)
                todo += self.children[e]
        return found


class Exercised:
    """What the tests met: names of elements, element@attribute, element@attribute=word, function f."""

    def __init__(self, path):
        self.scored, self.tested, self.refused, self.present = set(), set(), set(), set()
        self.compared, self.with_value = set(), set()
        with open(path + ".matters", encoding="utf-8", errors="replace") as f:
            self.matters = {line.rstrip("\n").replace("Apply@function=", "function ") for line in f}
        self.matters |= {name.split("@")[0] for name in self.matters}
        fixtures = set()
        for line in open(path, encoding="utf-8", errors="replace"):
            parts = line.rstrip("\n").split("\t")
            test, kind, element = parts[:3]
            of_fixture = test.startswith("test_fixtures.c:")
            if kind == "refused":
                self.note_refusal(element, parts[3])
                continue
            met = self.scored if of_fixture else self.tested
            met.add(element)
            if of_fixture:
                fixtures.add(test.split(":", 1)[1])
            if len(parts) > 3:
                met.add("%s@%s" % (element, parts[3]))
                met.add("%s@%s=%s" % (element, parts[3], parts[4]))
                if (element, parts[3]) == ("Apply", "function"):
                    met.add("function " + parts[4])
        for name in fixtures:
            self.note_document(os.path.join(TOP, "model_fixtures", name))

    def note_refusal(self, element, message):
        value = re.match(r'([\w-]+)="([^"]*)" (?:is not supported|does not fit this model|needs )', message)
        function = re.match(r'(?:the )?function "?([^" ]+)"? is not supported', message)
        field = re.match(r'field "[^"]*" has (dataType)="(.*)", which', message)
        if function:
            self.refused.add("function " + function.group(1))
        elif value or field:
            self.refused.add("%s@%s=%s" % ((element,) + (value or field).groups()))
        elif re.match(r"\w+ is not supported$", message):
            self.refused.add("%s@%s" % (element, message.split()[0]))
        elif re.match(r"this (model|element|expression|predicate) is not|a (table|model) ", message):
            self.refused.add(element)

    def note_document(self, folder):
        with open(os.path.join(folder, "fixture.json"), encoding="utf-8") as f:
            checks = json.load(f).get("checks", [])
        if not checks:
            return
        keys = {c.get("key", "").split("/")[0] for c in checks}
        columns = {c["column"]: c.get("key", "").split("/")[0] for c in checks}
        with open(os.path.join(folder, "expected.csv"), encoding="utf-8", newline="") as f:
            filled = {columns.get(k) for row in csv.DictReader(f) for k, v in row.items() if v}
        for path in glob.glob(os.path.join(folder, "*.pmml")):
            for e in ET.parse(path).iter():
                name = e.tag.rsplit("}", 1)[-1] if isinstance(e.tag, str) else ""
                here = {name} | {"%s@%s" % (name, a) for a in e.attrib}
                here |= {"%s@%s=%s" % (name, a, v) for a, v in e.attrib.items()}
                self.present |= here
                if name == "OutputField" and e.get("name") in keys:
                    self.compared |= here
                    self.with_value |= here if e.get("name") in filled else set()

    def note_holders(self, names):
        """An element without anything of its own matters where what it holds does."""
        todo = [e for e in names.children if not names.attributes[e] or e in HOLDERS]
        self.matters |= {e for e in todo if self.matters & set(names.children[e])}

    def status(self, name):
        is_scored = name in self.scored and (name in self.compared or not name.startswith("OutputField"))
        if is_scored and name in self.matters:
            return EMPTY if name.startswith("OutputField@feature=") and name not in self.with_value else SCORED
        if name in self.refused:
            return REFUSED
        if is_scored:
            return PASSED
        if name in self.tested or name in self.scored:
            return TESTED
        return PASSED if name in self.present else NONE


def code(text):
    return "`%s`" % text.replace("|", "\\|")


def grouped(words, status_of):
    """`scored: a b; refused: c`, or the status alone if it is the same for all."""
    groups = {}
    for w in words:
        groups.setdefault(status_of(w), []).append(w)
    if len(groups) == 1:
        return next(iter(groups))
    order = [SCORED, EMPTY, TESTED, PASSED, REFUSED, NONE]
    return "; ".join("%s: %s" % (s, " ".join(code(w) for w in groups[s])) for s in order if s in groups)


def jpmml(element, refused_with, attribute=None, word=None):
    if refused_with in peers.JPMML_NO or element in peers.JPMML_NO:
        return "no"
    if refused_with in peers.JPMML_SILENT:
        return "not stated"
    if word is not None and ("%s@%s=%s" % (element, attribute, word) in peers.JPMML_NO or word in peers.JPMML_NO_VALUES):
        return "no"
    return "yes"


def pmml4s(element, section):
    if element in peers.PMML4S_NO or section in peers.PMML4S_NO:
        return "no"
    return "yes" if element in peers.PMML4S_YES else "not stated"


def section_lines(title, elements, names, met):
    lines = ["## %s" % title, "", "| name | ml_score | JPMML-Evaluator | PMML4S |", "| --- | --- | --- | --- |"]
    is_refused = met.status(title) == REFUSED
    for e in elements:
        status = met.status(e)
        if is_refused and status == NONE:
            status = REFUSED
        status_of_element = REFUSED if status == REFUSED else NONE
        lines.append("| **%s** | %s | %s | %s |" % (e, status, jpmml(e, title), pmml4s(e, title)))
        if is_refused:
            continue
        for a, words in names.attributes[e].items():
            full = "%s@%s" % (e, a)
            status = met.status(full)
            theirs = jpmml(e, title)
            if words:
                of_words = {met.status("%s=%s" % (full, w)) for w in words}
                if REFUSED in of_words or (SCORED in of_words if status == PASSED else status != NONE):
                    status = grouped(words, lambda w: met.status("%s=%s" % (full, w)))
            if status == NONE:
                status = status_of_element
            not_theirs = [w for w in words if jpmml(e, title, a, w) == "no"]
            if theirs == "yes" and not_theirs:
                theirs = "yes, without %s" % " ".join(code(w) for w in not_theirs)
            lines.append("| %s %s | %s | %s | %s |" % (e, code(a), status, theirs, pmml4s("", title)))
    return lines + [""]


def function_lines(met):
    lines = ["## Built-in functions", "", "| function | ml_score | JPMML-Evaluator | PMML4S |", "| --- | --- | --- | --- |"]
    for f in FUNCTIONS:
        lines.append("| %s | %s | %s | not stated |" % (code(f), met.status("function " + f), "no" if f in peers.JPMML_NO_FUNCTIONS else "yes"))
    return lines + [""]


def feature_lines(names, met):
    lines = ["## Output features", "", "| feature | ml_score | JPMML-Evaluator | PMML4S |", "| --- | --- | --- | --- |"]
    for f in names.attributes["OutputField"]["feature"]:
        lines.append("| %s | %s | %s | not stated |" % (code(f), met.status("OutputField@feature=" + f),
                                                      jpmml("OutputField", "", "feature", f)))
    return lines + [""]


def page(names, met):
    taken, sections = {}, []
    heads = {e for _, es in SECTIONS for e in es}
    for title, es in SECTIONS:
        found = []
        for e in es:
            if e in names.children:
                found += [x for x in names.below(e, (heads | set(taken)) - {e}) if x not in found]
        taken.update((x, title) for x in found)
        sections.append((title, found))
    rest = [e for e in names.children if e not in taken]
    if rest:
        sections.append(("Other elements", rest))

    models = [t for t, es in SECTIONS if t in es and "functionName" in names.attributes[t]]
    lines = ["# What of PMML is supported", "",
             "Every element, attribute, word that an attribute can be, built-in function and Output feature of PMML 4.4.",
             "The column ml_score is made from what the tests met: by `make support`; `make check` fails where it is not current.",
             "", LEGEND, "What others publish:", "", peers.SOURCES,
             "How each thing is scored is described in [pmml.md](pmml.md), what inexact documents may say instead "
             "in [dialects.md](dialects.md).", "",
             "## Model types", "", "| model | ml_score | JPMML-Evaluator | PMML4S |", "| --- | --- | --- | --- |"]
    for m in models:
        lines.append("| [%s](#%s) | %s | %s | %s |" % (m, m.lower(), met.status(m), jpmml(m, m), pmml4s(m, m)))
    lines.append("")
    lines += feature_lines(names, met) + function_lines(met)
    for title, elements in sections:
        lines += section_lines(title, elements, names, met)
    return "\n".join(lines).rstrip("\n") + "\n"


def absent_fixtures():
    """The fixtures that docs/dialects.md names and that are none."""
    with open(os.path.join(TOP, "docs", "dialects.md"), encoding="utf-8") as f:
        named = re.findall(r"`(semantics_\w+)`", f.read())
    return sorted({n for n in named if not os.path.isdir(os.path.join(TOP, "model_fixtures", n))})


def main():
    check = "--check" in sys.argv
    paths = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(paths) != 1:
        sys.exit(__doc__)
    names, met = Names(os.path.join(HERE, "support_names.txt")), Exercised(paths[0])
    met.note_holders(names)
    text = page(names, met)
    if not check:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(text)
        return
    with open(PAGE, encoding="utf-8") as f:
        is_current = f.read() == text
    absent = absent_fixtures()
    if not is_current:
        print("not ok - docs/support.md is not what the tests exercise: run make support")
    if absent:
        print("not ok - docs/dialects.md names tests that do not exist: %s" % " ".join(absent))
    failed = (not is_current) + bool(absent)
    print("%d passed, %d failed" % (2 - failed, failed))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

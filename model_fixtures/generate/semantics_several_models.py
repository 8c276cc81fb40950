"""semantics_several_models.py: which model of a document is scored, for each model type.

usage: python3 semantics_several_models.py SCRATCH_FOLDER [fixture name prefix ...]

Takes documents of other fixtures and puts a constant beside the model: before it, where the model
is asked for by its name (rows and answers stay those of the other fixture), and behind it, where
the model is not scorable, so that the constant is scored.
"""

import csv
import json
import os
import re
import shutil
import sys
import xml.etree.ElementTree as ET

from semantics_informing import BASES, FIXTURES

TYPES = ["tree", "regression", "general", "mining", "clustering", "scorecard", "svm", "network", "rules", "bayes", "neighbors", "association",
         "gaussian_process", "anomaly", "baseline"]
CONSTANT = '<RegressionModel functionName="regression"><MiningSchema/><RegressionTable intercept="7"/></RegressionModel>\n'
MODEL = re.compile(r"<(?:TreeModel|RegressionModel|GeneralRegressionModel|MiningModel|ClusteringModel|Scorecard|SupportVectorMachineModel|NeuralNetwork|"
                   r"RuleSetModel|NaiveBayesModel|NearestNeighborModel|AssociationModel|GaussianProcessModel|AnomalyDetectionModel|BaselineModel)\b")


def with_attribute(text, start, name, value):
    """The document with an attribute of the model that starts there."""
    end = text.index(">", start)
    tag = re.sub(r'\s%s="[^"]*"' % name, "", text[start:end])
    head = re.match(r"<\w+", tag).group(0)
    return text[:start] + head + ' %s="%s"' % (name, value) + tag[len(head):] + text[end:]


def write(folder, text, fixture):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    ET.fromstring(text.encode("utf-8"))
    with open(os.path.join(folder, "model.pmml"), "w", encoding="utf-8") as f:
        f.write(text)
    fixture["generator"] = "generate/semantics_several_models.py"
    with open(os.path.join(folder, "fixture.json"), "w", encoding="utf-8") as f:
        json.dump(fixture, f, indent=2, ensure_ascii=False)
        f.write("\n")
    print(os.path.basename(folder))


def main():
    for name in TYPES:
        source = os.path.join(FIXTURES, BASES[name])
        named, unscorable = (os.path.join(FIXTURES, "semantics_%s_%s" % (kind, name)) for kind in ("named", "unscorable"))
        if len(sys.argv) > 2 and not any(os.path.basename(f).startswith(a) for f in (named, unscorable) for a in sys.argv[2:]):
            continue
        with open(os.path.join(source, "model.pmml"), encoding="utf-8") as f:
            text = f.read()
        with open(os.path.join(source, "fixture.json"), encoding="utf-8") as f:
            fixture = json.load(f)
        start = MODEL.search(text).start()
        load = dict(fixture.get("load") or {}, model_name="the one")
        write(named, with_attribute(text, start, "modelName", "the one").replace(text[start - 1:start] + text[start:start + 9],
              text[start - 1:start] + CONSTANT + text[start:start + 9], 1), dict(
            fixture, load=load, reference="the answers of %s: the model with the name that is asked for is scored; %s" % (BASES[name], fixture["reference"])))
        for part in ("input.csv", "expected.csv"):
            shutil.copy(os.path.join(source, part), named)

        fixture.pop("load", None)
        text = with_attribute(text, start, "isScorable", "false")
        write(unscorable, text.replace("</PMML>", CONSTANT + "</PMML>"), dict(
            fixture, reference="the first model that is scorable, a constant",
            checks=[{"column": "predict", "how": "predict", "contract": "exact"}]))
        with open(os.path.join(source, "input.csv"), encoding="utf-8", newline="") as f:
            lines = f.read().split("\n")[:3]
        with open(os.path.join(unscorable, "input.csv"), "w", encoding="utf-8", newline="") as f:
            f.write("\n".join(lines) + "\n")
        with open(os.path.join(unscorable, "expected.csv"), "w", encoding="utf-8", newline="") as f:
            f.write("predict\n" + "7.0\n" * (len(list(csv.reader(lines))) - 1))


if __name__ == "__main__":
    main()

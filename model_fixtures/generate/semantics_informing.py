"""semantics_informing.py: what only informs changes no score.

usage: python3 semantics_informing.py SCRATCH_FOLDER [fixture name prefix ...]

Takes documents of other fixtures, one for each model type, and adds whatever the standard has to
inform people: Extension in every element, statistics, explanations, the attributes listed below.
The rows and answers stay those of the other fixture. Statistics and explanations are made from
the list of names that docs/support.md is made of.
"""

import json
import os
import re
import shutil
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools"))

from support import Names

BASES = {
    "tree": "semantics_tree_distributions", "regression": "semantics_regression_terms", "cox": "semantics_general_cox_strata",
    "general": "semantics_general_multinomial_44", "mining": "semantics_mining_nested", "clustering": "semantics_clustering_euclidean",
    "scorecard": "semantics_scorecard_pointsbelow", "svm": "semantics_svm_one_linear", "svm_coefficients": "semantics_svm_coefficients",
    "network": "semantics_network_classes_0", "rules": "semantics_rules_nested_firsthit", "bayes": "semantics_bayes_densities_gauss",
    "neighbors": "semantics_neighbors_average_3", "association": "semantics_association_list_4_4",
    "gaussian_process": "gaussian_process_generalized", "transformations": "semantics_functions_arithmetic",
    "outputs": "semantics_output_classification", "targets": "semantics_target_everything",
    "svm_polynomial": "semantics_svm_regression_polynomial", "svm_sigmoid": "semantics_svm_regression_sigmoid",
    "gaussian_process_absolute": "gaussian_process_absolute", "gaussian_process_ard": "gaussian_process_one_length",
    "gaussian_process_radial": "gaussian_process_radial_ames", "anomaly": "sklearn_clusterdistance_hpc",
    "baseline": "semantics_baseline_distribution", "composition": "semantics_composition_sequence_4_4",
    "composition_nodes": "semantics_composition_class_nodes_4_4",
}
MODELS = {"modelName": "informs", "algorithmName": "informs", "isScorable": "true"}
ATTRIBUTES = {
    "PMML": {}, "Header": {"description": "informs", "modelVersion": "7"}, "DataDictionary": {"numberOfFields": "99"},
    "DataField": {"displayName": "informs", "isCyclic": "0"}, "MiningField": {"importance": "0.5"},
    "DerivedField": {"displayName": "informs"}, "ParameterField": {"displayName": "informs", "optype": "continuous"},
    "OutputField": {"displayName": "informs"}, "Node": {}, "TreeModel": {"splitCharacteristic": "multiSplit"},
    "GeneralRegressionModel": {"modelDF": "3", "startTimeVariable": "start", "subjectIDVariable": "subject", "statusVariable": "status"},
    "Parameter": {"label": "informs"}, "BaselineStratum": {"label": "informs"}, "ClusteringField": {"isCenterField": "true"},
    "ClusteringModel": {"numberOfClusters": "99"}, "Cluster": {"size": "99"}, "ComparisonMeasure": {"minimum": "0", "maximum": "99"},
    "Scorecard": {"baselineMethod": "other"}, "Coefficients": {"numberOfCoefficients": "99"},
    "SupportVectors": {"numberOfSupportVectors": "99", "numberOfAttributes": "99"}, "VectorDictionary": {"numberOfVectors": "99"},
    "VectorFields": {"numberOfFields": "99"}, "LinearKernelType": {"description": "informs"},
    "PolynomialKernelType": {"description": "informs"}, "SigmoidKernelType": {"description": "informs"},
    "RadialBasisKernelType": {"description": "informs"}, "NeuralInputs": {"numberOfInputs": "99"},
    "NeuralLayer": {"numberOfNeurons": "99"}, "NeuralNetwork": {"numberOfLayers": "99"}, "NeuralOutputs": {"numberOfOutputs": "99"},
    "RuleSet": {"recordCount": "99", "nbCorrect": "98"}, "SimpleRule": {"recordCount": "99", "nbCorrect": "98"},
    "TrainingInstances": {"recordCount": "99", "fieldCount": "99"},
    "AssociationModel": {"maxNumberOfItemsPerTA": "9", "avgNumberOfItemsPerTA": "2.5", "lengthLimit": "3"},
    "Item": {"mappedValue": "informs", "weight": "2"}, "Itemset": {"support": "0.5", "numberOfItems": "99"},
    "GaussianProcessModel": {"optimizer": "informs"}, "GeneralizedExponentialKernel": {"description": "informs"},
    "ARDSquaredExponentialKernel": {"description": "informs"}, "AbsoluteExponentialKernel": {"description": "informs"},
    "RadialBasisKernel": {"description": "informs"}, "CountTable": {"sample": "99"}, "DecisionTree": {"splitCharacteristic": "multiSplit"},
    "ResultField": {"displayName": "informs"},
}
EXTENSION = '<Extension name="informs" value="1" extender="someone"><other:thing xmlns:other="urn:other">text</other:thing></Extension>'

# where Extension would be no element beside others: text, or cells of a table
PLAIN = {"PMML", "Array", "Constant", "MatCell", "Indices", "INT-Entries", "REAL-Entries", "row", "Annotation", "Timestamp", "Extension",
         "Apply"}


def sample(names, element, inside=()):
    """An element with every attribute, and each element that it may hold once."""
    a = "".join(' %s="%s"' % (k, words[0] if words else "1") for k, words in names.attributes[element].items())
    below = [] if len(inside) > 4 else [sample(names, e, inside + (element,)) for e in names.children[element] if e not in inside + (element,)]
    return "<%s%s>%s</%s>" % (element, a, "".join(below), element)


def add_attributes(text):
    def extended(match):
        slash = match.group(3)
        name, attributes = match.group(1), match.group(2)
        more = dict(ATTRIBUTES.get(name, {}))
        if "functionName=" in attributes:
            more.update(MODELS)
        for k, v in more.items():
            if not re.search(r"\b%s=" % k, attributes):
                attributes += ' %s="%s"' % (k, v)
        return "<%s%s%s>" % (name, attributes, slash)
    return re.sub(r"<([A-Z][\w-]*)((?:\s+[\w:-]+=(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>", extended, text)


def add_elements(text, names):
    def extended(match):
        name, rest, slash = match.group(1), match.group(2), match.group(3)
        if name in PLAIN or name not in names.children:
            return match.group(0)
        inner = EXTENSION
        if name == "Header":
            inner += '<Application name="informs" version="1"/><Annotation>informs</Annotation><Timestamp>2026-01-01</Timestamp>' if "<Application" not in text else ""
        if name == "Node":
            inner = ""                   # trees have many
        return "<%s%s/>" % (name, rest) if slash and not inner else \
            "<%s%s>%s</%s>" % (name, rest, inner, name) if slash else "<%s%s>%s" % (name, rest, inner)
    text = re.sub(r"<([A-Z][\w-]*)((?:\s+[\w:-]+=(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>", extended, text)
    # below the document's model, behind its MiningSchema
    end = text.index("</MiningSchema>") + len("</MiningSchema>")
    text = text[:end] + "\n" + sample(names, "ModelStats") + "\n" + sample(names, "ModelExplanation") + "\n" + text[end:]
    text = text.replace("</DataDictionary>", sample(names, "Taxonomy") + "</DataDictionary>", 1)
    if "<Header>" in text or "</Header>" in text:
        text = text.replace("</Header>", "</Header>\n<MiningBuildTask>%s</MiningBuildTask>" % EXTENSION, 1)
    if "<GeneralRegressionModel" in text:
        text = text.replace("<ParamMatrix", sample(names, "PCovMatrix") + "\n" + sample(names, "EventValues") + "\n<ParamMatrix", 1)
    text = re.sub(r"(<OutputField(?:\s+[\w:-]+=\"[^\"]*\")*\s*>)", r"\1" + sample(names, "Decisions") + '<Value value="1" displayValue="informs"/>', text)
    return re.sub(r"(<Cluster(?:\s[^>]*)?>)(" + re.escape(EXTENSION) + ")",
                  lambda m: m.group(0) + sample(names, "KohonenMap") + sample(names, "Partition"),
                  re.sub(r"</Cluster>", sample(names, "Covariances") + "</Cluster>", text))


def main():
    names = Names(os.path.join(HERE, "..", "..", "tools", "support_names.txt"))
    for name, base in BASES.items():
        folder = "semantics_informing_" + name
        if len(sys.argv) > 2 and not any(folder.startswith(a) for a in sys.argv[2:]):
            continue
        target, source = os.path.join(FIXTURES, folder), os.path.join(FIXTURES, base)
        shutil.rmtree(target, ignore_errors=True)
        os.makedirs(target)
        with open(os.path.join(source, "model.pmml"), encoding="utf-8") as f:
            text = add_elements(add_attributes(f.read()), names)
        ET.fromstring(text.encode("utf-8"))
        with open(os.path.join(target, "model.pmml"), "w", encoding="utf-8") as f:
            f.write(text)
        with open(os.path.join(source, "fixture.json"), encoding="utf-8") as f:
            fixture = json.load(f)
        fixture["reference"] = "the answers of %s: what informs changes nothing; %s" % (base, fixture["reference"])
        fixture["generator"] = "generate/semantics_informing.py"
        with open(os.path.join(target, "fixture.json"), "w", encoding="utf-8") as f:
            json.dump(fixture, f, indent=2, ensure_ascii=False)
            f.write("\n")
        for part in ("input.csv", "expected.csv"):
            shutil.copy(os.path.join(source, part), target)
        print(folder)


if __name__ == "__main__":
    main()

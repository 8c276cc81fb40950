"""Makes lightgbm_bad: documents that must be refused, each with one thing wrong.

    lightgbm_damage.py FIXTURES

As xgboost_damage.py, whose cases.json it shares the form of.  Each case replaces one
part of a good document by another.  Python 3 alone is enough.
"""

import json
import os
import re
import shutil
import sys

TEXT = "lightgbm47_regression_diabetes/model.txt"
CODES = "lightgbm47_codes_credit/model.txt"
NAMES = "lightgbm47_names_credit/model.txt"
CLASSES = "lightgbm47_multiclass_hpc/model.txt"
SIGMOID = "lightgbm47_sigmoid_cancer/model.txt"
DUMP = "lightgbm47_binary_json_credit/model.json"
DUMP_CODES = "lightgbm47_names_json_bikes/model.json"

# file, source, class of SQLSTATE, why, pattern and what goes in its place (once)
CASES = [
    ("truncated", TEXT, "22", "the text ends within a tree", r"(?s)Tree=3.*", "Tree=3\nnum_leaves=7\n"),
    ("no_end", TEXT, "22", "the end of the trees is missing", r"(?s)end of trees.*", ""),
    ("tree_lost", TEXT, "22", "a tree is missing", r"(?s)Tree=7.*?\n\n\n", ""),
    ("tree_order", TEXT, "22", "trees in another order", r"Tree=2", "Tree=9"),
    ("child_out_of_range", TEXT, "22", "a split that does not exist", r"left_child=\S+", "left_child=40"),
    ("leaf_out_of_range", TEXT, "22", "a leaf that does not exist", r"left_child=\S+", "left_child=-40"),
    ("cycle", TEXT, "22", "a split whose child is the root", r"left_child=\S+", "left_child=0"),
    ("two_parents", TEXT, "22", "a leaf with two parents", r"right_child=(\S+) (\S+)", r"right_child=\2 \2"),
    ("split_feature", TEXT, "22", "a split on a feature that does not exist", r"split_feature=\S+", "split_feature=10"),
    ("short_list", TEXT, "22", "fewer thresholds than splits", r"threshold=\S+ ", "threshold="),
    ("long_list", TEXT, "22", "more leaves than said", r"leaf_value=", "leaf_value=1 "),
    ("num_leaves", TEXT, "22", "num_leaves and the lists disagree", r"num_leaves=7", "num_leaves=9"),
    ("huge_num_leaves", TEXT, "22", "num_leaves is beyond all bounds", r"num_leaves=7", "num_leaves=4000000000"),
    ("nan_threshold", TEXT, "22", "NaN as a threshold", r"threshold=\S+", "threshold=nan"),
    ("text_threshold", TEXT, "22", "a threshold that is no number", r"threshold=\S+", "threshold=0x1p3"),
    ("infinite_leaf", TEXT, "22", "an infinite score", r"leaf_value=\S+", "leaf_value=inf"),
    ("decision_type", TEXT, "22", "a missing type that is not known", r"decision_type=\S+", "decision_type=14"),
    ("fraction", TEXT, "22", "a child that is no integer", r"left_child=\S+", "left_child=1.5"),
    ("missing_key", TEXT, "22", "a tree without its left children", r"left_child=.*\n", ""),
    ("twice", TEXT, "22", "a key that stands there twice", r"(decision_type=.*\n)", r"\1\1"),
    ("unknown_key", TEXT, "0A", "a key that is not known in a tree", r"shrinkage=", "leaf_scale=2\nshrinkage="),
    ("unknown_header", TEXT, "0A", "a key that is not known in the header", r"\nmax_feature_idx", "\noutput_scale=2\nmax_feature_idx"),
    ("no_key", TEXT, "22", "a line that is no key with a value", r"shrinkage=", "so much for trees\nshrinkage="),
    ("version", TEXT, "0A", "a version that is not known", r"version=v4", "version=v9"),
    ("objective", TEXT, "0A", "an objective that is not known", r"objective=regression", "objective=mystery"),
    ("objective_word", TEXT, "0A", "a word of the objective that is not known", r"objective=regression", "objective=regression cubed"),
    ("sigmoid", SIGMOID, "22", "a sigmoid that is no number", r"sigmoid:0.7", "sigmoid:x"),
    ("num_class", CLASSES, "22", "num_class and the trees of an iteration disagree", r"num_class=4", "num_class=3"),
    ("whole_iterations", CLASSES, "22", "trees that are no whole iterations", r"(?s)tree_sizes=(.*) \S+\n\n(.*)Tree=15.*?\n\n\n", r"tree_sizes=\1\n\n\2"),
    ("feature_names", TEXT, "22", "fewer names than features", r"feature_names=\S+ ", "feature_names="),
    ("same_names", TEXT, "22", "two features of one name", r"feature_names=(\S+) \S+", r"feature_names=\1 \1"),
    ("max_feature_idx", TEXT, "22", "the number of features is no number", r"max_feature_idx=\S+", "max_feature_idx=ten"),
    ("feature_infos", TEXT, "22", "a range that is none", r"feature_infos=\S+", "feature_infos=[0:x]"),
    ("category_set", CODES, "22", "a set of categories that does not exist", r"num_cat=\d+\n(.*\n)(.*\n)threshold=.*", r"num_cat=1\n\1\2threshold=7 7 7 7 7 7"),
    ("category_bounds", CODES, "22", "sets of categories that run backwards", r"cat_boundaries=0 1", "cat_boundaries=0 9"),
    ("category_bits", CODES, "22", "bits that do not fit", r"cat_threshold=\S+", "cat_threshold=4294967296"),
    ("categories_json", NAMES, "22", "category names that are no JSON", r"pandas_categorical:\[", "pandas_categorical:"),
    ("categories_number", NAMES, "0A", "more lists of names than features", r"pandas_categorical:\[.*", "pandas_categorical:" + json.dumps([["a", "b"]] * 30)),
    ("categories_twice", NAMES, "22", "a name that occurs twice", r'"ignore", "other"', '"other", "other"'),
    ("linear_features", TEXT, "22", "a linear tree without coefficients", r"is_linear=0", "is_linear=1"),
    ("dump_truncated", DUMP, "22", "the text ends in the middle", r"(?s)(.{5000}).*", r"\1"),
    ("dump_child", DUMP, "22", "a split with a left child only", r'"right_child": \{"leaf_index": \d+, [^{}]*\}', '"right_child": 7'),
    ("dump_feature", DUMP, "22", "a split on a feature that does not exist", r'"split_feature": \d+', '"split_feature": 77'),
    ("dump_threshold", DUMP, "22", "a threshold that is text", r'"threshold": [^,]*', '"threshold": "x"'),
    ("dump_decision", DUMP, "0A", "a kind of split that is not known", r'"decision_type": "<="', '"decision_type": ">"'),
    ("dump_missing", DUMP, "0A", "a missing type that is not known", r'"missing_type": "\w+"', '"missing_type": "One"'),
    ("dump_default", DUMP, "22", "a default direction that is no boolean", r'"default_left": \w+', '"default_left": 3'),
    ("dump_leaf", DUMP, "22", "a leaf without a value", r'"leaf_value": [^,}]*, ', ""),
    ("dump_leaves", DUMP, "22", "num_leaves and the nodes disagree", r'"num_leaves": 7', '"num_leaves": 8'),
    ("dump_unknown_key", DUMP, "0A", "a key that is not known in a leaf", r'"leaf_value"', '"leaf_scale": 2, "leaf_value"'),
    ("dump_codes", DUMP_CODES, "22", "a list of categories that is none", r'"threshold": "\d', '"threshold": "x'),
    ("dump_negative_code", DUMP_CODES, "22", "a category that is negative", r'"threshold": "\d', '"threshold": "-1'),
]


def main(fixtures):
    folder = os.path.join(fixtures, "lightgbm_bad")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    listed = []
    for name, source, sqlstate, why, pattern, replacement in CASES:
        with open(os.path.join(fixtures, source), encoding="utf-8", newline="") as good:
            document = good.read()
        changed, n = re.subn(pattern, replacement, document, count=1)
        assert n == 1 and changed != document, name
        file = name + os.path.splitext(source)[1]
        with open(os.path.join(folder, file), "w", encoding="utf-8", newline="") as out:
            out.write(changed)
        listed.append({"file": file, "why": why, "sqlstate_class": sqlstate})
    with open(os.path.join(folder, "cases.json"), "w", encoding="utf-8", newline="") as out:
        out.write("[\n" + ",\n".join("  " + json.dumps(c) for c in listed) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])

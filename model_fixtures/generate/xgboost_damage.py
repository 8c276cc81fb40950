"""Makes xgboost_bad: documents that must be refused, each with one thing wrong.

    xgboost_damage.py FIXTURES

Every case starts from a good document of a fixture folder.  cases.json says for
each file why it is wrong and of which class the error's SQLSTATE is: 22, the
document contradicts itself or is no JSON; 0A, it may be sound but says something
that is not supported; 54, it is over a limit.  Python 3 alone is enough.
"""

import json
import os
import shutil
import struct
import sys

TREES = "xgboost34_early_stop_diabetes"
CLASSES = "xgboost34_softmax_iris"
CATEGORIES = "xgboost34_category_names_bikes"
DART = "xgboost34_dart_credit"
LINEAR = "xgboost34_gblinear_diabetes"
VECTOR = "xgboost34_multi_output_tree_bikes"
CASES = []


def edit(name, source, sqlstate, why, change):
    """A case that changes the parsed document in place."""
    def text(d):
        change(d)
        return compact(d)
    CASES.append((name, source, sqlstate, why, text))


def write(name, source, sqlstate, why, text):
    """A case that gives the text (or bytes) itself."""
    CASES.append((name, source, sqlstate, why, text))


def booster(d):
    return d["learner"]["gradient_booster"]["model"]


def tree(d, index=0):
    return booster(d)["trees"][index]


write("truncated", TREES, "22", "the text ends in the middle", lambda d: compact(d)[:3000])
write("trailing", TREES, "22", "text follows the document", lambda d: compact(d) + "}")
write("empty", TREES, "22", "nothing but blanks", lambda d: " \n")
write("other_json", TREES, "22", "JSON, but no model that is known", lambda d: '{"model": [1, 2, 3]}')
write("deep", TREES, "54", "arrays nested 20,000 deep",
       lambda d: '{"learner":{"attributes":' + "[" * 20000 + "]" * 20000 + "}}")
edit("nan_threshold", TREES, "22", "NaN as a threshold",
     lambda d: tree(d)["split_conditions"].__setitem__(0, float("nan")))
edit("infinite_threshold", TREES, "22", "a threshold beyond float32",
       lambda d: tree(d)["split_conditions"].__setitem__(0, 1e300))
edit("child_out_of_range", TREES, "22", "a child that does not exist",
       lambda d: tree(d)["left_children"].__setitem__(0, 4000))
edit("child_negative", TREES, "22", "a child index of -2", lambda d: tree(d)["right_children"].__setitem__(0, -2))
edit("child_fraction", TREES, "22", "a child index that is no integer",
       lambda d: tree(d)["left_children"].__setitem__(0, 1.5))
edit("cycle", TREES, "22", "a node whose child is its ancestor",
       lambda d: tree(d)["left_children"].__setitem__(1, 0))
edit("two_parents", TREES, "22", "a node with two parents",
       lambda d: tree(d)["right_children"].__setitem__(0, tree(d)["left_children"][0]))
edit("one_child", TREES, "22", "a node with a left child only",
       lambda d: tree(d)["right_children"].__setitem__(0, -1))
edit("split_index", TREES, "22", "a split on a feature that does not exist",
       lambda d: tree(d)["split_indices"].__setitem__(0, 10))
edit("short_array", TREES, "22", "fewer thresholds than nodes", lambda d: tree(d)["split_conditions"].pop())
edit("num_nodes", TREES, "22", "num_nodes and the arrays disagree",
       lambda d: tree(d)["tree_param"].__setitem__("num_nodes", "99"))
edit("num_trees", TREES, "22", "num_trees and the trees disagree",
       lambda d: booster(d)["gbtree_model_param"].__setitem__("num_trees", "4"))
edit("num_feature", TREES, "22", "num_feature is no number",
       lambda d: d["learner"]["learner_model_param"].__setitem__("num_feature", "ten"))
edit("huge_num_feature", TREES, "22", "num_feature and the feature names disagree",
       lambda d: d["learner"]["learner_model_param"].__setitem__("num_feature", "4000000000"))
edit("array_type", TREES, "22", "a string where an array belongs",
       lambda d: tree(d).__setitem__("split_indices", "0"))
edit("split_type", TREES, "0A", "a kind of split that is not known",
       lambda d: tree(d)["split_type"].__setitem__(0, 2))
edit("missing_key", TREES, "22", "a tree without its left children", lambda d: tree(d).pop("left_children"))
edit("tree_info", TREES, "22", "a tree of an output that does not exist",
       lambda d: booster(d)["tree_info"].__setitem__(1, 1))
edit("iteration_indptr", TREES, "22", "iterations that run backwards",
       lambda d: booster(d)["iteration_indptr"].__setitem__(2, 1000))
edit("best_iteration", TREES, "22", "a best iteration beyond the last one",
       lambda d: d["learner"]["attributes"].__setitem__("best_iteration", "77"))
edit("feature_names", TREES, "22", "fewer names than features", lambda d: d["learner"]["feature_names"].pop())
edit("same_names", TREES, "22", "two features of one name",
       lambda d: d["learner"]["feature_names"].__setitem__(1, "age"))
write("name_not_utf8", TREES, "22", "a feature name that is not UTF-8",
       lambda d: compact(d).encode().replace(b'["age"', b'["\xe4ge"', 1))
edit("objective", TREES, "0A", "an objective that is not known",
       lambda d: d["learner"]["objective"].__setitem__("name", "reg:mystery"))
edit("booster", TREES, "0A", "a booster that is not known",
       lambda d: d["learner"]["gradient_booster"].__setitem__("name", "gbforest"))
edit("unknown_key", TREES, "0A", "an unknown key beside the trees",
       lambda d: booster(d).__setitem__("leaf_scale", [0.5] * 5))
write("twice", TREES, "22", "a key that stands there twice",
       lambda d: compact(d).replace('"trees":[', '"tree_info":[0,0,0,0,0],"trees":[', 1))
edit("base_score_length", CLASSES, "22", "base_score for four classes of three",
       lambda d: d["learner"]["learner_model_param"].__setitem__("base_score", "[1E0,2E0,3E0,4E0]"))
edit("base_score_text", CLASSES, "22", "base_score that is no number",
       lambda d: d["learner"]["learner_model_param"].__setitem__("base_score", "[1E0,2E0,x]"))
edit("num_class", CLASSES, "22", "num_class and the trees disagree",
       lambda d: d["learner"]["learner_model_param"].__setitem__("num_class", "2"))
edit("weight_drop", DART, "22", "fewer dart weights than trees", lambda d: booster(d)["weight_drop"].pop())
edit("linear_weights", LINEAR, "22", "one coefficient too few", lambda d: booster(d)["weights"].pop())
edit("leaf_vector", VECTOR, "22", "size_leaf_vector and the leaf weights disagree",
       lambda d: tree(d)["tree_param"].__setitem__("size_leaf_vector", "2000000000"))
edit("leaf_index", VECTOR, "22", "a leaf that points beyond the leaf weights",
       lambda d: tree(d)["right_children"].__setitem__(-1, 16))
edit("categories_size", CATEGORIES, "22", "a category list that ends beyond the array",
       lambda d: with_categories(d)["categories_sizes"].__setitem__(-1, 500))
edit("category_code", CATEGORIES, "22", "a category that no float32 can hold",
       lambda d: with_categories(d)["categories"].__setitem__(0, 2 ** 24))
edit("category_node", CATEGORIES, "22", "a category list for a node that does not exist",
       lambda d: with_categories(d)["categories_nodes"].__setitem__(0, 900))
edit("category_names", CATEGORIES, "22", "category names whose offsets run backwards",
       lambda d: names_of(d)["offsets"].__setitem__(1, 40))
edit("category_names_bytes", CATEGORIES, "22", "a category name that is not UTF-8",
       lambda d: names_of(d)["values"].__setitem__(0, -61))


def with_categories(d):
    return [t for t in booster(d)["trees"] if t["categories"]][0]


def names_of(d):
    return [e for e in booster(d)["cats"]["enc"] if e.get("offsets")][0]


def ubjson(value):
    return b"{" + b"".join(b"L" + struct.pack(">q", len(k)) + k + value for k in (b"learner", b"version")) + b"}"


write("ubjson", TREES, "22", "UBJSON whose learner is a number", lambda d: ubjson(b"i\x01"))
write("ubjson_letter", TREES, "22", "UBJSON with a letter that means nothing", lambda d: ubjson(b"x"))
write("ubjson_length", TREES, "22", "UBJSON with an array longer than itself",
      lambda d: ubjson(b"[$d#L" + struct.pack(">q", 2 ** 62)))
write("ubjson_negative", TREES, "22", "UBJSON with an array of a negative length",
      lambda d: ubjson(b"[$d#L" + struct.pack(">q", -1)))
write("ubjson_deep", TREES, "54", "UBJSON nested 20,000 deep", lambda d: ubjson(b"[" * 20000))
write("ubjson_rest", TREES, "22", "something behind UBJSON", lambda d: ubjson(b"{}") + b"}")


def compact(d):
    return json.dumps(d, separators=(",", ":"), ensure_ascii=False)


def main(fixtures):
    folder = os.path.join(fixtures, "xgboost_bad")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    listed = []
    for name, source, sqlstate, why, change in CASES:
        with open(os.path.join(fixtures, source, "model.json"), encoding="utf-8") as good:
            document = json.load(good)
        changed = change(document)
        with open(os.path.join(folder, name + ".json"), "wb") as out:
            out.write(changed.encode() if isinstance(changed, str) else changed)
        listed.append({"file": name + ".json", "why": why, "sqlstate_class": sqlstate})
    with open(os.path.join(folder, "cases.json"), "w", encoding="utf-8", newline="") as out:
        out.write("[\n" + ",\n".join("  " + json.dumps(c) for c in listed) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])

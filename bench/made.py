"""Forests that are made, not trained: of any size, in the form of XGBoost's UBJSON.

Complete trees that ask random features, with cuts at 1 of 255 quantiles of the
rows as XGBoost's "hist" has them, each within what the questions above it leave
open.  So every leaf can be reached, and rows spread over them as evenly as over
those of trained trees of that depth or more so.
"""
import struct

import numpy as np

BINS = 256
DISTINCT = 200      # trees that are made; more are these again


class Forest:
    def __init__(self, x, trees, depth, seed=1):
        """For rows like x."""
        random = np.random.default_rng(seed)
        self.features = x.shape[1]
        self.depth = depth
        self.n = trees
        quantiles = np.quantile(x[:20000], np.arange(1, BINS) / BINS, axis=0).astype(np.float32)
        self.trees = [self.tree(random, quantiles) for _ in range(min(trees, DISTINCT))]

    def tree(self, random, quantiles):
        """Features and cuts of the inner nodes, level by level; the leaves' values."""
        low = np.zeros((1, self.features), dtype=np.int16)
        high = np.full((1, self.features), BINS, dtype=np.int16)
        asked, cuts = [], []
        for _ in range(self.depth):
            nodes = np.arange(len(low))
            open_cuts = np.where(high - low >= 2, random.random(low.shape), -1)
            feature = open_cuts.argmax(axis=1)
            cut = random.integers(low[nodes, feature] + 1, np.maximum(high[nodes, feature], low[nodes, feature] + 2))
            asked.append(feature)
            cuts.append(quantiles[np.minimum(cut, BINS - 1) - 1, feature])
            low, high = np.repeat(low, 2, axis=0), np.repeat(high, 2, axis=0)
            high[nodes * 2, feature] = cut
            low[nodes * 2 + 1, feature] = cut
        leaves = (random.normal(size=1 << self.depth) / np.sqrt(self.n)).astype(np.float32)
        return np.concatenate(asked).astype(np.int32), np.concatenate(cuts), leaves

    def score(self, x):
        """XGBoost's answers: sums in float32, tree by tree; a logistic link."""
        x = x.astype(np.float32)
        rows = np.arange(len(x))
        margin = np.zeros(len(x), dtype=np.float32)
        for i in range(self.n):
            asked, cuts, leaves = self.trees[i % len(self.trees)]
            node = np.zeros(len(x), dtype=np.int64)
            for _ in range(self.depth):
                node = 2 * node + 1 + (x[rows, asked[node]] >= cuts[node])
            margin += leaves[node - (len(leaves) - 1)]
        return 1 / (1 + np.exp(-margin.astype(np.float64)))

    def write(self, path, names):
        bodies = [tree_body(*tree) for tree in self.trees]
        whole = {
            "learner": {
                "attributes": {}, "feature_names": names, "feature_types": ["float"] * len(names),
                "gradient_booster": {"model": {
                    "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": str(self.n)},
                    "iteration_indptr": np.arange(self.n + 1, dtype=np.int32),
                    "tree_info": np.zeros(self.n, dtype=np.int32),
                    "trees": PLACE}, "name": "gbtree"},
                "learner_model_param": {"base_score": "5E-1", "boost_from_average": "1", "num_class": "0",
                                        "num_feature": str(len(names)), "num_target": "1"},
                "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}}},
            "version": [2, 1, 0]}
        before, after = ubjson(whole).split(PLACE)
        with open(path, "wb") as out:
            out.write(before)
            out.write(b"[")
            for i in range(self.n):
                out.write(b"{" + key("id") + ubjson(i) + bodies[i % len(bodies)])
            out.write(b"]")
            out.write(after)
        return path


PLACE = b"\0trees come here\0"


def tree_body(asked, cuts, leaves):
    """A tree but for the "{" and its id."""
    inner, n = len(asked), len(asked) + len(leaves)
    children = np.where(np.arange(n) < inner, 2 * np.arange(n) + 1, -1).astype(np.int32)
    return ubjson({
        "default_left": np.zeros(n, dtype=np.uint8),
        "left_children": children, "right_children": np.where(children < 0, -1, children + 1).astype(np.int32),
        "split_conditions": np.concatenate([cuts, leaves]).astype(np.float32),
        "split_indices": np.concatenate([asked, np.zeros(len(leaves))]).astype(np.int32),
        "tree_param": {"num_deleted": "0", "num_feature": "0", "num_nodes": str(n), "size_leaf_vector": "1"}})[1:]


def key(name):
    return b"L" + struct.pack(">q", len(name)) + name.encode()


def ubjson(value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict):
        return b"{" + b"".join(key(name) + ubjson(member) for name, member in value.items()) + b"}"
    if isinstance(value, list):
        return b"[" + b"".join(ubjson(element) for element in value) + b"]"
    if isinstance(value, np.ndarray):
        kind, order = {"int32": (b"l", ">i4"), "float32": (b"d", ">f4"), "uint8": (b"U", ">u1")}[value.dtype.name]
        return b"[$" + kind + b"#L" + struct.pack(">q", len(value)) + value.astype(order).tobytes()
    if isinstance(value, int):
        return b"l" + struct.pack(">i", value)
    return b"S" + key(value)

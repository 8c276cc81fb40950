"""The input rows of an XGBoost fixture: rows of the data, and rows at the edges.

XGBoost casts every feature to float32 and compares `x < t`, so the edges of a
threshold t are t itself, the neighbouring float64 values (which round back to t
and must go where t goes), the neighbouring float32 values and the midpoint
between two of those.

Python 3.6 and numpy only: this runs inside the environments of old releases.
"""

import json
import math

import numpy as np

FLOATS = ("float8", "float4", "numeric")
INTEGERS = ("int4", "int8")


def tree_model(document):
    """The part of a document that holds the trees, whatever release wrote it."""
    booster = document["learner"]["gradient_booster"]
    return booster["gbtree"]["model"] if "gbtree" in booster else booster.get("model", {})


def thresholds(document_path):
    """{feature index: sorted float32 thresholds}, of numerical splits only."""
    with open(document_path, encoding="utf-8") as source:
        document = json.load(source)
    found = {}
    for tree in tree_model(document).get("trees", []):
        kinds = tree.get("split_type") or [0] * len(tree["split_indices"])
        for node, feature in enumerate(tree["split_indices"]):
            if tree["left_children"][node] != -1 and kinds[node] == 0:
                found.setdefault(feature, set()).add(float(np.float32(tree["split_conditions"][node])))
    return dict((f, sorted(v)) for f, v in found.items())


def around(threshold, sql_type):
    """The values beside a threshold that a column of this type can hold."""
    t = np.float32(threshold)
    if sql_type in INTEGERS:
        return sorted(set([int(math.floor(t)), int(math.ceil(t)), int(math.floor(t)) - 1]))
    below, above = np.nextafter(t, np.float32(-np.inf)), np.nextafter(t, np.float32(np.inf))
    if sql_type == "float4":
        return [float(below), float(t), float(above)]
    d = float(t)
    return [d, float(np.nextafter(d, -np.inf)), float(np.nextafter(d, np.inf)),
            float(below), float(above), (float(below) + d) / 2.0]


def changed(row, index, value):
    row = list(row)
    row[index] = value
    return row


def edge_rows(document_path, columns, base, rng, codes, accepts_infinity, predict, used=None):
    """Rows made from ordinary ones by changing a cell or two.

    columns  [(name, SQL type)]; base: ordinary rows; rng: random.Random
    codes    {column index: number of levels} for columns that hold category codes
    predict  rows -> answers; a threshold is tried in a row whose answer it changes
    used     indices of the columns to edit; default: those with a split
    """
    cuts = thresholds(document_path)
    if used is None:
        used = [i for i in range(len(columns)) if i in cuts or i in codes]
    rows = []

    def put(*cells):
        row = list(rng.choice(base))
        for index, value in cells:
            row[index] = value
        rows.append(row)

    picked = [(f, t) for f in cuts if f not in codes for t in rng.sample(cuts[f], min(2, len(cuts[f])))]
    rng.shuffle(picked)
    for feature, t in picked[:9]:
        values = around(t, columns[feature][1])
        below, above = predict([changed(r, feature, min(values)) for r in base]), \
            predict([changed(r, feature, max(values)) for r in base])
        telling = [r for r, a, b in zip(base, below, above) if np.any(a != b)]
        for value in values:
            rows.append(changed(rng.choice(telling or base), feature, value))
    for index in used:
        put((index, None))
    for _ in range(3):
        if len(used) > 1:
            put(*[(i, None) for i in rng.sample(used, max(2, len(used) // 2))])
    put(*[(i, None) for i in range(len(columns))])
    floating = [i for i in used if columns[i][1] in FLOATS]
    for index in floating[:6]:
        put((index, float("nan")))
    for index in [i for i in floating if i not in codes][:4]:
        for value in (0.0, -0.0, 1e30, -1e30, 1e-50):
            put((index, value))
        if accepts_infinity and columns[index][1] == "float8":
            for value in (float("inf"), float("-inf"), 1e300):
                put((index, value))
    for index in [i for i in used if columns[i][1] in INTEGERS and i not in codes][:3]:
        for value in (0, -1, 2147483647, -2147483648):
            put((index, value))
    for index, levels in sorted(codes.items())[:4]:
        if columns[index][1] in INTEGERS:
            values = (0, levels - 1, levels, -1, 16777216, 2147483647)
        else:
            values = (0.0, levels - 1.0, levels + 0.0, levels + 30.0, -1.0, -0.5, 0.5, 1.7, 16777215.0, 16777216.0, 1e30, -0.0)
        for value in values:
            put((index, value))
    return rows

"""The input rows of a LightGBM fixture: rows at the edges, made from ordinary ones.

LightGBM compares float64 by `x <= t`; zero is what lies within 1e-35f, and a code
is a number cut off behind the point.  Python 3.6 and numpy only.
"""

import math

import numpy as np

INTEGERS = ("int4", "int8")
ZERO = float(np.float32(1e-35))


def thresholds(dump):
    """{feature index: sorted thresholds} of the splits on numbers in what dump_model gives."""
    found = {}
    nodes = [t["tree_structure"] for t in dump["tree_info"]]
    while nodes:
        node = nodes.pop()
        if "split_feature" not in node:
            continue
        nodes += [node["left_child"], node["right_child"]]
        if node["decision_type"] == "<=":
            found.setdefault(node["split_feature"], set()).add(float(node["threshold"]))
    return dict((f, sorted(v)) for f, v in found.items())


def around(t, sql_type):
    """A threshold and the values beside it that a column of this type can hold."""
    if sql_type in INTEGERS:
        return sorted(set([int(math.floor(t)), int(math.ceil(t)), int(math.floor(t)) - 1]))
    if sql_type == "float4":
        f = np.float32(t)
        return [float(np.nextafter(f, np.float32(-np.inf))), float(f), float(np.nextafter(f, np.float32(np.inf)))]
    return [t, float(np.nextafter(t, -np.inf)), float(np.nextafter(t, np.inf))]


def edge_rows(dump, columns, base, rng, levels, zeros, predict):
    """Rows made from ordinary ones by changing a cell or two.

    columns  [(name, SQL type, kind)]; base: ordinary rows; rng: random.Random
    levels   {column index: number of levels} of those given as codes
    zeros    whether to be thorough about zeros
    predict  rows -> answers; a value is tried in a row whose answer it changes
    """
    cuts = thresholds(dump)
    rows = []

    def changed(row, index, value):
        row = list(row)
        row[index] = value
        return row

    def put(index, values):
        """Each value in a row for which it matters which of them it is, if there is one."""
        answers = [np.asarray(predict([changed(r, index, v) for r in base])) for v in values]
        telling = [r for i, r in enumerate(base) if any(np.any(a[i] != answers[0][i]) for a in answers)]
        for value in values:
            rows.append(changed(rng.choice(telling or base), index, value))

    picked = [(f, t) for f in cuts for t in rng.sample(cuts[f], min(2, len(cuts[f]))) if columns[f][2] is None]
    rng.shuffle(picked)
    for feature, t in picked[:10]:
        put(feature, around(t, columns[feature][1]))
    used = [i for i in range(len(columns)) if i in cuts or columns[i][2] is not None]
    for index in used:
        put(index, [None] + [r[index] for r in base[:3]])
    for _ in range(3):
        row = list(rng.choice(base))
        for index in rng.sample(range(len(columns)), max(2, len(columns) // 2)):
            row[index] = None
        rows.append(row)
    rows.append([None] * len(columns))
    floats = [i for i in used if columns[i][1] in ("float8", "numeric") and columns[i][2] is None]
    for index in floats[:8 if zeros else 3]:
        put(index, [float("nan"), 0.0, -0.0, ZERO, -ZERO, float(np.nextafter(ZERO, 1)), -float(np.nextafter(ZERO, 1)),
                    1e-36, -1e-36, 5e-324, 1e300, -1e300])
        if columns[index][1] == "float8":
            put(index, [float("inf"), float("-inf"), 1.7976931348623157e308])
    for index in [i for i in used if columns[i][1] in INTEGERS and columns[i][2] is None][:6 if zeros else 3]:
        put(index, [0, 1, -1, 2147483647, -2147483648])
    for index, n in sorted(levels.items())[:4]:
        if columns[index][1] in INTEGERS:
            put(index, [0, n - 1, n, -1, 2147483647, -2147483648])
        else:
            put(index, [0.0, n - 1.0, n + 0.0, n + 40.0, -1.0, -0.5, -0.0, 0.5, 1.7, 1e9, 3e9, -3e9, 1e300,
                        float("inf"), float("nan")])
    return rows

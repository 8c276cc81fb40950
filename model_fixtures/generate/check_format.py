"""check_format.py: check that every fixture folder has the form that ../README.md describes.

usage: python3 check_format.py [fixture ...]
It looks at the form only, never at the numbers.
"""

import csv
import json
import os
import re
import sys

FIXTURES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TYPES = {"int2", "int4", "int8", "float4", "float8", "numeric", "bool", "text", "jsonb",
         "date", "time", "timestamp", "timestamptz"}
HOWS = {"predict", "predict_class", "predict_proba_of", "predict_json"}
CONTRACTS = {"exact", "rel", "float32_ulp"}
KEYS = {"document", "producer", "reference", "data", "generator", "load", "load_error", "columns",
        "checks", "sqlstate", "options"}
INTEGER = re.compile(r"-?\d+$")
FLOAT = re.compile(r"(-?\d+(\.\d+)?([eE][-+]?\d+)?|NaN|-?Infinity)$")


def cells(path):
    """Rows of (text, was it quoted); RFC 4180."""
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    rows, row, i, n = [], [], 0, len(text)
    while i < n:
        quoted = text[i] == '"'
        if quoted:
            j, out = i + 1, []
            while True:
                k = text.index('"', j)
                out.append(text[j:k])
                if text[k + 1:k + 2] == '"':
                    out.append('"')
                    j = k + 2
                else:
                    i = k + 1
                    break
            value = "".join(out)
        else:
            j = i
            while i < n and text[i] not in ",\r\n":
                i += 1
            value = text[j:i]
        row.append((value, quoted))
        if i < n and text[i] == ",":
            i += 1
            if i == n or text[i] in "\r\n":
                row.append(("", False))
        if i >= n or text[i] in "\r\n":
            if text[i:i + 2] == "\r\n":
                i += 1
            i += 1
            rows.append(row)
            row = []
    return rows


def check(name):
    bad = []
    folder = os.path.join(FIXTURES, name)
    path = os.path.join(folder, "fixture.json")
    if not os.path.exists(path):
        return ["there is no fixture.json"]
    meta = json.load(open(path, encoding="utf-8"))
    for k in ("document", "producer", "reference", "data", "generator"):
        if not isinstance(meta.get(k), str) or not meta[k]:
            bad.append("fixture.json: no %s" % k)
    bad += ["fixture.json: unknown key %s" % k for k in meta if k not in KEYS]
    document = os.path.join(folder, meta.get("document", ""))
    if not os.path.isfile(document):
        bad.append("no document")
    elif os.path.getsize(document) > 1000000:
        bad.append("document above 1 MB")
    script = os.path.join(FIXTURES, meta.get("generator", ""))
    if not os.path.isfile(script):
        bad.append("no generator %s" % meta.get("generator"))
    known = {"fixture.json", "input.csv", "expected.csv", meta.get("document")}
    bad += ["unknown file %s" % f for f in os.listdir(folder) if f not in known]
    if meta.get("load_error"):
        if os.path.exists(os.path.join(folder, "input.csv")):
            bad.append("load_error with rows")
        return bad, 0
    types = [c["type"] for c in meta["columns"]]
    bad += ["type %s" % t for t in types if t.rstrip("[]") not in TYPES]
    inputs = cells(os.path.join(folder, "input.csv"))
    expected = cells(os.path.join(folder, "expected.csv"))
    if [v for v, _ in inputs[0]] != [c["name"] for c in meta["columns"]]:
        bad.append("input.csv: header")
    names = [c["column"] for c in meta["checks"]]
    header = [v for v, _ in expected[0]]
    if header not in (names, names + ["error"]):
        bad.append("expected.csv: header")
    if len(set(names)) != len(names):
        bad.append("a check's column twice")
    if len(inputs) != len(expected):
        bad.append("%d rows of input, %d of answers" % (len(inputs) - 1, len(expected) - 1))
    for c in meta["checks"]:
        if c.get("how") not in HOWS or c.get("contract") not in CONTRACTS:
            bad.append("check %s: how or contract" % c.get("column"))
        if (c.get("how") == "predict_json") != ("key" in c):
            bad.append("check %s: key" % c.get("column"))
        if (c.get("how") == "predict_proba_of") != ("class" in c):
            bad.append("check %s: class" % c.get("column"))
        if (c.get("contract") == "rel") != isinstance(c.get("rel"), float):
            bad.append("check %s: rel" % c.get("column"))
        if (c.get("contract") == "float32_ulp") != isinstance(c.get("ulp"), int):
            bad.append("check %s: ulp" % c.get("column"))
    for i, row in enumerate(inputs[1:], 1):
        if len(row) != len(types):
            bad.append("input.csv row %d: %d cells" % (i, len(row)))
            continue
        for (v, q), t in zip(row, types):
            if v == "" and (not q or t == "text"):
                continue
            if t.startswith("int") and not INTEGER.match(v) or \
               t in ("float4", "float8", "numeric") and not FLOAT.match(v) or \
               t == "bool" and v not in ("true", "false"):
                bad.append("input.csv row %d: %r is no %s" % (i, v, t))
    for i, row in enumerate(expected[1:], 1):
        if len(row) != len(header):
            bad.append("expected.csv row %d: %d cells" % (i, len(row)))
            continue
        d = dict(zip(header, row))
        if d.get("error", ("", False))[0] not in ("", "invalid"):
            bad.append("expected.csv row %d: error %r" % (i, d["error"]))
        if d.get("error", ("", False))[0] and any(v for k, (v, _) in d.items() if k != "error"):
            bad.append("expected.csv row %d: answers in an invalid row" % i)
        for c in meta["checks"]:
            v, q = d[c["column"]]
            if v and c["contract"] != "exact" and not FLOAT.match(v):
                bad.append("expected.csv row %d: %s = %r" % (i, c["column"], v))
    return bad, len(inputs) - 1


def main():
    names = sys.argv[1:] or sorted(d for d in os.listdir(FIXTURES) if os.path.isdir(os.path.join(FIXTURES, d))
                                   and d != "generate" and not d.endswith("_bad"))
    failed = rows = 0
    for name in names:
        try:
            bad, n = check(name)
        except Exception as e:
            bad, n = ["%s: %s" % (type(e).__name__, e)], 0
        rows += n
        failed += bool(bad)
        for b in bad[:10]:
            print("%s: %s" % (name, b))
    size = sum(os.path.getsize(os.path.join(p, f)) for p, _, fs in os.walk(FIXTURES) for f in fs)
    print("%d fixtures, %d rows, %.1f MB, %d with faults" % (len(names), rows, size / 1e6, failed))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

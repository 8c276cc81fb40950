"""Writing a fixture folder: document, input rows, expected answers, fixture.json.

Needs nothing but Python 3.6, so that it also runs inside the old environments
that old trainers want.

A cell is None (SQL NULL), a string, a bool, an int or a float.  A float is
written with repr(), which is exact; NaN and the infinities are written as
PostgreSQL writes them.
"""

import json
import math
import os
import shutil


def number_text(value):
    """The text of a float that reads back as the same float."""
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def cell_text(value):
    """One CSV cell: nothing for NULL, "" for the empty string (RFC 4180)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if value == "" or any(c in value for c in '",\r\n') or value != value.strip():
        return '"' + value.replace('"', '""') + '"'
    return value


def write_csv(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join(cell_text(n) for n in names) + "\n")
        for row in rows:
            assert len(row) == len(names), (path, row)
            out.write(",".join(cell_text(v) for v in row) + "\n")


def write_fixture(folder, document_path, facts, columns, rows, checks, answers, errors=None):
    """Writes one fixture folder from nothing.

    facts    producer, reference, data, generator and, if wanted, load
    columns  [(name, SQL type)]
    rows     a list of lists of cells, one for each column
    checks   the "checks" of fixture.json; each has a "column"
    answers  {column: list of cells}
    errors   None, or a list with None or "invalid" for each row
    """
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    os.makedirs(folder)
    document = "model" + os.path.splitext(document_path)[1]
    shutil.copyfile(document_path, os.path.join(folder, document))
    described = {"document": document}
    for key in ("producer", "reference", "data", "generator", "load"):
        if facts.get(key):
            described[key] = facts[key]
    described["columns"] = [{"name": n, "type": t} for n, t in columns]
    described["checks"] = checks
    with open(os.path.join(folder, "fixture.json"), "w", encoding="utf-8", newline="") as out:
        out.write(described_text(described))
    write_csv(os.path.join(folder, "input.csv"), [n for n, _ in columns], rows)
    names = [c["column"] for c in checks]
    if errors is not None:
        names.append("error")
        answers = dict(answers, error=errors)
    for name in names:
        assert len(answers[name]) == len(rows), (folder, name)
    write_csv(os.path.join(folder, "expected.csv"), names,
              [[answers[n][i] for n in names] for i in range(len(rows))])


def add_numbers(checks, answers, key, matrix, always_array=False):
    """Adds checks of a key of predict_json that holds a number for each row, or (several columns) an array."""
    for k in range(matrix.shape[1]):
        column = "%s_%d" % (key, k)
        of_array = always_array or matrix.shape[1] > 1
        checks.append({"column": column, "how": "predict_json", "key": "%s/%d" % (key, k) if of_array else key,
                       "contract": "exact"})
        answers[column] = [float(v) for v in matrix[:, k]]


def described_text(described):
    """fixture.json with one line for each column and check, for a reader's sake."""
    lines = []
    for key, value in described.items():
        if key in ("columns", "checks"):
            inner = ",\n".join("    " + json.dumps(v, ensure_ascii=False) for v in value)
            lines.append('  "%s": [\n%s\n  ]' % (key, inner))
        else:
            lines.append('  "%s": %s' % (key, json.dumps(value, ensure_ascii=False)))
    return "{\n" + ",\n".join(lines) + "\n}\n"

"""The exported data sets as columns of text, for scripts that fit models.

Python 3.6 and numpy only: this runs inside the environments of old releases.
"""

import csv
import os

import numpy as np


class Table:
    """A CSV file as columns of text, None for a missing cell."""

    def __init__(self, folder, name):
        with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as source:
            lines = list(csv.reader(source))
        self.columns = dict((n, [r[i] if r[i] not in ("", "NA") else None for r in lines[1:]])
                            for i, n in enumerate(lines[0]))

    def numbers(self, name):
        return np.array([np.nan if v is None else float(v) for v in self.columns[name]])

    def levels(self, name):
        return sorted(set(v for v in self.columns[name] if v is not None))

    def codes(self, name):
        levels = self.levels(name)
        return np.array([np.nan if v is None else float(levels.index(v)) for v in self.columns[name]])


def cell(text, sql_type):
    if text is None:
        return None
    if sql_type in ("int4", "int8"):
        return int(float(text))
    return text if sql_type == "text" else float(text)

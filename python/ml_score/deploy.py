"""Writes, loads, scores a sample in the database, and shows where it differs from the model's own answers."""
from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Optional, Union

import numpy as np

from .answers import Expected, answers_of
from .convert import input_names_of, to_document
from .sample import rows_of

ROWS_AT_ONCE = 1000


@dataclass
class Difference:
    """A row of the sample whose answer in the database is not the model's."""

    row: int
    what: str
    in_database: Any
    by_model: Any

    def __str__(self) -> str:
        here = "NULL" if self.in_database is None else self.in_database
        return f"row {self.row}: {self.what} is {here} in the database, {self.by_model} by the model"


@dataclass
class Deployment:
    """What became of a model that was deployed."""

    name: str
    version: int
    rows: int
    largest_relative_difference: float = 0.0
    differences: list[Difference] = field(default_factory=list)

    SHOWN = 20

    @property
    def equal(self) -> bool:
        """Whether every row of the sample has the model's own answer."""
        return not self.differences

    def __str__(self) -> str:
        lines = [f"{self.name}@{self.version}: no sample was scored" if self.rows == 0 else
                 f"{self.name}@{self.version}: {self.rows} rows, largest relative difference "
                 f"{self.largest_relative_difference:.1e}"]
        if self.differences:
            n_rows = len({d.row for d in self.differences})
            lines[0] += f", {n_rows} of them differ"
            lines += [f"  {d}" for d in self.differences[:self.SHOWN]]
            if len(self.differences) > self.SHOWN:
                lines.append(f"  and {len(self.differences) - self.SHOWN} more differences")
        return "\n".join(lines)


def deploy(connection: Any, name: str, model: Any, *, sample: Any = None, target: Union[str, Sequence[str], None] = None,
           input_names: Optional[Sequence[str]] = None, label_encoder: Any = None, tolerance: float = 1e-12,
           **options: Any) -> Deployment:
    """
    Loads a fitted model under a name into the database behind a DB-API connection
    (psycopg, psycopg2), in its present transaction, which is left to the caller to
    commit.  target, input_names, label_encoder: see to_document().  Options are those
    of load_model(): event, activate, comment, ...

    With a sample (rows as the model's predict takes them) each row is scored in the
    database too and compared with the model's own answer: classes must be equal,
    numbers within the relative tolerance (of a tenth of what is usual, where they are
    smaller).

    Where it raises an error the transaction is as it was before: what NotSupported
    names, what the model itself says of the sample, what the database says.
    """
    document = to_document(model, target=target, input_names=input_names, label_encoder=label_encoder)
    rows: list[dict[str, Any]] = []
    expected: list[Expected] = []
    if sample is not None:
        sample = np.asarray(sample, dtype=object) if isinstance(sample, (list, tuple)) else sample
        rows = rows_of(sample, model, input_names_of(model, input_names))
        expected = answers_of(model, sample, document, label_encoder) if rows else []

    cursor = connection.cursor()
    with savepoint(connection, cursor):
        named = "".join(f", {key} => %s" for key in options)
        cursor.execute(f"SELECT load_model(%s, %s::text{named})",
                       (name, json.dumps(document, allow_nan=False), *options.values()))
        deployment = Deployment(name, cursor.fetchone()[0], len(rows))
        for one in expected:
            compare(cursor, deployment, one, rows, tolerance)
    deployment.differences.sort(key=lambda d: d.row)
    return deployment


@contextmanager
def savepoint(connection: Any, cursor: Any) -> Iterator[None]:
    """Undoes what was done where it fails; in autocommit each statement is on its own."""
    if getattr(connection, "autocommit", False):
        yield
        return
    cursor.execute("SAVEPOINT ml_score_deploy")
    try:
        yield
    except Exception:
        cursor.execute("ROLLBACK TO SAVEPOINT ml_score_deploy")
        raise
    finally:
        cursor.execute("RELEASE SAVEPOINT ml_score_deploy")


def compare(cursor: Any, deployment: Deployment, expected: Expected, rows: list[dict[str, Any]], tolerance: float) -> None:
    """Scores all rows by one function and notes where it does not give what is expected."""
    spec = f"{deployment.name}@{deployment.version}"
    for first in range(0, len(rows), ROWS_AT_ONCE):
        texts = [json.dumps(row) for row in rows[first:first + ROWS_AT_ONCE]]
        # an invalid value is a difference to be shown, not the end
        cursor.execute(f"SELECT {expected.function}(%s, line::jsonb, target => %s, on_invalid => 'null') "
                       "FROM unnest(%s::text[]) WITH ORDINALITY AS sample(line, place) ORDER BY place",
                       (spec, expected.target, texts))
        for i, (got,) in enumerate(cursor.fetchall(), first):
            for what, part, answer in expected.parts(got, i):
                check(deployment, i, what, part, answer, expected.least, tolerance)


def check(deployment: Deployment, row: int, what: str, got: Any, expected: Any, least: float, tolerance: float) -> None:
    """least: numbers below this are compared as if they were this: what rounding leaves of a sum does not shrink with it."""
    if isinstance(expected, str) or got is None:
        equal = got == expected or (got is None and expected != expected)      # a NaN is NULL
    elif isinstance(expected, np.float32) and np.float32(got) == expected:
        equal = True        # JSON has the shortest text that is this float32
    else:
        got, expected = float(got), float(expected)
        difference = 0.0 if got == expected else abs(got - expected) / max(abs(expected), least)
        equal = difference <= tolerance
        if math.isfinite(difference):
            deployment.largest_relative_difference = max(deployment.largest_relative_difference, difference)
    if not equal:
        deployment.differences.append(Difference(row, what, got, expected))

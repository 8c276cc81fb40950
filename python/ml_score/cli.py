"""The command ml-score: a saved Spark pipeline as a document, or loaded into a database.

    ml-score spark DIRECTORY > model.json
    ml-score spark DIRECTORY --load NAME [--dsn "dbname=shop"] [--target NAME]
"""
from __future__ import annotations

import argparse
import json
import sys
from typing import Optional

from . import __version__
from .document import NotSupported


def main(arguments: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="ml-score", description="Trained models for in-database scoring by ml_score.")
    parser.add_argument("--version", action="version", version=f"ml-score {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    spark = commands.add_parser("spark", help="a pipeline that Spark ML has saved")
    spark.add_argument("directory", help="what model.write().save() wrote")
    spark.add_argument("--target", help="a name for what is predicted")
    spark.add_argument("--load", metavar="NAME", help="load it under this name instead of printing the document")
    spark.add_argument("--dsn", default="", help="the database, as psycopg takes it; default: from the environment")
    options = parser.parse_args(arguments)

    from .spark import spark_document

    try:
        document = json.dumps(spark_document(options.directory, target=options.target), allow_nan=False)
        if options.load is None:
            print(document)
        else:
            print(f"{options.load}@{load(options.load, document, options.dsn)}")
    except ModuleNotFoundError as why:
        needs = {"pyarrow": "reading Parquet", "psycopg": "--load"}
        if why.name not in needs:
            raise
        return failed(f"{needs[why.name]} needs {why.name}: pip install 'ml-score[spark]'")
    except (NotSupported, FileNotFoundError, Failed) as why:
        return failed(str(why))
    return 0


class Failed(Exception):
    """What the database says."""


def load(name: str, document: str, dsn: str) -> int:
    import psycopg

    try:
        with psycopg.connect(dsn) as connection:
            for (version,) in connection.execute("SELECT load_model(%s, %s::text)", (name, document)):
                return int(version)
    except psycopg.Error as why:
        raise Failed(str(why)) from None
    raise Failed("load_model() has given no version")


def failed(message: str) -> int:
    print(f"ml-score: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

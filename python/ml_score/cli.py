"""The command ml-score: a saved Spark pipeline as a document, or loaded into a database.

    ml-score spark DIRECTORY > model.json
    ml-score spark DIRECTORY --load NAME [--dsn "dbname=shop"] [--target NAME]
"""
from __future__ import annotations

import argparse
import json
import sys
from typing import Optional

from .document import NotSupported


def main(arguments: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="ml-score", description="Trained models for in-database scoring by ml_score.")
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
    except (NotSupported, FileNotFoundError) as why:
        print(f"ml-score: {why}", file=sys.stderr)
        return 1
    if options.load is None:
        print(document)
        return 0

    import psycopg

    with psycopg.connect(options.dsn) as connection:
        version = connection.execute("SELECT load_model(%s, %s::text)", (options.load, document)).fetchone()
    print(f"{options.load}@{version[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

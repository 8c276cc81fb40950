"""What all tests share: a database.  The connection comes from the environment (PGHOST ...), as psql's does."""
import warnings

import psycopg
import pytest

warnings.filterwarnings("ignore")


@pytest.fixture(scope="module")
def connection():
    with psycopg.connect() as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS ml_score")
        connection.commit()
        yield connection
        connection.rollback()

"""How cost grows: with trees, depth, features, the size of the image, parallel workers.

Forests are made (made.py), so that they can have any size; the score of some rows
is compared with what the trees say.  Each series is measured in blocks of rows and
with a row a call, CPU time; workers by elapsed time.
"""
import os

import numpy as np

import made
import works
from session import interleaved

REPETITIONS = 3
ROWS = 20_000
WIDE_ROWS = 2_000
PARALLEL_ROWS = 400_000
MEGABYTE = 1 << 20
ONE_BY_ONE = ", a row a call"


def measure(bench):
    result = {}
    print("\nhow cost grows (ns a row)")
    for name, series in (("trees", trees), ("depth", depths), ("linear features", linear_features),
                         ("forest features", forest_features), ("megabytes", megabytes)):
        points = series(bench)
        result[name] = {x: t for x, t in points.items() if not x.endswith(ONE_BY_ONE)}
        alone = {x.removesuffix(ONE_BY_ONE): t for x, t in points.items() if x.endswith(ONE_BY_ONE)}
        if alone:
            result[name + ONE_BY_ONE] = alone
        for label in (name, name + ONE_BY_ONE):
            show(label, result.get(label))
    print("\nworkers beside the leader (rows a second)")
    for name, points in workers(bench).items():
        result["workers, " + name] = points
        print(f"    {name:24s}" + "".join(f"   {n}: {1 / t['median']:,.0f}" for n, t in points.items()), flush=True)
    return result


def show(name, points):
    if points:
        print(f"    {name:32s}" + "".join(f"   {x}: {t['median'] * 1e9:,.0f}" for x, t in points.items()), flush=True)


def both_ways(bench, models, table, rows, alone):
    """In blocks of rows, and with a row a call of the first rows of the table, as many as "alone"."""
    few = table if alone == rows else f"{table}_{alone}"
    bench.session.ask(f"CREATE TABLE IF NOT EXISTS {few} AS SELECT * FROM {table} LIMIT {alone}; VACUUM ANALYZE {few}")

    def one_by_one(model):
        bench.session.ask("SET ml_score.enable_batch = off")
        taken = bench.session.time(f"SELECT sum(predict('{model}', t)) FROM {few} t")
        bench.session.ask("RESET ml_score.enable_batch")
        return taken

    runs = {}
    for x, model in models.items():
        runs[x] = bench.ours(model, table, rows)
        runs[x + ONE_BY_ONE] = (lambda model=model: one_by_one(model), alone)
    return interleaved(runs, REPETITIONS)


def load_forest(bench, name, x, table, forest):
    path = forest.write(bench.folder / f"{name}.ubj", works.names(x.shape[1]))
    bench.load(name, path)
    path.unlink()
    n = 50
    ours = float(bench.session.ask(f"SELECT sum(predict('{name}', t)) FROM (SELECT * FROM {table} LIMIT {n}) t"))
    theirs = forest.score(x[:n]).sum()
    if abs(ours - theirs) > 1e-6 * abs(theirs):
        raise AssertionError(f"{name}: the sum of the scores is {ours}, the trees say {theirs}")
    return name


def growth_table(bench):
    bench.session.ask(f"CREATE TABLE IF NOT EXISTS rows_growth AS SELECT * FROM rows LIMIT {ROWS}; VACUUM ANALYZE rows_growth")
    return "rows_growth"


def trees(bench):
    table = growth_table(bench)
    models = {str(n): load_forest(bench, f"trees_{n}", bench.x, table, made.Forest(bench.x, n, 6))
              for n in (10, 30, 100, 300, 1000, 3000, 10000)}
    return both_ways(bench, models, table, ROWS, ROWS // 10)


def depths(bench):
    table = growth_table(bench)
    models = {str(depth): load_forest(bench, f"depth_{depth}", bench.x, table, made.Forest(bench.x, 200, depth))
              for depth in (2, 4, 6, 8, 10, 12, 14)}
    return both_ways(bench, models, table, ROWS, ROWS // 10)


def megabytes(bench):
    """Trees of depth 14, as many as fill an image of that size: 16 bytes for each of its 32,767 nodes."""
    table = growth_table(bench)
    points = {}
    for size in (4, 16, 64, 256, 1024):
        if size == 1024 and available_memory() < 14 << 30:
            print("    an image of 1 GB is left out: loading it takes more memory than there is")
            continue
        name = f"image_{size}"
        bench.session.ask("SET ml_score.max_document_size = '8GB'; SET ml_score.load_memory_limit = '32GB'")
        load_forest(bench, name, bench.x, table, made.Forest(bench.x, size * MEGABYTE // (16 << 15), 14))
        bytes_ = bench.session.ask(f"SELECT max(bytes) FROM ml_cache WHERE content_id = (SELECT default_content_id FROM ml_model WHERE name = '{name}')")
        points.update(both_ways(bench, {str(round(int(bytes_) / MEGABYTE)): name}, table, ROWS, ROWS // 10))
        bench.session.ask(f"SELECT drop_model('{name}')")
    return points


def available_memory():
    """Bytes; 0 where the kernel does not tell."""
    try:
        with open("/proc/meminfo") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) << 10
    except (OSError, StopIteration):
        return 0


def wide_table(bench, n):
    """Rows of n columns, or from 1,000 on of an array: a page takes no more columns."""
    x, y = works.make_rows(WIDE_ROWS, n, seed=n)
    table, path = f"wide_{n}", bench.folder / f"wide_{n}.csv"
    if bench.session.ask(f"SELECT to_regclass('{table}')") == "":
        np.savetxt(path, x, delimiter=",", fmt="%.4f")
        if n < 1000:
            columns = ", ".join(f"{name} float8" for name in works.names(n))
            bench.session.ask(f"CREATE TABLE {table} ({columns}); COPY {table} FROM '{path}' (FORMAT csv)")
        else:
            bench.session.ask(f"CREATE TABLE {table} (c float8[]); "
                              f"COPY {table} FROM PROGRAM 'sed \"s/.*/{{&}}/\" {path}' (DELIMITER E'\\t')")
        bench.session.ask(f"VACUUM ANALYZE {table}")
        path.unlink()
    return x, y, table


def wide_names(n):
    return works.names(n) if n < 1000 else [f"c_{i}" for i in range(n)]


def linear_features(bench):
    points = {}
    for n in (10, 30, 100, 300, 1000, 2000):
        x, y, table = wide_table(bench, n)
        path = works.linear_document(bench.folder / f"wide_{n}.json", wide_names(n), np.random.default_rng(n).normal(size=n) / n)
        bench.load(table, path)
        points.update(both_ways(bench, {str(n): table}, table, WIDE_ROWS, WIDE_ROWS))
    return points


def forest_features(bench):
    """100 trees of depth 6 that ask all of them."""
    points = {}
    for n in (10, 30, 100, 300, 1000, 2000):
        x, _, table = wide_table(bench, n)
        name = f"forest_{n}"
        bench.load(name, made.Forest(x, 100, 6).write(bench.folder / f"{name}.ubj", wide_names(n)))
        points.update(both_ways(bench, {str(n): name}, table, WIDE_ROWS, WIDE_ROWS))
    return points


def workers(bench):
    """Elapsed seconds a row of SELECT and CREATE TABLE AS by the number of workers beside the leader."""
    session = bench.session
    session.ask(f"CREATE TABLE IF NOT EXISTS rows_parallel AS SELECT * FROM rows LIMIT {PARALLEL_ROWS}; "
                "ALTER TABLE rows_parallel SET (parallel_workers = 8); VACUUM ANALYZE rows_parallel")
    rows = int(session.ask("SELECT count(*) FROM rows_parallel"))
    load_forest(bench, "parallel", bench.x, "rows_parallel", made.Forest(bench.x, 500, 8))
    load_forest(bench, "parallel_small", bench.x, "rows_parallel", made.Forest(bench.x, 100, 6))
    select = "SELECT sum(predict('{}', t)) FROM rows_parallel t"
    create = "CREATE UNLOGGED TABLE scored_parallel AS SELECT predict('{}', t) AS score FROM rows_parallel t"
    statements = {"count(*)": "SELECT count(c30) FROM rows_parallel",
                  "SELECT, 100 x 6": select.format("parallel_small"), "SELECT, 500 x 8": select.format("parallel"),
                  "CREATE TABLE AS, 500 x 8": create.format("parallel")}

    def run(statement, n):
        session.ask(f"DROP TABLE IF EXISTS scored_parallel; SET max_parallel_workers_per_gather = {n}")
        plan = session.ask("EXPLAIN " + statement)
        if n > 0 and f"Workers Planned: {n}" not in plan:
            raise AssertionError(f"{n} workers are not planned: {plan}")
        taken = session.wall(statement)
        session.ask("SET max_parallel_workers_per_gather = 0")
        return taken

    numbers = sorted({0, 1, 2, max(os.cpu_count() - 1, 1)})
    session.ask("SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET client_min_messages = warning")
    points = {name: interleaved({str(n): (lambda s=statement, n=n: run(s, n), rows) for n in numbers}, REPETITIONS)
              for name, statement in statements.items()}
    session.ask("RESET parallel_setup_cost; RESET parallel_tuple_cost")
    return points

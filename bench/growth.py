"""How cost grows: with trees, depth, features, parallel workers."""
import numpy as np

import works
from session import interleaved

REPETITIONS = 3
ROWS = 20_000


def measure(bench):
    result = {}
    print("\nhow cost grows (ns a row)")
    for name, points in (("trees", trees(bench)), ("depth", depths(bench)), ("features", features(bench)),
                         ("workers", workers(bench))):
        result[name] = points
        print(f"    {name:10s}" + "".join(f"   {x}: {t['median'] * 1e9:,.0f}" for x, t in points.items()), flush=True)
    return result


def times(bench, models, table, rows):
    return interleaved({x: bench.ours(model, table, rows) for x, model in models.items()}, REPETITIONS)


def table_of(bench, rows):
    bench.session.ask(f"CREATE TABLE IF NOT EXISTS rows_growth AS SELECT * FROM rows LIMIT {rows}; VACUUM ANALYZE rows_growth")
    return "rows_growth"


def trees(bench):
    """Trees of depth 6; those of one model, over and over, for the largest."""
    models = {}
    for n in (10, 100, 1000, 10000):
        path = works.xgboost(bench.folder, bench.x[:20000], bench.y[:20000], n, 6)[1]
        bench.load(f"trees_{n}", path)
        models[n] = f"trees_{n}"
    return times(bench, models, table_of(bench, ROWS), ROWS)


def depths(bench):
    models = {}
    for depth in (2, 4, 6, 8, 10, 12):
        path = works.xgboost(bench.folder, bench.x, bench.y, 200, depth)[1]
        bench.load(f"depth_{depth}", path)
        models[depth] = f"depth_{depth}"
    return times(bench, models, table_of(bench, ROWS), ROWS)


def features(bench):
    """Linear models; the rows of wide tables as an array column."""
    result = {}
    for n in (10, 100, 1000, 2000):
        x, y = works.make_rows(2000, n, seed=n)
        _, path = works.logistic(bench.folder, np.vstack([x] * 2), np.concatenate([y] * 2))
        bench.load(f"wide_{n}", path)
        if n <= 1000:
            columns = ", ".join(f"c{i + 1} float8" for i in range(n))
            np.savetxt(bench.folder / f"wide_{n}.csv", x, delimiter=",", fmt="%.4f")
            bench.session.ask(f"CREATE TABLE wide_{n} ({columns}); "
                              f"COPY wide_{n} FROM '{bench.folder}/wide_{n}.csv' (FORMAT csv); VACUUM ANALYZE wide_{n}")
            result.update(times(bench, {n: f"wide_{n}"}, f"wide_{n}", 2000))
        else:
            np.savetxt(bench.folder / f"wide_{n}.csv", x, delimiter=",", fmt="%.4f")
            bench.session.ask(f"CREATE TABLE wide_{n} (c float8[]); "
                              f"COPY wide_{n} FROM PROGRAM 'sed \"s/.*/{{&}}/\" {bench.folder}/wide_{n}.csv' (DELIMITER E'\\t')")
            run = bench.sql(f"SELECT sum(predict('wide_{n}', c)) FROM wide_{n}", 2000)
            result.update(interleaved({n: run}, REPETITIONS))
    return result


def workers(bench):
    """Elapsed time: rows a second of the whole query, by the number of workers beside the leader."""
    bench.load("parallel", works.xgboost(bench.folder, bench.x, bench.y, 500, 8)[1])
    session = bench.session
    session.ask("CREATE TABLE IF NOT EXISTS rows_parallel AS SELECT * FROM rows LIMIT 100000; "
                "ALTER TABLE rows_parallel SET (parallel_workers = 2); VACUUM ANALYZE rows_parallel")
    statement = "SELECT sum(predict('parallel', t)) FROM rows_parallel t"

    def run(n):
        session.ask(f"SET max_parallel_workers_per_gather = {n}")
        taken = session.wall(statement)
        session.ask("SET max_parallel_workers_per_gather = 0")
        return taken

    return interleaved({n: (lambda n=n: run(n), 100000) for n in (0, 1)}, REPETITIONS)

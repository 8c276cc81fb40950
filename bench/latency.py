"""One row by its key, prepared: how long the client waits, what the backend's CPU takes; and a new connection's first call."""
import random
import re
import statistics
import subprocess
import time
from pathlib import Path

from prepared import Connection
from session import spread

CLIENT_SECONDS = 5
ROUNDS = 5
EXECUTIONS = 400        # of a statement in a row; then comes the next statement
REPEATS = 50
KEYS = 100_000
SHARES = (50, 90, 99, 99.9)
BARE = "one column"
STATEMENTS = {
    BARE: "SELECT c30 FROM by_key WHERE id = {id}",
    "all columns": "SELECT * FROM by_key WHERE id = {id}",
    "their sum": "SELECT " + " + ".join(f"c{i}" for i in range(1, 31)) + " FROM by_key WHERE id = {id}",
    "logistic": "SELECT predict('row_logistic', t) FROM by_key t WHERE id = {id}",
    "100 x 6": "SELECT predict('row_100x6', t) FROM by_key t WHERE id = {id}",
    "500 x 8": "SELECT predict('row_500x8', t) FROM by_key t WHERE id = {id}",
}


def pgbench(folder, name, select):
    """Average latency in seconds of a prepared look-up, one client."""
    script = Path(folder) / f"{name.replace(' ', '_')}.pgbench"
    script.write_text(f"\\set id random(1, {KEYS})\n{select};\n")
    done = subprocess.run(["pgbench", "-n", "-M", "prepared", "-c", "1", "-T", str(CLIENT_SECONDS), "-f", str(script)],
                          check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return float(re.search(r"latency average = ([0-9.]+) ms", done.stdout).group(1)) / 1e3


def executions():
    """Of each statement the backend's CPU seconds an execution, one by one and in pipelines, and what the client waited for each."""
    connection = Connection()
    keys = random.Random(1)
    cpu = {name: [] for name in STATEMENTS}
    at_once = {name: [] for name in STATEMENTS}
    waited = {name: [] for name in STATEMENTS}
    for name, select in STATEMENTS.items():
        connection.prepare(name, select.format(id="$1"))
        connection.run(name, range(1, 20))      # beyond the custom plans
    for _ in range(REPEATS):
        for name in STATEMENTS:
            some = [keys.randint(1, KEYS) for _ in range(EXECUTIONS)]
            start = connection.cpu()
            waited[name] += connection.run(name, some)
            cpu[name].append((connection.cpu() - start) / EXECUTIONS)
            start = connection.cpu()
            connection.run_at_once(name, some)
            at_once[name].append((connection.cpu() - start) / EXECUTIONS)
    connection.close()
    return cpu, at_once, waited


def share(sorted_times, percent):
    return sorted_times[min(int(len(sorted_times) * percent / 100), len(sorted_times) - 1)]


def first_calls(warm_up, n=40):
    """CPU and elapsed seconds of the first three calls of new connections that have read the row before."""
    statement = STATEMENTS["500 x 8"].format(id=7)
    cpu, elapsed = ([], [], []), ([], [], [])
    for _ in range(n):
        connection = Connection()
        connection.ask(warm_up)
        for call in range(3):
            before, start = connection.cpu(), time.perf_counter()
            connection.ask(statement)
            elapsed[call].append(time.perf_counter() - start)
            cpu[call].append(connection.cpu() - before)
        connection.close()
    return [{"cpu": statistics.median(c), "elapsed": statistics.median(e)} for c, e in zip(cpu, elapsed)]


def measure(session, folder):
    session.ask(f"CREATE TABLE by_key AS SELECT row_number() OVER ()::int AS id, t.* FROM rows_trees t LIMIT {KEYS}; "
                "ALTER TABLE by_key ADD PRIMARY KEY (id); VACUUM ANALYZE by_key")
    by_pgbench = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS):
        for name, select in STATEMENTS.items():
            by_pgbench[name].append(pgbench(folder, name, select.format(id=":id")))
    by_pgbench = {name: spread(taken) for name, taken in by_pgbench.items()}
    cpu, at_once, waited = executions()
    cpu = {name: spread(taken) for name, taken in cpu.items()}
    at_once = {name: spread(taken) for name, taken in at_once.items()}
    shares = {}
    print("\na row by its key, prepared (us)")
    print(f"    {'':14s}{'pgbench':>9s}   {'backend CPU':22s}{'in a pipeline':22s}" + "".join(f"{percent:>8g} %" for percent in SHARES))
    for name in STATEMENTS:
        times = sorted(waited[name])
        shares[name] = {str(percent): share(times, percent) for percent in SHARES}
        print(f"    {name:14s}{by_pgbench[name]['median'] * 1e6:9.1f}   " + "".join(
            f"{taken[name]['median'] * 1e6:6.1f} ({(taken[name]['median'] - taken[BARE]['median']) * 1e6:+5.1f}, "
            f"{(taken[name]['median'] - taken['all columns']['median']) * 1e6:+5.1f}) " for taken in (cpu, at_once))
              + "".join(f"{t * 1e6:10.1f}" for t in shares[name].values()))
    first = {"after " + name: first_calls(STATEMENTS[name].format(id=7)) for name in (BARE, "all columns")}
    for name, calls in first.items():
        print(f"    a new connection's first calls, 500 x 8, {name}: " + ", ".join(
            f"{call['cpu'] * 1e3:.2f} ms of CPU ({call['elapsed'] * 1e3:.2f} elapsed)" for call in calls))
    return {"one row, pgbench": by_pgbench, "one row, backend": cpu, "one row, pipeline": at_once, "one row, shares": shares,
            "one row, waited": {name: sorted(taken)[::20] for name, taken in waited.items()}, "new connection": first}

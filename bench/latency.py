"""One row by its key, prepared, by pgbench; and a new connection's first call."""
import re
import statistics
import subprocess
import time
from pathlib import Path

from session import Session, spread

CLIENT_SECONDS = 5
ROUNDS = 5
MODELS = ("row_100x6", "row_500x8")


def pgbench(folder, name, select):
    """Latencies in seconds of a prepared look-up, one client."""
    script = Path(folder) / f"{name}.pgbench"
    script.write_text("\\set id random(1, 100000)\n" + select + "\n")
    done = subprocess.run(["pgbench", "-n", "-M", "prepared", "-c", "1", "-T", str(CLIENT_SECONDS), "-f", str(script)],
                          check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return float(re.search(r"latency average = ([0-9.]+) ms", done.stdout).group(1)) / 1e3


def backend_cpu(session, name, select, n=20000):
    """CPU seconds of the backend for an execution of a prepared look-up, in PL/pgSQL's place: a loop of EXECUTEs."""
    session.ask(f"PREPARE {name}(int) AS {select}")
    calls = ";".join(f"EXECUTE {name}({i % 1000 + 1})" for i in range(200))
    taken = []
    for _ in range(n // 200):
        start = session.cpu()
        session.ask(calls)
        taken.append((session.cpu() - start) / 200)
    session.ask(f"DEALLOCATE {name}")
    return spread(taken)


def measure(session, folder):
    session.ask("CREATE TABLE by_key AS SELECT row_number() OVER ()::int AS id, t.* FROM rows_trees t; "
                "ALTER TABLE by_key ADD PRIMARY KEY (id); VACUUM ANALYZE by_key")
    selects = {"without predict": "SELECT c30 FROM by_key WHERE id = {id}"}
    selects.update({model: f"SELECT predict('{model}', t) FROM by_key t WHERE id = {{id}}" for model in MODELS})
    wall = {name: [] for name in selects}
    for _ in range(ROUNDS):
        for name, select in selects.items():
            wall[name].append(pgbench(folder, name.replace(" ", "_"), select.format(id=":id") + ";"))
    latencies = {name: spread(taken) for name, taken in wall.items()}
    cpu = {name: backend_cpu(session, name.replace(" ", "_"), select.format(id="$1")) for name, select in selects.items()}
    print("\na row by its key, prepared")
    for name in selects:
        print(f"    {name:20s} pgbench {latencies[name]['median'] * 1e6:7.1f} us   backend's CPU "
              f"{cpu[name]['median'] * 1e6:6.1f} us   (+{(cpu[name]['median'] - cpu['without predict']['median']) * 1e6:.1f})")
    first = first_calls()
    print(f"    a new connection's first predict, 500 x 8: {first['first']['median'] * 1e3:.2f} ms, "
          f"its second: {first['second']['median'] * 1e3:.2f} ms")
    return {"one row, pgbench": latencies, "one row, backend": cpu, "new connection": first}


def first_calls(n=30):
    """Wall seconds of the first and the second call of new connections."""
    times = {"first": [], "second": []}
    statement = "SELECT predict('row_500x8', t) FROM by_key t WHERE id = 7"
    for _ in range(n):
        session = Session()
        session.ask("SELECT c30 FROM by_key WHERE id = 7")
        for name in times:
            start = time.perf_counter()
            session.ask(statement)
            times[name].append(time.perf_counter() - start)
        session.close()
    return {name: {"median": statistics.median(taken), "low": min(taken), "high": max(taken)}
            for name, taken in times.items()}

"""The server's side of the benchmark, and how anything is timed.

Times are CPU time of one thread or process, so that what else runs on the
machine matters little; what is compared is interleaved, and the first
repetition, which warms caches up, does not count.
"""
import os
import statistics
import subprocess
import time


def cpu_of(pid):
    """CPU seconds of a process so far, to the nanosecond where the kernel tells."""
    try:
        with open(f"/proc/{pid}/schedstat") as stat:
            return int(stat.read().split()[0]) / 1e9
    except OSError:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Session:
    """A psql session and the CPU time of its backend."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
        self.pid = int(self.ask("SELECT pg_backend_pid()"))
        self.ask("SET client_min_messages = warning; SET max_parallel_workers_per_gather = 0; "
                 "SET synchronous_commit = off")

    def ask(self, sql):
        """What a statement prints."""
        self.psql.stdin.write(sql + ";\n\\echo =end=\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line == "=end=\n":
                return "\n".join(lines)
            lines.append(line.rstrip("\n"))
        raise RuntimeError("psql ended at: " + sql[:200])

    def cpu(self):
        return cpu_of(self.pid)

    def time(self, sql):
        """CPU seconds of the backend for a statement."""
        start = self.cpu()
        self.ask(sql)
        return self.cpu() - start

    def wall(self, sql):
        start = time.perf_counter()
        self.ask(sql)
        return time.perf_counter() - start

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


def own_cpu(function):
    """CPU seconds of this process, all its threads, for a call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def spread(times):
    """Median, and the quartiles, of a list."""
    low, middle, high = statistics.quantiles(times, n=4) if len(times) > 1 else times * 3
    return {"median": statistics.median(times), "low": low, "high": high}


def interleaved(runs, repetitions):
    """
    Seconds a row of each of several: runs is a dict of (callable that gives the
    seconds, or is timed itself by the caller; number of rows).
    """
    times = {name: [] for name in runs}
    for repetition in range(repetitions + 1):
        for name, (run, rows) in runs.items():
            taken = run() / rows
            if repetition > 0:
                times[name].append(taken)
    return {name: spread(taken) for name, taken in times.items()}

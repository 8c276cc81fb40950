"""Prepared statements over a socket, one after the other, by libpq: how long each takes."""
import ctypes
import ctypes.util
import time

from session import cpu_of


class Connection:
    """The environment says where to (PGHOST, ...)."""

    def __init__(self):
        self.pq = ctypes.CDLL(ctypes.util.find_library("pq"))
        for name in ("PQconnectdb", "PQexec", "PQprepare", "PQexecPrepared", "PQgetResult"):
            getattr(self.pq, name).restype = ctypes.c_void_p
        for name in ("PQgetvalue", "PQerrorMessage"):
            getattr(self.pq, name).restype = ctypes.c_char_p
        self.own = ctypes.c_void_p(self.pq.PQconnectdb(b""))
        self.pid = self.pq.PQbackendPID(self.own)
        self.ask("SET max_parallel_workers_per_gather = 0")

    def result(self, pointer):
        result = ctypes.c_void_p(pointer)
        if self.pq.PQresultStatus(result) not in (1, 2, 10):    # PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC
            raise RuntimeError(self.pq.PQerrorMessage(self.own).decode())
        return result

    def ask(self, sql):
        self.pq.PQclear(self.result(self.pq.PQexec(self.own, sql.encode())))

    def prepare(self, name, sql):
        self.pq.PQclear(self.result(self.pq.PQprepare(self.own, name.encode(), sql.encode(), 0, None)))

    def run(self, name, keys):
        """Executes it for each of the keys; the seconds that each took, as the client saw it."""
        name = name.encode()
        values = [(ctypes.c_char_p * 1)(b"%d" % key) for key in keys]
        taken = []
        for value in values:
            start = time.perf_counter()
            pointer = self.pq.PQexecPrepared(self.own, name, 1, value, None, None, 0)
            taken.append(time.perf_counter() - start)
            self.pq.PQclear(self.result(pointer))
        return taken

    def run_at_once(self, name, keys):
        """Executes it for each of the keys in one pipeline, so that the backend does not sleep in between."""
        self.check(self.pq.PQenterPipelineMode(self.own))
        for key in keys:
            value = (ctypes.c_char_p * 1)(b"%d" % key)
            self.check(self.pq.PQsendQueryPrepared(self.own, name.encode(), 1, value, None, None, 0))
        self.check(self.pq.PQpipelineSync(self.own))
        for _ in keys:
            self.pq.PQclear(self.result(self.pq.PQgetResult(self.own)))
            self.pq.PQgetResult(self.own)               # NULL, behind each
        self.pq.PQclear(self.result(self.pq.PQgetResult(self.own)))
        self.check(self.pq.PQexitPipelineMode(self.own))

    def check(self, done):
        if not done:
            raise RuntimeError(self.pq.PQerrorMessage(self.own).decode())

    def cpu(self):
        return cpu_of(self.pid)

    def close(self):
        self.pq.PQfinish(self.own)

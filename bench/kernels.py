"""The kernels of forests by themselves, on the bare library, beside the trainers.

    make kernels && build/bench/bin/python bench/kernels.py FOLDER [WORK ...]

Makes rows and models in FOLDER, scores the rows
by build/lib/kernels in blocks of several sizes with each variant of the inner
loops that the CPU has, and by the trainers' own batch predictors and oneDAL, with
one thread.  Needs the peers, which "make bench" installs, but no server.

Works: xgboost_100x6, xgboost_500x8, lightgbm_500x255, catboost_500x8.
"""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np

import peers
import works
from session import own_cpu

ROWS = 20_000
TOP = Path(__file__).resolve().parent.parent


def measure(path, peers_of_it, folder):
    print(subprocess.run([TOP / "build/lib/kernels", path, folder / "rows.f64", str(works.FEATURES)],
                         check=True, capture_output=True, text=True).stdout, end="")
    for name, run in peers.gather(peers_of_it).items():
        times = [own_cpu(run) / ROWS * 1e9 for _ in range(5)]
        print(f"{name:9} {'batch':>11}: {statistics.median(times):9.1f} ns")


def main():
    folder = Path(sys.argv[1])
    x, y = works.make_rows(60_000)
    x32 = x[:ROWS].astype(np.float32)
    x[:ROWS].tofile(folder / "rows.f64")
    for work in sys.argv[2:] or ("xgboost_100x6", "xgboost_500x8", "lightgbm_500x255", "catboost_500x8"):
        trainer, size = work.split("_")
        trees, size = map(int, size.split("x"))
        print(f"\n{work}", flush=True)
        model, path = getattr(works, trainer)(folder, x, y, trees, size)
        matrix = x[:ROWS] if trainer == "lightgbm" else x32
        measure(path, {trainer: lambda: getattr(peers, trainer)(model, matrix),
                       "oneDAL": lambda: peers.onedal(model, matrix)}, folder)


main()

"""Draws docs/pictures/*.svg from the figures of a run of bench.py.

    charts.py results.json docs/pictures
"""
import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt     # noqa: E402

OURS, PEER = "#336791", "#b8c4ce"
plt.rcParams.update({"font.size": 9, "svg.hashsalt": "ml_score", "axes.spines.top": False, "axes.spines.right": False,
                     "font.family": "DejaVu Sans", "svg.fonttype": "none"})


def bars(work, times, path):
    """Microseconds a row, shortest first, on a logarithmic axis."""
    order = sorted(times.items(), key=lambda item: -item[1]["median"])
    names = ["ml_score: sum(predict(...))" if name == "ours" else name for name, _ in order]
    values = [t["median"] * 1e6 for _, t in order]
    figure, axes = plt.subplots(figsize=(7, 0.55 + 0.32 * len(order)))
    axes.barh(names, values, color=[OURS if name == "ours" else PEER for name, _ in order],
              xerr=[[(t["median"] - t["low"]) * 1e6 for _, t in order], [(t["high"] - t["median"]) * 1e6 for _, t in order]],
              error_kw={"elinewidth": 0.8, "ecolor": "#555555"})
    axes.set_xscale("log")
    axes.set_xlabel("CPU time a row, microseconds (logarithmic)")
    axes.set_title(work, loc="left", fontweight="bold")
    for place, value in enumerate(values):
        axes.annotate(f" {value:,.2f}", (value, place), va="center", xytext=(6, 0), textcoords="offset points")
    axes.margins(x=0.25)
    save(figure, path)


def line(title, xlabel, points, path, log=True):
    figure, axes = plt.subplots(figsize=(4.2, 2.8))
    x = [int(key) for key in points]
    axes.plot(x, [t["median"] * 1e6 for t in points.values()], "o-", color=OURS)
    if log:
        axes.set_xscale("log")
        axes.set_yscale("log")
    axes.set_ylim(bottom=None if log else 0)
    axes.set_xlabel(xlabel)
    axes.set_ylabel("microseconds a row")
    axes.set_title(title, loc="left", fontweight="bold")
    save(figure, path)


def latencies(works, path):
    rows = works["one row, backend"]
    figure, axes = plt.subplots(figsize=(5, 1.8))
    names = {"without predict": "SELECT by key", "row_100x6": "with predict, 100 x 6", "row_500x8": "with predict, 500 x 8"}
    order = list(reversed(rows))
    axes.barh([names[name] for name in order], [rows[name]["median"] * 1e6 for name in order],
              color=[PEER if name == "without predict" else OURS for name in order])
    axes.set_xlabel("backend's CPU time an execution, microseconds")
    axes.set_title("One row by its key, prepared", loc="left", fontweight="bold")
    save(figure, path)


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main():
    results, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    works = results["works"]
    for work, times in works.items():
        if isinstance(times, dict) and "ours" in times:
            name = work.split(" (")[0].lower()
            bars(work, times, folder / ("".join(c if c.isalnum() else "_" for c in name).replace("__", "_") + ".svg"))
    for name, xlabel in (("trees", "trees of depth 6"), ("depth", "depth of 200 trees"), ("features", "features, linear")):
        if name in works.get("growth", {}):
            line(f"Cost by {name}", xlabel, works["growth"][name], folder / f"growth_{name}.svg", log=name != "depth")
    if "one row, backend" in works:
        latencies(works, folder / "one_row.svg")


main()

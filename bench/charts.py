"""Draws docs/pictures/*.svg from the figures of a run of bench.py.

    charts.py results.json docs/pictures
"""
import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt     # noqa: E402
from matplotlib.ticker import MaxNLocator   # noqa: E402

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


def lines(title, xlabel, ylabel, series, path, log=True):
    """Each of the series a line: label to (points by x, style, colour)."""
    figure, axes = plt.subplots(figsize=(4.4, 2.9))
    for label, (points, style, color) in series.items():
        axes.plot([int(x) for x in points], list(points.values()), style, color=color, label=label)
    if log:
        axes.set_xscale("log")
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.legend(frameon=False, fontsize=8)
    axes.set_title(title, loc="left", fontweight="bold")
    save(figure, path)


def microseconds(points):
    return {x: t["median"] * 1e6 for x, t in points.items()}


def growth(points, folder):
    for name, xlabel in (("trees", "trees of depth 6"), ("depth", "depth of 200 trees"),
                         ("linear features", "features, logistic"), ("forest features", "features, 100 trees of depth 6"),
                         ("megabytes", "megabytes of image, trees of depth 14")):
        if name in points:
            lines(f"Cost by {name}", xlabel, "microseconds a row",
                  {"blocks of rows": (microseconds(points[name]), "o-", OURS),
                   "a row a call": (microseconds(points[name + ", a row a call"]), "o--", OURS)},
                  folder / f"growth_{name.replace(' ', '_')}.svg")
    colors = iter((PEER, "#9cc2e5", OURS, "#16324a"))
    workers = {name.removeprefix("workers, "): ({n: t["0"]["median"] / t[n]["median"] for n in t}, "o-", next(colors))
               for name, t in points.items() if name.startswith("workers, ")}
    if workers:
        lines("Rows a second by workers", "workers beside the leader", "times those of the leader alone", workers,
              folder / "workers.svg", log=False)


def latencies(works, path):
    """Shares of executions by how long the client waited."""
    figure, axes = plt.subplots(figsize=(5.4, 2.9))
    colors = {"one column": PEER, "all columns": "#7d8b97", "their sum": "#4f5b66", "logistic": "#9cc2e5", "100 x 6": OURS, "500 x 8": "#16324a"}
    for name, times in works["one row, waited"].items():
        axes.plot([t * 1e6 for t in times], [100 * (i + 1) / len(times) for i in range(len(times))],
                  color=colors[name], label=name if name.endswith(("column", "columns", "sum")) else "predict, " + name)
    axes.set_xscale("log")
    axes.set_xlim(right=1e6 * max(times[int(len(times) * 0.995)] for times in works["one row, waited"].values()))
    axes.set_xlabel("the client waits, microseconds (logarithmic)")
    axes.set_ylabel("% of executions")
    axes.legend(frameon=False, fontsize=8)
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
    growth(works.get("growth", {}), folder)
    if "one row, waited" in works:
        latencies(works, folder / "one_row.svg")


main()

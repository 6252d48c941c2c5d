"""The report's plots, as SVG text; drawn without a window system."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from training.arrays import Floats

mpl.use("svg")
_STYLE: Any = {
    "svg.hashsalt": "mandohit",
    "svg.fonttype": "path",
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
}
BLUE, ORANGE, GREY = "#2563eb", "#ea580c", "#6b7280"


@dataclass
class Plot:
    """A plot being drawn; `svg` holds the result once its block has ended."""

    axes: Any
    svg: str = field(default="")


@contextmanager
def plot(x: str, y: str, width: float = 4.6, height: float = 3.4) -> Iterator[Plot]:
    """Draw a plot with these axis labels inside a block."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained", dpi=150)
        drawn = Plot(figure.add_subplot())
        drawn.axes.set(xlabel=x, ylabel=y)
        yield drawn
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
        drawn.svg = text.getvalue()[text.getvalue().index("<svg") :]


def scatter(predictions: Floats, real: Floats) -> str:
    """Draw every test song."""
    with plot("predicted", "real") as drawn:
        drawn.axes.scatter(predictions, real, s=8, alpha=0.4, color=BLUE, linewidths=0, rasterized=True)
        ends = [float(min(predictions.min(), real.min())), float(max(predictions.max(), real.max()))]
        drawn.axes.plot(ends, ends, color=GREY, linewidth=1, linestyle="--")
    return drawn.svg


def calibration(deciles: Sequence[dict[str, float]]) -> str:
    """Draw the mean real value against the mean prediction, by tenths."""
    with plot("mean predicted, by tenths", "mean real") as drawn:
        x, y = ([part[name] for part in deciles] for name in ("predicted", "real"))
        drawn.axes.plot(x, y, marker="o", color=BLUE)
        drawn.axes.plot(x, x, color=GREY, linewidth=1, linestyle="--")
    return drawn.svg


def decile_bars(deciles: Sequence[dict[str, float]], value: str, label: str) -> str:
    """Draw one value by tenths of the prediction."""
    with plot("tenth of the prediction, lowest first", label) as drawn:
        places = np.arange(1, len(deciles) + 1)
        drawn.axes.bar(places, [part[value] for part in deciles], color=BLUE)
        drawn.axes.set_xticks(places)
    return drawn.svg


def curves(
    x_label: str, y_label: str, x: Sequence[float], lines: Mapping[str, Sequence[float]], *, log: bool = False
) -> str:
    """Draw named lines over a shared axis."""
    with plot(x_label, y_label) as drawn:
        for (name, values), colour in zip(lines.items(), (BLUE, ORANGE, GREY, "#16a34a"), strict=False):
            drawn.axes.plot(x, values, marker="o", markersize=3, label=name, color=colour)
        if log:
            drawn.axes.set_xscale("log")
            drawn.axes.set_xticks(x, [f"{value:g}" for value in x])
            drawn.axes.minorticks_off()
        drawn.axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return drawn.svg

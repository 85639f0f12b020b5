"""Plots of measured shares and their intervals, as SVG to be set into a page. They load nothing from anywhere."""

from __future__ import annotations

import re
from io import StringIO
from typing import assert_never

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from api.measuring.pages.figures import Curve, Figure, Part, Table

STYLE = {
    "font.family": "sans-serif",
    "font.size": 10,
    "svg.fonttype": "none",  # text stays text: it is found, read aloud and a tenth of the size
    "text.parse_math": False,  # a dollar in a name is a dollar
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#b1b4b6",
}
DARK, BLUE, RED = "#003078", "#1d70b8", "#d4351c"
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_NAMED_GROUP = re.compile('<g id="[^"]*"')  # the same names in each plot, and on a page an id may stand once
WIDE, LINE, EDGE, SIDE = 8.4, 0.27, 0.5, 5.2  # inches


def plot(part: Part) -> Markup:
    """The plot of a part as an `svg` element with a name; nothing for a table, which needs none."""
    with rc_context({**STYLE, "svg.hashsalt": part.title}):  # ids of one plot differ from those of another
        match part:
            case Table():
                return Markup("")
            case Figure():
                return _svg(_bars(part), part.title)
            case Curve():
                return _svg(_curve(part), part.title)
            case _:
                assert_never(part)


def _bars(part: Figure) -> Drawing:
    """A line for each share: its interval, its dot, its value at the end."""
    drawing, axes = _drawing(WIDE, EDGE + LINE * len(part.bars))
    places = range(len(part.bars))
    lows = [max(each.low, part.least) for each in part.bars]
    axes.hlines(places, lows, [each.high for each in part.bars], colors=BLUE, linewidth=5, alpha=0.45, clip_on=False)
    axes.plot([each.rate for each in part.bars], places, "o", color=DARK, clip_on=False)
    if part.floor is not None and part.floor >= part.least:
        axes.axvline(part.floor, color=RED, linestyle="--", clip_on=False)
    for place, each in enumerate(part.bars):
        axes.text(1.02, place, f"{each.rate:.3f}", transform=axes.get_yaxis_transform(), va="center")
    axes.set_yticks(places, [each.name for each in part.bars])
    axes.set(xlim=(part.least, 1), ylim=(len(part.bars) - 0.5, -0.5))
    axes.grid(visible=False, axis="y")
    return drawing


def _curve(part: Curve) -> Drawing:
    """Dots with their intervals, joined by a line."""
    drawing, axes = _drawing(SIDE, SIDE)
    x, y = [each.x for each in part.dots], [min(each.y, part.top) for each in part.dots]
    ends = ([min(each.low, part.top) for each in part.dots], [min(each.high, part.top) for each in part.dots])
    axes.vlines(x, *ends, colors=BLUE, linewidth=5, alpha=0.45, clip_on=False)
    axes.plot(x, y, "o-", color=BLUE, markerfacecolor=DARK, markeredgecolor=DARK, clip_on=False)
    if part.ideal:
        axes.plot([0, part.top], [0, part.top], color=RED, linestyle="--", clip_on=False)
    axes.set(xlim=(0, 1), ylim=(0, part.top), xlabel=part.x, ylabel=part.y)
    return drawing


def _drawing(width: float, height: float) -> tuple[Drawing, Axes]:
    drawing = Drawing(figsize=(width, height), layout="constrained")
    axes = drawing.add_subplot()
    axes.set_axisbelow(True)
    for line in (*axes.get_xgridlines(), *axes.get_ygridlines()):
        line.set_clip_on(False)
    return drawing, axes


def _svg(drawing: Drawing, title: str) -> Markup:
    written = StringIO()
    drawing.savefig(written, format="svg", metadata=NO_METADATA)
    inner = written.getvalue().partition("<svg ")[2].strip()
    inner = _NAMED_GROUP.sub("<g", inner)
    name = Markup("{}, as a plot. The table below has the same figures.").format(title)
    return Markup('<svg role="img" aria-label="{}" ').format(name) + Markup(inner)  # noqa: S704 - matplotlib escapes

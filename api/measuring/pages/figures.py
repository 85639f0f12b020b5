"""What a page of measurements can show: shares as bars, shares along a curve, and plain tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never


@dataclass(frozen=True, slots=True)
class Bar:
    """One measured share: `rate` within `low` and `high`, counted on `of` cases."""

    name: str
    rate: float
    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars under a title. The scale runs from `least` to 1; `floor` is drawn as a line when it is given."""

    title: str
    bars: Sequence[Bar]
    note: str = ""
    floor: float | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One measured point of a curve; `low` and `high` are its interval, `of` what it was counted on."""

    x: float
    y: float
    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Dots joined by a line. The x axis ends at 1, the y axis at `top`; `ideal` draws where x equals y."""

    title: str
    x: str
    y: str
    dots: Sequence[Dot]
    note: str = ""
    ideal: bool = False
    top: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Plain rows under a title, for figures that are no shares."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""


Part = Figure | Curve | Table


def bars(counts: Mapping[str, Mapping[str, Any]]) -> list[Bar]:
    """Bars from reports of the form {"name": {"of", "rate", "low", "high"}}."""
    return [Bar(name, each["rate"], each["low"], each["high"], each["of"]) for name, each in counts.items()]


def figure(title: str, counts: Mapping[str, Mapping[str, Any]], note: str = "", floor: float | None = None) -> Figure:
    """A figure whose scale begins where its lowest interval does, at a tenth."""
    drawn = bars(counts)
    least = min((bar.low for bar in drawn), default=0.0)
    return Figure(title, drawn, note, floor, max(0.0, int(least * 10) / 10 - 0.1))


def as_table(part: Part) -> Table:
    """The figures of a part in words and numbers: what a plot shows, for whoever does not see it."""
    match part:
        case Table():
            return part
        case Figure():
            rows = [(each.name, f"{each.rate:.4f}", _interval(each), each.of) for each in part.bars]
            return Table(part.title, ("Kind", "Share", "95% interval", "Counted"), rows)
        case Curve():
            points = [(f"{each.x:.3f}", f"{each.y:.4f}", _interval(each), each.of) for each in part.dots]
            return Table(part.title, (part.x, part.y, "95% interval", "Counted"), points)
        case _:
            assert_never(part)


def _interval(share: Bar | Dot) -> str:
    return f"{share.low:.4f} to {share.high:.4f}"

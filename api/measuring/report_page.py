"""A page of measurements in one file: each figure is a plot of shares with their intervals, and the same as a table.

Nothing is loaded from anywhere, so that the page can be mailed, kept and opened years later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined


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


def bars(counts: Mapping[str, Mapping[str, Any]]) -> list[Bar]:
    """Bars from reports of the form {"name": {"of", "rate", "low", "high"}}."""
    return [Bar(name, each["rate"], each["low"], each["high"], each["of"]) for name, each in counts.items()]


def figure(title: str, counts: Mapping[str, Mapping[str, Any]], note: str = "", floor: float | None = None) -> Figure:
    """A figure whose scale begins where its lowest interval does, at a tenth."""
    drawn = bars(counts)
    least = min((bar.low for bar in drawn), default=0.0)
    return Figure(title, drawn, note, floor, max(0.0, int(least * 10) / 10 - 0.1))


def write_page(path: Path, title: str, intro: str, parts: Sequence[Figure | Curve | Table]) -> None:
    """Write the page; folders are made where they are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_TEMPLATE.render(title=title, intro=intro, parts=parts, **_SIZES), encoding="utf-8")


_SIZES: Mapping[str, Any] = {
    "label": 230,
    "plot": 480,
    "line": 26,
    "side": 360,
    "edge": 56,
    "table": lambda part: isinstance(part, Table),
    "curve": lambda part: isinstance(part, Curve),
}
_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
svg { max-width: 100%; height: auto } svg text { font: 13px system-ui, sans-serif; fill: #0b0c0c }
.scroll { overflow-x: auto } table { border-collapse: collapse; margin: .5rem 0 2rem }
th, td { border-bottom: 1px solid #b1b4b6; padding: .25rem .75rem; text-align: left }
td { font-variant-numeric: tabular-nums }
</style>
</head>
<body>
<main>
<h1>{{ title }}</h1>
<p>{{ intro }}</p>
{% for part in parts %}
<section aria-labelledby="part-{{ loop.index }}">
<h2 id="part-{{ loop.index }}">{{ part.title }}</h2>
{% if part.note %}<p>{{ part.note }}</p>{% endif %}
{% if table(part) %}
<div class="scroll" tabindex="0" role="region" aria-labelledby="part-{{ loop.index }}"><table>
<thead><tr>{% for head in part.heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in part.rows %}
<tr>{% for cell in row %}{% if loop.first %}<th scope="row">{{ cell }}</th>{% else %}<td>{{ cell }}</td>{% endif %}{% endfor %}</tr>
{% endfor %}
</tbody></table></div>
{% elif curve(part) %}
<svg role="img" aria-label="{{ part.title }}, as a plot. The table below has the same figures." viewBox="0 0 {{ side + 2 * edge }} {{ side + 2 * edge }}" width="{{ side + 2 * edge }}">
{% for mark in [0, 0.25, 0.5, 0.75, 1] %}
{% set at = mark * side %}
<line x1="{{ edge + at }}" x2="{{ edge + at }}" y1="{{ edge }}" y2="{{ edge + side }}" stroke="#b1b4b6"/>
<line x1="{{ edge }}" x2="{{ edge + side }}" y1="{{ edge + side - at }}" y2="{{ edge + side - at }}" stroke="#b1b4b6"/>
<text x="{{ edge + at }}" y="{{ edge + side + 18 }}" text-anchor="middle">{{ "%.2f" | format(mark) }}</text>
<text x="{{ edge - 8 }}" y="{{ edge + side - at + 4 }}" text-anchor="end">{{ "%.2f" | format(mark * part.top) }}</text>
{% endfor %}
<text x="{{ edge + side / 2 }}" y="{{ side + 2 * edge - 14 }}" text-anchor="middle">{{ part.x }}</text>
<text x="{{ edge }}" y="{{ edge - 16 }}">{{ part.y }}</text>
{% if part.ideal %}
<line x1="{{ edge }}" y1="{{ edge + side }}" x2="{{ edge + side }}" y2="{{ edge }}" stroke="#d4351c" stroke-width="2" stroke-dasharray="5 4"/>
{% endif %}
<polyline fill="none" stroke="#1d70b8" stroke-width="2" points="{% for dot in part.dots %}{{ edge + dot.x * side }},{{ edge + side - [dot.y / part.top, 1] | min * side }} {% endfor %}"/>
{% for dot in part.dots %}
{% set x = edge + dot.x * side %}
<line x1="{{ x }}" x2="{{ x }}" y1="{{ edge + side - [dot.low / part.top, 1] | min * side }}" y2="{{ edge + side - [dot.high / part.top, 1] | min * side }}" stroke="#1d70b8" stroke-width="6" stroke-opacity=".45"/>
<circle cx="{{ x }}" cy="{{ edge + side - [dot.y / part.top, 1] | min * side }}" r="4" fill="#003078"/>
{% endfor %}
</svg>
<div class="scroll" tabindex="0" role="region" aria-labelledby="part-{{ loop.index }}"><table>
<thead><tr><th scope="col">{{ part.x }}</th><th scope="col">{{ part.y }}</th><th scope="col">95% interval</th><th scope="col">Counted</th></tr></thead>
<tbody>
{% for dot in part.dots %}
<tr><th scope="row">{{ "%.3f" | format(dot.x) }}</th><td>{{ "%.4f" | format(dot.y) }}</td><td>{{ "%.4f" | format(dot.low) }} to {{ "%.4f" | format(dot.high) }}</td><td>{{ dot.of }}</td></tr>
{% endfor %}
</tbody></table></div>
{% else %}
{% set height = part.bars | length * line + 30 %}
{% set scale = plot / (1 - part.least) %}
<svg role="img" aria-label="{{ part.title }}, as a plot. The table below has the same figures." viewBox="0 0 {{ label + plot + 80 }} {{ height }}" width="{{ label + plot + 80 }}">
{% for mark in [part.least, (part.least + 1) / 2, 1.0] %}
{% set x = label + (mark - part.least) * scale %}
<line x1="{{ x }}" x2="{{ x }}" y1="0" y2="{{ height - 22 }}" stroke="#b1b4b6"/>
<text x="{{ x }}" y="{{ height - 6 }}" text-anchor="middle">{{ "%.2f" | format(mark) }}</text>
{% endfor %}
{% if part.floor is not none and part.floor >= part.least %}
{% set x = label + (part.floor - part.least) * scale %}
<line x1="{{ x }}" x2="{{ x }}" y1="0" y2="{{ height - 22 }}" stroke="#d4351c" stroke-width="2" stroke-dasharray="5 4"/>
{% endif %}
{% for bar in part.bars %}
{% set y = loop.index0 * line + 13 %}
<text x="{{ label - 10 }}" y="{{ y + 4 }}" text-anchor="end">{{ bar.name }}</text>
<line x1="{{ label + ([bar.low, part.least] | max - part.least) * scale }}" x2="{{ label + (bar.high - part.least) * scale }}" y1="{{ y }}" y2="{{ y }}" stroke="#1d70b8" stroke-width="6" stroke-opacity=".45"/>
<circle cx="{{ label + (bar.rate - part.least) * scale }}" cy="{{ y }}" r="5" fill="#003078"/>
<text x="{{ label + plot + 12 }}" y="{{ y + 4 }}">{{ "%.3f" | format(bar.rate) }}</text>
{% endfor %}
</svg>
<div class="scroll" tabindex="0" role="region" aria-labelledby="part-{{ loop.index }}"><table>
<thead><tr><th scope="col">Kind</th><th scope="col">Share</th><th scope="col">95% interval</th><th scope="col">Counted</th></tr></thead>
<tbody>
{% for bar in part.bars %}
<tr><th scope="row">{{ bar.name }}</th><td>{{ "%.4f" | format(bar.rate) }}</td><td>{{ "%.4f" | format(bar.low) }} to {{ "%.4f" | format(bar.high) }}</td><td>{{ bar.of }}</td></tr>
{% endfor %}
</tbody></table></div>
{% endif %}
</section>
{% endfor %}
</main>
</body>
</html>
"""  # noqa: E501 - a page reads best as a page
)

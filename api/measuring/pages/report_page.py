"""A page of measurements in one file: each figure is a plot of shares with their intervals, and the same as a table.

Nothing is loaded from anywhere, so that the page can be mailed, kept and opened years later.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.measuring.pages.figures import Part, as_table
from api.measuring.pages.plots import plot


def write_page(path: Path, title: str, intro: str, parts: Sequence[Part]) -> None:
    """Write the page; folders are made where they are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = _TEMPLATES.get_template("report_page.html")
    made = page.render(title=title, intro=intro, parts=parts, plot=plot, as_table=as_table)
    path.write_text(made, encoding="utf-8")


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

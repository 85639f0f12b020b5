"""A page of measurements: a plot and the same figures as a table, in one file that loads nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.measuring.pages.figures import Curve, Dot, Figure, Table, bars, figure
from api.measuring.pages.report_page import write_page

COUNTS = {
    "PERSON": {"of": 40, "rate": 0.95, "low": 0.835, "high": 0.986},
    "<b>": {"of": 1, "rate": 1, "low": 0.2, "high": 1},
}


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "reports" / "page.html"
    write_page(
        path, "Title", "What it means", [figure("Recall", COUNTS, floor=0.9), Table("Rest", ("Set", "n"), [("a", 3)])]
    )
    return path.read_text(encoding="utf-8")


def test_every_plot_has_the_same_figures_in_a_table(page: str) -> None:
    assert page.count("<svg") == 1
    assert page.count("<table") == 2
    assert "0.8350 to 0.9860" in page
    assert 'role="img"' in page


def test_the_page_loads_nothing_and_runs_nothing(page: str) -> None:
    assert not re.search(r"<script|<link|<img|src=|url\(|@import", page)


def test_names_are_written_as_text_never_as_markup(page: str) -> None:
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_a_plot_begins_a_little_below_its_lowest_interval() -> None:
    assert figure("Recall", COUNTS).least == pytest.approx(0.1)
    assert Figure("None", bars({})).least == 0.0


def test_a_curve_has_its_points_in_a_table_too(tmp_path: Path) -> None:
    curve = Curve("Risk", "answered", "wrong", [Dot(0.5, 0.02, 0.01, 0.04, 300)], ideal=True, top=0.2)
    write_page(tmp_path / "page.html", "Title", "What it means", [curve])
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == page.count("<table") == 1
    assert "0.0100 to 0.0400" in page
    assert "stroke-dasharray" in page

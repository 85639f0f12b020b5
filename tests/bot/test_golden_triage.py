"""No figure on the triage's golden sets becomes worse. `reeve evaluate` prints them all."""

from __future__ import annotations

from collections.abc import Callable

from api.assistant import Assistant
from tests.support.golden_figures.triage import FILE, triage_figures


def test_no_figure_is_worse_than_in_the_file(assistant: Assistant, compare_figures: Callable[..., None]) -> None:
    compare_figures(FILE, "triage", triage_figures(assistant))

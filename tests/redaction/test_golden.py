"""Our own messages, written for this project: no figure on them becomes worse.

Every second row judges: nobody tunes to it. `reeve evaluate redaction` prints the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from redaction import LABELS, Redactor
from redaction.measuring.evaluate import GOLDEN, SAME_AS, read_rows
from tests.support.golden_figures.redaction import FILE, PERSONAL, redaction_figures

pytestmark = pytest.mark.slow


def rows(name: str) -> list[dict[str, Any]]:
    return read_rows(GOLDEN / f"{name}.jsonl")


def test_the_golden_set_is_large_and_has_every_label_in_many_styles() -> None:
    personal = [row for name in PERSONAL for row in rows(name)]
    labels = Counter(span["label"] for row in personal for span in row["spans"])
    styles = Counter(row["style"] for row in personal)
    assert len(personal) >= 400
    assert len(rows("ordinary")) >= 300
    assert set(labels) == set(LABELS)
    assert {"lower", "upper", "bare", "spaced", "spoken", "nato", "glued", "disguised", "mistyped"} <= set(styles)


def test_every_name_of_the_golden_set_tells_its_origin() -> None:
    assert all("origin" in span for name in PERSONAL for row in rows(name) for span in row["spans"] if name == "names")


def test_no_figure_is_worse_than_in_the_file(redactor: Redactor, compare_figures: Callable[..., None]) -> None:
    compare_figures(FILE, "redaction", redaction_figures(redactor))


@pytest.mark.parametrize("name", [*PERSONAL, "ordinary"])
def test_every_golden_span_lies_inside_its_message(name: str) -> None:
    for row in rows(name):
        assert all(fits(row["text"], span) for span in row["spans"])
        assert all(fits(row["before"], span) for span in row.get("before_spans", []))


def fits(text: str, span: Mapping[str, Any]) -> bool:
    return bool(0 <= span["start"] < span["end"] <= len(text)) and span["label"] in SAME_AS

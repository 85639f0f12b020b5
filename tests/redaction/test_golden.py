"""Our own messages, written for this project: floors under what is found and over what is found falsely.

Every second row judges: nobody tunes to it. `reeve evaluate redaction` prints the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from redaction import LABELS, Redactor
from redaction.measuring.evaluate import GOLDEN, SAME_AS, Tally, judging, measure, read_rows

pytestmark = pytest.mark.slow

FLOORS = {"names": 0.90, "addresses": 0.88, "identifiers": 0.95, "two_messages": 0.95}
HELD_FLOOR = 0.93
MOST_FALSE_PER_ORDINARY_MESSAGE = 0.01


def rows(name: str) -> list[dict[str, Any]]:
    return read_rows(GOLDEN / f"{name}.jsonl")


def found(tally: Tally) -> float:
    return sum(count.hits for count in tally.recall.values()) / sum(count.total for count in tally.recall.values())


def test_the_golden_set_is_large_and_has_every_label_in_many_styles() -> None:
    personal = [row for name in FLOORS for row in rows(name)]
    labels = Counter(span["label"] for row in personal for span in row["spans"])
    styles = Counter(row["style"] for row in personal)
    assert len(personal) >= 400
    assert len(rows("ordinary")) >= 300
    assert set(labels) == set(LABELS)
    assert {"lower", "upper", "bare", "spaced", "spoken", "nato", "glued", "disguised", "mistyped"} <= set(styles)


def test_every_name_of_the_golden_set_tells_its_origin() -> None:
    assert all("origin" in span for name in FLOORS for row in rows(name) for span in row["spans"] if name == "names")


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_recall_on_our_own_messages_stays_above_its_floor(redactor: Redactor, name: str, floor: float) -> None:
    assert found(measure(redactor, judging(rows(name)))) >= floor


def test_recall_on_the_half_that_nobody_tuned_to_stays_above_its_floor(redactor: Redactor) -> None:
    held = [row for name in FLOORS for row in judging(rows(name))]
    assert found(measure(redactor, held)) >= HELD_FLOOR


def test_ordinary_council_messages_are_hardly_ever_redacted(redactor: Redactor) -> None:
    tally = measure(redactor, rows("ordinary"))
    assert tally.false / tally.messages <= MOST_FALSE_PER_ORDINARY_MESSAGE


@pytest.mark.parametrize("name", [*FLOORS, "ordinary"])
def test_every_golden_span_lies_inside_its_message(name: str) -> None:
    for row in rows(name):
        assert all(fits(row["text"], span) for span in row["spans"])
        assert all(fits(row["before"], span) for span in row.get("before_spans", []))


def fits(text: str, span: Mapping[str, Any]) -> bool:
    return bool(0 <= span["start"] < span["end"] <= len(text)) and span["label"] in SAME_AS

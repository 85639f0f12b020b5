"""Our own messages, written for this project: floors under what is found and over what is found falsely."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from redaction import Redactor
from redaction.evaluate import covers, measure

GOLDEN = Path(__file__).parents[1] / "golden" / "redaction"
FLOORS = {"names": 0.95, "addresses": 0.95, "identifiers": 0.99}
MOST_FALSE_PER_ORDINARY_MESSAGE = 0.01


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_golden_set_is_large_and_mostly_ordinary() -> None:
    sizes = {path.stem: len(rows(path.stem)) for path in GOLDEN.glob("*.jsonl")}
    assert sizes["ordinary"] >= 300
    assert sum(sizes.values()) >= 400


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_recall_on_our_own_messages_stays_above_its_floor(redactor: Redactor, name: str, floor: float) -> None:
    spans = hits = 0
    for row in rows(name):
        findings = redactor.redact(row["text"]).findings
        spans += len(row["spans"])
        hits += sum(covers(row["text"], span, findings) for span in row["spans"])
    assert hits / spans >= floor


def test_ordinary_council_messages_are_hardly_ever_redacted(redactor: Redactor) -> None:
    tally = measure(redactor, rows("ordinary"))
    assert tally.false / tally.messages <= MOST_FALSE_PER_ORDINARY_MESSAGE


@pytest.mark.parametrize("name", [*FLOORS, "ordinary"])
def test_every_golden_span_lies_inside_its_message(name: str) -> None:
    for row in rows(name):
        assert all(fits(row["text"], span) for span in row["spans"])


def fits(text: str, span: Mapping[str, Any]) -> bool:
    return bool(0 <= span["start"] < span["end"] <= len(text))

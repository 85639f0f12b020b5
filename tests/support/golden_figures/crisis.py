"""The crisis gate on its golden messages."""

from __future__ import annotations

from collections.abc import Iterator

from bot.crisis.gate import Crisis
from bot.training.evaluate import GOLDEN, Row, read_rows
from tests.support.golden_figures.figure import Figure

FILE = GOLDEN / "figures.json"


def golden(name: str) -> list[Row]:
    """The rows of `crisis`, `lookalikes` or `ordinary`."""
    return read_rows(GOLDEN / "crisis" / f"{name}.jsonl")


def crisis_figures(gate: Crisis, words_only: Crisis) -> Iterator[Figure]:
    """Crises that show a card, and the right one; alarms where there is none; crises that words alone recognise."""
    rows = golden("crisis")
    cards = [gate.screen(row["text"]) for row in rows]
    texts, seen = [row["text"] for row in rows], [card is not None for card in cards]
    yield Figure.never_lost("crisis.recognised", texts, seen)
    right = [card is not None and card.kind == row["kind"] for row, card in zip(rows, cards, strict=True)]
    yield Figure.of("crisis.right_card", right)
    for kind in sorted({row["kind"] for row in rows}):
        of_kind = [hit for row, hit in zip(rows, seen, strict=True) if row["kind"] == kind]
        yield Figure.of(f"crisis.recognised.{kind}", of_kind)
    for name in ("lookalikes", "ordinary"):
        alarms = [gate.screen(row["text"]) is not None for row in golden(name)]
        yield Figure.of(f"crisis.alarms.{name}", alarms, faults=True)
    yield Figure.of("crisis.recognised_by_words", [words_only.screen(text) is not None for text in texts])

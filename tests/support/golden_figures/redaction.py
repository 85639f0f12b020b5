"""The redactor on our own messages. Every second row judges: nobody tunes to it."""

from __future__ import annotations

from collections.abc import Iterator

from redaction import Redactor
from redaction.measuring.evaluate import GOLDEN, Tally, judging, measure, read_rows
from tests.support.golden_figures.figure import Figure

FILE = GOLDEN / "figures.json"
PERSONAL = ("names", "addresses", "identifiers", "two_messages")


def redaction_figures(redactor: Redactor) -> Iterator[Figure]:
    """Spans that are found, in each set and in all; findings in ordinary messages, which have none."""
    tallies = {name: measure(redactor, judging(read_rows(GOLDEN / f"{name}.jsonl"))) for name in PERSONAL}
    for name, tally in tallies.items():
        yield Figure(f"redaction.found.{name}", *_found(tally))
    hits, rows = zip(*map(_found, tallies.values()), strict=True)
    yield Figure("redaction.found.all", sum(hits), sum(rows))
    ordinary = measure(redactor, read_rows(GOLDEN / "ordinary.jsonl"))
    yield Figure("redaction.false.ordinary", ordinary.false, ordinary.messages, faults=True)


def _found(tally: Tally) -> tuple[int, int]:
    counts = tally.recall.values()
    return sum(count.hits for count in counts), sum(count.total for count in counts)

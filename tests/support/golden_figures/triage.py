"""What becomes of golden enquiries: every second row, which fitting has not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from bot.training.evaluate import GOLDEN
from tests.support.golden_figures.figure import Figure

if TYPE_CHECKING:  # it takes ten seconds to import
    from api.assistant import Assistant

FILE = GOLDEN / "figures.json"
GOOD = (
    "enquiries.top_1",
    "enquiries.top_3",
    "enquiries.answered",
    "with_details.top_1",
    "small_talk.all",
    "out_of_scope_caught.all",
    "out_of_scope_caught.nobody",
    "out_of_scope_caught.other_body",
    "body_named.right",
    "elsewhere.caught",
    "elsewhere.near.top_1",
    "elsewhere.body_named.right",
    "follow_ups.top_1",
    "new_topic.top_1",
    "two_needs",
)
FAULTS = (
    "enquiries.answered_with_the_wrong_service",
    "enquiries.turned_away",
    "with_details.answered_with_the_wrong_service",
    "body_named.wrong",
    "body_named.named_for_nobody",
    "elsewhere.near.turned_away",
    "split_falsely",
)


def triage_figures(assistant: Assistant) -> Iterator[Figure]:
    """The shares of the triage report that may not become worse."""
    from api.measuring.triage_report import triage_report

    report = triage_report(assistant)
    for names, faults in ((GOOD, False), (FAULTS, True)):
        for name in names:
            share: Mapping[str, Any] = reduce(lambda part, key: part[key], name.split("."), report)
            yield Figure(f"triage.{name}", round(share["share"] * share["total"]), share["total"], faults)

"""How the bot does on every second golden row: the rows that fitting has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.assistant import Assistant
from api.measuring.conversation_report import conversation_report
from api.measuring.golden_sets import turns
from bot.training.evaluate import (
    GOLDEN,
    Row,
    Share,
    bodies_named,
    enquiries,
    judging,
    offered,
    outcomes,
    read_rows,
)
from bot.turn import Outcome

SAID_BESIDES = ", 14 Mill Lane NB2 4QP, my number is 07700 900123"


def triage_report(assistant: Assistant) -> dict[str, Any]:
    """The bot on every second golden row: the rows that fitting has not seen."""
    folder = GOLDEN / "triage"
    rows = judging(read_rows(folder / "enquiries.jsonl"))
    talk = judging(read_rows(folder / "small_talk.jsonl"))
    strangers = judging(read_rows(folder / "out_of_scope.jsonl"))
    made = turns(assistant, rows)
    good_talk = (Outcome.SMALL_TALK, Outcome.ROUTED)
    return {
        "enquiries": enquiries(rows, made),
        "with_details": with_details(assistant, rows),
        "split_falsely": Share.of(offered(turn) is not None for turn in made).as_dict(),
        **conversation_report(assistant, rows),
        "small_talk": outcomes(talk, turns(assistant, talk), "act", good_talk),
        **strangers_report(assistant, strangers),
        "elsewhere": elsewhere_report(assistant),
        "crisis": crisis_report(assistant),
    }


def with_details(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """Every third enquiry once more, by someone who also says who they are and where: that must change nothing."""
    some = [{**row, "text": f"{row['text'].rstrip(' .!?')}{SAID_BESIDES}"} for row in rows[::3]]
    return enquiries(some, turns(assistant, some))


def strangers_report(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """What is out of scope: the share caught by kind, and how often the right body is named."""
    made = turns(assistant, rows)
    return {
        "out_of_scope_caught": outcomes(rows, made, "kind", [Outcome.OUT_OF_SCOPE]),
        "body_named": bodies_named(rows, made),
    }


def elsewhere_report(assistant: Assistant) -> dict[str, Any]:
    """Enquiries about other bodies, and enquiries of ours that only sound like them. Nothing was fitted on these."""
    folder = GOLDEN / "triage"
    others, near = (read_rows(folder / f"{name}.jsonl") for name in ("elsewhere", "elsewhere_near"))
    made = turns(assistant, others)
    return {
        "caught": Share.of(turn.outcome is Outcome.OUT_OF_SCOPE for turn in made).as_dict(),
        "body_named": bodies_named(others, made),
        "near": enquiries(near, turns(assistant, near)),
    }


def crisis_report(assistant: Assistant) -> dict[str, Any]:
    """The crisis gate on golden messages, look-alikes and ordinary enquiries."""
    folder = GOLDEN / "crisis"
    crises = read_rows(folder / "crisis.jsonl")
    cards = [assistant.crisis.screen(row["text"]) for row in crises]
    pairs = list(zip(crises, cards, strict=True))
    return {
        "recall": Share.of(card is not None for card in cards).as_dict(),
        "right_card": Share.of(card is not None and card.kind == row["kind"] for row, card in pairs).as_dict(),
        "false_alarms": {
            name: _alarms(assistant, read_rows(folder / f"{name}.jsonl")) for name in ("lookalikes", "ordinary")
        },
    }


def _alarms(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    return Share.of(assistant.crisis.screen(row["text"]) is not None for row in rows).as_dict()

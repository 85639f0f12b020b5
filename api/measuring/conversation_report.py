"""What comes of more than one message: follow-ups, new topics, two needs in one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from api.assistant import Assistant
from api.measuring.golden_sets import turns, with_others
from bot.training.evaluate import GOLDEN, Row, follow_ups, read_rows, two_needs
from bot.turn import DialogueState, Enquiry, Turn


def conversation_report(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """What comes of a second message, of two needs in one, and of a new topic with another service in hand."""
    folder = GOLDEN / "triage"
    second, double = read_rows(folder / "follow_ups.jsonl"), read_rows(folder / "multi_need.jsonl")
    return {
        "follow_ups": follow_ups(second, [_last_turn(assistant, row["turns"]) for row in second]),
        "two_needs": two_needs(double, turns(assistant, double)),
        "new_topic": new_topics(assistant, rows),
    }


def new_topics(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """Enquiries that come when another service is in hand: they must not stay with it."""
    paired = with_others(rows)
    return follow_ups(
        [row for row, _ in paired], [_last_turn(assistant, [row["text"]], other) for row, other in paired]
    )


def _last_turn(assistant: Assistant, texts: Sequence[str], in_hand: str | None = None) -> Turn:
    """The last turn of a conversation, which may have a service in hand from the start."""
    state: DialogueState = [{"event": "slot", "name": "service", "value": in_hand, "timestamp": 0.0}] if in_hand else []
    loop = asyncio.new_event_loop()
    for text in texts:
        turn = loop.run_until_complete(assistant.reception.receive(Enquiry(text, state=state)))
        state = turn.state
    loop.close()
    return turn

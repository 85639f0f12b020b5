"""What a conversation keeps between turns is bounded."""

from __future__ import annotations

from bot.dialogue.state import _newest_values


def test_only_the_newest_value_of_a_form_slot_is_kept() -> None:
    events = [
        {"event": "slot", "name": "memory", "value": {"lost": 1}},
        {"event": "user", "text": "hello"},
        {"event": "slot", "name": "service", "value": "noise"},
        {"event": "slot", "name": "memory", "value": {"lost": 2}},
    ]
    assert _newest_values(events) == events[1:]

"""What a conversation keeps between turns is bounded."""

from __future__ import annotations

from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.state import fold


def test_only_the_newest_value_of_a_form_slot_is_kept() -> None:
    events = [
        {"event": "slot", "name": "memory", "value": {"lost": 1}},
        {"event": "user", "text": "hello", "parse_data": {}},
        {"event": "slot", "name": "service", "value": "noise"},
        {"event": "slot", "name": "memory", "value": {"lost": 2}},
    ]
    assert fold(events, DialogueStateTracker("resident", [])) == events[1:]

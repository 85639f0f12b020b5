"""The dialogue's memory between turns: it rides in the conversation's row, saved with the turn or not at all."""

from __future__ import annotations

import json
from typing import Any, cast

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.turn import DialogueState

KEPT_EVENTS = 60  # about eight turns; older ones are folded into the form slots they left behind


class CarriedTrackers(TrackerStore):
    """Rasa's documented extension point for trackers: holds one for the length of a turn, keeps none."""

    def __init__(self) -> None:
        super().__init__(Domain.empty())
        self._trackers: dict[str, DialogueStateTracker] = {}

    def put(self, sender_id: str, state: DialogueState) -> None:
        """Begins a turn with the state of the last one."""
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(deserialise_events(state), self.domain)
        self._trackers[sender_id] = tracker

    def take(self, sender_id: str) -> DialogueState:
        """Ends a turn: the state to keep, bounded in size."""
        tracker = self._trackers.pop(sender_id)
        events = [event.as_dict() for event in tracker.events]
        return cast(DialogueState, json.loads(json.dumps(fold(events, tracker), default=str)))

    def drop(self, sender_id: str) -> None:
        """Forgets the tracker of a turn that failed."""
        self._trackers.pop(sender_id, None)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Called by Rasa at the end of a turn."""
        self._trackers[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Called by Rasa at the start of a turn."""
        return self._trackers.get(sender_id)


def fold(events: list[dict[str, Any]], tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The last turns as they were; of older ones what still counts: form slots and the form under way."""
    events = [_lean(event) for event in _newest_values(events)]
    if len(events) <= KEPT_EVENTS:
        return events
    users = [n for n, event in enumerate(events) if event["event"] == "user"]
    start = next((n for n in users if n >= len(events) - KEPT_EVENTS // 2), users[-1] if users else len(events))
    current = tracker.current_state(EventVerbosity.NONE)
    kept: list[dict[str, Any]] = [{"event": "action", "name": "action_listen"}]
    kept += [{"event": "slot", "name": n, "value": v} for n, v in current["slots"].items() if v is not None]
    if tracker.active_loop_name:
        kept.append({"event": "active_loop", "name": tracker.active_loop_name})
    return kept + events[start:]


def _newest_values(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events without values of form slots that were set again later: nothing reads them."""
    last = {event["name"]: place for place, event in enumerate(events) if event["event"] == "slot"}
    return [event for place, event in enumerate(events) if event["event"] != "slot" or last[event["name"]] == place]


def _lean(event: dict[str, Any]) -> dict[str, Any]:
    """An event without the parts that only its own turn needed: rankings, raw parse data, replies' details."""
    if event["event"] == "user":
        parse = {k: event["parse_data"][k] for k in ("intent", "entities", "text") if k in event["parse_data"]}
        return {**event, "parse_data": parse}
    if event["event"] == "bot":
        return {**event, "data": {}, "metadata": {}}
    return event

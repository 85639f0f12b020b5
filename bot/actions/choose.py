"""action_choose: the resident pressed a button, so nothing needs to be understood."""

from __future__ import annotations

import dataclasses
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.hand_over import HandOver
from bot.actions.say import Phrases
from bot.memory import FORM_SLOT, Memory, to_slot
from bot.messages import utter
from bot.turn import Conclusion, Outcome


class ActionChoose(Action):
    """`person`, `team:slug` and `report:slug`. (`service:slug` is triaged like an enquiry that is certain.)"""

    def __init__(self, phrases: Phrases, hand_over: HandOver) -> None:
        self._phrases, self._hand_over = phrases, hand_over

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_choose"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Opens a case and says so."""
        kind, _, slug = str(next(tracker.get_latest_entity_values("choice"), "person")).partition(":")
        service = slug or tracker.get_slot("service")
        outcome = Outcome.REPORTED if kind == "report" else Outcome.ROUTED
        team, draft, remembered = self._hand_over.draft(tracker, service, reason=f"chose_{kind}")
        conclusion = Conclusion(outcome, service=service, intent="choose", confidence=1.0)
        reply = self._phrases.case("reported" if kind == "report" else "routed", team, draft)
        utter(dispatcher, conclusion, reply)
        memory = Memory(said=(dataclasses.replace(reply, case=None),))
        return [*remembered, SlotSet("service", service), SlotSet(FORM_SLOT, to_slot(memory))]

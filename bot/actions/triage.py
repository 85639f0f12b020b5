"""action_triage: consider, decide, and say what was decided."""

from __future__ import annotations

import dataclasses
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.carry_out import CarryOut, Done, Situation
from bot.consider import Considering
from bot.decide import OutOfScope
from bot.memory import FORM_SLOT, Memory, from_slot, to_slot
from bot.messages import utter
from bot.moves import next_move
from bot.turn import Conclusion

KEPT_SERVICES = 5
REMEMBERED = 700  # characters of a question


class ActionTriage(Action):
    """Claims every message that no rule and no form claims."""

    def __init__(self, considering: Considering, carry_out: CarryOut) -> None:
        self._considering, self._carry_out = considering, carry_out

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_triage"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One enquiry to one outcome."""
        memory = from_slot(tracker.get_slot(FORM_SLOT))
        text, parsed = tracker.latest_message["text"] or "", tracker.latest_message
        language = parsed.get("language")
        if language is not None:
            done = self._carry_out.foreign(language, tracker)
            utter(dispatcher, Conclusion(done.outcome, done.service, f"language_{language}"), *done.replies)
            return _events(done, text)
        in_hand = memory.likely[0] if memory.asked and memory.likely else tracker.get_slot("service")
        considered = await self._considering.consider(text, parsed, in_hand)
        verdict = considered.verdict
        move = next_move(verdict.decision, considered.hearing.query, memory, in_hand)
        done = self._carry_out.move(move, Situation(considered, memory, in_hand, bool(parsed.get("choice")), tracker))
        body = verdict.decision.body if isinstance(verdict.decision, OutOfScope) else None
        best, intent = verdict.services[:KEPT_SERVICES], considered.hearing.seen.intent
        utter(dispatcher, Conclusion(done.outcome, done.service, intent, verdict.confidence, best, body), *done.replies)
        return _events(done, considered.hearing.text)


def _events(done: Done, text: str) -> list[EventType]:
    """What the conversation must remember; then it is the resident's turn."""
    said = tuple(dataclasses.replace(reply, case=None, card=None) for reply in done.replies)
    memory: Memory = dataclasses.replace(done.memory, question=done.memory.question or text[:REMEMBERED], said=said)
    return [*done.events, SlotSet(FORM_SLOT, to_slot(memory)), FollowupAction("action_listen")]

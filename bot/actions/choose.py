"""action_choose: the resident pressed a button, so nothing needs to be understood."""

from __future__ import annotations

import dataclasses
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finish import begin, leave
from bot.actions.hand_over import CaseDrafter
from bot.actions.say import Phrases
from bot.council import Council
from bot.dialogue.memory import FORM_SLOT, Memory, from_slot, to_slot
from bot.dialogue.rasa_messages import utter
from bot.forms.backends import FormBackends
from bot.forms.filling import FORM, Filling, taken_up
from bot.forms.filling import from_slot as filling_from_slot
from bot.forms.form_wording import FormWords
from bot.turn import Conclusion, Outcome

STARTS = ("book", "report")


class ActionChoose(Action):
    """`person`, `team:slug`, `book:slug`, `report:slug`, `resume`.

    (`service:slug` is triaged like an enquiry that is certain.) A service with a form begins it. Another report opens a
    case at once. A form under way ends; one that was stopped in the last turn may be taken up again.
    """

    def __init__(
        self, phrases: Phrases, hand_over: CaseDrafter, backends: FormBackends, words: FormWords, council: Council
    ) -> None:
        self._phrases, self._hand_over, self._backends = phrases, hand_over, backends
        self._words, self._council = words, council

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_choose"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Begins a form, or opens a case and says so."""
        kind, _, slug = str(next(tracker.get_latest_entity_values("choice"), "person")).partition(":")
        service = slug or tracker.get_slot("service")
        left = await leave(tracker, self._backends)
        memory = from_slot(tracker.get_slot(FORM_SLOT))
        stopped = filling_from_slot(memory.stopped)
        if kind == "resume" and stopped is not None and self._backends.form(stopped.service) is not None:
            return [*left, *begin(taken_up(stopped, self._words.say("resume"))), FollowupAction(FORM)]
        if kind in STARTS and slug and self._backends.form(slug) is not None:
            begun = begin(Filling(slug, opening=memory.question))
            return [*left, SlotSet("service", slug), *begun, FollowupAction(FORM)]
        outcome = Outcome.REPORTED if kind == "report" else Outcome.ROUTED
        language = memory.language if kind == "person" else None
        speaks = self._council.language_team(language) if language else None
        reason = f"language_{language}" if language else f"chose_{kind}"
        team, draft, remembered = self._hand_over.draft(tracker, service, reason, team=speaks)
        conclusion = Conclusion(outcome, service=service, intent="choose", confidence=1.0)
        reply = self._phrases.case("reported" if kind == "report" else "routed", team, draft)
        utter(dispatcher, conclusion, reply)
        said = Memory(said=(dataclasses.replace(reply, case=None),))
        kept = [*remembered, SlotSet("service", service), SlotSet(FORM_SLOT, to_slot(said))]
        return [*left, *kept, FollowupAction("action_listen")]

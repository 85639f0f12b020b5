"""action_finish: a form is over, so it is booked or reported, or given up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.hand_over import CaseDrafter
from bot.actions.say import Phrases
from bot.dialogue.memory import FORM_SLOT, Memory
from bot.dialogue.memory import to_slot as memory_to_slot
from bot.dialogue.rasa_messages import utter
from bot.forms.backends import FormBackends
from bot.forms.filling import ANSWERED, CONFIRMED, FILLING, FORM, Filling, from_slot, to_slot
from bot.forms.form import Completed, FieldKind, Form, RefusedAnswer
from bot.forms.form_wording import FormWords
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.forms.status_form import TRACING
from bot.ports import FormBackend
from bot.turn import Conclusion, Outcome, Reply

NO_FORM: tuple[EventType, ...] = (SlotSet(FILLING, None), SlotSet(ANSWERED, None), SlotSet(CONFIRMED, None))


class ActionFinish(Action):
    """Completes a form at its back end. Where what was held has gone, the form goes on with that question."""

    def __init__(self, backends: FormBackends, phrases: Phrases, words: FormWords, hand_over: CaseDrafter) -> None:
        self._backends, self._phrases, self._words, self._hand_over = backends, phrases, words, hand_over

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_finish"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ends the form: completes it at its back end, or says why it ended otherwise."""
        filling = from_slot(tracker.get_slot(FILLING)) or Filling("")
        form, backend = self._backends.office_form(filling.service), self._backends.backend(filling.service)
        if filling.end == "stopped":
            return await self._stopped(dispatcher, form, backend, filling)
        if filling.end == "stuck":
            return await self._stuck(dispatcher, tracker, form)
        if filling.end == "refused":
            return await self._refused(dispatcher, form, backend, filling, filling.last)
        done = await backend.complete(form.service, filling.answers, RESIDENT_CONTEXT.get())
        if isinstance(done, Completed):
            return self._end(dispatcher, form, form.outcome, _as_reply(done, self._words))
        reopened = None if done.ends else _reopened(form, filling, done)
        if reopened is None:
            return await self._refused(dispatcher, form, backend, filling, done.say)
        return [*begin(reopened), FollowupAction(FORM)]

    async def _stopped(
        self, dispatcher: CollectingDispatcher, form: Form, backend: FormBackend, filling: Filling
    ) -> list[EventType]:
        """Given up by the resident, who may take it up again in the next turn."""
        await backend.abandon(form.service, filling.answers, RESIDENT_CONTEXT.get())
        reply = self._words.stopped(form)
        return self._end(dispatcher, form, Outcome.SMALL_TALK, reply, stopped=to_slot(filling))

    async def _stuck(self, dispatcher: CollectingDispatcher, tracker: Tracker, form: Form) -> list[EventType]:
        """No answer was taken several times in a row: a person goes on with what was filled in."""
        service = None if form.service == TRACING else form.service
        team, draft, remembered = self._hand_over.draft(tracker, service, "not_understood")
        left = await leave(tracker, self._backends)
        reply = self._phrases.case("stuck", team, draft)
        return [*left, *remembered, *self._end(dispatcher, form, Outcome.ROUTED, reply)]

    async def _refused(
        self, dispatcher: CollectingDispatcher, form: Form, backend: FormBackend, filling: Filling, say: str
    ) -> list[EventType]:
        await backend.abandon(form.service, filling.answers, RESIDENT_CONTEXT.get())
        reply = Reply(self._words.plainly(say), buttons=(self._phrases.person(),))
        return self._end(dispatcher, form, Outcome.ANSWERED, reply, offer="person")

    def _end(
        self,
        dispatcher: CollectingDispatcher,
        form: Form,
        outcome: Outcome,
        reply: Reply,
        offer: str | None = None,
        stopped: dict[str, Any] | None = None,
    ) -> list[EventType]:
        utter(dispatcher, Conclusion(outcome, None if form.service == TRACING else form.service, "form", 1.0), reply)
        memory = Memory(said=(replace(reply, case=None),), offer=offer, stopped=stopped)
        return [*NO_FORM, SlotSet(FORM_SLOT, memory_to_slot(memory)), FollowupAction("action_listen")]


def begin(filling: Filling) -> list[EventType]:
    """What starts a form, or starts it afresh with what is known."""
    return [*NO_FORM, SlotSet(FILLING, to_slot(filling))]


async def leave(tracker: Tracker, backends: FormBackends) -> list[EventType]:
    """What ends a form under way without an end of its own: a person takes over, or another form begins."""
    filling = from_slot(tracker.get_slot(FILLING))
    if filling is None:
        return []
    if backends.form(filling.service) is not None:
        await backends.backend(filling.service).abandon(filling.service, filling.answers, RESIDENT_CONTEXT.get())
    return [*NO_FORM, SlotSet("requested_slot", None), ActiveLoop(None)]


def _reopened(form: Form, filling: Filling, refused: RefusedAnswer) -> Filling | None:
    """The form with the question for a time open again; None where it asks for none."""
    slot = next((each.name for each in form.fields if each.kind is FieldKind.SLOT), None)
    if slot is None:
        return None
    return replace(filling.without(slot), opening="", note=refused.say, changing=slot, offered=(), asked="")


def _as_reply(done: Completed, words: FormWords) -> Reply:
    more = "".join(f"\n\n[{link.title}]({link.url})" for link in done.links)
    return Reply(words.plainly(done.say) + more, case=done.case)

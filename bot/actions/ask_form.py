"""action_ask_office_form_*: asks the open question, or shows the summary and asks whether it is right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.fill_form import dealt_with_elsewhere
from bot.actions.say import Phrases
from bot.dialogue.memory import FORM_SLOT, Memory
from bot.dialogue.memory import from_slot as memory_from_slot
from bot.dialogue.memory import to_slot as memory_to_slot
from bot.dialogue.rasa_messages import utter
from bot.forms.backends import FormBackends
from bot.forms.filling import FILLING, FORM, Filling, from_slot, to_slot
from bot.forms.form import FieldKind, Form, RefusedAnswer
from bot.forms.form_wording import FormWords
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.forms.status_form import TRACING
from bot.reception.languages import WELSH
from bot.turn import Conclusion, Outcome, Reply


class AskForm(Action):
    """Asks for one of the form's slots. It concludes the turn, unless an answer in between has done so."""

    def __init__(self, slot: str, backends: FormBackends, words: FormWords, phrases: Phrases) -> None:
        self._slot, self._backends, self._words, self._phrases = slot, backends, words, phrases

    def name(self) -> str:
        """Rasa's name for this action."""
        return f"action_ask_{FORM}_{self._slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Asks the form's next question, or shows its summary."""
        filling = from_slot(tracker.get_slot(FILLING)) or Filling("")
        form = self._backends.office_form(filling.service)
        reply = self._question(form, filling) if filling.open else await self._summary(form, filling)
        reply = replace(reply, text=self._words.plainly(self._with_note(reply.text, form, filling, tracker)))
        outcome = Outcome.CLARIFIED if filling.misses else Outcome.COLLECTING
        service = None if form.service == TRACING else form.service
        language = memory_from_slot(tracker.get_slot(FORM_SLOT)).language
        before: tuple[Reply, ...] = ()
        if filling.begun and language == WELSH:
            welsh = self._phrases.speaking(WELSH)
            before = (welsh.plain("english_questions"),)
            reply = replace(reply, buttons=(*reply.buttons, welsh.person()))
        utter(dispatcher, Conclusion(outcome, service, "form", 1.0), *before, reply)
        said = replace(filling, note="", begun=False)
        return [
            SlotSet(FILLING, to_slot(said)),
            SlotSet(FORM_SLOT, memory_to_slot(Memory(said=(reply,), language=language))),
        ]

    def _question(self, form: Form, filling: Filling) -> Reply:
        field = form.field(filling.open or "")
        wants = {FieldKind.PHOTO: "photo", FieldKind.PLACE: "place"}.get(field.kind)
        text = filling.asked or field.ask
        return Reply(text, buttons=self._words.buttons(form, filling), wants=wants)  # type: ignore[arg-type]

    async def _summary(self, form: Form, filling: Filling) -> Reply:
        summary = await self._backends.backend(form.service).summary(
            form.service, filling.answers, RESIDENT_CONTEXT.get()
        )
        buttons = self._words.summary_buttons(form, filling)
        if isinstance(summary, RefusedAnswer):
            changes = (each for each in buttons if each.choice != "confirm")
            return Reply(f"{summary.say}\n\n{self._words.say('change_what')}", buttons=tuple(changes))
        return Reply(self._words.summary(form, summary), buttons=buttons)

    def _with_note(self, text: str, form: Form, filling: Filling, tracker: Tracker) -> str:
        first = [self._words.begin(form)] if filling.begun else []
        back = (
            [self._words.say("resume")] if dealt_with_elsewhere(tracker) and not (filling.note or filling.begun) else []
        )
        return "\n\n".join(part for part in (*first, *back, filling.note, text) if part)

"""validate_office_form: what a message means to the form under way, and what the back end says to it.

Rasa's form runs it for each message while the form is active. What means nothing to the form is not extracted, so Rasa
rejects the form for this turn and `action_triage` or `action_choose` deals with the message; then the form goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.rasa_messages import said
from bot.forms.backends import FormBackends
from bot.forms.fill import Fill
from bot.forms.filling import ANSWERED, CONFIRMED, FILLING, FORM, Filling, from_slot, to_slot
from bot.forms.form import EXPECTED, FieldKind, Form
from bot.forms.form_wording import FormWords
from bot.forms.interpret import (
    Confirmed,
    FormInput,
    GivenAnswers,
    corrects,
    interpret_choice,
    interpret_message,
    open_with,
)
from bot.forms.reading.homes import read_home
from bot.forms.reading.personal import is_all_hidden
from bot.forms.reading.plausible import plausible
from bot.forms.reading.read import read_answer
from bot.forms.reading.today import Today
from bot.forms.resident_context import RESIDENT_CONTEXT, opened

CODED = frozenset({FieldKind.ITEMS, FieldKind.DATE, FieldKind.SLOT, FieldKind.CHOICE, FieldKind.NUMBER})
_ELSEWHERE = ("action_triage", "action_choose")


class FillForm(FormValidationAction):
    """Extracts and validates the two form slots of the one form."""

    def __init__(self, backends: FormBackends, words: FormWords, today: Callable[[], Today]) -> None:
        self._backends, self._words, self._today = backends, words, today

    def name(self) -> str:
        """Rasa's name for this action."""
        return f"validate_{FORM}"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[str]:
        """Answers while the back end misses any, then a yes to the summary; nothing once the form is over."""
        filling = from_slot(tracker.get_slot(FILLING))
        if filling is None or filling.end or self._backends.form(filling.service) is None:
            return []
        if filling.open or filling.opening is not None:
            return [ANSWERED]
        return [CONFIRMED] if self._backends.office_form(filling.service).confirmed else []

    async def extract_answered(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> dict[str, Any]:
        """The form input that the message means as an answer to the open question; nothing when it means none."""
        form_input = await self._form_input(tracker)
        return {} if form_input is None else {ANSWERED: form_input}

    async def extract_confirmed(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        """The form input that the message means as an answer to the summary; nothing when it means none."""
        form_input = await self._form_input(tracker)
        return {} if form_input is None else {CONFIRMED: form_input}

    async def validate_answered(
        self, form_input: FormInput, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        """The form after an answer to its open question, as far as the back end accepts it."""
        return await self._filled(form_input, tracker)

    async def validate_confirmed(
        self, form_input: FormInput, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        """The form after an answer to its summary, as far as the back end accepts it."""
        return await self._filled(form_input, tracker)

    async def _form_input(self, tracker: Tracker) -> FormInput | None:
        filling = from_slot(tracker.get_slot(FILLING))
        if filling is None:
            return None
        form = self._backends.office_form(filling.service)
        missing = self._backends.backend(filling.service).missing(form.service, filling.answers)
        if filling.opening is not None:
            return open_with(filling.opening, form, missing, self._today())
        message = tracker.latest_message
        if dealt_with_elsewhere(tracker) or message.get("language"):
            return None
        if message.get("choice"):
            return interpret_choice(str(message["choice"]), form, filling)
        text = said(tracker)
        if (home := await self._home(text, form, filling)) is not None:
            return home
        hidden = await self._hidden(text, form, filling)
        form_input = hidden or interpret_message(text, form, filling, missing, self._today())
        return await self._personal(form_input, text, form, filling)

    async def _home(self, text: str, form: Form, filling: Filling) -> GivenAnswers | None:
        """One of the addresses that were offered, as "flat 2" or "the second one" means it. It is read in memory."""
        field = form.field(filling.open) if filling.open else None
        if field is None or field.kind is not FieldKind.ADDRESS or not filling.offered:
            return None
        clear = await opened(text, RESIDENT_CONTEXT.get())
        titles = [await opened(each.title, RESIDENT_CONTEXT.get()) for each in filling.offered]
        homes = [replace(each, title=title or each.title) for each, title in zip(filling.offered, titles, strict=True)]
        value = read_home(clear or "", homes)
        return GivenAnswers({field.name: value}) if value else None

    async def _hidden(self, text: str, form: Form, filling: Filling) -> FormInput | None:
        """An answer that was hidden by mistake, because it looks like an address or a reference ("1 sofa 2 chairs").

        It is read in memory, and only where the answer is a date, a count or a choice: nothing else can come of it.
        """
        field = form.field(filling.open) if filling.open else None
        if field is None or field.kind not in CODED or read_answer(field, text, self._today(), filling.offered):
            return None
        clear = await opened(text, RESIDENT_CONTEXT.get())
        value = None if clear in (None, text) else read_answer(field, clear or "", self._today(), filling.offered)
        return GivenAnswers({field.name: value}) if value else None

    async def _personal(
        self, form_input: FormInput | None, text: str, form: Form, filling: Filling
    ) -> FormInput | None:
        """The form input, unless a message that was hidden whole cannot be what was asked for ("no, three sofas").

        That too is read in memory: it may correct an earlier count, date or choice, or else means nothing to the form.
        """
        if not (isinstance(form_input, GivenAnswers) and filling.open in form_input.values and is_all_hidden(text)):
            return form_input
        kind, clear = form.field(filling.open or "").kind, await opened(text, RESIDENT_CONTEXT.get())
        if clear is None or kind not in EXPECTED or plausible(kind, clear):
            return form_input
        return corrects(clear, form, filling, self._today())

    async def _filled(self, form_input: FormInput, tracker: Tracker) -> dict[str, Any]:
        before = from_slot(tracker.get_slot(FILLING)) or Filling("")
        form = self._backends.office_form(before.service)
        fill = Fill(self._backends.backend(before.service), form, self._words)
        filling = await fill.take(before, form_input)
        filling = replace(filling, begun=before.opening is not None and not before.note)
        confirmed = isinstance(form_input, Confirmed) and filling.open is None
        done = filling.open is None and filling.end is None
        return {FILLING: to_slot(filling), ANSWERED: True if done else None, CONFIRMED: True if confirmed else None}


def dealt_with_elsewhere(tracker: Tracker) -> bool:
    """Whether the message was for another action, and the form only goes on after it."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] in _ELSEWHERE:
            return True
    return False

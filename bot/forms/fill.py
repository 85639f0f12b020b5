"""Fills in a form: takes what the resident gave, asks the back end about each answer, and finds the next question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.forms.filling import MOST_MISSES, Filling
from bot.forms.form import AcceptedAnswer, Choose, Field, FieldKind, Form, RefusedAnswer
from bot.forms.form_wording import FormWords
from bot.forms.interpret import Confirmed, FormInput, GivenAnswers, Reopen
from bot.forms.reading.commands import Command
from bot.forms.reading.items import as_counts
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.ports import FormBackend

# Answers that are read back, because they may have been misunderstood; what is personal is not.
_READ_BACK = {FieldKind.ITEMS, FieldKind.NUMBER, FieldKind.DATE, FieldKind.SLOT, FieldKind.CHOICE}


@dataclass(frozen=True)
class Fill:
    """Fills in one form at its back end."""

    backend: FormBackend
    form: Form
    words: FormWords

    async def take(self, filling: Filling, form_input: FormInput) -> Filling:
        """The form after what was heard; its open question is settled."""
        note = filling.note if filling.opening is not None else ""
        fresh = replace(filling, note=note, opening=None, person=False)
        match form_input:
            case GivenAnswers(values):
                return await self._told(fresh, values)
            case Reopen(None):
                return replace(fresh, note=self.words.say("change_what"), misses=0)
            case Reopen(name):
                again = replace(fresh.without(name or ""), changing=name, offered=(), asked="", misses=0)
                return await self.settle(again)
            case Confirmed():
                return fresh
            case Command.STOP:
                return replace(fresh, end="stopped", open=None, asks=None)
            case Command.BACK:
                return await self._back(replace(fresh, misses=0))
            case Command.AGAIN:
                await self.backend.abandon(self.form.service, fresh.answers, RESIDENT_CONTEXT.get())
                return await self.settle(Filling(self.form.service, note=self.words.say("again")))
            case Command.PERSON:  # never for the form: whoever wants a person leaves it
                return fresh

    async def settle(self, filling: Filling) -> Filling:
        """Gives the back end what was said to each question in its turn; then one is open, or none is left."""
        shown: list[str] = []
        remarks: list[str] = [filling.note] if filling.note else []
        for _ in range(2 * len(self.form.fields) + 1):
            field = self.next(filling)
            if field is None or (
                field.name not in filling.said and (field.kind is not FieldKind.SLOT or filling.offered)
            ):
                break
            value = filling.said.get(field.name, "")
            filling = replace(filling, said={k: v for k, v in filling.said.items() if k != field.name})
            verdict = await self._check(field, value, filling)
            match verdict:
                case AcceptedAnswer(value, said, remark):
                    filling = _accepted(filling, field, value, said)
                    shown += [said] if field.kind in _READ_BACK else []
                    remarks += [remark] if remark else []
                case Choose(say, options):
                    filling = replace(filling, offered=options, asked=say, misses=0)
                    break
                case RefusedAnswer(say):
                    remarks.append(say)
                    filling = _refused(filling, verdict)
                    break
        field = None if filling.end else self.next(filling)
        noted = [self.words.noted(shown)] if shown else []
        opened = replace(filling, open=field.name if field else None, asks=field.kind if field else None)
        return replace(opened, note=" ".join([*noted, *remarks]))

    def next(self, filling: Filling) -> Field | None:
        """The question that comes next: the one to be asked again, or the first that is missing."""
        missing = self.backend.missing(self.form.service, filling.answers)
        name = filling.changing if filling.changing in missing else next(iter(missing), None)
        return self.form.field(name) if name else None

    async def _told(self, filling: Filling, values: dict[str, str]) -> Filling:
        for name in values:
            filling = filling.without(name)
        offered = () if filling.open in values else filling.offered
        return await self.settle(replace(filling, said={**filling.said, **values}, offered=offered))

    async def _back(self, filling: Filling) -> Filling:
        if not filling.answers:
            return await self.settle(replace(filling, note=self.words.say("first")))
        last = list(filling.answers)[-1]
        return await self.settle(replace(filling.without(last), changing=last, offered=(), asked=""))

    async def _check(self, field: Field, value: str, filling: Filling) -> AcceptedAnswer | Choose | RefusedAnswer:
        if value and field.most is not None and _most(field, value) > field.most:
            return RefusedAnswer(self.words.too_many(field))
        return await self.backend.check(self.form.service, field.name, value, filling.answers, RESIDENT_CONTEXT.get())


def _accepted(filling: Filling, field: Field, value: str, shown: str) -> Filling:
    answers, said = {**filling.answers, field.name: value}, {**filling.shown, field.name: shown}
    changing = None if filling.changing == field.name else filling.changing
    return replace(filling, answers=answers, shown=said, changing=changing, offered=(), asked="", misses=0)


def _refused(filling: Filling, no: RefusedAnswer) -> Filling:
    """The form after the back end's no: over, still open, or stuck after too many."""
    if no.ends:
        return replace(filling, end="refused", last=no.say)
    misses = filling.misses + 1
    return replace(filling, misses=misses, person=no.person, end="stuck" if misses >= MOST_MISSES else None)


def _most(field: Field, value: str) -> int:
    counts: Iterable[int] = as_counts(value).values() if field.kind is FieldKind.ITEMS else ()
    return int(value) if field.kind is FieldKind.NUMBER else max(counts, default=0)

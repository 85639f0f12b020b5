"""What a message means to a form under way: answers, a correction, a command, a yes to the summary; or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.forms.filling import Filling
from bot.forms.form import SKIPPED, Field, FieldKind, Form
from bot.forms.reading.choices import pattern
from bot.forms.reading.commands import Command, corrected, read_change, read_command
from bot.forms.reading.numbers import read_number
from bot.forms.reading.questions import asks
from bot.forms.reading.read import read_answer, read_early
from bot.forms.reading.today import Today
from bot.forms.reading.yes_no import read_yes_no


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """Answers by the name of their field, to the open question or to others; each replaces an earlier answer."""

    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reopen:
    """An answer is to be asked for again; None when it was not said which."""

    field: str | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The resident said yes to the form's summary."""


FormInput = GivenAnswers | Reopen | Confirmed | Command
_FREE = (FieldKind.TEXT, FieldKind.PLACE)  # any words may be the answer, so none are taken for another question's


def interpret_message(
    text: str, form: Form, filling: Filling, missing: Sequence[str], today: Today
) -> FormInput | None:
    """The form input that a redacted message means to the form under way; None when it means nothing to it."""
    field = form.field(filling.open) if filling.open else None
    if field is not None and field.kind is FieldKind.CHOICE and (value := read_answer(field, text, today)) is not None:
        return GivenAnswers({field.name: value, **_early(text, form, missing, field, today)})
    command = read_command(text)
    if command is not None:
        return None if command is Command.PERSON else command
    if field is None and read_yes_no(text) is not None:
        return Confirmed() if read_yes_no(text) else Reopen(None)
    return (
        _changed(text, form, filling, field, today)
        or _answered(text, form, filling, missing, today)
        or (None if asks(text) else _replaced(text, form, filling, today, ()))
    )


def corrects(clear: str, form: Form, filling: Filling, today: Today) -> GivenAnswers | None:
    """What a correction says to an earlier count, date or choice; None where it corrects none of them."""
    words = corrected(clear)
    return None if words is None else _replaced(words, form, filling, today)


def interpret_choice(choice: str, form: Form, filling: Filling) -> FormInput | None:
    """The form input that a pressed button means to the form under way; None when it means nothing to it."""
    kind, _, value = choice.partition(":")
    field = form.field(filling.open) if filling.open else None
    match kind:
        case "confirm" if field is None:
            return Confirmed()
        case "stop":
            return Command.STOP
        case "change" if value in filling.answers:
            return Reopen(value)
        case "skip" if field is not None and field.optional:
            return GivenAnswers({field.name: SKIPPED})
        case "pick" | "slot" if field is not None:
            return GivenAnswers({field.name: value})
        case "photo" | "place" if field is not None and field.kind == kind and value:
            return GivenAnswers({field.name: value})
    return None


def open_with(text: str, form: Form, missing: Sequence[str], today: Today) -> GivenAnswers:
    """What the message that began the form already answers."""
    return GivenAnswers(_early(text, form, missing, None, today))


def _answered(text: str, form: Form, filling: Filling, missing: Sequence[str], today: Today) -> GivenAnswers | None:
    """Answers to the open question, and to later ones in the same breath."""
    field = form.field(filling.open) if filling.open else None
    value = read_answer(field, text, today, filling.offered) if field else None
    values = {field.name: value} if field and value is not None else {}
    if not asks(text) and not (field and field.kind in _FREE):
        values |= _early(text, form, missing, field, today)
    return GivenAnswers(values) if values else None


def _early(text: str, form: Form, missing: Sequence[str], field: Field | None, today: Today) -> dict[str, str]:
    """Answers to questions that are not open; of several of a kind the first is meant."""
    taken = {_sort(field.kind)} if field else set()
    values = {}
    for other in (form.field(name) for name in missing if field is None or name != field.name):
        value = read_early(other, text, today) if _sort(other.kind) not in taken else None
        if value is not None:
            values[other.name] = value
            taken.add(_sort(other.kind))
    return values


def _sort(kind: FieldKind) -> FieldKind:
    return FieldKind.SLOT if kind is FieldKind.DATE else kind


def _changed(text: str, form: Form, filling: Filling, field: Field | None, today: Today) -> FormInput | None:
    """A correction: what is named ("change the address"), or what the new words can only be ("no, the 15th")."""
    change = read_change(text)
    if change is not None:
        named = _named(change[0], form, filling)
        if named is not None:
            value = read_answer(named, change[1], today) if change[1] else None
            return Reopen(named.name) if value is None else GivenAnswers({named.name: value})
        if field is None:
            return Reopen(None)
    words = corrected(text)
    if words is None:
        return None
    value = None
    if field is not None and field.kind not in (*_FREE, FieldKind.YES_NO):
        value = read_answer(field, words, today, filling.offered)
    return GivenAnswers({field.name: value}) if field and value is not None else _replaced(words, form, filling, today)


def _replaced(
    words: str, form: Form, filling: Filling, today: Today, brief: Sequence[FieldKind] = (FieldKind.NUMBER,)
) -> GivenAnswers | None:
    """The last answer that the words could be an answer to; `brief` are kinds whose answers could be anything."""
    for name in reversed(list(filling.answers)):
        field = form.field(name)
        value = read_early(field, words, today)
        if value is None and field.kind in brief and read_number(words) is not None:
            value = str(read_number(words))
        if value is not None and value != filling.answers[name]:
            return GivenAnswers({name: value})
    return None


def _named(what: str, form: Form, filling: Filling) -> Field | None:
    """The answered field that is called so."""
    for name in reversed(list(filling.answers)):
        field = form.field(name)
        called = {field.label, name.replace("_", " "), field.kind.replace("_", " "), *_CALLED.get(field.kind, ())}
        if pattern({*called, *(field.label.split() if len(field.label.split()) > 1 else ())}).search(what):
            return field
    return None


_CALLED = {
    FieldKind.SLOT: ("date", "day", "time", "appointment"),
    FieldKind.DATE: ("date", "day"),
    FieldKind.ITEMS: ("items", "things", "list"),
    FieldKind.PHONE: ("number", "telephone", "mobile"),
    FieldKind.EMAIL: ("e-mail", "mail"),
    FieldKind.PLACE: ("location", "where"),
    FieldKind.PHOTO: ("picture", "image"),
}

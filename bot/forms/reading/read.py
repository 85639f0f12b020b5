"""Reads the answer to one question, by its kind."""

from __future__ import annotations

from collections.abc import Sequence

from bot.forms.form import EXPECTED, SKIPPED, Choice, Field, FieldKind
from bot.forms.reading.choices import names, read_choice, read_telling_word
from bot.forms.reading.dates import read_date
from bot.forms.reading.items import as_value, read_items
from bot.forms.reading.numbers import read_number
from bot.forms.reading.personal import is_all_hidden, read_personal, refuses
from bot.forms.reading.questions import asks, suggests
from bot.forms.reading.today import Today
from bot.forms.reading.when import read_offered_day, read_when
from bot.forms.reading.yes_no import begins_yes_no, read_yes_no

LONGEST_TEXT = 1500  # characters of a free answer
# Kinds whose answers show by themselves which question they belong to.
_TELLING = {
    FieldKind.ITEMS,
    FieldKind.SLOT,
    FieldKind.DATE,
    FieldKind.ADDRESS,
    FieldKind.NAME,
    FieldKind.PHONE,
    FieldKind.EMAIL,
    FieldKind.REFERENCE,
    FieldKind.POSTCODE,
}


def read_answer(field: Field, text: str, today: Today, offered: Sequence[Choice] = ()) -> str | None:
    """What `text` answers to the open question; None when it is no answer to it."""
    if field.optional and refuses(text):
        return SKIPPED
    if asks(text) and not (field.kind in (FieldKind.SLOT, FieldKind.DATE) and suggests(text)):
        return None
    if len(offered) == 1 and read_yes_no(text):
        return offered[0].value
    chosen = read_choice(text, offered) if offered else None
    if chosen is None and field.kind is FieldKind.SLOT:
        chosen = read_offered_day(text, offered, today)
    if chosen is None:
        chosen = _by_kind(field, text, today)
    return chosen if chosen is not None else _hidden(field.kind, text)


def read_early(field: Field, text: str, today: Today) -> str | None:
    """What `text` says to a question that is not open: only where it is plain what it belongs to."""
    if field.kind not in _TELLING:
        named = [each.value for each in field.choices if names(each, text)] if field.kind is FieldKind.CHOICE else []
        return named[0] if len(named) == 1 else None
    return _by_kind(field, text, today) or None


def _by_kind(field: Field, text: str, today: Today) -> str | None:
    match field.kind:
        case FieldKind.YES_NO:
            said = begins_yes_no(text)
            return None if said is None else "yes" if said else "no"
        case FieldKind.CHOICE:
            return read_choice(text, field.choices) or read_telling_word(text, field.choices)
        case FieldKind.ITEMS:
            return as_value(read_items(text, field.choices)) or None
        case FieldKind.NUMBER:
            number = read_number(text)
            return None if number is None else str(number)
        case FieldKind.DATE:
            day = read_date(text, today, past=field.past)
            return day.isoformat() if day else None
        case FieldKind.SLOT:
            return read_when(text, today)
        case FieldKind.TEXT | FieldKind.PLACE:
            return text.strip()[:LONGEST_TEXT] if any(map(str.isalnum, text)) else None
        case FieldKind.PHOTO:
            return None
        case kind:
            return read_personal(kind, text)


def _hidden(kind: FieldKind, text: str) -> str | None:
    """A reply that was hidden whole under another label: a value that the conversation knew before."""
    return text.strip() if kind in EXPECTED and is_all_hidden(text) else None

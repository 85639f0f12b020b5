"""What a caseworker typed, chose or counted as the answer to one question, as the value that its back end takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.forms.form import EXPECTED, SKIPPED, Choice, Field, FieldKind
from bot.forms.reading.items import as_value
from bot.forms.reading.numbers import read_number
from bot.forms.reading.plausible import plausible
from bot.forms.reading.today import Today
from bot.forms.reading.when import read_when
from redaction import Label

VALUE, WHEN, KNOWN, SKIP = "value", "when", "known", "skip"  # the controls of a question's form
DATE = ("day", "month", "year")
ITEM = "item-"
Typed = Mapping[str, str]  # by the name of the control


def is_skipped(field: Field, typed: Typed) -> bool:
    """Whether an optional question is left out: its button was pressed, or its box is empty."""
    plain = field.kind not in (FieldKind.SLOT, FieldKind.YES_NO, FieldKind.CHOICE)
    return field.optional and (SKIP in typed or (plain and not any(map(str.strip, typed.values()))))


def chosen(field: Field, typed: Typed, offered: Sequence[Choice], today: Today) -> str | None:
    """The answer where nothing personal can stand in it, None where there is none; see `takes_words`."""
    if is_skipped(field, typed):
        return SKIPPED
    value = typed.get(VALUE, "").strip()
    if offered and field.kind is not FieldKind.SLOT:
        return value if value in {each.value for each in offered} else None
    match field.kind:
        case FieldKind.YES_NO:
            return value if value in ("yes", "no") else None
        case FieldKind.CHOICE:
            return value if value in {each.value for each in field.choices} else None
        case FieldKind.ITEMS:
            return _items(field, typed)
        case FieldKind.NUMBER:
            number = read_number(value)
            return None if number is None else str(number)
        case FieldKind.DATE:
            return _date(typed)
        case FieldKind.SLOT:
            when = typed.get(WHEN, "").strip()
            return read_when(when, today) if when else value or None
    return None


def takes_words(field: Field, offered: Sequence[Choice]) -> bool:
    """Whether the answer is in words, which redaction reads first."""
    coded = {
        FieldKind.YES_NO,
        FieldKind.CHOICE,
        FieldKind.ITEMS,
        FieldKind.NUMBER,
        FieldKind.DATE,
        FieldKind.SLOT,
        FieldKind.PHOTO,
    }
    return not offered and field.kind not in coded


def can_be(field: Field, typed: str) -> bool:
    """Whether words in clear can be what was asked for: what cannot is kept nowhere."""
    return bool(typed) and (field.kind not in EXPECTED or plausible(field.kind, typed))


def expects(field: Field) -> Label | None:
    """What the whole answer is hidden as; None where only what is personal in it is."""
    return EXPECTED.get(field.kind)


def _items(field: Field, typed: Typed) -> str | None:
    counts = {each.value: typed.get(f"{ITEM}{each.value}", "").strip() for each in field.choices}
    given = {name: count for name, count in counts.items() if count not in ("", "0")}
    if not given or not all(count.isdecimal() and len(count) < 5 for count in given.values()):
        return None
    return as_value({name: int(count) for name, count in given.items()})


def _date(typed: Typed) -> str | None:
    parts = [typed.get(name, "").strip() for name in DATE]
    if not all(part.isdecimal() and len(part) < 5 for part in parts):
        return None
    day, month, year = map(int, parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

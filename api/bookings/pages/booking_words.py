"""Bookings in words: days, times, answers, lines of a summary."""

from __future__ import annotations

from datetime import date, datetime

from api.bookings.chat.answers import SKIPPED, asked, read_items
from api.bookings.engine.slots import Slot
from api.bookings.rules.rules import FieldRule, ServiceRules
from api.bookings.wording import say
from api.kernel.times import LONDON
from bot.forms.form import Answers, FieldKind, SummaryLine


def clock(at: datetime) -> str:
    """A time of day as people write it: `9am`, `9.30am`, `midday`."""
    here = at.astimezone(LONDON)
    if (here.hour, here.minute) == (12, 0):
        return say("words.midday")
    minutes = f".{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"


def weekday(at: datetime | date) -> str:
    """A date with its weekday: `Tuesday 1 December 2026`."""
    day = at.astimezone(LONDON) if isinstance(at, datetime) else at
    return f"{day:%A} {day.day} {day:%B %Y}"


def when(starts: datetime, ends: datetime, shown: str = "") -> str:
    """`Tuesday 1 December 2026, 9am to 9.30am`."""
    return say("words.when", day=weekday(starts), hours=hours(starts, ends, shown))


def hours(starts: datetime, ends: datetime, shown: str = "") -> str:
    """`9am to 9.30am`, or what is shown instead."""
    return shown or say("words.from_to", start=clock(starts), end=clock(ends))


def slot_in_words(slot: Slot) -> str:
    """The day and time of a slot, as people write them."""
    return when(slot.starts, slot.ends, slot.shown)


def shown(field: FieldRule, value: str) -> str:
    """An answer as a person reads it; placeholders stay what they are."""
    titles = {choice.value: choice.title for choice in field.choices}
    match field.kind:
        case _ if value == SKIPPED:
            return say("words.not_given")
        case FieldKind.YES_NO:
            return say("words.affirmed" if value == "yes" else "words.denied")
        case FieldKind.CHOICE:
            return titles.get(value, value)
        case FieldKind.ITEMS:
            counts = read_items(value).items()
            return ", ".join(say("words.items", count=count, item=titles.get(name, name)) for name, count in counts)
        case FieldKind.DATE:
            return weekday(date.fromisoformat(value))
        case _:
            return value


def lines(service: ServiceRules, answers: Answers, slot: Slot | None) -> tuple[SummaryLine, ...]:
    """Every answer as a line of the summary, in the order of the questions."""
    found = []
    for field in asked(service, answers):
        if field.kind is FieldKind.SLOT and slot:
            found.append(SummaryLine(field.label, slot_in_words(slot)))
            if slot.where:
                found.append(SummaryLine(say("words.where"), slot.where))
        elif field.name in answers:
            found.append(SummaryLine(field.label, shown(field, answers[field.name])))
    return tuple(found)

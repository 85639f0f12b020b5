"""When somebody would like to come, or be called on: a day, a month, a part of the day, or as soon as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.forms.form import Choice
from bot.forms.reading.dates import MONTH, MONTHS, add_months, plain, read_date
from bot.forms.reading.today import Today

_PARTS = (
    ("morning", re.compile(r"\b(?:mornings?|first thing|before (?:noon|lunch|work)|early on)\b")),
    ("afternoon", re.compile(r"\b(?:afternoons?|after lunch|lunch ?time|midday|noon)\b")),
    ("evening", re.compile(r"\b(?:evenings?|after work|tonight|after tea)\b")),
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.]\d{2})? ?(?P<half>[ap])\.?m\b"
    r"|\b(?:at|around|about|by) (?P<bare>\d{1,2})(?:[:.]\d{2})?(?! ?(?:st|nd|rd|th)\b|\w|/)"
    r"|\b(?P<full>[01]?\d|2[0-3]):[0-5]\d\b"
)
_SOONEST = re.compile(
    r"\b(?:as soon as (?:you can|possible|poss)|asap|soonest|earliest|any ?(?:day|time|date)s?|whenever|"
    r"(?:don't|dont|do not) mind|not (?:fussed|bothered)|first available|next available|sooner|earlier|(?:other|"
    r"different) (?:day|date|time)s?|"
    r"what (?:have you got|do you have|dates|days|times)|when(?:'s| is| are) (?:the )?(?:next|free|available|"
    r"you free))\b"
)
_WEEKDAY = re.compile(r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b")
_IN_MONTH = re.compile(
    rf"\b(?:in|during|for|around|some ?time in|any ?time in|end of|middle of|beginning of|start of|week of|early|late) "
    rf"(?P<month>{MONTH})(?!\w)|^(?P<alone>{MONTH})(?: please)?[.!]?$"
)


def read_when(text: str, today: Today) -> str | None:
    """What to ask a diary for: "2026-12-01", "2026-12-01 morning", "2026-12", "morning"; "" for the soonest."""
    day, part = read_date(text, today), read_part(text)
    if day is not None:
        return f"{day.isoformat()} {part}" if part else day.isoformat()
    return read_month(text, today) or part or ("" if _SOONEST.search(plain(text)) else None)


def read_offered_day(text: str, offered: Sequence[Choice], today: Today) -> str | None:
    """The only time on offer on the weekday that `text` names, when nothing on offer is on the very day it means."""
    named = {day.rstrip("s") for day in _WEEKDAY.findall(plain(text))}
    if len(named) != 1 or re.search(r"\d", text):
        return None
    meant = read_date(text, today)
    if meant and any(f"{meant:%A} {meant.day} {meant:%B}" in each.title for each in offered):
        return None
    there = [each.value for each in offered if each.title.lower().startswith(min(named))]
    return there[0] if len(there) == 1 else None


def read_month(text: str, today: Today) -> str | None:
    """A whole month, from now on: "in December" is "2026-12"."""
    words = plain(text)
    if re.search(r"\bnext month\b", words):
        return add_months(today.day.replace(day=1), 1).strftime("%Y-%m")
    found = _IN_MONTH.search(words)
    if found is None:
        return None
    month = MONTHS[(found["month"] or found["alone"]).rstrip(".")]
    return f"{today.day.year + (month < today.day.month)}-{month:02}"


def read_part(text: str) -> str | None:
    """A part of the day: "morning", "afternoon" or "evening", from words or from a time."""
    words = plain(text)
    named = next((part for part, pattern in _PARTS if pattern.search(words)), None)
    return named or _by_the_clock(words)


def _by_the_clock(words: str) -> str | None:
    found = _CLOCK.search(words)
    if found is None:
        return None
    hour = int(found["hour"] or found["bare"] or found["full"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    elif found["bare"] and hour < 7:
        hour += 12  # "at 2" is no hour of the night
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening" if hour < 24 else None

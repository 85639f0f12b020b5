"""Bookings as .ics files. The same booking always has the same UID; each change has a higher SEQUENCE (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from api.bookings.wording import say
from api.kernel.times import LONDON

PRODUCT = "-//Reeve//Bookings//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What a calendar shows of a booking. `all_day`: the time of day means nothing."""

    reference: str
    title: str
    starts: datetime
    ends: datetime
    changed: datetime
    sequence: int = 0
    where: str = ""
    note: str = ""
    cancelled: bool = False
    all_day: bool = False


def calendar_file(entries: Iterable[CalendarEntry], host: str) -> bytes:
    """The file; of a single booking that was cancelled, it takes the booking out of a calendar."""
    found = list(entries)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if found and all(each.cancelled for each in found) else "PUBLISH")
    for each in found:
        calendar.add_component(_event(each, host))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.reference}@{host}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", entry.title)
    if entry.all_day:
        day = entry.starts.astimezone(LONDON).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", entry.starts.astimezone(UTC))
        event.add("dtend", entry.ends.astimezone(UTC))
    if entry.where:
        event.add("location", entry.where)
    event.add("description", f"{say('words.calendar', reference=entry.reference)} {entry.note}".strip())
    return event

"""Bin days as a calendar that people subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from api.bin_days.bin_day_words import in_words, names
from api.bin_days.calendar import Collection
from api.bin_days.wording import say

EVENING_BEFORE = timedelta(hours=-6)  # before midnight: 6pm


def as_ics(title: str, round_slug: str, host: str, collections: Iterable[Collection], at: datetime) -> bytes:
    """The collections as whole-day events with a reminder on the evening before.

    An event's UID comes from the round and the usual day: a calendar that subscribes moves it when the day changes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Reeve//Bin days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-published-ttl", "PT12H")
    for collection in collections:
        calendar.add_component(_event(round_slug, host, collection, at))
    return bytes(calendar.to_ical())


def _event(round_slug: str, host: str, collection: Collection, at: datetime) -> Event:
    event, summary = Event(), names(collection.containers)
    event.add("uid", f"{round_slug}-{collection.usual:%Y%m%d}@{host}")
    event.add("dtstamp", at)
    event.add("dtstart", collection.on)
    event.add("dtend", collection.on + timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    if collection.moved:
        event.add("description", say("calendar.instead_of", day=in_words(collection.usual)))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", say("calendar.put_out", bins=summary))
    alarm.add("trigger", EVENING_BEFORE)
    event.add_component(alarm)
    return event

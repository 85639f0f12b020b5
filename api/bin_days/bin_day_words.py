"""Days and containers as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from api.bin_days.rounds import Container
from api.bin_days.wording import say


def in_words(on: date) -> str:
    """A date as people write it: `Tuesday 1 December 2026`."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def clock(at: time) -> str:
    """A time of day as people write it: `5pm`, `6.30am`."""
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def names(containers: Sequence[Container]) -> str:
    """`Blue bin, green bin and food caddy`."""
    said = [each.name if index == 0 else each.name.lower() for index, each in enumerate(containers)]
    return said[0] if len(said) == 1 else say("calendar.several", first=", ".join(said[:-1]), last=said[-1])

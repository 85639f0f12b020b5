"""Times as people here read them. The council's clock is the United Kingdom's."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.kernel.wording import say

LONDON = ZoneInfo("Europe/London")


def moment(at: datetime) -> str:
    """A moment in words, by the clock in the United Kingdom: `14 September 2026 at 3:05pm`."""
    local = at.astimezone(LONDON)
    clock = f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"
    return say("times.moment", day=f"{local.day} {local:%B %Y}", time=clock)


def day(at: datetime) -> date:
    """The date of a moment by the clock in the United Kingdom."""
    return at.astimezone(LONDON).date()


def waited(since: datetime, until: datetime) -> str:
    """How long that is, in the two largest units: `3 days 4 hours`."""
    minutes = max(0, int((until - since).total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), (0 if days else rest, "minute")]
    said = [say(f"units.{unit}", count=count) for count, unit in parts if count]
    return " ".join(said) or say("times.less_than_a_minute")

"""A clock of a service level: how much working time a case may take for one thing, and how much it has taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from api.casework.queue.working_time import NOTHING, Calendar
from api.db.tables.desk import CaseClock


class ClockKind(StrEnum):
    """The deadline that a clock of a case runs towards."""

    FIRST = "first"  # a person's first word
    NEXT = "next"  # a person's answer to what the resident wrote since
    RESOLUTION = "resolution"  # the end of the case; paused while we wait for the resident


@dataclass(frozen=True, slots=True)
class Clock:
    """`used` is the working time before `since`; a clock without `since` stands still."""

    target: timedelta
    used: timedelta = NOTHING
    since: datetime | None = None

    def taken(self, at: datetime, calendar: Calendar) -> timedelta:
        """The working time taken so far."""
        return self.used + (calendar.between(self.since, at) if self.since else NOTHING)

    def due(self, calendar: Calendar) -> datetime | None:
        """When the target will have been used up; None while the clock stands still."""
        return calendar.add(self.since, self.target - self.used) if self.since else None

    def warns(self, calendar: Calendar, share: float) -> datetime | None:
        """When that share of the target will have been used up."""
        return calendar.add(self.since, self.target * share - self.used) if self.since else None

    def paused(self, at: datetime, calendar: Calendar) -> Clock:
        """This clock, stopped at a moment, with the working time it has used."""
        return replace(self, used=self.taken(at, calendar), since=None)

    def resumed(self, at: datetime) -> Clock:
        """The clock, running; one that runs already runs on."""
        return self if self.since else replace(self, since=at)

    def moved(self, at: datetime, before: Calendar, target: timedelta) -> Clock:
        """The clock with another target; what it has taken by the calendar before stays taken."""
        taken = self.taken(at, before)
        return Clock(target, taken, at if self.since else None)


def clock_of(row: CaseClock) -> Clock:
    """The clock that a row keeps, as a value."""
    return Clock(row.target, row.used, row.since)

"""Lengths of time as a council writes them: `15 minutes`, `10 working days`, `2 years`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from api.bookings.wording import say
from knowledge.pack.calendar import CouncilCalendar

_SHAPE = re.compile(r"(\d{1,4}) (?:full )?(minute|hour|working day|day|week|month|year)s?")
_MINUTES = {"minute": 1, "hour": 60}


@dataclass(frozen=True, slots=True)
class Period:
    """So many of a unit: minute, hour, working day, day, week, month or year."""

    count: int
    unit: str

    def __str__(self) -> str:
        return say(f"periods.{self.unit}", count=self.count)

    @property
    def short(self) -> timedelta | None:
        """How long it is where it is measured by the clock, not by the calendar."""
        return timedelta(minutes=self.count * _MINUTES[self.unit]) if self.unit in _MINUTES else None

    def after(self, day: date, calendar: CouncilCalendar) -> date:
        """The day that is this period after `day`, working days counted by the council's calendar.

        Months and years later it is the month's last day where there is no such day (29 February, say).
        """
        match self.unit:
            case "working day":
                return calendar.add_working_days(day, self.count)
            case "day":
                return day + timedelta(days=self.count)
            case "week":
                return day + timedelta(weeks=self.count)
            case "month":
                return _later(day, relativedelta(months=self.count))
            case "year":
                return _later(day, relativedelta(years=self.count))
            case _:
                raise ValueError(f"{self} is not measured in days.")

    def before(self, day: date, calendar: CouncilCalendar) -> date:
        """The day that much earlier: as many days before as it would come after, or working days counted back."""
        if self.unit == "working day":
            return calendar.subtract_working_days(day, self.count)
        return day - (self.after(day, calendar) - day)


def _later(day: date, much: relativedelta) -> date:
    later: date = day + much
    return later


def parse_period(text: str) -> Period:
    """The period that `text` spells. Raises ValueError."""
    found = _SHAPE.fullmatch(" ".join(text.split()))
    if found is None:
        raise ValueError("write a period such as 15 minutes, 10 working days, 4 weeks or 2 years")
    return Period(int(found[1]), found[2])

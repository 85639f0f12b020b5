"""The day on which something is said, with the calendar that it is said in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.pack.calendar import PLAIN_CALENDAR, CouncilCalendar


@dataclass(frozen=True, slots=True)
class Today:
    """Today's date here, and the council's calendar: "the day after the bank holiday" is counted from both."""

    day: date
    calendar: CouncilCalendar = PLAIN_CALENDAR

"""The council's calendar: bank holidays of its nation, and days on which it is closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import holidays

from api.bookings.rules.periods import Period

_SATURDAY = 5
_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}


class WorkingDays:
    """Which days are worked. Monday to Friday, apart from bank holidays and closures."""

    def __init__(self, nation: str = "england", closed: Collection[date] = ()) -> None:
        self._bank_holidays = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
        self._closed = frozenset(closed)

    def is_bank_holiday(self, day: date) -> bool:
        """Whether a day is a bank holiday of the council's nation, substitute days included."""
        return day in self._bank_holidays

    def is_worked(self, day: date) -> bool:
        """Whether the council works on a day: no weekend, no bank holiday."""
        return day.weekday() < _SATURDAY and day not in self._closed and not self.is_bank_holiday(day)

    def after(self, day: date, count: int) -> date:
        """The working day that comes `count` working days after `day`; with 0, `day` itself or the next one worked."""
        while not count and not self.is_worked(day):
            day += timedelta(days=1)
        return self._step(day, count, timedelta(days=1))

    def before(self, day: date, count: int) -> date:
        """The working day that lies `count` working days before `day`; with 0, `day` itself."""
        return self._step(day, count, timedelta(days=-1))

    def _step(self, day: date, count: int, by: timedelta) -> date:
        while count:
            day += by
            count -= self.is_worked(day)
        return day

    def later(self, day: date, period: Period) -> date:
        """The day a period later, working days counted by this calendar."""
        return self.after(day, period.count) if period.unit == "working day" else period.after(day)

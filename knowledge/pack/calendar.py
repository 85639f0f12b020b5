"""The council's calendar: the bank holidays of its nation, the days on which it is closed, and sums of working days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

Nation = Literal["england", "wales", "scotland", "northern_ireland"]
NATIONS: tuple[Nation, ...] = get_args(Nation)
ENGLAND: Nation = "england"
_SUBDIVISIONS: Mapping[Nation, str] = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
_SATURDAY = 5
_DAY = timedelta(days=1)


def read_nation(written: object) -> Nation:
    """The nation that council.yml names; "Northern Ireland" and "northern-ireland" are the same. Raises ValueError."""
    name = "_".join(str(written).lower().replace("-", " ").replace("_", " ").split())
    for nation in NATIONS:
        if name == nation:
            return nation
    raise ValueError(f"`{written}` is no nation; write {', '.join(NATIONS)}")


@dataclass(frozen=True, slots=True)
class CouncilCalendar:
    """Which days are worked: Monday to Friday, apart from the nation's bank holidays and days when the council is
    `closed`."""

    nation: Nation = ENGLAND
    closed: frozenset[date] = frozenset()

    def also_closed(self, days: Collection[date]) -> CouncilCalendar:
        """This calendar with more days on which nobody works."""
        return replace(self, closed=self.closed.union(days))

    def bank_holidays(self, year: int) -> Mapping[date, str]:
        """The bank holidays of a year with their official names, substitute days included, in order."""
        return _bank_holidays(self.nation, year)

    def is_bank_holiday(self, day: date) -> bool:
        """Whether `day` is a bank holiday, substitute days included."""
        return day in _bank_holidays(self.nation, day.year)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is free whatever weekday it is: a bank holiday, or the council is closed."""
        return day in self.closed or self.is_bank_holiday(day)

    def is_working_day(self, day: date) -> bool:
        """Whether the council works on `day`."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.subtract_working_days(day, 1)

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that comes `count` working days after `day`; with 0, `day` itself or the next one worked."""
        while not count and not self.is_working_day(day):
            day += _DAY
        return self._step(day, count, _DAY)

    def subtract_working_days(self, day: date, count: int) -> date:
        """The working day that lies `count` working days before `day`; with 0, `day` itself."""
        return self._step(day, count, -_DAY)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and with `last`."""
        return sum(self.is_working_day(first + step * _DAY) for step in range(1, (last - first).days + 1))

    def _step(self, day: date, count: int, by: timedelta) -> date:
        while count > 0:
            day += by
            count -= self.is_working_day(day)
        return day


PLAIN_CALENDAR = CouncilCalendar()
"""The calendar of a council that says nothing about it: England's, with no closures."""


@cache
def _bank_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    from holidays import country_holidays  # a fifth of a second, which only sums of days need

    found = country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year)
    return MappingProxyType(dict(sorted(found.items())))

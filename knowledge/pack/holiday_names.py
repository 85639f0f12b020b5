"""The names that people give bank holidays and the days beside them: "Easter", "Christmas Eve", "the bank holiday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from knowledge.pack.calendar import CouncilCalendar

_Year = Mapping[date, str]  # the bank holidays of a year, with their official names
_Find = Callable[[_Year, int], Iterable[date]]


def _on(month: int, day: int) -> _Find:
    """The date of a day that is the same each year, whether it is a bank holiday in this nation or not."""
    return lambda _, year: (date(year, month, day),)


def _titled(title: str, later: int = 0) -> _Find:
    """So many days after the bank holiday whose official name ends with `title`."""
    return lambda found, _: (day + timedelta(days=later) for day, name in found.items() if name.endswith(title))


def _any(found: _Year, year: int) -> Iterable[date]:
    return found


# Easter Monday is counted from Good Friday, which is a bank holiday in every nation: in Scotland it is none itself.
_NAMES: tuple[tuple[str, _Find], ...] = (
    ("good friday", _titled("Good Friday")),
    ("easter sunday", _titled("Good Friday", later=2)),
    ("easter(?: (?:monday|bank holiday))?", _titled("Good Friday", later=3)),
    ("christmas eve", _on(12, 24)),
    ("christmas(?: day)?|xmas", _on(12, 25)),
    ("boxing day", _on(12, 26)),
    ("new year(?:'?s)? eve", _on(12, 31)),
    ("new year(?:'?s)?(?: day)?", _on(1, 1)),
    (r"(?:saint|st\.?) patrick'?s day", _on(3, 17)),
    (r"(?:saint|st\.?) andrew'?s day", _on(11, 30)),
    ("battle of the boyne|orangemen'?s day", _on(7, 12)),
    ("may day|early may bank holiday", _titled("May Day")),
    ("spring bank holiday", _titled("Spring Bank Holiday")),
    ("(?:august|summer) bank holiday", _titled("Summer Bank Holiday")),
    ("bank holiday(?: monday)?", _any),
)
HOLIDAY = "|".join(f"(?:{pattern})" for pattern, _ in _NAMES)
"""A regular expression for each of these names, in lower case."""


def day_called(name: str, calendar: CouncilCalendar, today: date, *, past: bool = False) -> date | None:
    """The first day of that name from `today` on, or the last one before it; None when it has no such day."""
    find = next((find for pattern, find in _NAMES if re.fullmatch(pattern, name)), None)
    if find is None:
        return None
    years = range(today.year - 1, today.year + 3)
    days = sorted(day for year in years for day in find(calendar.bank_holidays(year), year))
    if past:
        return max((day for day in days if day < today), default=None)
    return next((day for day in days if day >= today), None)


def working_day_beside(name: str, side: str, calendar: CouncilCalendar, today: date, *, past: bool) -> date | None:
    """The nearest working day `side` ("before" or "after") a named day, or that day itself where `side` is neither."""
    day = day_called(name, calendar, today, past=past)
    if day is None or side not in ("before", "after"):
        return day
    return calendar.next_working_day(day) if side == "after" else calendar.previous_working_day(day)

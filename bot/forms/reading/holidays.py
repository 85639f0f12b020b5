"""Bank holidays by the names people give them, and the first working day on either side."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

NATION = "ENG"
HOLIDAY = (
    r"good friday|easter(?: (?:monday|sunday|bank holiday))?|christmas(?: day| eve)?|xmas|boxing day|new year(?:'?s)?"
    r"(?: day| eve)?|may day|early may bank holiday|spring bank holiday|(?:august|summer) bank holiday|"
    r"bank holiday(?: monday)?"
)
_NAMES = (
    ("good friday", "Good Friday"),
    ("easter", "Easter Monday"),
    ("christmas", "Christmas Day"),
    ("xmas", "Christmas Day"),
    ("boxing", "Boxing Day"),
    ("new year", "New Year's Day"),
    ("may day", "May Day"),
    ("early may", "May Day"),
    ("spring", "Spring Bank Holiday"),
    ("august", "Late Summer Bank Holiday"),
    ("summer", "Late Summer Bank Holiday"),
)
_EVE = re.compile(r"\beve\b")


def bank_holiday(name: str, today: date, side: str = "", *, past: bool = False) -> date | None:
    """The day of a holiday, or with `side` "before" or "after" the nearest working day on that side of it."""
    known = next((title for word, title in _NAMES if name.startswith(word)), "")
    days = [day for day, titles in sorted(_around(today.year).items()) if known in titles]
    day = next((day for day in (reversed(days) if past else days) if (day < today if past else day >= today)), None)
    if day is None:
        return None
    if name == "easter sunday" or _EVE.search(name):
        day -= timedelta(days=1)
    return _working(day, side) if side in ("before", "after") else day


def is_holiday(day: date) -> bool:
    """Whether a day is a bank holiday."""
    return day in _around(day.year)


def _working(day: date, side: str) -> date:
    step = timedelta(days=1 if side == "after" else -1)
    day += step
    while day.weekday() > 4 or is_holiday(day):
        day += step
    return day


@cache
def _around(year: int) -> dict[date, str]:
    from holidays import country_holidays

    return dict(country_holidays("GB", subdiv=NATION, years=range(year - 1, year + 3)))

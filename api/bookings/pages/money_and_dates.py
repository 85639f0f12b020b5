"""How bookings.yml writes money, parts, lengths, days and seasons; each becomes a plain value as the file is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.bookings.rules.periods import Period, parse_period

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONEY = re.compile(r"£(\d{1,6})(?:\.(\d\d))?")
_PERCENT = re.compile(r"(\d{1,3})%")


def pence(text: Any) -> Any:
    """`£4.50` or `free` in pence. Raises ValueError."""
    if not isinstance(text, str):
        return text
    found = _MONEY.fullmatch(text)
    if text == "free":
        return 0
    if found is None:
        raise ValueError("write money as £30, £4.50 or free")
    return int(found[1]) * 100 + int(found[2] or 0)


def percent(text: Any) -> Any:
    """`50%` or `half price` as a whole number. Raises ValueError."""
    if not isinstance(text, str):
        return text
    found = _PERCENT.fullmatch(text)
    if text == "half price":
        return 50
    if found is None or int(found[1]) > 100:
        raise ValueError("write a part as 50% or half price")
    return int(found[1])


def _period(text: Any) -> Any:
    return parse_period(text) if isinstance(text, str) else text


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def day_names(value: Any) -> Any:
    return DAYS if value == "every" else value


def _day_of_year(text: Any) -> Any:
    """`1 April` as (4, 1). Raises ValueError."""
    if not isinstance(text, str):
        return text
    try:
        found = datetime.strptime(f"{text} 2024", "%d %B %Y")
    except ValueError:
        raise ValueError("write a day of the year such as 25 December") from None
    return found.month, found.day


def _season(text: Any) -> Any:
    """`1 April to 30 September` as two days of the year. Raises ValueError."""
    if not isinstance(text, str):
        return text
    first, _, last = text.partition(" to ")
    return _day_of_year(first), _day_of_year(last)


Pence = Annotated[int, BeforeValidator(pence)]
Percent = Annotated[int, BeforeValidator(percent)]
Length = Annotated[Period, BeforeValidator(_period)]
DayOfYear = Annotated[tuple[int, int], BeforeValidator(_day_of_year)]
Season = Annotated[tuple[tuple[int, int], tuple[int, int]], BeforeValidator(_season)]
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
When = Mapping[str, Words]  # field -> the answers that count; all fields must agree
ALWAYS: When = {}
DayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class RulesPart(BaseModel):
    """A part of the file. What it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

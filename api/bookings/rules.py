"""The rules of bookings, as bookings.yml says them. `load.py` reads the file; docs/bookings.md explains every word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.bookings.periods import Period, parse_period
from bot.forms.form import Kind

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


def _days(value: Any) -> Any:
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
DayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class Rule(BaseModel):
    """A part of the file. What it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class ChoiceRule(Rule):
    """One answer. It `counts` as so many items; one that is refused says why."""

    value: Name
    title: str
    words: tuple[str, ...] = ()
    counts: int = Field(1, ge=1, le=20)
    refuse: str = ""


class Said(Rule):
    """What is said to one answer."""

    when: str
    say: str


class Stop(Said):
    """An answer with which this cannot be booked."""


class FieldRule(Rule):
    """One question."""

    name: Name
    kind: Kind
    label: str
    ask: str
    choices: tuple[ChoiceRule, ...] = ()
    optional: bool = False
    only_if: When = {}
    stop: tuple[Stop, ...] = ()
    remarks: tuple[Said, ...] = ()
    least: int = Field(0, ge=0)
    most: int | None = Field(None, ge=1)
    total: int | None = Field(None, ge=1)  # of all items together
    too_many: str = ""
    not_over: str = ""  # a number may not be more than the answer to this field
    within: Length | None = None  # a date may not lie longer ago
    late: str = ""


class Longer(Rule):
    """A slot that lasts longer, because of an answer."""

    when: When
    lasts: Length


class Template(Rule):
    """How slots come about: on which days, at which times, for how long, and what they take up."""

    name: Name
    uses: tuple[str, ...] = Field(min_length=1)
    only_if: When = {}
    days: Annotated[tuple[DayName, ...], BeforeValidator(_days)] = DAYS  # type: ignore[assignment]
    nth: tuple[int, ...] = ()  # only the first, second ... of that weekday in a month
    times: tuple[time, ...] = ()
    first: time | None = Field(None, alias="from")
    until: time | None = None
    lasts: Length
    longer: tuple[Longer, ...] = ()
    lead: Length | None = None
    season: Season | None = None
    bank_holidays: Literal["open", "closed"] = "closed"
    closed_on: tuple[DayOfYear, ...] = ()
    where: str = ""
    shown: str = ""  # instead of the time, where the time of day means nothing to a resident


class Notice(Rule):
    """How long before: so much, and on its first day only `by` a time of day."""

    notice: Length
    by: time | None = None


class Cancelling(Notice):
    """Until when a booking can be cancelled with its money back, and what happens later."""

    refund: Literal["full", "none"] = "full"
    late: Literal["refuse", "keep"] = "refuse"  # keep: it may be cancelled, and the money stays
    keeps: Literal["nothing", "deposit"] = "nothing"


class Limit(Rule):
    """How many bookings a household may have, within a period before and after."""

    most: int = Field(ge=1)
    per: Length


class Single(Rule):
    """One price."""

    rule: Literal["single"]
    price: Pence
    when: When = {}


class PerItem(Rule):
    """A price for each of something, after a free allowance, and never under a minimum."""

    rule: Literal["per-item"]
    field: str
    first: Pence
    each: Pence
    free: int = Field(0, ge=0)
    minimum: Pence = 0
    when: When = {}


class ByChoice(Rule):
    """A price for each answer."""

    rule: Literal["choice"]
    field: str
    prices: Mapping[str, Pence]
    when: When = {}


class Band(Rule):
    """A price up to a number; without one, for every greater number."""

    up_to: int | None = None
    price: Pence


class Banded(Rule):
    """A price by how many."""

    rule: Literal["banded"]
    field: str
    bands: tuple[Band, ...] = Field(min_length=1)
    when: When = {}


class Concession(Rule):
    """So much off all that stands above it."""

    rule: Literal["concession"]
    off: Percent
    when: When = {}


class Allowance(Rule):
    """The first few bookings of a household are free, counted within the service's limit."""

    rule: Literal["allowance"]
    bookings: int = Field(ge=1)
    when: When = {}


class Deposit(Rule):
    """What is paid at once; the rest later."""

    rule: Literal["deposit"]
    price: Pence
    when: When = {}


PriceRule = Annotated[
    Single | PerItem | ByChoice | Banded | Concession | Allowance | Deposit, Field(discriminator="rule")
]


class Latest(Rule):
    """The last day for a slot, counted from a date that was given."""

    field: str
    within: Length


class ServiceRules(Rule):
    """Everything about booking one service."""

    title: str
    where: str = ""
    sombre: bool = False
    fields: tuple[FieldRule, ...] = Field(min_length=1)
    slots: tuple[Template, ...] = ()
    lead: Notice = Notice(notice=Period(0, "minute"))
    window: Length = Period(8, "week")
    latest: Latest | None = None
    limit: Limit | None = None
    price: tuple[PriceRule, ...] = ()
    change: Notice
    cancel: Cancelling
    remind: Length | None = None
    lasts_until: DayOfYear | None = None  # what has no slot ends on this day of the year
    note: str = ""

    def field(self, name: str) -> FieldRule | None:
        """The field with this name."""
        return next((field for field in self.fields if field.name == name), None)

    def of_kind(self, kind: Kind) -> FieldRule | None:
        """The first field of a kind."""
        return next((field for field in self.fields if field.kind is kind), None)


class Resource(Rule):
    """Something that is in one place only; `units` of it at once."""

    title: str
    units: int = Field(ge=1, le=500)


class Closure(Rule):
    """Days on which nobody works; without resources, all of them."""

    first: date = Field(alias="from")
    until: date
    why: str
    resources: tuple[str, ...] = ()

    def covers(self, day: date, resource: str) -> bool:
        """Whether the resource is closed that day."""
        return self.first <= day <= self.until and (not self.resources or resource in self.resources)


class Rules(Rule):
    """bookings.yml whole."""

    hold: Length = Period(15, "minute")
    pay_within: Length = Period(45, "minute")
    resources: Mapping[Name, Resource] = {}
    closures: tuple[Closure, ...] = ()
    services: Mapping[str, ServiceRules]

    @property
    def hold_time(self) -> timedelta:
        """How long a chosen slot is kept."""
        return self.hold.short or timedelta(days=self.hold.count)

    @property
    def pay_time(self) -> timedelta:
        """How long an unpaid booking is kept."""
        return self.pay_within.short or timedelta(days=self.pay_within.count)

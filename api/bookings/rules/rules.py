"""The rules of bookings, as bookings.yml says them. `load.py` reads the file; docs/bookings.md explains every word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from api.bookings.pages.money_and_dates import (
    ALWAYS,
    DAYS,
    DayName,
    DayOfYear,
    Length,
    Name,
    RulesPart,
    Season,
    When,
    day_names,
)
from api.bookings.rules.periods import Period
from api.bookings.rules.price_rules import PriceRule
from bot.forms.form import FieldKind


class ChoiceRule(RulesPart):
    """One answer to a question of choice. It `counts` as so many items; a refused one says why."""

    value: Name
    title: str
    words: tuple[str, ...] = ()
    counts: int = Field(1, ge=1, le=20)
    refuse: str = ""


class AnswerRemark(RulesPart):
    """What the bot says when a resident gives one particular answer."""

    when: str
    say: str


class StoppingAnswer(AnswerRemark):
    """An answer with which this cannot be booked."""


class FieldRule(RulesPart):
    """One question of a booking form."""

    name: Name
    kind: FieldKind
    label: str
    ask: str
    choices: tuple[ChoiceRule, ...] = ()
    optional: bool = False
    only_if: When = ALWAYS
    stop: tuple[StoppingAnswer, ...] = ()
    remarks: tuple[AnswerRemark, ...] = ()
    least: int = Field(0, ge=0)
    most: int | None = Field(None, ge=1)
    total: int | None = Field(None, ge=1)  # of all items together
    too_many: str = ""
    not_over: str = ""  # a number may not be more than the answer to this field
    within: Length | None = None  # a date may not lie longer ago
    late: str = ""


class LongerSlot(RulesPart):
    """A slot that lasts longer, because of an answer."""

    when: When
    lasts: Length


class Template(RulesPart):
    """How slots come about: on which days, at which times, for how long, and what they take up."""

    name: Name
    uses: tuple[str, ...] = Field(min_length=1)
    only_if: When = ALWAYS
    days: Annotated[tuple[DayName, ...], BeforeValidator(day_names)] = DAYS  # type: ignore[assignment]
    nth: tuple[int, ...] = ()  # only the first, second ... of that weekday in a month
    times: tuple[time, ...] = ()
    first: time | None = Field(None, alias="from")
    until: time | None = None
    lasts: Length
    longer: tuple[LongerSlot, ...] = ()
    lead: Length | None = None
    season: Season | None = None
    bank_holidays: Literal["open", "closed"] = "closed"
    closed_on: tuple[DayOfYear, ...] = ()
    where: str = ""
    shown: str = ""  # instead of the time, where the time of day means nothing to a resident


class NoticePeriod(RulesPart):
    """How long before: so much, and on its first day only `by` a time of day."""

    notice: Length
    by: time | None = None


class Cancelling(NoticePeriod):
    """Until when a booking can be cancelled with its money back, and what happens later."""

    refund: Literal["full", "none"] = "full"
    late: Literal["refuse", "keep"] = "refuse"  # keep: it may be cancelled, and the money stays
    keeps: Literal["nothing", "deposit"] = "nothing"


class Limit(RulesPart):
    """How many bookings a household may have, within a period before and after."""

    most: int = Field(ge=1)
    per: Length


class LatestDay(RulesPart):
    """The last day for a slot, counted from a date that was given."""

    field: str
    within: Length


class ServiceRules(RulesPart):
    """The booking rules of one service: questions, slots, price, notice, limits."""

    title: str
    where: str = ""
    sombre: bool = False
    fields: tuple[FieldRule, ...] = Field(min_length=1)
    slots: tuple[Template, ...] = ()
    lead: NoticePeriod = NoticePeriod(notice=Period(0, "minute"))
    window: Length = Period(8, "week")
    latest: LatestDay | None = None
    limit: Limit | None = None
    price: tuple[PriceRule, ...] = ()
    change: NoticePeriod
    cancel: Cancelling
    remind: Length | None = None
    lasts_until: DayOfYear | None = None  # what has no slot ends on this day of the year
    note: str = ""

    def field(self, name: str) -> FieldRule | None:
        """The question with this name; None when there is none."""
        return next((field for field in self.fields if field.name == name), None)

    def of_kind(self, kind: FieldKind) -> FieldRule | None:
        """The first field of a kind."""
        return next((field for field in self.fields if field.kind is kind), None)


class Resource(RulesPart):
    """Something that is in one place only; `units` of it at once."""

    title: str
    units: int = Field(ge=1, le=500)


class Closure(RulesPart):
    """Days on which nobody works; without resources, all of them."""

    first: date = Field(alias="from")
    until: date
    why: str
    resources: tuple[str, ...] = ()

    def covers(self, day: date, resource: str) -> bool:
        """Whether the resource is closed that day."""
        return self.first <= day <= self.until and (not self.resources or resource in self.resources)


class BookingRules(RulesPart):
    """All booking rules of a council: the whole of bookings.yml."""

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

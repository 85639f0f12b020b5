"""The rules of prices in bookings.yml; `price.py` applies them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from api.bookings.pages.money_and_dates import ALWAYS, Length, Pence, Percent, RulesPart, When
from api.bookings.rules.periods import Period


class Single(RulesPart):
    """A price that is the same whatever was answered, in pence."""

    rule: Literal["single"]
    price: Pence
    when: When = ALWAYS


class PerItem(RulesPart):
    """A price for each of something, after a free allowance, and never under a minimum."""

    rule: Literal["per-item"]
    field: str
    first: Pence
    each: Pence
    free: int = Field(0, ge=0)
    minimum: Pence = 0
    when: When = ALWAYS


class ByChoice(RulesPart):
    """A price for each answer to one question, in pence."""

    rule: Literal["choice"]
    field: str
    prices: Mapping[str, Pence]
    when: When = ALWAYS


class Band(RulesPart):
    """A price up to a number; without one, for every greater number."""

    up_to: int | None = None
    price: Pence


class Banded(RulesPart):
    """A price by the number of things that were asked for, in bands."""

    rule: Literal["banded"]
    field: str
    bands: tuple[Band, ...] = Field(min_length=1)
    when: When = ALWAYS


class Concession(RulesPart):
    """So much off all that stands above it."""

    rule: Literal["concession"]
    off: Percent
    when: When = ALWAYS


class FreeAllowance(RulesPart):
    """The first few bookings of a household are free, counted within the service's limit."""

    rule: Literal["allowance"]
    bookings: int = Field(ge=1)
    when: When = ALWAYS


class Deposit(RulesPart):
    """The part of a price that is paid at once; the rest is due `balance` before the slot, with a reminder."""

    rule: Literal["deposit"]
    price: Pence
    balance: Length = Period(0, "day")
    remind: Length = Period(2, "week")
    when: When = ALWAYS


PriceRule = Annotated[
    Single | PerItem | ByChoice | Banded | Concession | FreeAllowance | Deposit, Field(discriminator="rule")
]

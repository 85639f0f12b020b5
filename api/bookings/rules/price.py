"""What a booking costs, in pence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from api.bookings.chat.answers import SKIPPED, holds, quantity
from api.bookings.rules.price_rules import (
    Banded,
    ByChoice,
    Concession,
    Deposit,
    FreeAllowance,
    PerItem,
    PriceRule,
    Single,
)
from api.bookings.rules.rules import ServiceRules
from bot.forms.form import Answers


@dataclass(frozen=True, slots=True)
class Price:
    """A booking's whole price and what is paid at once, in pence; `deposit` is set where the rest is paid later."""

    total: int = 0
    due: int = 0
    deposit: int = 0

    def after(self, asked: int) -> Price:
        """The price for whoever was asked for so much already: that counts, and only what it is too much comes back."""
        return replace(self, due=max(self.due, min(self.total, asked)))


def price(service: ServiceRules, answers: Answers, earlier: int = 0) -> Price:
    """The price for these answers, the slot's `day` among them; `earlier` bookings of the household count in an
    allowance. Rules apply one after the other, as they stand."""
    total, due = 0, None
    for rule in service.price:
        if holds(rule.when, answers):
            total, due = _apply(rule, service, answers, earlier, total, due)
    if due is None or due >= total:
        return Price(total, total)
    return Price(total, due, due)


def _apply(
    rule: PriceRule, service: ServiceRules, answers: Answers, earlier: int, total: int, due: int | None
) -> tuple[int, int | None]:
    match rule:
        case Single():
            return total + rule.price, due
        case PerItem():
            return total + _per_item(rule, _count(service, rule.field, answers)), due
        case ByChoice():
            return total + rule.prices.get(answers.get(rule.field, SKIPPED), 0), due
        case Banded():
            return total + _banded(rule, _count(service, rule.field, answers)), due
        case Concession():
            return total * (100 - rule.off) // 100, due  # half a penny is the resident's
        case FreeAllowance():
            return (0, 0) if earlier < rule.bookings else (total, due)
        case Deposit():
            return total, rule.price
        case _:
            assert_never(rule)


def _count(service: ServiceRules, name: str, answers: Answers) -> int:
    field = service.field(name)
    return quantity(field, answers.get(name, SKIPPED)) if field else 0


def _per_item(rule: PerItem, count: int) -> int:
    charged = max(0, count - rule.free)
    if not count:
        return 0
    return max(rule.minimum, rule.first + (charged - 1) * rule.each if charged else 0)


def _banded(rule: Banded, count: int) -> int:
    for band in rule.bands:
        if band.up_to is None or count <= band.up_to:
            return band.price if count else 0
    return rule.bands[-1].price


def in_pounds(amount: int) -> str:
    """`3350` as `£33.50`, `3000` as `£30`."""
    return f"£{amount // 100:,}" if amount % 100 == 0 else f"£{amount // 100:,}.{amount % 100:02}"


def shared_out(amount: int, payments: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """How much of a refund goes back on which payment: the newest first, never more than was paid on it."""
    shares = []
    for reference, paid in payments:
        if part := min(amount, paid):
            shares.append((reference, part))
            amount -= part
    return shares

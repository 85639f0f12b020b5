"""What was answered so far, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from api.bookings.pages.money_and_dates import DAYS, When
from api.bookings.rules.rules import FieldRule, ServiceRules
from api.kernel.times import day
from bot.forms.form import Answers, FieldKind

SKIPPED = ""


def holds(when: When, answers: Answers) -> bool:
    """Whether every condition is met. A question that was not asked meets none."""
    return all(answers.get(name) in possible for name, possible in when.items())


def asked(service: ServiceRules, answers: Answers) -> tuple[FieldRule, ...]:
    """The fields that these answers leave to be asked or answered, in order."""
    return tuple(field for field in service.fields if holds(field.only_if, answers))


def missing(service: ServiceRules, answers: Answers) -> tuple[str, ...]:
    """The names of the fields without an answer."""
    return tuple(field.name for field in asked(service, answers) if field.name not in answers)


def fitting(service: ServiceRules, answers: Answers) -> dict[str, str]:
    """The answers that count: those to questions that are still asked. A slot is kept beside them, not among them."""
    found = (field for field in asked(service, answers) if field.name in answers and field.kind is not FieldKind.SLOT)
    return {field.name: answers[field.name] for field in found}


def with_slot(answers: Answers, starts: datetime | None) -> dict[str, str]:
    """The answers, and the day of the week of the slot, which prices may depend on."""
    return {**answers, "day": DAYS[day(starts).weekday()]} if starts else dict(answers)


def read_items(value: str) -> dict[str, int]:
    """Counts of items from a stored answer such as `mattress=2,sofa=1`. Raises ValueError for another form."""
    counts: dict[str, int] = {}
    for part in filter(None, value.split(",")):
        name, _, count = part.partition("=")
        counts[name.strip()] = counts.get(name.strip(), 0) + int(count or 1)
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is never less than nothing")
    return {name: count for name, count in counts.items() if count}


def write_items(counts: Mapping[str, int]) -> str:
    """Counts of items as one stored answer, `mattress=2,sofa=1`, in order of their names."""
    return ",".join(f"{name}={count}" for name, count in sorted(counts.items()) if count)


def quantity(field: FieldRule, value: str) -> int:
    """How many an answer counts for: items by their weights, a number as it is, nothing where nothing was said."""
    if field.kind is FieldKind.ITEMS:
        weights = {choice.value: choice.counts for choice in field.choices}
        return sum(weights.get(name, 1) * count for name, count in read_items(value).items())
    return int(value) if value.isdigit() else 0

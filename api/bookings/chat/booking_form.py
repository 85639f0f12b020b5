"""The form of a service that can be booked, made of its rules in bookings.yml, and what an answer does to the price."""

from __future__ import annotations

from dataclasses import replace

from api.bookings.rules.price import in_pounds, price
from api.bookings.rules.rules import FieldRule, ServiceRules
from api.bookings.wording import say
from bot.forms.form import AcceptedAnswer, Answers, Choice, Field, FieldKind, Form
from bot.turn import Outcome


def form_of(service: str, rules: ServiceRules) -> Form:
    """The questions of a service as the dialogue asks them."""
    return Form(service, rules.title, Outcome.BOOKED, tuple(map(_field, rules.fields)), rules.sombre)


def _field(rule: FieldRule) -> Field:
    choices = tuple(Choice(each.value, each.title, each.words) for each in rule.choices)
    happened = rule.kind is FieldKind.DATE and rule.within is not None
    return Field(rule.name, rule.kind, rule.ask, rule.label, choices, rule.optional, rule.most, happened)


def with_price(rules: ServiceRules, field: FieldRule, said: AcceptedAnswer, answers: Answers) -> AcceptedAnswer:
    """The answer with a word about the price, where it made one or changed it."""
    before, after = price(rules, answers).total, price(rules, {**answers, field.name: said.value}).total
    if before == after:
        return said
    tell = say("answers.price_so_far", price=in_pounds(after)) if after else say("answers.free_for_you")
    return replace(said, remark=f"{said.remark} {tell}".strip())

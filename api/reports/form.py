"""The questions of a report, as the dialogue asks them."""

from __future__ import annotations

from collections.abc import Iterator

from api.reports.kinds import ContactRule, ReportKind, Where
from api.reports.wording import say
from bot.forms.form import Answers, Choice, Field, FieldKind, Form
from bot.turn import Outcome

WHERE, DETAILS, DANGER, PHOTO, EMAIL, PHONE = "where", "details", "danger", "photo", "email", "phone"
FOLLOW = "follow:"


def make_form(kind: ReportKind) -> Form:
    """The form of a kind of report. An address comes first, so that it can be looked up; a place after what it is."""
    where = [_where(kind)] if kind.where is not Where.NOWHERE else []
    asked = [*_questions(kind), *_danger(kind)]
    first = [*where, *asked] if kind.where is Where.ADDRESS else [*asked, *where]
    return Form(kind.service, kind.title, Outcome.REPORTED, (*first, *_rest(kind)), kind.sombre)


def missing(form: Form, answers: Answers) -> tuple[str, ...]:
    """The questions of a report that are still to be asked; none for whoever follows another's report."""
    if answers.get(WHERE, "").startswith(FOLLOW):
        return ()
    return tuple(field.name for field in form.fields if field.name not in answers)


def _questions(kind: ReportKind) -> Iterator[Field]:
    for question in kind.questions:
        asked_as = FieldKind.CHOICE if question.choices else FieldKind.TEXT
        choices = tuple(Choice(value, title) for value, title in question.choices)
        yield Field(question.name, asked_as, question.ask, question.label, choices, question.optional)


def _danger(kind: ReportKind) -> Iterator[Field]:
    if kind.danger:
        yield Field(DANGER, FieldKind.YES_NO, kind.danger.ask, say("labels.danger"))


def _where(kind: ReportKind) -> Field:
    if kind.where is Where.ADDRESS:
        return Field(WHERE, FieldKind.ADDRESS, kind.where_ask or say("questions.address"), say("labels.address"))
    return Field(WHERE, FieldKind.PLACE, kind.where_ask or say("questions.where"), say("labels.where"))


def _rest(kind: ReportKind) -> Iterator[Field]:
    yield Field(DETAILS, FieldKind.TEXT, say("questions.details"), say("labels.details"), optional=True)
    if kind.photo:
        yield Field(PHOTO, FieldKind.PHOTO, say("questions.photo"), say("labels.photo"), optional=True)
    if kind.contact is ContactRule.NEEDED:
        yield Field(PHONE, FieldKind.PHONE, say("questions.phone"), say("labels.phone"))
    elif kind.contact is ContactRule.OFFERED:
        yield Field(EMAIL, FieldKind.EMAIL, say("questions.email"), say("labels.email"), optional=True)

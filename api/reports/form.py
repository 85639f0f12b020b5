"""The questions of a report, as the dialogue asks them."""

from __future__ import annotations

from collections.abc import Iterator

from api.reports.kinds import ContactRule, ReportKind, Where
from bot.forms.form import Answers, Choice, Field, FieldKind, Form
from bot.turn import Outcome

WHERE, DETAILS, DANGER, PHOTO, EMAIL, PHONE = "where", "details", "danger", "photo", "email", "phone"
FOLLOW = "follow:"
WHERE_ASK = (
    "Where is it? Give the street and what it is near, such as “High Street, outside the Co-op”. "
    "You can also send a point on the map."
)
DETAILS_ASK = "Is there anything else that helps us to find it or put it right? Say no to skip."
PHOTO_ASK = "Do you want to add a photo? Take it only where you are safe. Say no to skip."
EMAIL_ASK = "If we may write to you about this report, what is your e-mail address? Say no to skip."
PHONE_ASK = "On which phone number can we reach you?"


def make_form(kind: ReportKind) -> Form:
    """The form of a kind of report. An address comes first, so that it can be looked up; a place after what it is."""
    where = [_where(kind)] if kind.where is not Where.NOWHERE else []
    asked = [*_questions(kind), *_danger(kind)]
    first = [*where, *asked] if kind.where is Where.ADDRESS else [*asked, *where]
    return Form(kind.service, kind.title, Outcome.REPORTED, (*first, *_rest(kind)), kind.sombre)


def missing(form: Form, answers: Answers) -> tuple[str, ...]:
    """What is still to be asked; whoever follows another's report has nothing more to say."""
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
        yield Field(DANGER, FieldKind.YES_NO, kind.danger.ask, "Dangerous")


def _where(kind: ReportKind) -> Field:
    if kind.where is Where.ADDRESS:
        return Field(WHERE, FieldKind.ADDRESS, kind.where_ask or "What is the address, with its postcode?", "Address")
    return Field(WHERE, FieldKind.PLACE, kind.where_ask or WHERE_ASK, "Where")


def _rest(kind: ReportKind) -> Iterator[Field]:
    yield Field(DETAILS, FieldKind.TEXT, DETAILS_ASK, "Details", optional=True)
    if kind.photo:
        yield Field(PHOTO, FieldKind.PHOTO, PHOTO_ASK, "Photo", optional=True)
    if kind.contact is ContactRule.NEEDED:
        yield Field(PHONE, FieldKind.PHONE, PHONE_ASK, "Phone")
    elif kind.contact is ContactRule.OFFERED:
        yield Field(EMAIL, FieldKind.EMAIL, EMAIL_ASK, "E-mail", optional=True)

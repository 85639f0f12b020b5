"""A posted GeoReport form, checked against its service: what is missing or wrong is named by its field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.reports.answers import YES_NO
from api.reports.form import DANGER
from api.reports.kinds import ReportKind
from api.reports.open311.route import GeneralError
from api.reports.place import LONGEST, Point, point
from api.reports.wording import say
from redaction import Label

Fields = Mapping[str, Sequence[str]]
LONGEST_DESCRIPTION, LONGEST_VALUE = 4000, 200  # characters
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PERSONAL: Mapping[str, Label] = {"email": "EMAIL_ADDRESS", "phone": "PHONE_NUMBER"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report from elsewhere, in clear and in memory only. `personal` are values with the label each must get."""

    description: str = field(repr=False)
    place: str = field(repr=False)
    point: Point | None
    answers: Mapping[str, str]
    personal: tuple[tuple[str, Label], ...] = field(repr=False)


def checked(kind: ReportKind, form: Fields) -> Incoming:
    """The report in a form. Raises GeneralError."""
    place, where = _text(form, "address_string", LONGEST), _point(form)
    if where is None and not place:
        raise GeneralError(say("open311.no_place"))
    name = " ".join(filter(None, (_text(form, "first_name"), _text(form, "last_name"))))
    personal: list[tuple[str, Label]] = [(name, "PERSON")] if name else []
    personal += [(value, label) for field, label in PERSONAL.items() if (value := _text(form, field))]
    description = _text(form, "description", LONGEST_DESCRIPTION)
    return Incoming(description, place, where, _answers(kind, form), tuple(personal))


def _answers(kind: ReportKind, form: Fields) -> Mapping[str, str]:
    """`attribute[code]=value`, each value one that the definition lists."""
    asked = {q.name: (dict(q.choices), not q.optional) for q in kind.questions}
    if kind.danger:
        asked[DANGER] = ({choice.value: choice.title for choice in YES_NO}, False)
    answers = {}
    for code, (choices, required) in asked.items():
        value = _text(form, f"attribute[{code}]")
        if required and not value:
            raise GeneralError(say("open311.no_attribute", code=code))
        if choices and value and value not in choices:
            raise GeneralError(say("open311.attribute", code=code, choices=", ".join(choices)))
        if choices and value:
            answers[code] = value
    return answers


def _point(form: Fields) -> Point | None:
    latitude, longitude = _text(form, "lat"), _text(form, "long")
    if not (latitude or longitude):
        return None
    try:
        found = point(float(latitude), float(longitude))
    except ValueError:
        found = None
    if found is None:
        raise GeneralError(say("open311.degrees"))
    return found


def _text(form: Fields, name: str, longest: int = LONGEST_VALUE) -> str:
    value = _CONTROL.sub(" ", "".join(form.get(name, ())[:1])).strip()
    if len(value) > longest:
        raise GeneralError(say("open311.too_long", name=name, most=f"{longest:,}"))
    return value

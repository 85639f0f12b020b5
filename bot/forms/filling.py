"""A form under way: what was answered, what is open, what was said too early. It rides in a form slot of Rasa's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from bot.forms.form import Choice, FieldKind, Form

FORM = "office_form"  # Rasa's name of the one form
FILLING, ANSWERED, CONFIRMED = "filling", "answered", "confirmed"  # its form slots
MOST_MISSES = 3  # times in a row that an answer is not taken; then a person takes over


@dataclass(frozen=True, slots=True)
class Filling:
    """A half-filled form; everything in it is redacted.

    `answers` are in the order they were given, `shown` is how each reads. `said` was said before its question came.
    `open` is the question that waits and `asks` its kind; `offered` are its options, `asked` the back end's own words
    for it. `changing` is one to be asked again. `note` is said before the next question. `misses` counts times in a row
    that an answer was not understood, or refused; `person` says that a person is offered already now. `opening` are
    words to read as the form begins, None once it has begun; `begun` says that this is its first question. `end` says
    why the form is over, `last` what is said then.
    """

    service: str
    answers: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    offered: tuple[Choice, ...] = ()
    asked: str = ""
    changing: str | None = None
    open: str | None = None
    asks: FieldKind | None = None
    note: str = ""
    misses: int = 0
    person: bool = False
    opening: str | None = None
    begun: bool = False
    end: Literal["stopped", "refused", "stuck"] | None = None
    last: str = ""

    def without(self, name: str) -> Filling:
        """The half-filled form with one answer taken back."""
        answers = {key: value for key, value in self.answers.items() if key != name}
        shown = {key: value for key, value in self.shown.items() if key != name}
        return replace(self, answers=answers, shown=shown)


_FILLING = TypeAdapter(Filling)
_ORDERED = ("answers", "shown")  # kept as pairs: the database puts the keys of an object in an order of its own


def to_slot(filling: Filling) -> dict[str, Any]:
    """The filling as JSON, for a form slot."""
    kept: dict[str, Any] = _FILLING.dump_python(filling, mode="json", exclude_defaults=True)
    return {**kept, **{name: [list(pair) for pair in kept[name].items()] for name in _ORDERED if name in kept}}


def from_slot(kept: dict[str, Any] | None) -> Filling | None:
    """The filling in a form slot; None when no form is under way."""
    if not kept:
        return None
    return _FILLING.validate_python({**kept, **{name: dict(kept[name]) for name in _ORDERED if name in kept}})


def taken_up(stopped: Filling, note: str) -> Filling:
    """A form that was stopped, to begin again with all that was answered: the back end is asked about each anew."""
    return Filling(stopped.service, said=dict(stopped.answers), opening="", note=note)


def so_far(filling: Filling, form: Form | None) -> list[str]:
    """The answers so far, a line each, for whoever takes over; by the fields' names where no form is known."""
    labels: Mapping[str, str] = {each.name: each.label for each in form.fields} if form else {}
    return [f"{labels.get(name, name.replace('_', ' '))}: {shown}" for name, shown in filling.shown.items()]

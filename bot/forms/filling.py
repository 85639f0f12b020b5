"""A form under way: what was answered, what is open, what was said too early. It rides in a form slot of Rasa's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from bot.forms.form import Choice, Kind

FORM = "office_form"  # Rasa's name of the one form
FILLING, ANSWERED, CONFIRMED = "filling", "answered", "confirmed"  # its form slots


@dataclass(frozen=True, slots=True)
class Filling:
    """A half-filled form; everything in it is redacted.

    `answers` are in the order they were given, `shown` is how each reads. `said` was said before its question came.
    `open` is the question that waits and `asks` its kind; `offered` are its options, `asked` the office's own words for
    it. `changing` is one to be asked again. `note` is said before the next question. `misses` counts times in a row
    that an answer was not understood. `opening` are words to read as the form begins, None once it has begun; `begun`
    says that this is its first question. `end` says why the form is over, `last` what is said then.
    """

    service: str
    answers: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    offered: tuple[Choice, ...] = ()
    asked: str = ""
    changing: str | None = None
    open: str | None = None
    asks: Kind | None = None
    note: str = ""
    misses: int = 0
    opening: str | None = None
    begun: bool = False
    end: Literal["stopped", "refused"] | None = None
    last: str = ""

    def without(self, name: str) -> Filling:
        """The same, with one answer taken back."""
        answers = {key: value for key, value in self.answers.items() if key != name}
        shown = {key: value for key, value in self.shown.items() if key != name}
        return replace(self, answers=answers, shown=shown)


_FILLING = TypeAdapter(Filling)


def to_slot(filling: Filling) -> dict[str, Any]:
    """The filling as JSON, for a form slot."""
    kept: dict[str, Any] = _FILLING.dump_python(filling, mode="json", exclude_defaults=True)
    return kept


def from_slot(kept: dict[str, Any] | None) -> Filling | None:
    """The filling in a form slot; None when no form is under way."""
    return _FILLING.validate_python(kept) if kept else None

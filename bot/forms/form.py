"""A form as the bot sees it: questions with kinds, what was answered, and what the council's back ends say to it.

The back ends (bookings, reports) stand behind `bot.ports.FormBackend`. The bot asks, understands and confirms; a back
end knows what is allowed, what it costs and what is free, and writes it down. All text here is redacted: personal
answers are placeholders such as `<ADDRESS_1>`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from bot.turn import CaseDraft, Link, Outcome
from redaction import Label


class FieldKind(StrEnum):
    """How the answer to a question is understood."""

    YES_NO = "yes_no"
    CHOICE = "choice"  # one of `choices`
    ITEMS = "items"  # counts of `choices`, as "mattress=2,sofa=1"
    NUMBER = "number"
    DATE = "date"  # ISO date, of something that has happened or will
    SLOT = "slot"  # a bookable time: the back end offers some, the answer is one's code
    ADDRESS = "address"  # the resident's own: personal data
    PLACE = "place"  # where something is: "outside the Co-op", or a point on the map
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"
    REFERENCE = "reference"  # of an earlier booking or report
    POSTCODE = "postcode"
    PHOTO = "photo"  # the code of an upload


SKIPPED = ""  # the value of an optional question that was skipped

# What redaction expects the whole reply to be.
EXPECTED: Mapping[FieldKind, Label] = {
    FieldKind.ADDRESS: "ADDRESS",
    FieldKind.NAME: "PERSON",
    FieldKind.PHONE: "PHONE_NUMBER",
    FieldKind.EMAIL: "EMAIL_ADDRESS",
    FieldKind.REFERENCE: "COUNCIL_REFERENCE",
    FieldKind.POSTCODE: "UK_POSTCODE",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. `words` are other ways to say it."""

    value: str
    title: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `label` names it in the summary; an optional one may be skipped with "no" or "skip"."""

    name: str
    kind: FieldKind
    ask: str
    label: str
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    most: int | None = None  # of a number, or of each item
    past: bool = False  # of a date: it has happened ("Tuesday" is the last one)


@dataclass(frozen=True, slots=True)
class Form:
    """What a back end needs to know for one service. `sombre` asks for a plain tone without good wishes.

    A form that changes nothing (`confirmed` is False) is completed without a summary.
    """

    service: str
    title: str
    outcome: Outcome  # BOOKED or REPORTED
    fields: tuple[Field, ...]
    sombre: bool = False
    confirmed: bool = True

    def field(self, name: str) -> Field:
        """The field of a name. Raises KeyError."""
        return {each.name: each for each in self.fields}[name]


Answers = Mapping[str, str]  # field name -> value as its kind says; personal ones hold one placeholder or more


@dataclass(frozen=True, slots=True)
class ResidentContext:
    """What a back end may know of the resident in this turn, in memory only.

    `reveal` opens a placeholder of this conversation, of the present message too; None when it stands for nothing.
    `hide` gives the placeholder of an address that a back end wants to offer; None where nothing can be kept.
    `key` is the same when the same turn is taken again.
    """

    conversation: UUID | None
    key: str
    reveal: Callable[[str], Awaitable[str | None]] = field(repr=False)
    hide: Callable[[str], Awaitable[str]] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AcceptedAnswer:
    """An answer that stands: its value, how to show it, and a word to say about it ("That is £33.50 so far")."""

    value: str
    shown: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """The answer may be one of a few: times that are free, addresses of a postcode, a report nearby.

    The title of an option that is personal is its placeholder: the resident alone is shown what it stands for.
    """

    say: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """The answer cannot stand; `say` is what would be right. `ends` closes the form, with a person offered.

    `person` offers a person too, and the form stays open: perhaps the answer was only mistyped.
    """

    say: str
    ends: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One answer as a line of a form's summary."""

    label: str
    shown: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What will be booked or reported, before anything is."""

    lines: tuple[SummaryLine, ...]
    price: int | None = None  # pence; None where nothing is charged
    note: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    """The booking or report that a form has made. `case` is for the desk, where somebody must act on it."""

    reference: str
    say: str
    links: tuple[Link, ...] = ()
    case: CaseDraft | None = None

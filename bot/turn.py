"""A turn: one enquiry and everything that came of it. Plain values, handed from step to step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from redaction import Finding, Label, Placeholders, Redacted

DialogueState = list[dict[str, Any]]
"""Rasa's serialised events of a conversation, oldest first; holds placeholders only."""


class Outcome(StrEnum):
    """The named end of a turn. Every turn has exactly one."""

    ANSWERED = "answered"
    CLARIFIED = "clarified"
    COLLECTING = "collecting"
    BOOKED = "booked"
    REPORTED = "reported"
    ROUTED = "routed"
    URGENT = "urgent"
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"
    FAILED = "failed"


class Priority(StrEnum):
    """How soon a person must look at a case."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What a resident wrote: raw text, in memory only, with what the conversation already knows.

    `choice` is the code of a button that the bot itself offered; `expecting` is what a form just asked for, `after`
    what the message before left unfinished.
    """

    raw: str = field(repr=False)
    choice: str | None = None
    expecting: Label | None = None
    placeholders: Placeholders | None = field(default=None, repr=False)
    state: DialogueState = field(default_factory=list, repr=False)
    after: Label | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The page an answer comes from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """A reply offered to the resident; `choice` is what it sends back.

    `person`, `service:slug`, `team:slug`; `book:slug` and `report:slug`, which begin a form where there is one; within
    a form `pick:VALUE`, `slot:CODE`, `skip`, `confirm`, `change:FIELD`, `stop`; after a stop `resume`.
    """

    title: str
    choice: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of help on a crisis card."""

    text: str
    phone: str | None = None
    url: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Fixed help for one kind of emergency, and the team that is told."""

    kind: str
    title: str
    team: str
    lines: tuple[CardLine, ...]
    leave_page: bool = False


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """Work for a person, ready to be written down. `summary` is redacted."""

    reference: str
    team: str
    service: str | None
    priority: Priority
    reason: str
    summary: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message from the bot. `text` is Markdown; `lang` is its language (ISO 639-1) where that is not English.

    `wants` is what the resident may send instead of words: `photo:CODE` or `place:WHERE`.
    """

    text: str
    link: Link | None = None
    reviewed_on: date | None = None
    buttons: tuple[Button, ...] = ()
    card: Card | None = None
    case: CaseDraft | None = None
    lang: str | None = None
    wants: Literal["photo", "place"] | None = None


@dataclass(frozen=True, slots=True)
class RankedService:
    """A service the enquiry may be about; scores of one turn compare with each other."""

    slug: str
    score: float


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How a turn ended and why: what an action decides and what the turn records.

    `body` is whose business it is, where it is another body's.
    """

    outcome: Outcome
    service: str | None = None
    intent: str | None = None
    confidence: float = 0.0
    services: tuple[RankedService, ...] = ()
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the engine made of safe text."""

    conclusion: Conclusion
    replies: tuple[Reply, ...]
    state: DialogueState = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished turn. `text` is all that anybody may store of the enquiry in clear; `unfinished` goes to the next."""

    text: Redacted
    findings: tuple[Finding, ...]
    conclusion: Conclusion
    replies: tuple[Reply, ...]
    crisis: str | None
    state: DialogueState = field(repr=False)
    unfinished: Label | None = None

    @property
    def outcome(self) -> Outcome:
        """The named end of this turn."""
        return self.conclusion.outcome

    @property
    def cases(self) -> tuple[CaseDraft, ...]:
        """The cases this turn opens, in the order they were decided."""
        return tuple(reply.case for reply in self.replies if reply.case)

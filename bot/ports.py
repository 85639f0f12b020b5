"""What the bot needs from the world, as small protocols. `api/wiring.py` hands in the real ones, tests their fakes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.forms.form import AcceptedAnswer, Answers, Choose, Completed, Form, RefusedAnswer, ResidentContext, Summary
from bot.turn import Card, DialogueState, Response
from knowledge.search.encoder import Vectors
from knowledge.search.search import Hit, SearchResult
from redaction import Label, Placeholders, Redacted, Redaction


class Encodes(Protocol):
    """Turns texts into vectors: the shared sentence encoder, or a fake."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text: shape (texts, dimension)."""


class CrisisScreen(Protocol):
    """Recognises risk to life in raw text, in memory, before anything else."""

    def screen(self, raw: str) -> Card | None:
        """The card to show at once, or None."""


class Redacts(Protocol):
    """Makes a message safe, or raises RedactionFailed."""

    def redact(
        self,
        raw: str,
        expecting: Label | None = None,
        placeholders: Placeholders | None = None,
        after: Label | None = None,
        ours: Collection[str] = (),
    ) -> Redaction: ...


class KnowsLanguages(Protocol):
    """Recognises the language of raw text, in memory; only its code goes further."""

    def recognise(self, text: str) -> str | None:
        """The code of a language that is not English, or None."""


class Searcher(Protocol):
    """Finds the council's passages for a question."""

    def search(self, query: str, k: int = 10, service: str | None = None) -> SearchResult: ...

    def passages(self, query: str, service: str) -> tuple[Hit, ...]: ...

    def knows(self, word: str) -> bool: ...


class Library(Protocol):
    """The council's published pages, which may be exchanged for newer ones at any moment."""

    def searcher(self) -> Searcher:
        """Search over the pages as they are now. A turn asks once, so that all of it reads the same pages."""


class Dialogue(Protocol):
    """Answers safe text; carries the state of a conversation from turn to turn."""

    async def respond(
        self, text: Redacted, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        """The answer to `text`, or to a button's `choice`; `language` is the code of one that is not English.

        Raises EngineUnavailable when no answer came in time.
        """


class EngineUnavailable(Exception):
    """The dialogue engine failed or took too long; nothing of this turn was kept."""


class References(Protocol):
    """Makes references for cases: unguessable, easy to read aloud."""

    def __call__(self) -> str: ...


class FormBackend(Protocol):
    """Where a form goes: bookings, or reports. Every call is idempotent for the same answers and `at_hand.key`.

    Methods run on the engine's thread; a back end that needs the application's own event loop crosses over by itself.
    """

    def form(self, service: str) -> Form | None:
        """The form for a service, or None when this back end does not deal with it."""

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        """Names of the fields still to be asked, in order: what an earlier answer has made needless is left out."""

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        """What the back end says to one answer. A slot's value may be a code, an ISO date or month, a part of the day
        ("2026-12-01", "2026-12-01 morning"), or nothing: then the soonest are offered. An accepted slot is held."""

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        """What would be booked or reported, and its price."""

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        """Books or reports it. RefusedAnswer when what was held has gone meanwhile."""

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        """The form was given up: what was held is free again."""

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        """How a booking or report stands, once `proof` (a postcode) shows that it is the resident's; None otherwise.

        Both are placeholders, as every personal answer; `bot.forms.resident_context.opened` opens them.
        """

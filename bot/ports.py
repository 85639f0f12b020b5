"""What the bot needs from the world, as small protocols. `api/wiring.py` hands in the real ones, tests their fakes."""

from __future__ import annotations

from typing import Protocol

from bot.turn import Card, Response, State
from knowledge.search import Hit, SearchResult
from redaction import Label, Placeholders, Redacted, Redaction


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
    ) -> Redaction: ...


class KnowsLanguages(Protocol):
    """Recognises the language of raw text, in memory; only its code goes further."""

    def recognise(self, text: str) -> str | None:
        """The code of a language that is not English, or None."""


class Searcher(Protocol):
    """Finds the council's passages for a question."""

    def search(self, query: str, k: int = 10, service: str | None = None) -> SearchResult: ...

    def passages(self, query: str, service: str) -> tuple[Hit, ...]: ...


class Library(Protocol):
    """The council's published pages, which may be exchanged for newer ones at any moment."""

    def searcher(self) -> Searcher:
        """Search over the pages as they are now. A turn asks once, so that all of it reads the same pages."""


class Dialogue(Protocol):
    """Answers safe text; carries the state of a conversation from turn to turn."""

    async def respond(self, text: Redacted, choice: str | None, state: State, language: str | None = None) -> Response:
        """The answer to `text`, or to a button's `choice`; `language` is the code of one that is not English.

        Raises EngineUnavailable when no answer came in time.
        """


class EngineUnavailable(Exception):
    """The dialogue engine failed or took too long; nothing of this turn was kept."""


class References(Protocol):
    """Makes references for cases: unguessable, easy to read aloud."""

    def __call__(self) -> str: ...

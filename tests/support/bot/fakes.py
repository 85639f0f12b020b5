"""Honest fakes of what the bot needs: small, deterministic, and able to fail on demand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.ports import EngineUnavailable
from bot.turn import Card, CardLine, Conclusion, DialogueState, Outcome, Reply, Response
from knowledge.pack.page import Page, Passage
from knowledge.search.search import Hit, SearchResult
from redaction import Label, Placeholders, Redacted, Redaction, RedactionFailed, Redactor


class FakeCrisis:
    """Shows a card whenever it sees a word."""

    def __init__(self, word: str = "danger", broken: bool = False) -> None:
        self.word, self.broken = word, broken

    def screen(self, raw: str) -> Card | None:
        if self.broken:
            raise RuntimeError("the gate is broken")
        if self.word not in raw:
            return None
        return Card("gas_or_co", "Leave the building", "housing", (CardLine("Call", "999"),))


class FakeRedactor:
    """The real redactor, or one that always fails."""

    def __init__(self, broken: bool = False) -> None:
        self.broken, self.real = broken, Redactor()

    def redact(
        self,
        raw: str,
        expecting: Label | None = None,
        placeholders: Placeholders | None = None,
        after: Label | None = None,
        ours: Collection[str] = (),
    ) -> Redaction:
        if self.broken:
            raise RedactionFailed("broken on purpose")
        return self.real.redact(raw, expecting, placeholders, after, ours)


class FakeLanguages:
    """Takes every message with a word for Polish."""

    def __init__(self, word: str = "prosze", broken: bool = False) -> None:
        self.word, self.broken = word, broken

    def recognise(self, text: str) -> str | None:
        if self.broken:
            raise RuntimeError("no model of letters")
        return "pl" if self.word in text else None


class FakeDialogue:
    """Says one thing, remembers what it was given."""

    def __init__(self, outcome: Outcome = Outcome.ANSWERED, broken: bool = False) -> None:
        self.outcome, self.broken, self.heard = outcome, broken, list[str]()
        self.language: str | None = None

    async def respond(
        self, text: Redacted, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        if self.broken:
            raise EngineUnavailable("down on purpose")
        self.heard.append(text)
        self.language = language
        return Response(Conclusion(self.outcome, "missed-bin"), (Reply("Here is the answer."),), [{"event": "x"}])


def hit(service: str, dense: float, lexical: float = 0.5) -> Hit:
    """A hit on a page about a service."""
    page = Page(service, service, service, "", f"/services/{service}", "waste", date(2026, 9, 1), (), (), "")
    return Hit(page, Passage(f"{service}#1", service, (service,), "Text."), dense, dense, lexical, dense, None)


def found(*hits: Hit) -> SearchResult:
    """What a search found."""
    return SearchResult(tuple(hits), ())


def references(values: Sequence[str] = ("NB-AAAA-AAAA", "NB-BBBB-BBBB")) -> object:
    """References from a list."""
    source = iter(values)
    return lambda: next(source)

"""Tries the search as a resident's question would: redacted first, then what is found and what is decided."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from api.kernel.form_problems import FormProblem, one_line
from api.pages.publication.live import LivePages
from api.pages.wording import say
from bot.ports import EngineUnavailable
from bot.reception.reception import Reception
from bot.turn import Enquiry, Turn
from bot.understanding.model_words import as_words, without_placeholders
from knowledge.search.explain import Reason, explain
from knowledge.search.search import Hit, Searcher

SHOWN = 8  # hits of each kind
LONGEST = 500  # characters


@dataclass(frozen=True, slots=True)
class ExplainedHit:
    """A hit and why it was found."""

    hit: Hit
    why: Reason


@dataclass(frozen=True, slots=True)
class SearchTrialResult:
    """A question as it is kept, what was found, and what the assistant would do with it."""

    question: str
    accepted: tuple[ExplainedHit, ...]
    rejected: tuple[ExplainedHit, ...]
    pinned: bool
    outcome: str
    decided: str
    confidence: float
    services: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class SearchTrial:
    """The line that answers residents, without a conversation: nothing is stored."""

    reception: Reception
    live: LivePages

    async def ask(self, question: str) -> SearchTrialResult:
        """What becomes of a question. Raises FormProblem."""
        words = one_line(question)
        if not 0 < len(words) <= LONGEST:
            raise FormProblem("q", say("search.question", most=LONGEST))
        try:
            turn = await self.reception.receive(Enquiry(words))
        except EngineUnavailable:
            raise FormProblem("q", say("search.no_answer")) from None
        safe = str(turn.text)
        if not safe:
            raise FormProblem("q", say("search.not_checked"))
        return await asyncio.to_thread(_search, self.live.searcher(), safe, turn)


def _search(searcher: Searcher, safe: str, turn: Turn) -> SearchTrialResult:
    query = without_placeholders(safe) or as_words(safe)
    result = searcher.search(query, SHOWN)
    conclusion = turn.conclusion
    return SearchTrialResult(
        question=safe,
        accepted=_explained(searcher, query, result.accepted),
        rejected=_explained(searcher, query, result.rejected),
        pinned=result.pinned is not None,
        outcome=turn.outcome.value,
        decided=conclusion.service or "",
        confidence=conclusion.confidence,
        services=tuple((each.slug, each.score) for each in conclusion.services),
    )


def _explained(searcher: Searcher, query: str, hits: tuple[Hit, ...]) -> tuple[ExplainedHit, ...]:
    some = hits[:SHOWN]
    return tuple(map(ExplainedHit, some, explain(searcher, query, some)))

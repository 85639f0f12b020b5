"""Analyses a text: the NLU, the search and the other bodies, on one vector."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ports import Encodes, Searcher
from bot.understanding.model_words import as_words, without_placeholders
from bot.understanding.other_bodies import Likeness, OtherBodies
from bot.understanding.scores import Understanding, understanding
from knowledge.search.search import SearchResult

SEARCHED = 20  # pages

Parse = Callable[[Sequence[str]], Awaitable[Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was made of one redacted text; `query` is what it asks, without placeholders.

    `searcher` searched: all of a turn reads the same pages.
    """

    text: str
    query: str
    seen: Understanding
    found: SearchResult
    likeness: Likeness | None
    searcher: Searcher


class Analyser:
    """Analyses whole messages, which Rasa has parsed, and parts of them, which `parse` reads by the same pipeline.

    `taught` are the intents that training knew; nothing is made of others.
    """

    def __init__(
        self, parse: Parse, other_bodies: OtherBodies, encoder: Encodes, taught: frozenset[str] | None = None
    ) -> None:
        self._parse, self._other_bodies, self._encoder = parse, other_bodies, encoder
        self._taught = taught

    def analyse(self, text: str, parsed: Mapping[str, Any], searcher: Searcher) -> Analysis:
        """The analysis of a text that Rasa has parsed: intents, pages found, likeness to other bodies."""
        query = without_placeholders(text) or as_words(text)
        found = searcher.search(query, k=SEARCHED)
        likeness = self._other_bodies.likeness(as_words(text))
        return Analysis(text, query, understanding(parsed, self._taught), found, likeness, searcher)

    async def analyse_parts(self, texts: Sequence[str], searcher: Searcher) -> list[Analysis]:
        """The analysis of each part of a message by itself; all parts are encoded together."""
        if not texts:
            return []
        self._encoder.encode([as_words(text) for text in texts])
        parsed = await self._parse(texts)
        return [self.analyse(text, each, searcher) for text, each in zip(texts, parsed, strict=True)]

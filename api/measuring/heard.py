"""Messages as every witness hears them, kept so that they can be scored again with services left out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.assistant import Assistant
from bot.training.fit import ScoredMessage
from bot.understanding.analysis import SEARCHED
from bot.understanding.model_words import as_words, without_placeholders
from bot.understanding.other_bodies import Likeness
from bot.understanding.scores import score_services, understanding
from bot.understanding.taught import Taught
from knowledge.search.search import SearchResult


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """Rasa's parse of a message, the pages found, and the other body it is like; `services` are all the council has."""

    parsed: Mapping[str, Any]
    found: SearchResult
    likeness: Likeness
    taught: Taught
    services: frozenset[str]

    def scored(self, hidden: Iterable[str] = ()) -> ScoredMessage:
        """The message as numbers, as if training had not known the services `hidden`."""
        seen = understanding(self.parsed, self.taught.without(hidden).intents)
        return ScoredMessage(seen, score_services(seen, self.found, self.services), self.likeness)


def hear(assistant: Assistant, texts: Sequence[str]) -> list[HeardMessage]:
    """Each text by itself, redacted first. Raises ValueError where no page about another body is known."""
    loop, heard = asyncio.new_event_loop(), []
    for raw in texts:
        text = assistant.redactor.redact(raw).text
        parsed = loop.run_until_complete(assistant.engine.parse([text]))[0]
        found = assistant.searcher.search(without_placeholders(text) or as_words(text), k=SEARCHED)
        likeness = assistant.other_bodies.likeness(as_words(text))
        if likeness is None:
            raise ValueError("No page about another body is known, so there is nothing to fit.")
        heard.append(HeardMessage(parsed, found, likeness, assistant.taught, assistant.council.slugs))
    loop.close()
    return heard

"""The council's own words on a service, for a question."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ports import Searcher
from knowledge.answer import Answer, extract
from knowledge.encoder import Encoder
from knowledge.search import Hit, SearchResult


class Answers:
    """Picks the passage that answers and takes its sentences; generates nothing."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def warm_up(self, titles: Iterable[str]) -> None:
        """Encodes what every answer is compared with, so that no resident waits for it."""
        self._encoder.encode(list(titles))

    def answer(self, query: str, service: str, found: SearchResult, searcher: Searcher) -> Answer:
        """What a page about `service` says to `query`. Raises NoPage when the service has none."""
        hit = best_hit(found, service) or best_hit(searcher.search(query, service=service), service)
        if hit is None:
            raise NoPage(service)
        return extract(query, hit, self._encoder)


class NoPage(Exception):
    """A service was understood that no page is about."""


def best_hit(found: SearchResult, service: str) -> Hit | None:
    """The best hit on a page about `service`, accepted ones first."""
    return next((hit for hit in (*found.accepted, *found.rejected) if hit.page.service == service), None)

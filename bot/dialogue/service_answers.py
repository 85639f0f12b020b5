"""The council's own words on a service, for a question."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ports import Searcher
from knowledge.answer.answer import Answer, extract
from knowledge.search.encoder import Encoder
from knowledge.search.search import Hit, SearchResult


class ServiceAnswers:
    """Picks the passage that answers and takes its sentences; generates nothing."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def warm_up(self, titles: Iterable[str]) -> None:
        """Encodes what every answer is compared with, so that no resident waits for it."""
        self._encoder.encode(list(titles))

    def answer(self, query: str, service: str, searcher: Searcher, found: SearchResult | None = None) -> Answer:
        """What a page about `service` says to `query`, `found` being its search. Raises NoPage when there is none."""
        hit = best_hit(found, service) if found else None
        hit = hit or best_hit(searcher.search(query, service=service), service)
        if hit is None:
            raise NoPage(service)
        return extract(query, hit, self._encoder)

    def more(self, query: str, service: str, searcher: Searcher, said: str) -> Answer | None:
        """What the service's pages say to `query` that was not `said` yet, best first; None when that was all.

        For a follow-up, and for a question that comes again: neither is helped by the same words.
        """
        answers = (extract(query, hit, self._encoder) for hit in searcher.passages(query, service))
        return next((answer for answer in answers if answer.text not in said), None)


class NoPage(Exception):
    """A service was understood that no page is about."""


def best_hit(found: SearchResult, service: str) -> Hit | None:
    """The best hit on a page about `service`, accepted ones first."""
    return next((hit for hit in (*found.accepted, *found.rejected) if hit.page.service == service), None)

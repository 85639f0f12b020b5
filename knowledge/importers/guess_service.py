"""Proposes the service of a page that does not say, for a person to confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.answer.wording import plain
from knowledge.importers.imported import Imported
from knowledge.pack.services import Service
from knowledge.search.search import Searcher

Search = Callable[[str], Sequence[tuple[str, float]]]
CLEAR = 0.1  # a lead over the next service that leaves no doubt
OPENING = 60  # words of the body that stand in for a missing summary


@dataclass(frozen=True, slots=True)
class ImportGuess:
    """A service's slug, or None; how sure that is, from 0 to 1; and why, for the person who confirms."""

    service: str | None
    confidence: float
    why: str


def guess_service(page: Imported, services: Sequence[Service], search: Search | None = None) -> ImportGuess:
    """What the page says of itself counts first, then its number in the national list, then what search finds.

    `search` gives slugs with scores from 0 to 1, best first; without it, only what the page says counts.
    """
    if page.service and any(service.slug == page.service for service in services):
        return ImportGuess(page.service, 1.0, "The page names its service.")
    listed = [service.slug for service in services if page.lgsl is not None and service.lgsl == page.lgsl]
    if len(listed) == 1:
        return ImportGuess(listed[0], 0.95, f"The page carries the LGSL number {page.lgsl}.")
    ranked = list(search(_query(page))) if search else []
    if listed:
        slug = next((slug for slug, _ in ranked if slug in listed), listed[0])
        return ImportGuess(
            slug, 0.7, f"The page carries the LGSL number {page.lgsl}, which {len(listed)} services share."
        )
    if not ranked:
        return ImportGuess(None, 0.0, "Nothing tells what the page is about.")
    slug, score = ranked[0]
    lead = score - ranked[1][1] if len(ranked) > 1 else CLEAR
    sure = max(0.0, min(0.9, score)) * (0.5 + 0.5 * min(1.0, lead / CLEAR))
    return ImportGuess(slug, round(sure, 2), "Search finds this service's pages to be the nearest.")


def search_services(searcher: Searcher) -> Search:
    """A search of services: each as good as its best page."""

    def search(query: str) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        for hit in searcher.search(query).ranked:
            best.setdefault(hit.page.service, hit.score)
        return list(best.items())

    return search


def _query(page: Imported) -> str:
    return f"{page.title}. {page.summary or ' '.join(plain(page.body_markdown).split()[:OPENING])}"

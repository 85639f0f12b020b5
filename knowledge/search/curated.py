"""Search that staff have corrected: for a question in exactly these words, a page comes first or is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.search.search import Hit, Searcher, SearchResult
from redaction.text.fold import folded

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Curation:
    """Ids of pages by question, as `normal` writes it."""

    pinned: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, frozenset[str]] = field(default_factory=dict)


def normal(question: str) -> str:
    """The words of a question alone, in lower case: `Bin day?` and `bin  DAY` are the same question."""
    return " ".join(_WORD.findall(folded(question).casefold()))


class CuratedSearcher(Searcher):
    """Searches as another searcher does, and then does as staff said."""

    def __init__(self, searcher: Searcher, curation: Curation) -> None:
        super().__init__(searcher.index, searcher.encoder, searcher.settings)
        self._searcher, self._curation = searcher, curation

    def warm_up(self) -> None:
        """See `Searcher`."""
        self._searcher.warm_up()

    def search(self, query: str, k: int = 10, service: str | None = None) -> SearchResult:
        """See `Searcher`. `pinned` is set where staff chose a page for this question."""
        question = normal(query)
        excluded = self._curation.excluded.get(question, frozenset())
        pinned = self._curation.pinned.get(question)
        if not excluded and pinned is None:
            return self._searcher.search(query, k, service)
        found = self._searcher.search(query, len(self.index.pages), service)
        first = next((hit for hit in found.ranked if hit.page.id == pinned), None)
        left_out = excluded | ({pinned} if first else set())
        accepted = tuple(hit for hit in found.accepted if hit.page.id not in left_out)[:k]
        rejected = tuple(hit for hit in found.rejected if hit.page.id not in left_out)[:k]
        if first is None:
            return SearchResult(accepted, rejected)
        return SearchResult((_certain(first), *accepted[: k - 1]), rejected, first.page.service)

    def passages(self, query: str, service: str) -> tuple[Hit, ...]:
        """See `Searcher`. Not of pages that staff left out for this question."""
        excluded = self._curation.excluded.get(normal(query), frozenset())
        return tuple(hit for hit in self._searcher.passages(query, service) if hit.page.id not in excluded)


def _certain(hit: Hit) -> Hit:
    """A hit that nothing else outranks."""
    return replace(hit, score=1.0, dense=1.0, lexical=1.0, rejected=None)

"""Hybrid search: meaning (vectors) and wording (shared letters) together rank the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder
from knowledge.index import Index, check_encoder
from knowledge.lexical import Lexicon
from knowledge.page import Page, Passage


class Rejected(StrEnum):
    """Why a hit was not accepted."""

    TOO_FAR = "too_far"
    OTHER_SERVICE = "other_service"


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Weights of the two legs, and the least meaning (`Hit.dense`) of an accepted hit.

    A score is `dense` x meaning + `lexical` x share of letters matched. Nothing is rescaled by query, so a
    score means the same in every search. `names` is the part of the meaning that a page's synonyms decide.
    """

    dense: float = 0.7
    lexical: float = 0.3
    names: float = 0.5
    accept: float = 0.4
    title_weight: int = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found, with its best passage.

    `cosine` and `named` are raw cosines (-1 to 1) of the passage and of the nearest synonym (None without
    synonyms); `dense` blends them and is the best measure of confidence. `lexical` is the share of the
    query's letters that the page has, rare ones counting more (0 to 1). `rejected` says why, if it is.
    """

    page: Page
    passage: Passage
    score: float
    dense: float
    lexical: float
    cosine: float
    named: float | None
    rejected: Rejected | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first: those worth showing, and the next best with the reason they are not."""

    accepted: tuple[Hit, ...]
    rejected: tuple[Hit, ...]

    @property
    def ranked(self) -> tuple[Hit, ...]:
        """All hits, best first, whether accepted or not."""
        return tuple(sorted((*self.accepted, *self.rejected), key=lambda hit: -hit.score))


class Searcher:
    """Searches one index. The constructor is cheap; the first search, or `warm_up`, loads."""

    def __init__(self, index: Index, encoder: Encoder, settings: SearchSettings | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self.settings = settings or SearchSettings()
        self._lexicon: Lexicon | None = None

    def warm_up(self) -> None:
        """Load the encoder and learn the pages' letters.

        Raises IndexMismatch if another encoder made the index.
        """
        check_encoder(self.index.encoder_digest, self.encoder)
        self._ready()

    def search(self, query: str, k: int = 10, service: str | None = None) -> SearchResult:
        """The k best pages for a query; with `service`, of that service, and k others as rejected."""
        hits = self._score(query)
        asked = [hit for hit in hits if service is None or hit.page.service == service][:k]
        others = [hit for hit in hits if service is not None and hit.page.service != service][:k]
        accept = self.settings.accept
        accepted = [hit for hit in asked if hit.dense >= accept]
        rejected = [replace(hit, rejected=Rejected.TOO_FAR) for hit in asked if hit.dense < accept]
        rejected += [replace(hit, rejected=Rejected.OTHER_SERVICE) for hit in others]
        rejected.sort(key=lambda hit: -hit.score)
        return SearchResult(tuple(accepted), tuple(rejected))

    def _score(self, query: str) -> list[Hit]:
        """Every page as a hit, best first; pages with equal scores stay in the index's order."""
        index, settings = self.index, self.settings
        lexical = self._ready().score(query)
        cosines = index.cosines(self.encoder.encode([query])[0])
        count = len(index.passages)
        best = _best_of_each(cosines[:count], index.owners[:count], len(index.pages))
        named = np.full(len(index.pages), np.nan, dtype=np.float32)
        np.fmax.at(named, index.owners[count:], cosines[count:])
        dense = cosines[best]
        dense = np.where(np.isnan(named), dense, (1 - settings.names) * dense + settings.names * named)
        scores = settings.dense * dense + settings.lexical * lexical
        return [
            Hit(
                page=index.pages[place],
                passage=index.passages[best[place]],
                score=float(scores[place]),
                dense=float(dense[place]),
                lexical=float(lexical[place]),
                cosine=float(cosines[best[place]]),
                named=None if np.isnan(named[place]) else float(named[place]),
            )
            for place in np.argsort(-scores, kind="stable")
        ]

    def _ready(self) -> Lexicon:
        if self._lexicon is None:
            self._lexicon = Lexicon.of(self.index.pages, self.settings.title_weight)
        return self._lexicon


def _best_of_each(cosines: NDArray[np.float32], owners: NDArray[np.int64], pages: int) -> NDArray[np.int64]:
    """For each page, the place of its highest cosine (the first, if several are equal)."""
    order = np.lexsort((np.arange(len(cosines)), -cosines, owners))
    return np.asarray(order[np.searchsorted(owners[order], np.arange(pages))], dtype=np.int64)

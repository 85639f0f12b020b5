"""Hybrid search: meaning (vectors) and wording (shared letters) together rank the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from knowledge.pack.page import Page, Passage
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.index import Index, check_encoder
from knowledge.search.measures import Measures, PreparedQuery, best_first, likely, measure, measure_all
from knowledge.search.postings import Places, Scores
from knowledge.search.search_settings import SearchSettings, search_settings
from redaction.text.fold import folded

SERVICE_PAGES = 2000  # of a service with more pages in a large index, only the likely ones are measured


class Rejected(StrEnum):
    """Why a hit was not accepted."""

    TOO_FAR = "too_far"
    OTHER_SERVICE = "other_service"


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found, with its best passage.

    `cosine` and `named` are raw cosines (-1 to 1) of the passage and of the nearest synonym or question (None
    without any); `dense` blends them and is the best measure of confidence. `lexical` is the share of the
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
    """Hits, best first: those worth showing, and the next best with the reason they are not.

    `pinned` is the service of the first hit where staff chose that page for this very question.
    """

    accepted: tuple[Hit, ...]
    rejected: tuple[Hit, ...]
    pinned: str | None = None

    @property
    def ranked(self) -> tuple[Hit, ...]:
        """All hits, best first, whether accepted or not."""
        return tuple(sorted((*self.accepted, *self.rejected), key=lambda hit: -hit.score))


class Searcher:
    """Searches one index. The constructor is cheap; the first search, or `warm_up`, loads."""

    def __init__(self, index: Index, encoder: Encoder, settings: SearchSettings | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self.settings = settings or search_settings()

    def warm_up(self) -> None:
        """Load the encoder, and look whether it made the index.

        Raises IndexMismatch if another encoder made the index.
        """
        check_encoder(self.index.encoder_digest, self.encoder)

    def search(self, query: str, k: int = 10, service: str | None = None) -> SearchResult:
        """The k best pages for a query; with `service`, of that service, and k others as rejected."""
        query = folded(query)
        return self.rank(self.encoder.encode([query])[0], query, k, service)

    def rank(self, vector: Vectors, query: str, k: int = 10, service: str | None = None) -> SearchResult:
        """The hits for a query whose vector is known, best first."""
        found = self._measure(vector, query, k, service)
        dense = self._dense(found.cosine, found.named)
        scores = self._score(found.cosine, found.named, found.lexical)
        all_places = np.arange(len(found.places))
        its = all_places if service is None else np.flatnonzero(np.isin(found.places, self._places_of(service)))
        asked = self._hits(found, dense, scores, its, k)
        others = self._hits(found, dense, scores, np.setdiff1d(all_places, its), k) if service is not None else []
        accept = self.settings.accept
        accepted = [hit for hit in asked if hit.dense >= accept]
        rejected = [replace(hit, rejected=Rejected.TOO_FAR) for hit in asked if hit.dense < accept]
        rejected += [replace(hit, rejected=Rejected.OTHER_SERVICE) for hit in others]
        rejected.sort(key=lambda hit: -hit.score)
        return SearchResult(tuple(accepted), tuple(rejected))

    def passages(self, query: str, service: str) -> tuple[Hit, ...]:
        """Every passage about a service as a hit, nearest in meaning first: for a question about a known service."""
        index, vector = self.index, self.encoder.encode([folded(query)])[0]
        starts = index.passage_starts
        owned = [(page, row) for page in self._places_of(service) for row in range(starts[page], starts[page + 1])]
        rows = np.array([row for _, row in owned], dtype=np.int64)
        cosines = index.vectors.cosines_of(rows, vector) if owned else np.empty(0, dtype=np.float32)
        return tuple(
            Hit(index.pages[owned[at][0]], index.passages[owned[at][1]], cosine, cosine, 0.0, cosine, None)
            for at, cosine in ((int(at), float(cosines[at])) for at in np.argsort(-cosines, kind="stable"))
        )

    def knows(self, word: str) -> bool:
        """Whether the pages have this word, in lower case, or one that is spelled much like it."""
        return self.index.lexicon.knows(word)

    def _measure(self, vector: Vectors, query: str, k: int, service: str | None) -> Measures:
        """The measures of all pages of a small index; of the likely ones of a large index, and those of the service."""
        index, lexicon = self.index, self.index.lexicon
        question = PreparedQuery(index, lexicon, vector, lexicon.ask(query))
        if index.vectors.exact:
            return measure_all(question)
        places = likely(question, self._score, k)
        if service is not None and len(self._places_of(service)) <= SERVICE_PAGES:
            places = np.union1d(places, self._places_of(service))
        return measure(question, places)

    def _hits(self, found: Measures, dense: Scores, scores: Scores, some: Places, k: int) -> list[Hit]:
        """The k best of some of what was found, best first; pages with equal scores stay in the index's order."""
        return [
            Hit(
                page=self.index.pages[found.places[at]],
                passage=self.index.passages[found.passages[at]],
                score=float(scores[at]),
                dense=float(dense[at]),
                lexical=float(found.lexical[at]),
                cosine=float(found.cosine[at]),
                named=None if np.isnan(found.named[at]) else float(found.named[at]),
            )
            for at in some[best_first(scores[some], k)].tolist()
        ]

    def _places_of(self, service: str) -> Places:
        return self.index.places_of.get(service, np.empty(0, dtype=np.int64))

    def _dense(self, cosine: Scores, named: Scores) -> Scores:
        names = self.settings.names
        return np.where(np.isnan(named), cosine, (1 - names) * cosine + names * named)

    def _score(self, cosine: Scores, named: Scores, lexical: Scores) -> Scores:
        return self.settings.dense * self._dense(cosine, named) + self.settings.lexical * lexical

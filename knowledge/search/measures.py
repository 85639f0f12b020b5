"""What both legs of the search say of pages: of all while they are few, of the likely ones when they are many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoder import Vectors
from knowledge.search.index import Index
from knowledge.search.lexical import Lexicon, QueryRuns
from knowledge.search.nearest import Rows
from knowledge.search.postings import Places, Scores

LARGE = 50_000  # vectors: in a larger index more pages are nearly as good as the best, so more must be looked at


@dataclass(frozen=True, slots=True)
class Reach:
    """How far to look: `near` vectors, `alike` pages by letters; and `measured` pages for each one that is wanted."""

    near: int
    alike: int
    measured: int


def reach(vectors: int) -> Reach:
    """The reach for a number of vectors. docs/search.md has the recall of both."""
    return Reach(200, 100, 4) if vectors <= LARGE else Reach(1000, 400, 10)


Fuse = Callable[[Scores, Scores, Scores], Scores]


@dataclass(frozen=True)
class PreparedQuery:
    """A query as both legs see it: a vector, and runs of letters; and what is searched."""

    index: Index
    lexicon: Lexicon
    vector: Vectors
    asked: QueryRuns

    @cached_property
    def rough(self) -> Scores:
        """Each page's share of letters, or of the rarest of them alone if all would cost too much."""
        return self.lexicon.score_roughly(self.asked)

    def lexical(self, places: Places) -> Scores:
        """The share of letters of the pages at some places (in rising order)."""
        return self.rough[places] if self.asked.cheap else self.lexicon.score_of(self.asked, places)


@dataclass(frozen=True, slots=True)
class Measures:
    """Some pages by their places, in rising order, and what was measured of each.

    `cosine` is that of the page's best passage, `passages` its place in the index. `named` is the cosine of the
    nearest synonym or question, not a number for a page without any. `lexical` is the share of letters.
    """

    places: Places
    passages: Rows
    cosine: Scores
    named: Scores
    lexical: Scores


def measure_all(question: PreparedQuery) -> Measures:
    """The measures of every page for a query."""
    index = question.index
    places = np.arange(len(index.pages))
    cosines = index.cosines(question.vector)
    count = len(index.passages)
    cosine, best = _best(cosines[:count], index.passage_starts)
    named, _ = _best(cosines[count:], index.synonym_starts - count)
    return Measures(places, best, cosine, named, question.lexicon.score_all(question.asked))


def measure(question: PreparedQuery, places: Places) -> Measures:
    """The pages at some places (in rising order), measured."""
    index = question.index
    passages, passage_starts = _spans(index.passage_starts, places)
    synonyms, synonym_starts = _spans(index.synonym_starts, places)
    cosines = index.vectors.cosines_of(np.concatenate([passages, synonyms]), question.vector)
    cosine, best = _best(cosines[: len(passages)], passage_starts)
    named, _ = _best(cosines[len(passages) :], synonym_starts)
    return Measures(places, passages[best], cosine, named, question.lexical(places))


def likely(question: PreparedQuery, fuse: Fuse, k: int) -> Places:
    """The places of the pages that could be among the k best, in rising order.

    Pages are found by the nearest vectors and by the rarest letters. Of a vector that was not found we know that it
    is no nearer than the last one that was. That bounds a page's score from above; those of the highest bounds stay.
    """
    index = question.index
    far = reach(len(index.vectors))
    rows, cosines = index.vectors.nearest(question.vector, max(far.near, 10 * k))
    near = index.owners[rows]
    places = np.unique(np.concatenate([near, _alike(question.rough, max(far.alike, 5 * k))]))
    cosine = np.full(len(places), cosines[-1], dtype=np.float32)
    has_synonyms = index.synonym_starts[places + 1] > index.synonym_starts[places]
    named = np.where(has_synonyms, cosine, np.float32(np.nan))
    at = np.searchsorted(places, near)
    is_passage = rows < len(index.passages)
    np.maximum.at(cosine, at[is_passage], cosines[is_passage])
    np.maximum.at(named, at[~is_passage], cosines[~is_passage])
    bounds = fuse(cosine, named, question.lexical(places))
    return np.sort(places[best_first(bounds, far.measured * k)])


def _alike(shares: Scores, count: int) -> Places:
    """The places of the highest shares, in any order, none of them 0."""
    count = min(count, len(shares))
    best = np.argpartition(shares, -count)[-count:]
    return np.asarray(best[shares[best] > 0], dtype=np.int64)


def best_first(scores: Scores, k: int) -> NDArray[np.int64]:
    """The places of the k highest scores, best first; equal ones stay in order."""
    if not 0 < k < len(scores):
        enough = np.arange(len(scores))
    else:
        enough = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
    order = np.argsort(-scores[enough], kind="stable")
    return np.asarray(enough[order][: max(0, k)], dtype=np.int64)


def _best(values: Scores, starts: Rows) -> tuple[Scores, Rows]:
    """Of each group of values, from one start up to the next: the highest, and its place (the first, if several are).

    An empty group has no number, and any place.
    """
    sizes = np.diff(starts)
    held = np.flatnonzero(sizes)
    highest = np.full(len(sizes), np.nan, dtype=np.float32)
    places = np.zeros(len(sizes), dtype=np.int64)
    if len(held):
        highest[held] = np.maximum.reduceat(values, starts[held])
        equal = np.flatnonzero(values == np.repeat(highest[held], sizes[held]))
        places[held] = equal[np.searchsorted(equal, starts[held])]
    return highest, places


def _spans(starts: Rows, places: Places) -> tuple[Rows, Rows]:
    """The rows of the groups at some places, one group after the other, and where each group starts among them."""
    first, sizes = starts[places], starts[places + 1] - starts[places]
    ends = np.concatenate([[0], np.cumsum(sizes)])
    return np.arange(ends[-1]) + np.repeat(first - ends[:-1], sizes), ends

"""The lexical leg of search: shared letters, which forgive the typing and the endings of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.answer.wording import plain
from knowledge.pack.page import Page
from knowledge.search.postings import Places, Postings, Scores, count_runs, weight
from redaction.text import fold as letters

GRAM = 4  # letters
TITLE_WEIGHT = 3
# Postings that one search may read to find pages: all there are, up to some thousand pages. Of more, the rarest
# runs of letters find the pages, and the common ones only score them (docs/search.md has the figures).
BUDGET = 150_000
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"'s?\b|'")
# Words of grammar and of asking, which are on every page or on none that answers
_COMMON_WORDS = """
a about am an and any are as at be been but by can could did do does for from get had has have how i if in into is
it its long many me much my need no not of on or our please should so such tell that the their then there these they
this to us want was we were what when where which who why will with would you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def telling_words(text: str) -> list[str]:
    """The words that carry meaning, in lower case without apostrophes; all words if none of them does."""
    return content_words(text) or _words(text)


def content_words(text: str) -> list[str]:
    """The telling words of a text; none if none carries meaning: "how much is it?" has no content of its own."""
    return [word for word in _words(text) if word not in _COMMON]


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("", letters.plain(text)))


def grams(text: str) -> Iterator[str]:
    """Runs of four letters of each telling word, ends marked: `bins` gives `^bin`, `bins`, `ins$`."""
    for word in telling_words(text):
        yield from _runs(word)


@dataclass(frozen=True, slots=True)
class QueryRuns:
    """The runs of letters of a query that pages have, rarest first.

    The first `few` of them have no more postings than the budget allows. `best` is the most that a page could score.
    """

    columns: Places
    few: int
    best: float

    @property
    def cheap(self) -> bool:
        """Whether the budget allows all of them."""
        return self.few == len(self.columns)


@dataclass(frozen=True)
class Lexicon:
    """BM25 over the letters of whole pages, as a share of the best that a query could score."""

    postings: Postings
    title_weight: int

    @classmethod
    def of(cls, pages: Sequence[Page], title_weight: int = TITLE_WEIGHT) -> Lexicon:
        """Learn the letters of pages; a title and the synonyms count as if written `title_weight` times."""
        texts = (telling_words(_words_of(page, title_weight)) or [""] for page in pages)
        return cls(Postings.of(*count_runs(texts, _runs)), title_weight)

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """For each run of letters, the most that BM25 gives for it."""
        return weight(self.postings.holders, self.postings.pages)

    @cached_property
    def _weight_of_unknown(self) -> float:
        return float(weight(np.zeros(1, dtype=np.int64), self.postings.pages)[0])

    def ask(self, query: str, budget: int = BUDGET) -> QueryRuns:
        """What a query asks of the pages."""
        asked = list(dict.fromkeys(grams(query)))
        known = np.array([self.postings.column[gram] for gram in asked if gram in self.postings.column], dtype=np.int64)
        weights = self._weights[known]
        unknown = (len(asked) - len(known)) * self._weight_of_unknown
        columns = known[np.argsort(-weights, kind="stable")]
        few = int(np.searchsorted(np.cumsum(self.postings.holders[columns]), budget, side="right"))
        return QueryRuns(columns, min(len(columns), max(1, few)), float(weights.sum()) + unknown)

    def knows(self, word: str) -> bool:
        """Whether some page has at least half of a word's runs of letters: a slip of the keys leaves that much."""
        runs = _runs(word)
        return 2 * sum(run in self.postings.column for run in runs) >= len(runs)

    def score(self, query: str) -> Scores:
        """For each page, 0 to 1: how much of the query's weight it matches. 0 = no letters shared."""
        return self.score_all(self.ask(query))

    def score_all(self, asked: QueryRuns) -> Scores:
        """The letter score of every page, 0 to 1, for a query whose runs of letters are known."""
        return self._share(self.postings.sums(asked.columns), asked)

    def score_roughly(self, asked: QueryRuns) -> Scores:
        """The letter score of every page by the rarest runs alone, within a budget: never more than the whole score."""
        return self._share(self.postings.sums(asked.columns[: asked.few]), asked)

    def score_of(self, asked: QueryRuns, places: Places) -> Scores:
        """The whole score of the pages at some places (in rising order) only."""
        return self._share(self.postings.sums_of(asked.columns, places), asked)

    def _share(self, sums: Scores, asked: QueryRuns) -> Scores:
        return sums / np.float32(asked.best) if asked.best else sums


def _runs(word: str) -> list[str]:
    marked = f"^{word}$" if word else "$"
    return [marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1))]


def _words_of(page: Page, title_weight: int) -> str:
    named = " ".join([page.title, *page.synonyms])
    return " ".join([*[named] * title_weight, page.summary, plain(page.body)])

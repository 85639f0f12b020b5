"""The lexical leg of search: shared letters, which forgive the typing and the endings of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from bm25s.stopwords import STOPWORDS_EN
from numpy.typing import NDArray

from knowledge.page import Page
from knowledge.wording import plain

GRAM = 4  # letters
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile("['\u2019]s?\\b|['\u2019]")
_QUESTION_WORDS = """
about am any been can could did do does from get had has have how i its long many me much my need our please
should so tell us want was we were what when where which who why would you your
"""
_COMMON = frozenset(STOPWORDS_EN) | frozenset(_QUESTION_WORDS.split())


def telling_words(text: str) -> list[str]:
    """The words that carry meaning, in lower case without apostrophes; all words if none of them does."""
    words = _WORD.findall(_APOSTROPHE.sub("", text.lower()))
    return [word for word in words if word not in _COMMON] or words


def grams(text: str) -> Iterator[str]:
    """Runs of four letters of each telling word, ends marked: `bins` gives `^bin`, `bins`, `ins$`."""
    for word in telling_words(text):
        marked = f"^{word}$"
        yield from (marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """BM25 over the letters of whole pages, as a share of the best that a query could score."""

    bm25: bm25s.BM25
    weight_of_unknown: float
    weights: dict[str, float]
    pages: int

    @classmethod
    def of(cls, pages: Sequence[Page], title_weight: int = 3) -> Lexicon:
        """Learn the letters of pages; a title and the synonyms count as if written `title_weight` times."""
        documents = [list(grams(_words_of(page, title_weight))) or ["$"] for page in pages]
        bm25 = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        bm25.index(documents, show_progress=False)
        holders: dict[str, int] = {}
        for document in documents:
            for gram in set(document):
                holders[gram] = holders.get(gram, 0) + 1
        weights = {gram: _weight(count, len(pages)) for gram, count in holders.items()}
        return cls(bm25, _weight(0, len(pages)), weights, len(pages))

    def score(self, query: str) -> NDArray[np.float32]:
        """For each page, 0 to 1: how much of the query's weight it matches. 0 = no letters shared."""
        asked = list(dict.fromkeys(grams(query)))
        known = [gram for gram in asked if gram in self.weights]
        if not known:
            return np.zeros(self.pages, dtype=np.float32)
        best = sum(self.weights.get(gram, self.weight_of_unknown) for gram in asked)
        scores = self.bm25.get_scores(known)
        return np.asarray(scores / best, dtype=np.float32)


def _weight(holders: int, pages: int) -> float:
    """Lucene's inverse document frequency of a gram on `holders` of `pages`: the most BM25 gives for it."""
    return float(np.log(1 + (pages - holders + 0.5) / (holders + 0.5)))


def _words_of(page: Page, title_weight: int) -> str:
    named = " ".join([page.title, *page.synonyms])
    return " ".join([*[named] * title_weight, page.summary, plain(page.body)])

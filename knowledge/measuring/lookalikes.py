"""Pages and vectors that look like a council's own, in any number: to measure the search, never to serve."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from knowledge.pack.page import Page, Passage
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.index import Index

SEED = 7
PASSAGES, WORDS = 9, 40  # passages of a page, words of a passage: the means of the Northbridge pack
OWN = 0.5  # share of words that a page takes from the real page that it is like
NOISE = 0.6  # of a vector, along the covariance of the real ones: then the nearest of 20,000 are as near as real ones
STEP = 50_000  # vectors made at a time


@dataclass(frozen=True, slots=True)
class Model:
    """Real pages: their services, the words of each, all words by falling frequency, and their vectors by page."""

    services: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    by_frequency: tuple[str, ...]
    vectors: Vectors
    owners: NDArray[np.int64]

    @classmethod
    def of(cls, index: Index) -> Model:
        """The pages of an index."""
        texts = [" ".join([page.title, *page.synonyms, page.summary, page.body]) for page in index.pages]
        words = tuple(tuple(re.findall(r"[a-z]+", text.lower())) for text in texts)
        ranked = tuple(word for word, _ in Counter(chain.from_iterable(words)).most_common())
        return cls(tuple(index.services), words, ranked, index.vectors.vectors(), index.owners)


class Lookalikes(Encoder):
    """Makes pages, and gives their texts vectors near those of the real pages they are like; no model runs."""

    def __init__(self, model: Model) -> None:
        super().__init__("lookalikes")
        self.seconds = 0.0  # spent here and not in building
        self.encoded = 0
        self._model = model
        self._alike: dict[str, int] = {}  # text: a real vector's row
        values, axes = np.linalg.eigh(np.cov(model.vectors.T))
        self._axes = (axes * np.sqrt(np.maximum(values, 0))).T.astype(np.float32)

    @property
    def dimension(self) -> int:
        return int(self._model.vectors.shape[1])

    @property
    def digest(self) -> str:
        return self.model

    def pages(self, passages: int) -> tuple[list[Page], list[Passage]]:
        """Pages of nine passages and a synonym each, `passages` passages in all."""
        random = np.random.default_rng(SEED)
        pages, parts = [], []
        for number in range(-(-passages // PASSAGES)):
            like = int(random.integers(len(self._model.services)))
            words = self._words(like, random)
            title, synonym = " ".join(next(words) for _ in range(3)), " ".join(next(words) for _ in range(4))
            count = min(PASSAGES, passages - number * PASSAGES)
            texts = [" ".join(next(words) for _ in range(WORDS)) for _ in range(count)]
            page = self._page(number, like, title, synonym, texts)
            rows = random.choice(np.flatnonzero(self._model.owners == like), count + 1)
            self._alike |= dict(zip([*(f"{title}. {text}" for text in texts), synonym], rows.tolist(), strict=True))
            pages.append(page)
            parts += [Passage(f"{page.id}#{n}", page.id, (title,), text) for n, text in enumerate(texts)]
        return pages, parts

    def encode(self, texts: Sequence[str]) -> Vectors:
        started = time.perf_counter()
        random = np.random.default_rng(SEED)
        vectors = self._model.vectors[[self._alike.get(text, 0) for text in texts]]
        for start in range(0, len(texts), STEP):
            part = vectors[start : start + STEP]
            part += NOISE * (random.standard_normal(part.shape, dtype=np.float32) @ self._axes)
            part /= np.linalg.norm(part, axis=1, keepdims=True)
        self.seconds += time.perf_counter() - started
        self.encoded += len(texts)
        return vectors

    def _page(self, number: int, like: int, title: str, synonym: str, texts: Sequence[str]) -> Page:
        service = self._model.services[like]
        return Page(f"p{number}", service, title, "", "", "", None, (), (synonym,), "\n\n".join(texts))

    def _words(self, like: int, random: np.random.Generator) -> Iterator[str]:
        """Enough words for a page: half of the real page, half of all pages, the n-th most frequent 1/n as often."""
        count = 8 + WORDS * PASSAGES
        own, ranked = self._model.words[like], self._model.by_frequency
        mine = random.integers(len(own), size=count)
        zipf = np.floor(len(ranked) ** random.random(count)).astype(np.int64) - 1
        is_own = random.random(count) < OWN
        for place, rank, from_own in zip(mine.tolist(), zipf.tolist(), is_own.tolist(), strict=True):
            yield own[place] if from_own else ranked[rank]

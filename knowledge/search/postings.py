"""For each run of letters, the pages that have it and what BM25 gives them for it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.search.index_generations import Content

Places = NDArray[np.int64]
Scores = NDArray[np.float32]

K1, B = 1.2, 0.75  # how soon more of the same stops counting; how much a long page is held back
STEP = 8192  # pages counted at a time
_INTEGERS, _NUMBERS, _STARTS = "<i4", "<f4", "<i8"


@dataclass(frozen=True)
class Postings:
    """Columns of a sparse matrix: `names[c]` is on the pages `places[starts[c]:starts[c + 1]]`, in order.

    `scores` stands beside `places`. The arrays may be views of a mapped file.
    """

    names: tuple[str, ...]
    pages: int
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    scores: Scores

    @classmethod
    def of(cls, names: Sequence[str], counts: sparse.csr_matrix) -> Postings:
        """BM25 (Lucene's formula) of counts, shape (pages, names)."""
        pages = counts.shape[0]
        lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
        columns = counts.tocsc()
        columns.sort_indices()
        held_back = (K1 * (1 - B + B * lengths / lengths.mean())).astype(np.float32)
        holders = np.diff(columns.indptr)
        scores = columns.data.astype(np.float32)
        scores /= scores + held_back[columns.indices]
        scores *= np.repeat(weight(holders, pages).astype(np.float32), holders)
        return cls(tuple(names), pages, columns.indptr.astype(_STARTS), columns.indices.astype(_INTEGERS), scores)

    @cached_property
    def column(self) -> Mapping[str, int]:
        """The column of each name."""
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def holders(self) -> NDArray[np.int64]:
        """How many pages each column has."""
        return np.diff(self.starts)

    def sums(self, columns: Places) -> Scores:
        """For each page, the sum of its scores in some columns."""
        spans = [slice(self.starts[column], self.starts[column + 1]) for column in columns.tolist()]
        if not spans:
            return np.zeros(self.pages, dtype=np.float32)
        places = np.concatenate([self.places[span] for span in spans])
        scores = np.concatenate([self.scores[span] for span in spans])
        return np.bincount(places, scores, minlength=self.pages).astype(np.float32)

    def sums_of(self, columns: Places, wanted: Places) -> Scores:
        """The sums of these columns for some pages only (their places, in rising order)."""
        sums = np.zeros(len(wanted), dtype=np.float64)
        asked = wanted.astype(np.int32)
        for column in columns.tolist():
            start, end = self.starts[column], self.starts[column + 1]
            found = np.searchsorted(self.places[start:end], asked)
            found[found == end - start] = 0
            sums += np.where(self.places[start + found] == asked, self.scores[start + found], 0)
        return sums.astype(np.float32)

    def save(self) -> dict[str, Content]:
        """The bytes of each file, by a short name."""
        arrays = {"starts": self.starts, "places": self.places, "scores": self.scores}
        return {
            "names": json.dumps({"pages": self.pages, "names": self.names}).encode(),
            **{name: np.ascontiguousarray(values).data.cast("B") for name, values in arrays.items()},
        }

    @classmethod
    def load(cls, files: Mapping[str, Content]) -> Postings:
        """The postings in files that `save` wrote."""
        told = json.loads(bytes(files["names"]))
        return cls(
            names=tuple(told["names"]),
            pages=told["pages"],
            starts=np.frombuffer(files["starts"], dtype=_STARTS),
            places=np.frombuffer(files["places"], dtype=_INTEGERS),
            scores=np.frombuffer(files["scores"], dtype=_NUMBERS),
        )


def weight(holders: NDArray[np.int64], pages: int) -> NDArray[np.float64]:
    """Lucene's inverse document frequency of what `holders` of `pages` have: the most BM25 gives for it."""
    return np.asarray(np.log(1 + (pages - holders + 0.5) / (holders + 0.5)), dtype=np.float64)


def count_runs(
    texts: Iterable[Sequence[str]], runs: Callable[[str], Sequence[str]]
) -> tuple[list[str], sparse.csr_matrix]:
    """All runs of letters, and how often each text, given as its words, has them: shape (texts, runs).

    Words are counted first and cut into runs once each: a language has far fewer words than a council writes.
    """
    words: dict[str, int] = {}
    seen, ends = array("i"), array("q", [0])
    for text in texts:
        seen.extend(words.setdefault(word, len(words)) for word in text)
        ends.append(len(seen))
    pages = len(ends) - 1
    numbers, starts = np.frombuffer(seen, dtype=np.int32), np.frombuffer(ends, dtype=np.int64)
    names, cut = _cut(words, runs)
    parts = []
    for first in range(0, pages, STEP):
        bounds = starts[first : first + STEP + 1]
        here = numbers[bounds[0] : bounds[-1]]
        ones = np.ones(len(here), dtype=np.float32)
        counted = sparse.csr_matrix((ones, here, bounds - bounds[0]), shape=(len(bounds) - 1, len(words)))
        parts.append(counted @ cut)
    return names, sparse.vstack(parts, format="csr")


def _cut(words: Iterable[str], runs: Callable[[str], Sequence[str]]) -> tuple[list[str], sparse.csr_matrix]:
    """The runs of some words, and how often each word has each of them: shape (words, runs)."""
    names: dict[str, int] = {}
    columns, ends = array("i"), array("q", [0])
    for word in words:
        columns.extend(names.setdefault(run, len(names)) for run in runs(word))
        ends.append(len(columns))
    shape = (len(ends) - 1, len(names))
    ones = np.ones(len(columns), dtype=np.float32)
    indices, starts = np.frombuffer(columns, dtype=np.int32), np.frombuffer(ends, dtype=np.int64)
    return list(names), sparse.csr_matrix((ones, indices, starts), shape=shape)

"""How much a message resembles another body's business: nearness in meaning to how residents ask that body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.ports import Encodes
from knowledge.pack.other_body import OtherBodyPage
from knowledge.search.encoder import Vectors

COMPARED = 3  # examples of a body whose mean cosine counts beside the nearest one, as for intents


@dataclass(frozen=True, slots=True)
class Likeness:
    """The body that a message resembles most. Cosines, -1 to 1.

    `similarity` is how near that body's examples are; `near_miss` how near any enquiry is that only sounds like some
    other body's business and is the council's.
    """

    body: str
    similarity: float
    near_miss: float


@dataclass(frozen=True, slots=True)
class _Learned:
    """Vectors of all examples (n, d), the places of each body's in a row filled up with -1, and all near misses."""

    bodies: tuple[str, ...]
    examples: Vectors
    places: NDArray[np.int64]
    near_misses: Vectors


class OtherBodies:
    """The bodies that residents take the council for. The constructor is cheap; `warm_up` encodes the examples."""

    def __init__(
        self, encoder: Encodes, pages: Sequence[OtherBodyPage], example_encoder: Encodes | None = None
    ) -> None:
        self._encoder, self._example_encoder = encoder, example_encoder or encoder
        self._pages = tuple(pages)
        self._learned: _Learned | None = None

    def warm_up(self) -> None:
        """Encode the examples of every body once. Does nothing the second time."""
        if self._pages:
            self._ready()

    def likeness(self, text: str) -> Likeness | None:
        """What `text`, redacted and with placeholders as words, resembles most; None if no body is known."""
        if not self._pages:
            return None
        learned = self._ready()
        vector = self._encoder.encode([text])[0]
        cosines = np.append(learned.examples @ vector, -np.inf)  # the last one stands for no example
        similarities = _similarities(cosines[learned.places])
        best = int(similarities.argmax())
        return Likeness(learned.bodies[best], float(similarities[best]), float((learned.near_misses @ vector).max()))

    def _ready(self) -> _Learned:
        if self._learned is None:
            lists = [*(page.examples for page in self._pages), _near_misses(self._pages)]
            vectors = self._example_encoder.encode([text for texts in lists for text in texts])
            ends = np.cumsum([0, *map(len, lists)])
            places = np.full((len(self._pages), max(COMPARED, *map(len, lists[:-1]))), -1, dtype=np.int64)
            for row, start, end in zip(places, ends, ends[1:-1], strict=False):
                row[: end - start] = np.arange(start, end)
            examples, near_misses = np.split(vectors, [ends[-2]])
            self._learned = _Learned(tuple(page.body for page in self._pages), examples, places, near_misses)
        return self._learned


def _near_misses(pages: Sequence[OtherBodyPage]) -> tuple[str, ...]:
    return tuple(each.enquiry for page in pages for each in page.near_misses)


def _similarities(cosines: Vectors) -> Vectors:
    """For each body half the nearest example, half the mean of the few nearest: neither one lucky example nor many
    dull ones win. `cosines` has a row a body, filled up with -inf."""
    nearest = -np.partition(-cosines, COMPARED - 1, axis=1)[:, :COMPARED]
    means: Vectors = np.mean(nearest, axis=1, where=np.isfinite(nearest))
    similarities: Vectors = 0.5 * nearest.max(axis=1) + 0.5 * means
    return similarities

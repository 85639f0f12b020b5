"""Nearness in meaning to curated examples of a crisis, against what only looks alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.crisis_config import Examples

NEAREST = 3  # the mean of so many nearest examples stands for a kind

Vectors = NDArray[np.float32]


class Encodes(Protocol):
    """The shared sentence encoder, or a fake."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text: shape (texts, dimension)."""


class Meaning:
    """How much nearer a text is to each kind of crisis than to ordinary enquiries."""

    def __init__(self, encoder: Encodes, examples: Examples) -> None:
        self._encoder = encoder
        self._kinds: Mapping[str, tuple[str, ...]] = {str(kind): told for kind, told in examples.crisis.items()}
        self._ordinary = tuple(text for told in examples.ordinary.values() for text in told)
        self._told: dict[str, Vectors] = {}
        self._alike: Vectors | None = None

    def warm_up(self) -> None:
        """Encode the examples once. Does nothing the second time."""
        if self._alike is None:
            self._told = {kind: self._encoder.encode(told) for kind, told in self._kinds.items()}
            self._alike = self._encoder.encode(self._ordinary)

    def leads(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For each kind, one number for each text: mean cosine of the nearest crisis minus of the nearest ordinary.

        All texts are encoded in one call.
        """
        self.warm_up()
        assert self._alike is not None
        vectors = self._encoder.encode(texts)
        alike = _nearest(vectors @ self._alike.T)
        return {kind: _nearest(vectors @ told.T) - alike for kind, told in self._told.items()}


def _nearest(cosines: Vectors) -> Vectors:
    """The mean of the `NEAREST` highest cosines of each row: shape (rows,)."""
    few = min(NEAREST, cosines.shape[1])
    return np.asarray(np.partition(cosines, -few, axis=1)[:, -few:].mean(axis=1), dtype=np.float32)

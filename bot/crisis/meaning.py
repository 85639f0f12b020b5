"""Nearness in meaning to curated examples of a crisis, against what only looks alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.crisis.config import Examples
from bot.ports import Encodes
from knowledge.search.encoder import Vectors

NEAREST = 3  # the mean of so many nearest examples stands for a kind
VOTE = 0.1  # how much the vote of all examples counts beside the nearest
WIDTH = 1.5  # how fast an example's vote fades with distance
CALM = 0.3  # how little a single example may bend the vote


@dataclass(frozen=True, slots=True)
class _Learned:
    """Vectors of the examples: by kind, ordinary, all together, and the weight of each in the vote."""

    kinds: Mapping[str, Vectors]
    ordinary: Vectors
    everything: Vectors
    weights: Vectors


class Meaning:
    """How much nearer a text is to each kind of crisis than to ordinary enquiries."""

    def __init__(self, encoder: Encodes, examples: Examples, example_encoder: Encodes | None = None) -> None:
        self._encoder = encoder
        self._example_encoder = example_encoder or encoder
        self._crisis: dict[str, tuple[str, ...]] = {str(kind): told for kind, told in examples.crisis.items()}
        self._ordinary = tuple(text for told in examples.ordinary.values() for text in told)
        self._learned: _Learned | None = None

    def warm_up(self) -> None:
        """Encode the examples once and weigh them. Does nothing the second time."""
        self._ready()

    def leads(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """For each kind, one number for each text; about -0.3 for an ordinary enquiry, over 0.1 for a crisis.

        It is the mean cosine of the nearest examples of the kind, less that of the nearest ordinary ones, and a
        little of the vote of all examples. All texts are encoded in one call.
        """
        learned = self._ready()
        vectors = self._encoder.encode(texts)
        vote = _kernel(vectors, learned.everything) @ learned.weights
        rest = VOTE * vote - _nearest(vectors @ learned.ordinary.T)
        return {kind: _nearest(vectors @ told.T) + rest for kind, told in learned.kinds.items()}

    def _ready(self) -> _Learned:
        if self._learned is None:
            kinds = {kind: self._example_encoder.encode(told) for kind, told in self._crisis.items()}
            ordinary = self._example_encoder.encode(self._ordinary)
            crisis = np.concatenate(list(kinds.values()))
            everything = np.concatenate([crisis, ordinary])
            wanted = np.concatenate([np.ones(len(crisis)), -np.ones(len(ordinary))]).astype(np.float32)
            # Kernel ridge regression: +1 for a crisis, -1 for an ordinary enquiry, smoothly between the examples.
            ridge = _kernel(everything, everything) + CALM * np.eye(len(everything), dtype=np.float32)
            weights = np.linalg.solve(ridge, wanted)
            self._learned = _Learned(kinds, ordinary, everything, weights.astype(np.float32))
        return self._learned


def _kernel(vectors: Vectors, examples: Vectors) -> Vectors:
    """1 for the same direction, falling with distance: shape (vectors, examples)."""
    return np.asarray(np.exp(2 * WIDTH * (vectors @ examples.T - 1)), dtype=np.float32)


def _nearest(cosines: Vectors) -> Vectors:
    """The mean of the `NEAREST` highest cosines of each row: shape (rows,)."""
    few = min(NEAREST, cosines.shape[1])
    return np.asarray(np.partition(cosines, -few, axis=1)[:, -few:].mean(axis=1), dtype=np.float32)

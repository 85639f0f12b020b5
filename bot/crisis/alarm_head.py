"""How likely a text tells of danger now, of a worry, or of neither: multinomial logistic regression on its vector.

`make understanding` fits it on messages by many hands; its weights are kept beside this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from bot.crisis.config import CONCERNS, KINDS
from bot.ports import Encodes

HEAD = Path(__file__).with_name("alarm_head.npz")


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities of one text, 0 to 1: of each kind of danger, and of each concern. The rest is calm."""

    danger: Mapping[str, float]
    concern: Mapping[str, float]

    @property
    def of_danger(self) -> float:
        """How likely it tells of any danger."""
        return sum(self.danger.values())

    @property
    def of_concern(self) -> float:
        """How likely it tells of any concern."""
        return sum(self.concern.values())


class AlarmHead:
    """Reads texts by their vectors. `weights` has shape (kinds, dimension), `bias` (kinds,)."""

    def __init__(
        self, encoder: Encodes, kinds: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        self._encoder, self._kinds, self._weights, self._bias = encoder, tuple(kinds), weights, bias

    @classmethod
    def load(cls, encoder: Encodes, file: Path = HEAD) -> AlarmHead:
        """The head that was fitted last. Raises OSError if there is none."""
        with np.load(file, allow_pickle=False) as kept:
            return cls(encoder, [str(kind) for kind in kept["kinds"]], kept["weights"], kept["bias"])

    def read(self, texts: Sequence[str]) -> list[Chances]:
        """The chances of each text; all are encoded in one call."""
        scores = self._encoder.encode(texts) @ self._weights.T + self._bias
        return [chances(self._kinds, row) for row in softmax(scores, axis=1)]


def chances(kinds: Iterable[str], row: NDArray[np.float32]) -> Chances:
    """The chances that a row of probabilities, one for each of `kinds`, stands for."""
    named = {str(kind): float(value) for kind, value in zip(kinds, row, strict=True)}
    return Chances(
        {kind: value for kind, value in named.items() if kind in KINDS},
        {kind: value for kind, value in named.items() if kind in CONCERNS},
    )

"""The head gives a probability to every kind of danger, to every worry and to calm, and they add up to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.crisis.alarm_head import AlarmHead
from bot.crisis.config import CONCERNS, KINDS
from knowledge.search.encoder import Vectors


class Flat:
    """Finds everything alike."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 768), 768**-0.5, dtype=np.float32)


def test_the_fitted_head_knows_every_kind_and_every_worry() -> None:
    (read,) = AlarmHead.load(Flat()).read(["anything"])
    assert set(read.danger) == KINDS and set(read.concern) == CONCERNS
    assert 0 < read.of_danger + read.of_concern < 1


def test_a_score_becomes_a_probability() -> None:
    head = AlarmHead(Flat(), ["calm", "gas_or_co", "hunger"], np.zeros((3, 768)), np.log(np.array([1.0, 2.0, 1.0])))
    (read,) = head.read(["gas"])
    assert read.danger == pytest.approx({"gas_or_co": 0.5})
    assert read.concern == pytest.approx({"hunger": 0.25})

"""The weights of the scores, on messages whose right service a single score tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.training.fit import Floats, ScoredMessage, fit_weights

RANDOM = np.random.default_rng(5)
TELLS, MISLEADS = 0, 3  # columns


@dataclass
class Message(ScoredMessage):
    """Scores that were never computed by a model."""

    slugs: list[str]
    table: Floats


def messages(count: int) -> list[ScoredMessage]:
    made: list[ScoredMessage] = []
    for _ in range(count):
        table = RANDOM.normal(size=(4, 6))
        table[1, TELLS] += 1.0
        table[1, MISLEADS] -= 1.0
        made.append(Message(["missed-bin", "new-bin", "parking-fine", "council-tax"], table))
    return made


def test_what_tells_the_right_service_weighs_and_what_speaks_against_it_weighs_nothing() -> None:
    made = messages(200)
    weights = fit_weights(made, ["new-bin"] * len(made))
    assert weights[TELLS] > 0.5
    assert weights[MISLEADS] == 0.0
    assert weights.argmax() == TELLS


def test_no_other_weights_make_the_right_services_likelier() -> None:
    made = messages(100)
    weights = fit_weights(made, ["new-bin"] * len(made))

    def loss(tried: Floats) -> float:
        tables = [each.table @ tried for each in made]
        return float(np.mean([np.log(np.exp(each).sum()) - each[1] for each in tables]) + 0.0005 * tried @ tried)

    for column in range(6):
        for step in (-0.01, 0.01):
            tried = weights.copy()
            tried[column] = max(0.0, tried[column] + step)
            assert loss(tried) >= loss(weights)


def test_a_message_whose_service_nobody_scored_teaches_nothing() -> None:
    made = messages(50)
    known = fit_weights(made, ["new-bin"] * len(made))
    more = fit_weights([*made, *messages(5)], ["new-bin"] * len(made) + ["elsewhere"] * 5)
    assert np.allclose(known, more, atol=1e-6)

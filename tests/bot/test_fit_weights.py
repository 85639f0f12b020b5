"""The weights of the scores, on messages whose right service a single score tells."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from bot.training.fit import Floats, ScoredMessage, fit_weights
from bot.understanding.scores import Scores

RANDOM = np.random.default_rng(5)
NAMES = [field.name for field in fields(Scores)]
TELLS, MISLEADS, UNTAUGHT = NAMES.index("intent"), NAMES.index("closest"), NAMES.index("untaught")


@dataclass
class Message(ScoredMessage):
    """Scores that were never computed by a model."""

    slugs: list[str]
    table: Floats


def messages(count: int) -> list[ScoredMessage]:
    made: list[ScoredMessage] = []
    for _ in range(count):
        table = RANDOM.normal(size=(4, len(NAMES)))
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

    for column, name in enumerate(NAMES):
        for step in (-0.01, 0.01):
            tried = weights.copy()
            tried[column] += step
            tried[column] = tried[column] if name == "untaught" else max(0.0, tried[column])
            assert loss(tried) >= loss(weights)


def test_a_message_whose_service_nobody_scored_teaches_nothing() -> None:
    made = messages(50)
    known = fit_weights(made, ["new-bin"] * len(made))
    more = fit_weights([*made, *messages(5)], ["new-bin"] * len(made) + ["elsewhere"] * 5)
    assert np.allclose(known, more, atol=1e-6)


def test_only_what_stands_for_silent_witnesses_may_speak_against_a_service() -> None:
    made = messages(200)
    for each in made:
        each.table[:, UNTAUGHT] = [0.0, 0.0, 1.0, 1.0]  # never the right one
    weights = fit_weights(made, ["new-bin"] * len(made))
    assert weights[UNTAUGHT] < 0
    assert all(weight >= 0 for name, weight in zip(NAMES, weights, strict=True) if name != "untaught")


def test_a_message_counts_as_much_as_it_is_said_to() -> None:
    made, others = messages(60), messages(60)
    right = ["new-bin"] * 120
    twice = fit_weights([*made, *made, *others], ["new-bin"] * 180)
    assert np.allclose(fit_weights([*made, *others], right, [2.0] * 60 + [1.0] * 60), twice, atol=1e-4)
    alone = fit_weights(made, ["new-bin"] * 60)
    assert np.allclose(fit_weights([*made, *others], right, [1.0] * 60 + [0.0] * 60), alone, atol=1e-4)

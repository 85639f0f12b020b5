"""Which services are hidden when the weights are fitted, and which when it is measured: never the same."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.council import Council
from bot.training.left_out import (
    HIDDEN_TOO,
    OTHERS_HIDDEN,
    OWN_WORDS,
    RIGHT_HIDDEN,
    Lesson,
    lessons,
    measured_by,
    own_words,
)

SERVICES = tuple(f"service-{number:03}" for number in range(124))
RIGHT = SERVICES * 3


def kinds(made: list[Lesson], right: tuple[str, ...]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in made:
        kind = "plain" if not each.hidden else "right" if right[each.row] in each.hidden else "others"
        counts[kind] += each.count
    return counts


def test_ten_services_are_measured_by_whatever_their_order() -> None:
    assert len(set(measured_by(SERVICES))) == 10
    assert measured_by(reversed(SERVICES)) == measured_by(SERVICES)  # type: ignore[arg-type]


def test_what_is_measured_by_is_never_fitted_on_nor_hidden() -> None:
    apart = set(measured_by(SERVICES))
    for each in (*lessons(RIGHT, SERVICES), *own_words(RIGHT, SERVICES, 100)):
        assert RIGHT[each.row] not in apart
        assert not each.hidden & apart


def test_each_kind_of_row_counts_its_share() -> None:
    made = kinds(lessons(RIGHT, SERVICES), RIGHT)
    assert made["right"] == pytest.approx(RIGHT_HIDDEN * made["plain"])
    assert made["others"] == pytest.approx(OTHERS_HIDDEN * made["plain"])
    assert sum(each.count for each in own_words(RIGHT, SERVICES, 100)) == pytest.approx(OWN_WORDS * 100)


def test_others_are_hidden_beside_the_right_one_and_the_draw_is_always_the_same() -> None:
    for each in lessons(RIGHT, SERVICES):
        assert len(each.hidden - {RIGHT[each.row]}) in (0, HIDDEN_TOO)
    assert lessons(RIGHT, SERVICES) == lessons(RIGHT, SERVICES)


def test_a_service_without_examples_teaches_nothing_of_what_is_hidden() -> None:
    made = lessons(("came-later", *SERVICES), SERVICES)
    assert 0 not in {each.row for each in made}


def test_the_services_measured_by_are_ones_that_the_council_has(council: Council) -> None:
    assert len(measured_by(council.slugs)) == 10

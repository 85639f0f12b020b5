"""Which of the addresses that were offered a reply means."""

from __future__ import annotations

import pytest

from bot.forms.form import Choice
from bot.forms.reading.homes import read_home

FLATS = [Choice(f"f{n}", f"Flat {n}, 14 Mill Lane, Northbridge, NB1 2AB") for n in (1, 2, 12)]
TOWNS = [
    Choice("a", "14 Mill Lane, Northbridge, NB1 2AB"),
    Choice("b", "14 Mill Lane, Millbrook, NB3 4LT"),
    Choice("typed:<ADDRESS_1>", "None of these", ("no", "none", "not there")),
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("flat 2", "f2"),
        ("2", "f2"),
        ("It's number 12 please", "f12"),
        ("flat 1 14 mill lane", "f1"),
        ("the last one", "f12"),
        ("the first one", "f1"),
        ("14", None),
        ("3", None),
        ("2 Elm Road", None),
    ],
)
def test_a_number_is_a_flats_or_a_houses_and_no_place_in_the_list(said: str, meant: str | None) -> None:
    assert read_home(said, FLATS) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [("the millbrook one", "b"), ("none of these", "typed:<ADDRESS_1>"), ("no", "typed:<ADDRESS_1>"), ("hello", None)],
)
def test_a_word_that_only_one_has_means_that_one(said: str, meant: str | None) -> None:
    assert read_home(said, TOWNS) == meant

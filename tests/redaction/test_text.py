"""Number words, postcodes and near words: what everybody reads by."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.text.near_words import NearWords
from redaction.text.number_words import CARDINALS, DAYS_OF_THE_MONTH, ORDINALS, any_of
from redaction.text.postcode import (
    INWARD,
    INWARD_IN_USE,
    OUTWARD,
    OUTWARD_IN_USE,
    as_postcode,
    is_postcode,
    postcode_in,
    postcodes_in,
    without_postcodes,
)


def test_every_number_below_a_hundred_has_its_words() -> None:
    assert set(CARDINALS.values()) == set(range(100))
    assert CARDINALS["twenty-one"] == CARDINALS["twenty one"] == 21
    assert "ten-one" not in CARDINALS


def test_every_day_of_a_month_has_its_word() -> None:
    assert set(DAYS_OF_THE_MONTH.values()) == set(range(1, 32))
    assert [ORDINALS[word] for word in ("first", "eighth", "twelfth", "twentieth", "ninetieth")] == [1, 8, 12, 20, 90]


def test_a_pattern_takes_the_longest_word() -> None:
    found = re.search(any_of(CARDINALS), "the twenty-one bins")
    assert found is not None
    assert found.group() == "twenty-one"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nb12ab", "NB1 2AB"),
        ("I live at 14 Mill Lane, NB1  2AB.", "NB1 2AB"),
        ("SW1A 2AA and M1 1AE", "SW1A 2AA"),
        ("NB1", None),
        ("NB1-2AB", None),
        ("xNB1 2ABx", None),
        ("", None),
    ],
)
def test_a_postcode_is_found_in_a_text_and_written_in_one_way(text: str, found: str | None) -> None:
    assert postcode_in(text) == found


def test_all_postcodes_are_found_and_left_out() -> None:
    assert postcodes_in("from m1 1ae to NB12 3AB") == ["M1 1AE", "NB12 3AB"]
    assert without_postcodes("from m1 1ae to NB12 3AB").split() == ["from", "to"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nb1 2ab", "NB1 2AB"),
        (" N.B.1-2-A-B ", "NB1 2AB"),
        ("NB1 2AB, please", None),
        ("NB1", None),
        ("ＮＢ１ ２ＡＢ", "NB1 2AB"),
    ],
)
def test_a_typed_postcode_is_one_whatever_signs_stand_in_it(typed: str, meant: str | None) -> None:
    assert as_postcode(typed) == meant


@given(st.from_regex(rf"{OUTWARD_IN_USE} ?{INWARD_IN_USE}", fullmatch=True))
def test_every_postcode_in_use_has_the_one_shape(postcode: str) -> None:
    if not postcode.isascii():
        return
    assert is_postcode(postcode)
    written = as_postcode(postcode)
    assert written is not None
    assert re.fullmatch(f"{OUTWARD} {INWARD}", written)


@pytest.mark.parametrize(
    ("typed", "slips", "meant"),
    [
        ("strangeld", 1, "strangled"),
        ("strangld", 1, "strangled"),
        ("strrangled", 1, "strangled"),
        ("strangked", 1, "strangled"),
        ("trangled", 1, None),
        ("stranglde", 1, "strangled"),
        ("strnglde", 1, None),
        ("strnglde", 2, "strangled"),
        ("crased", 1, "crashed"),
        ("", 1, None),
    ],
)
def test_a_word_is_near_by_so_many_slips_but_not_in_its_first_letter(typed: str, slips: int, meant: str | None) -> None:
    assert NearWords(["strangled", "crashed", "chased"]).nearest(typed, slips) == meant

"""References are read aloud, mistyped and guessed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reception.references import ALPHABET, NewReference, as_stored, check_character, is_reference

signs = st.sampled_from(ALPHABET)
bodies = st.text(signs, min_size=7, max_size=7)


def test_a_new_reference_is_a_reference() -> None:
    made = NewReference("NB")()
    assert is_reference(made)
    assert is_reference(made.lower())
    assert [len(part) for part in made.split("-")] == [2, 4, 4]


def test_no_sign_is_mistaken_for_another() -> None:
    assert not set("01IOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 31


@given(bodies, st.integers(0, 6), signs)
def test_one_wrong_sign_is_noticed(body: str, place: int, sign: str) -> None:
    wrong = body[:place] + sign + body[place + 1 :]
    assert (check_character(wrong) == check_character(body)) == (wrong == body)


@given(bodies, st.integers(0, 5))
def test_two_swapped_signs_are_noticed(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert (check_character(swapped) == check_character(body)) == (swapped == body)


@given(st.text(max_size=30))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert is_reference(text) in (True, False)


@pytest.mark.parametrize("typed", ["NB-{}-{}", "nb {} {}", "nb{}{}", " Nb - {}{} "])
def test_a_reference_is_known_however_it_was_typed(typed: str) -> None:
    made = NewReference("NB")()
    _, first, second = made.split("-")
    assert as_stored(typed.format(first.lower(), second)) == made


@pytest.mark.parametrize("typed", ["", "NB", "hello", "NB-7K2M-4QX", "🙂"])
def test_what_is_no_reference_is_stored_as_none(typed: str) -> None:
    assert as_stored(typed) == ""

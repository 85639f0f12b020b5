"""Corrections: what is left of a message when "no, I meant" is taken away."""

from __future__ import annotations

import pytest

from bot.understanding.corrections import correction


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, I meant the garden bin", "the garden bin"),
        ("No I mean the tip", "the tip"),
        ("sorry, I meant my council tax", "my council tax"),
        ("not that one, the brown bin", "the brown bin"),
        ("actually no, I want to appeal it", "I want to appeal it"),
        ("that's wrong, I was asking about parking", "parking"),
        ("not that", ""),
        ("No, not that one.", ""),
        ("wrong one", ""),
    ],
)
def test_what_is_meant_instead_is_left(text: str, meant: str) -> None:
    assert correction(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "no hot water",
        "No bins have been collected on our street",
        "my bin was not emptied",
        "sorry to bother you, when is bin day",
        "nobody came for the sofa",
        "I noticed the lamp is out",
        "",
    ],
)
def test_an_enquiry_that_only_begins_with_such_a_word_corrects_nothing(text: str) -> None:
    assert correction(text) is None

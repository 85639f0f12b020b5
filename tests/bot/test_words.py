"""Placeholders are words to the models, and no message is a command to Rasa."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.model_words import as_words
from redaction import LABELS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the bin at <ADDRESS_1> is full", "the bin at my address is full"),
        ("<PERSON_12> here", "my name here"),
        ("/restart", "restart"),
        (" // /choose{}", "choose{}"),
        ("My name is <PERSON_1>, call me on <PHONE_NUMBER_1> about rubbish", "about rubbish"),
        ("Hi, I am <PERSON_1> and I live at <ADDRESS_1>. The lamp is out", "Hi, The lamp is out"),
        ("I live at <ADDRESS_1>", "I live at my address"),
        ("my bin was missed at <ADDRESS_1>, <UK_POSTCODE_1>", "my bin was missed at my address"),
        ("Collect two beds, <ADDRESS_1> <UK_POSTCODE_1>, <PHONE_NUMBER_1>", "Collect two beds"),
        ("The lamp is out. <PERSON_1>, <ADDRESS_1>", "The lamp is out"),
        ("<PERSON_1>, <ADDRESS_1>. The lamp is out", "The lamp is out"),
        ("Tuesday, <ADDRESS_1>", "Tuesday, my address"),
        ("", "?"),
        ("<NOT A PLACEHOLDER>", "<NOT A PLACEHOLDER>"),
        ("the bin at <ADDRESS_999999> is full", "the bin at my address is full"),
        ("‹ADDRESS_1› is full", "‹ADDRESS_1› is full"),
    ],
)
def test_text_reads_as_words(text: str, words: str) -> None:
    assert as_words(text) == words


def test_every_label_has_words() -> None:
    for label in LABELS:
        assert as_words(f"<{label}_1>").startswith("my ")


@given(st.text())
def test_nothing_begins_like_a_command(text: str) -> None:
    assert not as_words(text).startswith("/")
    assert as_words(text)

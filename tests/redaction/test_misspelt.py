"""Words typed in a hurry look like names to a model of names; they are none."""

from __future__ import annotations

import pytest

from redaction import Redactor
from redaction.ner.dictionary import chosen
from redaction.ner.lexicon import is_common


@pytest.mark.parametrize(
    "message",
    [
        "sombody dumpd a washin mashine behind the garrages",
        "wen is the libary shuting for crismas",
        "i need an assesment for my bathrom",
        "hosing benifit apeal how long",
        "the verge outside is full of ragwort and dandelions",
        "my tenancy ends and I need a removal lorry, mostly bookcases",
        "We have a fatberg in the manhole again",
        "The lad opposite leaves his trailer on the footway",
    ],
)
def test_misspelt_and_rare_words_stay(redactor: Redactor, message: str) -> None:
    assert redactor.redact(message).text == message


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("my name is asha winterborne", "asha winterborne"),
        ("its under popplewell", "popplewell"),
        ("Please ring Mrs Okonjo-Bray about it", "Okonjo-Bray"),
        ("regards, tomasz grabiec", "tomasz grabiec"),
    ],
)
def test_names_are_still_found_where_they_are_said(redactor: Redactor, message: str, name: str) -> None:
    assert name not in redactor.redact(message).text


@pytest.mark.parametrize("word", ["assesment", "benifit", "horsebox", "full-time", "neigbour"])
def test_what_belongs_to_the_language_is_common(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize("word", ["okonjo", "grabiec", "xqzt", "priya", "chukwuemeka"])
def test_what_is_no_word_or_a_known_name_is_not(word: str) -> None:
    assert not is_common(word)


def test_the_dictionary_holds_lower_case_words_that_are_not_listed_already() -> None:
    assert chosen(["Anna", "kerbside", "kerbside's", "of", "council", "zyzzyvas"]) == ["kerbside", "zyzzyvas"]

"""Whole numbers in figures and words."""

from __future__ import annotations

import re

from redaction.text.number_words import CARDINALS, any_of

_COUNTS = {
    **CARDINALS,
    "none": 0,
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "couple": 2,
    "a pair of": 2,
    "pair of": 2,
    "half a dozen": 6,
    "a dozen": 12,
    "dozen": 12,
}
NUMBER = rf"(?:\d{{1,4}}|{any_of(_COUNTS)})"  # a pattern for a number, to stand in larger ones
_NUMBER = re.compile(rf"(?<![\w.,£])({NUMBER})(?![\w])(?![.,]\d)", re.IGNORECASE)
_JUST_ONE = re.compile(r"\b(?:just|only) (?:the )?one\b|^(?:a|an|one|single)$", re.IGNORECASE)
LONGEST = 8  # words; a longer sentence may name a number and mean something else


def value_of(number: str) -> int:
    """What one number is worth: "12", "twelve", "a dozen"."""
    word = " ".join(number.lower().split())
    return int(word) if word.isdecimal() else _COUNTS[word]


def read_number(text: str) -> int | None:
    """The only number in a short answer; None where there is none, or several."""
    if len(text.split()) > LONGEST:
        return None
    if _JUST_ONE.search(text.strip()):
        return 1
    found = {value_of(each) for each in _NUMBER.findall(text)}
    return found.pop() if len(found) == 1 else None

"""Splits a message where a second need may begin: at the end of a sentence, and at "and", "also", "but"."""

from __future__ import annotations

import re

SHORTEST = 3  # words; less is not a need of its own
MOST = 2  # places that are tried: further ones never held a need, and cost as much

_SENTENCE = r"(?<=[.!?;])\s+|\n+"
_JOINT = (
    r"[,;]?\s+(?:-\s+)?(?:and|but|also|plus|as well as|another thing|on top of that|then|while i'?m (?:on|here|at it))"
    r"(?:\s+(?:also|then|another thing|on top of that|tell me|please))*\b[,:]?\s+"
)
_BORDER = re.compile(rf"{_SENTENCE}|{_JOINT}|,\s+", re.IGNORECASE)


def splits(text: str) -> list[tuple[str, str]]:
    """Each way to cut `text` in two at a border, both parts of some length; strongest borders first, few."""
    ways = []
    for found in _BORDER.finditer(text):
        first, second = text[: found.start()].strip(" ,;"), text[found.end() :].strip(" ,;")
        if min(len(first.split()), len(second.split())) >= SHORTEST:
            ways.append((_strength(found[0]), first, second))
    ways.sort(key=lambda way: -way[0])
    return [(first, second) for _, first, second in ways[:MOST]]


def _strength(border: str) -> int:
    """How likely a new need begins after a border: a word such as "also", a sentence's end, "and", a comma."""
    words = border.lower()
    if any(word in words for word in ("also", "plus", "as well", "another", "top of", "while")):
        return 3
    if border.isspace():
        return 2
    return 1 if any(map(str.isalpha, words)) else 0

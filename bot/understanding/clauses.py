"""Splits a message where a second need may begin: at the end of a sentence, and at "and", "also", "but"."""

from __future__ import annotations

import re
from enum import IntEnum

SHORTEST = 3  # words; less is not a need of its own
MOST = 2  # places that are tried: further ones never held a need, and cost as much

_SENTENCE = r"(?<=[.!?;])\s+|\n+"
_JOINT = (
    r"[,;]?\s+(?:-\s+)?(?:and|but|also|plus|as well as|another thing|on top of that|then|while i'?m (?:on|here|at it))"
    r"(?:\s+(?:also|then|another thing|on top of that|tell me|please))*\b[,:]?\s+"
)
_BORDER = re.compile(rf"{_SENTENCE}|{_JOINT}|,\s+", re.IGNORECASE)


_ADDING = re.compile(r"also|plus|as well|another|on top of|while i", re.IGNORECASE)


class Border(IntEnum):
    """What stands between two parts, by how likely a new need begins after it."""

    COMMA = 0
    AND = 1
    SENTENCE = 2
    ALSO = 3


WORTH = {Border.COMMA: 0.1, Border.AND: 0.01, Border.SENTENCE: 0.05, Border.ALSO: 0.01}
"""The share that a second service has at least in the whole message before anybody listens to the parts. People who
ask for two things mostly join them by a word; a story has many sentences, and seldom a second need."""


def splits(text: str, share: float = 1.0) -> list[tuple[str, str]]:
    """Each way to cut `text` in two where it is worth it, both parts of some length; strongest borders first, few.

    `share` is what the second service has in the whole message.
    """
    ways = []
    for found in _BORDER.finditer(text):
        first, second = text[: found.start()].strip(" ,;"), text[found.end() :].strip(" ,;")
        border = _border(found[0], second)
        if min(len(first.split()), len(second.split())) >= SHORTEST and share >= WORTH[border]:
            ways.append((border, first, second))
    ways.sort(key=lambda way: -way[0])
    return [(first, second) for _, first, second in ways[:MOST]]


def _border(between: str, after: str) -> Border:
    if _ADDING.search(between) or _ADDING.match(after):
        return Border.ALSO
    if between.isspace():
        return Border.SENTENCE
    return Border.AND if any(map(str.isalpha, between)) else Border.COMMA

"""Numbers in English words: the one table of them, and patterns to find them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ONES: Mapping[str, int] = {
    word: value
    for value, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)
}
TEENS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        (
            "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
            "nineteen",
        ),
        10,
    )
}  # fmt: skip
TENS: Mapping[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
NOUGHTS = ("zero", "nought", "naught", "oh", "o")  # as digits are said
REPEATS: Mapping[str, int] = {"double": 2, "treble": 3, "triple": 3}

_UNIT_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ORDINALS: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_UNIT_ORDINALS, 1)},
    **{{"twelve": "twelfth"}.get(word, f"{word}th"): value for word, value in TEENS.items()},
    **{f"{word[:-1]}ieth": value for word, value in TENS.items()},
}
"""Single words: "first" to "nineteenth", "twentieth", "thirtieth" and so on."""


def _joined(units: Mapping[str, int]) -> dict[str, int]:
    """Tens with a unit after them, by a space or a hyphen: "twenty one", "twenty-one"."""
    return {
        f"{tens}{join}{unit}": ten + one for tens, ten in TENS.items() for unit, one in units.items() for join in "- "
    }


CARDINALS: Mapping[str, int] = {"zero": 0, **ONES, **TEENS, **TENS, **_joined(ONES)}
"""Nought to ninety-nine as they are counted."""
DAYS_OF_THE_MONTH: Mapping[str, int] = {
    word: value
    for word, value in {**ORDINALS, **_joined({word: ORDINALS[word] for word in _UNIT_ORDINALS})}.items()
    if value <= 31
}
"""The first to the thirty-first."""


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; it matches lower case alone unless case is ignored."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"

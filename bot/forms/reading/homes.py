"""Which of the addresses that were offered a reply means: by its number, by words of its own, or by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.forms.form import Choice
from bot.forms.reading.choices import read_choice

_NUMBER = re.compile(r"\b\d+[a-z]?\b")
_WORD = re.compile(r"[a-z]{2,}")
_AROUND = frozenset(
    {"no", "number", "flat", "unit", "apartment", "house", "it", "is", "its", "the", "that", "this", "one", "please"}
    | {"in", "at", "my", "we", "live", "yes", "yeah", "ok", "okay"}
)


def read_home(clear: str, homes: Sequence[Choice]) -> str | None:
    """The value of the only address that `clear` means; None where none or several may be meant.

    A number is that of a house or a flat, never a place in the list. Words that the address does not have mean
    another one, which was not offered.
    """
    said = " ".join(clear.lower().replace("’", "'").replace("'", "").split())
    numbers, words = set(_NUMBER.findall(said)), set(_WORD.findall(said)) - _AROUND
    if not numbers:
        return read_choice(said, homes)
    fitting = [home.value for home in homes if numbers <= _numbers(home) and words <= set(_words(home))]
    return fitting[0] if len(fitting) == 1 else None


def _numbers(home: Choice) -> set[str]:
    return set(_NUMBER.findall(home.title.lower()))


def _words(home: Choice) -> list[str]:
    return _WORD.findall(home.title.lower().replace("'", ""))

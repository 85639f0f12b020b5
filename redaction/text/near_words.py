"""The word that a mistyped one was meant to be: a few letters wrong, missing, too many or swapped, never the first."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne


class NearWords:
    """Words to compare typing with."""

    def __init__(self, words: Iterable[str]) -> None:
        # Longest first: of two words that are as near, a letter was more likely left out than put in or mistaken.
        self._words = sorted(set(words), key=lambda word: (-len(word), word))
        self._alike: dict[tuple[str, int, int], list[str]] = {}

    def nearest(self, typed: str, slips: int = 1) -> str | None:
        """The word that `typed` differs from least, by at most so many slips of a finger; None where there is none.

        A slip is one letter too many, too few or wrong, or two neighbours swapped. The first letter must be right.
        """
        found = extractOne(typed, self._comparable(typed, slips), scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found is not None else None

    def _comparable(self, typed: str, slips: int) -> list[str]:
        """The words with the first letter of `typed` and about its length."""
        key = typed[:1], len(typed), slips
        if key not in self._alike:
            self._alike[key] = [
                word for word in self._words if word[:1] == key[0] and abs(len(word) - len(typed)) <= slips
            ]
        return self._alike[key]

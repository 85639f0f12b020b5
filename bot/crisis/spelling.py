"""Mistyped text made plain for the crisis words: lower case, one spelling, sentences apart. In memory only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

LONGEST = 4000  # characters read of a message

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_APOSTROPHE = re.compile("(?<=[a-z])['`\u2018\u2019\u02bc\u00b4](?=[a-z])")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9])[a-z](?:[ .\-*]{1,2}[a-z]){3,}(?![a-z0-9])")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_SENTENCE_END = re.compile(r"[.!?;\n\r]+(?:\s|$)|[\n\r]+")
_WORD = re.compile(r"[a-z0-9$@!*]+")
_SHORTEST_TYPO = 6  # letters; shorter words have too many honest neighbours


def clean(raw: str) -> str:
    """The first `LONGEST` characters of `raw`, lower case, without accents, invisible and control characters."""
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", raw[:LONGEST]).lower())
    return "".join(char if char.isprintable() or char in "\n\r" else " " for char in text if not is_accent(char))


def is_accent(char: str) -> bool:
    """True for a combining mark left over from an accented letter."""
    return unicodedata.combining(char) != 0


def sentences_of(raw: str) -> list[str]:
    """The sentences of `raw` as it was typed, without empty ones."""
    return [part.strip() for part in _SENTENCE_END.split(raw[:LONGEST]) if part.strip()]


class Spelling:
    """Turns sentences into plain words.

    `same` maps a word or phrase to the one that the rules use; `vocabulary` are words worth recognising when
    mistyped by one letter; `known` are honest words, and `stems` their beginnings, that are never a typing mistake.
    """

    def __init__(
        self,
        same: Mapping[str, str],
        vocabulary: Iterable[str],
        known: Iterable[str],
        stems: Iterable[str] = (),
    ) -> None:
        self._stems = tuple(stems)
        self._vocabulary = frozenset(vocabulary)
        self._known = frozenset(known) | self._vocabulary
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._vocabulary):
            if len(word) >= _SHORTEST_TYPO:
                for form in _shortened(word):
                    self._near.setdefault(form, []).append(word)
        phrases = sorted(same, key=len, reverse=True)
        self._same = dict(same)
        self._phrases = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, phrases)) + r")(?= )" if phrases else r"(?!)")

    def sentences(self, raw: str) -> list[str]:
        """Each sentence as words between single spaces, with a space at both ends."""
        return [plain for part in sentences_of(clean(raw)) if (plain := self._plain(part)).strip()]

    def _plain(self, sentence: str) -> str:
        sentence = _APOSTROPHE.sub("", sentence)
        sentence = _SPELLED_OUT.sub(lambda found: re.sub("[^a-z]", "", found[0]), sentence)
        words = f" {' '.join(self._word(word) for word in _WORD.findall(sentence))} "
        return self._phrases.sub(lambda found: self._same[found[0]], words)

    def _word(self, word: str) -> str:
        word = word.strip("!@$*")
        if word.isdigit() or word in self._known:
            return word
        if not word.isalpha():
            plain = word.translate(_LEET)
            word = plain if plain in self._vocabulary else re.sub("[^a-z0-9]", "", word)
        if _REPEATED.search(word):
            once, twice = _REPEATED.sub(r"\1", word), _REPEATED.sub(r"\1\1", word)
            word = twice if twice in self._known else once
        if len(word) < _SHORTEST_TYPO - 1 or word in self._known or word.startswith(self._stems):
            return word
        near = (match for form in _shortened(word) for match in self._near.get(form, ()))
        return next((match for match in near if one_slip(word, match)), word)


def _shortened(word: str) -> list[str]:
    """The word itself and the word without each of its letters."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]


def one_slip(typed: str, meant: str) -> bool:
    """True when one letter too many, too few, wrong, or two neighbours swapped, explain the difference."""
    if abs(len(typed) - len(meant)) > 1 or typed[:1] != meant[:1]:
        return False
    start = next((place for place, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if start is None:
        return True
    ends = (
        (typed[start + 1 :], meant[start:]),
        (typed[start:], meant[start + 1 :]),
        (typed[start + 1 :], meant[start + 1 :]),
    )
    swapped = typed[start : start + 2] == meant[start : start + 2][::-1] and typed[start + 2 :] == meant[start + 2 :]
    return swapped or any(a == b for a, b in ends)

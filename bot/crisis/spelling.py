"""Mistyped text made plain for the crisis words: lower case, one spelling, sentences apart. In memory only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from redaction.text.fold import plain
from redaction.text.near_words import NearWords

LONGEST = 4000  # characters read of a message

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i"})
_APOSTROPHE = re.compile("(?<=[a-z])['`](?=[a-z])")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9])[a-z](?:[ .\-*]{1,2}[a-z]){3,}(?![a-z0-9])")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_SENTENCE_END = re.compile(r"[.!?;\n\r]+(?:\s|$)|[\n\r]+")
_WORD = re.compile(r"[a-z0-9$@!*]+")
_SHORTEST_TYPO = 6  # letters; shorter words have too many honest neighbours


def clean(raw: str) -> str:
    """The first `LONGEST` characters of `raw` in plain letters, with spaces for control characters."""
    text = plain(raw)[:LONGEST]
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    return char if char.isprintable() or char in "\n\r" else " "


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
        self._near = NearWords(word for word in self._vocabulary if len(word) >= _SHORTEST_TYPO)
        phrases = sorted(same, key=len, reverse=True)
        self._same = dict(same)
        self._phrases = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, phrases)) + r")(?= )" if phrases else r"(?!)")

    def sentences(self, raw: str) -> list[str]:
        """Each sentence as words between single spaces, with a space at both ends."""
        return [words for part in sentences_of(clean(raw)) if (words := self._words(part)).strip()]

    def _words(self, sentence: str) -> str:
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
        return self._near.nearest(word) or word

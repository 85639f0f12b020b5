"""Stand-ins such as `<PERSON_1>`: the same value in the same conversation always gets the same one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

import regex

from redaction.ner.ordinary_words import is_ordinary
from redaction.redacted import LABELS, Label

PLACEHOLDER = regex.compile(rf"<({'|'.join(LABELS)})_([1-9]\d{{0,5}})>")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++(?:['’\-][\p{L}\p{M}\p{N}]++)*+")
_MOST_WORDS = 4
_LEAST_LETTERS = 3


class Placeholders:
    """The placeholders of one conversation, and the counter of each label.

    `fingerprint` turns a normalised value into a key; in production it is an HMAC under the conversation's key,
    so that `taken` (fingerprint -> placeholder, kept by the caller) holds no value in clear. `new` is what this
    object added and the caller must keep.
    """

    def __init__(
        self, fingerprint: Callable[[str], str] = lambda value: value, taken: Mapping[str, str] | None = None
    ) -> None:
        self._fingerprint = fingerprint
        self._taken = dict(taken or {})
        self.new: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        for placeholder in self._taken.values():
            self.reserve(placeholder)

    def reserve(self, placeholder: str) -> None:
        """Never give out this number again: it is in use, or the resident wrote it."""
        match = PLACEHOLDER.fullmatch(placeholder)
        if match:
            self._counts[match[1]] = max(self._counts.get(match[1], 0), int(match[2]))

    def of(self, label: Label, value: str) -> str:
        """The placeholder for a value: the one it had, or the next number of its label."""
        key = self._fingerprint(normalised(value) if label in _WRITTEN else _bare(value))
        if key not in self._taken:
            number = self._counts.get(label, 0) + 1
            self._counts[label] = number
            self._taken[key] = self.new[key] = f"<{label}_{number}>"
            if label == "PERSON":
                self._remember_parts(value)
        return self._taken[key]

    def _remember_parts(self, value: str) -> None:
        """Each word of a name is found again by itself, unless it is an ordinary word too."""
        for word in _telling_words(value):
            key = self._fingerprint(_part(word))
            if key not in self._taken:
                self._taken[key] = self.new[key] = _PART_MARK

    def known_names(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names that were found before stand in `text`, longest first at each word, never overlapping."""
        if not self._taken:
            return
        words = [match.span() for match in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
                start, end = words[at][0], words[at + count - 1][1]
                if self._is_known(text[start:end], count):
                    yield start, end
                    at += count
                    break
            else:
                at += 1

    def _is_known(self, value: str, words: int) -> bool:
        if words == 1 and (is_ordinary(value) or len(value) < _LEAST_LETTERS):
            return False
        if self._taken.get(self._fingerprint(normalised(value)), "").startswith("<PERSON_"):
            return True
        return words == 1 and self._fingerprint(_part(_without_possessive(value))) in self._taken


_PART_MARK = "part of a name"
_WRITTEN = {"PERSON", "ADDRESS"}  # in these a space tells words apart; in numbers and codes it tells nothing


def _bare(value: str) -> str:
    return "".join(sign for sign in normalised(value) if sign.isalnum() or sign in "@.+")


def _part(word: str) -> str:
    return f"part:{normalised(word)}"


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _telling_words(name: str) -> list[str]:
    """The words of a name that are long enough and no ordinary words, without a possessive."""
    words = map(_without_possessive, _WORD.findall(name))
    return [word for word in words if len(word) >= _LEAST_LETTERS and not is_ordinary(word)]


def parts_of(names: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a word of one of the names stands in `text`, in any case, with or without a possessive."""
    telling = {normalised(word) for name in names for word in _telling_words(name)}
    if telling:
        for match in _WORD.finditer(text):
            if normalised(_without_possessive(match.group())) in telling:
                yield match.start(), match.start() + len(_without_possessive(match.group()))


def normalised(value: str) -> str:
    """Case and spaces folded, apostrophes alike: how two spellings of one value are compared."""
    folded = unicodedata.normalize("NFKC", value).casefold().replace("’", "'")
    return " ".join(folded.split())

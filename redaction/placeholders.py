"""Stand-ins such as `<PERSON_1>`: the same value in the same conversation always gets the same one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import regex

from redaction.ner.ordinary_words import is_ordinary
from redaction.text import fold
from redaction.text.labels import Label
from redaction.text.placeholders import Placeholder, read

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
        self._numbers: defaultdict[Label, set[int]] = defaultdict(set)
        for placeholder in self._taken.values():
            self.reserve(placeholder)

    def __contains__(self, placeholder: object) -> bool:
        """Whether it stands for a value of this conversation."""
        return placeholder in self._taken.values() and placeholder != _PART_MARK

    def reserve(self, placeholder: str) -> None:
        """Never gives this number out again: it stands in a text that the redactor wrote."""
        if (known := read(placeholder)) is not None:
            self._numbers[known.label].add(known.number)

    def of(self, label: Label, value: str) -> str:
        """The placeholder for a value: the one it had, or the next number of its label.

        Raises ValueError when every number of the label is taken.
        """
        key = self._fingerprint(normalised(value) if label in _WRITTEN else _bare(value))
        if key not in self._taken:
            self._taken[key] = self.new[key] = str(Placeholder(label, self._next(label)))
            if label == "PERSON":
                self._remember_parts(value)
        return self._taken[key]

    def _next(self, label: Label) -> int:
        """The number after those of the label, of which none is left out; one that is in use is passed over."""
        taken = self._numbers[label]
        number = len(taken) + 1
        while number in taken:
            number += 1
        taken.add(number)
        return number

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
        known = read(self._taken.get(self._fingerprint(normalised(value)), ""))
        if known is not None and known.label == "PERSON":
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
    folded = fold.folded(value).casefold()
    return " ".join(folded.split())

"""How well an address fits what somebody wrote. Pure: text and addresses in, scores out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from api.outside.gazetteer.address_words import KINDS, plain
from redaction.text.postcode import postcode_in, without_postcodes

LEAST = 0.5  # what fits worse is no match
_FLAT = re.compile(r"\b(?:flat|unit|room)\s+([a-z0-9]+)\b")
_NUMBER = re.compile(r"\b([0-9]+[a-z]?(?:-[0-9]+[a-z]?)?)\b")
SAME = 0.8  # of two words, misspelt: letters in common, in order, by the letters of both
_LITTLE = ("the", "and", "of", "at")


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """The parts of what somebody wrote; empty where there is none. `words` are the rest, without numbers."""

    flat: str
    number: str
    words: tuple[str, ...]
    postcode: str


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """The parts of an address of the gazetteer, plain."""

    flat: str
    number: str
    name: str
    street: str
    line: str
    postcode: str


def parse(text: str) -> TypedAddress:
    """The parts of `flat 2 14 mill lane nb1 2ab`."""
    postcode = postcode_in(text) or ""
    rest = plain(without_postcodes(text))
    flat = _FLAT.search(rest)
    rest = _FLAT.sub(" ", rest, count=1)
    numbers = _NUMBER.findall(rest)
    if not flat and len(numbers) > 1:  # "2/14 Mill Lane", "2, 14 Mill Lane"
        return TypedAddress(numbers[0], numbers[1], _words(rest), postcode)
    return TypedAddress(flat[1] if flat else "", numbers[0] if numbers else "", _words(rest), postcode)


def score(written: TypedAddress, known: KnownAddress) -> float:
    """From 0, nothing in common, to 1, all that was written fits and nothing is left open."""
    place = _of_words(written.words, known)
    exact_postcode = bool(written.postcode) and written.postcode == known.postcode
    if place < 0.5 and not (exact_postcode and not written.words):
        return 0.0
    if not written.words:
        place = 0.7  # a number and a postcode say a lot, and no street
    number = _of_part(written.number, known.number, named=_named(written.words, known.name))
    flat = _of_part(written.flat, _without_kind(known.flat))
    postcode = 1.0 if exact_postcode else 0.0 if written.postcode else 0.6
    total = 0.45 * place + 0.3 * number + 0.1 * flat + 0.15 * postcode
    return round(total * (0.5 if written.number and number == 0 else 1.0), 3)


def _words(rest: str) -> tuple[str, ...]:
    return tuple(word for word in rest.replace("/", " ").split() if not word[0].isdigit())


def _of_part(written: str, known: str, *, named: bool = False) -> float:
    """A number or a flat: the same, another, or left open."""
    if written == known or (named and not written):
        return 1.0
    if not written:
        return 0.4
    return 0.5 if known and known in _range(written) | {written.rstrip("abcdefgh")} else 0.0


def _range(written: str) -> set[str]:
    return set(written.split("-")) if "-" in written else set()


def _without_kind(flat: str) -> str:
    found = _FLAT.fullmatch(flat)
    return found[1] if found else flat


def _named(words: tuple[str, ...], name: str) -> bool:
    """Whether the building's name was written."""
    telling = [word for word in name.split() if word not in _LITTLE]
    return bool(telling) and all(_nearest(word, words) >= SAME for word in telling)


def own_words(street: str) -> tuple[str, ...]:
    """The words that are a street's own: `park` of `park crescent`, `the`, `mount` of `the mount`."""
    words = tuple(street.split())
    return words[:-1] if len(words) > 1 and words[-1] in KINDS else words


def _of_words(words: tuple[str, ...], known: KnownAddress) -> float:
    """How many of the written words the address has; "road" and the like count little, the street's own words most."""
    own, line = own_words(known.street), tuple(plain(known.line).split())
    missed = [word for word in own if _nearest(word, words) < SAME]
    if not words or (len(missed) == len(own) and not _named(words, known.name)):
        return 0.0
    got = total = 0.0
    for word in words:
        near, far = _nearest(word, own), _nearest(word, line)
        weight = 1.0 if near >= SAME or (far < SAME and word not in KINDS) else 0.3
        total += weight
        got += weight * max(near, far)
    return min(1.0, got / total) * (0.9 if missed else 1.0)


def _nearest(word: str, words: tuple[str, ...]) -> float:
    return max((_alike(word, each) for each in words), default=0.0)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    shorter = min(len(one), len(other))
    if shorter < 3 or abs(len(one) - len(other)) > 2 or (shorter < 5 and one[0] != other[0]):
        return 0.0  # short words are other words, not misspelt ones
    return fuzz.ratio(one, other, score_cutoff=100 * SAME) / 100  # its scores go to 100

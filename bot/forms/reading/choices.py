"""One of a few: by its name, its other names, or its place in the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.forms.form import Choice
from bot.forms.reading.numbers import NUMBER, value_of
from redaction.text.number_words import ORDINALS, any_of

_PLACE = re.compile(
    rf"(?:(?:i'll |i will )?(?:take|have|choose|pick) )?(?:the )?(?:(?:number|no\.?|option) ?)?"
    rf"(?:({NUMBER})(?:st|nd|rd|th)?|({any_of(ORDINALS)})|(last))(?: one| option)?(?:,? please)?[.!]?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]{4,}")
_EARLIEST = re.compile(
    r"(?:the )?(?:earliest|soonest|first available)(?: one| date| time| slot)?(?:,? please)?[.!]?", re.IGNORECASE
)


SHORT = 4  # words
_WORD = re.compile(r"[a-z]{3,}")
_DENIES = frozenset({"not", "no", "isn't", "isn", "neither", "none", "don", "dont", "nothing"})
_COMMON = frozenset(
    {
        "the",
        "and",
        "for",
        "with",
        "one",
        "any",
        "its",
        "this",
        "that",
        "you",
        "your",
        "has",
        "have",
        "not",
        "does",
        "know",
        "something",
        "somebody",
        "else",
        "other",
        "another",
        "who",
        "was",
        "there",
        "are",
        "from",
        "here",
        "them",
        "too",
        "all",
    }
)


def read_choice(text: str, choices: Sequence[Choice]) -> str | None:
    """The value of the only choice that `text` names, or whose place it gives; None where it is not clear which."""
    plain = " ".join(text.replace("’", "'").split())
    named = {choice.value for choice in choices if names(choice, plain)}
    if len(named) > 1:
        named = _longest(plain, choices) or named
    if len(named) == 1:
        return named.pop()
    named = named or _by_a_word_of_its_own(plain, choices)
    if len(named) == 1:
        return named.pop()
    place = None if named else _place(plain, len(choices))
    return choices[place].value if place is not None else None


def read_telling_word(text: str, choices: Sequence[Choice]) -> str | None:
    """The choice of a short reply with a word that no other choice's name has: "the brown one" is the brown bin."""
    words = set(_WORD.findall(text.lower()))
    if len(text.split()) > SHORT or words & _DENIES:
        return None
    own = {choice.value: set(_WORD.findall(" ".join(_names(choice)).lower())) - _COMMON for choice in choices}
    found = [value for value in own if words & own[value] - set().union(*(own[each] for each in own if each != value))]
    return found[0] if len(found) == 1 else None


def names(choice: Choice, text: str) -> bool:
    """Whether `text` has one of the choice's names in it, singular or plural."""
    return pattern(_names(choice)).search(text) is not None


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some names as whole words, longest first, in singular or plural."""
    ordered = sorted({each.lower() for each in phrases if each.strip()}, key=lambda each: (-len(each), each))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_inflected, ordered)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _names(choice: Choice) -> set[str]:
    return {choice.title, *choice.words, choice.value.replace("_", " ").replace("-", " ")}


def _by_a_word_of_its_own(text: str, choices: Sequence[Choice]) -> set[str]:
    """The choice that a short answer means by a word that no other has: "the grey one" is the grey bin."""
    said = set(_WORDS.findall(text.lower()))
    if len(said) > 3:
        return set()
    titles = {choice.value: set(_WORDS.findall(choice.title.lower())) for choice in choices}
    return {
        value for value, words in titles.items() if said & words.difference(*(titles[x] for x in titles if x != value))
    }


def _inflected(phrase: str) -> str:
    """A pattern for a phrase whose last word may be in singular or plural."""
    words = re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?")
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return rf"{words[:-1]}(?:y|ies)"
    if phrase.endswith("ies"):
        return rf"{words[:-3]}(?:y|ies)"
    if phrase.endswith(("ss", "x", "ch", "sh")):
        return rf"{words}(?:es)?"
    return rf"{words}?" if phrase.endswith("s") else rf"{words}(?:'?s)?"


def _longest(text: str, choices: Sequence[Choice]) -> set[str]:
    """Of several, the one whose name holds the others' ("king-size bed" and "bed"); none when they stand apart."""
    spans = {}
    for choice in choices:
        found = pattern(_names(choice)).search(text)
        if found is not None:
            spans[choice.value] = found.span()
    longest = max(spans, key=lambda value: spans[value][1] - spans[value][0])
    start, end = spans[longest]
    if all(start <= first and last <= end for first, last in spans.values()):
        same = [value for value, span in spans.items() if span == (start, end)]
        return {longest} if len(same) == 1 else set()
    return set()


def _place(text: str, count: int) -> int | None:
    if count and _EARLIEST.fullmatch(text):
        return 0
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    if found[3]:
        return count - 1 if count else None
    place = value_of(found[1]) if found[1] else ORDINALS[found[2].lower()]
    return place - 1 if 1 <= place <= count else None

"""Ordinary words: what a word is when nothing says that it is a name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import regex


def words(text: str) -> frozenset[str]:
    """The words of a text, without order."""
    return frozenset(text.split())


FUNCTION_WORDS = words(
    "a about after again all also am an and another any are aren't arent around as ask asked asking at be "
    "because been before being but by call called calling can can't cannot cant come coming could "
    "couldn't did didn't do does doesn't doing don't done dont down each either every few for from get "
    "getting go going got had has hasn't have haven't having he hello help her here hers hey hi him his "
    "how i i'd i'll i'm i've id if ill im in into is isn't it it's its ive just know let like live lives "
    "living long looking make many may me might mine more most much must my need needs never no nobody "
    "none not nothing now of off ok okay on once one only or other our ours out over own per please put "
    "quite really said same say see she should since so some someone somebody something soon sorry still "
    "such sure take tell than thank thanks that that's thats the their them then there there's these they "
    "they're this those though through to today tomorrow tonight too trying two under until up upset us "
    "very want wanted was wasn't we we're we've well went were weren't what what's when where which while "
    "who who's whose why will with within without won't would writing yes yesterday yet you you're your "
    "yours"
)


_CONTRACTION = regex.compile(r"(?<=\p{L})['’](?:s|ve|re|ll|d|m|t)$")


@cache
def ordinary_words() -> frozenset[str]:
    """The lower-case words of `words.txt`, about 20,000."""
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def dictionary() -> frozenset[str]:
    """The lower-case words of `dictionary.txt`, about 95,000 besides the ordinary ones. Some are names too."""
    lines = (Path(__file__).parent / "dictionary.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_ordinary(word: str) -> bool:
    """Whether a word, or what is left without a possessive, is in the list."""
    lowered = _CONTRACTION.sub("", word.lower().strip("'.-"))
    return lowered in ordinary_words() or lowered in FUNCTION_WORDS or lowered.replace("'", "") in FUNCTION_WORDS

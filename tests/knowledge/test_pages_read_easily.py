"""Every page reads as easily as a council should write: reading age 9 to 12, as docs/writing-pages.md asks."""

from __future__ import annotations

import re

import pytest

from knowledge.blocks import Piece, read_blocks
from knowledge.load import CouncilPack
from knowledge.page import Page
from knowledge.wording import plain, sentences

HARDEST = 7.5  # Flesch-Kincaid grade: what a child of about 12 reads with ease
LONGEST = 36  # words of one sentence or list item
_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]les?|[^aeiouylcghsxz]es|[^aeiouydt]ed)$")


def syllables(word: str) -> int:
    """About how many: runs of vowels, less an `e` that nobody speaks at the end."""
    return max(1, len(_VOWELS.findall(word)) - bool(_SILENT.search(word)))


def read_aloud(page: Page) -> list[str]:
    """The page's sentences and list items without headings, fees and numbers filled in."""
    pieces = (piece for piece in read_blocks(page.body) if isinstance(piece, Piece))
    return [*sentences(plain(page.summary)), *(plain(piece.text) for piece in pieces)]


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade (J. P. Kincaid and others, 1975): school years, so about 5 less than an age."""
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    return 0.39 * len(words) / len(texts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59

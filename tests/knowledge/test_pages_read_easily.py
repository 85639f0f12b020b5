"""Every page reads as easily as docs/writing-pages.md asks: reading age 9 to 12."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from knowledge.answer.blocks import AnswerPiece, read_blocks
from knowledge.answer.wording import count_words, plain, sentences
from knowledge.pack.load import CouncilPack
from knowledge.pack.page import Page

HARDEST = 7.5  # Flesch-Kincaid grade, in school years: what a child of 12 reads
LONGEST = 30  # words of a sentence; 15 are usual
_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]les?|[^aeiouylcghsxz]es|[^aeiouydt]ed)$")


def syllables(word: str) -> int:
    """About how many: runs of vowels, less an `e` at the end that nobody speaks."""
    return max(1, len(_VOWELS.findall(word)) - bool(_SILENT.search(word)))


def whole_sentences(page: Page) -> list[str]:
    """The summary's and the body's sentences. Headings and list items are no sentences; they would flatter a page."""
    pieces = (piece for piece in read_blocks(page.body) if isinstance(piece, AnswerPiece) and not piece.is_item)
    return [*sentences(plain(page.summary)), *(plain(piece.text) for piece in pieces)]


def grade(texts: Sequence[str]) -> float:
    """The Flesch-Kincaid grade (J. P. Kincaid and others, 1975). Figures, such as fees, are no words."""
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    return 0.39 * len(words) / len(texts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bin", 1), ("the", 1), ("waste", 1), ("rules", 1), ("used", 1), ("table", 2), ("needed", 2),
        ("pages", 2), ("council", 2), ("people", 2), ("recycle", 3), ("collection", 3), ("accommodation", 5),
    ],
)  # fmt: skip
def test_syllables_are_counted_nearly_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_hard_text_is_graded_harder_than_easy_text() -> None:
    easy = ["Put your bin out.", "We come for it by noon."]
    hard = ["Notwithstanding the aforementioned provisions, applicants must demonstrate entitlement individually."]
    assert grade(easy) < 2 < HARDEST < grade(hard)


def test_no_page_is_harder_than_a_child_of_twelve_can_read(northbridge: CouncilPack) -> None:
    grades = {page.id: round(grade(whole_sentences(page)), 1) for page in northbridge.pages}
    assert {name: found for name, found in grades.items() if found > HARDEST} == {}


def test_no_sentence_of_a_page_goes_on_too_long(northbridge: CouncilPack) -> None:
    spoken = [(page.id, sentence) for page in northbridge.pages for sentence in whole_sentences(page)]
    assert [(name, sentence) for name, sentence in spoken if count_words(sentence) > LONGEST] == []

"""Answers in the page's own words: the sentences that were found, never generated ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.answer.blocks import AnswerPiece, Heading, join, read_blocks
from knowledge.answer.wording import count_words, plain
from knowledge.pack.page import Page
from knowledge.search.encoder import Encoder
from knowledge.search.lexical import telling_words
from knowledge.search.search import Hit

LONGEST = 70  # words; one list or table may be longer, because half of it could mislead


@dataclass(frozen=True, slots=True)
class Answer:
    """Words to show a resident, in Markdown, and the page they are from."""

    text: str
    title: str
    url: str
    reviewed_on: date | None


def extract(query: str, hit: Hit, encoder: Encoder) -> Answer:
    """The part of the hit's passage that answers best, in about 70 words at most.

    A short passage is the answer whole. The page's summary is the answer when the query only names the page,
    and when there is no passage to show.
    """
    page = hit.page
    text = page.summary if only_names(query, page) else ""
    text = text or _best_part(query, hit.passage.text, encoder) or page.summary or page.title
    return Answer(text, page.title, page.url, page.reviewed_on)


def only_names(query: str, page: Page) -> bool:
    """Whether every telling word of the query is in the page's title or synonyms, with whatever ending."""
    names = set(telling_words(" ".join([page.title, *page.synonyms])))
    return all(any(name.startswith(word) or word.startswith(name) for name in names) for word in telling_words(query))


def _best_part(query: str, passage: str, encoder: Encoder) -> str:
    """The run of whole units, at most 70 words, that is nearest to the query in meaning."""
    if count_words(passage) <= LONGEST:
        return passage
    runs = _runs(_units(passage))
    vectors = encoder.encode([query, *(plain(run) for run in runs)])
    return runs[int(np.argmax(vectors[1:] @ vectors[0]))]


def _units(passage: str) -> list[list[AnswerPiece]]:
    """Sentences one by one, and lists whole with the line that introduces them."""
    units: list[list[AnswerPiece]] = []
    for block in read_blocks(passage):
        piece = AnswerPiece(block.text, "\n\n") if isinstance(block, Heading) else block
        last = units[-1][-1] if units else None
        if last and (last.introduces or (piece.is_item and last.is_item)):
            units[-1].append(piece)
        else:
            units.append([piece])
    return units


def _runs(units: Sequence[list[AnswerPiece]]) -> list[str]:
    """From each unit on, as many as fit into 70 words, but at least one."""
    runs = []
    for start in range(len(units)):
        run: list[AnswerPiece] = []
        for unit in units[start:]:
            if run and count_words(join([*run, *unit])) > LONGEST:
                break
            run += unit
        runs.append(join(run))
    return runs

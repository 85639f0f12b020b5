"""Splits a page into passages, each readable alone under its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.answer.blocks import AnswerPiece, Heading, join, read_blocks
from knowledge.answer.wording import count_words
from knowledge.pack.page import Page, Passage

WHOLE = 120  # words: a section up to here stays whole
AIM = 80  # words of a passage when a longer section is cut


@lru_cache(maxsize=4096)  # a release changes a few pages of many
def split(page: Page) -> tuple[Passage, ...]:
    """The passages of a page in order, at least one; their headings lead from the page's title.

    The first is the summary, if the page has one. Then each section of the body: whole up to 120 words, or
    cut between sentences or list items into passages of about 80. No word is lost.
    """
    parts: list[tuple[tuple[str, ...], str]] = [((page.title,), page.summary)] if page.summary else []
    for headings, pieces in _sections(page):
        parts += [(headings, join(group)) for group in _groups(pieces)]
    parts = parts or [((page.title,), "")]
    numbered = enumerate(parts)
    return tuple(Passage(f"{page.id}#{n}", page.id, headings, text) for n, (headings, text) in numbered)


def _sections(page: Page) -> Iterator[tuple[tuple[str, ...], list[AnswerPiece]]]:
    """The headings above each section, and its pieces."""
    path: list[Heading] = []
    pieces: list[AnswerPiece] = []
    for block in read_blocks(page.body):
        match block:
            case AnswerPiece():
                pieces.append(block)
            case Heading():
                if pieces:
                    yield _headings(page, path), pieces
                    pieces = []
                elif path and path[-1].level >= block.level:  # nothing stood under it: keep its words
                    pieces = [AnswerPiece(path[-1].text, "\n\n")]
                path = [above for above in path if above.level < block.level] + [block]
    if not pieces and path:
        pieces = [AnswerPiece(path[-1].text, "\n\n")]
    if pieces:
        yield _headings(page, path), pieces


def _headings(page: Page, path: Sequence[Heading]) -> tuple[str, ...]:
    below = [heading.text for heading in path]
    if below and below[0].casefold() == page.title.casefold():
        below = below[1:]
    return (page.title, *below)


def _groups(pieces: Sequence[AnswerPiece]) -> Iterator[list[AnswerPiece]]:
    """The pieces of each passage: all of them if they are short enough, or groups of about equal length."""
    total = sum(count_words(piece.text) for piece in pieces)
    share = total if total <= WHOLE else total / -(-total // AIM)
    group: list[AnswerPiece] = []
    words = 0
    for piece in pieces:
        size = count_words(piece.text)
        if group and not group[-1].introduces and words + size / 2 > share:
            yield group
            group, words = [], 0
        group.append(piece)
        words += size
    if group:
        yield group

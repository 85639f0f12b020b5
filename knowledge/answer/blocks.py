"""Reads Markdown as headings and pieces: a piece is the least that nobody should cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.answer.wording import plain, sentences

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `level` 1 to 6, `text` without Markdown."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    """A sentence, a list item or a table, as written. `joint` is the space that goes before it."""

    text: str
    joint: str
    is_item: bool = False

    @property
    def introduces(self) -> bool:
        """Whether what follows belongs to this piece: "You will need:" """
        return self.text.endswith(":")


def read_blocks(markdown: str) -> Iterator[Heading | AnswerPiece]:
    """Headings and pieces in order. Each word is in one of them; only the space between may change."""
    markdown = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = markdown.split("\n")
    tokens = _MARKDOWN.parse(markdown)
    done = 0
    for number, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0 or token.map[0] < done:
            continue
        first, end = token.map
        yield from _whole(lines[done:first])  # lines that no block claims, such as a link's definition
        if token.type == "heading_open":
            yield Heading(int(token.tag[1]), plain(tokens[number + 1].content))
        elif token.type == "paragraph_open":
            yield from _sentences(lines[first:end])
        elif token.type in _LISTS:
            yield from _list(lines, first, end, tokens[number + 1 :])
        else:
            yield from _whole(lines[first:end])
        done = end
    yield from _whole(lines[done:])


def join(pieces: Iterable[AnswerPiece]) -> str:
    """Pieces as one Markdown text."""
    text = ""
    for piece in pieces:
        text = text + piece.joint + piece.text if text else piece.text
    return text


def _whole(lines: list[str]) -> Iterator[AnswerPiece]:
    text = "\n".join(lines).strip("\n").rstrip()
    if text.strip():
        yield AnswerPiece(text, "\n\n")


def _sentences(lines: list[str]) -> Iterator[AnswerPiece]:
    for number, sentence in enumerate(sentences("\n".join(lines))):
        yield AnswerPiece(sentence, " " if number else "\n\n")


def _list(lines: list[str], first: int, end: int, following: Iterable[Token]) -> Iterator[AnswerPiece]:
    starts = [item.map[0] for item in _items(following) if item.map]
    cuts = [first, *starts[1:], end]
    for number, (start, stop) in enumerate(pairwise(cuts)):
        text = "\n".join(lines[start:stop]).rstrip()
        if text.strip():
            yield AnswerPiece(text, "\n" if number else "\n\n", is_item=True)


def _items(tokens: Iterable[Token]) -> Iterator[Token]:
    """The items of the list whose opening token came just before."""
    for token in tokens:
        if token.level == 0:
            return
        if token.level == 1 and token.type == "list_item_open":
            yield token

"""Plain words and sentences of Markdown text."""

from __future__ import annotations

import re

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^[ \t]*(?:[-*+]|#{1,6}|>)[ \t]+|[*`]{1,3}|(?<!\w)_|_(?!\w)", re.MULTILINE)
# A space after a full stop (and perhaps a closing quote) and before what can begin a sentence
_BREAK = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"')\]\u201d\u2019]))\s+(?=[\"'(\[*\u201c\u2018]*[A-Z0-9£])")
_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No|vs)\.$")


def plain(markdown: str) -> str:
    """The words of Markdown text on one line: no link addresses, bullets or emphasis."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", markdown)).split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph, Markdown kept; together they hold every word of it."""
    found: list[str] = []
    for piece in _BREAK.split(" ".join(text.split())):
        if found and _SHORT.search(found[-1]):
            found[-1] += f" {piece}"
        elif piece:
            found.append(piece)
    return tuple(found)


def count_words(text: str) -> int:
    """Words as a reader counts them: runs of characters between spaces."""
    return len(text.split())

"""What changed between two texts: line by line, and within a changed line word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

CONTEXT = 2  # unchanged lines shown around a change
MOST_LINES, MOST_WORDS = 4000, 1500  # beyond these, comparing takes too long: the whole counts as changed
_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """Part of a line. `kind` is `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line. `kind` is `same`, `added`, `removed`, or `skipped` for a place where unchanged lines are left out."""

    kind: str
    pieces: tuple[DiffPiece, ...] = ()


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[DiffLine, ...]]:
    """The fields that differ, in the order of `new`."""
    return {name: compare(old.get(name, ""), text) for name, text in new.items() if old.get(name, "") != text}


def compare(old: str, new: str) -> tuple[DiffLine, ...]:
    """The lines that changed, with a few around them."""
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    if len(before) + len(after) > MOST_LINES:
        return tuple(_replaced(before, after))
    rows: list[DiffLine] = []
    at = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT):
        if group[0][1] > at:
            rows.append(DiffLine("skipped"))
        for tag, i, j, k, m in group:
            rows += _same(before[i:j]) if tag == "equal" else _replaced(before[i:j], after[k:m])
        at = group[-1][2]
    return (*rows, DiffLine("skipped")) if rows and at < len(before) else tuple(rows)


def _same(lines: Sequence[str]) -> list[DiffLine]:
    return [DiffLine("same", (DiffPiece("same", line),)) for line in lines]


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[DiffLine]:
    """Each old line with the new one that stands in its place."""
    for old, new in zip_longest(before, after):
        if old is None or new is None:
            kind, line = ("added", new) if old is None else ("removed", old)
            yield DiffLine(kind, (DiffPiece(kind, line),))
        else:
            yield from _rewritten(old, new)


def _rewritten(old: str, new: str) -> Iterator[DiffLine]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    removed: list[DiffPiece] = []
    added: list[DiffPiece] = []
    if len(before) + len(after) > MOST_WORDS:
        removed, added = [DiffPiece("removed", old)], [DiffPiece("added", new)]
    else:
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            kinds = ("same", "same") if tag == "equal" else ("removed", "added")
            removed += [DiffPiece(kinds[0], "".join(before[i:j]))] if j > i else []
            added += [DiffPiece(kinds[1], "".join(after[k:m]))] if m > k else []
    yield DiffLine("removed", tuple(removed))
    yield DiffLine("added", tuple(added))

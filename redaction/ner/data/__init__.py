"""The written parts of the generator: sentence patterns, what fills their slots, and names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def _lines(file: str) -> list[str]:
    lines = (_HERE / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]


def _sections(file: str) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each heading "== ...", and the lines under it."""
    head: list[str] = []
    body: list[str] = []
    for line in _lines(file):
        if line.startswith("== "):
            if head:
                yield head, body
            head, body = line.split()[1:], []
        else:
            body.append(line)
    yield head, body


def patterns(file: str) -> list[tuple[float, list[str]]]:
    """The sections of a pattern file: how often each is used, and its patterns."""
    return [(float(head[0]), body) for head, body in _sections(file)]


def fillings() -> dict[str, list[str]]:
    """What can stand in each slot; the text may have slots of its own."""
    pairs = (line.split(": ", 1) for line in _lines("slots.txt"))
    words = {slot: items.split("|") for slot, items in pairs}
    return words | {head[0]: body for head, body in _sections("phrases.txt")}


def written_names() -> Iterator[tuple[str, str, list[str]]]:
    """Origin, "first" or "last", and the names."""
    for line in _lines("names.txt"):
        head, names = line.split(": ", 1)
        origin, which = head.split()
        yield origin, which, names.split()

"""The written parts of the generator: sentence patterns, what fills their slots, and names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def _lines(file: str) -> list[str]:
    lines = (_HERE / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]


def _slots() -> dict[str, list[str]]:
    pairs = (line.split(": ", 1) for line in _lines("slots.txt"))
    return {slot: items.split("|") for slot, items in pairs}


def patterns(file: str) -> list[tuple[float, list[str]]]:
    """The sections of a pattern file: how often each is used, and its patterns."""
    groups: list[tuple[float, list[str]]] = []
    for line in _lines(file):
        if line.startswith("== "):
            groups.append((float(line.split()[1]), []))
        else:
            groups[-1][1].append(line)
    return groups


def written_names() -> Iterator[tuple[str, str, list[str]]]:
    """Origin, "first" or "last", and the names."""
    for line in _lines("names.txt"):
        head, names = line.split(": ", 1)
        origin, which = head.split()
        yield origin, which, names.split()


SLOTS = _slots()

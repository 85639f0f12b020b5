"""A rewritten text with the way back to the characters that it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A rewritten text. Character `i` of `text` stands for `raw[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    runs: tuple[tuple[int, int], ...] = ()
    """Stretches of `text` that were spelled out and are now joined."""
    edited: tuple[int, ...] = ()
    """Where in `text` an edit rewrote something, in order."""

    @classmethod
    def of(cls, raw: str) -> View:
        """The view that shows `raw` as it is."""
        return cls(raw, range(len(raw)), range(1, len(raw) + 1))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` (not empty) stands for."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` by `new` (which may be empty)."""

    start: int
    end: int
    new: str


def edit_view(view: View, edits: Sequence[Edit], runs: Iterable[tuple[int, int]]) -> View:
    """The view after edits in order of `start`, none overlapping. `runs` are carried into the new text."""
    if not edits:
        return view
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    moved: dict[int, int] = {}
    at = length = 0
    for edit in [*edits, Edit(len(view.text), len(view.text), "")]:
        for position in range(at, edit.start):
            moved[position] = length + position - at
        pieces.append(view.text[at : edit.start])
        starts.extend(view.starts[at : edit.start])
        ends.extend(view.ends[at : edit.start])
        length += edit.start - at
        for position in range(edit.start, edit.end):
            moved[position] = length
        if edit.new and edit.end > edit.start:
            first, last = view.original(edit.start, edit.end)
            pieces.append(edit.new)
            starts.extend([first] * len(edit.new))
            ends.extend([last] * len(edit.new))
            length += len(edit.new)
        at = edit.end
    moved[len(view.text)] = length
    carried = tuple((moved[start], moved[end]) for start, end in runs)
    edited = sorted({moved[at] for at in (*view.edited, *(edit.start for edit in edits))})
    return View("".join(pieces), starts, ends, carried, tuple(edited))

"""From overlapping hits to findings that never overlap: everything that was hit stays covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from redaction.text.labels import Label

_LEAST_ADDRESS = 10
"""Characters; what is left of an address beside a stronger finding is dropped when it is shorter."""


@dataclass(frozen=True, slots=True)
class RecogniserHit:
    """A stretch that a recogniser claims, in characters of the original message."""

    start: int
    end: int
    label: Label
    score: float


def resolve(hits: Iterable[RecogniserHit]) -> list[RecogniserHit]:
    """Hits in order of `start`, none overlapping. Where some overlap, the strongest keeps all of its stretch
    and the others what is left of theirs, so that no character that was claimed is let go. Linear after sorting."""
    ordered = sorted(set(hits), key=lambda hit: (hit.start, hit.end))
    settled: list[RecogniserHit] = []
    for group in _groups(ordered):
        settled.extend(_settle(group))
    return settled


def _groups(ordered: list[RecogniserHit]) -> Iterable[list[RecogniserHit]]:
    """Runs of hits that overlap, one after another."""
    group: list[RecogniserHit] = []
    reach = -1
    for hit in ordered:
        if group and hit.start >= reach:
            yield group
            group = []
        group.append(hit)
        reach = max(reach, hit.end)
    if group:
        yield group


def _only_a_street(hit: RecogniserHit, left: int) -> bool:
    """Whether a cut has left so little of an address that it names no door any more."""
    return hit.label == "ADDRESS" and left < min(hit.end - hit.start, _LEAST_ADDRESS)


def _same(one: RecogniserHit | None, other: RecogniserHit | None) -> bool:
    return one is other or (one is not None and other is not None and one.label == other.label)


def _settle(group: list[RecogniserHit]) -> list[RecogniserHit]:
    """The strongest of a group first; a weaker one is cut down to what it covers alone."""
    if len(group) == 1:
        return group
    start = min(hit.start for hit in group)
    owner: list[RecogniserHit | None] = [None] * (max(hit.end for hit in group) - start)
    for hit in sorted(group, key=lambda hit: (-round(hit.score, 2), -(hit.end - hit.start), hit.start, hit.label)):
        for at in range(hit.start - start, hit.end - start):
            if owner[at] is None:
                owner[at] = hit
    kept: list[RecogniserHit] = []
    at = 0
    while at < len(owner):
        end = at
        while end < len(owner) and _same(owner[end], owner[at]):
            end += 1
        winner = owner[at]
        if winner is not None and not _only_a_street(winner, end - at):
            kept.append(RecogniserHit(start + at, start + end, winner.label, winner.score))
        at = end
    return kept

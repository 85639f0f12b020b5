"""Which slots have a free place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.bookings.engine.slots import Slot

Span = tuple[int, int]
"""From and until, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One of a resource's units: a room, a registrar, a place on the round. It takes one booking at a time."""

    id: int
    resource: str
    number: int


@dataclass(frozen=True, slots=True)
class Busy:
    """When a lane is taken: starts and ends in seconds, in order, never overlapping."""

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def clear(self, start: int, end: int) -> bool:
        """Whether nothing is in it between the two."""
        return bisect_right(self.ends, start) == bisect_left(self.starts, end)


@dataclass(frozen=True, slots=True)
class Changed:
    """What staff changed of a resource for a time: so many `units` more, or fewer below nought; None closes it."""

    start: int
    end: int
    units: int | None


_IDLE: Mapping[int, Busy] = {}


@dataclass(frozen=True, slots=True)
class Occupation:
    """What there is and what is taken of it in a stretch of time. `units` are those of every day; of `busy` and
    `changes`, each by resource, only what there is any of; `busy` by lane as well."""

    units: Mapping[str, int]
    busy: Mapping[str, Mapping[int, Busy]] = field(default_factory=dict)
    changes: Mapping[str, Sequence[Changed]] = field(default_factory=dict)

    def free(self, slot: Slot) -> int:
        """How many places the slot has left: as many as its scarcest resource."""
        return max(0, min(self.places(each, slot.seconds) - self.taken(each, slot.seconds) for each in slot.uses))

    def is_free(self, slot: Slot) -> bool:
        """Whether there is a place left, without counting more than that takes."""
        return all(self._has_room(each, slot.seconds) for each in slot.uses)

    def places(self, resource: str, span: Span) -> int:
        """How many bookings it takes in that time. What is more must be so all the time, what is fewer counts
        from the first moment."""
        units = self.units[resource]
        if not (changes := self.changes.get(resource)):
            return units
        start, end = span
        met = [each for each in changes if each.start < end and start < each.end]
        for each in met:
            if each.units is None:
                return 0
            if each.units < 0 or (each.start <= start and end <= each.end):
                units += each.units
        return max(0, units)

    def taken(self, resource: str, span: Span) -> int:
        """How many of its lanes anything is in in that time."""
        return sum(not busy.clear(*span) for busy in self.busy.get(resource, _IDLE).values())

    def clear(self, lanes: Sequence[Lane], slot: Slot) -> list[Lane]:
        """Those lanes of a resource in which nothing is at the slot's time."""
        return [lane for lane in lanes if self._busy(lane).clear(*slot.seconds)]

    def _has_room(self, resource: str, span: Span) -> bool:
        busy, places = self.busy.get(resource, _IDLE), self.places(resource, span)
        needed = len(busy) - places + 1  # lanes that must be clear among those that are ever busy
        if places <= 0 or needed <= 0:
            return places > 0
        start, end = span
        for lane in busy.values():
            needed -= lane.clear(start, end)
            if not needed:
                return True
        return False

    def _busy(self, lane: Lane) -> Busy:
        return self.busy.get(lane.resource, _IDLE).get(lane.id, Busy())

"""Which slots have a free place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.bookings.slots import Slot


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
class Blocked:
    """Units that staff took out of a resource; None stands for all."""

    resource: str
    start: int
    end: int
    units: int | None


_IDLE = Busy()


@dataclass(frozen=True, slots=True)
class Occupation:
    """What is taken in a stretch of time."""

    lanes: Mapping[str, Sequence[Lane]]
    busy: Mapping[int, Busy] = field(default_factory=dict)
    blocks: Sequence[Blocked] = ()

    def free(self, slot: Slot) -> int:
        """How many places the slot has left: as many as its scarcest resource."""
        return min(self._left(resource, slot) for resource in slot.uses)

    def is_free(self, slot: Slot) -> bool:
        """Whether there is a place left; without counting them all where nothing is blocked."""
        if self.blocks:
            return self.free(slot) > 0
        start, end = slot.seconds
        return all(any(self._clear(lane, start, end) for lane in self.lanes[resource]) for resource in slot.uses)

    def open_lanes(self, resource: str, slot: Slot) -> list[Lane]:
        """The lanes that may be taken for the slot."""
        start, end = slot.seconds
        clear = [lane for lane in self.lanes[resource] if self._clear(lane, start, end)]
        return clear if len(clear) > self._out(resource, start, end) else []

    def _left(self, resource: str, slot: Slot) -> int:
        start, end = slot.seconds
        clear = sum(self._clear(lane, start, end) for lane in self.lanes[resource])
        return max(0, clear - self._out(resource, start, end))

    def _clear(self, lane: Lane, start: int, end: int) -> bool:
        return self.busy.get(lane.id, _IDLE).clear(start, end)

    def _out(self, resource: str, start: int, end: int) -> int:
        met = [each for each in self.blocks if each.resource == resource and each.start < end and start < each.end]
        whole = len(self.lanes[resource])
        return min(whole, sum(whole if each.units is None else each.units for each in met))

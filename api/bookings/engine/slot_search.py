"""Finding free slots."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from api.bookings.engine.context import BookingContext
from api.bookings.engine.free_places import Occupation
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slots import Slot, bounds
from api.kernel.times import day
from bot.forms.form import Answers

PartOfDay = Literal["", "morning", "afternoon", "evening"]
_HOURS = {"": (0, 24), "morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}
_FEW, _EVERYTHING = 50, 1000
_FIRST_LOOK = 21  # days read at once; each further look reads four times as many


@dataclass(frozen=True, slots=True)
class SlotWish:
    """Which slots somebody would like: between two days, in a part of the day; `most` of them, soonest first."""

    since: date | None = None
    until: date | None = None
    part: PartOfDay = ""
    most: int = 6
    a_day: int = 0  # at most so many of one day; 0: any number

    def suits(self, slot: Slot) -> bool:
        """Whether the time of day is right."""
        first, last = _HOURS[self.part]
        return first <= slot.hour < last


@dataclass(frozen=True)
class SlotSearch:
    """Reads only as much of the diary as it needs."""

    context: BookingContext

    async def free(self, service: str, answers: Answers, wish: SlotWish = SlotWish(), but: str = "") -> list[Slot]:
        """Free slots within the service's notice and window; what the booking `but` takes counts as free."""
        since, last = self.context.window(service, answers)
        first = max(day(since), wish.since or day(since))
        last = min(last, wish.until or last)
        found: list[Slot] = []
        async with self.context.database.transaction() as session:
            repository = BookingRepository(session)
            for begin, end in _looks(first, last, wish.most):
                slots = self._bookable(service, begin, end, answers, since, wish)
                taken = await self._taken(repository, slots, begin, end, but)
                for slot in slots:
                    if _room(found, slot, wish) and taken.is_free(slot):
                        found.append(slot)
                        if len(found) == wish.most:
                            return found
        return found

    def _bookable(
        self, service: str, first: date, last: date, answers: Answers, since: datetime, wish: SlotWish
    ) -> list[Slot]:
        """The slots of these days that are neither too soon nor at the wrong time of day."""
        slots = self.context.timetable.between(service, first, last, answers)
        soonest = bisect_left(slots, since, key=lambda slot: slot.starts)
        soonest = bisect_right(slots, self.context.clock(), lo=soonest, key=lambda slot: slot.starts)
        return [
            slot
            for slot in slots[soonest:]
            if wish.suits(slot) and (slot.lead is None or self.context.soon_enough(slot))
        ]

    async def _taken(
        self, repository: BookingRepository, slots: list[Slot], first: date, last: date, but: str
    ) -> Occupation:
        resources = {name for uses in {slot.uses for slot in slots} for name in uses}
        if not resources:
            return Occupation(self.context.units)
        return await repository.occupation(
            self.context.units, resources, *bounds(first, last), self.context.clock(), but
        )


def _room(found: list[Slot], slot: Slot, wish: SlotWish) -> bool:
    if not wish.a_day:
        return True
    same = [each for each in found[-wish.a_day :] if each.day == slot.day]
    return len(same) < wish.a_day


def _looks(first: date, last: date, most: int) -> Iterator[tuple[date, date]]:
    """The days in stretches that grow: most searches end in the first. Who wants many gets them in one."""
    many = _FIRST_LOOK if most <= _FEW else _EVERYTHING
    while first <= last:
        end = min(last, first + timedelta(days=many - 1))
        yield first, end
        first, many = end + timedelta(days=1), many * 4

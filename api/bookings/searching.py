"""Finding free slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from api.bookings.free import Occupation
from api.bookings.ground import Ground
from api.bookings.repository import BookingRepository, Lanes
from api.bookings.slots import Slot, bounds, days
from api.staff.times import LONDON, day
from bot.forms.form import Answers

Part = Literal["", "morning", "afternoon", "evening"]
_HOURS = {"": (0, 24), "morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}
_FIRST_LOOK = 21  # days read at once; each further look reads four times as many


@dataclass(frozen=True, slots=True)
class Wish:
    """Which slots somebody would like: between two days, in a part of the day; `most` of them, soonest first."""

    since: date | None = None
    until: date | None = None
    part: Part = ""
    most: int = 6
    a_day: int = 0  # at most so many of one day; 0: any number

    def suits(self, slot: Slot) -> bool:
        """Whether the time of day is right."""
        first, last = _HOURS[self.part]
        return first <= slot.starts.astimezone(LONDON).hour < last


@dataclass(frozen=True)
class Searching:
    """Reads only as much of the diary as it needs."""

    ground: Ground

    async def free(self, service: str, answers: Answers, wish: Wish = Wish(), but: str = "") -> list[Slot]:
        """Free slots within the service's notice and window; what the booking `but` takes counts as free."""
        since, last = self.ground.window(service, answers)
        first = max(day(since), wish.since or day(since))
        last = min(last, wish.until or last)
        found: list[Slot] = []
        async with self.ground.database.transaction() as session:
            repository = BookingRepository(session)
            lanes = await self.ground.lanes(repository)
            for begin, end in _looks(first, last):
                slots = [slot for each in days(begin, end) for slot in self._bookable(service, each, answers, since)]
                slots = [slot for slot in slots if wish.suits(slot)]
                taken = await self._taken(repository, lanes, slots, begin, end, but)
                for slot in slots:
                    if _room(found, slot, wish) and taken.is_free(slot):
                        found.append(slot)
                        if len(found) == wish.most:
                            return found
        return found

    def _bookable(self, service: str, on: date, answers: Answers, since: datetime) -> Iterator[Slot]:
        for slot in self.ground.timetable.on(service, on, answers):
            if slot.starts >= since and self.ground.soon_enough(slot):
                yield slot

    async def _taken(
        self, repository: BookingRepository, lanes: Lanes, slots: list[Slot], first: date, last: date, but: str
    ) -> Occupation:
        resources = {name for slot in slots for name in slot.uses}
        if not resources:
            return Occupation(lanes)
        return await repository.occupation(lanes, resources, *bounds(first, last), self.ground.clock(), but)


def _room(found: list[Slot], slot: Slot, wish: Wish) -> bool:
    if not wish.a_day:
        return True
    same = [each for each in found[-wish.a_day :] if day(each.starts) == day(slot.starts)]
    return len(same) < wish.a_day


def _looks(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days in stretches that grow: most searches end in the first."""
    many = _FIRST_LOOK
    while first <= last:
        end = min(last, first + timedelta(days=many - 1))
        yield first, end
        first, many = end + timedelta(days=1), many * 4

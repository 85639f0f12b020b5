"""Working time: when a team is at its desks, and how much of that lies between two moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.pack.calendar import CouncilCalendar

LONDON = ZoneInfo("Europe/London")
HORIZON = 366 * 3  # days; a calendar that opens on none of them opens on no day
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class WorkingBlock:
    """Part of a day on which people work, by the clock on the wall; an end of midnight is the end of the day."""

    start: time
    end: time


@dataclass(frozen=True)
class Calendar:
    """A team's working hours: blocks for each weekday (Monday is 0). The team does not work on the holidays of the
    `council`'s calendar, if it has one, nor on the days in `closed`. All moments are aware; sums are of real time, so
    a day on which the clocks change is an hour longer or shorter."""

    blocks: Mapping[int, Sequence[WorkingBlock]]
    council: CouncilCalendar | None = None
    closed: frozenset[date] = frozenset()
    zone: ZoneInfo = LONDON

    def is_open(self, at: datetime) -> bool:
        """Whether somebody works at that moment. A block's last moment is not in it."""
        return any(start <= at < end for start, end in self._spans(self._day(at)))

    def opens(self, at: datetime) -> datetime:
        """The first moment of work from then on: `at` itself when it is one."""
        return next(max(at, start) for start, end in self._from(at) if end > at)

    def add(self, at: datetime, work: timedelta) -> datetime:
        """The moment by which so much work has been done, begun at `at`."""
        left = max(work, NOTHING)
        for start, end in self._from(at):
            begin = max(at, start)
            if end > begin and left <= end - begin:
                return begin + left
            left -= max(NOTHING, end - begin)
        raise AssertionError("unreachable: days go on for ever")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none when they are the wrong way round."""
        total, last = NOTHING, self._day(end)
        day = self._day(start)
        while day <= last:
            for opened, closed in self._spans(day):
                total += max(NOTHING, min(closed, end) - max(opened, start))
            day += timedelta(days=1)
        return total

    def is_holiday(self, day: date) -> bool:
        """Whether nobody works that day, whatever weekday it is."""
        return day in self.closed or (self.council is not None and self.council.is_holiday(day))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans of work from the day of `at`, in order. Raises NeverOpen when there is none for years."""
        day, idle = self._day(at), 0
        while idle < HORIZON:
            spans = self._spans(day)
            idle = 0 if spans else idle + 1
            yield from spans
            day += timedelta(days=1)
        raise NeverOpen("This calendar has no working hours.")

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if self.is_holiday(day):
            return []
        return [self._span(day, block) for block in self.blocks.get(day.weekday(), ())]

    def _span(self, day: date, block: WorkingBlock) -> tuple[datetime, datetime]:
        last = day + timedelta(days=1) if block.end == time(0) else day
        start = datetime.combine(day, block.start, self.zone)
        return start.astimezone(UTC), datetime.combine(last, block.end, self.zone).astimezone(UTC)


class NeverOpen(ValueError):
    """A calendar without any working time."""


ALWAYS = Calendar({weekday: (WorkingBlock(time(0), time(0)),) for weekday in range(7)})

"""Slots: what the templates of a service come to on real days, in the United Kingdom's time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from api.bookings.chat.answers import holds
from api.bookings.pages.money_and_dates import DAYS
from api.bookings.rules.periods import Period
from api.bookings.rules.rules import BookingRules, ServiceRules, Template
from api.kernel.times import LONDON
from bot.forms.form import Answers
from knowledge.pack.calendar import PLAIN_CALENDAR, CouncilCalendar

_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked, in UTC, and what it takes up. `code` names it for good."""

    code: str
    starts: datetime
    ends: datetime
    uses: tuple[str, ...]
    where: str
    shown: str = ""
    lead: Period | None = None  # its own notice, where it needs more than the service's others

    # Worked out once, since a search looks at thousands of slots
    seconds: tuple[int, int] = field(init=False, compare=False, repr=False)  # since 1970: start, end
    day: date = field(init=False, compare=False, repr=False)  # in the United Kingdom, as is the hour
    hour: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        here = self.starts.astimezone(LONDON)
        object.__setattr__(self, "seconds", (int(self.starts.timestamp()), int(self.ends.timestamp())))
        object.__setattr__(self, "day", here.date())
        object.__setattr__(self, "hour", here.hour)


Shape = tuple[tuple[int, timedelta], ...]
"""Which templates of a service some answers lead to, by number, and how long their slots are then."""


class Timetable:
    """The slots of every service. Whether they are free is known elsewhere.

    `calendar` is the council's, with the closures of bookings.yml that are for every resource added.

    Whole months are kept, for each shape that answers ask for: a search over a year reads a dozen of them.
    """

    def __init__(self, rules: BookingRules, calendar: CouncilCalendar = PLAIN_CALENDAR) -> None:
        self.rules = rules
        closed = (each for each in rules.closures if not each.resources)
        self.calendar = calendar.also_closed({day for each in closed for day in days(each.first, each.until)})
        self._slots = lru_cache(maxsize=100_000)(self._slots_on)
        self._months = lru_cache(maxsize=2_000)(self._slots_in)

    def on(self, service: str, day: date, answers: Answers) -> list[Slot]:
        """The slots of a day that fit these answers, soonest first."""
        return self._on(service, self._shape(service, answers), day)

    def between(self, service: str, first: date, last: date, answers: Answers) -> list[Slot]:
        """The slots from the first to the last day that fit these answers, soonest first."""
        shape, found = self._shape(service, answers), list[Slot]()
        if not shape:
            return found
        for month in _months(first, last):
            found += self._months(service, shape, month)
        begin = bisect_left(found, first, key=lambda slot: slot.day)
        return found[begin : bisect_right(found, last, lo=begin, key=lambda slot: slot.day)]

    def find(self, service: str, code: str, answers: Answers) -> Slot | None:
        """The slot of a code, if these answers can have one like it."""
        try:
            starts = datetime.strptime(code[:14], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
        except ValueError:
            return None
        day = starts.astimezone(LONDON).date()
        return next((slot for slot in self.on(service, day, answers) if slot.code == code), None)

    def _shape(self, service: str, answers: Answers) -> Shape:
        templates = enumerate(self.rules.services[service].slots)
        fits = ((number, each) for number, each in templates if holds(each.only_if, answers))
        return tuple((number, lasting(each, answers)) for number, each in fits)

    def _on(self, service: str, shape: Shape, day: date) -> list[Slot]:
        found = [slot for number, lasts in shape for slot in self._slots(service, number, day, lasts)]
        return sorted(found, key=lambda slot: slot.starts) if len(found) > 1 else found

    def _slots_in(self, service: str, shape: Shape, month: date) -> tuple[Slot, ...]:
        last = _month_after(month) - _NEXT
        return tuple(slot for day in days(month, last) for slot in self._on(service, shape, day))

    def _slots_on(self, service: str, number: int, day: date, lasts: timedelta) -> tuple[Slot, ...]:
        template = self.rules.services[service].slots[number]
        if not self._open(template, day):
            return ()
        where = template.where or self.rules.services[service].where
        found = []
        for start in filter(None, (_moment(day, each) for each in _times(template))):
            end = start + lasts
            if template.until and end.astimezone(LONDON).time() > template.until:
                continue
            code = f"{start:%Y%m%dT%H%MZ}-{template.name}"
            found.append(Slot(code, start, end, template.uses, where, template.shown, template.lead))
        return tuple(found)

    def _open(self, template: Template, day: date) -> bool:
        if DAYS[day.weekday()] not in template.days or (day.month, day.day) in template.closed_on:
            return False
        if template.nth and (day.day - 1) // 7 + 1 not in template.nth:
            return False
        if template.season and not _within(template.season, (day.month, day.day)):
            return False
        if template.bank_holidays == "closed" and self.calendar.is_holiday(day):
            return False
        return not any(each.covers(day, resource) for each in self.rules.closures for resource in template.uses)


def lasting(template: Template, answers: Answers) -> timedelta:
    """How long a slot is for these answers: the longest that applies."""
    lengths = [template.lasts, *(each.lasts for each in template.longer if holds(each.when, answers))]
    return max(length.short for length in lengths if length.short is not None)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    while first <= last:
        yield first
        first += _NEXT


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of every month that has some of these days."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _month_after(month)


def _month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """When these days begin and end here."""
    return datetime.combine(first, time(), LONDON), datetime.combine(last + _NEXT, time(), LONDON)


def earliest(service: ServiceRules, at: datetime, calendar: CouncilCalendar) -> datetime:
    """The first moment at which a slot may start, booked at `at`."""
    notice = service.lead.notice
    if notice.short is not None:
        return at + notice.short
    here = at.astimezone(LONDON)
    today = here.date() + (_NEXT if service.lead.by and here.time() > service.lead.by else timedelta())
    worked = calendar.add_working_days(today, 0) if notice.unit == "working day" else today
    return datetime.combine(notice.after(worked, calendar), time(), LONDON)


def soon_enough(slot: Slot, at: datetime, calendar: CouncilCalendar) -> bool:
    """Whether the slot's own notice, if it has any, is kept."""
    if slot.lead is None:
        return slot.starts > at
    if slot.lead.short is not None:
        return slot.starts >= at + slot.lead.short
    return slot.day >= slot.lead.after(at.astimezone(LONDON).date(), calendar)


def last_day(service: ServiceRules, answers: Answers, at: datetime, calendar: CouncilCalendar) -> date:
    """The last day on which a slot may be, booked at `at`."""
    last = service.window.after(at.astimezone(LONDON).date(), calendar)
    given = answers.get(service.latest.field, "") if service.latest else ""
    if service.latest and given:
        last = min(last, service.latest.within.after(date.fromisoformat(given), calendar))
    return last


def _times(template: Template) -> Iterator[time]:
    if template.times:
        yield from template.times
    elif template.first and template.until and template.lasts.short:
        at, end = (datetime.combine(date.min, each) for each in (template.first, template.until))
        while at + template.lasts.short <= end:
            yield at.time()
            at += template.lasts.short


def _moment(day: date, at: time) -> datetime | None:
    """That time here, in UTC; None where the clocks skip it. Where they repeat it, the first."""
    moment = datetime.combine(day, at, LONDON).astimezone(UTC)
    return moment if moment.astimezone(LONDON).time() == at else None


def _within(season: tuple[tuple[int, int], tuple[int, int]], day: tuple[int, int]) -> bool:
    first, last = season
    return first <= day <= last if first <= last else day >= first or day <= last

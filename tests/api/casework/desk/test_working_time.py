"""Working time: sums that agree with each other whatever the calendar, the clocks' changes and the holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.casework.queue.clock import Clock
from api.casework.queue.working_time import ALWAYS, LONDON, Calendar, NeverOpen, WorkingBlock
from knowledge.pack.calendar import CouncilCalendar

WEEK = {day: (WorkingBlock(time(8), time(12, 30)), WorkingBlock(time(13, 30), time(18))) for day in range(5)}
OFFICE = Calendar(WEEK, CouncilCalendar("england"))
NIGHTS = Calendar({day: (WorkingBlock(time(0), time(3)), WorkingBlock(time(22), time(0))) for day in range(7)})
SCOTTISH = Calendar(WEEK, CouncilCalendar("scotland"), frozenset({date(2026, 7, 1)}))
CALENDARS = st.sampled_from([OFFICE, NIGHTS, ALWAYS, SCOTTISH])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
WORK = st.integers(0, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))


def london(*parts: int) -> datetime:
    """A moment by the clock on the wall."""
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc,arg-type]


@settings(max_examples=60, deadline=None)
@given(CALENDARS, MOMENTS, WORK)
def test_what_is_added_is_what_lies_between(calendar: Calendar, at: datetime, work: timedelta) -> None:
    assert calendar.between(at, calendar.add(at, work)) == work


@settings(max_examples=60, deadline=None)
@given(CALENDARS, st.tuples(MOMENTS, MOMENTS, MOMENTS).map(sorted))
def test_parts_of_a_time_add_up(calendar: Calendar, moments: list[datetime]) -> None:
    first, second, third = moments
    whole = calendar.between(first, third)
    assert calendar.between(first, second) + calendar.between(second, third) == whole <= third - first
    assert calendar.between(third, first) == timedelta(0) or first == third


@settings(max_examples=40, deadline=None)
@given(CALENDARS, MOMENTS)
def test_a_calendar_is_open_when_it_says_that_it_opens(calendar: Calendar, at: datetime) -> None:
    opens = calendar.opens(at)
    assert calendar.is_open(opens) and calendar.between(at, opens) == timedelta(0)
    assert calendar.is_open(at) == (opens == at)


@settings(max_examples=40, deadline=None)
@given(CALENDARS, st.tuples(MOMENTS, MOMENTS, MOMENTS).map(sorted), WORK)
def test_a_clock_that_was_paused_takes_only_the_time_it_ran(
    calendar: Calendar, moments: list[datetime], target: timedelta
) -> None:
    started, stopped, again = moments
    clock = Clock(target, since=started).paused(stopped, calendar)
    assert clock.due(calendar) is None
    assert clock.resumed(again).taken(again, calendar) == calendar.between(started, stopped)
    assert clock.resumed(again).resumed(again + timedelta(days=1)) == clock.resumed(again)


@pytest.mark.parametrize(
    ("begun", "hours", "done"),
    [
        (london(2026, 12, 24, 17, 0), 2, london(2026, 12, 29, 9, 0)),  # Christmas, a weekend, the day in lieu
        (london(2026, 7, 3, 17, 30), 1, london(2026, 7, 6, 8, 30)),  # over a weekend
        (london(2026, 7, 1, 12, 0), 1, london(2026, 7, 1, 14, 0)),  # over lunch
        (london(2026, 3, 27, 17, 0), 2, london(2026, 3, 30, 9, 0)),  # over the change to summer time
        (london(2026, 7, 4, 3, 0), 0, london(2026, 7, 6, 8, 0)),
    ],
)
def test_office_hours_pass_over_nights_weekends_and_holidays(begun: datetime, hours: int, done: datetime) -> None:
    assert OFFICE.add(begun, timedelta(hours=hours)) == done


def test_a_night_on_which_the_clocks_change_is_an_hour_shorter_or_longer() -> None:
    night = Calendar({6: (WorkingBlock(time(0), time(6)),)})
    assert night.between(london(2026, 3, 29, 0, 0), london(2026, 3, 29, 6, 0)) == timedelta(hours=5)
    assert night.between(london(2026, 10, 25, 0, 0), london(2026, 10, 25, 6, 0)) == timedelta(hours=7)


def test_nations_have_their_own_bank_holidays() -> None:
    st_andrew = date(2026, 11, 30)
    assert SCOTTISH.is_holiday(st_andrew) and not OFFICE.is_holiday(st_andrew)


def test_a_calendar_without_hours_says_so() -> None:
    with pytest.raises(NeverOpen):
        Calendar({}).opens(london(2026, 7, 1, 12, 0))

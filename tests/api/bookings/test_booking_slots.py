"""Slots on real days: working days, bank holidays, clocks that change, a leap day; and what is free."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.bookings.engine.free_places import Busy, Changed, Lane, Occupation
from api.bookings.engine.slots import Slot, Timetable, days, earliest, last_day
from api.bookings.pages.booking_words import clock, when
from api.bookings.rules.cutoffs import last_moment
from api.bookings.rules.periods import Period, parse_period
from api.bookings.rules.rules import BookingRules, NoticePeriod
from api.kernel.times import LONDON
from knowledge.pack.calendar import PLAIN_CALENDAR, CouncilCalendar
from tests.support.bookings.counter import northbridge

TABLE = Timetable(northbridge())
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def london(day: date, at: time = time(10)) -> datetime:
    return datetime.combine(day, at, LONDON)


def test_bank_holidays_are_those_of_the_nation() -> None:
    new_year, scottish = date(2026, 1, 1), Timetable(northbridge(), CouncilCalendar("scotland"))
    assert parse_period("1 working day").after(new_year, TABLE.calendar) == date(2026, 1, 2)
    assert parse_period("1 working day").after(new_year, scottish.calendar) == date(2026, 1, 5)
    assert TABLE.on("birth-registration", date(2026, 1, 2), {})
    assert not scottish.on("birth-registration", date(2026, 1, 2), {})


def test_a_period_before_a_day_counts_back_over_holidays_where_it_is_of_working_days() -> None:
    after_easter = date(2027, 3, 30)
    assert parse_period("2 working days").before(after_easter, PLAIN_CALENDAR) == date(2027, 3, 24)
    assert parse_period("7 days").before(after_easter, PLAIN_CALENDAR) == date(2027, 3, 23)


def test_a_day_on_which_the_council_is_closed_is_like_a_bank_holiday() -> None:
    wednesday, tip = date(2026, 12, 30), {"site": "quarry-lane"}
    closed = Timetable(northbridge(), CouncilCalendar(closed=frozenset({wednesday})))
    assert TABLE.on("birth-registration", wednesday, {}) and not closed.on("birth-registration", wednesday, {})
    assert closed.on("recycling-centre", wednesday, tip)  # open on bank holidays too


@pytest.mark.parametrize(
    "text", ["15 minutes", "1 working day", "10 working days", "7 full days", "2 years", "3 months"]
)
def test_periods_are_read_as_a_council_writes_them(text: str) -> None:
    assert str(parse_period(text)) == text.replace("full ", "")


def test_a_month_or_a_year_after_a_day_that_is_not_there_is_the_last_of_its_month() -> None:
    assert Period(1, "year").after(date(2028, 2, 29), PLAIN_CALENDAR) == date(2029, 2, 28)
    assert Period(3, "month").after(date(2026, 11, 30), PLAIN_CALENDAR) == date(2027, 2, 28)
    assert Period(42, "day").after(date(2028, 2, 1), PLAIN_CALENDAR) == date(2028, 3, 14)


def test_slots_keep_their_time_of_day_when_the_clocks_change() -> None:
    for before, after in ((date(2027, 3, 25), date(2027, 3, 30)), (date(2026, 10, 23), date(2026, 10, 26))):
        starts = [TABLE.on("birth-registration", day, {})[0].starts for day in (before, after)]
        assert [clock(each) for each in starts] == ["9am", "9am"]
        assert starts[0].astimezone(UTC).hour != starts[1].astimezone(UTC).hour


def night(*times: str) -> Timetable:
    """A service in the small hours, when the clocks change."""
    rules = {
        "resources": {"r": {"title": "R", "units": 1}},
        "services": {
            "s": {
                "title": "S",
                "fields": [{"name": "slot", "kind": "slot", "label": "S", "ask": "S?"}],
                "slots": [{"name": "n", "uses": ["r"], "times": times, "lasts": "60 minutes", "bank_holidays": "open"}],
                "change": {"notice": "1 days"},
                "cancel": {"notice": "1 days"},
            }
        },
    }
    return Timetable(BookingRules.model_validate(rules))


def test_an_hour_that_is_skipped_has_no_slot_and_one_that_comes_twice_has_one() -> None:
    table = night("00:30", "01:30", "02:30")
    spring, autumn = (table.on("s", day, {}) for day in (date(2027, 3, 28), date(2026, 10, 25)))
    assert [clock(slot.starts) for slot in spring] == ["12.30am", "2.30am"]
    assert [clock(slot.starts) for slot in autumn] == ["12.30am", "1.30am", "2.30am"]
    assert all((slot.ends - slot.starts) == timedelta(hours=1) for slot in (*spring, *autumn))


def test_a_leap_day_is_a_day_like_any_other() -> None:
    assert TABLE.on("birth-registration", date(2028, 2, 29), {})
    ceremonies = northbridge().services["ceremonies"]
    assert last_day(ceremonies, {}, london(date(2028, 2, 29)), PLAIN_CALENDAR) == date(2030, 2, 28)


def test_seasons_closures_first_wednesdays_and_holidays() -> None:
    tip = {"site": "quarry-lane"}
    assert len(TABLE.on("recycling-centre", date(2026, 9, 30), tip)) == 20
    assert len(TABLE.on("recycling-centre", date(2026, 10, 1), tip)) == 16
    assert TABLE.on("recycling-centre", date(2026, 12, 28), tip)  # a bank holiday, but not Christmas
    assert not TABLE.on("recycling-centre", date(2026, 12, 25), tip)
    assert not TABLE.on("birth-registration", date(2026, 12, 28), {})
    assert not TABLE.on("birth-registration", date(2027, 2, 10), {})  # training
    group = {"ceremony": "group"}
    found = [day for day in days(date(2026, 12, 1), date(2026, 12, 31)) if TABLE.on("citizenship-ceremony", day, group)]
    assert found == [date(2026, 12, 2)]


@given(DAYS, st.sampled_from(sorted(northbridge().services)), st.sampled_from(["yes", "no"]))
def test_every_slot_is_found_again_by_its_code(day: date, service: str, answer: str) -> None:
    answers = {"site": "eastholme", "place": "room", "ceremony": "private", "meeting": "yes", "twins": answer}
    slots = TABLE.on(service, day, answers)
    assert len({slot.code for slot in slots}) == len(slots)
    for slot in slots:
        assert TABLE.find(service, slot.code, answers) == slot
        assert slot.starts.astimezone(LONDON).date() == day
        assert slot.starts < slot.ends


def test_notice_in_working_days_counts_from_tomorrow_after_the_time_of_day() -> None:
    rules = northbridge().services["bulky-waste"]  # 2 working days, by 5pm
    friday = date(2026, 11, 27)
    assert earliest(rules, london(friday, time(16)), PLAIN_CALENDAR).date() == date(2026, 12, 1)
    assert earliest(rules, london(friday, time(18)), PLAIN_CALENDAR).date() == date(2026, 12, 2)
    assert last_day(rules, {}, london(friday), PLAIN_CALENDAR) == date(2026, 12, 11)


def test_cut_offs_end_with_a_day_or_at_a_time() -> None:
    thursday = london(date(2026, 12, 31))
    two = NoticePeriod(notice=Period(2, "working day"))
    assert last_moment(two, thursday, PLAIN_CALENDAR) == london(date(2026, 12, 30), time(0))
    by = NoticePeriod(notice=Period(1, "working day"), by=time(15))
    assert last_moment(by, thursday, PLAIN_CALENDAR) == london(date(2026, 12, 30), time(15))
    assert last_moment(NoticePeriod(notice=Period(2, "hour")), thursday, PLAIN_CALENDAR) == thursday - timedelta(
        hours=2
    )
    assert last_moment(NoticePeriod(notice=Period(0, "day")), thursday, PLAIN_CALENDAR) == thursday


def test_times_are_written_as_people_say_them() -> None:
    day = london(date(2026, 12, 1), time(11, 30))
    assert when(day, day + timedelta(minutes=30)) == "Tuesday 1 December 2026, 11.30am to midday"


SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=12)


CHANGES = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60), st.sampled_from([None, -2, -1, 1, 2])), max_size=3)


@given(SPANS, CHANGES, st.integers(0, 90), st.integers(1, 20))
def test_a_place_is_free_exactly_when_fewer_lanes_are_busy_than_there_are_places(
    spans: list[tuple[int, int]], changed: list[tuple[int, int, int | None]], start: int, length: int
) -> None:
    lanes = [Lane(number, "r", number) for number in range(5)]
    taken: dict[int, list[tuple[int, int]]] = {lane.id: [] for lane in lanes}
    for begin, size in spans:  # each to the first lane that has room
        for mine in taken.values():
            if all(begin + size <= first or last <= begin for first, last in mine):
                mine.append((begin, begin + size))
                break
    busy = {lane: Busy([a for a, _ in sorted(mine)], [b for _, b in sorted(mine)]) for lane, mine in taken.items()}
    end = start + length
    slot = Slot("c", datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), ("r",), "")
    clear = {lane for lane, mine in taken.items() if all(end <= a or b <= start for a, b in mine)}
    moments = [  # how many places there are in each second
        3 + sum(-99 if units is None else units for at, size, units in changed if at <= second < at + size)
        for second in range(start, end)
    ]
    changes = [Changed(at, at + size, units) for at, size, units in changed]
    found = Occupation({"r": 3}, {"r": busy}, {"r": changes})
    assert found.places("r", slot.seconds) <= max(0, min(moments))
    assert found.free(slot) == max(0, found.places("r", slot.seconds) - (5 - len(clear)))
    assert found.is_free(slot) == (found.free(slot) > 0)
    assert {lane.id for lane in found.clear(lanes, slot)} == clear


@settings(deadline=None, max_examples=40)  # the first look at a year makes its holidays
@given(DAYS, st.integers(0, 70), st.sampled_from(sorted(northbridge().services)), st.sampled_from(["yes", "no"]))
def test_a_stretch_of_days_has_the_slots_of_each_in_order(first: date, many: int, service: str, answer: str) -> None:
    answers = {"site": "eastholme", "place": "room", "ceremony": "private", "meeting": "yes", "twins": answer}
    last = first + timedelta(days=many)
    one_by_one = [slot for day in days(first, last) for slot in TABLE.on(service, day, answers)]
    assert TABLE.between(service, first, last, answers) == one_by_one
    assert one_by_one == sorted(one_by_one, key=lambda slot: slot.starts)

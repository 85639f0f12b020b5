"""When rounds come: weeks, bank holidays, Christmas, pauses, and the calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from api.bin_days.bin_day_words import clock, in_words
from api.bin_days.calendar import BinCalendar
from api.bin_days.ics import as_ics
from api.bin_days.read_rounds import read_rounds
from knowledge.pack.facts import load_facts
from knowledge.pack.load import PackError
from tests.support.services.streets import HOMES, NORTHBRIDGE

CHRISTMAS = {
    "friday_25": date(2026, 12, 25),
    "monday_28": date(2026, 12, 28),
    "tuesday_29": date(2026, 12, 29),
    "wednesday_30": date(2026, 12, 30),
    "thursday_31": date(2026, 12, 31),
    "friday_1": date(2027, 1, 1),
}


def slugs(calendar: BinCalendar, which: str, on: date) -> list[str]:
    found = calendar.between(calendar.rounds.rounds[which], on, on)
    return [container.slug for each in found for container in each.containers]


@pytest.mark.parametrize(
    ("home", "which"), list(zip(HOMES, ("tuesday-a", "tuesday-a", "friday-a", "shared-friday", None), strict=True))
)
def test_a_round_is_found_by_number_then_street_then_ward(
    calendar: BinCalendar, home: object, which: str | None
) -> None:
    found = calendar.round_of(home)  # type: ignore[arg-type]
    assert (found.slug if found else None) == which


def test_every_ward_of_the_council_is_on_a_round(calendar: BinCalendar) -> None:
    wards = load_facts(NORTHBRIDGE / "facts", [])["common.wards.names"].replace(" and ", ", ").split(", ")
    on_rounds = {ward for each in calendar.rounds.rounds.values() for ward in each.wards}
    assert {ward.casefold() for ward in wards} == on_rounds


def test_rubbish_goes_one_week_and_recycling_the_next(calendar: BinCalendar) -> None:
    assert slugs(calendar, "friday-a", date(2026, 12, 11)) == ["rubbish", "food", "garden"]
    assert slugs(calendar, "friday-a", date(2026, 12, 18)) == ["paper", "mixed", "food"]
    assert slugs(calendar, "shared-friday", date(2026, 12, 18)) == ["rubbish", "paper", "mixed"]


@pytest.mark.parametrize("name", CHRISTMAS)
def test_the_christmas_days_are_those_that_the_page_tells(calendar: BinCalendar, name: str) -> None:
    told = load_facts(NORTHBRIDGE / "facts", [])[f"waste.christmas.{name}"]
    usual = CHRISTMAS[name]
    instead = calendar.rounds.changes[usual]
    assert in_words(instead) == told
    which = next(each for each in calendar.rounds.rounds.values() if each.weekday == usual.weekday())
    moved = calendar.between(which, instead, instead)
    assert [each.usual for each in moved if each.moved] == [usual]


def test_times_are_those_that_the_page_tells(calendar: BinCalendar) -> None:
    facts = load_facts(NORTHBRIDGE / "facts", [])
    assert clock(calendar.rounds.out_by) == facts["waste.missed.out_by"]
    assert clock(calendar.rounds.finish_by) == facts["waste.rounds.finish_by"]
    assert f"{calendar.rounds.report_within} working days" == facts["waste.missed.report_within"]


def test_a_bank_holiday_monday_moves_the_week_by_a_day_and_good_friday_moves_nothing(calendar: BinCalendar) -> None:
    assert slugs(calendar, "monday-a", date(2027, 5, 3)) == []
    assert slugs(calendar, "monday-a", date(2027, 5, 4))
    assert slugs(calendar, "friday-b", date(2027, 5, 8))
    assert slugs(calendar, "friday-b", date(2027, 3, 26))  # Good Friday


def test_garden_waste_pauses_after_christmas(calendar: BinCalendar) -> None:
    assert "garden" in slugs(calendar, "friday-a", date(2026, 12, 27))
    assert slugs(calendar, "friday-a", date(2027, 1, 8)) == ["rubbish", "food"]


@settings(max_examples=40, deadline=None)
@given(
    which=st.sampled_from(["monday-a", "tuesday-b", "friday-a", "shared-friday"]),
    first=st.dates(date(2026, 1, 5), date(2028, 12, 1)),
    days=st.integers(0, 60),
)
def test_a_longer_time_holds_the_collections_of_a_shorter_one(
    calendar: BinCalendar, which: str, first: date, days: int
) -> None:
    found = calendar.rounds.rounds[which]
    short, long = (calendar.between(found, first, first + timedelta(days=span)) for span in (days // 2, days))
    assert long[: len(short)] == short
    assert len({each.usual for each in long}) == len(long)


def test_the_calendar_file_has_stable_names_and_whole_days(calendar: BinCalendar) -> None:
    which, at = calendar.rounds.rounds["friday-a"], datetime(2026, 12, 1, tzinfo=UTC)
    days = calendar.between(which, date(2026, 12, 20), date(2027, 1, 10), paid=False)
    read = Calendar.from_ical(as_ics("Bin days", which.slug, "northbridge.example", days, at))
    events = read.walk("VEVENT")
    assert [str(event["uid"]) for event in events] == [
        f"friday-a-{usual}@northbridge.example" for usual in ("20261225", "20270101", "20270108")
    ]
    assert [event["dtstart"].dt for event in events] == [date(2026, 12, 27), date(2027, 1, 3), date(2027, 1, 8)]
    assert str(events[1]["summary"]) == "Blue bin, green bin and food caddy"
    assert str(events[0]["description"]) == "Instead of Friday 25 December 2026."
    assert events[0].walk("VALARM")


def test_every_problem_of_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bins.yml").write_text(
        "week_a: 2026-01-06\nfinish_by: soon\ncontainers:\n  rubbish: {name: Bin, colour: pink, holds: all}\n"
        "rounds:\n  one: {day: someday, collect: {gold: a, rubbish: c}, uprns: [9-1]}\nchanges: {never: 2026-01-01}\n"
        "pauses: [{container: gold, from: 2026-01-01}]\nnotes:\n  - {round: two, on: 2026-01-01, why: Snow}\nmore: 1\n",
        encoding="utf-8",
    )
    with pytest.raises(PackError) as caught:
        read_rounds(tmp_path)
    told = [f"{problem.line} {problem.what.split('.')[0]}" for problem in caught.value.problems]
    assert told == sorted(told, key=lambda each: int(each.split()[0]))
    assert {each.split()[0] for each in told} == {"1", "2", "4", "6", "7", "8", "10", "11"}


def test_a_council_without_rounds_has_none(tmp_path: Path) -> None:
    assert read_rounds(tmp_path) is None

"""The council's calendar: four nations, closures, sums of working days, and the names that people give holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.pack.calendar import NATIONS, PLAIN_CALENDAR, CouncilCalendar, Nation, read_nation
from knowledge.pack.holiday_names import day_called, working_day_beside
from knowledge.pack.load import PackError, load_pack
from tests.support.knowledge.small_pack import FILES

MakePack = Callable[[dict[str, str]], Path]
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
CALENDARS = st.builds(CouncilCalendar, st.sampled_from(NATIONS), st.frozensets(DAYS, max_size=5))


@pytest.mark.parametrize(
    ("day", "free_in"),
    [
        (date(2026, 1, 1), {"england", "wales", "scotland", "northern_ireland"}),
        (date(2026, 1, 2), {"scotland"}),
        (date(2026, 3, 17), {"northern_ireland"}),  # Saint Patrick
        (date(2026, 4, 6), {"england", "wales", "northern_ireland"}),  # Easter Monday
        (date(2027, 7, 12), {"northern_ireland"}),
        (date(2026, 7, 13), {"northern_ireland"}),  # 12 July is a Sunday: its substitute
        (date(2026, 8, 3), {"scotland"}),
        (date(2026, 8, 31), {"england", "wales", "northern_ireland"}),
        (date(2026, 11, 30), {"scotland"}),  # Saint Andrew
        (date(2026, 12, 28), {"england", "wales", "scotland", "northern_ireland"}),  # instead of Boxing Day
        (date(2026, 12, 29), set()),
    ],
)
def test_each_nation_has_its_own_bank_holidays(day: date, free_in: set[str]) -> None:
    assert {nation for nation in NATIONS if CouncilCalendar(nation).is_bank_holiday(day)} == free_in


@pytest.mark.parametrize("year", range(2024, 2034))
def test_wales_has_the_bank_holidays_of_england(year: int) -> None:
    assert CouncilCalendar("wales").bank_holidays(year) == CouncilCalendar("england").bank_holidays(year)


def test_bank_holidays_of_a_year_come_in_order_with_their_names() -> None:
    found = CouncilCalendar("northern_ireland").bank_holidays(2026)
    assert list(found) == sorted(found)
    assert found[date(2026, 3, 17)] == "Saint Patrick's Day"


def test_nobody_can_change_a_calendar() -> None:
    with pytest.raises(TypeError):
        PLAIN_CALENDAR.bank_holidays(2026)[date(2026, 5, 5)] = "Own"  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        PLAIN_CALENDAR.nation = "wales"  # type: ignore[misc]


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_working_days_forward_and_back_meet(calendar: CouncilCalendar, day: date, count: int) -> None:
    later = calendar.add_working_days(day, count)
    assert calendar.is_working_day(later)
    assert calendar.working_days_between(day, later) == count
    if calendar.is_working_day(day):
        assert calendar.subtract_working_days(later, count) == day


@given(CALENDARS, DAYS)
def test_the_next_working_day_is_the_first_one_worked(calendar: CouncilCalendar, day: date) -> None:
    after, before = calendar.next_working_day(day), calendar.previous_working_day(day)
    between = ((after - day).days, (day - before).days)
    assert before < day < after and calendar.is_working_day(after) and calendar.is_working_day(before)
    for sign, days in zip((1, -1), between, strict=True):
        assert not any(calendar.is_working_day(day + sign * timedelta(days=step)) for step in range(1, days))


def test_no_days_are_counted_from_the_day_itself_or_the_next_one_worked() -> None:
    assert PLAIN_CALENDAR.add_working_days(date(2026, 12, 24), 0) == date(2026, 12, 24)
    assert PLAIN_CALENDAR.add_working_days(date(2026, 12, 25), 0) == date(2026, 12, 29)


def test_a_closure_is_a_holiday_but_no_bank_holiday() -> None:
    day = date(2026, 12, 30)
    calendar = CouncilCalendar("wales").also_closed({day})
    assert calendar.is_holiday(day) and not calendar.is_working_day(day) and not calendar.is_bank_holiday(day)
    assert calendar.nation == "wales" and calendar.next_working_day(date(2026, 12, 29)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("nation", "name", "side", "day"),
    [
        ("england", "new year", "after", date(2026, 1, 2)),
        ("wales", "new year", "after", date(2026, 1, 2)),
        ("northern_ireland", "new year", "after", date(2026, 1, 2)),
        ("scotland", "new year", "after", date(2026, 1, 5)),  # 2 January is a holiday, then comes a weekend
        ("england", "easter", "", date(2026, 4, 6)),
        ("england", "easter", "after", date(2026, 4, 7)),
        ("scotland", "easter", "", date(2026, 4, 6)),  # no bank holiday there, but a day that people name
        ("scotland", "easter sunday", "after", date(2026, 4, 6)),
        ("england", "easter sunday", "after", date(2026, 4, 7)),
        ("scotland", "summer bank holiday", "", date(2026, 8, 3)),
        ("england", "august bank holiday", "", date(2026, 8, 31)),
        ("northern_ireland", "bank holiday", "", date(2026, 1, 1)),
        ("northern_ireland", "st patrick's day", "after", date(2026, 3, 18)),
        ("scotland", "st. andrew's day", "before", date(2026, 11, 27)),
        ("england", "christmas eve", "", date(2026, 12, 24)),
        ("england", "boxing day", "after", date(2026, 12, 29)),
        ("england", "good friday", "before", date(2026, 4, 2)),
        ("england", "whitsun", "", None),
    ],
)
def test_people_name_a_holiday_or_a_working_day_beside_it(
    nation: Nation, name: str, side: str, day: date | None
) -> None:
    assert working_day_beside(name, side, CouncilCalendar(nation), date(2025, 12, 30), past=False) == day


def test_a_name_looks_forward_or_back_from_today() -> None:
    christmas = date(2026, 12, 25)
    assert day_called("christmas", PLAIN_CALENDAR, christmas) == christmas
    assert day_called("christmas", PLAIN_CALENDAR, christmas, past=True) == date(2025, 12, 25)
    assert day_called("christmas", PLAIN_CALENDAR, date(2022, 12, 30), past=True) == date(2022, 12, 25)  # not the 27th
    assert day_called("christmas eve", PLAIN_CALENDAR, christmas) == date(2027, 12, 24)


@pytest.mark.parametrize("written", ["northern_ireland", "northern-ireland", "Northern Ireland"])
def test_a_nation_may_be_written_with_hyphens_or_spaces(written: str) -> None:
    assert read_nation(written) == "northern_ireland"


def test_council_yml_names_the_nation_and_its_closures(make_pack: MakePack) -> None:
    council = FILES["council.yml"] + "nation: northern-ireland\nclosed: [2026-12-29, 2026-12-30]\n"
    calendar = load_pack(make_pack({"council.yml": council})).calendar
    assert calendar == CouncilCalendar("northern_ireland", frozenset({date(2026, 12, 29), date(2026, 12, 30)}))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nation: cornwall", "`cornwall` is no nation"),
        ("closed: christmas", "`closed` is a list of days"),
        ("closed: [christmas]", "`closed` is a list of days"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(make_pack: MakePack, line: str, told: str) -> None:
    folder = make_pack({"council.yml": FILES["council.yml"] + f"{line}\n"})
    with pytest.raises(PackError) as error:
        load_pack(folder)
    (problem,) = error.value.problems
    assert told in problem.what and problem.line == 1 + FILES["council.yml"].count("\n")

"""Days and times, in the words people use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.reading.dates import read_date
from bot.forms.reading.today import Today
from bot.forms.reading.when import read_when

TODAY = Today(date(2026, 11, 25))  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the 15th", "2026-12-15"),
        ("no, the 15th", "2026-12-15"),
        ("the fifteenth of december", "2026-12-15"),
        ("Tuesday", "2026-12-01"),
        ("tues", "2026-12-01"),
        ("on Wednesday", "2026-12-02"),
        ("this Wednesday", "2026-11-25"),
        ("next Tuesday", "2026-12-01"),
        ("next friday", "2026-12-04"),
        ("this friday", "2026-11-27"),
        ("Thursday the 3rd", "2026-12-03"),
        ("monday 7th december", "2026-12-07"),
        ("tomorrow", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("a week on Friday", "2026-12-04"),
        ("Friday week", "2026-12-04"),
        ("a fortnight on Monday", "2026-12-14"),
        ("two weeks today", "2026-12-09"),
        ("a week tomorrow", "2026-12-03"),
        ("in 3 weeks", "2026-12-16"),
        ("in three weeks' time", "2026-12-16"),
        ("ten days from now", "2026-12-05"),
        ("in a month", "2026-12-25"),
        ("next week", "2026-11-30"),
        ("at the weekend", "2026-11-28"),
        ("next weekend", "2026-12-05"),
        ("sat", "2026-11-28"),
        ("15/12", "2026-12-15"),
        ("15/12/2026", "2026-12-15"),
        ("15.12.26", "2026-12-15"),
        ("2026-12-01", "2026-12-01"),
        ("15 dec", "2026-12-15"),
        ("December 15th", "2026-12-15"),
        ("3rd of May", "2027-05-03"),
        ("3rd May 2027 please", "2027-05-03"),
        ("1/1", "2027-01-01"),
        ("feb 29", "2028-02-29"),
        ("the 31st", "2026-12-31"),
        ("after Easter", "2027-03-30"),
        ("good friday", "2027-03-26"),
        ("boxing day", "2026-12-26"),
        ("christmas eve", "2026-12-24"),
        ("before Christmas", "2026-12-24"),
        ("after the bank holiday", "2026-12-29"),
        ("after new year", "2027-01-04"),
        ("2pm on friday", "2026-11-27"),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, day: str) -> None:
    assert read_date(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    ["31/2", "30th February", "32nd", "99/99/9999", "may I ask something", "I sat down", "the sun is out",
     "14 Mill Lane", "two sofas", "£33.50", "1st Avenue", "24 hours", "the second one",
     "a week or so", "", "?", "mark", "15/12/1826"],
)  # fmt: skip
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    assert read_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", "2026-11-24"),
        ("last Tuesday", "2026-11-24"),
        ("Tuesday", "2026-11-24"),
        ("last wednesday", "2026-11-18"),
        ("two days ago", "2026-11-23"),
        ("the 20th", "2026-11-20"),
        ("20 nov", "2026-11-20"),
        ("25 December", "2025-12-25"),
        ("today", "2026-11-25"),
        ("a week ago", "2026-11-18"),
    ],
)
def test_a_day_that_has_happened_is_looked_for_in_the_past(text: str, day: str) -> None:
    assert read_date(text, TODAY, past=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tomorrow morning", "2026-11-26 morning"),
        ("first thing tomorrow", "2026-11-26 morning"),
        ("Friday after work", "2026-11-27 evening"),
        ("friday at 2", "2026-11-27 afternoon"),
        ("10.30am on monday", "2026-11-30 morning"),
        ("first thing", "morning"),
        ("in december", "2026-12"),
        ("next month", "2026-12"),
        ("sometime in May", "2027-05"),
        ("asap", ""),
        ("any day", ""),
        ("I don't mind", ""),
        ("the earliest you have", ""),
        ("purple", None),
    ],
)
def test_a_time_may_be_a_part_of_a_day_a_month_or_the_soonest(text: str, wanted: str | None) -> None:
    assert read_when(text, TODAY) == wanted


@given(st.dates(date(2026, 11, 25), date(2028, 11, 1)))
@settings(max_examples=60, deadline=None)
def test_a_day_that_is_written_out_is_that_day(day: date) -> None:
    for written in (
        f"{day:%A} {day.day} {day:%B} {day.year}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%b} {day.day} {day.year}",
    ):
        assert read_date(f"can we say {written} please", TODAY) == day
